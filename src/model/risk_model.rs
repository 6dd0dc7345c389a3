//! How risk is worked out: conditions, a weighted questionnaire with thresholds, and history.

use crate::gather::Gather;
use crate::sorted::SortedMap;

use super::json::Json;

use super::{Extra, Risk, alike, is_default, words};

words! {
    /// Something about a change that makes it risky, and that the plan itself knows.
    RiskCondition {
        /// Its lead time is shorter than its risk asks for.
        ShortLeadTime "Lead time is short",
        /// No change with the same items was closed before.
        FirstOfItsKind "First of its kind",
        /// The last change of the same template, team or item failed or was backed out.
        FailedBefore "Failed before",
        /// Changes many configuration items: five or more, unless its row says how many.
        ManyItems "Changes many items",
        /// Reaches a critical service.
        CriticalService "Reaches a critical service",
        /// Has no backout plan, or it was not tried.
        BackoutUntested "Backout not tested",
        /// Was not rehearsed.
        NotRehearsed "Not rehearsed",
    }
}

/// A condition and the least risk of the changes that meet it.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct ConditionRow {
    /// The condition.
    pub condition: RiskCondition,
    /// The least risk.
    pub risk: Risk,
    /// From how many items on, for the condition that counts them; 5 when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub limit: Option<u32>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Answer {
    /// Its key among the answers of the question.
    pub id: String,
    /// What it says.
    pub text: String,
    /// How many points, before the question's weight.
    pub score: u32,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A question about each change.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Question {
    /// Its key among the questions.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// How often the answer's points count.
    pub weight: u32,
    /// The answers to choose from.
    pub answers: Vec<Answer>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl RiskCondition {
    /// The number from which on it is met when its row says no other; `None` for a condition that counts nothing.
    #[must_use]
    pub fn usual_limit(self) -> Option<u32> {
        (self == RiskCondition::ManyItems).then_some(5)
    }
}

impl ConditionRow {
    /// A condition with its usual limit.
    #[must_use]
    pub fn new(condition: RiskCondition, risk: Risk) -> ConditionRow {
        ConditionRow { condition, risk, limit: None, extra: Extra::new() }
    }

    /// The number from which on it is met; `None` for a condition that counts nothing.
    #[must_use]
    pub fn limit(&self) -> Option<u32> {
        let usual = self.condition.usual_limit()?;
        Some(self.limit.unwrap_or(usual))
    }
}

impl Question {
    /// What was answered; `None` while the question is open, also when the answer that was given is there no longer.
    #[must_use]
    pub fn answered(&self, answers: &SortedMap<String, String>) -> Option<&Answer> {
        let given = answers.get(&self.id)?;
        self.answers.iter().find(|answer| answer.id == *given)
    }
}

/// The scores that make a risk: from `from` up to, not including, `to`.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Threshold {
    /// The least score.
    pub from: u32,
    /// The first score that is too high; without end when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub to: Option<u32>,
    /// The risk.
    pub risk: Risk,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Threshold {
    /// From `from` up to, not including, `to`.
    #[must_use]
    pub fn new(from: u32, to: Option<u32>, risk: Risk) -> Threshold {
        Threshold { from, to, risk, extra: Extra::new() }
    }
}

/// What makes a change risky in this plan. The highest of conditions, questionnaire and history wins.
#[derive(Debug, Clone, Json)]
pub struct RiskModel {
    /// Conditions that the plan knows by itself.
    #[serde(default, skip_serializing_if = "is_default")]
    pub conditions: Vec<ConditionRow>,
    /// Questions that the assessor answers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub questions: Vec<Question>,
    /// What the sum of the answers means.
    #[serde(default, skip_serializing_if = "is_default")]
    pub thresholds: Vec<Threshold>,
    /// Outcomes of earlier changes of the same template, team and items count.
    #[serde(default, skip_serializing_if = "is_default")]
    pub history: bool,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

alike!(RiskModel);

impl RiskModel {
    /// Five questions of weight 1 to 3, thresholds without gaps, the usual conditions, and history.
    #[must_use]
    pub fn usual() -> RiskModel {
        let question = |id: &str, text: &str, weight, answers: &[(&str, &str, u32)]| Question {
            id: id.to_owned(),
            text: text.to_owned(),
            weight,
            answers: answers
                .iter()
                .map(|(id, text, score)| Answer {
                    id: (*id).to_owned(),
                    text: (*text).to_owned(),
                    score: *score,
                    extra: Extra::new(),
                })
                .gather(),
            extra: Extra::new(),
        };
        RiskModel {
            conditions: vec![
                ConditionRow::new(RiskCondition::CriticalService, Risk::Moderate),
                ConditionRow::new(RiskCondition::FailedBefore, Risk::High),
                ConditionRow::new(RiskCondition::ManyItems, Risk::Moderate),
            ],
            questions: vec![
                question(
                    "users",
                    "How many users notice if it fails?",
                    3,
                    &[
                        ("none", "None", 0),
                        ("team", "One team", 1),
                        ("many", "Many teams", 2),
                        ("all", "Customers", 3),
                    ],
                ),
                question(
                    "experience",
                    "How often was it done before?",
                    2,
                    &[("often", "Often", 0), ("once", "Once or twice", 1), ("never", "Never", 2)],
                ),
                question(
                    "tested",
                    "Where was it tested?",
                    2,
                    &[
                        ("same", "In an environment like this one", 0),
                        ("other", "In another one", 1),
                        ("not", "Nowhere", 3),
                    ],
                ),
                question(
                    "backout",
                    "How is it taken back?",
                    2,
                    &[("minutes", "In minutes", 0), ("hours", "In hours", 1), ("not", "Not at all", 3)],
                ),
                question(
                    "teams",
                    "How many teams have to work together?",
                    1,
                    &[("one", "One", 0), ("two", "Two or three", 1), ("more", "More", 2)],
                ),
            ],
            thresholds: vec![
                Threshold::new(0, Some(6), Risk::Low),
                Threshold::new(6, Some(12), Risk::Moderate),
                Threshold::new(12, Some(18), Risk::High),
                Threshold::new(18, None, Risk::VeryHigh),
            ],
            history: true,
            extra: Extra::new(),
        }
    }

    /// True for what a plan has that says nothing of its own; the document leaves it out.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == RiskModel::usual()
    }
}
