//! Freeze exceptions: changes that ask to be done during a blackout, and what was answered.

use super::json::Json;

use crate::time::{Instant, Interval};

use super::{Blackout, Change, Extra, Id, Person, Release, Way, altered, is_default, record, words};

words! {
    /// Where a freeze exception is on its way.
    FreezeExceptionStatus {
        /// Asked for.
        Requested "Requested",
        /// Looked at; not decided.
        Reviewed "Reviewed",
        /// Granted.
        Approved "Approved",
        /// Refused.
        Rejected "Rejected",
        /// Asked for no longer.
        Withdrawn "Withdrawn",
    }
}

/// Where a freeze exception may go from where it is: from, what a person does, to.
pub const EXCEPTION_WAY: &[Way<FreezeExceptionStatus>] = {
    use FreezeExceptionStatus as S;
    &[
        (S::Requested, "Review", S::Reviewed),
        (S::Requested, "Withdraw", S::Withdrawn),
        (S::Reviewed, "Approve", S::Approved),
        (S::Reviewed, "Reject", S::Rejected),
        (S::Reviewed, "Withdraw", S::Withdrawn),
        (S::Approved, "Revoke", S::Rejected),
        (S::Approved, "Withdraw", S::Withdrawn),
        (S::Rejected, "Ask again", S::Requested),
        (S::Withdrawn, "Ask again", S::Requested),
    ]
};

/// A request to go through a blackout.
#[derive(Debug, Clone, Json)]
pub struct FreezeException {
    /// The key.
    pub id: Id<FreezeException>,
    /// What it is about, in a line.
    pub title: String,
    /// The blackout that it is an exception from; from all when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub blackout: Option<Id<Blackout>>,
    /// The changes that it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub changes: Vec<Id<Change>>,
    /// The release whose changes it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub release: Option<Id<Release>>,
    /// Why it cannot wait.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
    /// Where it is on its way.
    pub status: FreezeExceptionStatus,
    /// Who asked for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub requested_by: Option<Id<Person>>,
    /// When it was asked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub requested_at: Option<Instant>,
    /// Who looked at it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reviewed_by: Option<Id<Person>>,
    /// When it was looked at.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reviewed_at: Option<Instant>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decided_by: Option<Id<Person>>,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decided_at: Option<Instant>,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// The first instant at which it holds no longer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub expires: Option<Instant>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl FreezeException {
    /// A request about no change yet.
    #[must_use]
    pub fn requested(id: Id<FreezeException>, title: String, at: Instant) -> FreezeException {
        altered!(
            FreezeException::blank(),
            id,
            title,
            status: FreezeExceptionStatus::Requested,
            requested_at: Some(at),
        )
    }

    /// True when it was granted for this blackout and holds until the end of the window.
    #[must_use]
    pub fn lets_through(&self, blackout: &Id<Blackout>, window: Interval) -> bool {
        self.status == FreezeExceptionStatus::Approved
            && self.blackout.as_ref().is_none_or(|of| of == blackout)
            && self.expires.is_none_or(|expires| window.end <= expires)
    }
}

record!(FreezeException, title, |this, links| {
    links.optional("blackout", &mut this.blackout);
    links.list("changes", &mut this.changes);
    links.optional("release", &mut this.release);
    links.optional("requested_by", &mut this.requested_by);
    links.optional("reviewed_by", &mut this.reviewed_by);
    links.optional("decided_by", &mut this.decided_by);
});
