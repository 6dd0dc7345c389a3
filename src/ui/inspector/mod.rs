//! The inspector: the selected record, edited in place.

mod record_link;

use leptos::prelude::*;

pub use record_link::RecordLink;

/// The selected record.
#[component]
pub fn Inspector() -> impl IntoView {
    view! { <aside class="inspector" aria-label=crate::ui::text::text().inspector.title></aside> }
}
