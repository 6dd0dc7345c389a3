//! `Command`: what a person can ask of a plan. Here and not in `planner`, because rules and scheduler propose commands.

use chrono::NaiveDate;

use crate::time::{Instant, Interval};

use super::{
    Announcement, AnyRecord, Booking, BookingStatus, Environment, Gate, GateDecision, Id, Phase, PhaseStatus,
    RecordRef, Rehearsal, Release, ReleaseStatus, ReleaseTemplate, Runbook, Settings,
};

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
    /// Dates the phases of a release over working days.
    PlanPhases {
        /// The release.
        release: Id<Release>,
        /// From where they are counted.
        dates: PhaseDates,
    },
    /// Moves a phase, and what follows it in its release by as many working days: later phases, gates, the go-live.
    MoveAlong {
        /// The phase that is moved.
        phase: Id<Phase>,
        /// Where to.
        window: Interval,
    },
    /// Plans a release from a template: phases, gates, runbook, announcements and bookings.
    PlanRelease(Box<ReleaseOrder>),
    /// Gives the releases that one holds its phases and gates: those that they lack come, those that they have take
    /// its dates.
    PushDown {
        /// The release that holds the others.
        release: Id<Release>,
        /// Those of them that are given; all when empty.
        to: Vec<Id<Release>>,
    },
    /// Remembers the dates of a release, its phases and its changes as they were to be.
    TakeBaseline(Id<Release>),
    /// Moves a release on its way, as its lifecycle allows.
    AdvanceRelease {
        /// The release.
        release: Id<Release>,
        /// Where to.
        to: ReleaseStatus,
    },
    /// Moves a phase on its way, as its lifecycle allows.
    AdvancePhase {
        /// The phase.
        phase: Id<Phase>,
        /// Where to.
        to: PhaseStatus,
    },
    /// Grants, refuses, gives back or asks again for bookings; bookings of a group booked as one go together.
    DecideBooking {
        /// The booking.
        booking: Id<Booking>,
        /// Where to.
        to: BookingStatus,
        /// Why.
        note: String,
    },
    /// Moves a runbook or one of its steps on its way.
    Runbook {
        /// The runbook.
        runbook: Id<Runbook>,
        /// What is done.
        act: RunbookAct,
    },
    /// Notes that an announcement was sent for the window as it is now.
    Announce(Id<Announcement>),
    /// Several commands as one step, each seeing what the ones before it did.
    Batch {
        /// What the step is called in undo.
        label: String,
        /// The commands.
        commands: Vec<Command>,
    },
}

/// From where the working days of phases are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhaseDates {
    /// Backwards: the last phase ends with this day, or the last working day before it.
    EndWith(NaiveDate),
    /// Forwards: the first phase starts with this day, or the first working day after it.
    StartWith(NaiveDate),
}

/// A release that is to be planned from a template.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleaseOrder {
    /// The template.
    pub template: Id<ReleaseTemplate>,
    /// What the release is called; its id is made from it.
    pub name: String,
    /// The release that holds it.
    pub parent: Option<Id<Release>>,
    /// From where its phases are dated.
    pub dates: PhaseDates,
    /// Where the phases take place, by their place in the template, where that is another than the template says.
    pub environments: Vec<(usize, Id<Environment>)>,
    /// Asks for a booking for each phase that has an environment.
    pub book: bool,
}

/// What is done with a runbook. Steps are named by their keys.
#[derive(Debug, Clone, PartialEq)]
pub enum RunbookAct {
    /// Freezes its content.
    Approve,
    /// Makes it a draft again.
    Reopen,
    /// Adds a rehearsal.
    Rehearse(Box<Rehearsal>),
    /// Begins its execution.
    Start,
    /// Begins a step.
    StartStep(String),
    /// Ends a step.
    FinishStep(String),
    /// Says what holds a step up.
    Issue(String, String),
    /// What held a step up is over.
    Resume(String),
    /// Leaves a step out, with the reason.
    Skip(String, String),
    /// Takes everything back from now on, with the reason.
    BackOut(String),
    /// Ends its execution.
    Finish,
}
