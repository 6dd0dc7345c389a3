//! Environments: the path to production, how much each is used day by day, its bookings and the windows that speak
//! about it.

use super::answers::{Answer, to_booking};
use super::contention::{Utilisation, clash_count, utilisation};
use super::findings::mark;
use super::findings_proof::Named;
use super::records::when_text;
use crate::gather::Gather;
use crate::model::{
    Blackout, Booking, BookingStatus, Control, Environment, Hardness, Id, MaintenanceWindow, Phase,
    PhaseStatus, Plan, RecordRef, Scope, Severity,
};
use crate::order::Arrange;
use crate::planner::{Workbench, title_of};
use crate::rules::wording;
use crate::time::{Instant, Interval};

/// An environment with its use.
#[derive(Debug, Clone, PartialEq)]
pub struct EnvironmentView {
    /// The environment.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// What it is for.
    pub kind: &'static str,
    /// Who decides about deployments.
    pub control: Control,
    /// `1 of 2 in use`, `3 in use, no limit`.
    pub usage: String,
    /// Who answers for it.
    pub owner: String,
    /// Its place on the way to production.
    pub promotion_order: Option<u32>,
    /// Its use, a cell a day or week.
    pub heat: Vec<Cell>,
    /// How much of it is used in the days that the heat map shows.
    pub utilisation: Utilisation,
    /// How many stretches there are in which more want it than it bears.
    pub clashes: usize,
    /// How many bookings wait for an answer.
    pub requests: usize,
    /// Its bookings that are not over, in order.
    pub bookings: Vec<BookingLine>,
    /// What concerns it.
    pub mark: Option<(Severity, usize)>,
}

/// How much of an environment is used in one cell of the heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The first instant of the cell.
    pub start: Instant,
    /// The most bookings at one time.
    pub used: u32,
    /// How many it bears; without limit when absent.
    pub capacity: Option<u32>,
    /// How strong it is drawn, from 0 (free) to 4 (full) and 5 (too much).
    pub strength: u8,
    /// `Tue 29 Sep 2026: 2 of 2`.
    pub text: String,
}

/// A booking of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct BookingLine {
    /// The booking.
    pub of: RecordRef,
    /// What for.
    pub title: String,
    /// When, in words.
    pub when: String,
    /// Where it is on its way.
    pub status: BookingStatus,
    /// The phase or change that it is for.
    pub purpose: Option<Named>,
    /// What concerns it.
    pub mark: Option<(Severity, usize)>,
    /// What can be done with it next.
    pub next: Vec<Answer>,
}

/// A blackout or maintenance window of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct WindowLine {
    /// The record.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// True when changes are not to be deployed then.
    pub is_blackout: bool,
    /// When, in words.
    pub when: String,
    /// The next occurrence, in words; empty when there is none within a year.
    pub next: String,
    /// Which changes, in words.
    pub scope: String,
    /// Whether it prevents or warns.
    pub hardness: Hardness,
    /// True while it holds.
    pub is_now: bool,
}

/// The size of a cell of the heat map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// A local day.
    Day,
    /// Seven local days from a Monday.
    Week,
}

/// All environments on their way to production; those that are on no way come last.
#[must_use]
pub fn environments(bench: &Workbench, grain: Grain, cells: usize) -> Vec<EnvironmentView> {
    let spans = spans(bench, grain, cells);
    let mut found: Vec<&Environment> = bench.plan().environments.values().gather();
    found.arrange_by_key(|one| (one.promotion_order.is_none(), one.promotion_order, one.kind, one.id));
    found.into_iter().map(|one| environment(bench, one, &spans)).gather()
}

/// The environments of the path, by order; several of one order stand beside each other.
#[must_use]
pub fn promotion_path(environments: &[EnvironmentView]) -> Vec<Vec<Named>> {
    let mut path: Vec<(u32, Vec<Named>)> = Vec::new();
    for one in environments {
        let Some(order) = one.promotion_order else { continue };
        let named = Named { record: one.of, name: one.name.clone() };
        match path.last_mut() {
            Some((last, stage)) if *last == order => stage.push(named),
            _ => path.push((order, vec![named])),
        }
    }
    path.into_iter().map(|(_, stage)| stage).gather()
}

/// The blackouts and maintenance windows, those that come next first.
#[must_use]
pub fn windows(bench: &Workbench) -> Vec<WindowLine> {
    let plan = bench.plan();
    let mut lines: Vec<(Option<Instant>, WindowLine)> = Vec::new();
    for one in plan.blackouts.values() {
        lines.push(blackout_line(bench, one));
    }
    for one in plan.maintenance_windows.values() {
        lines.push(maintenance_line(bench, one));
    }
    lines.arrange_by(|a, b| (a.0.is_none(), a.0, &a.1.name).cmp(&(b.0.is_none(), b.0, &b.1.name)));
    lines.into_iter().map(|(_, line)| line).gather()
}

fn spans(bench: &Workbench, grain: Grain, cells: usize) -> Vec<Interval> {
    let zone = bench.plan().settings.zone;
    let today = zone.date_of(bench.now());
    let monday = today.week(chrono::Weekday::Mon).first_day();
    let starts: Vec<Instant> = match grain {
        Grain::Day => monday.iter_days().take(cells + 1).map(|day| zone.start_of_day(day)).gather(),
        Grain::Week => {
            monday.iter_days().step_by(7).take(cells + 1).map(|day| zone.start_of_day(day)).gather()
        }
    };
    starts.windows(2).filter_map(|pair| Some(Interval::new(*pair.first()?, *pair.get(1)?))).gather()
}

fn environment(bench: &Workbench, one: &Environment, spans: &[Interval]) -> EnvironmentView {
    let plan = bench.plan();
    let of = RecordRef::from(&one.id);
    let taking = taken(bench, &one.id);
    let now = Interval::new(bench.now(), bench.now().plus_seconds(1));
    let used = most_at_once(&taking, now);
    let whole = spans.iter().copied().reduce(Interval::hull);
    let bookings = bookings(bench, &one.id);
    EnvironmentView {
        name: one.name.clone(),
        kind: one.kind.label(),
        control: one.control,
        usage: one
            .capacity
            .map_or(format!("{used} in use, no limit"), |all| format!("{used} of {all} in use")),
        owner: one.owner.as_ref().map_or_else(String::new, |id| title_of(plan, id)),
        promotion_order: one.promotion_order,
        heat: spans.iter().map(|span| cell(bench, &taking, one.capacity, *span)).gather(),
        utilisation: whole
            .map_or(Utilisation::default(), |whole| utilisation(plan, one.capacity, &taking, whole)),
        clashes: clash_count(bench, &one.id),
        requests: bookings.iter().filter(|booking| booking.status == BookingStatus::Requested).count(),
        bookings,
        mark: mark(bench, &of),
        of,
    }
}

/// When it is used: by bookings that take room, and by phases that nobody has booked.
fn taken(bench: &Workbench, environment: &Id<Environment>) -> Vec<Interval> {
    let plan = bench.plan();
    let takes = |booking: &&Booking| booking.environment == *environment && booking.status.takes_capacity();
    let booked: Vec<&Booking> = plan.bookings.values().filter(takes).gather();
    let is_booked = |phase: &Phase| booked.iter().any(|booking| booking.phase.as_ref() == Some(&phase.id));
    let is_live = |phase: &Phase| {
        matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active)
            && plan.releases.get(&phase.release).is_some_and(|release| release.status.is_live())
    };
    let mut taken: Vec<Interval> = booked.iter().map(|booking| booking.window).gather();
    for phase in bench.view().phases_in_environment(environment) {
        if is_live(phase) && !is_booked(phase) {
            taken.extend(phase.planned);
        }
    }
    taken
}

fn cell(bench: &Workbench, taking: &[Interval], capacity: Option<u32>, span: Interval) -> Cell {
    let used = most_at_once(taking, span);
    let strength = match (used, capacity) {
        (0, _) => 0,
        (used, Some(capacity)) if capacity < used => 5,
        (used, Some(capacity)) => u8::try_from(used * 4 / capacity.max(1)).unwrap_or(4).max(1),
        (used, None) => u8::try_from(used.min(3)).unwrap_or(3),
    };
    let of = capacity.map_or_else(String::new, |capacity| format!(" of {capacity}"));
    let day = wording::day(span.start, bench.plan().settings.zone);
    Cell { start: span.start, used, capacity, strength, text: format!("{day}: {used}{of}") }
}

/// The most windows that overlap at one moment of a span.
fn most_at_once(windows: &[Interval], span: Interval) -> u32 {
    let mut ends: Vec<(Instant, i32)> = windows
        .iter()
        .filter_map(|window| window.intersection(span))
        .flat_map(|window| [(window.start, 1), (window.end, -1)])
        .gather();
    ends.arrange();
    let (mut here, mut most) = (0, 0);
    for (_, step) in ends {
        here += step;
        most = most.max(here);
    }
    u32::try_from(most).unwrap_or(0)
}

fn bookings(bench: &Workbench, environment: &Id<Environment>) -> Vec<BookingLine> {
    let plan = bench.plan();
    let mut found: Vec<&Booking> = plan
        .bookings
        .values()
        .filter(|booking| booking.environment == *environment && bench.now() < booking.window.end)
        .gather();
    found.arrange_by_key(|booking| (booking.window, booking.id));
    found.into_iter().map(|booking| booking_line(bench, booking)).gather()
}

fn booking_line(bench: &Workbench, booking: &Booking) -> BookingLine {
    let plan = bench.plan();
    let of = RecordRef::from(&booking.id);
    let phase = booking.phase.as_ref().map(RecordRef::from);
    let purpose = phase.or(booking.change.as_ref().map(RecordRef::from));
    let purpose = purpose.map(|of| super::records::described(plan, &of));
    let title = match (&purpose, booking.title.is_empty()) {
        (Some(purpose), true) => purpose.name.clone(),
        _ => title_of(plan, of),
    };
    BookingLine {
        title,
        when: wording::span(booking.window, plan.settings.zone),
        status: booking.status,
        purpose,
        mark: mark(bench, &of),
        next: to_booking(bench, booking),
        of,
    }
}

fn blackout_line(bench: &Workbench, one: &Blackout) -> (Option<Instant>, WindowLine) {
    let (next, is_now) = next_occurrence(bench, &one.when);
    let line = WindowLine {
        of: RecordRef::from(&one.id),
        name: one.name.clone(),
        is_blackout: true,
        when: when_text(bench.plan(), &one.when),
        next: next.map_or_else(String::new, |next| bench.view().span(next)),
        scope: scope_text(bench.plan(), &one.scope),
        hardness: one.hardness,
        is_now,
    };
    (next.map(|next| next.start), line)
}

fn maintenance_line(bench: &Workbench, one: &MaintenanceWindow) -> (Option<Instant>, WindowLine) {
    let (next, is_now) = next_occurrence(bench, &one.when);
    let line = WindowLine {
        of: RecordRef::from(&one.id),
        name: one.name.clone(),
        is_blackout: false,
        when: when_text(bench.plan(), &one.when),
        next: next.map_or_else(String::new, |next| bench.view().span(next)),
        scope: scope_text(bench.plan(), &one.scope),
        hardness: one.hardness,
        is_now,
    };
    (next.map(|next| next.start), line)
}

fn next_occurrence(bench: &Workbench, when: &crate::model::When) -> (Option<Interval>, bool) {
    let now = bench.now();
    let year = Interval::new(now, now.plus_seconds(366 * 86_400));
    let next = when.occurrences(year).into_iter().next();
    (next, next.is_some_and(|next| next.contains(now)))
}

/// Which changes a scope speaks about, in words.
#[must_use]
pub fn scope_text(plan: &Plan, scope: &Scope) -> String {
    if scope.is_everything() {
        return "all changes".to_owned();
    }
    let name = |of: RecordRef| title_of(plan, of);
    let list = |names: Vec<String>| wording::list(&names);
    let mut records: Vec<RecordRef> = scope.environments.iter().map(RecordRef::from).gather();
    scope.services.iter().for_each(|id| records.push(id.into()));
    scope.cis.iter().for_each(|id| records.push(id.into()));
    let mut parts = vec![list(records.into_iter().map(name).gather())];
    parts.push(list(scope.kinds.iter().map(|kind| kind.label().to_ascii_lowercase()).gather()));
    let risks: Vec<String> = scope.risks.iter().map(|risk| risk.label().to_ascii_lowercase()).gather();
    if !risks.is_empty() {
        parts.push(format!("{} risk", list(risks)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        now 6T12
        environment dev Open order=1
        environment sit1 Managed capacity=1 order=2
        environment sit2 Managed capacity=2 order=2
        environment prod Controlled order=3
        environment lab Open
        booking B1 5..8 env=sit1
        booking B2 7..9 env=sit1 status=Requested
        booking B3 7..9 env=sit1 status=Rejected
        booking B4 5..6 env=sit2
        booking B5 1..2 env=dev
        release R1
        phase booked 5..8 of=R1 env=sit2
        phase free 6..7 of=R1 env=sit2
        booking B6 5..8 env=sit2 phase=booked
        blackout freeze 20..25 env=prod
        window sat 3T20..4T06 rule=FREQ=WEEKLY env=prod
    ";

    fn open() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    #[test]
    fn the_heat_map_counts_the_most_bookings_at_one_time() {
        let all = environments(&open(), Grain::Day, 7);
        let heat = |id: &str| -> Vec<(u32, u8)> {
            let one = all.iter().find(|one| &*one.of.id == id).unwrap();
            one.heat.iter().map(|cell| (cell.used, cell.strength)).collect()
        };
        assert_eq!(heat("sit1"), [(1, 4), (1, 4), (2, 5), (1, 4), (0, 0), (0, 0), (0, 0)]);
        assert_eq!(
            heat("sit2").first(),
            Some(&(2, 4)),
            "a booking and the phase that it stands for count once"
        );
        assert_eq!(heat("sit2").get(1), Some(&(2, 4)), "a phase without a booking counts");
        let weeks = environments(&open(), Grain::Week, 2);
        let sit = weeks.iter().find(|one| &*one.of.id == "sit1").unwrap();
        assert_eq!(sit.heat.iter().map(|cell| cell.used).collect::<Vec<_>>(), [2, 0]);
        assert_eq!(sit.usage, "1 of 1 in use");
    }

    #[test]
    fn the_path_goes_by_order_and_leaves_out_what_has_none() {
        let path = promotion_path(&environments(&open(), Grain::Day, 1));
        let names: Vec<Vec<&str>> =
            path.iter().map(|stage| stage.iter().map(|one| one.name.as_str()).collect()).collect();
        assert_eq!(names, [vec!["dev"], vec!["sit1", "sit2"], vec!["prod"]]);
    }

    #[test]
    fn bookings_that_are_over_are_left_out_and_the_others_say_what_can_be_done() {
        let mut bench = open();
        let all = environments(&bench, Grain::Day, 1);
        let next = |id: &str| -> Vec<Vec<&str>> {
            let one = all.iter().find(|one| &*one.of.id == id).unwrap();
            one.bookings.iter().map(|one| one.next.iter().map(|step| step.verb).collect()).collect()
        };
        assert_eq!(
            next("sit1"),
            [
                vec!["Release", "Reject"],
                vec!["Approve", "Approve with conditions", "Reject", "Withdraw"],
                vec!["Request again"]
            ]
        );
        assert!(next("dev").is_empty());
        let sit = all.iter().find(|one| &*one.of.id == "sit1").unwrap();
        assert_eq!((sit.requests, sit.clashes), (1, 1));
        let command = &sit.bookings[1].next[0].command;
        bench.run(command).unwrap();
        assert_eq!(bench.plan().bookings.get(&Id::lenient("B2")).unwrap().status, BookingStatus::Approved);
    }

    #[test]
    fn windows_say_when_they_come_next() {
        let lines = windows(&open());
        let said: Vec<(&str, &str, &str)> =
            lines.iter().map(|line| (line.name.as_str(), line.next.as_str(), line.scope.as_str())).collect();
        assert_eq!(
            said,
            [
                ("sat", "Sat 10 Jan 2026 20:00 – Sun 11 Jan 06:00", "prod"),
                ("freeze", "Tue 20 Jan 2026 00:00 – Sun 25 Jan 00:00", "prod"),
            ]
        );
    }
}
