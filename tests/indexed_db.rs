//! Plans in a real IndexedDB: `node tests/browser/in-browser.mjs` runs this file in Chromium.
#![cfg(target_arch = "wasm32")]
// The lints know only functions marked #[test] as tests; this whole file is one.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::cell::RefCell;
use std::rc::Rc;

use indexed_db_futures::database::Database;
use slipway::exchange::document::{Limits, read};
use slipway::model::{Change, Diff, Id, Plan};
use slipway::storage::{Announcement, Archive, Fault, IndexedDb, JournalEntry, SaveState, Saver, Write};
use slipway::time::Instant;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A tab of its own on the database of that name.
fn tab(path: &str) -> Archive {
    Archive::in_browser(Rc::new(IndexedDb::named(path, 1)))
}

fn example() -> Plan {
    let document = include_bytes!("../public/templates/emergency-change.json");
    read(document, &Limits::usual()).unwrap().plan
}

fn plan_of(changes: usize) -> Plan {
    let mut plan = example();
    let template = plan.changes.values().next().unwrap().clone();
    for number in 0..changes {
        let id: Id<Change> = Id::parse(&format!("CHG-{number:05}")).unwrap();
        plan.put(Change { id, ..template.clone() }.into());
    }
    plan
}

fn entry(diff: Diff) -> JournalEntry {
    let at = Instant::parse("2026-03-02T20:00:00Z").unwrap();
    JournalEntry { at, actor: "ann".to_owned(), label: "Edit".to_owned(), diff }
}

/// Renames the first change and says so.
fn rename(plan: &mut Plan, title: &str) -> Diff {
    let mut change = plan.changes.values().next().unwrap().clone();
    change.title = title.to_owned();
    let mut diff = Diff::default();
    diff.set(plan, change.into());
    diff.apply(plan).unwrap();
    diff
}

fn write(expected: u64, diff: Diff) -> Write {
    Write { expected, diff: diff.clone(), entries: vec![entry(diff)] }
}

#[wasm_bindgen_test]
async fn a_plan_comes_back_as_it_was_saved() {
    let mut plan = plan_of(2_000);
    let archive = tab("comes-back");
    assert_eq!(archive.create(&plan, entry(Diff::default())).await, Ok(1));
    let mut saver = Saver::new(1);
    for number in 0..50 {
        let diff = rename(&mut plan, &format!("Title {number}"));
        let write = saver.enqueue(entry(diff)).unwrap();
        let result = archive.commit(&write, &plan).await;
        assert_eq!(saver.finished(result), None);
        assert_eq!(saver.state(), SaveState::Saved);
    }
    let opened = tab("comes-back").open(&plan.id).await.unwrap();
    assert!(opened.plan == plan);
    assert_eq!((opened.revision, opened.notes), (51, vec![]));
    let journal = archive.journal(&plan.id).await.unwrap();
    assert_eq!(journal.len(), 51);
    assert_eq!(archive.create(&plan, entry(Diff::default())).await, Err(Fault::Exists { plan: plan.id }));
}

#[wasm_bindgen_test]
async fn of_two_tabs_that_save_at_once_one_is_stale_and_nothing_is_overwritten() {
    let plan = plan_of(10);
    let (one, other) = (tab("two-tabs"), tab("two-tabs"));
    one.create(&plan, entry(Diff::default())).await.unwrap();
    let (mut kept, mut made) = (0, 0);
    while made < 100 {
        let (mut ours, mut theirs) = (one.open(&plan.id).await.unwrap(), other.open(&plan.id).await.unwrap());
        let our_diff = rename(&mut ours.plan, &format!("Ours {made}"));
        let their_diff = rename(&mut theirs.plan, &format!("Theirs {made}"));
        let first = one.commit(&write(ours.revision, our_diff), &ours.plan);
        let second = other.commit(&write(theirs.revision, their_diff), &theirs.plan);
        let second =
            wasm_bindgen_futures::future_to_promise(
                async move { Ok(JsValue::from_bool(second.await.is_ok())) },
            );
        let first = first.await;
        let second = JsFuture::from(second).await.unwrap().is_truthy();
        assert!(first.is_ok() != second, "exactly one of two writes from one revision is taken");
        if first.is_err() {
            assert_eq!(first, Err(Fault::Stale { expected: ours.revision, found: ours.revision + 1 }));
        }
        let winner = if second { theirs.plan } else { ours.plan };
        kept += usize::from(tab("two-tabs").open(&plan.id).await.unwrap().plan == winner);
        made += 1;
    }
    assert_eq!(kept, made);
}

#[wasm_bindgen_test]
async fn a_plan_that_is_read_while_it_is_written_can_be_written_again() {
    let mut plan = plan_of(10);
    let archive = tab("read-while-written");
    archive.create(&plan, entry(Diff::default())).await.unwrap();
    for revision in 1..20 {
        let diff = rename(&mut plan, &format!("Title {revision}"));
        let committing = archive.commit(&write(revision, diff), &plan);
        let reading = {
            let (archive, id) = (archive.clone(), plan.id);
            wasm_bindgen_futures::future_to_promise(async move {
                Ok(JsValue::from_bool(archive.open(&id).await.is_ok()))
            })
        };
        assert_eq!(committing.await, Ok(revision + 1));
        assert!(JsFuture::from(reading).await.unwrap().is_truthy());
    }
}

#[wasm_bindgen_test]
async fn another_tab_hears_of_a_write_and_of_a_removal() {
    let plan = example();
    let (one, other) = (tab("hears"), tab("hears"));
    let heard = Rc::new(RefCell::new(Vec::new()));
    let _watch = {
        let heard = Rc::clone(&heard);
        other.watch(move |announcement| heard.borrow_mut().push(announcement))
    };
    let own = Rc::new(RefCell::new(Vec::<Announcement>::new()));
    let _own_watch = {
        let own = Rc::clone(&own);
        one.watch(move |announcement| own.borrow_mut().push(announcement))
    };
    one.create(&plan, entry(Diff::default())).await.unwrap();
    one.remove(&plan.id).await.unwrap();
    while heard.borrow().len() < 2 {
        other.list().await.unwrap();
    }
    let revisions: Vec<Option<u64>> =
        heard.borrow().iter().map(|announcement| announcement.revision).collect();
    assert_eq!(revisions, [Some(1), None]);
    assert!(own.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_newer_version_takes_over_and_the_older_tab_stops_writing() {
    let plan = example();
    let older = tab("takes-over");
    older.create(&plan, entry(Diff::default())).await.unwrap();
    let newer = Archive::in_browser(Rc::new(IndexedDb::named("takes-over", 2)));
    assert_eq!(newer.list().await.unwrap().plans.len(), 1);
    assert_eq!(older.list().await, Err(Fault::Outdated));
    assert_eq!(tab("takes-over").list().await, Err(Fault::Outdated));
}

#[wasm_bindgen_test]
async fn a_tab_that_does_not_let_go_blocks_with_a_message_until_it_does() {
    let held = Database::open("slipway:blocks").with_version(1_u32).await.unwrap();
    let newer = Archive::in_browser(Rc::new(IndexedDb::named("blocks", 2)));
    assert_eq!(newer.list().await, Err(Fault::Blocked));
    held.close();
    let mut listed = newer.list().await;
    while listed == Err(Fault::Blocked) {
        listed = newer.list().await;
    }
    // The stores are missing, because the database was made without them.
    assert_eq!(listed.unwrap_err().code(), "storage/failed");
}

#[wasm_bindgen_test]
async fn a_deleted_database_is_noticed() {
    let plan = example();
    let archive = tab("deleted");
    archive.create(&plan, entry(Diff::default())).await.unwrap();
    Database::delete_by_name("slipway:deleted").unwrap().await.unwrap();
    let lost = Fault::Lost { plans: vec![plan.settings.name.clone()] };
    assert_eq!(archive.open(&plan.id).await, Err(lost.clone()));
    assert_eq!(tab("deleted").list().await.unwrap().faults, vec![lost]);
    archive.forget_lost().await.unwrap();
    assert_eq!(archive.list().await.unwrap().faults, vec![]);
}

#[wasm_bindgen_test]
async fn a_removed_plan_is_gone_and_not_lost() {
    let plan = example();
    let archive = tab("removed");
    archive.create(&plan, entry(Diff::default())).await.unwrap();
    archive.remove(&plan.id).await.unwrap();
    let listing = tab("removed").list().await.unwrap();
    assert_eq!((listing.plans, listing.faults), (vec![], vec![]));
    assert_eq!(archive.journal(&plan.id).await, Ok(vec![]));
    assert_eq!(archive.create(&plan, entry(Diff::default())).await, Ok(1));
}
