//! The plan as it was at a moment: the steps that were taken since are taken back, the last one first.

use crate::model::{Diff, Mismatch, Plan};
use crate::time::Instant;

/// The plan as it was at a moment, from how it is and its journal, oldest step first. Where the journal begins later,
/// it is the plan at the journal's beginning. The error names the record at which the journal is not the plan's own.
pub fn as_of<'a>(
    plan: &Plan,
    at: Instant,
    journal: impl DoubleEndedIterator<Item = (Instant, &'a Diff)>,
) -> Result<Plan, Mismatch> {
    let mut past = plan.clone();
    for (_, diff) in journal.rev().take_while(|(taken_at, _)| at < *taken_at) {
        diff.clone().inverse().apply(&mut past)?;
    }
    Ok(past)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Command};
    use crate::planner::Workbench;

    #[test]
    fn steps_since_are_taken_back() {
        let mut bench = Workbench::of_notation("now 2T10\nchange C1 20..21 status=Draft", None);
        let mut journal = Vec::new();
        for (minute, title) in [(1, "First"), (2, "Second")] {
            let change = bench.plan().changes.values().next().unwrap().clone();
            let renamed = Change { title: title.to_owned(), ..change };
            let step = bench.run(&Command::Edit(renamed.into())).unwrap();
            journal.push((bench.now().plus_minutes(minute), step.diff));
        }
        let title = |minute: i64| {
            let entries = journal.iter().map(|(at, diff)| (*at, diff));
            let past = as_of(bench.plan(), bench.now().plus_minutes(minute), entries).unwrap();
            past.changes.values().next().unwrap().title.clone()
        };
        assert_eq!([title(0), title(1), title(2)], ["C1", "First", "Second"]);
        let twice = [(bench.now(), &journal[0].1), (bench.now(), &journal[0].1)];
        let before = bench.now().plus_minutes(-1);
        assert!(as_of(bench.plan(), before, twice.into_iter()).is_err(), "a journal of something else");
    }
}
