//! Random rules, dates and times. A file of its own because what is tried here decides what the properties
//! are worth.

use chrono::{Days, NaiveDate, NaiveTime};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::oracle::Rule;

pub fn rules() -> impl Strategy<Value = Rule> {
    select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]).prop_flat_map(|frequency| {
        let most_intervals = if frequency == "YEARLY" { 4_u32 } else { 14 };
        let ordinals = match frequency {
            "MONTHLY" => vec![0, 0, 1, 2, 3, 5, -1, -2, -4],
            "YEARLY" => vec![0, 0, 1, 2, 5, 20, 53, -1, -3, -30, -52],
            _ => vec![0],
        };
        let month_days: Vec<i32> =
            if frequency == "WEEKLY" { Vec::new() } else { (-31..=31).filter(|day| *day != 0).collect() };
        let most_days = month_days.len().min(6);
        (
            Just(frequency),
            prop_oneof![Just(1_u32), 1..=most_intervals],
            maybe(subsequence((1..=12_u32).collect::<Vec<_>>(), 1..=5)),
            maybe(subsequence(month_days, 0..=most_days)),
            maybe(prop::collection::vec((select(ordinals), 0..7_usize), 1..=5)),
            maybe(subsequence(vec![1, 2, 3, 7, 12, 31, -1, -2, -5, -31], 1..=3)),
            0..7_usize,
            prop_oneof![3 => Just(None), 1 => (1..60_u32).prop_map(Some)],
        )
            .prop_map(
                |(frequency, interval, months, month_days, weekdays, mut positions, week_start, count)| {
                    if months.is_empty() && month_days.is_empty() && weekdays.is_empty() {
                        positions.clear();
                    }
                    Rule {
                        frequency,
                        interval,
                        months,
                        month_days,
                        weekdays,
                        positions,
                        week_start,
                        count,
                        until: None,
                    }
                },
            )
    })
}

/// Half of the time empty.
fn maybe<T: Clone + std::fmt::Debug + 'static>(
    list: impl Strategy<Value = Vec<T>> + 'static,
) -> BoxedStrategy<Vec<T>> {
    prop_oneof![Just(Vec::new()), list].boxed()
}

pub fn dates(from_year: i32, to_year: i32) -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(from_year, 1, 1).unwrap();
    let days = (NaiveDate::from_ymd_opt(to_year, 1, 1).unwrap() - first).num_days() as u64;
    (0..days).prop_map(move |later| first + Days::new(later))
}

/// Quarters of an hour, more often in the small hours, when clocks change.
pub fn quarters() -> impl Strategy<Value = NaiveTime> {
    prop_oneof![0..16_u32, 0..96_u32]
        .prop_map(|quarter| NaiveTime::from_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap())
}
