//! `implementer-double-booked`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, View, harm, pairs};
use crate::gather::Gather;
use crate::model::{Change, Id, Person, Record, RecordRef};
use crate::sorted::SortedMap;

rule! {
    /// Nobody implements two changes at the same time.
    ///
    /// # Why
    /// When both need a decision at once, one of them waits in the middle of its window. Reported once for a pair, on
    /// the change that starts later.
    ///
    /// # Fails
    /// ```plan
    /// change C1 10T20..10T22 on=db by=ann
    /// change C2 10T21..10T23 on=web by=bob,ann    #! implementer-double-booked
    /// ```
    /// # Passes
    /// ```plan
    /// change C1 10T20..10T22 on=db by=ann
    /// change C2 10T22..10T23 on=web by=ann
    /// change C3 10T20..10T22 on=mail by=bob
    /// change C4 10T20..10T22 on=mail by=ann status=Closed
    /// ```
    "implementer-double-booked", "Somebody implements two changes at a time", Blocker,
    Change => check, pairs::move_either,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(window) = change.live_window() else { return };
    let subject = RecordRef::from(&change.id);
    let mut shared: SortedMap<Id<Change>, Vec<&Id<Person>>> = SortedMap::new();
    for person in &change.implementers {
        for other in view.index.live_changes_by(person, window) {
            let people = shared.get_or_default(other);
            if !people.contains(&person) {
                people.push(person);
            }
        }
    }
    for (other, people) in shared {
        let Some(clash) = pairs::with_earlier(view, change, window, &other) else { continue };
        let people: Vec<RecordRef> = people.into_iter().map(RecordRef::from).gather();
        let Some(cause) = people.first().cloned() else { continue };
        let sentence = format!(
            "{} cannot implement {} ({}) and {} ({}) at once: they overlap for {}.",
            view.titles(&people),
            change.title(),
            view.span(window),
            clash.other.title(),
            view.span(clash.other_window),
            duration(clash.common.seconds()),
        );
        let related = RecordRef::from(&other);
        let finding = view.report(&RULE, subject, sentence, found);
        finding.span = Some(clash.common);
        finding.proof.push(clash.overlap(change, window));
        for of in &people {
            finding.fact(*of, "implements both");
        }
        view.add_owners(finding, &[related]);
        view.add_owners(finding, &people);
        finding.related.push(related);
        finding.cause = cause;
        finding.harm = harm(view.weight(change), clash.common.seconds());
    }
}
