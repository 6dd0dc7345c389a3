//! The screen "Reports": what others read and print: the change schedule, and the projected outages of services.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::planner::views::change_schedule::{
    ChangeSchedule, ScheduleDay, ScheduleLine, ServiceOutages, change_schedule, coming_weeks,
};
use crate::planner::views::change_schedule_html::html;
use crate::planner::{Route, Screen};
use crate::ui::components::{Icon, Shape};
use crate::ui::inspector::{RecordLink, Select};
use crate::ui::live::{now, use_live};
use crate::ui::plans::save;
use crate::ui::text::text;

/// How many weeks are shown when nobody says.
const WEEKS: u32 = 4;

/// The part that the address asks for.
pub fn reports_screen() -> View {
    let live = use_live();
    let words = &text().reports;
    let weeks = move || live.route().param("weeks").parse().unwrap_or(WEEKS).clamp(1, 53);
    let with_proposed = move || live.route().param("proposed") != "no";
    let found = Memo::new(move |_| {
        live.read(|bench| change_schedule(bench, coming_weeks(bench, weeks()), with_proposed()))
    });
    let part = Memo::new(move |_| live.route().param("view").to_owned());
    let save_page = move |_| {
        let zone = live.read_untracked(|bench| bench.view().zone());
        if let (Some(schedule), Some(zone)) = (found.get_untracked(), zone) {
            save(live, words.file, "text/html", &html(&schedule, now(), zone));
        }
    };
    let tabs = words.parts.iter().map(|(word, said)| {
        let address = Route::to(Screen::Reports).with("view", word).address();
        let is_here = move || (live.route().param("view") == *word).then_some("page");
        view! { <a class="tab" href=address aria-current=is_here>{*said}</a> }
    });
    let value = Signal::derive(move || weeks().to_string());
    let spans = words.weeks.iter().map(|(weeks, said)| (weeks.to_string(), (*said).to_owned())).gather();
    view! {
        <div class="page">
            <header class="screen-head no-print">
                <h1>{words.title}</h1>
                <nav class="tabs" aria-label=words.title>{tabs.collect_view()}</nav>
                <label class="check head-end">
                    <input type="checkbox" prop:checked=with_proposed on:change=move |event| {
                        let word = if event_target_checked(&event) { "" } else { "no" };
                        live.go_quietly(&live.route().with("proposed", word));
                    } />
                    <span>{words.with_proposed}</span>
                </label>
                <span class="report-span"><Select value options=spans label=words.span on_choose=move |weeks: String| live.go_quietly(&live.route().with("weeks", &weeks)) /></span>
                <button type="button" class="button" on:click=move |_| drop(window().print())><Icon shape=Shape::File />{words.print}</button>
                <button type="button" class="button" title=words.save_hint on:click=save_page>{words.save}</button>
            </header>
            {move || found.get().map(|found| match part.get().as_str() {
                "outages" => outages(found),
                _ => schedule(found),
            })}
        </div>
    }
}

fn head(title: &'static str, found: &ChangeSchedule) -> View {
    view! {
        <header class="report-head">
            <h2>{title}": "{found.title.clone()}</h2>
            <p class="muted small">{found.range.clone()}" · "{found.zone}</p>
        </header>
    }
}

fn schedule(found: ChangeSchedule) -> View {
    let words = &text().reports;
    let is_empty = found.days.is_empty();
    let head = head(words.schedule, &found);
    let blackouts = found.blackouts.into_iter().map(|(blackout, when, why)| view! {
        <li><span class="swatch hatched" aria-hidden="true"></span><strong><RecordLink of=blackout.record name=blackout.name /></strong>" "{when}<span class="muted">" "{why}</span></li>
    }).gather::<Vec<_>>();
    view! {
        <article class="report">
            {head}
            {(!blackouts.is_empty()).then(|| view! { <ul class="report-blackouts" aria-label=words.blackouts>{blackouts}</ul> })}
            {is_empty.then(|| view! { <p class="muted">{words.no_changes}</p> })}
            {found.days.into_iter().map(day).collect_view()}
        </article>
    }
}

fn day(day: ScheduleDay) -> View {
    let words = &text().reports;
    view! {
        <section class="report-day">
            <h3>{day.day}</h3>
            <table class="report-table">
                <thead><tr>{words.columns.map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}</tr></thead>
                <tbody>{day.changes.into_iter().map(change).collect_view()}</tbody>
            </table>
        </section>
    }
}

fn change(one: ScheduleLine) -> View {
    let words = &text().reports;
    let release =
        one.release.map(|release| view! { <span class="muted small report-facts">{release.name}</span> });
    let status = if one.is_proposed { "report-proposed" } else { "" };
    view! {
        <tr class=status>
            <td class="report-when">{one.when}</td>
            <td><RecordLink of=one.change.record name=one.change.name />{release}</td>
            <td>{one.services.join(", ")}</td>
            <td class="caution">{one.outage}</td>
            <td>{one.environments.join(", ")}</td>
            <td>{one.status.label()}{one.is_proposed.then(|| view! { <span class="muted small report-facts">{words.proposed}</span> })}</td>
        </tr>
    }
}

fn outages(found: ChangeSchedule) -> View {
    let words = &text().reports;
    let head = head(words.outages, &found);
    let is_empty = found.outages.is_empty();
    view! {
        <article class="report">
            {head}
            {is_empty.then(|| view! { <p class="muted">{words.no_outages}</p> })}
            {found.outages.into_iter().map(service).collect_view()}
        </article>
    }
}

fn service(service: ServiceOutages) -> View {
    let words = &text().reports;
    let rows = service.outages.into_iter().map(|one| {
        view! {
            <tr class=if one.is_proposed { "report-proposed" } else { "" }>
                <td class="report-when">{one.when}</td>
                <td>{one.length}</td>
                <td><RecordLink of=one.change.record name=one.change.name />{one.is_proposed.then(|| view! { <span class="muted small report-facts">{words.proposed}</span> })}</td>
            </tr>
        }
    });
    let facts =
        format!("{} · {}", (words.criticality)(service.criticality.label()), (words.down)(&service.total));
    view! {
        <section class="report-day">
            <h3><RecordLink of=service.service.record name=service.service.name />" "<span class="muted small">{facts}</span></h3>
            <table class="report-table outages">
                <thead><tr>{words.outage_columns.map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
}
