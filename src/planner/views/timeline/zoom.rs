//! How much time is in view, and from when, as the address says it.

use chrono::NaiveDate;

use crate::time::{Instant, Zone, parse_date};

/// How many seconds are in view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom(f64);

impl Zoom {
    /// The zooms that have a name, from near to far: the word in the address, and days in view.
    pub const NAMED: [(&'static str, i64); 5] =
        [("day", 1), ("week", 7), ("month", 35), ("quarter", 98), ("year", 371)];
    const DAY: f64 = 86_400.0;
    const NEAREST: f64 = 2.0 * 3600.0;
    const FARTHEST: f64 = 30.0 * 366.0 * Self::DAY;

    /// A zoom with this many seconds in view, drawn to what can be read.
    #[must_use]
    pub fn of_seconds(seconds: f64) -> Zoom {
        Zoom(seconds.clamp(Self::NEAREST, Self::FARTHEST))
    }

    /// A month in view.
    #[must_use]
    pub fn usual() -> Zoom {
        Zoom(35.0 * Self::DAY)
    }

    /// The seconds in view.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0
    }

    /// Reads `week`, or hours in view such as `40h`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Zoom> {
        if let Some((_, days)) = Self::NAMED.iter().find(|(slug, _)| *slug == text) {
            return Some(Zoom::of_seconds(*days as f64 * Self::DAY));
        }
        let hours: u32 = text.strip_suffix('h')?.parse().ok()?;
        Some(Zoom::of_seconds(f64::from(hours) * 3600.0))
    }

    /// The word in the address: a name where one fits.
    #[must_use]
    pub fn slug(self) -> String {
        self.name().map_or_else(|| format!("{}h", (self.0 / 3600.0).round()), str::to_owned)
    }

    /// The name of this zoom, if it has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let named = Self::NAMED.iter().find(|(_, days)| (*days as f64 * Self::DAY - self.0).abs() < 1.0);
        named.map(|(slug, _)| *slug)
    }

    /// The next zoom with a name, nearer or farther.
    #[must_use]
    pub fn next(self, nearer: bool) -> Zoom {
        let mut named = Self::NAMED.iter().map(|(_, days)| *days as f64 * Self::DAY);
        let next = if nearer {
            named.rfind(|seconds| *seconds < self.0 - 1.0).unwrap_or(self.0 / 2.0)
        } else {
            named.find(|seconds| *seconds > self.0 + 1.0).unwrap_or(self.0 * 2.0)
        };
        Zoom::of_seconds(next)
    }

    /// Reads where the view starts: a day of the zone's calendar, or an instant.
    #[must_use]
    pub fn parse_at(text: &str, zone: Zone) -> Option<Instant> {
        parse_date(text)
            .map(|date: NaiveDate| zone.start_of_day(date))
            .ok()
            .or_else(|| Instant::parse(text).ok())
    }

    /// Writes where the view starts: the day where it starts with one, to within `slack` seconds.
    #[must_use]
    pub fn at_text(start: Instant, slack: i64, zone: Zone) -> String {
        let date = zone.date_of(start.plus_seconds(slack));
        if start.seconds_since(zone.start_of_day(date)).abs() <= slack {
            date.to_string()
        } else {
            start.to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zoom_is_read_back_from_its_address() {
        for seconds in [7200.0, 86_400.0, 144_000.0, 604_800.0, 35.0 * 86_400.0] {
            assert_eq!(Zoom::parse(&Zoom::of_seconds(seconds).slug()), Some(Zoom::of_seconds(seconds)));
        }
        assert_eq!(Zoom::parse("NaNh"), None);
        assert_eq!(Zoom::parse("fortnight"), None);
    }

    #[test]
    fn zooming_goes_through_the_names() {
        let month = Zoom::usual();
        assert_eq!(month.next(true).name(), Some("week"));
        assert_eq!(month.next(false).name(), Some("quarter"));
        assert_eq!(Zoom::of_seconds(50.0 * 86_400.0).next(true).name(), Some("month"));
    }

    #[test]
    fn the_start_of_a_view_is_a_day_where_it_can_be() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let midnight = Zoom::parse_at("2026-03-29", zone).unwrap();
        assert_eq!(midnight, Instant::parse("2026-03-28T23:00:00Z").unwrap());
        assert_eq!(Zoom::at_text(midnight.plus_seconds(-40), 60, zone), "2026-03-29");
        let later = midnight.plus_minutes(90);
        assert_eq!(Zoom::parse_at(&Zoom::at_text(later, 60, zone), zone), Some(later));
    }
}
