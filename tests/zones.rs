//! The zones of the page are those of the crate `chrono-tz`, which is the oracle here and the source of the two files.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{GapInfo, TZ_VARIANTS, Tz};
use slipway::time::{Instant, LocalKind, Zone};

const DAY: i64 = 24 * 3600;

fn utc(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
}

fn offset(zone: Tz, seconds: i64) -> i32 {
    zone.offset_from_utc_datetime(&utc(seconds)).fix().local_minus_utc()
}

/// When the offset changes from 1970 on, with the offset that comes, found by looking every `step` seconds.
fn changes(zone: Tz, step: i64) -> Vec<(i64, i32)> {
    let (from, end) = (0, Instant::MAX.unix_seconds() + 2 * DAY);
    let mut found = vec![(from, offset(zone, from))];
    let mut at = from;
    while at < end {
        let before = found[found.len() - 1].1;
        let next = at + step;
        if offset(zone, next) == before {
            at = next;
            continue;
        }
        let (mut low, mut high) = (at, next);
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if offset(zone, middle) == before { low = middle } else { high = middle }
        }
        found.push((high, offset(zone, high)));
        at = high;
    }
    found
}

fn push_number(bytes: &mut Vec<u8>, mut number: i64) {
    while 127 < number {
        bytes.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn encoded(changes: &[(i64, i32)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = (0, 0);
    for (at, offset) in changes {
        let (passed, step) = (at - last.0, i64::from(offset - last.1));
        let is_hours = passed % 3_600 == 0 && step % 3_600 == 0;
        let unit = if is_hours { 3_600 } else { 1 };
        push_number(&mut bytes, passed / unit * 2 + i64::from(!is_hours));
        let step = step / unit;
        push_number(&mut bytes, if step < 0 { -2 * step - 1 } else { 2 * step });
        last = (*at, *offset);
    }
    bytes
}

/// After an update of `chrono-tz`: `cargo test --release --test zones -- --ignored`.
#[test]
#[ignore = "writes src/time/zones.txt and src/time/zones.bin anew"]
fn the_files_are_written() {
    let mut zones: Vec<(&str, Vec<u8>)> =
        TZ_VARIANTS.iter().map(|zone| (zone.name(), encoded(&changes(*zone, DAY / 8)))).collect();
    zones.sort();
    let mut histories: Vec<Vec<u8>> = zones.iter().map(|(_, history)| history.clone()).collect();
    // Histories that end alike stand together, which makes them short when they are packed.
    histories.sort_by_key(|history| history.iter().rev().copied().collect::<Vec<u8>>());
    histories.dedup();
    let mut bytes = Vec::new();
    for history in &histories {
        push_number(&mut bytes, i64::try_from(history.len()).unwrap());
        bytes.extend(history);
    }
    let lines = zones.iter().map(|(name, history)| {
        let place = histories.iter().position(|other| other == history).unwrap();
        format!("{name} {place}\n")
    });
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/time");
    fs::write(folder.join("zones.txt"), lines.collect::<String>()).unwrap();
    fs::write(folder.join("zones.bin"), bytes).unwrap();
}

#[test]
fn the_names_are_those_of_the_database() {
    let mut names: Vec<&str> = TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    names.sort_unstable();
    assert_eq!(Zone::all_names().collect::<Vec<_>>(), names);
    assert_eq!(Zone::UTC.name(), "UTC");
    assert_eq!(Zone::parse("UTC"), Ok(Zone::UTC));
}

/// Looked at every ten days, and a second before and at each change.
#[test]
fn every_zone_shows_the_same_time_as_the_database() {
    for tz in TZ_VARIANTS {
        let zone = Zone::parse(tz.name()).unwrap();
        for (at, _) in changes(tz, 10 * DAY) {
            for seconds in [at - 1, at, at + 5 * DAY] {
                let Some(instant) = Instant::from_unix_seconds(seconds).filter(|_| 0 <= seconds) else {
                    continue;
                };
                assert_eq!(zone.offset_seconds(instant), offset(tz, seconds), "{zone} {instant}");
            }
        }
    }
}

/// The database vouches for the time since 1970 alone; what was before would be a third of the files.
#[test]
fn before_1970_a_zone_shows_the_time_with_which_that_year_began() {
    let liberia = Zone::parse("Africa/Monrovia").unwrap();
    assert_eq!(liberia.offset_seconds(Instant::MIN), -(44 * 60 + 30));
}

/// Around each change, a quarter of an hour at a time.
#[test]
fn every_zone_reads_local_times_as_the_database() {
    for tz in TZ_VARIANTS {
        let zone = Zone::parse(tz.name()).unwrap();
        for (at, shown) in changes(tz, 60 * DAY) {
            let range = 2 * DAY..Instant::MAX.unix_seconds() - 2 * DAY;
            if !range.contains(&at) {
                continue;
            }
            for quarter in -8..8 {
                let local = utc(at + i64::from(shown) + quarter * 900);
                let (kind, offset) = match tz.offset_from_local_datetime(&local) {
                    chrono::MappedLocalTime::Single(offset) => (LocalKind::Exact, offset.fix()),
                    chrono::MappedLocalTime::Ambiguous(one, other) => (
                        LocalKind::Ambiguous,
                        if other.fix().local_minus_utc() < one.fix().local_minus_utc() {
                            one.fix()
                        } else {
                            other.fix()
                        },
                    ),
                    chrono::MappedLocalTime::None => {
                        let (_, before) = GapInfo::new(&local, &tz).unwrap().begin.unwrap();
                        (LocalKind::InGap, before.fix())
                    }
                };
                assert_eq!(zone.resolve_kind(local), kind, "{zone} {local}");
                let expected = local.and_utc().timestamp() - i64::from(offset.local_minus_utc());
                assert_eq!(zone.resolve(local).unix_seconds(), expected, "{zone} {local}");
            }
        }
    }
}
