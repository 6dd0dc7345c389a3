//! Signals and memos in the place of those of Leptos, which are compiled anew, at 1 to 3 KB, for every type. These keep
//! their values in boxes and leave the work to Leptos' own for one type of box, so that it is there once.
//!
//! None of them may be changed while it is read: the closures that `with` and `update` take do no more than read or
//! change the value.

mod callback;
mod memo;
mod rw_signal;
mod shared;
mod signal;

use std::any::Any;
use std::sync::Arc;

pub use callback::Callback;
pub use memo::Memo;
pub use rw_signal::RwSignal;
pub use shared::Shared;
pub use signal::{IntoProperty, Signal};

type Boxed = Arc<dyn Any + Send + Sync>;

/// The value in a box of its type.
fn inside<T: 'static>(value: &Boxed) -> &T {
    match value.downcast_ref() {
        Some(value) => value,
        None => unreachable!("a signal holds its type, and is not read while it is changed"),
    }
}

/// The methods of a `Copy` type with `track(&self)` and `value(&self) -> Boxed`, which read its value.
macro_rules! reads {
    () => {
        /// What `read` makes of the value; tracks it.
        pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
            self.track();
            self.with_untracked(read)
        }

        /// What `read` makes of the value, without tracking it: for handlers.
        pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
            read(super::inside(&self.value()))
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
    };
}
use reads;
