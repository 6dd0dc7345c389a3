//! Takes a request for approval back.

use super::answer::waited_for;
use super::called;
use crate::model::{Approval, ApprovalStatus, Diff, Id, Plan, RecordRef};
use crate::planner::{Context, Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    id: &Id<Approval>,
    reason: &str,
    context: &Context,
) -> Result<Step, Refusal> {
    let (approval, change) = match waited_for(plan, id) {
        // A request about a change on hold can be taken back.
        Err(Refusal::AskedOnHold(_)) => (plan.approvals.get(id), None),
        other => other.map(|(approval, change)| (Some(approval), Some(change)))?,
    };
    let approval = approval.ok_or_else(|| Refusal::Missing(RecordRef::from(id)))?;
    let of = change.map_or_else(|| RecordRef::from(&approval.change), |change| RecordRef::from(&change.id));
    let mut withdrawn = approval.clone();
    withdrawn.status = ApprovalStatus::Withdrawn;
    withdrawn.decided_at = Some(context.now);
    withdrawn.note = reason.to_owned();
    let mut diff = Diff::default();
    diff.set(plan, withdrawn.into());
    Ok(Step { label: format!("Withdraw the request for {}", called(&of)), diff })
}
