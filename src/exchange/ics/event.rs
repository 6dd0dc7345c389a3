//! `Event`: what a VEVENT says, whatever it is to become. A file of its own because all three kinds start from it.

use super::super::import::Notes;
use super::IcsError;
use super::calendar::Properties;
use super::times::{Clock, Length, Point, minutes_between};
use crate::time::{Interval, Recurrence, RecurringWindow};

/// A VEVENT.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// Its line.
    pub line: usize,
    /// UID; made of title and start where it is missing.
    pub uid: String,
    /// SEQUENCE, 0 when absent.
    pub sequence: i64,
    /// SUMMARY.
    pub title: String,
    /// DESCRIPTION.
    pub description: String,
    /// STATUS in upper case.
    pub status: String,
    /// DTSTART.
    pub start: Option<Point>,
    /// DTEND, or DTSTART and DURATION; end-exclusive.
    pub end: Option<Point>,
    /// RRULE, RDATE and EXDATE.
    pub repeats: Option<RecurringWindow>,
    /// RECURRENCE-ID: which occurrence of another event this one replaces.
    pub replaces: Option<Point>,
}

impl Event {
    /// Reads an event; what it does not say is noted.
    pub fn of(properties: &Properties, clock: &mut Clock) -> Result<Event, IcsError> {
        let point = |clock: &mut Clock, name: &str| match properties.get(name) {
            Some(line) => clock.point(line),
            None => Ok(None),
        };
        let start = point(clock, "DTSTART")?;
        let end = end(properties, start, point(clock, "DTEND")?, clock.notes);
        let title = properties.text("SUMMARY");
        let mut uid = properties.text("UID");
        if uid.trim().is_empty() {
            let at = start.map_or(String::new(), |start| start.instant().to_string());
            uid = format!("{title} {at}");
            let problem = "the event has no UID".to_owned();
            let advice = "its id is made of its title and start, so it changes when they do";
            clock.notes.add(properties.line, "UID", problem, advice);
        }
        Ok(Event {
            line: properties.line,
            uid,
            sequence: properties.word("SEQUENCE").trim().parse().unwrap_or(0),
            title,
            description: properties.text("DESCRIPTION"),
            status: properties.word("STATUS").trim().to_ascii_uppercase(),
            repeats: repeats(properties, start, end, clock)?,
            replaces: point(clock, "RECURRENCE-ID")?,
            start,
            end,
        })
    }

    /// From start to end; `None` without a start.
    pub fn window(&self) -> Option<Interval> {
        let start = self.start?.instant();
        Some(Interval::new(start, self.end.map_or(start, Point::instant)))
    }

    /// True for an event of whole days.
    pub fn is_all_day(&self) -> bool {
        matches!(self.start, Some(Point::Day(..)))
    }
}

/// Where the event ends: DTEND, else DURATION, else a day later or at its start (RFC 5545, 3.6.1).
fn end(
    properties: &Properties,
    start: Option<Point>,
    end: Option<Point>,
    notes: &mut Notes,
) -> Option<Point> {
    let Some(start) = start else {
        let left = properties.get("DTEND").map_or("nothing", |line| line.value.as_str());
        let problem = format!("the event has no start; its end is {left}");
        notes.add(
            properties.line,
            "DTSTART",
            problem,
            "it is read without a time; ask who sent it when it starts",
        );
        return None;
    };
    let length = properties.get("DURATION").and_then(|line| {
        let length = Length::parse(&line.value);
        if length.is_none() {
            let problem = format!("\"{}\" is not a length", line.value);
            notes.add(line.number, "DURATION", problem, "it is not read; write it like PT2H30M");
        }
        length
    });
    let end = end.or_else(|| length.map(|length| start.plus(length)));
    let day_later = start.plus(Length { days: 1, seconds: 0 });
    match (start, end) {
        (Point::Day(..), None) => Some(day_later),
        (Point::Day(day, _), Some(Point::Day(last, _))) if last <= day => {
            if last < day {
                let problem = "the event ends before it starts".to_owned();
                notes.add(properties.line, "DTEND", problem, "read as the one day on which it starts");
            }
            Some(day_later)
        }
        (Point::Time(..), None) => {
            let problem = "the event has no end".to_owned();
            notes.add(properties.line, "DTEND", problem, "it is read as without length");
            Some(start)
        }
        (_, end) => end,
    }
}

fn repeats(
    properties: &Properties,
    start: Option<Point>,
    end: Option<Point>,
    clock: &mut Clock,
) -> Result<Option<RecurringWindow>, IcsError> {
    let (Some(start), Some(end)) = (start, end) else { return Ok(None) };
    let rule_line = properties.get("RRULE");
    if rule_line.is_none() && properties.get("RDATE").is_none() {
        return Ok(None);
    }
    let rule = match Recurrence::parse(rule_line.map_or("FREQ=DAILY;COUNT=1", |line| line.value.as_str())) {
        Ok(rule) => rule,
        Err(error) => {
            let line = rule_line.map_or(properties.line, |line| line.number);
            clock.notes.add(line, "RRULE", error.to_string(), "only the first occurrence is read");
            return Ok(None);
        }
    };
    let zone = start.zone();
    let mut locals = |name: &str| -> Result<Vec<chrono::NaiveDateTime>, IcsError> {
        let mut locals = Vec::new();
        for line in properties.all(name) {
            for point in clock.points(line)? {
                locals.push(match point {
                    Point::Day(day, _) => day.and_time(start.local().time()),
                    point => zone.local(point.instant()),
                });
            }
        }
        Ok(locals)
    };
    let (except, also) = (locals("EXDATE")?, locals("RDATE")?);
    let duration_minutes = match start {
        Point::Day(..) => minutes_between(start.local(), end.local()),
        Point::Time(..) => {
            let seconds = Interval::new(start.instant(), end.instant()).seconds();
            u32::try_from((seconds + 59) / 60).unwrap_or(u32::MAX)
        }
    };
    let extra = Default::default();
    Ok(Some(RecurringWindow { start: start.local(), duration_minutes, zone, rule, except, also, extra }))
}
