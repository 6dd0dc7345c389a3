//! The screen "Environments".

use leptos::prelude::*;

/// The screen "Environments".
#[component]
pub fn EnvironmentsScreen() -> impl IntoView {
    view! { <h1>{crate::ui::text::text().environments.title}</h1> }
}
