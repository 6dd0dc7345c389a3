//! Freezes: what declaring one holds, what lifting one restores, and who may go through.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use slipway::model::{
    Blackout, Change, Command, FreezeException, FreezeExceptionStatus, Hardness, Id, Plan, RecordRef, When,
    notation,
};
use slipway::planner::views::freezes::{self, FreezeState};
use slipway::planner::{Refusal, Workbench};
use slipway::rules::Finding;
use slipway::time::{Instant, Interval};

const PLAN: &str = "
    now 6T10
    person ann \"Ann\"
    person eve \"Eve\"
    environment prod Controlled owner=ann
    environment test Open
    environment uat Managed owner=ann
    ci san
    ci db needs=san
    service bill on=db owner=ann
    release R1 live=26T20 owner=ann status=InProgress
    phase P1 of=R1 env=uat 20..27
    booking B1 env=uat 21..25 phase=P1
    booking B2 env=uat 5..8 phase=P1
    change C1 \"Patch\" 22T20..22T22 env=prod on=db owner=ann release=R1 status=Scheduled
    change C2 \"Router\" 24T20..24T22 env=prod owner=ann status=Requested hold
    change C3 \"Tests\" 22T20..22T22 env=test owner=ann status=Scheduled
    change C4 \"Later\" 29T20..29T22 env=prod owner=ann status=Scheduled
    change C5 \"Under way\" 22T20..22T22 env=prod owner=ann status=Implementing actual-start=6T09
    change C6 \"Idea\" 22T20..22T22 env=prod status=Draft
    change C7 \"Cannot wait\" 23T20..23T22 env=prod owner=ann status=Scheduled
    exception E1 \"C7 cannot wait\" changes=C7 status=Approved expires=24
";

fn bench(actor: &str) -> Workbench {
    let example = notation::parse(PLAN).unwrap();
    Workbench::open(example.plan, example.now, Some(Id::lenient(actor)))
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn lockdown(scope: &str) -> Blackout {
    let text = format!("environment prod Controlled\nblackout L1 \"Incident\" 20..28 lockdown {scope}");
    notation::parse(&text).unwrap().plan.blackouts[&Id::lenient("L1")].clone()
}

fn declare(bench: &mut Workbench, blackout: Blackout) -> String {
    bench.run(&Command::DeclareBlackout(Box::new(blackout))).unwrap().label
}

fn change<'a>(bench: &'a Workbench, id: &str) -> &'a Change {
    &bench.plan().changes[&Id::lenient(id)]
}

/// The ids of the changes that a lockdown holds.
fn held(bench: &Workbench) -> Vec<&str> {
    let held = bench.plan().changes.values().filter(|change| change.held_by.is_some());
    held.map(|change| change.id.as_str()).collect()
}

fn findings(bench: &Workbench, rule: &str) -> Vec<Finding> {
    bench.checker().findings().filter(|finding| finding.rule == rule).cloned().collect()
}

fn moved(id: &str, window: &str) -> Command {
    let subject = RecordRef::from(&Id::<Change>::lenient(id));
    Command::Move { subject, window: Interval::parse(window).unwrap() }
}

#[test]
fn a_lockdown_holds_what_falls_in_and_lifting_it_restores_exactly_that() {
    let mut bench = bench("ann");
    let before = bench.plan().clone();
    let label = declare(&mut bench, lockdown("env=prod"));
    assert_eq!(label, "Declare Incident, which holds 1 change");
    assert_eq!(
        held(&bench),
        ["C1"],
        "not what is on hold already, elsewhere, later, begun, a draft or let through"
    );
    assert_eq!(change(&bench, "C1").hold_reason, "Lockdown: Incident");
    let release = Command::ReleaseHold { change: Id::lenient("C1") };
    let refusal = bench.can(&release).unwrap_err().to_string();
    assert!(refusal.contains("lift that, or ask for a freeze exception"), "{refusal}");

    let lifted = bench.run(&Command::LiftBlackout(Id::lenient("L1"))).unwrap();
    assert_eq!(lifted.label, "Lift Incident, which releases 1 change");
    assert_eq!(bench.plan().changes, before.changes);
    assert_eq!(bench.can(&Command::LiftBlackout(Id::lenient("L1"))), Err(Refusal::Nothing));
    bench.undo().unwrap();
    assert_eq!(held(&bench), ["C1"]);
}

#[test]
fn moving_out_of_a_lockdown_releases_and_moving_into_one_holds() {
    let mut bench = bench("ann");
    declare(&mut bench, lockdown("env=prod"));
    bench.run(&moved("C1", "2026-01-29T20:00:00Z/2026-01-29T22:00:00Z")).unwrap();
    assert_eq!(held(&bench), Vec::<&str>::new());
    assert!(!change(&bench, "C1").on_hold);
    let step = bench.run(&moved("C4", "2026-01-25T20:00:00Z/2026-01-25T22:00:00Z")).unwrap();
    assert_eq!(step.label, "Move change C4, which holds 1 change");
    assert_eq!(held(&bench), ["C4"]);
}

#[test]
fn removing_a_lockdown_releases_what_it_held() {
    let mut bench = bench("ann");
    declare(&mut bench, lockdown("env=prod"));
    bench.run(&Command::Remove(RecordRef::from(&Id::<Blackout>::lenient("L1")))).unwrap();
    assert_eq!((held(&bench), change(&bench, "C1").on_hold), (Vec::new(), false));
    assert!(change(&bench, "C2").on_hold, "what somebody put on hold stays so");
}

#[test]
fn a_lockdown_reaches_what_the_items_of_its_services_need() {
    let mut bench = bench("ann");
    let mut blackout = lockdown("");
    blackout.scope.services = vec![Id::lenient("bill")];
    blackout.scope.with_dependents = true;
    let mut san = change(&bench, "C4").clone();
    san.planned = change(&bench, "C1").planned;
    san.cis = vec![Id::lenient("san")];
    bench.run(&Command::Edit(san.into())).unwrap();
    declare(&mut bench, blackout);
    assert_eq!(held(&bench), ["C1", "C4"]);
}

#[test]
fn an_exception_that_is_approved_lets_its_change_through_and_ends_with_its_freeze() {
    let mut bench = bench("ann");
    declare(&mut bench, lockdown("env=prod"));
    assert_eq!(findings(&bench, "change-in-blackout").len(), 4, "C1, C2, C5 and C6");
    let exception = FreezeException {
        changes: vec![Id::lenient("C1")],
        blackout: Some(Id::lenient("L1")),
        reason: "It mends the incident".to_owned(),
        ..FreezeException::requested(Id::lenient("E2"), "Patch now".to_owned(), bench.now())
    };
    let without_reason = FreezeException { reason: String::new(), ..exception.clone() };
    let refusal = bench.can(&Command::AskException(Box::new(without_reason))).unwrap_err();
    assert_eq!(refusal.missing()[0].field(), Some("reason"));
    bench.run(&Command::AskException(Box::new(exception))).unwrap();

    let answer = |to, note: &str| Command::AnswerException {
        exception: Id::lenient("E2"),
        to,
        note: note.to_owned(),
        expires: None,
    };
    let approve = answer(FreezeExceptionStatus::Approved, "");
    assert_eq!(bench.can(&approve).unwrap_err().code(), "command/not-on-the-way", "it is not reviewed yet");
    let review = answer(FreezeExceptionStatus::Reviewed, "");
    assert_eq!(bench.can(&review).unwrap_err().code(), "command/not-yet", "Ann asked for it");
    bench.set_actor(Some(Id::lenient("eve")));
    bench.run(&review).unwrap();
    let reject = answer(FreezeExceptionStatus::Rejected, "");
    assert_eq!(bench.can(&reject).unwrap_err().code(), "command/no-rejection-reason");
    let step = bench.run(&approve).unwrap();
    assert!(step.label.ends_with("which releases 1 change"), "{}", step.label);
    let exception = &bench.plan().freeze_exceptions[&Id::lenient("E2")];
    assert_eq!(exception.decided_by, Some(Id::lenient("eve")));
    assert_eq!(exception.expires, Some(at("2026-01-28T00:00:00Z")));
    assert_eq!(findings(&bench, "change-in-blackout").len(), 3);

    bench.run(&answer(FreezeExceptionStatus::Rejected, "The incident is over")).unwrap();
    assert_eq!(held(&bench), ["C1"], "an exception that is revoked holds no longer");
}

#[test]
fn declaring_shows_first_what_it_would_hold_make_late_and_leave_idle() {
    let bench = bench("ann");
    let preview = freezes::preview(&bench, &lockdown("env=prod"));
    let ids = |held: &[freezes::HeldChange]| {
        held.iter().map(|held| held.change.record.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&preview.held), ["C1", "C6", "C2"]);
    assert_eq!(ids(&preview.let_through), ["C7"]);
    let next = preview.held[0].next.unwrap();
    assert!(at("2026-01-28T00:00:00Z") <= next.start, "{next}");
    let slipped: Vec<_> =
        preview.slipped.iter().map(|it| (it.release.name.as_str(), it.days, it.held)).collect();
    assert_eq!(slipped, [("R1", 6, 1)], "from 22 January 20:00 to the end of the freeze on 28 January");
    let idle: Vec<_> = preview.idle.iter().map(|it| (it.booking.record.id.to_string(), it.seconds)).collect();
    assert_eq!(idle, [("B1".to_owned(), 4 * 86_400)]);
    assert_eq!(preview.sentence, "Holds 3 changes, makes 1 release 6 days late and leaves 1 booking idle");
    assert_eq!(preview.refusal, None);
    assert_eq!(bench.plan(), &notation::parse(PLAN).unwrap().plan, "looking changes nothing");

    let informs = Blackout { hardness: Hardness::Information, ..lockdown("env=prod") };
    assert_eq!(ids(&freezes::preview(&bench, &informs).held), Vec::<String>::new());
    let over = When::Once(Interval::parse("2026-01-02T00:00:00Z/2026-01-03T00:00:00Z").unwrap());
    let refusal = freezes::preview(&bench, &Blackout { when: over, ..lockdown("") }).refusal;
    assert!(refusal.is_some_and(|refusal| refusal.contains("give it an end that is to come")));
}

#[test]
fn the_list_says_where_each_freeze_is_and_what_it_holds() {
    let mut bench = bench("ann");
    declare(&mut bench, lockdown("env=prod"));
    let [line] = freezes::freezes(&bench).try_into().unwrap();
    assert_eq!((line.state, line.held.len(), line.lift.is_ok()), (FreezeState::ToCome, 1, true));
    bench.set_now(at("2026-01-21T00:00:00Z"));
    assert_eq!(freezes::freezes(&bench)[0].state, FreezeState::InForce);
    bench.set_now(at("2026-01-28T00:00:00Z"));
    let line = &freezes::freezes(&bench)[0];
    assert_eq!((line.state, line.lift.is_ok()), (FreezeState::Over, false));
    let [exception] = freezes::exceptions(&bench).try_into().unwrap();
    assert!(exception.is_over && exception.waiting.is_empty());
    let steps: Vec<_> = exception.answers.iter().map(|answer| answer.verb).collect();
    assert_eq!(steps, ["Revoke", "Withdraw"]);
}

#[test]
fn what_somebody_puts_on_hold_while_a_lockdown_holds_it_stays_on_hold_when_that_is_lifted() {
    let mut bench = bench("ann");
    declare(&mut bench, lockdown("env=prod"));
    assert_eq!(held(&bench), ["C1"]);
    let reason = "Waits for the vendor".to_owned();
    bench.run(&Command::Hold { change: Id::lenient("C1"), reason: reason.clone() }).unwrap();
    bench.run(&Command::LiftBlackout(Id::lenient("L1"))).unwrap();
    assert_eq!((change(&bench, "C1").on_hold, &change(&bench, "C1").hold_reason), (true, &reason));
    bench.run(&Command::ReleaseHold { change: Id::lenient("C1") }).unwrap();
    assert!(!change(&bench, "C1").on_hold);
}

#[test]
fn what_is_read_from_a_file_is_not_touched_by_a_lockdown() {
    let mut bench = bench("ann");
    declare(&mut bench, lockdown("env=prod"));
    let text = "environment prod Controlled\nchange C9 22T20..22T22 env=prod owner=ann";
    let other: Plan = notation::parse(text).unwrap().plan;
    bench.run(&Command::Import(other.changes[&Id::lenient("C9")].clone().into())).unwrap();
    assert!(!change(&bench, "C9").on_hold);
}

#[test]
fn a_form_becomes_a_freeze_and_a_request() {
    let mut bench = bench("ann");
    let mut draft = freezes::FreezeDraft::blank();
    assert_eq!(freezes::drafted(&bench, &draft), None, "it has no dates yet");
    draft.name = " Year end ".to_owned();
    (draft.start, draft.end) = ("2026-01-20T00:00".to_owned(), "2026-01-28T00:00".to_owned());
    draft.environments = vec!["prod".to_owned()];
    let blackout = freezes::drafted(&bench, &draft).unwrap();
    assert_eq!((blackout.name.as_str(), blackout.id.as_str()), ("Year end", "BLK-0001"));
    declare(&mut bench, blackout);
    let choices = freezes::choices(&bench);
    let changes: Vec<&str> = choices.changes.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!((changes, choices.freezes.len()), (vec!["C1", "C2", "C6", "C7"], 1));
    bench.run(&freezes::ask(&bench, "C1", "BLK-0001", "The disk is failing")).unwrap();
    let asked = &freezes::exceptions(&bench)[0];
    assert_eq!((asked.title.as_str(), asked.status), ("Patch", FreezeExceptionStatus::Requested));
    assert!(bench.can(&freezes::ask(&bench, "", "", "")).is_err());
}
