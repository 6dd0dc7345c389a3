//! Plans in the browser's database, IndexedDB.
//!
//! Database `slipway:PATH`, version 1, with PATH the folder of the page. Its stores have out-of-line keys, and values
//! that are bytes (`Uint8Array`) of JSON. `public/rescue.js` reads this layout without Rust and repeats it:
//!
//! | store | key | value |
//! |---|---|---|
//! | `plans` | plan id | the layout: version, id, revision, saved_at, settings, extra, tables with their segments |
//! | `segments` | `[plan id, table, number]` | array of records as in the document |
//! | `journal` | `[plan id, revision]` | who did what in the write that made the revision |
//! | `removed` | plan id | that the plan was removed on purpose |
//!
//! Outside the database, localStorage has `slipway:PATH:plan:ID` = `{name, revision}` for each stored plan: browsers
//! lose whole databases, and an empty one does not say so. Only what no plan depends on is kept there.
//!
//! A write is one readwrite transaction with strict durability. Everything is made before it begins; inside, the
//! revision is read and checked, everything is put, `commit()` is called (so that a page that goes away at once still
//! writes), and only its completion counts.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::future::GetAllPrimitiveRequest;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{IdbTransaction, IdbVersionChangeEvent};

use crate::gather::Gather;

use super::fault::Fault;
use super::place::Place;
use super::store::{Announcement, Key, Mark, Overview, StoredPlan, WriteSet, check};

const VERSION: u32 = 1;
const PLANS: &str = "plans";
const SEGMENTS: &str = "segments";
const JOURNAL: &str = "journal";
const REMOVED: &str = "removed";
const STORES: [&str; 4] = [PLANS, SEGMENTS, JOURNAL, REMOVED];

/// The browser's database. It is opened at the first use, and again when the browser has closed it.
pub struct IndexedDb {
    place: Place,
    version: u32,
    connection: RefCell<Option<Connection>>,
    /// Set when a newer version has asked for the database: this page may not write any more.
    is_outdated: Rc<Cell<bool>>,
}

/// An open database, until the browser or a newer version closes it.
struct Connection {
    database: Database,
    is_closed: Rc<Cell<bool>>,
    _listeners: [EventListener; 2],
}

/// What became of opening; filled from outside because a blocked request never ends.
type Opening = Rc<RefCell<Option<Result<Database, Fault>>>>;

impl IndexedDb {
    /// The database of the page's folder.
    #[must_use]
    pub fn of_page() -> IndexedDb {
        IndexedDb::at(Place::of_page(), VERSION)
    }

    /// A database with a name and version of its own, for tests.
    #[must_use]
    pub fn named(path: &str, version: u32) -> IndexedDb {
        IndexedDb::at(Place::named(path), version)
    }

    fn at(place: Place, version: u32) -> IndexedDb {
        IndexedDb { place, version, connection: RefCell::new(None), is_outdated: Rc::default() }
    }

    pub(super) fn marks(&self) -> Vec<(String, Mark)> {
        self.place.marks()
    }

    pub(super) fn set_mark(&self, plan: &str, mark: Option<&Mark>) {
        self.place.set_mark(plan, mark);
    }

    pub(super) fn watch(&self, callback: impl Fn(Announcement) + 'static) -> Option<EventListener> {
        self.place.watch(callback)
    }

    pub(super) async fn overview(&self) -> Result<Overview, Fault> {
        let database = self.database().await?;
        let found = async {
            let transaction = database.transaction([PLANS, REMOVED]).build()?;
            let plans = transaction.object_store(PLANS)?;
            let removed = transaction.object_store(REMOVED)?;
            let plans = all(&plans, None)?;
            let removed = all(&removed, None)?;
            let plans = plans.read().await?;
            let removed = removed.read().await?;
            Ok((plans, removed))
        };
        let (plans, removed) = found.await.map_err(fault_of)?;
        let name = |key: JsValue| key.as_string().unwrap_or_default();
        Ok(Overview {
            plans: plans.into_iter().map(|(key, bytes)| (name(key), bytes)).gather(),
            removed: removed.into_iter().map(|(key, _)| name(key)).gather(),
        })
    }

    pub(super) async fn read(&self, plan: &str) -> Result<Option<StoredPlan>, Fault> {
        let database = self.database().await?;
        let found = async {
            let transaction = database.transaction([PLANS, SEGMENTS]).build()?;
            let plans = transaction.object_store(PLANS)?;
            let segments = transaction.object_store(SEGMENTS)?;
            let layout = plans.get::<JsValue, _, _>(plan).primitive()?;
            let segments = all(&segments, Some(keys_of(plan)))?;
            Ok((layout.await?, segments.read().await?))
        };
        let (layout, segments) = found.await.map_err(fault_of)?;
        let Some(layout) = layout else { return Ok(None) };
        let segments = segments.into_iter().filter_map(|(key, bytes)| Some((segment_key(&key)?, bytes)));
        Ok(Some(StoredPlan { layout: bytes_of(&layout), segments: segments.gather() }))
    }

    pub(super) async fn journal(&self, plan: &str) -> Result<Vec<Vec<u8>>, Fault> {
        let database = self.database().await?;
        let found = async {
            let transaction = database.transaction(JOURNAL).build()?;
            let pages = transaction.object_store(JOURNAL)?;
            all(&pages, Some(keys_of(plan)))?.read().await
        };
        Ok(found.await.map_err(fault_of)?.into_iter().map(|(_, page)| page).gather())
    }

    pub(super) async fn write(&self, writes: WriteSet) -> Result<(), Fault> {
        let database = self.database().await?;
        let transaction = database
            .transaction(STORES)
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(TransactionDurability::Strict))
            .build()
            .map_err(fault_of)?;
        // The library does not say why a transaction was aborted; the browser's own object does.
        let browser: IdbTransaction = transaction.as_sys().clone().unchecked_into();
        put(&transaction, &writes).await?;
        if let Err(error) = transaction.commit().await {
            return Err(browser.error().map_or_else(|| fault_of(error), |why| fault_named(&why)));
        }
        self.place.set_mark(writes.plan.as_str(), writes.mark.as_ref());
        self.place.announce(&Announcement {
            plan: writes.plan.to_string(),
            revision: writes.mark.as_ref().map(|mark| mark.revision),
        });
        Ok(())
    }

    /// The open database.
    async fn database(&self) -> Result<Database, Fault> {
        if self.is_outdated.get() {
            return Err(Fault::Outdated);
        }
        if let Some(open) = &*self.connection.borrow()
            && !open.is_closed.get()
        {
            return Ok(open.database.clone());
        }
        let database = open(self.place.database(), self.version).await?;
        self.connection.replace(Some(self.connect(database.clone())));
        Ok(database)
    }

    fn connect(&self, database: Database) -> Connection {
        let is_closed = Rc::new(Cell::new(false));
        let target = database.as_sys();
        let on_close = {
            let is_closed = Rc::clone(&is_closed);
            EventListener::new(target, "close", move |_| is_closed.set(true))
        };
        let on_change = {
            let (is_closed, is_outdated) = (Rc::clone(&is_closed), Rc::clone(&self.is_outdated));
            let closing = database.clone();
            EventListener::new(target, "versionchange", move |event| {
                is_closed.set(true);
                closing.clone().close();
                // Without a new version the database is being deleted.
                let change = event.dyn_ref::<IdbVersionChangeEvent>();
                is_outdated.set(change.is_some_and(|change| change.new_version().is_some()));
            })
        };
        Connection { database, is_closed, _listeners: [on_close, on_change] }
    }
}

/// Opens, or says that another tab is in the way. A request that is blocked goes on in the background and gives up the
/// database when it gets it, so that trying again starts anew.
async fn open(name: &str, version: u32) -> Result<Database, Fault> {
    let opening: Opening = Rc::default();
    let name = name.to_owned();
    let ended = Promise::new(&mut |resolve, _| {
        let (opening, blocked, name) = (Rc::clone(&opening), resolve.clone(), name.clone());
        spawn_local(async move {
            let request = Database::open(name)
                .with_version(version)
                .with_on_blocked(move |_| {
                    drop(blocked.call0(&JsValue::UNDEFINED));
                    Ok(())
                })
                .with_on_upgrade_needed(|event, database| upgrade(event.old_version(), &database));
            let opened = request.await.map_err(fault_of_opening);
            // Nobody waits any more when the request was blocked meanwhile.
            if Rc::strong_count(&opening) > 1 {
                opening.replace(Some(opened));
            } else if let Ok(database) = opened {
                database.close();
            }
            drop(resolve.call0(&JsValue::UNDEFINED));
        });
    });
    drop(JsFuture::from(ended).await);
    let opened = opening.take();
    opened.unwrap_or(Err(Fault::Blocked))
}

fn upgrade(from: f64, database: &Database) -> Result<(), Error> {
    if from < 1.0 {
        for store in STORES {
            database.create_object_store(store).build()?;
        }
    }
    Ok(())
}

/// Checks what the write expects, then puts everything; awaits nothing but the one request that the check needs.
async fn put(transaction: &Transaction<'_>, writes: &WriteSet) -> Result<(), Fault> {
    let plan = writes.plan.as_str();
    let plans = transaction.object_store(PLANS).map_err(fault_of)?;
    let stored = plans.get::<JsValue, _, _>(plan).primitive().map_err(fault_of)?.await.map_err(fault_of)?;
    check(&writes.plan, writes.expect, stored.as_ref().map(bytes_of).as_deref())?;
    let put_all = || -> Result<(), Error> {
        if writes.clear {
            transaction.object_store(PLANS)?.delete(plan).primitive()?;
            for store in [SEGMENTS, JOURNAL] {
                transaction.object_store(store)?.delete::<JsValue, _>(keys_of(plan)).primitive()?;
            }
        }
        for key in &writes.deletes {
            let (store, key) = address(key);
            transaction.object_store(store)?.delete(key).primitive()?;
        }
        for (key, bytes) in &writes.puts {
            let (store, key) = address(key);
            let bytes = JsValue::from(Uint8Array::from(bytes.as_slice()));
            transaction.object_store(store)?.put(bytes).with_key(key).primitive()?;
        }
        Ok(())
    };
    put_all().map_err(fault_of)
}

/// The store and the key in it.
fn address(key: &Key) -> (&'static str, JsValue) {
    let text = |text: &str| JsValue::from_str(text);
    match key {
        Key::Plan(plan) => (PLANS, text(plan)),
        Key::Removed(plan) => (REMOVED, text(plan)),
        Key::Segment { plan, table, number } => {
            (SEGMENTS, Array::of3(&text(plan), &text(table), &JsValue::from(*number)).into())
        }
        // A revision beyond 2^53 is out of reach of any number of edits.
        Key::Journal { plan, revision } => {
            (JOURNAL, Array::of2(&text(plan), &JsValue::from(*revision as f64)).into())
        }
    }
}

/// All keys that are arrays beginning with the plan's id: an empty array sorts after every text and number.
fn keys_of(plan: &str) -> KeyRange<JsValue> {
    let plan = JsValue::from_str(plan);
    let (first, last) = (Array::of1(&plan), Array::of2(&plan, &Array::new()));
    KeyRange::Bound(first.into(), false, last.into(), false)
}

fn segment_key(key: &JsValue) -> Option<Key> {
    let parts = key.dyn_ref::<Array>()?;
    let number = parts.get(2).as_f64()?;
    Some(Key::Segment {
        plan: parts.get(0).as_string()?,
        table: parts.get(1).as_string()?,
        number: number as u32,
    })
}

fn bytes_of(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

/// Keys and values of a store or a part of it, asked for together.
struct Pairs {
    keys: GetAllPrimitiveRequest<JsValue>,
    values: GetAllPrimitiveRequest<JsValue>,
}

fn all(store: &ObjectStore<'_>, range: Option<KeyRange<JsValue>>) -> Result<Pairs, Error> {
    let (keys, values) = (store.get_all_keys::<JsValue>(), store.get_all::<JsValue>());
    Ok(match range {
        None => Pairs { keys: keys.primitive()?, values: values.primitive()? },
        Some(range) => Pairs {
            keys: keys.with_query::<JsValue, _>(range.clone()).primitive()?,
            values: values.with_query::<JsValue, _>(range).primitive()?,
        },
    })
}

impl Pairs {
    async fn read(self) -> Result<Vec<(JsValue, Vec<u8>)>, Error> {
        let keys = self.keys.await?;
        let values = self.values.await?;
        keys.zip(values).map(|(key, value)| Ok((key?, bytes_of(&value?)))).gather()
    }
}

fn fault_of_opening(error: OpenDbError) -> Fault {
    match error {
        OpenDbError::Base(error) => fault_of(error),
        error => Fault::Unavailable { reason: error.to_string() },
    }
}

fn fault_of(error: Error) -> Fault {
    match error {
        Error::DomException(exception) => fault_named(&web_sys::DomException::from(exception)),
        error => Fault::Failed { reason: error.to_string() },
    }
}

fn fault_named(exception: &web_sys::DomException) -> Fault {
    let reason = format!("{}: {}", exception.name(), exception.message());
    match exception.name().as_str() {
        "QuotaExceededError" => Fault::Quota,
        "VersionError" => Fault::Outdated,
        // How Chromium 156 reports a disk that is full while its own quota is not.
        _ if reason.contains("NO_SPACE") => Fault::Quota,
        "SecurityError" => Fault::Unavailable { reason },
        _ => Fault::Failed { reason },
    }
}
