//! What became of earlier changes of the same template, team or item, and what is to be expected from it.

use super::{RiskEngine, RiskLine};
use crate::gather::Gather;
use crate::model::{Change, ChangeStatus, Id, IncidentPriority, Outcome, RecordRef, Risk};
use crate::order::Arrange;
use crate::rules::{Related, View};
use crate::time::Instant;

/// Ten changes of which one failed stand before every history, so that a single failure is no certainty and a single
/// success no proof.
const PRIOR_CHANGES: u32 = 10;
const PRIOR_FAILURES: u32 = 1;

/// Outcomes of the earlier changes of one template, team or item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The template, team or item.
    pub of: RecordRef,
    /// Changes that ended as planned and caused no incident.
    pub successful: u32,
    /// Changes that work, but not everything went as planned, or that caused a lesser incident (P3).
    pub with_issues: u32,
    /// Changes that failed, were backed out, or caused a serious incident (P1 or P2).
    pub failed: u32,
    /// The change that ended last, and how.
    pub last: (Id<Change>, Outcome),
}

impl History {
    /// How many changes there are.
    #[must_use]
    pub fn changes(&self) -> u32 {
        self.successful + self.with_issues + self.failed
    }

    /// How many percent of further changes are expected to fail: the mean of a beta distribution that began with ten
    /// changes and one failure. A change with issues counts half.
    #[must_use]
    pub fn expected_failures_percent(&self) -> u32 {
        let halves = 2 * (PRIOR_FAILURES + self.failed) + self.with_issues;
        let of = 2 * (PRIOR_CHANGES + self.changes());
        (100 * halves + of / 2) / of
    }

    /// The risk that this many failures are: moderate from 15 percent on, high from 30, very high from 50.
    #[must_use]
    pub fn risk(&self) -> Risk {
        match self.expected_failures_percent() {
            0..15 => Risk::Low,
            15..30 => Risk::Moderate,
            30..50 => Risk::High,
            _ => Risk::VeryHigh,
        }
    }

    /// True when the last change failed or was backed out.
    #[must_use]
    pub fn failed_last(&self) -> bool {
        matches!(self.last.1, Outcome::Failed | Outcome::BackedOut)
    }

    /// `Databases: 2 of 9 changes failed, 1 had issues; 18 % of further ones are expected to fail`.
    pub(super) fn line(&self, view: &View) -> RiskLine {
        let issues = match self.with_issues {
            0 => String::new(),
            issues => format!(", {issues} had issues"),
        };
        let (failed, changes) = (self.failed, self.changes());
        let text = format!(
            "{}: {failed} of {changes} earlier {} failed{issues}; {} % of further ones are expected to fail",
            view.title(&self.of),
            if changes == 1 { "change" } else { "changes" },
            self.expected_failures_percent(),
        );
        let about = vec![self.of, RecordRef::from(&self.last.0)];
        RiskLine { engine: RiskEngine::History, text, risk: Some(self.risk()), about }
    }
}

/// The histories of a change's template, team and items, as far as they have any; in that order.
#[must_use]
pub fn histories(view: &View, change: &Change) -> Vec<History> {
    let mut found = Vec::new();
    if let Some(template) = &change.template {
        found.extend(history(view, change, template.into(), view.changes_of_template(template)));
    }
    if let Some(group) = &change.group {
        found.extend(history(view, change, group.into(), view.changes_of_group(group)));
    }
    for ci in &change.cis {
        found.extend(history(view, change, ci.into(), view.changes_on_ci(ci)));
    }
    found
}

fn history(view: &View, change: &Change, of: RecordRef, others: Related<Change>) -> Option<History> {
    let others = others.filter(|other| other.id != change.id);
    let ended = others.filter_map(|other| Some((ended_at(other)?, other, other.outcome?)));
    let mut before: Vec<(Instant, &Change, Outcome)> = ended.filter(|(end, ..)| *end <= view.now).gather();
    before.arrange_by_key(|(end, other, _)| (*end, other.id));
    let (_, last, outcome) = before.last()?;
    let mut history = History { of, successful: 0, with_issues: 0, failed: 0, last: (last.id, *outcome) };
    for (_, other, outcome) in &before {
        let caused = |worst: IncidentPriority| other.incidents.iter().any(|it| it.priority <= worst);
        match outcome {
            Outcome::Failed | Outcome::BackedOut => history.failed += 1,
            _ if caused(IncidentPriority::P2) => history.failed += 1,
            Outcome::SuccessfulWithIssues => history.with_issues += 1,
            Outcome::Successful if caused(IncidentPriority::P3) => history.with_issues += 1,
            Outcome::Successful => history.successful += 1,
        }
    }
    Some(history)
}

/// When a change that was done ended, as far as that is known.
fn ended_at(change: &Change) -> Option<Instant> {
    let is_done = matches!(change.status, ChangeStatus::InReview | ChangeStatus::Closed);
    let ended = change.actual_end.or(change.closed_at).or(change.planned.map(|planned| planned.end));
    ended.filter(|_| is_done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_is_no_certainty_and_many_successes_are_low_risk() {
        let history = |successful, with_issues, failed| History {
            of: RecordRef::from(&Id::<crate::model::Group>::lenient("dba")),
            successful,
            with_issues,
            failed,
            last: (Id::lenient("C1"), Outcome::Successful),
        };
        let said = [(0, 0, 1), (20, 0, 0), (4, 1, 2), (0, 0, 5), (0, 0, 12)].map(|(ok, issues, failed)| {
            let history = history(ok, issues, failed);
            (history.expected_failures_percent(), history.risk())
        });
        let expected = [
            (18, Risk::Moderate),
            (3, Risk::Low),
            (21, Risk::Moderate),
            (40, Risk::High),
            (59, Risk::VeryHigh),
        ];
        assert_eq!(said, expected);
    }
}
