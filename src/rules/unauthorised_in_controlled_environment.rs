//! `unauthorised-in-controlled-environment`.

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, Proof, View, free, harm};
use crate::model::{Change, ChangeKind, ChangeStatus, Control, Record, RecordRef};

rule! {
    /// A change is not begun in a controlled environment before it is authorised.
    ///
    /// # Why
    /// The board is the gatekeeper of its controlled environments; the environment's flag, not its name, decides.
    /// Standard changes are authorised beforehand by their template, emergency changes may be authorised afterwards.
    ///
    /// # Fails
    /// ```plan
    /// now 10T12
    /// environment prod Controlled
    /// change C1 10T11..10T14 env=prod status=Assessed    #! unauthorised-in-controlled-environment
    /// change C2 10T20..10T22 env=prod status=Requested actual-start=10T11    #! unauthorised-in-controlled-environment
    /// change C3 9T11..9T14 env=prod status=InReview actual=9T11..9T13 authorised=9T12    #! unauthorised-in-controlled-environment
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
    "unauthorised-in-controlled-environment", "Begun in a controlled environment without authorisation", Blocker,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    if change.kind != ChangeKind::Normal {
        return;
    }
    let Some(begun) = begun_unauthorised(view, change) else { return };
    let is_controlled =
        |id| view.plan.environments.get(id).is_some_and(|it| it.control == Control::Controlled);
    let environments: Vec<RecordRef> =
        change.environments.iter().filter(|id| is_controlled(*id)).map(RecordRef::from).collect();
    let Some(cause) = environments.first().cloned() else { return };
    let subject = RecordRef::from(&change.id);
    let names: Vec<&str> = environments.iter().map(|environment| view.title(environment)).collect();
    let sentence = format!("{} {begun}, and {} is controlled.", change.title(), list(&names));
    let controlled =
        environments.iter().map(|of| Proof::Fact { of: of.clone(), text: "is controlled".to_owned() });
    found.push(Finding {
        span: change.planned,
        proof: [Proof::Fact { of: subject.clone(), text: begun }].into_iter().chain(controlled).collect(),
        owners: [&subject].into_iter().chain(&environments).map(|of| view.owner(of)).collect(),
        harm: harm(view.weight(change), change.planned.map_or(60, |planned| planned.seconds())),
        related: environments,
        cause,
        ..view.finding(&RULE, subject, sentence)
    });
}

/// What shows that the change was begun, or has its window now, without authorisation, in words.
///
/// A change whose status says that it was authorised, and of which no moment of authorisation is known, is believed.
fn begun_unauthorised(view: &View, change: &Change) -> Option<String> {
    let status = change.status.label().to_lowercase();
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

/// A window that has come without authorisation can be moved; what was done cannot be undone.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change = view.change(&finding.subject).filter(|change| change.actual_start.is_none());
    change.map(|change| free::moves(view, change, false)).unwrap_or_default()
}
