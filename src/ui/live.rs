//! `Live`: the one writer of the interface. Components read through it and ask it for commands; nothing else changes
//! the plan.

use std::ops::Deref;

use crate::ui::prelude::*;
use leptos::reactive::owner::LocalStorage;
use leptos::task::spawn_local;

use super::acting;
use super::keeping::{Elsewhere, Keeping, Saving};
use super::reactive::Shared;
use super::text::text;
use super::timing;
use crate::model::{Command, Id, Person, Plan, RecordRef};
use crate::planner::views::frame::to_minute;
use crate::planner::{Preview, Refusal, Route, Step, Workbench};
use crate::rules::wording::moment;
use crate::storage::{Archive, Fault, PlanSummary};
use crate::time::{Instant, Zone};

/// The open plan, the address, and what is being said. Cheap to copy; get it with [`use_live`].
#[derive(Clone, Copy)]
pub struct Live(Shared<Handles>);

/// What [`Live`] is made of.
pub struct Handles {
    bench: StoredValue<Option<Workbench>, LocalStorage>,
    pub(super) keeping: StoredValue<Keeping, LocalStorage>,
    /// Rises with every change of the plan or its findings; reading through [`Live::read`] tracks it.
    revision: RwSignal<u64>,
    route: RwSignal<Route>,
    /// Whether the open plan is on disk.
    pub saving: RwSignal<Saving>,
    /// What another tab did to the open plan.
    pub elsewhere: RwSignal<Option<Elsewhere>>,
    /// The plans of this browser, last saved first.
    pub plans: RwSignal<Vec<PlanSummary>>,
    /// What is wrong with the plans of this browser.
    pub plan_faults: RwSignal<Vec<String>>,
    /// What was odd about the last thing that was read; shown until it is closed.
    pub notes: RwSignal<Option<Vec<String>>>,
    /// What a screen reader hears next.
    pub spoken: RwSignal<String>,
    /// The last refusal or piece of news, shown for a while.
    pub notice: RwSignal<Option<Notice>>,
}

impl Deref for Live {
    type Target = Handles;

    fn deref(&self) -> &Handles {
        &self.0
    }
}

/// Something that the person should know, without having to do anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// True when something did not work.
    pub is_refusal: bool,
}

/// The app's [`Live`].
#[must_use]
pub fn use_live() -> Live {
    expect_context::<Live>()
}

impl Live {
    /// A live without a plan, at an address. `trouble` says why the archive is only memory, when it is.
    #[must_use]
    pub fn new(route: Route, archive: Archive, trouble: Option<Fault>) -> Live {
        Live(Shared::new(Handles {
            bench: StoredValue::new_local(None),
            keeping: StoredValue::new_local(Keeping::new(archive, trouble)),
            saving: RwSignal::new(Saving::Saved(None)),
            elsewhere: RwSignal::new(None),
            plans: RwSignal::new(Vec::new()),
            plan_faults: RwSignal::new(Vec::new()),
            notes: RwSignal::new(None),
            revision: RwSignal::new(0),
            route: RwSignal::new(route),
            spoken: RwSignal::new(String::new()),
            notice: RwSignal::new(None),
        }))
    }

    /// Shows a plan in the place of the one that is open, or none.
    pub(super) fn put(&self, plan: Option<Plan>) {
        timing::begun("check");
        self.bench.set_value(plan.map(|plan| {
            let actor = acting::remembered(&plan);
            Workbench::open(plan, now(), actor)
        }));
        timing::ended("check");
        self.touch();
    }

    /// The moment passes: the findings are looked at again, when it is another minute than theirs.
    pub fn tick(&self) {
        let minute = |at: Instant| at.unix_seconds().div_euclid(60);
        let is_over =
            |bench: &Workbench| bench.looks_back_at().is_none() && minute(bench.now()) != minute(now());
        if self.read_untracked(is_over).unwrap_or(false)
            && self.change(|bench| bench.set_now(now())).is_some()
        {
            self.touch();
        }
    }

    /// True when a plan is open. Tracks.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.revision.track();
        self.bench.with_value(Option::is_some)
    }

    /// Reads the open plan; `None` when none is open. Tracks every change of it.
    pub fn read<T>(&self, read: impl FnOnce(&Workbench) -> T) -> Option<T> {
        self.revision.track();
        self.read_untracked(read)
    }

    /// Reads the open plan without tracking it: for handlers.
    pub fn read_untracked<T>(&self, read: impl FnOnce(&Workbench) -> T) -> Option<T> {
        // What differs by reader is kept small: there are hundreds.
        let (mut read, mut answer) = (Some(read), None);
        self.lend(&mut |bench| answer = read.take().map(|read| read(bench)));
        answer
    }

    fn lend(&self, reader: &mut dyn FnMut(&Workbench)) {
        self.bench.with_value(|bench| bench.iter().for_each(reader));
    }

    /// Carries a command out, or says why not.
    pub fn run(&self, command: &Command) -> Option<Step> {
        timing::begun("edit");
        let outcome = self.change(|bench| bench.run(command))?;
        timing::ended("edit");
        match outcome {
            Ok(step) => {
                self.took(&step);
                Some(step)
            }
            Err(Refusal::Nothing) => None,
            Err(refusal) => {
                self.tell(&refusal.to_string(), true);
                None
            }
        }
    }

    /// What a command would bring about. Does not change anything and is not tracked: for gestures.
    pub fn preview(&self, command: &Command) -> Option<Result<Preview, Refusal>> {
        self.bench.try_update_value(|bench| bench.as_mut().map(|bench| bench.preview(command))).flatten()
    }

    /// Who acts from now on; this browser remembers it for the plan.
    pub fn act_as(&self, person: Option<Id<Person>>) {
        if let Some(plan) = self.read_untracked(|bench| bench.plan().id) {
            acting::remember(&plan, person.as_ref());
        }
        if self.change(|bench| bench.set_actor(person)).is_some() {
            self.touch();
        }
    }

    /// Takes the last step back.
    pub fn undo(&self) {
        if let Some(Some(step)) = self.change(Workbench::undo) {
            self.took(&step);
        }
    }

    /// Takes the last undone step again.
    pub fn redo(&self) {
        if let Some(Some(step)) = self.change(Workbench::redo) {
            self.took(&step);
        }
    }

    /// Shows the plan as it was at a moment, in the place of the plan as it is.
    pub fn look_back(self, at: Instant) {
        let words = &text().past;
        if self.would_lose() {
            return self.tell(words.save_first, true);
        }
        let Some(plan) = self.read_untracked(|bench| bench.present().id) else { return };
        spawn_local(async move {
            let journal = match self.archive().journal(&plan).await {
                Ok(journal) => journal,
                Err(fault) => return self.tell(&fault.to_string(), true),
            };
            let entries = journal.iter().map(|entry| (entry.at, &entry.diff));
            // Another plan may have been opened meanwhile, or a step taken.
            let looked =
                self.change(|bench| (bench.present().id == plan).then(|| bench.look_back(at, entries)));
            match looked.flatten() {
                Some(Ok(shown)) => {
                    self.touch();
                    if at < shown {
                        let zone =
                            self.read_untracked(|bench| bench.plan().settings.zone).unwrap_or(Zone::UTC);
                        self.tell(&(words.begins)(&moment(to_minute(shown), zone)), false);
                    }
                }
                Some(Err(_)) => self.tell(words.no_past, true),
                None => {}
            }
        });
    }

    /// Shows the plan as it is.
    pub fn come_back(&self) {
        if self.change(Workbench::come_back).is_some() {
            self.touch();
        }
    }

    /// Shows a sentence for a while, and says it to screen readers.
    pub fn tell(&self, text: &str, is_refusal: bool) {
        self.spoken.set(text.to_owned());
        self.notice.set(Some(Notice { text: text.to_owned(), is_refusal }));
    }

    /// The address. Tracks.
    #[must_use]
    pub fn route(&self) -> Route {
        self.route.get()
    }

    /// Goes to an address and leaves a way back.
    pub fn go(&self, route: &Route) {
        let _ = window().location().set_hash(&route.address());
    }

    /// Goes to an address in the place of this one: for what changes too often to be a way back, such as scrolling.
    /// Does nothing when the person has just gone elsewhere, of which the browser has yet to tell: that is not taken back.
    pub fn go_quietly(&self, route: &Route) {
        let here = window().location().hash().unwrap_or_default();
        if Route::parse(&here) != self.route.get_untracked() {
            return;
        }
        let history = window().history();
        if let Ok(history) = history
            && history
                .replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&route.address()))
                .is_ok()
        {
            self.route.set(route.clone());
        }
    }

    /// Opens a record in the inspector; `None` closes it.
    pub fn select(&self, record: Option<&RecordRef>) {
        let route = self.route.get_untracked();
        self.go(&route.with("select", &record.map(ToString::to_string).unwrap_or_default()));
    }

    /// Says that the address has changed; called by the app alone.
    pub(super) fn arrived(&self, route: Route) {
        if self.route.get_untracked() != route {
            self.route.set(route);
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Workbench) -> T) -> Option<T> {
        self.bench.try_update_value(|bench| bench.as_mut().map(change)).flatten()
    }

    fn took(&self, step: &Step) {
        self.keep(step);
        self.notice.set(None);
        self.spoken.set(step.label.clone());
        self.touch();
    }

    fn touch(&self) {
        self.revision.update(|revision| *revision += 1);
    }
}

/// The browser's clock.
#[must_use]
pub fn now() -> Instant {
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (js_sys::Date::now() / 1000.0) as i64;
    Instant::saturating_from_unix_seconds(seconds)
}
