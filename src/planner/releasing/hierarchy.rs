//! An enterprise release and those that it holds: pushing phases and gates down, and where they differ.

use crate::model::altered;
use crate::model::{Diff, Gate, GateDecision, Id, Phase, PhaseStatus, Plan, RecordRef, Release, Table};
use crate::planner::fresh_id;

/// Where a release that is held differs from the one that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The release that is held.
    pub child: Id<Release>,
    /// The phase or gate of the release that holds it.
    pub of: RecordRef,
    /// The child's phase or gate of the same name; none when it lacks it.
    pub own: Option<RecordRef>,
    /// By how many working days the child's is later; negative when earlier.
    pub days_later: i64,
}

/// All differences of the releases that one holds, by release.
#[must_use]
pub fn differences(plan: &Plan, parent: &Id<Release>) -> Vec<Difference> {
    let mut found = Vec::new();
    for child in children(plan, parent) {
        for phase in plan.phases.values().filter(|phase| phase.release == *parent) {
            let own = phase_named(plan, &child.id, &phase.name);
            let later = match (own.map(|own| own.planned), phase.planned) {
                (Some(Some(own)), Some(theirs)) if own != theirs => {
                    super::dates::days_later(&plan.settings, theirs, own)
                }
                (Some(own), theirs) if own == theirs => continue,
                _ => 0,
            };
            let of = RecordRef::from(&phase.id);
            let own = own.map(|own| RecordRef::from(&own.id));
            found.push(Difference { child: child.id, of, own, days_later: later });
        }
        for gate in plan.gates.values().filter(|gate| gate.release == *parent) {
            let own = gate_named(plan, &child.id, &gate.name);
            if own.is_some_and(|own| own.due == gate.due) {
                continue;
            }
            let zone = plan.settings.zone;
            let days = own.and_then(|own| own.due).zip(gate.due).map_or(0, |(own, theirs)| {
                plan.settings.calendar.working_days_between(zone.date_of(theirs), zone.date_of(own))
            });
            let of = RecordRef::from(&gate.id);
            let own = own.map(|own| RecordRef::from(&own.id));
            found.push(Difference { child: child.id, of, own, days_later: days });
        }
    }
    found
}

/// The releases that one holds.
pub fn children<'a>(plan: &'a Plan, parent: &'a Id<Release>) -> impl Iterator<Item = &'a Release> {
    plan.releases.values().filter(move |other| other.parent.as_ref() == Some(parent) && other.id != *parent)
}

/// What pushing down changes: a child's phase or gate of the same name takes the dates, a missing one comes. Phases
/// that are begun and gates that are decided stay as they are.
#[must_use]
pub fn pushed(plan: &Plan, parent: &Id<Release>, to: &[Id<Release>]) -> Diff {
    let mut diff = Diff::default();
    let (mut new_phases, mut new_gates) = (0, 0);
    let is_meant = |child: &&Release| child.status.is_live() && (to.is_empty() || to.contains(&child.id));
    for child in children(plan, parent).filter(is_meant) {
        let mut phase_of: Vec<(Id<Phase>, Id<Phase>)> = Vec::new();
        for phase in plan.phases.values().filter(|phase| phase.release == *parent) {
            let own = match phase_named(plan, &child.id, &phase.name) {
                Some(own) if own.status != PhaseStatus::Planned => continue,
                Some(own) => {
                    altered!(own.clone(), planned: phase.planned, working_days: phase.working_days)
                }
                None => {
                    new_phases += 1;
                    altered!(
                        phase.clone(),
                        id: numbered(plan, Table::Phases, new_phases),
                        release: child.id,
                        status: PhaseStatus::Planned,
                        baseline: None,
                        depends_on: Vec::new(),
                        tests_passed: None,
                        tests_total: None,
                        actual_start: None,
                        actual_end: None,
                    )
                }
            };
            phase_of.push((phase.id, own.id));
            diff.set(plan, own.into());
        }
        for gate in plan.gates.values().filter(|gate| gate.release == *parent) {
            let own = match gate_named(plan, &child.id, &gate.name) {
                Some(own) if own.decision != GateDecision::Open => continue,
                Some(own) => altered!(own.clone(), due: gate.due),
                None => {
                    new_gates += 1;
                    let ends =
                        gate.phase.as_ref().and_then(|phase| phase_of.iter().find(|(of, _)| of == phase));
                    let fresh = numbered(plan, Table::Gates, new_gates);
                    let mut criteria = gate.criteria.clone();
                    criteria.iter_mut().for_each(|one| (one.met, one.evidence) = (false, String::new()));
                    altered!(
                        Gate::open(fresh, child.id, gate.name.clone()),
                        phase: ends.map(|(_, own)| *own),
                        due: gate.due,
                        criteria,
                    )
                }
            };
            diff.set(plan, own.into());
        }
    }
    diff
}

fn numbered<T>(plan: &Plan, table: Table, place: u64) -> Id<T> {
    let first = fresh_id(plan, table);
    let number = first.rsplit_once('-').and_then(|(_, number)| number.parse::<u64>().ok()).unwrap_or(1);
    Id::lenient(&format!("{}-{:04}", table.id_prefix(), number + place - 1))
}

fn phase_named<'a>(plan: &'a Plan, release: &Id<Release>, name: &str) -> Option<&'a Phase> {
    let mut own = plan.phases.values().filter(|phase| phase.release == *release);
    own.find(|phase| phase.name.trim().eq_ignore_ascii_case(name.trim()))
}

fn gate_named<'a>(plan: &'a Plan, release: &Id<Release>, name: &str) -> Option<&'a Gate> {
    let mut own = plan.gates.values().filter(|gate| gate.release == *release);
    own.find(|gate| gate.name.trim().eq_ignore_ascii_case(name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Command;
    use crate::planner::Workbench;

    #[test]
    fn phases_and_gates_are_pushed_down_and_a_difference_is_seen() {
        let text = "
            release ENT kind=Enterprise live=30
            release A parent=ENT
            release B parent=ENT
            phase E1 \"System test\" 5..10 of=ENT order=1
            gate EG \"Tested\" of=ENT phase=E1 due=9T17
            phase A1 \"System test\" 6..14 of=A order=1
            phase B1 \"system test\" 6..14 of=B order=1 status=Active
        ";
        let mut bench = Workbench::of_notation(text, None);
        let ent = Id::lenient("ENT");
        let seen = |bench: &Workbench| {
            let found = differences(bench.plan(), &ent);
            found
                .iter()
                .map(|one| (one.child.to_string(), one.own.is_some(), one.days_later))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            seen(&bench),
            [("A".into(), true, 2), ("A".into(), false, 0), ("B".into(), true, 2), ("B".into(), false, 0)]
        );
        bench.run(&Command::PushDown { release: ent, to: Vec::new() }).unwrap();
        assert_eq!(seen(&bench), [("B".into(), true, 2)], "what is begun stays, and is seen to differ");
        let gate = bench.plan().gates.values().find(|gate| gate.release.as_str() == "A").unwrap();
        assert_eq!(gate.phase.as_ref().map(Id::as_str), Some("A1"));
    }
}
