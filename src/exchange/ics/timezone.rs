//! VTIMEZONE from the compiled zone database: each clock change as it is, no rules guessed (RFC 5545, 3.6.5).

use chrono::{Datelike, NaiveDateTime};

use super::fold::Lines;
use crate::gather::Gather;
use crate::sorted::SortedMap;
use crate::time::{Instant, Zone, compact_text};

/// How many years of clock changes are written from the first use on.
const YEARS: i32 = 20;

/// Writes the zone with its clock changes from the year before `first` on.
pub(super) fn write(lines: &mut Lines, zone: Zone, first: NaiveDateTime) {
    let year_start = |year: i32| {
        let date = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(chrono::NaiveDate::MAX);
        zone.start_of_day(date)
    };
    let from = year_start(first.year() - 1);
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", zone.name());
    let initial = zone.offset_seconds(from);
    let mut observances = SortedMap::from([((initial, initial), vec![zone.local(from)])]);
    for change in changes(zone, from, year_start(first.year() + YEARS)) {
        let before = zone.offset_seconds(change.plus_seconds(-1));
        let onset = change.plus_seconds(i64::from(before));
        let onset = onset.to_chrono().naive_utc();
        observances.get_or_default((before, zone.offset_seconds(change))).push(onset);
    }
    for ((before, after), onsets) in observances {
        let name = if after > before { "DAYLIGHT" } else { "STANDARD" };
        lines.raw("BEGIN", name);
        let onsets: Vec<String> = onsets.into_iter().map(local).gather();
        if let Some((first, rest)) = onsets.split_first() {
            lines.raw("DTSTART", first);
            if !rest.is_empty() {
                lines.raw("RDATE", &rest.join(","));
            }
        }
        lines.raw("TZOFFSETFROM", &offset(before));
        lines.raw("TZOFFSETTO", &offset(after));
        lines.raw("END", name);
    }
    lines.raw("END", "VTIMEZONE");
}

/// A local time as calendars write it.
pub(super) fn local(time: NaiveDateTime) -> String {
    compact_text(time)
}

/// The instants at which the zone's offset changes: looked for day by day, then to the second.
fn changes(zone: Zone, from: Instant, to: Instant) -> Vec<Instant> {
    const DAY: i64 = 86_400;
    let mut changes = Vec::new();
    let mut at = from;
    while at < to {
        let next = at.plus_seconds(DAY);
        if zone.offset_seconds(at) != zone.offset_seconds(next) {
            let (mut before, mut after) = (at, next);
            while after.seconds_since(before) > 1 {
                let middle = before.plus_seconds(after.seconds_since(before) / 2);
                if zone.offset_seconds(middle) == zone.offset_seconds(at) {
                    before = middle;
                } else {
                    after = middle;
                }
            }
            changes.push(after);
        }
        if next <= at {
            break;
        }
        at = next;
    }
    changes
}

fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_clock_change_is_written_with_its_local_onset() {
        let mut lines = Lines::default();
        write(&mut lines, Zone::parse("Europe/Amsterdam").unwrap(), "2026-03-02T20:00:00".parse().unwrap());
        let text = lines.into_text().replace("\r\n ", "");
        assert!(
            text.contains(
                "BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\nRDATE:20260329T020000,20270328T020000"
            ),
            "{text}"
        );
        assert!(text.contains("TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT"), "{text}");
        assert!(text.contains("DTSTART:20251026T030000\r\nRDATE:20261025T030000"), "{text}");
    }

    #[test]
    fn a_zone_without_clock_changes_has_one_observance() {
        let mut lines = Lines::default();
        write(&mut lines, Zone::parse("Asia/Kolkata").unwrap(), "2026-03-02T20:00:00".parse().unwrap());
        let text = lines.into_text();
        assert_eq!(text.matches("BEGIN:STANDARD").count(), 1);
        assert!(text.contains("TZOFFSETTO:+0530"), "{text}");
    }
}
