//! Plans a release from a template, over environments, with its bookings.

use crate::model::{Plan, RecordRef, ReleaseOrder};
use crate::planner::releasing::template;
use crate::planner::{Context, Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    order: &ReleaseOrder,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(&order.template);
    let template = plan.release_templates.get(&order.template).ok_or(Refusal::Missing(of))?;
    if order.name.trim().is_empty() {
        return Err(Refusal::nameless("the release"));
    }
    if template.phases.is_empty() {
        return Err(Refusal::NotYet(format!("template \"{}\" has no phases; add them first", template.name)));
    }
    let diff = template::planned(plan, template, order, context).ok_or_else(|| {
        Refusal::NotYet(
            "the calendar has too few working days; look at the working days of the plan".to_owned(),
        )
    })?;
    Ok(Step { label: format!("Plan {} from {}", order.name.trim(), template.name), diff })
}
