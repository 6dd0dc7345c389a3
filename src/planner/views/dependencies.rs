//! What waits for what, and by how much that is kept or broken: the dependencies of changes, releases and phases as they
//! are drawn and said.

use crate::gather::Gather;
use crate::model::{Dependency, DependencyKind, HasTable, Id, Phase, PhaseStatus, RecordRef, Release};
use crate::order::Arrange;
use crate::rules::{View, precedence, wording};
use crate::time::Instant;

/// A dependency between two records.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// What is waited for.
    pub first: RecordRef,
    /// What waits.
    pub then: RecordRef,
    /// What stands for both in a picture: of a release that starts with another the first phases, else themselves.
    pub bars: (RecordRef, RecordRef),
    /// Which end waits for which.
    pub kind: DependencyKind,
    /// Minutes between.
    pub lag_minutes: i32,
    /// Seconds between when it may start and when it does; negative when too early. `None` when a date is missing, or
    /// when what waits is over.
    pub gap: Option<i64>,
    /// Why what is waited for never comes: `cancelled`; empty otherwise.
    pub never: String,
    /// True when only the order of the phases says so.
    pub is_implied: bool,
    /// The releases of phases, so that a release brings the dependencies of its phases forward.
    releases: Vec<RecordRef>,
}

impl Link {
    /// True when what waits starts too early, or waits for what never comes.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        !self.never.is_empty() || self.gap.is_some_and(|gap| gap < 0)
    }

    /// True when it begins or ends at the record or at a phase of it.
    #[must_use]
    pub fn concerns(&self, record: &RecordRef) -> bool {
        self.concerned().any(|one| one == record)
    }

    /// The records that bring it forward, some of them twice.
    pub fn concerned(&self) -> impl Iterator<Item = &RecordRef> {
        [&self.first, &self.then, &self.bars.0, &self.bars.1].into_iter().chain(&self.releases)
    }

    /// What stands at its arrow: `2 days too early` when it is broken, else its lag, `+ 2 h`; empty without one.
    #[must_use]
    pub fn label(&self) -> String {
        let lag = i64::from(self.lag_minutes) * 60;
        match self.gap {
            _ if !self.never.is_empty() => self.never.clone(),
            Some(gap) if gap < 0 => format!("{} too early", wording::duration(gap)),
            _ if lag == 0 => String::new(),
            _ => format!("{} {}", if lag < 0 { '−' } else { '+' }, wording::duration(lag)),
        }
    }

    /// For who does not see the arrow, said of what waits: `starts after the end of Billing 12.4 + 2 h: 2 days too
    /// early`.
    #[must_use]
    pub fn said(&self, view: &View) -> String {
        let lag = i64::from(self.lag_minutes) * 60;
        let lag = match lag {
            0 => String::new(),
            lag => format!(" {} {}", if lag < 0 { '−' } else { '+' }, wording::duration(lag)),
        };
        let verdict = if self.is_broken() { format!(": {}", self.label()) } else { String::new() };
        format!("{} {}{lag}{verdict}", self.kind.label(), view.title(&self.first))
    }
}

/// All dependencies of the plan whose both sides are in it; those that only the order of phases implies where a phase
/// names none of its own release.
#[must_use]
pub fn links(view: &View) -> Vec<Link> {
    let mut found = Vec::new();
    for change in view.plan.changes.values() {
        let start = change.live_window().map(|window| window.start);
        for dependency in &change.depends_on {
            let Some(other) = view.plan.changes.get(&dependency.on) else { continue };
            let ready = precedence::change_ready_at(view, dependency).map(|(ready, _)| ready);
            let mut link = link(&change.id, dependency);
            link.gap = gap(start, ready);
            if start.is_some() && precedence::is_change_dropped(other) {
                link.never = other.status.label().to_ascii_lowercase();
            }
            found.push(link);
        }
    }
    found.extend(release_links(view));
    found
}

/// Those of releases and phases alone.
#[must_use]
pub fn release_links(view: &View) -> Vec<Link> {
    let mut found = Vec::new();
    for release in view.plan.releases.values() {
        let own = release.depends_on.iter();
        found.extend(own.filter_map(|dependency| of_release(view, release, dependency)));
    }
    view.plan.phases.values().for_each(|phase| of_phase(view, phase, &mut found));
    found
}

fn of_release(view: &View, release: &Release, dependency: &Dependency<Release>) -> Option<Link> {
    use crate::model::ReleaseStatus::Deployed;
    let other = view.plan.releases.get(&dependency.on)?;
    let mut link = link(&release.id, dependency);
    let moment = |release| precedence::release_moment(view, release, dependency.kind);
    let is_open = release.status.is_live() && release.status != Deployed;
    let ready = moment(other).map(|at| at.plus_minutes(i64::from(dependency.lag_minutes)));
    link.gap = gap(moment(release).filter(|_| is_open), ready);
    if is_open && precedence::is_release_dropped(other) {
        link.never = other.status.label().to_ascii_lowercase();
    }
    if dependency.kind == DependencyKind::StartStart {
        let bar = |release| precedence::first_phase(view, release).map(|phase| RecordRef::from(&phase.id));
        link.bars = (bar(other)?, bar(release)?);
    }
    Some(link)
}

fn of_phase(view: &View, phase: &Phase, found: &mut Vec<Link>) {
    let is_live = view.plan.releases.get(&phase.release).is_some_and(|release| release.status.is_live());
    let is_open = is_live && matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active);
    let start = phase.planned.filter(|window| is_open && !window.is_empty()).map(|window| window.start);
    let make = |other: &Phase, dependency: &Dependency<Phase>| {
        let base = match dependency.kind {
            DependencyKind::FinishStart => precedence::phase_end(other),
            DependencyKind::StartStart => {
                other.actual_start.or(other.planned.filter(|window| !window.is_empty()).map(|one| one.start))
            }
        };
        let ready = base.map(|base| base.plus_minutes(i64::from(dependency.lag_minutes)));
        let releases = vec![RecordRef::from(&phase.release), RecordRef::from(&other.release)];
        Link { gap: gap(start, ready), releases, ..link(&phase.id, dependency) }
    };
    let own = phase.depends_on.iter().filter_map(|one| Some((one, view.plan.phases.get(&one.on)?)));
    let before = found.len();
    found.extend(own.map(|(dependency, other)| make(other, dependency)));
    let has_own = found.iter().skip(before).any(|link| {
        let on: Option<Id<Phase>> = link.first.id_of();
        on.and_then(|on| view.plan.phases.get(&on)).is_some_and(|other| other.release == phase.release)
    });
    if has_own {
        return;
    }
    let mut earlier: Vec<&Phase> = view.phases_of_release(&phase.release).gather();
    earlier.retain(|other| other.order < phase.order);
    earlier.arrange_by_key(|other| (std::cmp::Reverse(other.order), other.id));
    let nearest = earlier.first().map(|other| other.order);
    let nearest = earlier.iter().filter(|other| Some(other.order) == nearest);
    found.extend(nearest.map(|other| Link { is_implied: true, ..make(other, &Dependency::after(other.id)) }));
}

fn link<T: HasTable>(then: &Id<T>, dependency: &Dependency<T>) -> Link {
    let (first, then) = (RecordRef::from(&dependency.on), RecordRef::from(then));
    Link {
        bars: (first, then),
        first,
        then,
        kind: dependency.kind,
        lag_minutes: dependency.lag_minutes,
        gap: None,
        never: String::new(),
        is_implied: false,
        releases: Vec::new(),
    }
}

fn gap(start: Option<Instant>, ready: Option<Instant>) -> Option<i64> {
    Some(start?.seconds_since(ready?))
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::planner::Workbench;

    fn said(text: &str) -> Vec<String> {
        let bench = Workbench::of_notation(text, None);
        let view = bench.view();
        links(&view).iter().map(|link| format!("{} {}", view.title(&link.then), link.said(&view))).collect()
    }

    #[test]
    fn a_broken_dependency_says_by_how_much_and_a_kept_one_its_lag() {
        let found = said(
            "
            change C1 10T20..10T22
            change C2 10T21..10T23 after=C1
            change C3 12T20..12T22 after=C1+120
            change C4 10T19:30..11T00 with-start=C1-15
            change C5 9T20..9T22 after=C1 status=Closed actual=9T20..9T22
            change C6 12T20..12T22 after=C7
            change C7 status=Cancelled
        ",
        );
        assert_eq!(
            found,
            [
                "C2 starts after the end of C1: 1 h too early",
                "C3 starts after the end of C1 + 2 h",
                "C4 starts after the start of C1 − 15 min: 15 min too early",
                "C5 starts after the end of C1",
                "C6 starts after the end of C7: cancelled",
            ]
        );
    }

    #[test]
    fn releases_count_from_go_live_or_first_phase_and_phases_from_their_order_unless_they_name_another() {
        let text = "
            release R1 live=20
            release R2 live=18 after=R1
            release R3 live=30 with-start=R1
            phase A1 1..5 of=R1 order=1
            phase A2 4..8 of=R1 order=2
            phase A3 8..9 of=R1 order=3 after=A1+1440
            phase B1 3..5 of=R3 order=1
        ";
        assert_eq!(
            said(text),
            [
                "R2 starts after the end of R1: 2 days too early",
                "R3 starts after the start of R1",
                "A2 starts after the end of A1: 1 day too early",
                "A3 starts after the end of A1 + 1 day",
            ]
        );
        let bench = Workbench::of_notation(text, None);
        let found = links(&bench.view());
        let implied: Vec<bool> = found.iter().map(|link| link.is_implied).collect();
        assert_eq!(implied, [false, false, true, false]);
        let with_start = &found[1];
        assert_eq!(
            (with_start.bars.0.to_string(), with_start.bars.1.to_string()),
            ("phases/A1".into(), "phases/B1".into())
        );
        let r1 = RecordRef::from(&Id::<Release>::lenient("R1"));
        assert_eq!(found.iter().map(|link| link.concerns(&r1)).collect::<Vec<_>>(), [true, true, true, true]);
    }
}
