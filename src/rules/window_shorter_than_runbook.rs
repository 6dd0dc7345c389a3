//! `window-shorter-than-runbook`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View, free, harm};
use crate::gather::Gather;
use crate::model::{
    EnvironmentKind, Phase, PhaseStatus, Record, RecordRef, ReleaseStatus, Runbook, RunbookStatus,
    RunbookTimes, StepKind, Table,
};
use crate::time::Interval;

rule! {
    /// The window of a deployment is as long as its runbook takes.
    ///
    /// # Why
    /// What does not fit is done outside the window, or not at all. A change has its planned window; a release has its
    /// phases in production. The steps count one after the other, or as far as they wait for each other;
    /// each as long as the last rehearsal showed, where that was longer than planned.
    ///
    /// # Fails
    /// ```plan
    /// environment prod kind=Production
    /// change C1 20T20..20T22     #! window-shorter-than-runbook
    /// runbook RB1 change=C1
    /// step copy minutes=90
    /// step switch minutes=40
    /// release R1 live=25
    /// phase deploy 25T20..25T21 of=R1 env=prod    #! window-shorter-than-runbook
    /// runbook RB2 of=R1
    /// step all minutes=61
    /// change C2 20T20..20T22    #! window-shorter-than-runbook
    /// runbook RB3 change=C2 rehearsed=10
    /// step copy minutes=60 rehearsed=100
    /// step switch minutes=40 rehearsed=10
    /// ```
    /// # Passes
    /// ```plan
    /// environment prod kind=Production
    /// environment sit kind=SystemTest
    /// change C1 20T20..20T22
    /// change C2 20T20..20T21 status=Closed
    /// runbook RB1 change=C1
    /// step copy minutes=90
    /// step mail minutes=40 after=stop
    /// step switch minutes=30 after=copy
    /// step restore minutes=200 kind=Backout
    /// runbook RB2 change=C2
    /// step all minutes=90
    /// release R1 live=25
    /// phase test 20T20..20T21 of=R1 env=sit
    /// phase deploy 25T20..25T22 of=R1 env=prod
    /// runbook RB3 of=R1
    /// step all minutes=120
    /// ```
    "window-shorter-than-runbook", "Window is shorter than the runbook takes", Blocker,
    Any(&[Table::Changes, Table::Phases]) => check, mend,
}

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    for Deployment { runbook, window, times } in deployments(view, subject) {
        let over = times.end.seconds_since(window.end);
        if over <= 0 {
            continue;
        }
        let related = RecordRef::from(&runbook.id);
        let text = format!("takes {}", duration(times.end.seconds_since(window.start)));
        let late = runbook.steps.iter().filter_map(|step| {
            let took = runbook.rehearsed_minutes(step).filter(|took| step.duration_minutes < *took)?;
            let (took, planned) =
                (duration(i64::from(took) * 60), duration(i64::from(step.duration_minutes) * 60));
            let text = format!("{}: {took} in the last rehearsal, {planned} planned", step.title);
            Some(Proof::Fact { of: related, text })
        });
        let late: Vec<Proof> = late.gather();
        let sentence = format!(
            "{} ({}) is {} too short for {}, which takes {}{}.",
            view.title(subject),
            view.span(window),
            duration(over),
            runbook.title(),
            duration(times.end.seconds_since(window.start)),
            if late.is_empty() { "" } else { " as it was rehearsed" },
        );
        let finding = view.report(&RULE, *subject, sentence, found);
        finding.span = Some(Interval::new(window.end, times.end));
        finding.proof = [
            Proof::Fact { of: related, text },
            Proof::Outside {
                of: related,
                window: Interval::new(window.start, times.end),
                allowed: vec![(*subject, window)],
                uncovered: vec![Interval::new(window.end, times.end)],
            },
        ]
        .into_iter()
        .chain(late)
        .gather();
        view.add_owners(finding, &[related]);
        finding.related.push(related);
        finding.harm = harm(view.change(subject).map_or(1, |change| view.weight(change)), over);
    }
}

/// A runbook that is to be executed in a window, and when its steps would be, as long as they were rehearsed.
pub(super) struct Deployment<'a> {
    pub(super) runbook: &'a Runbook,
    pub(super) window: Interval,
    pub(super) times: RunbookTimes,
}

impl Deployment<'_> {
    /// How long the window has to be so that the steps fit, and then everything can still be taken back.
    pub(super) fn needed_seconds(&self, backout_minutes: i64) -> i64 {
        let backed_out = self.times.last_decision().plus_minutes(backout_minutes);
        backed_out.max(self.times.end).seconds_since(self.window.start)
    }
}

/// The runbooks that are to be executed in the window of a change, or in that of a phase in production; not those that
/// are begun.
pub(super) fn deployments<'a>(view: &View<'a>, subject: &RecordRef) -> Vec<Deployment<'a>> {
    if let Some(change) = view.change(subject) {
        let is_ahead = change.status.is_before_implementation();
        let window = change.live_window().filter(|_| is_ahead);
        return executed(view.runbooks_of_change(&change.id), window);
    }
    let phase = subject.id_of::<Phase>().and_then(|id| view.plan.phases.get(&id));
    phase.map_or_else(Vec::new, |phase| deployments_in(view, phase))
}

fn deployments_in<'a>(view: &View<'a>, phase: &Phase) -> Vec<Deployment<'a>> {
    let release = view.plan.releases.get(&phase.release);
    let is_ahead = release
        .is_some_and(|release| release.status.is_live() && release.status != ReleaseStatus::Deployed)
        && phase.status == PhaseStatus::Planned;
    let environment = phase.environment.as_ref().and_then(|id| view.plan.environments.get(id));
    let is_production = environment.is_some_and(|one| one.kind == EnvironmentKind::Production);
    let window = phase.planned.filter(|window| is_ahead && is_production && !window.is_empty());
    executed(view.runbooks_of_release(&phase.release), window)
}

fn executed<'a>(
    runbooks: impl Iterator<Item = &'a Runbook>,
    window: Option<Interval>,
) -> Vec<Deployment<'a>> {
    let Some(window) = window else { return Vec::new() };
    runbooks
        .filter(|one| matches!(one.status, RunbookStatus::Draft | RunbookStatus::Approved))
        .map(|runbook| {
            let times = RunbookTimes::planned(&runbook.as_rehearsed(), window.start);
            Deployment { runbook, window, times }
        })
        .gather()
}

/// True when the runbooks that would be executed in a phase, were it as it is here, fit with their way back.
pub(super) fn fits(view: &View, phase: &Phase) -> bool {
    deployments_in(view, phase)
        .iter()
        .all(|one| one.needed_seconds(one.times.backout_minutes) <= one.window.seconds())
}

/// How many minutes taking everything back takes: by the backout steps, or as the change says.
pub(super) fn backout_minutes(view: &View, subject: &RecordRef, deployment: &Deployment) -> i64 {
    if deployment.runbook.steps.iter().any(|step| step.kind == StepKind::Backout) {
        return deployment.times.backout_minutes;
    }
    view.change(subject).and_then(|change| change.backout_minutes).map_or(0, i64::from)
}

/// Moves the change to the nearest free window that is long enough for the steps and for taking them back; lengthens a
/// phase where its environment can be used so long.
pub(super) fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let subject = &finding.subject;
    let deployments = deployments(view, subject);
    let needed = deployments.iter().map(|one| one.needed_seconds(backout_minutes(view, subject, one))).max();
    let (Some(first), Some(needed)) = (deployments.first(), needed) else { return Vec::new() };
    if let Some(change) = view.change(subject) {
        let needed = needed.max(change.backout_minutes.map_or(0, |minutes| i64::from(minutes) * 60));
        let longer = free::earliest(view, change, needed, first.window.start);
        return longer.map(|window| view.move_to(*subject, window, false)).into_iter().gather();
    }
    let longer = Interval::new(first.window.start, first.window.start.plus_seconds(needed));
    let phase = subject.id_of::<Phase>().and_then(|id| view.plan.phases.get(&id));
    let environment = phase.and_then(|one| view.plan.environments.get(one.environment.as_ref()?));
    if environment.is_some_and(|one| !super::occupancy::unavailable(one, longer).is_empty()) {
        return Vec::new();
    }
    let label = format!("Lengthen it to {}", duration(needed));
    vec![Fix { label: label.as_str().into(), ..view.move_to(*subject, longer, false) }]
}
