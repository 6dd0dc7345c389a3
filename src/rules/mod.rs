//! What is wrong with a plan, and why: one file a rule.
//!
//! Who has read `change_in_blackout.rs` has read all of them. A rule looks at one subject and asks the [`View`] for
//! its neighbours, so that after an edit only what the edit reaches is looked at again.

mod approval_outdated;
mod approver_not_independent;
mod booking_conflict;
mod booking_outside_phase;
mod booking_unapproved;
mod change_in_blackout;
mod change_order_broken;
mod ci_double_booked;
mod dependent_ci_double_booked;
mod environment_idle;
mod environment_over_capacity;
mod environment_unavailable;
mod implausible_dates;
mod implementer_double_booked;
mod incompatible_use;
mod lead_time_too_short;
mod no_board_meeting_before_window;
mod outside_maintenance_window;
mod phase_order_broken;
mod phase_without_environment;
mod quorum_out_of_reach;
mod release_dependency_broken;
mod retrospective_approval_overdue;
mod unauthorised_in_controlled_environment;

pub mod announced;
pub mod characteristics;
mod checker;
pub mod criteria;
mod doc;
mod finding;
pub mod free;
mod graph;
mod index;
mod neighbours;
mod occupancy;
mod occurrences;
mod pairs;
mod rule;
mod timeline;
mod view;
pub mod wording;

use finding::harm;

pub use checker::{Checker, is_asked};
pub use doc::RuleDoc;
pub use finding::{Finding, FindingKey, Fix, Owner, Proof};
pub use graph::{Graph, Reach};
pub use index::Index;
pub use occurrences::Occurrences;
pub use rule::{Check, Rule};
pub use timeline::Timeline;
pub use view::View;

/// All rules, in the order in which they are listed to people.
pub const ALL: &[Rule] = &[
    unauthorised_in_controlled_environment::RULE,
    approval_outdated::RULE,
    approver_not_independent::RULE,
    quorum_out_of_reach::RULE,
    lead_time_too_short::RULE,
    no_board_meeting_before_window::RULE,
    retrospective_approval_overdue::RULE,
    change_in_blackout::RULE,
    outside_maintenance_window::RULE,
    ci_double_booked::RULE,
    dependent_ci_double_booked::RULE,
    implementer_double_booked::RULE,
    change_order_broken::RULE,
    phase_order_broken::RULE,
    release_dependency_broken::RULE,
    phase_without_environment::RULE,
    environment_over_capacity::RULE,
    booking_conflict::RULE,
    booking_outside_phase::RULE,
    environment_unavailable::RULE,
    incompatible_use::RULE,
    booking_unapproved::RULE,
    environment_idle::RULE,
    implausible_dates::RULE,
];

/// The rule of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name)
}
