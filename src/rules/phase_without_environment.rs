//! `phase-without-environment`.

use super::occupancy::{free_from, unavailable};
use super::rule::rule;
use super::{Finding, Fix, View, window_shorter_than_runbook};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Command, Environment, Id, Phase, PhaseStatus, Record, RecordRef};

rule! {
    /// A phase that has dates says in which environment it takes place.
    ///
    /// # Why
    /// Nobody keeps room for it: it is in no environment's calendar and contends with nothing until the day on which it
    /// starts. What comes after the go-live, as early support does, needs no environment.
    ///
    /// # Fails
    /// ```plan
    /// now 1T09
    /// environment sit Open kind=SystemTest order=1
    /// environment uat Managed kind=UserAcceptance order=2 capacity=1
    /// release R1 live=20
    /// phase test 5..10 of=R1 order=1 env=sit
    /// phase users 10..15 of=R1 order=2    #! phase-without-environment
    /// ```
    /// # Passes
    /// ```plan
    /// now 1T09
    /// environment sit order=1
    /// release R1 live=20
    /// release R2 live=20 status=Cancelled
    /// phase test 5..10 of=R1 env=sit
    /// phase undated of=R1
    /// phase done 2..4 of=R1 status=Passed
    /// phase support 20..30 of=R1
    /// phase dropped 5..10 of=R2
    /// ```
    "phase-without-environment", "Phase takes place nowhere", Warning, Phase => check, mend,
}

fn check(view: &View, phase: &Phase, found: &mut Vec<Finding>) {
    let Some(window) = phase.planned.filter(|window| !window.is_empty()) else { return };
    let Some(release) = view.plan.releases.get(&phase.release) else { return };
    let is_open = matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active);
    let is_after = release.go_live.is_some_and(|live| live <= window.start);
    if phase.environment.is_some() || !is_open || !release.status.is_live() || is_after {
        return;
    }
    let (subject, of) = (RecordRef::from(&phase.id), RecordRef::from(&release.id));
    let sentence = format!(
        "{} of {} ({}) names no environment; nobody keeps room for it.",
        phase.title(),
        release.title(),
        view.span(window),
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(window);
    finding.fact(subject, "names no environment");
    finding.fact(of, "is the release");
}

/// Takes it to the first environment after that of the phase before, on the path to production, that has room.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(phase) = finding.subject.id_of::<Phase>().and_then(|id| view.plan.phases.get(&id)) else {
        return Vec::new();
    };
    let Some(window) = phase.planned.filter(|_| phase.status == PhaseStatus::Planned) else {
        return Vec::new();
    };
    let plan = view.plan;
    let place = |id: &Id<Environment>| plan.environments.get(id)?.promotion_order;
    let phases = view.phases_of_release(&phase.release);
    let earlier = phases.filter(|other| other.order < phase.order);
    let reached = earlier.filter_map(|other| place(other.environment.as_ref()?)).max();
    let next = plan
        .environments
        .values()
        .filter_map(|one| one.promotion_order)
        .filter(|order| reached.is_none_or(|reached| reached < *order))
        .min();
    let placed = |one: &Environment| altered!(phase.clone(), environment: Some(one.id));
    let is_free = |one: &&Environment| {
        one.promotion_order.is_some()
            && one.promotion_order == next
            && unavailable(one, window).is_empty()
            && window_shorter_than_runbook::fits(view, &placed(one))
            && (window.start <= view.now || free_from(view, one, window, &finding.subject) == Some(window))
    };
    let free = plan.environments.values().find(is_free);
    free.map(|environment| {
        let label = format!("Take place in {}", environment.title());
        Fix { label: label.as_str().into(), command: Command::Edit(placed(environment).into()) }
    })
    .into_iter()
    .gather()
}
