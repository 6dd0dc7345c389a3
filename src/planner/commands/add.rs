//! Adds a record.

use super::{called, called_when_new, is_named};
use crate::model::{AnyRecord, ChangeStatus, Diff, Plan};
use crate::planner::{Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, record: &AnyRecord) -> Result<Step, Refusal> {
    let of = record.reference();
    if plan.has(&of) {
        return Err(Refusal::Taken(of));
    }
    if !is_named(record) {
        return Err(Refusal::nameless(&called(&of)));
    }
    if matches!(record, AnyRecord::Changes(change) if change.status != ChangeStatus::Draft) {
        return Err(Refusal::NotDraft);
    }
    let mut diff = Diff::default();
    diff.set(plan, record.clone());
    Ok(Step { label: format!("Add {}", called_when_new(plan, record)), diff })
}
