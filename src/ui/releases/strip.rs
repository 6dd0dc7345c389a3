//! The phases of a release in order, with the gates between them: thin in the list, full on the page.

use crate::ui::prelude::*;

use super::portfolio::diamond;
use crate::model::{PhaseStatus, RecordRef, Severity};
use crate::planner::views::release::{PhaseView, Piece};
use crate::planner::views::release_gate::GateView;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The phases as boxes that open, with diamonds for the gates; `chosen` is the gate in the panel.
#[component]
pub fn PhaseStrip(#[prop(into)] pieces: Signal<Vec<Piece>>, chosen: RwSignal<Option<RecordRef>>) -> View {
    let words = &text().releases;
    let shown = move || pieces.get().into_iter().map(|piece| piece_view(piece, chosen)).collect_view();
    view! {
        <ol class="phase-strip card" aria-label=words.phases>{shown}</ol>
        <Show when=move || pieces.with(Vec::is_empty)><p class="empty">{words.no_phases}</p></Show>
    }
}

fn piece_view(piece: Piece, chosen: RwSignal<Option<RecordRef>>) -> View {
    let gates = piece.gates.into_iter().map(move |gate| {
        let of = gate.of;
        let pressed = gate.of;
        let is_chosen = move || (chosen.get().as_ref() == Some(&pressed)).to_string();
        view! {
            <button type="button" class="gate-button" aria-pressed=is_chosen title=said(&gate)
                on:click=move |_| chosen.set(Some(of))>
                <span class=diamond(gate.decision, gate.is_late)></span>
                <span class="visually-hidden">{said(&gate)}</span>
            </button>
        }
    });
    let is_loose = piece.phase.is_none();
    view! {
        <li class="phase-piece" class:loose=is_loose>
            {piece.phase.map(phase_box)}
            <span class="gate-place">{gates.collect_view()}</span>
        </li>
    }
}

fn phase_box(phase: PhaseView) -> View {
    let live = use_live();
    let class = format!("phase-box {}", super::portfolio::phase_tone(phase.status));
    let note = match (phase.mark, phase.status) {
        (_, PhaseStatus::Passed) => "phase-note good",
        (Some(Severity::Blocker), _) | (_, PhaseStatus::Failed) => "phase-note fault",
        (Some(Severity::Warning), _) => "phase-note caution",
        _ => "phase-note",
    };
    let place = match (phase.when.is_empty(), phase.place.is_empty()) {
        (false, false) => format!("{} · {}", phase.when, phase.place),
        _ => format!("{}{}", phase.when, phase.place),
    };
    let of = phase.of;
    view! {
        <button type="button" class=class class:now=phase.is_now on:click=move |_| live.select(Some(&of))>
            <strong>{phase.name}</strong>
            <span class="muted small">{place}</span>
            <span class="phase-track" aria-hidden="true"><i style:width=format!("{:.0}%", phase.percent)></i></span>
            <span class=note>{phase.note}</span>
        </button>
    }
}

fn said(gate: &GateView) -> String {
    let due =
        if gate.due.is_empty() { String::new() } else { format!(", {}", (text().releases.due)(&gate.due)) };
    format!("{}: {}{due}", (text().releases.gate)(&gate.name), gate.decision.label())
}
