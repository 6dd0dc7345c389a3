//! `#[component]`: a function whose arguments are named where `view!` calls it. They become the fields of a struct that
//! is built step by step, as in Leptos, whose parts it uses; what comes back is a `View`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, FnArg, GenericArgument, Ident, ItemFn, Pat, PathArguments, Result, Token, Type};

/// The struct of the properties, and the function that takes it.
pub fn component(input: &ItemFn) -> Result<TokenStream> {
    let (visibility, name, body, generics) =
        (&input.vis, &input.sig.ident, &input.block, &input.sig.generics);
    let attributes = &input.attrs;
    let called = quote! { ::slipway::ui::view::View::of_component(move || #body) };
    if input.sig.inputs.is_empty() {
        return Ok(quote! {
            #(#attributes)*
            #[allow(non_snake_case)]
            #visibility fn #name() -> ::slipway::ui::view::View { #called }
        });
    }
    let (mut fields, mut held) = (Vec::new(), Vec::new());
    for argument in &input.sig.inputs {
        let FnArg::Typed(argument) = argument else {
            return Err(Error::new_spanned(argument, "a component has no self"));
        };
        let Pat::Ident(pattern) = argument.pat.as_ref() else {
            return Err(Error::new_spanned(argument, "a property is a name"));
        };
        let (field, kind) = (&pattern.ident, &argument.ty);
        let documents = argument.attrs.iter().filter(|attribute| !attribute.path().is_ident("prop"));
        let how = how(&argument.attrs, kind)?;
        fields.push(quote! { #(#documents)* #how #visibility #field: #kind });
        let is_mutable = &pattern.mutability;
        held.push(quote! { #is_mutable #field });
    }
    let properties = format_ident!("{name}Props");
    let builder = format_ident!("{name}PropsBuilder");
    let (bounds, types, conditions) = generics.split_for_impl();
    Ok(quote! {
        #[derive(::leptos::typed_builder_macro::TypedBuilder)]
        #[builder(crate_module_path = ::leptos::typed_builder)]
        #[allow(missing_docs, non_snake_case)]
        #[doc = "The properties of the component."]
        #visibility struct #properties #bounds #conditions { #(#fields,)* }

        impl #bounds ::leptos::component::Props for #properties #types #conditions {
            type Builder = #builder #types;
            fn builder() -> Self::Builder { #properties::builder() }
        }

        #(#attributes)*
        #[allow(non_snake_case)]
        #visibility fn #name #bounds (properties: #properties #types) -> ::slipway::ui::view::View #conditions {
            let #properties { #(#held,)* } = properties;
            #called
        }
    })
}

/// How a property is set: `optional` ones need not be, `into` ones are made of what can become them.
fn how(attributes: &[Attribute], kind: &Type) -> Result<TokenStream> {
    let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident("prop")) else {
        return Ok(TokenStream::new());
    };
    let words = attribute.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated)?;
    let (mut is_optional, mut is_into) = (false, false);
    for word in &words {
        match word.to_string().as_str() {
            "optional" => is_optional = true,
            "into" => is_into = true,
            _ => return Err(Error::new_spanned(word, "a property is `optional`, `into`, or both")),
        }
    }
    let default = is_optional.then(|| quote! { default, });
    let inner = if is_optional { inside_option(kind) } else { None };
    let setter = match (is_into, inner) {
        (true, inner) => {
            let kind_given = inner.unwrap_or(kind);
            let value = if inner.is_some() {
                quote! { Some(value.into_property()) }
            } else {
                quote! { value.into_property() }
            };
            quote! {
                setter(fn transform<Marker>(value: impl ::slipway::ui::reactive::IntoProperty<#kind_given, Marker>) -> #kind { #value })
            }
        }
        (false, Some(_)) => quote! { setter(strip_option) },
        (false, None) => TokenStream::new(),
    };
    Ok(quote! { #[builder(#default #setter)] })
}

/// The `T` of an `Option<T>`.
fn inside_option(kind: &Type) -> Option<&Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inside) => Some(inside),
        _ => None,
    }
}
