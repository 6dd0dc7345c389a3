//! `gate-undecided`.

use chrono::Days;

use super::criteria;
use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View, harm};
use crate::model::altered;
use crate::model::{Command, Gate, GateDecision, Phase, PhaseStatus, Record, RecordRef, ReleaseStatus};
use crate::time::Interval;

rule! {
    /// A gate is decided when it is due, and before what comes after it begins.
    ///
    /// # Why
    /// A release that goes on without a decision has nobody who answered for going on.
    ///
    /// # Fails
    /// ```plan
    /// now 10T12
    /// release R1 live=30
    /// phase test 5..10 of=R1 order=1 status=Passed
    /// phase users 10..15 of=R1 order=2 status=Active
    /// gate G1 of=R1 due=10T09                #! gate-undecided
    /// gate G2 of=R1 phase=test due=11T09     #! gate-undecided
    /// ```
    /// # Passes
    /// ```plan
    /// now 10T12
    /// release R1 live=30
    /// release R2 live=9 status=Deployed
    /// phase test 5..10 of=R1 order=1 status=Passed
    /// gate G1 of=R1 due=10T09 decision=Go
    /// gate G2 of=R1 phase=test due=11T09
    /// gate G3 of=R1 due=12
    /// gate G4 of=R1
    /// gate G5 of=R2 due=5
    /// ```
    "gate-undecided", "Gate is due and not decided", Warning, Gate => check, mend,
}

fn check(view: &View, gate: &Gate, found: &mut Vec<Finding>) {
    let Some(release) = view.plan.releases.get(&gate.release) else { return };
    let is_ahead = release.status.is_live() && release.status != ReleaseStatus::Deployed;
    if gate.decision != GateDecision::Open || !is_ahead {
        return;
    }
    let subject = RecordRef::from(&gate.id);
    let of = RecordRef::from(&release.id);
    let late = gate.due.filter(|due| *due <= view.now);
    let begun = begun_after(view, gate);
    let (why, proof, span) = match (late, begun) {
        (Some(due), _) => {
            let late = duration(view.now.seconds_since(due));
            let text = format!("was to be decided at {}", view.moment(due));
            let why = format!("{text}, {late} ago");
            (why, Proof::Fact { of: subject, text }, Some(Interval::new(due, view.now)))
        }
        (None, Some(phase)) => {
            let why = format!("is not decided, and {} has begun after it", phase.title());
            let of = RecordRef::from(&phase.id);
            (why, Proof::Fact { of, text: "has begun".to_owned() }, None)
        }
        (None, None) => return,
    };
    let sentence = format!("Gate {} of {} {why}.", gate.title(), release.title());
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = span;
    finding.proof.push(proof);
    finding.fact(of, "goes on through it");
    finding.harm = span.map_or(0, |span| harm(1, span.seconds()));
}

/// A phase that comes after the gate's own and has begun.
fn begun_after<'a>(view: &View<'a>, gate: &Gate) -> Option<&'a Phase> {
    let own = view.own_phase(gate)?;
    let phases = view.phases_of_release(&gate.release);
    phases
        .filter(|phase| own.order < phase.order)
        .find(|phase| matches!(phase.status, PhaseStatus::Active | PhaseStatus::Passed))
}

/// Decides a go where all criteria are met; puts the gate off to the next working day, at the same time.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(gate) = finding.subject.id_of().and_then(|id| view.plan.gates.get(&id)) else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    if criteria::unmet(view, gate).is_empty() && !gate.criteria.is_empty() {
        let decision = GateDecision::Go;
        let command = Command::DecideGate { gate: gate.id, decision, note: String::new() };
        fixes.push(Fix { label: "Decide: go".into(), command });
    }
    if let Some(due) = gate.due.filter(|_| begun_after(view, gate).is_none()) {
        let zone = view.zone();
        let today = zone.date_of(view.now);
        let next = view.plan.settings.calendar.plus_working_days(today, 1);
        let next = next.or(today.checked_add_days(Days::new(1)));
        let at = next.map(|day| zone.resolve(day.and_time(zone.local(due).time())));
        fixes.extend(at.map(|at| {
            let fix = view.move_to(finding.subject, Interval::new(at, at), false);
            altered!(fix, label: format!("Put it off to {}", view.moment(at)).as_str().into())
        }));
    }
    fixes
}
