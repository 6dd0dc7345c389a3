//! The local days on which a rule falls. A file of its own because this is RFC 5545's table of limits and
//! expansions, and nothing here knows times of day or zones.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::gather::Gather;

use super::super::local_text::is_in_range;
use super::{Frequency, Recurrence};

impl Recurrence {
    /// The days of the rule from `first` to `last`, both inclusive, in order, when it starts on `start`.
    ///
    /// Periods before `first` are skipped without a look, however many. `UNTIL` and `COUNT` are the
    /// caller's. A start outside the years 1900 to 2199 has no days, so at most 300 years are walked.
    pub(super) fn days(&self, start: NaiveDate, first: NaiveDate, last: NaiveDate) -> DayWalk<'_> {
        let rule = DayRule::new(self, start);
        let period = Period::of(self, start).map(|period| period.skipped_towards(self, first));
        let period = period.filter(|_| is_in_range(start));
        DayWalk { rule, period, ready: Vec::new().into_iter(), start, from: start.max(first), last }
    }
}

/// An iterator over the days of a rule.
pub(super) struct DayWalk<'a> {
    rule: DayRule<'a>,
    /// The period to look at next.
    period: Option<Period>,
    /// What is left of the period before.
    ready: std::vec::IntoIter<NaiveDate>,
    /// The day on which the rule starts.
    start: NaiveDate,
    /// The first day that is wanted.
    from: NaiveDate,
    /// The last day that is wanted.
    last: NaiveDate,
}

impl Iterator for DayWalk<'_> {
    type Item = NaiveDate;

    fn next(&mut self) -> Option<NaiveDate> {
        loop {
            if let Some(day) = self.ready.find(|day| self.from <= *day) {
                return (day <= self.last).then_some(day);
            }
            let period = self.period.take()?;
            if self.last < period.first || !(is_in_range(period.first) || period.first <= self.start) {
                return None;
            }
            self.ready = self.rule.days_in(period).into_iter();
            self.period = period.next(self.rule.rule);
        }
    }
}

/// One day, week, month or year.
#[derive(Clone, Copy)]
struct Period {
    first: NaiveDate,
}

impl Period {
    /// The period that a day lies in.
    fn of(rule: &Recurrence, day: NaiveDate) -> Option<Period> {
        let first = match rule.frequency {
            Frequency::Daily => Some(day),
            Frequency::Weekly => {
                let back = day.weekday().days_since(rule.week_start);
                day.checked_sub_days(Days::new(u64::from(back)))
            }
            Frequency::Monthly => day.with_day(1),
            Frequency::Yearly => NaiveDate::from_ymd_opt(day.year(), 1, 1),
        };
        first.map(|first| Period { first })
    }

    /// The last period of the rule's rhythm that starts on or before `day`, or this one.
    fn skipped_towards(self, rule: &Recurrence, day: NaiveDate) -> Period {
        let units = match rule.frequency {
            Frequency::Daily => day.signed_duration_since(self.first).num_days(),
            Frequency::Weekly => day.signed_duration_since(self.first).num_days() / 7,
            Frequency::Monthly => months_of(day) - months_of(self.first),
            Frequency::Yearly => i64::from(day.year()) - i64::from(self.first.year()),
        };
        let interval = i64::from(rule.interval.max(1));
        let whole = (units / interval).saturating_mul(interval);
        if whole <= 0 { self } else { self.later(rule.frequency, whole).unwrap_or(self) }
    }

    /// The next period of the rule's rhythm, or `None` beyond the calendar.
    fn next(self, rule: &Recurrence) -> Option<Period> {
        self.later(rule.frequency, i64::from(rule.interval.max(1)))
    }

    fn later(self, frequency: Frequency, units: i64) -> Option<Period> {
        let days = |count: i64| self.first.checked_add_days(Days::new(u64::try_from(count).ok()?));
        let first = match frequency {
            Frequency::Daily => days(units),
            Frequency::Weekly => days(units.checked_mul(7)?),
            Frequency::Monthly => {
                let months = months_of(self.first).checked_add(units)?;
                let year = i32::try_from(months.div_euclid(12)).ok()?;
                NaiveDate::from_ymd_opt(year, u32::try_from(months.rem_euclid(12)).ok()? + 1, 1)
            }
            Frequency::Yearly => {
                let year = i64::from(self.first.year()).checked_add(units)?;
                NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, 1, 1)
            }
        };
        first.map(|first| Period { first })
    }
}

/// A rule with what its start fills in, asked day by day.
///
/// RFC 5545 tells parts that expand a period from parts that limit it. When each period is seen as all
/// its days, and the day that the start fills in is made a part, both are the same: a day must satisfy
/// every part there is.
struct DayRule<'a> {
    rule: &'a Recurrence,
    /// The month that the start fills in, for a yearly rule that says nothing else.
    month: Option<u32>,
    /// The day of the month that the start fills in.
    month_day: Option<u32>,
    /// The weekday that the start fills in.
    weekday: Option<Weekday>,
}

impl<'a> DayRule<'a> {
    fn new(rule: &'a Recurrence, start: NaiveDate) -> DayRule<'a> {
        let says_no_day = rule.weekdays.is_empty() && rule.month_days.is_empty();
        let by_month_day = says_no_day && matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly);
        let by_month = by_month_day && rule.frequency == Frequency::Yearly && rule.months.is_empty();
        let by_weekday = says_no_day && rule.frequency == Frequency::Weekly;
        DayRule {
            rule,
            month: by_month.then(|| start.month()),
            month_day: by_month_day.then(|| start.day()),
            weekday: by_weekday.then(|| start.weekday()),
        }
    }

    /// The days of one period, in order, `BYSETPOS` applied.
    fn days_in(&self, period: Period) -> Vec<NaiveDate> {
        let next = period.later(self.rule.frequency, 1).map_or(NaiveDate::MAX, |next| next.first);
        let days: Vec<NaiveDate> =
            period.first.iter_days().take_while(|day| *day < next).filter(|day| self.admits(*day)).gather();
        if self.rule.positions.is_empty() {
            return days;
        }
        let count = days.len() as i64;
        let chosen =
            |index: i64| {
                self.rule.positions.iter().map(|position| i64::from(*position)).any(|position| {
                    if 0 < position { position == index + 1 } else { position == index - count }
                })
            };
        (0_i64..).zip(days).filter(|(index, _)| chosen(*index)).map(|(_, day)| day).gather()
    }

    fn admits(&self, day: NaiveDate) -> bool {
        let rule = self.rule;
        (rule.months.is_empty() || rule.months.iter().any(|month| month.unsigned_abs() == day.month()))
            && self.month.is_none_or(|month| month == day.month())
            && self.month_day.is_none_or(|month_day| month_day == day.day())
            && self.weekday.is_none_or(|weekday| weekday == day.weekday())
            && (rule.month_days.is_empty() || self.has_month_day(day))
            && (rule.weekdays.is_empty() || self.has_weekday(day))
    }

    fn has_month_day(&self, day: NaiveDate) -> bool {
        let from_start = i64::from(day.day());
        let from_end = from_start - 1 - i64::from(day.num_days_in_month());
        self.rule
            .month_days
            .iter()
            .map(|month_day| i64::from(*month_day))
            .any(|month_day| month_day == from_start || month_day == from_end)
    }

    /// Ordinals count in the month, or in the year when a yearly rule names no months.
    fn has_weekday(&self, day: NaiveDate) -> bool {
        let in_year = self.rule.frequency == Frequency::Yearly && self.rule.months.is_empty();
        let (index, length) = if in_year {
            (day.ordinal0(), if day.leap_year() { 366 } else { 365 })
        } else {
            (day.day0(), u32::from(day.num_days_in_month()))
        };
        let from_start = i64::from(index / 7) + 1;
        let from_end = -i64::from((length - 1 - index) / 7) - 1;
        self.rule.weekdays.iter().any(|wanted| {
            wanted.weekday == day.weekday()
                && wanted
                    .ordinal
                    .is_none_or(|ordinal| i64::from(ordinal) == from_start || i64::from(ordinal) == from_end)
        })
    }
}

/// Months since the year 0, for arithmetic.
fn months_of(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}
