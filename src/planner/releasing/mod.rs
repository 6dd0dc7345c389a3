//! How releases are planned and told: dates over working days, templates, hierarchy, scope, announcements, notes.
//!
//! A folder of its own because commands carry out what is worked out here, and view models show it before.

pub mod announcements;
pub mod dates;
pub mod hierarchy;
pub mod notes;
pub mod scope;
pub mod standard;
pub mod template;
