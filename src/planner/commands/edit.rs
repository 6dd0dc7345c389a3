//! Makes a record what it is asked to be.

use super::{called, is_named};
use crate::model::{AnyRecord, Diff, Plan, RunbookStatus};
use crate::order::Arrange;
use crate::planner::{Refusal, Step, locks};

pub(in crate::planner) fn step(plan: &Plan, record: &AnyRecord) -> Result<Step, Refusal> {
    let of = record.reference();
    let before = plan.record(&of).ok_or_else(|| Refusal::Missing(of.clone()))?;
    if !is_named(record) && is_named(&before) {
        return Err(Refusal::Nameless(called(&of)));
    }
    locks::refuse_locked(plan, &before, record)?;
    if let (AnyRecord::Runbooks(before), AnyRecord::Runbooks(after)) = (&before, record)
        && before.status != RunbookStatus::Draft
        && !before.has_content_of(after)
    {
        return Err(Refusal::Frozen(before.name.clone()));
    }
    let mut diff = Diff::default();
    diff.set(plan, record.clone());
    let fields = changed_fields(&before, record);
    let label = match fields.as_slice() {
        [one] => format!("Edit {one} of {}", called(&of)),
        _ => format!("Edit {}", called(&of)),
    };
    Ok(Step { label, diff })
}

/// The names of the fields that differ, as words.
fn changed_fields(before: &AnyRecord, after: &AnyRecord) -> Vec<String> {
    let (Ok(before), Ok(after)) = (before.to_json(), after.to_json()) else { return Vec::new() };
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else { return Vec::new() };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.arrange();
    names.dedup();
    names.retain(|name| before.get(*name) != after.get(*name));
    names.into_iter().map(|name| name.replace('_', " ")).collect()
}
