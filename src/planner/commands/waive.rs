//! Accepts a finding, with a reason and an end.

use super::called;
use crate::model::{Diff, Extra, Id, Plan, RecordRef, Table, Waiver};
use crate::planner::{Context, Refusal, Step, fresh_id};
use crate::rules;
use crate::time::Instant;

/// What is asked, as in [`crate::model::Command::Waive`].
pub(in crate::planner) struct Asked<'a> {
    pub(in crate::planner) rule: &'a str,
    pub(in crate::planner) subject: &'a RecordRef,
    pub(in crate::planner) related: &'a [RecordRef],
    pub(in crate::planner) reason: &'a str,
    pub(in crate::planner) until: Option<Instant>,
}

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, asked: &Asked, context: &Context) -> Result<Step, Refusal> {
    if rules::named(asked.rule).is_none() {
        return Err(Refusal::no_such_rule(asked.rule));
    }
    if !plan.has(asked.subject) {
        return Err(Refusal::Missing(*asked.subject));
    }
    if asked.reason.trim().is_empty() {
        return Err(Refusal::NoReason);
    }
    if asked.until.is_some_and(|until| until <= context.now) {
        return Err(Refusal::WaiverOver);
    }
    let waiver = Waiver {
        id: Id::lenient(&fresh_id(plan, Table::Waivers)),
        rule: asked.rule.to_owned(),
        subject: *asked.subject,
        related: asked.related.to_vec(),
        reason: asked.reason.trim().to_owned(),
        by: context.actor,
        at: Some(context.now),
        until: asked.until,
        extra: Extra::new(),
    };
    let mut diff = Diff::default();
    diff.set(plan, waiver.into());
    Ok(Step { label: format!("Waive {} for {}", asked.rule, called(asked.subject)), diff })
}
