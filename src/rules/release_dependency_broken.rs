//! `release-dependency-broken`.

use super::precedence::{is_release_dropped, release_moment};
use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::{
    Command, Dependency, DependencyKind, PhaseStatus, Record, RecordRef, Release, ReleaseStatus, Severity,
};
use crate::time::{Instant, Interval};

rule! {
    /// A release goes live after the releases that it depends on, and those are going to be live.
    ///
    /// # Why
    /// It was built and tested against what the other brings. After the end of means go-live after go-live; after the
    /// start of means first phase after first phase. A release that depends on one without a date warns.
    ///
    /// # Fails
    /// ```plan
    /// release R1 live=20
    /// release R2 live=19 after=R1         #! release-dependency-broken
    /// release R3 live=20T12 after=R1+1440    #! release-dependency-broken
    /// release R4 live=30 after=R5         #! release-dependency-broken
    /// release R5 live=10 status=BackedOut
    /// ```
    /// ```plan
    /// release R1 live=20
    /// release R2 live=30 with-start=R1    #! release-dependency-broken
    /// phase build1 5..10 of=R1
    /// phase build2 3..10 of=R2
    /// ```
    /// # Passes
    /// ```plan
    /// release R1 live=20
    /// release R2 live=20 after=R1
    /// release R3 live=21 after=R1+1440
    /// release R4 live=10 after=R1 status=Cancelled
    /// release R5 live=30 with-start=R1
    /// phase build1 5..10 of=R1
    /// phase build5 5..10 of=R5
    /// ```
    "release-dependency-broken", "Release goes before one that it depends on", Blocker, Release => check, mend,
}

fn check(view: &View, release: &Release, found: &mut Vec<Finding>) {
    if !release.status.is_live() || release.status == ReleaseStatus::Deployed {
        return;
    }
    let mut seen = Vec::new();
    for dependency in &release.depends_on {
        if !seen.contains(&&dependency.on) {
            seen.push(&dependency.on);
            found.extend(worst(view, release, dependency));
        }
    }
}

/// The finding about one release that is depended on, by the dependency on it that is broken most.
fn worst(view: &View, release: &Release, first: &Dependency<Release>) -> Option<Finding> {
    let other = view.plan.releases.get(&first.on)?;
    let subject = RecordRef::from(&release.id);
    let related = RecordRef::from(&other.id);
    let finding = |sentence: String| {
        let mut finding = view.finding(&RULE, subject, sentence);
        view.blame(&mut finding, related);
        finding
    };
    if is_release_dropped(other) {
        let word = other.status.label().to_ascii_lowercase();
        let sentence = format!("{} depends on {}, which is {word}.", release.title(), other.title());
        let mut dropped = finding(sentence);
        dropped.fact(related, format!("is {word}"));
        return Some(dropped);
    }
    let on_it = release.depends_on.iter().filter(|dependency| dependency.on == first.on);
    let planned: Vec<(&Dependency<Release>, Instant)> = on_it
        .filter_map(|dependency| Some((dependency, release_moment(view, release, dependency.kind)?)))
        .gather();
    let (undated, _) = planned.first()?;
    let dated = planned.iter().filter_map(|(dependency, at)| {
        let base = release_moment(view, other, dependency.kind)?;
        let ready = base.plus_minutes(i64::from(dependency.lag_minutes));
        Some((ready.seconds_since(*at), *dependency, *at, base))
    });
    let Some((late, dependency, at, base)) = dated.max_by_key(|(late, ..)| *late) else {
        let what = match undated.kind {
            DependencyKind::FinishStart => "go-live",
            DependencyKind::StartStart => "phase with dates",
        };
        let sentence = format!("{} depends on {}, which has no {what}.", release.title(), other.title());
        let mut undated = finding(sentence);
        undated.severity = Severity::Warning;
        undated.fact(related, format!("has no {what}"));
        return Some(undated);
    };
    if late <= 0 {
        return None;
    }
    let ready = at.plus_seconds(late);
    let mut early = finding(sentence(view, release, other, dependency, (at, base, late)));
    early.span = Some(Interval::new(at, ready));
    early.proof.push(Proof::Order { first: related, first_at: ready, then: subject, then_at: at });
    early.harm = harm(1, late);
    Some(early)
}

fn sentence(
    view: &View,
    release: &Release,
    other: &Release,
    dependency: &Dependency<Release>,
    (at, base, late): (Instant, Instant, i64),
) -> String {
    let verb = if dependency.kind == DependencyKind::FinishStart { "goes live" } else { "starts" };
    let lag = match dependency.lag_minutes {
        0 => String::new(),
        lag if lag < 0 => format!(" less {}", duration(i64::from(lag) * 60)),
        lag => format!(" plus {}", duration(i64::from(lag) * 60)),
    };
    format!(
        "{} {verb} at {}, {} too early: it depends on {}, which {verb} at {}{lag}.",
        release.title(),
        view.moment(at),
        duration(late),
        other.title(),
        view.moment(base),
    )
}

/// Moves the go-live, and where the first phases are out of order all phases, by what is missing.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(release) = finding.subject.id_of().and_then(|id| view.plan.releases.get(&id)) else {
        return Vec::new();
    };
    if finding.span.is_none() || finding.related.contains(&finding.subject) {
        let mut alone = release.clone();
        alone.depends_on.retain(|dependency| !finding.related.contains(&RecordRef::from(&dependency.on)));
        return vec![Fix { label: "Do not depend on it".into(), command: Command::Edit(alone.into()) }];
    }
    let late = |kind| {
        let at = release_moment(view, release, kind)?;
        let on_it = release.depends_on.iter().filter(|dependency| {
            dependency.kind == kind && finding.related.contains(&RecordRef::from(&dependency.on))
        });
        let ready = on_it.filter_map(|dependency| {
            let other = view.plan.releases.get(&dependency.on)?;
            Some(release_moment(view, other, kind)?.plus_minutes(i64::from(dependency.lag_minutes)))
        });
        ready.max().map(|ready| ready.seconds_since(at)).filter(|late| 0 < *late)
    };
    let mut moves = Vec::new();
    if let Some((go_live, late)) = release.go_live.zip(late(DependencyKind::FinishStart)) {
        let at = go_live.plus_seconds(late);
        moves.push(view.move_to(finding.subject, Interval::new(at, at), false));
    }
    if let Some(late) = late(DependencyKind::StartStart) {
        let phases = view.phases_of_release(&release.id);
        for phase in phases {
            let Some(planned) = phase.planned.filter(|window| !window.is_empty()) else { continue };
            if phase.status != PhaseStatus::Planned {
                return Vec::new();
            }
            moves.push(view.move_to(RecordRef::from(&phase.id), planned.shifted_by_seconds(late), true));
        }
    }
    if moves.len() < 2 {
        return moves;
    }
    let label = format!("Move {} and its phases", release.title());
    let commands = moves.into_iter().map(|fix| fix.command).gather();
    vec![Fix { label: label.as_str().into(), command: Command::Batch { label, commands } }]
}
