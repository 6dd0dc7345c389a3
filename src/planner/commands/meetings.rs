//! A meeting from its agenda to its end. One file, because each of its steps is a few lines over the same record.

use super::answer::noted;
use super::called;
use crate::authority::{Answers, AskedAuthority, holds};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    AgendaItem, Approval, ApprovalStatus, Board, BoardDecision, Change, Diff, Id, Meeting, MeetingStatus,
    Person, Plan, Record, RecordRef,
};
use crate::planner::{Context, Refusal, Step, title_of};
use crate::time::Instant;

/// The next meeting of a board that is planned to start after a moment.
pub(super) fn next_after<'a>(plan: &'a Plan, board: &Id<Board>, after: Instant) -> Option<&'a Meeting> {
    let planned = plan.meetings.values().filter(|meeting| {
        meeting.board == *board && meeting.status == MeetingStatus::Planned && after < meeting.window.start
    });
    planned.min_by_key(|meeting| (meeting.window.start, &meeting.id))
}

pub(super) fn meeting_that_is<'a>(
    plan: &'a Plan,
    id: &Id<Meeting>,
    wanted: &[MeetingStatus],
    instead: &'static str,
) -> Result<&'a Meeting, Refusal> {
    let meeting = plan.meetings.get(id).ok_or_else(|| Refusal::Missing(RecordRef::from(id)))?;
    if wanted.contains(&meeting.status) {
        return Ok(meeting);
    }
    Err(Refusal::meeting_is(meeting.status.label(), instead))
}

const OPEN_IT: &str = "open it first";

fn step(label: &str, id: &Id<Meeting>, diff: Diff) -> Step {
    Step { label: format!("{label} {}", called(&RecordRef::from(id))), diff }
}

#[inline(never)]
pub(in crate::planner) fn set_agenda(
    plan: &Plan,
    id: &Id<Meeting>,
    changes: &[Id<Change>],
) -> Result<Step, Refusal> {
    let wanted = [MeetingStatus::Planned, MeetingStatus::InProgress];
    let meeting = meeting_that_is(plan, id, &wanted, "only the agenda of one to come can be set")?;
    if let Some(missing) = changes.iter().find(|change| !plan.changes.contains_key(change)) {
        return Err(Refusal::Missing(RecordRef::from(missing)));
    }
    let mut agenda: Vec<AgendaItem> =
        meeting.agenda.iter().filter(|item| item.decision.is_some()).cloned().gather();
    for change in changes {
        if agenda.iter().all(|item| item.change != *change) {
            let known = meeting.agenda.iter().find(|item| item.change == *change);
            agenda.push(known.cloned().unwrap_or_else(|| AgendaItem::new(*change)));
        }
    }
    let mut diff = Diff::default();
    let mut planned = meeting.clone();
    planned.agenda = agenda;
    for approval in waiting_for(plan, &meeting.board) {
        let is_on = planned.agenda.iter().any(|item| item.change == approval.change);
        let was_on = approval.meeting.as_ref() == Some(id);
        if is_on != was_on {
            diff.set(plan, altered!(approval.clone(), meeting: is_on.then_some(*id)).into());
        }
    }
    diff.set(plan, planned.into());
    Ok(step("Set the agenda of", id, diff))
}

/// The approvals that wait for a board.
fn waiting_for<'a>(plan: &'a Plan, board: &Id<Board>) -> impl Iterator<Item = &'a Approval> {
    plan.approvals
        .values()
        .filter(move |approval| approval.status.is_pending() && approval.board.as_ref() == Some(board))
}

/// Opens a meeting. Items that are approved already complete by themselves; the clock of the first other one runs.
#[inline(never)]
pub(in crate::planner) fn open(
    plan: &Plan,
    id: &Id<Meeting>,
    attendees: &[Id<Person>],
    context: &Context,
) -> Result<Step, Refusal> {
    let meeting = meeting_that_is(plan, id, &[MeetingStatus::Planned], "only a planned one can be opened")?;
    let authority = AskedAuthority::Board(meeting.board);
    let is_approved = |id: &Id<Change>| {
        let latest = Answers::of(plan, id).latest(&authority);
        let change = plan.changes.get(id);
        latest.zip(change).is_some_and(|(it, change)| it.status.is_given() && holds(plan, change, it))
    };
    let mut opened = meeting.clone();
    for change in meeting.agenda.iter().map(|item| &item.change).filter(|change| is_approved(change)) {
        opened = noted(&opened, change, context.now).unwrap_or(opened);
    }
    opened.status = MeetingStatus::InProgress;
    opened.attendees = attendees.to_vec();
    start_next(&mut opened, context.now);
    let mut diff = Diff::default();
    diff.set(plan, opened.into());
    Ok(step("Open", id, diff))
}

/// Starts the clock of the first open item, unless one runs.
pub(super) fn start_next(meeting: &mut Meeting, now: Instant) {
    let mut open = meeting.agenda.iter_mut().filter(|item| item.decision.is_none());
    if let Some(first) = open.next()
        && first.started_at.is_none()
        && open.all(|item| item.started_at.is_none())
    {
        first.started_at = Some(now);
    }
}

#[inline(never)]
pub(in crate::planner) fn turn_to(
    plan: &Plan,
    id: &Id<Meeting>,
    change: &Id<Change>,
    context: &Context,
) -> Result<Step, Refusal> {
    let meeting = meeting_that_is(plan, id, &[MeetingStatus::InProgress], OPEN_IT)?;
    open_item(plan, meeting, change)?;
    let mut turned = meeting.clone();
    for item in turned.agenda.iter_mut().filter(|item| item.decision.is_none()) {
        let is_it = item.change == *change;
        item.started_at = item.started_at.filter(|_| is_it).or(is_it.then_some(context.now));
    }
    let mut diff = Diff::default();
    diff.set(plan, turned.into());
    Ok(Step { label: format!("Turn to {}", called(&RecordRef::from(change))), diff })
}

/// The item about a change that nothing was decided about.
pub(super) fn open_item<'a>(
    plan: &Plan,
    meeting: &'a Meeting,
    change: &Id<Change>,
) -> Result<&'a AgendaItem, Refusal> {
    let title = || title_of(plan, change);
    let item = meeting.agenda.iter().find(|item| item.change == *change);
    let item = item.ok_or_else(|| Refusal::not_on_agenda(&title()))?;
    match item.decision {
        None => Ok(item),
        Some(decision) => Err(Refusal::item_decided(&title(), decision.label())),
    }
}

#[inline(never)]
pub(in crate::planner) fn take_minutes(
    plan: &Plan,
    id: &Id<Meeting>,
    change: Option<&Id<Change>>,
    minutes: &str,
) -> Result<Step, Refusal> {
    let wanted = [MeetingStatus::Planned, MeetingStatus::InProgress, MeetingStatus::Complete];
    let meeting = meeting_that_is(plan, id, &wanted, "it has no minutes")?;
    let mut written = meeting.clone();
    match change {
        None => minutes.clone_into(&mut written.minutes),
        Some(change) => {
            let item = written.agenda.iter_mut().find(|item| item.change == *change);
            let title = || title_of(plan, change);
            minutes.clone_into(&mut item.ok_or_else(|| Refusal::not_on_agenda(&title()))?.minutes);
        }
    }
    let mut diff = Diff::default();
    diff.set(plan, written.into());
    Ok(step("Minutes of", id, diff))
}

/// Puts what was not reached off to the next meeting and closes this one.
#[inline(never)]
pub(in crate::planner) fn close(plan: &Plan, id: &Id<Meeting>, context: &Context) -> Result<Step, Refusal> {
    let meeting = meeting_that_is(plan, id, &[MeetingStatus::InProgress], OPEN_IT)?;
    let mut closed = meeting.clone();
    closed.status = MeetingStatus::Complete;
    let mut put_off = Vec::new();
    for item in closed.agenda.iter_mut().filter(|item| item.decision.is_none()) {
        item.decision = Some(BoardDecision::Defer);
        item.ended_at = Some(context.now);
        put_off.push(item.change);
    }
    let mut diff = Diff::default();
    defer(plan, &mut diff, meeting, &put_off, "Not reached in the meeting");
    diff.set(plan, closed.into());
    Ok(step("Close", id, diff))
}

#[inline(never)]
pub(in crate::planner) fn cancel(plan: &Plan, id: &Id<Meeting>) -> Result<Step, Refusal> {
    let meeting =
        meeting_that_is(plan, id, &[MeetingStatus::Planned], "only a planned one can be cancelled")?;
    let open = meeting.agenda.iter().filter(|item| item.decision.is_none());
    let waiting: Vec<Id<Change>> = open.map(|item| item.change).gather();
    let mut diff = Diff::default();
    defer(plan, &mut diff, meeting, &waiting, "The meeting was cancelled");
    diff.set(plan, altered!(meeting.clone(), status: MeetingStatus::Cancelled).into());
    Ok(step("Cancel", id, diff))
}

/// Puts changes off to the board's next planned meeting, or until it has one.
pub(super) fn defer(plan: &Plan, diff: &mut Diff, from: &Meeting, changes: &[Id<Change>], note: &str) {
    let next = next_after(plan, &from.board, from.window.start).filter(|next| next.id != from.id);
    for approval in waiting_for(plan, &from.board).filter(|approval| changes.contains(&approval.change)) {
        let mut deferred = approval.clone();
        deferred.status = ApprovalStatus::Deferred;
        deferred.meeting = next.map(|next| *next.id());
        deferred.note = note.to_owned();
        diff.set(plan, deferred.into());
    }
    let Some(next) = next else { return };
    let mut next = next.clone();
    for change in changes.iter().filter(|change| plan.changes.contains_key(change)) {
        if next.agenda.iter().all(|item| item.change != *change) {
            next.agenda.push(AgendaItem::new(*change));
        }
    }
    diff.set(plan, next.into());
}
