//! Looking back: the banner while the plan is shown as it was, and the field that chooses the moment.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::desk::use_desk;
use crate::planner::views::frame::to_minute;
use crate::rules::wording::moment;
use crate::time::{Zone, local_text, parse_local};
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// Says that the plan is shown as it was, or asks as of when.
#[component]
pub fn PastBanner() -> View {
    let (live, desk) = (use_live(), use_desk());
    let words = &text().past;
    let past = Memo::new(move |_| {
        live.read(|bench| Some(moment(to_minute(bench.looks_back_at()?), bench.plan().settings.zone)))
            .flatten()
    });
    let end = move |_| {
        desk.past.set(false);
        live.come_back();
    };
    (move || {
        let past = past.get();
        (past.is_some() || desk.past.get() && live.is_open()).then(|| {
            view! {
                <div class="banner past" role="status">
                    <span>{past.map(|when| (words.shown)(&when))}</span>
                    {past_field(live, words.at)}
                    <button type="button" class="button small" on:click=end>{words.back}</button>
                </div>
            }
        })
    })
    .into_view()
}

/// A field that shows the plan as it was at the moment that is put into it.
pub fn past_field(live: Live, label: &'static str) -> View {
    let zone = move || live.read(|bench| bench.plan().settings.zone).unwrap_or(Zone::UTC);
    let value = move || {
        let at = live.read(|bench| bench.looks_back_at()).flatten();
        at.map_or(String::new(), |at| local_text(zone().local(at)).chars().take(16).gather())
    };
    let look = move |event: leptos::ev::Event| match parse_local(&event_target_value(&event)) {
        Ok(local) => live.look_back(zone().resolve(local)),
        Err(_) => live.come_back(),
    };
    view! {
        <label class="past-field">
            <span>{label}</span>
            <input type="datetime-local" prop:value=value on:change=look />
        </label>
    }
}
