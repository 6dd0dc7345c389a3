//! `History`: the steps that can be undone and redone.

use super::update::Step;

/// How many steps can be undone: more than anybody goes back one by one, so that a page that is open for days does not
/// keep all that was ever done to it. What was done before is in the journal.
const MOST: usize = 500;

/// Two stacks of steps. Taking a step forgets what could be redone, and the oldest step where there are too many.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Remembers a step that was taken.
    pub fn push(&mut self, step: Step) {
        self.done.push(step);
        self.undone.clear();
        if MOST < self.done.len() {
            self.done.remove(0);
        }
    }

    /// The step that undo would take back.
    #[must_use]
    pub fn undoable(&self) -> Option<&Step> {
        self.done.last()
    }

    /// The step that redo would take again.
    #[must_use]
    pub fn redoable(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// Says that the last step was taken back.
    pub fn undid(&mut self) {
        self.undone.extend(self.done.pop());
    }

    /// Says that the last undone step was taken again.
    pub fn redid(&mut self) {
        self.done.extend(self.undone.pop());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Diff;

    #[test]
    fn the_last_steps_are_kept_and_undone_in_their_order() {
        let mut history = History::default();
        for number in 0..MOST + 20 {
            history.push(Step { label: number.to_string(), diff: Diff::default() });
        }
        let mut undone = Vec::new();
        while let Some(step) = history.undoable() {
            undone.push(step.label.clone());
            history.undid();
        }
        let expected: Vec<String> = (20..MOST + 20).rev().map(|number| number.to_string()).collect();
        assert_eq!(undone, expected);
        history.redid();
        assert_eq!(history.undoable().map(|step| step.label.as_str()), Some("20"));
    }
}
