//! When what waits for something may start. One file, so that the rules, the free slots and the drawn dependencies agree.

use super::View;
use crate::model::{Change, ChangeStatus, Dependency, DependencyKind, Phase, Release, ReleaseStatus};
use crate::time::Instant;

/// When a change may start that depends so, and the bare moment without the lag. A change that is done counts from its
/// actual times. `None` when the other is not in the plan, has no dates, or is not going to be made.
#[must_use]
pub fn change_ready_at(view: &View, dependency: &Dependency<Change>) -> Option<(Instant, Instant)> {
    let other = view.plan.changes.get(&dependency.on).filter(|other| !is_change_dropped(other))?;
    let planned = other.planned.filter(|planned| !planned.is_empty());
    let moment = match dependency.kind {
        DependencyKind::FinishStart => other.actual_end.or(planned.map(|planned| planned.end)),
        DependencyKind::StartStart => other.actual_start.or(planned.map(|planned| planned.start)),
    }?;
    Some((moment.plus_minutes(i64::from(dependency.lag_minutes)), moment))
}

/// True for a change that is not going to be made.
#[must_use]
pub fn is_change_dropped(change: &Change) -> bool {
    matches!(change.status, ChangeStatus::Rejected | ChangeStatus::Withdrawn | ChangeStatus::Cancelled)
}

/// The moment of a release that a dependency of this kind counts from: its go-live, or the start of its first phase.
#[must_use]
pub fn release_moment(view: &View, release: &Release, kind: DependencyKind) -> Option<Instant> {
    match kind {
        DependencyKind::FinishStart => release.go_live,
        DependencyKind::StartStart => {
            first_phase(view, release).and_then(|phase| phase.planned).map(|window| window.start)
        }
    }
}

/// The phase of a release that is planned to start first.
#[must_use]
pub fn first_phase<'a>(view: &View<'a>, release: &Release) -> Option<&'a Phase> {
    let phases = view.phases_of_release(&release.id);
    let dated = phases.filter(|phase| phase.planned.is_some_and(|window| !window.is_empty()));
    dated.min_by_key(|phase| phase.planned.map(|window| window.start))
}

/// True for a release that is not going to be live.
#[must_use]
pub fn is_release_dropped(release: &Release) -> bool {
    matches!(release.status, ReleaseStatus::Cancelled | ReleaseStatus::BackedOut)
}

/// When a phase is over for what waits for it: really, or as planned.
#[must_use]
pub fn phase_end(phase: &Phase) -> Option<Instant> {
    let planned = phase.planned.filter(|window| !window.is_empty());
    phase.actual_end.or(planned.map(|window| window.end))
}
