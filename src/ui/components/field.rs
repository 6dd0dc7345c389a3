//! A labelled field: the label, the control, a hint and what is wrong, tied together for screen readers.

use crate::ui::prelude::*;

/// A label around one control, which the caller gives as children.
#[component]
pub fn Field(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// What is wrong with the answer; empty while nothing is.
    #[prop(into, optional)]
    error: Signal<String>,
    /// The control.
    children: Children,
) -> View {
    view! {
        <div class="field">
            <label>
                <span class="field-label">{move || label.get()}</span>
                {children()}
            </label>
            {move || {
                let hint = hint.get();
                (!hint.is_empty()).then(|| view! { <p class="field-hint">{hint}</p> })
            }}
            {move || {
                let error = error.get();
                (!error.is_empty()).then(|| view! { <p class="field-error" role="alert">{error}</p> })
            }}
        </div>
    }
}
