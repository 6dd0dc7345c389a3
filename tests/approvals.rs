//! The arithmetic of approvals, the days between an approval and its window, and what an edit does to what was approved.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use slipway::authority::{Verdict, needed_approvals, tally};
use slipway::model::{
    Approval, ApprovalStatus, BoardDecision, ChangeStatus, Command, Id, Plan, RecordRef, Table, VoteChoice,
    notation,
};
use slipway::planner::{Context, update};
use slipway::rules::Checker;
use slipway::time::Instant;

/// What the votes about C1 say, for a board that is written like this.
fn verdict(board: &str, votes: &str) -> Verdict {
    let votes = if votes.is_empty() { String::new() } else { format!(" votes={votes}") };
    let text = format!(
        "now 6T10\nenvironment prod Controlled\nboard cab {board}\n\
         change C1 12T20..12T22 env=prod status=Assessed\napproval A1 change=C1 board=cab{votes}\n"
    );
    let plan = notation::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}")).plan;
    tally(&plan.boards[&Id::lenient("cab")], &plan.approvals[&Id::lenient("A1")].votes, &[]).verdict
}

#[test]
fn a_percentage_is_rounded_half_up() {
    assert_eq!(needed_approvals(50, 3), 2, "1.5");
    assert_eq!(needed_approvals(83, 3), 2, "2.49");
    assert_eq!(needed_approvals(50, 5), 3, "2.5");
    assert_eq!((needed_approvals(0, 5), needed_approvals(100, 5), needed_approvals(250, 5)), (0, 5, 5));
}

#[test]
fn one_of_three_at_half_is_not_enough_and_two_are() {
    let board = "members=ann,bob,cat Percentage percent=50";
    assert_eq!(verdict(board, "ann:Approve"), Verdict::Open);
    assert_eq!(verdict(board, "ann:Approve,bob:Approve"), Verdict::Approved);
    assert_eq!(verdict(board, "ann:Reject,bob:Reject"), Verdict::Rejected, "two can be reached no more");
}

#[test]
fn no_percentage_or_no_members_means_the_first_answer() {
    assert_eq!(verdict("members=ann,bob,cat Percentage percent=0", "bob:Reject"), Verdict::Rejected);
    assert_eq!(verdict("members=ann,bob,cat Percentage", "bob:Approve"), Verdict::Approved);
    assert_eq!(verdict("", "zoe:Approve"), Verdict::Approved);
    assert_eq!(verdict("", ""), Verdict::Open);
}

#[test]
fn the_quorum_is_counted_for_itself() {
    let board = "members=ann,bob,cat,dan Percentage percent=25 quorum=3";
    assert_eq!(verdict(board, "ann:Approve"), Verdict::Open, "one of four is enough, but three have to vote");
    assert_eq!(verdict(board, "ann:Approve,bob:Abstain"), Verdict::Open);
    assert_eq!(verdict(board, "ann:Approve,bob:Abstain,cat:Abstain"), Verdict::Approved);
}

#[test]
fn a_vote_with_conditions_approves_and_makes_the_approval_conditional() {
    assert_eq!(verdict("members=ann,bob All", "ann:ApproveWithConditions,bob:Approve"), Verdict::Approved);
    let text = "now 6T10\nperson ann\nperson bob\nperson rob\nenvironment prod Controlled\nboard cab members=ann,bob All\n\
                change C1 12T20..12T22 env=prod status=Assessed owner=rob requester=rob plan=\"Do it\" backout=\"Undo it\"\n\
                approval A1 change=C1 board=cab\n";
    let example = notation::parse(text).unwrap();
    let (mut plan, now) = (example.plan, example.now);
    let vote = |choice, note: &str| Command::Vote {
        approval: Id::lenient("A1"),
        person: None,
        on_behalf_of: None,
        choice,
        note: note.to_owned(),
    };
    let unsaid = vote(VoteChoice::ApproveWithConditions, " ");
    assert!(update(&plan, &unsaid, &Context::new(now, Some(Id::lenient("ann")))).is_err());
    run(&mut plan, &vote(VoteChoice::ApproveWithConditions, "With Eve on call"), "ann", now);
    let mut other = plan.clone();
    run(&mut plan, &vote(VoteChoice::Approve, ""), "bob", now);
    let given = (the_approval(&plan).status, &*the_approval(&plan).note);
    assert_eq!(given, (ApprovalStatus::ApprovedWithConditions, "With Eve on call"));
    run(&mut other, &vote(VoteChoice::Approve, ""), "ann", now);
    run(&mut other, &vote(VoteChoice::Approve, ""), "bob", now);
    assert_eq!(the_approval(&other).status, ApprovalStatus::Approved, "Ann's later vote counts");
}

#[test]
fn a_meeting_does_not_approve_without_the_conditions_of_its_votes() {
    let text = "now 6T10\nperson ann\nenvironment prod Controlled\nboard cab members=ann\n\
                meeting M1 board=cab 6T10..6T11 status=InProgress agenda=C1 attendees=ann\n\
                change C1 12T20..12T22 env=prod status=Assessed\n\
                approval A1 change=C1 board=cab\n";
    let example = notation::parse(text).unwrap();
    let (mut plan, now) = (example.plan, example.now);
    let vote = Command::Vote {
        approval: Id::lenient("A1"),
        person: None,
        on_behalf_of: None,
        choice: VoteChoice::ApproveWithConditions,
        note: "With Eve on call".to_owned(),
    };
    run(&mut plan, &vote, "ann", now);
    let decide = |decision| Command::DecideItem {
        meeting: Id::lenient("M1"),
        change: Id::lenient("C1"),
        decision,
        note: "With Eve on call".to_owned(),
    };
    let refusal = update(&plan, &decide(BoardDecision::Approve), &Context::new(now, None)).unwrap_err();
    assert!(refusal.to_string().contains("only if: With Eve on call; approve with conditions"), "{refusal}");
    run(&mut plan, &decide(BoardDecision::ApproveWithConditions), "ann", now);
    assert_eq!(the_approval(&plan).status, ApprovalStatus::ApprovedWithConditions);
}

/// True when the lead time of a high-risk change on Monday 30 March 2026 is too short; the clocks change the day before.
fn is_too_short(authorised: &str, holiday: &str) -> bool {
    let text = format!(
        "zone Europe/Amsterdam\nnow 2026-03-01T10:00\n{holiday}\nenvironment prod Controlled\n\
         change C1 2026-03-30T20:00..2026-03-30T22:00 env=prod risk=High status=Authorised authorised={authorised}\n"
    );
    let example = notation::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let checker = Checker::check(&example.plan, example.now);
    let of = RecordRef::new(Table::Changes, "C1");
    checker.about(&of).iter().any(|finding| finding.rule == "lead-time-too-short")
}

#[test]
fn five_working_days_before_a_monday_are_the_monday_before_in_the_plans_zone() {
    assert!(!is_too_short("2026-03-23T09:00", ""), "the Monday before");
    assert!(!is_too_short("2026-03-23T23:45", ""), "late on that Monday, which is Monday in UTC too");
    assert!(is_too_short("2026-03-24T00:15", ""), "Tuesday in the plan's zone, and still Monday in UTC");
    assert!(is_too_short("2026-03-24T09:00", ""), "the Tuesday");
}

#[test]
fn a_holiday_between_makes_it_a_day_earlier() {
    let holiday = "holiday 2026-03-25 \"Lady Day\"";
    assert!(is_too_short("2026-03-23T09:00", holiday), "the Monday is a day too late");
    assert!(!is_too_short("2026-03-20T09:00", holiday), "the Friday before");
}

/// A change that Ann has approved, in a maintenance window.
fn approved() -> (Plan, Instant) {
    let text = "now 6T10\nperson ann\nperson rob\nenvironment prod Controlled\nboard cab members=ann\n\
                window night 12T20..13T04\n\
                change C1 12T20..12T22 env=prod status=Assessed owner=rob requester=rob plan=\"Do it\" backout=\"Undo it\"\n";
    let example = notation::parse(text).unwrap();
    let (mut plan, now) = (example.plan, example.now);
    run(&mut plan, &Command::AskApproval { change: Id::lenient("C1") }, "rob", now);
    let approval = *plan.approvals.keys().next().unwrap();
    let vote = Command::Vote {
        approval,
        person: None,
        on_behalf_of: None,
        choice: VoteChoice::Approve,
        note: String::new(),
    };
    run(&mut plan, &vote, "ann", now);
    assert_eq!(plan.changes[&Id::lenient("C1")].status, ChangeStatus::Authorised);
    (plan, now)
}

fn run(plan: &mut Plan, command: &Command, actor: &str, now: Instant) {
    let context = Context::new(now, Some(Id::lenient(actor)));
    update(plan, command, &context).unwrap().diff.apply(plan).unwrap();
}

fn the_approval(plan: &Plan) -> &Approval {
    plan.approvals.values().next().unwrap()
}

fn moved_by_minutes(plan: &Plan, minutes: i64) -> Command {
    let planned = plan.changes[&Id::lenient("C1")].planned.unwrap();
    Command::Move {
        subject: RecordRef::new(Table::Changes, "C1"),
        window: planned.shifted_by_seconds(minutes * 60),
    }
}

#[test]
fn moving_inside_the_tolerance_keeps_the_approval() {
    let (mut plan, now) = approved();
    let command = moved_by_minutes(&plan, 30);
    run(&mut plan, &command, "rob", now);
    assert_eq!(the_approval(&plan).status, ApprovalStatus::Approved);
    assert_eq!(plan.changes[&Id::lenient("C1")].status, ChangeStatus::Authorised);
}

#[test]
fn moving_further_voids_the_approval_says_what_changed_and_keeps_it() {
    for minutes in [31, -30, 24 * 60] {
        let (mut plan, now) = approved();
        let before = the_approval(&plan).clone();
        let command = moved_by_minutes(&plan, minutes);
        let step = update(&plan, &command, &Context::new(now, Some(Id::lenient("rob")))).unwrap();
        let kept = step.diff.approvals().values().next().unwrap().before.unwrap();
        assert_eq!(kept.status, ApprovalStatus::Approved, "the journal has it as it was");
        step.diff.apply(&mut plan).unwrap();
        let after = the_approval(&plan);
        assert_eq!(after.status, ApprovalStatus::Void, "{minutes}");
        assert!(after.void_reason.contains("planned window"), "{}", after.void_reason);
        assert_eq!(
            (after.voided_at, &after.votes, &after.content),
            (Some(now), &before.votes, &before.content)
        );
    }
}

#[test]
fn several_commands_as_one_say_which_approvals_they_void() {
    let text = "now 6T10\nperson ann\nperson bob\nperson rob\nenvironment prod Controlled\nboard cab members=ann,bob\n\
                change C1 12T20..12T22 env=prod status=Scheduled owner=rob\n\
                change C2 13T20..13T22 env=prod status=Scheduled owner=rob\n\
                approval A1 change=C1 board=cab status=Approved votes=ann:Approve\n\
                approval A2 change=C2 board=cab status=Approved votes=bob:Approve\n";
    let example = notation::parse(text).unwrap();
    let later = |id: &str| {
        let change = &example.plan.changes[&Id::lenient(id)];
        let window = change.planned.unwrap().shifted_by_seconds(86_400);
        Command::Move { subject: RecordRef::from(&change.id), window }
    };
    let one = update(&example.plan, &later("C1"), &Context::new(example.now, None)).unwrap();
    assert_eq!(one.label, "Move change C1, which voids A1");
    let both =
        Command::Batch { label: "Move 2 changes".to_owned(), commands: vec![later("C1"), later("C2")] };
    let both = update(&example.plan, &both, &Context::new(example.now, None)).unwrap();
    assert_eq!(both.label, "Move 2 changes, which voids A1 and A2");
}

#[test]
fn each_of_several_commands_is_held_to_the_plan_that_it_finds() {
    let text = "now 6T10\nperson ann\nperson rob\nenvironment prod Controlled\nboard cab members=ann\n\
                change C1 12T20..12T22 env=prod status=Assessed owner=rob by=ann plan=\"Do it\" backout=\"Undo it\"\n\
                approval A1 change=C1 board=cab\n";
    let example = notation::parse(text).unwrap();
    let mut without = example.plan.changes[&Id::lenient("C1")].clone();
    without.implementers.clear();
    let vote = Command::Vote {
        approval: Id::lenient("A1"),
        person: Some(Id::lenient("ann")),
        on_behalf_of: None,
        choice: VoteChoice::Approve,
        note: String::new(),
    };
    let context = Context::new(example.now, None);
    assert!(update(&example.plan, &vote, &context).is_err(), "she implements it");
    let commands = vec![Command::Edit(without.into()), vote];
    let both = update(&example.plan, &Command::Batch { label: "Both".to_owned(), commands }, &context);
    assert_eq!(both.map(|step| step.label), Ok("Both".to_owned()));
}
