//! Answers that somebody can give where they see what is asked: to a request for approval, a booking, a freeze exception.

use super::steps::why_not;
use crate::gather::Gather;
use crate::model::{
    Approval, BOOKING_WAY, Booking, BookingStatus, Command, EXCEPTION_WAY, FreezeException,
    FreezeExceptionStatus, Id, Person, VoteChoice, Way, steps_from,
};
use crate::planner::{Workbench, title_of};

/// What has to be written with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// Why.
    Reason,
    /// Under which conditions.
    Conditions,
}

/// An answer that can be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What the button says.
    pub verb: &'static str,
    /// Whose vote it is, when it is not one's own; otherwise empty.
    pub for_whom: String,
    /// What has to be written with it.
    pub asks: Asks,
    /// What it does; without what has to be written.
    pub command: Command,
    /// Why it cannot be given now. That something has to be written does not stand in its way: it is asked.
    pub refusal: Option<String>,
}

impl Answer {
    fn new(bench: &Workbench, verb: &'static str, asks: Asks, command: Command) -> Answer {
        let asked = if asks == Asks::Nothing { String::new() } else { "asked".to_owned() };
        let refusal = why_not(bench, &with_note(&command, asked));
        Answer { verb, for_whom: String::new(), asks, command, refusal }
    }

    /// What it does with what was written.
    #[must_use]
    pub fn with(&self, written: &str) -> Command {
        with_note(&self.command, written.trim().to_owned())
    }
}

fn with_note(command: &Command, written: String) -> Command {
    let mut command = command.clone();
    if let Command::DecideBooking { note, .. }
    | Command::AnswerException { note, .. }
    | Command::Vote { note, .. } = &mut command
    {
        *note = written;
    }
    command
}

const CONDITIONAL: &str = "Approve with conditions";

/// The answers to a booking from where it is.
#[must_use]
pub fn to_booking(bench: &Workbench, booking: &Booking) -> Vec<Answer> {
    use BookingStatus::{Approved, Rejected};
    along(bench, BOOKING_WAY, booking.status, [Approved, Rejected], |to| Command::DecideBooking {
        booking: booking.id,
        to,
        note: String::new(),
    })
}

/// The answers to a freeze exception from where it is, and its withdrawal by who asked.
#[must_use]
pub fn to_exception(bench: &Workbench, exception: &FreezeException) -> Vec<Answer> {
    use FreezeExceptionStatus::{Approved, Rejected};
    along(bench, EXCEPTION_WAY, exception.status, [Approved, Rejected], |to| Command::AnswerException {
        exception: exception.id,
        to,
        note: String::new(),
        expires: None,
    })
}

/// The steps of a way from where something is: approving is offered with conditions too, rejecting asks for the reason.
fn along<S: Copy + PartialEq + 'static>(
    bench: &Workbench,
    way: &'static [Way<S>],
    from: S,
    [approved, rejected]: [S; 2],
    command: impl Fn(S) -> Command,
) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (verb, to) in steps_from(way, from) {
        let asks = if to == rejected { Asks::Reason } else { Asks::Nothing };
        answers.push(Answer::new(bench, verb, asks, command(to)));
        if to == approved {
            answers.push(Answer::new(bench, CONDITIONAL, Asks::Conditions, command(to)));
        }
    }
    answers
}

/// The votes about a request that who acts can give: their own, or that of the member whom they stand for.
#[must_use]
pub fn to_approval(bench: &Workbench, approval: &Approval, on_behalf_of: Option<&Id<Person>>) -> Vec<Answer> {
    let choices = [
        (VoteChoice::Approve, Asks::Nothing),
        (VoteChoice::ApproveWithConditions, Asks::Conditions),
        (VoteChoice::Reject, Asks::Reason),
    ];
    let for_whom = on_behalf_of.map(|id| title_of(bench.plan(), id));
    let for_whom = for_whom.unwrap_or_default();
    let answer = |(choice, asks): (VoteChoice, Asks)| {
        let vote = Command::Vote {
            approval: approval.id,
            person: None,
            on_behalf_of: on_behalf_of.cloned(),
            choice,
            note: String::new(),
        };
        Answer { for_whom: for_whom.clone(), ..Answer::new(bench, choice.label(), asks, vote) }
    };
    choices.into_iter().map(answer).gather()
}
