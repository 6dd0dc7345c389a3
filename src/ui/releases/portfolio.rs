//! The list of releases: all on one axis of time, with what slips, contends and cannot go.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::announcements::announcement_list;
use super::arrows::ArrowLayer;
use super::new_release::NewReleaseDialog;
use super::scope::groupings_dialog;
use super::{finding_chip, page_address};
use crate::model::{GateDecision, PhaseStatus};
use crate::planner::views::portfolio::{Concern, GateMark, PhaseBar, Portfolio, PortfolioRow, portfolio};
use crate::planner::{Route, Screen};
use crate::ui::components::{EmptyState, Icon, SegmentedControl, Shape};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// From how many releases on each has one line.
const DENSE: usize = 30;

/// All releases, or all announcements.
pub fn release_list(view: &str) -> View {
    let live = use_live();
    let words = &text().releases;
    let is_about_announcements = view == "announcements";
    let is_planning = RwSignal::new(false);
    let is_grouping = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let route = live.route();
        let concern = Concern::from_word(route.param("show"));
        live.read(|bench| portfolio(bench, concern, route.param("q"))).unwrap_or_default()
    });
    let is_empty = move || shown.with(|shown| shown.counts.all == 0);
    let finds_nothing = move || shown.with(|shown| shown.counts.all != 0 && shown.rows.is_empty());
    view! {
        <header class="screen-head">
            <h1>{words.title}</h1>
            {tabs()}
            <p class="muted" role="status" hidden=is_about_announcements>{move || shown.with(|shown| (words.count)(shown.rows.len()))}</p>
            <button type="button" class="button head-end" on:click=move |_| is_grouping.set(true)>{words.groupings}</button>
            <button type="button" class="button primary" on:click=move |_| is_planning.set(true)>
                <Icon shape=Shape::Plus />
                {words.new}
            </button>
        </header>
        <NewReleaseDialog open=is_planning />
        {groupings_dialog(is_grouping)}
        {is_about_announcements.then(|| announcement_list(None))}
        <Show when=move || is_empty() && !is_about_announcements>
            <EmptyState title=words.none hint=words.none_hint />
        </Show>
        <Show when=move || !is_empty() && !is_about_announcements>
            {portfolio_view(shown)}
            <Show when=finds_nothing><p class="empty">{words.none_such}</p></Show>
        </Show>
    }
}

/// The parts of the screen, each with its address.
fn tabs() -> View {
    let live = use_live();
    let words = &text().releases;
    let tabs = words.parts.iter().map(|(word, said)| {
        let address = Route::to(Screen::Releases).with("view", word).address();
        let is_here = move || (live.route().param("view") == *word).then_some("page");
        view! { <a class="tab" href=address aria-current=is_here>{*said}</a> }
    });
    view! { <nav class="tabs" aria-label=words.title>{tabs.collect_view()}</nav> }
}

/// The filters, and the picture with its arrows.
fn portfolio_view(shown: Memo<Portfolio>) -> View {
    let arrows = ArrowLayer::new(Callback::new(move |()| shown.track()), false);
    view! { {filters(shown, arrows)}{picture(shown, arrows)} }
}

/// The concerns with their counts, and the field for a part of a name.
fn filters(shown: Memo<Portfolio>, arrows: ArrowLayer) -> View {
    let live = use_live();
    let words = &text().releases;
    let choices = move || {
        let counts = shown.with(|shown| shown.counts);
        let choice = |(concern, word): &(Concern, &str)| {
            let label = format!("{} {}", (words.concern)(*concern), counts.of(*concern));
            ((*word).to_owned(), label)
        };
        let chosen = Signal::derive(move || live.route().param("show").to_owned());
        let choose = move |word: String| live.go_quietly(&live.route().with("show", &word));
        view! { <SegmentedControl name=words.concerns choices=Concern::ALL.iter().map(choice).gather() chosen on_choose=choose /> }
    };
    view! {
        <div class="portfolio-filters">
            {choices}
            <input type="search" class="portfolio-search" aria-label=words.search placeholder=words.search
                prop:value=move || live.route().param("q").to_owned()
                on:input=move |event| live.go_quietly(&live.route().with("q", &event_target_value(&event))) />
            {arrows.toggle()}
        </div>
    }
}

fn picture(shown: Memo<Portfolio>, arrows: ArrowLayer) -> View {
    let words = &text().releases;
    let ticks = move || {
        let shown = shown.get();
        // A label that "now" would cover is left out; its line stays.
        let is_clear = |at: i32| shown.now.is_none_or(|now| !(-120..50).contains(&(at - i32::from(now))));
        let ticks = shown.ticks.iter().filter(|tick| is_clear(i32::from(tick.at))).cloned().map(|tick| {
            view! { <span class="axis-tick" style:inset-inline-start=percent(tick.at)>{tick.label}</span> }
        });
        let now = shown.now.map(
            |at| view! { <span class="axis-now" style:inset-inline-start=percent(at)>{words.now}</span> },
        );
        view! { {ticks.collect_view()}{now} }
    };
    view! {
        <div class="portfolio card" class:dense=move || shown.with(|shown| DENSE < shown.rows.len()) role="table" aria-label=words.title node_ref=arrows.picture
            on:pointerover=move |event| arrows.point_at(event.target())
            on:pointerleave=move |_| arrows.point_at(None)
            on:focusin=move |event| arrows.point_at(event.target())
            on:focusout=move |_| arrows.point_at(None)>
            <div class="portfolio-head" role="row">
                <span role="columnheader">{words.release}</span>
                <span class="portfolio-axis" role="columnheader"><span class="visually-hidden">{words.phases}</span>{ticks}</span>
                <span role="columnheader">{words.live_column}</span>
                <span role="columnheader">{words.attention}</span>
            </div>
            <Rows each=move || shown.with(|shown| shown.rows.clone()) children=move |row| release_row(row, shown) />
            {arrows.view()}
        </div>
    }
}

fn release_row(row: PortfolioRow, shown: Memo<Portfolio>) -> View {
    let words = &text().releases;
    let lines = move || {
        shown.with(|shown| {
            let lines = shown.ticks.iter().map(|tick| {
                view! { <i class="axis-line" style:inset-inline-start=percent(tick.at)></i> }
            });
            let now = shown.now.map(|at| {
                view! { <i class="axis-line now" style:inset-inline-start=percent(at)></i> }
            });
            lines.chain(now).collect_view()
        })
    };
    let changes = (words.changes)(row.changes);
    let facts = [row.version.clone(), row.kind.to_owned(), row.status.label().to_ascii_lowercase(), changes];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).gather();
    let live = if row.go_live.is_empty() { words.no_go_live.to_owned() } else { row.go_live.clone() };
    let reasons = [
        ("reason slips", words.slips, row.slips),
        ("reason contends", words.contends, row.contends),
        ("reason stopped", words.stopped, row.stopped),
    ];
    let is_calm = reasons.iter().all(|(_, _, said)| said.is_empty());
    let reasons = reasons.into_iter().filter(|(_, _, said)| !said.is_empty()).map(|(class, name, said)| {
        let hint = said.clone();
        view! { <span class=class title=hint><strong>{name}</strong>" "<span>{said}</span></span> }
    });
    let chip = is_calm.then(|| finding_chip(row.mark));
    let (of, row_of) = (row.of.to_string(), row.of.to_string());
    let waits = row.waits.join("; ");
    let go_live = row.live_at.map(|at| view! { <i class="live-mark" data-bar=of style:inset-inline-start=percent(at) title=(words.go_live)(&row.go_live)></i> });
    let baseline = row.baseline_at.map(|at| view! { <i class="live-mark baseline" style:inset-inline-start=percent(at) title=words.baseline></i> });
    view! {
        <div class="portfolio-row" role="row" data-of=row_of class:over=!row.status.is_live()>
            <span class="release-name" role="cell" style:--depth=row.depth.to_string()>
                <a href=page_address(&row.of)>{row.name}</a>
                <span class="muted small">{facts.join(" · ")}</span>
            </span>
            <span class="portfolio-axis" role="cell">
                <span class="axis-lines" aria-hidden="true">{lines}</span>
                {row.phases.into_iter().map(phase_bar).collect_view()}
                {baseline}{go_live}
                {row.gates.into_iter().map(gate_mark).collect_view()}
                <span class="visually-hidden">{waits}</span>
            </span>
            <span class="portfolio-live" role="cell">{live}<span class="muted small">{row.countdown}</span></span>
            <span class="portfolio-reasons" role="cell">{reasons.collect_view()}{chip}</span>
        </div>
    }
}

fn phase_bar(bar: PhaseBar) -> View {
    let class = format!("axis-phase {}{}", phase_tone(bar.status), if bar.is_late { " late" } else { "" });
    view! {
        <span class=class data-bar=bar.of.to_string() style:inset-inline-start=percent(bar.stretch.from) style:width=percent(bar.stretch.width) title=bar.said.clone()>
            <span class="visually-hidden">{bar.said.clone()}"; "</span>
        </span>
    }
}

fn gate_mark(mark: GateMark) -> View {
    view! {
        <span class=format!("axis-gate {}", diamond(mark.decision, mark.is_late)) style:inset-inline-start=percent(mark.at) title=mark.said.clone()>
            <span class="visually-hidden">{mark.said.clone()}"; "</span>
        </span>
    }
}

/// The class of a phase's tone.
pub fn phase_tone(status: PhaseStatus) -> &'static str {
    match status {
        PhaseStatus::Passed => "passed",
        PhaseStatus::Failed => "failed",
        PhaseStatus::Active => "active",
        PhaseStatus::Planned => "planned",
    }
}

/// A filled diamond was decided well, a crossed one badly, an empty one is open.
pub fn diamond(decision: GateDecision, is_late: bool) -> &'static str {
    match decision {
        GateDecision::Go => "gate-diamond go",
        GateDecision::GoWithConditions => "gate-diamond conditions",
        GateDecision::NoGo => "gate-diamond no-go",
        GateDecision::Open if is_late => "gate-diamond late",
        GateDecision::Open => "gate-diamond",
    }
}

/// Thousandths as a style has them.
pub fn percent(thousandths: u16) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}
