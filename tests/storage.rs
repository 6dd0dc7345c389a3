//! Stored plans survive what happens to them: any sequence of edits, failing writes, other tabs, damaged bytes and a
//! lost database. Over memory, which keeps what the browser's database would and can be made to fail.
#![cfg(not(target_arch = "wasm32"))]
// The lints know only functions marked #[test] as tests; this whole file is one.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use proptest::prelude::*;
use slipway::model::{AnyRecord, Change, Diff, Id, Plan, RecordRef, Table, notation};
use slipway::storage::{Archive, Fault, JournalEntry, Key, Memory, Note, SaveState, Saver, Write};
use slipway::time::Instant;

/// The value of a future that never waits, as those over memory.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a future over memory waited"),
    }
}

fn example() -> Plan {
    let text = "environment prod\nci db env=prod\nchange C1 25..26 on=db env=prod by=ann\n";
    notation::parse(text).unwrap().plan
}

fn change(number: usize, title: &str) -> AnyRecord {
    static TEMPLATE: LazyLock<Change> = LazyLock::new(|| example().changes.values().next().unwrap().clone());
    let mut change = TEMPLATE.clone();
    change.id = Id::parse(&format!("CHG-{number:05}")).unwrap();
    change.title = title.to_owned();
    change.into()
}

fn plan_of(changes: usize) -> Plan {
    let mut plan = example();
    for number in 0..changes {
        plan.put(change(number, "Replace the disks"));
    }
    plan
}

fn entry(diff: Diff) -> JournalEntry {
    let at = Instant::parse("2026-03-02T20:00:00Z").unwrap();
    JournalEntry { at, actor: "ann".to_owned(), label: "Edit".to_owned(), diff }
}

fn write(expected: u64, diff: &Diff) -> Write {
    Write { expected, diff: diff.clone(), entries: vec![entry(diff.clone())] }
}

/// Applies one edit to the plan and returns its diff.
fn edit(plan: &mut Plan, number: usize, title: Option<&str>) -> Diff {
    let mut diff = Diff::default();
    match title {
        Some(title) => diff.set(plan, change(number, title)),
        None => diff.unset(plan, &RecordRef::new(Table::Changes, &format!("CHG-{number:05}"))),
    }
    diff.apply(plan).unwrap();
    diff
}

/// A plan in a memory, and an archive that has it open.
fn stored(plan: &Plan) -> (Rc<Memory>, Archive) {
    let memory = Rc::new(Memory::new());
    let archive = Archive::in_memory(Rc::clone(&memory));
    assert_eq!(now(archive.create(plan, entry(Diff::default()))), Ok(1));
    (memory, archive)
}

/// What somebody sees who opens the plan anew.
fn reopened(memory: &Rc<Memory>, id: &Id<Plan>) -> (Plan, Vec<Note>) {
    let opened = now(Archive::in_memory(Rc::clone(memory)).open(id)).unwrap();
    (opened.plan, opened.notes)
}

fn segments(memory: &Memory) -> BTreeMap<Key, Vec<u8>> {
    let is_segment = |key: &Key| matches!(key, Key::Segment { .. });
    memory.with_bytes(|bytes| {
        bytes.iter().filter(|(key, _)| is_segment(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
    })
}

/// The segment that holds a record.
fn segment_of(memory: &Memory, id: &str) -> Key {
    let quoted = format!("\"id\":\"{id}\"");
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&quoted);
    segments(memory).into_iter().find(|(_, bytes)| holds(bytes)).map(|(key, _)| key).unwrap()
}

/// One step: edits, additions and removals by number.
fn steps() -> impl Strategy<Value = Vec<Vec<(usize, Option<u8>)>>> {
    let one = (0..1_500_usize, proptest::option::weighted(0.7, 0..3_u8)).prop_map(|one| vec![one]);
    let run = (0..1_500_usize, 1..900_usize, proptest::option::weighted(0.7, 0..3_u8))
        .prop_map(|(from, length, title)| (from..from + length).map(|number| (number, title)).collect());
    proptest::collection::vec(prop_oneof![3 => one, 1 => run], 1..8)
}

fn step(plan: &mut Plan, edits: &[(usize, Option<u8>)]) -> Diff {
    let mut diff = Diff::default();
    for (number, title) in edits {
        match title {
            Some(title) => diff.set(plan, change(*number, &format!("Title {title}"))),
            None => diff.unset(plan, &RecordRef::new(Table::Changes, &format!("CHG-{number:05}"))),
        }
    }
    diff.apply(plan).unwrap();
    diff
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_stored_is_the_plan_after_any_history(start in 0..800_usize, steps in steps()) {
        let mut plan = plan_of(start);
        let (memory, archive) = stored(&plan);
        for (count, edits) in steps.iter().enumerate() {
            let before = segments(&memory);
            let diff = step(&mut plan, edits);
            let revision = count as u64 + 1;
            prop_assert_eq!(now(archive.commit(&write(revision, &diff), &plan)), Ok(revision + 1));
            let after = segments(&memory);
            let rewritten = before.iter().filter(|(key, bytes)| after.get(key) != Some(bytes)).count();
            prop_assert!(rewritten <= diff.touched().len());
            for bytes in after.values() {
                let records: Vec<serde_json::Value> = serde_json::from_slice(bytes).unwrap();
                prop_assert!(!records.is_empty() && records.len() <= 512);
            }
            let (read, notes) = reopened(&memory, &plan.id);
            prop_assert!(read == plan);
            prop_assert_eq!(notes, vec![]);
        }
        let summary = now(archive.list()).unwrap().plans.remove(0);
        let expected: Vec<(Table, usize)> = Table::ALL.iter().map(|table| (*table, plan.count(*table))).collect();
        prop_assert_eq!(summary.counts, expected);
        prop_assert_eq!(now(archive.journal(&plan.id)).unwrap().len(), steps.len() + 1);
    }
}

#[test]
fn saving_one_edit_costs_the_same_in_a_plan_of_any_size() {
    let rewritten_bytes = |size: usize| {
        let mut plan = plan_of(size);
        let (memory, archive) = stored(&plan);
        let before = segments(&memory);
        let diff = edit(&mut plan, size / 2, Some("Replace the disks again"));
        now(archive.commit(&write(1, &diff), &plan)).unwrap();
        let after = segments(&memory);
        after
            .iter()
            .filter(|(key, bytes)| before.get(key) != Some(bytes))
            .map(|(_, bytes)| bytes.len())
            .sum::<usize>()
    };
    let (small, large) = (rewritten_bytes(300), rewritten_bytes(20_000));
    assert!(small > 0 && large <= small, "{large} bytes in 20,000 changes, {small} in 300");
}

#[test]
fn records_added_one_after_another_fill_segments_evenly() {
    let mut plan = example();
    let (memory, archive) = stored(&plan);
    for number in 0..800 {
        let diff = edit(&mut plan, number, Some("Added"));
        now(archive.commit(&write(number as u64 + 1, &diff), &plan)).unwrap();
    }
    let changes = segments(&memory)
        .into_keys()
        .filter(|key| matches!(key, Key::Segment { table, .. } if table == "changes"));
    assert_eq!(changes.count(), 3);
    assert!(reopened(&memory, &plan.id).0 == plan);
}

/// What may happen while somebody types.
#[derive(Debug, Clone)]
enum Event {
    Edit { number: usize, title: u8 },
    WriteEnds(Option<Fault>),
    Retry,
    Killed,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let fault = prop_oneof![
        4 => Just(None),
        1 => Just(Some(Fault::Quota)),
        1 => Just(Some(Fault::Failed { reason: "AbortError".to_owned() })),
    ];
    let event = prop_oneof![
        5 => (0..40_usize, 0..4_u8).prop_map(|(number, title)| Event::Edit { number, title }),
        4 => fault.prop_map(Event::WriteEnds),
        1 => Just(Event::Retry),
        1 => Just(Event::Killed),
    ];
    proptest::collection::vec(event, 1..40)
}

type Running = Pin<Box<dyn Future<Output = Result<u64, Fault>>>>;

/// A tab: the plan on screen, what it saves with, and the write that is under way.
struct Tab {
    plan: Plan,
    archive: Archive,
    saver: Saver,
    running: Option<(Running, Plan)>,
}

impl Tab {
    fn open(memory: &Rc<Memory>, id: &Id<Plan>) -> Tab {
        let archive = Archive::in_memory(Rc::clone(memory));
        let opened = now(archive.open(id)).unwrap();
        Tab { plan: opened.plan, archive, saver: Saver::new(opened.revision), running: None }
    }

    fn begin(&mut self, write: Option<Rc<Write>>) {
        if let Some(write) = write {
            assert!(self.running.is_none(), "two writes at once");
            let running = self.archive.commit(&write, &self.plan);
            self.running = Some((Box::pin(running), self.plan.clone()));
        }
    }

    fn edit(&mut self, number: usize, title: u8) {
        let diff = edit(&mut self.plan, number, [None, Some("a"), Some("b"), Some("c")][usize::from(title)]);
        let write = self.saver.enqueue(entry(diff));
        self.begin(write);
    }

    /// Ends the running write; returns the plan that is acknowledged by it.
    fn end_write(&mut self) -> Option<Plan> {
        let (running, plan) = self.running.take()?;
        let result = now(running);
        let acknowledged = result.is_ok().then_some(plan);
        let write = self.saver.finished(result);
        self.begin(write);
        acknowledged
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_was_reported_saved_is_in_the_archive_under_any_schedule_of_faults(events in events()) {
        let plan = example();
        let (memory, _) = stored(&plan);
        let mut acknowledged = plan.clone();
        let mut tab = Tab::open(&memory, &plan.id);
        for event in events {
            let ended = matches!(event, Event::WriteEnds(_));
            match event {
                Event::Edit { number, title } => tab.edit(number, title),
                Event::WriteEnds(fault) => {
                    if tab.running.is_some() {
                        memory.decide_next_write(fault);
                    }
                    acknowledged = tab.end_write().unwrap_or(acknowledged);
                }
                Event::Retry => {
                    let write = tab.saver.retry();
                    tab.begin(write);
                }
                Event::Killed => {
                    tab = Tab::open(&memory, &plan.id);
                    prop_assert!(tab.plan == acknowledged);
                }
            }
            if ended {
                prop_assert!(reopened(&memory, &plan.id).0 == acknowledged);
            }
            if tab.saver.state() == SaveState::Saved {
                prop_assert!(acknowledged == tab.plan);
                prop_assert!(tab.running.is_none());
            }
        }
        while tab.saver.state() != SaveState::Saved {
            let write = tab.saver.retry();
            tab.begin(write);
            tab.end_write();
        }
        prop_assert!(reopened(&memory, &plan.id).0 == tab.plan);
    }
}

#[test]
fn a_failed_write_changes_nothing_and_is_made_up_for_later() {
    let mut plan = plan_of(10);
    let (memory, archive) = stored(&plan);
    let before = memory.with_bytes(|bytes| bytes.clone());
    let diff = edit(&mut plan, 3, Some("Renamed"));
    memory.decide_next_write(Some(Fault::Quota));
    assert_eq!(now(archive.commit(&write(1, &diff), &plan)), Err(Fault::Quota));
    assert!(memory.with_bytes(|bytes| *bytes == before));
    assert_eq!(now(archive.commit(&write(1, &diff), &plan)), Ok(2));
    assert!(reopened(&memory, &plan.id).0 == plan);
}

#[test]
fn a_stale_tab_overwrites_nothing_and_can_keep_a_copy() {
    let mut plan = plan_of(10);
    let (memory, archive) = stored(&plan);
    let other = Archive::in_memory(Rc::clone(&memory));
    let mut theirs = now(other.open(&plan.id)).unwrap().plan;
    let diff = edit(&mut theirs, 3, Some("Theirs"));
    assert_eq!(now(other.commit(&write(1, &diff), &theirs)), Ok(2));

    let diff = edit(&mut plan, 3, Some("Ours"));
    assert_eq!(now(archive.commit(&write(1, &diff), &plan)), Err(Fault::Stale { expected: 1, found: 2 }));
    assert!(reopened(&memory, &plan.id).0 == theirs);

    let copy = now(archive.keep_copy(&plan, entry(Diff::default()))).unwrap();
    let again = now(archive.keep_copy(&plan, entry(Diff::default()))).unwrap();
    assert_eq!(copy.changes, plan.changes);
    assert_ne!(copy.id, again.id);
    assert!(reopened(&memory, &copy.id).0 == copy);
    assert_eq!(now(archive.list()).unwrap().plans.len(), 3);
}

#[test]
fn a_plan_that_was_read_again_refuses_edits_made_before() {
    let mut plan = plan_of(10);
    let (memory, archive) = stored(&plan);
    let other = Archive::in_memory(Rc::clone(&memory));
    let mut theirs = now(other.open(&plan.id)).unwrap().plan;
    let theirs_diff = edit(&mut theirs, 3, Some("Theirs"));
    now(other.commit(&write(1, &theirs_diff), &theirs)).unwrap();
    now(archive.open(&plan.id)).unwrap();
    let diff = edit(&mut plan, 3, Some("Ours"));
    assert_eq!(now(archive.commit(&write(1, &diff), &plan)), Err(Fault::Stale { expected: 1, found: 2 }));
}

#[test]
fn two_plans_of_one_id_do_not_replace_each_other() {
    let plan = plan_of(3);
    let (_, archive) = stored(&plan);
    assert_eq!(now(archive.create(&example(), entry(Diff::default()))), Err(Fault::Exists { plan: plan.id }));
}

#[test]
fn a_tab_does_not_write_into_a_plan_that_took_the_place_of_its_own() {
    let mut plan = plan_of(3);
    let (memory, archive) = stored(&plan);
    let other = Archive::in_memory(Rc::clone(&memory));
    now(other.remove(&plan.id)).unwrap();
    let later = Instant::parse("2026-03-02T20:00:01Z").unwrap();
    let replacing = JournalEntry { at: later, ..entry(Diff::default()) };
    assert_eq!(now(other.create(&example(), replacing)), Ok(1));
    let diff = edit(&mut plan, 1, Some("Renamed"));
    assert_eq!(now(archive.commit(&write(1, &diff), &plan)), Err(Fault::Stale { expected: 1, found: 1 }));
    assert!(reopened(&memory, &plan.id).0 == example());
}

#[test]
fn a_plan_removed_elsewhere_is_missing_not_blank() {
    let mut plan = plan_of(3);
    let (memory, archive) = stored(&plan);
    now(Archive::in_memory(Rc::clone(&memory)).remove(&plan.id)).unwrap();
    let diff = edit(&mut plan, 1, Some("Renamed"));
    let missing = Fault::Missing { plan: plan.id };
    assert_eq!(now(archive.commit(&write(1, &diff), &plan)), Err(missing.clone()));
    assert_eq!(now(archive.open(&plan.id)), Err(missing));
    assert_eq!(now(archive.list()).unwrap().faults, vec![]);
    assert_eq!(now(archive.create(&plan, entry(Diff::default()))), Ok(1));
}

#[test]
fn a_wiped_database_is_noticed_and_names_the_plans() {
    let plan = plan_of(3);
    let (memory, archive) = stored(&plan);
    memory.wipe();
    let lost = Fault::Lost { plans: vec![plan.settings.name.clone()] };
    assert_eq!(now(archive.list()).unwrap().faults, vec![lost.clone()]);
    assert_eq!(now(archive.open(&plan.id)), Err(lost));
    now(archive.forget_lost()).unwrap();
    assert_eq!(now(archive.list()).unwrap().faults, vec![]);
}

#[test]
fn a_database_that_fell_back_is_noticed() {
    let mut plan = plan_of(3);
    let (memory, archive) = stored(&plan);
    let earlier = memory.with_bytes(|bytes| bytes.clone());
    let diff = edit(&mut plan, 1, Some("Renamed"));
    now(archive.commit(&write(1, &diff), &plan)).unwrap();
    memory.with_bytes(|bytes| *bytes = earlier);
    assert_eq!(reopened(&memory, &plan.id).1, vec![Note::FellBack { saved: 2, found: 1 }]);
}

#[test]
fn an_unreadable_segment_loses_only_itself_and_keeps_its_bytes() {
    let mut plan = plan_of(1_000);
    let (memory, _) = stored(&plan);
    let damaged = segment_of(&memory, "CHG-00000");
    let garbage = b"[{\"id\":\"CHG-0".to_vec();
    memory.with_bytes(|bytes| bytes.insert(damaged.clone(), garbage.clone()));

    let archive = Archive::in_memory(Rc::clone(&memory));
    let opened = now(archive.open(&plan.id)).unwrap();
    assert!(
        matches!(opened.notes[..], [Note::SegmentUnreadable { table: Table::Changes, records: 251, .. }]),
        "{:?}",
        opened.notes
    );
    assert_eq!(opened.plan.changes.len(), plan.changes.len() - 251);
    assert_eq!(opened.plan.cis, plan.cis);

    plan = opened.plan;
    let diff = edit(&mut plan, 1, Some("Entered again"));
    assert_eq!(now(archive.commit(&write(1, &diff), &plan)), Ok(2));
    assert_eq!(memory.with_bytes(|bytes| bytes.get(&damaged).cloned()), Some(garbage));
    let (read, notes) = reopened(&memory, &plan.id);
    assert!(read == plan);
    assert_eq!(notes, vec![Note::KeptAside { table: Table::Changes, segments: 1 }]);
}

#[test]
fn an_unreadable_record_loses_only_itself() {
    let plan = plan_of(5);
    let (memory, archive) = stored(&plan);
    let key = segment_of(&memory, "CHG-00002");
    memory.with_bytes(|bytes| {
        let text = String::from_utf8(bytes[&key].clone()).unwrap();
        let text = text.replace("\"id\":\"CHG-00002\"", "\"id\":\"CHG-00002\",\"kind\":7,\"was\":\"");
        let text = text.replacen("\"was\":\",\"", "\"was\":\"\",\"was_", 1);
        bytes.insert(key.clone(), text.into_bytes());
    });
    let opened = now(archive.open(&plan.id)).unwrap();
    let ids: BTreeSet<&str> = opened.plan.changes.keys().map(Id::as_str).collect();
    assert_eq!(ids, BTreeSet::from(["C1", "CHG-00000", "CHG-00001", "CHG-00003", "CHG-00004"]));
    assert!(
        matches!(&opened.notes[..], [Note::RecordUnreadable { path, .. }] if path.starts_with("changes/CHG-00002")),
        "{:?}",
        opened.notes
    );
}

#[test]
fn a_missing_segment_is_noted() {
    let plan = plan_of(5);
    let (memory, archive) = stored(&plan);
    let key = segment_of(&memory, "db");
    memory.with_bytes(|bytes| bytes.remove(&key));
    let opened = now(archive.open(&plan.id)).unwrap();
    assert_eq!(opened.notes, vec![Note::SegmentMissing { table: Table::ConfigurationItems, records: 1 }]);
    assert_eq!(opened.plan.changes, plan.changes);
}

#[test]
fn an_unreadable_or_newer_layout_hides_no_other_plan() {
    let (memory, archive) = stored(&plan_of(2));
    let newer = now(archive.keep_copy(&plan_of(2), entry(Diff::default()))).unwrap();
    memory.with_bytes(|bytes| {
        let layout = bytes.get_mut(&Key::Plan(newer.id.to_string())).unwrap();
        *layout =
            String::from_utf8(layout.clone()).unwrap().replace("\"version\":1", "\"version\":2").into_bytes();
        bytes.insert(Key::Plan("torn".to_owned()), b"{\"version\"".to_vec());
    });
    let listing = now(archive.list()).unwrap();
    assert_eq!(listing.plans.len(), 1);
    let codes: Vec<&str> = listing.faults.iter().map(Fault::code).collect();
    assert_eq!(codes, ["storage/unreadable", "storage/unreadable"]);
    assert!(now(archive.open(&newer.id)).unwrap_err().to_string().contains("newer version of Slipway"));
}

#[test]
fn renaming_is_an_edit_of_the_settings() {
    let mut plan = plan_of(2);
    let (memory, archive) = stored(&plan);
    let before = segments(&memory);
    let mut settings = plan.settings.clone();
    settings.name = "Winter".to_owned();
    let mut diff = Diff::default();
    diff.set_settings(&plan, settings);
    diff.apply(&mut plan).unwrap();
    assert_eq!(now(archive.commit(&write(1, &diff), &plan)), Ok(2));
    assert_eq!(now(archive.list()).unwrap().plans[0].name, "Winter");
    assert_eq!(segments(&memory), before);
    assert!(reopened(&memory, &plan.id).0 == plan);
}
