//! The thresholds of the risk questions, with what is wrong with them.

use leptos::prelude::*;

use crate::model::{Command, Risk, Settings, Threshold};
use crate::planner::views::risk::{mend_thresholds, threshold_lint};
use crate::ui::components::{Rows, Show};
use crate::ui::inspector::Select;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// The thresholds, each to be edited in place.
#[component]
pub fn Thresholds() -> impl IntoView {
    let live = use_live();
    let words = &text().policy;
    let model = Memo::new(move |_| live.read(|bench| bench.plan().settings.risk_model.clone()));
    let faults = move || model.with(|model| model.as_ref().map(threshold_lint)).unwrap_or_default();
    let rows = move || {
        let thresholds = model.with(|model| model.as_ref().map(|model| model.thresholds.clone()));
        thresholds.unwrap_or_default().into_iter().enumerate().collect::<Vec<(usize, Threshold)>>()
    };
    let mend = move || {
        if let Some(command) = live.read_untracked(|bench| mend_thresholds(bench.plan())).flatten() {
            live.run(&command);
        }
    };
    view! {
        <section class="thresholds card" aria-labelledby="thresholds-title">
            <h2 id="thresholds-title">{words.thresholds}</h2>
            <Show when=move || faults().is_empty()><p class="muted">{words.thresholds_good}</p></Show>
            <Show when=move || !faults().is_empty()>
                <ul class="threshold-faults" role="status">
                    {move || faults().into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()}
                </ul>
                <button type="button" class="button small" on:click=move |_| mend()>{words.mend}</button>
            </Show>
            <ul class="threshold-list">
                <Rows each=rows children=|(place, threshold)| view! { <Line place threshold /> } />
            </ul>
        </section>
    }
}

#[component]
fn Line(place: usize, threshold: Threshold) -> impl IntoView {
    let live = use_live();
    let said = (text().policy.threshold)(threshold.from, threshold.to);
    let risks = Risk::ALL.iter().map(|risk| (risk.word().to_owned(), risk.label().to_owned())).collect();
    let edit = move |how: &dyn Fn(&mut Threshold)| write(live, place, how);
    view! {
        <li class="threshold">
            <input type="number" min="0" step="1" aria-label=said.clone() prop:value=threshold.from.to_string()
                on:change=move |event| if let Ok(from) = event_target_value(&event).parse() {
                    edit(&|threshold| threshold.from = from);
                } />
            <span class="muted">"–"</span>
            <input type="number" min="0" step="1" aria-label=said.clone() prop:value=threshold.to.map_or(String::new(), |to| to.to_string())
                on:change=move |event| {
                    let to = event_target_value(&event).parse().ok();
                    edit(&|threshold| threshold.to = to);
                } />
            <Select value=Signal::stored(threshold.risk.word().to_owned()) options=risks label=said.clone()
                on_choose=move |word: String| edit(&|threshold| threshold.risk = Risk::from_word(&word).unwrap_or(threshold.risk)) />
            <span class="muted small">{said}</span>
        </li>
    }
}

fn write(live: Live, place: usize, how: &dyn Fn(&mut Threshold)) {
    let Some(settings) = live.read_untracked(|bench| bench.plan().settings.clone()) else { return };
    let mut risk_model = settings.risk_model.clone();
    if let Some(threshold) = risk_model.thresholds.get_mut(place) {
        how(threshold);
        live.run(&Command::EditSettings(Box::new(Settings { risk_model, ..settings })));
    }
}
