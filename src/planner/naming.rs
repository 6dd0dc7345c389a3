//! New ids, which are the table's prefix and the next number; and what people call a record.

use crate::model::{Plan, RecordRef, Table};

/// What people call a record; its id when the plan does not have it.
#[must_use]
pub fn title_of(plan: &Plan, of: impl Into<RecordRef>) -> String {
    title(plan, of.into())
}

#[inline(never)]
fn title(plan: &Plan, of: RecordRef) -> String {
    plan.title(&of).to_owned()
}

/// An id that no record of the table has: `CHG-0043` after `CHG-0042`.
#[must_use]
pub fn fresh_id(plan: &Plan, table: Table) -> String {
    fresh_ids(plan, table).next().unwrap_or_default()
}

/// As many such ids as are asked for, each another.
pub fn fresh_ids(plan: &Plan, table: Table) -> impl Iterator<Item = String> + use<> {
    let prefix = table.id_prefix();
    let number_of = |id: &str| id.strip_prefix(prefix)?.strip_prefix('-')?.parse::<u64>().ok();
    let highest = plan.refs(table).iter().filter_map(|of| number_of(&of.id)).max().unwrap_or(0);
    (1..).map(move |next| format!("{prefix}-{:04}", highest.saturating_add(next)))
}
