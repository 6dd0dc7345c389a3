//! `Shared`: what many closures hold, in the size of an address.

use std::ops::Deref;

/// A few handles that are copied into closures as one address, instead of each handle into each closure. They stay for
/// as long as the page is open, so this is for what is made once, or once in a visit to a screen, and owns nothing large.
pub struct Shared<T: 'static>(&'static T);

impl<T> Shared<T> {
    /// Keeps the handles.
    #[must_use]
    pub fn new(handles: T) -> Shared<T> {
        Shared(Box::leak(Box::new(handles)))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        *self
    }
}

impl<T> Copy for Shared<T> {}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0
    }
}
