//! How releases are planned: dates over working days, templates, hierarchy, scope.
//!
//! A folder of its own because commands carry out what is worked out here, and view models show it before.

pub mod announcing;
pub mod dates;
pub mod hierarchy;
pub mod scope;
pub mod standard;
pub mod template;
