//! Moves or resizes a window, with what hangs on it. Called `relocate` because `move` is a word of Rust.

use super::called;
use super::decide_booking::together;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    AnyRecord, Blackout, Booking, Change, Diff, Gate, MaintenanceWindow, Phase, Plan, RecordRef, Release,
    When,
};
use crate::planner::{Refusal, Step, locks};
use crate::time::Interval;

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, subject: &RecordRef, window: Interval) -> Result<Step, Refusal> {
    let before = plan.record(subject).ok_or(Refusal::Missing(*subject))?;
    let mut diff = Diff::default();
    let after: AnyRecord = match &before {
        AnyRecord::Changes(change) => moved_change(Change::clone(change), window)?.into(),
        AnyRecord::Phases(phase) => {
            not_empty(window)?;
            for booking in bookings_with(plan, phase) {
                diff.set(plan, altered!(booking, window).into());
            }
            altered!(Phase::clone(phase), planned: Some(window)).into()
        }
        AnyRecord::Bookings(booking) => {
            not_empty(window)?;
            for one in together(plan, booking) {
                diff.set(plan, altered!(one.clone(), window).into());
            }
            altered!(Booking::clone(booking), window).into()
        }
        AnyRecord::Blackouts(blackout) => {
            let when = moved_once(&blackout.when, &blackout.name, window)?;
            altered!(Blackout::clone(blackout), when).into()
        }
        AnyRecord::MaintenanceWindows(allowed) => {
            let when = moved_once(&allowed.when, &allowed.name, window)?;
            altered!(MaintenanceWindow::clone(allowed), when).into()
        }
        AnyRecord::Gates(gate) => altered!(Gate::clone(gate), due: Some(window.start)).into(),
        AnyRecord::Releases(release) => altered!(Release::clone(release), go_live: Some(window.start)).into(),
        _ => return Err(Refusal::NoWindow(*subject)),
    };
    locks::refuse_locked(plan, &before, &after)?;
    diff.set(plan, after);
    Ok(Step { label: format!("Move {}", called(subject)), diff })
}

fn not_empty(window: Interval) -> Result<(), Refusal> {
    if window.is_empty() { Err(Refusal::EmptyWindow) } else { Ok(()) }
}

/// The outage keeps its place in the window: it moves by as much as the start does.
fn moved_change(change: Change, window: Interval) -> Result<Change, Refusal> {
    not_empty(window)?;
    if !change.status.is_before_implementation() {
        return Err(Refusal::begun(&change.title, change.status.label()));
    }
    let by = change.planned.map_or(0, |planned| window.start.seconds_since(planned.start));
    let outage = change.outage.map(|outage| outage.shifted_by_seconds(by));
    Ok(altered!(change, planned: Some(window), outage))
}

/// The bookings that stand for the phase: those of its own window.
fn bookings_with(plan: &Plan, phase: &Phase) -> Vec<Booking> {
    let of_phase = plan.bookings.values().filter(|booking| booking.phase.as_ref() == Some(&phase.id));
    of_phase.filter(|booking| Some(booking.window) == phase.planned).cloned().gather()
}

fn moved_once(when: &When, name: &str, window: Interval) -> Result<When, Refusal> {
    not_empty(window)?;
    match when {
        When::Once(_) => Ok(When::Once(window)),
        When::Recurring(_) => Err(Refusal::recurs(name)),
    }
}
