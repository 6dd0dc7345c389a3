//! Every transition of the state machines of ServiceNow, iTop and Znuny is walked with our verbs, or the reason is named
//! why it is not. The tables are those of the tools' public documentation.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use slipway::model::lifecycle::ChangeVerb as V;
use slipway::model::{
    Change, ChangeKind, ChangeStatus as S, ChangeTemplate, Command, Id, Outcome, Person, Plan, ReviewAction,
    Risk, TemplateStatus, VoteChoice, notation,
};
use slipway::planner::{Context, update};
use slipway::time::Instant;

/// How a transition of another tool is done here.
#[derive(Debug, Clone, Copy)]
enum Ours {
    /// These steps, one after the other.
    Steps(&'static [V]),
    /// Putting it on hold, after which these verbs are refused and cancelling is possible.
    Hold,
    /// The other tool's states are one of ours; what differs is a field.
    Field(&'static str),
}

use Ours::{Field, Hold, Steps};

/// `from`, its word for the transition, `to`, and how it is done; states in the other tool's words.
type Transition = (&'static str, &'static str, &'static str, Ours);

struct Tool {
    name: &'static str,
    kind: ChangeKind,
    /// The other tool's states, as we have them.
    states: &'static [(&'static str, S)],
    transitions: &'static [Transition],
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "ServiceNow, normal",
        kind: ChangeKind::Normal,
        states: &[
            ("New", S::Draft),
            ("Assess", S::Requested),
            ("Authorize", S::Assessed),
            ("Scheduled", S::Scheduled),
            ("Implement", S::Implementing),
            ("Review", S::InReview),
            ("Closed", S::Closed),
            ("Canceled", S::Cancelled),
        ],
        transitions: &[
            ("New", "request approval", "Assess", Steps(&[V::Request])),
            ("Assess", "approve", "Authorize", Steps(&[V::Assess])),
            ("Authorize", "approve", "Scheduled", Steps(&[V::Authorise, V::Schedule])),
            ("Scheduled", "implement", "Implement", Steps(&[V::Implement])),
            ("Implement", "review", "Review", Steps(&[V::Finish])),
            ("Review", "close", "Closed", Steps(&[V::Close])),
            ("Assess", "reject", "New", Steps(&[V::Reject])),
            ("Authorize", "reject", "New", Steps(&[V::Reject])),
            ("Assess", "revert to new", "New", Steps(&[V::Revert])),
            ("Authorize", "revert to new", "New", Steps(&[V::Revert])),
            ("New", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Assess", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Authorize", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Scheduled", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Implement", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Authorize", "unauthorised", "Review", Steps(&[V::RecordFound])),
            ("New", "hold", "New", Hold),
            ("Assess", "hold", "Assess", Hold),
            ("Authorize", "hold", "Authorize", Hold),
            ("Scheduled", "hold", "Scheduled", Hold),
            ("Implement", "hold", "Implement", Hold),
        ],
    },
    Tool {
        name: "ServiceNow, standard",
        kind: ChangeKind::Standard,
        states: &[
            ("New", S::Draft),
            ("Scheduled", S::Scheduled),
            ("Implement", S::Implementing),
            ("Review", S::InReview),
            ("Closed", S::Closed),
            ("Canceled", S::Cancelled),
        ],
        transitions: &[
            ("New", "schedule", "Scheduled", Steps(&[V::Request, V::Schedule])),
            ("Scheduled", "implement", "Implement", Steps(&[V::Implement])),
            ("Implement", "review", "Review", Steps(&[V::Finish])),
            ("Review", "close", "Closed", Steps(&[V::Close])),
            ("New", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Scheduled", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Implement", "cancel", "Canceled", Steps(&[V::Cancel])),
        ],
    },
    Tool {
        name: "ServiceNow, emergency",
        kind: ChangeKind::Emergency,
        states: &[
            ("New", S::Draft),
            ("Authorize", S::Requested),
            ("Scheduled", S::Scheduled),
            ("Implement", S::Implementing),
            ("Review", S::InReview),
            ("Closed", S::Closed),
            ("Canceled", S::Cancelled),
        ],
        transitions: &[
            ("New", "request approval", "Authorize", Steps(&[V::Request])),
            ("Authorize", "approve", "Scheduled", Steps(&[V::Authorise, V::Schedule])),
            ("Scheduled", "implement", "Implement", Steps(&[V::Implement])),
            ("Implement", "review", "Review", Steps(&[V::Finish])),
            ("Review", "close", "Closed", Steps(&[V::Close])),
            ("Authorize", "reject", "New", Steps(&[V::Reject])),
            ("Authorize", "revert to new", "New", Steps(&[V::Revert])),
            ("Authorize", "unauthorised", "Review", Steps(&[V::RecordFound])),
            ("New", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Authorize", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Scheduled", "cancel", "Canceled", Steps(&[V::Cancel])),
            ("Implement", "cancel", "Canceled", Steps(&[V::Cancel])),
        ],
    },
    Tool {
        name: "iTop simple",
        kind: ChangeKind::Normal,
        states: &[
            ("new", S::Draft),
            ("assigned", S::Requested),
            ("planned", S::Assessed),
            ("approved", S::Authorised),
            ("closed", S::Closed),
            ("rejected", S::Draft),
        ],
        transitions: &[
            ("new", "assign", "assigned", Steps(&[V::Request])),
            ("assigned", "plan", "planned", Steps(&[V::Assess])),
            ("planned", "approve", "approved", Steps(&[V::Authorise])),
            ("approved", "finish", "closed", Steps(&[V::Schedule, V::Implement, V::Finish, V::Close])),
            ("planned", "reject", "rejected", Steps(&[V::Reject])),
            ("rejected", "reopen", "assigned", Steps(&[V::Request])),
        ],
    },
    Tool {
        name: "iTop ITIL, normal",
        kind: ChangeKind::Normal,
        states: &[
            ("new", S::Draft),
            ("validated", S::Requested),
            ("assigned", S::Requested),
            ("plannedscheduled", S::Assessed),
            ("approved", S::Authorised),
            ("notapproved", S::Draft),
            ("implemented", S::InReview),
            ("monitored", S::InReview),
            ("closed", S::Closed),
            ("rejected", S::Draft),
        ],
        transitions: &[
            ("new", "validate", "validated", Steps(&[V::Request])),
            (
                "validated",
                "assign",
                "assigned",
                Field("the owner and the implementers say to whom it is assigned"),
            ),
            ("assigned", "plan", "plannedscheduled", Steps(&[V::Assess])),
            ("plannedscheduled", "approve", "approved", Steps(&[V::Authorise])),
            ("approved", "implement", "implemented", Steps(&[V::Schedule, V::Implement, V::Finish])),
            ("implemented", "monitor", "monitored", Field("what was watched is written into the review")),
            ("monitored", "finish", "closed", Steps(&[V::Close])),
            ("implemented", "finish", "closed", Steps(&[V::Close])),
            ("new", "reject", "rejected", Steps(&[V::Request, V::Reject])),
            ("rejected", "reopen", "new", Field("a rejected change is a draft again, with the reason kept")),
            ("plannedscheduled", "notapprove", "notapproved", Steps(&[V::Reject])),
            ("notapproved", "replan", "plannedscheduled", Steps(&[V::Request, V::Assess])),
        ],
    },
    Tool {
        name: "iTop ITIL, emergency",
        kind: ChangeKind::Emergency,
        states: &[
            ("new", S::Draft),
            ("assigned", S::Requested),
            ("plannedscheduled", S::Requested),
            ("approved", S::Authorised),
            ("notapproved", S::Draft),
            ("implemented", S::InReview),
            ("monitored", S::InReview),
            ("closed", S::Closed),
        ],
        transitions: &[
            ("new", "assign", "assigned", Steps(&[V::Request])),
            (
                "assigned",
                "plan",
                "plannedscheduled",
                Field("an emergency is planned by its window and not assessed"),
            ),
            ("plannedscheduled", "approve", "approved", Steps(&[V::Authorise])),
            ("approved", "implement", "implemented", Steps(&[V::Implement, V::Finish])),
            ("implemented", "monitor", "monitored", Field("what was watched is written into the review")),
            ("monitored", "finish", "closed", Steps(&[V::Close])),
            ("implemented", "finish", "closed", Steps(&[V::Close])),
            ("plannedscheduled", "notapprove", "notapproved", Steps(&[V::Reject])),
            ("notapproved", "replan", "plannedscheduled", Steps(&[V::Request])),
        ],
    },
    Tool {
        name: "iTop ITIL, routine",
        kind: ChangeKind::Standard,
        states: &[
            ("new", S::Draft),
            ("assigned", S::Requested),
            ("plannedscheduled", S::Scheduled),
            ("implemented", S::InReview),
            ("monitored", S::InReview),
            ("closed", S::Closed),
        ],
        transitions: &[
            ("new", "assign", "assigned", Steps(&[V::Request])),
            ("assigned", "plan", "plannedscheduled", Steps(&[V::Schedule])),
            ("plannedscheduled", "implement", "implemented", Steps(&[V::Implement, V::Finish])),
            ("implemented", "monitor", "monitored", Field("what was watched is written into the review")),
            ("monitored", "finish", "closed", Steps(&[V::Close])),
            ("implemented", "finish", "closed", Steps(&[V::Close])),
        ],
    },
    Tool {
        name: "Znuny",
        kind: ChangeKind::Normal,
        states: &[
            ("requested", S::Requested),
            ("pending approval", S::Assessed),
            ("approved", S::Authorised),
            ("in progress", S::Implementing),
            ("pending pir", S::InReview),
            ("failed", S::Closed),
            ("successful", S::Closed),
            ("canceled", S::Cancelled),
            ("rejected", S::Draft),
            ("retracted before the approval", S::Withdrawn),
            ("retracted after it", S::Cancelled),
        ],
        transitions: &[
            ("requested", "reject", "rejected", Steps(&[V::Reject])),
            ("requested", "retract", "retracted before the approval", Steps(&[V::Withdraw])),
            ("requested", "ask", "pending approval", Steps(&[V::Assess])),
            ("pending approval", "reject", "rejected", Steps(&[V::Reject])),
            ("pending approval", "retract", "retracted before the approval", Steps(&[V::Withdraw])),
            ("pending approval", "approve", "approved", Steps(&[V::Authorise])),
            ("approved", "retract", "retracted after it", Steps(&[V::Cancel])),
            ("approved", "begin", "in progress", Steps(&[V::Schedule, V::Implement])),
            ("in progress", "end", "pending pir", Steps(&[V::Finish])),
            ("in progress", "retract", "retracted after it", Steps(&[V::Cancel])),
            ("in progress", "fail", "failed", Steps(&[V::Finish, V::Close])),
            ("in progress", "succeed", "successful", Steps(&[V::Finish, V::Close])),
            ("in progress", "cancel", "canceled", Steps(&[V::Cancel])),
            ("pending pir", "fail", "failed", Steps(&[V::Close])),
            ("pending pir", "succeed", "successful", Steps(&[V::Close])),
        ],
    },
    Tool {
        name: "Znuny, without asking first",
        kind: ChangeKind::Emergency,
        states: &[("requested", S::Requested), ("in progress", S::Implementing)],
        transitions: &[("requested", "begin", "in progress", Steps(&[V::Implement]))],
    },
];

fn ann() -> Id<Person> {
    Id::lenient("ann")
}

/// A plan with a change that everything is known about, as a draft.
fn start(kind: ChangeKind) -> (Plan, Instant) {
    let example = notation::parse(
        "now 6T10\nperson ann\nperson rob\nperson bob\n\
         environment prod Controlled\n\
         board cab members=ann\nboard ecab members=ann kind=Emergency\n",
    );
    let example = example.unwrap();
    let mut plan = example.plan;
    let template = ChangeTemplate {
        status: TemplateStatus::Published,
        version: 1,
        ..ChangeTemplate::draft(Id::lenient("T1"), "Restart".to_owned())
    };
    plan.put(template.into());
    let change = Change {
        planned: Some(slipway::time::Interval::parse("2026-01-20T20:00:00Z/2026-01-20T22:00:00Z").unwrap()),
        environments: vec![Id::lenient("prod")],
        requester: Some(Id::lenient("rob")),
        owner: Some(Id::lenient("rob")),
        implementers: vec![Id::lenient("bob")],
        implementation_plan: "Stop, copy, start".to_owned(),
        backout_plan: "Start the old one".to_owned(),
        template: (kind == ChangeKind::Standard).then(|| Id::lenient("T1")),
        template_version: (kind == ChangeKind::Standard).then_some(1),
        ..Change::draft(Id::lenient("C1"), "A change", kind, Risk::Low)
    };
    plan.put(change.into());
    (plan, example.now)
}

fn id() -> Id<Change> {
    Id::lenient("C1")
}

fn run(plan: &mut Plan, command: &Command, actor: &str, now: Instant, of: &str) {
    let context = Context::new(now, Some(Id::lenient(actor)));
    let step = update(plan, command, &context).unwrap_or_else(|refusal| panic!("{of}: {refusal}"));
    step.diff.apply(plan).unwrap();
}

fn advance(verb: V) -> Command {
    let outcome = matches!(verb, V::Finish | V::Close).then_some(Outcome::Successful);
    Command::Advance { change: id(), verb, note: "As the other tool says".to_owned(), outcome }
}

/// Takes a step, after what it takes: the vote before the authorisation and the review before closing.
fn take(plan: &mut Plan, verb: V, now: Instant, of: &str) {
    let change = plan.changes[&id()].clone();
    let is_asked =
        plan.approvals.values().any(|approval| approval.change == id() && !approval.votes.is_empty());
    let kind = change.kind;
    let begins_first = verb == V::Implement && change.status == S::Requested;
    if (verb == V::Authorise || begins_first) && !is_asked && kind != ChangeKind::Standard {
        run(plan, &Command::AskApproval { change: id() }, "rob", now, of);
    }
    let pending = plan.approvals.values().find(|it| it.change == id() && it.status.is_pending());
    let answers = verb == V::Authorise || (verb == V::Close && kind == ChangeKind::Emergency);
    if let Some(approval) = pending.filter(|_| answers).map(|approval| approval.id) {
        let vote = Command::Vote {
            approval,
            person: Some(ann()),
            on_behalf_of: None,
            choice: VoteChoice::Approve,
            note: String::new(),
        };
        run(plan, &vote, "ann", now, of);
    }
    let review = change.review.as_ref().is_some_and(|review| review.finished_at.is_some());
    if verb == V::Close && !review {
        let written = Command::Review {
            change: id(),
            findings: "As planned".to_owned(),
            actions: Vec::<ReviewAction>::new(),
            finish: true,
        };
        run(plan, &written, "ann", now, of);
    }
    if verb == V::RecordFound {
        let begun = Change { actual_start: Some(now.plus_minutes(-60)), ..change };
        run(plan, &Command::Edit(begun.into()), "rob", now, of);
    }
    // The vote that settles it authorises the change.
    if verb != V::Authorise || plan.changes[&id()].status != S::Authorised {
        run(plan, &advance(verb), "rob", now, of);
    }
}

/// The steps that lead a draft of a kind to a state, by the usual way.
fn way_to(kind: ChangeKind, to: S) -> Vec<V> {
    let usual: &[(V, S)] = match kind {
        ChangeKind::Normal => &[
            (V::Request, S::Requested),
            (V::Assess, S::Assessed),
            (V::Authorise, S::Authorised),
            (V::Schedule, S::Scheduled),
            (V::Implement, S::Implementing),
            (V::Finish, S::InReview),
        ],
        ChangeKind::Standard => &[
            (V::Request, S::Requested),
            (V::Schedule, S::Scheduled),
            (V::Implement, S::Implementing),
            (V::Finish, S::InReview),
        ],
        ChangeKind::Emergency => &[
            (V::Request, S::Requested),
            (V::Authorise, S::Authorised),
            (V::Schedule, S::Scheduled),
            (V::Implement, S::Implementing),
            (V::Finish, S::InReview),
        ],
    };
    if to == S::Draft {
        return Vec::new();
    }
    let last = usual.iter().position(|(_, state)| *state == to).unwrap_or_else(|| panic!("no way to {to}"));
    usual[..=last].iter().map(|(verb, _)| *verb).collect()
}

#[test]
fn the_transitions_of_other_tools_are_walked_with_our_verbs() {
    let mut walked = 0;
    for tool in TOOLS {
        let ours = |name: &str| {
            let state = tool.states.iter().find(|(theirs, _)| *theirs == name);
            state.unwrap_or_else(|| panic!("{}: no state {name}", tool.name)).1
        };
        for (from, word, to, how) in tool.transitions {
            let of = format!("{}: {from} --{word}-> {to}", tool.name);
            let (mut plan, now) = start(tool.kind);
            for verb in way_to(tool.kind, ours(from)) {
                take(&mut plan, verb, now, &of);
            }
            assert_eq!(plan.changes[&id()].status, ours(from), "{of}");
            match how {
                Steps(verbs) => verbs.iter().for_each(|verb| take(&mut plan, *verb, now, &of)),
                Field(why) => assert!(!why.is_empty() && ours(from) == ours(to), "{of}"),
                Hold => {
                    run(
                        &mut plan,
                        &Command::Hold { change: id(), reason: "Wait".to_owned() },
                        "rob",
                        now,
                        &of,
                    );
                    let context = Context::new(now, Some(Id::lenient("rob")));
                    for verb in V::ALL.iter().filter(|verb| **verb != V::Cancel) {
                        assert!(update(&plan, &advance(*verb), &context).is_err(), "{of}: {verb}");
                    }
                    assert!(update(&plan, &advance(V::Cancel), &context).is_ok(), "{of}");
                }
            }
            assert_eq!(plan.changes[&id()].status, ours(to), "{of}");
            walked += 1;
        }
    }
    assert_eq!(walked, TOOLS.iter().map(|tool| tool.transitions.len()).sum::<usize>());
}

#[test]
fn what_the_other_tools_refuse_is_refused_here() {
    // ServiceNow cancels nothing that is in review or closed, and nothing begins before it is scheduled.
    for (state, verb) in [(S::InReview, V::Cancel), (S::Requested, V::Implement), (S::Assessed, V::Schedule)]
    {
        let (mut plan, now) = start(ChangeKind::Normal);
        for step in way_to(ChangeKind::Normal, state) {
            take(&mut plan, step, now, "refused");
        }
        let refused = update(&plan, &advance(verb), &Context::new(now, Some(Id::lenient("rob"))));
        assert!(refused.is_err(), "{state} {verb}");
    }
}
