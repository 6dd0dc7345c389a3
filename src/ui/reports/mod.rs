//! The screen "Reports": what others read and print: the change schedule, and the projected outages of services.

use leptos::prelude::*;

use crate::planner::views::change_schedule::{
    ChangeSchedule, ScheduleDay, ScheduledChange, ServiceOutages, change_schedule, projected_outages,
};
use crate::planner::{Route, Screen};
use crate::ui::components::{Icon, Shape};
use crate::ui::inspector::{RecordLink, Select};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// How many weeks are shown when nobody says.
const WEEKS: u32 = 4;

/// The part that the address asks for.
pub fn reports_screen() -> AnyView {
    let live = use_live();
    let words = &text().reports;
    let weeks = Memo::new(move |_| live.route().param("weeks").parse().unwrap_or(WEEKS).clamp(1, 53));
    let part = Memo::new(move |_| live.route().param("view").to_owned());
    let tabs = words.parts.iter().map(|(word, said)| {
        let address = Route::to(Screen::Reports).with("view", word).address();
        let is_here = move || (live.route().param("view") == *word).then_some("page");
        view! { <a class="tab" href=address aria-current=is_here>{*said}</a> }.into_any()
    });
    let value = Signal::derive(move || weeks.get().to_string());
    let spans = words.weeks.iter().map(|(weeks, said)| (weeks.to_string(), (*said).to_owned())).collect();
    view! {
        <div class="reports-screen">
            <header class="screen-head no-print">
                <h1>{words.title}</h1>
                <nav class="tabs" aria-label=words.title>{tabs.collect_view()}</nav>
                <span class="head-end report-span"><Select value options=spans label=words.span on_choose=move |weeks: String| live.go_quietly(&live.route().with("weeks", &weeks)) /></span>
                <button type="button" class="button" on:click=move |_| drop(window().print())><Icon shape=Shape::File />{words.print}</button>
            </header>
            {move || match part.get().as_str() {
                "outages" => outages(live.read(|bench| projected_outages(bench, weeks.get())).unwrap_or_default()),
                _ => schedule(live.read(|bench| change_schedule(bench, weeks.get())).unwrap_or_default()),
            }}
        </div>
    }
    .into_any()
}

fn schedule(found: ChangeSchedule) -> AnyView {
    let words = &text().reports;
    let is_empty = found.days.is_empty();
    view! {
        <article class="report">
            <header class="report-head">
                <h2>{words.schedule}": "{found.plan}</h2>
                <p class="muted small">{found.range}" · "{(words.changes)(found.count)}" · "{(words.as_of)(&found.as_of)}</p>
            </header>
            {is_empty.then(|| view! { <p class="muted">{words.no_changes}</p> })}
            {found.days.into_iter().map(day).collect_view()}
        </article>
    }
    .into_any()
}

fn day(day: ScheduleDay) -> AnyView {
    let words = &text().reports;
    let blackouts =
        day.blackouts.into_iter().map(|name| view! { <span class="chip warning">{name}</span> }.into_any());
    view! {
        <section class="report-day">
            <h3>{day.day}" "{blackouts.collect_view()}</h3>
            <table class="report-table">
                <thead><tr>{words.columns.map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}</tr></thead>
                <tbody>{day.changes.into_iter().map(change).collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn change(one: ScheduledChange) -> AnyView {
    let words = &text().reports;
    let facts: Vec<String> =
        [one.kind.to_owned(), one.release, one.owner].into_iter().filter(|fact| !fact.is_empty()).collect();
    let outage = if one.outage.is_empty() {
        view! { <span class="muted">{words.no_outage}</span> }.into_any()
    } else {
        view! { <span class="caution">{one.outage}</span> }.into_any()
    };
    view! {
        <tr>
            <td class="report-when">{one.when}</td>
            <td><RecordLink of=one.of name=one.title /><span class="muted small report-facts">{facts.join(" · ")}</span></td>
            <td>{one.services}</td>
            <td>{outage}</td>
            <td>{one.environments}</td>
            <td class=format!("risk-{}", one.risk.word())>{one.risk.label()}</td>
            <td>{one.status.label()}</td>
        </tr>
    }
    .into_any()
}

fn outages(found: Vec<ServiceOutages>) -> AnyView {
    let words = &text().reports;
    let is_empty = found.is_empty();
    view! {
        <article class="report">
            <header class="report-head"><h2>{words.outages}</h2><p class="muted small">{words.outages_hint}</p></header>
            {is_empty.then(|| view! { <p class="muted">{words.no_outages}</p> })}
            {found.into_iter().map(service).collect_view()}
        </article>
    }
    .into_any()
}

fn service(service: ServiceOutages) -> AnyView {
    let words = &text().reports;
    let rows = service.outages.into_iter().map(|one| {
        let working = (!one.working.is_empty())
            .then(|| view! { <span class="caution">{(words.in_hours)(&one.working)}</span> });
        view! {
            <tr>
                <td class="report-when">{one.when}</td>
                <td>{one.length}</td>
                <td>{working}</td>
                <td><RecordLink of=one.change.record name=one.change.name /></td>
                <td>{one.status.label()}</td>
            </tr>
        }
        .into_any()
    });
    view! {
        <section class="report-day">
            <h3><RecordLink of=service.service.record name=service.service.name />" "<span class="muted small">{service.criticality}" · "{(words.down)(&service.total)}</span></h3>
            <table class="report-table">
                <thead><tr>{words.outage_columns.map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}
