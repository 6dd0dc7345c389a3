//! The panel of a gate: its criteria, and the decision.

use leptos::prelude::*;

use crate::model::{Command, GateDecision, RecordRef};
use crate::planner::views::release::{GateView, tick};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// A gate with what has to be true and what is decided.
#[component]
pub fn GatePanel(gate: GateView) -> impl IntoView {
    let live = use_live();
    let words = &text().releases;
    let of = StoredValue::new(gate.of.clone());
    let asking = RwSignal::new(None::<GateDecision>);
    let is_decided = gate.decision != GateDecision::Open;
    let decide = move |decision: GateDecision, note: &str| {
        let Some(id) = of.with_value(RecordRef::id_of) else { return };
        if live.run(&Command::DecideGate { gate: id, decision, note: note.to_owned() }).is_some() {
            asking.set(None);
        }
    };
    let set = move |place: usize, met: bool| {
        let command = live.read(|bench| of.with_value(|of| tick(bench.plan(), of, place, met))).flatten();
        command.iter().for_each(|command| drop(live.run(command)));
    };
    let has_criteria = !gate.criteria.is_empty();
    let criteria = gate.criteria.clone().into_iter().enumerate().map(move |(place, criterion)| view! {
        <li>
            <label class="check">
                <input type="checkbox" prop:checked=criterion.met on:change=move |event| set(place, event_target_checked(&event)) />
                <span>{criterion.text}</span>
            </label>
            {(!criterion.evidence.is_empty()).then(|| view! { <span class="muted small">{criterion.evidence}</span> })}
        </li>
    });
    let due = if gate.due.is_empty() { String::new() } else { (words.due)(&gate.due) };
    let said = format!(
        "{}{}",
        gate.decision.label(),
        if gate.decided.is_empty() { String::new() } else { format!(", {}", gate.decided) }
    );
    view! {
        <section class="card panel gate-panel">
            <header class="panel-head">
                <h2>{(words.gate)(&gate.name)}</h2>
                <span class="muted small">{due}{gate.is_late.then(|| view! { " · "<span class="fault">{words.late}</span> })}</span>
            </header>
            <ul class="criteria">{criteria.collect_view()}</ul>
            {(!has_criteria).then(|| view! { <p class="muted small">{words.no_criteria}</p> })}
            {is_decided.then(|| view! { <p class="gate-decided">{(words.decided)(&said)}</p> })}
            {(!gate.note.is_empty()).then(|| view! { <p class="gate-note">{gate.note.clone()}</p> })}
            <div class="button-row">
                <button type="button" class="button small" on:click=move |_| decide(GateDecision::Go, "")>{words.go}</button>
                <button type="button" class="button small" on:click=move |_| asking.set(Some(GateDecision::GoWithConditions))>{words.go_with}</button>
                <button type="button" class="button small" on:click=move |_| asking.set(Some(GateDecision::NoGo))>{words.no_go}</button>
                {is_decided.then(|| view! {
                    <button type="button" class="button small quiet" on:click=move |_| decide(GateDecision::Open, "")>{words.reopen}</button>
                })}
                <button type="button" class="button small quiet" on:click=move |_| live.select(Some(&of.get_value()))>{words.edit}</button>
            </div>
            {move || asking.get().map(|decision| view! {
                <NoteForm decision close=move |()| asking.set(None) take=move |note: String| decide(decision, &note) />
            })}
        </section>
    }
}

/// Asks for the conditions or the reason; the decision is refused without.
#[component]
fn NoteForm(
    decision: GateDecision,
    #[prop(into)] close: Callback<()>,
    #[prop(into)] take: Callback<String>,
) -> impl IntoView {
    let words = &text().releases;
    let note = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        take.run(note.get_untracked());
    };
    view! {
        <form class="note-form" on:submit=submit>
            <label>
                <span class="field-label">{decision.label()}": "{words.note}</span>
                <textarea rows="2" required placeholder=words.note_hint on:input=move |event| note.set(event_target_value(&event))></textarea>
            </label>
            <div class="button-row">
                <button type="submit" class="button small primary">{words.confirm}</button>
                <button type="button" class="button small" on:click=move |_| close.run(())>{words.cancel}</button>
            </div>
        </form>
    }
}
