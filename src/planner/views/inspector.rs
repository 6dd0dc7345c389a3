//! What the inspector shows of a change beside its fields and steps: what it reaches, and moving it.

use super::findings_proof::Named;
use crate::gather::Gather;
use crate::model::{
    Change, ChangeStatus, ConfigurationItem, Criticality, Id, Plan, RecordRef, Service, Severity, Table,
};
use crate::order::Arrange;
use crate::planner::Workbench;
use crate::rules::{free, wording};
use crate::sorted::SortedSet;
use crate::time::{Instant, Interval, Zone};

/// What stands in the way of a change, for the box at its top.
#[must_use]
pub fn trouble(bench: &Workbench, of: &RecordRef) -> Option<(Severity, String)> {
    let findings = bench.checker().about(of);
    let count = |severity| {
        findings.iter().filter(|found| found.waived.is_none() && found.severity == severity).count()
    };
    let change = of.id_of().and_then(|id| bench.plan().changes.get(&id));
    match (count(Severity::Blocker), count(Severity::Warning)) {
        (0, 0) => None,
        (0, _) => Some((Severity::Warning, "Look at this".to_owned())),
        _ if change.is_some_and(|change| {
            change.status.is_before_implementation() && change.status != ChangeStatus::Scheduled
        }) =>
        {
            Some((Severity::Blocker, "Cannot be scheduled yet".to_owned()))
        }
        _ if change.is_some_and(|change| change.status == ChangeStatus::Scheduled) => {
            Some((Severity::Blocker, "Cannot be implemented as it is".to_owned()))
        }
        _ => Some((Severity::Blocker, "Something stands in the way".to_owned())),
    }
}

/// A service that a change can stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// The service.
    pub service: Named,
    /// How much it hurts when it is down.
    pub criticality: Criticality,
    /// From the changed item to the service; just the service when the change names it.
    pub path: Vec<Named>,
}

/// The services that a change can stop, the most critical first.
#[must_use]
pub fn impact(bench: &Workbench, change: &Change) -> Vec<Reached> {
    let plan = bench.plan();
    let named = |of: RecordRef| Named::of(plan, of);
    let mut seen: SortedSet<Id<Service>> = SortedSet::new();
    let mut reached = Vec::new();
    let from_items = change.cis.iter().flat_map(|ci| {
        let services = bench.view().index.graph.services_reached(ci);
        services.iter().map(|service| (Some(ci), *service)).gather::<Vec<_>>()
    });
    for (ci, id) in from_items.chain(change.services.iter().map(|id| (None, *id))) {
        let Some(service) = plan.services.get(&id) else { continue };
        if !seen.insert(id) {
            continue;
        }
        let through = ci.and_then(|ci| path_to(bench, ci, service)).unwrap_or_default();
        let mut path: Vec<Named> = through.iter().map(|ci| named(RecordRef::from(ci))).gather();
        let service_name = named(RecordRef::from(&id));
        path.push(service_name.clone());
        reached.push(Reached { service: service_name, criticality: service.criticality, path });
    }
    reached.arrange_by(|a, b| {
        b.criticality.cmp(&a.criticality).then_with(|| a.service.name.cmp(&b.service.name))
    });
    reached
}

/// The shortest way from a changed item to an item that the service is built on.
fn path_to(
    bench: &Workbench,
    from: &Id<ConfigurationItem>,
    service: &Service,
) -> Option<Vec<Id<ConfigurationItem>>> {
    let view = bench.view();
    let paths = service.cis.iter().filter_map(|ci| view.index.graph.path(from, ci));
    paths.min_by_key(Vec::len).or_else(|| Some(vec![*from]))
}

/// How a window fits: work, outage and what is left, in percent of the window.
#[derive(Debug, Clone, PartialEq)]
pub struct OutageBar {
    /// Where the outage starts.
    pub left: f64,
    /// How long it is.
    pub width: f64,
    /// `Outage 1 h 30 min of 28 h`.
    pub text: String,
}

/// The outage inside the window of a change, for drawing; `None` without both.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn outage_bar(change: &Change) -> Option<OutageBar> {
    let (window, outage) = (change.planned?, change.outage?);
    let inside = window.intersection(outage).filter(|_| !window.is_empty())?;
    let percent = |seconds: i64| seconds as f64 / window.seconds() as f64 * 100.0;
    Some(OutageBar {
        left: percent(inside.start.seconds_since(window.start)),
        width: percent(inside.seconds()).max(1.0),
        text: format!("{} of {}", wording::duration(outage.seconds()), wording::duration(window.seconds())),
    })
}

/// A step of time as people move things: days and weeks keep the time on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 60 minutes.
    Hours,
    /// Days of the calendar.
    Days,
    /// Seven days of the calendar.
    Weeks,
}

/// The window moved by some units; back when `count` is negative.
#[must_use]
pub fn shifted(window: Interval, zone: Zone, count: i64, unit: Unit) -> Interval {
    let days = match unit {
        Unit::Hours => return window.shifted_by_seconds(count.saturating_mul(3600)),
        Unit::Days => count,
        Unit::Weeks => count.saturating_mul(7),
    };
    let local = zone.local(window.start);
    let delta = chrono::TimeDelta::try_days(days).and_then(|days| local.checked_add_signed(days));
    window.starting_at(delta.map_or(window.start, |local| zone.resolve(local)))
}

/// The window of a record that can be moved: of changes, phases, bookings and single windows; a point for gates and
/// go-lives.
#[must_use]
pub fn window_of(plan: &Plan, of: &RecordRef) -> Option<Interval> {
    let point = |at: Option<Instant>| at.map(|at| Interval::new(at, at));
    match of.table {
        Table::Changes => plan.changes.get(&of.id_of()?)?.planned,
        Table::Phases => plan.phases.get(&of.id_of()?)?.planned,
        Table::Bookings => Some(plan.bookings.get(&of.id_of()?)?.window),
        Table::Gates => point(plan.gates.get(&of.id_of()?)?.due),
        Table::Releases => point(plan.releases.get(&of.id_of()?)?.go_live),
        _ => None,
    }
}

/// The first window that is free for a change from its present start on, as rules see it.
#[must_use]
pub fn nearest_free(bench: &Workbench, of: &RecordRef) -> Option<Interval> {
    let view = bench.view();
    let change = bench.plan().changes.get(&of.id_of()?)?;
    let window = change.planned?;
    free::earliest(&view, change, window.seconds(), window.start.max(bench.now()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        zone Europe/Amsterdam
        environment prod Controlled
        blackout freeze 20..25 env=prod
        ci db env=prod
        ci app needs=db
        service shop on=app criticality=Critical
        service desk
        change C1 21..22 on=db env=prod service=desk status=Authorised authorised=2 outage=21T06..21T12
    ";

    fn bench() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    fn change<'a>(bench: &'a Workbench, id: &str) -> &'a Change {
        bench.plan().changes.get(&Id::lenient(id)).unwrap()
    }

    #[test]
    fn what_blocks_says_what_it_keeps_from_being_done() {
        assert_eq!(
            trouble(&bench(), &"changes/C1".parse().unwrap()),
            Some((Severity::Blocker, "Cannot be scheduled yet".to_owned()))
        );
    }

    #[test]
    fn impact_names_the_way_to_each_service() {
        let bench = bench();
        let reached = impact(&bench, change(&bench, "C1"));
        let paths: Vec<Vec<&str>> = reached
            .iter()
            .map(|reached| reached.path.iter().map(|step| step.name.as_str()).collect())
            .collect();
        assert_eq!(paths, [vec!["db", "app", "shop"], vec!["desk"]]);
    }

    #[test]
    fn a_day_later_keeps_the_time_on_the_clock_when_the_clock_changes() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let window = Interval::parse("2026-03-28T20:00:00Z/2026-03-28T22:00:00Z").unwrap();
        let moved = shifted(window, zone, 1, Unit::Days);
        assert_eq!(moved, Interval::parse("2026-03-29T19:00:00Z/2026-03-29T21:00:00Z").unwrap());
        assert_eq!(shifted(moved, zone, -1, Unit::Days), window);
        assert_eq!(shifted(window, zone, -2, Unit::Hours).seconds(), 7200);
    }

    #[test]
    fn the_outage_is_drawn_inside_the_window() {
        let bench = bench();
        let bar = outage_bar(change(&bench, "C1")).unwrap();
        assert!((bar.left - 25.0).abs() < 0.01 && (bar.width - 25.0).abs() < 0.01, "{bar:?}");
        assert_eq!(bar.text, "6 h of 1 day");
    }
}
