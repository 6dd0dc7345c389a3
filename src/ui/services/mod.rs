//! The screen "Services": services, configuration items, people and groups, with the map around the chosen one.

mod map;

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{RecordRef, Severity, Table};
use crate::planner::views::services::{Line, Upcoming, lines, upcoming};
use crate::ui::components::{Icon, Shape};
use crate::ui::inspector::{RecordLink, add_new};
use crate::ui::live::use_live;
use crate::ui::text::text;
use map::DependencyMap;

/// The tables of the screen.
const TABS: [Table; 4] = [Table::Services, Table::ConfigurationItems, Table::People, Table::Groups];
/// How many lines are shown before one has to search.
const MOST: usize = 200;

/// The screen "Services".
#[component]
pub fn ServicesScreen() -> View {
    let live = use_live();
    let words = &text().services;
    let table = Memo::new(move |_| {
        let wanted = live.route().param("of").parse().unwrap_or(Table::Services);
        if TABS.contains(&wanted) { wanted } else { Table::Services }
    });
    let typed = Memo::new(move |_| live.route().param("q").to_owned());
    let shown = Memo::new(move |_| {
        live.read(|bench| typed.with(|typed| lines(bench, table.get(), typed))).unwrap_or_default()
    });
    let chosen = Memo::new(move |_| {
        let selected = live.route().selected().filter(|of| TABS.contains(&of.table));
        selected.or_else(|| shown.with(|shown| shown.first().map(|line| line.of)))
    });
    let first = move || shown.with(|shown| shown.iter().take(MOST).cloned().gather::<Vec<_>>());
    let hidden = move || shown.with(Vec::len).saturating_sub(MOST);
    let set = move |name: &str, value: &str| live.go_quietly(&live.route().with(name, value));
    let tabs = TABS.map(|one| view! {
        <label class="segment">
            <input type="radio" name="services-table" prop:checked=move || table.get() == one on:change=move |_| set("of", one.name()) />
            <span>{(words.tab)(one)}</span>
        </label>
    });
    view! {
        <div class="page services-screen">
            <header class="screen-head">
                <h1>{words.title}</h1>
                <p class="muted" role="status">{move || (words.count)(shown.with(Vec::len))}</p>
                <button type="button" class="button primary head-end" on:click=move |_| add_new(live, table.get_untracked(), (words.new_name)(table.get_untracked()), None)>
                    <Icon shape=Shape::Plus />
                    {move || (words.new)(table.get())}
                </button>
            </header>
            <div class="filters" role="search">
                <div class="segmented" role="radiogroup" aria-label=words.tabs>{tabs.collect_view()}</div>
                <input type="search" aria-label=words.search placeholder=words.search prop:value=move || typed.get()
                    on:input=move |event| set("q", &event_target_value(&event)) />
            </div>
            <div class="services-columns">
                <div class="services-list card">
                    <ul>
                        <Rows each=first children=move |line| view! { <ListLine line chosen /> } />
                    </ul>
                    <Show when=move || shown.with(Vec::is_empty)><p class="empty">{words.none}</p></Show>
                    <Show when=move || { hidden() > 0 }><p class="muted small">{move || (words.more)(hidden())}</p></Show>
                </div>
                <div class="services-detail">
                    {move || match chosen.get() {
                        Some(of) => view! { <Around of /> },
                        None => view! { <p class="empty">{words.choose}</p> },
                    }}
                </div>
            </div>
        </div>
    }
}

#[component]
fn ListLine(line: Line, chosen: Memo<Option<RecordRef>>) -> View {
    let of = line.of;
    let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&of));
    view! {
        <li class="service-line" class:open=is_chosen>
            {mark_of(line.mark)}
            <span class="service-name"><RecordLink of=line.of name=line.name />" "<span class="muted small">{line.detail}</span></span>
            {line.criticality.map(|one| view! { <span class=format!("criticality {}", one.word())>{one.label()}</span> })}
        </li>
    }
}

/// What hangs on the chosen record, and the changes to come that touch it.
#[component]
fn Around(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().services;
    let has_map = matches!(of.table, Table::Services | Table::ConfigurationItems);
    let (named, asked, edited) = (of, of, of);
    let name =
        Memo::new(move |_| live.read(|bench| bench.plan().title(&named).to_owned()).unwrap_or_default());
    let changes = Memo::new(move |_| live.read(|bench| upcoming(bench, &asked)).unwrap_or_default());
    let rows = move || {
        changes.get().into_iter().map(|one: Upcoming| view! {
        <li>
            <span>{mark_of(one.mark)}<RecordLink of=one.change.record name=one.change.name /></span>
            <span class="muted small">{one.when}</span>
        </li>
    }).collect_view()
    };
    view! {
        <section class="card panel">
            <header class="panel-head">
                <h2>{move || name.get()}</h2>
                <button type="button" class="button small" on:click=move |_| live.select(Some(&edited))>{words.edit}</button>
            </header>
            {has_map.then(|| view! { <DependencyMap of name /> })}
        </section>
        <section class="card panel">
            <header class="panel-head"><h2>{words.upcoming}</h2></header>
            <Show when=move || changes.with(Vec::is_empty)><p class="muted">{words.no_upcoming}</p></Show>
            <ul class="upcoming">{rows}</ul>
        </section>
    }
}

fn mark_of(mark: Option<(Severity, usize)>) -> View {
    mark.map(|(severity, count)| {
        let class = if severity == Severity::Blocker { "mark mark-blocker" } else { "mark mark-warning" };
        let said = format!("{}: {}", severity.label(), (text().services.findings)(count));
        view! { <span class=class title=said.clone()></span><span class="visually-hidden">{said}</span> }
    })
    .into_view()
}
