//! What every step is held to about authority, whichever command it comes from: an approval is carried by its votes,
//! and one that was given is void when its change is no longer what was approved.

use super::answer::{answers_after, person_name, verdict};
use super::decide_item::shortfall;
use crate::authority::{
    Answers, Dependence, Verdict, authorisation_by, content_hash, content_of, dependent_people,
    independent_approvers, still_covers, tally,
};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Approval, ApprovalStatus, Change, ChangeKind, ChangeStatus, Diff, Id, Person, Plan};
use crate::planner::{Context, Refusal, Step};
use crate::rules::wording::{difference, list};

/// Refuses a step that gives an approval which its votes do not carry. Only approvals of changes that are still to be
/// done are held to it: records of what is past may have been kept elsewhere.
#[inline(never)]
pub(in crate::planner) fn check_approvals(plan: &Plan, diff: &Diff) -> Result<(), Refusal> {
    for edit in diff.approvals().values() {
        let Some(after) = edit.after.as_ref().filter(|after| after.status.is_given()) else { continue };
        let was_given = edit.before.as_ref().is_some_and(|before| {
            before.status.is_given() && before.votes == after.votes && before.content == after.content
        });
        let change = plan.changes.get(&after.change).filter(|change| is_still_to_be_done(change));
        let Some(change) = change.filter(|_| !was_given) else { continue };
        if verdict(plan, change, after) != Verdict::Approved {
            return Err(Refusal::not_carried(&after.id.to_string(), &why(plan, change, after)));
        }
    }
    Ok(())
}

fn why(plan: &Plan, change: &Change, approval: &Approval) -> String {
    let board = approval.board.as_ref().and_then(|id| plan.boards.get(id));
    let counted = board.map(|board| tally(board, &approval.votes, &dependent_people(change)));
    counted.map_or_else(|| "nobody independent has approved it".to_owned(), |tally| shortfall(plan, &tally))
}

fn is_still_to_be_done(change: &Change) -> bool {
    change.status.is_before_implementation() || change.status == ChangeStatus::Implementing
}

/// The step with what it does to approvals.
///
/// When it changes what a change is approved for, or makes somebody who approved it dependent, the approvals that do not
/// hold any more become void, with the difference as the reason, and stay as records. Votes that are being given are
/// void too; a request without votes asks about the new content. A change that was authorised or scheduled and is not
/// authorised any more goes back to where it is to be authorised anew: a normal change is assessed, any other is
/// requested. One that is being done stays as it is.
#[inline(never)]
pub(in crate::planner) fn after(plan: &Plan, mut step: Step, context: &Context) -> Step {
    let changed = changed(plan, &step.diff);
    let mut voided: Vec<String> = Vec::new();
    for (before, after) in changed {
        for approval in answers_after(plan, &step.diff, &after.id) {
            if let Some(outdated) = outdated(plan, &approval, &after, context) {
                if outdated.status == ApprovalStatus::Void {
                    voided.push(outdated.id.to_string());
                }
                step.diff.set(plan, outdated.into());
            }
        }
        if let Some(fallen) = fallen_back(plan, &step.diff, &before, &after, context) {
            step.diff.set(plan, fallen.into());
        }
    }
    step.label = which_voids(step.label, &voided);
    step
}

/// The label of several steps as one, with the approvals that they void.
pub(super) fn labelled(label: String, diff: &Diff) -> String {
    let is_void = |approval: &Approval| approval.status == ApprovalStatus::Void;
    let edits = diff.approvals().values().filter(|edit| !edit.before.is_some_and(is_void));
    let voided = edits.filter_map(|edit| edit.after).filter(|after| is_void(after));
    which_voids(label, &voided.map(|approval| approval.id.to_string()).gather::<Vec<_>>())
}

fn which_voids(label: String, voided: &[String]) -> String {
    let names: Vec<&str> = voided.iter().map(String::as_str).gather();
    if names.is_empty() { label } else { format!("{label}, which voids {}", list(&names)) }
}

/// Changes whose authorisation the step may take away, before and after: another content, other people, or an approval
/// that was given and is not what it was.
fn changed(plan: &Plan, diff: &Diff) -> Vec<(Change, Change)> {
    let differs = |before: &Change, after: &Change| {
        content_of(before) != content_of(after) || dependent_people(before) != dependent_people(after)
    };
    let edited = diff.changes().values().filter_map(|edit| Some((edit.before?.clone(), edit.after?.clone())));
    let mut changed: Vec<(Change, Change)> =
        edited.filter(|(before, after)| is_still_to_be_done(after) && differs(before, after)).gather();
    let given = diff.approvals().values().filter(|edit| edit.before.is_some_and(|it| it.status.is_given()));
    for before in given.filter_map(|edit| edit.before) {
        let change = plan.changes.get(&before.change).filter(|change| is_still_to_be_done(change));
        let Some(change) = change.filter(|change| diff.changes().get(&change.id).is_none()) else { continue };
        changed.push((change.clone(), change.clone()));
    }
    changed
}

/// The approval as it is once its change is `change`; `None` when nothing becomes of it.
fn outdated(plan: &Plan, approval: &Approval, change: &Change, context: &Context) -> Option<Approval> {
    let is_answered_in_part = approval.status.is_pending() && !approval.votes.is_empty();
    if approval.status.is_pending() && approval.votes.is_empty() {
        let content = content_of(change);
        let is_new = approval.content.as_ref() != Some(&content);
        let content_hash = content_hash(&content);
        return is_new.then(|| altered!(approval.clone(), content_hash, content: Some(content)));
    }
    if !approval.status.is_given() && !is_answered_in_part {
        return None;
    }
    let zone = plan.settings.zone;
    let reason = match still_covers(plan, approval, change) {
        Err(found) => found.iter().map(|it| difference(it, zone)).gather::<Vec<_>>().join("; "),
        Ok(()) => dependence(plan, &independent_approvers(plan, change, approval).err()?),
    };
    Some(altered!(
        approval.clone(),
        status: ApprovalStatus::Void,
        voided_at: Some(context.now),
        void_reason: reason,
    ))
}

/// "Ann approved it and implements it".
fn dependence(plan: &Plan, dependent: &[(Id<Person>, Dependence)]) -> String {
    let said = dependent.iter().map(|(person, dependence)| {
        format!("{} approved it and {} it", person_name(plan, person), dependence.verb())
    });
    said.gather::<Vec<_>>().join("; ")
}

/// The change where it is to be authorised anew, when the step takes its authorisation away.
fn fallen_back(
    plan: &Plan,
    diff: &Diff,
    before: &Change,
    after: &Change,
    context: &Context,
) -> Option<Change> {
    if !matches!(after.status, ChangeStatus::Authorised | ChangeStatus::Scheduled) {
        return None;
    }
    let known = Answers::of(plan, &before.id);
    let approvals = answers_after(plan, diff, &after.id);
    let answers = Answers { approvals: approvals.iter().gather(), bookings: known.bookings.clone() };
    let was = authorisation_by(plan, before, &known, context.now).is_enough();
    let is = authorisation_by(plan, after, &answers, context.now).is_enough();
    let status = match after.kind {
        ChangeKind::Normal => ChangeStatus::Assessed,
        ChangeKind::Standard | ChangeKind::Emergency => ChangeStatus::Requested,
    };
    (was && !is).then(|| altered!(after.clone(), status, authorised_at: None))
}
