//! Whom to ask to authorise a change, and why nobody can be asked.

use super::{Answers, AskedAuthority, authorisation_by, holds, missing_evidence, requirement};
use crate::model::{Change, ChangeKind, ChangeStatus, Evidence, Plan};
use crate::time::Instant;

/// Why nobody can be asked to authorise a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unaskable {
    /// The change is on hold.
    OnHold,
    /// The change was not requested yet, or it is past being authorised.
    NotRequested,
    /// The policy asks nobody.
    NobodyToAsk,
    /// The policy needs these first.
    EvidenceMissing(Vec<Evidence>),
    /// Everybody was asked, and what was approved still holds.
    AlreadyAsked,
}

/// Those whom the policy asks and who were neither asked nor have approved what the change is now; at least one.
///
/// # Errors
/// When nobody can be asked.
pub fn to_ask(
    plan: &Plan,
    change: &Change,
    answers: &Answers,
    now: Instant,
) -> Result<Vec<AskedAuthority>, Unaskable> {
    if change.on_hold {
        return Err(Unaskable::OnHold);
    }
    if !can_be_asked_about(change) {
        return Err(Unaskable::NotRequested);
    }
    let mut asked = requirement(plan, change);
    if !asked.asks_somebody() {
        return Err(Unaskable::NobodyToAsk);
    }
    let missing = missing_evidence(plan, change);
    if !missing.is_empty() {
        return Err(Unaskable::EvidenceMissing(missing));
    }
    if authorisation_by(plan, change, answers, now).is_enough() && !answers.approvals.is_empty() {
        return Err(Unaskable::AlreadyAsked);
    }
    asked.authorities.retain(|authority| !is_answered(plan, change, answers, authority));
    if asked.authorities.is_empty() { Err(Unaskable::AlreadyAsked) } else { Ok(asked.authorities) }
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
        approval.status.is_pending() || (approval.status.is_given() && holds(plan, change, approval))
    })
}
