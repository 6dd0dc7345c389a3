//! What components show. Leptos has the signals, the contexts and the components' properties; this has what is drawn
//! from them: `view!` makes a template, which is a text, and the values of its holes, so that an element is data and not
//! code. ARCHITECTURE.md, "Keeping the page small", says what it saves.
//!
//! A [`View`] says what is to be shown; [`mounted`] keeps what is shown. A closure in a view runs again when a signal that
//! it read has changed; what it then gives is compared with what is there, so that elements of the same template stay, and
//! with them the focus and what was typed.

mod control_flow;
mod keyed;
mod mounted;
mod page;
mod template;
mod value;

use std::borrow::Cow;
use std::cell::RefCell;

use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use leptos::prelude::{Owner, untrack};
use leptos::tachys::html::node_ref::NodeRefContainer;
use wasm_bindgen::JsCast;

use super::reactive::{Memo, RwSignal, Signal};
pub use control_flow::{For, Rows, Show};
pub use keyed::List;
pub use page::show;
pub use slipway_derive::{component, view};
use value::{Give, Hear, Heard, Hole, ValueOf, ViewOf};
pub use value::{IntoValue, Value};

/// Something to show. It is one pointer, so that handing it on costs little code.
#[must_use]
#[derive(Default)]
pub struct View(Option<Box<Kind>>);

enum Kind {
    Text(Cow<'static, str>),
    Template { text: &'static str, holes: Vec<Hole> },
    Many(Vec<View>),
    Changing(Box<dyn Give<View>>),
    Keyed { owner: Owner, list: Box<dyn List> },
}

/// What is between the tags of a component; made once.
pub type Children = Box<dyn FnOnce() -> View>;
/// What is between the tags of a component that shows it again and again.
pub struct ChildrenFn(RefCell<Box<dyn Give<View>>>);

/// What `view!` makes of what is between the tags of a component.
pub trait ToChildren<F> {
    /// The children that `of` makes.
    fn to_children(of: F) -> Self;
}

impl<F: FnOnce() -> View + 'static> ToChildren<F> for Children {
    fn to_children(of: F) -> Children {
        Box::new(of)
    }
}

impl<F: FnOnce() -> View + 'static> ToChildren<F> for Option<Children> {
    fn to_children(of: F) -> Option<Children> {
        Some(Box::new(of))
    }
}

impl<F: Fn() -> View + 'static> ToChildren<F> for ChildrenFn {
    fn to_children(of: F) -> ChildrenFn {
        of.into()
    }
}

impl<V: IntoView, F: Fn() -> V + 'static> From<F> for ChildrenFn {
    fn from(of: F) -> ChildrenFn {
        ChildrenFn(RefCell::new(Box::new(ViewOf(of))))
    }
}

/// Nothing.
impl Default for ChildrenFn {
    fn default() -> ChildrenFn {
        View::default.into()
    }
}

impl ChildrenFn {
    /// The children, made anew.
    pub fn make(&self) -> View {
        self.0.borrow_mut().give()
    }
}

impl View {
    /// A template; its holes are filled in the order of its text.
    #[doc(hidden)]
    #[inline(never)]
    pub fn of_template(text: &'static str) -> View {
        View::of(Kind::Template { text, holes: Vec::new() })
    }

    /// What a component shows, which reads signals without being made again when they change.
    #[doc(hidden)]
    pub fn of_component(body: impl FnOnce() -> View) -> View {
        untrack(body)
    }

    /// What `view` gives, again each time that a signal it reads has changed.
    #[inline(never)]
    pub fn changing(view: Box<dyn Give<View>>) -> View {
        View::of(Kind::Changing(view))
    }

    /// Rows, of which those stay whose key stays.
    pub fn keyed(list: Box<dyn List>) -> View {
        View::of(Kind::Keyed { owner: Owner::current().unwrap_or_default(), list })
    }

    /// Fills a hole between two tags.
    #[doc(hidden)]
    pub fn child(&mut self, child: impl IntoView) {
        self.fill_child(child.into_view());
    }

    /// Fills the hole of an attribute, a class, a style or a property.
    #[doc(hidden)]
    pub fn value(&mut self, value: impl IntoHole) {
        value.fill(self);
    }

    /// Fills the hole of an event.
    #[doc(hidden)]
    pub fn listener<E: EventDescriptor>(&mut self, _: E, handler: impl Fn(E::EventType) + 'static)
    where
        E::EventType: JsCast + 'static,
    {
        self.fill_listener(Box::new(Heard::<E::EventType, _>::by(handler)));
    }

    /// Fills the hole of a reference.
    #[doc(hidden)]
    pub fn reference<E: ElementType + 'static>(&mut self, reference: impl NodeRefContainer<E> + 'static) {
        self.fill(Hole::Reference(Box::new(move |element| reference.load(element))));
    }

    // Each is there once and takes what fits into registers: there are thousands of calls.

    #[inline(never)]
    fn fill_child(&mut self, child: View) {
        self.fill(Hole::Child(child));
    }

    #[inline(never)]
    fn fill_value(&mut self, value: Value) {
        self.fill(Hole::Value(value));
    }

    #[inline(never)]
    fn fill_word(&mut self, word: &'static str) {
        self.fill_value(word.into_value());
    }

    #[inline(never)]
    fn fill_changing(&mut self, value: Box<dyn Give<Value>>) {
        self.fill(Hole::Changing(value));
    }

    #[inline(never)]
    fn fill_listener(&mut self, handler: Box<dyn Hear>) {
        self.fill(Hole::Listener(handler));
    }

    fn fill(&mut self, hole: Hole) {
        if let Some(Kind::Template { holes, .. }) = self.0.as_deref_mut() {
            holes.push(hole);
        }
    }

    #[inline(never)]
    fn of(kind: Kind) -> View {
        View(Some(Box::new(kind)))
    }
}

/// What can be shown.
pub trait IntoView {
    /// It as a view.
    fn into_view(self) -> View;
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View(None)
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        View::of(Kind::Text(Cow::Borrowed(self)))
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View::of(Kind::Text(Cow::Owned(self)))
    }
}

impl<V: IntoView> IntoView for Option<V> {
    fn into_view(self) -> View {
        self.map_or(View(None), V::into_view)
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    fn into_view(self) -> View {
        self.collect_view()
    }
}

impl<V: IntoView, F: FnMut() -> V + 'static> IntoView for F {
    fn into_view(self) -> View {
        View::changing(Box::new(ViewOf(self)))
    }
}

impl<V: IntoView + Clone + 'static> IntoView for Signal<V> {
    fn into_view(self) -> View {
        (move || self.get()).into_view()
    }
}

impl<V: IntoView + Clone + 'static> IntoView for RwSignal<V> {
    fn into_view(self) -> View {
        (move || self.get()).into_view()
    }
}

impl<V: IntoView + Clone + 'static> IntoView for Memo<V> {
    fn into_view(self) -> View {
        (move || self.get()).into_view()
    }
}

/// Views, one after the other.
pub trait CollectView {
    /// All of them as one.
    fn collect_view(self) -> View;
}

impl<V: IntoView, I: IntoIterator<Item = V>> CollectView for I {
    fn collect_view(self) -> View {
        let mut views = Vec::new();
        self.into_iter().for_each(|view| views.push(view.into_view()));
        View::of(Kind::Many(views))
    }
}

/// What can be the value of an attribute, a class, a style or a property: a [`Value`], or what gives one again and again.
pub trait IntoHole {
    /// Fills the next hole of a template.
    #[doc(hidden)]
    fn fill(self, view: &mut View);
}

impl<V: IntoValue, F: FnMut() -> V + 'static> IntoHole for F {
    fn fill(self, view: &mut View) {
        view.fill_changing(Box::new(ValueOf(self)));
    }
}

impl<V: IntoValue + Clone + 'static> IntoHole for Signal<V> {
    fn fill(self, view: &mut View) {
        view.value(move || self.get());
    }
}

impl<V: IntoValue + Clone + 'static> IntoHole for RwSignal<V> {
    fn fill(self, view: &mut View) {
        view.value(move || self.get());
    }
}

impl<V: IntoValue + Clone + 'static> IntoHole for Memo<V> {
    fn fill(self, view: &mut View) {
        view.value(move || self.get());
    }
}

impl IntoHole for &'static str {
    fn fill(self, view: &mut View) {
        view.fill_word(self);
    }
}

macro_rules! are_values {
    ($($kind:ty),+) => {$(
        impl IntoHole for $kind {
            fn fill(self, view: &mut View) {
                view.fill_value(self.into_value());
            }
        }
    )+};
}
are_values!(String, bool, i32, u32, usize, f64, Value);

impl<V: IntoValue> IntoHole for Option<V> {
    fn fill(self, view: &mut View) {
        view.fill_value(self.into_value());
    }
}

macro_rules! numbers {
    ($($kind:ty),+) => {$(
        impl IntoView for $kind {
            fn into_view(self) -> View {
                self.to_string().into_view()
            }
        }
    )+};
}
numbers!(i32, u32, i64, usize);
