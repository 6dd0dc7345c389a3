//! Plans the meetings of a board from its rule.

use super::called;
use crate::model::{Board, Diff, Id, Meeting, Plan, RecordRef, Table};
use crate::planner::naming::fresh_ids;
use crate::planner::{Context, Refusal, Step};
use crate::time::{Instant, Interval};

/// As many meetings as one step plans at most.
const MOST: usize = 200;

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    id: &Id<Board>,
    until: Instant,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let board = plan.boards.get(id).ok_or(Refusal::Missing(of))?;
    let rule = board.meetings.as_ref().ok_or_else(|| Refusal::no_meeting_rule(&board.name))?;
    let is_planned = |window: &Interval| {
        plan.meetings.values().any(|meeting| meeting.board == *id && meeting.window.start == window.start)
    };
    let occurrences = rule.occurrences(Interval::new(context.now, until)).into_iter();
    let to_come = occurrences.filter(|window| context.now <= window.start && !is_planned(window)).take(MOST);
    let mut diff = Diff::default();
    for (window, meeting) in to_come.zip(fresh_ids(plan, Table::Meetings)) {
        diff.set(plan, Meeting::planned(Id::lenient(&meeting), *id, window).into());
    }
    Ok(Step { label: format!("Plan the meetings of {}", called(&of)), diff })
}
