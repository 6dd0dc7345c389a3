//! `booking-conflict`.

use super::along::move_use;
use super::occupancy::{Use, excesses, free_from, unavailable, uses};
use super::rule::rule;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Booking, BookingStatus, Command, Environment, Record, RecordRef, Severity};
use crate::order::Arrange;

rule! {
    /// Bookings of an environment find room beside each other.
    ///
    /// # Why
    /// Who comes to a test environment that others use tests nothing. Where approved bookings are too many already, all
    /// of them are in conflict; where it is requests that are too many, the requests are. Rejected bookings and those
    /// that were given back take no room.
    ///
    /// # Fails
    /// ```plan
    /// environment sit capacity=1
    /// booking B1 5..10 env=sit                      #! booking-conflict
    /// booking B2 8..12 env=sit                      #! booking-conflict
    /// booking B3 15..20 env=sit
    /// booking B4 18..19 env=sit status=Requested    #! booking-conflict
    /// booking B5 25..30 env=sit status=Requested    #! booking-conflict
    /// booking B6 29..31 env=sit status=Requested    #! booking-conflict
    /// ```
    /// # Passes
    /// ```plan
    /// environment sit capacity=1
    /// environment uat capacity=2
    /// environment dev
    /// booking B1 5..10 env=sit
    /// booking B2 5..10 env=sit status=Rejected
    /// booking B3 5..10 env=sit status=Released
    /// booking B4 10..12 env=sit status=Requested
    /// booking B5 5..10 env=uat
    /// booking B6 5..10 env=uat
    /// booking B7 5..10 env=dev
    /// booking B8 5..10 env=dev
    /// ```
    "booking-conflict", "Booking finds no room beside others", Warning, Booking => check, mend,
}

fn check(view: &View, booking: &Booking, found: &mut Vec<Finding>) {
    let Some(environment) = view.plan.environments.get(&booking.environment) else { return };
    let (Some(capacity), Some(own)) = (environment.capacity, Use::of_booking(booking)) else { return };
    let beside: Vec<Use> = view
        .bookings_of_environment(&environment.id)
        .filter(|other| other.id != booking.id)
        .filter_map(Use::of_booking)
        .filter_map(|other| Some(Use { window: other.window.intersection(own.window)?, ..other }))
        .gather();
    // What is approved has its room before what is asked for.
    let rivals: Vec<Use> = beside.into_iter().filter(|other| other.is_firm || !own.is_firm).gather();
    let all: Vec<Use> = rivals.iter().cloned().chain([own.clone()]).gather();
    let stretches = excesses(&all, capacity as usize);
    let Some(first) = stretches.first() else { return };
    let subject = RecordRef::from(&booking.id);
    let by = stretches.iter().flat_map(|stretch| &stretch.by).filter(|of| **of != subject);
    let mut rivals: Vec<RecordRef> = by.cloned().gather();
    rivals.arrange();
    rivals.dedup();
    let span = first.span;
    let room = match capacity {
        0 => "no booking".to_owned(),
        1 => "1 booking".to_owned(),
        more => format!("{more} bookings"),
    };
    let beside = if rivals.is_empty() { String::new() } else { format!(" beside {}", view.titles(&rivals)) };
    let what = if own.is_firm { "has no room" } else { "asks for room that is not there" };
    let sentence = format!(
        "{} {what}{beside} at {}: {} bears {room} at a time.",
        view.title(&subject),
        view.span(span),
        environment.title(),
    );
    let used = u32::try_from(first.most).unwrap_or(u32::MAX);
    let cause = RecordRef::from(&environment.id);
    let mut by: Vec<RecordRef> = rivals.clone();
    by.push(subject);
    let seconds = stretches.iter().map(|stretch| stretch.span.seconds()).sum();
    let finding = view.report(&RULE, subject, sentence, found);
    finding.severity = if own.is_firm { Severity::Blocker } else { RULE.severity };
    finding.span = Some(span);
    finding.proof.push(Proof::Count { span, used, capacity, by });
    finding.fact(cause, format!("bears {room} at a time"));
    view.blame(finding, cause);
    view.add_owners(finding, &rivals);
    finding.harm = harm(1, seconds);
}

/// Takes it to another environment of the same kind that is free, or to when there is room; its phase and what follows
/// that along.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(booking) = finding.subject.id_of().and_then(|id| view.plan.bookings.get(&id)) else {
        return Vec::new();
    };
    let Some(environment) = view.plan.environments.get(&booking.environment) else { return Vec::new() };
    if booking.window.start <= view.now || booking.environment_group.is_some() {
        return Vec::new();
    }
    let mut fixes = Vec::new();
    let is_free = |other: &&Environment| {
        other.kind == environment.kind
            && other.id != environment.id
            && other.control == environment.control
            && booking.phase.is_none()
            && unavailable(other, booking.window).is_empty()
            && free_from(view, other, booking.window, &finding.subject) == Some(booking.window)
            && !uses(view, other).iter().any(|usage| usage.window.overlaps(booking.window))
    };
    if let Some(other) = view.plan.environments.values().find(is_free) {
        let moved = altered!(booking.clone(), environment: other.id, status: BookingStatus::Requested);
        let label = format!("Ask for {} instead", other.title());
        fixes.push(Fix { label: label.as_str().into(), command: Command::Edit(moved.into()) });
    }
    if let Some(window) = free_from(view, environment, booking.window, &finding.subject)
        .filter(|window| *window != booking.window)
    {
        fixes.push(move_use(view, &finding.subject, window, false));
    }
    fixes
}

/// True when a booking, were it as it is here, would be in no conflict.
pub(super) fn has_room(view: &View, booking: &Booking) -> bool {
    let mut found = Vec::new();
    check(view, booking, &mut found);
    found.is_empty()
}
