//! Takes a change a step along its way.

use super::called;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::lifecycle::change::{self, Row, Said};
use crate::model::lifecycle::{ChangeVerb, Guard};
use crate::model::{Approval, ApprovalStatus, Change, ChangeStatus, Diff, Id, Outcome, Plan, RecordRef};
use crate::planner::{Context, Refusal, Step, guards};
use crate::time::Instant;

/// What is asked, as in [`crate::model::Command::Advance`].
pub(in crate::planner) struct Asked<'a> {
    pub(in crate::planner) change: &'a Id<Change>,
    pub(in crate::planner) verb: ChangeVerb,
    pub(in crate::planner) note: &'a str,
    pub(in crate::planner) outcome: Option<Outcome>,
}

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, asked: &Asked, context: &Context) -> Result<Step, Refusal> {
    let of = RecordRef::from(asked.change);
    let before = plan.changes.get(asked.change).ok_or(Refusal::Missing(of))?;
    let row = way(plan, before, asked.verb)?;
    let note = asked.note.trim();
    let said = Said { note, outcome: asked.outcome, actor: context.actor.as_ref(), now: context.now };
    let after = change::after(before, row, said);
    let missing = guards::missing(plan, row, before, &after, note, context);
    if !missing.is_empty() {
        return Err(Refusal::Lacks { title: before.title.clone(), done: asked.verb.done(), missing });
    }
    let mut diff = Diff::default();
    for approval in without_approvals(plan, row, before, context.now) {
        diff.set(plan, approval.into());
    }
    diff.set(plan, after.into());
    let label = match asked.verb {
        ChangeVerb::RecordFound => format!("Record {} as found", called(&of)),
        verb => format!("{verb} {}", called(&of)),
    };
    let reason = if row.guards.contains(&Guard::Reason) { format!(": {note}") } else { String::new() };
    Ok(Step { label: format!("{label}{reason}"), diff })
}

/// The line of the table that leads on, or why none does.
fn way(plan: &Plan, before: &Change, verb: ChangeVerb) -> Result<&'static Row, Refusal> {
    let found = change::find(before.status, verb, before.kind);
    let row = found.ok_or_else(|| Refusal::NoWay {
        title: before.title.clone(),
        status: format!("{} ({})", before.status, before.kind).to_ascii_lowercase(),
        done: verb.done(),
        open: change::ways(before).map(|row| row.verb.done()).gather(),
    })?;
    if before.on_hold && verb != ChangeVerb::Cancel {
        return Err(Refusal::OnHold {
            title: before.title.clone(),
            reason: before.hold_reason.clone(),
            way_out: guards::way_off_hold(plan, before),
        });
    }
    Ok(row)
}

/// The approvals that a step takes out of force: those that wait, when the change is taken back or dropped; and those
/// that were given, when it begins anew.
fn without_approvals(plan: &Plan, row: &Row, before: &Change, now: Instant) -> Vec<Approval> {
    let begins_anew = row.to == ChangeStatus::Draft;
    let is_dropped = matches!(row.to, ChangeStatus::Withdrawn | ChangeStatus::Cancelled);
    if !begins_anew && !is_dropped {
        return Vec::new();
    }
    let of_change = plan.approvals.values().filter(|approval| approval.change == before.id);
    let ended = of_change.filter_map(|approval| {
        if approval.status.is_pending() {
            return Some(altered!(approval.clone(), status: ApprovalStatus::Withdrawn));
        }
        let mut void = approval.clone();
        void.status = ApprovalStatus::Void;
        void.voided_at = Some(now);
        void.void_reason = format!("the change was {}", row.verb.done());
        (begins_anew && approval.status.is_given()).then_some(void)
    });
    ended.gather()
}
