//! What follows from the votes of an approval: it is given or refused, and the change moves on.
//!
//! Apart from voting and from the board's decision, because both end here.

use crate::authority::{
    Answers, AskedAuthority, Authorisation, Verdict, authorisation_by, content_hash, content_of,
    dependent_people, tally, voters,
};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Approval, ApprovalStatus, BoardDecision, Change, ChangeKind, ChangeStatus, Diff, Id, Meeting,
    MeetingStatus, Person, Plan, Record, RecordRef, VoteChoice,
};
use crate::planner::{Refusal, title_of};
use crate::rules::wording::list;
use crate::time::Instant;

/// The approval and its change, when it is waited for and the change is not on hold.
pub(super) fn waited_for<'a>(
    plan: &'a Plan,
    id: &Id<Approval>,
) -> Result<(&'a Approval, &'a Change), Refusal> {
    let missing = |of: RecordRef| Refusal::Missing(of);
    let approval = plan.approvals.get(id).ok_or_else(|| missing(RecordRef::from(id)))?;
    let change = plan.changes.get(&approval.change);
    let change = change.ok_or_else(|| missing(RecordRef::from(&approval.change)))?;
    if !approval.status.is_pending() {
        let status = approval.status.label();
        return Err(Refusal::not_waited_for(change.title(), status));
    }
    if change.on_hold {
        return Err(Refusal::AskedOnHold(change.title().to_owned()));
    }
    Ok((approval, change))
}

/// Who is asked by an approval.
pub(super) fn authority_of(approval: &Approval) -> AskedAuthority {
    match (&approval.board, &approval.environment) {
        (Some(board), _) => AskedAuthority::Board(*board),
        (None, Some(environment)) => AskedAuthority::EnvironmentManager(*environment),
        (None, None) => AskedAuthority::UnnamedBoard,
    }
}

/// What the votes of an approval say; a manager's or an unnamed board's first answer decides.
pub(super) fn verdict(plan: &Plan, change: &Change, approval: &Approval) -> Verdict {
    let excluded = dependent_people(change);
    if let Some(board) = approval.board.as_ref().and_then(|id| plan.boards.get(id)) {
        return tally(board, &approval.votes, &excluded).verdict;
    }
    let mut counting = approval.votes.iter().filter(|vote| !excluded.contains(&vote.person));
    let last = counting.rfind(|vote| vote.choice != VoteChoice::Abstain);
    match last.map(|vote| vote.choice) {
        Some(VoteChoice::Approve | VoteChoice::ApproveWithConditions) => Verdict::Approved,
        Some(VoteChoice::Reject) => Verdict::Rejected,
        Some(VoteChoice::Abstain) | None => Verdict::Open,
    }
}

/// "let Bob or Carl vote", or what to do when nobody can.
pub(super) fn instead(plan: &Plan, change: &Change, authority: &AskedAuthority) -> String {
    let mut able: Vec<String> = Vec::new();
    for (person, _) in voters(plan, change, authority) {
        let name = plan.title(&RecordRef::from(&person)).to_owned();
        if !able.contains(&name) {
            able.push(name);
        }
    }
    match authority {
        AskedAuthority::UnnamedBoard | AskedAuthority::Nobody => "let somebody else vote".to_owned(),
        _ if able.is_empty() => "nobody independent is left; name a delegate".to_owned(),
        _ => format!("let {} vote", list(&able)),
    }
}

/// The approval as given for what the change is now, and what follows from it for the change and for agendas.
pub(super) fn approve(plan: &Plan, diff: &mut Diff, mut approval: Approval, change: &Change, now: Instant) {
    let content = content_of(change);
    approval.content_hash = content_hash(&content);
    approval.content = Some(content);
    approval.decided_at = Some(now);
    diff.set(plan, approval.clone().into());
    note_on_agendas(plan, diff, &approval, now);
    let answers = answers_after(plan, diff, &change.id);
    let answers = altered!(Answers::of(plan, &change.id), approvals: answers.iter().gather());
    if authorisation_by(plan, change, &answers, now) == Authorisation::Given {
        diff.set(plan, moved_on(change, now).into());
    }
}

/// The change once everybody has approved: authorised, or, when it was done first, authorised afterwards.
fn moved_on(change: &Change, now: Instant) -> Change {
    match change.status {
        ChangeStatus::Requested | ChangeStatus::Assessed => {
            altered!(change.clone(), status: ChangeStatus::Authorised, authorised_at: Some(now))
        }
        ChangeStatus::Implementing | ChangeStatus::InReview if change.kind == ChangeKind::Emergency => {
            altered!(change.clone(), authorised_at: change.authorised_at.or(Some(now)))
        }
        ChangeStatus::Authorised | ChangeStatus::Scheduled => {
            altered!(change.clone(), authorised_at: change.authorised_at.or(Some(now)))
        }
        _ => change.clone(),
    }
}

/// The approval as refused. The change is rejected while it is not begun.
pub(super) fn reject(plan: &Plan, diff: &mut Diff, mut approval: Approval, change: &Change, now: Instant) {
    approval.status = ApprovalStatus::Rejected;
    approval.decided_at = Some(now);
    let reason = approval.note.clone();
    diff.set(plan, approval.into());
    if change.status.is_before_implementation() && change.status != ChangeStatus::Draft {
        let rejected = altered!(change.clone(), status: ChangeStatus::Rejected, authorised_at: None, reason);
        diff.set(plan, rejected.into());
    }
}

/// The approvals of a change as they are after the diff.
pub(super) fn answers_after(plan: &Plan, diff: &Diff, change: &Id<Change>) -> Vec<Approval> {
    let mut all: Vec<&Approval> = plan.approvals.values().gather();
    all.retain(|approval| diff.approvals().get(&approval.id).is_none());
    all.extend(diff.approvals().values().filter_map(|edit| edit.after));
    all.into_iter().filter(|approval| approval.change == *change).cloned().gather()
}

/// The open item of a meeting that is going on and talks about the approval.
pub(super) fn is_being_talked_about(plan: &Plan, approval: &Approval) -> bool {
    plan.meetings.values().any(|meeting| {
        meeting.status == MeetingStatus::InProgress
            && Some(&meeting.board) == approval.board.as_ref()
            && meeting.agenda.iter().any(|item| item.change == approval.change && item.decision.is_none())
    })
}

/// Items that were approved before anybody talked about them complete by themselves.
fn note_on_agendas(plan: &Plan, diff: &mut Diff, approval: &Approval, now: Instant) {
    let of_board = plan.meetings.values().filter(|meeting| {
        matches!(meeting.status, MeetingStatus::Planned | MeetingStatus::InProgress)
            && Some(&meeting.board) == approval.board.as_ref()
            && diff.meetings().get(&meeting.id).is_none()
    });
    let noted: Vec<Meeting> = of_board.filter_map(|meeting| noted(meeting, &approval.change, now)).gather();
    noted.into_iter().for_each(|meeting| diff.set(plan, meeting.into()));
}

/// The meeting with its open item about the change noted; `None` when it has none.
pub(super) fn noted(meeting: &Meeting, change: &Id<Change>, now: Instant) -> Option<Meeting> {
    let mut meeting = meeting.clone();
    let open = |item: &&mut crate::model::AgendaItem| item.change == *change && item.decision.is_none();
    let item = meeting.agenda.iter_mut().find(open)?;
    item.decision = Some(BoardDecision::Noted);
    item.ended_at = Some(now);
    Some(meeting)
}

/// What people call somebody.
pub(super) fn person_name(plan: &Plan, person: &Id<Person>) -> String {
    title_of(plan, person)
}
