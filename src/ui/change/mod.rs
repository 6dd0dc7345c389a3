//! The page of a change, and the parts of it that other screens show too: its steps, its votes, and where something is
//! mended.

mod approvals;
mod history;
mod leading;
mod page;
mod review;
mod steps;

pub use approvals::{approval_card, ask_button};
pub use history::History;
pub use leading::{focus_soon, focus_when_lost, missing_list};
pub use page::ChangePageView;
pub use steps::{Steps, offer_list};
