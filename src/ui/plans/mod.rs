//! The screen "Plans".

use leptos::prelude::*;

/// The screen "Plans".
#[component]
pub fn PlansScreen() -> impl IntoView {
    view! { <h1>"Plans"</h1> }
}
