//! RRULE text to a [`Recurrence`]. A file of its own because most of it is saying exactly what is wrong.

use chrono::Weekday;
use thiserror::Error;

use super::super::Instant;
use super::super::local_text::{is_in_range, parse_compact, parse_compact_date};
use super::{Ending, Frequency, Recurrence, WeekdayInPeriod};
use crate::gather::Gather;
use crate::order::Arrange;

/// Why a text is no [`Recurrence`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecurrenceError {
    /// Something between two `;` has no `=`.
    #[error("\"{0}\" is not a part of a repetition; write parts like FREQ=WEEKLY;BYDAY=SA")]
    NotAPart(String),
    /// `FREQ` is missing.
    #[error("the repetition has no FREQ; write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY first")]
    NoFrequency,
    /// A part that RFC 5545 knows, or nobody does, and that picks no days here.
    #[error(
        "{0} is not supported in a repetition; possible are FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST"
    )]
    Unsupported(String),
    /// A part stands there twice.
    #[error("{0} occurs twice in the repetition; keep one")]
    Twice(&'static str),
    /// A part's value cannot be read or is out of bounds.
    #[error("{part}={value} is not possible; {allowed}")]
    Value {
        /// The part's name.
        part: &'static str,
        /// The faulty value, one of a list, shortened.
        value: String,
        /// What may stand there, as a sentence without its stop.
        allowed: &'static str,
    },
    /// Both `COUNT` and `UNTIL`.
    #[error("COUNT and UNTIL are both given, and they may disagree; keep one")]
    CountAndUntil,
    /// Parts that RFC 5545 forbids together.
    #[error("{part} {reason}")]
    Combination {
        /// The part that does not fit.
        part: &'static str,
        /// Why, and what does.
        reason: &'static str,
    },
}

const PARTS: [&str; 9] =
    ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"];
const ALLOWED_FREQUENCY: &str = "write DAILY, WEEKLY, MONTHLY or YEARLY";
const ALLOWED_WEEKDAY: &str = "write MO, TU, WE, TH, FR, SA or SU, with an ordinal like 1MO or -1FR";
const ALLOWED_UNTIL: &str = "write a date like 20261231, a local time like 20261231T200000 or a UTC time like 20261231T200000Z, in the years 1900 to 2199";

impl Recurrence {
    /// Reads the value of an RRULE, with or without `RRULE:` before it; upper and lower case are the same.
    pub fn parse(text: &str) -> Result<Recurrence, RecurrenceError> {
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        let parts = Parts::read(text)?;
        let rule = Recurrence {
            frequency: frequency(parts.get("FREQ").ok_or(RecurrenceError::NoFrequency)?)?,
            interval: parts.number("INTERVAL", 9_999, "write a number from 1 to 9999")?.unwrap_or(1),
            ending: ending(&parts)?,
            months: parts.numbers("BYMONTH", "write months from 1 to 12", 1, 12)?,
            month_days: parts.numbers("BYMONTHDAY", "write days from 1 to 31 or from -31 to -1", -31, 31)?,
            weekdays: weekdays(&parts)?,
            positions: parts.numbers(
                "BYSETPOS",
                "write positions from 1 to 366 or from -366 to -1",
                -366,
                366,
            )?,
            week_start: match parts.get("WKST") {
                None => Weekday::Mon,
                Some(text) => weekday(text).ok_or_else(|| value_error("WKST", text, ALLOWED_WEEKDAY))?,
            },
        };
        rule.checked()
    }

    /// Refuses what RFC 5545 (3.3.10) says must not stand together.
    fn checked(self) -> Result<Recurrence, RecurrenceError> {
        let combination = |part, reason| Err(RecurrenceError::Combination { part, reason });
        let has_ordinal = self.weekdays.iter().any(|day| day.ordinal.is_some());
        if has_ordinal && matches!(self.frequency, Frequency::Daily | Frequency::Weekly) {
            return combination("BYDAY", "may have ordinals like 1MO only with FREQ=MONTHLY or FREQ=YEARLY");
        }
        if !self.month_days.is_empty() && self.frequency == Frequency::Weekly {
            return combination("BYMONTHDAY", "does not go with FREQ=WEEKLY; use FREQ=MONTHLY");
        }
        let picks_days = !(self.months.is_empty() && self.month_days.is_empty() && self.weekdays.is_empty());
        if !self.positions.is_empty() && !picks_days {
            return combination("BYSETPOS", "needs BYDAY, BYMONTHDAY or BYMONTH to choose from");
        }
        Ok(self)
    }
}

/// The parts as they were written, each at most once and each known.
struct Parts<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Parts<'a> {
    fn read(text: &'a str) -> Result<Parts<'a>, RecurrenceError> {
        let mut parts = Parts(Vec::new());
        for piece in text.split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
            let (name, value) =
                piece.split_once('=').ok_or_else(|| RecurrenceError::NotAPart(shortened(piece)))?;
            let name = PARTS
                .into_iter()
                .find(|part| *part == name.trim())
                .ok_or_else(|| RecurrenceError::Unsupported(shortened(name.trim())))?;
            if parts.get(name).is_some() {
                return Err(RecurrenceError::Twice(name));
            }
            parts.0.push((name, value.trim()));
        }
        Ok(parts)
    }

    fn get(&self, part: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, _)| *name == part).map(|(_, value)| *value)
    }

    fn number(
        &self,
        part: &'static str,
        most: i32,
        allowed: &'static str,
    ) -> Result<Option<u32>, RecurrenceError> {
        let Some(text) = self.get(part) else { return Ok(None) };
        let number = within(text, 1, most).ok_or_else(|| value_error(part, text, allowed))?;
        Ok(Some(number.unsigned_abs()))
    }

    /// A list of numbers within bounds, without 0.
    fn numbers(
        &self,
        part: &'static str,
        allowed: &'static str,
        least: i32,
        most: i32,
    ) -> Result<Vec<i32>, RecurrenceError> {
        self.list(part, allowed, |text| within(text, least, most))
    }

    /// A comma-separated list, sorted, without duplicates; empty if the part is missing.
    fn list<T: Ord>(
        &self,
        part: &'static str,
        allowed: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, RecurrenceError> {
        let Some(text) = self.get(part) else { return Ok(Vec::new()) };
        let mut values = text
            .split(',')
            .map(|item| read(item.trim()).ok_or_else(|| value_error(part, item.trim(), allowed)))
            .gather::<Result<Vec<T>, RecurrenceError>>()?;
        values.arrange();
        values.dedup();
        Ok(values)
    }
}

fn frequency(text: &str) -> Result<Frequency, RecurrenceError> {
    match text {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err(RecurrenceError::Unsupported(format!("FREQ={text}"))),
        _ => Err(value_error("FREQ", text, ALLOWED_FREQUENCY)),
    }
}

fn ending(parts: &Parts<'_>) -> Result<Ending, RecurrenceError> {
    let count = parts.number("COUNT", 999_999, "write a number from 1 to 999999")?;
    match (count, parts.get("UNTIL")) {
        (Some(_), Some(_)) => Err(RecurrenceError::CountAndUntil),
        (Some(count), None) => Ok(Ending::Count(count)),
        (None, Some(text)) => until(text).ok_or_else(|| value_error("UNTIL", text, ALLOWED_UNTIL)),
        (None, None) => Ok(Ending::Never),
    }
}

fn until(text: &str) -> Option<Ending> {
    if text.len() == 8 {
        let date = parse_compact_date(text)?;
        return is_in_range(date).then_some(Ending::UntilDate(date));
    }
    let (digits, is_utc) = match text.strip_suffix('Z') {
        Some(digits) => (digits, true),
        None => (text, false),
    };
    let local = parse_compact(digits)?;
    if !is_in_range(local.date()) {
        return None;
    }
    Some(if is_utc {
        Ending::UntilInstant(Instant::from_chrono(local.and_utc()))
    } else {
        Ending::UntilLocal(local)
    })
}

fn weekdays(parts: &Parts<'_>) -> Result<Vec<WeekdayInPeriod>, RecurrenceError> {
    let keys = parts.list("BYDAY", ALLOWED_WEEKDAY, |text| {
        let split = text.len().checked_sub(2).filter(|split| text.is_char_boundary(*split))?;
        let (ordinal, code) = text.split_at(split);
        let ordinal = match ordinal {
            "" => None,
            digits => Some(within(digits, -53, 53)? as i8),
        };
        Some((weekday(code)?.num_days_from_monday(), ordinal))
    })?;
    Ok(keys
        .into_iter()
        .map(|(days, ordinal)| WeekdayInPeriod {
            ordinal,
            weekday: Weekday::try_from(days as u8).unwrap_or(Weekday::Mon),
        })
        .gather())
}

fn weekday(code: &str) -> Option<Weekday> {
    let all =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    all.into_iter().find(|weekday| super::weekday_code(*weekday) == code)
}

/// A number within bounds that is not 0.
fn within(text: &str, least: i32, most: i32) -> Option<i32> {
    text.parse().ok().filter(|number| least <= *number && *number <= most && *number != 0)
}

fn value_error(part: &'static str, value: &str, allowed: &'static str) -> RecurrenceError {
    RecurrenceError::Value { part, value: shortened(value), allowed }
}

fn shortened(text: &str) -> String {
    text.chars().take(60).gather()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, canonical: &str) {
        let rule = Recurrence::parse(text).unwrap();
        assert_eq!(rule.to_string(), canonical);
        assert_eq!(Recurrence::parse(canonical), Ok(rule));
    }

    #[track_caller]
    fn check_error(text: &str, words: &[&str]) {
        let error = Recurrence::parse(text).unwrap_err().to_string();
        for word in words {
            assert!(error.contains(word), "{word} is missing in: {error}");
        }
    }

    #[test]
    fn a_rule_is_written_canonically() {
        check("rrule:byday=we,mo,MO;freq=weekly;interval=1;wkst=mo;", "FREQ=WEEKLY;BYDAY=MO,WE");
        check("FREQ=MONTHLY;BYDAY=-1FR,+1MO", "FREQ=MONTHLY;BYDAY=1MO,-1FR");
        check("FREQ=YEARLY;BYMONTH=12,3;BYMONTHDAY=-1,+5", "FREQ=YEARLY;BYMONTH=3,12;BYMONTHDAY=-1,5");
        check(
            "FREQ=MONTHLY;WKST=SU;BYSETPOS=-1;BYDAY=FR;INTERVAL=02;COUNT=5",
            "FREQ=MONTHLY;INTERVAL=2;COUNT=5;BYDAY=FR;BYSETPOS=-1;WKST=SU",
        );
    }

    #[test]
    fn an_end_is_a_date_a_local_time_or_a_utc_time() {
        for until in ["20261231", "20261231T235959", "20261231T235959Z"] {
            let text = format!("FREQ=DAILY;UNTIL={until}");
            check(&text, &text);
        }
        for until in ["20261232", "2026-12-31", "00261231", "20261231T2359", "202612311", ""] {
            check_error(&format!("FREQ=DAILY;UNTIL={until}"), &["UNTIL=", until, "20261231"]);
        }
    }

    #[test]
    fn a_fault_is_named_with_what_is_allowed() {
        check_error("", &["FREQ"]);
        check_error("FREQ=FORTNIGHTLY", &["FREQ=FORTNIGHTLY", "MONTHLY"]);
        check_error("FREQ=DAILY;INTERVAL=0", &["INTERVAL=0", "1 to 9999"]);
        check_error("FREQ=DAILY;COUNT=99999999999", &["COUNT=99999999999", "1 to 999999"]);
        check_error("FREQ=DAILY;BYMONTH=1,13", &["BYMONTH=13", "1 to 12"]);
        check_error("FREQ=MONTHLY;BYMONTHDAY=0", &["BYMONTHDAY=0", "-31"]);
        check_error("FREQ=MONTHLY;BYDAY=0MO", &["BYDAY=0MO"]);
        check_error("FREQ=MONTHLY;BYDAY=é", &["BYDAY=", "MO"]);
        check_error("FREQ=MONTHLY;BYDAY=1ü", &["BYDAY=", "MO"]);
        check_error("FREQ=DAILY;COUNT=2;COUNT=3", &["COUNT", "twice"]);
        check_error("FREQ=DAILY;WEEKLY", &["\"WEEKLY\""]);
    }

    #[test]
    fn what_is_not_supported_is_named() {
        for part in ["BYHOUR=9", "BYWEEKNO=20", "BYYEARDAY=1", "X-THING=1"] {
            let name = part.split('=').next().unwrap();
            check_error(&format!("FREQ=DAILY;{part}"), &[name, "not supported"]);
        }
        check_error("FREQ=HOURLY", &["FREQ=HOURLY", "not supported"]);
    }

    #[test]
    fn parts_that_do_not_go_together_are_refused() {
        check_error("FREQ=DAILY;COUNT=2;UNTIL=20261231", &["COUNT", "UNTIL"]);
        check_error("FREQ=WEEKLY;BYDAY=1MO", &["BYDAY", "FREQ=MONTHLY"]);
        check_error("FREQ=WEEKLY;BYMONTHDAY=1", &["BYMONTHDAY", "FREQ=WEEKLY"]);
        check_error("FREQ=MONTHLY;BYSETPOS=1", &["BYSETPOS", "BYDAY"]);
    }
}
