//! `Memo` in the place of that of Leptos, which is compiled anew, at 3 KB, for every type and once more where it is read.
//! This one keeps its value in a box, so that what does the work is there once. Import it by name: that hides the one of
//! the prelude.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{GetUntracked, Memo as LeptosMemo, Signal, Track};

type Boxed = Arc<dyn Any + Send + Sync>;
type Maker = Box<dyn Fn(Option<&Boxed>) -> Boxed + Send + Sync>;

/// A value that is worked out again when something that it read has changed. Who reads it hears of it only when the new
/// value is another.
pub struct Memo<T> {
    held: LeptosMemo<Held>,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone)]
struct Held {
    value: Boxed,
    is_equal: fn(&Boxed, &Boxed) -> bool,
}

impl PartialEq for Held {
    fn eq(&self, other: &Held) -> bool {
        (self.is_equal)(&self.value, &other.value)
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Memo<T> {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// The value that `of` gives, which is handed the value before.
    #[must_use]
    pub fn new(of: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
        let boxed = move |before: Option<&Boxed>| -> Boxed {
            Arc::new(of(before.and_then(|before| before.downcast_ref())))
        };
        let is_equal = |one: &Boxed, other: &Boxed| one.downcast_ref::<T>() == other.downcast_ref::<T>();
        Memo { held: held(Box::new(boxed), is_equal), of: PhantomData }
    }
}

impl<T: 'static> Memo<T> {
    /// What `read` makes of the value; tracks it.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        track(self.held);
        self.with_untracked(read)
    }

    /// What `read` makes of the value, without tracking it: for handlers.
    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        let value = value(self.held);
        match value.downcast_ref() {
            Some(value) => read(value),
            None => unreachable!("a memo holds its type"),
        }
    }

    /// The value; tracks it.
    #[must_use]
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value, without tracking it: for handlers.
    #[must_use]
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Tracks the value without reading it.
    pub fn track(&self) {
        track(self.held);
    }
}

impl<T: Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Signal<T> {
        Signal::derive(move || memo.get())
    }
}

fn held(of: Maker, is_equal: fn(&Boxed, &Boxed) -> bool) -> LeptosMemo<Held> {
    LeptosMemo::new(move |before: Option<&Held>| Held {
        value: of(before.map(|before| &before.value)),
        is_equal,
    })
}

#[inline(never)]
fn track(held: LeptosMemo<Held>) {
    held.track();
}

#[inline(never)]
fn value(held: LeptosMemo<Held>) -> Boxed {
    held.get_untracked().value
}
