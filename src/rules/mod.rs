//! What is wrong with a plan, and why: one file a rule.
//!
//! Who has read `change_in_blackout.rs` has read all of them. A rule looks at one subject and asks the [`View`] for
//! its neighbours, so that after an edit only what the edit reaches is looked at again.

mod approval_outdated;
mod approver_not_independent;
mod backout_does_not_fit;
mod batch_too_large;
mod blackout_implausibly_long;
mod booking_conflict;
mod booking_outside_phase;
mod booking_unapproved;
mod change_does_not_fit_release;
mod change_in_blackout;
mod change_in_two_releases;
mod change_not_ready_for_gate;
mod change_order_broken;
mod ci_double_booked;
mod ci_past_end_of_support;
mod ci_relation_cycle;
mod closed_without_outcome;
mod dependent_ci_double_booked;
mod environment_idle;
mod environment_over_capacity;
mod environment_path_skipped;
mod environment_unavailable;
mod gate_criteria_unmet;
mod gate_undecided;
mod implausible_dates;
mod implemented_outside_window;
mod implementer_double_booked;
mod incompatible_use;
mod lead_time_too_short;
mod missing_announcement;
mod missing_backout_plan;
mod missing_test_evidence;
mod missing_version_reference;
mod no_board_meeting_before_window;
mod orphan_ci;
mod outage_in_business_hours;
mod outside_maintenance_window;
mod owner_missing;
mod phase_order_broken;
mod phase_outside_release;
mod phase_without_environment;
mod quorum_out_of_reach;
mod rejected_but_implemented;
mod release_dependency_broken;
mod release_without_changes;
mod retrospective_approval_overdue;
mod review_overdue;
mod risk_thresholds_have_gaps;
mod standard_change_off_template;
mod template_failed_before;
mod unauthorised_in_controlled_environment;
mod window_capacity_exceeded;
mod window_crosses_clock_change;
mod window_shorter_than_runbook;

pub mod along;
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
pub mod precedence;
mod related;
pub mod risk;
mod rule;
mod timeline;
mod view;
pub mod wording;

use finding::harm;

pub use checker::{Checker, is_asked};
pub use doc::{DOCS_PATH, RuleDoc};
pub use finding::{Finding, FindingKey, Fix, Owner, Proof};
pub use graph::{Graph, Reach};
pub use index::{Index, Neighbours, Refs};
pub use occurrences::Occurrences;
pub use related::Related;
pub use rule::{Check, Limit, Rule};
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
    standard_change_off_template::RULE,
    template_failed_before::RULE,
    change_in_blackout::RULE,
    outside_maintenance_window::RULE,
    ci_double_booked::RULE,
    dependent_ci_double_booked::RULE,
    implementer_double_booked::RULE,
    window_shorter_than_runbook::RULE,
    backout_does_not_fit::RULE,
    change_order_broken::RULE,
    release_without_changes::RULE,
    change_in_two_releases::RULE,
    change_does_not_fit_release::RULE,
    change_not_ready_for_gate::RULE,
    phase_order_broken::RULE,
    phase_outside_release::RULE,
    phase_without_environment::RULE,
    gate_undecided::RULE,
    gate_criteria_unmet::RULE,
    release_dependency_broken::RULE,
    environment_path_skipped::RULE,
    batch_too_large::RULE,
    missing_backout_plan::RULE,
    missing_test_evidence::RULE,
    missing_announcement::RULE,
    missing_version_reference::RULE,
    environment_over_capacity::RULE,
    booking_conflict::RULE,
    booking_outside_phase::RULE,
    booking_unapproved::RULE,
    environment_idle::RULE,
    environment_unavailable::RULE,
    incompatible_use::RULE,
    outage_in_business_hours::RULE,
    window_capacity_exceeded::RULE,
    window_crosses_clock_change::RULE,
    implausible_dates::RULE,
    blackout_implausibly_long::RULE,
    implemented_outside_window::RULE,
    review_overdue::RULE,
    closed_without_outcome::RULE,
    rejected_but_implemented::RULE,
    orphan_ci::RULE,
    ci_relation_cycle::RULE,
    ci_past_end_of_support::RULE,
    owner_missing::RULE,
    risk_thresholds_have_gaps::RULE,
];

/// The rule of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name)
}
