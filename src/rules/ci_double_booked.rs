//! `ci-double-booked`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, View, harm, pairs};
use crate::gather::Gather;
use crate::model::{Change, ConfigurationItem, Id, Record, RecordRef};
use crate::sorted::SortedMap;

rule! {
    /// Two changes may not be made to the same configuration item at the same time.
    ///
    /// # Why
    /// When it breaks, nobody knows which of the two broke it, and backing out the one may break the other. The pair is
    /// reported once, on the change that starts later; windows that only touch are no conflict.
    ///
    /// # Fails
    /// ```plan
    /// change C1 10T20..10T22 on=db
    /// change C2 10T21..10T23 on=db,web    #! ci-double-booked
    /// change C3 10T22:30..11T01 on=web    #! ci-double-booked
    /// ```
    /// ```plan
    /// change A 10T20..10T22 on=db
    /// change B 10T20..10T22 on=db after=A    #! ci-double-booked
    /// ```
    /// # Passes
    /// ```plan
    /// change C1 10T20..10T22 on=db
    /// change C2 10T22..10T23 on=db
    /// change C3 10T20..10T22 on=web
    /// change C4 10T20..10T22 on=db status=Withdrawn
    /// ```
    "ci-double-booked", "Two changes to one configuration item at a time", Blocker,
    Change => check, pairs::move_either,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(window) = change.live_window() else { return };
    let subject = RecordRef::from(&change.id);
    let mut shared: SortedMap<Id<Change>, Vec<&Id<ConfigurationItem>>> = SortedMap::new();
    for ci in &change.cis {
        for other in view.index.live_changes_on_ci(ci, window) {
            let items = shared.get_or_default(other);
            if !items.contains(&ci) {
                items.push(ci);
            }
        }
    }
    for (other, items) in shared {
        let Some(clash) = pairs::with_earlier(view, change, window, &other) else { continue };
        let items: Vec<RecordRef> = items.into_iter().map(RecordRef::from).gather();
        let Some(cause) = items.first().cloned() else { continue };
        let sentence = format!(
            "{} ({}) and {} ({}) both change {} for {}.",
            change.title(),
            view.span(window),
            clash.other.title(),
            view.span(clash.other_window),
            view.titles(&items),
            duration(clash.common.seconds()),
        );
        let related = RecordRef::from(&other);
        let finding = view.report(&RULE, subject, sentence, found);
        finding.span = Some(clash.common);
        finding.proof.push(clash.overlap(change, window));
        for of in &items {
            finding.fact(*of, "is changed by both");
        }
        view.add_owners(finding, &[related, cause]);
        finding.related.push(related);
        finding.cause = cause;
        finding.harm = harm(view.weight(change), clash.common.seconds());
    }
}
