//! The change schedule (forward schedule of change) and the projected outages of services, derived for reading and print.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::findings_proof::Named;
use super::inspector::impact;
use crate::model::{Change, ChangeStatus, RecordRef, Risk};
use crate::order::Arrange;
use crate::planner::Workbench;
use crate::rules::wording;
use crate::time::{Instant, Interval, Zone, union};

/// A change of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScheduledChange {
    /// The change.
    pub of: RecordRef,
    /// `20:00 – 22:00`; with the day where it ends on another.
    pub when: String,
    /// What it is.
    pub title: String,
    /// How it is authorised.
    pub kind: &'static str,
    /// How risky it is.
    pub risk: Risk,
    /// Where it is on its way.
    pub status: ChangeStatus,
    /// Where it is deployed.
    pub environments: String,
    /// The services that it reaches.
    pub services: String,
    /// How long they are down, in words; empty when they are not.
    pub outage: String,
    /// Who answers for it.
    pub owner: String,
    /// The release that carries it.
    pub release: String,
}

/// The changes of a day, and what is declared for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScheduleDay {
    /// `Sat 5 Dec 2026`.
    pub day: String,
    /// Blackouts that hold on it.
    pub blackouts: Vec<String>,
    /// The changes that begin on it.
    pub changes: Vec<ScheduledChange>,
}

/// The schedule from today on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeSchedule {
    /// The plan.
    pub plan: String,
    /// From when to when, and in which zone.
    pub range: String,
    /// When it was made.
    pub as_of: String,
    /// The days on which something happens.
    pub days: Vec<ScheduleDay>,
    /// How many changes there are.
    pub count: usize,
}

/// An outage of a service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProjectedOutage {
    /// When, in words.
    pub when: String,
    /// How long, in words.
    pub length: String,
    /// How much of it lies in working hours, in words; empty when nothing does.
    pub working: String,
    /// The change that brings it.
    pub change: Named,
    /// Where that is on its way.
    pub status: ChangeStatus,
}

/// The outages of a service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServiceOutages {
    /// The service.
    pub service: Named,
    /// `High`.
    pub criticality: &'static str,
    /// How long it is down altogether, in words.
    pub total: String,
    /// The outages in order.
    pub outages: Vec<ProjectedOutage>,
}

/// The changes that are planned within so many weeks; those that will not be done are left out.
#[must_use]
pub fn change_schedule(bench: &Workbench, weeks: u32) -> ChangeSchedule {
    let (plan, zone) = (bench.plan(), bench.plan().settings.zone);
    let range = range(bench, weeks);
    let changes = planned(bench, range);
    let mut days: BTreeMap<NaiveDate, Vec<ScheduledChange>> = BTreeMap::new();
    let count = changes.len();
    for (change, window) in changes {
        let day = zone.date_of(window.start).max(zone.date_of(range.start));
        days.entry(day).or_default().push(line(bench, change, window, day));
    }
    let day = |(date, changes): (NaiveDate, Vec<ScheduledChange>)| {
        let span = zone.day(date);
        let holds = plan
            .blackouts
            .values()
            .filter(|one| one.lifted_at.is_none() && !one.when.occurrences(span).is_empty());
        ScheduleDay {
            day: wording::day(span.start, zone),
            blackouts: holds.map(|one| one.name.clone()).collect(),
            changes,
        }
    };
    ChangeSchedule {
        plan: plan.settings.name.clone(),
        range: format!(
            "{} – {}, {}",
            wording::day(range.start, zone),
            wording::day(range.end.plus_seconds(-1), zone),
            zone.name()
        ),
        as_of: wording::moment(bench.now().plus_seconds(-bench.now().unix_seconds().rem_euclid(60)), zone),
        days: days.into_iter().map(day).collect(),
        count,
    }
}

fn range(bench: &Workbench, weeks: u32) -> Interval {
    let zone = bench.plan().settings.zone;
    let today = zone.date_of(bench.now());
    let last = today.checked_add_days(chrono::Days::new(u64::from(weeks) * 7)).unwrap_or(today);
    Interval::new(zone.start_of_day(today), zone.start_of_day(last))
}

/// The changes that are to be done in a range, with their windows, in order.
fn planned(bench: &Workbench, range: Interval) -> Vec<(&Change, Interval)> {
    let is_done = |status| {
        matches!(
            status,
            ChangeStatus::Cancelled | ChangeStatus::Rejected | ChangeStatus::Withdrawn | ChangeStatus::Closed
        )
    };
    let live = bench.plan().changes.values().filter(|change| !is_done(change.status));
    let mut found: Vec<(&Change, Interval)> = live
        .filter_map(|change| Some((change, change.planned?)))
        .filter(|(_, window)| !window.is_empty() && window.overlaps(range))
        .collect();
    found.arrange_by_key(|(change, window)| (*window, change.id.clone()));
    found
}

fn line(bench: &Workbench, change: &Change, window: Interval, day: NaiveDate) -> ScheduledChange {
    let (plan, zone) = (bench.plan(), bench.plan().settings.zone);
    let title = |of: RecordRef| plan.title(&of).to_owned();
    let environments: Vec<String> = change.environments.iter().map(|id| title(RecordRef::from(id))).collect();
    let services: Vec<String> =
        impact(bench, change).into_iter().map(|reached| reached.service.name).collect();
    ScheduledChange {
        of: RecordRef::from(&change.id),
        when: times(window, day, zone),
        title: format!("{} {}", change.id, change.title),
        kind: change.kind.label(),
        risk: change.risk,
        status: change.status,
        environments: environments.join(", "),
        services: services.join(", "),
        outage: change
            .outage
            .filter(|outage| !outage.is_empty())
            .map_or(String::new(), |outage| wording::duration(outage.seconds())),
        owner: change.owner.as_ref().map_or(String::new(), |id| title(RecordRef::from(id))),
        release: change.release.as_ref().map_or(String::new(), |id| title(RecordRef::from(id))),
    }
}

/// `20:00 – 22:00` under the day on which it begins, with the day where it ends on another; all of it under any other.
fn times(window: Interval, day: NaiveDate, zone: Zone) -> String {
    if zone.date_of(window.start) != day {
        return wording::span(window, zone);
    }
    let (start, end) = (zone.local(window.start), zone.local(window.end));
    let end_text =
        if start.date() == end.date() { end.format("%H:%M") } else { end.format("%a %-d %b %H:%M") };
    format!("{} – {end_text}", start.format("%H:%M"))
}

/// The services that go down within so many weeks, the longest down first.
#[must_use]
pub fn projected_outages(bench: &Workbench, weeks: u32) -> Vec<ServiceOutages> {
    let (plan, zone) = (bench.plan(), bench.plan().settings.zone);
    let calendar = &plan.settings.calendar;
    let mut of: BTreeMap<RecordRef, (Vec<Interval>, Vec<ProjectedOutage>)> = BTreeMap::new();
    for (change, _) in planned(bench, range(bench, weeks)) {
        let Some(outage) = change.outage.filter(|outage| !outage.is_empty()) else { continue };
        let working: i64 = calendar.working_hours(outage, zone).iter().map(|hours| hours.seconds()).sum();
        for reached in impact(bench, change) {
            let (windows, outages) = of.entry(reached.service.record).or_default();
            windows.push(outage);
            outages.push(ProjectedOutage {
                when: wording::span(outage, zone),
                length: wording::duration(outage.seconds()),
                working: if working == 0 { String::new() } else { wording::duration(working) },
                change: Named {
                    record: RecordRef::from(&change.id),
                    name: format!("{} {}", change.id, change.title),
                },
                status: change.status,
            });
        }
    }
    let mut found: Vec<(i64, Instant, ServiceOutages)> = Vec::new();
    for (service, (windows, outages)) in of {
        let Some(first) = windows.iter().map(|window| window.start).min() else { continue };
        let total: i64 = union(windows).iter().map(|window| window.seconds()).sum();
        let criticality = service.id_of().and_then(|id| plan.services.get(&id));
        let line = ServiceOutages {
            criticality: criticality.map_or("", |service| service.criticality.label()),
            total: wording::duration(total),
            service: Named { name: plan.title(&service).to_owned(), record: service },
            outages,
        };
        found.push((total, first, line));
    }
    found.arrange_by_key(|(total, first, _)| (std::cmp::Reverse(*total), *first));
    found.into_iter().map(|(.., line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;

    #[test]
    fn the_schedule_has_what_will_be_done_and_each_service_its_outages() {
        let text = "
            now 5T12
            environment prod Controlled
            ci db env=prod
            service shop on=db criticality=High
            release R live=30
            change C1 6T20..6T23 on=db env=prod release=R outage=6T20..6T22
            change C2 7T09..7T12 on=db env=prod outage=7T09..7T10
            change C3 6T20..6T21 status=Cancelled on=db
            change C4 60..61 on=db
            blackout freeze 7..8 env=prod
        ";
        let example = notation::parse(text).unwrap();
        let bench = Workbench::open(example.plan, example.now, None);
        let found = change_schedule(&bench, 4);
        assert_eq!(found.count, 2);
        let days: Vec<(&str, usize, usize)> =
            found.days.iter().map(|day| (day.day.as_str(), day.changes.len(), day.blackouts.len())).collect();
        assert_eq!(days, [("Tue 6 Jan 2026", 1, 0), ("Wed 7 Jan 2026", 1, 1)]);
        assert_eq!(
            (found.days[0].changes[0].services.as_str(), found.days[0].changes[0].outage.as_str()),
            ("shop", "2 h")
        );
        let outages = projected_outages(&bench, 4);
        assert_eq!((outages.len(), outages[0].total.as_str(), outages[0].criticality), (1, "3 h", "High"));
        let working: Vec<&str> = outages[0].outages.iter().map(|one| one.working.as_str()).collect();
        assert_eq!(working, ["", "1 h"]);
    }
}
