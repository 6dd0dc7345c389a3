//! The text form of local dates and times: `2026-09-05`, `2026-09-05T20:00`, `20:00`. A file of its own
//! because plan files, forms and calendars must read and write them alike. By hand: what chrono has for it understands
//! any pattern and would be a hundredth of the page.

use crate::gather::Gather;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use thiserror::Error;

/// Why a text is no local date or time.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LocalTextError {
    /// Not a date of the calendar.
    #[error("\"{0}\" is not a date; write it like 2026-09-05")]
    NotADate(String),
    /// Not a local date and time.
    #[error("\"{0}\" is not a local time; write it like 2026-09-05T20:00, without a zone")]
    NotALocalTime(String),
    /// Not a time of day.
    #[error("\"{0}\" is not a time of day; write it like 20:00")]
    NotATimeOfDay(String),
    /// A date outside what a plan can hold.
    #[error("\"{0}\" is outside the years 1900 to 2199 that a plan can hold")]
    OutOfRange(String),
}

/// Reads `2026-09-05`, in the years 1900 to 2199.
pub fn parse_date(text: &str) -> Result<NaiveDate, LocalTextError> {
    let date = dashed(text.trim()).ok_or_else(|| LocalTextError::NotADate(shortened(text)))?;
    if is_in_range(date) { Ok(date) } else { Err(LocalTextError::OutOfRange(shortened(text))) }
}

/// Reads `2026-09-05T20:00` or `2026-09-05T20:00:30`, in the years 1900 to 2199.
pub fn parse_local(text: &str) -> Result<NaiveDateTime, LocalTextError> {
    let parts = text.trim().split_once('T');
    let local = parts.and_then(|(date, time)| Some(dashed(date)?.and_time(clock(time)?)));
    let local = local.ok_or_else(|| LocalTextError::NotALocalTime(shortened(text)))?;
    if is_in_range(local.date()) { Ok(local) } else { Err(LocalTextError::OutOfRange(shortened(text))) }
}

/// Reads `20:00` or `20:00:30`.
pub fn parse_time_of_day(text: &str) -> Result<NaiveTime, LocalTextError> {
    clock(text.trim()).ok_or_else(|| LocalTextError::NotATimeOfDay(shortened(text)))
}

/// Reads `20260905`, as calendars write a date.
pub fn parse_compact_date(text: &str) -> Option<NaiveDate> {
    let part = |from: usize, to: usize| number(text.get(from..to)?, to - from);
    if text.len() != 8 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?)
}

/// Reads `20260905T200000`, as calendars write a local time.
pub fn parse_compact(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once('T')?;
    let part = |from: usize| number(time.get(from..from + 2)?, 2);
    if time.len() != 6 {
        return None;
    }
    Some(parse_compact_date(date)?.and_time(NaiveTime::from_hms_opt(part(0)?, part(2)?, part(4)?)?))
}

/// `2026-09-05`; leading zeros of month and day may be missing.
fn dashed(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) =
        (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// `20:00` or `20:00:30`; leading zeros may be missing.
fn clock(text: &str) -> Option<NaiveTime> {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |second| number(second, 2))?;
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// A number of one to `most` digits and nothing else.
fn number(text: &str, most: usize) -> Option<u32> {
    let is_number = text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// Writes `2026-09-05T20:00`, with seconds only where there are any.
#[must_use]
pub fn local_text(local: NaiveDateTime) -> String {
    format!("{}T{}", local.date(), time_of_day_text(local.time()))
}

/// Writes `20:00`, with seconds only where there are any.
#[must_use]
pub fn time_of_day_text(time: NaiveTime) -> String {
    match time.second() {
        0 => format!("{:02}:{:02}", time.hour(), time.minute()),
        second => format!("{:02}:{:02}:{second:02}", time.hour(), time.minute()),
    }
}

/// Writes `20260905`, as calendars write a date.
#[must_use]
pub fn compact_date_text(date: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Writes `20260905T200000`, as calendars write a local time.
#[must_use]
pub fn compact_text(local: NaiveDateTime) -> String {
    format!(
        "{}T{:02}{:02}{:02}",
        compact_date_text(local.date()),
        local.hour(),
        local.minute(),
        local.second()
    )
}

/// True for the dates that a plan can hold.
pub(super) fn is_in_range(date: NaiveDate) -> bool {
    1900 <= date.year() && date.year() < 2200
}

fn shortened(text: &str) -> String {
    text.chars().take(60).gather()
}

/// `#[serde(with = "slipway::time::date_serde")]` for a [`NaiveDate`].
pub mod date_serde {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes `2026-09-05`.
    pub fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    /// Reads what [`super::parse_date`] reads.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        super::parse_date(&text).map_err(de::Error::custom)
    }
}

/// `#[serde(with = "slipway::time::local_serde")]` for a [`NaiveDateTime`].
pub mod local_serde {
    use chrono::NaiveDateTime;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes `2026-09-05T20:00`.
    pub fn serialize<S: Serializer>(local: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::local_text(*local))
    }

    /// Reads what [`super::parse_local`] reads.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDateTime, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        super::parse_local(&text).map_err(de::Error::custom)
    }
}

/// `#[serde(with = "slipway::time::local_list_serde")]` for a list of [`NaiveDateTime`].
pub mod local_list_serde {
    use chrono::NaiveDateTime;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes a list of `2026-09-05T20:00`.
    pub fn serialize<S: Serializer>(locals: &[NaiveDateTime], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(locals.iter().map(|local| super::local_text(*local)))
    }

    /// Reads a list of what [`super::parse_local`] reads.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDateTime>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        texts.iter().map(|text| super::parse_local(text).map_err(de::Error::custom)).collect()
    }
}

/// `#[serde(with = "slipway::time::time_of_day_serde")]` for a [`NaiveTime`].
pub mod time_of_day_serde {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes `20:00`.
    pub fn serialize<S: Serializer>(time: &NaiveTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::time_of_day_text(*time))
    }

    /// Reads what [`super::parse_time_of_day`] reads.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        super::parse_time_of_day(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_is_written_to_the_minute_and_read_back() {
        for text in ["2026-09-05T20:00", "2026-09-05T20:00:30"] {
            assert_eq!(local_text(parse_local(text).unwrap()), text);
        }
        assert_eq!(local_text(parse_local("2026-09-05T20:00:00").unwrap()), "2026-09-05T20:00");
    }

    #[test]
    fn a_compact_time_is_read_back() {
        assert_eq!(parse_compact("20260905T200030").map(compact_text).as_deref(), Some("20260905T200030"));
        for text in [
            "20260905T2000",
            "20260905",
            "20260905T2000300",
            "20260230T200000",
            "2026+905T200000",
            "2026é905T2000é",
        ] {
            assert_eq!(parse_compact(text), None, "{text}");
        }
        assert_eq!(parse_compact_date("202609051"), None);
    }

    #[test]
    fn what_is_not_local_time_is_quoted() {
        for text in ["2026-09-05T20:00Z", "2026-02-30T20:00", "20:00", ""] {
            let error = parse_local(text).unwrap_err().to_string();
            assert!(error.contains(&format!("\"{text}\"")), "{error}");
        }
    }

    #[test]
    fn a_mistyped_year_is_refused() {
        assert!(matches!(parse_date("0026-09-05"), Err(LocalTextError::OutOfRange(_))));
        assert!(parse_date("20265-09-05").is_err());
    }
}
