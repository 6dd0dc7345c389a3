//! `Refusal`: why a command cannot be carried out now, and what would make it possible.

use thiserror::Error;

use crate::gather::Gather;
use crate::model::RecordRef;
use crate::model::lifecycle::ChangeVerb;

/// One thing that stands in the way, and where it is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What is wrong, and what to do about it: `it has no owner; name who answers for it`.
    pub what: String,
    /// Where that is done.
    pub place: Place,
}

impl Missing {
    /// Something that is mended at a place.
    #[must_use]
    pub fn at(place: Place, what: impl Into<String>) -> Missing {
        Missing { what: what.into(), place }
    }

    /// The field that mends it, when it is a field of the record itself.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self.place {
            Place::Field(name) => Some(name),
            _ => None,
        }
    }
}

/// Where something is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A field of the record that the command is about, by its name in the document.
    Field(&'static str),
    /// The reason that is given with the command itself.
    Note,
    /// A step of the change.
    Step(ChangeVerb),
    /// The button that releases the change from hold.
    Hold,
    /// The approvals of the change.
    Approvals,
    /// The review of the change.
    Review,
    /// The findings about the change.
    Findings,
    /// The choice of who acts.
    Actor,
    /// Another record.
    Record(RecordRef),
}

/// A command that the plan as it is does not admit. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Changing the plan while it is shown as it was.
    #[error("you see the plan as it was on {when}; go back to now to change it")]
    Past {
        /// The moment that is shown.
        when: String,
    },
    /// Adding under an id that is taken.
    #[error("{} {} is in the plan already; choose another id, or edit that one", .0.table.singular(), .0.id)]
    Taken(RecordRef),
    /// Naming a record that is not there.
    #[error("{} {} is not in the plan; it may have been removed", .0.table.singular(), .0.id)]
    Missing(RecordRef),
    /// Moving what has no window.
    #[error("a {} has no window to move; edit it instead", .0.table.singular())]
    NoWindow(RecordRef),
    /// A window that ends before it starts.
    #[error("the window would end before it starts; give it an end after its start")]
    EmptyWindow,
    /// Waiving without saying why.
    #[error("a waiver needs a reason; say why the finding is acceptable")]
    NoReason,
    /// A waiver that would hold no longer when it begins.
    #[error("the waiver would end before it begins; choose an end that is still to come")]
    WaiverOver,
    /// A go or approval with conditions that names none, or a no-go without a reason.
    #[error("this decision needs a note: its conditions, or the reason of a no-go")]
    NoNote,
    /// No way leads from where the record is by this verb.
    #[error("\"{title}\" is {status} and cannot be {done} from there; {}", can_be(.open))]
    NoWay {
        /// The record.
        title: String,
        /// Where it is, as it stands in a sentence.
        status: String,
        /// What it would be.
        done: &'static str,
        /// What it can be from where it is.
        open: Vec<&'static str>,
    },
    /// A step that is not possible while the change is on hold.
    #[error("\"{title}\" is on hold{} and can only be cancelled; {}", because(.reason), .way_out.what)]
    OnHold {
        /// The change.
        title: String,
        /// Why it is on hold; may be empty.
        reason: String,
        /// How it gets off hold.
        way_out: Missing,
    },
    /// A step that lacks something.
    #[error("\"{title}\" cannot be {done} yet: {}", listed(.missing))]
    Lacks {
        /// The record.
        title: String,
        /// What it would be.
        done: &'static str,
        /// What is missing, in the order in which it is best mended.
        missing: Vec<Missing>,
    },
    /// An edit of fields that are locked.
    #[error("\"{title}\" keeps this as it is: {}", listed(.locked))]
    Locked {
        /// The record.
        title: String,
        /// The fields, each with why it is locked and what would open it.
        locked: Vec<Missing>,
    },
    /// A new change that is not a draft.
    #[error("a new change begins as a draft; add it so and take its steps, or import it from a file")]
    NotDraft,
    /// Asking or answering about a change that is on hold.
    #[error("\"{0}\" is on hold; release it first")]
    AskedOnHold(String),
    /// Voting as nobody.
    #[error("a vote needs a person; say who votes")]
    NoActor,
    /// Rejecting without saying why.
    #[error("a rejection needs a reason; say what has to be different")]
    NoRejectionReason,
    /// Something has to happen before; the sentence says what.
    #[error("{0}")]
    NotYet(String),
    /// What its constructors below say, each of which is one kind of refusal.
    #[error("{sentence}")]
    Because {
        /// See [`Refusal::code`].
        code: &'static str,
        /// Why not, and what would make it possible.
        sentence: String,
    },
    /// Nothing would change.
    #[error("that is how it is already")]
    Nothing,
}

impl Refusal {
    /// Moving what recurs.
    pub(super) fn recurs(what: &str) -> Refusal {
        Refusal::Because {
            code: "command/recurs",
            sentence: format!("\"{what}\" recurs; edit its rule, or turn it into a single window first"),
        }
    }

    /// Moving what has been begun.
    pub(super) fn begun(title: &str, status: &str) -> Refusal {
        Refusal::Because {
            code: "command/begun",
            sentence: format!("\"{title}\" is {status}; only a change that is not begun can be moved"),
        }
    }

    /// A name is needed.
    pub(super) fn nameless(what: &str) -> Refusal {
        Refusal::Because {
            code: "command/nameless",
            sentence: format!("{what} has no name; give it one that people will recognise"),
        }
    }

    /// A rule that does not exist.
    pub(super) fn no_such_rule(what: &str) -> Refusal {
        Refusal::Because { code: "command/no-such-rule", sentence: format!("there is no rule \"{what}\"") }
    }

    /// Asking about a change that is not ready to be authorised.
    pub(super) fn not_requested(title: &str, status: &str) -> Refusal {
        Refusal::Because {
            code: "command/not-requested",
            sentence: format!("\"{title}\" is {status}; request it before you ask for its approval"),
        }
    }

    /// Asking about a change that nobody has to authorise.
    pub(super) fn nobody_to_ask(what: &str) -> Refusal {
        Refusal::Because {
            code: "command/nobody-to-ask",
            sentence: format!("the policy asks nobody to authorise \"{what}\""),
        }
    }

    /// Asking again.
    pub(super) fn already_asked(what: &str) -> Refusal {
        Refusal::Because {
            code: "command/already-asked",
            sentence: format!("everybody whom the policy asks about \"{what}\" was asked already"),
        }
    }

    /// Asking without what the policy wants to see.
    pub(super) fn evidence_missing(title: &str, evidence: &str) -> Refusal {
        Refusal::Because {
            code: "command/evidence-missing",
            sentence: format!(
                "\"{title}\" needs {evidence} before it can be authorised; add what is missing"
            ),
        }
    }

    /// Answering what is answered.
    pub(super) fn not_waited_for(title: &str, status: &str) -> Refusal {
        Refusal::Because {
            code: "command/not-waited-for",
            sentence: format!(
                "the approval of \"{title}\" is {status}; only one that is waited for can be answered"
            ),
        }
    }

    /// Voting about what one requested, owns or implements.
    pub(super) fn not_independent(person: &str, verb: &str, title: &str, instead: &str) -> Refusal {
        Refusal::Because {
            code: "command/not-independent",
            sentence: format!("{person} {verb} \"{title}\" and cannot vote about it; {instead}"),
        }
    }

    /// Voting without a seat.
    pub(super) fn no_voter(person: &str, title: &str, instead: &str) -> Refusal {
        Refusal::Because {
            code: "command/no-voter",
            sentence: format!("{person} has no vote about \"{title}\"; {instead}"),
        }
    }

    /// Deciding against the votes or before there are enough.
    pub(super) fn votes_disagree(title: &str, why: &str) -> Refusal {
        Refusal::Because {
            code: "command/votes-disagree",
            sentence: format!("\"{title}\" cannot be decided like this: {why}"),
        }
    }

    /// An approval that says more than its votes do.
    pub(super) fn not_carried(approval: &str, why: &str) -> Refusal {
        Refusal::Because {
            code: "command/not-carried",
            sentence: format!("the votes of {approval} do not carry it: {why}; let the board vote"),
        }
    }

    /// Doing something to a meeting that is somewhere else on its way.
    pub(super) fn meeting_is(status: &str, instead: &str) -> Refusal {
        Refusal::Because {
            code: "command/meeting-is",
            sentence: format!("the meeting is {status}; {instead}"),
        }
    }

    /// Naming a change that is not on the agenda.
    pub(super) fn not_on_agenda(what: &str) -> Refusal {
        Refusal::Because {
            code: "command/not-on-agenda",
            sentence: format!("\"{what}\" is not on the agenda; put it there first"),
        }
    }

    /// Deciding twice.
    pub(super) fn item_decided(title: &str, decision: &str) -> Refusal {
        Refusal::Because {
            code: "command/item-decided",
            sentence: format!("\"{title}\" was decided already: {decision}"),
        }
    }

    /// Planning the meetings of a board that has no rule.
    pub(super) fn no_meeting_rule(what: &str) -> Refusal {
        Refusal::Because {
            code: "command/no-meeting-rule",
            sentence: format!("{what} has no rule for its meetings; say when it meets"),
        }
    }

    /// A step that the lifecycle of the record does not have.
    pub(super) fn not_on_the_way(title: &str, status: &str, to: &str) -> Refusal {
        Refusal::Because {
            code: "command/not-on-the-way",
            sentence: format!("\"{title}\" is {status}; from there it cannot become {to}"),
        }
    }

    /// Changing what was frozen.
    pub(super) fn frozen(what: &str) -> Refusal {
        Refusal::Because {
            code: "command/frozen",
            sentence: format!("\"{what}\" is approved and its content frozen; reopen it first"),
        }
    }

    /// A stable name of the kind of refusal, for tests and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Past { .. } => "command/past",
            Refusal::Taken(_) => "command/taken",
            Refusal::Missing(_) => "command/missing",
            Refusal::NoWindow(_) => "command/no-window",
            Refusal::EmptyWindow => "command/empty-window",
            Refusal::NoReason => "command/no-reason",
            Refusal::WaiverOver => "command/waiver-over",
            Refusal::NoNote => "command/no-note",
            Refusal::NoWay { .. } => "command/no-way",
            Refusal::OnHold { .. } => "command/on-hold",
            Refusal::Lacks { .. } => "command/lacks",
            Refusal::Locked { .. } => "command/locked",
            Refusal::NotDraft => "command/not-draft",
            Refusal::AskedOnHold(_) => "command/asked-on-hold",
            Refusal::NoActor => "command/no-actor",
            Refusal::NoRejectionReason => "command/no-rejection-reason",
            Refusal::NotYet(_) => "command/not-yet",
            Refusal::Because { code, .. } => code,
            Refusal::Nothing => "command/nothing",
        }
    }

    /// What stands in the way, each with where it is mended; empty where the sentence says all.
    #[must_use]
    pub fn missing(&self) -> &[Missing] {
        match self {
            Refusal::Lacks { missing, .. } => missing,
            Refusal::Locked { locked, .. } => locked,
            Refusal::OnHold { way_out, .. } => std::slice::from_ref(way_out),
            _ => &[],
        }
    }
}

fn listed(missing: &[Missing]) -> String {
    missing.iter().map(|one| one.what.as_str()).gather::<Vec<_>>().join(". Also: ")
}

fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" ({reason})") }
}

fn can_be(open: &[&str]) -> String {
    match open {
        [] => "that is its end; copy it to begin again".to_owned(),
        [one] => format!("it can be {one}"),
        [first @ .., last] => format!("it can be {} or {last}", first.join(", ")),
    }
}
