//! Moves a release or a phase on its way. One file for both: a phase that begins takes its release along.

use super::called;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    BookingStatus, Change, Control, Diff, Environment, Gate, GateDecision, Id, PHASE_WAY, Phase, PhaseStatus,
    Plan, RELEASE_WAY, RecordRef, Release, ReleaseStatus, verb_between,
};
use crate::planner::guards::{checked, in_the_way};
use crate::planner::{Context, Missing, Place, Refusal, Step};
use crate::rules::{Checker, Neighbours, criteria};

#[inline(never)]
pub(in crate::planner) fn release(
    plan: &Plan,
    id: &Id<Release>,
    to: ReleaseStatus,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let release = plan.releases.get(id).ok_or(Refusal::Missing(of))?;
    if release.status == to {
        return Err(Refusal::Nothing);
    }
    let Some(verb) = verb_between(RELEASE_WAY, release.status, to) else {
        let (status, to) = (release.status.label(), to.label());
        return Err(Refusal::not_on_the_way(&release.name, status, to));
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
        let missing = checked(plan, context, |checker| not_to_deploy(plan, release, checker));
        if !missing.is_empty() {
            return Err(Refusal::Lacks { title: release.name.clone(), done: "deployed", missing });
        }
    }
    let mut advanced = release.clone();
    advanced.status = to;
    match to {
        ReleaseStatus::Deployed => advanced.deployed_at = Some(context.now),
        ReleaseStatus::Planned => advanced.deployed_at = None,
        _ => {}
    }
    let mut diff = Diff::default();
    diff.set(plan, advanced.into());
    Ok(Step { label: format!("{verb}: {}", called(&of)), diff })
}

/// What keeps a release from being deployed: changes that nobody has authorised, and blockers.
fn not_to_deploy(plan: &Plan, release: &Release, checker: &Checker) -> Vec<Missing> {
    let is_controlled = |environment: &Environment| environment.control == Control::Controlled;
    let mut missing = unauthorised(plan, &release.id, checker, &is_controlled);
    let of = RecordRef::from(&release.id);
    let about = [of].into_iter().chain(checker.view(plan).index.neighbours(Neighbours::Gates, of));
    missing.extend(in_the_way(&mut about.flat_map(|of| checker.about(&of))));
    missing
}

/// What keeps a phase from beginning: changes that nobody has authorised for its controlled environment, a booking that
/// nobody has approved, and blockers.
fn not_to_begin(plan: &Plan, phase: &Phase, checker: &Checker) -> Vec<Missing> {
    let environment = phase.environment.as_ref().and_then(|id| plan.environments.get(id));
    let mut missing = Vec::new();
    if let Some(own) = environment.filter(|one| one.control == Control::Controlled) {
        missing = unauthorised(plan, &phase.release, checker, &|one| one.id == own.id);
    }
    if let Some(own) = environment.filter(|one| one.control != Control::Open) {
        let bookings = checker.view(plan).bookings_of_phase(&phase.id);
        let there = bookings.filter(|one| one.environment == own.id);
        let (granted, open): (Vec<_>, Vec<_>) = there
            .filter(|one| one.status != BookingStatus::Released)
            .partition(|one| one.status == BookingStatus::Approved);
        if let Some(booking) = open.first().filter(|_| granted.is_empty()) {
            let of = RecordRef::from(&booking.id);
            let status = booking.status.label().to_ascii_lowercase();
            let what = format!("its booking of \"{}\" is {status}; have it approved", own.name);
            missing.push(Missing::at(Place::Record(of), what));
        }
    }
    missing.extend(in_the_way(&mut checker.about(&RecordRef::from(&phase.id)).iter()));
    missing
}

/// The changes of a release that go to an environment of this sort and are not authorised.
fn unauthorised(
    plan: &Plan,
    release: &Id<Release>,
    checker: &Checker,
    is_meant: &dyn Fn(&Environment) -> bool,
) -> Vec<Missing> {
    let view = checker.view(plan);
    let to_go = |change: &Change| {
        let environments = change.environments.iter().filter_map(|id| plan.environments.get(id));
        environments.into_iter().find(|environment| is_meant(environment))
    };
    let changes = view.changes_in_release(release);
    changes
        .filter(|change| change.status.is_live() && !criteria::is_authorised(&view, change))
        .filter_map(|change| {
            let environment = to_go(change)?;
            let what = format!(
                "\"{}\" is not authorised for \"{}\"; have it authorised, or take it out of the release",
                change.title, environment.name,
            );
            Some(Missing::at(Place::Record(RecordRef::from(&change.id)), what))
        })
        .gather()
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

#[inline(never)]
pub(in crate::planner) fn phase(
    plan: &Plan,
    id: &Id<Phase>,
    to: PhaseStatus,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let phase = plan.phases.get(id).ok_or(Refusal::Missing(of))?;
    if phase.status == to {
        return Err(Refusal::Nothing);
    }
    let Some(verb) = verb_between(PHASE_WAY, phase.status, to) else {
        let (status, to) = (phase.status.label(), to.label());
        return Err(Refusal::not_on_the_way(&phase.name, status, to));
    };
    if to == PhaseStatus::Active {
        let missing = checked(plan, context, |checker| not_to_begin(plan, phase, checker));
        if !missing.is_empty() {
            return Err(Refusal::Lacks { title: phase.name.clone(), done: "begun", missing });
        }
    }
    let mut diff = Diff::default();
    let mut advanced = phase.clone();
    advanced.status = to;
    match to {
        PhaseStatus::Active => {
            advanced.actual_start = Some(context.now);
            advanced.actual_end = None;
            let planned =
                plan.releases.get(&phase.release).filter(|one| one.status == ReleaseStatus::Planned);
            if let Some(release) = planned {
                diff.set(plan, altered!(release.clone(), status: ReleaseStatus::InProgress).into());
            }
        }
        PhaseStatus::Passed | PhaseStatus::Failed => advanced.actual_end = Some(context.now),
        PhaseStatus::Planned => (advanced.actual_start, advanced.actual_end) = (None, None),
    }
    diff.set(plan, advanced.into());
    Ok(Step { label: format!("{verb}: {}", called(&of)), diff })
}

#[cfg(test)]
mod tests {
    use crate::model::{Command, Id, PhaseStatus, ReleaseStatus};
    use crate::planner::Workbench;

    const PLAN: &str = "
        now 5T09
        environment sit \"SIT\" Managed order=1
        environment uat \"UAT\" Open order=2
        environment prod \"Production\" Controlled kind=Production order=3
        release R1 \"Autumn\" live=20 status=InProgress
        phase test \"Test\" 1..5 of=R1 env=sit order=1 status=Passed
        phase users \"Users\" 5..10 of=R1 env=uat order=2 status=Failed
        phase live \"Live\" 20..21 of=R1 env=prod order=3
        change C1 \"Schema\" 20..20T02 env=prod release=R1 status=Assessed
    ";

    fn bench(text: &str) -> Workbench {
        Workbench::of_notation(text, None)
    }

    fn begin(text: &str, phase: &str) -> Result<(), String> {
        let command = Command::AdvancePhase { phase: Id::lenient(phase), to: PhaseStatus::Active };
        bench(text).run(&command).map(|_| ()).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn a_version_that_failed_before_does_not_go_to_production_without_a_waiver() {
        let authorised = PLAN.replace("status=Assessed", "status=Authorised");
        assert_eq!(
            begin(&authorised, "live").unwrap_err(),
            "\"Live\" cannot be begun yet: a blocker stands in the way; mend or waive it: Autumn goes to \
             Production (Live), but failed in UAT (Users); its path is SIT → UAT → Production"
        );
        let waiver = "waiver W1 environment-path-skipped phases/live reason=\"Accepted by the board\"";
        assert_eq!(begin(&format!("{authorised}\n{waiver}"), "live"), Ok(()));
        assert_eq!(begin(&authorised, "users"), Ok(()), "it is repeated");
    }

    #[test]
    fn nothing_enters_a_controlled_environment_unauthorised_nor_a_managed_one_unbooked() {
        let passed = PLAN.replace("status=Failed", "status=Passed");
        let refusal = begin(&passed, "live").unwrap_err();
        assert!(refusal.contains("\"Schema\" is not authorised for \"Production\""), "{refusal}");
        let deploy = Command::AdvanceRelease { release: Id::lenient("R1"), to: ReleaseStatus::Deploying };
        assert_eq!(bench(&passed).run(&deploy).unwrap_err().code(), "command/lacks");
        let authorised = passed.replace("status=Assessed", "status=Authorised");
        bench(&authorised).run(&deploy).unwrap();
        assert_eq!(begin(&authorised, "live"), Ok(()));
        let booked = format!(
            "{}\nbooking B1 1..5 env=sit phase=test status=Requested",
            authorised.replace("order=1 status=Passed", "order=1")
        );
        let refusal = begin(&booked, "test").unwrap_err();
        assert!(refusal.contains("its booking of \"SIT\" is requested; have it approved"), "{refusal}");
        assert_eq!(begin(&booked.replace("status=Requested", "status=Approved"), "test"), Ok(()));
    }
}
