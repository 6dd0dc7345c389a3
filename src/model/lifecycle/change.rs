//! The lifecycle of a change, as one table, and what each step leaves in the record.
//!
//! What the law leaves open is decided so: a rejected change goes back to `Draft` and keeps the reason until it is
//! requested again; the state `Rejected` is for changes of other tools, where a rejection is an end, and is left by
//! reopening. Withdrawing is for who asked, before the authorisation; cancelling is for anybody, until the change is
//! done. A closed change is reopened into its review, so that a wrong outcome can be corrected.

use crate::model::{Change, ChangeKind, ChangeStatus, Id, Outcome, Person, words};
use crate::time::Instant;

use ChangeStatus::{
    Assessed, Authorised, Cancelled, Closed, Draft, Implementing, InReview, Rejected, Requested, Scheduled,
    Withdrawn,
};

words! {
    /// What moves a change along its way.
    ChangeVerb {
        /// Asks for it.
        Request "Request",
        /// Says that risk and impact are known.
        Assess "Assess",
        /// Says that it may be done: every authority has approved.
        Authorise "Authorise",
        /// Gives it its place in the change schedule.
        Schedule "Schedule",
        /// Begins it.
        Implement "Implement",
        /// Says that it is done, or taken back.
        Finish "Finish",
        /// Ends it, with its outcome.
        Close "Close",
        /// Sends it back to who asked, with a reason.
        Reject "Reject",
        /// Takes it back to the draft; what was asked for or approved counts no longer.
        Revert "Revert",
        /// Takes it back, by who asked for it.
        Withdraw "Withdraw",
        /// Says that it will not be done, or not be gone on with.
        Cancel "Cancel",
        /// Records what was done without being asked for; it has to be reviewed.
        RecordFound "Record as found",
        /// Takes up what was rejected, withdrawn or closed.
        Reopen "Reopen",
    }
}

impl ChangeVerb {
    /// What a change is after it, in a sentence: "cannot be scheduled yet".
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            ChangeVerb::Request => "requested",
            ChangeVerb::Assess => "assessed",
            ChangeVerb::Authorise => "authorised",
            ChangeVerb::Schedule => "scheduled",
            ChangeVerb::Implement => "begun",
            ChangeVerb::Finish => "finished",
            ChangeVerb::Close => "closed",
            ChangeVerb::Reject => "rejected",
            ChangeVerb::Revert => "reverted",
            ChangeVerb::Withdraw => "withdrawn",
            ChangeVerb::Cancel => "cancelled",
            ChangeVerb::RecordFound => "recorded as found",
            ChangeVerb::Reopen => "reopened",
        }
    }

    /// True for the verbs that lead to the end for which a change is made; the others leave that way.
    #[must_use]
    pub fn is_forward(self) -> bool {
        matches!(
            self,
            ChangeVerb::Request
                | ChangeVerb::Assess
                | ChangeVerb::Authorise
                | ChangeVerb::Schedule
                | ChangeVerb::Implement
                | ChangeVerb::Finish
                | ChangeVerb::Close
        )
    }

    /// True when the step asks for a reason, whether it needs one or only keeps one.
    #[must_use]
    pub fn takes_reason(self) -> bool {
        !self.is_forward()
    }
}

words! {
    /// What has to hold for a step, beside the fields that its state needs.
    Guard {
        /// A reason is given.
        Reason "A reason is given",
        /// Who acts asked for it or answers for it, as far as both are known.
        Requester "By who asked for it",
        /// A standard change follows a published template that holds, and its locked fields are untouched.
        OnTemplate "A standard change follows its template",
        /// The evidence that the policy asks for is there.
        Evidence "The evidence is there",
        /// Everybody whom the policy asks has approved what the change is now.
        Authorised "It is authorised",
        /// It is authorised, or an emergency for which the board was asked and may answer afterwards.
        MayBegin "It is authorised, or may be afterwards",
        /// No finding blocks it.
        NoBlockers "Nothing blocks it",
        /// Its review is finished, where one is needed.
        Reviewed "A review that is needed is finished",
        /// The board has answered for an emergency change, one way or the other.
        Answered "The emergency board has answered",
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Where the change is.
    pub from: ChangeStatus,
    /// What is done.
    pub verb: ChangeVerb,
    /// Where it is then; the same place for an authorisation afterwards.
    pub to: ChangeStatus,
    /// For which kinds.
    pub kinds: &'static [ChangeKind],
    /// What has to hold, beside the fields that `to` needs.
    pub guards: &'static [Guard],
}

const ANY: &[ChangeKind] = ChangeKind::ALL;
const STANDARD: &[ChangeKind] = &[ChangeKind::Standard];
const NORMAL: &[ChangeKind] = &[ChangeKind::Normal];
const EMERGENCY: &[ChangeKind] = &[ChangeKind::Emergency];

const fn row(
    from: ChangeStatus,
    verb: ChangeVerb,
    to: ChangeStatus,
    kinds: &'static [ChangeKind],
    guards: &'static [Guard],
) -> Row {
    Row { from, verb, to, kinds, guards }
}

/// The table. The order is the order of the buttons: the usual way first.
pub const ROWS: &[Row] = &[
    row(Draft, ChangeVerb::Request, Requested, ANY, &[]),
    row(Draft, ChangeVerb::RecordFound, InReview, ANY, &[]),
    row(Draft, ChangeVerb::Withdraw, Withdrawn, ANY, &[Guard::Requester]),
    row(Draft, ChangeVerb::Cancel, Cancelled, ANY, &[Guard::Reason]),
    row(Requested, ChangeVerb::Assess, Assessed, NORMAL, &[]),
    row(
        Requested,
        ChangeVerb::Schedule,
        Scheduled,
        STANDARD,
        &[Guard::OnTemplate, Guard::Evidence, Guard::Authorised, Guard::NoBlockers],
    ),
    row(Requested, ChangeVerb::Authorise, Authorised, EMERGENCY, &[Guard::Evidence, Guard::Authorised]),
    row(Requested, ChangeVerb::Implement, Implementing, EMERGENCY, &[Guard::MayBegin]),
    row(Requested, ChangeVerb::Reject, Draft, ANY, &[Guard::Reason]),
    row(Requested, ChangeVerb::Revert, Draft, ANY, &[]),
    row(Requested, ChangeVerb::Withdraw, Withdrawn, ANY, &[Guard::Requester]),
    row(Requested, ChangeVerb::Cancel, Cancelled, ANY, &[Guard::Reason]),
    row(Requested, ChangeVerb::RecordFound, InReview, ANY, &[]),
    row(Assessed, ChangeVerb::Authorise, Authorised, ANY, &[Guard::Evidence, Guard::Authorised]),
    row(Assessed, ChangeVerb::Reject, Draft, ANY, &[Guard::Reason]),
    row(Assessed, ChangeVerb::Revert, Draft, ANY, &[]),
    row(Assessed, ChangeVerb::Withdraw, Withdrawn, ANY, &[Guard::Requester]),
    row(Assessed, ChangeVerb::Cancel, Cancelled, ANY, &[Guard::Reason]),
    row(Assessed, ChangeVerb::RecordFound, InReview, ANY, &[]),
    row(
        Authorised,
        ChangeVerb::Schedule,
        Scheduled,
        ANY,
        &[Guard::OnTemplate, Guard::Authorised, Guard::NoBlockers],
    ),
    row(Authorised, ChangeVerb::Implement, Implementing, EMERGENCY, &[Guard::MayBegin]),
    row(Authorised, ChangeVerb::Revert, Draft, ANY, &[]),
    row(Authorised, ChangeVerb::Cancel, Cancelled, ANY, &[Guard::Reason]),
    row(
        Scheduled,
        ChangeVerb::Implement,
        Implementing,
        ANY,
        &[Guard::OnTemplate, Guard::MayBegin, Guard::NoBlockers],
    ),
    row(Scheduled, ChangeVerb::Revert, Draft, ANY, &[]),
    row(Scheduled, ChangeVerb::Cancel, Cancelled, ANY, &[Guard::Reason]),
    row(Implementing, ChangeVerb::Finish, InReview, ANY, &[]),
    row(Implementing, ChangeVerb::Authorise, Implementing, EMERGENCY, &[Guard::Authorised]),
    row(Implementing, ChangeVerb::Cancel, Cancelled, ANY, &[Guard::Reason]),
    row(InReview, ChangeVerb::Close, Closed, ANY, &[Guard::Reviewed, Guard::Answered]),
    row(InReview, ChangeVerb::Authorise, InReview, EMERGENCY, &[Guard::Authorised]),
    row(Closed, ChangeVerb::Reopen, InReview, ANY, &[Guard::Reason]),
    row(Rejected, ChangeVerb::Reopen, Draft, ANY, &[]),
    row(Rejected, ChangeVerb::RecordFound, InReview, ANY, &[]),
    row(Withdrawn, ChangeVerb::Reopen, Draft, ANY, &[]),
    row(Withdrawn, ChangeVerb::RecordFound, InReview, ANY, &[]),
    row(Cancelled, ChangeVerb::RecordFound, InReview, ANY, &[]),
];

/// The lines that lead on from where a change is, in the order of the table. On hold, only cancelling does.
pub fn ways(change: &Change) -> impl Iterator<Item = &'static Row> {
    let (status, kind, on_hold) = (change.status, change.kind, change.on_hold);
    ROWS.iter().filter(move |row| {
        row.from == status && row.kinds.contains(&kind) && (!on_hold || row.verb == ChangeVerb::Cancel)
    })
}

/// The line of a verb from a state, for a kind, whether or not the change is on hold.
#[must_use]
pub fn find(from: ChangeStatus, verb: ChangeVerb, kind: ChangeKind) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.from == from && row.verb == verb && row.kinds.contains(&kind))
}

/// The verb that leads a change to a state in one step; the first of the table, on hold or not.
#[must_use]
pub fn verb_to(change: &Change, to: ChangeStatus) -> Option<ChangeVerb> {
    let from_here = |row: &&Row| row.from == change.status && row.kinds.contains(&change.kind);
    ROWS.iter().filter(from_here).find(|row| row.to == to && row.from != to).map(|row| row.verb)
}

/// True where a change can be put on hold: until it is done.
#[must_use]
pub fn may_hold(status: ChangeStatus) -> bool {
    status.is_before_implementation() || status == Implementing
}

/// The states of a kind of change in the usual order of the work.
#[must_use]
pub fn path(kind: ChangeKind) -> &'static [ChangeStatus] {
    match kind {
        ChangeKind::Standard => &[Draft, Requested, Scheduled, Implementing, InReview, Closed],
        ChangeKind::Normal => {
            &[Draft, Requested, Assessed, Authorised, Scheduled, Implementing, InReview, Closed]
        }
        ChangeKind::Emergency => &[Draft, Requested, Authorised, Scheduled, Implementing, InReview, Closed],
    }
}

/// What is said with a step.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The reason, without blanks around it; empty for none.
    pub note: &'a str,
    /// How it ended, with finish and close.
    pub outcome: Option<Outcome>,
    /// Who acts.
    pub actor: Option<&'a Id<Person>>,
    /// When.
    pub now: Instant,
}

/// The change after a step: in its new state, with the moments that the step stamps and what was said.
#[must_use]
pub fn after(change: &Change, row: &Row, said: Said) -> Change {
    let now = Some(said.now);
    let mut after = change.clone();
    after.status = row.to;
    match row.verb {
        ChangeVerb::Request => {
            after.requested_at = now;
            after.requester = after.requester.or(said.actor.cloned());
            after.reason = String::new();
        }
        ChangeVerb::Assess => after.assessed_at = now,
        // Afterwards, what was authorised once stays authorised then.
        ChangeVerb::Authorise if row.from == row.to => after.authorised_at = after.authorised_at.or(now),
        ChangeVerb::Authorise => after.authorised_at = now,
        // A standard change is authorised by its template from when it follows it.
        ChangeVerb::Schedule if change.kind == ChangeKind::Standard => {
            after.authorised_at = after.authorised_at.or(now);
        }
        ChangeVerb::Schedule => {}
        ChangeVerb::Implement => (after.actual_start, after.actual_end) = (now, None),
        ChangeVerb::Finish => {
            after.actual_end = now;
            after.outcome = said.outcome.or(after.outcome);
        }
        ChangeVerb::Close => {
            after.closed_at = now;
            after.outcome = said.outcome.or(after.outcome);
        }
        ChangeVerb::Cancel if row.from == Implementing => after.actual_end = now,
        ChangeVerb::RecordFound => {
            after.found_unauthorised = true;
            after.actual_end = after.actual_end.or(now);
        }
        ChangeVerb::Reject | ChangeVerb::Revert | ChangeVerb::Withdraw | ChangeVerb::Cancel => {}
        ChangeVerb::Reopen => {
            after.closed_at = None;
            if let Some(review) = &mut after.review {
                review.finished_at = None;
            }
        }
    }
    if row.to == Draft {
        (after.requested_at, after.assessed_at, after.authorised_at) = (None, None, None);
    }
    if row.verb.takes_reason() && !said.note.is_empty() {
        after.reason = said.note.to_owned();
    }
    if row.verb == ChangeVerb::Cancel {
        (after.on_hold, after.hold_reason, after.held_by) = (false, String::new(), None);
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_verb_leads_two_ways_from_one_place() {
        for (place, one) in ROWS.iter().enumerate() {
            for other in ROWS.iter().skip(place + 1) {
                let same = one.from == other.from && one.verb == other.verb;
                assert!(
                    !same || one.kinds.iter().all(|kind| !other.kinds.contains(kind)),
                    "{one:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn each_kind_can_go_its_whole_path() {
        for kind in ChangeKind::ALL {
            for (from, to) in path(*kind).iter().zip(path(*kind).iter().skip(1)) {
                let leads = |row: &&Row| row.from == *from && row.to == *to && row.kinds.contains(kind);
                assert!(
                    ROWS.iter().any(|row| leads(&row) && row.verb.is_forward()),
                    "{kind}: {from} to {to}"
                );
            }
        }
    }

    #[test]
    fn every_state_but_the_rejected_one_of_other_tools_is_reached() {
        for status in ChangeStatus::ALL {
            let reached = ROWS.iter().any(|row| row.to == *status && row.from != *status);
            assert_eq!(reached, *status != Rejected, "{status}");
        }
    }
}
