//! Whether two windows of a change lie in one occurrence of a maintenance window.

use super::scope::speaks_about;
use crate::model::{Change, Plan};
use crate::time::Interval;

/// True when one occurrence of a maintenance window that speaks about the change covers both windows.
pub(super) fn in_one_occurrence(plan: &Plan, change: &Change, one: Interval, other: Interval) -> bool {
    let both = one.hull(other);
    plan.maintenance_windows.values().any(|window| {
        window.when.occurrences(both).iter().any(|occurrence| occurrence.covers(both))
            && speaks_about(plan, &window.scope, change)
    })
}
