//! `window-crosses-clock-change`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, View, free, harm};
use crate::gather::Gather;
use crate::model::{Change, Record, RecordRef};
use crate::time::{Instant, Interval, Zone};

rule! {
    /// A planned window does not lie across a clock change.
    ///
    /// # Why
    /// The clock on the wall skips an hour or shows one twice: what takes four hours from 00:00 to 04:00 in other nights
    /// has three or five then, jobs that start by the clock are left out or run twice, and two people who say "02:30"
    /// mean different moments.
    ///
    /// # Fails
    /// ```plan
    /// zone Europe/Amsterdam
    /// change C1 2026-03-29T00..2026-03-29T04      #! window-crosses-clock-change
    /// change C2 2026-10-24T22..2026-10-25T05      #! window-crosses-clock-change
    /// ```
    /// # Passes
    /// ```plan
    /// zone Europe/Amsterdam
    /// change C1 2026-03-28T20..2026-03-29T02
    /// change C2 2026-03-29T03..2026-03-29T05
    /// change C3 2026-03-29T00..2026-03-29T04 status=Closed
    /// ```
    /// ```plan
    /// zone UTC
    /// change C1 2026-03-29T00..2026-03-29T04
    /// ```
    "window-crosses-clock-change", "The clocks change in its window", Warning,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let to_come = change.live_window().filter(|_| change.status.is_before_implementation());
    let Some((window, at)) = to_come.and_then(|window| Some((window, clock_change(view.zone(), window)?)))
    else {
        return;
    };
    let zone = view.zone();
    let moved = i64::from(zone.offset_seconds(window.end)) - i64::from(zone.offset_seconds(window.start));
    let turn = if moved < 0 { "back" } else { "forward" };
    let sentence = format!(
        "{} ({}) lasts {} while the clock shows {}: clocks go {turn} by {} at {}.",
        change.title(),
        view.span(window),
        duration(window.seconds()),
        duration(window.seconds() + moved),
        duration(moved),
        view.moment(at),
    );
    let subject = RecordRef::from(&change.id);
    let text = format!("clocks in {} go {turn} at {}", zone.name(), view.moment(at));
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(window);
    finding.fact(subject, text);
    finding.harm = harm(view.weight(change), moved.abs());
}

/// The moment of a clock change inside a window: its first instant under the new offset. `None` where the offset is the
/// same at both ends.
fn clock_change(zone: Zone, window: Interval) -> Option<Instant> {
    let (old, new) = (zone.offset_seconds(window.start), zone.offset_seconds(window.end));
    if old == new {
        return None;
    }
    let (mut before, mut after) = (window.start, window.end);
    while 1 < after.seconds_since(before) {
        let middle = before.plus_seconds(after.seconds_since(before) / 2);
        if zone.offset_seconds(middle) == old {
            before = middle;
        } else {
            after = middle;
        }
    }
    // A change at the very end is none in the half-open window.
    (after < window.end).then_some(after)
}

/// The nearest free windows before and after the clock change.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change = view.change(&finding.subject).filter(|change| free::can_be_moved(view, change));
    let Some((change, window)) = change.and_then(|change| Some((change, change.live_window()?))) else {
        return Vec::new();
    };
    let (zone, seconds) = (view.zone(), window.seconds());
    let later =
        free::earliest_that(view, change, seconds, window.start, |candidate| clock_change(zone, candidate));
    let at = clock_change(zone, window);
    let sooner = at.and_then(|at| free::latest(view, change, seconds, at));
    let sooner = sooner.filter(|free| clock_change(zone, *free).is_none());
    let free = later.into_iter().chain(sooner);
    free.map(|free| view.move_to(finding.subject, free, false)).gather()
}
