//! Where something could be: a new change where a person points, and the free window nearest to one.

use crate::model::{Change, ChangeKind, Id, Plan, RecordRef, Risk, Table};
use crate::planner::fresh_id;
use crate::rules::{View, free};
use crate::time::{Instant, Interval};

/// How long a change is that was made by pointing.
const NEW_SECONDS: i64 = 2 * 3600;

/// A draft of two hours from the full hour before `at`, in the lane of this release, environment, service or person.
#[must_use]
pub fn draft_at(plan: &Plan, lane: Option<&RecordRef>, at: Instant, title: &str) -> Change {
    let id = Id::lenient(&fresh_id(plan, Table::Changes));
    let mut change = Change::draft(id, title, ChangeKind::Normal, Risk::Low);
    // Zones are whole quarters of an hour from UTC, so this is a full hour in most and a quarter in all.
    let start = at.plus_seconds(-at.unix_seconds().rem_euclid(3600));
    change.planned = Some(Interval::new(start, start.plus_seconds(NEW_SECONDS)));
    if let Some(lane) = lane {
        change.release = lane.id_of();
        change.environments.extend(lane.id_of());
        change.services.extend(lane.id_of());
        change.implementers.extend(lane.id_of());
    }
    change
}

/// The free window nearest to `window` for a change, of the same length; `None` for other records, and where none is
/// free in reach.
#[must_use]
pub fn nearest_free(view: &View, record: &RecordRef, window: Interval) -> Option<Interval> {
    let change = view.plan.changes.get(&record.id_of()?)?;
    let later = free::earliest(view, change, window.seconds(), window.start);
    let sooner = free::latest(view, change, window.seconds(), window.end);
    let distance = |free: &Interval| free.start.seconds_since(window.start).abs();
    [sooner, later].into_iter().flatten().min_by_key(distance)
}
