//! `environment-unavailable`.

use super::along::move_use;
use super::occupancy::{Use, free_from, hours, unavailable};
use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::{Environment, Phase, PhaseStatus, Record, RecordRef, Table};
use crate::time::Interval;

rule! {
    /// An environment is used only when it can be used.
    ///
    /// # Why
    /// An environment that is refreshed, moved or shared with another site is not there for a test. A phase that has a
    /// booking is judged by the booking. An environment without an availability calendar can always be used.
    ///
    /// # Fails
    /// ```plan
    /// environment sit available=1..10,20..30
    /// release R1
    /// booking B1 8..12 env=sit         #! environment-unavailable
    /// phase test 15..18 of=R1 env=sit    #! environment-unavailable
    /// ```
    /// # Passes
    /// ```plan
    /// environment sit available=1..10,20..30
    /// environment dev
    /// release R1
    /// booking B1 8..10 env=sit
    /// booking B2 12..15 env=sit status=Rejected
    /// booking B3 12..15 env=dev
    /// booking B4 20..22 env=sit phase=test
    /// phase test 15..22 of=R1 env=sit
    /// phase past 12..14 of=R1 env=sit status=Passed
    /// ```
    "environment-unavailable", "Environment cannot be used at that time", Blocker,
    Any(&[Table::Bookings, Table::Phases]) => check, mend,
}

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    let Some((environment, window)) = use_of(view, subject) else { return };
    let missing = unavailable(environment, window);
    if missing.is_empty() {
        return;
    }
    let cause = RecordRef::from(&environment.id);
    let seconds = missing.iter().map(|part| part.seconds()).sum();
    let sentence = format!(
        "{} wants {} {}, but for {} of that it is not available.",
        view.title(subject),
        environment.title(),
        view.span(window),
        duration(seconds),
    );
    let allowed = hours(environment, window).into_iter().map(|hours| (cause, hours)).gather();
    let finding = view.report(&RULE, *subject, sentence, found);
    finding.span = missing.first().copied();
    finding.proof.push(Proof::Outside { of: *subject, window, allowed, uncovered: missing });
    view.blame(finding, cause);
    finding.harm = harm(1, seconds);
}

/// Which environment a booking, or a phase without one, uses when.
fn use_of<'a>(view: &View<'a>, subject: &RecordRef) -> Option<(&'a Environment, Interval)> {
    let plan = view.plan;
    if subject.table == Table::Bookings {
        let booking = subject.id_of().and_then(|id| plan.bookings.get(&id))?;
        let usage = Use::of_booking(booking)?;
        return Some((plan.environments.get(&booking.environment)?, usage.window));
    }
    let phase: &Phase = subject.id_of().and_then(|id| plan.phases.get(&id))?;
    let environment = plan.environments.get(phase.environment.as_ref()?)?;
    Some((environment, Use::of_phase(view, &environment.id, phase)?.window))
}

/// Moves it to when the environment can be used and there is room.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some((environment, window)) = use_of(view, &finding.subject) else { return Vec::new() };
    let (plan, id) = (view.plan, &finding.subject);
    let phase: Option<&Phase> = id.id_of().and_then(|id| plan.phases.get(&id));
    let booking = id.id_of().and_then(|id| plan.bookings.get(&id));
    let is_in_group = booking.is_some_and(|booking| booking.environment_group.is_some());
    if window.start <= view.now
        || is_in_group
        || phase.is_some_and(|phase| phase.status != PhaseStatus::Planned)
    {
        return Vec::new();
    }
    let free = free_from(view, environment, window, id)
        .filter(|free| booking.is_none_or(|one| super::incompatible_use::is_compatible(view, one, *free)));
    free.map(|free| move_use(view, id, free, false)).into_iter().gather()
}
