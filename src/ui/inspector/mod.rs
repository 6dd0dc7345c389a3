//! The inspector: the selected record, edited in place.

mod change;
mod fields;
mod form;
mod lists;
mod new_record;
mod picker;
mod record_link;
mod references;
mod when_field;

use crate::ui::prelude::*;

use change::Impact;
pub use change::{MoveForm, OutageDrawing};
pub use fields::Select;
pub use form::{Form, fields};
pub use new_record::add_new;
pub use picker::{Picked, RecordPicker};
pub use record_link::RecordLink;

use crate::model::{Command, RecordRef, Severity, Table};
use crate::planner::views::findings::FindingsFilter;
use crate::planner::views::inspector::trouble;
use crate::planner::views::records::{duplicate, used_by};
use crate::planner::{Route, Screen};
use crate::ui::change::{History, Steps};
use crate::ui::findings::{FindingGroups, WaivedFindings, watched};
use crate::ui::live::use_live;
use crate::ui::text::text;
use form::Sections;

/// The record that the address selects.
#[component]
pub fn Inspector() -> View {
    let live = use_live();
    let selected = Memo::new(move |_| live.route().selected());
    view! {
        <aside class="inspector" aria-label=text().inspector.title>
            {move || selected.get().map(|of| view! { <OpenRecord of /> })}
        </aside>
    }
}

#[component]
fn OpenRecord(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().inspector;
    let known = of;
    let is_there = Memo::new(move |_| live.read(|bench| bench.plan().has(&known)).unwrap_or(false));
    view! {
        {move || {
            if is_there.get() {
                view! { <RecordForm of /> }
            } else {
                view! { <p class="empty">{words.gone}</p> }
            }
        }}
    }
}

#[component]
fn RecordForm(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().inspector;
    let form = Form::of(of);
    let is_change = of.table == Table::Changes;
    let moves =
        matches!(of.table, Table::Changes | Table::Phases | Table::Bookings | Table::Gates | Table::Releases);
    let named = of;
    let title = move || live.read(|bench| bench.plan().title(&named).to_owned());
    let page = match of.table {
        Table::Changes => Some(Route::item(Screen::Changes, &of.id)),
        Table::Releases => Some(Route::item(Screen::Releases, &of.id)),
        Table::Environments => Some(Route::item(Screen::Environments, &of.id)),
        Table::Runbooks => Some(Route::to(Screen::Releases).with("runbook", &of.id)),
        _ => None,
    };
    view! {
        <header class="inspector-head">
            <p class="muted small">{(words.kind)(&of.id, of.table.singular())}</p>
            <h2>{title}</h2>
            {page.map(|page| view! { <a class="small" href=page.with("select", &of.to_string()).address()>{words.open_page}</a> })}
        </header>
        {is_change.then(|| view! { <Steps of=of /> })}
        <Trouble of=of />
        {moves.then(|| view! { <MoveForm of=of /> })}
        {is_change.then(|| view! { <OutageDrawing of=of /> })}
        <Sections form />
        {is_change.then(|| view! { <Impact of=of /> })}
        <UsedBy of=of />
        <Happened of=of />
        <Ends of />
    }
}

/// What is wrong with the record, with its fixes, in a box at the top.
#[component]
fn Trouble(of: RecordRef) -> View {
    let live = use_live();
    let filter = FindingsFilter { record: Some(of), ..FindingsFilter::default() };
    let shown = watched(Signal::stored(filter));
    let heading = Memo::new(move |_| live.read(|bench| trouble(bench, &of)).flatten());
    let is_any = move || shown.with(|shown| shown.as_ref().is_some_and(|shown| !shown.groups.is_empty()));
    let is_waived = move || shown.with(|shown| shown.as_ref().is_some_and(|shown| !shown.waived.is_empty()));
    let class = move || match heading.get() {
        Some((Severity::Blocker, _)) => "trouble blocker",
        Some((Severity::Warning, _)) => "trouble warning",
        None => "trouble",
    };
    let title = move || heading.get().map_or(text().inspector.findings.to_owned(), |(_, title)| title);
    view! {
        <Show when=is_any>
            <section class=class>
                <h3>{title}</h3>
                <FindingGroups shown />
            </section>
        </Show>
        <Show when=is_waived>
            <details class="form-section">
                <summary>{text().findings.waived_title}</summary>
                <WaivedFindings shown />
            </details>
        </Show>
    }
}

/// The records that name this one; looked for when asked, because it takes the whole plan.
#[component]
fn UsedBy(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().inspector;
    let is_open = RwSignal::new(false);
    let uses = move || {
        let found =
            live.read(|bench| used_by(bench.plan(), &of)).filter(|_| is_open.get()).unwrap_or_default();
        if found.is_empty() {
            return view! { <p class="muted small">{words.unused}</p> };
        }
        let lines = found.into_iter().map(|(field, named)| {
            let label = (words.field)(named.record.table, field);
            let kind = named.record.table.singular();
            view! {
                <li>
                    <RecordLink of=named.record name=named.name />
                    <span class="muted small">{kind}{(!label.is_empty()).then(|| format!(", {label}"))}</span>
                </li>
            }
        });
        view! { <ul class="uses">{lines.collect_view()}</ul> }
    };
    view! {
        <details class="form-section" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary>{words.used_by}</summary>
            {move || is_open.get().then(&uses)}
        </details>
    }
}

/// What happened to the record; read when asked, because it takes the whole journal.
#[component]
fn Happened(of: RecordRef) -> View {
    let is_open = RwSignal::new(false);
    view! {
        <details class="form-section" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary>{text().change.history}</summary>
            {move || is_open.get().then(|| view! { <History of=of /> })}
        </details>
    }
}

/// Copying and removing.
#[component]
fn Ends(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().inspector;
    let copied = of;
    let copy = move |_| {
        let record = live.read(|bench| duplicate(bench.plan(), &copied)).flatten();
        if let Some(record) = record {
            let new = record.reference();
            if live.run(&Command::Add(record)).is_some() {
                live.select(Some(&new));
            }
        }
    };
    let remove = move |_| {
        if live.run(&Command::Remove(of)).is_some() {
            live.select(None);
        }
    };
    view! {
        <footer class="button-row inspector-ends">
            <button type="button" class="button small" on:click=copy>{words.duplicate}</button>
            <button type="button" class="button small danger" title=words.remove_hint on:click=remove>{words.remove}</button>
        </footer>
    }
}
