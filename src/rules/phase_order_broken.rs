//! `phase-order-broken`.

use super::along::move_along;
use super::precedence::phase_end;
use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::{Command, Phase, PhaseStatus, Record, RecordRef};
use crate::order::Arrange;
use crate::time::{Instant, Interval};

rule! {
    /// A phase of a release starts after the phases that come before it have ended.
    ///
    /// # Why
    /// A version goes on when it has passed; what starts before that tests something that may not survive. Phases of
    /// the same number may go on side by side. Reported on the later phase, against the one that holds it longest.
    ///
    /// # Fails
    /// ```plan
    /// release R1
    /// phase build 1..10 of=R1 order=1
    /// phase test 9..15 of=R1 order=2    #! phase-order-broken
    /// phase live 9..10 of=R1 order=3    #! phase-order-broken
    /// ```
    /// # Passes
    /// ```plan
    /// release R1
    /// release R2 status=Cancelled
    /// phase build 1..10 of=R1 order=1
    /// phase test 10..15 of=R1 order=2
    /// phase load 10..12 of=R1 order=2
    /// phase old 1..10 of=R2 order=1
    /// phase gone 5..10 of=R2 order=2
    /// ```
    "phase-order-broken", "Phase starts before an earlier one ends", Blocker, Phase => check, mend,
}

fn check(view: &View, phase: &Phase, found: &mut Vec<Finding>) {
    let Some(window) = open_window(view, phase) else { return };
    let earlier = phases(view, phase).filter(|other| other.order < phase.order);
    let ends = earlier.filter_map(|other| Some((phase_end(other)?, other)));
    let Some((ends_at, other)) = ends.max_by_key(|(end, other)| (*end, &other.id)) else { return };
    if ends_at <= window.start {
        return;
    }
    let late = ends_at.seconds_since(window.start);
    let (subject, related) = (RecordRef::from(&phase.id), RecordRef::from(&other.id));
    let release = RecordRef::from(&phase.release);
    let sentence = format!(
        "{} of {} starts at {}, {} before {} ends ({}).",
        phase.title(),
        view.title(&release),
        view.moment(window.start),
        duration(late),
        other.title(),
        view.moment(ends_at),
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(Interval::new(window.start, ends_at));
    finding.proof.push(Proof::Order {
        first: related,
        first_at: ends_at,
        then: subject,
        then_at: window.start,
    });
    finding.fact(release, "orders its phases");
    view.blame(finding, related);
    finding.harm = harm(1, late);
}

/// The window of a phase that is still to be held to its order: not over, of a live release.
fn open_window(view: &View, phase: &Phase) -> Option<Interval> {
    let is_live = view.plan.releases.get(&phase.release).is_some_and(|release| release.status.is_live());
    let is_open = matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active);
    phase.planned.filter(|window| is_live && is_open && !window.is_empty())
}

/// All phases of the same release.
fn phases<'a>(view: &View<'a>, phase: &'a Phase) -> impl Iterator<Item = &'a Phase> + use<'a> {
    view.phases_of_release(&phase.release)
}

/// Moves the phase to the end of those before it, and the phases after it as far as that pushes them; or it and all that
/// follows it by as many working days.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(phase) = finding.subject.id_of().and_then(|id| view.plan.phases.get(&id)) else {
        return Vec::new();
    };
    if phase.status != PhaseStatus::Planned {
        return Vec::new();
    }
    let Some(start) = finding.span.map(|span| span.end) else { return Vec::new() };
    let Some(window) = phase.planned.map(|window| window.starting_at(start)) else { return Vec::new() };
    let mut pushed: Vec<&Phase> = phases(view, phase).filter(|other| phase.order < other.order).gather();
    pushed.arrange_by_key(|other| (other.order, &other.id));
    let mut moves = vec![view.move_to(finding.subject, window, false)];
    let mut moved: Vec<(u32, Instant)> = vec![(phase.order, window.end)];
    for other in pushed {
        let before = moved.iter().filter(|(order, _)| *order < other.order).map(|(_, end)| *end);
        let (Some(ready), Some(theirs)) = (before.max(), open_window(view, other)) else { continue };
        if theirs.start < ready && other.status == PhaseStatus::Planned {
            let pushed_to = theirs.starting_at(ready);
            moves.push(view.move_to(RecordRef::from(&other.id), pushed_to, true));
            moved.push((other.order, pushed_to.end));
        }
    }
    // What has to end before it must not move with it.
    let comes_before = |other: &Phase| other.release == phase.release && other.order < phase.order;
    let along = move_along(view, phase, window, comes_before);
    let Some(first) = moves.first() else { return Vec::new() };
    if moves.len() == 1 {
        moves.extend(along);
        return moves;
    }
    let label = format!("{}, and {} later along", first.label, moves.len() - 1);
    let commands = moves.into_iter().map(|fix| fix.command).gather();
    let pushing = Fix { label: label.as_str().into(), command: Command::Batch { label, commands } };
    let mut fixes = vec![pushing];
    fixes.extend(along);
    fixes
}
