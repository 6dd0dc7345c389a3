//! Which fields of a change can be edited, are needed or are locked in which state. Part of the lifecycle's table;
//! apart from the ways, because forms ask it field by field.

use serde_json::Value;

use crate::gather::Gather;
use crate::model::json;
use crate::model::{Change, ChangeKind, ChangeStatus, ChangeTemplate, Id, Plan};

use ChangeStatus::{
    Assessed, Authorised, Cancelled, Closed, Draft, Implementing, InReview, Rejected, Requested, Scheduled,
    Withdrawn,
};

/// One field, and where it can be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRow {
    /// Its name in the document.
    pub name: &'static str,
    /// What people call it, as it stands in a sentence.
    pub label: &'static str,
    /// In which states it can be edited.
    pub editable: &'static [ChangeStatus],
    /// What sets it instead, where no state lets it be edited: "the step that requests it".
    pub set_by: &'static str,
}

const ALWAYS: &[ChangeStatus] = ChangeStatus::ALL;
const REQUESTING: &[ChangeStatus] = &[Draft, Requested];
const PLANNING: &[ChangeStatus] = &[Draft, Requested, Assessed, Authorised, Scheduled];
const UNTIL_DONE: &[ChangeStatus] = &[Draft, Requested, Assessed, Authorised, Scheduled, Implementing];
const UNTIL_CLOSED: &[ChangeStatus] =
    &[Draft, Requested, Assessed, Authorised, Scheduled, Implementing, InReview];
/// While it is being done or was done; and where nobody has said that it may be, for what was found.
const WHAT_HAPPENED: &[ChangeStatus] =
    &[Draft, Requested, Assessed, Implementing, InReview, Rejected, Withdrawn, Cancelled];
const RESULT: &[ChangeStatus] = &[Implementing, InReview];
const CONSEQUENCES: &[ChangeStatus] = &[Implementing, InReview, Closed];

const fn field(name: &'static str, label: &'static str, editable: &'static [ChangeStatus]) -> FieldRow {
    FieldRow { name, label, editable, set_by: "" }
}

const fn set(name: &'static str, label: &'static str, set_by: &'static str) -> FieldRow {
    FieldRow { name, label, editable: &[], set_by }
}

/// All fields of a change.
pub const FIELDS: &[FieldRow] = &[
    set("id", "id", "adding it; copy it to give it another"),
    field("title", "title", UNTIL_CLOSED),
    field("description", "description", UNTIL_CLOSED),
    field("kind", "kind", &[Draft]),
    set("status", "status", "its steps"),
    field("risk", "risk", PLANNING),
    set("on_hold", "hold", "putting it on hold and releasing it"),
    set("hold_reason", "reason of the hold", "putting it on hold"),
    set("held_by", "lockdown", "declaring and lifting the lockdown"),
    set("found_unauthorised", "mark of a found change", "the step that records it as found"),
    field("template", "template", &[Draft]),
    field("template_version", "version of the template", &[Draft]),
    field("answers", "answers to the risk questions", PLANNING),
    field("category", "category", UNTIL_CLOSED),
    field("requester", "requester", REQUESTING),
    field("owner", "owner", UNTIL_CLOSED),
    field("group", "group", UNTIL_CLOSED),
    field("implementers", "implementers", UNTIL_CLOSED),
    field("cis", "configuration items", PLANNING),
    field("services", "services", PLANNING),
    field("environments", "environments", PLANNING),
    field("planned", "planned window", PLANNING),
    field("outage", "outage", PLANNING),
    field("actual_start", "actual start", WHAT_HAPPENED),
    field("actual_end", "actual end", WHAT_HAPPENED),
    field("requested_at", "moment of the request", REQUESTING),
    set("assessed_at", "moment of the assessment", "the step that assesses it"),
    set("authorised_at", "moment of the authorisation", "the step that authorises it"),
    field("release", "release", UNTIL_CLOSED),
    field("other_releases", "further releases", UNTIL_CLOSED),
    field("depends_on", "order", PLANNING),
    field("implementation_plan", "implementation plan", PLANNING),
    field("backout_plan", "backout plan", PLANNING),
    field("backout_minutes", "duration of the backout", PLANNING),
    field("backout_tested", "test of the backout", UNTIL_DONE),
    field("test_evidence", "test evidence", UNTIL_DONE),
    field("deploys", "version reference", UNTIL_CLOSED),
    field("outcome", "outcome", RESULT),
    set("reason", "reason", "rejecting, withdrawing or cancelling it"),
    field("incidents", "incidents", CONSEQUENCES),
    set("review", "review", "reviewing it"),
    set("closed_at", "moment of closing", "the step that closes it"),
    field("addresses", "addresses", ALWAYS),
    field("labels", "labels", ALWAYS),
];

/// Something that a change needs in some states: to come there, and as long as it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needed {
    /// The fields of which one has to be filled; the first is where a person is led.
    pub fields: &'static [&'static str],
    /// In which states.
    pub states: &'static [ChangeStatus],
    /// Of which kinds.
    pub kinds: &'static [ChangeKind],
    /// What is wrong without it, and what to do.
    pub sentence: &'static str,
}

const AFTER_REQUEST: &[ChangeStatus] = &[Assessed, Authorised, Scheduled, Implementing, InReview, Closed];
const PREPARED: &[ChangeKind] = &[ChangeKind::Standard, ChangeKind::Normal];

/// What is needed where.
pub const NEEDED: &[Needed] = &[
    Needed {
        fields: &["title"],
        states: &[Requested, Assessed, Authorised, Scheduled, Implementing, InReview, Closed],
        kinds: ChangeKind::ALL,
        sentence: "it has no title; give it one that people will recognise",
    },
    Needed {
        fields: &["environments", "cis"],
        states: AFTER_REQUEST,
        kinds: ChangeKind::ALL,
        sentence: "it names no environment and no configuration item; say where it is done or what it changes",
    },
    Needed {
        fields: &["owner"],
        states: AFTER_REQUEST,
        kinds: PREPARED,
        sentence: "it has no owner; name who answers for it",
    },
    Needed {
        fields: &["planned"],
        states: &[Scheduled],
        kinds: ChangeKind::ALL,
        sentence: "it has no planned window; give it one",
    },
    Needed {
        fields: &["actual_start"],
        states: &[Implementing, InReview, Closed],
        kinds: ChangeKind::ALL,
        sentence: "it has no actual start; say when it was begun",
    },
    Needed {
        fields: &["actual_end"],
        states: &[InReview, Closed],
        kinds: ChangeKind::ALL,
        sentence: "it has no actual end; say when it was over",
    },
    Needed {
        fields: &["outcome"],
        states: &[Closed],
        kinds: ChangeKind::ALL,
        sentence: "it has no outcome; say how it ended",
    },
];

/// What the change lacks for a state, in the order of the table; empty when it can be there.
#[must_use]
pub fn lacking(change: &Change, status: ChangeStatus) -> Vec<&'static Needed> {
    let record = json::to_value(change);
    let is_asked = |needed: &&Needed| needed.states.contains(&status) && needed.kinds.contains(&change.kind);
    NEEDED.iter().filter(is_asked).filter(|needed| !has_one(&record, needed)).gather()
}

fn has_one(record: &Value, needed: &Needed) -> bool {
    needed.fields.iter().any(|name| !is_empty(record.get(*name)))
}

fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    }
}

/// The row of a field; `None` for a field that this version does not know.
#[must_use]
pub fn field_row(name: &str) -> Option<&'static FieldRow> {
    let name = name.split('.').next().unwrap_or_default();
    FIELDS.iter().find(|row| row.name == name)
}

/// True when a state needs the field, alone or as one of several.
#[must_use]
pub fn is_needed(name: &str, status: ChangeStatus, kind: ChangeKind) -> bool {
    let names = |needed: &&Needed| needed.fields.contains(&name);
    NEEDED.iter().filter(names).any(|needed| needed.states.contains(&status) && needed.kinds.contains(&kind))
}

/// Why a field cannot be edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    /// No edit sets it; this does.
    SetBy(&'static str),
    /// Not in the state in which the change is; in these.
    State(&'static [ChangeStatus]),
    /// The template locks it.
    Template(Id<ChangeTemplate>),
    /// The state needs it, and the edit empties it.
    Needed(&'static str),
}

/// A field that an edit must not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// The field.
    pub field: &'static FieldRow,
    /// Why.
    pub lock: Lock,
}

/// Why a field of a change cannot be edited where the change is; `None` when it can, or is not known.
#[must_use]
pub fn lock_of(plan: &Plan, change: &Change, name: &str) -> Option<Locked> {
    let field = field_row(name)?;
    let lock = if field.editable.is_empty() {
        Lock::SetBy(field.set_by)
    } else if !field.editable.contains(&change.status) {
        Lock::State(field.editable)
    } else {
        Lock::Template(locking_template(plan, change, field.name)?)
    };
    Some(Locked { field, lock })
}

/// The template of a standard change that locks a field.
fn locking_template(plan: &Plan, change: &Change, name: &str) -> Option<Id<ChangeTemplate>> {
    let template = plan.change_templates.get(change.template.as_ref()?)?;
    let locks = change.kind == ChangeKind::Standard && template.locked.iter().any(|locked| locked == name);
    locks.then_some(template.id)
}

/// The fields that an edit changes and must not, in the order of the table.
///
/// A field that a template locks may be set to what the template says. A state's need is broken only by taking away
/// what is there.
#[must_use]
pub fn locked_changes(plan: &Plan, before: &Change, after: &Change) -> Vec<Locked> {
    let (old, new) = (json::to_value(before), json::to_value(after));
    let template = before.template.as_ref().and_then(|id| plan.change_templates.get(id));
    let follows = template.and_then(|template| super::template::example(template).ok());
    let is_as_template =
        |name: &str| follows.as_ref().is_some_and(|follows| follows.get(name) == new.get(name));
    let mut locked: Vec<Locked> = Vec::new();
    for field in FIELDS.iter().filter(|field| old.get(field.name) != new.get(field.name)) {
        // What is being made a normal change is held by no template any longer.
        let found = lock_of(plan, if after.kind == before.kind { before } else { after }, field.name);
        let found =
            found.filter(|found| !matches!(found.lock, Lock::Template(_)) || !is_as_template(field.name));
        locked.extend(found);
    }
    let was_lacking = lacking(before, before.status);
    for needed in lacking(after, before.status).into_iter().filter(|needed| !was_lacking.contains(needed)) {
        let field = needed.fields.first().and_then(|name| field_row(name));
        let is_new = |field: &&FieldRow| locked.iter().all(|other| other.field != *field);
        let emptied = field.filter(is_new);
        locked.extend(emptied.map(|field| Locked { field, lock: Lock::Needed(needed.sentence) }));
    }
    locked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_is_needed_is_a_field() {
        for needed in NEEDED {
            for name in needed.fields {
                assert!(field_row(name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn a_field_that_a_state_needs_can_be_filled_in_the_state_before() {
        for needed in NEEDED {
            for row in super::super::change::ROWS.iter().filter(|row| needed.states.contains(&row.to)) {
                let fields = needed.fields.iter().filter_map(|name| field_row(name));
                let is_stamped = matches!(needed.fields, ["actual_start" | "actual_end"]);
                let can = fields.into_iter().any(|field| field.editable.contains(&row.from)) || is_stamped;
                let is_kept = needed.states.contains(&row.from) || row.verb.takes_reason();
                assert!(can || is_kept, "{needed:?} {row:?}");
            }
        }
    }
}
