//! The screen "Releases": the list with its progress, or the page of one release.

mod gate;
mod new_release;
mod page;
mod portfolio;
mod strip;

use leptos::prelude::*;

use crate::model::{RecordRef, Severity};
use crate::planner::{Route, Screen};
use crate::ui::live::use_live;
use crate::ui::text::text;
use page::ReleasePageView;
use portfolio::release_list;

/// The screen "Releases".
#[component]
pub fn ReleasesScreen() -> impl IntoView {
    let live = use_live();
    let item = Memo::new(move |_| live.route().item);
    view! {
        <div class="releases-screen">
            {move || match item.get() {
                id if id.is_empty() => release_list(),
                id => view! { <ReleasePageView id /> }.into_any(),
            }}
        </div>
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
