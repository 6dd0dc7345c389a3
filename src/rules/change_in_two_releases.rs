//! `change-in-two-releases`.

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, Proof, View};
use crate::gather::Gather;
use crate::model::{Change, Command, Record, RecordRef, Release};
use crate::order::Arrange;

rule! {
    /// A change stands alone or is in exactly one release.
    ///
    /// # Why
    /// Each of two releases would test it, deploy it and back it out at its own time; what the one does with it, the
    /// other does not know. A release that holds the one it is in does not count, and neither does one that is over.
    ///
    /// # Fails
    /// ```plan
    /// release R1 live=20
    /// release R2 live=27
    /// change C1 20..20T02 release=R1 also-in=R2     #! change-in-two-releases
    /// change C2 27..27T02 also-in=R1,R2             #! change-in-two-releases
    /// ```
    /// # Passes
    /// ```plan
    /// release TRAIN kind=Enterprise
    /// release R1 live=20 parent=TRAIN
    /// release R2 live=6 status=Cancelled
    /// change C1 20..20T02 release=R1 also-in=TRAIN,R2
    /// change C2 20..20T02 also-in=R1
    /// change C3 20..20T02 release=R1 also-in=R2 status=Cancelled
    /// ```
    "change-in-two-releases", "Change is in two releases", Blocker, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let releases = if change.status.is_live() { claiming(view, change) } else { Vec::new() };
    let [first, _, ..] = releases.as_slice() else { return };
    let subject = RecordRef::from(&change.id);
    let names: Vec<&str> = releases.iter().map(|release| release.title()).gather();
    let sentence = format!("{} is in {}; a change is in one release.", change.title(), list(&names));
    // By id, so that a waiver holds whichever of them carries it.
    let mut related: Vec<RecordRef> = releases.iter().map(|release| RecordRef::from(&release.id)).gather();
    related.arrange();
    let facts = releases.iter().map(|release| {
        let names = if change.release.as_ref() == Some(&release.id) { "carries it" } else { "names it too" };
        let live =
            release.go_live.map_or_else(String::new, |at| format!(", and goes live {}", view.moment(at)));
        Proof::Fact { of: RecordRef::from(&release.id), text: format!("{names}{live}") }
    });
    let finding = view.report(&RULE, subject, sentence, found);
    finding.proof = facts.gather();
    view.add_owners(finding, &related);
    finding.cause = RecordRef::from(&first.id);
    finding.span = change.planned;
    finding.related = related;
}

/// The live releases that name the change, its own first, without those that hold another of them.
fn claiming<'a>(view: &View<'a>, change: &Change) -> Vec<&'a Release> {
    let named = change.release.iter().chain(&change.other_releases);
    let mut live: Vec<&Release> = Vec::new();
    for release in named.filter_map(|id| view.plan.releases.get(id)).filter(|it| it.status.is_live()) {
        if live.iter().all(|other| other.id != release.id) {
            live.push(release);
        }
    }
    let holds_none = |release: &&&Release| !live.iter().any(|other| view.holds(release, other));
    live.iter().filter(holds_none).copied().gather()
}

/// Decides for one of them.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(change) = view.change(&finding.subject) else { return Vec::new() };
    let keep = |release: &Release| {
        let mut kept = change.clone();
        kept.release = Some(release.id);
        kept.other_releases = Vec::new();
        let label = format!("Keep it in {}", release.title()).as_str().into();
        Fix { label, command: Command::Edit(kept.into()) }
    };
    claiming(view, change).into_iter().map(keep).gather()
}
