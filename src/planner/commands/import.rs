//! Puts a record as a file has it.

use super::called;
use crate::model::{AnyRecord, Diff, Plan};
use crate::planner::Step;

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, record: &AnyRecord) -> Step {
    let mut diff = Diff::default();
    diff.set(plan, record.clone());
    Step { label: format!("Import {}", called(&record.reference())), diff }
}
