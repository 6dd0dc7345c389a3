//! Asks those whom the policy asks to authorise a change.

use super::called;
use crate::authority::{
    Answers, AskedAuthority, authorisation_by, content_hash, content_of, missing_evidence, requirement,
};
use crate::model::{
    Approval, ApprovalStatus, Authority, Change, ChangeKind, ChangeStatus, Diff, Id, Plan, RecordRef, Table,
};
use crate::planner::naming::fresh_ids;
use crate::planner::{Context, Refusal, Step};
use crate::rules::wording::list;

pub(in crate::planner) fn step(plan: &Plan, id: &Id<Change>, context: &Context) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let change = plan.changes.get(id).ok_or_else(|| Refusal::Missing(of.clone()))?;
    let title = || change.title.clone();
    if change.on_hold {
        return Err(Refusal::AskedOnHold(title()));
    }
    if !can_be_asked_about(change) {
        return Err(Refusal::NotRequested { title: title(), status: change.status.label() });
    }
    let asked = requirement(plan, change);
    if !asked.asks_somebody() {
        return Err(Refusal::NobodyToAsk(title()));
    }
    let missing = missing_evidence(plan, change);
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|evidence| evidence.label().to_lowercase()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return Err(Refusal::EvidenceMissing { title: title(), evidence: list(&names) });
    }
    let answers = Answers::of(plan, id);
    if authorisation_by(plan, change, &answers, context.now).is_enough() && !answers.approvals.is_empty() {
        return Err(Refusal::AlreadyAsked(title()));
    }
    let open = asked.authorities.iter().filter(|authority| !is_answered(plan, change, &answers, authority));
    let mut diff = Diff::default();
    for (authority, id) in open.zip(fresh_ids(plan, Table::Approvals)) {
        diff.set(plan, request(plan, change, authority, Id::lenient(&id), context).into());
    }
    if diff.is_empty() {
        return Err(Refusal::AlreadyAsked(title()));
    }
    Ok(Step { label: format!("Ask for approval of {}", called(&of)), diff })
}

/// Changes that were requested, and emergencies that were done first.
fn can_be_asked_about(change: &Change) -> bool {
    match change.status {
        ChangeStatus::Requested
        | ChangeStatus::Assessed
        | ChangeStatus::Authorised
        | ChangeStatus::Scheduled => true,
        ChangeStatus::Implementing | ChangeStatus::InReview => change.kind == ChangeKind::Emergency,
        _ => false,
    }
}

/// True when the authority is being asked, or has approved what the change is now.
fn is_answered(plan: &Plan, change: &Change, answers: &Answers, authority: &AskedAuthority) -> bool {
    answers.latest(authority).is_some_and(|approval| {
        approval.status.is_pending()
            || (approval.status.is_given() && crate::authority::holds(plan, change, approval))
    })
}

fn request(
    plan: &Plan,
    change: &Change,
    authority: &AskedAuthority,
    id: Id<Approval>,
    context: &Context,
) -> Approval {
    let content = content_of(change);
    let hours = i64::from(plan.settings.policy.retrospective_hours);
    let from = change.actual_start.unwrap_or(context.now);
    let board = match authority {
        AskedAuthority::Board(board) => Some(board.clone()),
        _ => None,
    };
    let environment = match authority {
        AskedAuthority::EnvironmentManager(environment) => Some(environment.clone()),
        _ => None,
    };
    let asked = if environment.is_some() { Authority::EnvironmentManager } else { Authority::Board };
    Approval {
        board,
        environment,
        status: ApprovalStatus::Requested,
        content_hash: content_hash(&content),
        content: Some(content),
        due: (change.kind == ChangeKind::Emergency).then(|| from.plus_minutes(hours * 60)),
        ..Approval::requested(id, change.id.clone(), asked, context.now)
    }
}
