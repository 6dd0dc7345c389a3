//! Slipway: plans changes and releases and checks the plan against its rules.
//!
//! The modules in the order in which to read them, which is also the direction of knowledge: each may name only those
//! before it, as the table in ARCHITECTURE.md says.

// The macros of views name the crate from outside, as the tests of views do.
#[cfg(target_arch = "wasm32")]
extern crate self as slipway;

pub mod authority;
pub mod exchange;
pub mod gather;
pub mod letters;
pub mod model;
pub mod order;
pub mod planner;
pub mod rules;
pub mod sorted;
pub mod storage;
pub mod time;
#[cfg(target_arch = "wasm32")]
pub mod ui;
