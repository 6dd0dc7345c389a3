//! The page of a release.

use crate::ui::components::{Rows, Show};
use leptos::prelude::*;

use super::finding_chip;
use super::gate::GatePanel;
use super::strip::PhaseStrip;
use crate::model::{Change, Command, Id, RecordRef, Release, Table};
use crate::planner::views::findings::FindingsFilter;
use crate::planner::views::release::{GateView, OtherRelease, ReleasePage, ScopeLine, release_page};
use crate::planner::{Route, Screen};
use crate::ui::components::{Icon, Shape};
use crate::ui::findings::{FindingGroups, watched};
use crate::ui::inspector::{Picked, RecordLink, RecordPicker, add_new};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The page of the release of this id.
#[component]
pub fn ReleasePageView(id: String) -> impl IntoView {
    let live = use_live();
    let words = &text().releases;
    let of = RecordRef::new(Table::Releases, &id);
    let wanted: Id<Release> = Id::lenient(&id);
    let page = Memo::new(move |_| live.read(|bench| release_page(bench, &wanted)).flatten());
    let is_there = Memo::new(move |_| page.with(Option::is_some));
    let back = Route::to(Screen::Releases).address();
    view! {
        <nav class="crumbs"><a href=back>{words.back}</a></nav>
        {move || if is_there.get() {
            view! { <Known of=of.clone() page /> }.into_any()
        } else {
            view! { <p class="empty">{(words.gone)(&id)}</p> }.into_any()
        }}
    }
}

/// One part of the page, kept up to date.
fn part<T: Clone + PartialEq + Send + Sync + Default + 'static>(
    page: Memo<Option<ReleasePage>>,
    part: fn(&ReleasePage) -> T,
) -> Memo<T> {
    Memo::new(move |_| page.with(|page| page.as_ref().map(part)).unwrap_or_default())
}

#[component]
fn Known(of: RecordRef, page: Memo<Option<ReleasePage>>) -> impl IntoView {
    let live = use_live();
    let words = &text().releases;
    let chosen = RwSignal::new(None::<RecordRef>);
    let pieces = part(page, |page| page.line.strip.clone());
    let next = part(page, |page| page.next_gate.clone());
    let gate = Memo::new(move |_| {
        let wanted = chosen.get().or_else(|| next.get());
        let find = |wanted: &RecordRef| {
            pieces.with(|pieces| {
                pieces.iter().flat_map(|piece| &piece.gates).find(|gate| gate.of == *wanted).cloned()
            })
        };
        wanted
            .as_ref()
            .and_then(find)
            .or_else(|| pieces.with(|pieces| pieces.iter().flat_map(|piece| &piece.gates).last().cloned()))
    });
    let filter = FindingsFilter { record: Some(of.clone()), ..FindingsFilter::default() };
    let found = watched(Signal::stored(filter));
    let is_clean = move || found.with(|found| found.as_ref().is_none_or(|found| found.groups.is_empty()));
    let (phase_of, gate_of) = (of.clone(), of.clone());
    view! {
        <Head of=of.clone() page />
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
                <Scope of page />
                <section class="card panel">
                    <header class="panel-head"><h2>{words.findings_title}</h2></header>
                    <Show when=is_clean><p class="muted">{words.no_findings}</p></Show>
                    <FindingGroups shown=found />
                </section>
            </div>
            <div class="release-side">
                {move || gate.get().map(|gate: GateView| view! { <GatePanel gate /> })}
                <Others title=words.depends_on others=part(page, |page| page.depends_on.clone()) />
                <Others title=words.needed_by others=part(page, |page| page.needed_by.clone()) />
            </div>
        </div>
    }
}

#[component]
fn Head(of: RecordRef, page: Memo<Option<ReleasePage>>) -> impl IntoView {
    let live = use_live();
    let words = &text().releases;
    let over = part(page, |page| {
        let facts = page.facts.iter().map(|fact| format!(" · {fact}"));
        format!("{} · {}{}", page.line.kind, page.line.status, facts.collect::<String>())
    });
    let go_live = part(page, |page| match page.line.go_live.as_str() {
        "" => text().releases.no_go_live.to_owned(),
        when => format!("{}, {}", (text().releases.go_live)(when), page.countdown),
    });
    let name = part(page, |page| page.line.name.clone());
    let description = part(page, |page| page.description.clone());
    let changes = part(page, |page| page.line.changes);
    let services = part(page, |page| page.services);
    let marked = part(page, |page| page.line.mark);
    view! {
        <header class="release-head">
            <div>
                <p class="muted small">{over}</p>
                <h1>{name}</h1>
                <p class="muted">{description}</p>
            </div>
            <div class="release-facts">
                <span class="chip">{move || (words.changes)(changes.get())}</span>
                <span class="chip">{move || (words.services)(services.get())}</span>
                <span class="chip">{go_live}</span>
                {move || finding_chip(marked.get())}
                <button type="button" class="button" on:click=move |_| live.select(Some(&of))>{words.edit}</button>
            </div>
        </header>
    }
}

/// The changes of the release, with a way to put more into it.
#[component]
fn Scope(of: RecordRef, page: Memo<Option<ReleasePage>>) -> impl IntoView {
    let live = use_live();
    let words = &text().releases;
    let lines = part(page, |page| page.scope.clone());
    let inside = Signal::derive(move || {
        lines.with(|lines| lines.iter().map(|line| line.change.record.clone()).collect::<Vec<_>>())
    });
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
            <header class="panel-head"><h2>{words.scope}</h2><span class="muted small">{move || (words.changes)(lines.with(Vec::len))}</span></header>
            <Show when=move || lines.with(Vec::is_empty)><p class="muted">{words.no_scope}</p></Show>
            <div class="scope-scroller">
                <table class="scope-table">
                    <thead><tr>{headings.map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}</tr></thead>
                    <tbody>
                        <Rows each=move || lines.get() children=scope_row />
                    </tbody>
                </table>
            </div>
            <div class="scope-add">
                <RecordPicker table=Table::Changes label=words.add_change placeholder=words.add_change without=inside on_pick=pick />
            </div>
        </section>
    }
}

fn scope_row(line: ScopeLine) -> impl IntoView {
    let authorised = if line.is_authorised { "good" } else { "fault" };
    view! {
        <tr>
            <td class="scope-change">{super::finding_mark(line.mark)}<RecordLink of=line.change.record name=line.change.name /></td>
            <td>{line.kind}</td>
            <td class=format!("risk-{}", line.risk.word())>{line.risk.label()}</td>
            <td>{line.status.label()}</td>
            <td class=authorised>{line.authorised}</td>
            <td>{line.window}</td>
            <td>{line.version}</td>
        </tr>
    }
}

#[component]
fn Others(title: &'static str, others: Memo<Vec<OtherRelease>>) -> impl IntoView {
    let words = &text().releases;
    let rows = move || {
        others.get().into_iter().map(|other| {
        let (sign, class, said) = if other.is_kept { ("✓", "good", words.kept) } else { ("!", "fault", words.broken) };
        view! {
            <li>
                <span class=class aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{said}": "</span>
                <span class="other-name"><RecordLink of=other.release.record name=other.release.name />" "<span class="muted">{other.how}</span></span>
                <span class=format!("small {}", if other.is_kept { "muted" } else { "fault" })>{other.slack}</span>
            </li>
        }
    }).collect_view()
    };
    view! {
        <Show when=move || !others.with(Vec::is_empty)>
            <section class="card panel">
                <header class="panel-head"><h2>{title}</h2></header>
                <ul class="others">{rows}</ul>
            </section>
        </Show>
    }
}
