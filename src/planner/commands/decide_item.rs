//! Decides an item of a meeting's agenda, as the votes allow.

use super::answer::{approve, person_name, reject};
use super::called;
use super::meetings::{defer, meeting_that_is, open_item, start_next};
use super::vote::has_a_vote;
use crate::authority::{Answers, AskedAuthority, Tally, Verdict, dependent_people, holds, tally};
use crate::gather::Gather;
use crate::model::{
    Approval, ApprovalStatus, Board, BoardDecision, Change, Diff, Extra, Id, Meeting, MeetingStatus, Plan,
    Record, RecordRef, Vote, VoteChoice,
};
use crate::planner::{Context, Refusal, Step};
use crate::rules::wording::list;

/// What is asked.
pub(in crate::planner) struct Asked<'a> {
    pub(in crate::planner) meeting: &'a Id<Meeting>,
    pub(in crate::planner) change: &'a Id<Change>,
    pub(in crate::planner) decision: BoardDecision,
    pub(in crate::planner) note: &'a str,
}

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, asked: &Asked, context: &Context) -> Result<Step, Refusal> {
    let meeting = meeting_that_is(plan, asked.meeting, &[MeetingStatus::InProgress], "open it first")?;
    open_item(plan, meeting, asked.change)?;
    let of = RecordRef::from(asked.change);
    let change = plan.changes.get(asked.change).ok_or(Refusal::Missing(of))?;
    let note = asked.note.trim();
    if note.is_empty() && asked.decision == BoardDecision::ApproveWithConditions {
        return Err(Refusal::NoNote);
    }
    if note.is_empty() && asked.decision == BoardDecision::Reject {
        return Err(Refusal::NoRejectionReason);
    }
    let here = Some(meeting.id);
    let mut diff = Diff::default();
    match asked.decision {
        BoardDecision::Approve => {
            let approval = carried(plan, meeting, change, context)?;
            let conditions = approval.conditions();
            if !conditions.is_empty() {
                let why = format!("votes approve only if: {conditions}; approve with conditions");
                return Err(Refusal::votes_disagree(change.title(), &why));
            }
            let status = ApprovalStatus::Approved;
            let mut given = approval;
            given.status = status;
            given.meeting = here;
            given.note = note.to_owned();
            approve(plan, &mut diff, given, change, context.now);
        }
        BoardDecision::ApproveWithConditions => {
            let approval = carried(plan, meeting, change, context)?;
            let status = ApprovalStatus::ApprovedWithConditions;
            let mut given = approval;
            given.status = status;
            given.meeting = here;
            given.note = note.to_owned();
            approve(plan, &mut diff, given, change, context.now);
        }
        BoardDecision::Reject => {
            let approval = not_carried(plan, meeting, change)?;
            let mut refused = approval;
            refused.meeting = here;
            refused.note = note.to_owned();
            reject(plan, &mut diff, refused, change, context.now);
        }
        BoardDecision::Defer => {
            let note = if note.is_empty() { "Put off by the board" } else { note };
            defer(plan, &mut diff, meeting, std::slice::from_ref(asked.change), note);
        }
        BoardDecision::Noted => is_approved(plan, meeting, change)?,
    }
    let mut decided = meeting.clone();
    for item in decided.agenda.iter_mut().filter(|item| item.change == *asked.change) {
        item.decision = Some(asked.decision);
        item.ended_at = Some(context.now);
        if item.minutes.is_empty() {
            note.clone_into(&mut item.minutes);
        }
    }
    start_next(&mut decided, context.now);
    diff.set(plan, decided.into());
    Ok(Step { label: format!("{}: {}", called(&of), asked.decision.label()), diff })
}

/// The approval of the change that waits for the meeting's board, with that board.
fn waiting<'a>(
    plan: &'a Plan,
    meeting: &Meeting,
    change: &Change,
) -> Result<(&'a Approval, &'a Board), Refusal> {
    let title = || change.title().to_owned();
    if change.on_hold {
        return Err(Refusal::AskedOnHold(title()));
    }
    let board =
        plan.boards.get(&meeting.board).ok_or_else(|| Refusal::Missing(RecordRef::from(&meeting.board)))?;
    let answers = Answers::of(plan, &change.id);
    let latest = answers.latest(&AskedAuthority::Board(board.id));
    let disagree = |why: &str| Refusal::votes_disagree(&title(), why);
    let approval = latest.ok_or_else(|| disagree("the board was not asked; ask for its approval first"))?;
    if !approval.status.is_pending() {
        return Err(Refusal::not_waited_for(&title(), approval.status.label()));
    }
    Ok((approval, board))
}

/// The approval with the votes that carry it. Whoever decides and has a vote that they have not given approves by
/// deciding.
fn carried(plan: &Plan, meeting: &Meeting, change: &Change, context: &Context) -> Result<Approval, Refusal> {
    let (approval, board) = waiting(plan, meeting, change)?;
    let mut approval = approval.clone();
    if let Some(actor) = &context.actor
        && approval.votes.iter().all(|vote| vote.person != *actor)
        && has_a_vote(plan, change, &approval, actor, None).is_ok()
    {
        approval.votes.push(Vote {
            person: *actor,
            on_behalf_of: None,
            choice: VoteChoice::Approve,
            at: context.now,
            note: String::new(),
            extra: Extra::new(),
        });
    }
    let tally = tally(board, &approval.votes, &dependent_people(change));
    if tally.verdict == Verdict::Approved {
        return Ok(approval);
    }
    Err(Refusal::votes_disagree(change.title(), &shortfall(plan, &tally)))
}

/// The approval, unless its votes carry it.
fn not_carried(plan: &Plan, meeting: &Meeting, change: &Change) -> Result<Approval, Refusal> {
    let (approval, board) = waiting(plan, meeting, change)?;
    let tally = tally(board, &approval.votes, &dependent_people(change));
    if tally.verdict == Verdict::Approved {
        let why = "the votes approve it".to_owned();
        return Err(Refusal::votes_disagree(change.title(), &why));
    }
    Ok(approval.clone())
}

fn is_approved(plan: &Plan, meeting: &Meeting, change: &Change) -> Result<(), Refusal> {
    let answers = Answers::of(plan, &change.id);
    let latest = answers.latest(&AskedAuthority::Board(meeting.board));
    if latest.is_some_and(|approval| approval.status.is_given() && holds(plan, change, approval)) {
        return Ok(());
    }
    let why = "it was not approved before the meeting".to_owned();
    Err(Refusal::votes_disagree(change.title(), &why))
}

/// What the votes lack to approve, in words.
#[inline(never)]
pub(in crate::planner) fn shortfall(plan: &Plan, tally: &Tally) -> String {
    let names = |people: &[Id<crate::model::Person>]| {
        let names: Vec<String> = people.iter().map(|person| person_name(plan, person)).gather();
        list(&names)
    };
    if !tally.barred_mandatory.is_empty() {
        let barred = names(&tally.barred_mandatory);
        return format!("{barred} must vote and is not independent; name a delegate");
    }
    if !tally.missing_mandatory.is_empty() {
        return format!("the vote of {} is missing", names(&tally.missing_mandatory));
    }
    if tally.voted() < tally.quorum {
        return format!("{} of the {} members that the quorum needs have voted", tally.voted(), tally.quorum);
    }
    match tally.verdict {
        Verdict::Rejected => "the votes reject it".to_owned(),
        _ if tally.needed == 0 => "nobody has approved it".to_owned(),
        _ => format!("{} of {} approvals that it needs", tally.approve, tally.needed),
    }
}
