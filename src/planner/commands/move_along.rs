//! Moves a phase and what follows it: later phases of its release, what waits for them, gates and the go-live.

use super::plan_phases::gates_of;
use super::{called, relocate};
use crate::model::altered;
use crate::model::{GateDecision, Id, Phase, Plan, RecordRef};
use crate::planner::releasing::dates;
use crate::planner::{Refusal, Step};
use crate::rules::along::followers;
use crate::time::Interval;

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, id: &Id<Phase>, window: Interval) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let phase = plan.phases.get(id).ok_or(Refusal::Missing(of))?;
    let mut diff = relocate::step(plan, &of, window)?.diff;
    let Some(before) = phase.planned.filter(|before| !before.is_empty()) else {
        return Ok(Step { label: format!("Move {}", called(&of)), diff });
    };
    let days = dates::days_later(&plan.settings, before, window);
    for gate in gates_of(plan, phase) {
        let due = Some(dates::end_of_work(&plan.settings, window));
        diff.set(plan, altered!(gate.clone(), due).into());
    }
    let moved = followers(plan, phase);
    for follower in &moved {
        let planned = follower.planned.filter(|theirs| !theirs.is_empty());
        let Some(theirs) = planned.and_then(|theirs| dates::shifted(&plan.settings, theirs, days)) else {
            continue;
        };
        diff = diff.then(relocate::step(plan, &RecordRef::from(&follower.id), theirs)?.diff);
    }
    let is_moved = |id: &Id<Phase>| moved.iter().any(|other| other.id == *id);
    for gate in plan.gates.values().filter(|gate| gate.decision == GateDecision::Open) {
        let follows = match &gate.phase {
            Some(own) => is_moved(own),
            None => gate.release == phase.release && gate.due.is_some_and(|due| before.end <= due),
        };
        let later = gate.due.filter(|_| follows).and_then(|due| {
            dates::shifted(&plan.settings, Interval::new(due, due), days).map(|point| point.start)
        });
        if let Some(due) = later {
            diff.set(plan, altered!(gate.clone(), due: Some(due)).into());
        }
    }
    if let Some(release) = plan.releases.get(&phase.release)
        && let Some(live) = release.go_live.filter(|live| before.start < *live)
        && let Some(point) = dates::shifted(&plan.settings, Interval::new(live, live), days)
    {
        diff.set(plan, altered!(release.clone(), go_live: Some(point.start)).into());
    }
    let label = match diff.touched().len() {
        0 => return Err(Refusal::Nothing),
        1 => format!("Move {}", called(&of)),
        more => format!("Move {} and {} that follow", called(&of), more - 1),
    };
    Ok(Step { label, diff })
}

#[cfg(test)]
mod tests {
    use crate::model::Command;
    use crate::planner::Workbench;
    use crate::time::Interval;

    #[test]
    fn what_follows_a_phase_moves_by_as_many_working_days_and_can_be_looked_at_before() {
        let text = "
            environment sit capacity=1
            release R1 live=24T12
            phase P1 5..10 of=R1 env=sit order=1
            phase P2 12..17 of=R1 env=sit order=2
            phase P3 19..24 of=R1 order=3 status=Passed
            gate G1 of=R1 phase=P1 due=9T17
            gate G2 of=R1 phase=P2 due=16T17
            booking B1 12..17 env=sit phase=P2
            release R2
            phase Q1 19..24 of=R2 after=P2
        ";
        let mut bench = Workbench::of_notation(text, None);
        let window = Interval::parse("2026-01-07T00:00:00Z/2026-01-14T00:00:00Z").unwrap();
        let command = Command::MoveAlong { phase: "P1".parse_id(), window };
        let preview = bench.preview(&command).unwrap();
        assert_eq!(preview.label, "Move phase P1 and 6 that follow");
        bench.run(&command).unwrap();
        let plan = bench.plan();
        let planned = |id: &str| plan.phases.get(&id.parse_id()).unwrap().planned.unwrap().to_string();
        assert_eq!(planned("P2"), "2026-01-14T00:00:00Z/2026-01-21T00:00:00Z");
        assert_eq!(planned("Q1"), "2026-01-21T00:00:00Z/2026-01-28T00:00:00Z");
        assert_eq!(planned("P3"), "2026-01-19T00:00:00Z/2026-01-24T00:00:00Z");
        let due = |id: &str| plan.gates.get(&id.parse_id()).unwrap().due.unwrap().to_string();
        assert_eq!((due("G1"), due("G2")), ("2026-01-13T17:00:00Z".into(), "2026-01-20T17:00:00Z".into()));
        let booking = plan.bookings.get(&"B1".parse_id()).unwrap();
        assert_eq!(booking.window.to_string(), planned("P2"));
        bench.undo().unwrap();
        assert_eq!(bench.plan().phases.get(&"P1".parse_id()).unwrap().planned.unwrap().minutes(), 5 * 1440);
    }

    trait ParseId {
        fn parse_id<T>(&self) -> crate::model::Id<T>;
    }

    impl ParseId for str {
        fn parse_id<T>(&self) -> crate::model::Id<T> {
            crate::model::Id::lenient(self)
        }
    }
}
