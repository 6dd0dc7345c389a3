//! `change-not-ready-for-gate`.

use super::criteria::is_authorised;
use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, View, environment_path_skipped};
use crate::gather::Gather;
use crate::model::{
    AutomaticCheck, Change, ChangeStatus, Gate, GateDecision, Record, RecordRef, ReleaseStatus,
};
use crate::order::Arrange;

rule! {
    /// The changes of a release are ready five working days before a gate of it is due.
    ///
    /// # Why
    /// Who decides at the gate decides about all changes together; one that is not ready stops the others. A draft, and
    /// a change on hold, is ready for no gate. A gate can ask more of each: to be authorised, or to have its backout
    /// tested. Reported against the gate that is due first.
    ///
    /// # Fails
    /// ```plan
    /// now 5T09
    /// release R1 live=20
    /// gate G1 of=R1 due=9T16
    /// criterion "Authorised" check=ChangesAuthorised
    /// criterion "Backout" check=BackoutTested
    /// change C1 20..20T02 release=R1 status=Draft                         #! change-not-ready-for-gate
    /// change C2 20..20T02 release=R1 status=Assessed backout-tested env=prod    #! change-not-ready-for-gate
    /// change C3 20..20T02 release=R1                                      #! change-not-ready-for-gate
    /// change C4 20..20T02 release=R1 backout-tested hold                  #! change-not-ready-for-gate
    /// environment prod Controlled
    /// ```
    /// # Passes
    /// ```plan
    /// now 5T09
    /// release R1 live=20
    /// release R2 live=20
    /// gate G1 of=R1 due=9T16
    /// criterion "Authorised" check=ChangesAuthorised
    /// gate G2 of=R2 due=18
    /// gate G3 of=R2 due=6 decision=Go
    /// change C1 20..20T02 release=R1
    /// change C2 20..20T02 release=R1 status=Cancelled
    /// change C3 20..20T02 release=R2 status=Draft
    /// ```
    "change-not-ready-for-gate", "Change is not ready for a gate of its release", Warning,
    Change => check, mend,
    limit 5 "working days",
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(release) = change.release.as_ref().and_then(|id| view.plan.releases.get(id)) else { return };
    let is_over = matches!(release.status, ReleaseStatus::Deployed) || !release.status.is_live();
    if is_over || !change.status.is_before_implementation() {
        return;
    }
    let (zone, calendar) = (view.zone(), &view.plan.settings.calendar);
    let is_soon = |gate: &Gate| {
        gate.decision == GateDecision::Open
            && gate.due.is_some_and(|due| {
                calendar.working_days_between(zone.date_of(view.now), zone.date_of(due)) <= view.limit(&RULE)
            })
    };
    let mut gates: Vec<&Gate> = view.gates_of_release(&release.id).filter(|gate| is_soon(gate)).gather();
    gates.arrange_by_key(|gate| (gate.due, &gate.id));
    for gate in gates {
        let lacks = lacks(view, change, gate);
        let Some(due) = gate.due.filter(|_| !lacks.is_empty()) else { continue };
        let (subject, cause) = (RecordRef::from(&change.id), RecordRef::from(&gate.id));
        let when = if due <= view.now { "was due" } else { "is due" };
        let sentence = format!(
            "{} {}, but gate {} of {} {when} at {}.",
            change.title(),
            list(&lacks),
            gate.title(),
            release.title(),
            view.moment(due),
        );
        let of = RecordRef::from(&release.id);
        let finding = view.report(&RULE, subject, sentence, found);
        for text in lacks {
            finding.fact(subject, text);
        }
        finding.fact(of, "carries it");
        view.blame(finding, cause);
        finding.harm = view.weight(change);
        return;
    }
}

/// What a change lacks for a gate, as it stands in a sentence.
fn lacks(view: &View, change: &Change, gate: &Gate) -> Vec<&'static str> {
    let asks = |check| gate.criteria.iter().any(|criterion| criterion.check == Some(check));
    let mut lacks = Vec::new();
    if change.status == ChangeStatus::Draft {
        lacks.push("is a draft");
    }
    if change.on_hold {
        lacks.push("is on hold");
    }
    let is_draft = change.status == ChangeStatus::Draft;
    if asks(AutomaticCheck::ChangesAuthorised) && !is_draft && !is_authorised(view, change) {
        lacks.push("is not authorised");
    }
    if asks(AutomaticCheck::BackoutTested) && !is_backout_tested(view, change) {
        lacks.push("has no tested backout");
    }
    lacks
}

fn is_backout_tested(view: &View, change: &Change) -> bool {
    let runbooks = view.runbooks_of_change(&change.id);
    let of_release = change.release.iter().flat_map(|release| view.runbooks_of_release(release));
    change.backout_tested
        || runbooks.chain(of_release).any(|one| one.rehearsals.iter().any(|rehearsal| rehearsal.backed_out))
}

/// Takes the change out of the release, so that the others need not wait for it.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(change) = view.change(&finding.subject) else { return Vec::new() };
    let command = environment_path_skipped::take_out(view, change);
    command.map(|command| Fix { label: "Take it out of the release".into(), command }).into_iter().gather()
}
