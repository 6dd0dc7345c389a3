//! The screen "Releases".

use leptos::prelude::*;

/// The screen "Releases".
#[component]
pub fn ReleasesScreen() -> impl IntoView {
    view! { <h1>{crate::ui::text::text().releases.title}</h1> }
}
