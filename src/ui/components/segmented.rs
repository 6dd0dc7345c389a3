//! A choice of a few, side by side: radio buttons that look like one control.

use crate::gather::Gather;
use crate::ui::prelude::*;

static NAMED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

/// One choice of a few. The arrow keys move it, as with all radio buttons.
#[component]
pub fn SegmentedControl(
    /// What is chosen, for screen readers.
    #[prop(into)]
    name: Signal<String>,
    /// Value and words of each choice.
    choices: Vec<(String, String)>,
    /// The value that is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    /// Takes the value of another choice.
    #[prop(into)]
    on_choose: Callback<String>,
) -> View {
    let group = format!("segmented-{}", NAMED.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, words)| {
            let is_chosen = {
                let value = value.clone();
                move || chosen.with(|chosen| *chosen == value)
            };
            view! {
                <label class="segment">
                    <input
                        type="radio"
                        name=group.clone()
                        prop:checked=is_chosen
                        on:change=move |_| on_choose.run(value.clone())
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .gather();
    view! {
        <div class="segmented" role="radiogroup" aria-label=move || name.get()>
            {options}
        </div>
    }
}
