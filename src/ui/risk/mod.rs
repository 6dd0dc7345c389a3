//! Risk and impact of a change: every line that made the risk, the questions to answer, and the drawing of what it
//! reaches. A folder of its own because the page of a change and the board's item both show it.

mod drawing;

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{Change, RecordRef, Risk};
use crate::planner::Workbench;
use crate::planner::views::risk::{AnswerView, EngineView, QuestionView, RiskView, answer, risk};
use crate::ui::components::CommandButton;
use crate::ui::inspector::Select;
use crate::ui::live::use_live;
use crate::ui::text::text;

pub use drawing::ImpactDrawing;

/// The risk of a change with its lines and questions.
#[component]
pub fn RiskPart(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().risk;
    let known = StoredValue::new(of);
    let shown = Memo::new(move |_| {
        live.read(|bench| known.with_value(|of| Some(risk(bench, change_of(bench, of)?)))).flatten()
    });
    let read = move |read: fn(&RiskView) -> String| shown.with(|shown| shown.as_ref().map(read));
    let engines =
        move || shown.with(|shown| shown.as_ref().map(|shown| shown.engines.clone())).unwrap_or_default();
    let questions =
        move || shown.with(|shown| shown.as_ref().map(|shown| shown.questions.clone())).unwrap_or_default();
    let is_locked =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.locked.is_some())));
    let choose = Callback::new(move |(question, given): (String, String)| {
        let change =
            live.read_untracked(|bench| known.with_value(|of| change_of(bench, of).cloned())).flatten();
        let Some(change) = change else { return };
        live.run(&answer(&change, &question, (!given.is_empty()).then_some(&given)));
    });
    view! {
        <section class="risk-part">
            <h3>{words.risk}</h3>
            <p class="risk-sentence">{move || read(|shown| shown.sentence.clone())}</p>
            <Adopt shown />
            <dl class="risk-engines">
                <Rows each=engines children=|engine| view! { <Engine engine /> } />
            </dl>
            <h3>{words.questions}</h3>
            <p class="muted small">{move || read(|shown| (text().risk.points)(shown.points.0, shown.points.1))}
                {move || read(|shown| if shown.open == 0 { String::new() } else { format!(" · {}", (text().risk.open)(shown.open)) })}</p>
            <Show when=move || is_locked.get()><p class="muted small">{move || read(|shown| shown.locked.clone().unwrap_or_default())}</p></Show>
            <div class="risk-questions" data-field="answers">
                <For each=questions key=|question: &QuestionView| question.id.clone()
                    children=move |question| view! { <Asked question shown is_locked=is_locked.into() choose /> } />
            </div>
        </section>
    }
}

fn change_of<'a>(bench: &'a Workbench, of: &RecordRef) -> Option<&'a Change> {
    of.id_of().and_then(|id| bench.plan().changes.get(&id))
}

/// Takes over what the engines say, where that is another risk than the change says.
#[component]
fn Adopt(shown: Memo<Option<RiskView>>) -> View {
    let live = use_live();
    let offer = move || shown.with(|shown| shown.as_ref().and_then(|shown| shown.adopt.clone()));
    let label = Signal::derive(move || {
        let risk = shown.with(|shown| shown.as_ref().and_then(|shown| shown.assessed));
        risk.map_or(String::new(), |risk| (text().risk.adopt)(risk.label()))
    });
    let refusal = Signal::derive(move || offer().and_then(Result::err));
    let press = Callback::new(move |()| {
        if let Some(Ok(command)) = offer() {
            live.run(&command);
        }
    });
    view! {
        <Show when=move || offer().is_some()>
            <p><CommandButton label refusal class="small primary" on_press=press /></p>
        </Show>
    }
}

#[component]
fn Engine(engine: EngineView) -> View {
    let words = &text().risk;
    let lines: Vec<_> = engine
        .lines
        .into_iter()
        .map(|(line, risk)| {
            let least = risk.map(|risk| (words.least)(risk.label()));
            view! { <li>{line}{least.map(|least| view! { " "<span class="muted small">{least}</span> })}</li> }
        })
        .gather();
    let is_empty = lines.is_empty();
    let class = if engine.is_decisive { "risk-engine decisive" } else { "risk-engine" };
    view! {
        <div class=class>
            <dt>{engine.label}" "{risk_chip(engine.risk)}</dt>
            <dd>
                {is_empty.then(|| view! { <p class="muted small">{words.says_nothing}</p> })}
                <ul>{lines}</ul>
            </dd>
        </div>
    }
}

fn risk_chip(risk: Option<Risk>) -> View {
    match risk {
        Some(risk) => {
            view! { <span class=format!("chip risk-{}", risk.word())>{risk.label()}</span> }
        }
        None => View::default(),
    }
}

/// A question with the answer that was given; it stays while it is answered, so that the focus does.
#[component]
fn Asked(
    question: QuestionView,
    shown: Memo<Option<RiskView>>,
    is_locked: Signal<bool>,
    choose: Callback<(String, String)>,
) -> View {
    let words = &text().risk;
    let id = StoredValue::new(question.id);
    let given = move |of: fn(&AnswerView) -> String| {
        shown.with(|shown| {
            let questions = shown.as_ref().map_or(&[][..], |shown| &shown.questions);
            let asked = id.with_value(|id| questions.iter().find(|question| question.id == *id))?;
            asked.answers.iter().find(|answer| answer.is_given).map(of)
        })
    };
    let value = Signal::derive(move || given(|answer| answer.id.clone()).unwrap_or_default());
    let none = (String::new(), words.not_answered.to_owned());
    let options: Vec<(String, String)> = [none]
        .into_iter()
        .chain(
            question
                .answers
                .iter()
                .map(|answer| (answer.id.clone(), (words.answer_points)(&answer.text, answer.points))),
        )
        .gather();
    let label = question.text.clone();
    let control = move || {
        if is_locked.get() {
            let said = given(|answer| answer.text.clone()).unwrap_or(text().risk.not_answered.to_owned());
            return view! { <span>{said}</span> };
        }
        view! {
            <Select value options=options.clone() label=label.clone()
                on_choose=move |answer: String| choose.run((id.get_value(), answer)) />
        }
    };
    view! {
        <div class="risk-question">
            <span>{question.text}</span>
            {control}
        </div>
    }
}
