//! Approvals: who was asked to authorise a change, what they answered, and exactly what they answered to.

use super::json::Json;

use crate::gather::Gather;
use crate::sorted::SortedMap;
use crate::time::{Instant, Interval};

use super::{
    Board, Change, ChangeKind, ConfigurationItem, Environment, Extra, Id, Meeting, Person, Risk, altered,
    is_default, record, words,
};

words! {
    /// Who authorises a change.
    Authority {
        /// Nobody is asked: the change was authorised with its template, or no environment of it is controlled.
        Preauthorised "Pre-authorised",
        /// The owner of each environment, by approving the booking.
        EnvironmentManager "Environment manager",
        /// A board.
        Board "Board",
    }
}

words! {
    /// Where an approval is on its way.
    ApprovalStatus {
        /// Asked for; votes are being given.
        Requested "Requested",
        /// Given.
        Approved "Approved",
        /// Given, if the conditions are met.
        ApprovedWithConditions "Approved with conditions",
        /// Put off to a later meeting.
        Deferred "Deferred",
        /// Refused.
        Rejected "Rejected",
        /// Given for something else than what the change is now.
        Void "Void",
        /// Asked for no longer: the change was reverted, withdrawn or cancelled.
        Withdrawn "Withdrawn",
    }
}

impl ApprovalStatus {
    /// True when it was given and still holds.
    #[must_use]
    pub fn is_given(self) -> bool {
        matches!(self, ApprovalStatus::Approved | ApprovalStatus::ApprovedWithConditions)
    }

    /// True while an answer is waited for.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, ApprovalStatus::Requested | ApprovalStatus::Deferred)
    }
}

words! {
    /// What a voter says.
    VoteChoice {
        /// Do it.
        Approve "Approve",
        /// Do it, if the conditions in its note are met.
        ApproveWithConditions "Approve with conditions",
        /// Do not.
        Reject "Reject",
        /// Has no say in it; counts towards the quorum.
        Abstain "Abstain",
    }
}

impl VoteChoice {
    /// True when it says to do it, with or without conditions.
    #[must_use]
    pub fn approves(self) -> bool {
        matches!(self, VoteChoice::Approve | VoteChoice::ApproveWithConditions)
    }
}

/// One vote. A later vote for the same member replaces an earlier one.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Vote {
    /// Who voted.
    pub person: Id<Person>,
    /// The member whose delegate voted; absent when the member did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on_behalf_of: Option<Id<Person>>,
    /// What they said.
    pub choice: VoteChoice,
    /// When.
    pub at: Instant,
    /// Why, or under which condition.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What an approval is given for. Another content is another change.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct ApprovedContent {
    /// How it is authorised.
    pub kind: ChangeKind,
    /// How risky it was said to be.
    pub risk: Risk,
    /// The planned window.
    #[serde(default, skip_serializing_if = "is_default")]
    pub planned: Option<Interval>,
    /// The outage.
    #[serde(default, skip_serializing_if = "is_default")]
    pub outage: Option<Interval>,
    /// What is changed, in the order of the ids.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cis: Vec<Id<ConfigurationItem>>,
    /// Where, in the order of the ids.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environments: Vec<Id<Environment>>,
    /// How it is done.
    #[serde(default, skip_serializing_if = "is_default")]
    pub implementation_plan: String,
    /// How it is taken back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub backout_plan: String,
    /// The answers to the risk questions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answers: SortedMap<String, String>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ApprovedContent {
    /// The part of a change that an approval is given for. Ids are sorted and each stands once, so that their order
    /// makes no difference.
    #[must_use]
    pub fn of(change: &Change) -> ApprovedContent {
        ApprovedContent {
            kind: change.kind,
            risk: change.risk,
            planned: change.planned,
            outage: change.outage,
            cis: in_order(&change.cis),
            environments: in_order(&change.environments),
            implementation_plan: change.implementation_plan.clone(),
            backout_plan: change.backout_plan.clone(),
            answers: change.answers.clone(),
            extra: Extra::new(),
        }
    }
}

fn in_order<T>(ids: &[Id<T>]) -> Vec<Id<T>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A request to authorise one change, with its answer.
#[derive(Debug, Clone, Json)]
pub struct Approval {
    /// The key.
    pub id: Id<Approval>,
    /// The change.
    pub change: Id<Change>,
    /// Who is asked.
    pub authority: Authority,
    /// The board that is asked, when the authority is a board.
    #[serde(default, skip_serializing_if = "is_default")]
    pub board: Option<Id<Board>>,
    /// The environment whose owner is asked, when the authority is the environment manager.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environment: Option<Id<Environment>>,
    /// The meeting that decided, or is to decide.
    #[serde(default, skip_serializing_if = "is_default")]
    pub meeting: Option<Id<Meeting>>,
    /// Where it is on its way.
    pub status: ApprovalStatus,
    /// When it was asked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub requested_at: Option<Instant>,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decided_at: Option<Instant>,
    /// The votes, in the order in which they were given.
    #[serde(default, skip_serializing_if = "is_default")]
    pub votes: Vec<Vote>,
    /// Under which conditions it is given, or why it is refused or put off.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// What was approved.
    #[serde(default, skip_serializing_if = "is_default")]
    pub content: Option<ApprovedContent>,
    /// SHA-256 of the canonical JSON of `content`, in hexadecimal.
    #[serde(default, skip_serializing_if = "is_default")]
    pub content_hash: String,
    /// When it became void.
    #[serde(default, skip_serializing_if = "is_default")]
    pub voided_at: Option<Instant>,
    /// What made it void, in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub void_reason: String,
    /// Until when it must be given, for a change that was done first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub due: Option<Instant>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Approval {
    /// A request that nobody has answered.
    #[must_use]
    pub fn requested(id: Id<Approval>, change: Id<Change>, authority: Authority, at: Instant) -> Approval {
        altered!(
            Approval::blank(),
            id,
            change,
            authority,
            status: ApprovalStatus::Requested,
            requested_at: Some(at),
        )
    }
}

impl Approval {
    /// The conditions under which its votes approve; empty when nobody names one. A vote that was replaced by a later one
    /// names none.
    #[must_use]
    pub fn conditions(&self) -> String {
        let seat = |vote: &Vote| vote.on_behalf_of.unwrap_or(vote.person);
        let counts = |(place, vote): &(usize, &Vote)| {
            vote.choice == VoteChoice::ApproveWithConditions
                && !self.votes.iter().skip(place + 1).any(|later| seat(later) == seat(vote))
        };
        let named = self.votes.iter().enumerate().filter(counts).map(|(_, vote)| vote.note.trim());
        named.gather::<Vec<_>>().join("; ")
    }
}

record!(Approval, id, |this, links| {
    links.required("change", &this.change);
    links.optional("board", &mut this.board);
    links.optional("environment", &mut this.environment);
    links.optional("meeting", &mut this.meeting);
});
