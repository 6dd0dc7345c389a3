//! Random plans and random steps for the tests of the rules: small pools of ids, so that records meet.

#![allow(dead_code)]

use slipway::model::*;
use slipway::time::{Holiday, Instant, Interval, Recurrence, RecurringWindow, Zone};

/// A small generator (xorshift64*): the same seed gives the same plan on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    pub fn id<T>(&mut self, prefix: &str, count: u64) -> Id<T> {
        Id::lenient(&format!("{prefix}{}", self.below(count)))
    }

    fn ids<T>(&mut self, prefix: &str, count: u64, most: u64) -> Vec<Id<T>> {
        (0..self.below(most + 1)).map(|_| self.id(prefix, count)).collect()
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Random) -> T) -> Option<T> {
        (!self.one_in(3)).then(|| value(self))
    }

    /// An hour in the week around `now()`.
    pub fn moment(&mut self) -> Instant {
        now().plus_minutes((self.below(7 * 24) as i64 - 2 * 24) * 60)
    }

    /// An hour of the two days before `now()`.
    pub fn past(&mut self) -> Instant {
        now().plus_minutes(-60 - self.below(47) as i64 * 60)
    }

    /// Hours long; now and then empty, inverted, weeks long or a decade away.
    pub fn window(&mut self) -> Interval {
        let start = self.moment();
        let hours = match self.below(24) {
            0 => 0,
            1 => -3,
            2 => 24 * 40,
            3 => 24 * 200,
            _ => 1 + self.below(20) as i64,
        };
        let window = Interval::new(start, start.plus_minutes(hours * 60));
        if self.one_in(40) { window.shifted_by_seconds(10 * 366 * 86_400) } else { window }
    }
}

/// Friday 27 March 2026, 10:10: two days before clocks go forward in Amsterdam.
pub fn now() -> Instant {
    Instant::parse("2026-03-27T10:10:00Z").unwrap()
}

pub fn empty_plan() -> Plan {
    let mut settings = Settings::new("Random", Zone::parse("Europe/Amsterdam").unwrap());
    settings.lead_times.low_days = 1;
    settings.policy.retrospective_hours = 4;
    settings.policy.review_days = 0;
    settings.risk_model.thresholds.remove(1);
    Plan::new(Id::lenient("random"), settings)
}

/// A plan of this many records.
pub fn plan(random: &mut Random, records: usize) -> Plan {
    let mut plan = empty_plan();
    for _ in 0..records {
        plan.put(record(random));
    }
    plan
}

/// A record of any table with any fields; it may name records that the plan does not have.
pub fn record(random: &mut Random) -> AnyRecord {
    match random.below(46) {
        26..=28 => runbook(random).into(),
        29 | 30 => announcement(random).into(),
        31 => booking(random).into(),
        32 => board(random).into(),
        33 => phase(random).into(),
        34 => gate(random).into(),
        35..=38 => change(random).into(),
        39 => approval(random).into(),
        40 => meeting(random).into(),
        41 | 42 => booking(random).into(),
        43 => template(random).into(),
        44 | 45 => exception(random).into(),
        20 => board(random).into(),
        21 => meeting(random).into(),
        22..=24 => approval(random).into(),
        25 => Group {
            id: random.id("grp", 2),
            name: name(random),
            members: random.ids("per", 4, 2),
            extra: Extra::new(),
        }
        .into(),
        0 => {
            Person { id: random.id("per", 4), name: name(random), email: String::new(), extra: Extra::new() }
                .into()
        }
        1 => Service {
            id: random.id("svc", 3),
            name: name(random),
            criticality: random.pick(Criticality::ALL),
            owner: random.maybe(|random| random.id("per", 4)),
            group: None,
            cis: random.ids("ci", 6, 2),
            depends_on: random.ids("svc", 3, 2),
            extra: Extra::new(),
        }
        .into(),
        2 | 3 => ConfigurationItem {
            id: random.id("ci", 6),
            name: name(random),
            kind: String::new(),
            criticality: random.pick(Criticality::ALL),
            environment: None,
            owner: random.maybe(|random| random.id("per", 4)),
            group: None,
            end_of_support: if random.one_in(2) { Some(random.moment()) } else { None },
            relations: relations(random),
            extra: Extra::new(),
        }
        .into(),
        4 => Environment {
            id: random.id("env", 3),
            name: name(random),
            kind: random.pick(&[
                EnvironmentKind::Other,
                EnvironmentKind::SystemTest,
                EnvironmentKind::Production,
            ]),
            control: if random.one_in(2) { Control::Controlled } else { random.pick(Control::ALL) },
            capacity: random.maybe(|random| random.pick(&[0, 1, 2, 2, 3])),
            promotion_order: random.maybe(|random| random.below(3) as u32),
            available: if random.one_in(3) { vec![when(random), when(random)] } else { Vec::new() },
            owner: random.maybe(|random| random.id("per", 4)),
            group: if random.one_in(3) { Some(random.id("grp", 2)) } else { None },
            extra: Extra::new(),
        }
        .into(),
        5 => Blackout {
            id: random.id("blk", 3),
            name: name(random),
            reason: String::new(),
            hardness: random.pick(Hardness::ALL),
            when: when(random),
            scope: scope(random),
            lockdown: false,
            declared_at: None,
            lifted_at: if random.one_in(8) { Some(random.moment()) } else { None },
            owner: random.maybe(|random| random.id("per", 4)),
            extra: Extra::new(),
        }
        .into(),
        6 => MaintenanceWindow {
            id: random.id("mnt", 3),
            name: name(random),
            hardness: random.pick(Hardness::ALL),
            when: when(random),
            scope: scope(random),
            capacity: random.maybe(|random| random.below(3) as u32),
            owner: random.maybe(|random| random.id("per", 4)),
            extra: Extra::new(),
        }
        .into(),
        7 | 8 => Release {
            status: if random.one_in(3) { random.pick(ReleaseStatus::ALL) } else { ReleaseStatus::Planned },
            owner: random.maybe(|random| random.id("per", 4)),
            go_live: random.maybe(Random::moment),
            kind: random.pick(&[
                ReleaseKind::Minor,
                ReleaseKind::Emergency,
                ReleaseKind::Emergency,
                ReleaseKind::Enterprise,
            ]),
            parent: if random.one_in(4) { Some(random.id("rel", 2)) } else { None },
            common: if random.one_in(2) { common(random) } else { CommonCharacteristics::default() },
            deploys: if random.one_in(3) { Some(version(random)) } else { None },
            depends_on: dependencies(random, "rel", 2),
            ..Release::draft(random.id("rel", 2), name(random))
        }
        .into(),
        9 | 10 => phase(random).into(),
        11 => gate(random).into(),
        12 => booking(random).into(),
        13 => waiver(random).into(),
        _ => change(random).into(),
    }
}

/// A change with any fields; now and then one that waits for a board, one that was rejected and done all the same, or an
/// emergency that was begun without it.
pub fn change(random: &mut Random) -> Change {
    let any = any_change(random);
    let environments = vec![random.id("env", 3)];
    match random.below(8) {
        2 if random.one_in(3) => {
            Change { status: ChangeStatus::Rejected, actual_start: Some(random.past()), ..any }
        }
        0 => Change {
            kind: ChangeKind::Emergency,
            status: ChangeStatus::InReview,
            actual_start: Some(random.moment()),
            authorised_at: None,
            environments,
            ..any
        },
        1 => Change {
            kind: ChangeKind::Normal,
            status: ChangeStatus::Assessed,
            risk: Risk::Low,
            planned: Some(random.window()),
            environments,
            ..any
        },
        _ => any,
    }
}

fn any_change(random: &mut Random) -> Change {
    let id = random.id("chg", 8);
    let title = name(random);
    let usual = random.pick(&[ChangeStatus::Scheduled, ChangeStatus::Assessed, ChangeStatus::Authorised]);
    let kind = if random.one_in(2) { random.pick(ChangeKind::ALL) } else { ChangeKind::Normal };
    let answers = if random.one_in(3) { answers(random) } else { Default::default() };
    let status = if random.one_in(3) { random.pick(ChangeStatus::ALL) } else { usual };
    // Sometimes one that was done, not long ago.
    let done = random
        .one_in(4)
        .then(|| random.pick(&[ChangeStatus::Implementing, ChangeStatus::InReview, ChangeStatus::Closed]));
    let status = done.unwrap_or(status);
    let kind = if done.is_some() && random.one_in(2) { ChangeKind::Emergency } else { kind };
    let is_open = status.is_before_authorisation() && !random.one_in(3);
    let happened = |random: &mut Random| if done.is_some() { random.past() } else { random.moment() };
    let draft = Change::draft(id, &title, kind, random.pick(Risk::ALL));
    Change {
        status,
        owner: random.maybe(|random| random.id("per", 4)),
        group: if random.one_in(3) { Some(random.id("grp", 2)) } else { None },
        template: random.maybe(|random| random.id("tpl", 2)),
        answers,
        found_unauthorised: random.one_in(12),
        backout_plan: if random.one_in(2) { "Restore".to_owned() } else { String::new() },
        outcome: random.maybe(|random| random.pick(Outcome::ALL)),
        incidents: if random.one_in(2) { vec![incident(random)] } else { vec![] },
        review: if random.one_in(4) { Some(review(random)) } else { None },
        implementers: random.ids("per", 4, 2),
        cis: random.ids("ci", 6, 3),
        services: random.ids("svc", 3, 1),
        environments: random.ids("env", 3, 2),
        planned: random.maybe(Random::window),
        outage: if random.one_in(3) { Some(random.window()) } else { None },
        actual_start: if done.is_some() || random.one_in(4) { Some(happened(random)) } else { None },
        actual_end: if done.is_some() || random.one_in(6) { Some(happened(random)) } else { None },
        authorised_at: if is_open || random.one_in(3) { None } else { Some(random.moment()) },
        release: random.maybe(|random| random.id("rel", 2)),
        other_releases: if random.one_in(4) { random.ids("rel", 2, 2) } else { Vec::new() },
        on_hold: random.one_in(12),
        backout_minutes: if random.one_in(4) { Some(30 + 60 * random.below(12) as u32) } else { None },
        backout_tested: random.one_in(3),
        test_evidence: random.pick(&["", "", "12 of 12"]).to_owned(),
        deploys: if random.one_in(2) { Some(version(random)) } else { None },
        labels: if random.one_in(3) { vec!["red".to_owned()] } else { Vec::new() },
        depends_on: if random.one_in(2) { dependencies(random, "chg", 8) } else { Vec::new() },
        ..draft
    }
}

fn booking(random: &mut Random) -> Booking {
    Booking {
        status: if random.one_in(3) { random.pick(BookingStatus::ALL) } else { BookingStatus::Approved },
        usage: random.pick(BookingUse::ALL),
        phase: if random.one_in(3) { Some(random.id("phs", 5)) } else { None },
        change: random.maybe(|random| random.id("chg", 8)),
        placeholder: random.one_in(6),
        requester: random.maybe(|random| random.id("per", 4)),
        decided_by: random.maybe(|random| random.id("per", 4)),
        ..Booking::requested(random.id("bkg", 8), name(random), random.id("env", 3), booked(random))
    }
}

/// A window of a booking: now and then weeks after the others, so that environments stand idle between.
fn booked(random: &mut Random) -> Interval {
    let window = random.window();
    if random.one_in(4) { window.shifted_by_seconds(30 * 86_400) } else { window }
}

fn gate(random: &mut Random) -> Gate {
    Gate {
        id: random.id("gat", 4),
        release: random.id("rel", 2),
        name: name(random),
        phase: random.maybe(|random| random.id("phs", 5)),
        due: random.maybe(|random| random.window().start),
        decision: if random.one_in(3) { random.pick(GateDecision::ALL) } else { GateDecision::Open },
        decided_by: None,
        decided_at: None,
        note: String::new(),
        criteria: (0..random.below(4)).map(|_| criterion(random)).collect(),
        extra: Extra::new(),
    }
}

fn criterion(random: &mut Random) -> Criterion {
    Criterion {
        check: random.maybe(|random| random.pick(AutomaticCheck::ALL)),
        met: random.one_in(2),
        ..Criterion::new(name(random))
    }
}

fn version(random: &mut Random) -> VersionReference {
    VersionReference {
        version: random.pick(&["", "1.0", "2.0"]).to_owned(),
        repository: random.pick(&["", "git/web"]).to_owned(),
        ..VersionReference::default()
    }
}

fn common(random: &mut Random) -> CommonCharacteristics {
    let mut common = CommonCharacteristics::default();
    match random.below(6) {
        0 => common.services = random.ids("svc", 3, 2),
        1 => common.cis = random.ids("ci", 6, 2),
        2 => common.kinds = vec![random.pick(ChangeKind::ALL)],
        3 => common.groups = random.ids("grp", 2, 1),
        4 => common.labels = vec!["red".to_owned()],
        _ => common.maintenance_window = Some(random.id("mnt", 3)),
    }
    common
}

fn runbook(random: &mut Random) -> Runbook {
    let step = |random: &mut Random, place: u64| RunbookStep {
        depends_on: if random.one_in(3) { vec!["0".to_owned()] } else { Vec::new() },
        ..RunbookStep::new(&place.to_string(), "Step", random.pick(StepKind::ALL), random.below(600) as u32)
    };
    let of_change = random.one_in(2);
    Runbook {
        change: if of_change { Some(random.id("chg", 8)) } else { None },
        release: if of_change { None } else { Some(random.id("rel", 2)) },
        status: random.pick(&[RunbookStatus::Draft, RunbookStatus::Approved, RunbookStatus::Completed]),
        steps: (0..random.below(5)).map(|place| step(random, place)).collect(),
        rehearsals: if random.one_in(3) { vec![rehearsal(random)] } else { Vec::new() },
        ..Runbook::draft(random.id("rbk", 4), name(random))
    }
}

fn rehearsal(random: &mut Random) -> Rehearsal {
    Rehearsal {
        at: random.past(),
        environment: None,
        minutes: (0..3).map(|place: u64| (place.to_string(), random.below(600) as u32)).collect(),
        backed_out: random.one_in(2),
        note: String::new(),
        extra: Extra::new(),
    }
}

fn announcement(random: &mut Random) -> Announcement {
    let of_change = random.one_in(2);
    Announcement {
        change: if of_change { Some(random.id("chg", 8)) } else { None },
        release: if of_change { None } else { Some(random.id("rel", 2)) },
        offset: Offset {
            anchor: random.pick(Anchor::ALL),
            working_days: -(random.below(4) as i32),
            minutes: 0,
            extra: Extra::new(),
        },
        sent_at: if random.one_in(3) { Some(random.moment()) } else { None },
        sent_for: if random.one_in(2) { Some(random.window()) } else { None },
        ..Announcement::new(random.id("ann", 3), name(random))
    }
}

fn answers(random: &mut Random) -> slipway::sorted::SortedMap<String, String> {
    let questions = RiskModel::usual().questions;
    let chosen = questions.iter().map(|question| {
        let answers: Vec<&str> = question.answers.iter().map(|answer| answer.id.as_str()).collect();
        (question.id.clone(), random.pick(&answers).to_owned())
    });
    chosen.collect()
}

fn incident(random: &mut Random) -> Incident {
    Incident {
        number: format!("INC-{}", random.below(5)),
        priority: random.pick(IncidentPriority::ALL),
        title: String::new(),
        extra: Extra::new(),
    }
}

fn review(random: &mut Random) -> Review {
    Review {
        findings: if random.one_in(2) { "An index was missing".to_owned() } else { String::new() },
        finished_at: if random.one_in(3) { Some(random.moment()) } else { None },
        ..Review::default()
    }
}

fn template(random: &mut Random) -> ChangeTemplate {
    let backout = serde_json::Value::from(random.pick(&["Restore", "Redeploy"]));
    ChangeTemplate {
        status: if random.one_in(4) { random.pick(TemplateStatus::ALL) } else { TemplateStatus::Published },
        fields: [("backout_plan".to_owned(), backout)].into_iter().collect(),
        locked: if random.one_in(2) { vec!["backout_plan".to_owned()] } else { vec![] },
        reviewed_at: if random.one_in(4) { Some(random.moment()) } else { None },
        ..ChangeTemplate::draft(random.id("tpl", 2), name(random))
    }
}

fn exception(random: &mut Random) -> FreezeException {
    FreezeException {
        blackout: random.maybe(|random| random.id("blk", 3)),
        changes: random.ids("chg", 8, 3),
        release: if random.one_in(3) { Some(random.id("rel", 2)) } else { None },
        status: if random.one_in(2) {
            FreezeExceptionStatus::Approved
        } else {
            random.pick(FreezeExceptionStatus::ALL)
        },
        expires: random.maybe(Random::moment),
        ..FreezeException::requested(random.id("exc", 4), name(random), now())
    }
}

fn board(random: &mut Random) -> Board {
    let members = random.ids("per", 4, 3).into_iter().map(|person| BoardMember {
        person,
        mandatory: random.one_in(4),
        delegate: if random.one_in(3) { Some(random.id("per", 4)) } else { None },
        extra: Extra::new(),
    });
    let members = members.collect();
    let meetings = match when(random) {
        When::Recurring(rule) if random.one_in(2) => Some(rule),
        // Too seldom for most changes.
        When::Recurring(rule) => {
            Some(RecurringWindow { rule: Recurrence::parse("FREQ=MONTHLY;BYDAY=1TU").unwrap(), ..rule })
        }
        When::Once(_) => None,
    };
    Board {
        kind: random.pick(&[BoardKind::Regular, BoardKind::Regular, BoardKind::Emergency]),
        members,
        rule: random.pick(VotingRule::ALL),
        percentage: random.pick(&[0, 50, 100]),
        quorum: random.below(4) as u32,
        meetings,
        ..Board::new(random.id("brd", 2), name(random))
    }
}

fn meeting(random: &mut Random) -> Meeting {
    Meeting {
        status: if random.one_in(2) { MeetingStatus::Cancelled } else { random.pick(MeetingStatus::ALL) },
        agenda: random.ids("chg", 8, 2).into_iter().map(AgendaItem::new).collect(),
        ..Meeting::planned(random.id("mtg", 4), random.id("brd", 2), random.window())
    }
}

/// What was approved is mostly what the change of the same seed is; so that it is covered now and then.
fn approval(random: &mut Random) -> Approval {
    let id = random.id("apr", 10);
    let of = change(random);
    let to_manager = random.one_in(4);
    let authority = if to_manager { Authority::EnvironmentManager } else { Authority::Board };
    let vote = |random: &mut Random| Vote {
        person: random.id("per", 4),
        on_behalf_of: if random.one_in(4) { Some(random.id("per", 4)) } else { None },
        choice: random.pick(&[
            VoteChoice::Approve,
            VoteChoice::ApproveWithConditions,
            VoteChoice::Reject,
            VoteChoice::Abstain,
        ]),
        at: random.moment(),
        note: String::new(),
        extra: Extra::new(),
    };
    Approval {
        board: if to_manager { None } else { Some(random.id("brd", 2)) },
        environment: if to_manager { Some(random.id("env", 3)) } else { None },
        status: if random.one_in(2) { ApprovalStatus::Approved } else { random.pick(ApprovalStatus::ALL) },
        decided_at: random.maybe(Random::moment),
        votes: (0..random.below(4)).map(|_| vote(random)).collect(),
        content: random.maybe(|_| ApprovedContent::of(&of)),
        voided_at: if random.one_in(3) { Some(random.moment()) } else { None },
        due: if random.one_in(3) { Some(random.moment()) } else { None },
        ..Approval::requested(id, of.id, authority, random.past())
    }
}

/// Rows that ask for something else than the usual ones.
fn policy(random: &mut Random) -> Policy {
    let mut policy = Policy::usual();
    policy.mode = random.pick(PolicyMode::ALL);
    policy.tolerance_minutes = random.pick(&[0, 30, 300]);
    policy.retrospective_hours = random.pick(&[1, 72]);
    policy.review_days = random.pick(&[0, 1, 10]);
    for row in &mut policy.rows {
        row.lead_time_days = if random.one_in(2) { Some(random.below(6) as u32) } else { None };
        row.authority = if random.one_in(3) { random.pick(Authority::ALL) } else { row.authority };
        row.board = if random.one_in(3) { Some(random.id("brd", 2)) } else { None };
    }
    policy.rows.truncate(random.below(6) as usize);
    policy
}

/// Thresholds that may leave gaps, overlap or fall.
fn risk_model(random: &mut Random) -> RiskModel {
    let threshold = |random: &mut Random| {
        let from = random.below(20) as u32;
        let to = random.maybe(|random| from + random.below(9) as u32);
        Threshold::new(from, to, random.pick(Risk::ALL))
    };
    let thresholds = (0..random.below(4)).map(|_| threshold(random)).collect();
    RiskModel { thresholds, ..RiskModel::usual() }
}

fn phase(random: &mut Random) -> Phase {
    Phase {
        id: random.id("phs", 5),
        release: random.id("rel", 2),
        name: name(random),
        order: random.below(3) as u32,
        status: random.pick(&[
            PhaseStatus::Planned,
            PhaseStatus::Planned,
            PhaseStatus::Active,
            PhaseStatus::Passed,
            PhaseStatus::Failed,
        ]),
        environment: random.maybe(|random| random.id("env", 3)),
        planned: random.maybe(Random::window),
        baseline: random.maybe(Random::window),
        working_days: None,
        depends_on: dependencies(random, "phs", 5),
        tests_passed: random.maybe(|random| random.below(3) as u32),
        tests_total: random.maybe(|random| random.below(3) as u32),
        actual_start: None,
        actual_end: if random.one_in(4) { Some(random.moment()) } else { None },
        extra: Extra::new(),
    }
}

fn waiver(random: &mut Random) -> Waiver {
    let rules = slipway::rules::ALL;
    let rule = rules[usize::try_from(random.below(rules.len() as u64)).unwrap()].name.to_owned();
    let related = if random.one_in(2) { vec![] } else { vec![reference(random)] };
    Waiver {
        id: random.id("wvr", 4),
        rule,
        subject: reference(random),
        related,
        reason: "accepted".to_owned(),
        by: None,
        at: None,
        until: random.maybe(Random::moment),
        extra: Extra::new(),
    }
}

/// A record that the plan may have.
pub fn reference(random: &mut Random) -> RecordRef {
    record_reference(random.below(26), random)
}

fn record_reference(kind: u64, random: &mut Random) -> RecordRef {
    match kind {
        0 => RecordRef::from(&random.id::<Person>("per", 4)),
        1 => RecordRef::from(&random.id::<Service>("svc", 3)),
        2 | 3 => RecordRef::from(&random.id::<ConfigurationItem>("ci", 6)),
        4 => RecordRef::from(&random.id::<Environment>("env", 3)),
        5 => RecordRef::from(&random.id::<Blackout>("blk", 3)),
        6 => RecordRef::from(&random.id::<MaintenanceWindow>("mnt", 3)),
        7 => RecordRef::from(&random.id::<Release>("rel", 2)),
        8 => RecordRef::from(&random.id::<Phase>("phs", 5)),
        9 => RecordRef::from(&random.id::<Booking>("bkg", 8)),
        10 => RecordRef::from(&random.id::<Waiver>("wvr", 4)),
        11 => RecordRef::from(&random.id::<Gate>("gat", 4)),
        22 => RecordRef::from(&random.id::<Runbook>("rbk", 4)),
        23 => RecordRef::from(&random.id::<Announcement>("ann", 3)),
        17 => RecordRef::from(&random.id::<Board>("brd", 2)),
        18 => RecordRef::from(&random.id::<Meeting>("mtg", 4)),
        19 | 20 => RecordRef::from(&random.id::<Approval>("apr", 10)),
        21 => RecordRef::from(&random.id::<Group>("grp", 2)),
        24 => RecordRef::from(&random.id::<ChangeTemplate>("tpl", 2)),
        25 => RecordRef::from(&random.id::<FreezeException>("exc", 4)),
        _ => RecordRef::from(&random.id::<Change>("chg", 8)),
    }
}

fn name(random: &mut Random) -> String {
    random.pick(&["Alder", "Birch", "Cedar", "Dogwood", "Elm", ""]).to_owned()
}

fn relations(random: &mut Random) -> Vec<Relation> {
    let relation = |random: &mut Random| Relation {
        kind: random.pick(RelationKind::ALL),
        to: random.id("ci", 6),
        extra: Extra::new(),
    };
    (0..random.below(3)).map(|_| relation(random)).collect()
}

fn dependencies<T>(random: &mut Random, prefix: &str, count: u64) -> Vec<Dependency<T>> {
    let dependency = |random: &mut Random| Dependency {
        on: random.id(prefix, count),
        kind: random.pick(DependencyKind::ALL),
        lag_minutes: random.pick(&[0, 0, 60, -60]),
        extra: Extra::new(),
    };
    (0..random.below(3)).map(|_| dependency(random)).collect()
}

fn when(random: &mut Random) -> When {
    if random.one_in(2) {
        return When::Once(random.window());
    }
    let window = random.window();
    let rule = random.pick(&[
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=SA,WE",
        "FREQ=MONTHLY;BYDAY=1TU",
        "FREQ=DAILY;COUNT=5",
    ]);
    let zone = Zone::parse(random.pick(&["Europe/Amsterdam", "America/New_York"])).unwrap();
    let start = zone.local(window.start);
    When::Recurring(RecurringWindow {
        start,
        duration_minutes: u32::try_from(window.minutes().min(60 * 24 * 3)).unwrap(),
        zone,
        rule: Recurrence::parse(rule).unwrap(),
        except: if random.one_in(3) { vec![start] } else { vec![] },
        also: vec![],
        extra: Extra::new(),
    })
}

fn scope(random: &mut Random) -> Scope {
    Scope {
        environments: if random.one_in(3) { random.ids("env", 3, 1) } else { vec![] },
        cis: if random.one_in(2) { random.ids("ci", 6, 2) } else { vec![] },
        services: if random.one_in(3) { random.ids("svc", 3, 1) } else { vec![] },
        with_dependents: random.one_in(2),
        kinds: if random.one_in(5) { vec![random.pick(ChangeKind::ALL)] } else { vec![] },
        risks: if random.one_in(5) { vec![random.pick(Risk::ALL)] } else { vec![] },
        extra: Extra::new(),
    }
}

/// Settings that differ in what rules ask.
pub fn settings(random: &mut Random, before: &Settings) -> Settings {
    let mut settings = before.clone();
    match random.below(6) {
        4 => settings.policy = policy(random),
        5 => settings.risk_model = risk_model(random),
        0 => settings.zone = Zone::parse(random.pick(&["UTC", "Europe/Amsterdam", "Asia/Tokyo"])).unwrap(),
        1 => {
            let date = settings.zone.date_of(random.moment());
            let holiday = Holiday { date, name: "Holiday".to_owned(), extra: Extra::new() };
            settings.calendar = settings.calendar.clone().with_holidays(vec![holiday]);
        }
        2 => settings.lead_times.low_days = random.below(6) as u32,
        _ => {
            let rules = slipway::rules::ALL;
            let rule = rules[usize::try_from(random.below(rules.len() as u64)).unwrap()].name.to_owned();
            let severity = random.maybe(|random| random.pick(Severity::ALL));
            let setting = RuleSetting {
                off: random.one_in(3),
                severity,
                limit: if random.one_in(3) { Some(random.below(8) as u32) } else { None },
                extra: Extra::new(),
            };
            settings.rules.insert(rule, setting);
        }
    }
    settings
}
