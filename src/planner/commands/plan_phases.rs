//! Dates the phases of a release over working days, with the bookings and gates that belong to them.

use super::{called, relocate};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Diff, Gate, GateDecision, Id, Phase, PhaseDates, Plan, RecordRef, Release};
use crate::planner::releasing::dates;
use crate::planner::{Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    release: &Id<Release>,
    from: PhaseDates,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(release);
    if !plan.has(&of) {
        return Err(Refusal::Missing(of));
    }
    let phases: Vec<&Phase> = plan.phases.values().filter(|phase| phase.release == *release).gather();
    let found = dates::planned(&plan.settings, &phases, from).ok_or_else(|| {
        Refusal::NotYet(
            "the calendar has too few working days; look at the working days of the plan".to_owned(),
        )
    })?;
    if found.is_empty() {
        let title = plan.title(&of);
        return Err(Refusal::NotYet(format!(
            "\"{title}\" has no phase that is still planned; add phases first"
        )));
    }
    let mut diff = Diff::default();
    for (place, window) in found {
        let Some(phase) = phases.get(place) else { continue };
        diff = diff.then(relocate::step(plan, &RecordRef::from(&phase.id), window)?.diff);
        for gate in gates_of(plan, phase) {
            let due = Some(dates::end_of_work(&plan.settings, window));
            diff.set(plan, altered!(gate.clone(), due).into());
        }
    }
    Ok(Step { label: format!("Plan the phases of {}", called(&of)), diff })
}

/// The open gates that end a phase.
pub(super) fn gates_of<'a>(plan: &'a Plan, phase: &'a Phase) -> impl Iterator<Item = &'a Gate> {
    plan.gates
        .values()
        .filter(|gate| gate.phase.as_ref() == Some(&phase.id) && gate.decision == GateDecision::Open)
}
