//! `booking-outside-phase`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Booking, RecordRef};
use crate::time::{Interval, uncovered};

rule! {
    /// A booking for a phase lies within the phase.
    ///
    /// # Why
    /// Outside the phase the environment stands idle, or the phase was moved and its booking forgotten; others could use
    /// it.
    ///
    /// # Fails
    /// ```plan
    /// release R1
    /// environment sit
    /// phase test 10..15 of=R1 env=sit
    /// booking B1 8..12 env=sit phase=test     #! booking-outside-phase
    /// booking B2 20..22 env=sit phase=test    #! booking-outside-phase
    /// ```
    /// # Passes
    /// ```plan
    /// release R1
    /// environment sit
    /// phase test 10..15 of=R1 env=sit
    /// phase later of=R1 env=sit
    /// booking B1 10..15 env=sit phase=test
    /// booking B2 11..12 env=sit phase=test status=Requested
    /// booking B3 20..22 env=sit phase=test status=Rejected
    /// booking B4 20..22 env=sit phase=later
    /// booking B5 20..22 env=sit
    /// ```
    "booking-outside-phase", "Booking lies outside the phase that it is for", Warning, Booking => check, mend,
}

fn check(view: &View, booking: &Booking, found: &mut Vec<Finding>) {
    let Some((phase, window)) = phase_of(view, booking) else { return };
    let outside = uncovered(booking.window, vec![window]);
    if outside.is_empty() {
        return;
    }
    let (subject, cause) = (RecordRef::from(&booking.id), phase);
    let seconds = outside.iter().map(|part| part.seconds()).sum();
    let environment = RecordRef::from(&booking.environment);
    let sentence = format!(
        "{} takes {} for {} ({}), but {} of it lie outside: {} is planned {}.",
        view.title(&subject),
        view.title(&environment),
        view.title(&cause),
        view.span(booking.window),
        duration(seconds),
        view.title(&cause),
        view.span(window),
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = outside.first().copied();
    finding.proof.push(Proof::Outside {
        of: subject,
        window: booking.window,
        allowed: vec![(cause, window)],
        uncovered: outside,
    });
    finding.fact(environment, "is what it takes");
    view.blame(finding, cause);
    finding.harm = harm(1, seconds);
}

/// The phase that a booking which takes room is for, with its window.
fn phase_of(view: &View, booking: &Booking) -> Option<(RecordRef, Interval)> {
    let phase = view.plan.phases.get(booking.phase.as_ref()?)?;
    let takes_room = booking.status.takes_capacity() && !booking.window.is_empty();
    let window = phase.planned.filter(|window| takes_room && !window.is_empty())?;
    Some((RecordRef::from(&phase.id), window))
}

/// Cuts it to the phase; where they share no time, moves it to the start of the phase.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let booking = finding.subject.id_of().and_then(|id| view.plan.bookings.get(&id));
    let Some((booking, (_, window))) = booking.and_then(|one| Some((one, phase_of(view, one)?))) else {
        return Vec::new();
    };
    if booking.environment_group.is_some() {
        return Vec::new();
    }
    if let Some(common) = booking.window.intersection(window) {
        let fix = view.move_to(finding.subject, common, false);
        return vec![altered!(fix, label: "Cut it to the phase".into())];
    }
    let moved = booking.window.starting_at(window.start).intersection(window);
    let environment = view.plan.environments.get(&booking.environment);
    let is_free = |moved: &Interval| {
        environment.is_none_or(|environment| {
            super::occupancy::free_from(view, environment, *moved, &finding.subject) == Some(*moved)
                && super::incompatible_use::is_compatible(view, booking, *moved)
        })
    };
    let moved = moved.filter(|moved| view.now < moved.start && is_free(moved));
    moved.map(|moved| view.move_to(finding.subject, moved, false)).into_iter().gather()
}
