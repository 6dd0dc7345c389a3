//! Dates and times as other tools write them. A file of its own because tables and calendars meet the same forms.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::gather::Gather;
use crate::time::{Instant, parse_compact_date};

/// A time as a file gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// With `Z` or an offset.
    At(Instant),
    /// Without one: some zone's clock has to be named.
    Local(NaiveDateTime),
    /// A day without a time.
    Day(NaiveDate),
}

/// Reads ISO 8601 with `T` or a blank, and dates with the year last in `-`, `/` or `.`, of which `day_first` says
/// what comes first; a month may be a name (`02-Mar-2026`), a time may have AM or PM.
pub(super) fn read(text: &str, day_first: bool) -> Option<Moment> {
    let text = text.trim();
    let end_of_date = text
        .char_indices()
        .find(|(place, c)| matches!(c, ' ' | ',') || (matches!(c, 'T' | 't') && follows_digit(text, *place)));
    let (date, rest) = match end_of_date {
        Some((place, c)) => {
            let (date, rest) = text.split_at(place);
            (date, rest.strip_prefix(c).unwrap_or(rest).trim())
        }
        None => (text, ""),
    };
    let date = read_date(date, day_first)?;
    if rest.is_empty() {
        return Some(Moment::Day(date));
    }
    let (time, offset) = split_offset(rest);
    let local = date.and_time(read_time(time)?);
    match offset {
        None => Some(Moment::Local(local)),
        Some(offset) => {
            let utc = local.checked_sub_signed(TimeDelta::seconds(offset_seconds(offset)?))?;
            Some(Moment::At(Instant::from_unix_seconds(utc.and_utc().timestamp())?))
        }
    }
}

/// The two numbers of a date whose year comes last, in the order in which they stand there.
pub(super) fn leading_numbers(text: &str) -> Option<(u32, u32)> {
    let date = text.trim().split([' ', ',', 'T']).next()?;
    let mut parts = date.split(['-', '/', '.']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if first.len() > 2 || year.is_empty() || parts.next().is_some() {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?))
}

fn follows_digit(text: &str, place: usize) -> bool {
    text.get(..place).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

fn read_date(text: &str, day_first: bool) -> Option<NaiveDate> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return in_range(parse_compact_date(text)?);
    }
    let mut parts = text.split(['-', '/', '.']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = if first.len() == 4 {
        (first, month_of(second)?, third)
    } else if let Some(month) = month_named(second) {
        (third, month, first)
    } else if day_first || text.contains('.') {
        (third, second.parse().ok()?, first)
    } else {
        (third, first.parse().ok()?, second)
    };
    let year: i32 = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    in_range(NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)?)
}

fn in_range(date: NaiveDate) -> Option<NaiveDate> {
    crate::time::parse_date(&date.to_string()).ok()
}

fn month_of(text: &str) -> Option<u32> {
    month_named(text).or_else(|| text.parse().ok())
}

fn month_named(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = text.get(..3)?.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| *month == start)?;
    u32::try_from(place + 1).ok()
}

/// Parts a time of day from its `Z`, `UTC` or offset.
fn split_offset(text: &str) -> (&str, Option<&str>) {
    for name in ["Z", "z", "UTC", "GMT"] {
        if let Some(time) = text.strip_suffix(name) {
            return (time.trim(), Some("+0"));
        }
    }
    match text.rfind(['+', '-']) {
        Some(place) => {
            let (time, offset) = text.split_at(place);
            (time.trim(), Some(offset))
        }
        None => (text, None),
    }
}

fn offset_seconds(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().skip(1).filter(|c| *c != ':').gather();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() > 2 { (number / 100, number % 100) } else { (number, 0) };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn read_time(text: &str) -> Option<NaiveTime> {
    let upper = text.to_ascii_uppercase();
    let (clock, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (upper.as_str(), None),
    };
    let (mut hour, minute, second) = if clock.contains(':') {
        let mut parts = clock.split(':');
        let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next().unwrap_or("0"));
        if parts.next().is_some() {
            return None;
        }
        (hour.parse().ok()?, minute.parse().ok()?, second.split(['.', ',']).next()?.parse().ok()?)
    } else {
        let pair = |from: usize| clock.get(from..from + 2).and_then(|digits| digits.parse::<u32>().ok());
        match clock.len() {
            4 => (pair(0)?, pair(2)?, 0),
            6 => (pair(0)?, pair(2)?, pair(4)?),
            _ => return None,
        }
    };
    if let Some(half) = half {
        if !(1 <= hour && hour <= 12) {
            return None;
        }
        hour = hour % 12 + half;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match read(text, true) {
            None => "unreadable".to_owned(),
            Some(Moment::At(instant)) => instant.to_string(),
            Some(Moment::Local(local)) => crate::time::local_text(local),
            Some(Moment::Day(day)) => day.to_string(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_forms_of_other_tools_are_read() {
        check("2026-03-02T20:00:00Z", "2026-03-02T20:00:00Z");
        check("2026-03-02T20:00:00.123+01:00", "2026-03-02T19:00:00Z");
        check("2026-03-02 20:00 -0330", "2026-03-02T23:30:00Z");
        check("2026-03-02 20:00 UTC", "2026-03-02T20:00:00Z");
        check("2026-03-02 20:00:00", "2026-03-02T20:00");
        check("02-03-2026 20:05", "2026-03-02T20:05");
        check("2/3/26 8:05 PM", "2026-03-02T20:05");
        check("2.3.2026 12:05:09 am", "2026-03-02T00:05:09");
        check("02-Mar-2026 20:00", "2026-03-02T20:00");
        check("20260302T200000Z", "2026-03-02T20:00:00Z");
        check("20260302T2000", "2026-03-02T20:00");
        check("20260302", "2026-03-02");
        check("2026-03-02", "2026-03-02");
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for text in [
            "",
            "T",
            "soon",
            "2026-02-30",
            "13/13/2026",
            "2026-03-02 25:00",
            "0026-03-02",
            "1/2/3/4",
            "é-ü-ñ",
        ] {
            check(text, "unreadable");
        }
    }

    #[test]
    fn what_stands_first_is_told() {
        assert_eq!(read("2/3/2026", false), Some(Moment::Day(NaiveDate::from_ymd_opt(2026, 2, 3).unwrap())));
        assert_eq!(leading_numbers("13/02/2026 10:00"), Some((13, 2)));
        assert_eq!(leading_numbers("2026-03-02 10:00"), None);
    }
}
