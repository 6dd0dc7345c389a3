//! The truth table of booking conflicts: every pair of states, in both orders, in environments for one and for two.

#![allow(clippy::unwrap_used, clippy::panic)]

use slipway::model::{BookingStatus, RecordRef, Severity, notation};
use slipway::rules::Checker;

/// Which of two bookings are in conflict, the first and the second.
fn expected(first: BookingStatus, second: BookingStatus, capacity: u32) -> (bool, bool) {
    use BookingStatus::{Approved, Requested};
    match (first, second, capacity) {
        (Approved | Requested, Approved | Requested, 2) => (false, false),
        (Approved, Approved, _) | (Requested, Requested, _) => (true, true),
        (Approved, Requested, _) => (false, true),
        (Requested, Approved, _) => (true, false),
        _ => (false, false),
    }
}

/// Which of the bookings `B1`, `B2` and so on of a plan in the notation are in conflict, and whether that blocks.
fn conflicts(text: &str) -> Vec<(RecordRef, Severity)> {
    let example = notation::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let checker = Checker::check(&example.plan, example.now);
    let found = checker.findings().filter(|finding| finding.rule == "booking-conflict");
    found.map(|finding| (finding.subject, finding.severity)).collect()
}

fn booking(number: u32) -> RecordRef {
    format!("bookings/B{number}").parse().unwrap()
}

#[test]
fn every_pair_of_states_in_both_orders_is_in_conflict_as_the_table_says() {
    let mut seen = 0;
    for capacity in [1, 2] {
        for first in BookingStatus::ALL {
            for second in BookingStatus::ALL {
                for windows in [("5..10", "8..12"), ("8..12", "5..10")] {
                    let text = format!(
                        "environment sit capacity={capacity}\n\
                         booking B1 {} env=sit status={first}\n\
                         booking B2 {} env=sit status={second}",
                        windows.0, windows.1,
                    );
                    let found = conflicts(&text);
                    let has = |number| found.iter().any(|(of, _)| *of == booking(number));
                    assert_eq!((has(1), has(2)), expected(*first, *second, capacity), "{text}");
                    for (of, severity) in &found {
                        let status = if *of == booking(1) { first } else { second };
                        let blocks = *status == BookingStatus::Approved;
                        assert_eq!(*severity == Severity::Blocker, blocks, "{text}");
                    }
                    seen += 1;
                }
            }
        }
    }
    assert_eq!(seen, 64);
}

#[test]
fn a_third_booking_is_one_too_many_where_there_is_room_for_two() {
    let with = |statuses: [BookingStatus; 3]| {
        let bookings: Vec<String> = statuses
            .iter()
            .enumerate()
            .map(|(place, status)| format!("booking B{} 5..10 env=sit status={status}", place + 1))
            .collect();
        let found = conflicts(&format!("environment sit capacity=2\n{}", bookings.join("\n")));
        found.into_iter().map(|(of, _)| of).collect::<Vec<_>>()
    };
    use BookingStatus::{Approved, Rejected, Released, Requested};
    assert_eq!(with([Approved, Approved, Requested]), [booking(3)]);
    assert_eq!(with([Approved, Requested, Requested]), [booking(2), booking(3)]);
    assert_eq!(with([Approved, Approved, Approved]), [booking(1), booking(2), booking(3)]);
    assert_eq!(with([Approved, Approved, Rejected]), []);
    assert_eq!(with([Requested, Requested, Released]), []);
}

#[test]
fn bookings_that_only_touch_and_environments_without_a_limit_are_no_conflict() {
    assert_eq!(
        conflicts("environment sit capacity=1\nbooking B1 5..10 env=sit\nbooking B2 10..12 env=sit"),
        []
    );
    assert_eq!(conflicts("environment dev\nbooking B1 5..10 env=dev\nbooking B2 5..10 env=dev"), []);
}
