//! `Recurrence`: a repetition rule of RFC 5545. A folder because the rule, its text, its days and its
//! windows are four separate questions.

mod days;
mod describe;
mod parse;
mod window;

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Instant, compact_date_text, compact_text};

pub use parse::RecurrenceError;
pub use window::RecurringWindow;

/// A repetition rule: the part of RFC 5545's RRULE that picks days.
///
/// `FREQ` daily to yearly, `INTERVAL`, `COUNT` or `UNTIL`, `BYMONTH`, `BYMONTHDAY`, `BYDAY`, `BYSETPOS`
/// and `WKST`. Lists are sorted and free of duplicates, so that two equal rules are equal values. Written
/// as the RRULE text, for example `FREQ=MONTHLY;BYDAY=1SA`. It has no start of its own: that belongs to
/// the [`RecurringWindow`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recurrence {
    frequency: Frequency,
    interval: u32,
    ending: Ending,
    months: Vec<i32>,
    month_days: Vec<i32>,
    weekdays: Vec<WeekdayInPeriod>,
    positions: Vec<i32>,
    week_start: Weekday,
}

/// How long a period of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// A period is a day.
    Daily,
    /// A period is a week that starts on the rule's `WKST`.
    Weekly,
    /// A period is a calendar month.
    Monthly,
    /// A period is a calendar year.
    Yearly,
}

/// When a rule stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It goes on for ever.
    Never,
    /// After this many occurrences, those counted that a window leaves out.
    Count(u32),
    /// With the occurrences that start on this local day, the last one.
    UntilDate(NaiveDate),
    /// With an occurrence that starts at this local time, the last possible one.
    UntilLocal(NaiveDateTime),
    /// With an occurrence that starts at this instant, the last possible one.
    UntilInstant(Instant),
}

/// A weekday, or the nth one of the rule's period (`1MO` the first Monday, `-1FR` the last Friday).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WeekdayInPeriod {
    /// Which one, counted from the end when negative, never 0; `None` is every one.
    pub ordinal: Option<i8>,
    /// The weekday.
    pub weekday: Weekday,
}

impl Recurrence {
    /// Every day, without an end.
    pub const DAILY: Recurrence = Recurrence {
        frequency: Frequency::Daily,
        interval: 1,
        ending: Ending::Never,
        months: Vec::new(),
        month_days: Vec::new(),
        weekdays: Vec::new(),
        positions: Vec::new(),
        week_start: Weekday::Mon,
    };

    /// How long a period is.
    #[must_use]
    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Every how many periods it happens; 1 or more.
    #[must_use]
    pub fn interval(&self) -> u32 {
        self.interval
    }

    /// When it stops.
    #[must_use]
    pub fn ending(&self) -> Ending {
        self.ending
    }

    /// The months it is limited to, 1 to 12, sorted; empty is all.
    #[must_use]
    pub fn months(&self) -> &[i32] {
        &self.months
    }

    /// The days of the month, -31 to 31 without 0, sorted; empty is not said.
    #[must_use]
    pub fn month_days(&self) -> &[i32] {
        &self.month_days
    }

    /// The weekdays, sorted from Monday; empty is not said.
    #[must_use]
    pub fn weekdays(&self) -> &[WeekdayInPeriod] {
        &self.weekdays
    }

    /// Which of a period's days it takes, counted from the end when negative; empty is all.
    #[must_use]
    pub fn positions(&self) -> &[i32] {
        &self.positions
    }

    /// The day on which its weeks start.
    #[must_use]
    pub fn week_start(&self) -> Weekday {
        self.week_start
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
            Frequency::Yearly => "YEARLY",
        })
    }
}

impl fmt::Display for WeekdayInPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(ordinal) = self.ordinal {
            write!(f, "{ordinal}")?;
        }
        f.write_str(weekday_code(self.weekday))
    }
}

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FREQ={}", self.frequency)?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        match self.ending {
            Ending::Never => {}
            Ending::Count(count) => write!(f, ";COUNT={count}")?,
            Ending::UntilDate(date) => write!(f, ";UNTIL={}", compact_date_text(date))?,
            Ending::UntilLocal(local) => write!(f, ";UNTIL={}", compact_text(local))?,
            Ending::UntilInstant(instant) => {
                write!(f, ";UNTIL={}Z", compact_text(instant.to_chrono().naive_utc()))?;
            }
        }
        write_list(f, "BYMONTH", &self.months)?;
        write_list(f, "BYMONTHDAY", &self.month_days)?;
        write_list(f, "BYDAY", &self.weekdays)?;
        write_list(f, "BYSETPOS", &self.positions)?;
        if self.week_start != Weekday::Mon {
            write!(f, ";WKST={}", weekday_code(self.week_start))?;
        }
        Ok(())
    }
}

impl std::str::FromStr for Recurrence {
    type Err = RecurrenceError;

    fn from_str(text: &str) -> Result<Recurrence, RecurrenceError> {
        Recurrence::parse(text)
    }
}

impl Serialize for Recurrence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Recurrence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Recurrence::parse(&text).map_err(de::Error::custom)
    }
}

fn write_list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, part: &str, values: &[T]) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        if index == 0 {
            write!(f, ";{part}={value}")?;
        } else {
            write!(f, ",{value}")?;
        }
    }
    Ok(())
}

/// The two letters of RFC 5545.
fn weekday_code(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}
