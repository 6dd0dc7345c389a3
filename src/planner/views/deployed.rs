//! What version of which service is where: since when it has been there, or when it is going to be.

use super::findings_proof::Named;
use crate::gather::Gather;
use crate::model::{
    Change, ChangeStatus, Environment, Id, Outcome, Phase, PhaseStatus, RecordRef, Release, ReleaseStatus,
    Service, VersionReference,
};
use crate::order::Arrange;
use crate::planner::Workbench;
use crate::rules::{View, wording};
use crate::sorted::SortedMap;
use crate::time::Instant;

/// A version that comes into an environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The service.
    pub service: Id<Service>,
    /// The environment.
    pub environment: Id<Environment>,
    /// What has the version: its repository, or else the item that is changed.
    pub component: String,
    /// The version.
    pub version: String,
    /// The change, or the phase of a release, that brings it.
    pub by: RecordRef,
    /// When it is there.
    pub at: Instant,
    /// True when it is still to come.
    pub is_planned: bool,
}

/// All arrivals of versions, in the order of time. What failed or was taken back never arrived.
///
/// A phase brings the versions of its release with its start, and in production with the go-live; a change brings its
/// own with its end. A change of a release counts by itself where it is done, and by the phases elsewhere.
#[must_use]
pub fn arrivals(view: &View) -> Vec<Arrival> {
    let plan = view.plan;
    let mut found: Vec<Arrival> = Vec::new();
    for phase in plan.phases.values() {
        of_phase(view, phase, &mut found);
    }
    for change in plan.changes.values() {
        of_change(view, change, &mut found);
    }
    found.arrange_by_key(|one| (one.at, one.environment, one.by, one.service));
    found
}

fn of_phase(view: &View, phase: &Phase, found: &mut Vec<Arrival>) {
    let plan = view.plan;
    let Some(environment) = &phase.environment else { return };
    let Some(release) = plan.releases.get(&phase.release) else { return };
    let is_gone = matches!(release.status, ReleaseStatus::Cancelled | ReleaseStatus::Draft);
    if is_gone || (phase.status == PhaseStatus::Planned && release.status == ReleaseStatus::BackedOut) {
        return;
    }
    let is_production = is_production(view, environment);
    if is_production && release.status == ReleaseStatus::BackedOut {
        return;
    }
    let begun = phase.actual_start.or(match phase.status {
        PhaseStatus::Planned => None,
        _ => phase.planned.map(|window| window.start),
    });
    let live = release.deployed_at.filter(|_| is_production);
    let planned = phase.planned.map(|window| window.start);
    let Some(at) = live.or(begun).or(release.go_live.filter(|_| is_production)).or(planned) else { return };
    let is_planned = begun.is_none() && live.is_none();
    let versions: Vec<&VersionReference> =
        if release.versions.is_empty() { release.deploys.iter().gather() } else { last_of_each(release) };
    for service in services_of(view, release) {
        for reference in versions.iter().filter(|reference| !reference.version.is_empty()) {
            found.push(Arrival {
                service,
                environment: *environment,
                component: component(&reference.repository, release.name.as_str()),
                version: reference.version.clone(),
                by: RecordRef::from(&phase.id),
                at,
                is_planned,
            });
        }
    }
}

/// Of each repository the last version.
fn last_of_each(release: &Release) -> Vec<&VersionReference> {
    let mut last: SortedMap<&str, &VersionReference> = SortedMap::new();
    for version in &release.versions {
        last.insert(&version.repository, version);
    }
    last.into_values().gather()
}

fn of_change(view: &View, change: &Change, found: &mut Vec<Arrival>) {
    use ChangeStatus as S;
    let Some(reference) = change.deploys.as_ref().filter(|one| !one.version.is_empty()) else { return };
    let is_failed = matches!(change.outcome, Some(Outcome::Failed | Outcome::BackedOut));
    let is_done = matches!(change.status, S::InReview | S::Closed);
    if is_failed || !(is_done || change.status.is_live()) || change.status == S::Draft {
        return;
    }
    let Some(at) = change.actual_end.or(change.planned.map(|window| window.end)) else { return };
    let items: Vec<&str> =
        change.cis.iter().map(|ci| view.plan.cis.get(ci).map_or("", |ci| &ci.name)).gather();
    let item = items.first().copied().unwrap_or(change.title.as_str());
    for environment in &change.environments {
        for service in services_of_change(view, change) {
            found.push(Arrival {
                service,
                environment: *environment,
                component: component(&reference.repository, item),
                version: reference.version.clone(),
                by: RecordRef::from(&change.id),
                at,
                is_planned: !is_done,
            });
        }
    }
}

fn is_production(view: &View, environment: &Id<Environment>) -> bool {
    let environment = view.plan.environments.get(environment);
    environment.is_some_and(|one| one.kind == crate::model::EnvironmentKind::Production)
}

/// The last part of a repository's path, or else another name.
fn component(repository: &str, otherwise: &str) -> String {
    let name = repository.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if name.is_empty() { otherwise.to_owned() } else { name.to_owned() }
}

/// The services that the changes of a release change; those that it is for where it has no changes.
fn services_of(view: &View, release: &Release) -> Vec<Id<Service>> {
    let changes = view.changes_in_release(&release.id);
    let mut services: Vec<Id<Service>> = changes.flat_map(|change| services_of_change(view, change)).gather();
    if services.is_empty() {
        services.clone_from(&release.common.services);
    }
    services.arrange();
    services.dedup();
    services
}

/// The services that a change names, and those that have one of its items.
fn services_of_change(view: &View, change: &Change) -> Vec<Id<Service>> {
    let has = view.plan.services.values().filter(|one| one.cis.iter().any(|ci| change.cis.contains(ci)));
    let mut services: Vec<Id<Service>> = change.services.to_vec();
    services.extend(has.map(|one| one.id));
    services.arrange();
    services.dedup();
    services
}

/// The versions at a moment: a row a service, a column an environment.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionTable {
    /// The moment, in words.
    pub at: String,
    /// The environments on the path to production, in its order.
    pub environments: Vec<Named>,
    /// The services of which a version is known, by name.
    pub rows: Vec<VersionRow>,
}

/// A service and its versions.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionRow {
    /// The service.
    pub service: Named,
    /// For each environment the versions of its components; none where nothing is known.
    pub cells: Vec<Vec<VersionCell>>,
}

/// One component of a service in one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionCell {
    /// What has the version.
    pub component: String,
    /// The version that is there at the moment; empty when none is yet.
    pub version: String,
    /// Since when, in words.
    pub since: String,
    /// What brought it.
    pub by: Option<RecordRef>,
    /// True when it is there by plan only: the moment is still to come.
    pub is_planned: bool,
    /// What comes next and when, in words; empty when nothing is planned.
    pub next: String,
}

/// What version of which service is where at a moment, and what comes next.
#[must_use]
pub fn versions_at(bench: &Workbench, at: Instant) -> VersionTable {
    let (plan, view) = (bench.plan(), bench.view());
    type Place = (Id<Service>, Id<Environment>, String);
    let mut there: SortedMap<Place, (Option<Arrival>, Option<Arrival>)> = SortedMap::new();
    for arrival in arrivals(&view) {
        let key = (arrival.service, arrival.environment, arrival.component.clone());
        let (now, next) = there.get_or_default(key);
        // What was to have come by now and has not is still to come.
        if arrival.at <= at && !(arrival.is_planned && arrival.at <= view.now) {
            *now = Some(arrival);
        } else if next.is_none() {
            *next = Some(arrival);
        }
    }
    let mut environments: Vec<&Environment> = plan
        .environments
        .values()
        .filter(|one| there.keys().any(|(_, environment, _)| *environment == one.id))
        .gather();
    environments.arrange_by_key(|one| (one.promotion_order.is_none(), one.promotion_order, one.id));
    let mut services: Vec<&Id<Service>> = there.keys().map(|(service, ..)| service).gather();
    services.dedup();
    let named = |of: RecordRef| Named::of(plan, of);
    let cell = |component: &String, now: &Option<Arrival>, next: &Option<Arrival>| VersionCell {
        component: component.clone(),
        version: now.as_ref().map_or_else(String::new, |one| one.version.clone()),
        since: now.as_ref().map_or_else(String::new, |one| wording::short_moment(one.at, view.zone())),
        by: now.as_ref().or(next.as_ref()).map(|one| one.by),
        is_planned: now.as_ref().is_some_and(|one| one.is_planned),
        next: next.as_ref().map_or_else(String::new, |one| {
            format!("{} from {}", one.version, wording::short_moment(one.at, view.zone()))
        }),
    };
    let mut rows: Vec<VersionRow> = services
        .into_iter()
        .map(|service| VersionRow {
            service: named(RecordRef::from(service)),
            cells: environments
                .iter()
                .map(|environment| {
                    let here = there.iter().filter(|((of, at, _), _)| of == service && *at == environment.id);
                    here.map(|((.., component), (now, next))| cell(component, now, next)).gather()
                })
                .gather(),
        })
        .gather();
    rows.arrange_by(|a, b| (&a.service.name, &a.service.record).cmp(&(&b.service.name, &b.service.record)));
    VersionTable {
        at: wording::moment(at, view.zone()),
        environments: environments.into_iter().map(|one| named(RecordRef::from(&one.id))).gather(),
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        now 12T12
        environment uat \"UAT\" order=1
        environment prod \"Production\" kind=Production order=2
        service bill \"Billing\" on=app
        release R1 live=10T20 status=Deployed version=1.0 repository=git/billing
        release R2 live=20T20 status=InProgress version=2.0 repository=git/billing
        release R3 live=18T20 status=Cancelled version=9.9 repository=git/billing
        phase P1 1..5 of=R1 env=uat status=Passed actual-start=1T09
        phase P2 10T20..11 of=R1 env=prod status=Passed actual-start=10T20
        phase P3 11..15 of=R2 env=uat status=Active actual-start=11T09
        phase P4 20T20..21 of=R2 env=prod
        phase P5 17..18 of=R3 env=uat
        change C1 10T20..10T22 on=app release=R1 status=Closed outcome=Successful
        change C2 20T20..20T22 on=app release=R2
        change C3 11T20..11T22 on=app env=prod status=Closed outcome=Failed version=1.1 repository=git/billing actual=11T20..11T22
        change C4 12T20..12T22 on=app env=prod version=1.2 repository=git/billing
        change C5 5T20..5T22 on=db env=prod version=18 status=Closed outcome=Successful actual=5T20..5T21
    ";

    fn cells(day: &str) -> Vec<String> {
        let bench = Workbench::of_notation(PLAN, None);
        let table = versions_at(&bench, Instant::parse(day).unwrap());
        assert_eq!(
            table.environments.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
            ["UAT", "Production"]
        );
        assert_eq!(table.rows.len(), 1, "the database belongs to no service");
        let row = table.rows.into_iter().next().unwrap();
        assert_eq!(row.service.name, "Billing");
        let cells = row.cells.into_iter().flatten();
        cells
            .map(|one| format!("{} {} since {}; {}", one.component, one.version, one.since, one.next))
            .collect()
    }

    #[test]
    fn a_moment_shows_what_is_there_and_what_comes_next() {
        assert_eq!(
            cells("2026-01-12T12:00:00Z"),
            [
                "billing 2.0 since Sun 11 Jan 09:00; ",
                "billing 1.0 since Sat 10 Jan 20:00; 1.2 from Mon 12 Jan 22:00",
            ]
        );
        assert_eq!(
            cells("2026-01-13T12:00:00Z")[1],
            "billing 1.2 since Mon 12 Jan 22:00; 2.0 from Tue 20 Jan 20:00"
        );
        assert_eq!(cells("2026-01-25T12:00:00Z")[1], "billing 2.0 since Tue 20 Jan 20:00; ");
        assert_eq!(
            cells("2026-01-02T12:00:00Z")[0],
            "billing 1.0 since Thu 1 Jan 09:00; 2.0 from Sun 11 Jan 09:00"
        );
    }
}
