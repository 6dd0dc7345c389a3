//! Phases over working days: backwards from an end, forwards from a start, and moved along by as many days.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use crate::gather::Gather;
use crate::model::{Phase, PhaseDates, PhaseStatus, Settings, Weekday};
use crate::sorted::SortedSet;
use crate::time::{Instant, Interval, WorkingCalendar};

/// A phase to be dated: where it comes, and how long it takes.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    /// Its place; stages of one order go side by side.
    pub order: u32,
    /// How many working days it takes, whole days.
    pub days: u32,
    /// The hours that it takes instead of whole days.
    pub hours: Option<Hours>,
}

/// Hours of a day or a night.
#[derive(Debug, Clone, Copy)]
pub struct Hours {
    /// The local time of day at which they begin.
    pub start: NaiveTime,
    /// How long they are, also on the night of a clock change.
    pub seconds: i64,
    /// The day of the week on which they begin, worked or not; a working day when absent.
    pub weekday: Option<Weekday>,
}

/// The windows of the phases that are still planned, over working days; see [`staged`]. A phase takes its
/// `working_days`, or else as many as its window has; a window of less than a day keeps its time of day, and its day of
/// the week where that is not worked.
#[must_use]
pub fn planned(settings: &Settings, phases: &[&Phase], dates: PhaseDates) -> Option<Vec<(usize, Interval)>> {
    let open = phases.iter().enumerate().filter(|(_, phase)| phase.status == PhaseStatus::Planned);
    let (places, stages): (Vec<usize>, Vec<Stage>) =
        open.map(|(place, phase)| (place, stage(settings, phase))).unzip();
    Some(places.into_iter().zip(staged(settings, &stages, dates)?).gather())
}

fn stage(settings: &Settings, phase: &Phase) -> Stage {
    let zone = settings.zone;
    let short = phase.planned.filter(|window| !window.is_empty() && window.seconds() < 86_400);
    let hours = short.filter(|_| phase.working_days.is_none()).map(|window| {
        let local = zone.local(window.start);
        let weekday = Weekday::of(local.date()).filter(|_| !settings.calendar.is_working_day(local.date()));
        Hours { start: local.time(), seconds: window.seconds(), weekday }
    });
    Stage { order: phase.order, days: working_days(settings, phase), hours }
}

/// The windows of stages over working days, in their order: backwards from an end, or forwards from a start. Stages of
/// one order go side by side. Hours on the day that the dates name begin on that day, worked or not; other hours on
/// their day of the week or a working day. `None` when the calendar has too few working days.
#[must_use]
pub fn staged(settings: &Settings, stages: &[Stage], dates: PhaseDates) -> Option<Vec<Interval>> {
    let (calendar, zone) = (&settings.calendar, settings.zone);
    let (named, backwards) = match dates {
        PhaseDates::EndWith(last) => (last, true),
        PhaseDates::StartWith(first) => (first, false),
    };
    let orders: SortedSet<u32> = stages.iter().map(|stage| stage.order).gather();
    let mut orders: Vec<u32> = orders.into_iter().gather();
    if backwards {
        orders.reverse();
    }
    let mut cursor = named;
    let mut windows = vec![None; stages.len()];
    for order in orders {
        let anchor = calendar.plus_working_days(
            if backwards { cursor.succ_opt()? } else { cursor.pred_opt()? },
            if backwards { -1 } else { 1 },
        )?;
        let mut next = None;
        for (stage, place) in stages.iter().zip(&mut windows).filter(|(stage, _)| stage.order == order) {
            let window = match stage.hours {
                Some(hours) => {
                    let day = match hours.weekday {
                        _ if cursor == named => named,
                        Some(weekday) => nearest(cursor, weekday, backwards)?,
                        None => anchor,
                    };
                    let start = zone.resolve(day.and_time(hours.start));
                    Interval::new(start, start.plus_seconds(hours.seconds))
                }
                None if backwards => {
                    let first = calendar.first_day_of_span_ending(anchor, stage.days.max(1))?;
                    Interval::new(zone.day(first).start, zone.day(anchor).end)
                }
                None => {
                    let last = calendar.last_day_of_span_starting(anchor, stage.days.max(1))?;
                    Interval::new(zone.day(anchor).start, zone.day(last).end)
                }
            };
            let (first, last) = days_of(settings, window);
            next = match next {
                None => Some(if backwards { first } else { last }),
                Some(next) => Some(if backwards { first.min(next) } else { last.max(next) }),
            };
            *place = Some(window);
        }
        cursor = if backwards { next?.pred_opt()? } else { next?.succ_opt()? };
    }
    windows.into_iter().gather()
}

/// The nearest such day of the week, from a date back or on.
fn nearest(from: NaiveDate, weekday: Weekday, backwards: bool) -> Option<NaiveDate> {
    (0..7)
        .filter_map(|days| {
            let days = Days::new(days);
            if backwards { from.checked_sub_days(days) } else { from.checked_add_days(days) }
        })
        .find(|day| weekday.is_on(*day))
}

/// When the work of the last day of a window is over; the window's end where it ends within the day.
#[must_use]
pub fn end_of_work(settings: &Settings, window: Interval) -> Instant {
    let (_, last) = days_of(settings, window);
    let end = settings.zone.resolve(last.and_time(settings.calendar.day_end));
    if window.start < end && end < window.end { end } else { window.end }
}

/// How many working days a phase takes: what it says, or what its window has; one at least.
#[must_use]
pub fn working_days(settings: &Settings, phase: &Phase) -> u32 {
    let of_window = || {
        let (first, last) = days_of(settings, phase.planned.filter(|window| !window.is_empty())?);
        u32::try_from(settings.calendar.working_days_between(first, last.succ_opt()?)).ok()
    };
    phase.working_days.or_else(of_window).unwrap_or(1).max(1)
}

/// The first and the last local day that a window touches.
#[must_use]
pub fn days_of(settings: &Settings, window: Interval) -> (NaiveDate, NaiveDate) {
    let zone = settings.zone;
    (zone.date_of(window.start), zone.date_of(window.end.plus_seconds(-1).max(window.start)))
}

/// By how many working days the end of a window comes later; negative when it comes earlier.
#[must_use]
pub fn days_later(settings: &Settings, before: Interval, after: Interval) -> i64 {
    let (_, from) = days_of(settings, before);
    let (_, to) = days_of(settings, after);
    settings.calendar.working_days_between(from, to)
}

/// A window that many working days later: it takes as many working days as before, at the same times of day. What
/// starts on a day that is not worked, as deployments do, goes to the next such weekday after the days.
#[must_use]
pub fn shifted(settings: &Settings, window: Interval, days: i64) -> Option<Interval> {
    let (zone, calendar) = (settings.zone, &settings.calendar);
    let (start, end) = (zone.local(window.start), zone.local(window.end));
    let first = shifted_day(calendar, start.date(), days)?;
    let at = |date: NaiveDate, time: NaiveTime| {
        if time == NaiveTime::MIN { zone.start_of_day(date) } else { zone.resolve(date.and_time(time)) }
    };
    let begins = at(first, start.time());
    if window.seconds() < 86_400 || !calendar.is_working_day(start.date()) {
        return Some(window.starting_at(begins));
    }
    let (_, last) = days_of(settings, window);
    let over = (end.date() - last).num_days();
    let last = shifted_day(calendar, last, days)?;
    let ends = at(last.checked_add_signed(chrono::TimeDelta::days(over))?, end.time());
    Some(Interval::new(begins, ends.max(begins.plus_minutes(1))))
}

fn shifted_day(calendar: &WorkingCalendar, date: NaiveDate, days: i64) -> Option<NaiveDate> {
    if calendar.is_working_day(date) || days == 0 {
        return calendar.plus_working_days(date, days);
    }
    let eve = calendar.plus_working_days(date, -1)?;
    let moved = calendar.plus_working_days(eve, days)?;
    moved.iter_days().skip(1).take(400).find(|day| day.weekday() == date.weekday())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Id, notation};
    use crate::time::{Holiday, Zone};

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn settings() -> Settings {
        let mut settings = Settings::new("Plan", Zone::parse("America/New_York").unwrap());
        let labor_day = Holiday::new(date("2025-09-01"), "Labor Day");
        settings.calendar = settings.calendar.with_holidays(vec![labor_day]);
        settings
    }

    fn phase(name: &str, order: u32, days: u32) -> Phase {
        let release = Id::lenient("R");
        Phase {
            working_days: Some(days),
            ..Phase::planned(Id::lenient(name), release, name.to_owned(), order)
        }
    }

    fn days(settings: &Settings, found: &[(usize, Interval)]) -> Vec<String> {
        found
            .iter()
            .map(|(_, window)| {
                let (first, last) = days_of(settings, *window);
                format!("{first} {last}")
            })
            .collect()
    }

    #[test]
    fn a_backward_plan_steps_over_labor_day() {
        let settings = settings();
        let phases = [phase("Testing", 1, 15), phase("Implementation", 2, 10)];
        let phases: Vec<&Phase> = phases.iter().collect();
        let found = planned(&settings, &phases, PhaseDates::EndWith(date("2025-09-05"))).unwrap();
        assert_eq!(days(&settings, &found), ["2025-08-01 2025-08-21", "2025-08-22 2025-09-05"]);
        let same = planned(&settings, &phases, PhaseDates::EndWith(date("2025-09-07"))).unwrap();
        assert_eq!(same, found, "the weekend after is no working day");
        let forwards = planned(&settings, &phases, PhaseDates::StartWith(date("2025-08-01"))).unwrap();
        assert_eq!(forwards, found);
    }

    #[test]
    fn phases_of_one_order_go_side_by_side_and_what_is_begun_stays() {
        let settings = settings();
        let mut begun = phase("Build", 1, 5);
        begun.status = PhaseStatus::Active;
        let phases = [begun, phase("Load", 2, 2), phase("Users", 2, 5), phase("Live", 3, 1)];
        let phases: Vec<&Phase> = phases.iter().collect();
        let found = planned(&settings, &phases, PhaseDates::EndWith(date("2025-10-10"))).unwrap();
        assert_eq!(found.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(
            days(&settings, &found),
            ["2025-10-08 2025-10-09", "2025-10-03 2025-10-09", "2025-10-10 2025-10-10"]
        );
    }

    fn night(order: u32, weekday: Option<Weekday>) -> Stage {
        let start = NaiveTime::from_hms_opt(22, 0, 0).unwrap();
        Stage { order, days: 1, hours: Some(Hours { start, seconds: 4 * 3600, weekday }) }
    }

    #[test]
    fn a_night_lies_on_the_day_that_is_named_or_on_its_day_of_the_week() {
        let settings = settings();
        let test = Stage { order: 1, days: 5, hours: None };
        let written = |stages: &[Stage], dates| {
            let windows = staged(&settings, stages, dates).unwrap();
            let local = |at| settings.zone.local(at).format("%a %m-%d %H:%M").to_string();
            windows.iter().map(|one| format!("{} – {}", local(one.start), local(one.end))).collect::<Vec<_>>()
        };
        assert_eq!(
            written(&[test, night(2, None)], PhaseDates::EndWith(date("2025-09-06"))),
            ["Fri 08-29 00:00 – Sat 09-06 00:00", "Sat 09-06 22:00 – Sun 09-07 02:00"],
            "five days before a Saturday, with Labor Day among them"
        );
        let forwards = PhaseDates::StartWith(date("2025-09-08"));
        assert_eq!(
            written(&[test, night(2, Some(Weekday::Sat)), Stage { order: 3, ..test }], forwards),
            [
                "Mon 09-08 00:00 – Sat 09-13 00:00",
                "Sat 09-13 22:00 – Sun 09-14 02:00",
                "Mon 09-15 00:00 – Sat 09-20 00:00"
            ]
        );
        assert_eq!(written(&[test, night(2, None)], forwards)[1], "Mon 09-15 22:00 – Tue 09-16 02:00");
        let before = [night(1, Some(Weekday::Sat)), Stage { order: 2, ..test }];
        assert_eq!(
            written(&before, PhaseDates::EndWith(date("2025-09-19"))),
            ["Sat 09-13 22:00 – Sun 09-14 02:00", "Mon 09-15 00:00 – Sat 09-20 00:00"]
        );
    }

    #[test]
    fn a_night_begins_at_its_local_time_and_is_as_long_on_the_night_of_a_clock_change() {
        let settings = settings();
        let on = |day: &str| staged(&settings, &[night(1, None)], PhaseDates::EndWith(date(day))).unwrap()[0];
        let local = |at| settings.zone.local(at).format("%d %H:%M").to_string();
        for (day, start, end) in [
            ("2025-10-25", "25 22:00", "26 02:00"),
            ("2025-11-01", "01 22:00", "02 01:00"),
            ("2026-03-07", "07 22:00", "08 03:00"),
        ] {
            let window = on(day);
            assert_eq!((local(window.start), local(window.end)), (start.to_owned(), end.to_owned()));
            assert_eq!(window.seconds(), 4 * 3600);
        }
    }

    #[test]
    fn a_night_that_is_planned_anew_keeps_its_hours_and_its_saturday() {
        let settings = settings();
        let night = Interval::parse("2025-09-07T02:00:00Z/2025-09-07T06:00:00Z").unwrap();
        let deployment = Phase {
            planned: Some(night),
            ..Phase::planned(Id::lenient("D"), Id::lenient("R"), "Deployment".to_owned(), 2)
        };
        let test = phase("Test", 1, 3);
        let phases = [&test, &deployment];
        let later = planned(&settings, &phases, PhaseDates::StartWith(date("2025-09-15"))).unwrap();
        assert_eq!(later[1].1.to_string(), "2025-09-21T02:00:00Z/2025-09-21T06:00:00Z");
        let ends = planned(&settings, &phases, PhaseDates::EndWith(date("2025-09-20"))).unwrap();
        assert_eq!(ends[1].1, later[1].1);
        assert_eq!(days(&settings, &ends)[0], "2025-09-17 2025-09-19");
    }

    #[test]
    fn a_window_moves_by_working_days_and_a_saturday_stays_a_saturday() {
        let example = notation::parse("zone America/New_York").unwrap();
        let mut settings = example.plan.settings;
        settings.calendar = self::settings().calendar;
        let window = |text: &str| {
            let (start, end) = text.split_once(' ').unwrap();
            let at = |local: &str| settings.zone.resolve(local.parse().unwrap());
            Interval::new(at(start), at(end))
        };
        let week = window("2025-08-25T00:00:00 2025-08-30T00:00:00");
        assert_eq!(
            shifted(&settings, week, 5),
            Some(window("2025-09-02T00:00:00 2025-09-09T00:00:00")),
            "five working days stay five"
        );
        let saturday = window("2025-08-30T20:00:00 2025-08-31T04:00:00");
        assert_eq!(shifted(&settings, saturday, 4), Some(window("2025-09-06T20:00:00 2025-09-07T04:00:00")));
        assert_eq!(shifted(&settings, saturday, 0), Some(saturday));
        assert_eq!(
            days_later(&settings, week, window("2025-08-25T00:00:00 2025-09-03T00:00:00")),
            1,
            "from Friday to Tuesday is one working day when Monday is Labor Day"
        );
    }
}
