//! The rehearsals of a runbook, and writing one down.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::{Page, part};
use crate::model::RecordRef;
use crate::planner::views::new_release::environments;
use crate::planner::views::runbook::RunbookPage;
use crate::planner::views::runbook_edit::{RehearsalEntry, rehearse};
use crate::time::local_text;
use crate::ui::components::{Dialog, Field, Icon, Shape};
use crate::ui::inspector::Select;
use crate::ui::live::{now, use_live};
use crate::ui::text::text;

/// The rehearsals, the last first.
pub fn panel(of: &RecordRef, page: Page) -> View {
    let words = &text().runbook;
    let is_open = RwSignal::new(false);
    let of = *of;
    view! {
        <section class="card panel">
            <header class="panel-head">
                <h2>{words.rehearsals}</h2>
                <button type="button" class="button small" on:click=move |_| is_open.set(true)><Icon shape=Shape::Plus />{words.add_rehearsal}</button>
            </header>
            {part(page, list)}
        </section>
        <Dialog open=is_open on_close=move |()| is_open.set(false) title=words.add_rehearsal>
            {form(&of, page, is_open)}
        </Dialog>
    }
}

fn list(page: &RunbookPage) -> View {
    let words = &text().runbook;
    if page.rehearsals.is_empty() {
        return view! { <p class="muted">{words.no_rehearsals}</p> };
    }
    let rows = page.rehearsals.iter().cloned().map(|one| {
        let took = (!one.took.is_empty()).then(|| view! { <span>{one.took}</span> });
        let back = one.backed_out.then(|| view! { <span class="chip good">{words.backout_tried}</span> });
        view! { <li class="rehearsal"><strong>{one.said}</strong>{took}{back}<span class="muted">{one.note}</span></li> }
    });
    view! { <ul class="rehearsals">{rows.collect_view()}</ul> }
}

fn form(of: &RecordRef, page: Page, is_open: RwSignal<bool>) -> View {
    let live = use_live();
    let words = &text().runbook;
    let zone = live.read_untracked(|bench| bench.plan().settings.zone);
    let at = zone.map_or(String::new(), |zone| local_text(zone.local(now())).chars().take(16).gather());
    let entry = RwSignal::new(RehearsalEntry { at, ..RehearsalEntry::default() });
    let wrong = RwSignal::new(String::new());
    let of = *of;
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(zone) = zone else { return };
        match rehearse(&of, &entry.get_untracked(), zone) {
            Ok(command) => {
                if live.run(&command).is_some() {
                    is_open.set(false);
                }
            }
            Err(why) => wrong.set(why),
        }
    };
    let places = live.read_untracked(|bench| environments(bench.plan())).unwrap_or_default();
    let places = places.into_iter().map(|one| (one.record.id.to_string(), one.name));
    let places: Vec<(String, String)> =
        [(String::new(), words.no_place.to_owned())].into_iter().chain(places).gather();
    let place = Signal::derive(move || entry.with(|entry| entry.environment.clone()));
    let steps = page.with_untracked(|page| page.as_ref().map_or(Vec::new(), |page| page.rows.clone()));
    let steps = steps.into_iter().map(|row| {
        let key = row.key;
        let note = move |event| {
            entry.update(|entry| drop(entry.minutes.insert(key.clone(), event_target_value(&event))))
        };
        view! {
            <label class="rehearsed-step">
                <span>{row.number}". "{row.title}</span>
                <input type="text" inputmode="numeric" placeholder=row.minutes.to_string() on:input=note />
            </label>
        }
    });
    view! {
        <form class="rehearsal-form" on:submit=take>
            <div class="field-pair">
                <Field label=words.began><input type="datetime-local" required prop:value=move || entry.with(|entry| entry.at.clone()) on:input=move |event| entry.update(|entry| entry.at = event_target_value(&event)) /></Field>
                <Field label=words.place><Select value=place options=places on_choose=move |id| entry.update(|entry| entry.environment = id) /></Field>
            </div>
            <fieldset class="rehearsed-steps"><legend class="field-label">{words.minutes_taken}</legend>{steps.collect_view()}</fieldset>
            <label class="check">
                <input type="checkbox" on:change=move |event| entry.update(|entry| entry.backed_out = event_target_checked(&event)) />
                <span>{words.backout_tried_too}</span>
            </label>
            <Field label=words.learnt><textarea rows="2" on:input=move |event| entry.update(|entry| entry.note = event_target_value(&event))></textarea></Field>
            {move || {
                let wrong = wrong.get();
                (!wrong.is_empty()).then(|| view! { <p class="field-error" role="alert">{wrong}</p> })
            }}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| is_open.set(false)>{words.cancel}</button>
                <button type="submit" class="button primary">{words.add_rehearsal}</button>
            </div>
        </form>
    }
}
