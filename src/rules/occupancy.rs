//! Who takes room in an environment and when. A file of its own because several rules about environments ask it, and
//! have to count alike.

use super::View;
use super::along::placed;
use crate::gather::Gather;
use crate::model::{Booking, BookingStatus, Environment, Id, Phase, PhaseStatus, RecordRef};
use crate::order::Arrange;
use crate::sorted::{SortedMap, SortedSet};
use crate::time::{Instant, Interval, uncovered};

/// Somebody who takes room in an environment.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub(super) by: RecordRef,
    pub(super) window: Interval,
    /// Granted or going on: rather something else is moved.
    pub(super) is_firm: bool,
}

/// A stretch of time without a break in which more use the environment than it has room for.
pub(super) struct Excess {
    pub(super) span: Interval,
    pub(super) most: usize,
    pub(super) by: SortedSet<RecordRef>,
}

/// Everybody who takes room in an environment.
pub(super) fn uses(view: &View, environment: &Environment) -> Vec<Use> {
    let bookings = view.bookings_of_environment(&environment.id).filter_map(Use::of_booking);
    let phases = view
        .phases_in_environment(&environment.id)
        .filter_map(|phase| Use::of_phase(view, &environment.id, phase));
    bookings.chain(phases).gather()
}

impl Use {
    pub(super) fn of_booking(booking: &Booking) -> Option<Use> {
        let takes_room = booking.status.takes_capacity() && !booking.window.is_empty();
        takes_room.then(|| Use {
            by: RecordRef::from(&booking.id),
            window: booking.window,
            is_firm: booking.status == BookingStatus::Approved,
        })
    }

    pub(super) fn of_phase(view: &View, environment: &Id<Environment>, phase: &Phase) -> Option<Use> {
        let window = phase.planned.filter(|window| !window.is_empty())?;
        let is_live = view.plan.releases.get(&phase.release).is_some_and(|release| release.status.is_live())
            && matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active);
        let mut bookings = view.bookings_of_phase(&phase.id);
        let is_booked =
            bookings.any(|booking| booking.environment == *environment && Use::of_booking(booking).is_some());
        let is_firm = phase.status == PhaseStatus::Active;
        (is_live && !is_booked).then(|| Use { by: RecordRef::from(&phase.id), window, is_firm })
    }
}

pub(super) fn excesses(uses: &[Use], capacity: usize) -> Vec<Excess> {
    let mut turns: SortedMap<Instant, (Vec<&Use>, Vec<&Use>)> = SortedMap::new();
    for usage in uses {
        turns.get_or_default(usage.window.start).0.push(usage);
        turns.get_or_default(usage.window.end).1.push(usage);
    }
    let mut there: SortedSet<&RecordRef> = SortedSet::new();
    let mut open: Option<Excess> = None;
    let mut closed = Vec::new();
    for (at, (come, go)) in turns {
        for usage in go {
            there.remove(&usage.by);
        }
        there.extend(come.iter().map(|usage| &usage.by));
        if there.len() <= capacity {
            closed.extend(
                open.take().map(|excess| Excess { span: Interval::new(excess.span.start, at), ..excess }),
            );
        } else if let Some(excess) = &mut open {
            excess.most = excess.most.max(there.len());
            excess.by.extend(come.into_iter().map(|usage| usage.by));
        } else {
            let by = there.iter().copied().cloned().gather();
            open = Some(Excess { span: Interval::new(at, at), most: there.len(), by });
        }
    }
    closed
}

/// The first window from this one on in which there is room for one more; `placed` says which one it is from a start on.
pub(super) fn with_room(
    kept: &[Use],
    window: Interval,
    capacity: usize,
    placed: impl Fn(Instant) -> Interval,
) -> Option<Interval> {
    let mut starts: Vec<Instant> = kept.iter().map(|usage| usage.window.end).gather();
    starts.retain(|start| window.start < *start);
    starts.arrange();
    let mut candidates = [window].into_iter().chain(starts.into_iter().map(placed));
    candidates.find(|candidate| {
        let meanwhile: Vec<Use> = kept
            .iter()
            .filter_map(|usage| Some(Use { window: usage.window.intersection(*candidate)?, ..usage.clone() }))
            .gather();
        capacity > 0 && excesses(&meanwhile, capacity - 1).is_empty()
    })
}

/// What the environment's own calendar leaves out of a window: nothing when it can always be used.
pub(super) fn unavailable(environment: &Environment, window: Interval) -> Vec<Interval> {
    if environment.available.is_empty() {
        return Vec::new();
    }
    uncovered(window, hours(environment, window))
}

/// The times near a window at which the environment can be used.
pub(super) fn hours(environment: &Environment, window: Interval) -> Vec<Interval> {
    environment.available.iter().flat_map(|when| when.occurrences(window)).gather()
}

/// The first window from this one on in which there is room for the booking beside everybody else and the environment
/// can be used: of this length, or of as many working days as its phase takes. Looks a quarter ahead.
pub(super) fn free_from(
    view: &View,
    environment: &Environment,
    window: Interval,
    except: &RecordRef,
) -> Option<Interval> {
    const REACH_SECONDS: i64 = 92 * 86_400;
    let others: Vec<Use> = uses(view, environment).into_iter().filter(|usage| usage.by != *except).gather();
    let capacity = environment.capacity.map_or(usize::MAX, |capacity| capacity as usize);
    let from = |at: Instant| placed(view, except, window, at);
    let start = window.start.max(view.now);
    let end = start.plus_seconds(REACH_SECONDS);
    let ahead = Interval::new(start, end.max(start.plus_seconds(window.seconds())));
    let mut starts: Vec<Instant> = hours(environment, ahead).iter().map(|hours| hours.start).gather();
    starts.push(start);
    starts.retain(|at| start <= *at && *at < end);
    starts.arrange();
    let mut candidates = starts.into_iter().filter_map(|at| with_room(&others, from(at), capacity, from));
    candidates.find(|candidate| unavailable(environment, *candidate).is_empty())
}
