//! Contention: where more is wanted of an environment than there is, looked at by environment, by group of environments
//! or by release and phase; and the requests that wait for an answer.

use super::answers::{Answer, to_booking};
use super::findings::{FindingCard, card};
use super::findings_proof::Named;
use super::inspector::window_of;
use super::scale::{Scale, Stretch, Tick};
use crate::gather::Gather;
use crate::model::{Booking, BookingStatus, Environment, Id, Plan, RecordRef, Table};
use crate::order::Arrange;
use crate::planner::{Workbench, title_of};
use crate::rules::{Finding, wording};
use crate::sorted::SortedMap;
use crate::time::Interval;

/// The rules that say that an environment is wanted more than it can bear.
const RULES: &[&str] =
    &["environment-over-capacity", "booking-conflict", "environment-unavailable", "incompatible-use"];

/// How many ticks there is room for.
const TICKS: usize = 6;

/// How it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glass {
    /// By environment.
    Environment,
    /// By group of environments.
    Group,
    /// By release and phase.
    Release,
}

/// Somebody who wants the environment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Party {
    /// The booking or phase.
    pub of: RecordRef,
    /// What people call it.
    pub name: String,
    /// The release or change that it is for.
    pub purpose: String,
    /// `Approved`, `Requested`, `Phase without a booking`.
    pub status: String,
    /// True when it is granted or going on.
    pub is_firm: bool,
    /// When, in the picture.
    pub stretch: Option<Stretch>,
    /// When, in words.
    pub when: String,
}

/// A stretch of time in which an environment is wanted too much.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The environment.
    pub environment: Named,
    /// When, in words.
    pub when: String,
    /// The lines above the picture.
    pub ticks: Vec<Tick>,
    /// When, in the picture.
    pub span: Option<Stretch>,
    /// Who wants it.
    pub parties: Vec<Party>,
    /// What the rules say, the worst first.
    pub cards: Vec<FindingCard>,
}

/// Clashes that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct ClashGroup {
    /// The environment, group or release.
    pub name: String,
    /// The clashes, the first to come first.
    pub clashes: Vec<Clash>,
}

/// A booking that waits for an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The booking.
    pub of: RecordRef,
    /// What for.
    pub title: String,
    /// The environment.
    pub environment: Named,
    /// When, in words.
    pub when: String,
    /// Who asks, what is done there, for which release or change.
    pub facts: Vec<String>,
    /// What stands against it, in a sentence; empty when nothing does.
    pub against: String,
    /// Who answers, in words.
    pub answers: String,
    /// What can be done with it.
    pub steps: Vec<Answer>,
}

/// The clashes, grouped as one looks at them. A clash of several releases stands under each of them.
#[must_use]
pub fn contention(bench: &Workbench, glass: Glass) -> Vec<ClashGroup> {
    let plan = bench.plan();
    let mut groups: SortedMap<String, Vec<Clash>> = SortedMap::new();
    for (environment, found) in stretches(bench) {
        let clash = clash(bench, environment, &found);
        let names = match glass {
            Glass::Environment => vec![environment.name.clone()],
            Glass::Group => groups_of(plan, &environment.id),
            Glass::Release => clash_releases(bench, &clash),
        };
        for name in names {
            groups.get_or_default(name).push(clash.clone());
        }
    }
    groups.into_iter().map(|(name, clashes)| ClashGroup { name, clashes }).gather()
}

/// How many stretches there are in which an environment is wanted too much.
#[must_use]
pub fn clash_count(bench: &Workbench, environment: &Id<Environment>) -> usize {
    stretches(bench).iter().filter(|(of, _)| of.id == *environment).count()
}

/// The findings about one environment whose times overlap, as one stretch.
fn stretches(bench: &Workbench) -> Vec<(&Environment, Vec<&Finding>)> {
    let plan = bench.plan();
    let mut of: SortedMap<&Id<Environment>, Vec<&Finding>> = SortedMap::new();
    let findings = bench.checker().findings();
    for finding in findings.filter(|one| RULES.contains(&one.rule) && one.waived.is_none()) {
        if let Some(environment) = environment_of(plan, finding) {
            of.get_or_default(&environment.id).push(finding);
        }
    }
    let mut all: Vec<(&Environment, Vec<&Finding>)> = Vec::new();
    for (id, mut findings) in of {
        findings.arrange_by_key(|finding| finding.span.map(|span| span.start));
        let mut hull: Option<Interval> = None;
        for finding in findings {
            let Some(environment) = plan.environments.get(id) else { continue };
            let joins = hull.zip(finding.span).is_some_and(|(hull, span)| hull.overlaps(span));
            match all.last_mut() {
                Some((_, stretch)) if joins => stretch.push(finding),
                _ => all.push((environment, vec![finding])),
            }
            hull = match (joins, hull, finding.span) {
                (true, Some(hull), Some(span)) => Some(hull.hull(span)),
                (.., span) => span,
            };
        }
    }
    all.arrange_by_key(|(environment, found)| {
        (found.first().and_then(|first| first.span).map(|span| span.start), environment.id)
    });
    all
}

fn environment_of<'a>(plan: &'a Plan, finding: &Finding) -> Option<&'a Environment> {
    let of = |record: &RecordRef| match record.table {
        Table::Environments => plan.environments.get(&record.id_of()?),
        Table::Bookings => plan.environments.get(&plan.bookings.get(&record.id_of()?)?.environment),
        Table::Phases => plan.environments.get(plan.phases.get(&record.id_of()?)?.environment.as_ref()?),
        _ => None,
    };
    of(&finding.subject).or_else(|| of(&finding.cause)).or_else(|| finding.related.iter().find_map(of))
}

fn clash(bench: &Workbench, environment: &Environment, found: &[&Finding]) -> Clash {
    let (plan, zone) = (bench.plan(), bench.plan().settings.zone);
    let span = found.iter().filter_map(|finding| finding.span).reduce(Interval::hull);
    let mut refs: Vec<RecordRef> = Vec::new();
    for finding in found {
        refs.extend(&finding.related);
        refs.push(finding.subject);
    }
    refs.retain(|of| matches!(of.table, Table::Bookings | Table::Phases));
    refs.arrange();
    refs.dedup();
    let mut windows: Vec<Interval> = refs.iter().filter_map(|of| window_of(plan, of)).gather();
    windows.extend(span);
    let whole = windows.into_iter().reduce(Interval::hull);
    let whole = whole.unwrap_or(Interval::new(bench.now(), bench.now()));
    let margin = whole.seconds() / 30;
    let scale =
        Scale::of(Interval::new(whole.start.plus_seconds(-margin), whole.end.plus_seconds(margin)), zone);
    let mut parties: Vec<Party> = refs.iter().map(|of| party(bench, &scale, of)).gather();
    parties.arrange_by_key(|party| (!party.is_firm, party.stretch.map(|stretch| stretch.from)));
    let view = bench.view();
    let mut cards: Vec<FindingCard> = found.iter().map(|finding| card(&view, finding)).gather();
    cards.arrange_by_key(|card| std::cmp::Reverse(card.severity));
    Clash {
        environment: Named { record: RecordRef::from(&environment.id), name: environment.name.clone() },
        when: span.map_or_else(String::new, |span| wording::span(span, zone)),
        ticks: scale.ticks(TICKS),
        span: span.and_then(|span| scale.stretch(span)),
        parties,
        cards,
    }
}

fn party(bench: &Workbench, scale: &Scale, of: &RecordRef) -> Party {
    let plan = bench.plan();
    let window = window_of(plan, of);
    let booking = of.id_of().and_then(|id| plan.bookings.get(&id));
    let release = releases_of(plan, of).map(|of| title_of(plan, of));
    Party {
        name: plan.title(of).to_owned(),
        purpose: release.unwrap_or_default(),
        status: booking
            .map_or("Phase without a booking".to_owned(), |booking| booking.status.label().to_owned()),
        is_firm: booking.is_some_and(|booking| booking.status == BookingStatus::Approved),
        stretch: window.and_then(|window| scale.stretch(window)),
        when: window.map_or_else(String::new, |window| wording::span(window, plan.settings.zone)),
        of: *of,
    }
}

/// The release that a booking or phase is for.
fn releases_of(plan: &Plan, of: &RecordRef) -> Option<RecordRef> {
    let phase = match of.table {
        Table::Bookings => plan.bookings.get(&of.id_of()?)?.phase?,
        _ => of.id_of()?,
    };
    plan.phases.get(&phase).map(|phase| RecordRef::from(&phase.release))
}

fn clash_releases(bench: &Workbench, clash: &Clash) -> Vec<String> {
    let plan = bench.plan();
    let phase = |of: &RecordRef| match of.table {
        Table::Bookings => plan.bookings.get(&of.id_of()?)?.phase.as_ref().map(RecordRef::from),
        _ => Some(*of),
    };
    let mut names: Vec<String> = clash
        .parties
        .iter()
        .map(|party| match releases_of(plan, &party.of).zip(phase(&party.of)) {
            Some((release, phase)) => format!("{} · {}", plan.title(&release), plan.title(&phase)),
            None => "Bookings for no release".to_owned(),
        })
        .gather();
    names.arrange();
    names.dedup();
    names
}

fn groups_of(plan: &Plan, environment: &Id<Environment>) -> Vec<String> {
    let groups = plan.environment_groups.values().filter(|group| group.environments.contains(environment));
    let names: Vec<String> = groups.map(|group| group.name.clone()).gather();
    if names.is_empty() { vec!["In no group".to_owned()] } else { names }
}

/// The bookings that wait for an answer, the first to begin first.
#[must_use]
pub fn requests(bench: &Workbench) -> Vec<Request> {
    let plan = bench.plan();
    let mut found: Vec<&Booking> = plan
        .bookings
        .values()
        .filter(|booking| booking.status == BookingStatus::Requested && bench.now() < booking.window.end)
        .gather();
    found.arrange_by_key(|booking| (booking.window, booking.id));
    found.into_iter().map(|booking| request(bench, booking)).gather()
}

fn request(bench: &Workbench, booking: &Booking) -> Request {
    let plan = bench.plan();
    let of = RecordRef::from(&booking.id);
    let environment = plan.environments.get(&booking.environment);
    let title = |of: RecordRef| title_of(plan, of);
    let requester =
        booking.requester.as_ref().map(|id| format!("asked for by {}", title(RecordRef::from(id))));
    let release = releases_of(plan, &of).map(title);
    let change = booking.change.as_ref().map(|id| title(RecordRef::from(id)));
    let placeholder = booking.placeholder.then(|| "placeholder".to_owned());
    let group =
        booking.environment_group.as_ref().map(|id| format!("with the group {}", title(RecordRef::from(id))));
    let facts = [Some(booking.usage.label().to_owned()), release, change, requester, group, placeholder];
    let against = bench.checker().about(&of).iter().filter(|finding| finding.waived.is_none());
    let against = against.max_by_key(|finding| (finding.rule != "booking-unapproved", finding.severity));
    let owner = environment.and_then(|one| one.owner.as_ref());
    Request {
        title: title_of(plan, of),
        environment: Named {
            record: RecordRef::from(&booking.environment),
            name: title(RecordRef::from(&booking.environment)),
        },
        when: wording::span(booking.window, plan.settings.zone),
        facts: facts.into_iter().flatten().gather(),
        against: against.map_or_else(String::new, |finding| finding.sentence.clone()),
        answers: owner.map_or_else(String::new, |owner| format!("{} answers", title(RecordRef::from(owner)))),
        steps: to_booking(bench, booking),
        of,
    }
}

/// How much of an environment's time is used, and how many working days nobody uses it, over some days from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Utilisation {
    /// Of a hundred.
    pub percent: u32,
    /// Working days without a use.
    pub idle_days: u32,
    /// Working days that were looked at.
    pub days: u32,
}

/// The utilisation of an environment whose uses are given, over the working days of a range.
#[must_use]
pub fn utilisation(plan: &Plan, capacity: Option<u32>, uses: &[Interval], range: Interval) -> Utilisation {
    let zone = plan.settings.zone;
    let (first, last) = (zone.date_of(range.start), zone.date_of(range.end));
    let days = first.iter_days().take_while(|day| *day < last);
    let (mut seen, mut idle, mut used) = (0_u32, 0_u32, 0_i64);
    let bears = i64::from(capacity.unwrap_or(1).max(1));
    for day in days.filter(|day| plan.settings.calendar.is_working_day(*day)) {
        let span = zone.day(day);
        let seconds: i64 = uses.iter().filter_map(|one| one.intersection(span)).map(Interval::seconds).sum();
        seen += 1;
        idle += u32::from(seconds == 0);
        used += seconds.min(span.seconds() * bears) * 100 / (span.seconds() * bears).max(1);
    }
    let percent = u32::try_from(used / i64::from(seen.max(1))).unwrap_or(0);
    Utilisation { percent, idle_days: idle, days: seen }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        now 4T12
        environment sit \"SIT\" Managed capacity=1
        environment dev Open
        release R1
        release R2
        phase P1 5..10 of=R1 env=sit
        phase P2 8..12 of=R2 env=sit
        booking B1 5..10 env=sit phase=P1
        booking B2 8..12 env=sit phase=P2 status=Requested
        booking B3 20..22 env=sit status=Requested
    ";

    fn open() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    #[test]
    fn a_clash_is_seen_by_environment_group_and_release() {
        let bench = open();
        let by = |glass| -> Vec<(String, usize)> {
            contention(&bench, glass).into_iter().map(|group| (group.name, group.clashes.len())).collect()
        };
        assert_eq!(by(Glass::Environment), [("SIT".to_owned(), 1)]);
        assert_eq!(by(Glass::Group), [("In no group".to_owned(), 1)]);
        assert_eq!(by(Glass::Release), [("R1 · P1".to_owned(), 1), ("R2 · P2".to_owned(), 1)]);
        let clash = contention(&bench, Glass::Environment).remove(0).clashes.remove(0);
        let parties: Vec<(&str, bool)> =
            clash.parties.iter().map(|party| (party.status.as_str(), party.is_firm)).collect();
        assert_eq!(parties, [("Approved", true), ("Requested", false)]);
        assert!(!clash.cards.is_empty());
        assert_eq!(clash_count(&bench, &Id::lenient("sit")), 1);
    }

    #[test]
    fn requests_say_what_stands_against_them_and_are_answered() {
        let mut bench = open();
        let found = requests(&bench);
        assert_eq!(found.len(), 2);
        assert!(found[0].against.contains("B1"), "{}", found[0].against);
        let verbs: Vec<&str> = found[1].steps.iter().map(|step| step.verb).collect();
        assert_eq!(verbs, ["Approve", "Approve with conditions", "Reject", "Withdraw"]);
        assert!(found[1].steps.iter().all(|step| step.refusal.is_none()));
        bench.run(&found[1].steps[0].command.clone()).unwrap();
        assert_eq!(requests(&bench).len(), 1);
    }

    #[test]
    fn utilisation_counts_working_days() {
        let bench = open();
        let window = |text: &str| Interval::parse(text).unwrap();
        let range = window("2026-01-05T00:00:00Z/2026-01-12T00:00:00Z");
        let uses = [window("2026-01-05T00:00:00Z/2026-01-07T00:00:00Z")];
        let found = utilisation(bench.plan(), Some(1), &uses, range);
        assert_eq!(found, Utilisation { percent: 40, idle_days: 3, days: 5 });
        assert_eq!(utilisation(bench.plan(), Some(2), &uses, range).percent, 20);
    }
}
