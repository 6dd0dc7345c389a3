//! Values of attributes, and what fills the holes of a template.

use std::borrow::Cow;
use std::marker::PhantomData;

use wasm_bindgen::JsCast;

use super::{IntoView, View};

/// The value of an attribute, a class, a style or a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// It is not there; as a property, false.
    Off,
    /// It is there, without a text; as a property, true.
    On,
    /// A text.
    Text(Cow<'static, str>),
}

/// What can become a value.
pub trait IntoValue {
    /// It as a value.
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Text(Cow::Borrowed(self))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(Cow::Owned(self))
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        if self { Value::On } else { Value::Off }
    }
}

impl<V: IntoValue> IntoValue for Option<V> {
    fn into_value(self) -> Value {
        self.map_or(Value::Off, V::into_value)
    }
}

macro_rules! numbers {
    ($($kind:ty),+) => {$(
        impl IntoValue for $kind {
            fn into_value(self) -> Value {
                self.to_string().into_value()
            }
        }
    )+};
}
numbers!(i32, u32, usize, f64);

/// What fills a hole of a template.
pub enum Hole {
    Child(View),
    Value(Value),
    Changing(Box<dyn Give<Value>>),
    Listener(Box<dyn Hear>),
    Reference(Box<dyn FnOnce(&web_sys::Element)>),
}

/// Gives something again and again. In the place of `dyn FnMut`, whose table has a second function for each closure,
/// which nobody calls.
pub trait Give<T> {
    fn give(&mut self) -> T;
}

/// Takes the events of a listener; in the place of `dyn Fn`, as [`Give`].
pub trait Hear {
    fn hear(&self, event: web_sys::Event);
}

/// Makes values of what a closure gives.
pub struct ValueOf<F>(pub F);

impl<V: IntoValue, F: FnMut() -> V> Give<Value> for ValueOf<F> {
    fn give(&mut self) -> Value {
        (self.0)().into_value()
    }
}

/// Makes views of what a closure gives.
pub struct ViewOf<F>(pub F);

impl<V: IntoView, F: FnMut() -> V> Give<View> for ViewOf<F> {
    fn give(&mut self) -> View {
        (self.0)().into_view()
    }
}

/// Hands a closure the events of a kind.
pub struct Heard<E, F> {
    handler: F,
    of: PhantomData<fn(E)>,
}

impl<E, F> Heard<E, F> {
    pub fn by(handler: F) -> Heard<E, F> {
        Heard { handler, of: PhantomData }
    }
}

impl<E: JsCast, F: Fn(E)> Hear for Heard<E, F> {
    fn hear(&self, event: web_sys::Event) {
        (self.handler)(event.unchecked_into());
    }
}
