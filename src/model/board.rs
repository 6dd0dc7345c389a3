//! Boards and their meetings: who decides together about changes, by which rule, and when.

use super::json::Json;

use crate::time::{Instant, Interval, RecurringWindow};

use super::{Change, Extra, Id, Person, altered, is_default, record, words};

words! {
    /// When a board is asked.
    BoardKind {
        /// Before a change is done.
        Regular "Board",
        /// At once, or afterwards, about emergency changes.
        Emergency "Emergency board",
    }
}

words! {
    /// How votes become an answer.
    VotingRule {
        /// The first vote that is not an abstention decides.
        FirstAnswer "First answer",
        /// Every member has to approve; one rejection rejects.
        All "All members",
        /// So many percent of the members have to approve.
        Percentage "Percentage",
    }
}

/// Somebody who votes.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct BoardMember {
    /// Who.
    pub person: Id<Person>,
    /// Nothing is decided without this member's vote.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mandatory: bool,
    /// Who votes when the member cannot.
    #[serde(default, skip_serializing_if = "is_default")]
    pub delegate: Option<Id<Person>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A group that authorises changes together (CAB, ECAB).
#[derive(Debug, Clone, Json)]
pub struct Board {
    /// The key.
    pub id: Id<Board>,
    /// The name that people use.
    pub name: String,
    /// When it is asked.
    pub kind: BoardKind,
    /// Who votes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub members: Vec<BoardMember>,
    /// How votes become an answer.
    pub rule: VotingRule,
    /// Percent of the members that have to approve under `Percentage`; 0 means that the first answer decides.
    #[serde(default, skip_serializing_if = "is_default")]
    pub percentage: u32,
    /// How many members have to vote, abstentions included, before anything is decided.
    #[serde(default, skip_serializing_if = "is_default")]
    pub quorum: u32,
    /// When it meets.
    #[serde(default, skip_serializing_if = "is_default")]
    pub meetings: Option<RecurringWindow>,
    /// Minutes for one item of the agenda.
    #[serde(default = "five", skip_serializing_if = "is_five")]
    pub item_minutes: u32,
    /// Which changes it looks at, as a typed query: `risk>=high env:prod`. All that wait for it when empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub agenda_filter: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

fn five() -> u32 {
    5
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_five(minutes: &u32) -> bool {
    *minutes == five()
}

impl Board {
    /// A board without members whose first answer decides.
    #[must_use]
    pub fn new(id: Id<Board>, name: String) -> Board {
        altered!(
            Board::blank(),
            id,
            name,
            kind: BoardKind::Regular,
            rule: VotingRule::FirstAnswer,
            item_minutes: five(),
        )
    }
}

record!(Board, name, |this, links| {
    for member in &mut this.members {
        links.optional("members.delegate", &mut member.delegate);
    }
    links.each("members.person", &mut this.members, |member| &member.person);
});

words! {
    /// Where a meeting is on its way.
    MeetingStatus {
        /// To come.
        Planned "Planned",
        /// Going on.
        InProgress "In progress",
        /// Over.
        Complete "Complete",
        /// Does not take place.
        Cancelled "Cancelled",
    }
}

words! {
    /// What a board says about one change.
    BoardDecision {
        /// Do it.
        Approve "Approve",
        /// Do it, if the conditions are met.
        ApproveWithConditions "Approve with conditions",
        /// At a later meeting.
        Defer "Defer",
        /// Not as it is.
        Reject "Reject",
        /// Was approved before the meeting; nobody had to talk about it.
        Noted "Noted",
    }
}

/// One change on the agenda.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct AgendaItem {
    /// The change.
    pub change: Id<Change>,
    /// What was decided; nothing yet when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decision: Option<BoardDecision>,
    /// What was said.
    #[serde(default, skip_serializing_if = "is_default")]
    pub minutes: String,
    /// When the board turned to it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub started_at: Option<Instant>,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ended_at: Option<Instant>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl AgendaItem {
    /// A change about which nothing was said yet.
    #[must_use]
    pub fn new(change: Id<Change>) -> AgendaItem {
        altered!(AgendaItem::blank(), change)
    }
}

/// One meeting of a board.
#[derive(Debug, Clone, Json)]
pub struct Meeting {
    /// The key.
    pub id: Id<Meeting>,
    /// The board.
    pub board: Id<Board>,
    /// When.
    pub window: Interval,
    /// Where it is on its way.
    pub status: MeetingStatus,
    /// The changes, in the order in which they are talked about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub agenda: Vec<AgendaItem>,
    /// Who was there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attendees: Vec<Id<Person>>,
    /// What was said beside the items.
    #[serde(default, skip_serializing_if = "is_default")]
    pub minutes: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Meeting {
    /// A planned meeting with an empty agenda.
    #[must_use]
    pub fn planned(id: Id<Meeting>, board: Id<Board>, window: Interval) -> Meeting {
        altered!(Meeting::blank(), id, board, window, status: MeetingStatus::Planned)
    }
}

record!(Meeting, id, |this, links| {
    links.required("board", &this.board);
    links.each("agenda.change", &mut this.agenda, |item| &item.change);
    links.list("attendees", &mut this.attendees);
});
