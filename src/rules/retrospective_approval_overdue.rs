//! `retrospective-approval-overdue`.

use super::rule::rule;
use super::{Finding, Fix, Proof, View, harm};
use crate::authority::{authorisation_by, deadline};
use crate::gather::Gather;
use crate::model::{Change, ChangeKind, ChangeStatus, Record, RecordRef};
use crate::time::Interval;

rule! {
    /// An emergency change that was begun first is authorised within the policy's hours afterwards.
    ///
    /// # Why
    /// An emergency is no way round the board: it only turns the order round. What nobody looks at afterwards becomes
    /// the usual way.
    ///
    /// # Fails
    /// ```plan
    /// now 9T10
    /// environment prod Controlled
    /// board ecab kind=Emergency members=ann
    /// change C1 5T20..5T22 env=prod kind=Emergency status=InReview actual=5T20..5T21     #! retrospective-approval-overdue
    /// change C2 5T20..5T22 env=prod kind=Emergency status=Implementing actual-start=5T20 #! retrospective-approval-overdue
    /// approval A2 change=C2 board=ecab due=8T20
    /// ```
    /// # Passes
    /// ```plan
    /// now 9T10
    /// environment prod Controlled
    /// board ecab kind=Emergency members=ann
    /// change C1 7T20..7T22 env=prod kind=Emergency status=InReview actual=7T20..7T21
    /// change C2 5T20..5T22 env=prod kind=Emergency status=InReview actual=5T20..5T21
    /// approval A2 change=C2 board=ecab due=8T20 status=Approved votes=ann:Approve
    /// change C3 5T20..5T22 env=prod status=InReview actual=5T20..5T21
    /// change C4 5T20..5T22 kind=Emergency status=InReview actual=5T20..5T21
    /// ```
    "retrospective-approval-overdue", "Not authorised in time after an emergency", Blocker,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    use ChangeStatus::{Closed, Implementing, InReview};
    if change.kind != ChangeKind::Emergency || !matches!(change.status, Implementing | InReview | Closed) {
        return;
    }
    let answers = view.index.answers(view.plan, &change.id);
    let due = deadline(view.plan, change, &answers).filter(|due| *due <= view.now);
    let Some((start, due)) = change.actual_start.zip(due) else { return };
    if change.authorised_at.is_some() || authorisation_by(view.plan, change, &answers, view.now).is_enough() {
        return;
    }
    let title = change.title();
    let sentence = format!(
        "{title} was begun at {} and was to be authorised by {}; it is not.",
        view.moment(start),
        view.moment(due),
    );
    let subject = RecordRef::from(&change.id);
    let hours = view.plan.settings.policy.retrospective_hours;
    let text = format!("was begun at {} and has {hours} hours", view.moment(start));
    let approvals = answers.approvals.iter().map(|approval| {
        let text = format!("is {}", approval.status.label().to_ascii_lowercase());
        Proof::Fact { of: RecordRef::from(&approval.id), text }
    });
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(Interval::new(start, due));
    finding.proof = [Proof::Fact { of: subject, text }].into_iter().chain(approvals).gather();
    finding.harm = harm(view.weight(change), view.now.seconds_since(due));
}

fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change = view.change(&finding.subject);
    let ask = change.and_then(|change| view.ask_approval(change, "Ask for approval"));
    ask.into_iter().gather()
}
