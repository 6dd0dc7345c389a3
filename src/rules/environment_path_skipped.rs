//! `environment-path-skipped`.

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::{
    BookingStatus, Change, ChangeKind, Command, Environment, Id, Outcome, Phase, PhaseStatus, Record,
    RecordRef, ReleaseStatus, Severity, Table,
};
use crate::sorted::SortedSet;

rule! {
    /// A version goes from environment to environment along the path to production and skips none.
    ///
    /// # Why
    /// What an environment is there to find is otherwise found in the next one, or in production. The path is the
    /// environments by their place in the order of promotion; those of the same place stand for each other. A phase
    /// that failed has to be repeated before the version goes on. A change that stands alone is held to the same path
    /// by its version: another change of that version, or a booking of its own, was in the environment before.
    /// That warns where nothing is known, and blocks where it failed there.
    ///
    /// # Fails
    /// ```plan
    /// environment sit "SIT" order=1
    /// environment uat "UAT" order=2
    /// environment prod "Production" order=3
    /// release R1 live=20
    /// release R2 live=20
    /// phase test1 5..10 of=R1 env=sit order=1
    /// phase live1 20..21 of=R1 env=prod order=2    #! environment-path-skipped
    /// phase test2 2..5 of=R2 env=sit order=1 status=Passed
    /// phase users2 5..10 of=R2 env=uat order=2 status=Failed
    /// phase live2 20..21 of=R2 env=prod order=3    #! environment-path-skipped
    /// ```
    /// ```plan
    /// environment uat "UAT" order=2
    /// environment prod "Production" order=3
    /// change C1 5T20..5T22 env=uat version=2.1 repository=git/web status=Closed outcome=Failed
    /// change C2 20T20..20T22 env=prod version=2.1 repository=git/web    #! environment-path-skipped
    /// change C3 20T20..20T22 env=prod version=7.0                       #! environment-path-skipped
    /// ```
    /// # Passes
    /// ```plan
    /// environment sit order=1
    /// environment sit2 order=1
    /// environment uat order=2
    /// environment train
    /// environment prod order=3
    /// release R1 live=20
    /// release R2 live=20 status=Cancelled
    /// phase test1 5..10 of=R1 env=sit2 order=1
    /// phase users1 10..15 of=R1 env=uat order=2 status=Failed
    /// phase again1 15..17 of=R1 env=uat order=3
    /// phase learn1 15..17 of=R1 env=train order=3
    /// phase live1 20..21 of=R1 env=prod order=4
    /// phase live2 20..21 of=R2 env=prod
    /// change C1 5T20..5T22 env=uat version=2.1 status=Closed outcome=Successful
    /// change C2 20T20..20T22 env=prod version=2.1
    /// change C3 20T20..20T22 env=prod version=7.0
    /// booking B3 8..9 env=uat change=C3
    /// change C4 20T20..20T22 env=prod version=8.0 kind=Standard
    /// change C5 20T20..20T22 env=prod
    /// change C6 20T20..20T22 env=prod version=9.0 release=R1
    /// ```
    "environment-path-skipped", "Version skips an environment on its path", Blocker,
    Any(&[Table::Phases, Table::Changes]) => check, mend,
}

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    if let Some(change) = view.change(subject) {
        of_change(view, change, found);
    } else if let Some(phase) = subject.id_of().and_then(|id| view.plan.phases.get(&id)) {
        of_phase(view, phase, found);
    }
}

fn place(view: &View, environment: &Id<Environment>) -> Option<u32> {
    view.plan.environments.get(environment)?.promotion_order
}

/// The place on the path before this one; `None` when this one is the first.
fn place_before(view: &View, place: u32) -> Option<u32> {
    let places = view.plan.environments.values().filter_map(|environment| environment.promotion_order);
    places.filter(|other| *other < place).max()
}

/// The environments from the start of the path to this place: where there are several, those that are used, or else
/// the first.
fn path(view: &View, until: u32, used: &[&Id<Environment>]) -> Vec<RecordRef> {
    let places: SortedSet<u32> = view
        .plan
        .environments
        .values()
        .filter_map(|environment| environment.promotion_order.filter(|place| *place <= until))
        .gather();
    let of_place = |wanted: u32| {
        let mut all = view.plan.environments.values().filter(|one| one.promotion_order == Some(wanted));
        let is_used = used.iter().copied().find(|id| place(view, id) == Some(wanted));
        is_used.or(all.next().map(|one| &one.id)).map(RecordRef::from)
    };
    places.into_iter().filter_map(of_place).gather()
}

fn in_words(view: &View, path: &[RecordRef]) -> String {
    path.iter().map(|of| view.title(of)).gather::<Vec<_>>().join(" → ")
}

fn of_phase(view: &View, phase: &Phase, found: &mut Vec<Finding>) {
    let plan = view.plan;
    let Some(release) = plan.releases.get(&phase.release) else { return };
    let is_ahead = release.status.is_live() && release.status != ReleaseStatus::Deployed;
    let is_open = matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active);
    let Some(environment) = phase.environment.as_ref().filter(|_| is_ahead && is_open) else { return };
    let Some(own) = place(view, environment) else { return };
    let Some(before) = place_before(view, own) else { return };
    let phases: Vec<&Phase> = view.phases_of_release(&release.id).gather();
    let there: Vec<&Phase> = phases
        .iter()
        .copied()
        .filter(|other| other.environment.as_ref().and_then(|id| place(view, id)) == Some(before))
        .gather();
    if there.iter().any(|other| other.status != PhaseStatus::Failed) {
        return;
    }
    let used: Vec<&Id<Environment>> = phases.iter().filter_map(|one| one.environment.as_ref()).gather();
    let path = path(view, own, &used);
    let (subject, cause) = (RecordRef::from(&phase.id), RecordRef::from(&release.id));
    let skipped = path.iter().rev().nth(1).map_or("", |of| view.title(of));
    let target = RecordRef::from(environment);
    let failed: Vec<&str> = there.iter().map(|other| other.title()).gather();
    let why = if failed.is_empty() {
        format!("was never planned for {skipped}")
    } else {
        format!("failed in {skipped} ({})", list(&failed))
    };
    let sentence = format!(
        "{} goes to {} ({}), but {why}; its path is {}.",
        release.title(),
        view.title(&target),
        phase.title(),
        in_words(view, &path),
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = phase.planned;
    finding.related.push(cause);
    finding.proof.push(Proof::Path { records: path.clone() });
    for other in &there {
        let of = RecordRef::from(&other.id);
        finding.related.push(of);
        finding.fact(of, "failed and was not repeated");
    }
    finding.cause = cause;
    finding.harm = harm(1, phase.planned.map_or(0, |window| window.seconds()));
}

fn of_change(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(deploys) = change.deploys.as_ref().filter(|deploys| !deploys.version.is_empty()) else { return };
    let is_held = change.status.is_before_implementation() && change.release.is_none();
    if !is_held || change.kind == ChangeKind::Standard {
        return;
    }
    let own = change.environments.iter().filter_map(|id| Some((place(view, id)?, id))).max();
    let Some((own, environment)) = own else { return };
    let Some(before) = place_before(view, own) else { return };
    let is_there = |environment: &Id<Environment>| place(view, environment) == Some(before);
    if change.environments.iter().any(is_there) {
        return;
    }
    let answers = view.index.answers(view.plan, &change.id);
    let is_booked = answers
        .bookings
        .iter()
        .any(|booking| booking.status != BookingStatus::Rejected && is_there(&booking.environment));
    let same: Vec<&Change> = view
        .changes_of_version(deploys)
        .filter(|other| other.id != change.id)
        .filter(|other| other.environments.iter().any(is_there))
        .gather();
    let is_failed = |other: &&&Change| {
        matches!(other.outcome, Some(Outcome::Failed | Outcome::BackedOut)) || !is_done_or_to_be(other)
    };
    if is_booked || same.iter().any(|other| !is_failed(&other)) {
        return;
    }
    let failed: Vec<&Change> = same.into_iter().filter(|other| other.outcome.is_some()).gather();
    let used: Vec<&Id<Environment>> = change.environments.iter().gather();
    let path = path(view, own, &used);
    let skipped = path.iter().rev().nth(1).map_or("", |of| view.title(of));
    let names: Vec<&str> = failed.iter().map(|other| other.title()).gather();
    let why = if names.is_empty() {
        format!("was never in {skipped}")
    } else {
        format!("failed in {skipped} ({})", list(&names))
    };
    let subject = RecordRef::from(&change.id);
    let sentence = format!(
        "{} takes version {} to {}, which {why}; its path is {}.",
        change.title(),
        deploys.version,
        view.title(&RecordRef::from(environment)),
        in_words(view, &path),
    );
    let related: Vec<RecordRef> = failed.iter().map(|other| RecordRef::from(&other.id)).gather();
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = change.planned;
    finding.proof.push(Proof::Path { records: path.clone() });
    for of in &related {
        finding.fact(*of, "failed there");
    }
    finding.severity = if related.is_empty() { Severity::Warning } else { RULE.severity };
    finding.related = related.clone();
    finding.harm = view.weight(change);
}

/// The command that takes a change out of its release, so that it stands alone; `None` where its version would then
/// skip an environment.
pub(super) fn take_out(view: &View, change: &Change) -> Option<Command> {
    let mut alone = change.clone();
    alone.release = None;
    let mut found = Vec::new();
    of_change(view, &alone, &mut found);
    found.is_empty().then(|| Command::Edit(alone.into()))
}

/// Not rejected, withdrawn or cancelled.
fn is_done_or_to_be(change: &Change) -> bool {
    use crate::model::ChangeStatus as S;
    !matches!(change.status, S::Rejected | S::Withdrawn | S::Cancelled)
}

/// Repeats the phase that failed.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let mut phases = finding.related.iter().filter_map(|of| view.plan.phases.get(&of.id_of()?));
    let failed = phases.rfind(|phase| phase.status == PhaseStatus::Failed);
    let may_begin =
        |phase: &&Phase| !view.findings_about(&RecordRef::from(&phase.id)).iter().any(Finding::blocks);
    failed
        .filter(may_begin)
        .map(|phase| {
            let command = Command::AdvancePhase { phase: phase.id, to: PhaseStatus::Active };
            Fix { label: format!("Repeat {}", phase.title()).as_str().into(), command }
        })
        .into_iter()
        .gather()
}
