//! Moves a release or a phase on its way. One file for both: a phase that begins takes its release along.

use super::called;
use crate::model::{
    Diff, Gate, GateDecision, Id, PHASE_WAY, Phase, PhaseStatus, Plan, RELEASE_WAY, RecordRef, Release,
    ReleaseStatus, verb_between,
};
use crate::planner::{Context, Refusal, Step};

pub(in crate::planner) fn release(
    plan: &Plan,
    id: &Id<Release>,
    to: ReleaseStatus,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let release = plan.releases.get(id).ok_or_else(|| Refusal::Missing(of.clone()))?;
    if release.status == to {
        return Err(Refusal::Nothing);
    }
    let Some(verb) = verb_between(RELEASE_WAY, release.status, to) else {
        let (status, to) = (release.status.label(), to.label());
        return Err(Refusal::NotOnTheWay { title: release.name.clone(), status, to });
    };
    if to == ReleaseStatus::Deploying {
        let mut gates = plan.gates.values().filter(|gate| gate.release == *id);
        if let Some(gate) = gates.find(|gate| stops(gate, release)) {
            let sentence = match gate.decision {
                GateDecision::NoGo => {
                    format!("gate \"{}\" is a no-go; reopen and decide it first", gate.name)
                }
                _ => format!("gate \"{}\" is not decided; decide it before the deployment", gate.name),
            };
            return Err(Refusal::NotYet(sentence));
        }
    }
    let mut advanced = Release { status: to, ..release.clone() };
    match to {
        ReleaseStatus::Deployed => advanced.deployed_at = Some(context.now),
        ReleaseStatus::Planned => advanced.deployed_at = None,
        _ => {}
    }
    let mut diff = Diff::default();
    diff.set(plan, advanced.into());
    Ok(Step { label: format!("{verb}: {}", called(&of)), diff })
}

/// A gate without a go that comes before the go-live.
fn stops(gate: &Gate, release: &Release) -> bool {
    match gate.decision {
        GateDecision::NoGo => true,
        GateDecision::Open => match (gate.due, release.go_live) {
            (Some(due), Some(live)) => due <= live,
            _ => true,
        },
        GateDecision::Go | GateDecision::GoWithConditions => false,
    }
}

pub(in crate::planner) fn phase(
    plan: &Plan,
    id: &Id<Phase>,
    to: PhaseStatus,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let phase = plan.phases.get(id).ok_or_else(|| Refusal::Missing(of.clone()))?;
    if phase.status == to {
        return Err(Refusal::Nothing);
    }
    let Some(verb) = verb_between(PHASE_WAY, phase.status, to) else {
        let (status, to) = (phase.status.label(), to.label());
        return Err(Refusal::NotOnTheWay { title: phase.name.clone(), status, to });
    };
    let mut diff = Diff::default();
    let mut advanced = Phase { status: to, ..phase.clone() };
    match to {
        PhaseStatus::Active => {
            advanced.actual_start = Some(context.now);
            advanced.actual_end = None;
            let planned =
                plan.releases.get(&phase.release).filter(|one| one.status == ReleaseStatus::Planned);
            if let Some(release) = planned {
                diff.set(plan, Release { status: ReleaseStatus::InProgress, ..release.clone() }.into());
            }
        }
        PhaseStatus::Passed | PhaseStatus::Failed => advanced.actual_end = Some(context.now),
        PhaseStatus::Planned => (advanced.actual_start, advanced.actual_end) = (None, None),
    }
    diff.set(plan, advanced.into());
    Ok(Step { label: format!("{verb}: {}", called(&of)), diff })
}
