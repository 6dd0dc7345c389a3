//! The risk questions with their answers and thresholds, and the conditions: each is edited in place, a step at a time.

use crate::gather::Gather;
use crate::ui::prelude::*;
use wasm_bindgen::JsCast;

use super::thresholds::Thresholds;
use crate::model::{Risk, RiskCondition};
use crate::planner::views::risk_model::{
    ConditionEntry, Entry, Part, RiskEdit, RiskModelView, edit_risk_model, loss, risk_model,
};
use crate::ui::change::focus_when_lost;
use crate::ui::components::{Icon, Shape};
use crate::ui::inspector::Select;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Editor {
    live: Live,
    shown: Memo<Option<RiskModelView>>,
    /// What was refused last, and why.
    wrong: RwSignal<Option<(Part, String)>>,
    /// What is to be removed, once it is known what that does.
    asked: RwSignal<Option<(Part, String)>>,
}

impl Editor {
    fn new() -> Editor {
        let live = use_live();
        let shown = Memo::new(move |_| live.read(|bench| risk_model(bench.plan())));
        Editor { live, shown, wrong: RwSignal::new(None), asked: RwSignal::new(None) }
    }

    /// Takes a step; what is wrong with it is said at the part. True when it was taken.
    fn take(self, part: &Part, edit: &RiskEdit) -> bool {
        match self.live.read_untracked(|bench| edit_risk_model(bench.plan(), edit)) {
            Some(Ok(command)) => {
                self.wrong.set(None);
                self.live.run(&command).is_some()
            }
            Some(Err(why)) => {
                self.wrong.set(Some((part.clone(), why)));
                false
            }
            None => false,
        }
    }

    fn remove(self, part: &Part) {
        match self.live.read_untracked(|bench| loss(bench.plan(), part)).flatten() {
            Some(loss) => self.asked.set(Some((part.clone(), loss))),
            None => drop(self.take(part, &RiskEdit::Remove(part.clone()))),
        }
    }

    /// Something of what is shown; nothing without a plan.
    fn read<T: Default>(self, of: impl FnOnce(&RiskModelView) -> Option<T>) -> T {
        self.shown.with(|shown| shown.as_ref().and_then(of)).unwrap_or_default()
    }

    fn entry(self, part: &Part, of: fn(&Entry) -> String) -> String {
        self.read(|shown| shown.entry(part).map(of))
    }
}

/// The questions and what their points mean.
#[component]
pub fn Questions() -> View {
    let words = &text().policy;
    let editor = Editor::new();
    let keys = move || {
        editor.read(|shown| Some(shown.questions.iter().map(|one| one.own.part.clone()).gather::<Vec<_>>()))
    };
    let highest = move || editor.read(|shown| Some(shown.highest));
    let unplaced = Part::Question(String::new());
    view! {
        <section class="risk-model card" aria-labelledby="questions-title">
            <h2 id="questions-title">{words.questions}</h2>
            <p class="muted">{move || (words.questions_hint)(highest())}</p>
            <div class="risk-model-parts">
                <div>
                    <ol class="questions"><Rows each=keys children=move |part| question(editor, part) /></ol>
                    {adding(editor, unplaced, words.new_question.to_owned(), words.add_question, RiskEdit::AddQuestion)}
                </div>
                <Thresholds />
            </div>
        </section>
    }
}

/// A question, folded until somebody edits it.
fn question(editor: Editor, part: Part) -> View {
    let words = &text().policy;
    let Part::Question(key) = part.clone() else { return View::default() };
    let own = StoredValue::new(part.clone());
    let said = move |of: fn(&Entry) -> String| own.with_value(|part| editor.entry(part, of));
    let facts = |entry: &Entry| (text().policy.question_facts)(entry.number, entry.points, entry.given);
    let answers = move || {
        let answers = |shown: &RiskModelView| {
            let asked = own.with_value(|own| shown.questions.iter().find(|one| one.own.part == *own))?;
            Some(asked.answers.iter().map(|answer| answer.part.clone()).gather::<Vec<_>>())
        };
        editor.read(answers)
    };
    let label = (words.new_answer)(&said(|entry| entry.text.clone()));
    let add = move |text: String| RiskEdit::AddAnswer(key.clone(), text);
    view! {
        <li>
            <details class="question">
                <summary>{move || said(|entry| entry.text.clone())}" "<span class="muted small">{move || said(facts)}</span></summary>
                {row(editor, part.clone(), words.question, words.weight)}
                <Show when=move || answers().is_empty()><p class="caution small">{words.no_answers}</p></Show>
                <ol class="answers"><Rows each=answers children=move |answer| view! { <li>{row(editor, answer, text().policy.answer, text().policy.points)}</li> } /></ol>
                {adding(editor, part, label, words.add_answer, add)}
            </details>
        </li>
    }
}

/// What a question or answer says and counts, with what moves and removes it.
fn row(editor: Editor, part: Part, says: &'static str, counts: &'static str) -> View {
    let words = &text().policy;
    let is_answer = matches!(part, Part::Answer(..));
    let part = StoredValue::new(part);
    let read = move |of: fn(&Entry) -> String| part.with_value(|part| editor.entry(part, of));
    let name = move || read(|entry| entry.text.clone());
    let take = move |edit: fn(Part, String) -> RiskEdit, typed: String| {
        let part = part.get_value();
        editor.take(&part, &edit(part.clone(), typed));
    };
    let given = move || read(|entry| (text().policy.given)(entry.given));
    view! {
        <div class="risk-row">
            <input type="text" autocomplete="off" aria-label=move || (words.of)(says, &name()) prop:value=name
                on:change=move |event| take(RiskEdit::Text, event_target_value(&event)) />
            <label class="risk-number">
                <span class="muted small">{counts}</span>
                <input type="number" min="0" step="1" aria-label=move || (words.of)(counts, &name()) prop:value=move || read(|entry| entry.number.to_string())
                    on:change=move |event| take(RiskEdit::Number, event_target_value(&event)) />
            </label>
            {is_answer.then(|| view! { <span class="muted small">{given}</span> })}
            {moving(editor, part, Signal::derive(name))}
        </div>
        {said_of(editor, part)}
    }
}

/// The buttons that move a part up and down and take it out.
fn moving(editor: Editor, part: StoredValue<Part>, name: Signal<String>) -> View {
    let words = &text().policy;
    let button = move |label: fn(&str) -> String, sign: View, press: Callback<Part>| {
        view! {
            <button type="button" class="button quiet small icon-only" aria-label=move || label(&name.get()) title=move || label(&name.get())
                on:click=move |_| press.run(part.get_value())>{sign}</button>
        }
    };
    let step = move |edit: fn(Part) -> RiskEdit| {
        Callback::new(move |part: Part| {
            editor.take(&part.clone(), &edit(part));
        })
    };
    let sign = |sign: &'static str| view! { <span aria-hidden="true">{sign}</span> };
    view! {
        <span class="risk-acts">
            {button(words.up, sign("↑"), step(RiskEdit::Up))}
            {button(words.down, sign("↓"), step(RiskEdit::Down))}
            {button(words.remove, view! { <Icon shape=Shape::Remove /> }, Callback::new(move |part: Part| editor.remove(&part)))}
        </span>
    }
}

/// What was refused at a part, and what its removal would do.
fn said_of(editor: Editor, part: StoredValue<Part>) -> View {
    let words = &text().policy;
    let of = move |said: RwSignal<Option<(Part, String)>>| {
        let said = said.get().filter(|(of, _)| part.with_value(|part| part == of));
        said.map(|(_, said)| said)
    };
    let wrong = move || of(editor.wrong).map(|why| view! { <p class="field-error" role="alert">{why}</p> });
    let removal = move || {
        of(editor.asked).map(|loss| {
            view! {
                <div class="risk-loss" role="alert">
                    <p>{loss}</p>
                    <div class="button-row">
                        <button type="button" class="button small danger" on:click=move |event| {
                            focus_question(&event);
                            editor.asked.set(None);
                            let part = part.get_value();
                            editor.take(&part, &RiskEdit::Remove(part.clone()));
                        }>{words.remove_it}</button>
                        <button type="button" class="button small" on:click=move |event| {
                            focus_question(&event);
                            editor.asked.set(None);
                        }>{words.keep_it}</button>
                    </div>
                </div>
            }
        })
    };
    view! { {wrong}{removal} }
}

/// Puts the focus on the question in which a button is that goes away now, or that follows when the question goes too.
fn focus_question(event: &leptos::ev::MouseEvent) {
    let question = event_target::<web_sys::Element>(event).closest("details").ok().flatten();
    let summary = question.and_then(|question| question.query_selector("summary").ok().flatten());
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element of this very page takes the focus.
        let _ = summary.focus();
    }
    focus_when_lost(".questions summary", 30);
}

/// A field that adds a question or an answer. What is wrong is said at `part`, which is the question for an answer.
fn adding(
    editor: Editor,
    part: Part,
    label: String,
    verb: &'static str,
    edit: impl Fn(String) -> RiskEdit + Send + Sync + 'static,
) -> View {
    let typed = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if editor.take(&part, &edit(typed.get_untracked())) {
            typed.set(String::new());
        }
    };
    view! {
        <form class="add-step" on:submit=add>
            <input type="text" required autocomplete="off" aria-label=label.clone() placeholder=label
                prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) />
            <button type="submit" class="button small"><Icon shape=Shape::Plus />{verb}</button>
        </form>
    }
}

/// The conditions, each with the least risk of the changes that meet it, and whether history counts.
#[component]
pub fn Conditions() -> View {
    let words = &text().policy;
    let editor = Editor::new();
    let all = move || {
        editor.read(|shown| Some(shown.conditions.iter().map(|one| one.condition).gather::<Vec<_>>()))
    };
    let addable = move || {
        let addable = editor.read(|shown| Some(shown.addable.clone()));
        let none = (String::new(), words.add_condition.to_owned());
        let options = addable.iter().map(|one| (one.word().to_owned(), one.label().to_owned()));
        let options: Vec<_> = [none].into_iter().chain(options).gather();
        let add = move |word: String| {
            if let Some(condition) = RiskCondition::from_word(&word) {
                editor.take(&Part::Condition(condition), &RiskEdit::Condition(condition, Risk::Moderate));
            }
        };
        let value = Signal::stored(String::new());
        (!addable.is_empty())
            .then(|| view! { <Select value options label=words.add_condition on_choose=add /> })
    };
    let counts = move || editor.read(|shown| Some(shown.history));
    let history = move |counts: bool| {
        editor.take(&Part::Question(String::new()), &RiskEdit::History(counts));
    };
    view! {
        <section class="risk-model card" aria-labelledby="conditions-title">
            <h2 id="conditions-title">{words.conditions}</h2>
            <p class="muted">{words.conditions_hint}</p>
            <Show when=move || all().is_empty()><p class="muted">{words.no_conditions}</p></Show>
            <ol class="conditions"><Rows each=all children=move |condition| one_condition(editor, condition) /></ol>
            <div class="condition-new">{addable}</div>
            <label class="check">
                <input type="checkbox" prop:checked=counts on:change=move |event| history(event_target_checked(&event)) />
                {words.history}
            </label>
        </section>
    }
}

fn one_condition(editor: Editor, condition: RiskCondition) -> View {
    let words = &text().policy;
    let part = StoredValue::new(Part::Condition(condition));
    let read = move |of: fn(&ConditionEntry) -> String| {
        let find = |shown: &RiskModelView| {
            shown.conditions.iter().find(|entry| entry.condition == condition).map(of)
        };
        editor.read(find)
    };
    let risk = Signal::derive(move || read(|entry| entry.risk.word().to_owned()));
    let limit = condition.usual_limit().map(|_| {
        let typed = move |typed: String| {
            let part = Part::Condition(condition);
            editor.take(&part, &RiskEdit::Number(part.clone(), typed));
        };
        let value = move || read(|entry| entry.limit.map_or(String::new(), |limit| limit.to_string()));
        view! {
            <label class="risk-number">
                <span class="muted small">{words.from_so_many}</span>
                <input type="number" min="1" step="1" prop:value=value on:change=move |event| typed(event_target_value(&event)) />
            </label>
        }
    });
    let risks = Risk::ALL.iter().map(|risk| (risk.word().to_owned(), risk.label().to_owned())).gather();
    let choose = move |word: String| {
        if let Some(risk) = Risk::from_word(&word) {
            editor.take(&Part::Condition(condition), &RiskEdit::Condition(condition, risk));
        }
    };
    view! {
        <li class="condition">
            <span>{condition.label()}</span>
            {limit}
            <Select value=risk options=risks label=(words.least_risk)(condition.label()) on_choose=choose />
            {moving(editor, part, Signal::stored(condition.label().to_owned()))}
            {said_of(editor, part)}
        </li>
    }
}
