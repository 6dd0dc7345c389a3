//! When the steps of a runbook are to begin and end: the critical path, the point of no return, and how long taking
//! everything back takes.
//!
//! A file of its own because it is arithmetic over the record: rules ask it about plans, and the page while it runs.

use super::runbook::{Runbook, RunbookStatus, RunbookStep, StepKind, StepStatus};
use crate::gather::Gather;
use crate::sorted::SortedMap;
use crate::time::{Instant, Interval};

/// When one step is to begin and end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTimes {
    /// The step's key.
    pub id: String,
    /// From when to when: as it was when it is over, and otherwise as it is to be.
    pub window: Interval,
    /// How many minutes it may be late without the end being late.
    pub slack_minutes: i64,
}

/// When the steps of a runbook are to begin and end, counted from a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunbookTimes {
    /// The steps that deploy, in the order of the runbook.
    pub steps: Vec<StepTimes>,
    /// When the last of them ends.
    pub end: Instant,
    /// When the first point of no return begins; none when everything can be taken back at any time.
    pub point_of_no_return: Option<Instant>,
    /// Minutes from the first backout step to the end of the last.
    pub backout_minutes: i64,
}

impl RunbookTimes {
    /// The times of a runbook whose execution starts, or started, at `start`. Steps that are going on end at `now` at
    /// the earliest, and those that wait begin then; pass `start` as `now` for a plan that is not begun.
    ///
    /// A step waits for those that it names. Where no step names another, each waits for the one before it.
    #[must_use]
    pub fn of(runbook: &Runbook, start: Instant, now: Instant) -> RunbookTimes {
        let deploying: Vec<&RunbookStep> =
            runbook.steps.iter().filter(|step| step.kind != StepKind::Backout).gather();
        let waits = waits_for(&deploying);
        let order = in_order(&waits);
        let mut windows = vec![Interval::new(start, start); deploying.len()];
        for place in order.iter().copied() {
            let before = waits.get(place).into_iter().flatten().filter_map(|other| windows.get(*other));
            let ready = before.map(|window| window.end).max().unwrap_or(start);
            if let (Some(step), Some(window)) = (deploying.get(place), windows.get_mut(place)) {
                *window = window_of(step, ready, now.max(start));
            }
        }
        let end = windows.iter().map(|window| window.end).max().unwrap_or(start);
        let latest = latest_ends(&windows, &waits, &order, end);
        let steps = deploying.iter().zip(&windows).zip(&latest).map(|((step, window), latest)| StepTimes {
            id: step.id.clone(),
            window: *window,
            slack_minutes: latest.seconds_since(window.end).div_euclid(60),
        });
        let steps: Vec<StepTimes> = steps.gather();
        let no_return = deploying
            .iter()
            .zip(&windows)
            .filter(|(step, _)| step.kind == StepKind::PointOfNoReturn && step.status != StepStatus::Skipped)
            .map(|(_, window)| window.start)
            .min();
        RunbookTimes { steps, end, point_of_no_return: no_return, backout_minutes: backout_minutes(runbook) }
    }

    /// The times of a runbook as it is planned: nothing is begun yet.
    #[must_use]
    pub fn planned(runbook: &Runbook, start: Instant) -> RunbookTimes {
        let mut fresh = runbook.clone();
        for step in &mut fresh.steps {
            (step.status, step.started_at, step.ended_at) = (StepStatus::Waiting, None, None);
        }
        RunbookTimes::of(&fresh, start, start)
    }

    /// The last moment at which everything can still be taken back before `end`: the time for it is left, and the
    /// point of no return is not begun.
    #[must_use]
    pub fn latest_backout(&self, end: Instant) -> Instant {
        let latest = end.plus_minutes(-self.backout_minutes);
        self.point_of_no_return.map_or(latest, |point| latest.min(point))
    }

    /// The moment by which taking everything back could still be decided in the worst case: the point of no return,
    /// or the end of the work where there is none.
    #[must_use]
    pub fn last_decision(&self) -> Instant {
        self.point_of_no_return.unwrap_or(self.end)
    }

    /// The keys of the steps without slack, in the order in which they are done.
    #[must_use]
    pub fn critical_path(&self) -> Vec<&str> {
        let mut critical: Vec<&StepTimes> = self.steps.iter().filter(|step| step.slack_minutes <= 0).gather();
        critical.sort_by_key(|step| (step.window.start, step.window.end));
        critical.into_iter().map(|step| step.id.as_str()).gather()
    }
}

/// How long a runbook takes from its start to its end, and how long taking everything back takes, in minutes.
#[must_use]
pub fn durations_minutes(runbook: &Runbook) -> (i64, i64) {
    let start = Instant::MIN;
    let times = RunbookTimes::planned(runbook, start);
    (times.end.seconds_since(start).div_euclid(60), times.backout_minutes)
}

/// The keys of the steps that can begin now: they wait, and all that they wait for is over. While everything is being
/// taken back, these are backout steps.
#[must_use]
pub fn next_steps(runbook: &Runbook) -> Vec<&str> {
    if runbook.status != RunbookStatus::Executing {
        return Vec::new();
    }
    let is_asked =
        |step: &&RunbookStep| (step.kind == StepKind::Backout) == runbook.backing_out_since.is_some();
    let steps: Vec<&RunbookStep> = runbook.steps.iter().filter(is_asked).gather();
    let waits = waits_for(&steps);
    let is_over = |place: &usize| {
        steps.get(*place).is_some_and(|step| matches!(step.status, StepStatus::Done | StepStatus::Skipped))
    };
    steps
        .iter()
        .zip(&waits)
        .filter(|(step, waits)| step.status == StepStatus::Waiting && waits.iter().all(is_over))
        .map(|(step, _)| step.id.as_str())
        .gather()
}

fn backout_minutes(runbook: &Runbook) -> i64 {
    let steps: Vec<&RunbookStep> =
        runbook.steps.iter().filter(|step| step.kind == StepKind::Backout).gather();
    let waits = waits_for(&steps);
    let mut ends = vec![0_i64; steps.len()];
    for place in in_order(&waits) {
        let before = waits.get(place).into_iter().flatten().filter_map(|other| ends.get(*other));
        let ready = before.copied().max().unwrap_or(0);
        if let (Some(step), Some(end)) = (steps.get(place), ends.get_mut(place)) {
            *end = ready + i64::from(step.duration_minutes);
        }
    }
    ends.into_iter().max().unwrap_or(0)
}

fn window_of(step: &RunbookStep, ready: Instant, now: Instant) -> Interval {
    let length = i64::from(step.duration_minutes);
    match (step.status, step.started_at, step.ended_at) {
        (StepStatus::Done, started, Some(ended)) => Interval::new(started.unwrap_or(ended).min(ended), ended),
        (StepStatus::Skipped, _, ended) => {
            let at = ended.unwrap_or(ready);
            Interval::new(at, at)
        }
        (StepStatus::Running | StepStatus::Issue, Some(started), _) => {
            Interval::new(started, started.plus_minutes(length).max(now))
        }
        _ => {
            let from = ready.max(now);
            Interval::new(from, from.plus_minutes(length))
        }
    }
}

/// For each step the places of those that it waits for.
fn waits_for(steps: &[&RunbookStep]) -> Vec<Vec<usize>> {
    let places: SortedMap<&str, usize> =
        steps.iter().enumerate().map(|(place, step)| (step.id.as_str(), place)).gather();
    let named: Vec<Vec<usize>> = steps
        .iter()
        .enumerate()
        .map(|(own, step)| {
            let known = step.depends_on.iter().filter_map(|id| places.get(id.as_str()).copied());
            known.filter(|place| *place != own).gather()
        })
        .gather();
    if named.iter().all(Vec::is_empty) {
        return (0..steps.len()).map(|place| place.checked_sub(1).into_iter().gather()).gather();
    }
    named
}

/// The places so that each comes after those that it waits for; where they wait in a circle, in their own order.
fn in_order(waits: &[Vec<usize>]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(waits.len());
    let mut is_placed = vec![false; waits.len()];
    while order.len() < waits.len() {
        let is_open = |place: &usize| !is_placed.get(*place).copied().unwrap_or(true);
        let is_free = |place: &usize| waits.get(*place).is_some_and(|before| !before.iter().any(is_open));
        let next = (0..waits.len()).filter(|place| is_open(place)).find(|place| is_free(place));
        let Some(next) = next.or_else(|| (0..waits.len()).find(|place| is_open(place))) else { break };
        if let Some(placed) = is_placed.get_mut(next) {
            *placed = true;
        }
        order.push(next);
    }
    order
}

/// For each step the last moment at which it may end without the whole being late.
fn latest_ends(windows: &[Interval], waits: &[Vec<usize>], order: &[usize], end: Instant) -> Vec<Instant> {
    let mut latest = vec![end; windows.len()];
    for place in order.iter().rev() {
        let (Some(window), Some(own)) = (windows.get(*place), latest.get(*place).copied()) else { continue };
        let start = own.plus_seconds(-window.seconds());
        for before in waits.get(*place).into_iter().flatten() {
            if let Some(theirs) = latest.get_mut(*before) {
                *theirs = (*theirs).min(start);
            }
        }
    }
    latest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    fn at(time: &str) -> Instant {
        Instant::parse(&format!("2026-03-07T{time}:00Z")).unwrap()
    }

    fn runbook() -> Runbook {
        let step = |id: &str, kind, minutes, after: &[&str]| RunbookStep {
            depends_on: after.iter().map(|id| (*id).to_owned()).collect(),
            ..RunbookStep::new(id, id, kind, minutes)
        };
        Runbook {
            steps: vec![
                step("stop", StepKind::Task, 10, &[]),
                step("copy", StepKind::Task, 60, &["stop"]),
                step("mail", StepKind::Task, 5, &["stop"]),
                step("switch", StepKind::PointOfNoReturn, 20, &["copy", "mail"]),
                step("check", StepKind::Checkpoint, 15, &["switch"]),
                step("restore", StepKind::Backout, 30, &[]),
                step("start again", StepKind::Backout, 10, &["restore"]),
            ],
            ..Runbook::draft(Id::lenient("RB"), "RB".to_owned())
        }
    }

    #[test]
    fn the_critical_path_the_point_of_no_return_and_the_backout_are_found() {
        let times = RunbookTimes::planned(&runbook(), at("20:00"));
        assert_eq!(times.end, at("21:45"));
        assert_eq!(times.point_of_no_return, Some(at("21:10")));
        assert_eq!(times.backout_minutes, 40);
        assert_eq!(times.critical_path(), ["stop", "copy", "switch", "check"]);
        assert_eq!(times.steps[2].slack_minutes, 55);
        assert_eq!(times.latest_backout(at("23:00")), at("21:10"));
        assert_eq!(times.latest_backout(at("21:30")), at("20:50"));
        assert_eq!(durations_minutes(&runbook()), (105, 40));
    }

    #[test]
    fn a_step_that_overruns_pushes_the_end_and_the_point_of_no_return() {
        let mut runbook = runbook();
        runbook.status = RunbookStatus::Executing;
        (runbook.steps[0].status, runbook.steps[0].started_at, runbook.steps[0].ended_at) =
            (StepStatus::Done, Some(at("20:00")), Some(at("20:12")));
        (runbook.steps[1].status, runbook.steps[1].started_at) = (StepStatus::Running, Some(at("20:12")));
        assert_eq!(next_steps(&runbook), ["mail"]);
        let times = RunbookTimes::of(&runbook, at("20:00"), at("20:30"));
        assert_eq!((times.end, times.point_of_no_return), (at("21:47"), Some(at("21:12"))));
        let late = RunbookTimes::of(&runbook, at("20:00"), at("21:40"));
        assert_eq!((late.end, late.point_of_no_return), (at("22:20"), Some(at("21:45"))));
    }

    #[test]
    fn steps_that_name_no_other_follow_each_other_and_a_circle_ends() {
        let mut runbook = runbook();
        runbook.steps.iter_mut().for_each(|step| step.depends_on.clear());
        assert_eq!(durations_minutes(&runbook), (110, 40));
        runbook.steps[0].depends_on = vec!["check".to_owned()];
        runbook.steps[4].depends_on = vec!["stop".to_owned()];
        assert!(durations_minutes(&runbook).0 >= 25);
    }
}
