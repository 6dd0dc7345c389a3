//! Says why fields that an edit would change are locked, and what would open them. Between the commands that refuse and
//! the views that show the lock before somebody types.

use crate::gather::Gather;
use crate::model::json;
use crate::model::lifecycle::fields::{Lock, Locked, locked_changes};
use crate::model::lifecycle::{change, template};
use crate::model::{AnyRecord, Change, ChangeStatus, ChangeTemplate, Plan, RecordRef, Table, TemplateStatus};

use super::refusal::{Missing, Place, Refusal};

/// Refuses an edit that changes what the record's state locks.
pub(super) fn refuse_locked(plan: &Plan, before: &AnyRecord, after: &AnyRecord) -> Result<(), Refusal> {
    let locked = match (before, after) {
        (AnyRecord::Changes(before), AnyRecord::Changes(after)) => {
            let locked = locked_changes(plan, before, after);
            locked.iter().map(|locked| opened_by(plan, before, after.status, locked)).gather()
        }
        (AnyRecord::ChangeTemplates(before), AnyRecord::ChangeTemplates(after)) => {
            locked_in_template(before, after)
        }
        _ => moved_past_its_steps(before, after),
    };
    if locked.is_empty() { Ok(()) } else { Err(Refusal::Locked { title: before.title().to_owned(), locked }) }
}

/// Where records are on their way, which a step changes together with who took it, when, and what follows from it.
const SET_BY_STEPS: [(Table, &str); 6] = [
    (Table::Releases, "status"),
    (Table::Phases, "status"),
    (Table::Gates, "decision"),
    (Table::Bookings, "status"),
    (Table::Runbooks, "status"),
    (Table::FreezeExceptions, "status"),
];

/// An edit may ask anew, which takes only away: a booking that moves to another environment is asked for there.
fn moved_past_its_steps(before: &AnyRecord, after: &AnyRecord) -> Vec<Missing> {
    let table = before.reference().table;
    let name = SET_BY_STEPS.iter().find(|(of, _)| *of == table).map(|(_, name)| *name);
    let is_moved = |name: &&str| {
        let (before, after) = (before.to_json(), after.to_json());
        let wanted = after.get(*name);
        before.get(*name) != wanted && wanted.is_none_or(|wanted| wanted != "Requested")
    };
    let missing =
        |name| Missing::at(Place::Field(name), format!("its {name} is set by its steps; take one of them"));
    name.filter(is_moved).map(missing).into_iter().gather()
}

/// Why a field is locked and what would open it. `wanted` is the state that the edit asks for.
pub(super) fn opened_by(plan: &Plan, of: &Change, wanted: ChangeStatus, locked: &Locked) -> Missing {
    let (name, label) = (locked.field.name, locked.field.label);
    let status = of.status.label().to_ascii_lowercase();
    match &locked.lock {
        Lock::SetBy(_) if name == "status" => match change::verb_to(of, wanted) {
            Some(verb) => {
                let what =
                    format!("its status changes by its steps; {} it", verb.label().to_ascii_lowercase());
                Missing::at(Place::Step(verb), what)
            }
            None => {
                let open: Vec<&str> = change::ways(of).map(|row| row.verb.label()).gather();
                let open = if open.is_empty() { "none; copy it".to_owned() } else { open.join(", ") };
                let what = format!("no step leads from {status} to {}; open are: {open}", wanted.label());
                Missing::at(Place::Field("status"), what.to_ascii_lowercase())
            }
        },
        Lock::SetBy(by) => {
            let place = match name {
                "on_hold" | "hold_reason" | "held_by" => Place::Hold,
                "review" => Place::Review,
                _ => Place::Field(name),
            };
            Missing::at(place, format!("its {label} is set by {by}"))
        }
        Lock::State(states) => {
            let what = format!("its {label} is locked while it is {status}");
            let way = change::ways(of).find(|row| states.contains(&row.to) && !row.verb.is_forward());
            match way {
                Some(row) => Missing::at(
                    Place::Step(row.verb),
                    format!("{what}; {} it first", row.verb.label().to_ascii_lowercase()),
                ),
                None => Missing::at(Place::Field(name), format!("{what}; {}", or_copy(of.status))),
            }
        }
        Lock::Template(id) => {
            let template = RecordRef::from(id);
            let title = plan.title(&template).to_owned();
            let what = format!(
                "its {label} is locked by the template \"{title}\"; leave it as it is, or make it a normal change"
            );
            Missing::at(Place::Record(template), what)
        }
        Lock::Needed(sentence) => Missing::at(Place::Field(name), format!("without that {sentence}")),
    }
}

fn or_copy(status: ChangeStatus) -> &'static str {
    match status {
        ChangeStatus::Cancelled => "copy it to begin again",
        ChangeStatus::Draft | ChangeStatus::Requested | ChangeStatus::Assessed => {
            "it opens when the change is begun"
        }
        ChangeStatus::Authorised | ChangeStatus::Scheduled => "implement it first",
        _ => "it shows what was done; write a new change for anything else",
    }
}

fn locked_in_template(before: &ChangeTemplate, after: &ChangeTemplate) -> Vec<Missing> {
    let (old, new) = (json::to_value(before), json::to_value(after));
    let changed = |name: &&&'static str| old.get(**name) != new.get(**name);
    let mut locked = Vec::new();
    for name in template::SET_BY_STEPS.iter().filter(changed) {
        let what = format!("its {} is set by its steps; take one of them", name.replace('_', " "));
        locked.push(Missing::at(Place::Field(name), what));
    }
    for name in template::CONTENT.iter().filter(changed) {
        locked.extend(template_lock(before, name));
    }
    locked
}

/// Why a field of what changes of a template follow cannot be edited where the template is, and which step opens it;
/// `None` when it can, and for other fields.
pub(super) fn template_lock(template: &ChangeTemplate, path: &str) -> Option<Missing> {
    let name = path.split('.').next().unwrap_or_default();
    let name = template::CONTENT.iter().find(|content| **content == name)?;
    let way_back = match template.status {
        TemplateStatus::Draft => return None,
        TemplateStatus::Proposed => "return",
        TemplateStatus::Published | TemplateStatus::Retired => "revise",
    };
    let status = template.status.label().to_ascii_lowercase();
    let what = format!("what changes follow is locked while it is {status}; {way_back} it first");
    Some(Missing::at(Place::Field(name), what))
}
