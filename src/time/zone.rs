//! `Zone`: a place's clock, from the IANA database. A file of its own because it alone knows that local
//! time has holes and repeats; everything else works in [`Instant`]s.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::gather::Gather;

use super::zone_table::{self, Span};
use super::{Instant, Interval};

/// A time zone of the IANA database, which is compiled in: the same answer on every machine.
///
/// Clock changes are known from 1970, before which the database vouches for none, up to the year 2099; earlier years have
/// the first offset and later ones the last. Written as its name,
/// ordered by its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone(
    /// The place in the order of the names.
    u16,
);

/// Why a text is no [`Zone`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ZoneError {
    /// No zone has this name; `suggestion` is the nearest that exists.
    #[error("\"{name}\" is not a time zone; write an IANA name such as {suggestion}")]
    Unknown {
        /// The text as it was read, shortened.
        name: String,
        /// A name that exists.
        suggestion: &'static str,
    },
}

/// How a local time stands to the clock changes of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalKind {
    /// The clock shows it exactly once.
    Exact,
    /// The clock is put forward over it and never shows it.
    InGap,
    /// The clock is put back and shows it twice.
    Ambiguous,
}

impl Zone {
    /// Coordinated universal time: no clock changes.
    pub const UTC: Zone = Zone(UTC_PLACE);

    /// Reads an IANA name such as `Europe/Amsterdam`; upper and lower case are the same.
    pub fn parse(name: &str) -> Result<Zone, ZoneError> {
        let wanted = name.trim();
        let place = zone_table::names().position(|name| name.eq_ignore_ascii_case(wanted));
        place.and_then(|place| u16::try_from(place).ok()).map(Zone).ok_or_else(|| ZoneError::Unknown {
            name: wanted.chars().take(60).gather(),
            suggestion: nearest_name(wanted),
        })
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        zone_table::name(self.0)
    }

    /// The names of all zones, old aliases included, in alphabetical order.
    pub fn all_names() -> impl Iterator<Item = &'static str> {
        zone_table::names()
    }

    /// What the clock shows at this instant.
    #[must_use]
    pub fn local(self, instant: Instant) -> NaiveDateTime {
        let seconds = instant.unix_seconds() + i64::from(self.offset_seconds(instant));
        DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc()
    }

    /// What the calendar shows at this instant.
    #[must_use]
    pub fn date_of(self, instant: Instant) -> NaiveDate {
        self.local(instant).date()
    }

    /// Local time minus UTC in seconds; positive in the east.
    #[must_use]
    pub fn offset_seconds(self, instant: Instant) -> i32 {
        let spans = zone_table::spans(self.0);
        let place = spans.partition_point(|span| span.start <= instant.unix_seconds());
        place.checked_sub(1).and_then(|place| spans.get(place)).map_or(0, |span| span.offset)
    }

    /// The instant at which the clock shows `local`, drawn into the range of [`Instant`].
    ///
    /// A time in a gap is read with the offset before the gap, so 02:30 in a gap of one hour is 03:30;
    /// a time that occurs twice is its first occurrence (RFC 5545, 3.3.5).
    #[must_use]
    pub fn resolve(self, local: NaiveDateTime) -> Instant {
        instant_at(local, self.reading(local).offset_seconds())
    }

    /// Whether the clock shows `local` once, never or twice.
    #[must_use]
    pub fn resolve_kind(self, local: NaiveDateTime) -> LocalKind {
        match self.reading(local) {
            Reading::Once { .. } => LocalKind::Exact,
            Reading::Never { .. } => LocalKind::InGap,
            Reading::Twice { .. } => LocalKind::Ambiguous,
        }
    }

    /// The first instant of a local day: midnight, or the end of the gap where midnight is in one.
    ///
    /// A day that a zone skipped (Pacific/Apia, 2011-12-30) starts where the next one does.
    #[must_use]
    pub fn start_of_day(self, date: NaiveDate) -> Instant {
        let midnight = date.and_time(NaiveTime::MIN);
        match self.reading(midnight) {
            Reading::Never { offset_before, begin } => instant_at(begin, offset_before),
            shown => instant_at(midnight, shown.offset_seconds()),
        }
    }

    /// A local day, end-exclusive: 23 to 25 hours long where the clock changes, empty if it was skipped.
    #[must_use]
    pub fn day(self, date: NaiveDate) -> Interval {
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        Interval::new(self.start_of_day(date), self.start_of_day(next))
    }

    fn reading(self, local: NaiveDateTime) -> Reading {
        let shown = local.and_utc().timestamp();
        let spans = zone_table::spans(self.0);
        // No clock is more than a day ahead of UTC, so only the spans around that time can show it.
        let first = spans.partition_point(|span| span.start < shown - 2 * DAY).saturating_sub(1);
        let near = || spans.iter().skip(first).take_while(|span| span.start < shown + 2 * DAY);
        let ends = || near().skip(1).map(|next| next.start).chain([i64::MAX]);
        let begins = |span: &Span, at: i64| at.saturating_add(i64::from(span.offset));
        let mut reading: Option<Reading> = None;
        for (span, end) in near().zip(ends()) {
            if !(begins(span, span.start) <= shown && shown < begins(span, end)) {
                continue;
            }
            reading = Some(match reading {
                None => Reading::Once { offset: span.offset },
                Some(earlier) => Reading::Twice { first_offset: span.offset.max(earlier.offset_seconds()) },
            });
        }
        let gap = || {
            let (before, next) = near().zip(near().skip(1)).find(|(before, next)| {
                begins(before, next.start) <= shown && shown < begins(next, next.start)
            })?;
            let begin = DateTime::from_timestamp(begins(before, next.start), 0)?.naive_utc();
            Some(Reading::Never { offset_before: before.offset, begin })
        };
        reading.or_else(gap).unwrap_or(Reading::Once { offset: 0 })
    }
}

/// The place of UTC in the order of the names; `tests/zones.rs` checks it.
const UTC_PLACE: u16 = 592;

const DAY: i64 = 24 * 60 * 60;

/// How often the clock shows a local time, and with which offsets in seconds.
#[derive(Clone, Copy)]
enum Reading {
    Once { offset: i32 },
    Twice { first_offset: i32 },
    Never { offset_before: i32, begin: NaiveDateTime },
}

impl Reading {
    fn offset_seconds(self) -> i32 {
        match self {
            Reading::Once { offset } => offset,
            Reading::Twice { first_offset } => first_offset,
            Reading::Never { offset_before, .. } => offset_before,
        }
    }
}

fn instant_at(local: NaiveDateTime, offset_seconds: i32) -> Instant {
    Instant::saturating_from_unix_seconds(local.and_utc().timestamp() - i64::from(offset_seconds))
}

/// The zone that was probably meant: the same city, or all but the last letters the same.
fn nearest_name(wanted: &str) -> &'static str {
    let city = |name: &str| name.rsplit('/').next().unwrap_or(name).replace(' ', "_").to_ascii_lowercase();
    let wanted_city = city(wanted);
    let alike =
        |name: &str| name.bytes().zip(wanted.bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    Zone::all_names()
        .find(|name| city(name) == wanted_city)
        .or_else(|| {
            Zone::all_names().max_by_key(|name| alike(name)).filter(|name| wanted.len() <= alike(name) + 2)
        })
        .unwrap_or("Europe/Amsterdam")
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Zone::parse(&name).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(zone_name: &str, local_time: &str, kind: LocalKind, utc: &str) {
        let zone = zone(zone_name);
        assert_eq!(zone.resolve_kind(local(local_time)), kind);
        assert_eq!(zone.resolve(local(local_time)).to_string(), utc);
    }

    #[test]
    fn a_name_in_the_wrong_case_is_read_and_written_right() {
        assert_eq!(zone(" europe/amsterdam ").name(), "Europe/Amsterdam");
        assert_eq!(zone("utc"), Zone::UTC);
    }

    #[test]
    fn an_unknown_name_is_quoted_and_the_nearest_suggested() {
        let text = |name: &str| Zone::parse(name).unwrap_err().to_string();
        assert!(text("Mars/Olympus").contains("\"Mars/Olympus\""));
        assert!(text("Mars/Olympus").contains("Europe/Amsterdam"));
        assert!(text("new york").contains("America/New_York"));
        assert!(text("Europe/Berlim").contains("Europe/Berlin"));
        assert!(text("").contains("\"\""));
    }

    #[test]
    fn every_name_is_read_back() {
        let names: Vec<&str> = Zone::all_names().collect();
        assert!(names.len() > 400);
        for name in names {
            assert_eq!(zone(name).name(), name);
        }
    }

    #[test]
    fn a_time_in_a_gap_moves_forward_by_the_gap() {
        check("Europe/Amsterdam", "2026-03-29T02:30:00", LocalKind::InGap, "2026-03-29T01:30:00Z");
        check("America/New_York", "2026-03-08T02:00:00", LocalKind::InGap, "2026-03-08T07:00:00Z");
        check("Australia/Lord_Howe", "2026-10-04T02:10:00", LocalKind::InGap, "2026-10-03T15:40:00Z");
        check("Pacific/Apia", "2011-12-30T12:00:00", LocalKind::InGap, "2011-12-30T22:00:00Z");
    }

    #[test]
    fn a_time_that_occurs_twice_is_the_first() {
        check("Europe/Amsterdam", "2026-10-25T02:30:00", LocalKind::Ambiguous, "2026-10-25T00:30:00Z");
        check("America/New_York", "2026-11-01T01:30:00", LocalKind::Ambiguous, "2026-11-01T05:30:00Z");
        check("Australia/Lord_Howe", "2026-04-05T01:45:00", LocalKind::Ambiguous, "2026-04-04T14:45:00Z");
        check("Africa/Casablanca", "2026-02-15T02:30:00", LocalKind::Ambiguous, "2026-02-15T01:30:00Z");
    }

    #[test]
    fn the_edges_of_a_gap_and_of_an_overlap_are_exact() {
        check("Europe/Amsterdam", "2026-03-29T01:59:59", LocalKind::Exact, "2026-03-29T00:59:59Z");
        check("Europe/Amsterdam", "2026-03-29T03:00:00", LocalKind::Exact, "2026-03-29T01:00:00Z");
        check("Europe/Amsterdam", "2026-10-25T01:59:59", LocalKind::Exact, "2026-10-24T23:59:59Z");
        check("Europe/Amsterdam", "2026-10-25T03:00:00", LocalKind::Exact, "2026-10-25T02:00:00Z");
    }

    #[test]
    fn a_day_whose_midnight_is_in_a_gap_starts_at_the_gap_end() {
        let date = NaiveDate::from_ymd_opt(2024, 9, 8).unwrap();
        let day = zone("America/Santiago").day(date);
        assert_eq!(day.start.to_string(), "2024-09-08T04:00:00Z");
        assert_eq!(day.minutes(), 23 * 60);
    }

    #[test]
    fn a_day_has_25_hours_in_autumn_and_a_skipped_day_none() {
        let autumn = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
        assert_eq!(zone("Europe/Amsterdam").day(autumn).minutes(), 25 * 60);
        let skipped = NaiveDate::from_ymd_opt(2011, 12, 30).unwrap();
        assert!(zone("Pacific/Apia").day(skipped).is_empty());
    }

    #[test]
    fn local_time_is_read_back_in_every_zone_and_era() {
        for name in Zone::all_names() {
            let zone = zone(name);
            for year in 0..300 {
                let instant = Instant::MIN.plus_seconds(year * 31_556_952 + 12_345);
                let local = zone.local(instant);
                if zone.resolve_kind(local) == LocalKind::Exact {
                    assert_eq!(zone.resolve(local), instant, "{name} {local}");
                }
                let day = zone.day(zone.date_of(instant));
                assert!(day.contains(instant), "{name} {local} {day}");
            }
        }
    }

    #[test]
    fn the_ends_of_all_calendars_are_drawn_into_the_range() {
        for name in ["UTC", "Pacific/Kiritimati", "Pacific/Niue"] {
            let zone = zone(name);
            assert_eq!(zone.resolve(NaiveDateTime::MAX), Instant::MAX);
            assert_eq!(zone.resolve(NaiveDateTime::MIN), Instant::MIN);
            assert!(zone.day(NaiveDate::MAX).is_empty());
            assert_eq!(zone.resolve(zone.local(Instant::MIN)), Instant::MIN);
            assert_eq!(zone.resolve(zone.local(Instant::MAX)), Instant::MAX);
        }
    }
}
