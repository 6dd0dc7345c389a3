//! Whether a change is authorised now, by everybody whom the policy asks, for what it is now.

use crate::gather::Gather;
use crate::model::{Approval, ApprovalStatus, BookingStatus, Change, ChangeKind, Id, Person, Plan};
use crate::time::Instant;

use super::answers::Answers;
use super::content::still_covers;
use super::duties::{independent_approvers, managers, may_vote};
use super::policy::{AskedAuthority, requirement};

/// Whether a change is authorised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorisation {
    /// Everybody who is asked has approved what the change is now.
    Given,
    /// The policy asks nobody.
    NotNeeded,
    /// Somebody was asked and has not answered yet.
    Pending(Vec<Shortfall>),
    /// Somebody refused.
    Rejected,
    /// It was given, but for something else, or by somebody who is no longer independent.
    Void,
    /// Somebody was not asked.
    Missing,
}

impl Authorisation {
    /// True when the change may be done in all its environments.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        matches!(self, Authorisation::Given | Authorisation::NotNeeded)
    }
}

/// Whose answer is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// Who is asked.
    pub authority: AskedAuthority,
    /// The request; absent when they were not asked yet.
    pub approval: Option<Id<Approval>>,
}

/// Whether a change is authorised at a moment; see [`authorisation_by`].
#[must_use]
pub fn authorisation(plan: &Plan, change: &Change, now: Instant) -> Authorisation {
    authorisation_by(plan, change, &Answers::of(plan, &change.id), now)
}

/// Whether a change is authorised at a moment, by these answers.
///
/// A plan without boards, in which nobody was asked about the change, is believed when it says that the change was
/// authorised: other tools' plans come so.
#[must_use]
pub fn authorisation_by(plan: &Plan, change: &Change, answers: &Answers, now: Instant) -> Authorisation {
    let asked = requirement(plan, change);
    if !asked.asks_somebody() {
        return Authorisation::NotNeeded;
    }
    if plan.boards.is_empty() && nobody_was_asked(answers) {
        let said_so = change.authorised_at.map_or(!change.status.is_before_authorisation(), |at| at <= now);
        return if said_so { Authorisation::Given } else { Authorisation::Missing };
    }
    let states: Vec<(AskedAuthority, State, Option<Id<Approval>>)> = asked
        .authorities
        .into_iter()
        .map(|authority| {
            let (state, approval) = state_of(plan, change, answers, &authority);
            (authority, state, approval)
        })
        .gather();
    let any = |wanted: State| states.iter().any(|(_, state, _)| *state == wanted);
    if any(State::Rejected) {
        Authorisation::Rejected
    } else if any(State::Void) {
        Authorisation::Void
    } else if any(State::Pending) {
        let open = states.into_iter().filter(|(_, state, _)| *state != State::Given);
        Authorisation::Pending(
            open.map(|(authority, _, approval)| Shortfall { authority, approval }).gather(),
        )
    } else if any(State::Missing) {
        Authorisation::Missing
    } else {
        Authorisation::Given
    }
}

fn nobody_was_asked(answers: &Answers) -> bool {
    answers.approvals.iter().all(|approval| approval.status == ApprovalStatus::Withdrawn)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Given,
    Pending,
    Rejected,
    Void,
    Missing,
}

/// How one authority has answered: by its latest approval, or the manager by approving the booking.
fn state_of(
    plan: &Plan,
    change: &Change,
    answers: &Answers,
    authority: &AskedAuthority,
) -> (State, Option<Id<Approval>>) {
    if is_booked(plan, change, answers, authority) {
        return (State::Given, None);
    }
    let Some(approval) = answers.latest(authority) else { return (State::Missing, None) };
    let state = match approval.status {
        ApprovalStatus::Approved | ApprovalStatus::ApprovedWithConditions => {
            if holds(plan, change, approval) { State::Given } else { State::Void }
        }
        ApprovalStatus::Requested | ApprovalStatus::Deferred => State::Pending,
        ApprovalStatus::Rejected => State::Rejected,
        ApprovalStatus::Void => State::Void,
        ApprovalStatus::Withdrawn => State::Missing,
    };
    (state, Some(approval.id))
}

/// True when an approval that was given covers the change as it is now and is carried by independent people.
#[must_use]
pub fn holds(plan: &Plan, change: &Change, approval: &Approval) -> bool {
    still_covers(plan, approval, change).is_ok() && independent_approvers(plan, change, approval).is_ok()
}

/// True when the environment's manager has approved a booking for the change that covers its window.
fn is_booked(plan: &Plan, change: &Change, answers: &Answers, authority: &AskedAuthority) -> bool {
    let AskedAuthority::EnvironmentManager(environment) = authority else { return false };
    let managers = managers(plan, authority);
    let is_manager = |person: &Id<Person>| managers.is_empty() || managers.contains(person);
    answers.bookings.iter().any(|booking| {
        booking.environment == *environment
            && booking.status == BookingStatus::Approved
            && change.planned.is_none_or(|planned| booking.window.covers(planned))
            && booking
                .decided_by
                .as_ref()
                .is_none_or(|person| is_manager(person) && may_vote(plan, change, person).is_ok())
    })
}

/// Until when an emergency change has to be authorised: the policy's hours after its actual start, or what its
/// approval says while it is not begun. `None` for other changes, and when nobody was asked and nothing was begun.
#[must_use]
pub fn deadline(plan: &Plan, change: &Change, answers: &Answers) -> Option<Instant> {
    if change.kind != ChangeKind::Emergency {
        return None;
    }
    let hours = i64::from(plan.settings.policy.retrospective_hours);
    let from_start = change.actual_start.map(|start| start.plus_minutes(hours * 60));
    let pending = answers.approvals.iter().filter(|approval| approval.status.is_pending());
    from_start.or_else(|| pending.filter_map(|approval| approval.due).min())
}

/// Whether the change may be begun now: it is authorised, or it is an emergency for which everybody was asked and the
/// deadline for their answer has not passed. Otherwise why not.
pub fn may_begin(plan: &Plan, change: &Change, now: Instant) -> Result<(), Authorisation> {
    let answers = Answers::of(plan, &change.id);
    let authorisation = authorisation_by(plan, change, &answers, now);
    let all_asked = match &authorisation {
        Authorisation::Pending(open) => open.iter().all(|shortfall| shortfall.approval.is_some()),
        other => return if other.is_enough() { Ok(()) } else { Err(authorisation) },
    };
    let in_time = deadline(plan, change, &answers).is_some_and(|deadline| now < deadline);
    if all_asked && in_time { Ok(()) } else { Err(authorisation) }
}
