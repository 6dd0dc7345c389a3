//! `change-order-broken`.

use super::precedence::{change_ready_at, is_change_dropped};
use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View, free, harm};
use crate::model::{Change, Command, Dependency, DependencyKind, Record, RecordRef, Severity};
use crate::time::Interval;

rule! {
    /// A change starts after the changes that it waits for, and those are going to be made.
    ///
    /// # Why
    /// It builds on what the other brings. A change that waits for one that was rejected, withdrawn or cancelled waits
    /// for ever; one that waits for a change without dates cannot know its own, which warns.
    ///
    /// # Fails
    /// ```plan
    /// change C1 10T20..10T22
    /// change C2 10T21..10T23 after=C1        #! change-order-broken
    /// change C3 10T23..11T00 after=C1+120    #! change-order-broken
    /// change C4 10T19..11T00 with-start=C1   #! change-order-broken
    /// ```
    /// ```plan
    /// change C1 10T20..10T22 status=Cancelled
    /// change C2 11T20..11T22 after=C1    #! change-order-broken
    /// change C3 status=Draft
    /// change C4 11T20..11T22 after=C3    #! change-order-broken
    /// ```
    /// # Passes
    /// ```plan
    /// change C1 10T20..10T22
    /// change C2 10T22..10T23 after=C1
    /// change C3 11T00..11T01 after=C1+120
    /// change C4 10T20..11T00 with-start=C1
    /// change C5 10T20..10T21 after=C1 status=Cancelled
    /// change C6 12T20..12T22 status=Closed actual=10T02..10T03
    /// change C7 10T20..10T21 after=C6
    /// ```
    "change-order-broken", "Change starts before one that it waits for", Blocker, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(window) = change.live_window() else { return };
    for (place, dependency) in change.depends_on.iter().enumerate() {
        let earlier = change.depends_on.iter().take(place);
        if earlier.filter(|earlier| earlier.on == dependency.on).count() == 0 {
            found.extend(worst(view, change, window, dependency));
        }
    }
}

/// The finding about one change that is waited for, by the dependency on it that is broken most.
fn worst(view: &View, change: &Change, window: Interval, first: &Dependency<Change>) -> Option<Finding> {
    let other = view.plan.changes.get(&first.on)?;
    let subject = RecordRef::from(&change.id);
    let related = RecordRef::from(&other.id);
    let finding = |sentence: String| {
        let mut finding = view.finding(&RULE, subject, sentence);
        view.blame(&mut finding, related);
        finding.harm = harm(view.weight(change), window.seconds());
        finding
    };
    if is_change_dropped(other) {
        let word = other.status.label().to_ascii_lowercase();
        let sentence = format!("{} waits for {}, which is {word}.", change.title(), other.title());
        let mut dropped = finding(sentence);
        dropped.fact(related, format!("is {word}"));
        return Some(dropped);
    }
    let on_it = change.depends_on.iter().filter(|dependency| dependency.on == first.on);
    let ready = on_it.filter_map(|dependency| Some((change_ready_at(view, dependency)?, dependency)));
    let Some(((ready, moment), dependency)) = ready.max_by_key(|((ready, _), _)| *ready) else {
        if !other.status.is_before_implementation() {
            return None;
        }
        let sentence = format!(
            "{} is to start at {}, but {}, which it waits for, has no dates.",
            change.title(),
            view.moment(window.start),
            other.title(),
        );
        let mut undated = finding(sentence);
        undated.severity = Severity::Warning;
        undated.fact(related, "has no planned window");
        return Some(undated);
    };
    if ready <= window.start {
        return None;
    }
    let verb = if dependency.kind == DependencyKind::FinishStart { "ends" } else { "starts" };
    let lag = match dependency.lag_minutes {
        0 => String::new(),
        lag if lag < 0 => format!(" less {}", duration(i64::from(lag) * 60)),
        lag => format!(" plus {}", duration(i64::from(lag) * 60)),
    };
    let late = ready.seconds_since(window.start);
    let sentence = format!(
        "{} starts at {}, {} too early: it waits until {} {verb} ({}{lag}).",
        change.title(),
        view.moment(window.start),
        duration(late),
        other.title(),
        view.moment(moment),
    );
    let mut early = finding(sentence);
    early.span = Some(Interval::new(window.start, ready));
    early.proof.push(Proof::Order { first: related, first_at: ready, then: subject, then_at: window.start });
    early.harm = harm(view.weight(change), late);
    Some(early)
}

fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(change) = view.change(&finding.subject) else { return Vec::new() };
    if finding.span.is_some() && !finding.related.contains(&finding.subject) {
        return free::moves(view, change, false);
    }
    let mut alone = change.clone();
    alone.depends_on.retain(|dependency| !finding.related.contains(&RecordRef::from(&dependency.on)));
    vec![Fix { label: "Do not wait for it".into(), command: Command::Edit(alone.into()) }]
}
