//! An enterprise release on its whole way, as the engine allows it: every gate is a go because what it asks for is so, and
//! what is taken back in the night is reviewed. `tests/browser/release.journey.mjs` goes the same way on the page.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use slipway::exchange::read_template;
use slipway::model::lifecycle::ChangeVerb;
use slipway::model::{
    BookingStatus, Change, ChangeKind, ChangeStatus, Command, Extra, Gate, GateDecision, Id, Outcome, Person,
    Phase, PhaseStatus, Rehearsal, Release, ReleaseStatus, ReviewAction, Risk, Runbook, RunbookAct,
    VoteChoice,
};
use slipway::planner::Workbench;
use slipway::planner::templates;
use slipway::planner::views::contention::{Glass, contention};
use slipway::planner::views::findings::fixes;
use slipway::planner::views::new_release::{Wanted, planned, templates as release_templates};
use slipway::rules::criteria;
use slipway::time::{Instant, Interval, Zone, parse_date};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

struct Night {
    bench: Workbench,
    release: Id<Release>,
}

impl Night {
    /// The enterprise template's plan on Monday 2 March 2026, and a release for the Saturday before the one of its own.
    fn planned() -> Night {
        let template = templates::ALL.iter().find(|one| one.id == "enterprise-release").unwrap();
        let today = parse_date("2026-03-02").unwrap();
        let document = std::fs::read_to_string(format!("public/{}", template.path())).unwrap();
        let plan = read_template(&document, "Enterprise release", today, Zone::UTC).unwrap();
        let mut bench = Workbench::open(plan, at("2026-03-02T09:00:00Z"), None);
        let wanted = Wanted {
            template: release_templates(bench.plan())[0].id.clone(),
            name: "Spring release".to_owned(),
            kind: String::new(),
            parent: String::new(),
            backwards: true,
            day: "2026-04-18".to_owned(),
            environments: Vec::new(),
            book: true,
        };
        let planned = planned(&bench, &wanted).unwrap();
        bench.run(&planned.command).unwrap();
        Night { bench, release: planned.release.unwrap().id_of().unwrap() }
    }

    #[track_caller]
    fn run(&mut self, command: &Command) {
        if let Err(refusal) = self.bench.run(command) {
            panic!("{command:?}: {refusal}");
        }
    }

    fn act_as(&mut self, person: &str) {
        self.bench.set_actor(Some(Id::<Person>::lenient(person)));
    }

    /// Moves the phases that contend with those of others, the first one first, until none does. How often.
    fn resolve_contention(&mut self) -> usize {
        for count in 0..20 {
            let groups = contention(&self.bench, Glass::Environment);
            let clashes = groups.into_iter().flat_map(|group| group.clashes);
            let mut own: Vec<_> = clashes
                .filter(|clash| {
                    let named = |text: &str| text.contains("Spring");
                    clash.parties.iter().any(|party| named(&party.purpose) || named(&party.name))
                })
                .collect();
            own.sort_by_key(|clash| clash.environment.name != "System test");
            let Some(clash) = own.first() else { return count };
            let mends: Vec<_> =
                clash.cards.iter().flat_map(|card| fixes(&self.bench, &card.finding)).collect();
            let along =
                mends.into_iter().find(|fix| matches!(fix.command, Command::MoveAlong { .. })).unwrap();
            self.run(&along.command);
        }
        panic!("it still contends");
    }

    /// The phases of the release in their order.
    fn phases(&self) -> Vec<Phase> {
        let phases = self.bench.plan().phases.values().filter(|phase| phase.release == self.release);
        let mut phases: Vec<Phase> = phases.cloned().collect();
        phases.sort_by_key(|phase| phase.order);
        phases
    }

    fn advance(&mut self, change: &str, verb: ChangeVerb, outcome: Option<Outcome>) {
        self.run(&Command::Advance { change: Id::lenient(change), verb, note: String::new(), outcome });
    }

    fn runbook(&mut self, act: RunbookAct) {
        let runbook =
            self.bench.plan().runbooks.values().find(|one| one.release.as_ref() == Some(&self.release));
        let runbook: Id<Runbook> = runbook.unwrap().id;
        self.run(&Command::Runbook { runbook, act });
    }

    /// Everything that the gate asks for is so, and then it is a go.
    #[track_caller]
    fn go(&mut self, name: &str) {
        let gate =
            self.bench.plan().gates.values().find(|gate| gate.release == self.release && gate.name == name);
        let mut gate: Gate = gate.unwrap().clone();
        for criterion in gate.criteria.iter_mut().filter(|criterion| criterion.check.is_none()) {
            criterion.met = true;
            criterion.evidence = "Seen".to_owned();
        }
        let id = gate.id;
        if self.bench.plan().gates.get(&id) != Some(&gate) {
            self.run(&Command::Edit(gate.into()));
        }
        let view = self.bench.view();
        let unmet: Vec<String> = criteria::unmet(&view, view.plan.gates.get(&id).unwrap())
            .into_iter()
            .map(|(_, criterion, why)| format!("{}: {why}", criterion.text))
            .collect();
        assert!(unmet.is_empty(), "{name}: {unmet:#?}");
        self.run(&Command::DecideGate { gate: id, decision: GateDecision::Go, note: String::new() });
    }
}

#[test]
fn every_gate_is_a_go_and_what_is_taken_back_is_reviewed() {
    let mut night = Night::planned();
    assert!(night.resolve_contention() >= 1);
    let window = night.phases().last().unwrap().planned.unwrap();
    assert_ne!(window.start, at("2026-04-18T20:00:00Z"), "the whole release gave way");
    let own = |night: &Night| {
        let of = |id: &Option<Id<Phase>>| {
            id.as_ref().and_then(|id| night.bench.plan().phases.get(id)).map(|phase| phase.release)
        };
        let bookings = night.bench.plan().bookings.values();
        let own = bookings.filter(|one| of(&one.phase).as_ref() == Some(&night.release));
        own.map(|one| one.id).collect::<Vec<_>>()
    };
    for booking in own(&night) {
        night.run(&Command::DecideBooking { booking, to: BookingStatus::Approved, note: String::new() });
    }

    let mut change =
        Change::draft(Id::lenient("CHG-9"), "New order of the shop", ChangeKind::Normal, Risk::Moderate);
    change.release = Some(night.release);
    change.environments = vec![Id::lenient("prod")];
    change.cis = vec![Id::lenient("web")];
    change.planned = Some(Interval::new(window.start, window.start.plus_minutes(180)));
    change.implementation_plan = "As the runbook says".to_owned();
    change.backout_plan = "The snapshot is put back".to_owned();
    change.owner = Some(Id::lenient("front"));
    change.implementers = vec![Id::lenient("front")];
    night.act_as("front");
    night.run(&Command::Add(change.into()));
    night.advance("CHG-9", ChangeVerb::Request, None);
    night.advance("CHG-9", ChangeVerb::Assess, None);
    night.run(&Command::AskApproval { change: Id::lenient("CHG-9") });
    let approval = night.bench.plan().approvals.values().next().unwrap().id;
    night.act_as("tester");
    night.run(&Command::Vote {
        approval,
        person: None,
        on_behalf_of: None,
        choice: VoteChoice::Approve,
        note: String::new(),
    });
    assert_eq!(night.bench.plan().changes[&Id::lenient("CHG-9")].status, ChangeStatus::Authorised);
    night.advance("CHG-9", ChangeVerb::Schedule, None);

    for (phase, gate) in night.phases().iter().zip(["Tested alone", "Tested together", "Accepted"]) {
        let window = phase.planned.unwrap();
        night.bench.set_now(window.start.plus_minutes(9 * 60));
        night.run(&Command::AdvancePhase { phase: phase.id, to: PhaseStatus::Active });
        night.bench.set_now(window.end.plus_minutes(-8 * 60));
        night.run(&Command::AdvancePhase { phase: phase.id, to: PhaseStatus::Passed });
        night.go(gate);
    }

    // Before it is rehearsed and approved, the last gate is no go.
    let gate = night
        .bench
        .plan()
        .gates
        .values()
        .find(|gate| gate.release == night.release && gate.name == "Go-live");
    let id = gate.unwrap().id;
    let early = Command::DecideGate { gate: id, decision: GateDecision::Go, note: String::new() };
    let refusal = night.bench.can(&early).unwrap_err().to_string();
    assert!(refusal.contains("Backout tested") && refusal.contains("Runbook approved"), "{refusal}");
    night.runbook(RunbookAct::Rehearse(Box::new(Rehearsal {
        at: night.bench.now(),
        environment: Some(Id::lenient("uat")),
        minutes: Default::default(),
        backed_out: true,
        note: String::new(),
        extra: Extra::new(),
    })));
    night.runbook(RunbookAct::Approve);
    night.go("Go-live");

    night.bench.set_now(window.start);
    let release = night.release;
    night.run(&Command::AdvanceRelease { release, to: ReleaseStatus::Deploying });
    night.advance("CHG-9", ChangeVerb::Implement, None);
    night.runbook(RunbookAct::Start);
    night.bench.set_now(window.start.plus_minutes(170));
    night.runbook(RunbookAct::BackOut("The window is too short".to_owned()));
    for key in ["back", "back-open"] {
        night.runbook(RunbookAct::StartStep(key.to_owned()));
        night.runbook(RunbookAct::FinishStep(key.to_owned()));
    }
    night.runbook(RunbookAct::Finish);
    night.advance("CHG-9", ChangeVerb::Finish, Some(Outcome::BackedOut));
    night.run(&Command::AdvanceRelease { release, to: ReleaseStatus::BackedOut });

    // It is not closed before somebody has written what was found.
    let close = Command::Advance {
        change: Id::lenient("CHG-9"),
        verb: ChangeVerb::Close,
        note: String::new(),
        outcome: None,
    };
    assert!(night.bench.can(&close).is_err());
    night.run(&Command::Review {
        change: Id::lenient("CHG-9"),
        findings: "The index took twice as long as rehearsed".to_owned(),
        actions: vec![ReviewAction {
            text: "Build the index the week before".to_owned(),
            owner: Some(Id::lenient("back")),
            due: None,
            done: false,
            extra: Extra::new(),
        }],
        finish: true,
    });
    night.run(&close);
    assert_eq!(night.bench.plan().changes[&Id::lenient("CHG-9")].status, ChangeStatus::Closed);
}
