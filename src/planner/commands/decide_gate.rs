//! Decides a gate: go, go with conditions, no-go, or open again.

use super::called;
use crate::gather::Gather;
use crate::model::{Diff, Gate, GateDecision, Id, Plan, RecordRef};
use crate::planner::guards::checked;
use crate::planner::{Context, Missing, Place, Refusal, Step};
use crate::rules::criteria;

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    id: &Id<Gate>,
    decision: GateDecision,
    note: &str,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let gate = plan.gates.get(id).ok_or(Refusal::Missing(of))?;
    let needs_note = matches!(decision, GateDecision::GoWithConditions | GateDecision::NoGo);
    if needs_note && note.trim().is_empty() {
        return Err(Refusal::NoNote);
    }
    if decision == gate.decision && note == gate.note {
        return Err(Refusal::Nothing);
    }
    if decision == GateDecision::Go && gate.decision != GateDecision::Go {
        may_go(plan, gate, context)?;
    }
    let is_decided = decision != GateDecision::Open;
    let mut decided = gate.clone();
    decided.decision = decision;
    decided.note = note.to_owned();
    decided.decided_by = context.actor.filter(|_| is_decided);
    decided.decided_at = Some(context.now).filter(|_| is_decided);
    let mut diff = Diff::default();
    diff.set(plan, decided.into());
    let label = if is_decided {
        format!("Decide {}: {decision}", called(&of))
    } else {
        format!("Reopen {}", called(&of))
    };
    Ok(Step { label, diff })
}

/// A go without conditions needs every criterion, also those that people answer: an open one would be a blocker at once.
fn may_go(plan: &Plan, gate: &Gate, context: &Context) -> Result<(), Refusal> {
    let unmet = checked(plan, context, |checker| criteria::unmet(&checker.view(plan), gate));
    let missing: Vec<Missing> = unmet
        .into_iter()
        .map(|(_, criterion, why)| {
            let (mended, of) = match criterion.check {
                Some(_) => ("mend that", RecordRef::from(&gate.release)),
                None => ("tick it with its evidence", RecordRef::from(&gate.id)),
            };
            let what = format!("\"{}\" is not met ({why}); {mended}, or go with conditions", criterion.text);
            Missing::at(Place::Record(of), what)
        })
        .gather();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::Lacks { title: gate.name.clone(), done: "decided as a go", missing })
}

#[cfg(test)]
mod tests {
    use crate::model::{Command, GateDecision, Id};
    use crate::planner::Workbench;

    #[test]
    fn a_go_needs_all_criteria_and_conditions_do_without() {
        let text = "
            release R1 live=20
            change C1 \"Schema\" 20..20T02 release=R1 status=Assessed env=prod
            environment prod Controlled
            gate G1 \"Ready\" of=R1 due=10
            criterion \"All authorised\" check=ChangesAuthorised
            criterion \"Signed\"
        ";
        let decide = |text: &str, decision| {
            let mut bench = Workbench::of_notation(text, None);
            let note = "Schema is authorised by Friday".to_owned();
            let command = Command::DecideGate { gate: Id::lenient("G1"), decision, note };
            let done = bench.run(&command).map(|_| ()).map_err(|refusal| refusal.to_string());
            done.map(|()| bench.plan().gates.values().next().unwrap().decision)
        };
        assert_eq!(
            decide(text, GateDecision::Go),
            Err("\"Ready\" cannot be decided as a go yet: \"All authorised\" is not met (Schema is not \
                 authorised); mend that, or go with conditions. Also: \"Signed\" is not met (nobody said so); \
                 tick it with its evidence, or go with conditions"
                .to_owned())
        );
        assert_eq!(decide(text, GateDecision::GoWithConditions), Ok(GateDecision::GoWithConditions));
        let authorised = text.replace("status=Assessed", "status=Authorised");
        assert_eq!(
            decide(&authorised, GateDecision::Go),
            Err("\"Ready\" cannot be decided as a go yet: \"Signed\" is not met (nobody said so); tick it with its \
                 evidence, or go with conditions"
                .to_owned())
        );
        let signed = authorised.replace("\"Signed\"", "\"Signed\" met evidence=\"Minutes of Tuesday\"");
        assert_eq!(decide(&signed, GateDecision::Go), Ok(GateDecision::Go));
    }
}
