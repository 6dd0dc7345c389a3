//! Decides a gate: go, go with conditions, no-go, or open again.

use super::called;
use crate::model::{Diff, Gate, GateDecision, Id, Plan, RecordRef};
use crate::planner::{Context, Refusal, Step};

pub(in crate::planner) fn step(
    plan: &Plan,
    id: &Id<Gate>,
    decision: GateDecision,
    note: &str,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let gate = plan.gates.get(id).ok_or_else(|| Refusal::Missing(of.clone()))?;
    let needs_note = matches!(decision, GateDecision::GoWithConditions | GateDecision::NoGo);
    if needs_note && note.trim().is_empty() {
        return Err(Refusal::NoNote);
    }
    if decision == gate.decision && note == gate.note {
        return Err(Refusal::Nothing);
    }
    let is_decided = decision != GateDecision::Open;
    let decided = Gate {
        decision,
        note: note.to_owned(),
        decided_by: context.actor.clone().filter(|_| is_decided),
        decided_at: Some(context.now).filter(|_| is_decided),
        ..gate.clone()
    };
    let mut diff = Diff::default();
    diff.set(plan, decided.into());
    let label = if is_decided {
        format!("Decide {}: {decision}", called(&of))
    } else {
        format!("Reopen {}", called(&of))
    };
    Ok(Step { label, diff })
}
