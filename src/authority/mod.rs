//! Who may authorise a change, and whether it is authorised: policy, votes, separation of duties, approved content.
//!
//! Below the rules and the planner, because findings, guards and the board's screen must give the same answer.

mod answers;
mod asking;
mod authorisation;
mod content;
mod duties;
mod maintenance;
mod policy;
mod scope;
mod votes;

pub use answers::Answers;
pub use asking::{Unaskable, to_ask};
pub use authorisation::{
    Authorisation, Shortfall, authorisation, authorisation_by, deadline, holds, may_begin,
};
pub use content::{ContentField, Difference, Shown, content_hash, content_of, differences, still_covers};
pub use duties::{Dependence, StandIn, dependent_people, independent_approvers, may_vote, stand_ins, voters};
pub use policy::{AskedAuthority, Requirement, missing_evidence, needs_review, requirement, requirement_by};
pub use scope::speaks_about;
pub use votes::{Tally, Verdict, needed_approvals, tally};
