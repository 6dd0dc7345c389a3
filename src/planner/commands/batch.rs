//! Several commands as one step: all or none, each seeing what the ones before it did.

use super::{lockdown, void};
use crate::model::{Command, Diff, Plan};
use crate::planner::{Context, Refusal, Step, update};
use crate::rules::Checker;

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    label: &str,
    commands: &[Command],
    context: &Context,
) -> Result<Step, Refusal> {
    let mut after = plan.clone();
    let mut whole = Diff::default();
    let mut checker: Option<Checker> = None;
    for command in commands {
        // The findings that came with the context are those of the plan before the first command.
        let asks = matches!(
            command,
            Command::Advance { .. }
                | Command::DecideGate { .. }
                | Command::AdvanceRelease { .. }
                | Command::AdvancePhase { .. }
        );
        if !whole.is_empty() && checker.is_none() && asks {
            checker = Some(Checker::check(&after, context.now));
        }
        let known = if whole.is_empty() { context.checker } else { checker.as_ref() };
        let context = Context { now: context.now, actor: context.actor, checker: known };
        let diff = match update(&after, command, &context) {
            Ok(step) => step.diff,
            Err(Refusal::Nothing) => continue,
            Err(refusal) => return Err(refusal),
        };
        let taken = match &mut checker {
            Some(checker) => checker.recheck(&mut after, &diff).is_ok(),
            None => diff.apply(&mut after).is_ok(),
        };
        // The diff was made from this very state, so it applies.
        if taken {
            whole = whole.then(diff);
        }
    }
    let label = lockdown::labelled(void::labelled(label.to_owned(), &whole), &whole);
    Ok(Step { label, diff: whole })
}
