//! Several commands as one step: all or none, each seeing what the ones before it did.

use crate::model::{Command, Diff, Plan};
use crate::planner::{Context, Refusal, Step, update};

pub(in crate::planner) fn step(
    plan: &Plan,
    label: &str,
    commands: &[Command],
    context: &Context,
) -> Result<Step, Refusal> {
    let mut after = plan.clone();
    let mut whole = Diff::default();
    for command in commands {
        let diff = match update(&after, command, context) {
            Ok(step) => step.diff,
            Err(Refusal::Nothing) => continue,
            Err(refusal) => return Err(refusal),
        };
        // The diff was made from this very state, so it applies.
        if diff.apply(&mut after).is_ok() {
            whole = whole.then(diff);
        }
    }
    Ok(Step { label: label.to_owned(), diff: whole })
}
