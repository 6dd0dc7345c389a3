//! `review-overdue`.

use chrono::NaiveDate;

use super::rule::rule;
use super::wording::{day, working_days};
use super::{Finding, Fix, Proof, View, harm};
use crate::authority::needs_review;
use crate::gather::Gather;
use crate::model::{Change, ChangeStatus, Command, Record, RecordRef};
use crate::time::{Instant, Interval};

rule! {
    /// The review of a change that needs one is finished within the policy's working days after it was done.
    ///
    /// # Why
    /// Emergencies, found and failed changes are looked at so that they do not happen again; after some weeks nobody
    /// remembers why they did.
    ///
    /// # Fails
    /// ```plan
    /// now 20T10
    /// change C1 5T20..5T22 status=InReview kind=Emergency actual=5T20..5T22                                     #! review-overdue
    /// change C2 5T20..5T22 status=InReview outcome=Failed actual=5T20..5T22 review="Index was missing"          #! review-overdue
    /// change C3 5T20..5T22 status=Closed outcome=BackedOut actual=5T20..5T22                                    #! review-overdue
    /// ```
    /// # Passes
    /// ```plan
    /// now 20T10
    /// change C1 8T20..8T22 status=InReview kind=Emergency actual=8T20..8T22
    /// change C2 5T20..5T22 status=InReview outcome=Failed actual=5T20..5T22 review="Index was missing" reviewed=9
    /// change C3 5T20..5T22 status=InReview outcome=Successful actual=5T20..5T22
    /// ```
    "review-overdue", "Review is overdue", Warning, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    use ChangeStatus::{Closed, InReview};
    let is_finished = change.review.as_ref().is_some_and(|review| review.finished_at.is_some());
    if is_finished || !matches!(change.status, InReview | Closed) || !needs_review(view.plan, change) {
        return;
    }
    let Some((end, last)) = change.actual_end.and_then(|end| Some((end, last_day(view, end)?))) else {
        return;
    };
    let zone = view.zone();
    let today = zone.date_of(view.now);
    if today <= last {
        return;
    }
    let late = view.plan.settings.calendar.working_days_between(last, today);
    let days = i64::from(view.plan.settings.policy.review_days);
    let sentence = format!(
        "{} was over at {} and was to be reviewed by {}; it is {} late.",
        change.title(),
        view.moment(end),
        day(zone.start_of_day(last), zone),
        working_days(late),
    );
    let subject = RecordRef::from(&change.id);
    let why = match change.outcome {
        _ if change.found_unauthorised => "was found unauthorised".to_owned(),
        Some(outcome) => format!("ended: {}", outcome.label().to_ascii_lowercase()),
        None => format!("is of kind {}", change.kind.label().to_ascii_lowercase()),
    };
    let need = Proof::WorkingDays {
        from: end,
        to: view.now,
        have: view.plan.settings.calendar.working_days_between(zone.date_of(end), today),
        need: days,
        holidays: Vec::new(),
    };
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(Interval::new(end, view.now));
    finding.fact(subject, why);
    finding.proof.push(need);
    finding.harm = harm(view.weight(change), late.max(1) * 3600);
}

/// The last day on which the review is in time.
fn last_day(view: &View, end: Instant) -> Option<NaiveDate> {
    let days = i64::from(view.plan.settings.policy.review_days);
    view.plan.settings.calendar.plus_working_days(view.zone().date_of(end), days)
}

/// A review that says something can be finished; one that says nothing has to be written.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change = view.change(&finding.subject).filter(|change| change.status == ChangeStatus::InReview);
    let written = change.and_then(|change| Some((change, change.review.as_ref()?)));
    let finish =
        written.filter(|(_, review)| !review.findings.trim().is_empty()).map(|(change, review)| Fix {
            label: "Finish its review as it is".into(),
            command: Command::Review {
                change: change.id,
                findings: review.findings.clone(),
                actions: review.actions.clone(),
                finish: true,
            },
        });
    finish.into_iter().gather()
}
