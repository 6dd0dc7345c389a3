//! The panel of a gate: its criteria with their answers, and the decision.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::page::Page;
use crate::model::{Command, GateDecision, RecordRef};
use crate::planner::views::release_gate::{CriterionView, GateView, show, tick};
use crate::ui::components::CommandButton;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The gate that was chosen in the strip, or the next one that is to be decided.
pub fn gate_panel(page: Page, chosen: RwSignal<Option<RecordRef>>) -> View {
    let gate = move || {
        page.with(|page| {
            let page = page.as_ref()?;
            let gates = || page.strip.iter().flat_map(|piece| &piece.gates);
            let wanted = chosen.get().or(page.next_gate);
            gates().find(|gate| Some(&gate.of) == wanted.as_ref()).or_else(|| gates().last()).cloned()
        })
    };
    let shown = Memo::new(move |_| gate());
    // The panel is made anew for another gate only, so that what is being typed stays.
    let which = Memo::new(move |_| shown.with(|gate| gate.as_ref().map(|gate| gate.of.to_string())));
    (move || which.get().is_some().then(|| panel(shown))).into_view()
}

fn panel(shown: Memo<Option<GateView>>) -> View {
    let live = use_live();
    let words = &text().releases;
    let of = StoredValue::new(shown.get_untracked().map(|gate| gate.of));
    let asking = RwSignal::new(None::<GateDecision>);
    let decide = move |decision: GateDecision, note: &str| {
        let Some(gate) = of.with_value(|of| of.as_ref()?.id_of()) else { return };
        if live.run(&Command::DecideGate { gate, decision, note: note.to_owned() }).is_some() {
            asking.set(None);
        }
    };
    let gate =
        move |read: fn(&GateView) -> String| shown.with(|gate| gate.as_ref().map_or(String::new(), read));
    let criteria = move || {
        shown.with(|gate| {
            gate.iter().flat_map(|gate| gate.criteria.iter().cloned().enumerate()).gather::<Vec<_>>()
        })
    };
    let has_none = move || shown.with(|gate| gate.as_ref().is_none_or(|gate| gate.criteria.is_empty()));
    let is_decided =
        move || shown.with(|gate| gate.as_ref().is_some_and(|gate| gate.decision != GateDecision::Open));
    let refusal = Signal::derive(move || {
        shown.with(|gate| gate.as_ref().map(|gate| gate.no_go_yet.clone())).filter(|why| !why.is_empty())
    });
    let state = move || shown.with(|gate| gate.as_ref().map(decided));
    view! {
        <section class="card panel gate-panel">
            <header class="panel-head">
                <h2>{move || gate(|gate| (text().releases.gate)(&gate.name))}</h2>
                <span class="muted small">
                    {move || gate(|gate| if gate.due.is_empty() { String::new() } else { (text().releases.due)(&gate.due) })}
                    {move || shown.with(|gate| gate.as_ref().is_some_and(|gate| gate.is_late)).then(|| view! { " · "<span class="fault">{words.late}</span> })}
                </span>
            </header>
            <ul class="criteria">
                <Rows each=criteria children=move |(place, one)| criterion(of, place, one) />
            </ul>
            {move || has_none().then(|| view! { <p class="muted small">{words.no_criteria}</p> })}
            {state}
            <div class="button-row">
                <CommandButton label=words.go refusal class="small" on_press=move |()| decide(GateDecision::Go, "") />
                <button type="button" class="button small" on:click=move |_| asking.set(Some(GateDecision::GoWithConditions))>{words.go_with}</button>
                <button type="button" class="button small" on:click=move |_| asking.set(Some(GateDecision::NoGo))>{words.no_go}</button>
                {move || is_decided().then(|| view! {
                    <button type="button" class="button small quiet" on:click=move |_| decide(GateDecision::Open, "")>{words.reopen}</button>
                })}
                <button type="button" class="button small quiet" on:click=move |_| live.select(of.get_value().as_ref())>{words.edit}</button>
            </div>
            {move || asking.get().map(|decision| note_form(decision, Callback::new(move |()| asking.set(None)), Callback::new(move |note: String| decide(decision, &note))))}
        </section>
    }
}

/// What was decided, by whom and when.
fn decided(gate: &GateView) -> View {
    let words = &text().releases;
    if gate.decision == GateDecision::Open {
        return View::default();
    }
    let class = match gate.decision {
        GateDecision::NoGo => "gate-decided fault",
        GateDecision::GoWithConditions => "gate-decided caution",
        _ => "gate-decided good",
    };
    let by = if gate.decided.is_empty() { String::new() } else { format!(", {}", gate.decided) };
    let said = (words.decided)(&format!("{}{by}", gate.decision.label()));
    let note = (!gate.note.is_empty()).then(|| view! { <p class="gate-note">{gate.note.clone()}</p> });
    view! { <p class=class>{said}</p>{note} }
}

/// One criterion: the plan's answer, or a tick and the evidence.
fn criterion(of: StoredValue<Option<RecordRef>>, place: usize, one: CriterionView) -> View {
    let live = use_live();
    let words = &text().releases;
    let set = move |command: &dyn Fn(&crate::model::Plan, &RecordRef) -> Option<Command>| {
        let command =
            live.read_untracked(|bench| of.with_value(|of| command(bench.plan(), of.as_ref()?))).flatten();
        command.iter().for_each(|command| drop(live.run(command)));
    };
    let (class, sign, said) =
        if one.is_met { ("good", "✓", words.met) } else { ("fault", "✗", words.unmet) };
    if one.is_automatic {
        return view! {
            <li class="gate-criterion">
                <span class=class aria-hidden="true">{sign}</span>
                <span><span class="visually-hidden">{said}": "</span>{one.text}<span class="muted small why">{one.why}</span></span>
                <span class="muted small" title=words.automatic_hint>{words.automatic}</span>
            </li>
        };
    }
    let label = (words.evidence_of)(&one.text);
    view! {
        <li class="gate-criterion manual">
            <label class="check">
                <input type="checkbox" prop:checked=one.is_met on:change=move |event| {
                    let met = event_target_checked(&event);
                    set(&move |plan, gate| tick(plan, gate, place, met));
                } />
                <span>{one.text}</span>
            </label>
            <input type="text" class="evidence" aria-label=label placeholder=words.evidence prop:value=one.evidence
                on:change=move |event| {
                    let evidence = event_target_value(&event);
                    set(&move |plan, gate| show(plan, gate, place, &evidence));
                } />
        </li>
    }
}

/// Asks for the conditions or the reason; the decision is refused without.
fn note_form(decision: GateDecision, close: Callback<()>, take: Callback<String>) -> View {
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
