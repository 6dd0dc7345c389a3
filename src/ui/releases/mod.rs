//! The screen "Releases": the list with its progress, or the page of one release.

mod gate;
mod page;
mod strip;

use crate::ui::components::{Rows, Show};
use leptos::prelude::*;

use crate::model::{RecordRef, Severity, Table};
use crate::planner::views::release::{ReleaseLine, releases};
use crate::planner::{Route, Screen};
use crate::ui::components::{EmptyState, Icon, Shape};
use crate::ui::inspector::add_new;
use crate::ui::live::use_live;
use crate::ui::text::text;
use page::ReleasePageView;
use strip::ThinStrip;

/// The screen "Releases".
#[component]
pub fn ReleasesScreen() -> impl IntoView {
    let live = use_live();
    let item = Memo::new(move |_| live.route().item);
    view! {
        <div class="releases-screen">
            {move || match item.get() {
                id if id.is_empty() => view! { <ReleaseList /> }.into_any(),
                id => view! { <ReleasePageView id /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn ReleaseList() -> impl IntoView {
    let live = use_live();
    let words = &text().releases;
    let lines = Memo::new(move |_| live.read(releases).unwrap_or_default());
    view! {
        <header class="screen-head">
            <h1>{words.title}</h1>
            <p class="muted">{move || (words.count)(lines.with(Vec::len))}</p>
            <button type="button" class="button primary head-end" on:click=move |_| add_new(live, Table::Releases, words.new_name, None)>
                <Icon shape=Shape::Plus />
                {words.new}
            </button>
        </header>
        <Show when=move || lines.with(Vec::is_empty)>
            <EmptyState title=words.none hint=words.none_hint />
        </Show>
        <ul class="release-list">
            <Rows each=move || lines.get() children=|line| view! { <ReleaseCard line /> } />
        </ul>
    }
}

#[component]
fn ReleaseCard(line: ReleaseLine) -> impl IntoView {
    let words = &text().releases;
    let live_on =
        if line.go_live.is_empty() { words.no_go_live.to_owned() } else { (words.go_live)(&line.go_live) };
    view! {
        <li class="release-card card">
            <div class="release-card-head">
                <div class="release-name">
                    <p class="muted small">{line.kind}" · "{line.status.label()}</p>
                    <a href=page_address(&line.of)>{line.name}</a>
                </div>
                <div class="release-facts">
                    <span class="chip">{live_on}</span>
                    <span class="chip">{(words.changes)(line.changes)}</span>
                    {finding_chip(line.mark)}
                </div>
            </div>
            <ThinStrip pieces=line.strip />
        </li>
    }
}

/// The address of a release's page.
fn page_address(of: &RecordRef) -> String {
    Route::item(Screen::Releases, &of.id).address()
}

/// How many findings there are, in the colour and shape of the worst.
fn finding_chip(mark: Option<(Severity, usize)>) -> impl IntoView {
    mark.map(|(severity, count)| {
        let (chip, shape) = match severity {
            Severity::Blocker => ("chip blocker", "mark mark-blocker"),
            Severity::Warning => ("chip warning", "mark mark-warning"),
        };
        view! { <span class=chip><span class=shape title=severity.label()></span>{(text().releases.findings)(count)}</span> }
    })
}

/// The mark of what concerns a record, with its words for who does not see it.
fn finding_mark(mark: Option<(Severity, usize)>) -> impl IntoView {
    mark.map(|(severity, count)| {
        let class = if severity == Severity::Blocker { "mark mark-blocker" } else { "mark mark-warning" };
        let said = format!("{}: {}", severity.label(), (text().releases.findings)(count));
        view! { <span class=class title=said.clone()></span><span class="visually-hidden">{said}</span> }
    })
}
