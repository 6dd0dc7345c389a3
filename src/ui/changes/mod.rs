//! The screen "Changes": a table that stays quick with ten thousand rows, a typed filter, and editing many at once.

mod bulk_bar;
mod table;
mod templates;

use std::collections::BTreeSet;

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{Change, Id, Table};
use crate::planner::views::changes::{Column, Sort, ordered};
use crate::planner::views::query::{Query, completions};
use crate::ui::change::ChangePageView;
use crate::ui::components::{EmptyState, Icon, Menu, Shape};
use crate::ui::inspector::add_new;
use crate::ui::live::use_live;
use crate::ui::text::text;
use bulk_bar::BulkBar;
use table::ChangeTable;
use templates::{Templates, templates_link};

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Shown {
    ids: Memo<Vec<Id<Change>>>,
    columns: Memo<Vec<Column>>,
    sort: Memo<Sort>,
    selected: RwSignal<BTreeSet<Id<Change>>>,
}

/// The screen "Changes": the table, the templates of standard changes, or the page of one change.
#[component]
pub fn ChangesScreen() -> View {
    let live = use_live();
    let shown = Memo::new(move |_| {
        let route = live.route();
        (route.item.clone(), route.param("show") == "templates")
    });
    (move || match shown.get() {
        (id, true) if id.is_empty() => view! { <Templates /> },
        (id, _) if id.is_empty() => view! { <AllChanges /> },
        (id, _) => view! { <ChangePageView id /> },
    })
    .into_view()
}

#[component]
fn AllChanges() -> View {
    let live = use_live();
    let words = &text().changes;
    let typed = Memo::new(move |_| live.route().param("q").to_owned());
    let parsed = Memo::new(move |_| typed.with(|typed| Query::parse(typed)));
    // While a word is not finished the rows stay as they were.
    let query = Memo::new(move |before: Option<&Query>| {
        parsed.get().unwrap_or_else(|_| before.cloned().unwrap_or_default())
    });
    let sort = Memo::new(move |_| Sort::parse(live.route().param("sort")));
    let columns = Memo::new(move |_| Column::chosen(live.route().param("cols")));
    let ids = Memo::new(move |_| {
        live.read(|bench| query.with(|query| ordered(bench, query, sort.get()))).unwrap_or_default()
    });
    let all = Memo::new(move |_| live.read(|bench| bench.plan().changes.len()).unwrap_or(0));
    let shown = Shown { ids, columns, sort, selected: RwSignal::new(BTreeSet::new()) };
    let problem = move || parsed.get().err().map(|error| error.to_string());
    let set = move |name: &str, value: &str| live.go_quietly(&live.route().with(name, value));
    let offers =
        move || live.read(|bench| typed.with(|typed| completions(bench.plan(), typed))).unwrap_or_default();
    let is_empty = Memo::new(move |_| all.get() == 0);
    view! {
        <div class="page changes-screen">
            <header class="screen-head">
                <h1>{words.title}</h1>
                <p class="muted" role="status">{move || (words.shown)(ids.with(Vec::len), all.get())}</p>
                <span class="head-end">{templates_link()}</span>
                <button type="button" class="button primary" on:click=move |_| add_new(live, Table::Changes, words.new_title, None)>
                    <Icon shape=Shape::Plus />
                    {words.new}
                </button>
            </header>
            <div class="filters" role="search">
                <input
                    type="search"
                    list="change-completions"
                    aria-label=words.filter
                    placeholder=words.filter_hint
                    aria-invalid=move || problem().map(|_| "true")
                    prop:value=move || typed.get()
                    on:input=move |event| set("q", &event_target_value(&event))
                />
                <datalist id="change-completions">
                    {move || offers().into_iter().map(|offer| view! { <option value=offer></option> }).collect_view()}
                </datalist>
                <Menu name=words.columns class="button" face=view! { {words.columns} }>
                    <ColumnChoice columns />
                </Menu>
            </div>
            {move || problem().map(|problem| view! { <p class="problem" role="alert">{problem}</p> })}
            <BulkBar shown />
            {move || if is_empty.get() {
                view! { <EmptyState title=words.none hint=words.none_hint /> }
            } else {
                view! { <ChangeTable shown /> }
            }}
        </div>
    }
}

#[component]
fn ColumnChoice(columns: Memo<Vec<Column>>) -> View {
    let live = use_live();
    let toggle = move |column: Column| {
        let chosen = columns.get_untracked();
        let wanted = Column::ALL.iter().filter(|one| chosen.contains(one) != (**one == column));
        let slugs: Vec<&str> = wanted.map(|column| column.slug()).gather();
        live.go_quietly(&live.route().with("cols", &slugs.join(",")));
    };
    let choosable = Column::ALL.iter().copied().filter(|column| *column != Column::Title);
    choosable
        .map(|column| {
            view! {
                <label class="check menu-item">
                    <input
                        type="checkbox"
                        prop:checked=move || columns.with(|columns| columns.contains(&column))
                        on:change=move |_| toggle(column)
                    />
                    {(text().changes.column)(column)}
                </label>
            }
        })
        .collect_view()
}
