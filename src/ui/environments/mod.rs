//! The screen "Environments".

use leptos::prelude::*;

/// The screen "Environments".
#[component]
pub fn EnvironmentsScreen() -> impl IntoView {
    view! { <h1>"Environments"</h1> }
}
