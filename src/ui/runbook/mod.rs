//! The page of a runbook: its picture, its steps, its rehearsals, and its execution with a live clock.

mod gantt;
mod rehearsals;
mod run;
mod steps;

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{Command, Id, RecordRef, Runbook, RunbookAct, Table};
use crate::planner::views::runbook::{RunbookPage, runbook_page};
use crate::planner::{Route, Screen};
use crate::ui::components::CommandButton;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// What the page shows; one for the whole page, of which each part reads what it needs.
type Page = Memo<Option<RunbookPage>>;

/// The address of a runbook's page.
#[must_use]
pub fn runbook_address(of: &RecordRef) -> String {
    Route::to(Screen::Releases).with("runbook", &of.id).address()
}

/// The page of the runbook of this id.
pub fn runbook_page_view(id: String) -> View {
    let live = use_live();
    let words = &text().runbook;
    let of = RecordRef::new(Table::Runbooks, &id);
    let wanted: Id<Runbook> = Id::lenient(&id);
    let page: Page = Memo::new(move |_| live.read(|bench| runbook_page(bench, &wanted)).flatten());
    let is_there = Memo::new(move |_| page.with(Option::is_some));
    view! {
        <nav class="crumbs">
            <a href=Route::to(Screen::Releases).address()>{text().releases.back}</a>
            {part(page, deploys)}
        </nav>
        {move || if is_there.get() {
            known(&of, page)
        } else {
            view! { <p class="empty">{(words.gone)(&id)}</p> }
        }}
    }
}

/// A part of the page, made anew when the page changes.
fn part(page: Page, view: fn(&RunbookPage) -> View) -> View {
    (move || page.with(|page| page.as_ref().map(view))).into_view()
}

fn deploys(page: &RunbookPage) -> View {
    let Some(deploys) = page.deploys.clone() else { return View::default() };
    let address = match deploys.record.table {
        Table::Releases => Route::item(Screen::Releases, &deploys.record.id),
        _ => Route::to(Screen::Changes).with("select", &deploys.record.to_string()),
    };
    view! { " / "<a href=address.address()>{deploys.name}</a> }
}

fn known(of: &RecordRef, page: Page) -> View {
    let live = use_live();
    let words = &text().runbook;
    let edited = *of;
    let is_empty = move || page.with(|page| page.as_ref().is_none_or(|page| page.rows.is_empty()));
    view! {
        <header class="release-head">
            <div>{part(page, head)}</div>
            <div class="release-facts">
                <button type="button" class="button" on:click=move |_| live.select(Some(&edited))>{words.edit}</button>
                <span class="button-row">{part(page, buttons)}</span>
            </div>
        </header>
        {part(page, notes)}
        {run::control(of, page)}
        {move || (!is_empty()).then(|| gantt::panel(page))}
        {steps::panel(of, page)}
        {rehearsals::panel(of, page)}
    }
}

fn head(page: &RunbookPage) -> View {
    let over = [page.status.label().to_owned(), page.approved.clone()];
    let over: Vec<String> = over.into_iter().filter(|one| !one.is_empty()).gather();
    view! {
        <p class="muted small">{over.join(" · ")}</p>
        <h1>{page.name.clone()}</h1>
        <p class="muted">{page.facts.join(" · ")}</p>
    }
}

/// What it can be made, the way on first.
fn buttons(page: &RunbookPage) -> View {
    let live = use_live();
    let buttons = page.steps.iter().cloned().map(|step| {
        let class = match &step.command {
            Command::Runbook { act: RunbookAct::Reopen, .. } => "",
            _ => "primary",
        };
        let (command, refusal) = (step.command, Signal::stored(step.refusal));
        view! { <CommandButton label=step.verb refusal class on_press=move |()| drop(live.run(&command)) /> }
    });
    buttons.collect_view()
}

fn notes(page: &RunbookPage) -> View {
    let words = &text().runbook;
    let misfit =
        (!page.misfit.is_empty()).then(|| view! { <p class="banner-note fault">{page.misfit.clone()}</p> });
    let went = (!page.went.is_empty()).then(|| view! { <p class="banner-note">{page.went.clone()}</p> });
    let frozen = (!page.is_draft && page.running.is_none() && page.went.is_empty())
        .then(|| view! { <p class="muted small">{words.frozen}</p> });
    view! { {misfit}{went}{frozen} }
}
