//! `dependent-ci-double-booked`.

use std::sync::Arc;

use super::rule::rule;
use super::wording::{duration, list};
use super::{Finding, Proof, Reach, View, harm, pairs};
use crate::gather::Gather;
use crate::model::{Change, ConfigurationItem, Id, Record, RecordRef};

rule! {
    /// Two changes may not be made at the same time to items of which one stops when the other does.
    ///
    /// # Why
    /// The one change is tested while the other takes away what it stands on. Reported once for a pair, and not for a
    /// pair that changes the same item anyway: that is `ci-double-booked`.
    ///
    /// # Fails
    /// ```plan
    /// ci web needs=app
    /// ci app runs-on=host
    /// change C1 10T20..10T22 on=host
    /// change C2 10T21..10T23 on=web    #! dependent-ci-double-booked
    /// ```
    /// ```plan
    /// ci disk part-of=host
    /// change C1 10T20..10T22 on=host
    /// change C2 10T21..10T23 on=disk    #! dependent-ci-double-booked
    /// ```
    /// # Passes
    /// ```plan
    /// ci web needs=app connects=mail
    /// ci app
    /// ci other needs=app
    /// change C1 10T20..10T22 on=web
    /// change C2 10T20..10T22 on=mail
    /// change C3 10T20..10T22 on=other
    /// change C4 10T22..10T23 on=app
    /// ```
    "dependent-ci-double-booked", "Two changes at a time to items that depend on each other", Warning,
    Change => check, pairs::move_either,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(window) = change.live_window() else { return };
    let graph = &view.index.graph;
    let walks: Vec<Arc<Reach>> =
        change.cis.iter().flat_map(|ci| [graph.dependents(ci), graph.dependencies(ci)]).gather();
    let subject = RecordRef::from(&change.id);
    for other in &view.index.live_changes_within(view.plan, &walks, window) {
        let Some(clash) = pairs::with_earlier(view, change, window, other) else { continue };
        if clash.other.cis.iter().any(|ci| change.cis.contains(ci)) {
            continue;
        }
        let Some(path) = path(view, change, clash.other) else { continue };
        let path: Vec<RecordRef> = path.iter().map(RecordRef::from).gather();
        let (Some(cause), Some(hit)) = (path.first().cloned(), path.last()) else { continue };
        let between: Vec<&str> =
            path.iter().skip(1).rev().skip(1).rev().map(|item| view.title(item)).gather();
        let through =
            if between.is_empty() { String::new() } else { format!(" (through {})", list(&between)) };
        let sentence = format!(
            "{} ({}) and {} ({}) overlap for {}, and {} stops when {} does{through}.",
            change.title(),
            view.span(window),
            clash.other.title(),
            view.span(clash.other_window),
            duration(clash.common.seconds()),
            view.title(hit),
            view.title(&cause),
        );
        let related = RecordRef::from(other);
        let finding = view.report(&RULE, subject, sentence, found);
        finding.span = Some(clash.common);
        view.add_owners(finding, &[related, cause, *hit]);
        finding.proof.push(clash.overlap(change, window));
        finding.proof.push(Proof::Path { records: path });
        finding.related.push(related);
        finding.cause = cause;
        finding.harm = harm(view.weight(change), clash.common.seconds());
    }
}

/// The shortest way from an item of the one change to an item of the other; of two as short, the first by ids.
fn path(view: &View, a: &Change, b: &Change) -> Option<Vec<Id<ConfigurationItem>>> {
    let graph = &view.index.graph;
    let pairs = a.cis.iter().flat_map(|one| b.cis.iter().map(move |other| (one, other)));
    let paths = pairs.flat_map(|(one, other)| [graph.path(one, other), graph.path(other, one)]);
    paths.flatten().min_by(|a, b| (a.len(), a).cmp(&(b.len(), b)))
}
