//! `Signal`: a value that is read, wherever it comes from. What properties of components mostly are.

use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{GetUntracked, Signal as Held, Track};

use super::{Boxed, Memo, RwSignal, reads};

/// A value that is read, of a signal, a memo, a closure, or that never changes.
pub struct Signal<T> {
    held: Held<Boxed>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Signal<T> {
        *self
    }
}

impl<T> Copy for Signal<T> {}

/// Gives a value; in the place of `dyn Fn`, whose table has two more functions for each closure.
trait Make: Send + Sync {
    fn make(&self) -> Boxed;
}

struct By<T, F>(F, PhantomData<fn() -> T>);

impl<T: Send + Sync + 'static, F: Fn() -> T + Send + Sync> Make for By<T, F> {
    fn make(&self) -> Boxed {
        Arc::new((self.0)())
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// What `of` gives, worked out at each reading.
    #[must_use]
    pub fn derive(of: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
        Signal::of(derived(Box::new(By(of, PhantomData))))
    }

    /// A value that never changes.
    #[must_use]
    pub fn stored(value: T) -> Signal<T> {
        Signal::of(stored(Arc::new(value)))
    }
}

impl<T: 'static> Signal<T> {
    reads!();

    /// Tracks the value without reading it.
    pub fn track(&self) {
        track(self.held);
    }

    fn value(&self) -> Boxed {
        value(self.held)
    }
}

impl<T> Signal<T> {
    fn of(held: Held<Boxed>) -> Signal<T> {
        Signal { held, of: PhantomData }
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Signal<T> {
        Signal::stored(T::default())
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Signal<T> {
        Signal::stored(value)
    }
}

impl From<&str> for Signal<String> {
    fn from(text: &str) -> Signal<String> {
        Signal::stored(text.to_owned())
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Signal<T> {
        Signal::of(signal.held.into())
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Signal<T> {
        Signal::of(memo.as_signal())
    }
}

/// What can be given to a property of the type `T` that is `#[prop(into)]`. `How` tells the ways apart.
pub trait IntoProperty<T, How> {
    /// It as the property.
    fn into_property(self) -> T;
}

/// By way of `Into`.
pub struct ByInto;

impl<T, I: Into<T>> IntoProperty<T, ByInto> for I {
    fn into_property(self) -> T {
        self.into()
    }
}

/// A closure that is read as a signal.
pub struct ByClosure;

impl<T: Send + Sync + 'static, F: Fn() -> T + Send + Sync + 'static> IntoProperty<Signal<T>, ByClosure>
    for F
{
    fn into_property(self) -> Signal<T> {
        Signal::derive(self)
    }
}

#[inline(never)]
fn derived(of: Box<dyn Make>) -> Held<Boxed> {
    Held::derive(move || of.make())
}

#[inline(never)]
fn stored(value: Boxed) -> Held<Boxed> {
    Held::stored(value)
}

#[inline(never)]
fn track(held: Held<Boxed>) {
    held.track();
}

#[inline(never)]
fn value(held: Held<Boxed>) -> Boxed {
    held.get_untracked()
}
