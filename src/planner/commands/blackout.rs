//! Declares and lifts a blackout. What a lockdown does to changes follows from it; see `lockdown.rs`.

use super::called;
use crate::model::{Blackout, Diff, Id, Plan, Record, RecordRef, When};
use crate::planner::{Context, Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn declare(
    plan: &Plan,
    blackout: &Blackout,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(&blackout.id);
    if blackout.name.trim().is_empty() {
        return Err(Refusal::nameless(&called(&of)));
    }
    if let When::Once(window) = &blackout.when {
        if window.is_empty() {
            return Err(Refusal::EmptyWindow);
        }
        if window.end <= context.now {
            let what = "the blackout would be over before it is declared; give it an end that is to come";
            return Err(Refusal::NotYet(what.to_owned()));
        }
    }
    let known = plan.blackouts.get(&blackout.id);
    let in_force = known.filter(|known| known.lifted_at.is_none());
    let mut declared = blackout.clone();
    declared.declared_at = in_force.and_then(|known| known.declared_at).or(Some(context.now));
    declared.lifted_at = None;
    declared.owner = blackout.owner.or(context.actor);
    let mut diff = Diff::default();
    diff.set(plan, declared.into());
    Ok(Step { label: format!("Declare {}", blackout.title()), diff })
}

#[inline(never)]
pub(in crate::planner) fn lift(plan: &Plan, id: &Id<Blackout>, context: &Context) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let blackout = plan.blackouts.get(id).ok_or(Refusal::Missing(of))?;
    if blackout.lifted_at.is_some() {
        return Err(Refusal::Nothing);
    }
    if matches!(&blackout.when, When::Once(window) if window.end <= context.now) {
        let what = format!("\"{}\" is over; there is nothing to lift", blackout.title());
        return Err(Refusal::NotYet(what));
    }
    let mut lifted = blackout.clone();
    lifted.lifted_at = Some(context.now);
    let mut diff = Diff::default();
    diff.set(plan, lifted.into());
    Ok(Step { label: format!("Lift {}", blackout.title()), diff })
}
