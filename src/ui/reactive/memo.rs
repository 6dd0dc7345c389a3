//! `Memo`: a value that is worked out again when it must.

use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{GetUntracked, Memo as Held, Signal as HeldSignal, Track};

use super::{Boxed, reads};

/// A value that is worked out again when something that it read has changed. Who reads it hears of it only when the new
/// value is another.
pub struct Memo<T> {
    held: Held<Made>,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone)]
struct Made {
    value: Boxed,
    is_equal: fn(&Boxed, &Boxed) -> bool,
}

impl PartialEq for Made {
    fn eq(&self, other: &Made) -> bool {
        (self.is_equal)(&self.value, &other.value)
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Memo<T> {
        *self
    }
}

impl<T> Copy for Memo<T> {}

/// Works a value out; in the place of `dyn Fn`, whose table has two more functions for each closure.
trait Make: Send + Sync {
    fn make(&self, before: Option<&Boxed>) -> Boxed;
}

struct By<T, F>(F, PhantomData<fn() -> T>);

impl<T: Send + Sync + 'static, F: Fn(Option<&T>) -> T + Send + Sync> Make for By<T, F> {
    fn make(&self, before: Option<&Boxed>) -> Boxed {
        Arc::new((self.0)(before.and_then(|before| before.downcast_ref())))
    }
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// The value that `of` gives, which is handed the value before.
    #[must_use]
    pub fn new(of: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
        let is_equal = |one: &Boxed, other: &Boxed| one.downcast_ref::<T>() == other.downcast_ref::<T>();
        Memo { held: held(Box::new(By(of, PhantomData)), is_equal), of: PhantomData }
    }
}

impl<T: 'static> Memo<T> {
    reads!();

    /// Tracks the value without reading it.
    pub fn track(&self) {
        track(self.held);
    }

    fn value(&self) -> Boxed {
        value(self.held)
    }
}

impl<T> Memo<T> {
    pub(super) fn as_signal(self) -> HeldSignal<Boxed> {
        as_signal(self.held)
    }
}

#[inline(never)]
fn held(of: Box<dyn Make>, is_equal: fn(&Boxed, &Boxed) -> bool) -> Held<Made> {
    Held::new(move |before: Option<&Made>| Made {
        value: of.make(before.map(|before| &before.value)),
        is_equal,
    })
}

#[inline(never)]
fn as_signal(held: Held<Made>) -> HeldSignal<Boxed> {
    HeldSignal::derive(move || {
        held.track();
        held.get_untracked().value
    })
}

#[inline(never)]
fn track(held: Held<Made>) {
    held.track();
}

#[inline(never)]
fn value(held: Held<Made>) -> Boxed {
    held.get_untracked().value
}
