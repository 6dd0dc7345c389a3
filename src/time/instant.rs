//! `Instant`: one moment in UTC, to the second. A file of its own because every other type is made of it.

use crate::gather::Gather;

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// A moment in UTC, in whole seconds, between [`Instant::MIN`] and [`Instant::MAX`].
///
/// The range is part of the type, so that arithmetic saturates and never overflows, and a mistyped
/// year such as 20251 is refused where it is read. Written as RFC 3339, always with `Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// Why a text is no [`Instant`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InstantError {
    /// The text is not RFC 3339.
    #[error("\"{0}\" is not a time; write it like 2026-03-02T20:00:00Z")]
    NotATime(String),
    /// The time exists but lies outside what a plan can hold.
    #[error("\"{0}\" is outside the years 1900 to 2199 that a plan can hold")]
    OutOfRange(String),
}

impl Instant {
    /// The first instant of the year 1900.
    pub const MIN: Instant = Instant(-2_208_988_800);
    /// The first instant of the year 2200.
    pub const MAX: Instant = Instant(7_258_118_400);

    /// The instant this many seconds after 1970-01-01T00:00:00Z, or `None` outside the range.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Instant> {
        (Self::MIN.0 <= seconds && seconds <= Self::MAX.0).then_some(Instant(seconds))
    }

    /// The same, drawn to the nearer end of the range instead of refused.
    #[must_use]
    pub fn saturating_from_unix_seconds(seconds: i64) -> Instant {
        Instant(seconds.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The same moment as a chrono value.
    #[must_use]
    pub fn to_chrono(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or_default()
    }

    /// The instant of a chrono value, fractions of a second cut off, drawn into the range.
    #[must_use]
    pub fn from_chrono(moment: DateTime<Utc>) -> Instant {
        Self::saturating_from_unix_seconds(moment.timestamp())
    }

    /// Reads RFC 3339 with any offset; fractions of a second are cut off.
    pub fn parse(text: &str) -> Result<Instant, InstantError> {
        let moment =
            DateTime::parse_from_rfc3339(text.trim()).map_err(|_| InstantError::NotATime(shortened(text)))?;
        Self::from_unix_seconds(moment.timestamp()).ok_or_else(|| InstantError::OutOfRange(shortened(text)))
    }

    /// This instant moved by seconds (negative: earlier), drawn into the range.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Instant {
        Self::saturating_from_unix_seconds(self.0.saturating_add(seconds))
    }

    /// This instant moved by minutes (negative: earlier), drawn into the range.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Instant {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// Seconds from `earlier` to here; negative when `earlier` is later.
    #[must_use]
    pub fn seconds_since(self, earlier: Instant) -> i64 {
        self.0 - earlier.0
    }
}

/// A text short enough to be quoted in an error.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).gather()
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chrono().to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Instant::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_offset_is_read_and_utc_is_written() {
        let instant = Instant::parse("2026-03-02T21:00:00.9+01:00").unwrap();
        assert_eq!(instant.to_string(), "2026-03-02T20:00:00Z");
    }

    #[test]
    fn a_year_out_of_range_is_refused_by_name() {
        let error = Instant::parse("0026-03-02T21:00:00Z").unwrap_err();
        assert!(error.to_string().contains("0026-03-02"), "{error}");
    }

    #[test]
    fn arithmetic_stops_at_the_ends_of_the_range() {
        assert_eq!(Instant::MAX.plus_minutes(i64::MAX), Instant::MAX);
        assert_eq!(Instant::MIN.plus_seconds(i64::MIN), Instant::MIN);
    }

    #[test]
    fn the_range_is_the_years_it_says() {
        assert_eq!(Instant::MIN.to_string(), "1900-01-01T00:00:00Z");
        assert_eq!(Instant::MAX.to_string(), "2200-01-01T00:00:00Z");
    }
}
