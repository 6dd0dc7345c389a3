//! The picture of a release: each phase with its baseline, plan and actual time on one axis, its gates, and what can be
//! done with it.

use super::findings_proof::Named;
use super::scale::{Place, Scale, Stretch, Tick};
use crate::gather::Gather;
use crate::model::{
    Command, DependencyKind, Gate, GateDecision, Id, PHASE_WAY, Phase, PhaseStatus, RecordRef, Release,
    steps_from,
};
use crate::planner::Workbench;
use crate::planner::releasing::dates;
use crate::rules::wording;
use crate::time::{Instant, Interval, Zone};

use super::release::Step;

/// How many ticks there is room for.
const TICKS: usize = 8;

/// The picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// The lines above it.
    pub ticks: Vec<Tick>,
    /// Where now is.
    pub now: Option<Place>,
    /// Where the go-live is.
    pub live: Option<Place>,
    /// Where the go-live was in the baseline.
    pub baseline_live: Option<Place>,
    /// A row a phase.
    pub rows: Vec<PhaseRow>,
    /// True when there is a baseline to hold it against.
    pub has_baseline: bool,
}

/// A phase of the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PhaseRow {
    /// The phase.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// Where it takes place.
    pub place: String,
    /// Where it is on its way.
    pub status: PhaseStatus,
    /// When it is to be.
    pub planned: Option<Stretch>,
    /// When it was to be.
    pub baseline: Option<Stretch>,
    /// When it was, until now while it is going on.
    pub actual: Option<Stretch>,
    /// Its gates, with their decisions.
    pub gates: Vec<(Place, GateDecision, bool, String)>,
    /// `7 – 18 Sep`; baseline and actual where they differ.
    pub said: String,
    /// `2 working days later than the baseline`; empty when as it was to be.
    pub drift: String,
    /// `212 of 212 tests`.
    pub tests: String,
    /// The bookings of it, in words; empty when none is needed.
    pub booked: String,
    /// True when a booking that it needs is not approved.
    pub is_unbooked: bool,
    /// The phases that it waits for, with by how much that is kept or broken.
    pub waits: Vec<Wait>,
    /// What can be done with it.
    pub steps: Vec<Step>,
    /// A working day earlier and later, with what follows.
    pub moves: Vec<Step>,
}

/// A phase that another waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// The phase that is waited for.
    pub on: Named,
    /// `starts after the end of System test: 3 days slack`.
    pub said: String,
    /// False when it starts too early.
    pub is_kept: bool,
}

pub(super) fn picture(bench: &Workbench, release: &Release) -> Picture {
    let (now, zone) = (bench.now(), bench.plan().settings.zone);
    let view = bench.view();
    let phases = view.phases_in_order(&release.id);
    let gates: Vec<&Gate> = view.gates_of_release(&release.id).gather();
    let mut points = vec![release.go_live, release.baseline_go_live, release.deployed_at];
    points.extend(gates.iter().map(|gate| gate.due));
    let mut windows: Vec<Interval> = points.into_iter().flatten().map(|at| Interval::new(at, at)).gather();
    for phase in &phases {
        windows.extend(phase.planned);
        windows.extend(phase.baseline);
        windows.extend(actual(phase, now));
    }
    let whole = windows.into_iter().reduce(Interval::hull);
    let Some(whole) = whole else { return Picture::default() };
    let margin = whole.seconds() / 40;
    let scale =
        Scale::of(Interval::new(whole.start.plus_seconds(-margin), whole.end.plus_seconds(margin)), zone);
    Picture {
        ticks: scale.ticks(TICKS),
        now: scale.within(now),
        live: release.deployed_at.or(release.go_live).and_then(|at| scale.within(at)),
        baseline_live: release.baseline_go_live.and_then(|at| scale.within(at)),
        has_baseline: release.baseline_go_live.is_some()
            || phases.iter().any(|phase| phase.baseline.is_some()),
        rows: phases.into_iter().map(|phase| row(bench, &scale, phase, &gates)).gather(),
    }
}

fn actual(phase: &Phase, now: Instant) -> Option<Interval> {
    let start = phase.actual_start?;
    let end = phase.actual_end.unwrap_or(now.max(start));
    Some(Interval::new(start, end.max(start)))
}

fn row(bench: &Workbench, scale: &Scale, phase: &Phase, gates: &[&Gate]) -> PhaseRow {
    let (plan, now, zone) = (bench.plan(), bench.now(), bench.plan().settings.zone);
    let environment = phase.environment.as_ref().and_then(|id| plan.environments.get(id));
    let own = gates.iter().filter(|gate| gate.phase.as_ref() == Some(&phase.id));
    let gate = |gate: &&Gate| {
        let due = gate.due?;
        let is_late = gate.decision == GateDecision::Open && due < now;
        let said = format!("{}: {}, due {}", gate.name, gate.decision, wording::short_moment(due, zone));
        Some((scale.within(due)?, gate.decision, is_late, said))
    };
    let (booked, is_unbooked) = booked(bench, phase);
    PhaseRow {
        of: RecordRef::from(&phase.id),
        name: phase.name.clone(),
        place: environment.map_or_else(String::new, |one| format!("{} · {}", one.name, one.control)),
        status: phase.status,
        planned: phase.planned.and_then(|window| scale.stretch(window)),
        baseline: phase.baseline.and_then(|window| scale.stretch(window)),
        actual: actual(phase, now).and_then(|window| scale.stretch(window)),
        gates: own.filter_map(gate).gather(),
        said: said(phase, now, zone),
        drift: drift(bench, phase),
        tests: match (phase.tests_passed, phase.tests_total) {
            (Some(passed), Some(total)) => format!("{passed} of {total} tests"),
            _ => String::new(),
        },
        booked,
        is_unbooked,
        waits: waits(bench, phase),
        steps: steps(bench, phase),
        moves: moves(bench, phase),
    }
}

fn said(phase: &Phase, now: Instant, zone: Zone) -> String {
    let days = |window: Interval| super::release::days(window.start, window.end, zone);
    let planned = phase.planned.map_or_else(|| "no window yet".to_owned(), days);
    let actual = actual(phase, now).map(|window| match phase.actual_end {
        Some(_) => format!("; was {}", days(window)),
        None => format!("; since {}", wording::short_moment(window.start, zone)),
    });
    format!("{planned}{}", actual.unwrap_or_default())
}

/// By how many working days it ends later or earlier than the baseline.
fn drift(bench: &Workbench, phase: &Phase) -> String {
    let settings = &bench.plan().settings;
    let Some((baseline, planned)) = phase.baseline.zip(phase.planned) else { return String::new() };
    let end = match phase.actual_end {
        Some(end) => Interval::new(planned.start.min(end), end),
        None => planned,
    };
    match dates::days_later(settings, baseline, end) {
        0 => String::new(),
        days if days < 0 => format!("{} early", wording::working_days(-days)),
        days => format!("{} late", wording::working_days(days)),
    }
}

/// How the bookings for a phase stand.
fn booked(bench: &Workbench, phase: &Phase) -> (String, bool) {
    let plan = bench.plan();
    let needs = phase.environment.as_ref().and_then(|id| plan.environments.get(id));
    let needs = needs.is_some_and(|one| one.control != crate::model::Control::Open);
    let found: Vec<_> = bench.view().bookings_of_phase(&phase.id).gather();
    let is_over = matches!(phase.status, PhaseStatus::Passed | PhaseStatus::Failed);
    match found.iter().map(|booking| booking.status).max_by_key(|status| status.takes_capacity()) {
        None if needs && !is_over => ("not booked".to_owned(), true),
        None => (String::new(), false),
        Some(status) => {
            let is_open = status != crate::model::BookingStatus::Approved && !is_over;
            (format!("booking {}", status.label().to_ascii_lowercase()), is_open)
        }
    }
}

fn waits(bench: &Workbench, phase: &Phase) -> Vec<Wait> {
    let plan = bench.plan();
    let known = phase.depends_on.iter().filter_map(|one| Some((one, plan.phases.get(&one.on)?)));
    known
        .map(|(dependency, other)| {
            let theirs = other.planned.map(|window| match dependency.kind {
                DependencyKind::FinishStart => window.end,
                DependencyKind::StartStart => window.start,
            });
            let gap = phase.planned.zip(theirs).map(|(own, theirs)| {
                own.start.seconds_since(theirs) - i64::from(dependency.lag_minutes) * 60
            });
            let slack = match gap {
                None => "order unknown".to_owned(),
                Some(gap) if gap < 0 => format!("too early by {}", wording::duration(gap)),
                Some(gap) => format!("{} slack", wording::duration(gap)),
            };
            Wait {
                on: Named { record: RecordRef::from(&other.id), name: other.name.clone() },
                said: format!("{} {}: {slack}", dependency.kind, other.name),
                is_kept: gap.is_none_or(|gap| 0 <= gap),
            }
        })
        .gather()
}

fn steps(bench: &Workbench, phase: &Phase) -> Vec<Step> {
    let of = |(verb, to): (&'static str, PhaseStatus)| {
        let command = Command::AdvancePhase { phase: phase.id, to };
        Step::of(bench, verb, command)
    };
    steps_from(PHASE_WAY, phase.status).map(of).gather()
}

fn moves(bench: &Workbench, phase: &Phase) -> Vec<Step> {
    let is_open = matches!(phase.status, PhaseStatus::Planned);
    let Some(window) = phase.planned.filter(|_| is_open) else { return Vec::new() };
    let settings = &bench.plan().settings;
    let step = |(verb, days): (&'static str, i64)| {
        let window = dates::shifted(settings, window, days)?;
        let command = Command::MoveAlong { phase: phase.id, window };
        Some(Step::of(bench, verb, command))
    };
    // What begins on a day that is not worked stays on that weekday, so a single day would not move it.
    let is_worked = settings.calendar.is_working_day(settings.zone.date_of(window.start));
    let moves = if is_worked {
        [("a working day earlier", -1), ("a working day later", 1)]
    } else {
        [("a week earlier", -5), ("a week later", 5)]
    };
    moves.into_iter().filter_map(step).gather()
}

/// The command that dates the phases of a release anew; `None` when the day cannot be read.
#[must_use]
pub fn redate(release: &RecordRef, backwards: bool, day: &str) -> Option<Command> {
    use crate::model::PhaseDates;
    let day = crate::time::parse_date(day).ok()?;
    let release: Id<Release> = release.id_of()?;
    let dates = if backwards { PhaseDates::EndWith(day) } else { PhaseDates::StartWith(day) };
    Some(Command::PlanPhases { release, dates })
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::planner::views::release::release_page;

    #[test]
    fn a_phase_shows_plan_baseline_and_actual_and_moves_with_what_follows() {
        let text = "
            now 12T12
            environment sit Managed capacity=1
            release R live=23T17
            phase A 5..10 of=R env=sit order=1 status=Passed actual-start=5 actual-end=12
            phase B 12..17 of=R env=sit order=2
            phase C 19..24 of=R order=3
            gate G of=R phase=B due=16T17
        ";
        let mut bench = Workbench::of_notation(text, None);
        let id = Id::lenient("R");
        bench.run(&Command::TakeBaseline(id)).unwrap();
        let page = |bench: &Workbench| release_page(bench, &Id::lenient("R")).unwrap();
        let first = page(&bench);
        let row = |at: usize| first.picture.rows[at].clone();
        assert_eq!(row(0).said, "5 – 9 Jan; was 5 – 11 Jan");
        assert_eq!((row(1).booked.as_str(), row(1).is_unbooked), ("not booked", true));
        assert_eq!(row(1).gates.len(), 1);
        let later = row(1).moves.into_iter().find(|step| step.verb.ends_with("later")).unwrap();
        bench.run(&later.command).unwrap();
        let moved = page(&bench);
        assert_eq!(moved.picture.rows[1].drift, "1 working day late");
        assert_eq!(moved.picture.rows[2].drift, "1 working day late");
        assert_eq!((moved.baseline.as_str(), moved.is_late), ("1 working day after the baseline", true));
        let command = redate(&moved.of, true, "2026-01-23").unwrap();
        bench.run(&command).unwrap();
        assert!(!page(&bench).picture.rows[2].drift.contains("late"));
        assert_eq!(redate(&moved.of, true, "soon"), None);
    }
}
