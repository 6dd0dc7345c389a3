//! What every step is held to about lockdowns, whichever command it comes from: what one speaks about is on hold while it
//! is in force, and what it held is as it was before when it is lifted, or lets the change through.

use crate::authority::speaks_about;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Blackout, Change, ChangeStatus, Diff, Id, Plan, Record};
use crate::planner::{Context, Step};
use crate::time::Instant;

/// The step with what lockdowns do to changes.
///
/// Held are changes that were asked for and are not begun, whose planned window a lockdown shares and that no approved
/// freeze exception lets through. A change that somebody put on hold stays theirs: no lockdown takes it or releases it.
#[inline(never)]
pub(in crate::planner) fn after(plan: &Plan, mut step: Step, context: &Context) -> Step {
    let now = context.now;
    let edits = step.diff.blackouts().values();
    let edited = edits.flat_map(|edit| [edit.before, edit.after]).flatten().any(|it| it.lockdown);
    let in_force = plan.blackouts.values().any(|blackout| blackout.is_locked_down(now));
    let reaches_all = edited || !step.diff.freeze_exceptions().is_empty();
    if !edited && !in_force || !reaches_all && step.diff.changes().is_empty() {
        return step;
    }
    // A copy of the plan as it is then, where the step changes what the scope of a lockdown reaches: a bar that is
    // dragged asks here at every move.
    let mut copy = None;
    if reaches_all || !step.diff.cis().is_empty() || !step.diff.services().is_empty() {
        let mut then = plan.clone();
        if step.diff.apply(&mut then).is_err() {
            return step;
        }
        copy = Some(then);
    }
    let then = copy.as_ref().unwrap_or(plan);
    let lockdowns: Vec<&Blackout> = then.blackouts.values().filter(|it| it.is_locked_down(now)).gather();
    let reached: Vec<&Change> = match reaches_all {
        true => then.changes.values().gather(),
        false => step.diff.changes().values().filter_map(|edit| edit.after).gather(),
    };
    let (mut held, mut released) = (0_usize, 0_usize);
    let mut changed: Vec<Change> = Vec::new();
    for change in reached {
        let holder = lockdowns.iter().find(|lockdown| holds(then, lockdown, change, now)).copied();
        match (was_held_by(plan, then, change), holder) {
            (Some(_), None) => {
                released += 1;
                changed.push(altered!(
                    change.clone(),
                    on_hold: false,
                    hold_reason: String::new(),
                    held_by: None,
                ));
            }
            (Some(by), Some(lockdown)) if by != lockdown.id => changed.push(put_on_hold(change, lockdown)),
            (None, Some(lockdown)) if !change.on_hold => {
                held += 1;
                changed.push(put_on_hold(change, lockdown));
            }
            _ => {}
        }
    }
    changed.into_iter().for_each(|change| step.diff.set(plan, change.into()));
    step.label = label(step.label, held, released);
    step
}

/// The label of several steps as one, with how many changes lockdowns hold and release by them.
pub(super) fn labelled(of: String, diff: &Diff) -> String {
    let is_held = |change: Option<&Change>| change.is_some_and(|change| change.held_by.is_some());
    let edits: Vec<(bool, bool)> =
        diff.changes().values().map(|edit| (is_held(edit.before), is_held(edit.after))).gather();
    let count = |wanted: (bool, bool)| edits.iter().filter(|edit| **edit == wanted).count();
    label(of, count((false, true)), count((true, false)))
}

fn label(label: String, held: usize, released: usize) -> String {
    let said = |count: usize, verb: &str| match count {
        0 => None,
        1 => Some(format!("{verb} 1 change")),
        _ => Some(format!("{verb} {count} changes")),
    };
    let done: Vec<String> = said(held, "holds").into_iter().chain(said(released, "releases")).gather();
    if done.is_empty() { label } else { format!("{label}, which {}", done.join(" and ")) }
}

fn put_on_hold(change: &Change, lockdown: &Blackout) -> Change {
    altered!(
        change.clone(),
        on_hold: true,
        hold_reason: format!("Lockdown: {}", lockdown.title()),
        held_by: Some(lockdown.id),
    )
}

/// The lockdown that holds a change; also one that the step has taken out of the plan.
fn was_held_by(before: &Plan, after: &Plan, change: &Change) -> Option<Id<Blackout>> {
    if !change.on_hold || change.held_by.is_some() {
        return change.held_by;
    }
    let held_by = before.changes.get(&change.id)?.held_by;
    held_by.filter(|lockdown| !after.blackouts.contains_key(lockdown))
}

/// True when a lockdown that is in force holds a change that it would find now.
#[inline(never)]
pub(in crate::planner) fn holds(plan: &Plan, lockdown: &Blackout, change: &Change, now: Instant) -> bool {
    let Some(window) = change.live_window().filter(|_| is_asked_for(change.status)) else { return false };
    let occurrences = lockdown.when.occurrences(window);
    let is_to_come = occurrences.iter().any(|occurrence| now < occurrence.end);
    is_to_come && speaks_about(plan, &lockdown.scope, change) && !is_let_through(plan, lockdown, change)
}

fn is_asked_for(status: ChangeStatus) -> bool {
    status.is_before_implementation() && status != ChangeStatus::Draft
}

fn is_let_through(plan: &Plan, lockdown: &Blackout, change: &Change) -> bool {
    let Some(window) = change.planned else { return false };
    plan.freeze_exceptions.values().any(|exception| {
        let is_for_it = exception.changes.contains(&change.id)
            || (exception.release.is_some() && exception.release == change.release);
        is_for_it && exception.lets_through(&lockdown.id, window)
    })
}
