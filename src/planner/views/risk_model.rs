//! The risk model as it is edited: its conditions, its questions with their answers and thresholds, each step a command;
//! and what a removal would do to the changes that have answered.

use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Answer, Change, ChangeStatus, Command, ConditionRow, Extra, Plan, Question, Risk, RiskCondition,
    RiskModel, Threshold,
};
use crate::rules::risk::{highest_score, score};
use crate::rules::wording::list;
use crate::sorted::SortedMap;

/// Which part of the model is edited.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// The question of a key.
    Question(String),
    /// The answer of the second key to the question of the first.
    Answer(String, String),
    /// A condition.
    Condition(RiskCondition),
    /// The threshold at this place.
    Threshold(usize),
}

/// A question, or one of its answers, as it is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which it is.
    pub part: Part,
    /// What it says.
    pub text: String,
    /// The weight of a question; the points of an answer.
    pub number: u32,
    /// The most points that it can make: those of the answer, or of the question's highest answer, times the weight.
    pub points: u32,
    /// How many changes have answered the question, or given this answer.
    pub given: usize,
}

/// A question with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionEntry {
    /// The question.
    pub own: Entry,
    /// Its answers, in their order.
    pub answers: Vec<Entry>,
}

/// A condition as it is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionEntry {
    /// The condition.
    pub condition: RiskCondition,
    /// The least risk of a change that meets it.
    pub risk: Risk,
    /// The number from which on it is met; `None` for a condition that counts nothing.
    pub limit: Option<u32>,
}

/// The risk model of a plan as it is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskModelView {
    /// The questions, in their order.
    pub questions: Vec<QuestionEntry>,
    /// The highest score that answers can make.
    pub highest: u32,
    /// The conditions, in their order.
    pub conditions: Vec<ConditionEntry>,
    /// The conditions that the model does not have.
    pub addable: Vec<RiskCondition>,
    /// Outcomes of earlier changes count.
    pub history: bool,
}

impl RiskModelView {
    /// A question or an answer.
    #[must_use]
    pub fn entry(&self, part: &Part) -> Option<&Entry> {
        let mut all = self.questions.iter().flat_map(|one| std::iter::once(&one.own).chain(&one.answers));
        all.find(|entry| entry.part == *part)
    }
}

/// The risk model of a plan, with how often each answer was given.
#[must_use]
pub fn risk_model(plan: &Plan) -> RiskModelView {
    let model = &plan.settings.risk_model;
    let mut given: SortedMap<(&str, &str), usize> = SortedMap::new();
    for (question, answer) in plan.changes.values().flat_map(|change| &change.answers) {
        *given.get_or_default((question, answer)) += 1;
    }
    let question = |question: &Question| {
        let answer = |answer: &Answer| Entry {
            part: Part::Answer(question.id.clone(), answer.id.clone()),
            text: answer.text.clone(),
            number: answer.score,
            points: answer.score.saturating_mul(question.weight),
            given: given.get(&(&*question.id, &*answer.id)).copied().unwrap_or_default(),
        };
        let answers: Vec<Entry> = question.answers.iter().map(answer).gather();
        let own = Entry {
            part: Part::Question(question.id.clone()),
            text: question.text.clone(),
            number: question.weight,
            points: answers.iter().map(|answer| answer.points).max().unwrap_or_default(),
            given: answers.iter().map(|answer| answer.given).sum(),
        };
        QuestionEntry { own, answers }
    };
    let has = |condition: &RiskCondition| model.conditions.iter().any(|row| row.condition == *condition);
    RiskModelView {
        questions: model.questions.iter().map(question).gather(),
        highest: highest_score(model),
        conditions: model.conditions.iter().map(condition_entry).gather(),
        addable: RiskCondition::ALL.iter().filter(|condition| !has(condition)).copied().gather(),
        history: model.history,
    }
}

fn condition_entry(row: &ConditionRow) -> ConditionEntry {
    ConditionEntry { condition: row.condition, risk: row.risk, limit: row.limit() }
}

/// What is done with the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RiskEdit {
    /// Asks a new question, after the others.
    AddQuestion(String),
    /// Offers a new answer to the question of this key, after the others.
    AddAnswer(String, String),
    /// What a question or answer says.
    Text(Part, String),
    /// The weight of a question, the points of an answer or the limit of a condition, as typed.
    Number(Part, String),
    /// One place up.
    Up(Part),
    /// One place down.
    Down(Part),
    /// Takes it out.
    Remove(Part),
    /// The least risk of a change that meets a condition; adds the condition when the model lacks it.
    Condition(RiskCondition, Risk),
    /// Adds a threshold without end; the last one ends where it begins.
    AddThreshold,
    /// Whether outcomes of earlier changes count.
    History(bool),
}

/// The command that edits the risk model; the error says what to write instead.
pub fn edit_risk_model(plan: &Plan, edit: &RiskEdit) -> Result<Command, String> {
    let mut model = plan.settings.risk_model.clone();
    match edit {
        RiskEdit::AddQuestion(text) => {
            let text = said(text, "write what is asked")?;
            let used = model.questions.iter().map(|question| &*question.id).chain(answered(plan));
            let id = free_key("question", used);
            model.questions.push(Question { id, text, weight: 1, answers: Vec::new(), extra: Extra::new() });
        }
        RiskEdit::AddAnswer(key, text) => {
            let text = said(text, "write what the answer says")?;
            let given = answers_to(plan, key);
            let question = question(&mut model, key)?;
            let id = free_key("answer", question.answers.iter().map(|answer| &*answer.id).chain(given));
            let score = question
                .answers
                .iter()
                .map(|answer| answer.score.saturating_add(1))
                .max()
                .unwrap_or_default();
            question.answers.push(Answer { id, text, score, extra: Extra::new() });
        }
        RiskEdit::Text(part, text) => match part {
            Part::Question(key) => question(&mut model, key)?.text = said(text, "write what is asked")?,
            Part::Answer(key, of) => {
                answer(&mut model, key, of)?.text = said(text, "write what the answer says")?;
            }
            Part::Condition(_) | Part::Threshold(_) => {}
        },
        RiskEdit::Number(part, typed) => {
            let wrong = |_| format!("\"{}\" is not a whole number from 0 on", typed.trim());
            let number = typed.trim().parse().map_err(wrong)?;
            match part {
                Part::Question(key) => question(&mut model, key)?.weight = number,
                Part::Answer(key, of) => answer(&mut model, key, of)?.score = number,
                Part::Condition(of) => {
                    let rows = model.conditions.iter_mut().filter(|row| row.condition == *of);
                    rows.for_each(|row| row.limit = Some(number));
                }
                Part::Threshold(_) => {}
            }
        }
        RiskEdit::Up(part) => shift(&mut model, part, Shift::Up)?,
        RiskEdit::Down(part) => shift(&mut model, part, Shift::Down)?,
        RiskEdit::Remove(part) => shift(&mut model, part, Shift::Out)?,
        RiskEdit::Condition(condition, risk) => {
            match model.conditions.iter_mut().find(|row| row.condition == *condition) {
                Some(row) => row.risk = *risk,
                None => model.conditions.push(ConditionRow::new(*condition, *risk)),
            }
        }
        RiskEdit::AddThreshold => {
            let last = model.thresholds.last_mut();
            let from = last.map_or(0, |last| *last.to.get_or_insert(last.from.saturating_add(1)));
            model.thresholds.push(Threshold::new(from, None, Risk::VeryHigh));
        }
        RiskEdit::History(counts) => model.history = *counts,
    }
    Ok(with_model(plan, model))
}

fn with_model(plan: &Plan, risk_model: RiskModel) -> Command {
    Command::EditSettings(Box::new(altered!(plan.settings.clone(), risk_model)))
}

const GONE: &str = "the risk model does not have this any more";

fn said(text: &str, otherwise: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err(otherwise.to_owned()) } else { Ok(text.to_owned()) }
}

fn question<'a>(model: &'a mut RiskModel, key: &str) -> Result<&'a mut Question, String> {
    model.questions.iter_mut().find(|question| question.id == key).ok_or_else(|| GONE.to_owned())
}

fn answer<'a>(model: &'a mut RiskModel, key: &str, of: &str) -> Result<&'a mut Answer, String> {
    let answers = &mut question(model, key)?.answers;
    answers.iter_mut().find(|answer| answer.id == of).ok_or_else(|| GONE.to_owned())
}

#[derive(Clone, Copy)]
enum Shift {
    Up,
    Down,
    Out,
}

fn shift(model: &mut RiskModel, part: &Part, how: Shift) -> Result<(), String> {
    match part {
        Part::Question(key) => shift_in(&mut model.questions, |question| question.id == *key, how),
        Part::Answer(key, of) => shift_in(&mut question(model, key)?.answers, |answer| answer.id == *of, how),
        Part::Condition(condition) => shift_in(&mut model.conditions, |row| row.condition == *condition, how),
        Part::Threshold(place) => {
            if *place < model.thresholds.len() {
                model.thresholds.remove(*place);
            }
            Ok(())
        }
    }
}

fn shift_in<T>(list: &mut Vec<T>, is_it: impl FnMut(&T) -> bool, how: Shift) -> Result<(), String> {
    let place = list.iter().position(is_it).ok_or_else(|| GONE.to_owned())?;
    match how {
        Shift::Up if 0 < place => list.swap(place - 1, place),
        Shift::Down if place + 1 < list.len() => list.swap(place, place + 1),
        Shift::Up | Shift::Down => {}
        Shift::Out => drop(list.remove(place)),
    }
    Ok(())
}

/// A key that neither the model nor any answer that is kept uses, so that an old answer never counts for a new question.
fn free_key<'a>(kind: &str, used: impl Iterator<Item = &'a str>) -> String {
    let used: Vec<&str> = used.gather();
    let mut number = 1;
    while used.contains(&&*format!("{kind}-{number}")) {
        number += 1;
    }
    format!("{kind}-{number}")
}

/// The answers of a plan: those of its changes, and those that its templates give; by question.
fn all_answers(plan: &Plan) -> impl Iterator<Item = (&str, &str)> {
    let changes = plan.changes.values().flat_map(|change| &change.answers);
    let changes = changes.map(|(question, answer)| (&**question, &**answer));
    let templates = plan.change_templates.values().filter_map(|template| template.fields.get("answers"));
    let templates = templates.filter_map(serde_json::Value::as_object).flatten();
    changes.chain(templates.filter_map(|(question, answer)| Some((&**question, answer.as_str()?))))
}

fn answered(plan: &Plan) -> impl Iterator<Item = &str> {
    all_answers(plan).map(|(question, _)| question)
}

fn answers_to<'a>(plan: &'a Plan, key: &str) -> impl Iterator<Item = &'a str> {
    all_answers(plan).filter(move |(question, _)| *question == key).map(|(_, answer)| answer)
}

/// What is lost when a question or answer is removed, in sentences; `None` when nobody has answered it.
///
/// The answers stay on the changes, which are not touched: they only count no longer, and are shown as such beside the
/// risk. So what was approved stays what was approved, and undo brings everything back.
#[must_use]
pub fn loss(plan: &Plan, part: &Part) -> Option<String> {
    let (what, key, of) = match part {
        Part::Question(key) => ("answered this question", key, None),
        Part::Answer(key, of) => ("gave this answer", key, Some(of)),
        Part::Condition(_) | Part::Threshold(_) => return None,
    };
    let model = &plan.settings.risk_model;
    let asked = model.questions.iter().find(|question| question.id == *key)?;
    let counts = |answer: &String| {
        asked.answers.iter().any(|one| one.id == *answer) && of.is_none_or(|of| of == answer)
    };
    let gave = |change: &&Change| change.answers.get(key).is_some_and(counts);
    let changes: Vec<&Change> = plan.changes.values().filter(gave).gather();
    let mut templates = plan.change_templates.values().filter(|template| {
        let given = template.fields.get("answers").and_then(|answers| answers.get(key)?.as_str());
        given.is_some_and(|given| counts(&given.to_owned()))
    });
    let names: Vec<&str> = templates.by_ref().map(|template| &*template.name).gather();
    if changes.is_empty() && names.is_empty() {
        return None;
    }
    let mut without = model.clone();
    shift(&mut without, part, Shift::Out).ok()?;
    let is_open = |change: &Change| {
        !matches!(
            change.status,
            ChangeStatus::Closed | ChangeStatus::Rejected | ChangeStatus::Withdrawn | ChangeStatus::Cancelled
        )
    };
    let open: Vec<&&Change> = changes.iter().filter(|change| is_open(change)).gather();
    let other = open.iter().filter(|change| score(model, change).risk != score(&without, change).risk);
    let other: Vec<&str> = other.map(|change| change.id.as_str()).gather();
    let mut sentences = vec![match changes.len() {
        0 => format!("No change {what}."),
        1 => format!("1 change {what}."),
        more => format!("{more} changes {what}, of which {} not closed yet.", are(open.len())),
    }];
    if !names.is_empty() {
        let does = if names.len() == 1 { "does" } else { "do" };
        sentences.push(format!("So {does} the changes that follow {}.", list(&names)));
    }
    if !other.is_empty() {
        sentences
            .push(format!("The questionnaire then asks for another risk, or none, of {}.", list(&other)));
    }
    sentences.push(
        "The answers stay on the changes but count no longer, as each change shows; undo brings them back."
            .to_owned(),
    );
    Some(sentences.join(" "))
}

fn are(count: usize) -> String {
    if count == 1 { "1 is".to_owned() } else { format!("{count} are") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Id, notation};
    use crate::planner::Workbench;
    use crate::planner::views::risk::{risk, threshold_lint};

    const MODEL: &str = "
        question users \"How many notice?\" weight=3 answers=none:0,many:2
        question tested \"Where was it tested?\" weight=2 answers=same:0,not:3
        threshold 0..6 Low
        threshold 6.. High
        condition ManyItems High
        change C1 25T20..25T22 status=Requested risk=Low answers=users:many,tested:not
        change C2 26T20..26T22 status=Requested risk=Low answers=users:none
        change C3 2T20..2T22 status=Closed risk=Low answers=users:many
        change C4 27T20..27T22 status=Requested risk=Low on=db,lb";

    fn bench() -> Workbench {
        Workbench::of_notation(MODEL, None)
    }

    fn edit(bench: &mut Workbench, edit: &RiskEdit) {
        let command = edit_risk_model(bench.plan(), edit).unwrap();
        bench.run(&command).unwrap();
    }

    fn users() -> Part {
        Part::Question("users".to_owned())
    }

    fn many() -> Part {
        Part::Answer("users".to_owned(), "many".to_owned())
    }

    fn asked(bench: &Workbench) -> Vec<(String, u32, u32, usize)> {
        let questions = risk_model(bench.plan()).questions.into_iter();
        questions.map(|one| (one.own.text, one.own.number, one.own.points, one.own.given)).collect()
    }

    fn conditions(bench: &Workbench) -> Vec<(RiskCondition, Risk, Option<u32>)> {
        let conditions = risk_model(bench.plan()).conditions.into_iter();
        conditions.map(|one| (one.condition, one.risk, one.limit)).collect()
    }

    /// What the questionnaire says about the change.
    fn said_of(bench: &Workbench, change: &str) -> Vec<String> {
        let view = risk(bench, &bench.plan().changes[&Id::lenient(change)]);
        view.engines[1].lines.iter().map(|(text, _)| text.clone()).collect()
    }

    #[test]
    fn questions_say_their_weight_their_points_and_how_many_changes_answered() {
        let bench = bench();
        let view = risk_model(bench.plan());
        assert_eq!(
            asked(&bench),
            [("How many notice?".to_owned(), 3, 6, 3), ("Where was it tested?".to_owned(), 2, 6, 1)]
        );
        assert_eq!((view.highest, view.entry(&many()).map(|many| many.given)), (12, Some(2)));
        assert_eq!(conditions(&bench), [(RiskCondition::ManyItems, Risk::High, Some(5))]);
        assert_eq!(view.addable.len(), RiskCondition::ALL.len() - 1);
    }

    #[test]
    fn questions_and_answers_are_added_reworded_weighed_and_moved_each_as_a_step() {
        let mut bench = bench();
        edit(&mut bench, &RiskEdit::AddQuestion(" How old is it? ".to_owned()));
        let key = "question-1".to_owned();
        edit(&mut bench, &RiskEdit::AddAnswer(key.clone(), "New".to_owned()));
        edit(&mut bench, &RiskEdit::AddAnswer(key.clone(), "Old".to_owned()));
        edit(&mut bench, &RiskEdit::Number(Part::Question(key.clone()), "4".to_owned()));
        edit(&mut bench, &RiskEdit::Text(many(), "Very many".to_owned()));
        edit(&mut bench, &RiskEdit::Up(Part::Question(key.clone())));
        edit(&mut bench, &RiskEdit::Down(users()));
        let order: Vec<String> = asked(&bench).into_iter().map(|(text, ..)| text).collect();
        assert_eq!(order, ["How old is it?", "How many notice?", "Where was it tested?"]);
        let view = risk_model(bench.plan());
        let points: Vec<u32> = view.questions[0].answers.iter().map(|answer| answer.points).collect();
        assert_eq!(points, [0, 4]);
        assert_eq!(view.entry(&many()).map(|many| &*many.text), Some("Very many"));
        assert!(said_of(&bench, "C1").iter().any(|line| line.contains("Very many: 2 × 3 = 6 points")));
        for _ in 0..7 {
            assert_eq!(bench.undo().unwrap().label, "Undo: Change the risk model");
        }
        assert_eq!(*bench.plan(), notation::parse(MODEL).unwrap().plan);
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_to_write() {
        let bench = bench();
        let refused = |edit| edit_risk_model(bench.plan(), &edit).unwrap_err();
        assert_eq!(refused(RiskEdit::AddQuestion("  ".to_owned())), "write what is asked");
        assert_eq!(refused(RiskEdit::Text(many(), String::new())), "write what the answer says");
        let number = RiskEdit::Number(users(), "-1".to_owned());
        assert_eq!(refused(number), "\"-1\" is not a whole number from 0 on");
        assert_eq!(refused(RiskEdit::Remove(Part::Question("gone".to_owned()))), GONE);
    }

    #[test]
    fn a_removal_says_first_what_it_does_to_the_changes_that_answered() {
        let plan = bench().plan().clone();
        let says = |part| loss(&plan, &part);
        assert_eq!(
            says(users()).as_deref(),
            Some(
                "3 changes answered this question, of which 2 are not closed yet. The questionnaire then asks for \
                 another risk, or none, of C2. The answers stay on the changes but count no longer, as each change \
                 shows; undo brings them back."
            )
        );
        let answer = Part::Answer("tested".to_owned(), "not".to_owned());
        assert!(says(answer).is_some_and(|said| said.starts_with("1 change gave this answer.")));
        assert_eq!(says(Part::Answer("tested".to_owned(), "same".to_owned())), None);
        assert_eq!(says(Part::Condition(RiskCondition::ManyItems)), None);
    }

    #[test]
    fn an_answer_whose_question_is_gone_stays_counts_no_longer_and_never_counts_for_another() {
        let mut bench = bench();
        edit(&mut bench, &RiskEdit::Remove(users()));
        let change = bench.plan().changes[&Id::lenient("C1")].clone();
        assert_eq!(change.answers["users"], "many");
        assert_eq!(
            said_of(&bench, "C1"),
            [
                "Where was it tested? not: 3 × 2 = 6 points",
                "The answer \"many\" to \"users\" counts no longer: the question was removed",
                "6 points together: high",
            ]
        );
        edit(&mut bench, &RiskEdit::AddQuestion("Who?".to_owned()));
        assert_eq!(risk_model(bench.plan()).questions[1].own.given, 0);
        bench.undo();
        bench.undo();
        assert_eq!(said_of(&bench, "C1").len(), 3);
    }

    #[test]
    fn an_answer_that_is_gone_leaves_its_question_open() {
        let mut bench = bench();
        edit(&mut bench, &RiskEdit::Remove(many()));
        assert_eq!(risk(&bench, &bench.plan().changes[&Id::lenient("C1")]).open, 1);
        assert!(said_of(&bench, "C1").contains(
            &"How many notice? The answer \"many\" counts no longer: it was removed; answer again".to_owned()
        ));
    }

    #[test]
    fn conditions_thresholds_and_history_are_edited_and_the_lint_follows() {
        let mut bench = bench();
        edit(&mut bench, &RiskEdit::Condition(RiskCondition::ManyItems, Risk::Moderate));
        edit(&mut bench, &RiskEdit::Condition(RiskCondition::NotRehearsed, Risk::Low));
        edit(&mut bench, &RiskEdit::Up(Part::Condition(RiskCondition::NotRehearsed)));
        edit(&mut bench, &RiskEdit::History(false));
        edit(&mut bench, &RiskEdit::Number(Part::Condition(RiskCondition::ManyItems), "2".to_owned()));
        assert_eq!(
            conditions(&bench),
            [
                (RiskCondition::NotRehearsed, Risk::Low, None),
                (RiskCondition::ManyItems, Risk::Moderate, Some(2))
            ]
        );
        let view = risk(&bench, &bench.plan().changes[&Id::lenient("C4")]);
        let lines: Vec<&str> = view.engines[0].lines.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(lines, ["Not rehearsed", "Changes many items: 2"]);
        assert!(!risk_model(bench.plan()).history);
        edit(&mut bench, &RiskEdit::Remove(Part::Condition(RiskCondition::NotRehearsed)));
        edit(&mut bench, &RiskEdit::AddThreshold);
        let lint = |bench: &Workbench| threshold_lint(&bench.plan().settings.risk_model);
        assert_eq!(lint(&bench), Vec::<String>::new());
        edit(&mut bench, &RiskEdit::Remove(Part::Threshold(1)));
        assert_eq!(lint(&bench), ["No threshold holds for 6 points"]);
    }
}
