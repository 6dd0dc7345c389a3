//! `incompatible-use`.

use super::along::move_use;
use super::occupancy::{Use, free_from};
use super::rule::rule;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::{Booking, BookingUse, RecordRef};
use crate::time::Interval;

rule! {
    /// Nobody changes code or configuration of an environment while others only test in it.
    ///
    /// # Why
    /// A test says nothing about a version that was changed under it. Bookings for phases of one release agree among
    /// themselves. Where the environment has room for one only, the conflict is reported anyway. Each pair is reported
    /// on the later booking.
    ///
    /// # Fails
    /// ```plan
    /// environment uat capacity=3
    /// environment dev
    /// booking B1 5..10 env=uat use=TestOnly
    /// booking B2 8..9 env=uat use=CodeChange             #! incompatible-use
    /// booking B3 5..10 env=dev use=ConfigurationChange
    /// booking B4 6..10 env=dev use=TestOnly              #! incompatible-use
    /// booking B5 7..10 env=dev use=CodeChange            #! incompatible-use
    /// ```
    /// # Passes
    /// ```plan
    /// release R1
    /// environment uat capacity=3
    /// environment sit capacity=1
    /// phase test 5..10 of=R1 env=uat
    /// booking B1 5..10 env=uat use=TestOnly phase=test
    /// booking B2 5..10 env=uat use=TestOnly
    /// booking B3 5..6 env=uat use=CodeChange status=Rejected
    /// booking B4 10..12 env=uat use=CodeChange
    /// booking B5 10..12 env=uat use=ConfigurationChange
    /// booking B6 20..22 env=uat use=CodeChange phase=test
    /// booking B7 20..22 env=uat use=TestOnly phase=test
    /// booking B8 5..10 env=sit use=TestOnly
    /// booking B9 5..10 env=sit use=CodeChange
    /// ```
    "incompatible-use", "One changes an environment while others test in it", Warning, Booking => check, mend,
}

fn check(view: &View, booking: &Booking, found: &mut Vec<Finding>) {
    let Some(own) = Use::of_booking(booking) else { return };
    let environment = RecordRef::from(&booking.environment);
    for other in rivals(view, booking, own.window) {
        let is_earlier = (other.window.start, &other.id) < (own.window.start, &booking.id);
        let Some(common) = own.window.intersection(other.window).filter(|_| is_earlier) else { continue };
        let (subject, related) = (RecordRef::from(&booking.id), RecordRef::from(&other.id));
        let (by, tested) = match booking.usage {
            BookingUse::TestOnly => (&related, &subject),
            _ => (&subject, &related),
        };
        let what = if booking.usage == BookingUse::TestOnly { other.usage } else { booking.usage };
        let sentence = format!(
            "{} is a {} in {} while {} only tests there, at {}.",
            view.title(by),
            what.label().to_ascii_lowercase(),
            view.title(&environment),
            view.title(tested),
            view.span(common),
        );
        let finding = view.report(&RULE, subject, sentence, found);
        finding.span = Some(common);
        finding.proof.push(Proof::Overlap {
            a: subject,
            a_window: own.window,
            b: related,
            b_window: other.window,
            common,
        });
        finding.fact(environment, "is used by both");
        view.blame(finding, related);
        finding.harm = harm(1, common.seconds());
    }
}

/// The bookings of the same environment whose use does not go with that of this one, were it in this window.
fn rivals<'a>(view: &View<'a>, booking: &Booking, window: Interval) -> Vec<&'a Booking> {
    let plan = view.plan;
    let has_room = plan.environments.get(&booking.environment).is_some_and(|one| one.capacity != Some(1));
    let release = |one: &Booking| Some(plan.phases.get(one.phase.as_ref()?)?.release);
    let own = release(booking);
    let beside = view.bookings_of_environment(&booking.environment);
    beside
        .filter(|other| has_room && other.id != booking.id)
        .filter(|other| Use::of_booking(other).is_some_and(|usage| usage.window.overlaps(window)))
        .filter(|other| (other.usage == BookingUse::TestOnly) != (booking.usage == BookingUse::TestOnly))
        .filter(|other| own.is_none() || release(other) != own)
        .gather()
}

/// True when nobody stands against the use of a booking, were it in this window.
pub(super) fn is_compatible(view: &View, booking: &Booking, window: Interval) -> bool {
    rivals(view, booking, window).is_empty()
}

/// Moves it to when nobody stands against its use and there is room.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(booking) = finding.subject.id_of().and_then(|id| view.plan.bookings.get(&id)) else {
        return Vec::new();
    };
    let Some(environment) = view.plan.environments.get(&booking.environment) else { return Vec::new() };
    if booking.window.start <= view.now || booking.environment_group.is_some() {
        return Vec::new();
    }
    const MOST_JUMPS: usize = 20;
    let mut window = booking.window;
    for _ in 0..MOST_JUMPS {
        let Some(free) = free_from(view, environment, window, &finding.subject) else { return Vec::new() };
        let Some(end) = rivals(view, booking, free).iter().map(|other| other.window.end).max() else {
            return vec![move_use(view, &finding.subject, free, false)];
        };
        window = free.starting_at(end);
    }
    Vec::new()
}
