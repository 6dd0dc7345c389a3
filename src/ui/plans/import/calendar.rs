//! The questions about a calendar: what its events become, and in which zone the plan is.

use std::sync::Arc;

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::merge::{Into, take};
use super::read::after_paint;
use super::table::IntoChoice;
use super::use_importing;
use crate::exchange::ics;
use crate::time::Zone;
use crate::ui::components::SegmentedControl;
use crate::ui::live::use_live;
use crate::ui::plans::zone_field::{ZoneField, browser_zone};
use crate::ui::text::text;

const KINDS: [ics::As; 3] = [ics::As::Changes, ics::As::Blackouts, ics::As::Milestones];

/// Asks, and imports.
#[component]
pub fn CalendarForm(file: String, bytes: Arc<[u8]>) -> View {
    let (live, importing) = (use_live(), use_importing());
    let words = &text().plans.import;
    let zone =
        RwSignal::new(live.read_untracked(|bench| bench.plan().settings.zone).unwrap_or_else(browser_zone));
    let into = RwSignal::new(Into::NewPlan);
    let chosen = RwSignal::new("1".to_owned());
    let error = RwSignal::new(String::new());
    let choices =
        words.event_kinds.iter().enumerate().map(|(place, words)| (place.to_string(), (*words).to_owned()));
    let import = move |_| {
        let place = chosen.with_untracked(|place| place.parse::<usize>()).unwrap_or(0);
        let kind = KINDS.get(place).copied().unwrap_or(ics::As::Changes);
        let name = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).to_owned();
        let (into, zone) = (into.get_untracked(), zone.get_untracked());
        let options = ics::Options { kind, zone: Some(zone), name };
        let (file, bytes) = (file.clone(), Arc::clone(&bytes));
        spawn_local(async move {
            after_paint().await;
            if importing.is_cancelled() {
                return;
            }
            match ics::read(&bytes, &options) {
                Ok(imported) => take(live, importing, file, imported, into, zone),
                Err(wrong) => error.set(wrong.to_string()),
            }
        });
    };
    view! {
        <div class="field">
            <span class="field-label">{words.events}</span>
            <SegmentedControl
                name=words.events
                choices=choices.gather()
                chosen=chosen
                on_choose=move |place: String| chosen.set(place)
            />
        </div>
        <ZoneField label=words.zone zone=zone list="calendar-zones" on_choose=move |chosen: Zone| zone.set(chosen) />
        <IntoChoice into=into />
        {move || {
            let error = error.get();
            (!error.is_empty()).then(|| view! { <p class="field-error" role="alert">{error}</p> })
        }}
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| importing.0.set(None)>
                {text().plans.cancel}
            </button>
            <button type="button" class="button primary" on:click=import>
                {words.import}
            </button>
        </div>
    }
}
