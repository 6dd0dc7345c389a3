//! The policy as it is shown and edited, and the backtest: what another policy would have asked of the changes that are
//! done.

use super::findings_proof::Named;
use super::records::described;
use crate::authority::{AskedAuthority, Requirement, requirement_by};
use crate::gather::Gather;
use crate::letters::capitalized;
use crate::model::{
    Authority, Change, ChangeKind, ChangeStatus, Command, Control, Evidence, Extra, IncidentPriority,
    Outcome, Plan, Policy, PolicyMode, PolicyRow, RecordRef, Risk,
};
use crate::order::Arrange;
use crate::planner::title_of;
use crate::rules::wording;
use crate::time::Instant;

/// A row of the policy in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLine {
    /// What people call it.
    pub name: String,
    /// Which changes it is for: `Normal changes of high or very high risk to controlled environments`.
    pub when: String,
    /// Who authorises: `Change advisory board`.
    pub who: String,
    /// `5 working days before`, or by the risk of the change.
    pub lead_time: String,
    /// What has to be there: `implementation plan and backout plan`; empty for nothing.
    pub evidence: String,
    /// A review has to be finished, whatever the outcome.
    pub review: bool,
    /// The rows above it take every change that it is for, so that it never holds.
    pub is_shadowed: bool,
    /// How many changes of the plan it holds for.
    pub changes: usize,
}

/// The policy in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyView {
    /// Which rows hold.
    pub mode: PolicyMode,
    /// The rows.
    pub rows: Vec<PolicyLine>,
    /// Tolerance, hours for retrospective approval and days for a review, in a line.
    pub facts: Vec<String>,
}

/// A policy of a plan in words, be it the plan's own or one that is being written.
#[must_use]
pub fn policy(plan: &Plan, policy: &Policy) -> PolicyView {
    let mut counts = vec![0_usize; policy.rows.len()];
    for change in plan.changes.values() {
        for place in requirement_by(policy, plan, change).rows {
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
    }
    let rows = policy.rows.iter().zip(counts).enumerate().map(|(place, (row, changes))| PolicyLine {
        name: row.name.clone(),
        when: when(row),
        who: who(plan, row),
        lead_time: row.lead_time_days.map_or("by its risk".to_owned(), |days| {
            format!("{} before", wording::working_days(i64::from(days)))
        }),
        evidence: evidence(&row.evidence),
        review: row.review,
        is_shadowed: policy.mode == PolicyMode::FirstMatch
            && policy.rows.iter().take(place).any(|above| covers(above, row)),
        changes,
    });
    PolicyView { mode: policy.mode, rows: rows.gather(), facts: facts(policy) }
}

fn facts(policy: &Policy) -> Vec<String> {
    let review = wording::working_days(i64::from(policy.review_days));
    vec![
        format!(
            "An approval covers a start up to {} min later in the same maintenance window",
            policy.tolerance_minutes
        ),
        format!("An emergency is authorised within {} h of its start", policy.retrospective_hours),
        format!("A review is finished within {review}"),
    ]
}

/// True when the first row takes every change that the second is for.
fn covers(above: &PolicyRow, below: &PolicyRow) -> bool {
    fn all<T: PartialEq>(above: &[T], below: &[T]) -> bool {
        above.is_empty() || (!below.is_empty() && below.iter().all(|one| above.contains(one)))
    }
    all(&above.kinds, &below.kinds)
        && all(&above.risks, &below.risks)
        && all(&above.controls, &below.controls)
}

fn when(row: &PolicyRow) -> String {
    let any = |labels: Vec<String>| match labels.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] => Some(format!("{} or {last}", first.join(", "))),
    };
    let kinds = any(row.kinds.iter().map(|kind| kind.label().to_ascii_lowercase()).gather());
    let risks = any(row.risks.iter().map(|risk| risk.label().to_ascii_lowercase()).gather());
    let controls = any(row.controls.iter().map(|control| control.label().to_ascii_lowercase()).gather());
    let mut text = kinds.map_or("All changes".to_owned(), |kinds| format!("{} changes", capitalized(&kinds)));
    if let Some(risks) = risks {
        text.push_str(&format!(" of {risks} risk"));
    }
    if let Some(controls) = controls {
        text.push_str(&format!(" to {controls} environments"));
    }
    text
}

fn who(plan: &Plan, row: &PolicyRow) -> String {
    match (row.authority, &row.board) {
        (Authority::Board, Some(board)) => title_of(plan, board),
        (Authority::Board, None) => "The board".to_owned(),
        (Authority::EnvironmentManager, _) => "The manager of the environment".to_owned(),
        (Authority::Preauthorised, _) => "Nobody".to_owned(),
    }
}

fn evidence(wanted: &[Evidence]) -> String {
    let labels: Vec<String> = wanted.iter().map(|evidence| evidence.label().to_ascii_lowercase()).gather();
    match labels.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A row that restricts nothing, for a new line of the policy.
#[must_use]
pub fn blank_row() -> PolicyRow {
    PolicyRow {
        name: "New row".to_owned(),
        kinds: Vec::new(),
        risks: Vec::new(),
        controls: Vec::new(),
        authority: Authority::Board,
        board: None,
        lead_time_days: None,
        evidence: Vec::new(),
        review: false,
        extra: Extra::new(),
    }
}

/// What can be chosen in a row.
pub const KINDS: &[ChangeKind] = ChangeKind::ALL;
/// What can be chosen in a row.
pub const RISKS: &[Risk] = Risk::ALL;
/// What can be chosen in a row.
pub const CONTROLS: &[Control] = Control::ALL;

/// The step that makes a policy the plan's own.
#[must_use]
pub fn adopt(plan: &Plan, policy: &Policy) -> Command {
    let mut settings = plan.settings.clone();
    settings.policy = policy.clone();
    Command::EditSettings(Box::new(settings))
}

/// A change of the backtest.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestLine {
    /// The change.
    pub change: Named,
    /// Its kind and risk, in words.
    pub what: String,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Why it counts as failed, in words: `Backed out, INC-7 (P2)`; empty when it does not.
    pub failure: String,
    /// Whom the plan's policy asks.
    pub before: String,
    /// Whom the other policy asks.
    pub after: String,
    /// When it was done.
    pub done: Option<Instant>,
}

/// What another policy would have done with the changes that are done.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    /// How many changes it looked at.
    pub changes: usize,
    /// How many of them go to a board by the plan's policy.
    pub board_before: usize,
    /// How many by the other.
    pub board_after: usize,
    /// Changes that would not have gone to a board any more; the latest first.
    pub saved: Vec<BacktestLine>,
    /// Changes that would have gone to a board in addition.
    pub added: Vec<BacktestLine>,
    /// Failed changes among the saved ones: they would have slipped through.
    pub slipped_through: Vec<BacktestLine>,
    /// Failed changes among the added ones: the board would have seen them.
    pub caught: Vec<BacktestLine>,
    /// Changes for which less lead time would have been asked, and how many working days together.
    pub lead_days_saved: i64,
    /// Changes that lack evidence that only the other policy asks for.
    pub lacking_evidence: usize,
    /// Everything in a line: `Saves 12 of 31 board items; 1 failed change would have slipped through: Firmware`.
    pub sentence: String,
}

/// Runs a policy over the plan's past changes: those that were done, whatever their outcome. The past is asked with the
/// boards and environments of today.
#[must_use]
pub fn backtest(plan: &Plan, other: &Policy) -> Backtest {
    let mut test = Backtest {
        changes: 0,
        board_before: 0,
        board_after: 0,
        saved: Vec::new(),
        added: Vec::new(),
        slipped_through: Vec::new(),
        caught: Vec::new(),
        lead_days_saved: 0,
        lacking_evidence: 0,
        sentence: String::new(),
    };
    let was_done = |change: &&Change| {
        matches!(change.status, ChangeStatus::InReview | ChangeStatus::Closed) && !change.found_unauthorised
    };
    let mut past: Vec<&Change> = plan.changes.values().filter(was_done).gather();
    past.arrange_by(|a, b| done_at(b).cmp(&done_at(a)).then_with(|| a.id.cmp(&b.id)));
    for change in past {
        let before = requirement_by(&plan.settings.policy, plan, change);
        let after = requirement_by(other, plan, change);
        let (asked_before, asked_after) = (asks_board(&before), asks_board(&after));
        test.changes += 1;
        test.board_before += usize::from(asked_before);
        test.board_after += usize::from(asked_after);
        test.lead_days_saved += i64::from(before.lead_time_days) - i64::from(after.lead_time_days);
        test.lacking_evidence += usize::from(lacks_more(plan, change, &before, &after));
        if asked_before == asked_after {
            continue;
        }
        let line = line(plan, change, &before, &after);
        let failed = !line.failure.is_empty();
        match (asked_before, failed) {
            (true, true) => test.slipped_through.push(line.clone()),
            (false, true) => test.caught.push(line.clone()),
            _ => {}
        }
        if asked_before { &mut test.saved } else { &mut test.added }.push(line);
    }
    test.sentence = sentence(&test);
    test
}

fn done_at(change: &Change) -> Option<Instant> {
    change.actual_end.or(change.closed_at).or(change.planned.map(|planned| planned.end))
}

fn asks_board(asked: &Requirement) -> bool {
    asked
        .authorities
        .iter()
        .any(|authority| matches!(authority, AskedAuthority::Board(_) | AskedAuthority::UnnamedBoard))
}

/// True when the change lacks something that only the second requirement asks for.
fn lacks_more(plan: &Plan, change: &Change, before: &Requirement, after: &Requirement) -> bool {
    let lacks = |evidence: &&Evidence| match evidence {
        Evidence::ImplementationPlan => change.implementation_plan.trim().is_empty(),
        Evidence::BackoutPlan => change.backout_plan.trim().is_empty(),
        Evidence::BackoutTested => !change.backout_tested,
        Evidence::TestEvidence => change.test_evidence.trim().is_empty(),
        Evidence::Rehearsal => !plan
            .runbooks
            .values()
            .any(|runbook| runbook.change.as_ref() == Some(&change.id) && !runbook.rehearsals.is_empty()),
        Evidence::RiskAssessment => {
            let questions = &plan.settings.risk_model.questions;
            questions.iter().any(|question| question.answered(&change.answers).is_none())
        }
    };
    let new = after.evidence.iter().filter(|evidence| !before.evidence.contains(evidence));
    new.into_iter().any(|evidence| lacks(&evidence))
}

fn line(plan: &Plan, change: &Change, before: &Requirement, after: &Requirement) -> BacktestLine {
    BacktestLine {
        change: described(plan, &RecordRef::from(&change.id)),
        what: format!("{}, {} risk", change.kind.label(), change.risk.label().to_ascii_lowercase()),
        outcome: change.outcome,
        failure: failure(change),
        before: asked(plan, before),
        after: asked(plan, after),
        done: done_at(change),
    }
}

/// Why a change counts as failed: its outcome, or a serious incident that it caused.
fn failure(change: &Change) -> String {
    let outcome = change.outcome.filter(|outcome| matches!(outcome, Outcome::Failed | Outcome::BackedOut));
    let serious = change.incidents.iter().filter(|incident| incident.priority <= IncidentPriority::P2);
    let mut failures: Vec<String> = outcome.map(|outcome| outcome.label().to_owned()).into_iter().gather();
    for incident in serious {
        failures.push(format!("{} ({})", incident.number, incident.priority.label()));
    }
    failures.join(", ")
}

fn asked(plan: &Plan, requirement: &Requirement) -> String {
    let names: Vec<String> = requirement
        .authorities
        .iter()
        .map(|authority| match authority {
            AskedAuthority::Nobody => "nobody".to_owned(),
            AskedAuthority::UnnamedBoard => "the board".to_owned(),
            AskedAuthority::Board(board) => title_of(plan, board),
            AskedAuthority::EnvironmentManager(environment) => {
                format!("the manager of {}", plan.title(&RecordRef::from(environment)))
            }
        })
        .gather();
    names.join(" and ")
}

fn sentence(test: &Backtest) -> String {
    if test.changes == 0 {
        return "No change was done yet, so there is nothing to test it on".to_owned();
    }
    let items = match (test.saved.len(), test.added.len()) {
        (0, 0) => format!("Asks the board about the same {} of {} changes", test.board_before, test.changes),
        (saved, 0) => format!("Saves {saved} of {} board items", test.board_before),
        (0, added) => format!("Adds {added} to {} board items", test.board_before),
        (saved, added) => format!("Saves {saved} of {} board items and adds {added}", test.board_before),
    };
    let names = |lines: &[BacktestLine]| {
        let names: Vec<&str> = lines.iter().map(|line| line.change.name.as_str()).gather();
        wording::list(&names)
    };
    let slipped = match test.slipped_through.len() {
        0 if test.saved.is_empty() => String::new(),
        0 => "; no failed change would have slipped through".to_owned(),
        1 => format!("; 1 failed change would have slipped through: {}", names(&test.slipped_through)),
        more => {
            format!("; {more} failed changes would have slipped through: {}", names(&test.slipped_through))
        }
    };
    let caught = match test.caught.len() {
        0 => String::new(),
        1 => format!("; the board would have seen 1 failed change: {}", names(&test.caught)),
        more => format!("; the board would have seen {more} failed changes: {}", names(&test.caught)),
    };
    format!("{items}{slipped}{caught}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;

    const PAST: &str = "now 20T10
        environment prod Controlled
        environment test Open
        board cab \"CAB\" members=ann
        change C1 \"Small\" 1T20..1T22 env=prod risk=Low status=Closed outcome=Successful actual=1T20..1T22
        change C2 \"Firmware\" 2T20..2T22 env=prod risk=Low status=Closed outcome=BackedOut actual=2T20..2T22
        change C3 \"Schema\" 3T20..3T22 env=prod risk=High status=Closed outcome=Failed actual=3T20..3T22
        change C4 \"Query\" 4T20..4T22 env=prod risk=Low status=InReview outcome=Successful actual=4T20..4T22 incidents=I1:P1
        change C5 \"Trial\" 5T20..5T22 env=test risk=Low status=Closed outcome=Failed actual=5T20..5T22
        change C6 \"To come\" 25T20..25T22 env=prod risk=Low status=Requested
        change C7 \"Found\" 4T20..4T22 env=prod risk=Low status=InReview actual=4T20..4T22 unauthorised";

    fn past() -> Plan {
        notation::parse(PAST).unwrap().plan
    }

    fn rows(text: &str) -> Policy {
        notation::parse(text).unwrap().plan.settings.policy
    }

    fn names(lines: &[BacktestLine]) -> Vec<&str> {
        lines.iter().map(|line| line.change.name.as_str()).collect()
    }

    #[test]
    fn a_looser_policy_saves_board_items_and_names_the_failures_that_slip_through() {
        let plan = past();
        let looser = rows(
            "policy \"Low risk\" risks=Low authority=Preauthorised lead=0\n\
             policy \"Controlled\" controls=Controlled authority=Board lead=10 evidence=BackoutTested",
        );
        let test = backtest(&plan, &looser);
        assert_eq!((test.changes, test.board_before, test.board_after), (5, 4, 1));
        assert_eq!(names(&test.saved), ["Query", "Firmware", "Small"]);
        assert_eq!(names(&test.slipped_through), ["Query", "Firmware"]);
        let failures: Vec<&str> = test.slipped_through.iter().map(|line| line.failure.as_str()).collect();
        assert_eq!(failures, ["I1 (P1)", "Backed out"]);
        assert_eq!((&*test.saved[0].before, &*test.saved[0].after), ("CAB", "nobody"));
        assert_eq!((test.lead_days_saved, test.lacking_evidence), (-5, 1));
        assert_eq!(
            test.sentence,
            "Saves 3 of 4 board items; 2 failed changes would have slipped through: Query and Firmware"
        );
    }

    #[test]
    fn a_stricter_policy_adds_board_items_and_catches_failures() {
        let test = backtest(&past(), &rows("policy \"All\" authority=Board"));
        assert_eq!((names(&test.added), names(&test.caught)), (vec!["Trial"], vec!["Trial"]));
        let sentence = "Adds 1 to 4 board items; the board would have seen 1 failed change: Trial";
        assert_eq!(test.sentence, sentence);
    }

    #[test]
    fn the_same_policy_changes_nothing_and_without_a_past_there_is_nothing_to_say() {
        let plan = past();
        let test = backtest(&plan, &plan.settings.policy.clone());
        assert_eq!(test.sentence, "Asks the board about the same 4 of 5 changes");
        assert_eq!((test.saved, test.added, test.lead_days_saved), (vec![], vec![], 0));
        let empty = notation::parse("environment prod Controlled").unwrap().plan;
        assert!(backtest(&empty, &Policy::usual()).sentence.starts_with("No change was done yet"));
    }

    #[test]
    fn rows_read_as_sentences_and_a_row_that_never_holds_is_shown() {
        let plan = past();
        let written = rows(
            "policy \"Risky\" risks=High,VeryHigh controls=Controlled authority=Board lead=5 evidence=BackoutPlan\n\
             policy \"Normal\" kinds=Normal authority=EnvironmentManager\n\
             policy \"Never\" kinds=Normal risks=Low authority=Board",
        );
        let view = policy(&plan, &written);
        let read: Vec<(&str, &str, &str, bool, usize)> = view
            .rows
            .iter()
            .map(|row| (&*row.when, &*row.who, &*row.lead_time, row.is_shadowed, row.changes))
            .collect();
        assert_eq!(
            read,
            [
                (
                    "All changes of high or very high risk to controlled environments",
                    "The board",
                    "5 working days before",
                    false,
                    1
                ),
                ("Normal changes", "The manager of the environment", "by its risk", false, 6),
                ("Normal changes of low risk", "The board", "by its risk", true, 0),
            ]
        );
        assert_eq!(view.facts.len(), 3);
    }
}
