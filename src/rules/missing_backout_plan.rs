//! `missing-backout-plan`.

use super::rule::rule;
use super::{Finding, Fix, View};
use crate::model::{
    Change, ChangeKind, ChangeStatus, Control, Id, Record, RecordRef, Release, Risk, StepKind,
};

rule! {
    /// A change of a release, and one of high risk, says how it is taken back, once it is assessed and goes to a
    /// controlled environment.
    ///
    /// # Why
    /// At three in the morning nobody invents a way back. Backout steps in the runbook of the change or of its release
    /// say it as well; a standard change has the plan of its template.
    ///
    /// # Fails
    /// ```plan
    /// environment prod Controlled
    /// release R1 live=20
    /// change C1 20..20T02 env=prod release=R1                      #! missing-backout-plan
    /// change C2 20..20T02 env=prod risk=High status=Authorised     #! missing-backout-plan
    /// ```
    /// # Passes
    /// ```plan
    /// environment prod Controlled
    /// environment sit
    /// release R1 live=20
    /// release R2 live=20
    /// change C1 20..20T02 env=prod release=R1 backout="Restore the snapshot"
    /// change C2 20..20T02 env=prod risk=Low
    /// change C3 20..20T02 env=sit release=R1
    /// change C4 20..20T02 env=prod release=R1 status=Requested
    /// change C5 20..20T02 env=prod release=R1 kind=Standard
    /// change C6 20..20T02 env=prod release=R2
    /// runbook RB of=R2
    /// step back minutes=10 kind=Backout
    /// ```
    "missing-backout-plan", "Nobody has said how a change is taken back", Warning, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    use ChangeStatus as S;
    let is_asked = matches!(change.status, S::Assessed | S::Authorised | S::Scheduled)
        && change.kind != ChangeKind::Standard
        && (change.release.is_some() || change.risk >= Risk::High);
    let controlled = change
        .environments
        .iter()
        .filter_map(|id| view.plan.environments.get(id))
        .find(|environment| environment.control == Control::Controlled);
    let Some(environment) = controlled.filter(|_| is_asked && change.backout_plan.trim().is_empty()) else {
        return;
    };
    if has_backout_steps(view, change) {
        return;
    }
    let subject = RecordRef::from(&change.id);
    let of = RecordRef::from(&environment.id);
    let when = change.planned.map_or_else(String::new, |window| format!(" at {}", view.moment(window.start)));
    let sentence = format!(
        "{} goes to {}{when} and has no backout plan; its risk is {}.",
        change.title(),
        environment.title(),
        change.risk.label().to_ascii_lowercase(),
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = change.planned;
    finding.fact(subject, "has no backout plan");
    finding.fact(of, "is controlled");
    finding.harm = view.weight(change);
}

/// True when a runbook of the change, or of its release, takes everything back.
fn has_backout_steps(view: &View, change: &Change) -> bool {
    let of_release = |release: &Id<Release>| view.runbooks_of_release(release);
    let runbooks = view.runbooks_of_change(&change.id);
    runbooks
        .chain(change.release.iter().flat_map(of_release))
        .any(|runbook| runbook.steps.iter().any(|step| step.kind == StepKind::Backout))
}

/// How a change is taken back is known to people only.
fn mend(_view: &View, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}
