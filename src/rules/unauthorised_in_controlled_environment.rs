//! `unauthorised-in-controlled-environment`.

use super::rule::rule;
use super::{Finding, Fix, View, free, harm};
use crate::authority::{authorisation_by, requirement};
use crate::gather::Gather;
use crate::model::{ApprovalStatus, Change, ChangeKind, ChangeStatus, Control, Record, RecordRef};

rule! {
    /// A change is not begun in a controlled environment before it is authorised.
    ///
    /// # Why
    /// The board is the gatekeeper of its controlled environments; the environment's flag, not its name, decides.
    /// Standard changes are authorised beforehand by their template, emergency changes may be authorised afterwards, and
    /// the policy can say that nobody has to be asked.
    ///
    /// # Fails
    /// ```plan
    /// now 10T12
    /// environment prod Controlled
    /// change C1 10T11..10T14 env=prod status=Assessed    #! unauthorised-in-controlled-environment
    /// change C2 10T20..10T22 env=prod status=Requested actual-start=10T11    #! unauthorised-in-controlled-environment
    /// change C3 9T11..9T14 env=prod status=InReview actual=9T11..9T13 authorised=9T12    #! unauthorised-in-controlled-environment
    /// ```
    /// ```plan
    /// now 10T12
    /// environment prod Controlled
    /// board cab members=ann
    /// change C1 10T11..10T14 env=prod status=Implementing actual-start=10T11    #! unauthorised-in-controlled-environment
    /// approval A1 change=C1 board=cab
    /// change C2 9T11..9T14 env=prod status=InReview actual=9T11..9T13    #! unauthorised-in-controlled-environment
    /// approval A2 change=C2 board=cab status=Approved votes=ann:Approve decided=9T12
    /// change C3 9T11..9T14 env=prod status=Closed actual=9T11..9T13    #! unauthorised-in-controlled-environment
    /// approval A3 change=C3 board=cab status=Rejected votes=ann:Reject decided=8T12
    /// ```
    /// # Passes
    /// ```plan
    /// now 10T12
    /// environment prod Controlled
    /// environment test Managed
    /// change C1 10T13..10T14 env=prod status=Assessed
    /// change C2 10T11..10T14 env=test status=Assessed
    /// change C3 10T11..10T14 env=prod status=Scheduled
    /// change C4 10T11..10T14 env=prod status=Requested kind=Emergency
    /// change C5 9T11..9T14 env=prod status=InReview actual=9T11..9T13 authorised=9T10
    /// change C6 9T11..9T14 env=prod status=Closed actual=9T11..9T13
    /// ```
    /// ```plan
    /// now 10T12
    /// policy "Small changes" risks=Low authority=Preauthorised
    /// policy "The rest" authority=Board
    /// environment prod Controlled
    /// board cab members=ann
    /// change C1 10T11..10T14 env=prod status=Requested risk=Low
    /// change C2 10T11..10T14 env=prod status=Implementing actual-start=10T11 risk=High
    /// approval A2 change=C2 board=cab status=Approved votes=ann:Approve decided=9T10
    /// change C3 9T11..9T14 env=prod status=InReview actual=9T11..9T13 risk=High
    /// approval A3 change=C3 board=cab status=Void votes=ann:Approve decided=8T10
    /// ```
    "unauthorised-in-controlled-environment", "Begun in a controlled environment without authorisation", Blocker,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    if change.kind != ChangeKind::Normal {
        return;
    }
    let begun = begun_unauthorised(view, change).or_else(|| begun_against_approvals(view, change));
    let Some(begun) = begun else { return };
    let is_controlled =
        |id| view.plan.environments.get(id).is_some_and(|it| it.control == Control::Controlled);
    let environments: Vec<RecordRef> =
        change.environments.iter().filter(|id| is_controlled(*id)).map(RecordRef::from).gather();
    let Some(cause) = environments.first().cloned() else { return };
    if !requirement(view.plan, change).asks_somebody() {
        return;
    }
    let subject = RecordRef::from(&change.id);
    let sentence = format!("{} {begun}, and {} is controlled.", change.title(), view.titles(&environments));
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = change.planned;
    finding.fact(subject, begun);
    for of in &environments {
        finding.fact(*of, "is controlled");
    }
    view.add_owners(finding, &environments);
    finding.harm = harm(view.weight(change), change.planned.map_or(60, |planned| planned.seconds()));
    finding.related = environments;
    finding.cause = cause;
}

/// What shows that the change was begun, or has its window now, without authorisation, in words.
///
/// A change whose status says that it was authorised, and of which no moment of authorisation is known, is believed.
fn begun_unauthorised(view: &View, change: &Change) -> Option<String> {
    let status = change.status.label().to_ascii_lowercase();
    if change.status.is_before_authorisation() {
        if let Some(start) = change.actual_start.filter(|start| *start <= view.now) {
            return Some(format!("was begun at {} and is only {status}", view.moment(start)));
        }
        let start = change.live_window()?.start;
        return (start <= view.now)
            .then(|| format!("was to start at {} and is only {status}", view.moment(start)));
    }
    let (start, authorised) = (change.actual_start?, change.authorised_at?);
    let was_made =
        matches!(change.status, ChangeStatus::Implementing | ChangeStatus::InReview | ChangeStatus::Closed);
    (was_made && start < authorised).then(|| {
        format!("was begun at {} and authorised only at {}", view.moment(start), view.moment(authorised))
    })
}

/// What shows that a change was begun although those who were asked about it had not approved it, in words. What was
/// given by then and has become void since does not count against a change that is done.
fn begun_against_approvals(view: &View, change: &Change) -> Option<String> {
    use ChangeStatus::{Closed, Implementing, InReview};
    let start = change.actual_start.filter(|start| *start <= view.now)?;
    let answers = view.index.answers(view.plan, &change.id);
    if answers.approvals.iter().all(|it| it.status == ApprovalStatus::Withdrawn) {
        return None;
    }
    let given_by_then = answers.approvals.iter().any(|approval| {
        let was_given = approval.status.is_given() || approval.status == ApprovalStatus::Void;
        was_given && approval.decided_at.is_none_or(|at| at <= start)
    });
    let is_authorised = || authorisation_by(view.plan, change, &answers, view.now).is_enough();
    let unauthorised = match change.status {
        Implementing => !is_authorised(),
        InReview | Closed => !given_by_then,
        _ => false,
    };
    let by_then = if change.status == Implementing { "" } else { " by then" };
    unauthorised
        .then(|| format!("was begun at {} and has no approval that holds{by_then}", view.moment(start)))
}

/// A window that has come without authorisation can be moved; what was done cannot be undone.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change = view.change(&finding.subject).filter(|change| change.actual_start.is_none());
    change.map(|change| free::moves(view, change, false)).unwrap_or_default()
}
