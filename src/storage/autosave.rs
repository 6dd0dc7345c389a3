//! `Saver`: decides what is written next and whether what is on screen is saved. It is a state machine without
//! clock or storage, so that its promise (never "Saved" while anything is not) can be tested over random schedules.
//!
//! Its driver, in one synchronous step for each edit: apply the diff to the plan, [`Saver::enqueue`] it, and when a
//! [`Write`] comes back hand it to `Archive::commit` together with the plan as it is now. When the write has ended,
//! call [`Saver::finished`] with its result, and again hand on what comes back, with the plan as it is then. A write
//! that comes back always leads to exactly the plan of that moment, because it takes everything queued so far.

use std::mem;
use std::rc::Rc;

use super::fault::Fault;
use super::journal::JournalEntry;
use crate::gather::Gather;
use crate::model::Diff;

/// What the top bar says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// Everything is on disk.
    Saved,
    /// A write is under way; it may be followed by another.
    Saving,
    /// The last write failed. What was not written is kept, and written by [`Saver::retry`].
    NotSaved(Fault),
}

/// One write for `Archive::commit`.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The revision that the stored plan must have.
    pub expected: u64,
    /// Everything that changed since that revision.
    pub diff: Diff,
    /// The steps it consists of.
    pub entries: Vec<JournalEntry>,
}

/// The queue between editing and the archive: typing never waits, one write runs at a time.
#[derive(Debug)]
pub struct Saver {
    revision: u64,
    writing: Option<Rc<Write>>,
    queue: Vec<JournalEntry>,
    fault: Option<Fault>,
}

impl Saver {
    /// A saver for a plan that is stored at this revision.
    #[must_use]
    pub fn new(revision: u64) -> Saver {
        Saver { revision, writing: None, queue: Vec::new(), fault: None }
    }

    /// Takes a step that was just applied to the plan; the entry's diff is the step. Returns the write to begin now:
    /// none while one runs, and none after a failure, when only [`Saver::retry`] begins one.
    #[must_use]
    pub fn enqueue(&mut self, entry: JournalEntry) -> Option<Rc<Write>> {
        self.queue.push(entry);
        if self.fault.is_some() { None } else { self.begin() }
    }

    /// Takes the result of the write that runs, which is the revision it made. Returns the write to begin now.
    #[must_use]
    pub fn finished(&mut self, result: Result<u64, Fault>) -> Option<Rc<Write>> {
        let ended = self.writing.take()?;
        match result {
            Ok(revision) => {
                self.revision = revision;
                self.begin()
            }
            Err(fault) => {
                let later = mem::replace(&mut self.queue, Rc::unwrap_or_clone(ended).entries);
                self.queue.extend(later);
                self.fault = Some(fault);
                None
            }
        }
    }

    /// Tries again after a failure. Returns the write to begin now.
    #[must_use]
    pub fn retry(&mut self) -> Option<Rc<Write>> {
        self.fault = None;
        self.begin()
    }

    /// Whether everything is on disk.
    #[must_use]
    pub fn state(&self) -> SaveState {
        match &self.fault {
            Some(fault) => SaveState::NotSaved(fault.clone()),
            None if self.writing.is_some() => SaveState::Saving,
            None => SaveState::Saved,
        }
    }

    /// The revision last known to be stored.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The steps that are not known to be on disk, to be taken again on top of another tab's state of the plan.
    #[must_use]
    pub fn unsaved(&self) -> Vec<JournalEntry> {
        let running = self.writing.iter().flat_map(|write| &write.entries);
        running.chain(&self.queue).cloned().gather()
    }

    fn begin(&mut self) -> Option<Rc<Write>> {
        if self.writing.is_some() || self.queue.is_empty() {
            return None;
        }
        let entries = mem::take(&mut self.queue);
        let diff = entries.iter().fold(Diff::default(), |diff, entry| diff.then(entry.diff.clone()));
        let write = Rc::new(Write { expected: self.revision, diff, entries });
        self.writing = Some(Rc::clone(&write));
        Some(write)
    }
}
