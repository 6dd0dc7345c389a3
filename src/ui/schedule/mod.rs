//! The screen "Schedule".

use leptos::prelude::*;

/// The screen "Schedule".
#[component]
pub fn ScheduleScreen() -> impl IntoView {
    view! { <h1>"Schedule"</h1> }
}
