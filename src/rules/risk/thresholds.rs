//! The thresholds of the questionnaire: which risk a score is, and whether each score has exactly one.
//!
//! A well-known tool's own example leaves a hole: "≥ 7 and < 13 moderate, ≥ 14 high" says nothing about 13.

use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Risk, RiskModel, Threshold};
use crate::order::Arrange;

/// What is wrong with the thresholds. Spans of scores are half-open; without an end they have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThresholdFault {
    /// No threshold holds for these scores.
    Gap {
        /// The first of them.
        from: u32,
        /// The first score after them.
        to: Option<u32>,
    },
    /// Two thresholds hold for these scores.
    Overlap {
        /// The first of them.
        from: u32,
        /// The first score after them.
        to: Option<u32>,
        /// The risks that they ask for.
        risks: (Risk, Risk),
    },
    /// The threshold of this risk ends before it begins, and never holds.
    Empty {
        /// Where it begins.
        from: u32,
        /// Where it ends.
        to: u32,
        /// Its risk.
        risk: Risk,
    },
    /// A higher score is a lower risk.
    Falling {
        /// The score from which on the risk is lower.
        from: u32,
        /// The risk below it.
        before: Risk,
        /// The risk from there on.
        after: Risk,
    },
}

impl ThresholdFault {
    /// `No threshold holds for 13 points`.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            ThresholdFault::Gap { from, to } => format!("No threshold holds for {}", span(*from, *to)),
            ThresholdFault::Overlap { from, to, risks: (one, other) } => format!(
                "Two thresholds hold for {}: {} and {}",
                span(*from, *to),
                one.label().to_ascii_lowercase(),
                other.label().to_ascii_lowercase(),
            ),
            ThresholdFault::Empty { from, to, risk } => {
                format!(
                    "The threshold of {} from {from} to {to} has no score in it",
                    risk.label().to_ascii_lowercase()
                )
            }
            ThresholdFault::Falling { from, before, after } => format!(
                "From {from} points on the risk falls from {} to {}",
                before.label().to_ascii_lowercase(),
                after.label().to_ascii_lowercase(),
            ),
        }
    }

    /// True when it is about this score: it has no risk, or two.
    #[must_use]
    pub fn is_about(&self, score: u32) -> bool {
        match self {
            ThresholdFault::Gap { from, to } | ThresholdFault::Overlap { from, to, .. } => {
                *from <= score && to.is_none_or(|to| score < to)
            }
            ThresholdFault::Empty { .. } | ThresholdFault::Falling { .. } => false,
        }
    }
}

fn span(from: u32, to: Option<u32>) -> String {
    match to {
        None => format!("{from} points and more"),
        Some(to) if to == from + 1 => format!("{from} points"),
        Some(to) => format!("{from} to {} points", to - 1),
    }
}

/// The highest score that answers can make.
#[must_use]
pub fn highest_score(model: &RiskModel) -> u32 {
    let highest = model.questions.iter().map(|question| {
        let best = question.answers.iter().map(|answer| answer.score).max().unwrap_or(0);
        best.saturating_mul(question.weight)
    });
    highest.fold(0, u32::saturating_add)
}

/// The risk of a score: the highest of the thresholds that hold for it; `None` in a gap.
#[must_use]
pub fn risk_of_score(model: &RiskModel, score: u32) -> Option<Risk> {
    let holds = |threshold: &&Threshold| threshold.from <= score && threshold.to.is_none_or(|to| score < to);
    model.thresholds.iter().filter(holds).map(|threshold| threshold.risk).max()
}

/// What is wrong with the thresholds of a model, from the lowest score on. A model without questions needs none.
#[must_use]
pub fn threshold_faults(model: &RiskModel) -> Vec<ThresholdFault> {
    if model.questions.is_empty() && model.thresholds.is_empty() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for threshold in &model.thresholds {
        if let Some(to) = threshold.to.filter(|to| *to <= threshold.from) {
            faults.push(ThresholdFault::Empty { from: threshold.from, to, risk: threshold.risk });
        }
    }
    let mut covered = Some(0);
    let mut before: Option<&Threshold> = None;
    for threshold in in_order(model) {
        let from = threshold.from;
        match covered {
            Some(end) if end < from => faults.push(ThresholdFault::Gap { from: end, to: Some(from) }),
            Some(end) if from < end => faults.extend(overlap(before, threshold, Some(end))),
            None => faults.extend(overlap(before, threshold, None)),
            Some(_) => {}
        }
        if let Some(lower) = before.filter(|lower| threshold.risk < lower.risk) {
            faults.push(ThresholdFault::Falling { from, before: lower.risk, after: threshold.risk });
        }
        covered = covered.and_then(|end| threshold.to.map(|to| to.max(end)));
        before = Some(threshold);
    }
    faults.extend(covered.map(|end| ThresholdFault::Gap { from: end, to: None }));
    faults
}

/// The thresholds with a score in them, from the lowest.
fn in_order(model: &RiskModel) -> Vec<&Threshold> {
    let mut thresholds: Vec<&Threshold> =
        model.thresholds.iter().filter(|it| it.to.is_none_or(|to| it.from < to)).gather();
    thresholds.arrange_by_key(|threshold| (threshold.from, threshold.risk));
    thresholds
}

fn overlap(before: Option<&Threshold>, threshold: &Threshold, end: Option<u32>) -> Option<ThresholdFault> {
    let to = match (end, threshold.to) {
        (Some(end), Some(to)) => Some(end.min(to)),
        (end, to) => end.or(to),
    };
    let risks = (before?.risk, threshold.risk);
    Some(ThresholdFault::Overlap { from: threshold.from, to, risks })
}

/// The model with thresholds that are without fault: each begins where it began and ends where the next begins, the
/// first begins at 0 and the last has no end. Of two that begin together the riskier stays, and what would make the
/// risk fall is left out. `None` when there is nothing to mend from.
#[must_use]
pub fn mended(model: &RiskModel) -> Option<RiskModel> {
    let mut kept: Vec<Threshold> = Vec::new();
    for threshold in in_order(model) {
        if kept.last().is_some_and(|last| threshold.risk <= last.risk) {
            continue;
        }
        if kept.last().is_some_and(|last| last.from == threshold.from) {
            kept.pop();
        }
        kept.push(threshold.clone());
    }
    let starts: Vec<u32> = kept.iter().skip(1).map(|threshold| threshold.from).gather();
    let ends = starts.into_iter().map(Some).chain([None]);
    for (threshold, end) in kept.iter_mut().zip(ends) {
        threshold.to = end;
    }
    kept.first_mut()?.from = 0;
    Some(altered!(model.clone(), thresholds: kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(thresholds: &[(u32, Option<u32>, Risk)], expected: &[&str]) {
        let thresholds =
            thresholds.iter().map(|(from, to, risk)| Threshold::new(*from, *to, *risk)).collect();
        let model = RiskModel { thresholds, ..RiskModel::usual() };
        let found: Vec<String> = threshold_faults(&model).iter().map(ThresholdFault::sentence).collect();
        assert_eq!(found, expected);
        if let Some(mended) = mended(&model) {
            assert_eq!(threshold_faults(&mended), [], "{:?}", mended.thresholds);
        }
    }

    #[test]
    fn the_usual_thresholds_are_without_fault() {
        assert_eq!(threshold_faults(&RiskModel::usual()), []);
    }

    #[test]
    fn the_hole_of_the_well_known_example_is_found() {
        let moderate_to_13 = [(0, Some(7), Risk::Low), (7, Some(13), Risk::Moderate), (14, None, Risk::High)];
        check(&moderate_to_13, &["No threshold holds for 13 points"]);
    }

    #[test]
    fn gaps_at_both_ends_overlaps_and_falls_are_found() {
        check(&[], &["No threshold holds for 0 points and more"]);
        check(
            &[(2, Some(5), Risk::Low), (4, Some(9), Risk::High)],
            &[
                "No threshold holds for 0 to 1 points",
                "Two thresholds hold for 4 points: low and high",
                "No threshold holds for 9 points and more",
            ],
        );
        check(
            &[(0, None, Risk::Moderate), (8, None, Risk::Low), (9, Some(9), Risk::High)],
            &[
                "The threshold of high from 9 to 9 has no score in it",
                "Two thresholds hold for 8 points and more: moderate and low",
                "From 8 points on the risk falls from moderate to low",
            ],
        );
    }

    #[test]
    fn a_score_between_thresholds_has_no_risk_and_one_in_two_has_the_higher() {
        let thresholds = vec![
            Threshold::new(0, Some(5), Risk::Low),
            Threshold::new(4, Some(8), Risk::Moderate),
            Threshold::new(9, None, Risk::High),
        ];
        let model = RiskModel { thresholds, ..RiskModel::usual() };
        let risks = [3, 4, 7, 8, 9].map(|score| risk_of_score(&model, score));
        let expected = [Some(Risk::Low), Some(Risk::Moderate), Some(Risk::Moderate), None, Some(Risk::High)];
        assert_eq!(risks, expected);
        assert_eq!(highest_score(&model), 3 * 3 + 2 * 2 + 2 * 3 + 2 * 3 + 2);
    }
}
