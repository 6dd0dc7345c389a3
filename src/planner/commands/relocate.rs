//! Moves or resizes a window, with what hangs on it. Called `relocate` because `move` is a word of Rust.

use super::called;
use super::decide_booking::together;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{AnyRecord, Booking, Change, Diff, Phase, Plan, RecordRef, When};
use crate::planner::{Refusal, Step, locks};
use crate::time::Interval;

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, subject: &RecordRef, window: Interval) -> Result<Step, Refusal> {
    let before = plan.record(subject).ok_or(Refusal::Missing(*subject))?;
    let mut after = before.clone();
    let mut diff = Diff::default();
    match &mut after {
        AnyRecord::Changes(change) => move_change(change, window)?,
        AnyRecord::Phases(phase) => {
            not_empty(window)?;
            for booking in bookings_with(plan, phase) {
                diff.set(plan, altered!(booking, window).into());
            }
            phase.planned = Some(window);
        }
        AnyRecord::Bookings(booking) => {
            not_empty(window)?;
            for one in together(plan, booking) {
                diff.set(plan, altered!(one.clone(), window).into());
            }
            booking.window = window;
        }
        AnyRecord::Blackouts(blackout) => move_once(&mut blackout.when, &blackout.name, window)?,
        AnyRecord::MaintenanceWindows(allowed) => move_once(&mut allowed.when, &allowed.name, window)?,
        AnyRecord::Gates(gate) => gate.due = Some(window.start),
        AnyRecord::Releases(release) => release.go_live = Some(window.start),
        _ => return Err(Refusal::NoWindow(*subject)),
    }
    locks::refuse_locked(plan, &before, &after)?;
    diff.set(plan, after);
    Ok(Step { label: format!("Move {}", called(subject)), diff })
}

fn not_empty(window: Interval) -> Result<(), Refusal> {
    if window.is_empty() { Err(Refusal::EmptyWindow) } else { Ok(()) }
}

/// The outage keeps its place in the window: it moves by as much as the start does.
fn move_change(change: &mut Change, window: Interval) -> Result<(), Refusal> {
    not_empty(window)?;
    if !change.status.is_before_implementation() {
        return Err(Refusal::begun(&change.title, change.status.label()));
    }
    let by = change.planned.map_or(0, |planned| window.start.seconds_since(planned.start));
    change.outage = change.outage.map(|outage| outage.shifted_by_seconds(by));
    change.planned = Some(window);
    Ok(())
}

/// The bookings that stand for the phase: those of its own window.
fn bookings_with(plan: &Plan, phase: &Phase) -> Vec<Booking> {
    let of_phase = plan.bookings.values().filter(|booking| booking.phase.as_ref() == Some(&phase.id));
    of_phase.filter(|booking| Some(booking.window) == phase.planned).cloned().gather()
}

fn move_once(when: &mut When, name: &str, window: Interval) -> Result<(), Refusal> {
    not_empty(window)?;
    match when {
        When::Once(once) => *once = window,
        When::Recurring(_) => return Err(Refusal::recurs(name)),
    }
    Ok(())
}
