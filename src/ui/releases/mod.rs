//! The screen "Releases": the list with its progress, or the page of one release.

mod announcements;
mod arrows;
mod gate;
mod held;
mod new_release;
mod notes;
mod page;
mod picture;
mod portfolio;
mod scope;
mod strip;

use crate::ui::prelude::*;

use crate::model::{RecordRef, Severity};
use crate::planner::views::release::Step;
use crate::planner::{Route, Screen};
use crate::ui::components::CommandButton;
use crate::ui::live::use_live;
use crate::ui::runbook::runbook_page_view;
use crate::ui::text::text;
pub use new_release::breaks;
use notes::notes_view;
use page::release_page_view;
pub use portfolio::percent;
use portfolio::release_list;

/// The screen "Releases".
#[component]
pub fn ReleasesScreen() -> View {
    let live = use_live();
    let shown = Memo::new(move |_| {
        let route = live.route();
        (route.param("runbook").to_owned(), route.param("view").to_owned(), route.item)
    });
    view! {
        <div class="page releases-screen">
            {move || match shown.get() {
                (runbook, ..) if !runbook.is_empty() => {
                    view! { <div class="runbook-page">{runbook_page_view(runbook)}</div> }
                }
                (_, view, id) if id.is_empty() => release_list(&view),
                (_, view, id) if view == "notes" => notes_view(&id),
                (.., id) => release_page_view(id),
            }}
        </div>
    }
}

/// The address of a release's page.
fn page_address(of: &RecordRef) -> String {
    Route::item(Screen::Releases, &of.id).address()
}

/// How many findings there are, in the colour and shape of the worst.
fn finding_chip(mark: Option<(Severity, usize)>) -> View {
    mark.map(|(severity, count)| {
        let (chip, shape) = match severity {
            Severity::Blocker => ("chip blocker", "mark mark-blocker"),
            Severity::Warning => ("chip warning", "mark mark-warning"),
        };
        view! { <span class=chip><span class=shape title=severity.label()></span>{(text().releases.findings)(count)}</span> }
    }).into_view()
}

/// The mark of what concerns a record, with its words for who does not see it.
pub fn finding_mark(mark: Option<(Severity, usize)>) -> View {
    mark.map(|(severity, count)| {
        let class = if severity == Severity::Blocker { "mark mark-blocker" } else { "mark mark-warning" };
        let said = format!("{}: {}", severity.label(), (text().releases.findings)(count));
        view! { <span class=class title=said.clone()></span><span class="visually-hidden">{said}</span> }
    })
    .into_view()
}

/// A button a step; one that cannot be taken says why.
fn step_buttons(steps: &[Step], class: &'static str) -> View {
    let live = use_live();
    let buttons = steps.iter().cloned().map(|step| {
        let command = step.command;
        let refusal = Signal::stored(step.refusal);
        view! { <CommandButton label=step.verb refusal class on_press=move |()| drop(live.run(&command)) /> }
    });
    buttons.collect_view()
}
