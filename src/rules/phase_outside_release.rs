//! `phase-outside-release`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View, harm};
use crate::model::altered;
use crate::model::{EnvironmentKind, Phase, PhaseStatus, Record, RecordRef, Release, ReleaseStatus};
use crate::time::{Instant, Interval};

rule! {
    /// The phases of a release before production end by its go-live, and production starts by then.
    ///
    /// # Why
    /// What is tested after the go-live is tested on the customers. Phases without an environment that start after the
    /// go-live, such as early support, belong there.
    ///
    /// # Fails
    /// ```plan
    /// environment uat kind=UserAcceptance
    /// environment prod kind=Production
    /// release R1 live=20
    /// phase users 15..22 of=R1 env=uat order=1      #! phase-outside-release
    /// phase deploy 22..23 of=R1 env=prod order=2    #! phase-outside-release
    /// ```
    /// # Passes
    /// ```plan
    /// environment uat kind=UserAcceptance
    /// environment prod kind=Production
    /// release R1 live=20
    /// release R2
    /// release R3 live=1 status=Deployed
    /// phase users 15..20 of=R1 env=uat order=1
    /// phase deploy 20..21 of=R1 env=prod order=2
    /// phase support 21..30 of=R1 order=3
    /// phase other 15..22 of=R2 env=uat
    /// phase late 15..22 of=R3 env=uat
    /// ```
    "phase-outside-release", "Phase goes on after the go-live", Warning, Phase => check, mend,
}

fn check(view: &View, phase: &Phase, found: &mut Vec<Finding>) {
    let Some((release, live, needed)) = late(view, phase) else { return };
    let (subject, cause) = (RecordRef::from(&phase.id), RecordRef::from(&release.id));
    let seconds = needed.seconds_since(live);
    let verb = if is_production(view, phase) { "starts" } else { "ends" };
    let sentence = format!(
        "{} of {} {verb} at {}, {} after the go-live ({}).",
        phase.title(),
        release.title(),
        view.moment(needed),
        duration(seconds),
        view.moment(live),
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(Interval::new(live, needed));
    finding.proof.push(Proof::Order { first: subject, first_at: needed, then: cause, then_at: live });
    finding.related.push(cause);
    finding.cause = cause;
    finding.harm = harm(1, seconds);
}

fn is_production(view: &View, phase: &Phase) -> bool {
    let environment = phase.environment.as_ref().and_then(|id| view.plan.environments.get(id));
    environment.is_some_and(|one| one.kind == EnvironmentKind::Production)
}

/// The release of a phase that is late for the go-live, that go-live, and the moment that should not be after it.
fn late<'a>(view: &View<'a>, phase: &Phase) -> Option<(&'a Release, Instant, Instant)> {
    let release = view.plan.releases.get(&phase.release)?;
    let is_open = matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active);
    let is_ahead = release.status.is_live() && release.status != ReleaseStatus::Deployed;
    let window = phase.planned.filter(|window| is_open && is_ahead && !window.is_empty())?;
    let live = release.go_live?;
    let needed = if is_production(view, phase) { window.start } else { window.end };
    let is_support = phase.environment.is_none() && live <= window.start;
    (live < needed && !is_support).then_some((release, live, needed))
}

/// Puts the go-live off until then.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let phase = finding.subject.id_of().and_then(|id| view.plan.phases.get(&id));
    let Some((release, _, needed)) = phase.and_then(|phase| late(view, phase)) else { return Vec::new() };
    let fix = view.move_to(RecordRef::from(&release.id), Interval::new(needed, needed), false);
    let label = format!("Put the go-live off to {}", view.moment(needed));
    vec![altered!(fix, label: label.as_str().into())]
}
