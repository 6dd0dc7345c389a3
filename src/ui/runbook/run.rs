//! The control of a runbook that is being executed: the clock, the projected end, the latest moment to back out, who is
//! next, and the way back.

use std::time::Duration;

use crate::ui::prelude::*;

use super::{Page, part};
use crate::model::{Command, RecordRef, RunbookAct};
use crate::planner::views::runbook::{RunbookPage, Running};
use crate::rules::wording;
use crate::time::{Instant, local_text};
use crate::ui::components::CommandButton;
use crate::ui::live::{now, use_live};
use crate::ui::text::text;

/// The control; nothing while it does not run.
pub fn control(of: &RecordRef, page: Page) -> View {
    let is_running =
        Memo::new(move |_| page.with(|page| page.as_ref().is_some_and(|page| page.running.is_some())));
    let of = *of;
    (move || is_running.get().then(|| panel(&of, page))).into_view()
}

/// The browser's clock, second by second.
pub fn ticking() -> RwSignal<Instant> {
    let clock = RwSignal::new(now());
    let ticks = set_interval_with_handle(move || clock.set(now()), Duration::from_secs(1));
    on_cleanup(move || {
        if let Ok(ticks) = ticks {
            ticks.clear();
        }
    });
    clock
}

fn panel(of: &RecordRef, page: Page) -> View {
    let live = use_live();
    let words = &text().runbook;
    let zone = live.read_untracked(|bench| bench.plan().settings.zone);
    let clock = ticking();
    let face = move || {
        zone.map_or(String::new(), |zone| {
            local_text(zone.local(clock.get())).split('T').nth(1).unwrap_or_default().to_owned()
        })
    };
    let running = move |read: &dyn Fn(&Running) -> Option<String>| {
        page.with(|page| page.as_ref()?.running.as_ref().and_then(read)).unwrap_or_default()
    };
    let elapsed = move || {
        let at = clock.get();
        running(&|running| Some(span(at.seconds_since(running.started_at))))
    };
    let left = move || {
        let at = clock.get();
        running(&|running| {
            let left = running.latest_backout?.seconds_since(at);
            Some(if left < 0 { (words.passed_since)(&span(left)) } else { (words.left)(&span(left)) })
        })
    };
    let is_backing_out = move || {
        page.with(|page| {
            page.as_ref()
                .and_then(|page| page.running.as_ref())
                .is_some_and(|running| !running.backout_reason.is_empty())
        })
    };
    let refusal =
        Signal::derive(move || page.with(|page| page.as_ref()?.running.as_ref()?.backout_refusal.clone()));
    let is_asking = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let of = *of;
    let back_out = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(runbook) = of.id_of() else { return };
        let act = RunbookAct::BackOut(reason.get_untracked());
        if live.run(&Command::Runbook { runbook, act }).is_some() {
            is_asking.set(false);
        }
    };
    let ask = Callback::new(back_out);
    view! {
        <section class="run-control card" class:backing-out=is_backing_out aria-label=words.control>
            <div class="run-clock"><span class="run-figure">{face}</span><span class="muted small">{words.running_for}" "{elapsed}</span></div>
            {part(page, figures)}
            <div class="run-figure-box">
                <span class="muted small">{words.latest_backout}</span>
                <span class="run-figure">{move || running(&|running| Some(running.latest_backout_said.clone()))}</span>
                <span class="small">{left}</span>
            </div>
            {part(page, next)}
            <div class="run-back">
                <Show when=move || !is_backing_out()>
                    <CommandButton label=words.back_out refusal class="danger" on_press=move |()| is_asking.set(true) />
                </Show>
                {move || refusal.get().filter(|_| !is_backing_out()).map(|why| view! { <p class="muted small">{why}</p> })}
            </div>
            {move || is_asking.get().then(|| view! {
                <form class="note-form run-reason" on:submit=move |event| ask.run(event)>
                    <label>
                        <span class="field-label">{words.backout_reason}</span>
                        <textarea rows="2" required on:input=move |event| reason.set(event_target_value(&event))></textarea>
                    </label>
                    <div class="button-row">
                        <button type="submit" class="button danger">{words.back_out_now}</button>
                        <button type="button" class="button" on:click=move |_| is_asking.set(false)>{words.cancel}</button>
                    </div>
                </form>
            })}
        </section>
    }
}

/// Hours, minutes and seconds: `1:05:09`.
fn span(seconds: i64) -> String {
    let seconds = seconds.abs();
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn figures(page: &RunbookPage) -> View {
    let words = &text().runbook;
    let Some(running) = page.running.clone() else { return View::default() };
    let margin = if running.is_late { "fault small" } else { "small" };
    let no_return = match (running.no_return.as_str(), running.is_past_no_return) {
        (_, true) => {
            view! { <span class="run-figure fault">{words.passed}</span><span class="small">{words.go_on}</span> }
        }
        ("", false) => view! { <span class="run-figure muted">"–"</span> },
        (at, false) => view! { <span class="run-figure">{at.to_owned()}</span> },
    };
    let end = if running.backout_reason.is_empty() { words.projected_end } else { words.backout_end };
    view! {
        <div class="run-figure-box">
            <span class="muted small">{end}</span>
            <span class="run-figure" class:fault=running.is_late>{running.projected_end}</span>
            <span class=margin>{running.margin}</span>
        </div>
        <div class="run-figure-box"><span class="muted small">{words.no_return}</span>{no_return}</div>
    }
}

fn next(page: &RunbookPage) -> View {
    let words = &text().runbook;
    let Some(running) = page.running.clone() else { return View::default() };
    let reason = (!running.backout_reason.is_empty())
        .then(|| view! { <p class="fault">{(words.taken_back)(&running.backout_reason)}</p> });
    let is_none = running.next.is_empty();
    let next = running.next.into_iter().map(|one| view! { <li>{one}</li> });
    view! {
        <div class="run-next">
            <span class="muted small">{words.next}</span>
            {reason}
            <ul>{next.collect_view()}</ul>
            {is_none.then(|| view! { <p class="muted small">{words.nobody_next}</p> })}
        </div>
    }
}

/// How long a step that is going on has taken, and by how much it is over its plan.
pub fn overrun(started: Instant, at: Instant, minutes: u32) -> (String, bool) {
    let taken = at.seconds_since(started).max(0);
    let over = taken - i64::from(minutes) * 60;
    match over {
        over if 0 < over => ((text().runbook.over_by)(&span(taken), &wording::duration(over)), true),
        _ => (span(taken), false),
    }
}
