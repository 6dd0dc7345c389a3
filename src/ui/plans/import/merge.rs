//! Imported records on their way into a plan: a new one, or the open one with nothing overwritten unasked.

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::read::finish;
use super::{Import, Importing, use_importing};
use crate::exchange::{Conflict, Imported, import, merge};
use crate::model::{AnyRecord, Settings};
use crate::planner::views::frame::{file_stem, kind_of};
use crate::time::Zone;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// Where imported records go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Into {
    /// A plan of their own.
    NewPlan,
    /// The plan that is open.
    OpenPlan,
}

/// Takes what a file held to where it is to go.
pub fn take(live: Live, importing: Importing, file: String, imported: Imported, into: Into, zone: Zone) {
    let notes: Vec<String> = imported.notes.iter().map(ToString::to_string).gather();
    let is_open = live.read_untracked(|_| ()).is_some();
    if into == Into::NewPlan || !is_open {
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        let id = live.free_plan_id(&file_stem(stem));
        let plan = imported.into_plan(id, Settings::new(stem, zone));
        spawn_local(async move { finish(live, importing, &file, plan, notes).await });
        return;
    }
    let Some(merged) = live.read_untracked(|bench| merge(bench.plan(), imported.records)) else { return };
    if merged.conflicts.is_empty() {
        run(live, importing, &file, merged.additions, merged.completions, notes);
    } else {
        let (additions, completions, conflicts) = (merged.additions, merged.completions, merged.conflicts);
        importing.0.set(Some(Import::Conflicts { file, additions, completions, conflicts, notes }));
    }
}

/// Adds and replaces in one step that can be undone.
fn run(
    live: Live,
    importing: Importing,
    file: &str,
    additions: Vec<AnyRecord>,
    replacements: Vec<AnyRecord>,
    notes: Vec<String>,
) {
    let words = &text().plans.import;
    let records = additions.len() + replacements.len();
    let step = import((words.step)(file), additions.into_iter().chain(replacements));
    importing.0.set(None);
    if live.run(&step).is_some() {
        live.tell(&(words.done)(records, file), false);
    } else if records == 0 {
        live.tell(&(words.nothing)(file), false);
    }
    if !notes.is_empty() {
        live.notes.set(Some(notes));
    }
}

/// The records that the plan has otherwise; none is replaced unless it is ticked.
#[component]
pub fn Conflicts(
    file: String,
    additions: Vec<AnyRecord>,
    completions: Vec<AnyRecord>,
    conflicts: Vec<Conflict>,
    notes: Vec<String>,
) -> View {
    let (live, importing) = (use_live(), use_importing());
    let words = &text().plans.import;
    let more = (words.conflicts_more)(additions.len() + completions.len());
    let ticked = RwSignal::new(vec![false; conflicts.len()]);
    let all = conflicts.len();
    let rows: Vec<_> = conflicts
        .iter()
        .enumerate()
        .map(|(place, conflict)| {
            let of = conflict.existing.reference();
            let name = conflict.existing.title().to_owned();
            view! {
                <li>
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || ticked.with(|ticked| ticked.get(place).copied().unwrap_or(false))
                            on:change=move |_| {
                                ticked
                                    .update(|ticked| {
                                        if let Some(tick) = ticked.get_mut(place) {
                                            *tick = !*tick;
                                        }
                                    });
                            }
                        />
                        <span>{name}</span>
                        <span class="muted small">{format!("{} {}", kind_of(of.table), of.id)}</span>
                    </label>
                </li>
            }
        })
        .gather();
    let take = move |_| {
        let replacements = ticked.with_untracked(|ticked| {
            let pairs = conflicts.iter().zip(ticked.iter());
            let chosen = pairs.filter(|(_, tick)| **tick).map(|(conflict, _)| conflict.incoming.clone());
            completions.iter().cloned().chain(chosen).gather()
        });
        run(live, importing, &file, additions.clone(), replacements, notes.clone());
    };
    view! {
        <p>{more}</p>
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || ticked.with(|ticked| ticked.iter().all(|tick| *tick))
                on:change=move |event| ticked.set(vec![event_target_checked(&event); all])
            />
            {words.take_all}
        </label>
        <ul class="import-conflicts">{rows}</ul>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| importing.0.set(None)>
                {text().plans.cancel}
            </button>
            <button type="button" class="button primary" on:click=take>
                {words.import}
            </button>
        </div>
    }
}
