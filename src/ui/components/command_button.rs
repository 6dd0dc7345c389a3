//! A button that may be refused and then says why. A component, because a disabled button could not be focused and
//! its reason would be out of reach of the keyboard.

use crate::ui::prelude::*;

/// A button; while `refusal` is some text it does nothing and shows that text as its tooltip and description.
#[component]
pub fn CommandButton(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Why it cannot be pressed now.
    #[prop(into, optional)]
    refusal: Signal<Option<String>>,
    /// Classes beside `button`, such as `primary`.
    #[prop(optional)]
    class: &'static str,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
) -> View {
    let is_refused = move || refusal.with(Option::is_some);
    view! {
        <button
            type="button"
            class=format!("button {class}")
            aria-disabled=move || is_refused().then_some("true")
            title=move || refusal.get()
            on:click=move |_| {
                if !refusal.with_untracked(Option::is_some) {
                    on_press.run(());
                }
            }
        >
            {move || label.get()}
        </button>
    }
}
