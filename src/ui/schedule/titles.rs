//! The names of the lanes, in a column that stays while the bars pan.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::stage::Stage;
use super::text_of;
use crate::model::RecordRef;
use crate::planner::Workbench;
use crate::planner::views::timeline::{About, Frame, Grouping, Lane, LaneFrame, Lanes};
use crate::rules::wording;

/// The name of a lane, with what is said about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LaneTitle {
    record: Option<RecordRef>,
    title: String,
    about: String,
    is_over: bool,
    top: f64,
    height: f64,
}

/// The names of the lanes of a frame.
pub(super) fn of(frame: &Frame, lanes: &Lanes, grouping: Grouping, bench: &Workbench) -> Vec<LaneTitle> {
    let named = |seen: &LaneFrame| {
        let lane = lanes.all().get(seen.lane)?;
        Some(LaneTitle {
            record: lane.record,
            title: name(lane, grouping),
            about: about(lane, seen, bench),
            is_over: is_over(lane, seen),
            top: seen.y,
            height: seen.height,
        })
    };
    frame.lanes.iter().filter_map(named).gather()
}

/// What a lane is called.
pub(super) fn name(lane: &Lane, grouping: Grouping) -> String {
    if lane.record.is_none() { (text_of().rest)(grouping).to_owned() } else { lane.title.clone() }
}

fn is_over(lane: &Lane, seen: &LaneFrame) -> bool {
    matches!(lane.about, About::Environment { capacity: Some(capacity), .. } if seen.used > capacity)
}

fn about(lane: &Lane, seen: &LaneFrame, bench: &Workbench) -> String {
    let words = text_of();
    match lane.about {
        About::Environment { control, capacity } => {
            let words = (words.environment)(control, seen.used, capacity);
            if is_over(lane, seen) { format!("{words} !") } else { words }
        }
        About::Release { status, go_live } => {
            let go_live = go_live.map(|at| wording::day(at, bench.view().zone()));
            (words.release)(status, go_live.as_deref())
        }
        About::Service(criticality) => (words.service)(criticality),
        About::Person | About::Rest => (words.count)(lane.bars().len()),
    }
}

/// The column of names. A name opens its record.
#[component]
pub(super) fn LaneTitles(stage: Stage) -> View {
    let row = move |lane: LaneTitle| {
        let inside = view! {
            <strong>{lane.title}</strong>
            <span class:is-blocker=lane.is_over>{lane.about}</span>
        };
        let content = match lane.record {
            Some(record) => view! {
                <button type="button" on:click=move |_| stage.live.select(Some(&record))>{inside}</button>
            },
            None => view! { <div>{inside}</div> },
        };
        view! {
            <li style:top=format!("{}px", lane.top) style:height=format!("{}px", lane.height)>{content}</li>
        }
    };
    view! { <ul class="timeline-titles">{move || stage.titles.get().into_iter().map(row).collect_view()}</ul> }
}
