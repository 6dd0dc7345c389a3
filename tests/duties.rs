//! Separation of duties, searched: whatever people do in whatever order, nobody begins a change in a controlled
//! environment without an independent approval of what it is then, or an emergency whose deadline is still to come.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod random;

use std::collections::BTreeSet;

use random::Random;
use slipway::model::lifecycle::ChangeVerb;
use slipway::model::lifecycle::change::ways;
use slipway::model::{
    ApprovalStatus, ApprovedContent, BoardDecision, Change, ChangeKind, ChangeStatus, Command, Control, Id,
    Meeting, MeetingStatus, Outcome, Person, Plan, RecordRef, Risk, TemplateStatus, VoteChoice, notation,
};
use slipway::planner::{Context, update};
use slipway::time::{Instant, Interval};

const PEOPLE: &[&str] = &["ann", "bob", "cat", "dan", "eve"];
const CHANGES: &[&str] = &["C1", "C2"];

/// How changes came to be begun, and how often.
#[derive(Debug, Default)]
struct Begun {
    approved: usize,
    conditional: usize,
    emergency: usize,
    standard: usize,
    uncontrolled: usize,
}

fn start() -> (Plan, Instant) {
    let example = notation::parse(
        "now 6T10\n\
         person ann\nperson bob\nperson cat\nperson dan\nperson eve\n\
         environment prod Controlled\n\
         environment lab Open\n\
         ci db\n\
         board cab members=ann,bob/cat,dan All quorum=1 1T14..1T15 rule=FREQ=DAILY\n\
         board ecab members=bob,eve kind=Emergency\n",
    );
    let example = example.unwrap();
    let mut plan = example.plan;
    let mut template = slipway::model::ChangeTemplate::draft(Id::lenient("T1"), "Restart".to_owned());
    template.status = TemplateStatus::Published;
    template.version = 1;
    template.fields = [
        ("environments".to_owned(), serde_json::json!(["prod"])),
        ("implementation_plan".to_owned(), serde_json::json!("restart it")),
    ]
    .into_iter()
    .collect();
    template.locked = vec!["environments".to_owned(), "implementation_plan".to_owned()];
    plan.put(template.into());
    (plan, example.now)
}

fn person(random: &mut Random) -> Id<Person> {
    Id::lenient(random.pick(PEOPLE))
}

fn window(random: &mut Random, now: Instant) -> Interval {
    let start = now.plus_minutes(60 * (random.below(200) as i64));
    Interval::new(start, start.plus_minutes(120))
}

/// A change as somebody might write it down, good enough to go its way more often than not.
fn drafted(random: &mut Random, id: &str, now: Instant) -> Change {
    let kind = random.pick(&[ChangeKind::Normal, ChangeKind::Normal, ChangeKind::Emergency]);
    Change {
        planned: Some(window(random, now)),
        environments: vec![Id::lenient(if random.one_in(6) { "lab" } else { "prod" })],
        owner: Some(person(random)),
        implementers: vec![person(random)],
        implementation_plan: "do it".to_owned(),
        backout_plan: "undo it".to_owned(),
        ..Change::draft(Id::lenient(id), "A change", kind, Risk::Low)
    }
}

/// An edit of one thing that matters for who may approve or for what was approved.
fn edited(random: &mut Random, change: &Change, now: Instant) -> Change {
    let mut change = change.clone();
    match random.below(9) {
        0 => change.owner = Some(person(random)),
        1 => change.implementers.push(person(random)),
        2 => change.implementers = vec![person(random)],
        3 => change.requester = Some(person(random)),
        4 => change.implementation_plan.push_str(" and more"),
        5 => change.risk = random.pick(Risk::ALL),
        6 => change.planned = Some(window(random, now)),
        7 => {
            change.environments = vec![Id::lenient(if random.one_in(2) { "lab" } else { "prod" })];
        }
        _ => change.cis = vec![Id::lenient("db")],
    }
    change
}

/// What somebody would do next who wants the change to be done.
fn next(random: &mut Random, plan: &Plan, change: &Change, now: Instant) -> Command {
    let is_prepared = change.planned.is_some_and(|planned| now < planned.start) && change.owner.is_some();
    if change.status.is_before_implementation() && !is_prepared {
        let later = window(random, now.plus_minutes(24 * 60));
        return Command::Edit(
            Change { planned: Some(later), owner: Some(person(random)), ..change.clone() }.into(),
        );
    }
    let requests: Vec<_> = plan.approvals.values().filter(|it| it.change == change.id).collect();
    if let Some(request) = requests.iter().find(|it| it.status.is_pending()) {
        if random.one_in(3) {
            return meet(random, plan, change.id, now);
        }
        let approval = request.id;
        let person = Some(person(random));
        return Command::Vote {
            approval,
            person,
            on_behalf_of: None,
            choice: VoteChoice::Approve,
            note: String::new(),
        };
    }
    let rows: Vec<_> = ways(change).filter(|row| row.verb.is_forward()).collect();
    let is_asked = requests.iter().any(|it| it.status.is_given());
    let Some(row) = rows.get(random.below(rows.len().max(1) as u64) as usize) else {
        return Command::ReleaseHold { change: change.id };
    };
    if row.verb == ChangeVerb::Authorise && !is_asked {
        return Command::AskApproval { change: change.id };
    }
    let note = "because".to_owned();
    Command::Advance { change: change.id, verb: row.verb, note, outcome: Some(Outcome::Successful) }
}

/// What somebody would do next who wants the board to talk about a change.
fn meet(random: &mut Random, plan: &Plan, change: Id<Change>, now: Instant) -> Command {
    let open = |it: &&Meeting| matches!(it.status, MeetingStatus::Planned | MeetingStatus::InProgress);
    let Some(meeting) = plan.meetings.values().find(open) else {
        return Command::PlanMeetings { board: Id::lenient("cab"), until: now.plus_minutes(2 * 24 * 60) };
    };
    let is_on_agenda = meeting.agenda.iter().any(|item| item.change == change);
    let meeting_id = meeting.id;
    match meeting.status {
        MeetingStatus::Planned if is_on_agenda => Command::OpenMeeting {
            meeting: meeting_id,
            attendees: PEOPLE.iter().map(|person| Id::lenient(person)).collect(),
        },
        MeetingStatus::InProgress if is_on_agenda && !random.one_in(4) => Command::DecideItem {
            meeting: meeting_id,
            change,
            decision: random.pick(BoardDecision::ALL),
            note: "because".to_owned(),
        },
        MeetingStatus::InProgress => Command::CloseMeeting { meeting: meeting_id },
        _ => Command::SetAgenda { meeting: meeting_id, changes: vec![change] },
    }
}

fn command(random: &mut Random, plan: &Plan, now: Instant) -> Option<Command> {
    let id = random.pick(CHANGES);
    let change = Id::lenient(id);
    if let Some(known) = plan.changes.get(&change).filter(|_| !random.one_in(3)) {
        return Some(next(random, plan, known, now));
    }
    let Some(known) = plan.changes.get(&change) else {
        return Some(if random.one_in(4) {
            Command::AddFromTemplate { template: Id::lenient("T1"), change, title: String::new() }
        } else {
            Command::Add(drafted(random, id, now).into())
        });
    };
    let requests = plan.approvals.values().filter(|it| it.change == change && it.status.is_pending());
    let requests: Vec<_> = requests.map(|it| it.id).collect();
    Some(match random.below(20) {
        0..=8 => {
            let forward: Vec<ChangeVerb> =
                ChangeVerb::ALL.iter().copied().filter(|verb| verb.is_forward()).collect();
            let verb = if random.one_in(8) { random.pick(ChangeVerb::ALL) } else { random.pick(&forward) };
            let outcome = random.pick(&[Outcome::Successful, Outcome::Failed]);
            Command::Advance { change, verb, note: "because".to_owned(), outcome: Some(outcome) }
        }
        9 | 10 => Command::AskApproval { change },
        11..=14 => {
            let approval = *requests.first()?;
            let choice = random.pick(&[
                VoteChoice::Approve,
                VoteChoice::Approve,
                VoteChoice::ApproveWithConditions,
                VoteChoice::Reject,
                VoteChoice::Abstain,
            ]);
            let on_behalf_of = if random.one_in(6) { Some(person(random)) } else { None };
            let person = Some(person(random));
            Command::Vote { approval, person, on_behalf_of, choice, note: "because".to_owned() }
        }
        15 => Command::Edit(edited(random, known, now).into()),
        16 => {
            let subject = RecordRef::from(&change);
            let planned = known.planned?;
            // Mostly a little later, so that the tolerance is met as well.
            let by = if random.one_in(2) { 1200 } else { 86_400 };
            Command::Move { subject, window: planned.shifted_by_seconds(by) }
        }
        17 if random.one_in(3) => Command::Hold { change, reason: "wait".to_owned() },
        17 => Command::ReleaseHold { change },
        18 => meet(random, plan, change, now),
        _ => Command::WithdrawRequest { approval: *requests.first()?, reason: "no".to_owned() },
    })
}

fn dependent(change: &Change) -> BTreeSet<&Id<Person>> {
    change.requester.iter().chain(&change.owner).chain(&change.implementers).collect()
}

/// True when what was approved is what the change is, or starts up to half an hour later inside a maintenance window;
/// this plan has none.
fn is_of(content: &ApprovedContent, change: &Change) -> bool {
    content.planned == change.planned
        && content.environments == change.environments
        && content.cis == change.cis
        && content.risk == change.risk
        && content.kind == change.kind
        && content.implementation_plan == change.implementation_plan
        && content.backout_plan == change.backout_plan
}

/// Looks, without asking the engine, why a change could be begun; panics when there is no reason.
fn account_for(plan: &Plan, change: &Change, now: Instant, begun: &mut Begun, story: &[String]) {
    let controlled = |id| plan.environments.get(id).is_some_and(|it| it.control == Control::Controlled);
    if !change.environments.iter().any(controlled) {
        begun.uncontrolled += 1;
        return;
    }
    if change.kind == ChangeKind::Standard {
        let template = &plan.change_templates[change.template.as_ref().unwrap()];
        assert_eq!(template.status, TemplateStatus::Published, "{story:#?}");
        assert_eq!(change.implementation_plan, "restart it", "{story:#?}");
        assert_eq!(change.environments, [Id::lenient("prod")], "{story:#?}");
        begun.standard += 1;
        return;
    }
    let of_change = || plan.approvals.values().filter(|approval| approval.change == change.id);
    for approval in of_change() {
        let board = &plan.boards[approval.board.as_ref().unwrap()];
        let may_answer = |person: &Id<Person>| {
            board.members.iter().any(|it| it.person == *person || it.delegate.as_ref() == Some(person))
        };
        let dependent = dependent(change);
        let mut yes = approval.votes.iter().filter(|vote| vote.choice.approves());
        let is_carried = yes.any(|vote| may_answer(&vote.person) && !dependent.contains(&vote.person));
        let is_of_this = approval.content.as_ref().is_some_and(|content| is_of(content, change));
        if !is_of_this || !is_carried || approval.decided_at.is_none_or(|at| now < at) {
            continue;
        }
        match approval.status {
            ApprovalStatus::Approved => begun.approved += 1,
            ApprovalStatus::ApprovedWithConditions => begun.conditional += 1,
            _ => continue,
        }
        return;
    }
    let is_due = |due: Instant| now < due;
    let is_awaited = of_change().any(|it| it.status.is_pending() && it.due.is_some_and(is_due));
    assert!(
        change.kind == ChangeKind::Emergency && is_awaited,
        "{} is begun at {now} without authority: {change:#?}\n{:#?}\n{story:#?}",
        change.id,
        of_change().collect::<Vec<_>>()
    );
    begun.emergency += 1;
}

fn search(seeds: std::ops::Range<u64>) -> Begun {
    let mut begun = Begun::default();
    for seed in seeds {
        let mut random = Random::new(seed);
        let (mut plan, mut now) = start();
        let mut story = Vec::new();
        for _ in 0..32 {
            now = now.plus_minutes(random.pick(&[0, 0, 10, 60, 600]));
            let Some(command) = command(&mut random, &plan, now) else { continue };
            let actor = if random.one_in(5) { None } else { Some(person(&mut random)) };
            let Ok(step) = update(&plan, &command, &Context::new(now, actor)) else { continue };
            let before = plan.clone();
            step.diff.apply(&mut plan).unwrap();
            story.push(format!("{now} {actor:?}: {}", step.label));
            for change in plan.changes.values().filter(|it| it.status == ChangeStatus::Implementing) {
                let was = before.changes.get(&change.id).map(|before| before.status);
                if was != Some(ChangeStatus::Implementing) {
                    account_for(&plan, change, now, &mut begun, &story);
                }
            }
        }
    }
    begun
}

#[test]
fn no_change_in_a_controlled_environment_is_begun_without_independent_authority() {
    let begun = search(0..10_000);
    // A search that never gets there would find nothing.
    assert!(begun.approved > 300, "{begun:?}");
    assert!(begun.conditional > 10, "{begun:?}");
    assert!(begun.emergency > 300, "{begun:?}");
    assert!(begun.standard > 300, "{begun:?}");
    assert!(begun.uncontrolled > 300, "{begun:?}");
}
