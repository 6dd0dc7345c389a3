//! Gives the releases that an enterprise release holds its phases and gates.

use super::called;
use crate::model::{Id, Plan, RecordRef, Release};
use crate::planner::releasing::hierarchy;
use crate::planner::{Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    release: &Id<Release>,
    to: &[Id<Release>],
) -> Result<Step, Refusal> {
    let of = RecordRef::from(release);
    if !plan.has(&of) {
        return Err(Refusal::Missing(of));
    }
    if !plan.releases.values().any(|other| other.parent.as_ref() == Some(release)) {
        let title = plan.title(&of);
        return Err(Refusal::NotYet(format!(
            "\"{title}\" holds no release; say in a release that it is part of it"
        )));
    }
    let diff = hierarchy::pushed(plan, release, to);
    Ok(Step { label: format!("Push the plan of {} down", called(&of)), diff })
}
