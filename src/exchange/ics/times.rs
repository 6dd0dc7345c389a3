//! Dates, times and lengths of events. A file of its own because they come in more forms than RFC 5545 allows.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::super::import::Notes;
use super::super::moment::{self, Moment};
use super::IcsError;
use super::line::Line;
use super::zone_names::zone_of;
use crate::time::{Instant, Zone};

/// A point of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    /// A whole local day of the plan's zone.
    Day(NaiveDate, Zone),
    /// A local time of a zone; UTC for times with `Z`.
    Time(NaiveDateTime, Zone),
}

impl Point {
    /// The instant: of a day its first.
    pub fn instant(self) -> Instant {
        match self {
            Point::Day(day, zone) => zone.start_of_day(day),
            Point::Time(local, zone) => zone.resolve(local),
        }
    }

    /// What the clock of its zone shows.
    pub fn local(self) -> NaiveDateTime {
        match self {
            Point::Day(day, _) => day.and_time(NaiveTime::MIN),
            Point::Time(local, _) => local,
        }
    }

    /// The zone whose clock that is.
    pub fn zone(self) -> Zone {
        match self {
            Point::Day(_, zone) | Point::Time(_, zone) => zone,
        }
    }

    /// This point after a length: days on the local calendar, the rest in real time.
    pub fn plus(self, length: Length) -> Point {
        let days = |date: NaiveDate| {
            let moved = if length.days < 0 {
                date.checked_sub_days(Days::new(length.days.unsigned_abs()))
            } else {
                date.checked_add_days(Days::new(length.days.unsigned_abs()))
            };
            moved.unwrap_or(date)
        };
        match self {
            Point::Day(day, zone) if length.seconds == 0 => Point::Day(days(day), zone),
            point => {
                let (local, zone) = (point.local(), point.zone());
                let start = zone.resolve(days(local.date()).and_time(local.time()));
                Point::Time(zone.local(start.plus_seconds(length.seconds)), zone)
            }
        }
    }
}

/// What every point needs to know.
pub(super) struct Clock<'a> {
    /// The plan's zone, when somebody said it.
    pub zone: Option<Zone>,
    /// Where oddities go.
    pub notes: &'a mut Notes,
}

impl Clock<'_> {
    /// The point of a line; `None`, with a note, when it is no date.
    pub fn point(&mut self, line: &Line) -> Result<Option<Point>, IcsError> {
        self.point_of(line, &line.value)
    }

    /// The points of a list, as EXDATE and RDATE hold it; of a period its start.
    pub fn points(&mut self, line: &Line) -> Result<Vec<Point>, IcsError> {
        let mut points = Vec::new();
        for value in line.value.split(',') {
            let value = value.split('/').next().unwrap_or_default();
            points.extend(self.point_of(line, value)?);
        }
        Ok(points)
    }

    fn point_of(&mut self, line: &Line, value: &str) -> Result<Option<Point>, IcsError> {
        let value = value.trim();
        let zone = match line.parameter("TZID") {
            Some(tzid) => {
                let zone = zone_of(tzid);
                if zone.is_none() {
                    let problem = format!("the time zone \"{tzid}\" is not known");
                    let advice = "its times are read as local times of the plan's zone";
                    self.notes.add(line.number, &line.name, problem, advice);
                }
                zone
            }
            None => None,
        };
        let needs_zone = || IcsError::NeedsZone {
            line: line.number,
            property: line.name.clone(),
            value: value.to_owned(),
        };
        match moment::read(value, true) {
            Some(Moment::At(instant)) => Ok(Some(Point::Time(Zone::UTC.local(instant), Zone::UTC))),
            Some(Moment::Day(day)) => Ok(Some(Point::Day(day, self.zone.ok_or_else(needs_zone)?))),
            Some(Moment::Local(local)) => {
                let zone = zone.or(self.zone).ok_or_else(needs_zone)?;
                if line.parameter("TZID").is_none() {
                    let problem = "a time says no zone".to_owned();
                    self.notes.add(line.number, &line.name, problem, &format!("read as a time of {zone}"));
                }
                Ok(Some(Point::Time(local, zone)))
            }
            None => {
                let problem = format!("\"{value}\" is not a date or time");
                self.notes.add(
                    line.number,
                    &line.name,
                    problem,
                    "it is not read; write it like 20260302T200000Z",
                );
                Ok(None)
            }
        }
    }
}

/// A DURATION.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    /// Days on the local calendar, weeks among them.
    pub days: i64,
    /// The rest, in real time.
    pub seconds: i64,
}

impl Length {
    /// Reads `P1DT2H30M` and the like (RFC 5545, 3.3.6).
    pub fn parse(text: &str) -> Option<Length> {
        let text = text.trim().to_ascii_uppercase();
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let body = text.trim_start_matches(['+', '-']).strip_prefix('P')?;
        let mut length = Length { days: 0, seconds: 0 };
        let mut digits = String::new();
        let mut any = false;
        for c in body.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            if c == 'T' && digits.is_empty() {
                continue;
            }
            let number: i64 = digits.parse::<u32>().ok()?.into();
            digits.clear();
            any = true;
            match c {
                'W' => length.days += sign * number * 7,
                'D' => length.days += sign * number,
                'H' => length.seconds += sign * number * 3600,
                'M' => length.seconds += sign * number * 60,
                'S' => length.seconds += sign * number,
                _ => return None,
            }
        }
        (any && digits.is_empty() && length.days.abs() < 200_000).then_some(length)
    }
}

/// Whole minutes between two points, rounded up; for points on local clocks without zones.
pub(super) fn minutes_between(start: NaiveDateTime, end: NaiveDateTime) -> u32 {
    let seconds = end.signed_duration_since(start).max(TimeDelta::zero()).num_seconds();
    u32::try_from((seconds + 59) / 60).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read() {
        let length = |text| Length::parse(text).map(|length| (length.days, length.seconds));
        assert_eq!(length("P1DT2H30M5S"), Some((1, 9005)));
        assert_eq!(length("-P2W"), Some((-14, 0)));
        assert_eq!(length("PT15M"), Some((0, 900)));
        for text in ["", "P", "PT", "1D", "P1", "P1Y", "P99999999999999999999D", "P4000000000D"] {
            assert_eq!(length(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_later_is_the_same_clock_time_and_24_hours_later_is_not() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let noon = Point::Time("2026-03-28T12:00:00".parse().unwrap(), zone);
        let day = noon.plus(Length { days: 1, seconds: 0 }).instant();
        let hours = noon.plus(Length { days: 0, seconds: 86_400 }).instant();
        assert_eq!(hours.seconds_since(day), 3600);
    }
}
