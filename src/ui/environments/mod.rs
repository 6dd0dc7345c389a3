//! The screen "Environments": the way to production, use, bookings, requests, contention, and the windows that speak
//! about them.

mod book;
mod contention;
mod requests;
mod versions;
mod windows;

use crate::gather::Gather;
use crate::ui::board::answer_buttons;
use crate::ui::prelude::*;

use crate::model::{Severity, Table};
use crate::planner::Route;
use crate::planner::Screen;
use crate::planner::views::environments::{
    BookingLine, Cell, EnvironmentView, Grain, environments, promotion_path,
};
use crate::ui::components::{EmptyState, Icon, Shape};
use crate::ui::inspector::{RecordLink, Select, add_new};
use crate::ui::live::use_live;
use crate::ui::text::text;
use book::BookDialog;
use contention::contention_view;
use requests::requests_view;
use versions::versions_view;
use windows::Windows;

/// How many cells the heat map has.
const CELLS: usize = 28;

/// The screen "Environments".
#[component]
pub fn EnvironmentsScreen() -> View {
    let live = use_live();
    let words = &text().environments;
    let part = Memo::new(move |_| live.route().param("view").to_owned());
    let booking = RwSignal::new(None::<String>);
    provide_context(Booking(booking));
    view! {
        <div class="page">
            <header class="screen-head">
                <h1>{words.title}</h1>
                {tabs()}
                <span class="button-row head-end">
                    <button type="button" class="button" on:click=move |_| add_new(live, Table::EnvironmentGroups, words.new_group, None)>{words.new_group}</button>
                    <button type="button" class="button" on:click=move |_| add_new(live, Table::Environments, words.new_name, None)>{words.new}</button>
                    <button type="button" class="button primary" on:click=move |_| booking.set(Some(String::new()))>
                        <Icon shape=Shape::Plus />
                        {words.add_booking}
                    </button>
                </span>
            </header>
            <BookDialog place=booking />
            {move || match part.get().as_str() {
                "requests" => requests_view(),
                "contention" => contention_view(),
                "versions" => versions_view(),
                _ => use_view(),
            }}
        </div>
    }
}

/// What is being booked: the environment or group that is chosen at first; empty for none of them.
#[derive(Clone, Copy)]
struct Booking(RwSignal<Option<String>>);

/// The parts of the screen, each with its address.
fn tabs() -> View {
    let live = use_live();
    let words = &text().environments;
    let tabs = words.parts.iter().map(|(word, said)| {
        let address = Route::to(Screen::Environments).with("view", word).address();
        let is_here = move || (live.route().param("view") == *word).then_some("page");
        view! { <a class="tab" href=address aria-current=is_here>{*said}</a> }
    });
    view! { <nav class="tabs" aria-label=words.title>{tabs.collect_view()}</nav> }
}

/// Each environment with its use and its bookings.
fn use_view() -> View {
    let live = use_live();
    let words = &text().environments;
    let grain =
        Memo::new(move |_| if live.route().param("cell") == "week" { Grain::Week } else { Grain::Day });
    let shown =
        Memo::new(move |_| live.read(|bench| environments(bench, grain.get(), CELLS)).unwrap_or_default());
    let word = Signal::derive(move || if grain.get() == Grain::Week { "week" } else { "day" }.to_owned());
    let grains = vec![("day".to_owned(), words.days.to_owned()), ("week".to_owned(), words.weeks.to_owned())];
    view! {
        <Show when=move || shown.with(Vec::is_empty)>
            <EmptyState title=words.none hint=words.none_hint />
        </Show>
        <Path shown />
        <div class="use-head">
            {legend()}
            <label class="grain">
                <span class="muted small">{words.grain}</span>
                <Select value=word options=grains on_choose=move |word: String| live.go_quietly(&live.route().with("cell", &word)) />
            </label>
        </div>
        <div class="heat-map use-days muted small" aria-hidden="true">
            {move || shown.with(|shown| heat_days(shown, if grain.get() == Grain::Week { 4 } else { 7 }))}
        </div>
        <ul class="environment-list">
            <Rows each=move || shown.get() children=|one| view! { <EnvironmentCard one /> } />
        </ul>
        <Windows />
    }
}

/// The environments in the order in which a version passes them.
#[component]
fn Path(shown: Memo<Vec<EnvironmentView>>) -> View {
    let words = &text().environments;
    let path = Memo::new(move |_| shown.with(|shown| promotion_path(shown)));
    let stages = move || {
        let path = path.get();
        let last = path.len().saturating_sub(1);
        let stages = path.into_iter().enumerate().map(move |(place, stage)| view! {
            <li>
                <span class="path-stage">
                    {stage.into_iter().map(|one| view! { <RecordLink of=one.record name=one.name /> }).collect_view()}
                </span>
                {(place < last).then(|| view! { <span class="path-arrow" aria-hidden="true">"→"</span><span class="visually-hidden">{words.leads_to}</span> })}
            </li>
        });
        stages.collect_view()
    };
    view! {
        <Show when=move || { path.with(Vec::len) > 1 }>
            <ol class="promotion-path" aria-label=words.path>{stages}</ol>
        </Show>
    }
}

/// What the strengths of the heat map mean.
fn legend() -> View {
    let steps = text().environments.legend.iter().map(|(strength, said)| {
        view! { <span class="legend-step"><i class=format!("heat heat-{strength}") aria-hidden="true"></i>{*said}</span> }
    });
    view! { <p class="legend muted small">{steps.collect_view()}</p> }
}

#[component]
fn EnvironmentCard(one: EnvironmentView) -> View {
    let Booking(booking) = expect_context();
    let words = &text().environments;
    let of = one.of;
    let count = one.bookings.len();
    let facts = [
        one.kind.to_owned(),
        one.control.label().to_owned(),
        one.usage.clone(),
        if one.owner.is_empty() { String::new() } else { (words.owner)(&one.owner) },
        (words.used)(one.utilisation.percent),
        (words.idle_days)(one.utilisation.idle_days, one.utilisation.days),
    ];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).gather();
    view! {
        <li class="environment card">
            <header class="environment-head">
                <div>
                    <h2><RecordLink of=one.of name=one.name.clone() /></h2>
                    <p class="muted small">{facts.join(" · ")}</p>
                </div>
                {finding_chip(one.mark)}
            </header>
            {heat_map(one.heat, &one.name, "")}
            <details class="environment-bookings">
                <summary>{(words.bookings)(count)}</summary>
                {(count == 0).then(|| view! { <p class="muted small">{words.no_bookings}</p> })}
                <ul>{one.bookings.into_iter().map(booking_line).collect_view()}</ul>
                <button type="button" class="button small" on:click=move |_| booking.set(Some(of.to_string()))>
                    <Icon shape=Shape::Plus />
                    {words.add_booking}
                </button>
            </details>
        </li>
    }
}

/// The days at which the cells begin, each so many cells one.
fn heat_days(shown: &[EnvironmentView], every: usize) -> View {
    let cells = shown.first().map_or(&[][..], |one| &one.heat);
    let days = cells.iter().enumerate().map(|(place, cell)| {
        // Of "Tue 29 Sep 2026: 2 of 2" the day and the month.
        let day: Vec<&str> = cell.text.split(' ').skip(1).take(2).gather();
        view! { <span>{place.is_multiple_of(every).then(|| day.join(" "))}</span> }
    });
    days.collect_view()
}

/// One cell a day or week; its strength says how full, its hatching that it is too much.
fn heat_map(cells: Vec<Cell>, name: &str, class: &'static str) -> View {
    let busy: Vec<String> = cells.iter().filter(|cell| 0 < cell.used).map(|cell| cell.text.clone()).gather();
    let shown = cells.into_iter().map(|cell| {
        let number = if cell.used == 0 { String::new() } else { cell.used.to_string() };
        view! { <i class=format!("heat heat-{}", cell.strength) title=cell.text>{number}</i> }
    });
    view! {
        <div class=format!("heat-map {class}") role="img" aria-label=format!("{}: {}", (text().environments.heat_of)(name), busy.join("; "))>
            {shown.collect_view()}
        </div>
    }
}

fn booking_line(booking: BookingLine) -> View {
    view! {
        <li class="booking">
            <span class="booking-name">
                {mark_of(booking.mark)}
                <RecordLink of=booking.of name=booking.title.clone() />
            </span>
            <span class="muted small">{booking.when}</span>
            <span class=format!("chip booking-{}", booking.status.word())>{booking.status.label()}</span>
            {answer_buttons(booking.next, &booking.title)}
        </li>
    }
}

fn mark_of(mark: Option<(Severity, usize)>) -> View {
    mark.map(|(severity, count)| {
        let class = if severity == Severity::Blocker { "mark mark-blocker" } else { "mark mark-warning" };
        let said = format!("{}: {}", severity.label(), (text().environments.findings)(count));
        view! { <span class=class title=said.clone()></span><span class="visually-hidden">{said}</span> }
    })
    .into_view()
}

fn finding_chip(mark: Option<(Severity, usize)>) -> View {
    mark.map(|(severity, count)| {
        let chip = if severity == Severity::Blocker { "chip blocker" } else { "chip warning" };
        view! { <span class=chip>{mark_of(Some((severity, count)))}{(text().environments.findings)(count)}</span> }
    }).into_view()
}
