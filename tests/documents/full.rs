//! A plan with every table, every field, every word of every enum, and unknown fields wherever they are kept.
//!
//! Written as struct literals, so that a new field does not compile until it is in here.

use std::collections::BTreeMap;

use serde_json::json;
use slipway::model::*;
use slipway::sorted::SortedMap;
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
        branch: "main".to_owned(),
        commit: "1f0c9e4".to_owned(),
        pull_request: "https://example.org/billing/pull/7".to_owned(),
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
    let rule =
        |severity| RuleSetting { off: true, severity: Some(severity), limit: Some(12), extra: extra("rule") };
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
        policy: policy(),
        risk_model: risk_model(),
        rules: Severity::ALL
            .iter()
            .map(|severity| (format!("change-in-blackout-{}", severity.word()), rule(*severity)))
            .collect(),
        extra: extra("settings"),
    }
}

fn policy() -> Policy {
    Policy {
        mode: PolicyMode::AllMatches,
        rows: Authority::ALL
            .iter()
            .map(|authority| PolicyRow {
                name: "Production".to_owned(),
                kinds: ChangeKind::ALL.to_vec(),
                risks: Risk::ALL.to_vec(),
                controls: Control::ALL.to_vec(),
                authority: *authority,
                board: Some(id("BRD-0")),
                lead_time_days: Some(3),
                evidence: Evidence::ALL.to_vec(),
                review: true,
                extra: extra("policy row"),
            })
            .collect(),
        tolerance_minutes: 45,
        retrospective_hours: 24,
        review_days: 5,
        extra: extra("policy"),
    }
}

fn risk_model() -> RiskModel {
    RiskModel {
        conditions: RiskCondition::ALL
            .iter()
            .map(|condition| ConditionRow {
                condition: *condition,
                risk: Risk::High,
                limit: Some(8),
                extra: extra("condition"),
            })
            .collect(),
        questions: vec![Question {
            id: "users".to_owned(),
            text: "How many users notice?".to_owned(),
            weight: 3,
            answers: vec![Answer {
                id: "all".to_owned(),
                text: "All".to_owned(),
                score: 4,
                extra: extra("answer"),
            }],
            extra: extra("question"),
        }],
        thresholds: vec![Threshold { from: 0, to: Some(9), risk: Risk::Low, extra: extra("threshold") }],
        history: true,
        extra: extra("risk model"),
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
    authorisation(&mut plan);
    deployment(&mut plan);
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
        end_of_support: Some(at("2027-01-01T00:00:00Z")),
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
            available: vec![When::Once(window(1)), recurring()],
            owner: Some(id("ann")),
            group: Some(id("cab")),
            extra: extra("environment"),
        }));
    }
}

fn windows(plan: &mut Plan) {
    for (index, when) in [When::Once(window(28)), recurring(), recurring()].into_iter().enumerate() {
        plan.put(AnyRecord::from(Blackout {
            id: id(&format!("BLK-{index}")),
            name: "Year end".to_owned(),
            reason: "The books are closed".to_owned(),
            hardness: nth(Hardness::ALL, index),
            when: when.clone(),
            scope: scope(),
            lockdown: true,
            declared_at: Some(at("2026-03-01T09:00:00Z")),
            lifted_at: Some(at("2026-03-01T10:00:00Z")),
            owner: Some(id("ann")),
            extra: extra("blackout"),
        }));
        plan.put(AnyRecord::from(MaintenanceWindow {
            id: id(&format!("MNT-{index}")),
            name: "First Saturday".to_owned(),
            hardness: nth(Hardness::ALL, index),
            when,
            scope: scope(),
            capacity: Some(6),
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
            hold_reason: "The vendor is late".to_owned(),
            held_by: Some(id("BLK-0")),
            found_unauthorised: true,
            template: Some(id("TPL-0")),
            template_version: Some(2),
            answers: SortedMap::from([("users".to_owned(), "all".to_owned())]),
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
            assessed_at: Some(at("2026-02-10T09:00:00Z")),
            authorised_at: Some(at("2026-02-20T09:00:59Z")),
            release: Some(id("REL-0")),
            other_releases: vec![id("REL-1")],
            depends_on: vec![
                dependency("CHG-00", DependencyKind::FinishStart),
                dependency("CHG-01", DependencyKind::StartStart),
            ],
            implementation_plan: "Do it".to_owned(),
            backout_plan: "Undo it".to_owned(),
            backout_minutes: Some(90),
            backout_tested: true,
            test_evidence: "Run 4711".to_owned(),
            deploys: version("change deploys"),
            outcome: Some(nth(Outcome::ALL, index)),
            reason: "Too early".to_owned(),
            incidents: IncidentPriority::ALL
                .iter()
                .map(|priority| Incident {
                    number: "INC-1".to_owned(),
                    priority: *priority,
                    title: "Slow invoices".to_owned(),
                    extra: extra("incident"),
                })
                .collect(),
            review: Some(Review {
                findings: "The index was missing".to_owned(),
                actions: vec![ReviewAction {
                    text: "Add the index".to_owned(),
                    owner: Some(id("ann")),
                    due: Some(at("2026-04-01T00:00:00Z")),
                    done: true,
                    extra: extra("review action"),
                }],
                by: Some(id("ann")),
                finished_at: Some(at("2026-03-20T09:00:00Z")),
                extra: extra("review"),
            }),
            closed_at: Some(at("2026-03-21T09:00:00Z")),
            addresses: vec!["https://example.org/CHG".to_owned()],
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
            template: Some(id("RTP-0")),
            common: CommonCharacteristics {
                services: vec![id("SVC-0")],
                cis: vec![id("CI-0")],
                kinds: ChangeKind::ALL.to_vec(),
                groups: vec![id("cab")],
                labels: vec!["spring".to_owned()],
                maintenance_window: Some(id("MNT-0")),
                extra: extra("common"),
            },
            baseline_go_live: Some(at("2026-03-24T20:00:00Z")),
            deployed_at: Some(at("2026-03-31T21:00:00Z")),
            go_live: Some(at("2026-03-31T20:00:00Z")),
            depends_on: vec![dependency("REL-0", DependencyKind::StartStart)],
            deploys: version("release deploys"),
            group: Some(id("cab")),
            versions: version("release version").into_iter().collect(),
            labels: vec!["spring".to_owned()],
            addresses: vec!["https://example.org/spring".to_owned()],
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
            baseline: Some(window(9)),
            working_days: Some(10),
            depends_on: vec![dependency("PHS-0", DependencyKind::FinishStart)],
            tests_passed: Some(211),
            tests_total: Some(212),
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
            criteria: criteria(),
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
            environment_group: Some(id("EGR-0")),
            placeholder: true,
            requester: Some(id("ann")),
            decided_by: Some(id("ann")),
            decided_at: Some(at("2026-03-01T09:00:00Z")),
            note: "Nights only".to_owned(),
            extra: extra("booking"),
        }));
    }
}

fn criteria() -> Vec<Criterion> {
    AutomaticCheck::ALL
        .iter()
        .map(|check| Criterion {
            text: "Tests are green".to_owned(),
            check: Some(*check),
            met: true,
            evidence: "Run 4711".to_owned(),
            extra: extra("criterion"),
        })
        .collect()
}

fn authorisation(plan: &mut Plan) {
    for index in 0..VotingRule::ALL.len() {
        plan.put(AnyRecord::from(Board {
            id: id(&format!("BRD-{index}")),
            name: "Board".to_owned(),
            kind: nth(BoardKind::ALL, index),
            members: vec![BoardMember {
                person: id("ann"),
                mandatory: true,
                delegate: Some(id("ann")),
                extra: extra("board member"),
            }],
            rule: nth(VotingRule::ALL, index),
            percentage: 60,
            quorum: 3,
            meetings: match recurring() {
                When::Recurring(recurring) => Some(recurring),
                When::Once(_) => None,
            },
            item_minutes: 4,
            agenda_filter: "risk>=high".to_owned(),
            extra: extra("board"),
        }));
    }
    for index in 0..TemplateStatus::ALL.len() {
        plan.put(AnyRecord::from(ChangeTemplate {
            id: id(&format!("TPL-{index}")),
            name: "Patch a node".to_owned(),
            description: "One node at a time".to_owned(),
            status: nth(TemplateStatus::ALL, index),
            version: 2,
            fields: [("risk".to_owned(), json!("Low"))].into_iter().collect(),
            locked: vec!["risk".to_owned()],
            owner: Some(id("ann")),
            note: "Two nodes at most".to_owned(),
            proposed_by: Some(id("ann")),
            approved_by: Some(id("ann")),
            published_at: Some(at("2026-01-10T09:00:00Z")),
            reviewed_at: Some(at("2026-01-11T09:00:00Z")),
            reviewed_by: Some(id("ann")),
            extra: extra("change template"),
        }));
    }
    for index in 0..ApprovalStatus::ALL.len() {
        plan.put(AnyRecord::from(Approval {
            id: id(&format!("APR-{index}")),
            change: id("CHG-00"),
            authority: nth(Authority::ALL, index),
            board: Some(id("BRD-0")),
            environment: Some(id("ENV-0")),
            meeting: Some(id("MTG-0")),
            status: nth(ApprovalStatus::ALL, index),
            requested_at: Some(at("2026-02-18T09:00:00Z")),
            decided_at: Some(at("2026-02-20T09:00:00Z")),
            votes: VoteChoice::ALL
                .iter()
                .map(|choice| Vote {
                    person: id("ann"),
                    on_behalf_of: Some(id("ann")),
                    choice: *choice,
                    at: at("2026-02-20T09:00:00Z"),
                    note: "With a watch".to_owned(),
                    extra: extra("vote"),
                })
                .collect(),
            note: "If the night job is off".to_owned(),
            content: Some(ApprovedContent {
                kind: ChangeKind::Normal,
                risk: Risk::High,
                planned: Some(window(2)),
                outage: Some(window(3)),
                cis: vec![id("CI-0")],
                environments: vec![id("ENV-0")],
                implementation_plan: "Do it".to_owned(),
                backout_plan: "Undo it".to_owned(),
                answers: SortedMap::from([("users".to_owned(), "all".to_owned())]),
                extra: extra("approved content"),
            }),
            content_hash: "00ff".to_owned(),
            voided_at: Some(at("2026-02-21T09:00:00Z")),
            void_reason: "The window moved".to_owned(),
            due: Some(at("2026-02-22T09:00:00Z")),
            extra: extra("approval"),
        }));
    }
    for index in 0..MeetingStatus::ALL.len() {
        plan.put(AnyRecord::from(Meeting {
            id: id(&format!("MTG-{index}")),
            board: id("BRD-0"),
            window: window(5),
            status: nth(MeetingStatus::ALL, index),
            agenda: BoardDecision::ALL
                .iter()
                .map(|decision| AgendaItem {
                    change: id("CHG-00"),
                    decision: Some(*decision),
                    minutes: "Nobody objected".to_owned(),
                    started_at: Some(at("2026-03-05T20:00:00Z")),
                    ended_at: Some(at("2026-03-05T20:04:00Z")),
                    extra: extra("agenda item"),
                })
                .collect(),
            attendees: vec![id("ann")],
            minutes: "Short".to_owned(),
            extra: extra("meeting"),
        }));
    }
    for index in 0..FreezeExceptionStatus::ALL.len() {
        plan.put(AnyRecord::from(FreezeException {
            id: id(&format!("FRX-{index}")),
            title: "Tax table".to_owned(),
            blackout: Some(id("BLK-0")),
            changes: vec![id("CHG-00")],
            release: Some(id("REL-0")),
            reason: "The law changes".to_owned(),
            status: nth(FreezeExceptionStatus::ALL, index),
            requested_by: Some(id("ann")),
            requested_at: Some(at("2026-02-01T09:00:00Z")),
            reviewed_by: Some(id("ann")),
            reviewed_at: Some(at("2026-02-02T09:00:00Z")),
            decided_by: Some(id("ann")),
            decided_at: Some(at("2026-02-03T09:00:00Z")),
            note: "Only the table".to_owned(),
            expires: Some(at("2026-03-03T09:00:00Z")),
            extra: extra("freeze exception"),
        }));
    }
}

fn steps() -> Vec<RunbookStep> {
    (0..StepStatus::ALL.len())
        .map(|index| RunbookStep {
            id: format!("S{index}"),
            title: "Stop the queue".to_owned(),
            kind: nth(StepKind::ALL, index),
            owner: Some(id("ann")),
            group: Some(id("cab")),
            duration_minutes: 15,
            depends_on: vec!["S0".to_owned()],
            // The usual status, `Waiting`, is left out of the document; it stands first in the list.
            status: nth(StepStatus::ALL, index),
            started_at: Some(at("2026-03-10T20:00:00Z")),
            ended_at: Some(at("2026-03-10T20:15:00Z")),
            note: "Slow".to_owned(),
            extra: extra("runbook step"),
        })
        .collect()
}

fn deployment(plan: &mut Plan) {
    plan.put(AnyRecord::from(EnvironmentGroup {
        id: id("EGR-0"),
        name: "Billing chain".to_owned(),
        environments: vec![id("ENV-0")],
        owner: Some(id("ann")),
        extra: extra("environment group"),
    }));
    for index in 0..RunbookStatus::ALL.len() {
        plan.put(AnyRecord::from(Runbook {
            id: id(&format!("RBK-{index}")),
            name: "Deploy".to_owned(),
            change: Some(id("CHG-00")),
            release: Some(id("REL-0")),
            status: nth(RunbookStatus::ALL, index),
            steps: steps(),
            rehearsals: vec![Rehearsal {
                at: at("2026-03-01T20:00:00Z"),
                environment: Some(id("ENV-0")),
                minutes: SortedMap::from([("S0".to_owned(), 17)]),
                backed_out: true,
                note: "Two minutes over".to_owned(),
                extra: extra("rehearsal"),
            }],
            approved_by: Some(id("ann")),
            approved_at: Some(at("2026-03-05T09:00:00Z")),
            started_at: Some(at("2026-03-10T20:00:00Z")),
            backing_out_since: Some(at("2026-03-10T21:30:00Z")),
            backout_reason: "It took too long".to_owned(),
            ended_at: Some(at("2026-03-10T22:00:00Z")),
            extra: extra("runbook"),
        }));
    }
    let offset = |index| Offset {
        anchor: nth(Anchor::ALL, index),
        working_days: -10,
        minutes: -30,
        extra: extra("offset"),
    };
    for index in 0..Channel::ALL.len() {
        plan.put(AnyRecord::from(Announcement {
            id: id(&format!("ANN-{index}")),
            title: "Billing is down".to_owned(),
            change: Some(id("CHG-00")),
            release: Some(id("REL-0")),
            audience: "Customers".to_owned(),
            addresses: "all@example.org".to_owned(),
            channel: nth(Channel::ALL, index),
            offset: offset(index),
            text: "From {window}".to_owned(),
            sent_at: Some(at("2026-03-01T09:00:00Z")),
            sent_by: Some(id("ann")),
            sent_for: Some(window(2)),
            extra: extra("announcement"),
        }));
    }
    plan.put(AnyRecord::from(ReleaseTemplate {
        id: id("RTP-0"),
        name: "Monthly".to_owned(),
        description: "Over four environments".to_owned(),
        kind: ReleaseKind::Minor,
        owner: Some(id("ann")),
        phases: vec![TemplatePhase {
            name: "Test".to_owned(),
            environment: Some(id("ENV-0")),
            environment_kind: Some(EnvironmentKind::SystemTest),
            working_days: 10,
            start: chrono::NaiveTime::from_hms_opt(22, 0, 0),
            minutes: Some(240),
            weekday: Some(nth(Weekday::ALL, 5)),
            extra: extra("template phase"),
        }],
        gates: vec![TemplateGate {
            name: "Go".to_owned(),
            after_phase: 1,
            criteria: criteria(),
            extra: extra("template gate"),
        }],
        steps: steps(),
        announcements: vec![TemplateAnnouncement {
            title: "Billing is down".to_owned(),
            audience: "Customers".to_owned(),
            channel: Channel::Mail,
            offset: offset(0),
            text: "From {window}".to_owned(),
            extra: extra("template announcement"),
        }],
        extra: extra("release template"),
    }));
}
