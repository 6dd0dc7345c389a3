//! The criteria of gates: what the plan knows about them, and why one is not met. Rules, the command that decides a gate
//! and the release's page ask here, so that all three give the same answer.

use super::{Neighbours, View};
use super::{announced, finding::Finding};
use crate::authority::{Authorisation, authorisation_by};
use crate::gather::Gather;
use crate::model::{
    AutomaticCheck, BookingStatus, Change, ChangeStatus, Criterion, Gate, Id, Phase, PhaseStatus, RecordRef,
    Release, Runbook, RunbookStatus,
};
use crate::order::Arrange;

/// What stands in the way of a criterion: nothing when it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is met.
    pub is_met: bool,
    /// What shows it, or what is missing, in a few words.
    pub why: String,
}

/// The answer to one criterion of a gate: the plan's where the criterion is automatic, and otherwise what somebody said.
#[must_use]
pub fn answer(view: &View, gate: &Gate, criterion: &Criterion) -> Answer {
    let Some(check) = criterion.check else {
        let why = if criterion.evidence.is_empty() { "nobody said so" } else { criterion.evidence.as_str() };
        let why = if criterion.met && criterion.evidence.is_empty() { "somebody said so" } else { why };
        return Answer { is_met: criterion.met, why: why.to_owned() };
    };
    let judged = match check {
        AutomaticCheck::ChangesAuthorised => changes_authorised(view, gate),
        AutomaticCheck::TestsPassed => tests_passed(view, gate),
        AutomaticCheck::BackoutTested => backout_tested(view, gate),
        AutomaticCheck::NoBlockers => no_blockers(view, gate),
        AutomaticCheck::BookingsApproved => bookings_approved(view, gate),
        AutomaticCheck::RunbookApproved => {
            runbook(view, gate, "is approved", &|runbook| runbook.status != RunbookStatus::Draft)
        }
        AutomaticCheck::RunbookRehearsed => {
            runbook(view, gate, "is rehearsed", &|runbook| !runbook.rehearsals.is_empty())
        }
        AutomaticCheck::AnnouncementsSent => announcements_sent(view, gate),
    };
    match judged {
        Ok(why) => Answer { is_met: true, why },
        Err(why) => Answer { is_met: false, why },
    }
}

/// The criteria of a gate that are not met, each with its place and what is missing.
#[must_use]
pub fn unmet<'a>(view: &View, gate: &'a Gate) -> Vec<(usize, &'a Criterion, String)> {
    let answered = gate.criteria.iter().enumerate().map(|(place, one)| (place, one, answer(view, gate, one)));
    answered
        .filter(|(.., answer)| !answer.is_met)
        .map(|(place, one, answer)| (place, one, answer.why))
        .gather()
}

/// True when a change may be done as far as its authorisation goes: a step or a file says so, or its approvals do, and
/// no approval says otherwise.
#[must_use]
pub fn is_authorised(view: &View, change: &Change) -> bool {
    let answers = view.index.answers(view.plan, &change.id);
    match authorisation_by(view.plan, change, &answers, view.now) {
        Authorisation::Rejected | Authorisation::Void => false,
        found => {
            found.is_enough()
                || !(change.status.is_before_authorisation() || change.status == ChangeStatus::Rejected)
        }
    }
}

/// The release of a gate and those that it holds.
fn releases(view: &View, gate: &Gate) -> Vec<Id<Release>> {
    let held = view.releases_held_by(&gate.release).map(|release| release.id);
    [gate.release].into_iter().chain(held).gather()
}

/// The changes that the gate is about; not those that will not be done.
pub(super) fn changes<'a>(view: &View<'a>, gate: &'a Gate) -> Vec<&'a Change> {
    let releases = releases(view, gate);
    let all = releases.iter().flat_map(|release| view.changes_in_release(release));
    let dropped = [ChangeStatus::Rejected, ChangeStatus::Withdrawn, ChangeStatus::Cancelled];
    all.filter(|one| !dropped.contains(&one.status)).gather()
}

fn changes_authorised(view: &View, gate: &Gate) -> Result<String, String> {
    let changes = changes(view, gate);
    let open = changes.iter().filter(|change| !is_authorised(view, change));
    let open: Vec<RecordRef> = open.map(|change| RecordRef::from(&change.id)).gather();
    match open.len() {
        0 => Ok(format!("{} of {} changes", changes.len(), changes.len())),
        1 => Err(format!("{} is not authorised", view.titles(&open))),
        _ => Err(format!("{} are not authorised", view.titles(&open))),
    }
}

/// The phases of the release that the gate looks back at: its own and those before, or those that end before it is due.
fn phases_before<'a>(view: &View<'a>, gate: &Gate) -> Vec<&'a Phase> {
    let all = view.phases_of_release(&gate.release);
    let own = view.own_phase(gate).map(|phase| phase.order);
    all.filter(|phase| match (own, gate.due, phase.planned) {
        (Some(order), ..) => phase.order <= order,
        (None, Some(due), Some(planned)) => planned.end <= due,
        _ => true,
    })
    .gather()
}

fn tests_passed(view: &View, gate: &Gate) -> Result<String, String> {
    let mut phases = phases_before(view, gate);
    phases.retain(|phase| phase.tests_total.is_some() || phase.environment.is_some());
    let bad = phases.iter().find_map(|phase| {
        let (passed, total) = (phase.tests_passed.unwrap_or(0), phase.tests_total.unwrap_or(0));
        let name = &phase.name;
        if phase.status == PhaseStatus::Failed {
            Some(format!("{name} failed"))
        } else if passed < total {
            Some(format!("{passed} of {total} tests of {name} passed"))
        } else if total == 0 && phase.status != PhaseStatus::Passed {
            Some(format!("{name} is not passed yet"))
        } else {
            None
        }
    });
    let tests: u32 = phases.iter().filter_map(|phase| phase.tests_total).sum();
    match bad {
        Some(why) => Err(why),
        None if phases.is_empty() => Err("no phase before it has tests".to_owned()),
        None if tests > 0 => Ok(format!("{tests} of {tests} tests")),
        None => Ok(format!("{} phases passed", phases.len())),
    }
}

fn backout_tested(view: &View, gate: &Gate) -> Result<String, String> {
    let taken_back = |runbook: &Runbook| runbook.rehearsals.iter().any(|rehearsal| rehearsal.backed_out);
    if view.runbooks_of_release(&gate.release).any(taken_back) {
        return Ok("rehearsed with the runbook of the release".to_owned());
    }
    let changes = changes(view, gate);
    let open = changes
        .iter()
        .filter(|change| !change.backout_tested && !view.runbooks_of_change(&change.id).any(taken_back));
    let open: Vec<RecordRef> = open.map(|change| RecordRef::from(&change.id)).gather();
    if open.is_empty() {
        return Ok(format!("{} of {} changes", changes.len(), changes.len()));
    }
    Err(format!("the backout of {} is not tested", view.titles(&open)))
}

fn no_blockers(view: &View, gate: &Gate) -> Result<String, String> {
    let mut about: Vec<RecordRef> = Vec::new();
    for release in releases(view, gate) {
        let of = RecordRef::from(&release);
        about.push(of);
        for phase in view.index.neighbours(Neighbours::Phases, of) {
            about.push(phase);
            about.extend(view.index.neighbours(Neighbours::Bookings, phase));
        }
    }
    about.extend(changes(view, gate).into_iter().map(|change| RecordRef::from(&change.id)));
    let blockers: Vec<&Finding> =
        about.iter().flat_map(|of| view.findings_about(of)).filter(|finding| finding.blocks()).gather();
    match blockers.as_slice() {
        [] => Ok("nothing blocks it".to_owned()),
        [one] => Err(format!("a blocker is open: {}", one.sentence.trim_end_matches('.'))),
        [first, ..] => {
            let count = blockers.len();
            Err(format!("{count} blockers are open, first: {}", first.sentence.trim_end_matches('.')))
        }
    }
}

fn bookings_approved(view: &View, gate: &Gate) -> Result<String, String> {
    let before = phases_before(view, gate).iter().map(|phase| phase.order).max();
    let mut later: Vec<&Phase> = view
        .phases_of_release(&gate.release)
        .filter(|phase| before.is_none_or(|before| before < phase.order))
        .gather();
    later.arrange_by_key(|phase| (phase.order, &phase.id));
    let Some(next) = later.first() else { return Ok("no phase follows".to_owned()) };
    let bookings = view.bookings_of_phase(&next.id);
    let open =
        bookings.filter(|one| matches!(one.status, BookingStatus::Requested | BookingStatus::Rejected));
    let open: Vec<RecordRef> = open.map(|booking| RecordRef::from(&booking.id)).gather();
    if open.is_empty() {
        return Ok(format!("{} has what it needs", next.name));
    }
    Err(format!("{} of {} is not approved", view.titles(&open), next.name))
}

fn runbook(view: &View, gate: &Gate, what: &str, is_so: &dyn Fn(&Runbook) -> bool) -> Result<String, String> {
    let runbooks: Vec<&Runbook> = view.runbooks_of_release(&gate.release).gather();
    let open: Vec<RecordRef> =
        runbooks.iter().filter(|one| !is_so(one)).map(|one| RecordRef::from(&one.id)).gather();
    match (runbooks.first(), open.is_empty()) {
        (None, _) => Err("the release has no runbook".to_owned()),
        (Some(first), true) => Ok(format!("{} {what}", first.name)),
        (Some(_), false) => Err(format!("{} {}", view.titles(&open), what.replacen("is ", "is not ", 1))),
    }
}

fn announcements_sent(view: &View, gate: &Gate) -> Result<String, String> {
    let plan = view.plan;
    let of_changes = changes(view, gate).into_iter().flat_map(|one| view.announcements_of_change(&one.id));
    let releases = releases(view, gate);
    let of_releases = releases.iter().flat_map(|one| view.announcements_of_release(one));
    let open = of_releases.chain(of_changes).filter(|one| {
        !announced::is_sent(plan, one) && announced::due(plan, one).is_some_and(|due| due <= view.now)
    });
    let open: Vec<RecordRef> = open.map(|one| RecordRef::from(&one.id)).gather();
    if open.is_empty() {
        Ok("all that are due".to_owned())
    } else {
        Err(format!("{} is due", view.titles(&open)))
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Id, notation};
    use crate::rules::Checker;

    #[test]
    fn each_criterion_that_the_plan_answers_says_what_is_missing() {
        let text = "
            now 10T12
            environment prod Controlled
            environment sit Managed capacity=1
            blackout freeze 19..21 env=prod
            release R1 live=20
            phase test 5..10 of=R1 env=sit order=1 passed=9 tests=10
            phase users 11..15 of=R1 env=sit order=2
            booking B1 11..15 env=sit phase=users status=Requested
            change C1 \"Schema\" 20..20T02 env=prod release=R1 status=Assessed
            change C2 \"Engine\" 20..20T02 env=prod release=R1 backout-tested
            change C3 \"Dropped\" release=R1 status=Cancelled
            runbook RB \"Steps\" of=R1
            step go minutes=10
            announcement N1 \"Notice\" of=R1 days=-10
            gate G1 of=R1 phase=test due=10
            criterion \"a\" check=ChangesAuthorised
            criterion \"b\" check=TestsPassed
            criterion \"c\" check=BackoutTested
            criterion \"d\" check=BookingsApproved
            criterion \"e\" check=RunbookApproved
            criterion \"f\" check=RunbookRehearsed
            criterion \"g\" check=AnnouncementsSent
            criterion \"h\" check=NoBlockers
            criterion \"i\"
            criterion \"j\" met evidence=\"Minutes\"
        ";
        let says = |text: &str| {
            let example = notation::parse(text).unwrap();
            let checker = Checker::check(&example.plan, example.now);
            let gate = example.plan.gates.get(&Id::lenient("G1")).unwrap().clone();
            let view = checker.view(&example.plan);
            super::unmet(&view, &gate)
                .into_iter()
                .map(|(_, one, why)| format!("{}: {why}", one.text))
                .collect::<Vec<_>>()
        };
        let found = says(text);
        assert_eq!(
            found.get(..7).unwrap(),
            [
                "a: Schema is not authorised",
                "b: 9 of 10 tests of test passed",
                "c: the backout of Schema is not tested",
                "d: B1 of users is not approved",
                "e: Steps is not approved",
                "f: Steps is not rehearsed",
                "g: Notice is due",
            ]
        );
        let (blockers, manual) = (found.get(7).unwrap(), found.get(8).unwrap());
        assert!(blockers.starts_with("h: ") && blockers.contains("blocker"), "{blockers}");
        assert_eq!((manual.as_str(), found.len()), ("i: nobody said so", 9));
        let met = text
            .replace("passed=9", "passed=10")
            .replace("release=R1 status=Assessed", "release=R1 backout-tested")
            .replace("status=Requested", "status=Approved")
            .replace("of=R1\n            step", "of=R1 status=Approved rehearsed=9\n            step")
            .replace("days=-10", "days=-10 sent=6 sent-for=20..20");
        let left = says(&met);
        assert!(left.iter().all(|line| line.starts_with("h: ") || line.starts_with("i: ")), "{left:#?}");
    }
}
