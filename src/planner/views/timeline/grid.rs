//! The grid that bars move on: steps of the plan's clock, so that a nightly change stays nightly over clock changes.

use chrono::Days;

use crate::time::{Instant, Interval, Zone};

/// The step by which a record moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grid {
    /// Fifteen minutes.
    Quarter,
    /// An hour.
    Hour,
    /// A day of the plan's calendar: the clock time stays.
    Day,
}

impl Grid {
    /// The step that can be aimed at when this many seconds are in view.
    #[must_use]
    pub fn for_span(seconds: i64) -> Grid {
        match seconds {
            ..=172_800 => Grid::Quarter,
            172_801..=1_209_600 => Grid::Hour,
            _ => Grid::Day,
        }
    }

    /// Seconds of a step, where the clock does not change.
    #[must_use]
    pub fn seconds(self) -> i64 {
        match self {
            Grid::Quarter => 900,
            Grid::Hour => 3600,
            Grid::Day => 86_400,
        }
    }

    /// The whole steps nearest to a distance in seconds.
    #[must_use]
    pub fn steps(self, seconds: i64) -> i64 {
        (seconds + seconds.signum() * self.seconds() / 2) / self.seconds()
    }

    /// An instant some steps later (negative: earlier).
    #[must_use]
    pub fn shifted(self, instant: Instant, steps: i64, zone: Zone) -> Instant {
        if self != Grid::Day || steps == 0 {
            return instant.plus_seconds(steps.saturating_mul(self.seconds()));
        }
        let local = zone.local(instant);
        let days = Days::new(steps.unsigned_abs());
        let moved = if steps < 0 { local.checked_sub_days(days) } else { local.checked_add_days(days) };
        moved.map_or(instant, |local| zone.resolve(local))
    }

    /// A window some steps later. Its length stays in real time; by days, a window of a day or more keeps the clock
    /// time of both ends.
    #[must_use]
    pub fn moved(self, window: Interval, steps: i64, zone: Zone) -> Interval {
        let start = self.shifted(window.start, steps, zone);
        if self == Grid::Day && window.seconds() >= 86_400 {
            return Interval::new(start, self.shifted(window.end, steps, zone));
        }
        window.starting_at(start)
    }

    /// A window that ends some steps later; at least a quarter of an hour is left.
    #[must_use]
    pub fn with_end_moved(self, window: Interval, steps: i64, zone: Zone) -> Interval {
        let end = self.shifted(window.end, steps, zone);
        Interval::new(window.start, end.max(window.start.plus_seconds(Grid::Quarter.seconds())))
    }

    /// A window that starts some steps later; at least a quarter of an hour is left.
    #[must_use]
    pub fn with_start_moved(self, window: Interval, steps: i64, zone: Zone) -> Interval {
        let start = self.shifted(window.start, steps, zone);
        Interval::new(start.min(window.end.plus_seconds(-Grid::Quarter.seconds())), window.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(text: &str) -> Interval {
        Interval::parse(text).unwrap()
    }

    #[test]
    fn a_nightly_change_keeps_its_clock_time_over_a_clock_change() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let night = window("2026-03-28T21:00:00Z/2026-03-28T23:00:00Z");
        assert_eq!(Grid::Day.moved(night, 1, zone), window("2026-03-29T20:00:00Z/2026-03-29T22:00:00Z"));
        let back = Grid::Day.moved(Grid::Day.moved(night, 3, zone), -3, zone);
        assert_eq!(back, night);
    }

    #[test]
    fn a_phase_of_whole_days_stays_one_over_a_clock_change() {
        let zone = Zone::parse("America/New_York").unwrap();
        let days = window("2026-10-30T04:00:00Z/2026-10-31T04:00:00Z");
        assert_eq!(Grid::Day.moved(days, 2, zone), window("2026-11-01T04:00:00Z/2026-11-02T05:00:00Z"));
    }

    #[test]
    fn a_window_is_never_resized_to_nothing() {
        let hour = window("2026-03-02T20:00:00Z/2026-03-02T21:00:00Z");
        assert_eq!(Grid::Hour.with_end_moved(hour, -4, Zone::UTC).seconds(), 900);
        assert_eq!(Grid::Hour.with_start_moved(hour, 4, Zone::UTC).seconds(), 900);
    }

    #[test]
    fn a_distance_is_drawn_to_the_nearest_step() {
        assert_eq!(
            [-5401, -1800, -1799, 1799, 1800, 5399].map(|seconds| Grid::Hour.steps(seconds)),
            [-2, -1, 0, 0, 1, 1]
        );
    }
}
