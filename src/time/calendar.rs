//! `WorkingCalendar`: weekdays, hours and holidays. A file of its own because lead times, backward plans
//! and the grey days of the timeline must count the same days.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday, WeekdaySet};
use serde::{Deserialize, Deserializer, Serialize};

use super::local_text::is_in_range;
use super::{Instant, Interval, Zone, date_serde, time_of_day_serde, union};
use crate::gather::Gather;
use crate::order::Arrange;

/// Which days and hours are worked. It has no zone: the same calendar can be asked for several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkingCalendar {
    /// The weekdays that are worked; written as a list from `"Mon"`.
    #[serde(with = "weekdays_serde")]
    pub weekdays: WeekdaySet,
    /// Local time at which work starts.
    #[serde(with = "time_of_day_serde")]
    pub day_start: NaiveTime,
    /// Local time at which work ends, exclusive. An end that is not after the start lies on the next
    /// day, so 22:00 to 06:00 is a night shift and 00:00 to 00:00 is round the clock.
    #[serde(with = "time_of_day_serde")]
    pub day_end: NaiveTime,
    #[serde(default, deserialize_with = "sorted_holidays", skip_serializing_if = "Vec::is_empty")]
    holidays: Vec<Holiday>,
    /// Fields of a file that this version does not know; they are written back.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// A day that is not worked although its weekday is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    #[serde(with = "date_serde")]
    pub date: NaiveDate,
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// Fields of a file that this version does not know; they are written back.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Holiday {
    /// A holiday.
    #[must_use]
    pub fn new(date: NaiveDate, name: &str) -> Holiday {
        Holiday { date, name: name.to_owned(), extra: BTreeMap::new() }
    }
}

impl WorkingCalendar {
    /// Monday to Friday, 09:00 to 17:00, no holidays.
    #[must_use]
    pub fn monday_to_friday() -> WorkingCalendar {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        WorkingCalendar {
            weekdays: WeekdaySet::from_array([
                Weekday::Mon,
                Weekday::Tue,
                Weekday::Wed,
                Weekday::Thu,
                Weekday::Fri,
            ]),
            day_start: hour(9),
            day_end: hour(17),
            holidays: Vec::new(),
            extra: BTreeMap::new(),
        }
    }

    /// The same calendar with these holidays instead of its own.
    #[must_use]
    pub fn with_holidays(mut self, holidays: Vec<Holiday>) -> WorkingCalendar {
        self.holidays = in_order(holidays);
        self
    }

    /// The holidays, sorted by date.
    #[must_use]
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// The first holiday on a date.
    #[must_use]
    pub fn holiday_on(&self, date: NaiveDate) -> Option<&Holiday> {
        let index = self.holidays.partition_point(|holiday| holiday.date < date);
        self.holidays.get(index).filter(|holiday| holiday.date == date)
    }

    /// True when the weekday is worked and the date is no holiday.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.weekdays.contains(date.weekday()) && self.holiday_on(date).is_none()
    }

    /// The `count`th working day after `date`, or before it when negative; `date` itself for 0.
    ///
    /// `date` is not counted, and need not be a working day. `None` when the calendar has no such day
    /// in the years 1900 to 2199.
    #[must_use]
    pub fn plus_working_days(&self, date: NaiveDate, count: i64) -> Option<NaiveDate> {
        let mut left = count.unsigned_abs();
        let mut day = date;
        if left != 0 && self.weekdays.is_empty() {
            return None;
        }
        while left != 0 {
            let one = Days::new(1);
            day = if 0 < count { day.checked_add_days(one)? } else { day.checked_sub_days(one)? };
            if !is_in_range(day) {
                return None;
            }
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        Some(day)
    }

    /// How many days are worked from `from` to `to`, half-open `[from, to)`; negative when `to` is
    /// earlier, then `[to, from)` is counted.
    #[must_use]
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let days = to.signed_duration_since(from).num_days();
        let whole_weeks = days / 7 * i64::from(self.weekdays.len());
        let rest = (0..days % 7)
            .filter(|later| self.weekdays.contains(weekday_after(from.weekday(), *later)))
            .count();
        let first = self.holidays.partition_point(|holiday| holiday.date < from);
        let mut holidays: Vec<NaiveDate> = self
            .holidays
            .iter()
            .skip(first)
            .map(|holiday| holiday.date)
            .take_while(|date| *date < to)
            .filter(|date| self.weekdays.contains(date.weekday()))
            .gather();
        holidays.dedup();
        whole_weeks + rest as i64 - holidays.len() as i64
    }

    /// The latest date that lies `lead_days` working days before `window_date`: something that needs
    /// five of them for a window on Monday must be there on the Monday before.
    #[must_use]
    pub fn latest_date_with_lead(&self, window_date: NaiveDate, lead_days: u32) -> Option<NaiveDate> {
        self.plus_working_days(window_date, -i64::from(lead_days))
    }

    /// The latest day on which a span of `days` working days can start to end with `last_day`, both
    /// inclusive. For 0 it is the day after `last_day`: the span is empty.
    #[must_use]
    pub fn first_day_of_span_ending(&self, last_day: NaiveDate, days: u32) -> Option<NaiveDate> {
        self.plus_working_days(last_day.checked_add_days(Days::new(1))?, -i64::from(days))
    }

    /// The earliest day on which a span of `days` working days can end that starts with `first_day`,
    /// both inclusive. For 0 it is the day before `first_day`: the span is empty.
    #[must_use]
    pub fn last_day_of_span_starting(&self, first_day: NaiveDate, days: u32) -> Option<NaiveDate> {
        self.plus_working_days(first_day.checked_sub_days(Days::new(1))?, i64::from(days))
    }

    /// The hours worked within `range`, cut to it, joined and in order.
    #[must_use]
    pub fn working_hours(&self, range: Interval, zone: Zone) -> Vec<Interval> {
        let hours = local_days(range, zone)
            .filter(|date| self.is_working_day(*date))
            .filter_map(|date| self.hours_on(date, zone).intersection(range))
            .gather();
        union(hours)
    }

    /// The local days that touch `range` and are not worked, whole and not cut, joined and in order.
    #[must_use]
    pub fn non_working_days(&self, range: Interval, zone: Zone) -> Vec<Interval> {
        let days = local_days(range, zone)
            .filter(|date| !self.is_working_day(*date))
            .map(|date| zone.day(date))
            .filter(|day| day.overlaps(range))
            .gather();
        union(days)
    }

    fn hours_on(&self, date: NaiveDate, zone: Zone) -> Interval {
        let end_date = if self.day_end <= self.day_start {
            date.checked_add_days(Days::new(1)).unwrap_or(date)
        } else {
            date
        };
        Interval::new(time_on(date, self.day_start, zone), time_on(end_date, self.day_end, zone))
    }
}

/// The instant of a time of day; midnight is the first instant of its day.
fn time_on(date: NaiveDate, time: NaiveTime, zone: Zone) -> Instant {
    if time == NaiveTime::MIN { zone.start_of_day(date) } else { zone.resolve(date.and_time(time)) }
}

/// The local days that can touch `range`, and one before and after, for shifts that pass midnight.
fn local_days(range: Interval, zone: Zone) -> impl Iterator<Item = NaiveDate> {
    let first = zone.date_of(range.start);
    let last = zone.date_of(range.end).checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let days = first.checked_sub_days(Days::new(1)).unwrap_or(first).iter_days();
    days.take_while(move |date| *date <= last && !range.is_empty())
}

fn weekday_after(weekday: Weekday, days: i64) -> Weekday {
    (0..days).fold(weekday, |day, _| day.succ())
}

fn in_order(mut holidays: Vec<Holiday>) -> Vec<Holiday> {
    holidays.arrange_by(|one, other| (one.date, &one.name).cmp(&(other.date, &other.name)));
    holidays.dedup();
    holidays
}

fn sorted_holidays<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Holiday>, D::Error> {
    Vec::<Holiday>::deserialize(deserializer).map(in_order)
}

/// Reads `Mon`.
///
/// # Errors
/// When it is not the name of a weekday.
pub fn parse_weekday(name: &str) -> Result<Weekday, String> {
    name.trim().parse().map_err(|_| {
        let quoted: String = name.chars().take(60).gather();
        format!("\"{quoted}\" is not a weekday; write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
    })
}

/// Weekdays as `["Mon", "Tue"]`, in the order of the week.
mod weekdays_serde {
    use chrono::{Weekday, WeekdaySet};
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(weekdays: &WeekdaySet, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(weekdays.iter(Weekday::Mon).map(|weekday| weekday.to_string()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<WeekdaySet, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        names.iter().map(|name| super::parse_weekday(name).map_err(de::Error::custom)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse_date, parse_time_of_day};
    use super::*;

    fn date(text: &str) -> NaiveDate {
        parse_date(text).unwrap()
    }

    fn holiday(day: &str, name: &str) -> Holiday {
        Holiday::new(date(day), name)
    }

    fn office() -> WorkingCalendar {
        WorkingCalendar::monday_to_friday()
    }

    fn american_office() -> WorkingCalendar {
        office().with_holidays(vec![holiday("2025-09-01", "Labor Day")])
    }

    fn amsterdam() -> Zone {
        Zone::parse("Europe/Amsterdam").unwrap()
    }

    fn window(text: &str) -> Interval {
        Interval::parse(text).unwrap()
    }

    #[test]
    fn a_backward_plan_steps_over_labor_day() {
        let calendar = american_office();
        let implementation = calendar.first_day_of_span_ending(date("2025-09-05"), 10).unwrap();
        assert_eq!(implementation, date("2025-08-22"));
        let testing = calendar.first_day_of_span_ending(date("2025-08-21"), 15).unwrap();
        assert_eq!(testing, date("2025-08-01"));
        assert_eq!(calendar.last_day_of_span_starting(implementation, 10), Some(date("2025-09-05")));
        assert_eq!(calendar.last_day_of_span_starting(testing, 15), Some(date("2025-08-21")));
    }

    #[test]
    fn a_lead_time_of_five_days_before_monday_is_the_monday_before() {
        let monday = date("2026-03-30");
        assert_eq!(office().latest_date_with_lead(monday, 5), Some(date("2026-03-23")));
        let with_holiday = office().with_holidays(vec![holiday("2026-03-25", "Off")]);
        assert_eq!(with_holiday.latest_date_with_lead(monday, 5), Some(date("2026-03-20")));
    }

    #[test]
    fn a_lead_time_over_a_clock_change_counts_local_days() {
        // Monday 00:30 in Amsterdam is still Sunday in UTC, and the clock changed on Sunday.
        let start = amsterdam().resolve("2026-03-30T00:30:00".parse().unwrap());
        assert_eq!(start.to_string(), "2026-03-29T22:30:00Z");
        let lead = office().latest_date_with_lead(amsterdam().date_of(start), 5);
        assert_eq!(lead, Some(date("2026-03-23")));
    }

    #[test]
    fn a_calendar_without_working_days_ends_the_search() {
        let never = WorkingCalendar { weekdays: WeekdaySet::EMPTY, ..office() };
        assert_eq!(never.plus_working_days(date("2026-01-01"), 1), None);
        assert_eq!(never.plus_working_days(date("2026-01-01"), 0), Some(date("2026-01-01")));
        assert_eq!(office().plus_working_days(date("2026-01-01"), i64::MAX), None);
        assert_eq!(office().plus_working_days(date("2026-01-01"), i64::MIN), None);
        assert_eq!(office().plus_working_days(NaiveDate::MAX, 1), None);
    }

    #[test]
    fn days_between_agree_with_a_count_day_by_day() {
        let odd = WorkingCalendar {
            weekdays: WeekdaySet::from_array([Weekday::Mon, Weekday::Thu, Weekday::Sun]),
            ..office()
        };
        let odd = odd.with_holidays(vec![
            holiday("2026-01-05", "A"),
            holiday("2026-01-05", "B"),
            holiday("2026-01-06", "No working day anyway"),
            holiday("2026-01-15", "C"),
        ]);
        for from in date("2025-12-25").iter_days().take(30) {
            for to in from.iter_days().take(40) {
                let counted =
                    from.iter_days().take_while(|day| *day < to).filter(|day| odd.is_working_day(*day));
                let counted = counted.count() as i64;
                assert_eq!(odd.working_days_between(from, to), counted, "{from} {to}");
                assert_eq!(odd.working_days_between(to, from), -counted, "{from} {to}");
            }
        }
        assert!(0 < odd.working_days_between(NaiveDate::MIN, NaiveDate::MAX));
    }

    #[test]
    fn working_hours_follow_the_clock() {
        let friday_to_monday = window("2026-03-27T12:00:00Z/2026-03-30T10:00:00Z");
        assert_eq!(
            office().working_hours(friday_to_monday, amsterdam()),
            vec![
                window("2026-03-27T12:00:00Z/2026-03-27T16:00:00Z"),
                window("2026-03-30T07:00:00Z/2026-03-30T10:00:00Z"),
            ]
        );
    }

    #[test]
    fn a_night_shift_ends_on_the_next_day_and_midnight_to_midnight_is_round_the_clock() {
        let at = |text| parse_time_of_day(text).unwrap();
        let night = WorkingCalendar { day_start: at("22:00"), day_end: at("06:00"), ..office() };
        let saturday = window("2026-03-07T00:00:00Z/2026-03-08T00:00:00Z");
        assert_eq!(
            night.working_hours(saturday, Zone::UTC),
            vec![window("2026-03-07T00:00:00Z/2026-03-07T06:00:00Z")]
        );
        let always = WorkingCalendar {
            weekdays: WeekdaySet::ALL,
            day_start: at("00:00"),
            day_end: at("00:00"),
            ..office()
        };
        let year = window("2026-01-01T00:00:00Z/2027-01-01T00:00:00Z");
        assert_eq!(always.working_hours(year, Zone::parse("America/Santiago").unwrap()), vec![year]);
    }

    #[test]
    fn days_off_are_whole_local_days_and_joined() {
        let calendar = office().with_holidays(vec![holiday("2026-03-30", "Off")]);
        let from_saturday_noon = window("2026-03-28T12:00:00Z/2026-03-31T12:00:00Z");
        assert_eq!(
            calendar.non_working_days(from_saturday_noon, amsterdam()),
            vec![window("2026-03-27T23:00:00Z/2026-03-30T22:00:00Z")]
        );
        assert_eq!(
            calendar.non_working_days(window("2026-03-31T08:00:00Z/2026-03-31T09:00:00Z"), amsterdam()),
            vec![]
        );
    }

    #[test]
    fn the_whole_range_of_time_is_no_exception() {
        let all = Interval::new(Instant::MIN, Instant::MAX);
        assert!(!office().working_hours(all, amsterdam()).is_empty());
        assert!(!office().non_working_days(all, Zone::parse("Pacific/Apia").unwrap()).is_empty());
    }

    #[test]
    fn a_calendar_is_written_canonically_with_fields_it_does_not_know() {
        let text = r#"{"weekdays":["tuesday","Mon"],"day_start":"09:00","day_end":"17:30","holidays":[{"date":"2026-12-25","name":"Christmas"},{"date":"2026-01-01","name":"New Year"}],"colour":1}"#;
        let calendar: WorkingCalendar = serde_json::from_str(text).unwrap();
        let canonical = r#"{"weekdays":["Mon","Tue"],"day_start":"09:00","day_end":"17:30","holidays":[{"date":"2026-01-01","name":"New Year"},{"date":"2026-12-25","name":"Christmas"}],"colour":1}"#;
        assert_eq!(serde_json::to_string(&calendar).unwrap(), canonical);
        let error = serde_json::from_str::<WorkingCalendar>(&text.replace("Mon", "Lundi")).unwrap_err();
        assert!(error.to_string().contains("Lundi"), "{error}");
    }
}
