//! `Archive`: the plans of this browser, as the rest of the app sees them.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use super::autosave::Write;
use super::fault::{Fault, Note};
#[cfg(target_arch = "wasm32")]
use super::indexed_db::IndexedDb;
use super::journal::{JournalEntry, JournalPage};
use super::layout::{Change, Layout};
use super::memory::Memory;
use super::segments;
use super::store::{Announcement, Expect, Key, Mark, Store, WriteSet};
use crate::gather::Gather;
use crate::model::json;
use crate::model::{Id, Plan, Table};
use crate::order::Arrange;
use crate::sorted::SortedMap;
use crate::time::Instant;

/// A list entry for a stored plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSummary {
    /// Its key.
    pub id: Id<Plan>,
    /// Its name.
    pub name: String,
    /// When it was last written.
    pub saved_at: Instant,
    /// Counts its writes.
    pub revision: u64,
    /// How many records each table has, in the order of the tables.
    pub counts: Vec<(Table, usize)>,
}

/// The stored plans, and what is wrong with those that cannot be listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// The plans, last saved first.
    pub plans: Vec<PlanSummary>,
    /// [`Fault::Lost`] for plans that are gone, [`Fault::Unreadable`] for those whose layout is.
    pub faults: Vec<Fault>,
}

/// A plan that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The plan, without what could not be read.
    pub plan: Plan,
    /// Its revision, for a `Saver`.
    pub revision: u64,
    /// What could not be read, and what else is odd; to be shown.
    pub notes: Vec<Note>,
}

/// Ends a [`Archive::watch`] when dropped.
pub struct Watch {
    #[cfg(target_arch = "wasm32")]
    _listener: Option<gloo::events::EventListener>,
}

/// The layouts that writes start with, by plan and revision, because a plan may be read while it is written.
type Layouts = SortedMap<(Id<Plan>, u64), Layout>;

/// Stored plans. Clones are the same archive.
///
/// Every method that returns a future does its computing before it returns, so that the future borrows nothing and
/// may be spawned.
#[derive(Clone)]
pub struct Archive {
    store: Store,
    layouts: Rc<RefCell<Layouts>>,
}

impl Archive {
    /// An archive that is gone with the page.
    #[must_use]
    pub fn in_memory(memory: Rc<Memory>) -> Archive {
        Archive { store: Store::Memory(memory), layouts: Rc::default() }
    }

    /// The archive in the browser's database.
    #[cfg(target_arch = "wasm32")]
    #[must_use]
    pub fn in_browser(database: Rc<IndexedDb>) -> Archive {
        Archive { store: Store::IndexedDb(database), layouts: Rc::default() }
    }

    /// The stored plans. One that cannot be read does not hide the others.
    pub async fn list(&self) -> Result<Listing, Fault> {
        // Marks first: a plan that another tab saves meanwhile must not look as if it had fallen back.
        let marks = self.store.marks();
        let overview = self.store.overview().await?;
        let mut listing = Listing { plans: Vec::new(), faults: Vec::new() };
        for (id, bytes) in &overview.plans {
            match Layout::read(id, bytes) {
                Ok(layout) => {
                    self.note_stored(&layout, &marks);
                    listing.plans.push(summary(&layout));
                }
                Err(fault) => listing.faults.push(fault),
            }
        }
        let mut lost = Vec::new();
        for (id, mark) in marks {
            if overview.removed.contains(&id) {
                self.store.set_mark(&id, None);
            } else if !overview.plans.iter().any(|(plan, _)| *plan == id) {
                lost.push(mark.name);
            }
        }
        if !lost.is_empty() {
            listing.faults.push(Fault::Lost { plans: lost });
        }
        listing.plans.arrange_by(|a, b| (b.saved_at, &a.name).cmp(&(a.saved_at, &b.name)));
        Ok(listing)
    }

    /// Reads a plan. A part that cannot be read is noted and left out; its bytes stay as they are.
    pub async fn open(&self, id: &Id<Plan>) -> Result<Opened, Fault> {
        let mark = self.mark_of(id);
        let Some(stored) = self.store.read(id.as_str()).await? else { return Err(self.absent(id).await?) };
        let (plan, layout, mut notes) = segments::read(id, stored)?;
        let revision = layout.revision;
        if let Some(Mark { revision: saved, .. }) = mark
            && saved > revision
        {
            notes.push(Note::FellBack { saved, found: revision });
        }
        self.layouts.borrow_mut().insert((*id, revision), layout);
        Ok(Opened { plan, revision, notes })
    }

    /// Stores a new plan: made, imported or duplicated. Returns its revision. [`Fault::Exists`] when there is one
    /// under its id.
    pub fn create(
        &self,
        plan: &Plan,
        entry: JournalEntry,
    ) -> impl Future<Output = Result<u64, Fault>> + 'static + use<> {
        let change = Layout::of(plan, entry.at);
        self.write(change.and_then(|change| prepare(change, Expect::Absent, vec![entry])))
    }

    /// Stores a plan under the next free id made from its own, named as a copy; for a tab that has become stale.
    /// Returns the copy.
    pub async fn keep_copy(&self, plan: &Plan, entry: JournalEntry) -> Result<Plan, Fault> {
        let listing = self.store.overview().await?;
        let is_free = |id: &Id<Plan>| listing.plans.iter().all(|(taken, _)| taken != id.as_str());
        let stem: String = plan.id.as_str().chars().take(150).gather();
        let mut copy = plan.clone();
        let mut number = 1;
        copy.id = Id::lenient(&format!("{stem}-copy"));
        while !is_free(&copy.id) {
            number += 1;
            copy.id = Id::lenient(&format!("{stem}-copy-{number}"));
        }
        copy.settings.name = match number {
            1 => format!("{} (copy)", plan.settings.name),
            number => format!("{} (copy {number})", plan.settings.name),
        };
        self.create(&copy, entry).await?;
        Ok(copy)
    }

    /// Writes what changed. `after` is the plan as the write's diff left it, which is the plan as it is now when the
    /// write has just come from a `Saver`. `Ok` with the new revision means that it is on disk.
    ///
    /// [`Fault::Stale`] when the stored plan is not at the revision that the write expects, [`Fault::Missing`] when it
    /// is gone or was not opened.
    pub fn commit(
        &self,
        write: &Write,
        after: &Plan,
    ) -> impl Future<Output = Result<u64, Fault>> + 'static + use<> {
        let at = write.entries.last().map(|entry| entry.at);
        let prepared = self.layout(&after.id, write.expected).and_then(|layout| {
            let saved_at = layout.saved_at;
            let expect = Expect::Revision { revision: layout.revision, saved_at };
            let change = layout.after(&write.diff, after, at.unwrap_or(saved_at))?;
            prepare(change, expect, write.entries.clone())
        });
        self.write(prepared)
    }

    /// Removes a plan with its journal.
    pub async fn remove(&self, id: &Id<Plan>) -> Result<(), Fault> {
        let tombstone = (Key::Removed(id.to_string()), b"{}".to_vec());
        let writes = WriteSet {
            plan: *id,
            expect: Expect::Anything,
            clear: true,
            deletes: Vec::new(),
            puts: vec![tombstone],
            mark: None,
        };
        self.store.write(writes).await?;
        self.layouts.borrow_mut().retain(|(plan, _), _| plan != id);
        Ok(())
    }

    /// Who did what to a plan, oldest first. Pages that cannot be read are left out.
    pub async fn journal(&self, id: &Id<Plan>) -> Result<Vec<JournalEntry>, Fault> {
        let pages = self.store.journal(id.as_str()).await?;
        let read = |page: &Vec<u8>| json::from_slice::<JournalPage>(page).ok();
        Ok(pages.iter().filter_map(read).flat_map(|page| page.entries).gather())
    }

    /// Stops reporting plans as lost; the person has seen it.
    pub async fn forget_lost(&self) -> Result<(), Fault> {
        let overview = self.store.overview().await?;
        for (id, _) in self.store.marks() {
            if !overview.plans.iter().any(|(plan, _)| *plan == id) {
                self.store.set_mark(&id, None);
            }
        }
        Ok(())
    }

    /// Calls back when another tab has written or removed a plan. An archive in memory has no other tabs.
    #[must_use]
    pub fn watch(&self, callback: impl Fn(Announcement) + 'static) -> Watch {
        #[cfg(target_arch = "wasm32")]
        return Watch {
            _listener: match &self.store {
                Store::Memory(_) => None,
                Store::IndexedDb(database) => database.watch(callback),
            },
        };
        #[cfg(not(target_arch = "wasm32"))]
        {
            drop(callback);
            Watch {}
        }
    }

    fn write(
        &self,
        prepared: Result<(Layout, WriteSet), Fault>,
    ) -> impl Future<Output = Result<u64, Fault>> + 'static + use<> {
        let archive = self.clone();
        async move {
            let (layout, writes) = prepared?;
            archive.store.write(writes).await?;
            let revision = layout.revision;
            let mut layouts = archive.layouts.borrow_mut();
            layouts.retain(|(id, earlier), _| *id != layout.id || revision <= *earlier);
            layouts.insert((layout.id, revision), layout);
            Ok(revision)
        }
    }

    /// The layout that a write from this revision starts with.
    fn layout(&self, id: &Id<Plan>, expected: u64) -> Result<Layout, Fault> {
        let layouts = self.layouts.borrow();
        match layouts.get(&(*id, expected)) {
            Some(layout) => Ok(layout.clone()),
            None => Err(match layouts.keys().rev().find(|(plan, _)| plan == id) {
                Some((_, found)) => Fault::Stale { expected, found: *found },
                None => Fault::Missing { plan: *id },
            }),
        }
    }

    fn mark_of(&self, id: &Id<Plan>) -> Option<Mark> {
        self.store.marks().into_iter().find(|(plan, _)| plan == id.as_str()).map(|(_, mark)| mark)
    }

    /// Why a plan is not there.
    async fn absent(&self, id: &Id<Plan>) -> Result<Fault, Fault> {
        let removed = self.store.overview().await?.removed;
        Ok(match self.mark_of(id) {
            Some(mark) if !removed.iter().any(|plan| plan == id.as_str()) => {
                Fault::Lost { plans: vec![mark.name] }
            }
            _ => Fault::Missing { plan: *id },
        })
    }

    /// Catches up with a mark that the browser did not keep.
    fn note_stored(&self, layout: &Layout, marks: &[(String, Mark)]) {
        let is_noted =
            marks.iter().any(|(id, mark)| id == layout.id.as_str() && mark.revision >= layout.revision);
        if !is_noted {
            self.store.set_mark(layout.id.as_str(), Some(&mark(layout)));
        }
    }
}

/// Everything that a write puts, before any transaction begins.
fn prepare(change: Change, expect: Expect, entries: Vec<JournalEntry>) -> Result<(Layout, WriteSet), Fault> {
    let Change { layout, mut puts, mut deletes } = change;
    let plan = layout.id.to_string();
    let page = json::to_string(&JournalPage { entries }).into_bytes();
    puts.push((Key::Plan(plan.clone()), layout.to_bytes()));
    puts.push((Key::Journal { plan: plan.clone(), revision: layout.revision }, page));
    if expect == Expect::Absent {
        deletes.push(Key::Removed(plan));
    }
    let mark = Some(mark(&layout));
    let writes = WriteSet { plan: layout.id, expect, clear: false, deletes, puts, mark };
    Ok((layout, writes))
}

fn mark(layout: &Layout) -> Mark {
    Mark { name: layout.settings.name.clone(), revision: layout.revision }
}

fn summary(layout: &Layout) -> PlanSummary {
    PlanSummary {
        id: layout.id,
        name: layout.settings.name.clone(),
        saved_at: layout.saved_at,
        revision: layout.revision,
        counts: Table::ALL.iter().map(|table| (*table, layout.count(*table))).gather(),
    }
}
