//! The changes of a release, those that do not fit, those that would, and groupings of changes that are in no release.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::page::{Page, part};
use crate::model::{Change, Command, RecordRef, Table};
use crate::planner::views::release::ReleasePage;
use crate::planner::views::release_scope::{ScopeLine, proposed_groupings};
use crate::ui::components::Dialog;
use crate::ui::inspector::{Picked, RecordLink, RecordPicker};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The changes of the release, with a way to put more into it.
pub fn scope_panel(of: &RecordRef, page: Page) -> View {
    let live = use_live();
    let words = &text().releases;
    let lines = move || page.with(|page| page.as_ref().map_or(Vec::new(), |page| page.scope.clone()));
    let inside =
        Signal::derive(move || lines().into_iter().map(|line| line.change.record).gather::<Vec<_>>());
    let of = *of;
    let pick = move |picked: Picked| {
        let Picked::Known(change) = picked else { return };
        let change = live.read(|bench| bench.plan().changes.get(&change.id_of()?).cloned()).flatten();
        if let Some(change) = change {
            live.run(&Command::Edit(Change { release: of.id_of(), ..change }.into()));
        }
    };
    let headings =
        [words.change, words.kind, words.risk, words.status, words.authorised, words.window, words.version];
    view! {
        <section class="card panel">
            <header class="panel-head"><h2>{words.scope}</h2>{part(page, said)}</header>
            <Show when=move || lines().is_empty()><p class="muted">{words.no_scope}</p></Show>
            <div class="scope-scroller" hidden=move || lines().is_empty()>
                <table class="scope-table">
                    <thead><tr>{headings.map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}</tr></thead>
                    <tbody>
                        <Rows each=lines children=scope_row />
                    </tbody>
                </table>
            </div>
            {part(page, offers)}
            <div class="scope-add">
                <RecordPicker table=Table::Changes label=words.add_change placeholder=words.add_change without=inside on_pick=pick />
            </div>
        </section>
    }
}

/// What they have in common.
fn said(page: &ReleasePage) -> View {
    let words = &text().releases;
    let common =
        if page.common.is_empty() { words.nothing_in_common.to_owned() } else { page.common.join(" · ") };
    view! { <span class="muted small">{common}</span> }
}

fn scope_row(line: ScopeLine) -> View {
    let authorised = if line.is_authorised { "good" } else { "fault" };
    let misfit = (!line.misfit.is_empty())
        .then(|| view! { <span class="caution small">{(text().releases.misfit)(&line.misfit)}</span> });
    view! {
        <tr>
            <td class="scope-change">{super::finding_mark(line.mark)}<RecordLink of=line.change.record name=line.change.name />{misfit}</td>
            <td>{line.kind}</td>
            <td class=format!("risk-{}", line.risk.word())>{line.risk.label()}</td>
            <td>{line.status.label()}</td>
            <td class=authorised>{line.authorised}</td>
            <td>{line.window}</td>
            <td>{line.version}</td>
        </tr>
    }
}

/// Authorised changes that would fit.
fn offers(page: &ReleasePage) -> View {
    let live = use_live();
    let words = &text().releases;
    if page.offers.is_empty() {
        return View::default();
    }
    let rows = page.offers.iter().cloned().map(|offer| {
        let command = offer.command;
        let named = offer.change.name.clone();
        view! {
            <li class="offer">
                <span><RecordLink of=offer.change.record name=offer.change.name /><span class="muted small">" "{offer.reason}</span></span>
                <button type="button" class="button small" aria-label=(words.take_in_one)(&named) on:click=move |_| drop(live.run(&command))>{words.take_in}</button>
            </li>
        }
    });
    let count = page.offers.len();
    view! { <div class="offers"><h3>{(words.offers)(count)}</h3><ul>{rows.collect_view()}</ul></div> }
}

/// Proposes releases for the changes that are in none.
pub fn groupings_dialog(open: RwSignal<bool>) -> View {
    let live = use_live();
    let words = &text().releases;
    let content = move || {
        let found = live.read(proposed_groupings).unwrap_or_default();
        if found.is_empty() {
            return view! { <p class="muted">{words.no_groupings}</p> };
        }
        let rows = found.into_iter().map(|grouping| {
            let command = grouping.command;
            let changes = grouping.changes.into_iter().map(|change| view! { <li>{change.name}</li> });
            let verb = if grouping.is_there { words.take_in } else { words.group };
            let label = format!("{verb}: {}", grouping.name);
            view! {
                <li class="grouping">
                    <div>
                        <strong>{grouping.name}</strong>
                        <p class="muted small">{grouping.reason}</p>
                        <ul class="small">{changes.collect_view()}</ul>
                    </div>
                    <button type="button" class="button" aria-label=label on:click=move |_| drop(live.run(&command))>{verb}</button>
                </li>
            }
        });
        view! { <ul class="groupings">{rows.collect_view()}</ul> }
    };
    view! { <Dialog open=open on_close=move |()| open.set(false) title=words.groupings class="wide">{content}</Dialog> }
}
