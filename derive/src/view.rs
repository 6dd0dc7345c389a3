//! `view! { <p class="x">{..}</p> }`: a template, which is a text, and the values of its holes.
//!
//! The text is what `ui::view::template` reads: each step is a control character and its operand. Only the values
//! become code, a call for each, so that an element costs its name and no code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement, NodeName};
use syn::spanned::Spanned;
use syn::{Error, Expr, Lit, Result, Stmt};

// The steps; `ui::view::template` has them too.
const OPEN: char = '\u{1}';
const OPEN_SVG: char = '\u{2}';
const CLOSE: char = '\u{3}';
const NAME: char = '\u{4}';
const VALUE: char = '\u{5}';
const TEXT: char = '\u{6}';
const CHILD: char = '\u{7}';
const ATTRIBUTE: char = '\u{e}';
const CLASS: char = '\u{f}';
const STYLE: char = '\u{10}';
const PROPERTY: char = '\u{11}';
const EVENT: char = '\u{12}';
const REFERENCE: char = '\u{13}';

/// Elements that are drawn; what is in an `svg` belongs to them, whatever its name.
const DRAWN: [&str; 14] = [
    "svg", "circle", "clipPath", "defs", "ellipse", "g", "line", "marker", "path", "polygon", "polyline",
    "rect", "text", "tspan",
];

/// The expression of a `View`.
pub fn view(input: TokenStream) -> Result<TokenStream> {
    of_nodes(&rstml::parse2(input)?)
}

/// A template that is being written, and the calls that fill its holes.
#[derive(Default)]
struct Template {
    text: String,
    calls: Vec<TokenStream>,
}

fn of_nodes(nodes: &[Node]) -> Result<TokenStream> {
    if let [Node::Element(element)] = nodes
        && is_component(element)
    {
        return component(element);
    }
    if nodes.is_empty() {
        return Ok(quote! { ::slipway::ui::view::View::default() });
    }
    if let [Node::Block(block)] = nodes {
        let value = block_value(block)?;
        return Ok(quote! { ::slipway::ui::view::IntoView::into_view(#value) });
    }
    let mut template = Template::default();
    for node in nodes {
        template.node(node, false)?;
    }
    let (Template { text, calls }, view) = (template, in_hand());
    Ok(quote! {{
        #[allow(unused_mut)]
        let mut #view = ::slipway::ui::view::View::of_template(#text);
        #(#calls)*
        #view
    }})
}

/// The name of the view that is being made, which no name of the caller can be.
fn in_hand() -> Ident {
    Ident::new("view", Span::mixed_site())
}

impl Template {
    fn step(&mut self, step: char, operand: &str) {
        self.text.push(step);
        self.text.push_str(operand);
    }

    fn node(&mut self, node: &Node, is_drawn: bool) -> Result<()> {
        match node {
            Node::Element(element) if is_component(element) => {
                let component = component(element)?;
                self.child(&component, element.name().span());
            }
            Node::Element(element) => self.element(element, is_drawn)?,
            Node::Fragment(fragment) => {
                for node in &fragment.children {
                    self.node(node, is_drawn)?;
                }
            }
            Node::Block(block) => {
                let value = block_value(block)?;
                self.child(&value, block.span());
            }
            Node::Text(text) => {
                let text = text.value_string();
                if text.contains(|letter: char| letter.is_control()) {
                    return Err(Error::new_spanned(node, "a text of a view has no control characters"));
                }
                self.step(TEXT, &text);
            }
            _ => {
                return Err(Error::new_spanned(
                    node,
                    "a view has elements, components, \"texts\" and {values}",
                ));
            }
        }
        Ok(())
    }

    fn child(&mut self, value: &TokenStream, span: Span) {
        self.step(CHILD, "");
        let view = in_hand();
        self.calls.push(quote_spanned! { span => #view.child(#value); });
    }

    fn element(&mut self, element: &NodeElement<rstml::Infallible>, is_drawn: bool) -> Result<()> {
        let name = element.name().to_string();
        let is_drawn = is_drawn || DRAWN.contains(&name.as_str());
        self.step(if is_drawn { OPEN_SVG } else { OPEN }, &name);
        for attribute in element.attributes() {
            match attribute {
                NodeAttribute::Attribute(attribute) => self.attribute(attribute)?,
                NodeAttribute::Block(block) => {
                    return Err(Error::new_spanned(block, "an attribute has a name"));
                }
            }
        }
        for node in &element.children {
            self.node(node, is_drawn)?;
        }
        self.step(CLOSE, "");
        Ok(())
    }

    fn attribute(&mut self, attribute: &KeyedAttribute) -> Result<()> {
        let key = attribute.key.to_string();
        let value = attribute.value();
        let span = attribute.key.span();
        let view = in_hand();
        let needed = || value.ok_or_else(|| Error::new(span, "needs a value"));
        let (step, name) = match key.split_once(':') {
            None if key == "node_ref" => {
                let value = needed()?;
                self.step(REFERENCE, "");
                self.calls.push(quote_spanned! { span => #view.reference(#value); });
                return Ok(());
            }
            Some(("on", event)) => {
                let value = needed()?;
                let kind = format_ident!("{event}", span = span);
                self.step(EVENT, event);
                self.calls.push(quote_spanned! { span => #view.listener(::leptos::ev::#kind, #value); });
                return Ok(());
            }
            None => (ATTRIBUTE, key.trim_start_matches("r#")),
            Some(("class", name)) => (CLASS, name),
            Some(("style", name)) => (STYLE, name),
            Some(("prop", name)) => (PROPERTY, name),
            Some((kind, _)) => {
                return Err(Error::new(span, format!("views know no attributes of the kind {kind}:")));
            }
        };
        let constant = if step == ATTRIBUTE { constant(value) } else { None };
        match constant {
            Some(Some(constant)) => {
                self.step(NAME, name);
                self.step(VALUE, &constant);
            }
            Some(None) => {}
            None => {
                let value = needed()?;
                self.step(step, name);
                self.calls.push(quote_spanned! { span => #view.value(#value); });
            }
        }
        Ok(())
    }
}

/// What an attribute always is: a text, or nothing when it is not there. `None` when it has to be worked out.
fn constant(value: Option<&Expr>) -> Option<Option<String>> {
    match value {
        None => Some(Some(String::new())),
        Some(Expr::Lit(literal)) => match &literal.lit {
            Lit::Str(text) => Some(Some(text.value())),
            Lit::Int(number) => Some(Some(number.to_string())),
            Lit::Bool(is_there) => Some(is_there.value.then(String::new)),
            _ => None,
        },
        Some(_) => None,
    }
}

fn is_component(element: &NodeElement<rstml::Infallible>) -> bool {
    match element.name() {
        NodeName::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase)),
        _ => false,
    }
}

/// The call of a component.
fn component(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let name = element.name();
    let mut properties = Vec::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Error::new_spanned(attribute, "a property has a name"));
        };
        let key = &attribute.key;
        let value = attribute.value().map_or_else(|| quote! { #key }, |value| quote! { #value });
        properties.push(quote_spanned! { key.span() => .#key(#[allow(unused_braces)] { #value }) });
    }
    if !element.children.is_empty() {
        let children = of_nodes(&element.children)?;
        properties
            .push(quote! { .children(::slipway::ui::view::ToChildren::to_children(move || #children)) });
    }
    Ok(quote! {
        ::leptos::component::component_view(
            &#name,
            ::leptos::component::component_props_builder(&#name) #(#properties)* .build(),
        )
    })
}

/// The value of `{..}`, without the braces where they hold no more than an expression.
fn block_value(block: &NodeBlock) -> Result<TokenStream> {
    let Some(block) = block.try_block() else {
        return Err(Error::new_spanned(block, "is no block of Rust"));
    };
    Ok(match block.stmts.as_slice() {
        [Stmt::Expr(value, None)] => quote! { #value },
        _ => quote! { #block },
    })
}
