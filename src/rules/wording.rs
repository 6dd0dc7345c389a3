//! How rules write times, spans and lists of names. One file, so that all findings read alike.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::authority::{Difference, Shown};
use crate::gather::Gather;
use crate::time::{Instant, Interval, Zone, time_of_day_text};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Tue 29 Sep 2026 08:00`, in the zone.
#[must_use]
pub fn moment(instant: Instant, zone: Zone) -> String {
    let local = zone.local(instant);
    format!("{} {} {}", day_of(local), local.year(), time_of_day_text(local.time()))
}

/// `Tue 29 Sep 08:00`, in the zone: for buttons, where the year is plain from beside.
#[must_use]
pub fn short_moment(instant: Instant, zone: Zone) -> String {
    let local = zone.local(instant);
    format!("{} {}", day_of(local), time_of_day_text(local.time()))
}

/// `Tue 29 Sep 2026`, in the zone.
#[must_use]
pub fn day(instant: Instant, zone: Zone) -> String {
    let local = zone.local(instant);
    format!("{} {}", day_of(local), local.year())
}

/// `Tue 29 Sep 2026 08:00 – Wed 30 Sep 12:00`; the end's day and year only where they differ.
#[must_use]
pub fn span(interval: Interval, zone: Zone) -> String {
    let (start, end) = (zone.local(interval.start), zone.local(interval.end));
    let until = if start.date() == end.date() {
        time_of_day_text(end.time())
    } else if start.year() == end.year() {
        format!("{} {}", day_of(end), time_of_day_text(end.time()))
    } else {
        format!("{} {} {}", day_of(end), end.year(), time_of_day_text(end.time()))
    };
    format!("{} {} {} – {until}", day_of(start), start.year(), time_of_day_text(start.time()))
}

/// `2 h 30 min`, `3 days`, `45 s`; the two largest units that matter.
#[must_use]
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.abs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let days_text = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, _, 0) => format!("{hours} h"),
        (0, _, _) => format!("{hours} h {minutes} min"),
        (_, 0, _) => days_text,
        _ => format!("{days_text} {hours} h"),
    }
}

/// `1 working day`, `5 working days`.
#[must_use]
pub fn working_days(days: i64) -> String {
    if days == 1 { "1 working day".to_owned() } else { format!("{days} working days") }
}

/// `A`, `A and B`, `A, B and C`, `A, B and 4 more`.
#[must_use]
pub fn list<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(S::as_ref).gather();
    listed(&names)
}

#[inline(never)]
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, second, third] => format!("{first}, {second} and {third}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

/// `planned window: Sat 3 Oct 2026 20:00 – 22:00 → Sun 4 Oct 2026 20:00 – 22:00`; long texts are cut.
#[must_use]
pub fn difference(difference: &Difference, zone: Zone) -> String {
    let (before, after) = (shown(&difference.before, zone), shown(&difference.after, zone));
    format!("{}: {before} → {after}", difference.field.label())
}

/// One side of a difference, as a sentence has it.
#[must_use]
pub fn shown(shown: &Shown, zone: Zone) -> String {
    const MOST: usize = 60;
    match shown {
        Shown::Nothing => "none".to_owned(),
        Shown::Window(window) => span(*window, zone),
        Shown::Text(text) if text.chars().count() <= MOST => text.replace('\n', " "),
        Shown::Text(text) => {
            text.chars().take(MOST).map(|c| if c == '\n' { ' ' } else { c }).chain(['…']).gather()
        }
    }
}

/// `Sat 5 Sep`.
#[must_use]
pub fn day_of(local: NaiveDateTime) -> String {
    let weekday = WEEKDAYS.get(local.weekday().num_days_from_monday() as usize).copied().unwrap_or_default();
    format!("{weekday} {}", day_and_month(local.date()))
}

/// `5 Sep`.
#[must_use]
pub fn day_and_month(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month(date))
}

/// `Sep`.
#[must_use]
pub fn month(date: NaiveDate) -> &'static str {
    MONTHS.get(date.month0() as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(text: &str) -> Interval {
        Interval::parse(text).unwrap()
    }

    #[test]
    fn the_end_names_only_what_differs_from_the_start() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let written = |text| span(interval(text), zone);
        assert_eq!(written("2026-09-29T06:00:00Z/2026-09-29T08:00:00Z"), "Tue 29 Sep 2026 08:00 – 10:00");
        assert_eq!(
            written("2026-09-29T06:00:00Z/2026-09-30T10:00:00Z"),
            "Tue 29 Sep 2026 08:00 – Wed 30 Sep 12:00"
        );
        assert_eq!(
            written("2026-12-31T22:00:00Z/2027-01-01T01:00:00Z"),
            "Thu 31 Dec 2026 23:00 – Fri 1 Jan 2027 02:00"
        );
    }

    #[test]
    fn durations_read_like_speech() {
        let written = [45, 60 * 45, 7200, 9000, 86_400, 86_400 * 2 + 3600].map(duration);
        assert_eq!(written, ["45 s", "45 min", "2 h", "2 h 30 min", "1 day", "2 days 1 h"]);
    }
}
