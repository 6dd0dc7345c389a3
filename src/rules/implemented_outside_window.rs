//! `implemented-outside-window`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, View, harm};
use crate::gather::Gather;
use crate::model::{Change, ChangeStatus, Command, Record, RecordRef};
use crate::time::Interval;

rule! {
    /// A change is done inside its planned window.
    ///
    /// # Why
    /// The window is what was authorised, announced and staffed. Who leaves it works without all three; the review asks
    /// why. The policy's tolerance counts at both ends, and a review that says something has answered.
    ///
    /// # Fails
    /// ```plan
    /// now 20T10
    /// change C1 10T20..10T22 status=InReview actual=10T20..10T23                  #! implemented-outside-window
    /// change C2 11T20..11T22 status=Closed outcome=Successful actual=11T18..11T21 #! implemented-outside-window
    /// change C3 20T06..20T08 status=Implementing actual-start=20T06               #! implemented-outside-window
    /// change C4 12T20..12T22 status=InReview actual=14T20..14T22                  #! implemented-outside-window
    /// ```
    /// # Passes
    /// ```plan
    /// now 20T10
    /// change C1 10T20..10T22 status=InReview actual=10T19:45..10T22:30
    /// change C2 11T20..11T22 status=InReview actual=11T20..11T23 review="The restore took an hour longer"
    /// change C3 20T08..20T12 status=Implementing actual-start=20T08
    /// change C4 12T20..12T22 status=Rejected actual=14T20..14T22
    /// change C5 status=InReview actual=14T20..14T22
    /// ```
    "implemented-outside-window", "Implemented outside its window", Warning,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    use ChangeStatus::{Closed, Implementing, InReview};
    let is_reviewed = change.review.as_ref().is_some_and(|review| !review.findings.trim().is_empty());
    if is_reviewed || !matches!(change.status, Implementing | InReview | Closed) {
        return;
    }
    let planned = change.planned.filter(|planned| !planned.is_empty());
    let (Some(planned), Some(start)) = (planned, change.actual_start) else { return };
    let goes_on = change.status == Implementing;
    let end = if goes_on { view.now } else { change.actual_end.unwrap_or(start) };
    let tolerance = i64::from(view.plan.settings.policy.tolerance_minutes) * 60;
    let early = planned.start.seconds_since(start).max(0);
    let late = end.seconds_since(planned.end).max(0);
    if early <= tolerance && late <= tolerance {
        return;
    }
    let early_text = (tolerance < early).then(|| format!("was begun {} before", duration(early)));
    let late_text = (tolerance < late).then(|| {
        if goes_on {
            format!("goes on {} after", duration(late))
        } else {
            format!("was over {} after", duration(late))
        }
    });
    let said: Vec<String> = early_text.into_iter().chain(late_text).gather();
    let sentence =
        format!("{} {} its window ({}).", change.title(), said.join(" its start and "), view.span(planned));
    let subject = RecordRef::from(&change.id);
    let began = format!("was begun at {}", view.moment(start));
    let over =
        if goes_on { "is not over yet".to_owned() } else { format!("was over at {}", view.moment(end)) };
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(Interval::new(start.min(end), end));
    finding.fact(subject, began);
    finding.fact(subject, over);
    finding.harm = harm(view.weight(change), early + late);
}

/// A review that begins with what was found. What is still going on or closed has none to begin.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change = view.change(&finding.subject).filter(|change| change.status == ChangeStatus::InReview);
    let begin = change.map(|change| Fix {
        label: "Begin its review with this".into(),
        command: Command::Review {
            change: change.id,
            findings: finding.sentence.clone(),
            actions: change.review.clone().unwrap_or_default().actions,
            finish: false,
        },
    });
    begin.into_iter().gather()
}
