//! Recurrence against two oracles: the crate `rrule` in UTC, and for clock changes a walk over every day. A
//! suite of its own because both oracles must stay out of the engine.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "clippy takes only functions marked #[test] for tests, and these oracles are helpers"
)]

mod bounds;
mod clock_changes;
mod oracle;
mod random;
mod rfc_5545;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDateTime, TimeZone};
use proptest::prelude::*;
use proptest::sample::select;
use slipway::time::{Instant, Interval, Recurrence, RecurringWindow, Zone, parse_local};

use oracle::{Rule, instant_by_walking, starts_by_rrule};
use random::{dates, quarters, rules};

/// Zones whose clocks do unusual things, beside the usual ones.
const ZONES: [&str; 10] = [
    "UTC",
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Santiago",
    "America/Havana",
    "Asia/Gaza",
    "Europe/Dublin",
];

fn window(start: &str, minutes: u32, zone: &str, rule: &str) -> RecurringWindow {
    RecurringWindow {
        start: parse_local(start).unwrap(),
        duration_minutes: minutes,
        zone: Zone::parse(zone).unwrap(),
        rule: Recurrence::parse(rule).unwrap(),
        except: Vec::new(),
        also: Vec::new(),
        extra: BTreeMap::new(),
    }
}

fn always() -> Interval {
    Interval::new(Instant::MIN, Instant::MAX)
}

/// The local starts of the first occurrences, as text.
fn first_starts(window: &RecurringWindow, count: usize) -> Vec<String> {
    let from = window.zone.resolve(window.start);
    let range = Interval::new(from, from.plus_minutes(20 * 366 * 24 * 60));
    let starts = window.occurrences(range).into_iter().take(count);
    starts
        .map(|occurrence| window.zone.local(occurrence.start).format("%Y-%m-%d %H:%M").to_string())
        .collect()
}

fn recurring(rule: &Rule, start: NaiveDateTime, zone: &str, minutes: u32) -> RecurringWindow {
    RecurringWindow { start, ..window("2000-01-01T00:00", minutes, zone, &rule.text()) }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn starts_in_utc_are_those_of_the_crate_rrule(
        mut rule in rules(),
        date in dates(1990, 2040),
        time in quarters(),
        until_days in prop::option::weighted(0.3, 0..2000_u64),
    ) {
        // The crate cuts the first week off at the start before it counts positions; RFC 5545 counts them
        // in the whole week, as both do for months.
        let has_positions_in_week = rule.frequency == "WEEKLY" && !rule.positions.is_empty();
        let date = if has_positions_in_week { rule.first_period(date) } else { date };
        // The crate wants both of `MO,1TU` on one day; RFC 5545 lists either.
        if rule.weekdays.iter().any(|(ordinal, _)| *ordinal != 0) {
            rule.weekdays.retain(|(ordinal, _)| *ordinal != 0);
        }
        let start = date.and_time(time);
        if rule.count.is_none() {
            rule.until = until_days.map(|days| start + Days::new(days));
        }
        let years = if rule.frequency == "YEARLY" { 12 } else { 4 };
        let before = start + Days::new(366 * years);
        let range = Interval::new(Instant::from_chrono(start.and_utc()), Instant::from_chrono(before.and_utc()));
        let found: Vec<Instant> =
            recurring(&rule, start, "UTC", 15).occurrences(range).iter().map(|found| found.start).collect();
        // The crate walks eight thousand years for a rule that never matches.
        let expected = match rule.days(date, before.date()).as_slice() {
            [] => Vec::new(),
            _ => starts_by_rrule(&rule, start, before),
        };
        prop_assert_eq!(found, expected, "{}", rule.text());
    }

    #[test]
    fn occurrences_in_any_zone_are_those_of_a_walk_over_every_day(
        rule in rules(),
        date in dates(1996, 2036),
        time in quarters(),
        zone in select(ZONES.to_vec()),
        minutes in prop_oneof![1..2000_u32, 1..40_000_u32],
        later_days in prop_oneof![-40..5_i64, 0..1200_i64],
        range_minutes in prop_oneof![1..3000_i64, 1..600_000_i64],
        except in prop::collection::vec(0..50_usize, 0..4),
        also_days in prop::collection::vec(0..1500_u64, 0..3),
    ) {
        let mut window = recurring(&rule, date.and_time(time), zone, minutes);
        let range_start = window.zone.resolve(window.start).plus_minutes(later_days * 1440 - 3000);
        let range = Interval::new(range_start, range_start.plus_minutes(range_minutes));
        let tz: chrono_tz::Tz = zone.parse().unwrap();

        let last = tz.from_utc_datetime(&range.end.to_chrono().naive_utc()).date_naive() + Days::new(3);
        let mut starts: Vec<NaiveDateTime> =
            rule.days(date, last).into_iter().map(|day| day.and_time(time)).collect();
        window.also = also_days.iter().map(|later| (date + Days::new(*later)).and_time(time)).collect();
        starts.extend(&window.also);
        window.except = except.iter().filter_map(|index| starts.get(starts.len().checked_sub(index + 1)?)).copied().collect();

        let left_out: BTreeSet<Instant> =
            window.except.iter().map(|local| instant_by_walking(tz, *local)).collect();
        let earliest = range.start.plus_minutes(-i64::from(minutes) - 4 * 1440).to_chrono().naive_utc();
        let expected: BTreeSet<Interval> = starts
            .into_iter()
            .filter(|local| earliest <= *local)
            .map(|local| instant_by_walking(tz, local))
            .filter(|start| !left_out.contains(start))
            .map(|start| Interval::new(start, start.plus_minutes(i64::from(minutes))))
            .filter(|occurrence| occurrence.overlaps(range))
            .collect();
        prop_assert_eq!(window.occurrences(range), expected.into_iter().collect::<Vec<_>>(), "{}", rule.text());
        prop_assert_eq!(window.start_matches_rule(), rule.days(date, date).contains(&date));
    }

    #[test]
    fn a_range_shows_what_the_whole_of_time_holds_there(
        rule in rules(),
        date in dates(1900, 2200),
        time in quarters(),
        zone in select(ZONES.to_vec()),
        minutes in 1..3000_u32,
        range_date in dates(1900, 2200),
        range_minutes in 1..100_000_i64,
    ) {
        let window = recurring(&rule, date.and_time(time), zone, minutes);
        let from = Zone::UTC.start_of_day(range_date);
        let range = Interval::new(from, from.plus_minutes(range_minutes));
        let mut all = window.occurrences(always());
        all.retain(|occurrence| occurrence.overlaps(range));
        prop_assert_eq!(window.occurrences(range), all, "{}", rule.text());
    }

    #[test]
    fn a_rule_is_read_back_as_it_is_written(rule in rules()) {
        let read = Recurrence::parse(&rule.text()).unwrap();
        let written = read.to_string();
        prop_assert_eq!(Recurrence::parse(&written).unwrap(), read.clone());
        prop_assert_eq!(Recurrence::parse(&written).unwrap().to_string(), written.clone());
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{written}\""));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,60}", parts in prop::collection::vec("(FREQ|BYDAY|BYMONTH|UNTIL|COUNT|WKST|BYSETPOS)=[-+0-9A-Zé,]{0,12}", 0..5)) {
        let _ = Recurrence::parse(&text);
        let _ = Recurrence::parse(&parts.join(";"));
        let _ = Zone::parse(&text);
        let _ = parse_local(&text);
    }
}
