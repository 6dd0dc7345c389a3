//! Remembers when a release and its phases were to be, so that later dates can be held against them.

use super::called;
use crate::model::altered;
use crate::model::{Diff, Id, Plan, RecordRef, Release};
use crate::planner::{Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, id: &Id<Release>) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let release = plan.releases.get(id).ok_or(Refusal::Missing(of))?;
    let mut diff = Diff::default();
    diff.set(plan, altered!(release.clone(), baseline_go_live: release.go_live).into());
    for phase in plan.phases.values().filter(|phase| phase.release == *id) {
        diff.set(plan, altered!(phase.clone(), baseline: phase.planned).into());
    }
    Ok(Step { label: format!("Take the baseline of {}", called(&of)), diff })
}
