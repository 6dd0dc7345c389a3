//! The screen "Services".

use leptos::prelude::*;

/// The screen "Services".
#[component]
pub fn ServicesScreen() -> impl IntoView {
    view! { <h1>{crate::ui::text::text().services.title}</h1> }
}
