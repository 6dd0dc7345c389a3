//! Every state of a change times every verb, for each kind, on hold and not: the engine does what the table says, and
//! nothing else.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use slipway::model::lifecycle::ChangeVerb;
use slipway::model::lifecycle::change::find;
use slipway::model::{Change, ChangeKind, ChangeStatus, Command, Id, Outcome, Plan, Review, Risk, notation};
use slipway::planner::{Context, Refusal, update};
use slipway::time::{Instant, Interval};

fn plan() -> (Plan, Instant) {
    let example = notation::parse("now 6T10\nperson ann\nperson bob\nenvironment lab Open\n").unwrap();
    (example.plan, example.now)
}

/// A change of which everything is known that any state needs.
fn complete(kind: ChangeKind, status: ChangeStatus) -> Change {
    let window = Interval::parse("2026-01-20T20:00:00Z/2026-01-20T22:00:00Z").unwrap();
    Change {
        status,
        planned: Some(window),
        environments: vec![Id::lenient("lab")],
        requester: Some(Id::lenient("ann")),
        owner: Some(Id::lenient("ann")),
        implementers: vec![Id::lenient("bob")],
        implementation_plan: "Do it".to_owned(),
        backout_plan: "Undo it".to_owned(),
        actual_start: Some(window.start),
        actual_end: Some(window.end),
        outcome: Some(Outcome::Successful),
        review: Some(Review { finished_at: Some(window.end), ..Review::default() }),
        ..Change::draft(Id::lenient("C1"), "A change", kind, Risk::Low)
    }
}

fn advance(verb: ChangeVerb, note: &str) -> Command {
    let outcome = matches!(verb, ChangeVerb::Finish | ChangeVerb::Close).then_some(Outcome::Successful);
    Command::Advance { change: Id::lenient("C1"), verb, note: note.to_owned(), outcome }
}

#[test]
fn every_state_times_every_verb_does_what_the_table_says() {
    let (mut taken, mut lacking, mut closed, mut held) = (0, 0, 0, 0);
    for kind in ChangeKind::ALL {
        for status in ChangeStatus::ALL {
            for verb in ChangeVerb::ALL {
                for on_hold in [false, true] {
                    let (mut plan, now) = plan();
                    let change = Change { on_hold, ..complete(*kind, *status) };
                    plan.put(change.into());
                    let context = Context::new(now, Some(Id::lenient("ann")));
                    let outcome = update(&plan, &advance(*verb, "Because"), &context);
                    let place = format!("{kind} {status} {verb}, on hold: {on_hold}");
                    match (find(*status, *verb, *kind), outcome) {
                        (None, Err(Refusal::NoWay { .. })) => closed += 1,
                        (Some(_), Err(Refusal::OnHold { .. })) => {
                            assert!(on_hold && *verb != ChangeVerb::Cancel, "{place}");
                            held += 1;
                        }
                        (Some(row), Ok(step)) => {
                            assert!(!on_hold || *verb == ChangeVerb::Cancel, "{place}");
                            step.diff.apply(&mut plan).unwrap();
                            let after = &plan.changes[&Id::lenient("C1")];
                            assert_eq!(after.status, row.to, "{place}");
                            assert!(!after.on_hold, "{place}");
                            step.diff.inverse().apply(&mut plan).unwrap();
                            assert_eq!(plan.changes[&Id::lenient("C1")].status, *status, "{place}");
                            taken += 1;
                        }
                        (Some(_), Err(Refusal::Lacks { missing, .. })) => {
                            assert!(!missing.is_empty(), "{place}");
                            lacking += 1;
                        }
                        // Authorising afterwards what nobody has to authorise changes nothing.
                        (Some(row), Err(Refusal::Nothing)) => assert_eq!(row.from, row.to, "{place}"),
                        (row, outcome) => panic!("{place}: {row:?} {outcome:?}"),
                    }
                }
            }
        }
    }
    assert!(taken > 60 && closed > 400 && held > 60, "{taken} {lacking} {closed} {held}");
}

#[test]
fn what_needs_a_reason_is_refused_without_one() {
    for kind in ChangeKind::ALL {
        for status in ChangeStatus::ALL {
            for verb in [ChangeVerb::Reject, ChangeVerb::Cancel] {
                if find(*status, verb, *kind).is_none() {
                    continue;
                }
                let (mut plan, now) = plan();
                plan.put(complete(*kind, *status).into());
                let context = Context::new(now, Some(Id::lenient("ann")));
                let outcome = update(&plan, &advance(verb, "  "), &context);
                assert!(matches!(outcome, Err(Refusal::Lacks { .. })), "{kind} {status} {verb}");
            }
        }
    }
}

#[test]
fn forward_steps_need_what_their_state_needs() {
    let bare = |status| Change {
        status,
        ..Change::draft(Id::lenient("C1"), "A change", ChangeKind::Normal, Risk::Low)
    };
    let cases = [
        (ChangeStatus::Requested, ChangeVerb::Assess, "no environment"),
        (ChangeStatus::Requested, ChangeVerb::Assess, "no owner"),
        (ChangeStatus::Authorised, ChangeVerb::Schedule, "no planned window"),
        (ChangeStatus::Draft, ChangeVerb::RecordFound, "no actual start"),
        (ChangeStatus::InReview, ChangeVerb::Close, "outcome"),
    ];
    for (status, verb, words) in cases {
        let (mut plan, now) = plan();
        plan.put(bare(status).into());
        let command =
            Command::Advance { change: Id::lenient("C1"), verb, note: String::new(), outcome: None };
        let refusal = update(&plan, &command, &Context::new(now, None)).unwrap_err().to_string();
        assert!(refusal.contains(words), "{status} {verb}: {refusal}");
    }
}
