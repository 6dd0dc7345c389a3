//! The portfolio: all releases on one axis of time, those that are held below the one that holds them, and of each what
//! slips, what contends and what cannot go.

use super::dependencies::{Link, release_links};
use super::scale::{Place, Scale, Stretch, Tick};
use crate::gather::Gather;
use crate::letters::lowercase;
use crate::model::{
    Gate, GateDecision, Id, Phase, PhaseStatus, Plan, RecordRef, Release, ReleaseStatus, Severity,
};
use crate::order::Arrange;
use crate::planner::Workbench;
use crate::rules::{Finding, Neighbours, wording};
use crate::sorted::{SortedMap, SortedSet};
use crate::time::{Instant, Interval, Zone};

/// The rules that say that two things want one place or one person.
const CONTENTION: &[&str] = &[
    "environment-over-capacity",
    "booking-conflict",
    "environment-unavailable",
    "incompatible-use",
    "ci-double-booked",
    "dependent-ci-double-booked",
    "implementer-double-booked",
];

/// How many ticks there is room for.
const TICKS: usize = 7;

/// How far the axis reaches before and after now.
const DAYS_BEFORE: i64 = 60;
const DAYS_AFTER: i64 = 300;

/// The seconds of a day.
const DAY: i64 = 86_400;

/// Which releases are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Concern {
    /// All of them.
    #[default]
    All,
    /// Those that are later than they were to be.
    Slips,
    /// Those that want what others want.
    Contends,
    /// Those that something stops.
    Stopped,
    /// Those that are over.
    Over,
}

impl Concern {
    /// All, with the word in the address.
    pub const ALL: &'static [(Concern, &'static str)] = &[
        (Concern::All, ""),
        (Concern::Slips, "slips"),
        (Concern::Contends, "contends"),
        (Concern::Stopped, "stopped"),
        (Concern::Over, "over"),
    ];

    /// The concern of a word in the address; all for a word that is none.
    #[must_use]
    pub fn from_word(word: &str) -> Concern {
        Concern::ALL.iter().find(|(_, own)| *own == word).map_or(Concern::All, |(concern, _)| *concern)
    }
}

/// A phase in the picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PhaseBar {
    /// The phase.
    pub of: RecordRef,
    /// Where it lies.
    pub stretch: Stretch,
    /// Where it is on its way.
    pub status: PhaseStatus,
    /// True when it should have begun or be over.
    pub is_late: bool,
    /// `Load test: 3 – 7 Feb, active`.
    pub said: String,
}

/// A gate in the picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GateMark {
    /// Where it stands.
    pub at: Place,
    /// What was decided.
    pub decision: GateDecision,
    /// True when it is open and its time has passed.
    pub is_late: bool,
    /// `Accepted: Open, due Fri 30 Jan 16:00`.
    pub said: String,
}

/// One release of the portfolio.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PortfolioRow {
    /// The release.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// `Minor`.
    pub kind: &'static str,
    /// Where it is on its way.
    pub status: ReleaseStatus,
    /// How many releases hold it that are shown above.
    pub depth: u8,
    /// The version that it deploys.
    pub version: String,
    /// When it goes or went live, in words; empty when nobody has said.
    pub go_live: String,
    /// How long until then, in words.
    pub countdown: String,
    /// How many changes it carries.
    pub changes: usize,
    /// Its phases in the picture.
    pub phases: Vec<PhaseBar>,
    /// Its gates in the picture.
    pub gates: Vec<GateMark>,
    /// Its go-live in the picture.
    pub live_at: Option<Place>,
    /// Where its go-live was when the baseline was taken, when it is elsewhere now.
    pub baseline_at: Option<Place>,
    /// What it and its phases wait for, in words, with by how much that is broken.
    pub waits: Vec<String>,
    /// Why it is late; empty when it is not.
    pub slips: String,
    /// Who wants what it wants; empty when nobody does.
    pub contends: String,
    /// What stops it; empty when nothing does.
    pub stopped: String,
    /// How many findings concern it, and the worst.
    pub mark: Option<(Severity, usize)>,
}

/// How many releases have a concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All.
    pub all: usize,
    /// Later than they were to be.
    pub slips: usize,
    /// Want what others want.
    pub contends: usize,
    /// Stopped by something.
    pub stopped: usize,
    /// Over.
    pub over: usize,
}

impl Counts {
    /// How many have a concern.
    #[must_use]
    pub fn of(&self, concern: Concern) -> usize {
        match concern {
            Concern::All => self.all,
            Concern::Slips => self.slips,
            Concern::Contends => self.contends,
            Concern::Stopped => self.stopped,
            Concern::Over => self.over,
        }
    }
}

/// The whole portfolio.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Portfolio {
    /// The lines above the picture.
    pub ticks: Vec<Tick>,
    /// Where now is.
    pub now: Option<Place>,
    /// The releases that are shown.
    pub rows: Vec<PortfolioRow>,
    /// How many have which concern, whatever is shown.
    pub counts: Counts,
}

/// The releases with a concern whose name, version or id has the words in it, the next to go live first; those that
/// are over come last.
#[must_use]
pub fn portfolio(bench: &Workbench, concern: Concern, words: &str) -> Portfolio {
    let plan = bench.plan();
    let scale = scale(bench);
    let words = lowercase(words.trim());
    let mut counts = Counts::default();
    let mut rows = Vec::new();
    let mut shown: SortedSet<Id<Release>> = SortedSet::new();
    let links = release_links(&bench.view());
    for (release, depth) in in_order(plan) {
        let mut row = row(bench, &scale, release, &links);
        let is_over = !release.status.is_live();
        counts.all += 1;
        counts.slips += usize::from(!row.slips.is_empty());
        counts.contends += usize::from(!row.contends.is_empty());
        counts.stopped += usize::from(!row.stopped.is_empty());
        counts.over += usize::from(is_over);
        let is_wanted = match concern {
            Concern::All => true,
            Concern::Slips => !row.slips.is_empty(),
            Concern::Contends => !row.contends.is_empty(),
            Concern::Stopped => !row.stopped.is_empty(),
            Concern::Over => is_over,
        };
        let has_words = |text: &str| lowercase(text).contains(&words);
        if is_wanted && (has_words(&row.name) || has_words(&row.version) || has_words(release.id.as_str())) {
            let is_below = release.parent.as_ref().is_some_and(|parent| shown.contains(parent));
            row.depth = if is_below { depth } else { 0 };
            shown.insert(release.id);
            rows.push(row);
        }
    }
    Portfolio { ticks: scale.ticks(TICKS), now: scale.within(bench.now()), rows, counts }
}

/// All releases with their depth: each followed by those that it holds.
fn in_order(plan: &Plan) -> Vec<(&Release, u8)> {
    let mut held: SortedMap<&Id<Release>, Vec<&Release>> = SortedMap::new();
    let mut roots: Vec<&Release> = Vec::new();
    for release in plan.releases.values() {
        match &release.parent {
            Some(parent) if plan.releases.contains_key(parent) => held.get_or_default(parent).push(release),
            _ => roots.push(release),
        }
    }
    let mut found: Vec<(&Release, u8)> = Vec::new();
    let mut seen: SortedSet<&Id<Release>> = SortedSet::new();
    let mut stack: Vec<(&Release, u8)> = Vec::new();
    push(&mut stack, roots, 0);
    loop {
        while let Some((release, depth)) = stack.pop() {
            if seen.insert(&release.id) {
                found.push((release, depth));
                push(&mut stack, held.get(&release.id).cloned().unwrap_or_default(), depth.saturating_add(1));
            }
        }
        // Releases that hold each other in a circle have no root; each circle is shown from its first.
        match plan.releases.values().find(|release| !seen.contains(&release.id)) {
            Some(release) => stack.push((release, 0)),
            None => return found,
        }
    }
}

/// Puts releases on the stack so that the next to go live comes off first.
fn push<'a>(stack: &mut Vec<(&'a Release, u8)>, mut releases: Vec<&'a Release>, depth: u8) {
    releases.arrange_by_key(|release| {
        (!release.status.is_live(), release.go_live.is_none(), release.go_live, release.id)
    });
    stack.extend(releases.into_iter().rev().map(|release| (release, depth)));
}

/// From the first phase that matters to the last go-live, not too far from now.
fn scale(bench: &Workbench) -> Scale {
    let (plan, now) = (bench.plan(), bench.now());
    let is_live =
        |release: &Id<Release>| plan.releases.get(release).is_some_and(|release| release.status.is_live());
    let mut windows: Vec<Interval> = Vec::new();
    for phase in plan.phases.values().filter(|phase| is_live(&phase.release)) {
        windows.extend(phase.planned);
    }
    for gate in plan.gates.values().filter(|gate| is_live(&gate.release)) {
        windows.extend(gate.due.map(|at| Interval::new(at, at)));
    }
    for release in plan.releases.values() {
        windows.extend(release.go_live.map(|at| Interval::new(at, at)));
    }
    let whole = windows.into_iter().reduce(Interval::hull);
    let near = Interval::new(now.plus_seconds(-7 * DAY), now.plus_seconds(28 * DAY));
    let (start, end) = match whole {
        // What is long over is shown where it was.
        Some(whole) if whole.end < now.plus_seconds(-DAYS_BEFORE * DAY) => {
            (whole.start.max(whole.end.plus_seconds(-DAYS_AFTER * DAY)), whole.end.plus_seconds(7 * DAY))
        }
        Some(whole) => {
            let whole = whole.hull(near);
            let end = whole.end.plus_seconds(3 * DAY).min(now.plus_seconds(DAYS_AFTER * DAY));
            (whole.start.max(now.plus_seconds(-DAYS_BEFORE * DAY)), end)
        }
        None => (near.start, near.end),
    };
    Scale::of(Interval::new(start, end), plan.settings.zone)
}

fn row(bench: &Workbench, scale: &Scale, release: &Release, links: &[Link]) -> PortfolioRow {
    let (plan, now, zone) = (bench.plan(), bench.now(), bench.plan().settings.zone);
    let view = bench.view();
    let phases = view.phases_in_order(&release.id);
    let mut gates: Vec<&Gate> = view.gates_of_release(&release.id).gather();
    gates.arrange_by_key(|gate| (gate.due, gate.id));
    let findings = concerning(bench, release);
    let is_live = release.status.is_live();
    let live = release.deployed_at.or(release.go_live);
    let worst = findings.iter().map(|finding| finding.severity).max();
    let baseline = release.baseline_go_live.filter(|baseline| Some(*baseline) != live);
    PortfolioRow {
        of: RecordRef::from(&release.id),
        name: release.name.clone(),
        kind: release.kind.label(),
        status: release.status,
        depth: 0,
        version: release.deploys.as_ref().map_or_else(String::new, |deploys| deploys.version.clone()),
        go_live: live.map_or_else(String::new, |at| wording::moment(at, zone)),
        countdown: live.filter(|_| is_live).map_or_else(String::new, |at| countdown(now, at)),
        changes: view.changes_in_release(&release.id).count(),
        phases: phases.iter().filter_map(|phase| bar(scale, phase, now, zone)).gather(),
        gates: gates.iter().filter_map(|gate| gate_mark(scale, gate, now, zone)).gather(),
        live_at: live.and_then(|at| scale.within(at)),
        baseline_at: baseline.and_then(|at| scale.within(at)),
        waits: waits(bench, release, links),
        slips: if is_live { slips(plan, release, &phases, now) } else { String::new() },
        contends: if is_live { contends(&findings) } else { String::new() },
        stopped: if is_live { stopped(release, &gates, &findings, now) } else { String::new() },
        mark: worst.map(|severity| (severity, findings.len())),
    }
}

/// The findings about a release, its phases, their bookings, its gates and its changes, and those in which others
/// contend with them; what somebody has waived is left out.
pub(super) fn concerning<'a>(bench: &'a Workbench, release: &Release) -> Vec<&'a Finding> {
    let (index, of) = (bench.view().index, RecordRef::from(&release.id));
    let phases = index.neighbours(Neighbours::Phases, of);
    let mut parts: Vec<RecordRef> = phases.clone().gather();
    parts.extend(phases.flat_map(|phase| index.neighbours(Neighbours::Bookings, phase)));
    parts.extend(index.neighbours(Neighbours::Gates, of));
    parts.extend(index.neighbours(Neighbours::Changes, of));
    parts.push(of);
    let mut found: Vec<&Finding> = Vec::new();
    for part in &parts {
        let checker = bench.checker();
        let mut all: Vec<&Finding> = checker.about(part).iter().gather();
        for finding in checker.mentioning(part) {
            if CONTENTION.contains(&finding.rule) && !parts.contains(&finding.subject) {
                all.push(finding);
            }
        }
        for finding in all {
            if finding.waived.is_none() && !found.iter().any(|other| std::ptr::eq(*other, finding)) {
                found.push(finding);
            }
        }
    }
    found
}

/// What a release and its phases wait for; the order of the phases alone is plain from the picture.
fn waits(bench: &Workbench, release: &Release, links: &[Link]) -> Vec<String> {
    let (view, of) = (bench.view(), RecordRef::from(&release.id));
    let phases: Vec<RecordRef> = view.index.neighbours(Neighbours::Phases, of).chain([of]).gather();
    let own =
        links.iter().filter(|link| phases.contains(&link.then) && (!link.is_implied || link.is_broken()));
    own.map(|link| format!("{} {}", view.title(&link.then), link.said(&view))).gather()
}

fn bar(scale: &Scale, phase: &Phase, now: Instant, zone: Zone) -> Option<PhaseBar> {
    let window = phase.planned?;
    let days = super::release::days(window.start, window.end, zone);
    Some(PhaseBar {
        of: RecordRef::from(&phase.id),
        stretch: scale.stretch(window)?,
        status: phase.status,
        is_late: is_late(phase, now).is_some(),
        said: format!("{}: {days}, {}", phase.name, phase.status.label().to_ascii_lowercase()),
    })
}

fn gate_mark(scale: &Scale, gate: &Gate, now: Instant, zone: Zone) -> Option<GateMark> {
    let due = gate.due?;
    let is_late = gate.decision == GateDecision::Open && due < now;
    let said = format!("{}: {}, due {}", gate.name, gate.decision.label(), wording::short_moment(due, zone));
    Some(GateMark { at: scale.within(due)?, decision: gate.decision, is_late, said })
}

/// For how many seconds a phase should have begun or be over.
fn is_late(phase: &Phase, now: Instant) -> Option<i64> {
    let window = phase.planned?;
    let since = match phase.status {
        PhaseStatus::Planned => now.seconds_since(window.start),
        PhaseStatus::Active => now.seconds_since(window.end),
        PhaseStatus::Passed | PhaseStatus::Failed => 0,
    };
    (0 < since).then_some(since)
}

/// Later than its baseline, or a phase that should have begun or be over.
fn slips(plan: &Plan, release: &Release, phases: &[&Phase], now: Instant) -> String {
    let zone = plan.settings.zone;
    if let (Some(baseline), Some(live)) = (release.baseline_go_live, release.go_live) {
        let days = plan.settings.calendar.working_days_between(zone.date_of(baseline), zone.date_of(live));
        if 0 < days {
            return format!("{} later than the baseline", wording::working_days(days));
        }
    }
    let mut late = phases.iter().filter_map(|phase| Some((phase, is_late(phase, now)?)));
    late.next().map_or_else(String::new, |(phase, since)| {
        let since = wording::duration(since);
        match phase.status {
            PhaseStatus::Planned => format!("{} should have begun {since} ago", phase.name),
            _ => format!("{} should be over since {since}", phase.name),
        }
    })
}

fn contends(findings: &[&Finding]) -> String {
    let found = findings.iter().filter(|finding| CONTENTION.contains(&finding.rule));
    said(&found.map(|finding| finding.sentence.as_str()).gather::<Vec<_>>())
}

/// A gate that is a no-go or overdue, then what blocks.
fn stopped(release: &Release, gates: &[&Gate], findings: &[&Finding], now: Instant) -> String {
    let mut reasons: Vec<String> = Vec::new();
    if release.status != ReleaseStatus::Deployed {
        for gate in gates {
            match (gate.decision, gate.due) {
                (GateDecision::NoGo, _) if !is_asked_again(gate, gates) => {
                    reasons.push(format!("{} is a no-go", gate.name));
                }
                (GateDecision::Open, Some(due)) if due < now => {
                    let since = wording::duration(now.seconds_since(due));
                    reasons.push(format!("{} is undecided for {since}", gate.name));
                }
                _ => {}
            }
        }
    }
    let blocking = findings.iter().filter(|finding| finding.blocks() && !CONTENTION.contains(&finding.rule));
    reasons.extend(blocking.map(|finding| finding.sentence.clone()));
    said(&reasons.iter().map(String::as_str).gather::<Vec<_>>())
}

/// True when a later gate of the same phase was a go: the question was asked a second time.
fn is_asked_again(gate: &Gate, gates: &[&Gate]) -> bool {
    gates.iter().any(|other| {
        other.phase == gate.phase
            && gate.due < other.due
            && matches!(other.decision, GateDecision::Go | GateDecision::GoWithConditions)
    })
}

/// The first reason, and how many more there are.
fn said(reasons: &[&str]) -> String {
    match reasons {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}

pub(super) fn countdown(now: Instant, at: Instant) -> String {
    let seconds = at.seconds_since(now);
    let whole = if seconds.abs() < 3 * 86_400 { seconds } else { seconds / 86_400 * 86_400 };
    if seconds < 0 {
        format!("{} ago", wording::duration(whole))
    } else {
        format!("in {}", wording::duration(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> Workbench {
        Workbench::of_notation(text, None)
    }

    const PLAN: &str = "
        now 12T12
        environment uat Managed capacity=1
        release TRAIN kind=Enterprise live=40
        release A live=30 parent=TRAIN
        release B live=20 parent=TRAIN
        release Alone live=25
        release Old live=1 status=Closed
        phase A1 10..11 of=A env=uat status=Active
        phase B1 15..18 of=B env=uat
        phase C1 16..17 of=Alone env=uat
        gate BG of=B phase=B1 due=11
        gate CG of=Alone due=24 decision=NoGo note=x
    ";

    #[test]
    fn those_that_are_held_come_below_the_one_that_holds_them() {
        let found = portfolio(&open(PLAN), Concern::All, "");
        let rows: Vec<(&str, u8)> = found.rows.iter().map(|row| (row.name.as_str(), row.depth)).collect();
        assert_eq!(rows, [("Alone", 0), ("TRAIN", 0), ("B", 1), ("A", 1), ("Old", 0)]);
        let named = portfolio(&open(PLAN), Concern::All, "b");
        assert_eq!(named.rows.iter().map(|row| row.depth).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn what_slips_contends_and_is_stopped_is_said_and_counted() {
        let bench = open(PLAN);
        let found = portfolio(&bench, Concern::All, "");
        let row = |name: &str| found.rows.iter().find(|row| row.name == name).unwrap();
        assert_eq!(row("A").slips, "A1 should be over since 1 day 12 h");
        assert!(row("Alone").contends.contains("uat"), "{}", row("Alone").contends);
        assert!(row("B").stopped.starts_with("BG is undecided for 1 day 12 h"), "{}", row("B").stopped);
        assert!(row("Alone").stopped.contains("CG is a no-go"), "{}", row("Alone").stopped);
        assert_eq!((found.counts.all, found.counts.slips, found.counts.over), (5, 1, 1));
        let slipping = portfolio(&bench, Concern::Slips, "");
        assert_eq!(slipping.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["A"]);
        assert_eq!(slipping.counts, found.counts);
    }

    #[test]
    fn what_a_release_and_its_phases_wait_for_is_said_with_by_how_much_it_is_broken() {
        let text = "
            release A live=20
            release B live=18 after=A
            phase B1 3..6 of=B order=1
            phase B2 5..8 of=B order=2
            phase B3 8..9 of=B order=3
        ";
        let found = portfolio(&open(text), Concern::All, "");
        let row = found.rows.iter().find(|row| row.name == "B").unwrap();
        let expected = [
            "B starts after the end of A: 2 days too early",
            "B2 starts after the end of B1: 1 day too early",
        ];
        assert_eq!(row.waits, expected);
    }

    #[test]
    fn releases_that_hold_each_other_are_shown_once() {
        let found = portfolio(&open("release A parent=B\nrelease B parent=A"), Concern::All, "");
        assert_eq!(found.rows.len(), 2);
    }
}
