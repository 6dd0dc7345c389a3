//! What a screen shows in the place of an empty table: what would be here, and how to get it.

use crate::ui::prelude::*;

/// A heading, a sentence, and whatever helps (buttons) as children.
#[component]
pub fn EmptyState(
    /// What is not here.
    #[prop(into)]
    title: Signal<String>,
    /// What would bring it about.
    #[prop(into)]
    hint: Signal<String>,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> View {
    view! {
        <div class="empty-state">
            <h2>{move || title.get()}</h2>
            <p>{move || hint.get()}</p>
            {children.map(|children| view! { <div class="button-row">{children()}</div> })}
        </div>
    }
}
