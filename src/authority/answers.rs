//! `Answers`: what the plan has about one change's authorisation. Rules take it from their index, others from the plan.

use crate::gather::Gather;
use crate::model::{Approval, ApprovalStatus, Booking, Change, Id, Plan};

use super::AskedAuthority;
use crate::model::Authority;

/// The approvals and bookings of one change.
#[derive(Debug, Clone, Default)]
pub struct Answers<'a> {
    /// The approvals, in any order.
    pub approvals: Vec<&'a Approval>,
    /// The bookings that are for the change.
    pub bookings: Vec<&'a Booking>,
}

impl<'a> Answers<'a> {
    /// Looks through the whole plan.
    #[must_use]
    pub fn of(plan: &'a Plan, change: &Id<Change>) -> Answers<'a> {
        Answers {
            approvals: plan.approvals.values().filter(|approval| approval.change == *change).gather(),
            bookings: plan
                .bookings
                .values()
                .filter(|booking| booking.change.as_ref() == Some(change))
                .gather(),
        }
    }

    /// The approval that answers for an authority now: the one that was asked for last and not withdrawn.
    #[must_use]
    pub fn latest(&self, authority: &AskedAuthority) -> Option<&'a Approval> {
        let of_authority = self.approvals.iter().copied().filter(|approval| answers_for(approval, authority));
        let counting = of_authority.filter(|approval| approval.status != ApprovalStatus::Withdrawn);
        counting.max_by_key(|approval| (approval.requested_at, approval.decided_at, &approval.id))
    }
}

/// True when the approval is an answer of this authority.
#[must_use]
pub(super) fn answers_for(approval: &Approval, authority: &AskedAuthority) -> bool {
    match authority {
        AskedAuthority::Nobody => approval.authority == Authority::Preauthorised,
        AskedAuthority::EnvironmentManager(id) => {
            approval.authority == Authority::EnvironmentManager && approval.environment.as_ref() == Some(id)
        }
        AskedAuthority::Board(id) => {
            approval.authority == Authority::Board && approval.board.as_ref() == Some(id)
        }
        AskedAuthority::UnnamedBoard => approval.authority == Authority::Board && approval.board.is_none(),
    }
}
