//! Puts a change on hold and releases it.

use super::called;
use crate::gather::Gather;
use crate::model::lifecycle::change::{may_hold, ways};
use crate::model::{Change, Diff, Id, Plan, RecordRef};
use crate::planner::{Context, Missing, Place, Refusal, Step, guards};

/// From then on it is theirs who put it on hold, also when a lockdown held it before.
#[inline(never)]
pub(in crate::planner) fn hold(plan: &Plan, id: &Id<Change>, reason: &str) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let change = plan.changes.get(id).ok_or(Refusal::Missing(of))?;
    if !may_hold(change.status) {
        return Err(Refusal::NoWay {
            title: change.title.clone(),
            status: change.status.label().to_ascii_lowercase(),
            done: "put on hold",
            open: ways(change).map(|row| row.verb.done()).gather(),
        });
    }
    if reason.trim().is_empty() {
        let missing = vec![Missing::at(Place::Note, "a hold needs a reason; say what it waits for")];
        return Err(Refusal::Lacks { title: change.title.clone(), done: "put on hold", missing });
    }
    let mut held = change.clone();
    held.on_hold = true;
    held.hold_reason = reason.trim().to_owned();
    held.held_by = None;
    let mut diff = Diff::default();
    diff.set(plan, held.into());
    Ok(Step { label: format!("Hold {}: {}", called(&of), reason.trim()), diff })
}

/// A change that a lockdown holds is released by lifting the lockdown, not one by one.
#[inline(never)]
pub(in crate::planner) fn release(plan: &Plan, id: &Id<Change>, context: &Context) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let change = plan.changes.get(id).ok_or(Refusal::Missing(of))?;
    if !change.on_hold {
        return Err(Refusal::Nothing);
    }
    if guards::holding_lockdown(plan, change).is_some_and(|lockdown| lockdown.is_locked_down(context.now)) {
        let missing = vec![guards::way_off_hold(plan, change)];
        return Err(Refusal::Lacks { title: change.title.clone(), done: "released from hold", missing });
    }
    let mut released = change.clone();
    released.on_hold = false;
    released.hold_reason = String::new();
    released.held_by = None;
    let mut diff = Diff::default();
    diff.set(plan, released.into());
    Ok(Step { label: format!("Release {} from hold", called(&of)), diff })
}
