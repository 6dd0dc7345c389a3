//! `change-in-blackout`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Proof, View, free, harm};
use crate::gather::Gather;
use crate::model::{
    Blackout, Change, FreezeException, FreezeExceptionStatus, Hardness, Record, RecordRef, Severity,
};
use crate::time::Interval;

rule! {
    /// A change may not be deployed during a blackout period that speaks about it.
    ///
    /// # Why
    /// The business has declared that it takes no deployment risk then. A soft blackout warns instead of blocking, one
    /// that is information only says nothing. A freeze exception that was approved, and holds until the end of the
    /// window, lets a change through.
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
    /// ```plan
    /// blackout year-end 20..30
    /// blackout audit 22..24
    /// change C1 25..26    #! change-in-blackout
    /// exception E1 "C1 cannot wait" changes=C1 blackout=year-end
    /// change C2 25..26    #! change-in-blackout
    /// exception E2 "C2 cannot wait" changes=C2 status=Approved expires=25T12
    /// change C3 23..24    #! change-in-blackout
    /// exception E3 "C3 cannot wait" changes=C3 status=Approved blackout=year-end
    /// ```
    /// # Passes
    /// ```plan
    /// blackout year-end 20..30
    /// blackout fair 1..10 information
    /// blackout incident 40..45 lifted=41
    /// change C1 25..26
    /// exception E1 "C1 cannot wait" changes=C1 status=Approved blackout=year-end expires=26
    /// change C2 25..26 release=R1
    /// exception E2 "R1 cannot wait" release=R1 status=Approved
    /// change C3 5..6
    /// change C4 42..43
    /// ```
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
        if view.exception(blackout, change, window).is_some() {
            continue;
        }
        let cause = RecordRef::from(&blackout.id);
        let shared: Vec<(Interval, Interval)> = occurrences
            .into_iter()
            .filter_map(|occurrence| Some((occurrence, window.intersection(occurrence)?)))
            .gather();
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
                a: subject,
                a_window: window,
                b: cause,
                b_window: *occurrence,
                common: *common,
            })
            .gather();
        proof.extend(exceptions(view, change, blackout));
        let path = view.scope_path(&blackout.scope, change).unwrap_or_default();
        if path.len() > 1 {
            proof.push(Proof::Path { records: path.iter().map(RecordRef::from).gather() });
        }
        let finding = view.report(&RULE, subject, sentence, found);
        finding.severity =
            if blackout.hardness == Hardness::Soft { Severity::Warning } else { RULE.severity };
        view.blame(finding, cause);
        finding.span = Some(*span);
        finding.proof = proof;
        finding.harm = harm(view.weight(change), seconds);
    }
}

/// The freeze exceptions that do not let the change through, each with why not.
fn exceptions(view: &View, change: &Change, blackout: &Blackout) -> Vec<Proof> {
    let all = view.exceptions_of(change);
    let about = all.into_iter().filter(|it| it.blackout.as_ref().is_none_or(|of| *of == blackout.id));
    let why = |exception: &FreezeException| match (exception.status, exception.expires) {
        (FreezeExceptionStatus::Approved, Some(expires)) => {
            format!("holds only until {}", view.moment(expires))
        }
        (status, _) => format!("is {}", status.label().to_ascii_lowercase()),
    };
    about.map(|it| Proof::Fact { of: RecordRef::from(&it.id), text: why(it) }).gather()
}
