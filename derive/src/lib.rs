//! The macros of Slipway. `#[derive(Json)]`: reading and writing a record as JSON, in a twentieth of the code that serde's
//! derives make of it.
//!
//! Serde compiles a reader for every type; this derive lists the fields and says where each is (`Fields`), and code that
//! is there once reads and writes them. It reads the attributes of serde that records use: `default`, `default = "path"`,
//! `rename`, `flatten` (the fields that nobody knows), `skip` (blank when it is read) and `skip_serializing_if`. A field is
//! left out of what is written when it has `skip_serializing_if` and is empty. The types also become serde's `Serialize`
//! and `Deserialize`, by way of JSON.

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
    let Parts { blank, fill, write, fields } = match &input.data {
        Data::Struct(data) => of_struct(name, &data.fields)?,
        Data::Enum(data) => of_enum(&data.variants)?,
        Data::Union(data) => return Err(Error::new_spanned(data.union_token, "a union is no record")),
    };
    let (generics, types, bounds) = input.generics.split_for_impl();
    let fields = fields.map(|fields| {
        quote!(impl #generics crate::model::json::fields::Fields for #name #types #bounds { #fields })
    });
    let mut with_lifetime = input.generics.clone();
    with_lifetime.params.insert(0, syn::parse_quote!('de));
    let (with_lifetime, _, _) = with_lifetime.split_for_impl();
    Ok(quote! {
        #fields

        impl #generics crate::model::json::Json for #name #types #bounds {
            fn blank() -> Self { #blank }
            fn fill(&mut self, value: &serde_json::Value) -> Result<(), crate::model::json::Unreadable> { #fill }
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

/// The bodies of the functions of `Json`, and what a record says as `Fields`.
struct Parts {
    blank: TokenStream,
    fill: TokenStream,
    write: TokenStream,
    fields: Option<TokenStream>,
}

/// What serde's attributes say about a field.
#[derive(Default)]
struct How {
    rename: Option<String>,
    is_rest: bool,
    is_skipped: bool,
    default: Option<TokenStream>,
    skip: Option<Path>,
}

/// What serde gives a field that is not there.
fn usual() -> TokenStream {
    quote!(Default::default)
}

fn how(attributes: &[Attribute]) -> Result<How> {
    let mut how = How::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            let path = |text: LitStr| text.parse::<Path>();
            if meta.path.is_ident("flatten") {
                how.is_rest = true;
            } else if meta.path.is_ident("skip") {
                how.is_skipped = true;
            } else if meta.path.is_ident("rename") {
                how.rename = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("default") && meta.input.peek(Token![=]) {
                let default = path(meta.value()?.parse()?)?;
                how.default = Some(quote!(#default));
            } else if meta.path.is_ident("default") {
                how.default = Some(usual());
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

fn of_struct(name: &Ident, fields: &Fields) -> Result<Parts> {
    let Fields::Named(fields) = fields else {
        return Err(Error::new_spanned(name, "a record has fields with names"));
    };
    let idents: Vec<_> = fields.named.iter().map(|field| &field.ident).collect();
    let (mut notes, mut known, mut defaults, mut rest) = (vec![], vec![], vec![], None);
    // `named` names the functions that code of other fields stands for, so that what a record imports is used.
    let (mut skips, mut named) = (vec![], vec![]);
    for field in &fields.named {
        let how = how(&field.attrs)?;
        let ident = &field.ident;
        if how.is_rest {
            rest = Some(quote! {
                fn rest(&self) -> Option<&crate::model::Extra> { Some(&self.#ident) }
                fn rest_mut(&mut self) -> Option<&mut crate::model::Extra> { Some(&mut self.#ident) }
            });
            continue;
        }
        if how.is_skipped {
            continue;
        }
        if rest.is_some() {
            return Err(Error::new_spanned(field, "the fields that nobody knows come last"));
        }
        let place = known.len();
        let name = ident.as_ref().map(Ident::to_string).unwrap_or_default();
        let name = how.rename.unwrap_or(name);
        let (is_required, may_be_left_out) = (how.default.is_none(), how.skip.is_some());
        notes.push(quote!(crate::model::json::fields::FieldNote {
            name: #name, is_required: #is_required, may_be_left_out: #may_be_left_out,
        }));
        let is_plain = has_blank_default(field);
        if let Some(default) =
            how.default.filter(|default| !is_plain || default.to_string() != usual().to_string())
        {
            defaults.push(quote!(#place => self.#ident = #default()));
        }
        match how.skip {
            Some(skip) if is_plain && skip.is_ident("is_default") => {
                let ty = &field.ty;
                named.push(quote!(let _: fn(&#ty) -> bool = #skip;));
            }
            Some(skip) => skips.push(quote!(#place => Some(#skip(&self.#ident)))),
            None => {}
        }
        known.push(ident);
    }
    let Some((last, others)) = known.split_last() else {
        return Err(Error::new_spanned(name, "a record has a field"));
    };
    let places = 0..others.len();
    let more_places = places.clone();
    let defaults = (!defaults.is_empty())
        .then(|| quote!(fn set_default(&mut self, place: usize) { match place { #(#defaults,)* _ => {} } }));
    let skips = (!skips.is_empty()).then(
        || quote!(fn skips(&self, place: usize) -> Option<bool> { match place { #(#skips,)* _ => None } }),
    );
    let expected = format!("struct {name}");
    let fields = quote! {
        fn listing(&self) -> &'static crate::model::json::fields::Listing {
            #(#named)*
            &crate::model::json::fields::Listing { expected: #expected, fields: &[#(#notes),*] }
        }
        fn at(&self, place: usize) -> &dyn crate::model::json::Json {
            match place { #(#places => &self.#others,)* _ => &self.#last }
        }
        fn at_mut(&mut self, place: usize) -> &mut dyn crate::model::json::Json {
            match place { #(#more_places => &mut self.#others,)* _ => &mut self.#last }
        }
        #defaults
        #skips
        #rest
    };
    Ok(Parts {
        blank: quote!(Self { #(#idents: crate::model::json::Json::blank()),* }),
        fill: quote!(crate::model::json::fields::fill(self, value)),
        write: quote!(crate::model::json::fields::write(self, writer)),
        fields: Some(fields),
    })
}

/// True for the types whose default is the blank value and the empty one, as `Json::is_left_out` says, which spares code
/// for each field.
fn has_blank_default(field: &Field) -> bool {
    let syn::Type::Path(path) = &field.ty else { return false };
    let plain = ["Option", "Vec", "String", "bool", "u32", "i32", "u64", "i64", "BTreeMap", "SortedMap"];
    path.path.segments.last().is_some_and(|last| plain.iter().any(|name| last.ident == name))
}

fn of_enum(variants: &Punctuated<Variant, Token![,]>) -> Result<Parts> {
    let (mut names, mut reads, mut writes, mut blanks) = (vec![], vec![], vec![], vec![]);
    for variant in variants {
        let ident = &variant.ident;
        let name = ident.to_string();
        match &variant.fields {
            Fields::Unit => {
                reads.push(quote!(#name => content.none().map(|()| Self::#ident)));
                writes.push(quote!(Self::#ident => writer.word(#name)));
                blanks.push(quote!(Self::#ident));
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                reads.push(quote!(#name => content.one().map(Self::#ident)));
                writes.push(quote!(Self::#ident(content) => writer.variant(#name, content)));
                blanks.push(quote!(Self::#ident(crate::model::json::Json::blank())));
            }
            _ => return Err(Error::new_spanned(variant, "a variant holds nothing or one value")),
        }
        names.push(name);
    }
    let unknown = quote!(Err(content.unknown(&[#(#names),*])));
    let blank = blanks.first();
    Ok(Parts {
        blank: quote!(#blank),
        fill: quote! {
            let content = crate::model::json::Choice::of(value)?;
            *self = match content.word() { #(#reads,)* _ => #unknown }?;
            Ok(())
        },
        write: quote!(match self { #(#writes),* }),
        fields: None,
    })
}
