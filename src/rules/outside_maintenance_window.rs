//! `outside-maintenance-window`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Proof, View, free, harm};
use crate::gather::Gather;
use crate::model::{Change, Hardness, MaintenanceWindow, Record, RecordRef, Severity};
use crate::order::Arrange;
use crate::time::{Interval, uncovered};

rule! {
    /// A change for which maintenance windows exist lies inside them.
    ///
    /// # Why
    /// The window was agreed with those who use the service; outside it they have been promised that it works.
    /// Windows that touch count as one. Where all windows that speak about the change are soft, it warns.
    ///
    /// # Fails
    /// ```plan
    /// environment prod Controlled
    /// window saturday 3T20..4T02 rule=FREQ=WEEKLY env=prod
    /// change C1 10T23..11T02:30 env=prod    #! outside-maintenance-window
    /// change C2 10T19..10T21 env=prod       #! outside-maintenance-window
    /// change C3 13T20..13T21 env=prod       #! outside-maintenance-window
    /// change C4 3T20..10T22 env=prod        #! outside-maintenance-window
    /// ```
    /// # Passes
    /// ```plan
    /// environment prod Controlled
    /// environment test Open
    /// window night 3T20..4T00 env=prod
    /// window morning 4T00..4T04 env=prod
    /// change C1 3T22..4T02 env=prod
    /// change C2 13T20..13T21 env=test
    /// change C3 13T20..13T21 env=prod status=Cancelled
    /// ```
    "outside-maintenance-window", "Change lies outside its maintenance windows", Blocker,
    Change => check, free::moves_of_subject,
}

/// How far before and after a change the nearest occurrences are looked for.
const NEAR_SECONDS: i64 = 31 * 86_400;

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(window) = change.live_window() else { return };
    let windows: Vec<&MaintenanceWindow> = view.maintenance_windows(change).gather();
    let Some(first) = windows.first() else { return };
    let near = Interval::new(window.start.plus_seconds(-NEAR_SECONDS), window.end.plus_seconds(NEAR_SECONDS));
    let mut allowed: Vec<(RecordRef, Interval)> = Vec::new();
    for maintenance in &windows {
        let of = RecordRef::from(&maintenance.id);
        let occurrences = view.occurrences.of(&of, &maintenance.when, near);
        allowed.extend(occurrences.into_iter().map(|occurrence| (of, occurrence)));
    }
    let gaps = uncovered(window, allowed.iter().map(|(_, occurrence)| *occurrence).gather());
    let Some(span) = gaps.first().copied() else { return };
    let allowed = nearest(window, allowed);
    let cause = allowed.first().map_or_else(|| RecordRef::from(&first.id), |(of, _)| *of);
    let seconds = gaps.iter().map(|gap| gap.seconds()).sum();
    let subject = RecordRef::from(&change.id);
    let is_hard = windows.iter().any(|maintenance| maintenance.hardness == Hardness::Hard);
    let finding = view.report(&RULE, subject, sentence(view, change, window, &gaps, &allowed), found);
    finding.severity = if is_hard { RULE.severity } else { Severity::Warning };
    finding.related = windows.iter().map(|maintenance| RecordRef::from(&maintenance.id)).gather();
    finding.span = Some(span);
    view.add_owners(finding, &[cause]);
    finding.cause = cause;
    finding.harm = harm(view.weight(change), seconds);
    finding.proof.push(Proof::Outside { of: subject, window, allowed, uncovered: gaps });
}

/// The occurrences that overlap the window or, where none does, the last before and the first after it; by start.
fn nearest(window: Interval, mut allowed: Vec<(RecordRef, Interval)>) -> Vec<(RecordRef, Interval)> {
    allowed.arrange_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    let overlapping: Vec<_> =
        allowed.iter().filter(|(_, occurrence)| occurrence.overlaps(window)).cloned().gather();
    if !overlapping.is_empty() {
        return overlapping;
    }
    let before = allowed.iter().filter(|(_, occurrence)| occurrence.end <= window.start);
    let after = allowed.iter().find(|(_, occurrence)| window.end <= occurrence.start);
    before.max_by_key(|(_, occurrence)| occurrence.end).into_iter().chain(after).cloned().gather()
}

fn sentence(
    view: &View,
    change: &Change,
    window: Interval,
    gaps: &[Interval],
    allowed: &[(RecordRef, Interval)],
) -> String {
    let name = change.title();
    match gaps {
        [gap] if *gap == window => outside(view, change, window, allowed),
        [gap] if gap.end == window.end => {
            let closing = allowed.iter().find(|(_, occurrence)| occurrence.end == gap.start);
            format!(
                "{name} ends at {}, {} after {} closes.",
                view.moment(window.end),
                duration(gap.seconds()),
                closing.map_or("the maintenance window", |(of, _)| view.title(of)),
            )
        }
        [gap] if gap.start == window.start => {
            let opening = allowed.iter().find(|(_, occurrence)| occurrence.start == gap.end);
            format!(
                "{name} starts at {}, {} before {} opens.",
                view.moment(window.start),
                duration(gap.seconds()),
                opening.map_or("the maintenance window", |(of, _)| view.title(of)),
            )
        }
        _ => format!(
            "{name} ({}) leaves its maintenance windows for {}.",
            view.span(window),
            duration(gaps.iter().map(|gap| gap.seconds()).sum()),
        ),
    }
}

fn outside(view: &View, change: &Change, window: Interval, allowed: &[(RecordRef, Interval)]) -> String {
    let (name, span) = (change.title(), view.span(window));
    let next = allowed.iter().find(|(_, occurrence)| window.end <= occurrence.start);
    match (next, allowed.first()) {
        (Some((of, next)), _) => format!(
            "{name} ({span}) is outside its maintenance windows; {} opens at {}.",
            view.title(of),
            view.moment(next.start)
        ),
        (None, Some((of, last))) => format!(
            "{name} ({span}) is outside its maintenance windows; {} closed at {}.",
            view.title(of),
            view.moment(last.end)
        ),
        (None, None) => format!("{name} ({span}) is outside its maintenance windows; none is near."),
    }
}
