//! Phases over working days: backwards from an end, forwards from a start, and moved along by as many days.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime};

use crate::model::{Phase, PhaseDates, PhaseStatus, Settings};
use crate::time::{Interval, WorkingCalendar};

/// The windows of phases over working days. Phases of one order go side by side; those that are begun or over keep
/// their windows. A phase takes its `working_days`, or else as many as its window has; a window of less than a day
/// keeps its time of day. Whole local days otherwise. `None` when the calendar has too few working days.
#[must_use]
pub fn planned(settings: &Settings, phases: &[&Phase], dates: PhaseDates) -> Option<Vec<(usize, Interval)>> {
    let mut stages: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, phase) in phases.iter().enumerate().filter(|(_, phase)| phase.status == PhaseStatus::Planned)
    {
        stages.entry(phase.order).or_default().push(place);
    }
    let calendar = &settings.calendar;
    let mut found = Vec::new();
    let mut place_stage = |stage: Vec<usize>, cursor: NaiveDate, backwards: bool| -> Option<NaiveDate> {
        let anchor = calendar.plus_working_days(
            if backwards { cursor.succ_opt()? } else { cursor.pred_opt()? },
            if backwards { -1 } else { 1 },
        )?;
        let mut next = anchor;
        for place in stage {
            let phase = phases.get(place)?;
            let days = working_days(settings, phase);
            let (first, last) = if backwards {
                (calendar.first_day_of_span_ending(anchor, days)?, anchor)
            } else {
                (anchor, calendar.last_day_of_span_starting(anchor, days)?)
            };
            next = if backwards { next.min(first) } else { next.max(last) };
            found.push((place, window(settings, phase, first, last)));
        }
        if backwards { next.pred_opt() } else { next.succ_opt() }
    };
    match dates {
        PhaseDates::EndWith(last) => {
            let mut cursor = last;
            for stage in stages.into_values().rev() {
                cursor = place_stage(stage, cursor, true)?;
            }
        }
        PhaseDates::StartWith(first) => {
            let mut cursor = first;
            for stage in stages.into_values() {
                cursor = place_stage(stage, cursor, false)?;
            }
        }
    }
    found.sort_by_key(|(place, _)| *place);
    Some(found)
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

fn window(settings: &Settings, phase: &Phase, first: NaiveDate, last: NaiveDate) -> Interval {
    let zone = settings.zone;
    let short = phase.planned.filter(|window| !window.is_empty() && window.seconds() < 86_400);
    match short {
        Some(window) if phase.working_days.is_none() => {
            window.starting_at(zone.resolve(first.and_time(zone.local(window.start).time())))
        }
        _ => Interval::new(zone.day(first).start, zone.day(last).end),
    }
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
