//! Two ways to expand a rule that are not the engine's. A file of its own because neither may share a line
//! with it.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Weekday};
use slipway::time::Instant;

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "MO"),
    (Weekday::Tue, "TU"),
    (Weekday::Wed, "WE"),
    (Weekday::Thu, "TH"),
    (Weekday::Fri, "FR"),
    (Weekday::Sat, "SA"),
    (Weekday::Sun, "SU"),
];

/// A rule in the test's own words.
#[derive(Debug, Clone)]
pub struct Rule {
    pub frequency: &'static str,
    pub interval: u32,
    pub months: Vec<u32>,
    pub month_days: Vec<i32>,
    pub weekdays: Vec<(i32, usize)>,
    pub positions: Vec<i32>,
    pub week_start: usize,
    pub count: Option<u32>,
    pub until: Option<NaiveDateTime>,
}

impl Rule {
    pub fn text(&self) -> String {
        fn part<T>(name: &str, items: &[T], text: impl Fn(&T) -> String) -> String {
            if items.is_empty() {
                return String::new();
            }
            format!(";{name}={}", items.iter().map(text).collect::<Vec<_>>().join(","))
        }
        let weekday = |(ordinal, day): &(i32, usize)| match ordinal {
            0 => WEEKDAYS[*day].1.to_owned(),
            _ => format!("{ordinal}{}", WEEKDAYS[*day].1),
        };
        let mut text = format!(
            "FREQ={};INTERVAL={};WKST={}",
            self.frequency, self.interval, WEEKDAYS[self.week_start].1
        );
        text += &part("BYMONTH", &self.months, u32::to_string);
        text += &part("BYMONTHDAY", &self.month_days, i32::to_string);
        text += &part("BYDAY", &self.weekdays, weekday);
        text += &part("BYSETPOS", &self.positions, i32::to_string);
        if let Some(count) = self.count {
            text += &format!(";COUNT={count}");
        }
        if let Some(until) = self.until {
            text += &until.format(";UNTIL=%Y%m%dT%H%M%SZ").to_string();
        }
        text
    }

    /// The first day of the period in which a start lies.
    pub fn first_period(&self, start: NaiveDate) -> NaiveDate {
        match self.frequency {
            "DAILY" => start,
            "WEEKLY" => {
                let mut day = start;
                while day.weekday() != WEEKDAYS[self.week_start].0 {
                    day = day.pred_opt().unwrap();
                }
                day
            }
            "MONTHLY" => start.with_day(1).unwrap(),
            _ => start.with_day(1).unwrap().with_month(1).unwrap(),
        }
    }

    /// The days up to `last`, by building RFC 5545's expansions period by period from the start.
    pub fn days(&self, start: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
        let mut found = Vec::new();
        let mut period = self.first_period(start);
        while period <= last {
            let set: Vec<NaiveDate> = self.expand(start, period).into_iter().collect();
            let chosen: BTreeSet<NaiveDate> = if self.positions.is_empty() {
                set.into_iter().collect()
            } else {
                let at = |position: &i32| match position {
                    1.. => set.get(*position as usize - 1).copied(),
                    _ => set.iter().rev().nth(-position as usize - 1).copied(),
                };
                self.positions.iter().filter_map(at).collect()
            };
            found.extend(chosen.into_iter().filter(|day| start <= *day));
            for _ in 0..self.interval {
                period = match self.frequency {
                    "DAILY" => period + Days::new(1),
                    "WEEKLY" => period + Days::new(7),
                    "MONTHLY" => period + chrono::Months::new(1),
                    _ => period + chrono::Months::new(12),
                };
            }
        }
        found.truncate(self.count.unwrap_or(u32::MAX) as usize);
        found.retain(|day| *day <= last);
        found
    }

    /// One period's set before BYSETPOS.
    fn expand(&self, start: NaiveDate, period: NaiveDate) -> BTreeSet<NaiveDate> {
        let is_wanted_weekday = |day: &NaiveDate| {
            self.weekdays.is_empty()
                || self.weekdays.iter().any(|(_, wanted)| WEEKDAYS[*wanted].0 == day.weekday())
        };
        let in_months = |day: &NaiveDate| self.months.is_empty() || self.months.contains(&day.month());
        match self.frequency {
            "DAILY" => {
                let mut days = BTreeSet::from([period]);
                if !self.month_days.is_empty() {
                    days.retain(|day| month_days(*day, &self.month_days).contains(day));
                }
                days.retain(|day| in_months(day) && is_wanted_weekday(day));
                days
            }
            "WEEKLY" => {
                let week = period.iter_days().take(7).filter(in_months);
                if self.weekdays.is_empty() {
                    week.filter(|day| day.weekday() == start.weekday()).collect()
                } else {
                    week.filter(is_wanted_weekday).collect()
                }
            }
            "MONTHLY" if in_months(&period) => self.expand_month(start, period),
            "MONTHLY" => BTreeSet::new(),
            _ if !self.months.is_empty() => {
                let month = |month: &u32| period.with_month(*month).unwrap();
                self.months.iter().flat_map(|number| self.expand_month(start, month(number))).collect()
            }
            _ if self.month_days.is_empty() && self.weekdays.is_empty() => {
                NaiveDate::from_ymd_opt(period.year(), start.month(), start.day()).into_iter().collect()
            }
            _ => {
                let year: Vec<NaiveDate> =
                    period.iter_days().take_while(|day| day.year() == period.year()).collect();
                let mut days: BTreeSet<NaiveDate> = if self.weekdays.is_empty() {
                    year.iter().copied().collect()
                } else {
                    self.weekdays_among(&year)
                };
                if !self.month_days.is_empty() {
                    days.retain(|day| month_days(*day, &self.month_days).contains(day));
                }
                days
            }
        }
    }

    fn expand_month(&self, start: NaiveDate, first: NaiveDate) -> BTreeSet<NaiveDate> {
        let month: Vec<NaiveDate> =
            first.iter_days().take_while(|day| day.month() == first.month()).collect();
        match (self.month_days.is_empty(), self.weekdays.is_empty()) {
            (true, true) => first.with_day(start.day()).into_iter().collect(),
            (false, true) => month_days(first, &self.month_days),
            (true, false) => self.weekdays_among(&month),
            (false, false) => month_days(first, &self.month_days)
                .intersection(&self.weekdays_among(&month))
                .copied()
                .collect(),
        }
    }

    fn weekdays_among(&self, days: &[NaiveDate]) -> BTreeSet<NaiveDate> {
        let mut found = BTreeSet::new();
        for (ordinal, wanted) in &self.weekdays {
            let alike: Vec<NaiveDate> =
                days.iter().copied().filter(|day| day.weekday() == WEEKDAYS[*wanted].0).collect();
            match ordinal {
                0 => found.extend(alike),
                1.. => found.extend(alike.get(*ordinal as usize - 1)),
                _ => found.extend(alike.iter().rev().nth(-ordinal as usize - 1)),
            }
        }
        found
    }
}

/// The days of a month by number, from the end when negative.
fn month_days(in_month: NaiveDate, wanted: &[i32]) -> BTreeSet<NaiveDate> {
    let first = in_month.with_day(1).unwrap();
    let length = first.iter_days().take_while(|day| day.month() == first.month()).count() as i32;
    let number = |day: &i32| if *day < 0 { length + 1 + day } else { *day };
    wanted.iter().map(number).filter_map(|day| first.with_day(u32::try_from(day).ok()?)).collect()
}

/// The instant of a local time, found by walking UTC in steps of a quarter of an hour.
pub fn instant_by_walking(zone: chrono_tz::Tz, local: NaiveDateTime) -> Instant {
    let shown = |utc: NaiveDateTime| zone.from_utc_datetime(&utc).naive_local();
    let mut utc = local - TimeDelta::hours(30);
    let mut offset = shown(utc) - utc;
    while utc < local + TimeDelta::hours(30) {
        if shown(utc) == local {
            return Instant::from_chrono(utc.and_utc());
        }
        if local < shown(utc) && utc + offset <= local {
            break;
        }
        offset = shown(utc) - utc;
        if local < shown(utc) {
            break;
        }
        utc += TimeDelta::minutes(15);
    }
    Instant::from_chrono((local - offset).and_utc())
}

/// The starts that the crate `rrule` finds before `before`, in UTC, duplicates removed.
pub fn starts_by_rrule(rule: &Rule, start: NaiveDateTime, before: NaiveDateTime) -> Vec<Instant> {
    let text = format!("DTSTART:{}\nRRULE:{}", start.format("%Y%m%dT%H%M%SZ"), rule.text());
    let set: rrule::RRuleSet = text.parse().unwrap();
    let found: BTreeSet<Instant> = set
        .into_iter()
        .take_while(|moment| moment.naive_utc() < before)
        .map(|moment| Instant::from_chrono(moment.to_utc()))
        .collect();
    found.into_iter().collect()
}
