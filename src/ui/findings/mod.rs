//! The screen "Findings".

use leptos::prelude::*;

/// The screen "Findings".
#[component]
pub fn FindingsScreen() -> impl IntoView {
    view! { <h1>"Findings"</h1> }
}
