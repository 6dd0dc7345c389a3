//! `change-in-blackout`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Proof, View, free, harm};
use crate::model::{Change, Hardness, Record, RecordRef, Severity};
use crate::time::Interval;

rule! {
    /// A change may not be deployed during a blackout period that speaks about it.
    ///
    /// # Why
    /// The business has declared that it takes no deployment risk then. A soft blackout warns instead of blocking.
    ///
    /// # Fails
    /// ```plan
    /// blackout year-end 20..30
    /// change C1 25..26 on=db    #! change-in-blackout
    /// change C2 19T22..20T01    #! change-in-blackout
    /// ```
    /// ```plan
    /// environment prod Controlled
    /// blackout weekly 5..6 rule=FREQ=WEEKLY env=prod
    /// change C1 26T10..26T11 env=prod    #! change-in-blackout
    /// ```
    /// # Passes
    /// ```plan
    /// environment prod Controlled
    /// environment test Open
    /// blackout year-end 20..30 env=prod
    /// change C1 30..31 env=prod
    /// change C2 25..26 env=test
    /// change C3 25..26 env=prod status=Cancelled
    /// ```
    "change-in-blackout", "Change falls in a blackout period", Blocker, Change => check, free::moves_of_subject,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(window) = change.live_window() else { return };
    let subject = RecordRef::from(&change.id);
    for (blackout, occurrences) in view.blackouts(change, window) {
        let cause = RecordRef::from(&blackout.id);
        let shared: Vec<(Interval, Interval)> = occurrences
            .into_iter()
            .filter_map(|occurrence| Some((occurrence, window.intersection(occurrence)?)))
            .collect();
        let (Some((first, span)), seconds) =
            (shared.first(), shared.iter().map(|(_, common)| common.seconds()).sum())
        else {
            continue;
        };
        let sentence = format!(
            "{} ({}) shares {} with the blackout {} ({}).",
            change.title(),
            view.span(window),
            duration(seconds),
            blackout.title(),
            view.span(*first),
        );
        let mut proof: Vec<Proof> = shared
            .iter()
            .map(|(occurrence, common)| Proof::Overlap {
                a: subject.clone(),
                a_window: window,
                b: cause.clone(),
                b_window: *occurrence,
                common: *common,
            })
            .collect();
        let path = view.scope_path(&blackout.scope, change).unwrap_or_default();
        if path.len() > 1 {
            proof.push(Proof::Path { records: path.iter().map(RecordRef::from).collect() });
        }
        found.push(Finding {
            severity: if blackout.hardness == Hardness::Soft { Severity::Warning } else { RULE.severity },
            related: vec![cause.clone()],
            cause: cause.clone(),
            span: Some(*span),
            proof,
            owners: vec![view.owner(&subject), view.owner(&cause)],
            harm: harm(view.weight(change), seconds),
            ..view.finding(&RULE, subject.clone(), sentence)
        });
    }
}
