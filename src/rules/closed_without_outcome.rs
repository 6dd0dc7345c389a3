//! `closed-without-outcome`.

use super::rule::rule;
use super::{Finding, Fix, View, harm};
use crate::authority::needs_review;
use crate::gather::Gather;
use crate::model::lifecycle::ChangeVerb;
use crate::model::lifecycle::fields::lacking;
use crate::model::{Change, ChangeStatus, Command, Outcome, Record, RecordRef};

rule! {
    /// A closed change says how it ended.
    ///
    /// # Why
    /// What is closed without an outcome counts nowhere: not for the template, not for the team, not for the next risk
    /// assessment. The app asks for it; plans from elsewhere may not have it.
    ///
    /// # Fails
    /// ```plan
    /// now 20
    /// environment prod Controlled
    /// change C1 5T20..5T22 env=prod owner=ann status=Closed actual=5T20..5T22   #! closed-without-outcome
    /// change C2 5T20..5T22 status=Closed                                        #! closed-without-outcome
    /// ```
    /// # Passes
    /// ```plan
    /// now 20
    /// change C1 5T20..5T22 status=Closed outcome=Failed
    /// change C2 5T20..5T22 status=InReview
    /// change C3 5T20..5T22 status=Cancelled
    /// ```
    "closed-without-outcome", "Closed without an outcome", Warning, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    if change.status != ChangeStatus::Closed || change.outcome.is_some() {
        return;
    }
    let subject = RecordRef::from(&change.id);
    let when = change.closed_at.map(|at| format!(" at {}", view.moment(at))).unwrap_or_default();
    let sentence = format!("{} was closed{when} and does not say how it ended.", change.title());
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = change.planned;
    finding.fact(subject, "has no outcome");
    finding.harm = harm(view.weight(change), 3600);
}

/// Reopened and closed with an outcome that needs no review.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(change) = view.change(&finding.subject).filter(|change| !change.on_hold) else {
        return Vec::new();
    };
    let outcomes = [Outcome::Successful, Outcome::SuccessfulWithIssues].into_iter();
    let can_be = |outcome: &Outcome| {
        let mut closed = change.clone();
        closed.outcome = Some(*outcome);
        lacking(&closed, ChangeStatus::Closed).is_empty() && !needs_review(view.plan, &closed)
    };
    outcomes
        .filter(can_be)
        .map(|outcome| {
            let step = |verb, note: &str, outcome| Command::Advance {
                change: change.id,
                verb,
                note: note.to_owned(),
                outcome,
            };
            let label = format!("It was {}", outcome.label().to_ascii_lowercase());
            let commands = vec![
                step(ChangeVerb::Reopen, "It was closed without an outcome", None),
                step(ChangeVerb::Close, "", Some(outcome)),
            ];
            Fix {
                label: label.clone().into(),
                command: Command::Batch { label: format!("Close {}: {label}", change.id), commands },
            }
        })
        .gather()
}
