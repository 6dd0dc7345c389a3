//! `booking-unapproved`.

use super::rule::rule;
use super::wording::working_days;
use super::{Finding, Fix, Proof, View, harm};
use crate::model::{Booking, BookingStatus, Command, Control, Environment, Record, RecordRef};

rule! {
    /// A booking of an environment that somebody answers for is approved five working days before it starts.
    ///
    /// # Why
    /// Who asked plans with it, and who decides does not know that it is urgent. Open environments need no approval.
    ///
    /// # Fails
    /// ```plan
    /// now 5T09
    /// environment sit Managed
    /// environment prod Controlled
    /// booking B1 12..14 env=sit status=Requested    #! booking-unapproved
    /// booking B2 4..7 env=prod status=Requested     #! booking-unapproved
    /// ```
    /// # Passes
    /// ```plan
    /// now 5T09
    /// environment sit Managed
    /// environment dev Open
    /// booking B1 12..14 env=sit
    /// booking B2 13..15 env=sit status=Requested
    /// booking B3 6..7 env=dev status=Requested
    /// booking B4 6..7 env=sit status=Rejected
    /// booking B5 2..4 env=sit status=Requested
    /// ```
    "booking-unapproved", "Booking starts soon and is not approved", Warning, Booking => check, mend,
    limit 5 "working days",
}

fn check(view: &View, booking: &Booking, found: &mut Vec<Finding>) {
    let Some(environment) = view.plan.environments.get(&booking.environment) else { return };
    let is_open = booking.status == BookingStatus::Requested && !booking.window.is_empty();
    if !is_open || environment.control == Control::Open || booking.window.end <= view.now {
        return;
    }
    let zone = view.zone();
    let (today, start) = (zone.date_of(view.now), zone.date_of(booking.window.start));
    let have = view.plan.settings.calendar.working_days_between(today, start);
    if have > view.limit(&RULE) {
        return;
    }
    let (subject, cause) = (RecordRef::from(&booking.id), RecordRef::from(&environment.id));
    let when = if booking.window.start <= view.now {
        format!("has started at {}", view.moment(booking.window.start))
    } else {
        format!("starts at {}, in {}", view.moment(booking.window.start), working_days(have.max(0)))
    };
    let who = decider(environment);
    let name = who.as_ref().map_or("Somebody", |of| view.title(of));
    let sentence = format!(
        "{} in {} {when}, and is only requested; {name} decides about it.",
        view.title(&subject),
        environment.title(),
    );
    let decided = who.into_iter().map(|of| Proof::Fact { of, text: "decides about it".to_owned() });
    let count = Proof::WorkingDays {
        from: view.now,
        to: booking.window.start,
        have,
        need: view.limit(&RULE) + 1,
        holidays: Vec::new(),
    };
    found.push(Finding {
        span: Some(booking.window),
        proof: [count].into_iter().chain(decided).collect(),
        owners: vec![view.owner(&subject), view.owner(&cause)],
        related: vec![cause.clone()],
        cause,
        harm: harm(1, booking.window.seconds()),
        ..view.finding(&RULE, subject, sentence)
    });
}

/// Who answers for an environment: its owner, or else its team.
fn decider(environment: &Environment) -> Option<RecordRef> {
    environment.owner.as_ref().map(RecordRef::from).or(environment.group.as_ref().map(RecordRef::from))
}

/// Approves it.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(booking) = finding.subject.id_of().and_then(|id| view.plan.bookings.get(&id)) else {
        return Vec::new();
    };
    let to = BookingStatus::Approved;
    let command = Command::DecideBooking { booking: booking.id.clone(), to, note: String::new() };
    let approved = Booking { status: to, ..booking.clone() };
    if !super::booking_conflict::has_room(view, &approved) {
        return Vec::new();
    }
    vec![Fix { label: "Approve the booking".into(), command }]
}
