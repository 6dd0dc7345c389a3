//! `rejected-but-implemented`.

use super::rule::rule;
use super::{Finding, Fix, Proof, View, harm};
use crate::authority::{Authorisation, authorisation_by};
use crate::gather::Gather;
use crate::model::lifecycle::ChangeVerb;
use crate::model::lifecycle::fields::lacking;
use crate::model::{ApprovalStatus, Change, ChangeKind, ChangeStatus, Command, Record, RecordRef};

rule! {
    /// What was rejected or withdrawn is not done.
    ///
    /// # Why
    /// A change that is done in spite of a no is worse than one about which nobody was asked. It has to be on record as
    /// found, and to be reviewed. An emergency that was begun first and rejected afterwards is no such change.
    ///
    /// # Fails
    /// ```plan
    /// now 20
    /// environment prod Controlled
    /// board cab members=ann
    /// change C1 5T20..5T22 env=prod owner=bob status=Rejected actual=5T20..5T22       #! rejected-but-implemented
    /// change C2 5T20..5T22 env=prod owner=bob status=Withdrawn actual-start=5T20      #! rejected-but-implemented
    /// change C3 8T20..8T22 env=prod owner=bob status=InReview actual=8T20..8T22       #! rejected-but-implemented
    /// approval A3 change=C3 board=cab status=Rejected votes=ann:Reject decided=7T10
    /// ```
    /// # Passes
    /// ```plan
    /// now 20
    /// environment prod Controlled
    /// board cab members=ann
    /// board ecab members=ann kind=Emergency
    /// change C1 5T20..5T22 env=prod status=Rejected
    /// change C2 5T20..5T22 env=prod status=Cancelled actual=5T20..5T21
    /// change C3 8T20..8T22 env=prod status=InReview actual=8T20..8T22 unauthorised
    /// approval A3 change=C3 board=cab status=Rejected votes=ann:Reject decided=7T10
    /// change C4 8T20..8T22 env=prod status=InReview actual=8T20..8T22 kind=Emergency
    /// approval A4 change=C4 board=ecab status=Rejected votes=ann:Reject decided=9T10
    /// ```
    "rejected-but-implemented", "Rejected and done all the same", Blocker, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(start) = change.actual_start.filter(|start| *start <= view.now && !change.found_unauthorised)
    else {
        return;
    };
    let Some((no, proof)) = refused(view, change) else { return };
    let sentence = format!("{} was {no} and begun all the same at {}.", change.title(), view.moment(start));
    let subject = RecordRef::from(&change.id);
    let begun = Proof::Fact { of: subject, text: format!("was begun at {}", view.moment(start)) };
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = change.planned;
    finding.proof = proof.into_iter().chain([begun]).gather();
    finding.harm = harm(view.weight(change), change.actual_end.map_or(3600, |end| end.seconds_since(start)));
}

/// How the change was refused, in a word, with what shows it.
fn refused(view: &View, change: &Change) -> Option<(&'static str, Vec<Proof>)> {
    use ChangeStatus::{Closed, Implementing, InReview, Rejected, Withdrawn};
    let of = RecordRef::from(&change.id);
    let says = |text: &str| vec![Proof::Fact { of, text: text.to_owned() }];
    match change.status {
        Rejected => Some(("rejected", says("is rejected"))),
        Withdrawn => Some(("withdrawn", says("is withdrawn"))),
        Implementing | InReview | Closed if change.kind != ChangeKind::Emergency => {
            let answers = view.index.answers(view.plan, &change.id);
            let is_rejected =
                authorisation_by(view.plan, change, &answers, view.now) == Authorisation::Rejected;
            let rejections = answers.approvals.iter().filter(|it| it.status == ApprovalStatus::Rejected);
            let proof = rejections.map(|approval| Proof::Fact {
                of: RecordRef::from(&approval.id),
                text: "is a rejection".to_owned(),
            });
            is_rejected.then(|| ("rejected", proof.gather()))
        }
        _ => None,
    }
}

/// On record as found, where the lifecycle leads there.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    use ChangeStatus::{InReview, Rejected, Withdrawn};
    let change = view.change(&finding.subject);
    let open = change.filter(|it| matches!(it.status, Rejected | Withdrawn) && !it.on_hold);
    let complete = open.filter(|change| {
        let mut found = (*change).clone();
        found.actual_end = change.actual_end.or(Some(view.now));
        lacking(&found, InReview).is_empty()
    });
    let record = complete.map(|change| Fix {
        label: "Record it as found, to be reviewed".into(),
        command: Command::Advance {
            change: change.id,
            verb: ChangeVerb::RecordFound,
            note: finding.sentence.clone(),
            outcome: None,
        },
    });
    record.into_iter().gather()
}
