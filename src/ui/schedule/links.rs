//! The lines from bar to bar of the selected record: what it waits for, and what waits for it.

use crate::model::{Change, Id, Phase, RecordRef, Release};
use crate::order::Arrange;
use crate::planner::Workbench;
use crate::planner::views::timeline::{Lanes, Place};

/// From where to where; what comes first is first.
pub(super) fn of(bench: &Workbench, lanes: &Lanes, selected: Option<&RecordRef>) -> Vec<(Place, Place)> {
    let Some(record) = selected else { return Vec::new() };
    let Some(here) = lanes.find(record, None) else { return Vec::new() };
    let (before, after) = neighbours(bench, record);
    let place = |of: &RecordRef| lanes.find(of, Some(here));
    let to_here = before.iter().filter_map(place).map(|from| (from, here));
    to_here.chain(after.iter().filter_map(place).map(|to| (here, to))).collect()
}

fn neighbours(bench: &Workbench, record: &RecordRef) -> (Vec<RecordRef>, Vec<RecordRef>) {
    let view = bench.view();
    if let Some(id) = record.id_of::<Change>() {
        let before = view.plan.changes.get(&id).map(|change| &change.depends_on);
        let before = before.into_iter().flatten().map(|dependency| RecordRef::from(&dependency.on)).collect();
        return (before, view.index.changes_waiting_for(&id).map(RecordRef::from).collect());
    }
    if let Some(id) = record.id_of::<Release>() {
        let before = view.plan.releases.get(&id).map(|release| &release.depends_on);
        let before = before.into_iter().flatten().map(|dependency| RecordRef::from(&dependency.on)).collect();
        return (before, view.index.releases_waiting_for(&id).map(RecordRef::from).collect());
    }
    let Some(phase) = record.id_of::<Phase>().and_then(|id| view.plan.phases.get(&id)) else {
        return (Vec::new(), Vec::new());
    };
    let mut of_release: Vec<(u32, &Id<Phase>)> = view
        .index
        .phases_of_release(&phase.release)
        .filter_map(|id| Some((view.plan.phases.get(id)?.order, id)))
        .collect();
    of_release.arrange();
    let here = (phase.order, &phase.id);
    let before = of_release.iter().rfind(|other| **other < here).map(|(_, id)| RecordRef::from(*id));
    let after = of_release.iter().find(|other| **other > here).map(|(_, id)| RecordRef::from(*id));
    (before.into_iter().collect(), after.into_iter().collect())
}
