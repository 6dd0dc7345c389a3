//! The picture of a runbook: a row a step, by team, with what waits for what.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::{Page, part};
use crate::model::{StepKind, StepStatus};
use crate::planner::views::runbook::{Gantt, GanttLink, GanttRow, RunbookPage};
use crate::ui::releases::percent;
use crate::ui::text::text;

/// The height of a row, as the style has it.
const ROW: usize = 28;

/// The picture with its legend.
pub fn panel(page: Page) -> View {
    let words = &text().runbook;
    let legend = words.legend.iter().map(|(class, said)| {
        view! { <span class="legend-step"><i class=format!("gantt-key {class}") aria-hidden="true"></i>{*said}</span> }
    });
    view! {
        <section class="card panel">
            <header class="panel-head"><h2>{words.picture}</h2></header>
            <div class="gantt-scroller" tabindex="0" role="region" aria-label=words.picture>{part(page, gantt)}</div>
            <p class="legend muted small">{legend.collect_view()}</p>
        </section>
    }
}

fn gantt(page: &RunbookPage) -> View {
    let gantt = page.gantt.clone();
    let height = gantt.rows.len() * ROW;
    let names = gantt.rows.iter().map(row_name).collect_view();
    let bars = gantt.rows.iter().cloned().enumerate().map(|(place, row)| row_bars(place, row)).collect_view();
    let ticks = gantt.ticks.iter().map(|tick| {
        view! { <span class="axis-tick" style:inset-inline-start=percent(tick.at)>{tick.label.clone()}</span> }
    });
    view! {
        <div class="gantt">
            <div class="gantt-names">{names}</div>
            <div class="gantt-area">
                <div class="gantt-axis" aria-hidden="true">{ticks.collect_view()}</div>
                <div class="gantt-rows" style:height=format!("{height}px")>
                    {backdrop(&gantt)}
                    {lines(&gantt.links, height)}
                    {bars}
                    {marks(&gantt)}
                </div>
            </div>
        </div>
    }
}

fn row_name(row: &GanttRow) -> View {
    match row.number {
        None => view! { <div class="gantt-team">{row.name.clone()}</div> },
        Some(number) => {
            view! { <div class="gantt-name" title=row.name.clone()><span class="muted">{number}</span>" "{row.name.clone()}</div> }
        }
    }
}

fn row_bars(place: usize, row: GanttRow) -> View {
    let kind = match row.kind {
        StepKind::Task => "task",
        StepKind::Checkpoint => "checkpoint",
        StepKind::PointOfNoReturn => "no-return",
        StepKind::Backout => "backout",
    };
    let status = match row.status {
        StepStatus::Waiting => "",
        StepStatus::Running => " running",
        StepStatus::Issue => " issue",
        StepStatus::Done => " done",
        StepStatus::Skipped => " skipped",
    };
    let critical = if row.is_critical { " critical" } else { "" };
    let has_now = row.now.is_some();
    let planned = row.planned.map(|stretch| {
        let class = if has_now { "gantt-bar as-planned".to_owned() } else { format!("gantt-bar {kind}{status}{critical}") };
        view! { <i class=class style:inset-inline-start=percent(stretch.from) style:width=percent(stretch.width) title=row.said.clone()></i> }
    });
    let now = row.now.map(|stretch| {
        view! { <i class=format!("gantt-bar {kind}{status}{critical}") style:inset-inline-start=percent(stretch.from) style:width=percent(stretch.width) title=row.said.clone()></i> }
    });
    view! { <div class="gantt-row" class:two=has_now style:top=format!("{}px", place * ROW)>{planned}{now}<span class="visually-hidden">{row.said.clone()}</span></div> }
}

/// The window in which all has to be done, and the outage.
fn backdrop(gantt: &Gantt) -> View {
    let words = &text().runbook;
    let tinted = |class: &'static str,
                  said: &'static str,
                  stretch: Option<crate::planner::views::scale::Stretch>| {
        stretch.map(|stretch| view! { <i class=class title=said style:inset-inline-start=percent(stretch.from) style:width=percent(stretch.width)></i> })
    };
    let ticks = gantt
        .ticks
        .iter()
        .map(|tick| view! { <i class="axis-line" style:inset-inline-start=percent(tick.at)></i> });
    view! {
        {tinted("gantt-window", words.window, gantt.window)}
        {tinted("gantt-outage", words.outage, gantt.outage)}
        {ticks.collect_view()}
    }
}

/// From the end of a step down to the start of the one that waits for it.
fn lines(links: &[GanttLink], height: usize) -> View {
    let path = links.iter().map(|link| {
        let (from, to) = (link.from_row * ROW + ROW / 2, link.to_row * ROW + ROW / 2);
        format!("M{} {from}V{to}H{}", link.from, link.to)
    });
    let path: String = path.gather();
    view! {
        <svg class="gantt-links" viewBox=format!("0 0 1000 {height}") preserveAspectRatio="none" aria-hidden="true">
            <path d=path vector-effect="non-scaling-stroke" />
        </svg>
    }
}

/// Point of no return, latest moment to back out, now.
fn marks(gantt: &Gantt) -> View {
    let words = &text().runbook;
    let mark = |class: &'static str, at: u16, said: String| {
        let side = if 700 < at { " before" } else { "" };
        view! { <i class=format!("gantt-mark {class}{side}") style:inset-inline-start=percent(at)><span>{said}</span></i> }
    };
    let no_return =
        gantt.no_return.clone().map(|(at, said)| mark("no-return", at, (words.no_return_at)(&said)));
    let is_same =
        gantt.no_return.as_ref().map(|(at, _)| *at) == gantt.latest_backout.as_ref().map(|(at, _)| *at);
    let latest = gantt.latest_backout.clone().filter(|_| !is_same);
    let latest = latest.map(|(at, said)| mark("latest", at, (words.latest_at)(&said)));
    let now = gantt.now.map(|at| mark("now", at, text().releases.now.to_owned()));
    view! { {no_return}{latest}{now} }
}
