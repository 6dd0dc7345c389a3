//! Slipway: plans changes and releases and checks the plan against its rules.

pub mod time;
