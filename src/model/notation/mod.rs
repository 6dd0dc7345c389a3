//! The `.plan` notation: a plan in a few lines of text, for the examples of rules and for tests.
//!
//! A folder of its own because rules, scenarios and the rule pages of the app all read it.
//!
//! ```text
//! zone Europe/Amsterdam            # default UTC
//! now 10T09:00                     # default 1, which is 2026-01-01 00:00 in the zone
//! environment prod Controlled capacity=1
//! ci db env=prod needs=net
//! blackout year-end 20..30 soft env=prod
//! window sat 3T20..4T06 rule=FREQ=WEEKLY;BYDAY=SA
//! change C1 25..26T12 on=db env=prod by=ann risk=High   #! change-in-blackout
//! ```
//!
//! A time is a day counted from 1 January 2026 (`20`, `20T22`, `20T22:30`; 32 is 1 February) or a full
//! `2026-03-28T22:30`, both local to the plan's zone. `a..b` is the half-open window `[a, b)`. Records that are only
//! named come into being with usual values. `#! rule` after a record says that this rule reports this record.

mod lines;
mod words;

use thiserror::Error;

use super::{Plan, RecordRef};
use crate::time::Instant;

/// A plan from the notation, with what its rules are to report.
#[derive(Debug, Clone)]
pub struct Example {
    /// The plan.
    pub plan: Plan,
    /// The moment at which it is looked at.
    pub now: Instant,
    /// Rule name and subject of each `#!` mark.
    pub expected: Vec<(String, RecordRef)>,
}

/// Where a text breaks the notation.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {problem}")]
pub struct NotationError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what is allowed.
    pub problem: String,
}

/// Reads the notation.
pub fn parse(text: &str) -> Result<Example, NotationError> {
    lines::parse(text)
}
