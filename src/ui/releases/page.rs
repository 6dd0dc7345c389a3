//! The page of a release.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::announcements::announcement_list;
use super::gate::gate_panel;
use super::held::held_panel;
use super::picture::picture_panel;
use super::scope::scope_panel;
use super::strip::PhaseStrip;
use super::{finding_chip, page_address, step_buttons};
use crate::model::{Id, RecordRef, Release, Table};
use crate::planner::views::findings::FindingsFilter;
use crate::planner::views::release::{OtherRelease, ReleasePage, release_page};
use crate::planner::views::runbook_edit::new_runbook;
use crate::planner::{Route, Screen};
use crate::ui::components::{Icon, Shape};
use crate::ui::findings::{FindingGroups, watched};
use crate::ui::inspector::{RecordLink, add_new};
use crate::ui::live::use_live;
use crate::ui::runbook::runbook_address;
use crate::ui::text::text;

/// What the page shows; one for the whole page, of which each part reads what it needs.
pub type Page = Memo<Option<ReleasePage>>;

/// The page of the release of this id.
pub fn release_page_view(id: String) -> View {
    let live = use_live();
    let words = &text().releases;
    let of = RecordRef::new(Table::Releases, &id);
    let wanted: Id<Release> = Id::lenient(&id);
    let page: Page = Memo::new(move |_| live.read(|bench| release_page(bench, &wanted)).flatten());
    let is_there = Memo::new(move |_| page.with(Option::is_some));
    let back = Route::to(Screen::Releases).address();
    view! {
        <nav class="crumbs"><a href=back>{words.back}</a>{part(page, held_by)}</nav>
        {move || if is_there.get() {
            known(&of, page)
        } else {
            view! { <p class="empty">{(words.gone)(&id)}</p> }
        }}
    }
}

/// A part of the page, made anew when the page changes.
pub fn part(page: Page, view: fn(&ReleasePage) -> View) -> View {
    (move || page.with(|page| page.as_ref().map(view))).into_view()
}

fn held_by(page: &ReleasePage) -> View {
    let link = |held: &crate::planner::views::findings_proof::Named| {
        view! { " / "<a href=page_address(&held.record)>{held.name.clone()}</a> }
    };
    page.held_by.as_ref().map(link).into_view()
}

fn known(of: &RecordRef, page: Page) -> View {
    let live = use_live();
    let words = &text().releases;
    let chosen = RwSignal::new(None::<RecordRef>);
    let pieces =
        Signal::derive(move || page.with(|page| page.as_ref().map_or(Vec::new(), |page| page.strip.clone())));
    let filter = FindingsFilter { record: Some(*of), ..FindingsFilter::default() };
    let found = watched(Signal::stored(filter));
    let is_clean = move || found.with(|found| found.as_ref().is_none_or(|found| found.groups.is_empty()));
    let notes = Route::item(Screen::Releases, &of.id).with("view", "notes").address();
    let (phase_of, gate_of, edited) = (*of, *of, *of);
    view! {
        <header class="release-head">
            <div>{part(page, head)}</div>
            <div class="release-facts">
                {part(page, facts)}
                <button type="button" class="button" on:click=move |_| live.select(Some(&edited))>{words.edit}</button>
                {part(page, runbook)}
                <a class="button" href=notes>{text().announcements.notes}</a>
                <span class="button-row">{part(page, |page| step_buttons(&page.steps, ""))}</span>
            </div>
        </header>
        <PhaseStrip pieces chosen />
        <div class="button-row strip-actions">
            <button type="button" class="button small" on:click=move |_| add_new(live, Table::Phases, words.new_phase, Some(&phase_of))>
                <Icon shape=Shape::Plus />{words.add_phase}
            </button>
            <button type="button" class="button small" on:click=move |_| add_new(live, Table::Gates, words.new_gate, Some(&gate_of))>
                <Icon shape=Shape::Plus />{words.add_gate}
            </button>
        </div>
        <div class="release-columns">
            <div class="release-main">
                {picture_panel(of, page)}
                {held_panel(of, page)}
                {scope_panel(of, page)}
                {part(page, reviews)}
                <section class="card panel">
                    <header class="panel-head"><h2>{words.findings_title}</h2></header>
                    <Show when=is_clean><p class="muted">{words.no_findings}</p></Show>
                    <FindingGroups shown=found />
                </section>
            </div>
            <div class="release-side">
                {gate_panel(page, chosen)}
                {part(page, |page| others(text().releases.depends_on, &page.depends_on))}
                {part(page, |page| others(text().releases.needed_by, &page.needed_by))}
                {announcement_list(of.id_of())}
            </div>
        </div>
    }
}

fn head(page: &ReleasePage) -> View {
    let facts = page.facts.iter().map(|fact| format!(" · {fact}"));
    let over = format!("{} · {}{}", page.kind, page.status.label(), facts.gather::<String>());
    view! {
        <p class="muted small">{over}</p>
        <h1>{page.name.clone()}</h1>
        <p class="muted">{page.description.clone()}</p>
    }
}

fn facts(page: &ReleasePage) -> View {
    let words = &text().releases;
    let go_live = match (page.go_live.as_str(), page.countdown.as_str()) {
        ("", _) => words.no_go_live.to_owned(),
        (when, "") => (words.go_live)(when),
        (when, countdown) => format!("{}, {countdown}", (words.go_live)(when)),
    };
    let baseline = (!page.baseline.is_empty()).then(|| {
        let class = if page.is_late { "chip warning" } else { "chip" };
        view! { <span class=class>{page.baseline.clone()}</span> }
    });
    view! {
        <span class="chip">{(words.changes)(page.scope.len())}</span>
        <span class="chip">{(words.services)(page.services)}</span>
        <span class="chip">{go_live}</span>
        {baseline}
        {finding_chip(page.mark)}
    }
}

/// The way to its runbook, or to a new one.
fn runbook(page: &ReleasePage) -> View {
    let live = use_live();
    let words = &text().releases;
    if let Some(runbook) = &page.runbook {
        return view! { <a class="button" href=runbook_address(&runbook.record)>{words.runbook}</a> };
    }
    let of = page.of;
    let write = move |_| {
        let made = live.read_untracked(|bench| new_runbook(bench.plan(), &of)).flatten();
        if let Some((command, runbook)) = made
            && live.run(&command).is_some()
        {
            drop(window().location().set_hash(&runbook_address(&runbook)));
        }
    };
    view! { <button type="button" class="button" on:click=write>{words.write_runbook}</button> }
}

/// What was learnt, and what is still to be reviewed.
fn reviews(page: &ReleasePage) -> View {
    let words = &text().releases;
    if page.reviews.is_empty() {
        return View::default();
    }
    let rows = page.reviews.iter().cloned().map(|line| {
        let address = Route::item(Screen::Changes, &line.change.record.id).address();
        let actions = line.actions.into_iter().map(|(what, done)| {
            let sign = if done { "✓ " } else { "○ " };
            view! { <li><span aria-hidden="true">{sign}</span>{what}<span class="muted small">{(words.action_standing)(done)}</span></li> }
        });
        view! {
            <li>
                <a href=address>{line.change.name}</a>" "<span class="chip">{line.outcome}</span>
                <p class=if line.is_open { "fault" } else { "" }>{line.said}</p>
                <ul class="small">{actions.collect_view()}</ul>
            </li>
        }
    });
    view! {
        <section class="card panel">
            <header class="panel-head"><h2>{words.reviews}</h2></header>
            <ul class="release-reviews">{rows.collect_view()}</ul>
        </section>
    }
}

fn others(title: &'static str, others: &[OtherRelease]) -> View {
    let words = &text().releases;
    if others.is_empty() {
        return View::default();
    }
    let rows = others.iter().cloned().map(|other| {
        let (sign, class, said) =
            if other.is_kept { ("✓", "good", words.kept) } else { ("!", "fault", words.broken) };
        view! {
            <li>
                <span class=class aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{said}": "</span>
                <span class="other-name"><RecordLink of=other.release.record name=other.release.name />" "<span class="muted">{other.how}</span></span>
                <span class=format!("small {}", if other.is_kept { "muted" } else { "fault" })>{other.slack}</span>
            </li>
        }
    });
    view! {
        <section class="card panel">
            <header class="panel-head"><h2>{title}</h2></header>
            <ul class="others">{rows.collect_view()}</ul>
        </section>
    }
}
