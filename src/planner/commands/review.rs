//! Records what is learnt from a change: incidents that it caused, and its review.

use super::called;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::lifecycle::fields::{FieldRow, field_row};
use crate::model::{Change, ChangeStatus, Diff, Id, Incident, Plan, RecordRef, Review, ReviewAction};
use crate::planner::{Context, Missing, Place, Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn record_incident(
    plan: &Plan,
    id: &Id<Change>,
    incident: &Incident,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let change = plan.changes.get(id).ok_or(Refusal::Missing(of))?;
    let is_open = |field: &FieldRow| field.editable.contains(&change.status);
    if !field_row("incidents").is_some_and(is_open) {
        return Err(too_early(change, "given an incident"));
    }
    let incident = altered!(incident.clone(), number: incident.number.trim().to_owned());
    if incident.number.is_empty() {
        let what = "the incident has no number; write the one under which it is kept";
        let missing = vec![Missing::at(Place::Field("incidents"), what)];
        return Err(Refusal::Lacks { title: change.title.clone(), done: "given an incident", missing });
    }
    let label = format!("Record incident {} of {}", incident.number, called(&of));
    let mut after = change.clone();
    match after.incidents.iter_mut().find(|known| known.number == incident.number) {
        Some(known) => *known = incident,
        None => after.incidents.push(incident),
    }
    let mut diff = Diff::default();
    diff.set(plan, after.into());
    Ok(Step { label, diff })
}

/// What is written, as in [`crate::model::Command::Review`].
pub(in crate::planner) struct Written<'a> {
    pub(in crate::planner) findings: &'a str,
    pub(in crate::planner) actions: &'a [ReviewAction],
    pub(in crate::planner) finish: bool,
}

/// While it is in review, all of it can be written, and writing opens a finished review again. In a closed change only
/// its actions go on.
#[inline(never)]
pub(in crate::planner) fn review(
    plan: &Plan,
    id: &Id<Change>,
    written: &Written,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let change = plan.changes.get(id).ok_or(Refusal::Missing(of))?;
    let before = change.review.clone().unwrap_or_default();
    let actions: Vec<ReviewAction> =
        written.actions.iter().filter(|action| !action.text.trim().is_empty()).cloned().gather();
    let findings = written.findings.trim().to_owned();
    let review = match change.status {
        ChangeStatus::InReview => {
            if written.finish && findings.is_empty() {
                let what = "its review says nothing yet; write what was found";
                let missing = vec![Missing::at(Place::Review, what)];
                return Err(Refusal::Lacks { title: change.title.clone(), done: "reviewed", missing });
            }
            let is_same = before.findings == findings && before.actions == actions;
            let finished_at = if written.finish {
                before.finished_at.filter(|_| is_same).or(Some(context.now))
            } else {
                None
            };
            let by = context.actor.or(before.by);
            Review { findings, actions, by, finished_at, extra: before.extra.clone() }
        }
        ChangeStatus::Closed if findings == before.findings => altered!(before.clone(), actions),
        ChangeStatus::Closed => {
            let what = "what its review found is locked since it was closed; reopen it to write more";
            let missing = vec![Missing::at(Place::Step(crate::model::lifecycle::ChangeVerb::Reopen), what)];
            return Err(Refusal::Locked { title: change.title.clone(), locked: missing });
        }
        _ => return Err(too_early(change, "reviewed")),
    };
    let label = if review.finished_at.is_some() && before.finished_at.is_none() {
        format!("Finish the review of {}", called(&of))
    } else {
        format!("Review {}", called(&of))
    };
    let review = (review != Review::default()).then_some(review);
    let mut diff = Diff::default();
    diff.set(plan, altered!(change.clone(), review).into());
    Ok(Step { label, diff })
}

fn too_early(change: &Change, done: &'static str) -> Refusal {
    Refusal::NoWay {
        title: change.title.clone(),
        status: change.status.label().to_ascii_lowercase(),
        done,
        open: crate::model::lifecycle::change::ways(change).map(|row| row.verb.done()).gather(),
    }
}
