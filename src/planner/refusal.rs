//! `Refusal`: why a command cannot be carried out now, and what would make it possible.

use thiserror::Error;

use crate::model::RecordRef;

/// A command that the plan as it is does not admit. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Adding under an id that is taken.
    #[error("{} {} is in the plan already; choose another id, or edit that one", .0.table.singular(), .0.id)]
    Taken(RecordRef),
    /// Naming a record that is not there.
    #[error("{} {} is not in the plan; it may have been removed", .0.table.singular(), .0.id)]
    Missing(RecordRef),
    /// Moving what has no window.
    #[error("a {} has no window to move; edit it instead", .0.table.singular())]
    NoWindow(RecordRef),
    /// Moving what recurs.
    #[error("\"{0}\" recurs; edit its rule, or turn it into a single window first")]
    Recurs(String),
    /// Moving what has been begun.
    #[error("\"{title}\" is {status}; only a change that is not begun can be moved")]
    Begun {
        /// The change.
        title: String,
        /// Where it is.
        status: &'static str,
    },
    /// A window that ends before it starts.
    #[error("the window would end before it starts; give it an end after its start")]
    EmptyWindow,
    /// A name is needed.
    #[error("{0} has no name; give it one that people will recognise")]
    Nameless(String),
    /// Waiving without saying why.
    #[error("a waiver needs a reason; say why the finding is acceptable")]
    NoReason,
    /// A waiver that would hold no longer when it begins.
    #[error("the waiver would end before it begins; choose an end that is still to come")]
    WaiverOver,
    /// A rule that does not exist.
    #[error("there is no rule \"{0}\"")]
    NoSuchRule(String),
    /// A go with conditions that names none, or a no-go without a reason.
    #[error("this decision needs a note: the conditions of the go, or the reason of the no-go")]
    NoNote,
    /// A step that the lifecycle of the record does not have.
    #[error("\"{title}\" is {status}; from there it cannot become {to}")]
    NotOnTheWay {
        /// The record.
        title: String,
        /// Where it is.
        status: &'static str,
        /// Where it was to go.
        to: &'static str,
    },
    /// Something has to happen before; the sentence says what.
    #[error("{0}")]
    NotYet(String),
    /// Changing what was frozen.
    #[error("\"{0}\" is approved and its content frozen; reopen it first")]
    Frozen(String),
    /// Nothing would change.
    #[error("that is how it is already")]
    Nothing,
}

impl Refusal {
    /// A stable name of the kind of refusal, for tests and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Taken(_) => "command/taken",
            Refusal::Missing(_) => "command/missing",
            Refusal::NoWindow(_) => "command/no-window",
            Refusal::Recurs(_) => "command/recurs",
            Refusal::Begun { .. } => "command/begun",
            Refusal::EmptyWindow => "command/empty-window",
            Refusal::Nameless(_) => "command/nameless",
            Refusal::NoReason => "command/no-reason",
            Refusal::WaiverOver => "command/waiver-over",
            Refusal::NoSuchRule(_) => "command/no-such-rule",
            Refusal::NoNote => "command/no-note",
            Refusal::NotOnTheWay { .. } => "command/not-on-the-way",
            Refusal::NotYet(_) => "command/not-yet",
            Refusal::Frozen(_) => "command/frozen",
            Refusal::Nothing => "command/nothing",
        }
    }
}
