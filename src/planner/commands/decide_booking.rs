//! Grants, refuses, gives back or asks again for a booking; bookings of a group that was booked as one go together.

use super::called;
use crate::gather::Gather;
use crate::model::{BOOKING_WAY, Booking, BookingStatus, Control, Diff, Id, Plan, RecordRef, verb_between};
use crate::planner::{Context, Refusal, Step, title_of};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    id: &Id<Booking>,
    to: BookingStatus,
    note: &str,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let booking = plan.bookings.get(id).ok_or(Refusal::Missing(of))?;
    if booking.status == to {
        return Err(Refusal::Nothing);
    }
    let title = || title_of(plan, of);
    let Some(verb) = verb_between(BOOKING_WAY, booking.status, to) else {
        let (status, to) = (booking.status.label(), to.label());
        return Err(Refusal::not_on_the_way(&title(), status, to));
    };
    if to == BookingStatus::Rejected && note.trim().is_empty() {
        return Err(Refusal::NotYet("a rejection needs a reason; say why the booking is refused".to_owned()));
    }
    let decides = matches!(to, BookingStatus::Approved | BookingStatus::Rejected);
    let mut diff = Diff::default();
    for one in together(plan, booking) {
        if decides {
            may_decide(plan, one, context)?;
        }
        let mut decided = one.clone();
        decided.status = to;
        decided.note = note.trim().to_owned();
        decided.decided_by = context.actor.filter(|_| decides);
        decided.decided_at = Some(context.now).filter(|_| decides);
        diff.set(plan, decided.into());
    }
    let label = match diff.touched().len() {
        0 | 1 => format!("{verb} {}", called(&of)),
        more => format!("{verb} {} and {} of its group", called(&of), more - 1),
    };
    Ok(Step { label, diff })
}

/// The booking and those that were booked with it as one: of the same group, window, purpose and status.
pub(super) fn together<'a>(plan: &'a Plan, booking: &'a Booking) -> Vec<&'a Booking> {
    let Some(group) = &booking.environment_group else { return vec![booking] };
    let is_with = |one: &&Booking| {
        one.environment_group.as_ref() == Some(group)
            && one.window == booking.window
            && one.status == booking.status
            && one.phase == booking.phase
            && one.change == booking.change
    };
    plan.bookings.values().filter(is_with).gather()
}

/// A managed environment is granted by its owner, or by a member of its team; the plan's user when nobody is named.
fn may_decide(plan: &Plan, booking: &Booking, context: &Context) -> Result<(), Refusal> {
    let Some(environment) = plan.environments.get(&booking.environment) else { return Ok(()) };
    let (Control::Managed, Some(actor)) = (environment.control, &context.actor) else { return Ok(()) };
    let team = environment.group.as_ref().and_then(|id| plan.groups.get(id));
    let is_asked = environment.owner.is_none() && team.is_none();
    if is_asked
        || environment.owner.as_ref() == Some(actor)
        || team.is_some_and(|one| one.members.contains(actor))
    {
        return Ok(());
    }
    let owner = environment.owner.as_ref().map(RecordRef::from);
    let who = owner.as_ref().map_or("its team", |owner| plan.title(owner));
    Err(Refusal::NotYet(format!(
        "\"{}\" is managed; {who} approves and rejects its bookings",
        environment.name
    )))
}
