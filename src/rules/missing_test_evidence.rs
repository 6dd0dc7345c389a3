//! `missing-test-evidence`.

use super::rule::rule;
use super::{Finding, Fix, Proof, View};
use crate::gather::Gather;
use crate::model::{Change, ChangeKind, ChangeStatus, Phase, PhaseStatus, Record, RecordRef};

rule! {
    /// A change of a release that is authorised shows that it was tested.
    ///
    /// # Why
    /// Who authorised it did so because it works. Tests of a phase of the release that passed show it for all its
    /// changes; otherwise the change says where and how it was tested.
    ///
    /// # Fails
    /// ```plan
    /// release R1 live=20
    /// phase test 5..10 of=R1 passed=9 tests=10
    /// change C1 20..20T02 release=R1                      #! missing-test-evidence
    /// change C2 20..20T02 release=R1 status=Authorised    #! missing-test-evidence
    /// ```
    /// # Passes
    /// ```plan
    /// release R1 live=20
    /// release R2 live=20
    /// phase test 5..10 of=R1 passed=10 tests=10 status=Passed
    /// change C1 20..20T02 release=R1
    /// change C2 20..20T02 release=R2 tested="SIT, 12 of 12"
    /// change C3 20..20T02 release=R2 status=Assessed
    /// change C4 20..20T02 release=R2 kind=Standard
    /// change C5 20..20T02
    /// ```
    "missing-test-evidence", "Nothing shows that a change was tested", Warning, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(release) = change.release.as_ref().and_then(|id| view.plan.releases.get(id)) else { return };
    let is_asked = matches!(change.status, ChangeStatus::Authorised | ChangeStatus::Scheduled)
        && change.kind != ChangeKind::Standard
        && release.status.is_live();
    if !is_asked || !change.test_evidence.trim().is_empty() {
        return;
    }
    let phases: Vec<&Phase> = view.phases_of_release(&release.id).gather();
    let shows = |phase: &&&Phase| {
        let total = phase.tests_total.unwrap_or(0);
        phase.status != PhaseStatus::Failed && total > 0 && phase.tests_passed.unwrap_or(0) >= total
    };
    if phases.iter().any(|phase| shows(&phase)) {
        return;
    }
    let (subject, of) = (RecordRef::from(&change.id), RecordRef::from(&release.id));
    let counted = phases.iter().filter_map(|phase| Some((*phase, phase.tests_total?)));
    let mut facts: Vec<Proof> = counted
        .map(|(phase, total)| Proof::Fact {
            of: RecordRef::from(&phase.id),
            text: format!("has {} of {total} tests passed", phase.tests_passed.unwrap_or(0)),
        })
        .gather();
    facts.push(Proof::Fact { of, text: "shows no tests that passed".to_owned() });
    let status = change.status.label().to_ascii_lowercase();
    let sentence = format!(
        "{} is {status} in {}, and neither it nor a phase of the release shows tests that passed.",
        change.title(),
        release.title(),
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = change.planned;
    finding.proof = facts;
    finding.harm = view.weight(change);
}

/// What was tested is known to people only.
fn mend(_view: &View, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}
