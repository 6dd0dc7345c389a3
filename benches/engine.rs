//! How long checking takes: the whole plan against one moved change, at three sizes. A plain program with the
//! standard clock: `cargo bench --bench engine`. Figures are in benches/README.md.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_precision_loss)]

use std::time::{Duration, Instant as Clock};

use slipway::model::{
    Blackout, Change, ChangeKind, ChangeStatus, ConfigurationItem, Control, Criticality, Diff, Environment,
    EnvironmentKind, Extra, Hardness, Id, MaintenanceWindow, Person, Plan, Relation, RelationKind, Risk,
    Scope, Service, Settings, When,
};
use slipway::rules::Checker;
use slipway::time::{Instant, Interval, Recurrence, RecurringWindow, Zone};

const ITEMS: u64 = 2_000;
const PEOPLE: u64 = 500;
const MOVES: u64 = 200;

fn main() {
    println!("changes   findings   check        recheck of one move   ratio");
    for changes in [1_000, 10_000, 100_000] {
        let plan = plan(changes);
        let (checker, check) = timed(|| Checker::check(&plan, now()));
        let recheck = recheck(plan, checker, changes);
        println!(
            "{changes:>7}   {:>8}   {:>8.1} ms   {:>16.3} ms   {:>7.0}",
            recheck.0,
            check.as_secs_f64() * 1e3,
            recheck.1.as_secs_f64() * 1e3,
            check.as_secs_f64() / recheck.1.as_secs_f64(),
        );
    }
}

/// Moves changes one after the other; the number of findings after that and the mean time of a recheck.
fn recheck(mut plan: Plan, mut checker: Checker, changes: u64) -> (usize, Duration) {
    let mut random = Random(7);
    let mut spent = Duration::ZERO;
    for _ in 0..MOVES {
        let id = Id::lenient(&format!("CHG-{}", random.below(changes)));
        let mut change: Change = plan.changes[&id].clone();
        change.planned =
            change.planned.map(|window| window.shifted_by_seconds(3600 * (1 + random.below(72) as i64)));
        let mut diff = Diff::default();
        diff.set(&plan, change.into());
        spent += timed(|| checker.recheck(&mut plan, &diff).unwrap()).1;
    }
    (checker.findings().count(), spent / u32::try_from(MOVES).unwrap())
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Clock::now();
    let done = work();
    (done, start.elapsed())
}

/// A year of changes on two thousand related items, with a dozen windows.
fn plan(changes: u64) -> Plan {
    let zone = Zone::parse("Europe/Amsterdam").unwrap();
    let mut plan = Plan::new(Id::lenient("bench"), Settings::new("Bench", zone));
    let mut random = Random(42);
    for (place, control) in [Control::Controlled, Control::Managed, Control::Open].into_iter().enumerate() {
        plan.put(environment(place, control).into());
    }
    (0..PEOPLE).for_each(|number| plan.put(person(number).into()));
    (0..ITEMS).for_each(|number| plan.put(item(&mut random, number).into()));
    (0..200).for_each(|number| plan.put(service(&mut random, number).into()));
    windows(&mut plan, zone);
    (0..changes).for_each(|number| plan.put(change(&mut random, number).into()));
    plan
}

fn environment(place: usize, control: Control) -> Environment {
    Environment {
        id: Id::lenient(&format!("ENV-{place}")),
        name: format!("Environment {place}"),
        kind: EnvironmentKind::Other,
        control,
        capacity: None,
        promotion_order: None,
        available: Vec::new(),
        owner: None,
        group: None,
        extra: Extra::new(),
    }
}

fn person(number: u64) -> Person {
    Person {
        id: Id::lenient(&format!("PER-{number}")),
        name: format!("Person {number}"),
        email: String::new(),
        extra: Extra::new(),
    }
}

/// An item that runs on up to two items of lower numbers within fifty, so that chains are long and no item carries all.
fn item(random: &mut Random, number: u64) -> ConfigurationItem {
    let count = if number.is_multiple_of(50) { 0 } else { random.below(3) };
    let relation = |random: &mut Random| Relation {
        kind: RelationKind::DependsOn,
        to: Id::lenient(&format!("CI-{}", number - 1 - random.below(number % 50))),
        extra: Extra::new(),
    };
    ConfigurationItem {
        id: Id::lenient(&format!("CI-{number}")),
        name: format!("Item {number}"),
        kind: String::new(),
        criticality: Criticality::ALL[usize::try_from(random.below(4)).unwrap()],
        environment: None,
        owner: None,
        group: None,
        end_of_support: None,
        relations: (0..count).map(|_| relation(random)).collect(),
        extra: Extra::new(),
    }
}

fn service(random: &mut Random, number: u64) -> Service {
    Service {
        id: Id::lenient(&format!("SVC-{number}")),
        name: format!("Service {number}"),
        criticality: Criticality::ALL[usize::try_from(random.below(4)).unwrap()],
        owner: None,
        group: None,
        cis: (0..4).map(|_| Id::lenient(&format!("CI-{}", random.below(ITEMS)))).collect(),
        depends_on: Vec::new(),
        extra: Extra::new(),
    }
}

/// Twelve blackouts, one of them weekly, and two weekly maintenance windows.
fn windows(plan: &mut Plan, zone: Zone) {
    for month in 0..12 {
        let start = now().plus_minutes((month * 30 + 20) * 24 * 60);
        let once = When::Once(Interval::new(start, start.plus_minutes(2 * 24 * 60)));
        let weekly = When::Recurring(weekly(zone, "FREQ=WEEKLY;BYDAY=FR", 4));
        plan.put(
            Blackout {
                id: Id::lenient(&format!("BLK-{month}")),
                name: format!("Blackout {month}"),
                reason: String::new(),
                hardness: Hardness::Hard,
                when: if month == 0 { weekly } else { once },
                scope: Scope {
                    cis: vec![Id::lenient(&format!("CI-{}", month * 50))],
                    with_dependents: true,
                    ..Scope::default()
                },
                lockdown: false,
                declared_at: None,
                lifted_at: None,
                owner: None,
                extra: Extra::new(),
            }
            .into(),
        );
    }
    for (number, days) in ["FREQ=WEEKLY;BYDAY=SA", "FREQ=WEEKLY;BYDAY=TU,WE,TH"].into_iter().enumerate() {
        plan.put(
            MaintenanceWindow {
                id: Id::lenient(&format!("MNT-{number}")),
                name: format!("Window {number}"),
                hardness: Hardness::Soft,
                when: When::Recurring(weekly(zone, days, 10)),
                scope: Scope { environments: vec![Id::lenient("ENV-0")], ..Scope::default() },
                capacity: None,
                owner: None,
                extra: Extra::new(),
            }
            .into(),
        );
    }
}

fn weekly(zone: Zone, rule: &str, hours: u32) -> RecurringWindow {
    RecurringWindow {
        start: zone.local(now()),
        duration_minutes: hours * 60,
        zone,
        rule: Recurrence::parse(rule).unwrap(),
        except: Vec::new(),
        also: Vec::new(),
        extra: Extra::new(),
    }
}

fn change(random: &mut Random, number: u64) -> Change {
    let id = Id::lenient(&format!("CHG-{number}"));
    let risk = Risk::ALL[usize::try_from(random.below(4)).unwrap()];
    let draft = Change::draft(id, &format!("Change {number}"), ChangeKind::Normal, risk);
    let start = now().plus_minutes(random.below(365 * 24 * 4) as i64 * 15);
    Change {
        status: ChangeStatus::Scheduled,
        cis: vec![Id::lenient(&format!("CI-{}", random.below(ITEMS)))],
        environments: vec![Id::lenient(&format!("ENV-{}", random.below(3)))],
        implementers: vec![Id::lenient(&format!("PER-{}", random.below(PEOPLE)))],
        planned: Some(Interval::new(start, start.plus_minutes(30 + random.below(4) as i64 * 30))),
        authorised_at: Some(start.plus_minutes(-30 * 24 * 60)),
        ..draft
    }
}

fn now() -> Instant {
    Instant::parse("2026-01-06T18:00:00Z").unwrap()
}

/// xorshift64*: the same plan on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end
    }
}
