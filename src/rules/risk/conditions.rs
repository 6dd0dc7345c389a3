//! The conditions of the risk model: what the plan knows of a change by itself.

use super::history::histories;
use super::{Impact, RiskEngine, RiskLine};
use crate::gather::Gather;
use crate::model::{
    Change, ChangeStatus, ConditionRow, Criticality, Outcome, Record, RecordRef, RiskCondition,
};
use crate::rules::View;
use crate::rules::lead_time_too_short::shortfall;
use crate::rules::wording::working_days;

/// A line for each condition of the model that the change meets.
pub(super) fn lines(view: &View, change: &Change, impact: &Impact) -> Vec<RiskLine> {
    let rows = view.plan.settings.risk_model.conditions.iter();
    rows.filter_map(|row| {
        let (text, about) = met(view, change, impact, row)?;
        Some(RiskLine { engine: RiskEngine::Conditions, text, risk: Some(row.risk), about })
    })
    .gather()
}

/// Why the change meets a condition, with the records that show it; `None` when it does not.
fn met(
    view: &View,
    change: &Change,
    impact: &Impact,
    row: &ConditionRow,
) -> Option<(String, Vec<RecordRef>)> {
    let label = row.condition.label();
    let plain = |text: String| Some((text, Vec::new()));
    match row.condition {
        RiskCondition::ShortLeadTime => {
            let lacking = shortfall(view, change)?;
            let (have, need) = (lacking.have.max(0), i64::from(lacking.need));
            plain(format!("{label}: {} of {}", have, working_days(need)))
        }
        RiskCondition::FirstOfItsKind => {
            let is_first = !change.cis.is_empty() && !was_done_before(view, change);
            is_first
                .then(|| (format!("{label}: no earlier change of all its items was successful"), Vec::new()))
        }
        RiskCondition::FailedBefore => {
            let failed: Vec<_> =
                histories(view, change).into_iter().filter(super::History::failed_last).gather();
            let last: Vec<RecordRef> = failed.iter().map(|it| RecordRef::from(&it.last.0)).gather();
            let first = failed.first()?;
            let how = first.last.1.label().to_ascii_lowercase();
            let text =
                format!("{label}: the last change of {} was {how} ({})", view.title(&first.of), first.last.0);
            Some((text, last))
        }
        RiskCondition::ManyItems => {
            let count = change.cis.len();
            let is_many =
                row.limit().is_some_and(|limit| u32::try_from(count).is_ok_and(|count| limit <= count));
            is_many.then(|| (format!("{label}: {count}"), Vec::new()))
        }
        RiskCondition::CriticalService => {
            let critical: Vec<RecordRef> = impact
                .services
                .iter()
                .filter(|service| service.criticality == Criticality::Critical)
                .map(|service| service.of)
                .gather();
            let text = format!("{label}: {}", view.titles(&critical));
            (!critical.is_empty()).then_some((text, critical))
        }
        RiskCondition::BackoutUntested if change.backout_plan.trim().is_empty() => {
            plain("There is no backout plan".to_owned())
        }
        RiskCondition::BackoutUntested => (!change.backout_tested).then(|| (label.to_owned(), Vec::new())),
        RiskCondition::NotRehearsed => (!is_rehearsed(view, change)).then(|| (label.to_owned(), Vec::new())),
    }
}

/// True when an earlier change of all these items, and perhaps of more, was successful.
fn was_done_before(view: &View, change: &Change) -> bool {
    let Some(first) = change.cis.first() else { return false };
    let others = view.changes_on_ci(first);
    let mut done = others.filter(|other| {
        let worked = matches!(other.outcome, Some(Outcome::Successful | Outcome::SuccessfulWithIssues));
        worked && matches!(other.status, ChangeStatus::InReview | ChangeStatus::Closed)
    });
    done.any(|other| other.id() != change.id() && change.cis.iter().all(|ci| other.cis.contains(ci)))
}

fn is_rehearsed(view: &View, change: &Change) -> bool {
    let runbooks = view.runbooks_of_change(&change.id);
    runbooks.into_iter().any(|runbook| !runbook.rehearsals.is_empty())
}
