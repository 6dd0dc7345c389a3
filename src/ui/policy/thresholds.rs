//! The thresholds of the risk questions, with what is wrong with them.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{Command, Risk, Settings, Threshold};
use crate::planner::views::risk::{mend_thresholds, threshold_lint};
use crate::planner::views::risk_model::{Part, RiskEdit, edit_risk_model};
use crate::ui::components::{Icon, Shape};
use crate::ui::inspector::Select;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// The thresholds, each to be edited in place.
#[component]
pub fn Thresholds() -> View {
    let live = use_live();
    let words = &text().policy;
    let model = Memo::new(move |_| live.read(|bench| bench.plan().settings.risk_model.clone()));
    let faults = move || model.with(|model| model.as_ref().map(threshold_lint)).unwrap_or_default();
    let thresholds = Signal::derive(move || {
        model.with(|model| model.as_ref().map(|model| model.thresholds.clone())).unwrap_or_default()
    });
    let rows = move || 0..thresholds.with(Vec::len);
    let mend = move || {
        if let Some(command) = live.read_untracked(|bench| mend_thresholds(bench.plan())).flatten() {
            live.run(&command);
        }
    };
    view! {
        <section class="thresholds" aria-labelledby="thresholds-title">
            <h3 id="thresholds-title">{words.thresholds}</h3>
            <Show when=move || faults().is_empty()><p class="muted">{words.thresholds_good}</p></Show>
            <Show when=move || !faults().is_empty()>
                <div aria-live="polite">
                    <ul class="threshold-faults">
                        {move || faults().into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()}
                    </ul>
                </div>
                <button type="button" class="button small" on:click=move |_| mend()>{words.mend}</button>
            </Show>
            <ul class="threshold-list">
                <For each=rows key=|place: &usize| *place children=move |place| view! { <Line place thresholds /> } />
            </ul>
            <button type="button" class="button small" on:click=move |_| model_edit(&live, &RiskEdit::AddThreshold)>
                <Icon shape=Shape::Plus />
                {words.add_threshold}
            </button>
        </section>
    }
}

#[component]
fn Line(place: usize, thresholds: Signal<Vec<Threshold>>) -> View {
    let live = use_live();
    let read = move |of: fn(&Threshold) -> String| {
        thresholds.with(|thresholds| thresholds.get(place).map(of).unwrap_or_default())
    };
    let said = move || read(|threshold| (text().policy.threshold)(threshold.from, threshold.to));
    let risks = Risk::ALL.iter().map(|risk| (risk.word().to_owned(), risk.label().to_owned())).gather();
    let risk = Signal::derive(move || read(|threshold| threshold.risk.word().to_owned()));
    let edit = move |how: &dyn Fn(&mut Threshold)| write(live, place, how);
    view! {
        <li class="threshold">
            <input type="number" min="0" step="1" aria-label=text().policy.from_points
                prop:value=move || read(|threshold| threshold.from.to_string())
                on:change=move |event| if let Ok(from) = event_target_value(&event).parse() {
                    edit(&|threshold| threshold.from = from);
                } />
            <span class="muted">"–"</span>
            <input type="number" min="0" step="1" aria-label=text().policy.up_to
                prop:value=move || read(|threshold| threshold.to.map_or(String::new(), |to| to.to_string()))
                on:change=move |event| {
                    let to = event_target_value(&event).parse().ok();
                    edit(&|threshold| threshold.to = to);
                } />
            <Select value=risk options=risks label=text().policy.risk
                on_choose=move |word: String| edit(&|threshold| threshold.risk = Risk::from_word(&word).unwrap_or(threshold.risk)) />
            <span class="muted small">{said}</span>
            <button type="button" class="button quiet small icon-only" aria-label=move || (text().policy.remove)(&said()) title=move || (text().policy.remove)(&said())
                on:click=move |_| model_edit(&live, &RiskEdit::Remove(Part::Threshold(place)))>
                <Icon shape=Shape::Remove />
            </button>
        </li>
    }
}

fn model_edit(live: &Live, edit: &RiskEdit) {
    if let Some(Ok(command)) = live.read_untracked(|bench| edit_risk_model(bench.plan(), edit)) {
        live.run(&command);
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
