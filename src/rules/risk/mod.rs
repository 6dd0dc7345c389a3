//! Risk and impact of a change: what it reaches, how likely it fails, and every line that says so.
//!
//! Part of the rules because it asks what they ask: the graph of dependencies, the changes of an item, the moment.
//! Three engines look at a change, each by itself: conditions that the plan knows, the answers to weighted questions,
//! and what became of earlier changes. The highest wins.

mod conditions;
mod history;
mod impact;
mod questionnaire;
mod thresholds;

pub use history::{History, histories};
pub use impact::{Impact, Reached, ReachedService, impact};
pub use questionnaire::{QuestionLine, Score, score};
pub use thresholds::{ThresholdFault, highest_score, mended, risk_of_score, threshold_faults};

use super::View;
use crate::gather::Gather;
use crate::model::{Change, RecordRef, Risk};

/// What has looked at the risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiskEngine {
    /// What the plan knows of the change by itself.
    Conditions,
    /// The answers of the assessor.
    Questionnaire,
    /// Outcomes of earlier changes.
    History,
}

impl RiskEngine {
    /// All engines, in the order in which they are shown.
    pub const ALL: &'static [RiskEngine] =
        &[RiskEngine::Conditions, RiskEngine::Questionnaire, RiskEngine::History];

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            RiskEngine::Conditions => "Conditions",
            RiskEngine::Questionnaire => "Questionnaire",
            RiskEngine::History => "History",
        }
    }
}

/// One line of a risk assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskLine {
    /// Who says it.
    pub engine: RiskEngine,
    /// What is so, in a sentence with names and numbers.
    pub text: String,
    /// The least risk that follows from it; nothing follows from a line that only informs.
    pub risk: Option<Risk>,
    /// The records that the sentence is about.
    pub about: Vec<RecordRef>,
}

/// What the engines say about the risk of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskAssessment {
    /// The highest risk that any line asks for; `None` when no engine can say anything.
    pub risk: Option<Risk>,
    /// All lines, by engine; within one in the order of the model.
    pub lines: Vec<RiskLine>,
    /// The sum of the answers.
    pub score: Score,
    /// What it reaches.
    pub impact: Impact,
}

impl RiskAssessment {
    /// The risk by one engine; `None` when it can say nothing.
    #[must_use]
    pub fn by(&self, engine: RiskEngine) -> Option<Risk> {
        self.lines.iter().filter(|line| line.engine == engine).filter_map(|line| line.risk).max()
    }

    /// The engines that ask for the highest risk.
    #[must_use]
    pub fn decisive(&self) -> Vec<RiskEngine> {
        let decides = |engine: &&RiskEngine| self.risk.is_some() && self.by(**engine) == self.risk;
        RiskEngine::ALL.iter().filter(decides).copied().gather()
    }
}

/// Assesses a change by the plan's risk model, at the view's moment.
///
/// The risk that the change says now has no part in it, but for the lead time that is asked for by it.
#[must_use]
pub fn assess(view: &View, change: &Change) -> RiskAssessment {
    let model = &view.plan.settings.risk_model;
    let impact = impact(view, change);
    let mut lines = conditions::lines(view, change, &impact);
    let score = score(model, change);
    lines.extend(questionnaire::lines(model, change, &score));
    if model.history {
        lines.extend(histories(view, change).iter().map(|history| history.line(view)));
    }
    let risk = lines.iter().filter_map(|line| line.risk).max();
    RiskAssessment { risk, lines, score, impact }
}
