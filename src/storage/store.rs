//! `Store`: the few operations on keys and bytes that an archive needs, over memory or the browser's database.
//!
//! This is the seam for a mirror: a [`WriteSet`] is everything that a write puts and deletes, as keys and bytes, made
//! before any transaction begins. A mirror writes the same value to a second place and a write counts as complete when
//! both are. [`Key`] has a text form for places that know only file names.

use std::fmt;
use std::rc::Rc;

use super::fault::Fault;
#[cfg(target_arch = "wasm32")]
use super::indexed_db::IndexedDb;
use super::memory::Memory;
use crate::model::json::{self, Json};
use crate::model::{Id, Plan};
use crate::time::Instant;

/// Where bytes lie.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The layout of a plan.
    Plan(String),
    /// One segment of a table.
    Segment {
        /// The plan.
        plan: String,
        /// The table's name in the document.
        table: String,
        /// The segment's number in its table.
        number: u32,
    },
    /// The journal entries of one write.
    Journal {
        /// The plan.
        plan: String,
        /// The revision that the write made.
        revision: u64,
    },
    /// Says that a plan was removed on purpose.
    Removed(String),
}

impl Key {
    /// The plan that the bytes belong to.
    #[must_use]
    pub fn plan(&self) -> &str {
        match self {
            Key::Plan(plan) | Key::Removed(plan) | Key::Segment { plan, .. } | Key::Journal { plan, .. } => {
                plan
            }
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Plan(plan) => write!(f, "plans/{plan}"),
            Key::Segment { plan, table, number } => write!(f, "segments/{plan}/{table}/{number}"),
            Key::Journal { plan, revision } => write!(f, "journal/{plan}/{revision}"),
            Key::Removed(plan) => write!(f, "removed/{plan}"),
        }
    }
}

/// What must hold of the stored plan for a write to take place; checked inside the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// No plan is stored under the id.
    Absent,
    /// The stored plan is this one. The moment tells it from a plan that was put in its place and counts anew.
    Revision {
        /// Its revision.
        revision: u64,
        /// When it was written.
        saved_at: Instant,
    },
    /// Nothing.
    Anything,
}

/// One write, whole or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct WriteSet {
    /// The plan.
    pub plan: Id<Plan>,
    /// What must hold.
    pub expect: Expect,
    /// Deletes layout, segments and journal of the plan first.
    pub clear: bool,
    /// Keys to delete; before the puts.
    pub deletes: Vec<Key>,
    /// Bytes to put, replacing those under the same key.
    pub puts: Vec<(Key, Vec<u8>)>,
    /// What is noted outside the database when the write is complete; `None` takes the note away.
    pub mark: Option<Mark>,
}

/// A note outside the database that a plan is stored, so that its loss is noticed.
#[derive(Debug, Clone, PartialEq, Eq, Json)]
pub struct Mark {
    /// The plan's name.
    pub name: String,
    /// The revision last known to be stored.
    pub revision: u64,
}

/// What another tab has done.
#[derive(Debug, Clone, PartialEq, Eq, Json)]
pub struct Announcement {
    /// The plan.
    pub plan: String,
    /// Its revision now; `None` when it was removed.
    pub revision: Option<u64>,
}

/// What is stored at all.
#[derive(Debug, Default)]
pub(super) struct Overview {
    /// Id and layout of each plan.
    pub plans: Vec<(String, Vec<u8>)>,
    /// Ids of plans that were removed on purpose.
    pub removed: Vec<String>,
}

/// All bytes of one plan but its journal.
#[derive(Debug)]
pub(super) struct StoredPlan {
    /// The layout.
    pub layout: Vec<u8>,
    /// The segments.
    pub segments: Vec<(Key, Vec<u8>)>,
}

/// Where the bytes are kept.
#[derive(Clone)]
pub(super) enum Store {
    Memory(Rc<Memory>),
    #[cfg(target_arch = "wasm32")]
    IndexedDb(Rc<IndexedDb>),
}

impl Store {
    pub(super) async fn overview(&self) -> Result<Overview, Fault> {
        match self {
            Store::Memory(memory) => Ok(memory.overview()),
            #[cfg(target_arch = "wasm32")]
            Store::IndexedDb(database) => database.overview().await,
        }
    }

    pub(super) async fn read(&self, plan: &str) -> Result<Option<StoredPlan>, Fault> {
        match self {
            Store::Memory(memory) => Ok(memory.read(plan)),
            #[cfg(target_arch = "wasm32")]
            Store::IndexedDb(database) => database.read(plan).await,
        }
    }

    /// The pages of the journal in the order of their revisions.
    pub(super) async fn journal(&self, plan: &str) -> Result<Vec<Vec<u8>>, Fault> {
        match self {
            Store::Memory(memory) => Ok(memory.journal(plan)),
            #[cfg(target_arch = "wasm32")]
            Store::IndexedDb(database) => database.journal(plan).await,
        }
    }

    /// `Ok` means that everything is on disk.
    pub(super) async fn write(&self, writes: WriteSet) -> Result<(), Fault> {
        match self {
            Store::Memory(memory) => memory.write(writes),
            #[cfg(target_arch = "wasm32")]
            Store::IndexedDb(database) => database.write(writes).await,
        }
    }

    /// What is noted outside the database, by plan id.
    pub(super) fn marks(&self) -> Vec<(String, Mark)> {
        match self {
            Store::Memory(memory) => memory.marks(),
            #[cfg(target_arch = "wasm32")]
            Store::IndexedDb(database) => database.marks(),
        }
    }

    pub(super) fn set_mark(&self, plan: &str, mark: Option<&Mark>) {
        match self {
            Store::Memory(memory) => memory.set_mark(plan, mark),
            #[cfg(target_arch = "wasm32")]
            Store::IndexedDb(database) => database.set_mark(plan, mark),
        }
    }
}

/// Holds what is expected of a plan against the layout that is stored for it.
pub(super) fn check(plan: &Id<Plan>, expect: Expect, stored: Option<&[u8]>) -> Result<(), Fault> {
    #[derive(Json)]
    struct Head {
        revision: u64,
        saved_at: Instant,
    }
    match (expect, stored) {
        (Expect::Anything, _) | (Expect::Absent, None) => Ok(()),
        (Expect::Absent, Some(_)) => Err(Fault::Exists { plan: *plan }),
        (Expect::Revision { .. }, None) => Err(Fault::Missing { plan: *plan }),
        (Expect::Revision { revision, saved_at }, Some(layout)) => {
            let found: Head = json::from_slice(layout)
                .map_err(|error| Fault::Unreadable { plan: plan.to_string(), reason: error.to_string() })?;
            if (found.revision, found.saved_at) == (revision, saved_at) {
                Ok(())
            } else {
                Err(Fault::Stale { expected: revision, found: found.revision })
            }
        }
    }
}
