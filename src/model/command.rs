//! `Command`: what a person can ask of a plan. Here and not in `planner`, because rules and scheduler propose commands.

use crate::time::{Instant, Interval};

use super::{AnyRecord, Gate, GateDecision, Id, RecordRef, Settings};

/// Something that a person, a fix or a scheduler asks of a plan. It is carried out by `planner::update`,
/// wholly or not at all, and can be undone.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Adds a record whose id the plan does not have yet.
    Add(AnyRecord),
    /// Makes a record what it is here.
    Edit(AnyRecord),
    /// Moves or resizes the window of a change, phase, booking, or one-off blackout or maintenance window, or the
    /// point of a gate or release (the window's start). What hangs on it moves along: a change's outage,
    /// a phase's bookings of the same window.
    Move {
        /// What is moved.
        subject: RecordRef,
        /// Where to.
        window: Interval,
    },
    /// Takes a record away, with what belongs to it; references to it are taken out of other records.
    Remove(RecordRef),
    /// Changes the settings.
    EditSettings(Box<Settings>),
    /// Decides a gate.
    DecideGate {
        /// The gate.
        gate: Id<Gate>,
        /// What is decided.
        decision: GateDecision,
        /// Conditions or reason.
        note: String,
    },
    /// Accepts a finding.
    Waive {
        /// The finding's rule.
        rule: String,
        /// The finding's subject.
        subject: RecordRef,
        /// The finding's other records.
        related: Vec<RecordRef>,
        /// Why.
        reason: String,
        /// The first instant at which it holds no longer.
        until: Option<Instant>,
    },
    /// Several commands as one step, each seeing what the ones before it did.
    Batch {
        /// What the step is called in undo.
        label: String,
        /// The commands.
        commands: Vec<Command>,
    },
}
