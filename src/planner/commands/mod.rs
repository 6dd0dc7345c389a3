//! What a person can do to a plan: one file a command, each from the plan to a step or a refusal.
//!
//! Steps are not compiled into `update`, which would have ten thousand bytes on the stack and a longer address for each.

pub(super) mod add;
pub(super) mod add_from_template;
pub(super) mod advance;
pub(super) mod advance_release;
pub(super) mod advance_template;
pub(super) mod announce;
mod answer;
pub(super) mod ask_approval;
pub(super) mod batch;
pub(super) mod blackout;
pub(super) mod book_group;
pub(super) mod decide_booking;
pub(super) mod decide_gate;
pub(super) mod decide_item;
pub(super) mod edit;
pub(super) mod edit_settings;
pub(super) mod freeze_exception;
pub(super) mod hold;
pub(super) mod import;
pub(super) mod lockdown;
pub(super) mod meetings;
pub(super) mod move_along;
pub(super) mod plan_meetings;
pub(super) mod plan_phases;
pub(super) mod plan_release;
pub(super) mod push_down;
pub(super) mod relocate;
pub(super) mod remove;
pub(super) mod review;
pub(super) mod runbook;
pub(super) mod take_baseline;
pub(super) mod void;
pub(super) mod vote;
pub(super) mod waive;
pub(super) mod withdraw_request;

use crate::model::{AnyRecord, Plan, RecordRef};

/// `CHG-1042`, or `person ann`: short enough for a button, plain enough for a journal.
fn called(of: &RecordRef) -> String {
    if of.id.starts_with(of.table.id_prefix()) {
        of.id.to_string()
    } else {
        format!("{} {}", of.table.singular(), of.id)
    }
}

/// `change Renew certificates`: what a record that is new to a plan is called; nobody knows its id yet. With the id where
/// another record of the table has the same title, as it is called otherwise where it has none.
fn called_when_new(plan: &Plan, record: &AnyRecord) -> String {
    let (of, title) = (record.reference(), record.title());
    if title == &*of.id {
        return called(&of);
    }
    let is_shared = plan.rows(of.table).values().any(|other| other.title() == title);
    let id = if is_shared { format!(" ({})", of.id) } else { String::new() };
    format!("{} {title}{id}", of.table.singular())
}

/// True when the record has a name of its own, or needs none.
fn is_named(record: &AnyRecord) -> bool {
    match record {
        AnyRecord::People(record) => !record.name.trim().is_empty(),
        AnyRecord::Groups(record) => !record.name.trim().is_empty(),
        AnyRecord::Services(record) => !record.name.trim().is_empty(),
        AnyRecord::ConfigurationItems(record) => !record.name.trim().is_empty(),
        AnyRecord::Environments(record) => !record.name.trim().is_empty(),
        AnyRecord::Blackouts(record) => !record.name.trim().is_empty(),
        AnyRecord::MaintenanceWindows(record) => !record.name.trim().is_empty(),
        AnyRecord::Changes(record) => !record.title.trim().is_empty(),
        AnyRecord::Releases(record) => !record.name.trim().is_empty(),
        AnyRecord::Phases(record) => !record.name.trim().is_empty(),
        AnyRecord::Gates(record) => !record.name.trim().is_empty(),
        AnyRecord::EnvironmentGroups(record) => !record.name.trim().is_empty(),
        AnyRecord::Boards(record) => !record.name.trim().is_empty(),
        AnyRecord::ChangeTemplates(record) => !record.name.trim().is_empty(),
        AnyRecord::FreezeExceptions(record) => !record.title.trim().is_empty(),
        AnyRecord::ReleaseTemplates(record) => !record.name.trim().is_empty(),
        AnyRecord::Runbooks(record) => !record.name.trim().is_empty(),
        AnyRecord::Announcements(record) => !record.title.trim().is_empty(),
        AnyRecord::Bookings(_) | AnyRecord::Approvals(_) | AnyRecord::Meetings(_) | AnyRecord::Waivers(_) => {
            true
        }
    }
}
