//! The inspector: the selected record, edited in place.

use leptos::prelude::*;

/// The selected record.
#[component]
pub fn Inspector() -> impl IntoView {
    view! { <aside class="inspector" aria-label="Details"></aside> }
}
