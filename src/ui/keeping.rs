//! Keeping the open plan: the part of `Live` that drives the archive's `Saver`, and says truthfully what is saved.
//!
//! Apart from `live.rs`, because every edit goes through there and only what became of it on disk is decided here.

use std::cell::RefCell;
use std::rc::Rc;

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::live::{Live, now};
use super::text::text;
use super::timing;
use crate::model::{Id, Plan, RecordRef};
use crate::planner::{Step, Workbench};
use crate::storage::{
    Announcement, Archive, Fault, JournalEntry, PlanSummary, SaveState, Saver, Watch, Write,
};
use crate::time::Instant;

/// Whether the open plan is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// All of it, since then; the moment is unknown until the first write of this visit.
    Saved(Option<Instant>),
    /// A write is under way.
    Writing,
    /// Not all of it.
    NotSaved {
        /// Why not.
        reason: String,
        /// True when trying again may help.
        can_retry: bool,
    },
}

/// What another tab did to the open plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elsewhere {
    /// It saved another state of the plan.
    Changed,
    /// It removed the plan.
    Removed,
}

/// The archive and the plan of it that is open.
pub(super) struct Keeping {
    archive: Archive,
    /// Why the archive is only memory, when it is.
    trouble: Option<Fault>,
    open: Option<Rc<RefCell<Session>>>,
    _watch: Option<Watch>,
}

/// A plan while it is open, and after that until its last write has ended.
struct Session {
    id: Id<Plan>,
    /// `None` while the archive does not have the plan.
    saver: Option<Saver>,
    /// Steps taken since the archive was last asked to store the whole plan.
    backlog: Vec<JournalEntry>,
    /// Why the archive does not have the plan.
    fault: Option<Fault>,
    saved_at: Option<Instant>,
    /// The plan as it was when another was opened in its place.
    left: Option<Plan>,
}

impl Keeping {
    /// Keeps plans in an archive; `trouble` says why it is only memory.
    pub(super) fn new(archive: Archive, trouble: Option<Fault>) -> Keeping {
        Keeping { archive, trouble, open: None, _watch: None }
    }
}

impl Session {
    fn state(&self) -> Saving {
        let fault = match self.saver.as_ref().map(Saver::state) {
            None => match &self.fault {
                None => return Saving::Writing,
                Some(fault) => fault.clone(),
            },
            Some(SaveState::Saved) => return Saving::Saved(self.saved_at),
            Some(SaveState::Saving) => return Saving::Writing,
            Some(SaveState::NotSaved(fault)) => fault,
        };
        Saving::NotSaved { can_retry: fault.is_passing(), reason: fault.to_string() }
    }

    fn is_settled(&self) -> bool {
        matches!(self.state(), Saving::Saved(_))
    }
}

impl Live {
    /// Begins: listens to other tabs and opens the plan that was open last, where there is one.
    pub async fn start(self) {
        let watch = self.archive().watch(move |announcement| self.heard(&announcement));
        self.keeping.update_value(|keeping| keeping._watch = Some(watch));
        self.refresh_plans().await;
        let last = last_plan()
            .filter(|id| self.plans.with_untracked(|plans| plans.iter().any(|plan| plan.id == *id)));
        if let Some(id) = last {
            self.open_stored(id).await;
        }
    }

    /// The plans of this browser.
    #[must_use]
    pub fn archive(&self) -> Archive {
        self.keeping.with_value(|keeping| keeping.archive.clone())
    }

    /// Looks again at what plans there are.
    pub async fn refresh_plans(self) {
        match self.archive().list().await {
            Ok(listing) => {
                self.plans.set(listing.plans);
                self.plan_faults.set(listing.faults.iter().map(ToString::to_string).gather());
            }
            Err(fault) => self.plan_faults.set(vec![fault.to_string()]),
        }
    }

    /// Opens a stored plan in the place of the one that is open. False, with the reason told, when it cannot be read.
    pub async fn open_stored(self, id: Id<Plan>) -> bool {
        timing::begun("load");
        let opened = self.archive().open(&id).await;
        timing::ended("load");
        match opened {
            Ok(opened) => {
                let summary = |plan: &&PlanSummary| plan.id == id;
                let saved_at =
                    self.plans.with_untracked(|plans| plans.iter().find(summary).map(|plan| plan.saved_at));
                let saver = Some(Saver::new(opened.revision));
                self.begin(opened.plan, saver, None, saved_at);
                if !opened.notes.is_empty() {
                    self.notes.set(Some(opened.notes.iter().map(ToString::to_string).gather()));
                }
                true
            }
            Err(fault) => {
                self.tell(&fault.to_string(), true);
                false
            }
        }
    }

    /// Stores a plan that is new to this browser and opens it. It is opened even when it cannot be stored; the plan
    /// card then says so.
    pub async fn open_new(self, plan: Plan, label: &str) {
        let stored = self.archive().create(&plan, entry(label.to_owned())).await;
        match stored {
            Ok(revision) => self.begin(plan, Some(Saver::new(revision)), None, Some(now())),
            Err(fault) => self.begin(plan, None, Some(fault), None),
        }
        self.refresh_plans().await;
    }

    /// An id that no plan of this browser has: the wanted one, or with a number after it.
    #[must_use]
    pub fn free_plan_id(&self, wanted: &str) -> Id<Plan> {
        self.plans.with_untracked(|plans| {
            let is_free = |id: &Id<Plan>| plans.iter().all(|plan| plan.id != *id);
            let numbered = (2..).map(|number| Id::lenient(&format!("{wanted}-{number}")));
            std::iter::once(Id::lenient(wanted))
                .chain(numbered)
                .find(is_free)
                .unwrap_or_else(|| Id::lenient(wanted))
        })
    }

    /// Closes the plan, because it is no longer there.
    pub fn close(&self) {
        remember_plan(None);
        self.keeping.update_value(|keeping| keeping.open = None);
        self.elsewhere.set(None);
        self.put(None);
    }

    /// Tries again to save what is not saved.
    pub fn retry(&self) {
        let Some(session) = self.session() else { return };
        if session.borrow().saver.is_none() {
            return self.store_whole(&session);
        }
        let write = session.borrow_mut().saver.as_mut().and_then(Saver::retry);
        self.drive(&session, write);
    }

    /// Shows the plan as another tab has stored it, and forgets what is not saved here.
    pub fn reload(self) {
        if let Some(id) = self.session().map(|session| session.borrow().id) {
            spawn_local(async move {
                self.open_stored(id).await;
            });
        }
    }

    /// Goes on with what is shown here as a plan of its own.
    pub fn keep_as_copy(self) {
        let Some(plan) = self.read(|bench| bench.plan().clone()) else { return };
        spawn_local(async move {
            match self.archive().keep_copy(&plan, entry(text().plans.copied.to_owned())).await {
                Ok(copy) => {
                    self.refresh_plans().await;
                    self.open_stored(copy.id).await;
                }
                Err(fault) => self.tell(&fault.to_string(), true),
            }
        });
    }

    /// Keeps a copy of a stored plan and takes the plan itself away, so that another can be stored under its id.
    pub async fn make_room(self, id: &Id<Plan>) -> Result<(), Fault> {
        let archive = self.archive();
        let open = self.read_untracked(|bench| bench.present().clone()).filter(|plan| plan.id == *id);
        let plan = match open {
            Some(plan) => plan,
            None => archive.open(id).await?.plan,
        };
        archive.keep_copy(&plan, entry(text().plans.copied.to_owned())).await?;
        archive.remove(id).await
    }

    /// Stores a copy of a plan under an id of its own.
    pub async fn duplicate(self, id: Id<Plan>) {
        let archive = self.archive();
        let copied = async {
            let plan = archive.open(&id).await?.plan;
            archive.keep_copy(&plan, entry(text().plans.copied.to_owned())).await
        };
        if let Err(fault) = copied.await {
            self.tell(&fault.to_string(), true);
        }
        self.refresh_plans().await;
    }

    /// Removes a plan from this browser; when it is open, it is closed.
    pub async fn remove_plan(self, id: Id<Plan>, name: &str) {
        match self.archive().remove(&id).await {
            Ok(()) => {
                if self.session().is_some_and(|session| session.borrow().id == id) {
                    self.close();
                }
                self.tell(&(text().plans.removed)(name), false);
            }
            Err(fault) => self.tell(&fault.to_string(), true),
        }
        self.refresh_plans().await;
    }

    /// True when leaving the page would lose something.
    #[must_use]
    pub fn would_lose(&self) -> bool {
        self.session().is_some() && !matches!(self.saving.get_untracked(), Saving::Saved(_))
    }

    /// True when the open plan could not be saved, so that opening another one would lose something.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.session().is_some_and(|session| matches!(session.borrow().state(), Saving::NotSaved { .. }))
    }

    /// Hands a step that the plan has just taken to the archive.
    pub(super) fn keep(&self, step: &Step) {
        let Some(session) = self.session() else { return };
        let name =
            |bench: &Workbench| bench.actor().map(|id| bench.plan().title(&RecordRef::from(id)).to_owned());
        let actor = self.read_untracked(name).flatten().unwrap_or_default();
        let entry = JournalEntry { diff: step.diff.clone(), actor, ..entry(step.label.clone()) };
        let write = {
            let mut session = session.borrow_mut();
            match &mut session.saver {
                Some(saver) => saver.enqueue(entry),
                None => {
                    session.backlog.push(entry);
                    None
                }
            }
        };
        self.drive(&session, write);
    }

    fn begin(&self, plan: Plan, saver: Option<Saver>, fault: Option<Fault>, saved_at: Option<Instant>) {
        self.leave();
        remember_plan(Some(&plan.id));
        let id = plan.id;
        let session = Session { id, saver, backlog: Vec::new(), fault, saved_at, left: None };
        self.keeping.update_value(|keeping| keeping.open = Some(Rc::new(RefCell::new(session))));
        self.elsewhere.set(None);
        self.put(Some(plan));
        self.show_saving();
    }

    /// Lets the writes of the plan that was open run to their end.
    fn leave(&self) {
        let Some(session) = self.session() else { return };
        let is_settled = session.borrow().is_settled();
        if !is_settled {
            session.borrow_mut().left = self.read_untracked(|bench| bench.present().clone());
        }
    }

    fn session(&self) -> Option<Rc<RefCell<Session>>> {
        self.keeping.with_value(|keeping| keeping.open.clone())
    }

    fn is_current(&self, session: &Rc<RefCell<Session>>) -> bool {
        self.session().is_some_and(|open| Rc::ptr_eq(&open, session))
    }

    /// Lets a write run, and those that follow from it. The bytes are made at once, from the plan of this moment.
    fn drive(self, session: &Rc<RefCell<Session>>, write: Option<Rc<Write>>) {
        if let Some(write) = write {
            let left = session.borrow().left.clone();
            timing::begun("save");
            let commit = |plan: &Plan| self.archive().commit(&write, plan);
            let committing = match &left {
                Some(plan) => Some(commit(plan)),
                None => self.read_untracked(|bench| commit(bench.present())),
            };
            let session = Rc::clone(session);
            if let Some(committing) = committing {
                spawn_local(async move {
                    let result = committing.await;
                    timing::ended("save");
                    self.ended(&session, result);
                });
            }
        }
        self.show_saving();
    }

    fn ended(self, session: &Rc<RefCell<Session>>, result: Result<u64, Fault>) {
        let fault = result.as_ref().err().cloned();
        let next = {
            let mut session = session.borrow_mut();
            if fault.is_none() {
                session.saved_at = Some(now());
            }
            session.saver.as_mut().and_then(|saver| saver.finished(result))
        };
        match fault {
            Some(Fault::Stale { .. }) if self.is_current(session) => {
                self.elsewhere.set(Some(Elsewhere::Changed))
            }
            Some(Fault::Missing { .. }) if self.is_current(session) => {
                self.elsewhere.set(Some(Elsewhere::Removed))
            }
            Some(fault) if !self.is_current(session) => self.tell(&fault.to_string(), true),
            _ => {}
        }
        self.drive(session, next);
    }

    /// Asks the archive for the whole plan, which it does not have; the steps taken meanwhile follow.
    fn store_whole(self, session: &Rc<RefCell<Session>>) {
        {
            let mut session = session.borrow_mut();
            session.backlog.clear();
            session.fault = None;
        }
        let creating = |plan: &Plan| self.archive().create(plan, entry(text().plans.stored.to_owned()));
        let Some(creating) = self.read_untracked(|bench| creating(bench.present())) else { return };
        self.show_saving();
        let session = Rc::clone(session);
        spawn_local(async move {
            let write = match creating.await {
                Ok(revision) => {
                    let mut session = session.borrow_mut();
                    session.saved_at = Some(now());
                    let mut saver = Saver::new(revision);
                    let backlog = std::mem::take(&mut session.backlog);
                    let writes: Vec<_> =
                        backlog.into_iter().filter_map(|entry| saver.enqueue(entry)).gather();
                    session.saver = Some(saver);
                    writes.into_iter().next()
                }
                Err(fault) => {
                    session.borrow_mut().fault = Some(fault);
                    None
                }
            };
            self.drive(&session, write);
        });
    }

    fn heard(self, announcement: &Announcement) {
        if let Some(session) = self.session() {
            let session = session.borrow();
            let is_ours =
                session.saver.as_ref().is_some_and(|saver| announcement.revision == Some(saver.revision()));
            if announcement.plan == session.id.as_str() && !is_ours {
                let what = announcement.revision.map_or(Elsewhere::Removed, |_| Elsewhere::Changed);
                self.elsewhere.set(Some(what));
            }
        }
        spawn_local(self.refresh_plans());
    }

    fn show_saving(&self) {
        let trouble = self.keeping.with_value(|keeping| keeping.trouble.clone());
        let state = self.session().map(|session| session.borrow().state());
        let state = match (trouble, state) {
            (Some(fault), Some(_)) => Saving::NotSaved { reason: fault.to_string(), can_retry: false },
            (_, state) => state.unwrap_or(Saving::Saved(None)),
        };
        if self.saving.get_untracked() != state {
            self.saving.set(state);
        }
    }
}

/// A journal entry of this moment without a diff.
fn entry(label: String) -> JournalEntry {
    JournalEntry { at: now(), actor: String::new(), label, diff: Default::default() }
}

/// The key under which the browser remembers the plan that was open last; pages of one host keep theirs apart.
fn last_key() -> String {
    let path = window().location().pathname().unwrap_or_default();
    let folder = path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or("/");
    format!("slipway:{folder}:last")
}

fn last_plan() -> Option<Id<Plan>> {
    let storage = window().local_storage().ok().flatten()?;
    Id::parse(&storage.get_item(&last_key()).ok().flatten()?).ok()
}

/// A browser that remembers nothing opens the list of plans instead, so that nothing is lost when this fails.
fn remember_plan(id: Option<&Id<Plan>>) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let _ = match id {
        Some(id) => storage.set_item(&last_key(), id.as_str()),
        None => storage.remove_item(&last_key()),
    };
}
