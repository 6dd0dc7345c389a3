//! The risk of a change as it is shown: by which engine, with every line that made it, the questions to answer, and the
//! step that takes the result over. Also what is wrong with the thresholds of the plan's risk model.

use super::steps::possible;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::lifecycle::fields::lock_of;
use crate::model::{Change, Command, Plan, Risk, RiskModel};
use crate::planner::{Workbench, locks};
use crate::rules::risk::{
    RiskAssessment, RiskEngine, ThresholdFault, assess, highest_score, mended, threshold_faults,
};

/// One engine with its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineView {
    /// What people call it.
    pub label: &'static str,
    /// The risk that it asks for; `None` when it can say nothing.
    pub risk: Option<Risk>,
    /// True when no other asks for more.
    pub is_decisive: bool,
    /// Its lines, each with the risk that follows from it.
    pub lines: Vec<(String, Option<Risk>)>,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerView {
    /// Its key.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Its points times the weight of the question.
    pub points: u32,
    /// True when it was given.
    pub is_given: bool,
}

/// A question with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionView {
    /// Its key.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// How often its points count.
    pub weight: u32,
    /// The answers to choose from.
    pub answers: Vec<AnswerView>,
}

/// The risk of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskView {
    /// What the change says.
    pub stated: Risk,
    /// What the engines say; `None` when none can say anything.
    pub assessed: Option<Risk>,
    /// Everything in a line: `High, by history. The change says moderate`.
    pub sentence: String,
    /// The engines, each with its lines.
    pub engines: Vec<EngineView>,
    /// The questions.
    pub questions: Vec<QuestionView>,
    /// The points so far, and the highest that can be reached.
    pub points: (u32, u32),
    /// How many questions are still open.
    pub open: usize,
    /// Takes over what the engines say; `None` when the change says so already, or says more while questions are open.
    pub adopt: Option<Result<Command, String>>,
    /// Why questions cannot be answered where the change is.
    pub locked: Option<String>,
}

/// The risk of a change, assessed now.
#[must_use]
pub fn risk(bench: &Workbench, change: &Change) -> RiskView {
    let plan = bench.plan();
    let model = &plan.settings.risk_model;
    let assessment = assess(&bench.view(), change);
    let decisive = assessment.decisive();
    let engines = RiskEngine::ALL.iter().map(|engine| EngineView {
        label: engine.label(),
        risk: assessment.by(*engine),
        is_decisive: decisive.contains(engine),
        lines: assessment
            .lines
            .iter()
            .filter(|line| line.engine == *engine)
            .map(|line| (line.text.clone(), line.risk))
            .gather(),
    });
    let locked = lock_of(plan, change, "answers");
    // A lower risk is offered only when the assessment is complete.
    let is_offered =
        |risk: Risk| change.risk < risk || (risk < change.risk && assessment.score.is_complete());
    RiskView {
        stated: change.risk,
        assessed: assessment.risk,
        sentence: sentence(change, &assessment),
        engines: engines.gather(),
        questions: questions(model, change),
        points: (assessment.score.points, highest_score(model)),
        open: assessment.score.lines.len() - assessment.score.answered,
        adopt: assessment.risk.filter(|risk| is_offered(*risk)).map(|risk| {
            let command = Command::Edit(altered!(change.clone(), risk).into());
            possible(bench, command)
        }),
        locked: locked.map(|locked| locks::opened_by(plan, change, change.status, &locked).what),
    }
}

fn questions(model: &RiskModel, change: &Change) -> Vec<QuestionView> {
    let view = |question: &crate::model::Question| QuestionView {
        id: question.id.clone(),
        text: question.text.clone(),
        weight: question.weight,
        answers: question
            .answers
            .iter()
            .map(|answer| AnswerView {
                id: answer.id.clone(),
                text: answer.text.clone(),
                points: answer.score.saturating_mul(question.weight),
                is_given: change.answers.get(&question.id) == Some(&answer.id),
            })
            .gather(),
    };
    model.questions.iter().map(view).gather()
}

fn sentence(change: &Change, assessment: &RiskAssessment) -> String {
    let Some(risk) = assessment.risk else {
        return "Nothing is known about its risk yet; answer the questions".to_owned();
    };
    let by: Vec<String> =
        assessment.decisive().into_iter().map(|engine| engine.label().to_ascii_lowercase()).gather();
    let agrees = if risk == change.risk {
        "as the change says".to_owned()
    } else {
        format!("while the change says {}", change.risk.label().to_ascii_lowercase())
    };
    format!("{} by {}, {agrees}", risk.label(), by.join(" and "))
}

/// The step that answers a question of a change, or takes its answer back.
#[must_use]
pub fn answer(change: &Change, question: &str, answer: Option<&str>) -> Command {
    let mut answered = change.clone();
    match answer {
        Some(answer) => answered.answers.insert(question.to_owned(), answer.to_owned()),
        None => answered.answers.remove(question),
    };
    Command::Edit(answered.into())
}

/// What is wrong with the thresholds of a risk model, in sentences; empty when each score has exactly one risk.
#[must_use]
pub fn threshold_lint(model: &RiskModel) -> Vec<String> {
    threshold_faults(model).iter().map(ThresholdFault::sentence).gather()
}

/// The step that lets each threshold end where the next begins; `None` when nothing is wrong, or nothing is there.
#[must_use]
pub fn mend_thresholds(plan: &Plan) -> Option<Command> {
    let settings = &plan.settings;
    let is_wrong = !threshold_faults(&settings.risk_model).is_empty();
    let risk_model = mended(&settings.risk_model).filter(|_| is_wrong)?;
    Some(Command::EditSettings(Box::new(altered!(settings.clone(), risk_model))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    fn bench(text: &str) -> Workbench {
        Workbench::of_notation(text, None)
    }

    fn of(bench: &Workbench) -> RiskView {
        risk(bench, &bench.plan().changes[&Id::lenient("C1")])
    }

    const HISTORY: &str = "now 20T10
        group dba \"Databases\"
        ci db \"Database\"
        service bill \"Billing\" criticality=Critical on=db
        change H1 3..4 on=db group=dba status=Closed outcome=Failed actual=3..4
        change H2 5..6 on=db group=dba status=Closed outcome=Successful actual=5..6
        change H3 7..8 on=db group=dba status=Closed outcome=BackedOut actual=7..8
        change C1 25T20..25T22 on=db group=dba status=Requested risk=Low";

    #[test]
    fn the_highest_engine_wins_and_every_line_is_there() {
        let bench = bench(HISTORY);
        let view = of(&bench);
        assert_eq!((view.stated, view.assessed), (Risk::Low, Some(Risk::High)));
        assert_eq!(view.sentence, "High by conditions, while the change says low");
        let conditions: Vec<&str> = view.engines[0].lines.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(
            conditions,
            [
                "Reaches a critical service: Billing",
                "Failed before: the last change of Databases was backed out (H3)",
            ]
        );
        assert_eq!(view.engines[1].risk, None, "nothing is answered");
        let history: Vec<&str> = view.engines[2].lines.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(
            history,
            [
                "Databases: 2 of 3 earlier changes failed; 23 % of further ones are expected to fail",
                "Database: 2 of 3 earlier changes failed; 23 % of further ones are expected to fail",
            ]
        );
        assert_eq!(view.engines[2].risk, Some(Risk::Moderate));
    }

    #[test]
    fn answers_count_by_their_weight_and_the_result_is_taken_over() {
        let mut bench = bench("change C1 25T20..25T22 on=db status=Requested risk=Low");
        let first = of(&bench);
        assert_eq!((first.assessed, first.open, first.points), (None, 5, (0, 27)));
        for (question, given) in [("users", "all"), ("tested", "not"), ("backout", "not")] {
            let change = bench.plan().changes[&Id::lenient("C1")].clone();
            bench.run(&answer(&change, question, Some(given))).unwrap();
        }
        let view = of(&bench);
        assert_eq!((view.points.0, view.open, view.assessed), (21, 2, Some(Risk::VeryHigh)));
        assert!(view.engines[1].lines.iter().any(|(text, _)| text.ends_with("Customers: 3 × 3 = 9 points")));
        bench.run(&view.adopt.unwrap().unwrap()).unwrap();
        let view = of(&bench);
        assert_eq!((view.stated, view.adopt), (Risk::VeryHigh, None));
        let change = bench.plan().changes[&Id::lenient("C1")].clone();
        bench.run(&answer(&change, "users", None)).unwrap();
        assert_eq!(of(&bench).points.0, 12);
    }

    #[test]
    fn a_lower_risk_is_offered_only_when_every_question_is_answered() {
        let mut bench = bench("change C1 25T20..25T22 on=db status=Requested risk=High");
        let easiest =
            [("users", "none"), ("experience", "often"), ("tested", "same"), ("backout", "minutes")];
        for (question, given) in easiest {
            let change = bench.plan().changes[&Id::lenient("C1")].clone();
            bench.run(&answer(&change, question, Some(given))).unwrap();
            let view = of(&bench);
            assert_eq!((view.assessed, view.adopt), (Some(Risk::Low), None), "{} open", view.open);
        }
        let change = bench.plan().changes[&Id::lenient("C1")].clone();
        bench.run(&answer(&change, "teams", Some("one"))).unwrap();
        assert!(of(&bench).adopt.is_some_and(|adopt| adopt.is_ok()));
    }

    #[test]
    fn what_is_done_is_assessed_but_no_longer_answered() {
        let bench = bench("change C1 5T20..5T22 on=db status=Closed risk=Low");
        assert!(of(&bench).locked.is_some_and(|why| why.contains("locked while it is closed")));
    }

    #[test]
    fn thresholds_are_linted_and_mended_in_a_step() {
        let mut bench = bench(
            "question users \"How many notice?\" weight=13 answers=none:0,some:1\n\
             threshold 0..7 Low\nthreshold 7..13 Moderate\nthreshold 14.. High",
        );
        let lint = |bench: &Workbench| threshold_lint(&bench.plan().settings.risk_model);
        assert_eq!(lint(&bench), ["No threshold holds for 13 points"]);
        let mend = mend_thresholds(bench.plan()).unwrap();
        bench.run(&mend).unwrap();
        assert_eq!(lint(&bench), Vec::<String>::new());
        assert_eq!(mend_thresholds(bench.plan()), None);
    }
}
