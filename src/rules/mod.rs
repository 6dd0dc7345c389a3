//! What is wrong with a plan, and why: one file a rule.
//!
//! Who has read `change_in_blackout.rs` has read all of them. A rule looks at one subject and asks the [`View`] for
//! its neighbours, so that after an edit only what the edit reaches is looked at again.

mod change_in_blackout;

mod checker;
mod finding;
mod free;
mod graph;
mod index;
mod neighbours;
mod occurrences;
mod rule;
mod timeline;
mod view;
pub mod wording;

pub use checker::{Checker, is_asked};
pub use finding::{Finding, FindingKey, Fix, Owner, Proof};
pub use graph::{Graph, Reach};
pub use index::Index;
pub use occurrences::Occurrences;
pub use rule::{Check, Rule};
pub use timeline::Timeline;
pub use view::View;

/// All rules, in the order in which they are listed to people.
pub const ALL: &[Rule] = &[change_in_blackout::RULE];

/// The rule of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name)
}
