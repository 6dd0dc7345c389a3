//! The macros of Slipway. `#[derive(Json)]`: reading and writing a record as JSON, in a tenth of the code that serde's derives make of it.
//!
//! Serde compiles a reader for every type; this derive makes one line for each field, which calls code that is there
//! once. It reads the attributes of serde that records use: `default`, `default = "path"`, `rename`, `flatten` (the
//! fields that nobody knows) and `skip_serializing_if`. A field is left out of what is written when it has
//! `skip_serializing_if` and is empty. The types also become serde's `Serialize` and `Deserialize`, by way of JSON.

mod component;
mod view;

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, Ident, LitStr, Path, Result, Token, Variant};

/// Implements `crate::model::json::Json`.
#[proc_macro_derive(Json, attributes(serde))]
pub fn json(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input: DeriveInput = syn::parse_macro_input!(input);
    implemented(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// A view of the interface; see `ui::view`.
#[proc_macro]
pub fn view(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    view::view(input.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// A component of the interface: `#[prop(optional, into)]` before an argument says how it is set.
#[proc_macro_attribute]
pub fn component(_: proc_macro::TokenStream, input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input: syn::ItemFn = syn::parse_macro_input!(input);
    component::component(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn implemented(input: &DeriveInput) -> Result<TokenStream> {
    let name = &input.ident;
    let (read, write) = match &input.data {
        Data::Struct(data) => of_struct(name, &data.fields)?,
        Data::Enum(data) => of_enum(&data.variants)?,
        Data::Union(data) => return Err(Error::new_spanned(data.union_token, "a union is no record")),
    };
    let (generics, types, bounds) = input.generics.split_for_impl();
    let mut with_lifetime = input.generics.clone();
    with_lifetime.params.insert(0, syn::parse_quote!('de));
    let (with_lifetime, _, _) = with_lifetime.split_for_impl();
    Ok(quote! {
        impl #generics crate::model::json::Json for #name #types #bounds {
            fn read(value: &serde_json::Value) -> Result<Self, crate::model::json::Unreadable> { #read }
            fn write(&self, writer: &mut crate::model::json::Writer) { #write }
        }

        impl #generics serde::Serialize for #name #types #bounds {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::model::json::serialize(self, serializer)
            }
        }

        impl #with_lifetime serde::Deserialize<'de> for #name #types #bounds {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::model::json::deserialize(deserializer)
            }
        }
    })
}

/// What serde's attributes say about a field.
#[derive(Default)]
struct How {
    rename: Option<String>,
    is_rest: bool,
    default: Option<TokenStream>,
    skip: Option<Path>,
}

fn how(attributes: &[Attribute]) -> Result<How> {
    let mut how = How::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            let path = |text: LitStr| text.parse::<Path>();
            if meta.path.is_ident("flatten") {
                how.is_rest = true;
            } else if meta.path.is_ident("rename") {
                how.rename = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("default") && meta.input.peek(Token![=]) {
                let default = path(meta.value()?.parse()?)?;
                how.default = Some(quote!(#default));
            } else if meta.path.is_ident("default") {
                how.default = Some(quote!(Default::default));
            } else if meta.path.is_ident("skip_serializing_if") {
                how.skip = Some(path(meta.value()?.parse()?)?);
            } else {
                return Err(meta.error("records do not use this attribute of serde"));
            }
            Ok(())
        })?;
    }
    Ok(how)
}

fn of_struct(name: &Ident, fields: &Fields) -> Result<(TokenStream, TokenStream)> {
    let Fields::Named(fields) = fields else {
        return Err(Error::new_spanned(name, "a record has fields with names"));
    };
    let (mut names, mut reads, mut writes) = (Vec::new(), Vec::new(), Vec::new());
    for field in &fields.named {
        let how = how(&field.attrs)?;
        let ident = &field.ident;
        if how.is_rest {
            reads.push(quote!(#ident: fields.rest(NAMES)));
            writes.push(quote!(writer.rest(&self.#ident);));
            continue;
        }
        let name =
            how.rename.clone().unwrap_or_else(|| ident.as_ref().map(Ident::to_string).unwrap_or_default());
        reads.push(match &how.default {
            Some(default) => quote!(#ident: fields.optional(#name, #default)?),
            None => quote!(#ident: fields.required(#name)?),
        });
        writes.push(written(field, &how, &name));
        names.push(name);
    }
    let expected = format!("struct {name}");
    let read = quote! {
        const NAMES: &[&str] = &[#(#names),*];
        let fields = crate::model::json::Members::of(value, #expected)?;
        let _ = NAMES;
        Ok(Self { #(#reads),* })
    };
    let write = quote! {
        writer.begin_object();
        #(#writes)*
        writer.end_object();
    };
    Ok((read, write))
}

fn written(field: &Field, how: &How, name: &str) -> TokenStream {
    let ident = &field.ident;
    let always = quote!(writer.field(#name, &self.#ident););
    match &how.skip {
        None => always,
        Some(skip) if skip.is_ident("is_default") && knows_when_it_is_empty(field) => {
            let ty = &field.ty;
            quote! {
                let _: fn(&#ty) -> bool = #skip;
                writer.field_unless_empty(#name, &self.#ident);
            }
        }
        Some(skip) => quote!(if !#skip(&self.#ident) { #always }),
    }
}

/// True for the types whose default is the empty one, as `Json::is_left_out` says, which spares a comparison for each type.
fn knows_when_it_is_empty(field: &Field) -> bool {
    let syn::Type::Path(path) = &field.ty else { return false };
    let plain = ["Option", "Vec", "String", "bool", "u32", "i32", "u64", "i64", "BTreeMap"];
    path.path.segments.last().is_some_and(|last| plain.iter().any(|name| last.ident == name))
}

fn of_enum(variants: &Punctuated<Variant, Token![,]>) -> Result<(TokenStream, TokenStream)> {
    let (mut names, mut reads, mut writes) = (Vec::new(), Vec::new(), Vec::new());
    for variant in variants {
        let ident = &variant.ident;
        let name = ident.to_string();
        match &variant.fields {
            Fields::Unit => {
                reads.push(quote!(#name => content.none().map(|()| Self::#ident)));
                writes.push(quote!(Self::#ident => writer.word(#name)));
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                reads.push(quote!(#name => content.one().map(Self::#ident)));
                writes.push(quote!(Self::#ident(content) => writer.variant(#name, content)));
            }
            _ => return Err(Error::new_spanned(variant, "a variant holds nothing or one value")),
        }
        names.push(name);
    }
    let unknown = quote!(Err(content.unknown(&[#(#names),*])));
    let read = quote! {
        let content = crate::model::json::Choice::of(value)?;
        match content.word() { #(#reads,)* _ => #unknown }
    };
    Ok((read, quote!(match self { #(#writes),* })))
}
