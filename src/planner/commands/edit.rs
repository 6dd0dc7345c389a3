//! Makes a record what it is asked to be.

use serde_json::Value;

use super::{called, is_named};
use crate::gather::Gather;
use crate::model::{AnyRecord, Diff, Plan, RunbookStatus};
use crate::order::Arrange;
use crate::planner::{Refusal, Step, locks};

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, record: &AnyRecord) -> Result<Step, Refusal> {
    let of = record.reference();
    let before = plan.record(&of).ok_or(Refusal::Missing(of))?;
    if !is_named(record) && is_named(&before) {
        return Err(Refusal::nameless(&called(&of)));
    }
    locks::refuse_locked(plan, &before, record)?;
    if let (AnyRecord::Runbooks(before), AnyRecord::Runbooks(after)) = (&before, record)
        && before.status != RunbookStatus::Draft
        && !before.has_content_of(after)
    {
        return Err(Refusal::frozen(&before.name));
    }
    let mut diff = Diff::default();
    diff.set(plan, record.clone());
    let fields = changed_fields(&before.to_json(), &record.to_json());
    let label = match fields.as_slice() {
        [one] => format!("Edit {one} of {}", called(&of)),
        _ => format!("Edit {}", called(&of)),
    };
    Ok(Step { label, diff })
}

/// The names of the fields that differ, as words; of a template's fields, those in them.
fn changed_fields(before: &Value, after: &Value) -> Vec<String> {
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else { return Vec::new() };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).gather();
    names.arrange();
    names.dedup();
    names.retain(|name| before.get(*name) != after.get(*name));
    let inside = |name: &String| match (before.get(name), after.get(name)) {
        (Some(before), Some(after)) if name == "fields" => changed_fields(before, after),
        _ => vec![name.replace('_', " ")],
    };
    names.into_iter().flat_map(inside).gather()
}
