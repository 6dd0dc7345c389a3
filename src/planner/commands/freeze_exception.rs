//! Asks for a freeze exception and moves it on its way: reviewed, decided, withdrawn.

use super::called;
use crate::model::{
    Blackout, Diff, EXCEPTION_WAY, FreezeException, FreezeExceptionStatus, Id, Plan, Record, RecordRef, When,
    verb_between,
};
use crate::planner::{Context, Missing, Place, Refusal, Step};
use crate::time::Instant;

#[inline(never)]
pub(in crate::planner) fn ask(
    plan: &Plan,
    exception: &FreezeException,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(&exception.id);
    if plan.has(&of) {
        return Err(Refusal::Taken(of));
    }
    if exception.title.trim().is_empty() {
        return Err(Refusal::nameless(&called(&of)));
    }
    let mut missing = Vec::new();
    if exception.changes.is_empty() && exception.release.is_none() {
        let what = "it is for no change and no release; name what cannot wait";
        missing.push(Missing::at(Place::Field("changes"), what));
    }
    if exception.reason.trim().is_empty() {
        missing.push(Missing::at(Place::Field("reason"), "it gives no reason; say why it cannot wait"));
    }
    if !missing.is_empty() {
        return Err(Refusal::Lacks { title: exception.title.clone(), done: "asked for", missing });
    }
    let mut asked = exception.clone();
    asked.status = FreezeExceptionStatus::Requested;
    asked.requested_by = exception.requested_by.or(context.actor);
    asked.requested_at = Some(context.now);
    asked.reviewed_by = None;
    asked.reviewed_at = None;
    asked.decided_by = None;
    asked.decided_at = None;
    let mut diff = Diff::default();
    diff.set(plan, asked.into());
    Ok(Step { label: format!("Ask for a freeze exception: {}", exception.title), diff })
}

/// What is said, as in [`crate::model::Command::AnswerException`].
pub(in crate::planner) struct Answer<'a> {
    pub(in crate::planner) to: FreezeExceptionStatus,
    pub(in crate::planner) note: &'a str,
    pub(in crate::planner) expires: Option<Instant>,
}

#[inline(never)]
pub(in crate::planner) fn answer(
    plan: &Plan,
    id: &Id<FreezeException>,
    answer: &Answer,
    context: &Context,
) -> Result<Step, Refusal> {
    use FreezeExceptionStatus::{Approved, Rejected, Requested, Reviewed};
    let of = RecordRef::from(id);
    let before = plan.freeze_exceptions.get(id).ok_or(Refusal::Missing(of))?;
    let to = answer.to;
    if before.status == to {
        return Err(Refusal::Nothing);
    }
    let title = before.title().to_owned();
    let Some(verb) = verb_between(EXCEPTION_WAY, before.status, to) else {
        return Err(Refusal::not_on_the_way(&title, before.status.label(), to.label()));
    };
    let note = answer.note.trim();
    let decides = matches!(to, Approved | Rejected);
    if matches!(to, Approved | Rejected | Reviewed) && is_by_requester(before, context) {
        let what = format!("who asked for \"{title}\" does not answer it; let somebody else");
        return Err(Refusal::NotYet(what));
    }
    if to == Rejected && note.is_empty() {
        return Err(Refusal::NoRejectionReason);
    }
    let expires = answer.expires.or(before.expires);
    if to == Approved && expires.is_some_and(|expires| expires <= context.now) {
        let what = format!("the exception \"{title}\" would be over already; choose an end that is to come");
        return Err(Refusal::NotYet(what));
    }
    let mut after = before.clone();
    after.status = to;
    match to {
        Reviewed => {
            after.reviewed_by = context.actor;
            after.reviewed_at = Some(context.now);
        }
        Approved | Rejected => {
            after.decided_by = context.actor;
            after.decided_at = Some(context.now);
        }
        Requested => {
            (after.requested_at, after.reviewed_by, after.reviewed_at) = (Some(context.now), None, None);
            (after.decided_by, after.decided_at) = (None, None);
        }
        FreezeExceptionStatus::Withdrawn => {}
    }
    if !note.is_empty() {
        note.clone_into(&mut after.note);
    }
    if to == Approved {
        // An exception ends with its freeze, unless somebody says otherwise.
        after.expires = expires.or_else(|| end_of(plan, before.blackout.as_ref()));
    }
    let mut diff = Diff::default();
    diff.set(plan, after.into());
    let reason = if decides && !note.is_empty() { format!(": {note}") } else { String::new() };
    Ok(Step { label: format!("{verb} {}{reason}", called(&of)), diff })
}

fn is_by_requester(exception: &FreezeException, context: &Context) -> bool {
    context.actor.is_some() && context.actor == exception.requested_by
}

fn end_of(plan: &Plan, blackout: Option<&Id<Blackout>>) -> Option<Instant> {
    match &plan.blackouts.get(blackout?)?.when {
        When::Once(window) => Some(window.end),
        When::Recurring(_) => None,
    }
}
