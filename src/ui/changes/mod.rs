//! The screen "Changes".

use leptos::prelude::*;

/// The screen "Changes".
#[component]
pub fn ChangesScreen() -> impl IntoView {
    view! { <h1>"Changes"</h1> }
}
