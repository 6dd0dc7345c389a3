//! `Scale`: where moments lie in a drawn span, and the ticks above it.
//!
//! A file of its own because the pictures of releases, runbooks and environments share it. Places are thousandths of
//! the width, so that view models can be compared and told apart without fractions.

use chrono::{Datelike, NaiveDate, Timelike};

use crate::rules::wording::{day_and_month, day_of, month};
use crate::time::{Instant, Interval, Zone, time_of_day_text};

/// A place in a picture, in thousandths of its width.
pub type Place = u16;

/// A stretch of a picture, in thousandths of its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Stretch {
    /// Where it begins.
    pub from: Place,
    /// How wide it is; at least a little, so that it can be seen.
    pub width: Place,
}

/// A line with its words above a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tick {
    /// Where it stands.
    pub at: Place,
    /// `20:00`, `8 Jan`, `Feb`.
    pub label: String,
}

/// A span of time that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    range: Interval,
    zone: Zone,
}

impl Scale {
    /// A span of time in a zone; an empty one is drawn as an hour.
    #[must_use]
    pub fn of(range: Interval, zone: Zone) -> Scale {
        let hour = Interval::new(range.start, range.start.plus_minutes(60));
        Scale { range: if range.is_empty() { hour } else { range }, zone }
    }

    /// What is drawn.
    #[must_use]
    pub fn range(&self) -> Interval {
        self.range
    }

    /// Where a moment lies; at the edge when it lies outside.
    #[must_use]
    pub fn at(&self, moment: Instant) -> Place {
        let inside = moment.clamp(self.range.start, self.range.end).seconds_since(self.range.start);
        u16::try_from(inside.saturating_mul(1000) / self.range.seconds().max(1)).unwrap_or(1000)
    }

    /// Where a moment lies; `None` when it lies outside.
    #[must_use]
    pub fn within(&self, moment: Instant) -> Option<Place> {
        (self.range.start <= moment && moment <= self.range.end).then(|| self.at(moment))
    }

    /// Where a window lies; `None` when nothing of it does.
    #[must_use]
    pub fn stretch(&self, window: Interval) -> Option<Stretch> {
        if window.end < self.range.start || self.range.end < window.start {
            return None;
        }
        let (from, to) = (self.at(window.start), self.at(window.end));
        Some(Stretch { from: from.min(996), width: (to - from.min(to)).max(4) })
    }

    /// The ticks: as many as there is room for, at round hours, days, Mondays or months.
    #[must_use]
    pub fn ticks(&self, most: usize) -> Vec<Tick> {
        let seconds = self.range.seconds();
        let most = i64::try_from(most.max(1)).unwrap_or(1);
        let hours = [1, 2, 4, 6, 12].map(|hours| hours * 3600);
        let minutes = [5, 10, 15, 30].map(|minutes| minutes * 60);
        if let Some(step) = minutes.into_iter().chain(hours).find(|step| seconds / step <= most) {
            return self.ticks_of_hours(step);
        }
        let days = seconds / 86_400;
        match (days <= most, days / 7 <= most, days / 14 <= most) {
            (true, ..) => self.ticks_of_days(1),
            (_, true, _) => self.ticks_of_days(7),
            (.., true) => self.ticks_of_days(14),
            _ => self.ticks_of_months(usize::try_from(days / 31 / most + 1).unwrap_or(1)),
        }
    }

    /// Moments at which the local clock is round. In the night in which it is put back it shows an hour twice, and in
    /// that in which it is put forward it shows one never.
    fn ticks_of_hours(&self, step: i64) -> Vec<Tick> {
        // All clocks are whole quarters of an hour ahead of UTC or behind it.
        let apart = if step < 900 { 300 } else { 900 };
        let mut moment = self.range.start.plus_seconds(-self.range.start.unix_seconds().rem_euclid(apart));
        let mut found = Vec::new();
        while moment <= self.range.end {
            let local = self.zone.local(moment);
            let begins_day = self.zone.start_of_day(local.date()) == moment;
            let is_round = i64::from(local.num_seconds_from_midnight()) % step == 0;
            if let Some(at) = self.within(moment).filter(|_| begins_day || is_round) {
                let label = if begins_day { day_of(local) } else { time_of_day_text(local.time()) };
                found.push(Tick { at, label });
            }
            moment = moment.plus_seconds(apart);
        }
        found
    }

    fn ticks_of_days(&self, step: usize) -> Vec<Tick> {
        let first = self.zone.date_of(self.range.start);
        let first = if 7 <= step { first.week(chrono::Weekday::Mon).first_day() } else { first };
        self.dated(first.iter_days().step_by(step), &day_and_month)
    }

    fn ticks_of_months(&self, step: usize) -> Vec<Tick> {
        let first = self.zone.date_of(self.range.start);
        let months = (0..).map(move |count: u32| {
            let months = first.month0() + count;
            let year = first.year() + i32::try_from(months / 12).unwrap_or(0);
            NaiveDate::from_ymd_opt(year, months % 12 + 1, 1)
        });
        self.dated(months.map_while(|date| date).step_by(step), &month_of)
    }

    fn dated(&self, days: impl Iterator<Item = NaiveDate>, label: &dyn Fn(NaiveDate) -> String) -> Vec<Tick> {
        let mut found = Vec::new();
        for day in days.take(400) {
            let moment = self.zone.start_of_day(day);
            if self.range.end < moment {
                break;
            }
            if let Some(at) = self.within(moment) {
                found.push(Tick { at, label: label(day) });
            }
        }
        found
    }
}

/// The month, in January with its year.
fn month_of(day: NaiveDate) -> String {
    let name = month(day);
    if day.month() == 1 { format!("{name} {}", day.year()) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(text: &str) -> Scale {
        Scale::of(Interval::parse(text).unwrap(), Zone::parse("Europe/Berlin").unwrap())
    }

    fn labels(scale: Scale, most: usize) -> Vec<String> {
        scale.ticks(most).into_iter().map(|tick| format!("{} {}", tick.at, tick.label)).collect()
    }

    #[test]
    fn ticks_are_round_in_the_zone() {
        let night = scale("2026-03-07T19:00:00Z/2026-03-08T03:00:00Z");
        assert_eq!(labels(night, 5), ["0 20:00", "250 22:00", "500 Sun 8 Mar", "750 02:00", "1000 04:00"]);
        let weeks = scale("2026-03-01T23:00:00Z/2026-03-29T22:00:00Z");
        assert_eq!(labels(weeks, 8).first().map(String::as_str), Some("0 2 Mar"));
        assert_eq!(labels(weeks, 8).len(), 5, "the Monday at the end is drawn too");
        let year = scale("2025-11-15T00:00:00Z/2026-11-15T00:00:00Z");
        assert_eq!(
            labels(year, 12).iter().take(2).map(String::as_str).collect::<Vec<_>>(),
            ["43 Dec", "128 Jan 2026"]
        );
    }

    #[test]
    fn ticks_are_what_the_clock_shows_in_the_nights_in_which_it_is_changed() {
        let back = scale("2026-10-24T23:00:00Z/2026-10-25T03:00:00Z");
        assert_eq!(labels(back, 4), ["0 01:00", "250 02:00", "500 02:00", "750 03:00", "1000 04:00"]);
        let forward = scale("2026-03-28T23:00:00Z/2026-03-29T03:00:00Z");
        assert_eq!(labels(forward, 4), ["0 Sun 29 Mar", "250 01:00", "500 03:00", "750 04:00", "1000 05:00"]);
        let azores = Zone::parse("Atlantic/Azores").unwrap();
        let window = Interval::parse("2026-03-28T23:00:00Z/2026-03-29T03:00:00Z").unwrap();
        let labels: Vec<String> = Scale::of(window, azores).ticks(4).into_iter().map(|it| it.label).collect();
        assert_eq!(labels, ["22:00", "23:00", "Sun 29 Mar", "02:00", "03:00"], "midnight is in the gap");
    }

    #[test]
    fn what_lies_outside_is_not_drawn_and_what_is_short_is_seen() {
        let scale = scale("2026-03-07T20:00:00Z/2026-03-08T04:00:00Z");
        let window = |text: &str| scale.stretch(Interval::parse(text).unwrap());
        assert_eq!(window("2026-03-06T20:00:00Z/2026-03-07T04:00:00Z"), None);
        assert_eq!(
            window("2026-03-07T21:36:00Z/2026-03-07T21:37:00Z"),
            Some(Stretch { from: 200, width: 4 })
        );
        assert_eq!(
            window("2026-03-07T00:00:00Z/2026-03-09T00:00:00Z"),
            Some(Stretch { from: 0, width: 1000 })
        );
    }
}
