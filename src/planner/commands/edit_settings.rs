//! Changes what holds for the whole plan.

use crate::model::{Diff, Plan, Settings};
use crate::planner::{Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, settings: &Settings) -> Result<Step, Refusal> {
    if settings.name.trim().is_empty() {
        return Err(Refusal::nameless("the plan"));
    }
    let before = &plan.settings;
    let label = if before.name != settings.name {
        "Rename the plan"
    } else if before.zone != settings.zone {
        "Change the plan's zone"
    } else if before.calendar != settings.calendar {
        "Change the working calendar"
    } else if before.rules != settings.rules {
        "Change a rule"
    } else if before.policy != settings.policy {
        "Change the policy"
    } else if before.risk_model != settings.risk_model {
        "Change the risk model"
    } else {
        "Change the settings"
    };
    let mut diff = Diff::default();
    diff.set_settings(plan, settings.clone());
    Ok(Step { label: label.to_owned(), diff })
}
