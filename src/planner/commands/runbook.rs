//! Moves a runbook or one of its steps on its way: approve, rehearse, start, finish, skip, back out.

use super::called;
use crate::model::{
    Diff, Id, Plan, RUNBOOK_WAY, RecordRef, Runbook, RunbookAct, RunbookStatus, RunbookStep, StepKind,
    StepStatus, next_steps, verb_between,
};
use crate::order::Arrange;
use crate::planner::{Context, Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    id: &Id<Runbook>,
    act: &RunbookAct,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let runbook = plan.runbooks.get(id).ok_or(Refusal::Missing(of))?;
    let mut after = runbook.clone();
    let done = match act {
        RunbookAct::Approve => {
            if runbook.steps.is_empty() {
                return Err(not_yet("it has no steps; write them before it is approved"));
            }
            go(&mut after, RunbookStatus::Approved)?;
            (after.approved_by, after.approved_at) = (context.actor, Some(context.now));
            "Approve"
        }
        RunbookAct::Reopen => {
            go(&mut after, RunbookStatus::Draft)?;
            (after.approved_by, after.approved_at) = (None, None);
            "Reopen"
        }
        RunbookAct::Rehearse(rehearsal) => {
            after.rehearsals.push((**rehearsal).clone());
            after.rehearsals.arrange_by_key(|one| one.at);
            "Add a rehearsal to"
        }
        RunbookAct::Start => {
            go(&mut after, RunbookStatus::Executing)?;
            after.started_at = Some(context.now);
            "Start"
        }
        RunbookAct::BackOut(reason) => {
            back_out(&mut after, reason, context)?;
            "Back out"
        }
        RunbookAct::Finish => {
            finish(&mut after, context)?;
            "Finish"
        }
        RunbookAct::StartStep(key)
        | RunbookAct::FinishStep(key)
        | RunbookAct::Issue(key, _)
        | RunbookAct::Resume(key)
        | RunbookAct::Skip(key, _) => {
            let label = move_step(&mut after, key, act, context)?;
            let mut diff = Diff::default();
            diff.set(plan, after.into());
            return Ok(Step { label: format!("{label} in {}", called(&of)), diff });
        }
    };
    let mut diff = Diff::default();
    diff.set(plan, after.into());
    Ok(Step { label: format!("{done} {}", called(&of)), diff })
}

fn not_yet(sentence: &str) -> Refusal {
    Refusal::NotYet(sentence.to_owned())
}

fn go(runbook: &mut Runbook, to: RunbookStatus) -> Result<(), Refusal> {
    if verb_between(RUNBOOK_WAY, runbook.status, to).is_none() {
        let (status, to) = (runbook.status.label(), to.label());
        return Err(Refusal::not_on_the_way(&runbook.name, status, to));
    }
    runbook.status = to;
    Ok(())
}

fn is_over(step: &RunbookStep) -> bool {
    matches!(step.status, StepStatus::Done | StepStatus::Skipped)
}

/// Leaves out all that is not done; from now on the backout steps are done. Not after the point of no return.
fn back_out(runbook: &mut Runbook, reason: &str, context: &Context) -> Result<(), Refusal> {
    if runbook.status != RunbookStatus::Executing || runbook.backing_out_since.is_some() {
        return Err(not_yet("only a runbook that is being executed can be backed out, and only once"));
    }
    if reason.trim().is_empty() {
        return Err(not_yet("a backout needs a reason; say why everything is taken back"));
    }
    let passed = runbook.steps.iter().find(|step| {
        step.kind == StepKind::PointOfNoReturn
            && !matches!(step.status, StepStatus::Waiting | StepStatus::Skipped)
    });
    if let Some(step) = passed {
        return Err(Refusal::NotYet(format!(
            "\"{}\" was the point of no return and has begun; go on forward",
            step.title
        )));
    }
    for step in runbook.steps.iter_mut().filter(|step| step.kind != StepKind::Backout && !is_over(step)) {
        step.status = StepStatus::Skipped;
        step.ended_at = Some(context.now);
        if step.note.is_empty() {
            step.note = "backed out".to_owned();
        }
    }
    runbook.backing_out_since = Some(context.now);
    reason.trim().clone_into(&mut runbook.backout_reason);
    Ok(())
}

fn finish(runbook: &mut Runbook, context: &Context) -> Result<(), Refusal> {
    let backs_out = runbook.backing_out_since.is_some();
    let open =
        runbook.steps.iter().find(|step| (step.kind == StepKind::Backout) == backs_out && !is_over(step));
    if let Some(step) = open {
        let sentence = format!("\"{}\" is not done; finish it, or leave it out with a reason", step.title);
        return Err(Refusal::NotYet(sentence));
    }
    go(runbook, if backs_out { RunbookStatus::BackedOut } else { RunbookStatus::Completed })?;
    runbook.ended_at = Some(context.now);
    Ok(())
}

fn move_step(
    runbook: &mut Runbook,
    key: &str,
    act: &RunbookAct,
    context: &Context,
) -> Result<String, Refusal> {
    if runbook.status != RunbookStatus::Executing {
        return Err(not_yet("the runbook is not being executed; start it first"));
    }
    let can_begin = next_steps(runbook).contains(&key);
    let step = runbook.steps.iter_mut().find(|step| step.id == key);
    let step = step.ok_or_else(|| Refusal::NotYet(format!("the runbook has no step \"{key}\"")))?;
    let title = step.title.clone();
    let is_going_on = matches!(step.status, StepStatus::Running | StepStatus::Issue);
    match act {
        RunbookAct::StartStep(_) if can_begin => {
            step.status = StepStatus::Running;
            step.started_at = Some(context.now);
            Ok(format!("Start \"{title}\""))
        }
        RunbookAct::StartStep(_) => Err(Refusal::NotYet(format!(
            "\"{title}\" cannot begin: it is begun already, or waits for steps that are not over"
        ))),
        RunbookAct::FinishStep(_) if is_going_on => {
            step.status = StepStatus::Done;
            step.ended_at = Some(context.now);
            Ok(format!("Finish \"{title}\""))
        }
        RunbookAct::Issue(_, note) if is_going_on && !note.trim().is_empty() => {
            step.status = StepStatus::Issue;
            note.trim().clone_into(&mut step.note);
            Ok(format!("Note an issue with \"{title}\""))
        }
        RunbookAct::Resume(_) if step.status == StepStatus::Issue => {
            step.status = StepStatus::Running;
            Ok(format!("Resume \"{title}\""))
        }
        RunbookAct::Skip(_, note) if !is_over(step) && !note.trim().is_empty() => {
            step.status = StepStatus::Skipped;
            step.ended_at = Some(context.now);
            note.trim().clone_into(&mut step.note);
            Ok(format!("Skip \"{title}\""))
        }
        RunbookAct::Skip(..) | RunbookAct::Issue(..) if !is_over(step) => {
            Err(Refusal::NotYet(format!("say why, and begin \"{title}\" before noting an issue with it")))
        }
        _ => {
            let status = step.status.label();
            Err(Refusal::NotYet(format!(
                "\"{title}\" is {}; that cannot be done to it now",
                status.to_ascii_lowercase()
            )))
        }
    }
}
