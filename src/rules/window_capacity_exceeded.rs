//! `window-capacity-exceeded`.

use super::rule::rule;
use super::{Finding, Proof, View, free, harm};
use crate::gather::Gather;
use crate::model::{Change, Hardness, Id, MaintenanceWindow, Record, RecordRef, Severity};
use crate::time::Interval;

rule! {
    /// A maintenance window takes no more changes than it has room for.
    ///
    /// # Why
    /// Who watches over a window can watch over so many changes and no more; when something breaks, fewer changes are
    /// quicker to tell apart. Those that start last have to go.
    ///
    /// # Fails
    /// ```plan
    /// environment prod Controlled
    /// window sat 3T20..4T06 rule=FREQ=WEEKLY;BYDAY=SA env=prod capacity=2
    /// change C1 10T20..10T21 env=prod on=a
    /// change C2 10T21..10T22 env=prod on=b
    /// change C3 10T22..10T23 env=prod on=c    #! window-capacity-exceeded
    /// change C4 10T23..11T00 env=prod on=d    #! window-capacity-exceeded
    /// ```
    /// # Passes
    /// ```plan
    /// environment prod Controlled
    /// window sat 3T20..4T06 rule=FREQ=WEEKLY;BYDAY=SA env=prod capacity=2
    /// change C1 10T20..10T21 env=prod on=a
    /// change C2 10T21..10T22 env=prod on=b
    /// change C3 10T22..10T23 on=c
    /// change C4 10T23..11T00 env=prod on=d status=Cancelled
    /// change C5 17T20..17T21 env=prod on=a
    /// ```
    "window-capacity-exceeded", "More changes than the window has room for", Blocker,
    Change => check, free::moves_of_subject,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(planned) = change.live_window() else { return };
    let capped = view.plan.maintenance_windows.values().filter_map(|window| Some((window, window.capacity?)));
    for (window, capacity) in capped.filter(|(window, _)| view.in_scope(&window.scope, change)) {
        let cause = RecordRef::from(&window.id);
        for occurrence in view.occurrences.of(&cause, &window.when, planned) {
            let all = taking(view, window, occurrence);
            let place = all.iter().position(|id| *id == change.id);
            if place.is_some_and(|place| capacity as usize <= place) {
                found.push(finding(view, change, window, occurrence, capacity, &all));
                break;
            }
        }
    }
}

/// The live changes in a maintenance window's scope that take part of one of its occurrences, by start.
pub(super) fn taking(view: &View, window: &MaintenanceWindow, occurrence: Interval) -> Vec<Id<Change>> {
    let mut all = view.index.live_changes_in(occurrence);
    all.retain(|id| view.plan.changes.get(id).is_some_and(|change| view.in_scope(&window.scope, change)));
    all
}

fn finding(
    view: &View,
    change: &Change,
    window: &MaintenanceWindow,
    occurrence: Interval,
    capacity: u32,
    all: &[Id<Change>],
) -> Finding {
    let (subject, cause) = (RecordRef::from(&change.id), RecordRef::from(&window.id));
    let room = if capacity == 1 { "1 change".to_owned() } else { format!("{capacity} changes") };
    let sentence = format!(
        "{} is one of {} changes in {} ({}), which has room for {room}.",
        change.title(),
        all.len(),
        window.title(),
        view.span(occurrence),
    );
    Finding {
        severity: if window.hardness == Hardness::Hard { RULE.severity } else { Severity::Warning },
        related: vec![cause],
        span: Some(occurrence),
        proof: vec![Proof::Count {
            span: occurrence,
            used: u32::try_from(all.len()).unwrap_or(u32::MAX),
            capacity,
            by: all.iter().map(RecordRef::from).gather(),
        }],
        owners: vec![view.owner(&subject), view.owner(&cause)],
        harm: harm(view.weight(change), change.planned.map_or(0, |planned| planned.seconds())),
        cause,
        ..view.finding(&RULE, subject, sentence)
    }
}
