//! The lifecycles of releases, phases, gates, bookings and runbooks, each a table: from, verb, to.
//!
//! Apart from the lifecycle of a change: these are short, and drawn beside each other on a release's page.

use super::{BookingStatus, GateDecision, PhaseStatus, ReleaseStatus, RunbookStatus};

/// One step of a lifecycle: from, what a person does, to.
pub type Way<S> = (S, &'static str, S);

/// Where a release may go from where it is.
pub const RELEASE_WAY: &[Way<ReleaseStatus>] = {
    use ReleaseStatus as S;
    &[
        (S::Draft, "Plan", S::Planned),
        (S::Planned, "Begin", S::InProgress),
        (S::Planned, "Back to draft", S::Draft),
        (S::InProgress, "Deploy", S::Deploying),
        (S::InProgress, "Back to planned", S::Planned),
        (S::Deploying, "Finish deployment", S::Deployed),
        (S::Deploying, "Back out", S::BackedOut),
        (S::Deployed, "Close", S::Closed),
        (S::Deployed, "Back out", S::BackedOut),
        (S::BackedOut, "Plan again", S::Planned),
        (S::BackedOut, "Close", S::Closed),
        (S::Draft, "Cancel", S::Cancelled),
        (S::Planned, "Cancel", S::Cancelled),
        (S::InProgress, "Cancel", S::Cancelled),
        (S::Cancelled, "Take up again", S::Draft),
    ]
};

/// Where a phase may go from where it is.
pub const PHASE_WAY: &[Way<PhaseStatus>] = {
    use PhaseStatus as S;
    &[
        (S::Planned, "Begin", S::Active),
        (S::Active, "Pass", S::Passed),
        (S::Active, "Fail", S::Failed),
        (S::Active, "Back to planned", S::Planned),
        (S::Failed, "Repeat", S::Active),
        (S::Passed, "Repeat", S::Active),
    ]
};

/// Where a gate may go from where it is.
pub const GATE_WAY: &[Way<GateDecision>] = {
    use GateDecision as S;
    &[
        (S::Open, "Go", S::Go),
        (S::Open, "Go with conditions", S::GoWithConditions),
        (S::Open, "No-go", S::NoGo),
        (S::Go, "Reopen", S::Open),
        (S::GoWithConditions, "Conditions met", S::Go),
        (S::GoWithConditions, "Reopen", S::Open),
        (S::NoGo, "Reopen", S::Open),
    ]
};

/// Where a booking may go from where it is.
pub const BOOKING_WAY: &[Way<BookingStatus>] = {
    use BookingStatus as S;
    &[
        (S::Requested, "Approve", S::Approved),
        (S::Requested, "Reject", S::Rejected),
        (S::Requested, "Withdraw", S::Released),
        (S::Approved, "Release", S::Released),
        (S::Approved, "Reject", S::Rejected),
        (S::Rejected, "Request again", S::Requested),
        (S::Released, "Request again", S::Requested),
    ]
};

/// Where a runbook may go from where it is.
pub const RUNBOOK_WAY: &[Way<RunbookStatus>] = {
    use RunbookStatus as S;
    &[
        (S::Draft, "Approve", S::Approved),
        (S::Approved, "Reopen", S::Draft),
        (S::Approved, "Start", S::Executing),
        (S::Executing, "Finish", S::Completed),
        (S::Executing, "Finish backout", S::BackedOut),
    ]
};

/// What can be done from a state, and where it leads.
pub fn steps_from<S: Copy + PartialEq>(
    way: &'static [Way<S>],
    from: S,
) -> impl Iterator<Item = (&'static str, S)> {
    way.iter().filter(move |(start, ..)| *start == from).map(|(_, verb, to)| (*verb, *to))
}

/// What leads from one state to another in a step; `None` when nothing does.
#[must_use]
pub fn verb_between<S: Copy + PartialEq>(way: &'static [Way<S>], from: S, to: S) -> Option<&'static str> {
    steps_from(way, from).find(|(_, end)| *end == to).map(|(verb, _)| verb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_can_be_reached_and_no_step_stands_twice() {
        fn check<S: Copy + PartialEq + std::fmt::Debug>(way: &[Way<S>], all: &[S], first: S) {
            for state in all.iter().filter(|state| **state != first) {
                assert!(way.iter().any(|(_, _, to)| to == state), "{state:?} is never reached");
            }
            for (place, step) in way.iter().enumerate() {
                assert!(
                    !way[place + 1..].iter().any(|other| (other.0, other.2) == (step.0, step.2)),
                    "{step:?}"
                );
            }
        }
        check(RELEASE_WAY, ReleaseStatus::ALL, ReleaseStatus::Draft);
        check(PHASE_WAY, PhaseStatus::ALL, PhaseStatus::Planned);
        check(GATE_WAY, GateDecision::ALL, GateDecision::Open);
        check(BOOKING_WAY, BookingStatus::ALL, BookingStatus::Requested);
        check(RUNBOOK_WAY, RunbookStatus::ALL, RunbookStatus::Draft);
        assert_eq!(verb_between(PHASE_WAY, PhaseStatus::Planned, PhaseStatus::Passed), None);
    }
}
