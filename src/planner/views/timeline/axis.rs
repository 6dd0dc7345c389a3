//! The axis: two rows of ticks on the plan's clock, from hours to years, true over clock changes.

use chrono::{Datelike, Days, Months, NaiveDate, Timelike};

use super::frame::Viewport;
use crate::time::{Instant, Zone, time_of_day_text};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The two rows of the axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Axis {
    /// The coarse row: years, months or days.
    pub upper: Vec<Tick>,
    /// The fine row: months, weeks, days or hours.
    pub lower: Vec<Tick>,
}

/// From one line of the axis to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// When it begins.
    pub at: Instant,
    /// Where it begins, in pixels from the left of the view; negative when it began before.
    pub x: f64,
    /// Pixels to the next.
    pub width: f64,
    /// What it is called.
    pub label: String,
    /// True for a day that is not worked.
    pub is_idle: bool,
}

#[derive(Clone, Copy)]
enum Unit {
    Hours(u32),
    Days,
    Weeks,
    Months,
    Quarters,
    Years,
}

/// How a tick is labelled.
#[derive(Clone, Copy)]
enum Wording {
    Full,
    Short,
}

impl Axis {
    /// The axis of a view; `is_idle` says which days are not worked.
    #[must_use]
    pub fn of(viewport: &Viewport, zone: Zone, is_idle: impl Fn(NaiveDate) -> bool) -> Axis {
        let day = 86_400.0 / viewport.seconds_per_px;
        let (upper, lower) = match day {
            d if d >= 1000.0 => (Unit::Days, Unit::Hours(1)),
            d if d >= 420.0 => (Unit::Days, Unit::Hours(3)),
            d if d >= 160.0 => (Unit::Days, Unit::Hours(6)),
            d if d >= 19.0 => (Unit::Months, Unit::Days),
            d if d >= 5.0 => (Unit::Months, Unit::Weeks),
            d if d >= 1.1 => (Unit::Years, Unit::Months),
            d if d >= 0.35 => (Unit::Years, Unit::Quarters),
            _ => (Unit::Years, Unit::Years),
        };
        let row = |unit, wording| ticks(viewport, zone, unit, wording, &is_idle);
        Axis { upper: row(upper, Wording::Full), lower: row(lower, Wording::Short) }
    }
}

fn ticks(
    viewport: &Viewport,
    zone: Zone,
    unit: Unit,
    wording: Wording,
    is_idle: impl Fn(NaiveDate) -> bool,
) -> Vec<Tick> {
    let range = viewport.range();
    let mut bounds: Vec<(Instant, NaiveDate)> = Vec::new();
    let mut date = unit.floor(zone.date_of(range.start));
    loop {
        let start = zone.start_of_day(date);
        let next = unit.next(date);
        match unit {
            Unit::Hours(step) => {
                bounds.extend(hours(start, zone.start_of_day(next), step, zone).map(|at| (at, date)));
            }
            _ => bounds.push((start, date)),
        }
        if start >= range.end || next <= date {
            break;
        }
        date = next;
    }
    let mut made: Vec<Tick> = Vec::with_capacity(bounds.len());
    for pair in bounds.windows(2) {
        let [(at, date), (next, _)] = pair else { continue };
        if next <= &range.start || next <= at || at >= &range.end {
            continue;
        }
        let x = viewport.x(*at);
        let width = viewport.x(*next) - x;
        let is_idle = matches!(unit, Unit::Days) && is_idle(*date);
        made.push(Tick { at: *at, x, width, label: unit.label(*at, *date, width, wording, zone), is_idle });
    }
    made
}

/// The full hours of the clock from `start` on, each `step`th by its number: a skipped hour is left out, a repeated
/// one comes twice where `step` is 1.
fn hours(start: Instant, end: Instant, step: u32, zone: Zone) -> impl Iterator<Item = Instant> {
    let halves = (0..).map(move |half: i64| start.plus_seconds(half * 1800));
    let mut last = None;
    halves.take_while(move |at| *at < end).filter(move |at| {
        let local = zone.local(*at);
        let is_new = step == 1 || last != Some(local.hour());
        let fits = local.minute() == 0 && local.second() == 0 && local.hour().is_multiple_of(step) && is_new;
        if fits {
            last = Some(local.hour());
        }
        fits
    })
}

impl Unit {
    fn floor(self, date: NaiveDate) -> NaiveDate {
        let first = |month| NaiveDate::from_ymd_opt(date.year(), month, 1).unwrap_or(date);
        match self {
            Unit::Hours(_) | Unit::Days => date,
            Unit::Weeks => {
                let past = Days::new(u64::from(date.weekday().num_days_from_monday()));
                date.checked_sub_days(past).unwrap_or(date)
            }
            Unit::Months => first(date.month()),
            Unit::Quarters => first(date.month0() / 3 * 3 + 1),
            Unit::Years => first(1),
        }
    }

    fn next(self, date: NaiveDate) -> NaiveDate {
        let next = match self {
            Unit::Hours(_) | Unit::Days => date.succ_opt(),
            Unit::Weeks => date.checked_add_days(Days::new(7)),
            Unit::Months => date.checked_add_months(Months::new(1)),
            Unit::Quarters => date.checked_add_months(Months::new(3)),
            Unit::Years => date.checked_add_months(Months::new(12)),
        };
        next.unwrap_or(date)
    }

    fn label(self, at: Instant, date: NaiveDate, width: f64, wording: Wording, zone: Zone) -> String {
        let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
        let weekday =
            WEEKDAYS.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or_default();
        let short_month = month.get(..3).unwrap_or(month);
        match (self, wording) {
            (Unit::Hours(_), _) => time_of_day_text(zone.local(at).time()),
            (Unit::Days, Wording::Full) => format!("{weekday} {} {short_month} {}", date.day(), date.year()),
            (Unit::Days, Wording::Short) if width >= 48.0 => format!("{weekday} {}", date.day()),
            (Unit::Days, Wording::Short) => date.day().to_string(),
            (Unit::Weeks, _) if width >= 64.0 => {
                format!("W{} · {} {short_month}", date.iso_week().week(), date.day())
            }
            (Unit::Weeks, _) => format!("W{}", date.iso_week().week()),
            (Unit::Months, Wording::Full) => format!("{month} {}", date.year()),
            (Unit::Months, Wording::Short) if width >= 34.0 => short_month.to_owned(),
            (Unit::Months, Wording::Short) => short_month.get(..1).unwrap_or_default().to_owned(),
            (Unit::Quarters, _) => format!("Q{}", date.month0() / 3 + 1),
            (Unit::Years, _) => date.year().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(zone: &str, start: &str, hours: i64, width: f64) -> Axis {
        let zone = Zone::parse(zone).unwrap();
        let start = Instant::parse(start).unwrap();
        let seconds_per_px = (hours * 3600) as f64 / width;
        let viewport =
            Viewport { start: start.unix_seconds() as f64, seconds_per_px, width, top: 0.0, height: 100.0 };
        Axis::of(&viewport, zone, |date| date.weekday().num_days_from_monday() >= 5)
    }

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn the_skipped_hour_of_spring_is_left_out() {
        let axis = axis("Europe/Amsterdam", "2026-03-28T23:00:00Z", 6, 1200.0);
        assert_eq!(labels(&axis.lower), ["00:00", "01:00", "03:00", "04:00", "05:00", "06:00"]);
        assert!(axis.lower.iter().all(|tick| (tick.width - 200.0).abs() < 0.01), "{:?}", axis.lower);
    }

    #[test]
    fn the_repeated_hour_of_autumn_comes_twice() {
        let axis = axis("America/New_York", "2026-11-01T04:00:00Z", 5, 1000.0);
        assert_eq!(labels(&axis.lower), ["00:00", "01:00", "01:00", "02:00", "03:00"]);
    }

    #[test]
    fn hours_by_six_stand_on_the_clock_on_both_sides_of_a_clock_change() {
        for (zone, start) in
            [("Europe/Amsterdam", "2026-03-28T11:00:00Z"), ("America/New_York", "2026-10-31T16:00:00Z")]
        {
            let axis = axis(zone, start, 48, 400.0);
            assert!(
                axis.lower
                    .iter()
                    .all(|tick| ["00:00", "06:00", "12:00", "18:00"].contains(&tick.label.as_str())),
                "{zone}: {:?}",
                labels(&axis.lower)
            );
        }
    }

    #[test]
    fn a_day_of_a_clock_change_is_as_wide_as_it_is_long() {
        for (zone, start, hours) in [
            ("Europe/Amsterdam", "2026-03-25T00:00:00Z", 23.0),
            ("America/New_York", "2026-10-28T12:00:00Z", 25.0),
        ] {
            let axis = axis(zone, start, 240, 1000.0);
            let hour = 1000.0 / 240.0;
            let odd: Vec<f64> = axis
                .lower
                .iter()
                .map(|tick| tick.width / hour)
                .filter(|hours| (hours - 24.0).abs() > 0.01)
                .collect();
            assert_eq!(odd.len(), 1, "{zone}: {odd:?}");
            assert!((odd[0] - hours).abs() < 0.01, "{zone}: {odd:?}");
        }
    }

    #[test]
    fn weeks_are_iso_weeks_over_the_turn_of_the_year() {
        let axis = axis("Europe/Amsterdam", "2026-12-20T23:00:00Z", 24 * 60, 500.0);
        assert_eq!(labels(&axis.lower).get(..3), Some(["W52", "W53", "W1"].as_slice()));
        assert_eq!(labels(&axis.upper), ["December 2026", "January 2027", "February 2027"]);
    }

    #[test]
    fn ticks_cover_the_view_without_gaps_at_every_zoom() {
        for hours in [3, 12, 48, 200, 900, 3000, 9000, 40_000, 200_000] {
            let axis = axis("America/New_York", "2026-02-25T05:17:00Z", hours, 900.0);
            for row in [&axis.upper, &axis.lower] {
                assert!(row[0].x <= 0.0, "{hours} h: {:?}", row[0]);
                let last = &row[row.len() - 1];
                assert!(last.x + last.width >= 899.99, "{hours} h: {last:?}");
                assert!(row.windows(2).all(|pair| (pair[0].x + pair[0].width - pair[1].x).abs() < 0.01));
                assert!(row.len() < 150, "{hours} h: {} ticks", row.len());
            }
        }
    }
}
