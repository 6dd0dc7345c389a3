//! Releases: the list with its progress, and the page of one: facts, phases with the gates between, scope, order.

use chrono::Datelike;

use super::findings::mark;
use super::findings_proof::Named;
use crate::model::{
    AnyRecord, Change, ChangeStatus, Command, Criterion, DependencyKind, Gate, GateDecision, Id, Phase,
    PhaseStatus, Plan, RecordRef, Release, ReleaseStatus, Risk, Severity,
};
use crate::order::Arrange;
use crate::planner::Workbench;
use crate::rules::wording;
use crate::time::{Instant, Zone};

/// One release of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleaseLine {
    /// The release.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// `Minor release`.
    pub kind: String,
    /// Where it is on its way.
    pub status: ReleaseStatus,
    /// When it goes live, in words; empty when nobody has said.
    pub go_live: String,
    /// How many changes it carries.
    pub changes: usize,
    /// Its phases and gates in order.
    pub strip: Vec<Piece>,
    /// What concerns it, its phases, gates and changes.
    pub mark: Option<(Severity, usize)>,
}

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

/// A gate as the strip and its panel show it.
#[derive(Debug, Clone, PartialEq)]
pub struct GateView {
    /// The gate.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// When it is to be decided, in words.
    pub due: String,
    /// What was decided.
    pub decision: GateDecision,
    /// Who decided and when, in words.
    pub decided: String,
    /// Conditions or reason.
    pub note: String,
    /// What has to be true for a go.
    pub criteria: Vec<Criterion>,
    /// True when it is open and its time has passed.
    pub is_late: bool,
}

/// A change of the scope.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeLine {
    /// The change.
    pub change: Named,
    /// How it is authorised.
    pub kind: &'static str,
    /// How risky it is.
    pub risk: Risk,
    /// Where it is on its way.
    pub status: ChangeStatus,
    /// When it was authorised, in words; or that it was not.
    pub authorised: String,
    /// True when it may be done.
    pub is_authorised: bool,
    /// When it is planned, in words.
    pub window: String,
    /// The version that it deploys.
    pub version: String,
    /// What concerns it.
    pub mark: Option<(Severity, usize)>,
}

/// Another release that this one waits for, or that waits for it.
#[derive(Debug, Clone, PartialEq)]
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

/// The page of a release.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleasePage {
    /// As in the list.
    pub line: ReleaseLine,
    /// What it brings.
    pub description: String,
    /// `part of Autumn train 2026`, `owner A. Moreau`.
    pub facts: Vec<String>,
    /// How long until it goes live, in words.
    pub countdown: String,
    /// How many services its changes reach.
    pub services: usize,
    /// Its changes.
    pub scope: Vec<ScopeLine>,
    /// The releases that it waits for.
    pub depends_on: Vec<OtherRelease>,
    /// The releases that wait for it.
    pub needed_by: Vec<OtherRelease>,
    /// The gate to be decided next.
    pub next_gate: Option<RecordRef>,
}

/// All releases, the next to go live first; those that are over come last.
#[must_use]
pub fn releases(bench: &Workbench) -> Vec<ReleaseLine> {
    let mut found: Vec<&Release> = bench.plan().releases.values().collect();
    found.arrange_by_key(|release| {
        (!release.status.is_live(), release.go_live.is_none(), release.go_live, release.id.clone())
    });
    found.into_iter().map(|release| line(bench, release)).collect()
}

/// The page of a release; `None` when the plan does not have it.
#[must_use]
pub fn release_page(bench: &Workbench, id: &Id<Release>) -> Option<ReleasePage> {
    let plan = bench.plan();
    let release = plan.releases.get(id)?;
    let line = line(bench, release);
    let view = bench.view();
    let changes: Vec<&Change> =
        view.index.changes_in_release(id).filter_map(|change| plan.changes.get(change)).collect();
    let name = |of: RecordRef| plan.title(&of).to_owned();
    let mut facts = Vec::new();
    facts.extend(release.parent.iter().map(|parent| format!("part of {}", name(RecordRef::from(parent)))));
    facts.extend(release.owner.iter().map(|owner| format!("owner {}", name(RecordRef::from(owner)))));
    let reached: std::collections::BTreeSet<_> = changes
        .iter()
        .flat_map(|change| super::inspector::impact(bench, change))
        .map(|reached| reached.service.record)
        .collect();
    let open = |gate: &&GateView| gate.decision == GateDecision::Open;
    let next_gate = line.strip.iter().flat_map(|piece| &piece.gates).find(open).map(|gate| gate.of.clone());
    Some(ReleasePage {
        description: release.description.clone(),
        facts,
        countdown: release.go_live.map_or(String::new(), |at| countdown(bench.now(), at)),
        services: reached.len(),
        scope: changes.into_iter().map(|change| scope_line(bench, change)).collect(),
        depends_on: waits_for(bench, release),
        needed_by: waiting(bench, release),
        next_gate,
        line,
    })
}

/// The command that ticks a criterion of a gate or takes the tick away.
#[must_use]
pub fn tick(plan: &Plan, gate: &RecordRef, place: usize, met: bool) -> Option<Command> {
    let mut gate = plan.gates.get(&gate.id_of()?)?.clone();
    gate.criteria.get_mut(place)?.met = met;
    Some(Command::Edit(AnyRecord::from(gate)))
}

fn line(bench: &Workbench, release: &Release) -> ReleaseLine {
    let of = RecordRef::from(&release.id);
    let view = bench.view();
    let zone = view.zone();
    ReleaseLine {
        name: release.name.clone(),
        kind: format!("{} release", release.kind),
        status: release.status,
        go_live: release.go_live.map_or(String::new(), |at| wording::moment(at, zone)),
        changes: view.index.changes_in_release(&release.id).count(),
        strip: strip(bench, release),
        mark: whole_mark(bench, release),
        of,
    }
}

/// What concerns a release: its own findings and those of its phases, gates and changes.
fn whole_mark(bench: &Workbench, release: &Release) -> Option<(Severity, usize)> {
    let index = bench.view().index;
    let parts = index
        .phases_of_release(&release.id)
        .map(RecordRef::from)
        .chain(index.gates_of_release(&release.id).map(RecordRef::from))
        .chain(index.changes_in_release(&release.id).map(RecordRef::from))
        .chain([RecordRef::from(&release.id)]);
    let mut worst = None;
    let mut count = 0;
    for part in parts {
        for finding in bench.checker().about(&part).iter().filter(|finding| finding.waived.is_none()) {
            worst = worst.max(Some(finding.severity));
            count += 1;
        }
    }
    worst.map(|severity| (severity, count))
}

fn strip(bench: &Workbench, release: &Release) -> Vec<Piece> {
    let plan = bench.plan();
    let index = bench.view().index;
    let mut phases: Vec<&Phase> =
        index.phases_of_release(&release.id).filter_map(|id| plan.phases.get(id)).collect();
    phases.arrange_by_key(|phase| (phase.order, phase.planned.map(|window| window.start), phase.id.clone()));
    let mut gates: Vec<&Gate> =
        index.gates_of_release(&release.id).filter_map(|id| plan.gates.get(id)).collect();
    gates.arrange_by_key(|gate| (gate.due.is_none(), gate.due, gate.id.clone()));
    let of_phase = |phase: Option<&Phase>| {
        let is_of = |gate: &&&Gate| match (&gate.phase, phase) {
            (Some(own), Some(phase)) => *own == phase.id,
            (Some(own), None) => !phases.iter().any(|phase| phase.id == *own),
            (None, phase) => phase.is_none(),
        };
        gates.iter().filter(is_of).map(|gate| gate_view(bench, gate)).collect::<Vec<_>>()
    };
    let mut pieces: Vec<Piece> = phases
        .iter()
        .map(|phase| Piece { phase: Some(phase_view(bench, phase)), gates: of_phase(Some(phase)) })
        .collect();
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
            .map_or(String::new(), |window| days(window.start, window.end, plan.settings.zone)),
        place: environment.map_or(String::new(), |one| format!("{} · {}", one.name, one.control)),
        status: phase.status,
        percent: percent_over(phase, now),
        note: worst.filter(|_| phase.status != PhaseStatus::Passed).map_or_else(
            || phase_note(phase, now, plan.settings.zone),
            |(severity, count)| match count {
                1 => format!("1 {}", severity.label().to_lowercase()),
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

fn gate_view(bench: &Workbench, gate: &Gate) -> GateView {
    let plan = bench.plan();
    let zone = plan.settings.zone;
    let by = gate.decided_by.as_ref().map(|by| plan.title(&RecordRef::from(by)).to_owned());
    let decided = match (gate.decided_at, by) {
        (Some(at), Some(by)) => format!("{by}, {}", wording::moment(at, zone)),
        (Some(at), None) => wording::moment(at, zone),
        _ => String::new(),
    };
    GateView {
        of: RecordRef::from(&gate.id),
        name: gate.name.clone(),
        due: gate.due.map_or(String::new(), |due| wording::short_moment(due, zone)),
        decision: gate.decision,
        decided,
        note: gate.note.clone(),
        criteria: gate.criteria.clone(),
        is_late: gate.decision == GateDecision::Open && gate.due.is_some_and(|due| due < bench.now()),
    }
}

fn scope_line(bench: &Workbench, change: &Change) -> ScopeLine {
    let zone = bench.plan().settings.zone;
    let of = RecordRef::from(&change.id);
    let is_authorised = !change.status.is_before_authorisation() && change.status != ChangeStatus::Rejected;
    ScopeLine {
        change: Named { record: of.clone(), name: format!("{} {}", change.id, change.title) },
        kind: change.kind.label(),
        risk: change.risk,
        status: change.status,
        authorised: match change.authorised_at {
            Some(at) if is_authorised => wording::short_moment(at, zone),
            _ if is_authorised => "yes".to_owned(),
            _ => "not yet".to_owned(),
        },
        is_authorised,
        window: change.planned.map_or(String::new(), |window| wording::span(window, zone)),
        version: change.deploys.as_ref().map_or(String::new(), |deploys| deploys.version.clone()),
        mark: mark(bench, &of),
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
                gap(plan, other, release, dependency.kind, lag),
                true,
            )
        })
        .collect()
}

fn waiting(bench: &Workbench, release: &Release) -> Vec<OtherRelease> {
    let plan = bench.plan();
    let ids = bench.view().index.releases_waiting_for(&release.id);
    let others = ids.filter_map(|id| plan.releases.get(id));
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
                gap(plan, release, other, dependency.kind, lag),
                false,
            )
        })
        .collect()
}

/// Seconds between what has to come first and what has to come then; negative when it is late.
fn gap(plan: &Plan, first: &Release, then: &Release, kind: DependencyKind, lag: i64) -> Option<i64> {
    let at = |release: &Release| match kind {
        DependencyKind::FinishStart => release.go_live,
        DependencyKind::StartStart => {
            let phases = plan.phases.values().filter(|phase| phase.release == release.id);
            phases.filter_map(|phase| phase.planned).map(|window| window.start).min()
        }
    };
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
    let when = other
        .go_live
        .map_or(String::new(), |at| format!("{}, ", wording::short_moment(at, bench.plan().settings.zone)));
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

fn countdown(now: Instant, at: Instant) -> String {
    let seconds = at.seconds_since(now);
    if seconds < 0 {
        format!("{} ago", wording::duration(seconds))
    } else {
        format!("in {}", wording::duration(seconds))
    }
}

/// `7 – 18 Sep`, `28 Sep – 2 Oct`, `3 Oct`: the days of a phase, the last one included.
fn days(start: Instant, end: Instant, zone: Zone) -> String {
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
    use crate::model::notation;

    const PLAN: &str = "
        now 12T12
        environment sit Managed capacity=1
        environment uat Managed capacity=1
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
        change C2 29..30 release=R1 status=Draft
    ";

    fn open() -> Workbench {
        let example = notation::parse(PLAN).unwrap();
        Workbench::open(example.plan, example.now, None)
    }

    #[test]
    fn the_list_begins_with_what_goes_live_next_and_ends_with_what_is_over() {
        let names: Vec<String> = releases(&open()).into_iter().map(|line| line.name).collect();
        assert_eq!(names, ["Base", "R1", "Train", "Old"]);
    }

    #[test]
    fn a_page_shows_phases_with_the_gates_between() {
        let page = release_page(&open(), &Id::lenient("R1")).unwrap();
        let strip: Vec<(String, usize)> = page
            .line
            .strip
            .iter()
            .map(|piece| {
                (piece.phase.as_ref().map_or(String::new(), |one| one.note.clone()), piece.gates.len())
            })
            .collect();
        assert_eq!(
            strip,
            [("passed Thu 8 Jan 12:00".to_owned(), 1), ("day 3 of 4".to_owned(), 1), (String::new(), 1)]
        );
        let active = page.line.strip.get(1).and_then(|piece| piece.phase.as_ref()).unwrap();
        assert_eq!((active.when.as_str(), active.place.as_str()), ("10 – 13 Jan", "uat · Managed"));
        assert!((active.percent - 62.5).abs() < 0.1 && active.is_now, "{}", active.percent);
        assert_eq!(page.next_gate, Some("gates/G2".parse().unwrap()));
        assert_eq!(page.facts, ["part of Train", "owner ann"]);
        assert_eq!((page.services, page.countdown.as_str()), (1, "in 17 days 12 h"));
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
    fn criteria_are_ticked() {
        let mut bench = open();
        let gate: RecordRef = "gates/G2".parse().unwrap();
        assert_eq!(tick(bench.plan(), &gate, 0, true), None);
        let mut with = bench.plan().gates.get(&Id::lenient("G2")).unwrap().clone();
        with.criteria.push(Criterion::new("Tests passed".to_owned()));
        bench.run(&Command::Edit(AnyRecord::from(with))).unwrap();
        let command = tick(bench.plan(), &gate, 0, true).unwrap();
        bench.run(&command).unwrap();
        let page = release_page(&bench, &Id::lenient("R1")).unwrap();
        let gates: Vec<&GateView> = page.line.strip.iter().flat_map(|piece| &piece.gates).collect();
        assert!(gates.iter().any(|gate| gate.criteria.iter().any(|criterion| criterion.met)));
        assert!(gates.iter().any(|gate| gate.is_late));
    }
}
