//! `gate-criteria-unmet`.

use super::criteria::unmet;
use super::rule::rule;
use super::{Finding, Fix, View};
use crate::gather::Gather;
use crate::model::{Command, Gate, GateDecision, Record, RecordRef, ReleaseStatus, Severity};

rule! {
    /// What has to be true for a go is true when a gate is due, and stays true after a go.
    ///
    /// # Why
    /// A go without its criteria is a go with conditions that nobody wrote down. Until the deployment a go whose
    /// criteria are no longer met blocks; criteria that are open two working days before the gate warn.
    ///
    /// # Fails
    /// ```plan
    /// now 10T12
    /// release R1 live=30
    /// change C1 30..30T02 env=prod release=R1 status=Assessed
    /// environment prod Controlled
    /// gate G1 of=R1 due=5 decision=Go        #! gate-criteria-unmet
    /// criterion "All changes authorised" check=ChangesAuthorised
    /// gate G2 of=R1 due=12T09                #! gate-criteria-unmet
    /// criterion "Signed by the owner"
    /// ```
    /// # Passes
    /// ```plan
    /// now 10T12
    /// release R1 live=30
    /// release R2 live=9 status=Deployed
    /// gate G1 of=R1 due=12T09
    /// criterion "Signed by the owner" met evidence="Minutes of Tuesday"
    /// gate G2 of=R1 due=5 decision=GoWithConditions note="Sign by Friday"
    /// criterion "Signed by the owner"
    /// gate G3 of=R1 due=20
    /// criterion "Signed by the owner"
    /// gate G4 of=R2 due=5 decision=Go
    /// criterion "Signed by the owner"
    /// gate G5 of=R1 due=8 decision=NoGo note="Not signed"
    /// criterion "Signed by the owner"
    /// ```
    "gate-criteria-unmet", "What a go needs is not true", Blocker, Gate => check, mend,
    limit 2 "working days",
}

fn check(view: &View, gate: &Gate, found: &mut Vec<Finding>) {
    let Some(release) = view.plan.releases.get(&gate.release) else { return };
    use ReleaseStatus as S;
    if !matches!(release.status, S::Draft | S::Planned | S::InProgress) || !is_asked(view, gate) {
        return;
    }
    let open = unmet(view, gate);
    let Some((_, first, why)) = open.first() else { return };
    let (subject, of) = (RecordRef::from(&gate.id), RecordRef::from(&release.id));
    let is_go = gate.decision == GateDecision::Go;
    let when = gate.due.map_or_else(String::new, |due| format!(" (due {})", view.moment(due)));
    let lead = if is_go { "was a go" } else { "is about to be decided" };
    let more = match open.len() {
        1 => String::new(),
        more => format!(", and {} more are open", more - 1),
    };
    let sentence = format!(
        "Gate {} of {}{when} {lead}, but \"{}\" is not met: {why}{more}.",
        gate.title(),
        release.title(),
        first.text,
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.severity = if is_go { RULE.severity } else { Severity::Warning };
    for (_, criterion, why) in &open {
        finding.fact(subject, format!("\"{}\": {why}", criterion.text));
    }
    finding.fact(of, "goes on through it");
}

/// True when the criteria of a gate have to be met: after a go, and from two working days before it is due.
fn is_asked(view: &View, gate: &Gate) -> bool {
    let (zone, calendar) = (view.zone(), &view.plan.settings.calendar);
    let today = zone.date_of(view.now);
    match gate.decision {
        GateDecision::Go => true,
        GateDecision::Open => gate
            .due
            .is_some_and(|due| calendar.working_days_between(today, zone.date_of(due)) <= view.limit(&RULE)),
        GateDecision::GoWithConditions | GateDecision::NoGo => false,
    }
}

/// Writes what is open down as the conditions of the go.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(gate) = finding.subject.id_of().and_then(|id| view.plan.gates.get(&id)) else {
        return Vec::new();
    };
    let open: Vec<String> = unmet(view, gate).iter().map(|(_, criterion, _)| criterion.text.clone()).gather();
    let decision = GateDecision::GoWithConditions;
    let note = format!("To be met: {}", open.join("; "));
    let command = Command::DecideGate { gate: gate.id, decision, note };
    vec![Fix { label: "Go with these as conditions".into(), command }]
}
