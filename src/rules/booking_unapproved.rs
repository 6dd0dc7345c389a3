//! `booking-unapproved`.

use super::occupancy::Use;
use super::rule::rule;
use super::wording::working_days;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::{
    Booking, BookingStatus, Command, Control, Environment, Id, Phase, PhaseStatus, Record, RecordRef,
    Release, Table,
};
use crate::time::Interval;

rule! {
    /// A booking of an environment that somebody answers for is approved five working days before it starts. A phase in
    /// a managed environment has a booking by then.
    ///
    /// # Why
    /// Who asked plans with it, and who decides does not know that it is urgent; what was never asked for cannot be
    /// approved. Open environments need no approval, and what goes into a controlled one is the board's.
    ///
    /// # Fails
    /// ```plan
    /// now 5T09
    /// environment sit Managed
    /// environment prod Controlled
    /// booking B1 12..14 env=sit status=Requested    #! booking-unapproved
    /// booking B2 4..7 env=prod status=Requested     #! booking-unapproved
    /// release R1
    /// phase test 12..14 of=R1 env=sit               #! booking-unapproved
    /// booking B3 12..14 env=sit phase=test status=Rejected
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
    /// release R1
    /// release R2 status=Cancelled
    /// phase test 6..8 of=R1 env=sit order=1
    /// booking B6 6..8 env=sit phase=test
    /// phase build 6..8 of=R1 env=dev order=1
    /// phase users 20..25 of=R1 env=sit order=2
    /// phase gone 6..8 of=R2 env=sit
    /// phase over 2..4 of=R1 env=sit status=Passed
    /// ```
    "booking-unapproved", "Booking is not there or not approved, and starts soon", Warning,
    Any(&[Table::Bookings, Table::Phases]) => check, mend,
    limit 5 "working days",
}

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    if let Some(booking) = subject.id_of().and_then(|id| view.plan.bookings.get(&id)) {
        unapproved(view, booking, found);
    }
    if let Some(phase) = subject.id_of().and_then(|id| view.plan.phases.get(&id)) {
        unbooked(view, phase, found);
    }
}

fn unapproved(view: &View, booking: &Booking, found: &mut Vec<Finding>) {
    let Some(environment) = view.plan.environments.get(&booking.environment) else { return };
    let is_open = booking.status == BookingStatus::Requested && !booking.window.is_empty();
    if !is_open || environment.control == Control::Open || booking.window.end <= view.now {
        return;
    }
    let Some(soon) = Soon::of(view, booking.window) else { return };
    let subject = RecordRef::from(&booking.id);
    let what = format!("{} in {}", view.title(&subject), environment.title());
    found.push(soon.finding(view, subject, environment, &what, "is only requested"));
}

fn unbooked(view: &View, phase: &Phase, found: &mut Vec<Finding>) {
    let Some((environment, window)) = without_booking(view, phase) else { return };
    let Some(soon) = Soon::of(view, window) else { return };
    let release = view.plan.releases.get(&phase.release).map_or("", Release::title);
    let what = format!("{} of {release} in {}", phase.title(), environment.title());
    found.push(soon.finding(view, RecordRef::from(&phase.id), environment, &what, "has no booking there"));
}

/// The managed environment of a phase that is still to come and has no booking there, and when it is.
fn without_booking<'a>(view: &View<'a>, phase: &Phase) -> Option<(&'a Environment, Interval)> {
    let environment = view.plan.environments.get(phase.environment.as_ref()?)?;
    let usage = Use::of_phase(view, &environment.id, phase)?;
    let is_meant = environment.control == Control::Managed && phase.status == PhaseStatus::Planned;
    (is_meant && view.now < usage.window.end).then_some((environment, usage.window))
}

/// A window that starts in so few working days that it has to be approved.
struct Soon {
    window: Interval,
    have: i64,
}

impl Soon {
    fn of(view: &View, window: Interval) -> Option<Soon> {
        let zone = view.zone();
        let (today, start) = (zone.date_of(view.now), zone.date_of(window.start));
        let have = view.plan.settings.calendar.working_days_between(today, start);
        (have <= view.limit(&RULE)).then_some(Soon { window, have })
    }

    fn finding(
        &self,
        view: &View,
        subject: RecordRef,
        environment: &Environment,
        what: &str,
        lacks: &str,
    ) -> Finding {
        let Soon { window, have } = *self;
        let cause = RecordRef::from(&environment.id);
        let when = if window.start <= view.now {
            format!("has started at {}", view.moment(window.start))
        } else {
            format!("starts at {}, in {}", view.moment(window.start), working_days(have.max(0)))
        };
        let who = decider(environment);
        let name = who.as_ref().map_or("Somebody", |of| view.title(of));
        let sentence = format!("{what} {when}, and {lacks}; {name} decides about it.");
        let decided = who.into_iter().map(|of| Proof::Fact { of, text: "decides about it".to_owned() });
        let lacking = Proof::Fact { of: subject, text: lacks.to_owned() };
        let need = view.limit(&RULE) + 1;
        let count = Proof::WorkingDays { from: view.now, to: window.start, have, need, holidays: Vec::new() };
        Finding {
            span: Some(window),
            proof: [count, lacking].into_iter().chain(decided).gather(),
            owners: vec![view.owner(&subject), view.owner(&cause)],
            related: vec![cause],
            cause,
            harm: harm(1, window.seconds()),
            ..view.finding(&RULE, subject, sentence)
        }
    }
}

/// Who answers for an environment: its owner, or else its team.
fn decider(environment: &Environment) -> Option<RecordRef> {
    environment.owner.as_ref().map(RecordRef::from).or(environment.group.as_ref().map(RecordRef::from))
}

/// Approves it, or asks for it.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let phase = finding.subject.id_of().and_then(|id| view.plan.phases.get(&id));
    let fix = match phase {
        Some(phase) => asked(view, phase),
        None => finding.subject.id_of().and_then(|id| approved(view, view.plan.bookings.get(&id)?)),
    };
    fix.into_iter().gather()
}

fn approved(view: &View, booking: &Booking) -> Option<Fix> {
    let to = BookingStatus::Approved;
    let command = Command::DecideBooking { booking: booking.id, to, note: String::new() };
    let mut granted = booking.clone();
    granted.status = to;
    let has_room = super::booking_conflict::has_room(view, &granted);
    has_room.then(|| Fix { label: "Approve the booking".into(), command })
}

fn asked(view: &View, phase: &Phase) -> Option<Fix> {
    let (environment, window) = without_booking(view, phase)?;
    let release = view.plan.releases.get(&phase.release)?;
    let is_free = |id: &Id<Booking>| !view.plan.bookings.contains_key(id);
    let id = (1..).map(|number| Id::lenient(&format!("BKG-{}-{number}", phase.id))).find(is_free)?;
    let title = format!("{} of {}", phase.title(), release.title());
    let mut booking = Booking::requested(id, title, environment.id, window);
    booking.phase = Some(phase.id);
    booking.requester = release.owner;
    let label = format!("Ask for a booking of {}", environment.title()).as_str().into();
    Some(Fix { label, command: Command::Add(booking.into()) })
}
