//! `Callback`: what a component does when the person has done something.

use leptos::prelude::{LocalStorage, ReadValue, StoredValue};
use std::rc::Rc;

/// Takes what the person did; lives as long as the component that makes it.
pub struct Callback<A: 'static> {
    held: StoredValue<Rc<dyn Run<A>>, LocalStorage>,
}

impl<A> Clone for Callback<A> {
    fn clone(&self) -> Callback<A> {
        *self
    }
}

impl<A> Copy for Callback<A> {}

/// In the place of `dyn Fn`, whose table has two more functions for each closure.
trait Run<A> {
    fn run(&self, of: A);
}

struct By<F>(F);

impl<A, F: Fn(A)> Run<A> for By<F> {
    fn run(&self, of: A) {
        (self.0)(of);
    }
}

impl<A: 'static> Callback<A> {
    /// What runs `by`.
    #[must_use]
    pub fn new(by: impl Fn(A) + 'static) -> Callback<A> {
        Callback { held: StoredValue::new_local(Rc::new(By(by))) }
    }

    /// Runs it.
    pub fn run(&self, of: A) {
        let run = Rc::clone(&self.held.read_value());
        run.run(of);
    }
}

impl<A: 'static, F: Fn(A) + 'static> From<F> for Callback<A> {
    fn from(by: F) -> Callback<A> {
        Callback::new(by)
    }
}
