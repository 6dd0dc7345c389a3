//! Plans in memory: for tests, and for browsers that store nothing.

use std::cell::RefCell;
use std::collections::VecDeque;

use crate::gather::Gather;
use crate::sorted::SortedMap;

use super::fault::Fault;
use super::store::{Key, Mark, Overview, StoredPlan, WriteSet, check};

/// Bytes by key, gone with the page. Its writes can be made to fail.
#[derive(Debug, Default)]
pub struct Memory {
    bytes: RefCell<SortedMap<Key, Vec<u8>>>,
    marks: RefCell<SortedMap<String, Mark>>,
    outcomes: RefCell<VecDeque<Option<Fault>>>,
}

impl Memory {
    /// A storage without plans.
    #[must_use]
    pub fn new() -> Memory {
        Memory::default()
    }

    /// Lets the write after those already decided fail, or succeed with `None`.
    pub fn decide_next_write(&self, outcome: Option<Fault>) {
        self.outcomes.borrow_mut().push_back(outcome);
    }

    /// What a browser does when it loses its database: the bytes are gone, the marks are not.
    pub fn wipe(&self) {
        self.bytes.borrow_mut().clear();
    }

    /// The stored bytes, for looking at and for damaging.
    pub fn with_bytes<T>(&self, look: impl FnOnce(&mut SortedMap<Key, Vec<u8>>) -> T) -> T {
        look(&mut self.bytes.borrow_mut())
    }

    pub(super) fn overview(&self) -> Overview {
        let mut overview = Overview::default();
        for (key, bytes) in self.bytes.borrow().iter() {
            match key {
                Key::Plan(plan) => overview.plans.push((plan.clone(), bytes.clone())),
                Key::Removed(plan) => overview.removed.push(plan.clone()),
                Key::Segment { .. } | Key::Journal { .. } => {}
            }
        }
        overview
    }

    pub(super) fn read(&self, plan: &str) -> Option<StoredPlan> {
        let bytes = self.bytes.borrow();
        let layout = bytes.get(&Key::Plan(plan.to_owned()))?.clone();
        let is_segment = |key: &Key| matches!(key, Key::Segment { .. }) && key.plan() == plan;
        let segments = bytes.iter().filter(|(key, _)| is_segment(key));
        Some(StoredPlan {
            layout,
            segments: segments.map(|(key, bytes)| (key.clone(), bytes.clone())).gather(),
        })
    }

    pub(super) fn journal(&self, plan: &str) -> Vec<Vec<u8>> {
        let bytes = self.bytes.borrow();
        let is_page = |key: &Key| matches!(key, Key::Journal { .. }) && key.plan() == plan;
        bytes.iter().filter(|(key, _)| is_page(key)).map(|(_, page)| page.clone()).gather()
    }

    pub(super) fn write(&self, writes: WriteSet) -> Result<(), Fault> {
        if let Some(Some(fault)) = self.outcomes.borrow_mut().pop_front() {
            return Err(fault);
        }
        let plan = writes.plan.as_str();
        let mut bytes = self.bytes.borrow_mut();
        check(&writes.plan, writes.expect, bytes.get(&Key::Plan(plan.to_owned())).map(Vec::as_slice))?;
        if writes.clear {
            bytes.retain(|key, _| key.plan() != plan);
        }
        for key in &writes.deletes {
            bytes.remove(key);
        }
        bytes.extend(writes.puts);
        drop(bytes);
        self.set_mark(plan, writes.mark.as_ref());
        Ok(())
    }

    pub(super) fn marks(&self) -> Vec<(String, Mark)> {
        self.marks.borrow().iter().map(|(plan, mark)| (plan.clone(), mark.clone())).gather()
    }

    pub(super) fn set_mark(&self, plan: &str, mark: Option<&Mark>) {
        let mut marks = self.marks.borrow_mut();
        match mark {
            Some(mark) => marks.insert(plan.to_owned(), mark.clone()),
            None => marks.remove(plan),
        };
    }
}
