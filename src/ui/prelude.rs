//! What every screen imports: Leptos' helpers and contexts, and our signals and views in the place of its own.

pub use leptos::prelude::*;

pub use super::reactive::{Callback, Memo, RwSignal, Signal};
pub use super::view::{Children, ChildrenFn, CollectView, For, IntoView, Rows, Show, View, component, view};
