//! The page of a change, and the parts of it that other screens show too: its way, and where something is mended.

mod leading;
mod steps;

pub use leading::focus_soon;
pub use steps::Steps;
