//! `approver-not-independent`.

use super::rule::rule;
use super::{Finding, Fix, Proof, View, harm};
use crate::authority::may_vote;
use crate::model::{BookingStatus, Change, ChangeStatus, Id, Person, Record, RecordRef};

rule! {
    /// Nobody approves a change that they requested, own or implement, for themselves or for somebody else.
    ///
    /// # Why
    /// Separation of duties is what auditors look for first: whoever wants the change to happen does not see what is
    /// wrong with it. The app does not take such a vote; a plan from elsewhere, or somebody who has become an
    /// implementer since, may bring one.
    ///
    /// # Fails
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// environment sit Managed owner=dan
    /// board cab members=ann,bob/eve
    /// change C1 12T20..12T22 env=prod status=Scheduled by=ann           #! approver-not-independent
    /// approval A1 change=C1 board=cab status=Approved votes=ann:Approve
    /// change C2 12T20..12T22 env=prod status=Assessed requester=eve     #! approver-not-independent
    /// approval A2 change=C2 board=cab votes=eve/bob:Approve
    /// change C3 12T20..12T22 env=sit owner=dan                          #! approver-not-independent
    /// booking B1 env=sit 12T20..12T22 change=C3 decided-by=dan
    /// ```
    /// # Passes
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann,bob
    /// change C1 12T20..12T22 env=prod status=Scheduled by=ann
    /// approval A1 change=C1 board=cab status=Approved votes=ann:Abstain,bob:Approve
    /// change C2 12T20..12T22 env=prod status=Cancelled by=ann
    /// approval A2 change=C2 board=cab votes=ann:Approve
    /// change C3 12T20..12T22 env=prod status=Assessed by=ann
    /// approval A3 change=C3 board=cab status=Void votes=ann:Approve
    /// ```
    "approver-not-independent", "Approved by who requested, owns or implements it", Blocker,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    use ChangeStatus::{Cancelled, Rejected, Withdrawn};
    if matches!(change.status, Rejected | Withdrawn | Cancelled) {
        return;
    }
    let answers = view.index.answers(view.plan, &change.id);
    let counting = answers.approvals.iter().filter(|it| it.status.is_given() || it.status.is_pending());
    for approval in counting {
        let mut seen: Vec<&Id<Person>> = Vec::new();
        for vote in approval.votes.iter().filter(|vote| vote.choice.approves()) {
            if !seen.contains(&&vote.person) {
                seen.push(&vote.person);
                report(view, change, &vote.person, RecordRef::from(&approval.id), found);
            }
        }
    }
    for booking in answers.bookings.iter().filter(|booking| booking.status == BookingStatus::Approved) {
        if let Some(person) = &booking.decided_by {
            report(view, change, person, RecordRef::from(&booking.id), found);
        }
    }
}

fn report(view: &View, change: &Change, person: &Id<Person>, by: RecordRef, found: &mut Vec<Finding>) {
    let Err(dependence) = may_vote(view.plan, change, person) else { return };
    let person = RecordRef::from(person);
    let verb = dependence.verb();
    let title = change.title();
    let sentence = format!("{} {verb} {title} and approved it in {}.", view.title(&person), by.id);
    let fact = |of: &RecordRef, text: String| Proof::Fact { of: *of, text };
    let finding = view.report(&RULE, RecordRef::from(&change.id), sentence, found);
    finding.span = change.planned;
    finding.proof.push(fact(&person, format!("{verb} {title}")));
    finding.proof.push(fact(&by, "counts their approval".to_owned()));
    finding.related.extend([by, person]);
    finding.harm = harm(view.weight(change), change.planned.map_or(3600, |planned| planned.seconds()));
}

/// Another approver is a decision of people.
fn mend(_view: &View, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}
