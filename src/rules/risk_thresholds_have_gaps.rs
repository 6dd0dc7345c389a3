//! `risk-thresholds-have-gaps`.

use super::risk::{ThresholdFault, mended, score, threshold_faults};
use super::rule::rule;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Change, Command, Record, RecordRef};

rule! {
    /// Each score of the risk questions has exactly one risk.
    ///
    /// # Why
    /// Between "7 to 12 is moderate" and "14 and more is high" lies a change with 13 points and no risk at all. The
    /// settings show every hole; this rule names the changes that have fallen into one, or lie under two thresholds.
    ///
    /// # Fails
    /// ```plan
    /// question users "How many notice?" weight=13 answers=none:0,some:1
    /// threshold 0..7 Low
    /// threshold 7..13 Moderate
    /// threshold 14.. High
    /// change C1 25T20..25T22 answers=users:some    #! risk-thresholds-have-gaps
    /// ```
    /// ```plan
    /// question users "How many notice?" weight=6 answers=none:0,some:1
    /// threshold 0..8 Low
    /// threshold 5.. High
    /// change C1 25T20..25T22 answers=users:some status=Draft    #! risk-thresholds-have-gaps
    /// ```
    /// # Passes
    /// ```plan
    /// question users "How many notice?" weight=13 answers=none:0,some:1
    /// threshold 0..7 Low
    /// threshold 7..13 Moderate
    /// threshold 14.. High
    /// change C1 25T20..25T22 answers=users:none
    /// change C2 25T20..25T22
    /// change C3 5T20..5T22 answers=users:some status=Closed
    /// ```
    "risk-thresholds-have-gaps", "Its risk score has no risk, or two", Warning, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    if change.answers.is_empty() || !change.status.is_before_implementation() {
        return;
    }
    let model = &view.plan.settings.risk_model;
    let score = score(model, change);
    if score.answered == 0 {
        return;
    }
    let mut faults = threshold_faults(model);
    faults.retain(|fault| fault.is_about(score.points));
    let Some(first) = faults.first() else { return };
    let sentence = format!("{} scores {} points. {}.", change.title(), score.points, first.sentence());
    let subject = RecordRef::from(&change.id);
    let fact = |fault: &ThresholdFault| Proof::Fact { of: subject, text: fault.sentence() };
    let finding = view.report(&RULE, subject, sentence, found);
    finding.proof = faults.iter().map(fact).gather();
    finding.harm = harm(view.weight(change), 3600);
}

/// Thresholds that follow each other without a gap.
fn mend(view: &View, _finding: &Finding) -> Vec<Fix> {
    let settings = &view.plan.settings;
    let model = mended(&settings.risk_model).filter(|model| threshold_faults(model).is_empty());
    let close = model.map(|risk_model| Fix {
        label: "Let each threshold end where the next begins".into(),
        command: Command::EditSettings(Box::new(altered!(settings.clone(), risk_model))),
    });
    close.into_iter().gather()
}
