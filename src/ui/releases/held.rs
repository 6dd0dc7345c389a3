//! The releases that an enterprise release holds, where they differ from it, and pushing its phases and gates down.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::new_release::NewReleaseDialog;
use super::page::{Page, part};
use super::page_address;
use crate::model::{Command, Id, RecordRef, Release};
use crate::planner::views::release::{Held, ReleasePage};
use crate::ui::components::{CommandButton, Icon, Shape};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// How many differences of a release are shown.
const MOST: usize = 4;

/// What it holds; nothing for a release that is not there to hold others.
pub fn held_panel(of: &RecordRef, page: Page) -> View {
    let words = &text().releases;
    let is_planning = RwSignal::new(false);
    let held = move || page.with(|page| page.as_ref().map_or(Vec::new(), |page| page.held.clone()));
    let holds = move || page.with(|page| page.as_ref().is_some_and(|page| page.holds));
    let of = *of;
    let parent = of.id.to_string();
    view! {
        <NewReleaseDialog open=is_planning parent />
        <Show when=holds>
            <section class="card panel">
                <header class="panel-head">
                    <h2>{words.holds}</h2>
                    <span class="button-row">
                        <button type="button" class="button small" on:click=move |_| is_planning.set(true)><Icon shape=Shape::Plus />{words.add_held}</button>
                        {push_button(&of, None)}
                    </span>
                </header>
                {part(page, summary)}
                <ul class="held-releases">
                    {
                        view! { <Rows each=held children=move |held| held_row(&of, held) /> }
                    }
                </ul>
            </section>
        </Show>
    }
}

fn summary(page: &ReleasePage) -> View {
    let words = &text().releases;
    let differing = page.held.iter().filter(|held| !held.differences.is_empty()).count();
    let said = match (page.held.len(), differing) {
        (0, _) => words.holds_none.to_owned(),
        (_, 0) => words.holds_alike.to_owned(),
        (all, differing) => (words.holds_differing)(differing, all),
    };
    view! { <p class="muted small">{said}</p> }
}

/// Pushes down to one, or to all.
fn push_button(of: &RecordRef, to: Option<&RecordRef>) -> View {
    let live = use_live();
    let words = &text().releases;
    let Some(release): Option<Id<Release>> = of.id_of() else { return View::default() };
    let to: Vec<Id<Release>> = to.and_then(RecordRef::id_of).into_iter().gather();
    let label = if to.is_empty() { words.push_down_all } else { words.push_down };
    let command = Command::PushDown { release, to };
    let asked = command.clone();
    let refusal = Signal::derive(move || {
        live.read(|bench| bench.can(&asked).err().map(|refusal| refusal.to_string())).flatten()
    });
    view! { <CommandButton label refusal class="small" on_press=move |()| drop(live.run(&command)) /> }
}

fn held_row(of: &RecordRef, held: Held) -> View {
    let words = &text().releases;
    let is_alike = held.differences.is_empty();
    let more = held.differences.len().saturating_sub(MOST);
    let all = held.differences.join("; ");
    let differences =
        held.differences.into_iter().take(MOST).map(|one| view! { <li class="chip warning">{one}</li> });
    let live =
        if held.go_live.is_empty() { words.no_go_live.to_owned() } else { (words.go_live)(&held.go_live) };
    view! {
        <li class="held-row">
            <span class="held-name">
                <a href=page_address(&held.release.record)>{held.release.name.clone()}</a>
                <span class="muted small">{held.status.label()}" · "{live}</span>
            </span>
            <ul class="held-differences" aria-label=words.differences>
                {is_alike.then(|| view! { <li class="good small">{words.alike}</li> })}
                {differences.collect_view()}
                {(0 < more).then(|| view! { <li class="muted small" title=all>{(words.more_differences)(more)}</li> })}
            </ul>
            {(!is_alike).then(|| push_button(of, Some(&held.release.record)))}
        </li>
    }
}
