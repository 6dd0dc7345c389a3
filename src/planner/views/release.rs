//! The page of a release: facts and steps, phases with the gates between, scope, order, and the releases that it holds.

use chrono::Datelike;

use super::findings::mark;
use super::findings_proof::Named;
use super::portfolio::countdown;
use super::release_gate::{GateView, gate_view};
use super::release_picture::{Picture, picture};
use super::release_reviews::{ReviewLine, reviews};
use super::release_scope::{Offered, ScopeLine, common, offered, scope_line};
use super::steps::why_not;
use crate::gather::Gather;
use crate::model::{
    Change, Command, DependencyKind, Gate, GateDecision, Id, Phase, PhaseStatus, Plan, RELEASE_WAY,
    RecordRef, Release, ReleaseStatus, Severity, steps_from,
};
use crate::order::Arrange;
use crate::planner::releasing::hierarchy::{self, Difference};
use crate::planner::{Workbench, title_of};
use crate::rules::{precedence, wording};
use crate::sorted::SortedSet;
use crate::time::{Instant, Zone};

/// A phase of the strip, with the gates that end it.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The phase; `None` for gates that end no phase of this release.
    pub phase: Option<PhaseView>,
    /// The gates at its end.
    pub gates: Vec<GateView>,
}

/// A phase as the strip shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct PhaseView {
    /// The phase.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// `7 – 18 Sep`, or nothing.
    pub when: String,
    /// The environment's name and how it is controlled.
    pub place: String,
    /// Where it is on its way.
    pub status: PhaseStatus,
    /// How much of it is over, from 0 to 100.
    pub percent: f64,
    /// One line below: how it stands, or what is wrong.
    pub note: String,
    /// What concerns it.
    pub mark: Option<Severity>,
    /// True while it is going on.
    pub is_now: bool,
}

/// Another release that this one waits for, or that waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OtherRelease {
    /// The other release.
    pub release: Named,
    /// How they hang together, in words.
    pub how: String,
    /// How much time there is between, in words.
    pub slack: String,
    /// True when the order is kept or cannot be told.
    pub is_kept: bool,
}

/// A release that this one holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Held {
    /// The release.
    pub release: Named,
    /// Where it is on its way.
    pub status: ReleaseStatus,
    /// When it goes live, in words.
    pub go_live: String,
    /// Where its phases and gates differ: `System test: 2 working days later`, `Go-live: missing`.
    pub differences: Vec<String>,
}

/// A step that somebody may take.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What the button says.
    pub verb: &'static str,
    /// What it does.
    pub command: Command,
    /// Why it cannot be taken now.
    pub refusal: Option<String>,
}

impl Step {
    pub(super) fn of(bench: &Workbench, verb: &'static str, command: Command) -> Step {
        Step { verb, refusal: why_not(bench, &command), command }
    }
}

/// The page of a release.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleasePage {
    /// The release.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// `Minor release`.
    pub kind: String,
    /// Where it is on its way.
    pub status: ReleaseStatus,
    /// What it brings.
    pub description: String,
    /// `owner A. Moreau`.
    pub facts: Vec<String>,
    /// The release that holds it.
    pub held_by: Option<Named>,
    /// When it goes or went live, in words; empty when nobody has said.
    pub go_live: String,
    /// How long until it goes live, in words.
    pub countdown: String,
    /// How its go-live stands against the baseline, in words; empty without one.
    pub baseline: String,
    /// True when it is later than the baseline.
    pub is_late: bool,
    /// How many services its changes reach.
    pub services: usize,
    /// What concerns it, its phases, gates and changes.
    pub mark: Option<(Severity, usize)>,
    /// What can be done with it from where it is.
    pub steps: Vec<Step>,
    /// Its phases and gates in order.
    pub strip: Vec<Piece>,
    /// Its phases on an axis of time.
    pub picture: Picture,
    /// The gate to be decided next.
    pub next_gate: Option<RecordRef>,
    /// Its changes.
    pub scope: Vec<ScopeLine>,
    /// What its changes have in common, in words.
    pub common: Vec<String>,
    /// The changes that would fit.
    pub offers: Vec<Offered>,
    /// The releases that it waits for.
    pub depends_on: Vec<OtherRelease>,
    /// The releases that wait for it.
    pub needed_by: Vec<OtherRelease>,
    /// The releases that it holds.
    pub held: Vec<Held>,
    /// True when it holds others or is there to.
    pub holds: bool,
    /// The runbook that deploys it.
    pub runbook: Option<Named>,
    /// What was learnt from its changes.
    pub reviews: Vec<ReviewLine>,
}

/// The page of a release; `None` when the plan does not have it.
#[must_use]
pub fn release_page(bench: &Workbench, id: &Id<Release>) -> Option<ReleasePage> {
    let plan = bench.plan();
    let release = plan.releases.get(id)?;
    let view = bench.view();
    let zone = view.zone();
    let changes: Vec<&Change> = view.changes_in_release(id).gather();
    let named = |of: RecordRef| Named::of(plan, of);
    let owner = release.owner.as_ref().map(|owner| format!("owner {}", plan.title(&RecordRef::from(owner))));
    let team = release.group.as_ref().map(|team| title_of(plan, team));
    let reached: SortedSet<_> = changes
        .iter()
        .flat_map(|change| super::inspector::impact(bench, change))
        .map(|reached| reached.service.record)
        .gather();
    let strip = strip(bench, release);
    let open = |gate: &&GateView| gate.decision == GateDecision::Open;
    let next_gate = strip.iter().flat_map(|piece| &piece.gates).find(open).map(|gate| gate.of);
    let findings = super::portfolio::concerning(bench, release);
    let worst = findings.iter().map(|finding| finding.severity).max();
    let live = release.deployed_at.or(release.go_live);
    let (baseline, is_late) = baseline(plan, release);
    let runbook = plan.runbooks.values().find(|runbook| runbook.release.as_ref() == Some(id));
    let held = held(plan, release);
    Some(ReleasePage {
        of: RecordRef::from(id),
        name: release.name.clone(),
        kind: format!("{} release", release.kind),
        status: release.status,
        description: release.description.clone(),
        facts: owner.into_iter().chain(team).gather(),
        held_by: release.parent.as_ref().map(|parent| named(RecordRef::from(parent))),
        go_live: live.map_or_else(String::new, |at| wording::moment(at, zone)),
        countdown: live
            .filter(|_| release.status.is_live())
            .map_or_else(String::new, |at| countdown(bench.now(), at)),
        baseline,
        is_late,
        services: reached.len(),
        mark: worst.map(|severity| (severity, findings.len())),
        steps: steps(bench, release),
        picture: picture(bench, release),
        next_gate,
        scope: changes.into_iter().map(|change| scope_line(bench, release, change)).gather(),
        common: common(plan, &release.common),
        offers: offered(bench, release),
        depends_on: waits_for(bench, release),
        needed_by: waiting(bench, release),
        holds: !held.is_empty() || release.kind == crate::model::ReleaseKind::Enterprise,
        held,
        runbook: runbook.map(|runbook| named(RecordRef::from(&runbook.id))),
        reviews: reviews(bench, release),
        strip,
    })
}

/// The steps of its lifecycle from where it is, each with what stands in its way.
fn steps(bench: &Workbench, release: &Release) -> Vec<Step> {
    let of = |(verb, to): (&'static str, ReleaseStatus)| {
        let command = Command::AdvanceRelease { release: release.id, to };
        Step::of(bench, verb, command)
    };
    steps_from(RELEASE_WAY, release.status).map(of).gather()
}

fn baseline(plan: &Plan, release: &Release) -> (String, bool) {
    let zone = plan.settings.zone;
    let Some((baseline, live)) = release.baseline_go_live.zip(release.deployed_at.or(release.go_live)) else {
        return (String::new(), false);
    };
    let days = plan.settings.calendar.working_days_between(zone.date_of(baseline), zone.date_of(live));
    let said = match days {
        0 => "as in the baseline".to_owned(),
        days if days < 0 => format!("{} before the baseline", wording::working_days(-days)),
        days => format!("{} after the baseline", wording::working_days(days)),
    };
    (said, 0 < days)
}

/// The releases that one holds, each with where it differs.
fn held(plan: &Plan, release: &Release) -> Vec<Held> {
    let differences = hierarchy::differences(plan, &release.id);
    let zone = plan.settings.zone;
    let mut children: Vec<&Release> = hierarchy::children(plan, &release.id).gather();
    children.arrange_by_key(|child| (child.go_live.is_none(), child.go_live, child.id));
    let line = |child: &Release| Held {
        release: Named { record: RecordRef::from(&child.id), name: child.name.clone() },
        status: child.status,
        go_live: child.go_live.map_or_else(String::new, |at| wording::short_moment(at, zone)),
        differences: differences
            .iter()
            .filter(|difference| difference.child == child.id)
            .map(|difference| differs(plan, difference))
            .gather(),
    };
    children.into_iter().map(line).gather()
}

fn differs(plan: &Plan, difference: &Difference) -> String {
    let name = plan.title(&difference.of);
    match (&difference.own, difference.days_later) {
        (None, _) => format!("{name}: missing"),
        (Some(_), 0) => format!("{name}: at another time"),
        (Some(_), days) if days < 0 => format!("{name}: {} earlier", wording::working_days(-days)),
        (Some(_), days) => format!("{name}: {} later", wording::working_days(days)),
    }
}

fn strip(bench: &Workbench, release: &Release) -> Vec<Piece> {
    let view = bench.view();
    let phases = view.phases_in_order(&release.id);
    let mut gates: Vec<&Gate> = view.gates_of_release(&release.id).gather();
    gates.arrange_by_key(|gate| (gate.due.is_none(), gate.due, gate.id));
    let of_phase = |phase: Option<&Phase>| {
        let is_of = |gate: &&&Gate| match (&gate.phase, phase) {
            (Some(own), Some(phase)) => *own == phase.id,
            (Some(own), None) => !phases.iter().any(|phase| phase.id == *own),
            (None, phase) => phase.is_none(),
        };
        gates.iter().filter(is_of).map(|gate| gate_view(bench, gate)).gather::<Vec<_>>()
    };
    let mut pieces: Vec<Piece> = phases
        .iter()
        .map(|phase| Piece { phase: Some(phase_view(bench, phase)), gates: of_phase(Some(phase)) })
        .gather();
    let loose = of_phase(None);
    if !loose.is_empty() {
        pieces.push(Piece { phase: None, gates: loose });
    }
    pieces
}

fn phase_view(bench: &Workbench, phase: &Phase) -> PhaseView {
    let (plan, now) = (bench.plan(), bench.now());
    let of = RecordRef::from(&phase.id);
    let environment = phase.environment.as_ref().and_then(|id| plan.environments.get(id));
    let worst = mark(bench, &of);
    let is_now = phase.status == PhaseStatus::Active
        || (phase.status == PhaseStatus::Planned && phase.planned.is_some_and(|window| window.contains(now)));
    PhaseView {
        name: phase.name.clone(),
        when: phase
            .planned
            .map_or_else(String::new, |window| days(window.start, window.end, plan.settings.zone)),
        place: environment.map_or_else(String::new, |one| format!("{} · {}", one.name, one.control)),
        status: phase.status,
        percent: percent_over(phase, now),
        note: worst.filter(|_| phase.status != PhaseStatus::Passed).map_or_else(
            || phase_note(phase, now, plan.settings.zone),
            |(severity, count)| match count {
                1 => format!("1 {}", severity.label().to_ascii_lowercase()),
                more => format!("{more} findings"),
            },
        ),
        mark: worst.map(|(severity, _)| severity),
        is_now,
        of,
    }
}

#[allow(clippy::cast_precision_loss)]
fn percent_over(phase: &Phase, now: Instant) -> f64 {
    match (phase.status, phase.planned) {
        (PhaseStatus::Passed | PhaseStatus::Failed, _) => 100.0,
        (_, Some(window)) if !window.is_empty() => {
            let over = now.seconds_since(window.start) as f64 / window.seconds() as f64;
            (over * 100.0).clamp(0.0, 100.0)
        }
        _ => 0.0,
    }
}

fn phase_note(phase: &Phase, now: Instant, zone: Zone) -> String {
    match (phase.status, phase.planned) {
        (PhaseStatus::Passed, _) => match phase.actual_end {
            Some(end) => format!("passed {}", wording::short_moment(end, zone)),
            None => "passed".to_owned(),
        },
        (PhaseStatus::Failed, _) => "failed".to_owned(),
        (_, None) => "no window yet".to_owned(),
        (_, Some(window)) if now < window.start => {
            format!("in {}", wording::duration(window.start.seconds_since(now)))
        }
        (_, Some(window)) if window.contains(now) => {
            let whole = window.seconds().div_euclid(86_400).max(1);
            let day = now.seconds_since(window.start).div_euclid(86_400) + 1;
            format!("day {} of {whole}", day.min(whole))
        }
        (_, Some(window)) => format!("over for {}", wording::duration(now.seconds_since(window.end))),
    }
}

fn waits_for(bench: &Workbench, release: &Release) -> Vec<OtherRelease> {
    let plan = bench.plan();
    let known = release.depends_on.iter().filter_map(|one| Some((one, plan.releases.get(&one.on)?)));
    known
        .map(|(dependency, other)| {
            let lag = i64::from(dependency.lag_minutes) * 60;
            other_release(
                bench,
                other,
                dependency.kind,
                gap(bench, other, release, dependency.kind, lag),
                true,
            )
        })
        .gather()
}

fn waiting(bench: &Workbench, release: &Release) -> Vec<OtherRelease> {
    let others = bench.view().releases_waiting_for(&release.id);
    let pairs = others.flat_map(|other| {
        let own = other.depends_on.iter().filter(|dependency| dependency.on == release.id);
        own.map(move |dependency| (other, dependency))
    });
    pairs
        .map(|(other, dependency)| {
            let lag = i64::from(dependency.lag_minutes) * 60;
            other_release(
                bench,
                other,
                dependency.kind,
                gap(bench, release, other, dependency.kind, lag),
                false,
            )
        })
        .gather()
}

/// Seconds between what has to come first and what has to come then; negative when it is late.
fn gap(bench: &Workbench, first: &Release, then: &Release, kind: DependencyKind, lag: i64) -> Option<i64> {
    let at = |release: &Release| precedence::release_moment(&bench.view(), release, kind);
    Some(at(then)?.seconds_since(at(first)?) - lag)
}

fn other_release(
    bench: &Workbench,
    other: &Release,
    kind: DependencyKind,
    gap: Option<i64>,
    is_before: bool,
) -> OtherRelease {
    let how = match (kind, is_before) {
        (DependencyKind::FinishStart, true) => "live before",
        (DependencyKind::StartStart, true) => "started before",
        (DependencyKind::FinishStart, false) => "live after",
        (DependencyKind::StartStart, false) => "starts after",
    };
    let when = other.go_live.map_or_else(String::new, |at| {
        format!("{}, ", wording::short_moment(at, bench.plan().settings.zone))
    });
    let slack = match gap {
        None => format!("{when}order unknown"),
        Some(seconds) if seconds < 0 => format!("{when}late by {}", wording::duration(seconds)),
        Some(seconds) => format!("{when}{} slack", wording::duration(seconds)),
    };
    OtherRelease {
        release: Named { record: RecordRef::from(&other.id), name: other.name.clone() },
        how: how.to_owned(),
        slack,
        is_kept: gap.is_none_or(|seconds| 0 <= seconds),
    }
}

/// `7 – 18 Sep`, `28 Sep – 2 Oct`, `3 Oct`: the days of a phase, the last one included.
pub(super) fn days(start: Instant, end: Instant, zone: Zone) -> String {
    let (first, last) = (zone.local(start), zone.local(end.plus_seconds(-1)));
    let (from, to) = (wording::day_and_month(first.date()), wording::day_and_month(last.date()));
    if first.date() == last.date() || last < first {
        from
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} – {to}", first.day())
    } else {
        format!("{from} – {to}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        now 12T12
        environment sit Managed capacity=1
        environment uat Managed capacity=1
        environment prod Controlled
        ci db
        service shop on=db
        release Base live=15
        release Old live=1 status=Closed
        release R1 live=30 after=Base parent=Train owner=ann
        phase P1 5..9 of=R1 env=sit status=Passed actual-end=8T12
        phase P2 10..14 of=R1 env=uat status=Active
        gate G1 of=R1 phase=P1 due=9 decision=Go
        gate G2 of=R1 phase=P2 due=11
        gate Live of=R1 due=29
        change C1 29..30 on=db release=R1 status=Authorised authorised=10
        change C2 29..30 env=prod release=R1 status=Draft
    ";

    fn open() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    #[test]
    fn a_page_shows_phases_with_the_gates_between() {
        let page = release_page(&open(), &Id::lenient("R1")).unwrap();
        let strip: Vec<(String, usize)> = page
            .strip
            .iter()
            .map(|piece| {
                (piece.phase.as_ref().map_or_else(String::new, |one| one.note.clone()), piece.gates.len())
            })
            .collect();
        assert_eq!(
            strip,
            [("passed Thu 8 Jan 12:00".to_owned(), 1), ("day 3 of 4".to_owned(), 1), (String::new(), 1)]
        );
        let active = page.strip.get(1).and_then(|piece| piece.phase.as_ref()).unwrap();
        assert_eq!((active.when.as_str(), active.place.as_str()), ("10 – 13 Jan", "uat · Managed"));
        assert!((active.percent - 62.5).abs() < 0.1 && active.is_now, "{}", active.percent);
        assert_eq!(page.next_gate, Some("gates/G2".parse().unwrap()));
        assert_eq!(page.facts, ["owner ann"]);
        assert_eq!(page.held_by.as_ref().map(|held| held.name.as_str()), Some("Train"));
        assert_eq!((page.services, page.countdown.as_str()), (1, "in 17 days"));
    }

    #[test]
    fn scope_and_order_say_what_is_missing() {
        let page = release_page(&open(), &Id::lenient("R1")).unwrap();
        let authorised: Vec<&str> = page.scope.iter().map(|line| line.authorised.as_str()).collect();
        assert_eq!(authorised, ["Sat 10 Jan 00:00", "not yet"]);
        let before: Vec<&str> = page.depends_on.iter().map(|other| other.slack.as_str()).collect();
        assert_eq!(before, ["Thu 15 Jan 00:00, 15 days slack"]);
        let base = release_page(&open(), &Id::lenient("Base")).unwrap();
        assert_eq!(base.needed_by.first().map(|other| other.how.as_str()), Some("live after"));
    }

    #[test]
    fn steps_say_why_they_cannot_be_taken() {
        let text = "
            release R live=30 status=InProgress
            gate Live of=R due=29
        ";
        let bench = Workbench::of_notation(text, None);
        let page = release_page(&bench, &Id::lenient("R")).unwrap();
        let steps: Vec<(&str, bool)> =
            page.steps.iter().map(|step| (step.verb, step.refusal.is_some())).collect();
        assert_eq!(steps, [("Deploy", true), ("Back to planned", false), ("Cancel", false)]);
        assert!(page.steps[0].refusal.as_ref().unwrap().contains("Live"), "{:?}", page.steps[0]);
    }

    #[test]
    fn what_is_held_says_where_it_differs() {
        let text = "
            release ENT kind=Enterprise live=30
            release A live=30 parent=ENT
            phase E1 \"System test\" 5..10 of=ENT order=1
            gate EG \"Tested\" of=ENT phase=E1 due=9T17
            phase A1 \"System test\" 6..14 of=A order=1
        ";
        let bench = Workbench::of_notation(text, None);
        let page = release_page(&bench, &Id::lenient("ENT")).unwrap();
        assert!(page.holds);
        let held = &page.held[0];
        assert_eq!(held.release.name, "A");
        assert_eq!(held.differences.len(), 2, "{:?}", held.differences);
        assert!(held.differences.iter().any(|one| one == "Tested: missing"), "{:?}", held.differences);
    }
}
