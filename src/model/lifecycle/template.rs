//! The lifecycle of a template of standard changes, what a change has of it, and when it stops to authorise.

use serde_json::{Map, Value};

use crate::gather::Gather;
use crate::model::json::{self, Json};
use crate::model::{
    Change, ChangeKind, ChangeTemplate, Id, Outcome, Person, Plan, Risk, TemplateStatus, words,
};
use crate::time::Instant;

use TemplateStatus::{Draft, Proposed, Published, Retired};

words! {
    /// What moves a template along its way.
    TemplateVerb {
        /// Offers it to the board.
        Propose "Propose",
        /// Approves it under a new version: changes may follow it from now on.
        Publish "Approve and publish",
        /// Gives it back to who offered it, with a reason.
        Return "Return",
        /// Says, after failures, that it is good again.
        Review "Review",
        /// Takes it out of use to be rewritten; it authorises nothing until it is published again.
        Revise "Revise",
        /// Takes it out of use for good.
        Retire "Retire",
    }
}

impl TemplateVerb {
    /// What a template is after it, in a sentence.
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            TemplateVerb::Propose => "proposed",
            TemplateVerb::Publish => "published",
            TemplateVerb::Return => "returned",
            TemplateVerb::Review => "reviewed",
            TemplateVerb::Revise => "revised",
            TemplateVerb::Retire => "retired",
        }
    }
}

words! {
    /// What has to hold for a step.
    TemplateGuard {
        /// A change can be made from it, and it says how that is done, taken back and kept.
        Complete "It is complete",
        /// Who acts is known, and is not who offered it.
        Independent "Not by who proposed it",
        /// A reason or finding is given.
        Reason "A reason is given",
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateRow {
    /// Where the template is.
    pub from: TemplateStatus,
    /// What is done.
    pub verb: TemplateVerb,
    /// Where it is then.
    pub to: TemplateStatus,
    /// What has to hold.
    pub guards: &'static [TemplateGuard],
}

const fn row(
    from: TemplateStatus,
    verb: TemplateVerb,
    to: TemplateStatus,
    guards: &'static [TemplateGuard],
) -> TemplateRow {
    TemplateRow { from, verb, to, guards }
}

/// The table, the usual way first.
pub const ROWS: &[TemplateRow] = &[
    row(Draft, TemplateVerb::Propose, Proposed, &[TemplateGuard::Complete]),
    row(Proposed, TemplateVerb::Publish, Published, &[TemplateGuard::Complete, TemplateGuard::Independent]),
    row(Proposed, TemplateVerb::Return, Draft, &[TemplateGuard::Reason]),
    row(Published, TemplateVerb::Review, Published, &[TemplateGuard::Independent, TemplateGuard::Reason]),
    row(Published, TemplateVerb::Revise, Draft, &[]),
    row(Published, TemplateVerb::Retire, Retired, &[]),
    row(Retired, TemplateVerb::Revise, Draft, &[]),
];

/// The lines that lead on from a state.
pub fn ways(from: TemplateStatus) -> impl Iterator<Item = &'static TemplateRow> {
    ROWS.iter().filter(move |row| row.from == from)
}

/// The template after a step.
#[must_use]
pub fn after(
    template: &ChangeTemplate,
    row: &TemplateRow,
    note: &str,
    actor: Option<&Id<Person>>,
    now: Instant,
) -> ChangeTemplate {
    let mut after = template.clone();
    after.status = row.to;
    match row.verb {
        TemplateVerb::Propose => {
            after.proposed_by = actor.cloned();
            after.approved_by = None;
        }
        TemplateVerb::Publish => {
            after.version = after.version.saturating_add(1);
            after.approved_by = actor.cloned();
            after.published_at = Some(now);
        }
        TemplateVerb::Review => {
            after.reviewed_at = Some(now);
            after.reviewed_by = actor.cloned();
        }
        TemplateVerb::Return | TemplateVerb::Revise | TemplateVerb::Retire => {}
    }
    note.clone_into(&mut after.note);
    after
}

/// Fields of a change that no template sets: they are the change's own.
const OWN: &[&str] = &["id", "status", "kind", "template", "template_version"];

/// A standard change in `Draft` that follows the template. `title` is kept unless it is empty; otherwise the title is
/// the template's, or its name. The error says which field of the template a change cannot have.
pub fn change_from(template: &ChangeTemplate, id: &Id<Change>, title: &str) -> Result<Change, String> {
    let draft = Change::draft(*id, title, ChangeKind::Standard, Risk::Low);
    let mut fields = match json::to_value(&draft) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    for (name, value) in template.fields.iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
        if name != "title" || title.trim().is_empty() {
            fields.insert(name.clone(), value.clone());
        }
    }
    let mut change = Change::read(&Value::Object(fields)).map_err(|fault| fault.to_string())?;
    if change.title.trim().is_empty() {
        change.title.clone_from(&template.name);
    }
    change.template = Some(template.id);
    change.template_version = Some(template.version);
    Ok(change)
}

/// What a change that follows the template begins with, as the document writes it.
pub fn example(template: &ChangeTemplate) -> Result<Value, String> {
    let change = change_from(template, &Id::lenient("CHG"), "")?;
    Ok(json::to_value(&change))
}

/// The locked fields in which a change differs from the template as it is published now, in the template's order.
#[must_use]
pub fn departures<'a>(template: &'a ChangeTemplate, change: &Change) -> Vec<&'a str> {
    let Ok(example) = example(template) else {
        return template.locked.iter().map(String::as_str).gather();
    };
    let record = json::to_value(change);
    let differs = |name: &&String| example.get(name.as_str()) != record.get(name.as_str());
    template.locked.iter().filter(differs).map(String::as_str).gather()
}

/// The change with its locked fields as the template has them; `None` when that is no change that can be read.
#[must_use]
pub fn set_back(template: &ChangeTemplate, change: &Change) -> Option<Change> {
    let Value::Object(mut fields) = json::to_value(change) else { return None };
    let example = example(template).ok()?;
    for name in &template.locked {
        match example.get(name) {
            Some(value) => drop(fields.insert(name.clone(), value.clone())),
            None => json::take_out(&mut fields, name),
        }
    }
    Change::read(&Value::Object(fields)).ok()
}

/// How many failures with impact take a template's pre-authorisation away.
pub const MOST_FAILURES: usize = 2;

/// The changes of the plan that followed the template and failed with impact; see [`failures_among`].
#[must_use]
pub fn failures<'a>(plan: &'a Plan, template: &ChangeTemplate) -> Vec<&'a Change> {
    failures_among(template, plan.changes.values())
}

/// The changes among these that followed the template and failed or were backed out, with incidents or an outage, after
/// it was last reviewed; in the order of their ends.
#[must_use]
pub fn failures_among<'a>(
    template: &ChangeTemplate,
    changes: impl Iterator<Item = &'a Change>,
) -> Vec<&'a Change> {
    let ended = |change: &Change| {
        change.actual_end.or(change.closed_at).or(change.planned.map(|planned| planned.end))
    };
    let counts = |change: &&Change| {
        change.template.as_ref() == Some(&template.id)
            && matches!(change.outcome, Some(Outcome::Failed | Outcome::BackedOut))
            && (!change.incidents.is_empty() || change.outage.is_some_and(|outage| !outage.is_empty()))
            && template.reviewed_at.is_none_or(|reviewed| ended(change).is_some_and(|end| reviewed < end))
    };
    let mut failed: Vec<&Change> = changes.filter(counts).gather();
    failed.sort_by_key(|change| (ended(change), &change.id));
    failed
}

/// True when the template has failed so often since its last review that it authorises nothing.
#[must_use]
pub fn has_lost_authority(plan: &Plan, template: &ChangeTemplate) -> bool {
    MOST_FAILURES <= failures(plan, template).len()
}

/// The fields of a template that its steps set and no edit does.
pub const SET_BY_STEPS: &[&str] = &[
    "status",
    "version",
    "proposed_by",
    "approved_by",
    "published_at",
    "reviewed_at",
    "reviewed_by",
    "note",
];

/// The fields of a template that can be edited in `Draft` alone: they are what is approved.
pub const CONTENT: &[&str] = &["fields", "locked"];
