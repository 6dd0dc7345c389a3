//! `History`: the steps that can be undone and redone.

use super::update::Step;

/// Two stacks of steps. Taking a step forgets what could be redone.
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
