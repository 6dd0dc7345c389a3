//! Steps, refusals, undo and redo.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

mod documents;

use proptest::prelude::*;
use slipway::exchange::{import, merge};
use slipway::model::{AnyRecord, Change, ChangeStatus, Command, Id, Plan, RecordRef, Table, notation};
use slipway::planner::Workbench;
use slipway::time::{Instant, Interval};

const PLAN: &str = "
    environment prod Controlled capacity=1
    environment sit Managed capacity=1
    ci db env=prod
    ci app needs=db
    service shop on=app
    blackout freeze 20..25 env=prod
    change C1 10..11 on=db env=prod outage=10T02..10T03 release=R1
    change C2 12..13 on=app after=C1
    change C3 14..15 status=Implementing
    release R1 live=18
    phase P1 5..9 of=R1 env=sit
    phase P2 9..12 of=R1 env=sit
    gate G1 of=R1 phase=P1 due=9
    booking B1 5..9 env=sit phase=P1
    window weekly 3T20..4T06 rule=FREQ=WEEKLY
";

/// What steps take away: an approval that was given, and a hold of a lockdown.
const APPROVED: &str = "
    person ann
    person bob
    board cab members=ann,bob
    change C4 13..14 on=db env=prod owner=bob status=Scheduled
    approval A4 change=C4 board=cab status=Approved votes=ann:Approve
    blackout L1 26..30 lockdown
";

fn open(text: &str) -> Workbench {
    let example = notation::parse(text).unwrap_or_else(|error| panic!("{error}"));
    Workbench::open(example.plan, example.now, None)
}

fn now() -> Instant {
    Instant::parse("2026-01-01T00:00:00Z").unwrap()
}

fn days(text: &str) -> Interval {
    let change = format!("change X {text}");
    let plan = notation::parse(&change).unwrap_or_else(|error| panic!("{error}")).plan;
    plan.changes.values().find_map(|change| change.planned).unwrap_or_else(|| panic!("{text}"))
}

fn moved(subject: &str, to: &str) -> Command {
    Command::Move { subject: subject.parse().unwrap_or_else(|error| panic!("{error}")), window: days(to) }
}

#[track_caller]
fn refused(command: &Command, code: &str) {
    let bench = open(PLAN);
    assert_eq!(bench.can(command).map_err(|refusal| refusal.code()), Err(code));
}

#[test]
fn a_change_takes_its_outage_along() {
    let mut bench = open(PLAN);
    bench.run(&moved("changes/C1", "11..12")).unwrap();
    let change = &bench.plan().changes[&Id::lenient("C1")];
    assert_eq!(change.outage, Some(days("11T02..11T03")));
}

#[test]
fn a_phase_takes_the_booking_that_stands_for_it_along() {
    let mut bench = open(PLAN);
    bench.run(&moved("phases/P1", "4..8")).unwrap();
    assert_eq!(bench.plan().bookings[&Id::lenient("B1")].window, days("4..8"));
}

#[test]
fn a_release_goes_with_its_phases_gates_and_the_references_to_it_and_undo_brings_all_back() {
    let mut bench = open(PLAN);
    let before = bench.plan().clone();
    bench.run(&Command::Remove(RecordRef::new(Table::Releases, "R1"))).unwrap();
    assert_eq!((bench.plan().phases.len(), bench.plan().gates.len()), (0, 0));
    assert_eq!(bench.plan().changes[&Id::lenient("C1")].release, None);
    assert_eq!(bench.plan().bookings[&Id::lenient("B1")].phase, None);
    bench.undo().unwrap();
    assert_eq!(*bench.plan(), before);
}

#[test]
fn an_environment_takes_its_bookings_with_it() {
    let mut bench = open(PLAN);
    bench.run(&Command::Remove(RecordRef::new(Table::Environments, "sit"))).unwrap();
    assert!(bench.plan().bookings.is_empty());
    assert!(bench.plan().phases.values().all(|phase| phase.environment.is_none()));
}

#[test]
fn a_board_goes_with_what_the_policy_says_of_it_and_undo_brings_it_back() {
    let mut bench = open("board cab members=ann\nboard other\nperson ann");
    let mut settings = bench.plan().settings.clone();
    settings.policy.rows[0].board = Some(Id::lenient("cab"));
    settings.policy.rows[1].board = Some(Id::lenient("other"));
    bench.run(&Command::EditSettings(Box::new(settings))).unwrap();
    let before = bench.plan().clone();
    bench.run(&Command::Remove(RecordRef::new(Table::Boards, "cab"))).unwrap();
    let boards: Vec<_> = bench.plan().settings.policy.rows.iter().map(|row| row.board).take(2).collect();
    assert_eq!(boards, [None, Some(Id::lenient("other"))]);
    bench.undo().unwrap();
    assert_eq!(*bench.plan(), before);
}

#[test]
fn refusals_say_why() {
    refused(&moved("changes/C3", "16..17"), "command/begun");
    refused(&moved("changes/C9", "16..17"), "command/missing");
    refused(&moved("changes/C1", "17..16"), "command/empty-window");
    refused(&moved("changes/C1", "10..11"), "command/nothing");
    refused(&moved("configuration_items/db", "10..11"), "command/no-window");
    refused(&moved("maintenance_windows/weekly", "10..11"), "command/recurs");
    let taken = open(PLAN).plan().record(&RecordRef::new(Table::Changes, "C1")).unwrap();
    refused(&Command::Add(taken), "command/taken");
}

#[test]
fn a_preview_says_what_would_appear_and_changes_nothing() {
    let mut bench = open(PLAN);
    let before: Vec<_> = bench.checker().findings().cloned().collect();
    let plan = bench.plan().clone();
    let preview = bench.preview(&moved("changes/C1", "21..22")).unwrap();
    assert!(preview.appears.iter().any(|finding| finding.rule == "change-in-blackout"));
    assert_eq!(*bench.plan(), plan);
    assert_eq!(bench.checker().findings().cloned().collect::<Vec<_>>(), before);
}

#[test]
fn a_batch_is_one_step_and_all_or_nothing() {
    let mut bench = open(PLAN);
    let before = bench.plan().clone();
    let both = |second: Command| Command::Batch {
        label: "Both".to_owned(),
        commands: vec![moved("changes/C1", "11..12"), second],
    };
    assert!(bench.run(&both(moved("changes/C3", "30..31"))).is_err());
    assert_eq!(*bench.plan(), before);
    bench.run(&both(moved("changes/C2", "30..31"))).unwrap();
    bench.undo().unwrap();
    assert_eq!(*bench.plan(), before);
}

#[test]
fn what_is_added_is_called_by_its_title_and_by_its_id_too_where_another_has_that_title() {
    let mut bench = open(PLAN);
    let mut label = |line: &str, of: &str| {
        let plan = notation::parse(&format!("{PLAN}{line}")).unwrap().plan;
        let record = plan.record(&of.parse().unwrap()).unwrap();
        bench.run(&Command::Add(record)).unwrap().label
    };
    assert_eq!(label("person ann \"Ann Lee\"", "people/ann"), "Add person Ann Lee");
    let renew = |id: &str| format!("change {id} \"Renew certificates\" status=Draft");
    assert_eq!(label(&renew("C7"), "changes/C7"), "Add change Renew certificates");
    assert_eq!(label(&renew("C8"), "changes/C8"), "Add change Renew certificates (C8)");
    assert_eq!(label("approval APR-1 change=C1", "approvals/APR-1"), "Add APR-1");
}

#[test]
fn what_a_file_holds_comes_into_an_open_plan_wherever_it_is_on_its_way_in_one_step() {
    let mut bench = open(PLAN);
    let before = bench.plan().clone();
    let theirs = notation::parse(
        "change C3 \"Other\" 14..15 status=Closed outcome=Successful\nchange C7 1..2 status=Implementing",
    );
    let records = theirs.unwrap().plan.changes.into_rows().collect();
    let merged = merge(bench.plan(), records);
    let chosen = merged.conflicts.into_iter().map(|conflict| conflict.incoming);
    let step = bench.run(&import("Import theirs.csv".to_owned(), merged.additions.into_iter().chain(chosen)));
    assert_eq!(step.map(|step| step.label), Ok("Import theirs.csv".to_owned()));
    let status = |id: &str| bench.plan().changes[&Id::lenient(id)].status;
    assert_eq!([status("C3"), status("C7")], [ChangeStatus::Closed, ChangeStatus::Implementing]);
    bench.undo().unwrap();
    assert_eq!(*bench.plan(), before);
}

/// Does it, takes it back, does it again; the step has a label.
#[track_caller]
fn check_step(bench: &mut Workbench, command: &Command) {
    let before = bench.plan().clone();
    let step = bench.run(command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
    assert!(!step.label.trim().is_empty(), "{command:?}");
    let after = bench.plan().clone();
    assert_ne!(after, before, "{command:?}");
    assert_eq!(bench.undo().unwrap().label, format!("Undo: {}", step.label));
    assert_eq!(*bench.plan(), before, "{command:?}");
    assert_eq!(bench.redo().unwrap().label, format!("Redo: {}", step.label));
    assert_eq!(*bench.plan(), after, "{command:?}");
}

#[test]
fn records_of_each_table_are_edited_removed_and_added_by_steps_that_have_a_label_and_can_be_undone() {
    for table in Table::ALL.iter().copied() {
        let mut bench = Workbench::open(documents::full::plan(), now(), None);
        let of = bench.plan().refs(table).into_iter().next().unwrap();
        let mut edited = bench.plan().record(&of).unwrap().to_json();
        edited["x-edited"] = true.into();
        let edited = AnyRecord::from_json(table, &edited).unwrap();
        check_step(&mut bench, &Command::Edit(edited.clone()));
        check_step(&mut bench, &Command::Remove(of));
        assert!(!bench.plan().has(&of));
        check_step(&mut bench, &Command::Add(edited.clone()));
        assert_eq!(bench.plan().record(&of), Some(edited));
    }
}

#[test]
fn whatever_has_a_window_or_a_point_in_time_is_moved_by_a_step_that_can_be_undone() {
    let mut moved = Vec::new();
    for table in Table::ALL.iter().copied() {
        let mut bench = Workbench::open(documents::full::plan(), now(), None);
        let window = days("36..37");
        let command = |subject: RecordRef| Command::Move { subject, window };
        let can =
            bench.plan().refs(table).into_iter().map(command).find(|command| bench.can(command).is_ok());
        if let Some(command) = can {
            check_step(&mut bench, &command);
            moved.push(table.name());
        }
    }
    let all = ["blackouts", "maintenance_windows", "changes", "releases", "phases", "gates", "bookings"];
    assert_eq!(moved, all);
}

/// A command out of three numbers: what, on which record, where to.
fn command(plan: &Plan, what: u8, which: usize, day: u8) -> Command {
    let all: Vec<RecordRef> = Table::ALL.iter().flat_map(|table| plan.refs(*table)).collect();
    let subject =
        all.get(which % all.len().max(1)).cloned().unwrap_or(RecordRef::new(Table::Changes, "none"));
    let start = days(&format!("{}..{}", day + 1, day + 3));
    match what % 4 {
        0 => Command::Remove(subject),
        1 => Command::Add(AnyRecord::from(Change::draft(
            Id::lenient(&slipway::planner::fresh_id(plan, Table::Changes)),
            "New",
            slipway::model::ChangeKind::Normal,
            slipway::model::Risk::Low,
        ))),
        _ => Command::Move { subject, window: start },
    }
}

proptest! {
    #[test]
    fn undoing_everything_leads_back_and_redoing_everything_leads_forth(
        script in proptest::collection::vec((any::<u8>(), any::<usize>(), 0u8..40), 1..20),
    ) {
        let mut bench = open(&format!("{PLAN}{APPROVED}"));
        let first = bench.plan().clone();
        let mut whole = slipway::model::Diff::default();
        let mut commands = Vec::new();
        for (what, which, day) in script {
            let asked = command(bench.plan(), what, which, day);
            if let Ok(step) = bench.run(&asked) {
                whole = whole.then(step.diff);
                commands.push(asked);
            }
        }
        let last = bench.plan().clone();
        let mut at_once = first.clone();
        whole.apply(&mut at_once).unwrap();
        prop_assert_eq!(&at_once, &last);
        let mut other = Workbench::open(first.clone(), bench.now(), None);
        let batch = other.run(&Command::Batch { label: "All".to_owned(), commands });
        prop_assert_eq!(batch.is_err(), first == last, "a batch does what its commands do");
        prop_assert_eq!(other.plan(), &last);
        while bench.undo().is_some() {}
        prop_assert_eq!(bench.plan(), &first);
        while bench.redo().is_some() {}
        prop_assert_eq!(bench.plan(), &last);
    }
}
