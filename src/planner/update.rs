//! `update`: from a command to a step, or to a refusal. Pure: it looks at the plan and changes nothing.

use super::commands;
use super::refusal::Refusal;
use crate::model::{Command, Diff, Id, Person, Plan};
use crate::rules::Checker;
use crate::time::Instant;

/// What a command may know beside the plan.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The moment.
    pub now: Instant,
    /// Who asks; nobody in particular when absent.
    pub actor: Option<Id<Person>>,
    /// The findings of this very plan at this moment; a step that has to know them works them out when absent.
    pub checker: Option<&'a Checker>,
}

impl Context<'_> {
    /// A moment and who asks.
    #[must_use]
    pub fn new(now: Instant, actor: Option<Id<Person>>) -> Context<'static> {
        Context { now, actor, checker: None }
    }
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
        Command::Import(record) => Ok(commands::import::step(plan, record)),
        Command::Advance { change, verb, note, outcome } => {
            let asked = commands::advance::Asked { change, verb: *verb, note, outcome: *outcome };
            commands::advance::step(plan, &asked, context)
        }
        Command::Hold { change, reason } => commands::hold::hold(plan, change, reason),
        Command::ReleaseHold { change } => commands::hold::release(plan, change, context),
        Command::RecordIncident { change, incident } => {
            commands::review::record_incident(plan, change, incident)
        }
        Command::Review { change, findings, actions, finish } => {
            let written = commands::review::Written { findings, actions, finish: *finish };
            commands::review::review(plan, change, &written, context)
        }
        Command::AdvanceTemplate { template, verb, note } => {
            commands::advance_template::step(plan, template, *verb, note, context)
        }
        Command::AddFromTemplate { template, change, title } => {
            commands::add_from_template::step(plan, template, change, title, context)
        }
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
        Command::AskApproval { change } => commands::ask_approval::step(plan, change, context),
        Command::WithdrawRequest { approval, reason } => {
            commands::withdraw_request::step(plan, approval, reason, context)
        }
        Command::Vote { approval, person, on_behalf_of, choice, note } => {
            let cast = commands::vote::Cast { approval, person, on_behalf_of, choice: *choice, note };
            commands::vote::step(plan, &cast, context)
        }
        Command::PlanMeetings { board, until } => commands::plan_meetings::step(plan, board, *until, context),
        Command::SetAgenda { meeting, changes } => commands::meetings::set_agenda(plan, meeting, changes),
        Command::OpenMeeting { meeting, attendees } => {
            commands::meetings::open(plan, meeting, attendees, context)
        }
        Command::TurnToItem { meeting, change } => {
            commands::meetings::turn_to(plan, meeting, change, context)
        }
        Command::DecideItem { meeting, change, decision, note } => {
            let asked = commands::decide_item::Asked { meeting, change, decision: *decision, note };
            commands::decide_item::step(plan, &asked, context)
        }
        Command::TakeMinutes { meeting, change, minutes } => {
            commands::meetings::take_minutes(plan, meeting, change.as_ref(), minutes)
        }
        Command::CloseMeeting { meeting } => commands::meetings::close(plan, meeting, context),
        Command::CancelMeeting { meeting } => commands::meetings::cancel(plan, meeting),
        Command::PlanPhases { release, dates } => commands::plan_phases::step(plan, release, *dates),
        Command::MoveAlong { phase, window } => commands::move_along::step(plan, phase, *window),
        Command::PlanRelease(order) => commands::plan_release::step(plan, order, context),
        Command::PushDown { release, to } => commands::push_down::step(plan, release, to),
        Command::TakeBaseline(release) => commands::take_baseline::step(plan, release),
        Command::AdvanceRelease { release, to } => {
            commands::advance_release::release(plan, release, *to, context)
        }
        Command::AdvancePhase { phase, to } => commands::advance_release::phase(plan, phase, *to, context),
        Command::DecideBooking { booking, to, note } => {
            commands::decide_booking::step(plan, booking, *to, note, context)
        }
        Command::BookGroup(asked) => commands::book_group::step(plan, asked, context),
        Command::Runbook { runbook, act } => commands::runbook::step(plan, runbook, act, context),
        Command::Announce(announcement) => commands::announce::step(plan, announcement, context),
        Command::DeclareBlackout(blackout) => commands::blackout::declare(plan, blackout, context),
        Command::LiftBlackout(blackout) => commands::blackout::lift(plan, blackout, context),
        Command::AskException(exception) => commands::freeze_exception::ask(plan, exception, context),
        Command::AnswerException { exception, to, note, expires } => {
            let answer = commands::freeze_exception::Answer { to: *to, note, expires: *expires };
            commands::freeze_exception::answer(plan, exception, &answer, context)
        }
        Command::Batch { label, commands } => commands::batch::step(plan, label, commands, context),
    }?;
    if step.diff.is_empty() {
        return Err(Refusal::Nothing);
    }
    // The parts of a batch have come through here already, each with the plan that it found.
    if matches!(command, Command::Batch { .. }) {
        return Ok(step);
    }
    commands::void::check_approvals(plan, &step.diff)?;
    let step = commands::void::after(plan, step, context);
    // What is read from a file stays as it stands there.
    if matches!(command, Command::Import(_)) {
        return Ok(step);
    }
    Ok(commands::lockdown::after(plan, step, context))
}
