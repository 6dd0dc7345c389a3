//! The weighted questions: how many points the answers of a change make, and which risk that is.

use super::thresholds::risk_of_score;
use super::{RiskEngine, RiskLine};
use crate::gather::Gather;
use crate::model::{Change, Risk, RiskModel};

/// One question with the answer of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionLine {
    /// The key of the question.
    pub question: String,
    /// What is asked.
    pub text: String,
    /// What was answered; `None` while it is open, or when the model does not have the answer any longer.
    pub answer: Option<String>,
    /// The points of the answer times the weight of the question; 0 while it is open.
    pub points: u32,
    /// The points of the answer.
    pub score: u32,
    /// How often they count.
    pub weight: u32,
}

/// The answers of a change, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Score {
    /// One line a question, in the order of the model.
    pub lines: Vec<QuestionLine>,
    /// The sum of the points.
    pub points: u32,
    /// How many questions are answered.
    pub answered: usize,
    /// The risk of the sum; `None` while nothing is answered, or when no threshold holds for it.
    pub risk: Option<Risk>,
}

impl Score {
    /// True when every question is answered; also when there is none.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.answered == self.lines.len()
    }
}

/// Counts the answers of a change. Questions without an answer count nothing, so the sum can only grow.
#[must_use]
pub fn score(model: &RiskModel, change: &Change) -> Score {
    let mut counted = Score::default();
    for question in &model.questions {
        let answer = question.answered(&change.answers);
        let score = answer.map_or(0, |answer| answer.score);
        let points = score.saturating_mul(question.weight);
        counted.points = counted.points.saturating_add(points);
        counted.answered += usize::from(answer.is_some());
        counted.lines.push(QuestionLine {
            question: question.id.clone(),
            text: question.text.clone(),
            answer: answer.map(|answer| answer.text.clone()),
            points,
            score,
            weight: question.weight,
        });
    }
    counted.risk = if counted.answered == 0 { None } else { risk_of_score(model, counted.points) };
    counted
}

/// A line a question that is answered, one an answer that counts no longer, and one for the sum, which alone asks for a
/// risk.
pub(super) fn lines(model: &RiskModel, change: &Change, score: &Score) -> Vec<RiskLine> {
    let line =
        |text: String, risk| RiskLine { engine: RiskEngine::Questionnaire, text, risk, about: Vec::new() };
    let mut lines: Vec<RiskLine> = score
        .lines
        .iter()
        .filter_map(|question| {
            let (asked, answer) = (&question.text, question.answer.as_ref()?);
            let (score, weight) = (question.score, question.weight);
            let times = if weight == 1 { String::new() } else { format!("{score} × {weight} = ") };
            Some(line(format!("{asked} {answer}: {times}{}", points(question.points)), None))
        })
        .gather();
    lines.extend(uncounted(model, change).map(|text| line(text, None)));
    if model.questions.is_empty() {
        return lines;
    }
    let sum = points(score.points);
    let open = score.lines.len() - score.answered;
    let still = if open == 0 { String::new() } else { format!("; {open} of {} open", score.lines.len()) };
    let text = match score.risk {
        Some(risk) => format!("{sum} together: {}{still}", risk.label().to_ascii_lowercase()),
        None if score.answered == 0 => "No question is answered yet".to_owned(),
        None => format!("{sum} together, for which no threshold holds{still}"),
    };
    lines.push(line(text, score.risk));
    lines
}

/// A sentence an answer of the change whose question, or which itself, the model does not have any longer.
fn uncounted(model: &RiskModel, change: &Change) -> impl Iterator<Item = String> {
    change.answers.iter().filter_map(|(key, given)| {
        match model.questions.iter().find(|question| question.id == *key) {
            None => Some(format!(
                "The answer \"{given}\" to \"{key}\" counts no longer: the question was removed"
            )),
            Some(question) if question.answered(&change.answers).is_none() => {
                let asked = &question.text;
                Some(format!("{asked} The answer \"{given}\" counts no longer: it was removed; answer again"))
            }
            Some(_) => None,
        }
    })
}

fn points(points: u32) -> String {
    if points == 1 { "1 point".to_owned() } else { format!("{points} points") }
}
