//! The screen "Changes".

use leptos::prelude::*;

/// The screen "Changes".
#[component]
pub fn ChangesScreen() -> impl IntoView {
    view! { <h1>{crate::ui::text::text().changes.title}</h1> }
}
