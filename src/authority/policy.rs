//! What the plan's policy asks of a change: authorities, lead time, evidence and review.
//!
//! Apart from the votes, because the policy is asked long before anybody votes.

use crate::gather::Gather;
use crate::model::{
    Authority, Board, BoardKind, Change, ChangeKind, ChangeStatus, Control, Environment, Evidence, Id, Plan,
    Policy, PolicyMode, PolicyRow,
};

/// Somebody whom the policy asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskedAuthority {
    /// Nobody has to be asked.
    Nobody,
    /// The owner of the environment, who approves the booking.
    EnvironmentManager(Id<Environment>),
    /// The board.
    Board(Id<Board>),
    /// A board, and the plan has none: anybody independent may record its answer.
    UnnamedBoard,
}

/// What the policy asks of one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Who authorises, in order and each once; `[Nobody]` when nobody is asked.
    pub authorities: Vec<AskedAuthority>,
    /// Working days between authorisation and window.
    pub lead_time_days: u32,
    /// What has to be there before it is authorised, in order and each once.
    pub evidence: Vec<Evidence>,
    /// A review has to be finished before it is closed, whatever the outcome.
    pub review: bool,
    /// The rows of the policy that hold, by their places from 0, in order.
    pub rows: Vec<usize>,
}

impl Requirement {
    /// True when somebody has to be asked.
    #[must_use]
    pub fn asks_somebody(&self) -> bool {
        self.authorities.iter().any(|authority| *authority != AskedAuthority::Nobody)
    }
}

/// What the plan's policy asks of a change.
///
/// The rows are read once for each environment that the change is deployed to, with its control, and once without a
/// control when it is deployed nowhere; what they ask is put together. So a change that goes to production and to a
/// managed test environment needs the board and the manager. Where no row fits, the environment's control decides by
/// itself: the board for a controlled environment, the manager for a managed one. A row that names no lead time asks
/// normal changes for the settings' lead time by risk, and other changes for none.
#[must_use]
pub fn requirement(plan: &Plan, change: &Change) -> Requirement {
    requirement_by(&plan.settings.policy, plan, change)
}

/// What another policy than the plan's would ask of a change, with the plan's boards and environments.
#[must_use]
pub fn requirement_by(policy: &Policy, plan: &Plan, change: &Change) -> Requirement {
    let environments: Vec<&Environment> =
        change.environments.iter().filter_map(|id| plan.environments.get(id)).gather();
    let mut asked = Requirement {
        authorities: Vec::new(),
        lead_time_days: 0,
        evidence: Vec::new(),
        review: false,
        rows: Vec::new(),
    };
    if environments.is_empty() {
        ask_for(policy, plan, change, None, &mut asked);
    }
    for environment in environments {
        ask_for(policy, plan, change, Some(environment), &mut asked);
    }
    asked.rows.sort_unstable();
    asked.rows.dedup();
    asked.evidence.sort_unstable();
    asked.evidence.dedup();
    asked.authorities.sort();
    asked.authorities.dedup();
    asked.authorities.retain(|authority| *authority != AskedAuthority::Nobody);
    if asked.authorities.is_empty() {
        asked.authorities.push(AskedAuthority::Nobody);
    }
    asked
}

/// Adds what the rows ask for one environment.
fn ask_for(
    policy: &Policy,
    plan: &Plan,
    change: &Change,
    environment: Option<&Environment>,
    asked: &mut Requirement,
) {
    let control = environment.map(|environment| environment.control);
    let fitting = policy.rows.iter().enumerate().filter(|(_, row)| fits(row, change, control));
    let most = match policy.mode {
        PolicyMode::FirstMatch => 1,
        PolicyMode::AllMatches => usize::MAX,
    };
    let rows: Vec<(usize, &PolicyRow)> = fitting.take(most).gather();
    for (place, row) in &rows {
        asked.rows.push(*place);
        asked.evidence.extend(&row.evidence);
        asked.review |= row.review;
        let days = row.lead_time_days.unwrap_or_else(|| usual_lead_time(plan, change));
        asked.lead_time_days = asked.lead_time_days.max(days);
        asked.authorities.extend(match row.authority {
            Authority::Preauthorised => None,
            Authority::EnvironmentManager => manager_of(environment),
            Authority::Board => Some(board_of(plan, change, row.board.as_ref())),
        });
    }
    if rows.is_empty() {
        asked.lead_time_days = asked.lead_time_days.max(usual_lead_time(plan, change));
        asked.authorities.extend(match control {
            Some(Control::Controlled) => Some(board_of(plan, change, None)),
            Some(Control::Managed) => manager_of(environment),
            Some(Control::Open) | None => None,
        });
    }
}

fn fits(row: &PolicyRow, change: &Change, control: Option<Control>) -> bool {
    (row.kinds.is_empty() || row.kinds.contains(&change.kind))
        && (row.risks.is_empty() || row.risks.contains(&change.risk))
        && (row.controls.is_empty() || control.is_some_and(|control| row.controls.contains(&control)))
}

/// Only normal changes are asked for lead time by their risk: standard changes were authorised with their template,
/// emergency changes may be authorised afterwards.
fn usual_lead_time(plan: &Plan, change: &Change) -> u32 {
    match change.kind {
        ChangeKind::Normal => plan.settings.lead_times.days(change.risk),
        ChangeKind::Standard | ChangeKind::Emergency => 0,
    }
}

fn manager_of(environment: Option<&Environment>) -> Option<AskedAuthority> {
    environment.map(|environment| AskedAuthority::EnvironmentManager(environment.id))
}

/// The board of a row, or the plan's first board of the kind that the change needs, or its first board.
fn board_of(plan: &Plan, change: &Change, named: Option<&Id<Board>>) -> AskedAuthority {
    let kind = match change.kind {
        ChangeKind::Emergency => BoardKind::Emergency,
        ChangeKind::Standard | ChangeKind::Normal => BoardKind::Regular,
    };
    let named = named.and_then(|id| plan.boards.get(id));
    let of_kind = || plan.boards.values().find(|board| board.kind == kind);
    let board = named.or_else(of_kind).or_else(|| plan.boards.values().next());
    board.map_or(AskedAuthority::UnnamedBoard, |board| AskedAuthority::Board(board.id))
}

/// What the policy wants to see before the change is authorised and the change does not have, in the policy's order.
#[must_use]
pub fn missing_evidence(plan: &Plan, change: &Change) -> Vec<Evidence> {
    let mut missing = requirement(plan, change).evidence;
    missing.retain(|evidence| !has(plan, change, *evidence));
    missing
}

fn has(plan: &Plan, change: &Change, evidence: Evidence) -> bool {
    match evidence {
        Evidence::ImplementationPlan => {
            !change.implementation_plan.trim().is_empty() || runbooks(plan, change).next().is_some()
        }
        Evidence::BackoutPlan => !change.backout_plan.trim().is_empty(),
        Evidence::BackoutTested => change.backout_tested,
        Evidence::TestEvidence => !change.test_evidence.trim().is_empty(),
        Evidence::Rehearsal => runbooks(plan, change).any(|runbook| !runbook.rehearsals.is_empty()),
        Evidence::RiskAssessment => {
            let questions = &plan.settings.risk_model.questions;
            questions.iter().all(|question| question.answered(&change.answers).is_some())
        }
    }
}

/// The runbooks that say how the change is done.
fn runbooks<'a>(plan: &'a Plan, change: &'a Change) -> impl Iterator<Item = &'a crate::model::Runbook> {
    plan.runbooks.values().filter(|runbook| runbook.change.as_ref() == Some(&change.id))
}

/// True when a review has to be finished before the change is closed: by the policy, because it was an emergency or was
/// found unauthorised, or because it was not successful.
#[must_use]
pub fn needs_review(plan: &Plan, change: &Change) -> bool {
    use crate::model::Outcome;
    let went_wrong = matches!(change.outcome, Some(Outcome::Failed | Outcome::BackedOut));
    change.status != ChangeStatus::Draft
        && (change.kind == ChangeKind::Emergency
            || change.found_unauthorised
            || went_wrong
            || requirement(plan, change).review)
}
