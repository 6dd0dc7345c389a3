//! `backout-does-not-fit`.

use super::rule::rule;
use super::window_shorter_than_runbook::{backout_minutes, deployments, mend};
use super::wording::duration;
use super::{Finding, Proof, View, harm};
use crate::gather::Gather;
use crate::model::{Change, Record, RecordRef, Table};
use crate::time::{Instant, Interval};

rule! {
    /// There is time to take everything back inside the window, from the last moment at which that can be decided.
    ///
    /// # Why
    /// The worst case is the one that has to fit: it fails at the end, or just before the point of no return, and then
    /// the backout begins. Where the runbook has no backout steps, the change's own duration counts. A runbook that
    /// does not fit at all is reported as that.
    ///
    /// # Fails
    /// ```plan
    /// environment prod kind=Production
    /// change C1 20T20..20T22    #! backout-does-not-fit
    /// runbook RB1 change=C1
    /// step copy minutes=90
    /// step restore minutes=40 kind=Backout
    /// change C2 21T20..21T21 backout-minutes=90    #! backout-does-not-fit
    /// release R1 live=25
    /// phase deploy 25T20..25T22 of=R1 env=prod     #! backout-does-not-fit
    /// runbook RB2 of=R1
    /// step copy minutes=60
    /// step switch minutes=50 kind=PointOfNoReturn
    /// step restore minutes=61 kind=Backout
    /// ```
    /// # Passes
    /// ```plan
    /// environment prod kind=Production
    /// change C1 20T20..20T22
    /// runbook RB1 change=C1
    /// step copy minutes=90
    /// step restore minutes=30 kind=Backout
    /// change C2 21T20..21T22 backout-minutes=60
    /// release R1 live=25
    /// phase deploy 25T20..25T22 of=R1 env=prod
    /// runbook RB2 of=R1
    /// step copy minutes=60
    /// step switch minutes=50 kind=PointOfNoReturn
    /// step restore minutes=60 kind=Backout
    /// ```
    "backout-does-not-fit", "There is no time to take it back", Blocker,
    Any(&[Table::Changes, Table::Phases]) => check, mend_it,
}

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    let deployments = deployments(view, subject);
    for deployment in &deployments {
        let minutes = backout_minutes(view, subject, deployment);
        let (window, times) = (deployment.window, &deployment.times);
        if minutes == 0 || window.end < times.end {
            continue;
        }
        let decided = times.last_decision();
        let related = RecordRef::from(&deployment.runbook.id);
        let at = if times.point_of_no_return.is_some() { "point of no return" } else { "end" };
        let lead = format!("the {at} of {} at {}", deployment.runbook.title(), view.moment(decided));
        found.extend(late(view, subject, window, (decided, minutes), &lead, Some(related)));
    }
    let Some((change, window)) = alone(view, subject).filter(|_| deployments.is_empty()) else { return };
    let minutes = change.backout_minutes.map_or(0, i64::from);
    let lead = format!("its start at {}", view.moment(window.start));
    found.extend(late(view, subject, window, (window.start, minutes), &lead, None));
}

/// A change that is not begun, with its window.
fn alone<'a>(view: &View<'a>, subject: &RecordRef) -> Option<(&'a Change, Interval)> {
    let change = view.change(subject)?;
    Some((change, change.live_window().filter(|_| change.status.is_before_implementation())?))
}

/// The finding, when a backout that is decided then ends after the window.
fn late(
    view: &View,
    subject: &RecordRef,
    window: Interval,
    (decided, minutes): (Instant, i64),
    lead: &str,
    runbook: Option<RecordRef>,
) -> Option<Finding> {
    let end = decided.plus_minutes(minutes);
    let over = end.seconds_since(window.end);
    if over <= 0 {
        return None;
    }
    let sentence = format!(
        "{} ends at {}, but taking it back from {lead} takes {}: {} too long.",
        view.title(subject),
        view.moment(window.end),
        duration(minutes * 60),
        duration(over),
    );
    let of = runbook.unwrap_or(*subject);
    let text = format!("takes {} to take back", duration(minutes * 60));
    Some(Finding {
        span: Some(Interval::new(window.end, end)),
        proof: vec![
            Proof::Fact { of, text },
            Proof::Outside {
                of,
                window: Interval::new(decided, end),
                allowed: vec![(*subject, window)],
                uncovered: vec![Interval::new(window.end.max(decided), end)],
            },
        ],
        related: runbook.into_iter().gather(),
        harm: harm(view.change(subject).map_or(1, |change| view.weight(change)), over),
        ..view.finding(&RULE, *subject, sentence)
    })
}

/// As for a window that is too short for its runbook; a change without one needs a window as long as its backout.
fn mend_it(view: &View, finding: &Finding) -> Vec<super::Fix> {
    if !deployments(view, &finding.subject).is_empty() {
        return mend(view, finding);
    }
    let Some((change, window)) = alone(view, &finding.subject) else { return Vec::new() };
    let seconds = change.backout_minutes.map_or(0, i64::from) * 60;
    let longer = super::free::earliest(view, change, seconds, window.start);
    longer.map(|window| view.move_to(finding.subject, window, false)).into_iter().gather()
}
