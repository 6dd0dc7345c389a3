//! `update`: from a command to a step, or to a refusal. Pure: it looks at the plan and changes nothing.

use super::commands;
use super::refusal::Refusal;
use crate::model::{Command, Diff, Id, Person, Plan};
use crate::time::Instant;

/// What a command may know beside the plan.
#[derive(Debug, Clone)]
pub struct Context {
    /// The moment.
    pub now: Instant,
    /// Who asks; nobody in particular when absent.
    pub actor: Option<Id<Person>>,
}

/// A command as it would be carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is called in undo, in the journal and to screen readers: `Move CHG-1042`.
    pub label: String,
    /// What it changes; never nothing.
    pub diff: Diff,
}

/// Carries a command out on paper. `update(..).is_ok()` is the answer to "can I?".
pub fn update(plan: &Plan, command: &Command, context: &Context) -> Result<Step, Refusal> {
    let step = match command {
        Command::Add(record) => commands::add::step(plan, record),
        Command::Edit(record) => commands::edit::step(plan, record),
        Command::Move { subject, window } => commands::relocate::step(plan, subject, *window),
        Command::Remove(subject) => commands::remove::step(plan, subject),
        Command::EditSettings(settings) => commands::edit_settings::step(plan, settings),
        Command::DecideGate { gate, decision, note } => {
            commands::decide_gate::step(plan, gate, *decision, note, context)
        }
        Command::Waive { rule, subject, related, reason, until } => {
            let waiver = commands::waive::Asked { rule, subject, related, reason, until: *until };
            commands::waive::step(plan, &waiver, context)
        }
        Command::PlanPhases { release, dates } => commands::plan_phases::step(plan, release, *dates),
        Command::MoveAlong { phase, window } => commands::move_along::step(plan, phase, *window),
        Command::PlanRelease(order) => commands::plan_release::step(plan, order, context),
        Command::PushDown { release, to } => commands::push_down::step(plan, release, to),
        Command::TakeBaseline(release) => commands::take_baseline::step(plan, release),
        Command::AdvanceRelease { release, to } => commands::advance::release(plan, release, *to, context),
        Command::AdvancePhase { phase, to } => commands::advance::phase(plan, phase, *to, context),
        Command::DecideBooking { booking, to, note } => {
            commands::decide_booking::step(plan, booking, *to, note, context)
        }
        Command::Runbook { runbook, act } => commands::runbook::step(plan, runbook, act, context),
        Command::Announce(announcement) => commands::announce::step(plan, announcement, context),
        Command::Batch { label, commands } => commands::batch::step(plan, label, commands, context),
    }?;
    if step.diff.is_empty() { Err(Refusal::Nothing) } else { Ok(step) }
}
