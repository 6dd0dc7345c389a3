//! The nearest free windows of a change: what most fixes offer.

use std::sync::Arc;

use super::finding::{Finding, Fix};
use super::graph::Reach;
use super::view::View;
use super::{lead_time_too_short, precedence, window_capacity_exceeded};
use crate::gather::Gather;
use crate::model::lifecycle::fields::lock_of;
use crate::model::{Blackout, Change, DependencyKind, MaintenanceWindow, RecordRef};
use crate::time::{Instant, Interval};

/// How often a search steps over something that stands in the way before it gives up.
const MOST_JUMPS: usize = 400;
/// How far it looks.
const REACH_SECONDS: i64 = 366 * 86_400;

/// Fixes that move the change that a finding is about.
#[must_use]
pub fn moves_of_subject(view: &View, finding: &Finding) -> Vec<Fix> {
    view.change(&finding.subject).map(|change| moves(view, change, false)).unwrap_or_default()
}

/// Fixes that move a change to the nearest free windows: at or after its present start, and before it. None where it
/// has no dates, is being done already, or no window is free in reach. `named` says the change on the button.
#[must_use]
pub fn moves(view: &View, change: &Change, named: bool) -> Vec<Fix> {
    let Some(window) = change.live_window().filter(|_| can_be_moved(view, change)) else {
        return Vec::new();
    };
    let later = earliest(view, change, window.seconds(), window.start);
    let sooner = latest(view, change, window.seconds(), window.end).filter(|free| free.start < window.start);
    let subject = RecordRef::from(&change.id);
    [later, sooner].into_iter().flatten().map(|free| view.move_to(subject, free, named)).gather()
}

/// True when the change is not begun and its planned window is not locked.
#[must_use]
pub fn can_be_moved(view: &View, change: &Change) -> bool {
    change.status.is_before_implementation() && lock_of(view.plan, change, "planned").is_none()
}

/// The first free window at or after `from` as [`earliest`] finds it, that suits: `again` is asked about each and says
/// from where on to look for another, or nothing when this one suits.
#[must_use]
pub fn earliest_that(
    view: &View,
    change: &Change,
    seconds: i64,
    from: Instant,
    again: impl Fn(Interval) -> Option<Instant>,
) -> Option<Interval> {
    const MOST_TRIES: usize = 60;
    let mut from = from;
    for _ in 0..MOST_TRIES {
        let candidate = earliest(view, change, seconds, from)?;
        let Some(next) = again(candidate) else { return Some(candidate) };
        from = next.max(candidate.start.plus_seconds(1));
    }
    None
}

/// The first free window of this length that starts at or after `from`: in the future, outside every blackout, inside
/// the maintenance windows that speak about the change and have room for it, clear of changes that want the same or a
/// dependent item or an implementer, in the order of its dependencies, and after its lead time. Looks a year ahead.
#[must_use]
pub fn earliest(view: &View, change: &Change, seconds: i64, from: Instant) -> Option<Interval> {
    let bounds = Bounds::of(view, change, seconds);
    let from = from.max(bounds.not_before);
    let range = Interval::new(from, from.plus_seconds(REACH_SECONDS).min(bounds.end_by));
    let obstacles = Obstacles::of(view, change);
    let mut jumps = 0;
    for room in view.maintenance_hours(change, range).unwrap_or_else(|| vec![range]) {
        let mut start = room.start.max(from);
        while start.plus_seconds(seconds) <= room.end.min(range.end) {
            let candidate = Interval::new(start, start.plus_seconds(seconds));
            let Some(obstacle) = obstacles.at(candidate) else { return Some(candidate) };
            start = obstacle.end;
            jumps += 1;
            if jumps > MOST_JUMPS {
                return None;
            }
        }
    }
    None
}

/// The last free window of this length that ends at or before `until`; otherwise like [`earliest`].
#[must_use]
pub fn latest(view: &View, change: &Change, seconds: i64, until: Instant) -> Option<Interval> {
    let bounds = Bounds::of(view, change, seconds);
    let until = until.min(bounds.end_by);
    let range = Interval::new(until.plus_seconds(-REACH_SECONDS).max(bounds.not_before), until);
    let obstacles = Obstacles::of(view, change);
    let mut jumps = 0;
    for room in view.maintenance_hours(change, range).unwrap_or_else(|| vec![range]).into_iter().rev() {
        let mut end = room.end.min(until);
        while room.start.max(range.start) <= end.plus_seconds(-seconds) {
            let candidate = Interval::new(end.plus_seconds(-seconds), end);
            let Some(obstacle) = obstacles.at(candidate) else { return Some(candidate) };
            end = obstacle.start;
            jumps += 1;
            if jumps > MOST_JUMPS {
                return None;
            }
        }
    }
    None
}

/// The moments between which a change may take place for itself: future, lead time, order.
struct Bounds {
    not_before: Instant,
    end_by: Instant,
}

impl Bounds {
    fn of(view: &View, change: &Change, seconds: i64) -> Bounds {
        let mut bounds = Bounds { not_before: next_quarter(view.now), end_by: Instant::MAX };
        if let Some(start) = lead_time_too_short::earliest_start(view, change) {
            bounds.not_before = bounds.not_before.max(start);
        }
        for dependency in &change.depends_on {
            if let Some((ready, _)) = precedence::change_ready_at(view, dependency) {
                bounds.not_before = bounds.not_before.max(ready);
            }
        }
        bounds.end_by = bounds.end_by.min(bounds.end_for_waiting(view, change, seconds));
        bounds
    }

    /// The end that leaves the changes that wait for this one in order. Those that are out of order already do not
    /// bind it: they have their own finding.
    fn end_for_waiting(&self, view: &View, change: &Change, seconds: i64) -> Instant {
        let mut end_by = Instant::MAX;
        for waiting in view.changes_waiting_for(&change.id).filter(|waiting| waiting.id != change.id) {
            let Some(start) = waiting.live_window().map(|window| window.start) else { continue };
            for dependency in waiting.depends_on.iter().filter(|dependency| dependency.on == change.id) {
                let in_order =
                    precedence::change_ready_at(view, dependency).is_some_and(|(ready, _)| ready <= start);
                let latest = start.plus_minutes(-i64::from(dependency.lag_minutes));
                match dependency.kind {
                    _ if !in_order => {}
                    DependencyKind::FinishStart => end_by = end_by.min(latest),
                    DependencyKind::StartStart => end_by = end_by.min(latest.plus_seconds(seconds)),
                }
            }
        }
        end_by
    }
}

/// The first full quarter of an hour after a moment.
fn next_quarter(moment: Instant) -> Instant {
    const QUARTER: i64 = 900;
    moment.plus_seconds(QUARTER - moment.unix_seconds().rem_euclid(QUARTER))
}

/// What a window of a change must stay clear of.
struct Obstacles<'a> {
    view: View<'a>,
    change: &'a Change,
    blackouts: Vec<&'a Blackout>,
    capped: Vec<&'a MaintenanceWindow>,
    walks: Vec<Arc<Reach>>,
}

impl<'a> Obstacles<'a> {
    fn of(view: &View<'a>, change: &'a Change) -> Obstacles<'a> {
        let graph = &view.index.graph;
        let blackouts = view.plan.blackouts.values().filter(|blackout| view.holds_up(blackout, change));
        let windows = view.maintenance_windows(change);
        Obstacles {
            view: *view,
            change,
            blackouts: blackouts.gather(),
            capped: windows.filter(|window| window.capacity.is_some()).gather(),
            walks: change.cis.iter().flat_map(|ci| [graph.dependents(ci), graph.dependencies(ci)]).gather(),
        }
    }

    /// The span around everything that stands in the way of a window; `None` when it is free.
    fn at(&self, window: Interval) -> Option<Interval> {
        let View { plan, index, occurrences, .. } = self.view;
        let mut taken: Vec<Interval> = Vec::new();
        for blackout in &self.blackouts {
            taken.extend(self.view.occurrences_in_force(blackout, window));
        }
        for allowed in &self.capped {
            for occurrence in occurrences.of(&RecordRef::from(&allowed.id), &allowed.when, window) {
                let others = window_capacity_exceeded::taking(&self.view, allowed, occurrence);
                let others = others.iter().filter(|other| **other != self.change.id).count();
                if allowed.capacity.is_some_and(|capacity| capacity as usize <= others) {
                    taken.push(occurrence);
                }
            }
        }
        let mut changes = Vec::new();
        for ci in &self.change.cis {
            changes.extend(index.live_changes_on_ci(ci, window));
        }
        for person in &self.change.implementers {
            changes.extend(index.live_changes_by(person, window));
        }
        changes.extend(index.live_changes_within(plan, &self.walks, window));
        changes.retain(|other| *other != self.change.id);
        taken.extend(changes.iter().filter_map(|other| plan.changes.get(other)?.live_window()));
        taken.into_iter().reduce(Interval::hull)
    }
}
