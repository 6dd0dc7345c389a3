//! The gates of a release: criteria with their answers, and what can be decided.

use crate::gather::Gather;
use crate::model::{AnyRecord, Command, Criterion, Gate, GateDecision, Plan, RecordRef};
use crate::planner::{Workbench, title_of};
use crate::rules::{criteria, wording};

/// A gate as the strip and its panel show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GateView {
    /// The gate.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// When it is to be decided, in words.
    pub due: String,
    /// What was decided.
    pub decision: GateDecision,
    /// Who decided and when, in words.
    pub decided: String,
    /// Conditions or reason.
    pub note: String,
    /// What has to be true for a go.
    pub criteria: Vec<CriterionView>,
    /// True when it is open and its time has passed.
    pub is_late: bool,
    /// Why a go without conditions is not possible now; empty when it is.
    pub no_go_yet: String,
}

/// A criterion with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CriterionView {
    /// What has to be true.
    pub text: String,
    /// True when the plan answers it.
    pub is_automatic: bool,
    /// Whether it is.
    pub is_met: bool,
    /// What shows it, or what is missing.
    pub why: String,
    /// What somebody wrote down as evidence.
    pub evidence: String,
}

/// A gate as its panel shows it.
#[must_use]
pub fn gate_view(bench: &Workbench, gate: &Gate) -> GateView {
    let plan = bench.plan();
    let view = bench.view();
    let zone = plan.settings.zone;
    let by = gate.decided_by.as_ref().map(|by| title_of(plan, by));
    let decided = match (gate.decided_at, by) {
        (Some(at), Some(by)) => format!("{by}, {}", wording::moment(at, zone)),
        (Some(at), None) => wording::moment(at, zone),
        _ => String::new(),
    };
    let criterion = |one: &Criterion| {
        let answer = criteria::answer(&view, gate, one);
        CriterionView {
            text: one.text.clone(),
            is_automatic: one.check.is_some(),
            is_met: answer.is_met,
            why: if one.check.is_some() { answer.why } else { String::new() },
            evidence: one.evidence.clone(),
        }
    };
    let go = Command::DecideGate { gate: gate.id, decision: GateDecision::Go, note: String::new() };
    let refusal = bench.can(&go).err().filter(|_| gate.decision != GateDecision::Go);
    GateView {
        of: RecordRef::from(&gate.id),
        name: gate.name.clone(),
        due: gate.due.map_or_else(String::new, |due| wording::short_moment(due, zone)),
        decision: gate.decision,
        decided,
        note: gate.note.clone(),
        criteria: gate.criteria.iter().map(criterion).gather(),
        is_late: gate.decision == GateDecision::Open && gate.due.is_some_and(|due| due < bench.now()),
        no_go_yet: refusal.map_or_else(String::new, |refusal| refusal.to_string()),
    }
}

/// The command that ticks a criterion of a gate or takes the tick away.
#[must_use]
pub fn tick(plan: &Plan, gate: &RecordRef, place: usize, met: bool) -> Option<Command> {
    let mut gate = plan.gates.get(&gate.id_of()?)?.clone();
    gate.criteria.get_mut(place)?.met = met;
    Some(Command::Edit(AnyRecord::from(gate)))
}

/// The command that writes the evidence of a criterion down; what has evidence is met.
#[must_use]
pub fn show(plan: &Plan, gate: &RecordRef, place: usize, evidence: &str) -> Option<Command> {
    let mut gate = plan.gates.get(&gate.id_of()?)?.clone();
    let criterion = gate.criteria.get_mut(place)?;
    evidence.trim().clone_into(&mut criterion.evidence);
    criterion.met = criterion.met || !criterion.evidence.is_empty();
    Some(Command::Edit(AnyRecord::from(gate)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AutomaticCheck, Id, notation};

    #[test]
    fn criteria_are_answered_by_the_plan_or_by_somebody_with_evidence() {
        let text = "
            environment prod Controlled
            release R live=30
            gate G of=R due=11
            change C 29..30 env=prod release=R status=Draft
        ";
        let mut example = notation::parse(text).unwrap();
        let gate = example.plan.gates.get(&Id::lenient("G")).unwrap().clone();
        let authorised =
            Criterion { check: Some(AutomaticCheck::ChangesAuthorised), ..Criterion::new("All".to_owned()) };
        let signed = Criterion::new("Signed".to_owned());
        example.plan.put(Gate { criteria: vec![authorised, signed], ..gate }.into());
        let mut bench = Workbench::open(example.plan, example.now, None);
        let of: RecordRef = "gates/G".parse().unwrap();
        let seen = |bench: &Workbench| gate_view(bench, bench.plan().gates.get(&Id::lenient("G")).unwrap());
        let view = seen(&bench);
        assert!(
            view.criteria[0].is_automatic && !view.criteria[0].is_met && view.criteria[0].why.contains('C')
        );
        assert!(view.no_go_yet.contains("All"), "{}", view.no_go_yet);
        let command = show(bench.plan(), &of, 1, "Mail of Monday").unwrap();
        bench.run(&command).unwrap();
        assert!(seen(&bench).criteria[1].is_met);
        let command = tick(bench.plan(), &of, 1, false).unwrap();
        bench.run(&command).unwrap();
        assert_eq!(
            (seen(&bench).criteria[1].is_met, seen(&bench).criteria[1].evidence.as_str()),
            (false, "Mail of Monday")
        );
        assert_eq!(tick(bench.plan(), &of, 7, true), None);
    }
}
