//! `RwSignal`: a value that is read and set.

use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{GetUntracked, RwSignal as Held, Set, Track, UpdateUntracked};

use super::{Boxed, inside, reads};

/// A value that is read and set; who read it runs again when it is set.
pub struct RwSignal<T> {
    pub(super) held: Held<Boxed>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> RwSignal<T> {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: Default + Send + Sync + 'static> Default for RwSignal<T> {
    fn default() -> RwSignal<T> {
        RwSignal::new(T::default())
    }
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A signal with this value, which lives as long as the component that makes it.
    #[must_use]
    pub fn new(value: T) -> RwSignal<T> {
        RwSignal { held: held(Arc::new(value)), of: PhantomData }
    }

    /// Gives it a value, and who read it runs again.
    pub fn set(&self, value: T) {
        set(self.held, Arc::new(value));
    }

    /// Gives it a value when it still lives.
    pub fn try_set(&self, value: T) {
        if try_value(self.held).is_some() {
            self.set(value);
        }
    }

    /// Changes its value, and who read it runs again.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        let value = self.changed(change);
        set(self.held, value);
    }

    /// Changes its value without telling who read it.
    pub fn update_untracked(&self, change: impl FnOnce(&mut T)) {
        let value = self.changed(change);
        put(self.held, value);
    }

    /// The value with a change, taken out of the signal.
    fn changed(&self, change: impl FnOnce(&mut T)) -> Boxed {
        let mut value = put(self.held, nothing());
        match Arc::get_mut(&mut value).and_then(|value| value.downcast_mut()) {
            Some(value) => change(value),
            None => unreachable!("a signal is not changed while it is read or changed"),
        }
        value
    }
}

impl<T: 'static> RwSignal<T> {
    reads!();

    /// What `read` makes of the value when it still lives, without tracking it.
    pub fn try_with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> Option<R> {
        try_value(self.held).map(|value| read(inside(&value)))
    }

    /// Tracks the value without reading it.
    pub fn track(&self) {
        track(self.held);
    }

    fn value(&self) -> Boxed {
        value(self.held)
    }
}

#[inline(never)]
fn held(value: Boxed) -> Held<Boxed> {
    Held::new(value)
}

#[inline(never)]
fn nothing() -> Boxed {
    Arc::new(())
}

#[inline(never)]
fn track(held: Held<Boxed>) {
    held.track();
}

#[inline(never)]
fn value(held: Held<Boxed>) -> Boxed {
    held.get_untracked()
}

#[inline(never)]
fn try_value(held: Held<Boxed>) -> Option<Boxed> {
    held.try_get_untracked()
}

#[inline(never)]
fn set(held: Held<Boxed>, value: Boxed) {
    held.set(value);
}

/// Puts a value in, without telling, and gives back the one before.
#[inline(never)]
fn put(held: Held<Boxed>, value: Boxed) -> Boxed {
    held.try_update_untracked(|held| std::mem::replace(held, value)).unwrap_or_else(nothing)
}
