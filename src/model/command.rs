//! `Command`: what a person can ask of a plan. Here and not in `planner`, because rules and scheduler propose commands.

use chrono::NaiveDate;

use crate::time::{Instant, Interval};

use super::lifecycle::{ChangeVerb, TemplateVerb};
use super::{
    Announcement, AnyRecord, Approval, Blackout, Board, BoardDecision, Booking, BookingStatus, BookingUse,
    Change, ChangeTemplate, Environment, EnvironmentGroup, FreezeException, FreezeExceptionStatus, Gate,
    GateDecision, Id, Incident, Meeting, Outcome, Person, Phase, PhaseStatus, RecordRef, Rehearsal, Release,
    ReleaseKind, ReleaseStatus, ReleaseTemplate, ReviewAction, Runbook, Settings, VoteChoice,
};

/// Something that a person, a fix or a scheduler asks of a plan. It is carried out by `planner::update`,
/// wholly or not at all, and can be undone.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Adds a record whose id the plan does not have yet. A new change is a draft.
    Add(AnyRecord),
    /// Makes a record what it is here, in fields that its state leaves open; its state changes by steps.
    Edit(AnyRecord),
    /// Puts a record as a file has it, new or in place of another, wherever it is on its way: what other tools and
    /// other people's plans say is not refused.
    Import(AnyRecord),
    /// Takes a change a step along its way; see [`super::lifecycle`].
    Advance {
        /// The change.
        change: Id<Change>,
        /// Which step.
        verb: ChangeVerb,
        /// The reason, where the step takes one.
        note: String,
        /// How it ended, with finish and close; what the change says when absent.
        outcome: Option<Outcome>,
    },
    /// Puts a change on hold: approvals stop counting and only cancelling is possible.
    Hold {
        /// The change.
        change: Id<Change>,
        /// Why.
        reason: String,
    },
    /// Releases a change from hold: everything is as before.
    ReleaseHold {
        /// The change.
        change: Id<Change>,
    },
    /// Records an incident that a change caused, or what is known better about one of the same number.
    RecordIncident {
        /// The change.
        change: Id<Change>,
        /// The incident.
        incident: Incident,
    },
    /// Writes the review of a change.
    Review {
        /// The change.
        change: Id<Change>,
        /// What was found.
        findings: String,
        /// What is to be done about it.
        actions: Vec<ReviewAction>,
        /// The review is finished with this.
        finish: bool,
    },
    /// Takes a template of standard changes a step along its way.
    AdvanceTemplate {
        /// The template.
        template: Id<ChangeTemplate>,
        /// Which step.
        verb: TemplateVerb,
        /// The reason, or what a review found.
        note: String,
    },
    /// Adds a standard change in `Draft` that follows a published template.
    AddFromTemplate {
        /// The template.
        template: Id<ChangeTemplate>,
        /// The id of the new change.
        change: Id<Change>,
        /// What it is, in a line; as the template says when empty.
        title: String,
    },
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
    /// Asks everybody whom the policy asks and who was not asked yet to authorise a change.
    AskApproval {
        /// The change.
        change: Id<Change>,
    },
    /// Takes a request back that was not answered yet.
    WithdrawRequest {
        /// The request.
        approval: Id<Approval>,
        /// Why.
        reason: String,
    },
    /// Votes about an approval. Outside a meeting that talks about it, the vote that settles it decides.
    Vote {
        /// The approval.
        approval: Id<Approval>,
        /// Who votes; the person who asks when absent.
        person: Option<Id<Person>>,
        /// The member whose delegate votes.
        on_behalf_of: Option<Id<Person>>,
        /// What they say.
        choice: VoteChoice,
        /// Why; a rejection needs it.
        note: String,
    },
    /// Plans the meetings that a board's rule has from now on.
    PlanMeetings {
        /// The board.
        board: Id<Board>,
        /// Those that start before this moment.
        until: Instant,
    },
    /// Puts changes on the agenda of a meeting, in this order; items that were decided stay before them.
    SetAgenda {
        /// The meeting.
        meeting: Id<Meeting>,
        /// The changes.
        changes: Vec<Id<Change>>,
    },
    /// Opens a meeting: the clock of the first item runs.
    OpenMeeting {
        /// The meeting.
        meeting: Id<Meeting>,
        /// Who is there.
        attendees: Vec<Id<Person>>,
    },
    /// Turns to an item of the agenda: its clock runs.
    TurnToItem {
        /// The meeting.
        meeting: Id<Meeting>,
        /// The item's change.
        change: Id<Change>,
    },
    /// Decides an item of the agenda.
    DecideItem {
        /// The meeting.
        meeting: Id<Meeting>,
        /// The item's change.
        change: Id<Change>,
        /// What is decided.
        decision: BoardDecision,
        /// Conditions or reason.
        note: String,
    },
    /// Writes the minutes of a meeting, or of one item.
    TakeMinutes {
        /// The meeting.
        meeting: Id<Meeting>,
        /// The item's change; the meeting's own minutes when absent.
        change: Option<Id<Change>>,
        /// The minutes, which take the place of those that were there.
        minutes: String,
    },
    /// Closes a meeting; what was not reached is put off to the next one.
    CloseMeeting {
        /// The meeting.
        meeting: Id<Meeting>,
    },
    /// Cancels a meeting that was not opened; its agenda waits for the next one.
    CancelMeeting {
        /// The meeting.
        meeting: Id<Meeting>,
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
    /// Books all environments of a group as one.
    BookGroup(Box<GroupBooking>),
    /// Moves a runbook or one of its steps on its way.
    Runbook {
        /// The runbook.
        runbook: Id<Runbook>,
        /// What is done.
        act: RunbookAct,
    },
    /// Notes that an announcement was sent for the window as it is now.
    Announce(Id<Announcement>),
    /// Declares a blackout: adds it, or declares one that the plan has. A lockdown puts the changes that it speaks about
    /// on hold.
    DeclareBlackout(Box<Blackout>),
    /// Lifts a blackout before its end. What a lockdown holds is as it was before.
    LiftBlackout(Id<Blackout>),
    /// Asks for a freeze exception: the record as it is asked for.
    AskException(Box<FreezeException>),
    /// Moves a freeze exception on its way.
    AnswerException {
        /// The exception.
        exception: Id<FreezeException>,
        /// Where to.
        to: FreezeExceptionStatus,
        /// What is said with it; a rejection needs it.
        note: String,
        /// The first instant at which an approval holds no longer; what the exception says when absent.
        expires: Option<Instant>,
    },
    /// Several commands as one step, each seeing what the ones before it did.
    Batch {
        /// What the step is called in undo.
        label: String,
        /// The commands.
        commands: Vec<Command>,
    },
}

/// An environment group that is to be booked as one.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupBooking {
    /// The group.
    pub group: Id<EnvironmentGroup>,
    /// What for, in a line.
    pub title: String,
    /// When.
    pub window: Interval,
    /// What is done with the environments.
    pub usage: BookingUse,
    /// The phase that it is for.
    pub phase: Option<Id<Phase>>,
    /// The change that it is for.
    pub change: Option<Id<Change>>,
    /// Holds the place for something that is not planned yet.
    pub placeholder: bool,
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
    /// How large it is, where that is another than the template says.
    pub kind: Option<ReleaseKind>,
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
