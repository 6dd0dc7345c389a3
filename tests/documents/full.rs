//! A plan with every table, every field, every word of every enum, and unknown fields wherever they are kept.
//!
//! Written as struct literals, so that a new field does not compile until it is in here.

use std::collections::BTreeMap;

use serde_json::json;
use slipway::model::*;
use slipway::time::*;

/// Unknown fields, different at each place.
fn extra(place: &str) -> Extra {
    BTreeMap::from([
        (
            "x-list".to_owned(),
            json!([1, -2, 0.1, 1e300, 18_446_744_073_709_551_615_u64, "two", { "b": null, "a": true }]),
        ),
        ("x-place".to_owned(), json!(place)),
    ])
}

fn id<T>(text: &str) -> Id<T> {
    Id::parse(text).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn window(day: u32) -> Interval {
    Interval::parse(&format!("2026-03-{day:02}T20:00:00Z/2026-03-{day:02}T22:00:00Z")).unwrap()
}

fn nth<T: Copy>(words: &[T], index: usize) -> T {
    words[index % words.len()]
}

fn version(place: &str) -> Option<VersionReference> {
    Some(VersionReference {
        version: "v4.2.0".to_owned(),
        repository: "platform/billing".to_owned(),
        commit: "1f0c9e4".to_owned(),
        extra: extra(place),
    })
}

fn dependency<T>(on: &str, kind: DependencyKind) -> Dependency<T> {
    Dependency { on: id(on), kind, lag_minutes: -30, extra: extra("dependency") }
}

fn scope() -> Scope {
    Scope {
        environments: vec![id("ENV-0")],
        cis: vec![id("CI-0")],
        services: vec![id("SVC-0")],
        with_dependents: true,
        kinds: ChangeKind::ALL.to_vec(),
        risks: Risk::ALL.to_vec(),
        extra: extra("scope"),
    }
}

fn recurring() -> When {
    When::Recurring(RecurringWindow {
        start: parse_local("2026-03-07T20:00").unwrap(),
        duration_minutes: 600,
        zone: Zone::parse("Europe/Amsterdam").unwrap(),
        rule: Recurrence::parse(
            "FREQ=MONTHLY;INTERVAL=2;COUNT=9;BYMONTH=3,5;BYDAY=1SA,-1SU;BYSETPOS=1;WKST=SU",
        )
        .unwrap(),
        except: vec![parse_local("2026-05-02T20:00:30").unwrap()],
        also: vec![parse_local("2026-06-06T20:00").unwrap()],
        extra: extra("recurring"),
    })
}

fn settings() -> Settings {
    let mut calendar = WorkingCalendar::monday_to_friday().with_holidays(vec![Holiday {
        date: parse_date("2026-12-25").unwrap(),
        name: "Christmas Day".to_owned(),
        extra: extra("holiday"),
    }]);
    calendar.weekdays = chrono::WeekdaySet::ALL;
    calendar.day_start = parse_time_of_day("08:30").unwrap();
    calendar.extra = extra("calendar");
    let rule = |severity| RuleSetting { off: true, severity: Some(severity), extra: extra("rule") };
    Settings {
        name: "Billing, spring \u{1F338}".to_owned(),
        description: "Two lines,\nthe second with \"quotes\", a \\ and a tab\t".to_owned(),
        zone: Zone::parse("Europe/Amsterdam").unwrap(),
        calendar,
        lead_times: LeadTimes {
            low_days: 0,
            moderate_days: 2,
            high_days: 5,
            very_high_days: u32::MAX,
            extra: extra("lead times"),
        },
        rules: Severity::ALL
            .iter()
            .map(|severity| (format!("change-in-blackout-{}", severity.word()), rule(*severity)))
            .collect(),
        extra: extra("settings"),
    }
}

/// The plan.
pub fn plan() -> Plan {
    let mut plan = Plan::new(id("full"), settings());
    plan.extra = extra("document");
    people_and_items(&mut plan);
    windows(&mut plan);
    changes(&mut plan);
    releases(&mut plan);
    plan
}

fn people_and_items(plan: &mut Plan) {
    let person = Person {
        id: id("ann"),
        name: "Ann Özgür".to_owned(),
        email: "ann@example.org".to_owned(),
        extra: extra("person"),
    };
    plan.put(AnyRecord::from(person));
    let group =
        Group { id: id("cab"), name: "Board".to_owned(), members: vec![id("ann")], extra: extra("group") };
    plan.put(AnyRecord::from(group));
    for index in 0..Criticality::ALL.len() {
        plan.put(AnyRecord::from(Service {
            id: id(&format!("SVC-{index}")),
            name: "Billing".to_owned(),
            criticality: nth(Criticality::ALL, index),
            owner: Some(id("ann")),
            group: Some(id("cab")),
            cis: vec![id("CI-0")],
            depends_on: vec![id("SVC-0")],
            extra: extra("service"),
        }));
    }
    plan.put(AnyRecord::from(ConfigurationItem {
        id: id("CI-0"),
        name: "billing-db".to_owned(),
        kind: "database".to_owned(),
        criticality: Criticality::Critical,
        environment: Some(id("ENV-0")),
        owner: Some(id("ann")),
        group: Some(id("cab")),
        relations: RelationKind::ALL
            .iter()
            .map(|kind| Relation { kind: *kind, to: id("CI-0"), extra: extra("relation") })
            .collect(),
        extra: extra("configuration item"),
    }));
    for index in 0..EnvironmentKind::ALL.len() {
        plan.put(AnyRecord::from(Environment {
            id: id(&format!("ENV-{index}")),
            name: "Production".to_owned(),
            kind: nth(EnvironmentKind::ALL, index),
            control: nth(Control::ALL, index),
            capacity: Some(u32::MAX),
            promotion_order: Some(3),
            owner: Some(id("ann")),
            group: Some(id("cab")),
            extra: extra("environment"),
        }));
    }
}

fn windows(plan: &mut Plan) {
    for (index, when) in [When::Once(window(28)), recurring()].into_iter().enumerate() {
        plan.put(AnyRecord::from(Blackout {
            id: id(&format!("BLK-{index}")),
            name: "Year end".to_owned(),
            reason: "The books are closed".to_owned(),
            hardness: nth(Hardness::ALL, index),
            when: when.clone(),
            scope: scope(),
            owner: Some(id("ann")),
            extra: extra("blackout"),
        }));
        plan.put(AnyRecord::from(MaintenanceWindow {
            id: id(&format!("MNT-{index}")),
            name: "First Saturday".to_owned(),
            hardness: nth(Hardness::ALL, index),
            when,
            scope: scope(),
            owner: Some(id("ann")),
            extra: extra("maintenance window"),
        }));
    }
}

fn changes(plan: &mut Plan) {
    for index in 0..ChangeStatus::ALL.len() {
        plan.put(AnyRecord::from(Change {
            id: id(&format!("CHG-{index:02}")),
            title: "Move billing to the new cluster".to_owned(),
            description: "Line one\nline two".to_owned(),
            kind: nth(ChangeKind::ALL, index),
            status: nth(ChangeStatus::ALL, index),
            risk: nth(Risk::ALL, index),
            on_hold: true,
            category: "database".to_owned(),
            requester: Some(id("ann")),
            owner: Some(id("ann")),
            group: Some(id("cab")),
            implementers: vec![id("ann")],
            cis: vec![id("CI-0")],
            services: vec![id("SVC-0")],
            environments: vec![id("ENV-0"), id("ENV-1")],
            planned: Some(window(2)),
            outage: Some(window(3)),
            actual_start: Some(at("1900-01-01T00:00:00Z")),
            actual_end: Some(at("2200-01-01T00:00:00Z")),
            requested_at: Some(at("2026-02-01T09:00:00Z")),
            authorised_at: Some(at("2026-02-20T09:00:59Z")),
            release: Some(id("REL-0")),
            depends_on: vec![
                dependency("CHG-00", DependencyKind::FinishStart),
                dependency("CHG-01", DependencyKind::StartStart),
            ],
            implementation_plan: "Do it".to_owned(),
            backout_plan: "Undo it".to_owned(),
            deploys: version("change deploys"),
            outcome: Some(nth(Outcome::ALL, index)),
            labels: vec!["spring".to_owned(), "=1+1".to_owned()],
            extra: extra("change"),
        }));
    }
    plan.put(AnyRecord::from(Waiver {
        id: id("WVR-0"),
        rule: "change-in-blackout".to_owned(),
        subject: "changes/CHG-00".parse().unwrap(),
        related: vec!["blackouts/BLK-0".parse().unwrap()],
        reason: "The board agreed".to_owned(),
        by: Some(id("ann")),
        at: Some(at("2026-02-21T09:00:00Z")),
        until: Some(at("2026-03-21T09:00:00Z")),
        extra: extra("waiver"),
    }));
}

fn releases(plan: &mut Plan) {
    for index in 0..ReleaseStatus::ALL.len() {
        plan.put(AnyRecord::from(Release {
            id: id(&format!("REL-{index}")),
            name: "Spring".to_owned(),
            description: "All of it".to_owned(),
            kind: nth(ReleaseKind::ALL, index),
            status: nth(ReleaseStatus::ALL, index),
            owner: Some(id("ann")),
            parent: Some(id("REL-1")),
            go_live: Some(at("2026-03-31T20:00:00Z")),
            depends_on: vec![dependency("REL-0", DependencyKind::StartStart)],
            deploys: version("release deploys"),
            extra: extra("release"),
        }));
    }
    for (index, status) in PhaseStatus::ALL.iter().enumerate() {
        plan.put(AnyRecord::from(Phase {
            id: id(&format!("PHS-{index}")),
            release: id("REL-0"),
            name: "Test".to_owned(),
            order: 7,
            status: *status,
            environment: Some(id("ENV-0")),
            planned: Some(window(10)),
            actual_start: Some(at("2026-03-10T20:00:00Z")),
            actual_end: Some(at("2026-03-10T21:00:00Z")),
            extra: extra("phase"),
        }));
    }
    for (index, decision) in GateDecision::ALL.iter().enumerate() {
        plan.put(AnyRecord::from(Gate {
            id: id(&format!("GAT-{index}")),
            release: id("REL-0"),
            name: "Go or no-go".to_owned(),
            phase: Some(id("PHS-0")),
            due: Some(at("2026-03-11T09:00:00Z")),
            decision: *decision,
            decided_by: Some(id("ann")),
            decided_at: Some(at("2026-03-11T09:30:00Z")),
            note: "With a watch on the night job".to_owned(),
            criteria: vec![Criterion {
                text: "Tests are green".to_owned(),
                met: true,
                evidence: "Run 4711".to_owned(),
                extra: extra("criterion"),
            }],
            extra: extra("gate"),
        }));
    }
    for index in 0..BookingStatus::ALL.len() {
        plan.put(AnyRecord::from(Booking {
            id: id(&format!("BKG-{index}")),
            title: "Load test".to_owned(),
            environment: id("ENV-0"),
            window: window(12),
            status: nth(BookingStatus::ALL, index),
            usage: nth(BookingUse::ALL, index),
            phase: Some(id("PHS-0")),
            change: Some(id("CHG-00")),
            requester: Some(id("ann")),
            extra: extra("booking"),
        }));
    }
}
