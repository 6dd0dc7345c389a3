//! A recurring window in plain English. A file of its own because these are words for people, and nothing
//! else depends on them.

use chrono::{Datelike, TimeDelta, Weekday};

use crate::gather::Gather;

use super::super::{local_text::local_text, time_of_day_text};
use super::{Ending, Frequency, RecurringWindow, WeekdayInPeriod};

impl RecurringWindow {
    /// Says it in a line: `every week on Saturday, 20:00–06:00, Europe/Amsterdam`.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut clauses = vec![self.days_text(), self.hours_text(), self.zone.name().to_owned()];
        clauses.extend(match self.rule.ending {
            Ending::Never => None,
            Ending::Count(1) => Some("once".to_owned()),
            Ending::Count(count) => Some(format!("{count} times")),
            Ending::UntilDate(date) => Some(format!("until {date}")),
            Ending::UntilLocal(local) => Some(format!("until {}", local_text(local).replace('T', " "))),
            Ending::UntilInstant(instant) => {
                Some(format!("until {}", local_text(self.zone.local(instant)).replace('T', " ")))
            }
        });
        if !self.except.is_empty() {
            clauses.push(format!("{} left out", self.except.len()));
        }
        if !self.also.is_empty() {
            clauses.push(format!("{} added", self.also.len()));
        }
        clauses.join(", ")
    }

    fn days_text(&self) -> String {
        let rule = &self.rule;
        let unit = match rule.frequency {
            Frequency::Daily => "day",
            Frequency::Weekly => "week",
            Frequency::Monthly => "month",
            Frequency::Yearly => "year",
        };
        let mut text = if rule.interval == 1 {
            format!("every {unit}")
        } else {
            format!("every {} {unit}s", rule.interval)
        };
        if let Some(days) = self.chosen_days() {
            text.push_str(" on ");
            text.push_str(&days);
        }
        if !rule.months.is_empty() {
            text.push_str(" in ");
            let months = rule.months.iter().map(|month| month_name(month.unsigned_abs()).to_owned());
            text.push_str(&joined(months.gather()));
        }
        text
    }

    fn chosen_days(&self) -> Option<String> {
        let rule = &self.rule;
        let weekdays = joined(rule.weekdays.iter().map(weekday_text).gather());
        let month_days = rule.month_days.iter().map(|day| match day {
            0.. => format!("day {day}"),
            _ => format!("the {} day", nth(i64::from(*day))),
        });
        let month_days = joined(month_days.gather());
        let days = match (rule.weekdays.is_empty(), rule.month_days.is_empty()) {
            (false, false) => Some(format!("{weekdays} if that is {month_days}")),
            (false, true) => Some(weekdays),
            (true, false) => Some(month_days),
            (true, true) => match rule.frequency {
                Frequency::Daily => None,
                Frequency::Weekly => Some(weekday_name(self.start.weekday()).to_owned()),
                Frequency::Yearly if rule.months.is_empty() => {
                    Some(format!("{} {}", self.start.day(), month_name(self.start.month())))
                }
                Frequency::Monthly | Frequency::Yearly => Some(format!("day {}", self.start.day())),
            },
        };
        if rule.positions.is_empty() {
            return days;
        }
        let positions = joined(rule.positions.iter().map(|position| nth(i64::from(*position))).gather());
        Some(format!("the {positions} of {}", days.unwrap_or_else(|| "its days".to_owned())))
    }

    fn hours_text(&self) -> String {
        const DAY: u32 = 24 * 60;
        let start = time_of_day_text(self.start.time());
        if self.duration_minutes < DAY {
            let length = TimeDelta::minutes(i64::from(self.duration_minutes));
            let (end, _) = self.start.time().overflowing_add_signed(length);
            return format!("{start}–{}", time_of_day_text(end));
        }
        let amounts = [
            (self.duration_minutes / DAY, "day"),
            (self.duration_minutes % DAY / 60, "hour"),
            (self.duration_minutes % 60, "minute"),
        ];
        let said = amounts.iter().filter(|(amount, _)| 0 < *amount).map(|(amount, unit)| {
            if *amount == 1 { format!("1 {unit}") } else { format!("{amount} {unit}s") }
        });
        let length = joined(said.gather());
        format!("from {start} for {length}")
    }
}

fn weekday_text(day: &WeekdayInPeriod) -> String {
    let name = weekday_name(day.weekday);
    day.ordinal.map_or_else(|| name.to_owned(), |ordinal| format!("the {} {name}", nth(i64::from(ordinal))))
}

/// `first`, `third`, `21st`, `last`, `second to last`.
fn nth(position: i64) -> String {
    if position == -1 {
        return "last".to_owned();
    }
    let size = position.unsigned_abs();
    let word = match size {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        4 => "fourth".to_owned(),
        5 => "fifth".to_owned(),
        _ => {
            let ending = match (size % 100, size % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{size}{ending}")
        }
    };
    if 0 < position { word } else { format!("{word} to last") }
}

/// `a, b and c`.
fn joined(items: Vec<String>) -> String {
    match items.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn month_name(month: u32) -> &'static str {
    u8::try_from(month)
        .ok()
        .and_then(|month| chrono::Month::try_from(month).ok())
        .map_or("?", |month| month.name())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::super::{Recurrence, Zone, parse_local};
    use super::*;

    #[track_caller]
    fn check(rule: &str, duration_minutes: u32, expected: &str) {
        let window = RecurringWindow {
            start: parse_local("2026-09-05T20:00").unwrap(),
            duration_minutes,
            zone: Zone::parse("Europe/Amsterdam").unwrap(),
            rule: Recurrence::parse(rule).unwrap(),
            except: Vec::new(),
            also: Vec::new(),
            extra: BTreeMap::new(),
        };
        assert_eq!(window.describe(), expected);
    }

    #[test]
    fn a_weekly_window_is_said_in_a_line() {
        check("FREQ=WEEKLY;BYDAY=SA", 600, "every week on Saturday, 20:00–06:00, Europe/Amsterdam");
        check("FREQ=WEEKLY", 60, "every week on Saturday, 20:00–21:00, Europe/Amsterdam");
        check(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;COUNT=6",
            60,
            "every 2 weeks on Monday, Wednesday and Friday, 20:00–21:00, Europe/Amsterdam, 6 times",
        );
    }

    #[test]
    fn days_of_months_and_years_are_said() {
        check("FREQ=MONTHLY;BYDAY=-1FR", 30, "every month on the last Friday, 20:00–20:30, Europe/Amsterdam");
        check(
            "FREQ=MONTHLY;BYMONTHDAY=-1,15",
            30,
            "every month on the last day and day 15, 20:00–20:30, Europe/Amsterdam",
        );
        check(
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            30,
            "every month on Friday if that is day 13, 20:00–20:30, Europe/Amsterdam",
        );
        check("FREQ=YEARLY", 30, "every year on 5 September, 20:00–20:30, Europe/Amsterdam");
        check(
            "FREQ=YEARLY;BYMONTH=3,12",
            30,
            "every year on day 5 in March and December, 20:00–20:30, Europe/Amsterdam",
        );
        check("FREQ=YEARLY;BYDAY=20MO", 30, "every year on the 20th Monday, 20:00–20:30, Europe/Amsterdam");
        check(
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-2,1",
            30,
            "every month on the second to last and first of Monday and Tuesday, 20:00–20:30, Europe/Amsterdam",
        );
    }

    #[test]
    fn long_windows_and_ends_are_said() {
        check(
            "FREQ=DAILY;UNTIL=20261231",
            1440,
            "every day, from 20:00 for 1 day, Europe/Amsterdam, until 2026-12-31",
        );
        check(
            "FREQ=YEARLY;UNTIL=20261231T120000Z",
            2 * 1440 + 61,
            "every year on 5 September, from 20:00 for 2 days, 1 hour and 1 minute, Europe/Amsterdam, until 2026-12-31 13:00",
        );
    }
}
