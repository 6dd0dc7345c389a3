//! The change schedule and the projected outage of each service, as a page for everybody: read only, and printed.

use super::findings_proof::Named;
use crate::gather::Gather;
use crate::model::{Change, ChangeStatus, Criticality, Id, RecordRef, Service};
use crate::order::Arrange;
use crate::planner::{Workbench, title_of};
use crate::rules::wording;
use crate::sorted::SortedMap;
use crate::time::{Interval, union};

/// The changes of a time, day by day, and what goes down.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSchedule {
    /// The plan's name.
    pub title: String,
    /// The time, in words.
    pub range: String,
    /// The zone in which its times are.
    pub zone: &'static str,
    /// The days on which changes begin, in order.
    pub days: Vec<ScheduleDay>,
    /// The blackouts in the time, each with when and why.
    pub blackouts: Vec<(Named, String, String)>,
    /// The services that go down, the most critical first.
    pub outages: Vec<ServiceOutages>,
}

/// The changes that begin on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleDay {
    /// The day, in words.
    pub day: String,
    /// The changes, by start.
    pub changes: Vec<ScheduleLine>,
}

/// One change of the schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleLine {
    /// The change.
    pub change: Named,
    /// When, in words.
    pub when: String,
    /// Where it is on its way.
    pub status: ChangeStatus,
    /// True while nobody has authorised it: it may come otherwise.
    pub is_proposed: bool,
    /// Where it is deployed.
    pub environments: Vec<String>,
    /// The services that it reaches.
    pub services: Vec<String>,
    /// When services are down, in words; empty when none is.
    pub outage: String,
    /// The release that carries it.
    pub release: Option<Named>,
}

/// When a service is down.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceOutages {
    /// The service.
    pub service: Named,
    /// How much hangs on it.
    pub criticality: Criticality,
    /// How long it is down altogether, in words; time that outages share counts once.
    pub total: String,
    /// The outages, by start.
    pub outages: Vec<OutageLine>,
}

/// One outage of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct OutageLine {
    /// When, in words.
    pub when: String,
    /// How long, in words.
    pub length: String,
    /// The change that causes it.
    pub change: Named,
    /// True while nobody has authorised that change.
    pub is_proposed: bool,
}

/// So many weeks from the beginning of today.
#[must_use]
pub fn coming_weeks(bench: &Workbench, weeks: u32) -> Interval {
    let zone = bench.plan().settings.zone;
    let today = zone.date_of(bench.now());
    let last = today.checked_add_days(chrono::Days::new(u64::from(weeks) * 7)).unwrap_or(today);
    Interval::new(zone.start_of_day(today), zone.start_of_day(last))
}

/// The schedule of a time: what is authorised, scheduled or being done, and what is proposed where that is wanted.
#[must_use]
pub fn change_schedule(bench: &Workbench, range: Interval, with_proposed: bool) -> ChangeSchedule {
    let (plan, view) = (bench.plan(), bench.view());
    let zone = view.zone();
    let mut changes: Vec<(Interval, &Change)> = plan
        .changes
        .values()
        .filter(|change| is_shown(change, with_proposed))
        .filter_map(|change| Some((change.live_window()?, change)))
        .filter(|(window, _)| window.overlaps(range))
        .gather();
    changes.arrange_by_key(|(window, change)| (window.start, window.end, change.id));
    let mut days: Vec<ScheduleDay> = Vec::new();
    for (window, change) in changes {
        let day = wording::day(window.start, zone);
        let line = schedule_line(bench, change, window);
        match days.last_mut() {
            Some(last) if last.day == day => last.changes.push(line),
            _ => days.push(ScheduleDay { day, changes: vec![line] }),
        }
    }
    let blackouts = plan.blackouts.values().filter_map(|blackout| {
        let of = RecordRef::from(&blackout.id);
        let when: Vec<String> = view
            .occurrences_in_force(blackout, range)
            .into_iter()
            .map(|occurrence| view.span(occurrence))
            .gather();
        (!when.is_empty()).then(|| (named(bench, of), when.join("; "), blackout.reason.clone()))
    });
    ChangeSchedule {
        title: plan.settings.name.clone(),
        range: view.span(range),
        zone: zone.name(),
        days,
        blackouts: blackouts.gather(),
        outages: projected_outages(bench, range, with_proposed),
    }
}

/// When each service is down in a time, by the outages of the changes that reach it. The most critical service first.
#[must_use]
pub fn projected_outages(bench: &Workbench, range: Interval, with_proposed: bool) -> Vec<ServiceOutages> {
    let plan = bench.plan();
    let mut of_service: SortedMap<Id<Service>, Vec<(Interval, &Change)>> = SortedMap::new();
    for change in plan.changes.values().filter(|change| is_shown(change, with_proposed)) {
        let Some(outage) = change.outage.filter(|outage| !outage.is_empty() && outage.overlaps(range)) else {
            continue;
        };
        for service in services_reached(bench, change) {
            of_service.get_or_default(service).push((outage, change));
        }
    }
    let mut found: Vec<ServiceOutages> = of_service
        .into_iter()
        .filter_map(|(id, mut outages)| {
            let service = plan.services.get(&id)?;
            outages.arrange_by_key(|(outage, change)| (outage.start, outage.end, change.id));
            let joined = union(outages.iter().map(|(outage, _)| *outage).gather());
            let seconds: i64 = joined.iter().map(|outage| outage.seconds()).sum();
            let lines = outages.into_iter().map(|(outage, change)| OutageLine {
                when: bench.view().span(outage),
                length: wording::duration(outage.seconds()),
                change: named(bench, RecordRef::from(&change.id)),
                is_proposed: change.status.is_before_authorisation(),
            });
            Some(ServiceOutages {
                service: named(bench, RecordRef::from(&id)),
                criticality: service.criticality,
                total: wording::duration(seconds),
                outages: lines.gather(),
            })
        })
        .gather();
    found.arrange_by(|a, b| {
        (b.criticality, &a.service.name, &a.service.record).cmp(&(
            a.criticality,
            &b.service.name,
            &b.service.record,
        ))
    });
    found
}

fn is_shown(change: &Change, with_proposed: bool) -> bool {
    use ChangeStatus as S;
    match change.status {
        S::Authorised | S::Scheduled | S::Implementing => true,
        S::Requested | S::Assessed => with_proposed,
        _ => false,
    }
}

fn schedule_line(bench: &Workbench, change: &Change, window: Interval) -> ScheduleLine {
    let view = bench.view();
    let title = |of: RecordRef| title_of(bench.plan(), of);
    ScheduleLine {
        change: named(bench, RecordRef::from(&change.id)),
        when: view.span(window),
        status: change.status,
        is_proposed: change.status.is_before_authorisation(),
        environments: change.environments.iter().map(|id| title(RecordRef::from(id))).gather(),
        services: services_reached(bench, change).iter().map(|id| title(RecordRef::from(id))).gather(),
        outage: change
            .outage
            .filter(|outage| !outage.is_empty())
            .map_or_else(String::new, |outage| view.span(outage)),
        release: change.release.as_ref().map(|id| named(bench, RecordRef::from(id))),
    }
}

/// The services that a change names, and those that stop with one of its items.
fn services_reached(bench: &Workbench, change: &Change) -> Vec<Id<Service>> {
    let mut services: Vec<Id<Service>> = change.services.to_vec();
    for ci in &change.cis {
        services.extend(bench.view().index.graph.services_reached(ci).iter().cloned());
    }
    services.arrange();
    services.dedup();
    services
}

fn named(bench: &Workbench, of: RecordRef) -> Named {
    Named::of(bench.plan(), of)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        now 5T09
        environment prod \"Production\"
        service bill \"Billing\" criticality=High on=db
        service pay \"Payments\" criticality=Critical on=api
        ci api needs=db
        blackout year \"Year end\" 28..30 reason=\"Books\"
        change C1 \"Schema\" 6T20..6T22 on=db env=prod outage=6T20..6T21
        change C2 \"Patch\" 6T20:30..6T23 on=db status=Assessed outage=6T20:30..6T21:30
        change C3 \"Draft\" 7T20..7T22 on=db status=Draft outage=7T20..7T21
        change C4 \"Mail\" 8T20..8T21 on=smtp status=Authorised
        change C5 \"Later\" 40T20..40T22 on=db outage=40T20..40T21
        change C6 \"Done\" 6T08..6T09 on=db status=Closed outage=6T08..6T09
    ";

    fn schedule(with_proposed: bool) -> ChangeSchedule {
        let bench = Workbench::of_notation(PLAN, None);
        let range = Interval::parse("2026-01-05T00:00:00Z/2026-02-02T00:00:00Z").unwrap();
        change_schedule(&bench, range, with_proposed)
    }

    #[test]
    fn the_schedule_goes_by_day_and_shows_what_is_proposed_only_where_wanted() {
        let titles = |schedule: &ChangeSchedule| {
            let days = schedule.days.iter().map(|day| {
                let names: Vec<&str> = day.changes.iter().map(|line| line.change.name.as_str()).collect();
                format!("{}: {}", day.day, names.join(", "))
            });
            days.collect::<Vec<_>>()
        };
        let all = schedule(true);
        assert_eq!(titles(&all), ["Tue 6 Jan 2026: Schema, Patch", "Thu 8 Jan 2026: Mail"]);
        assert_eq!(titles(&schedule(false)), ["Tue 6 Jan 2026: Schema", "Thu 8 Jan 2026: Mail"]);
        let first = all.days.first().and_then(|day| day.changes.first()).unwrap();
        assert_eq!(
            (first.services.join(", "), first.environments.join(", ")),
            ("Billing, Payments".to_owned(), "Production".to_owned())
        );
        assert_eq!(first.outage, "Tue 6 Jan 2026 20:00 – 21:00");
        let (blackout, when, why) = all.blackouts.first().unwrap();
        assert_eq!(
            (blackout.name.as_str(), when.as_str(), why.as_str()),
            ("Year end", "Wed 28 Jan 2026 00:00 – Fri 30 Jan 00:00", "Books")
        );
    }

    #[test]
    fn time_that_outages_share_counts_once_and_the_most_critical_service_comes_first() {
        let outages = schedule(true).outages;
        let lines: Vec<(&str, &str, usize)> = outages
            .iter()
            .map(|one| (one.service.name.as_str(), one.total.as_str(), one.outages.len()))
            .collect();
        assert_eq!(lines, [("Payments", "1 h 30 min", 2), ("Billing", "1 h 30 min", 2)]);
        assert!(outages[0].outages[1].is_proposed);
        assert_eq!(schedule(false).outages[0].total, "1 h");
    }
}
