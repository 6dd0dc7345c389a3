//! Fields that are lists of small things: labels, dependencies, relations, members, criteria.

use crate::ui::components::{For, Rows};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::fields::{Row, Select};
use super::form::{Form, Typed};
use super::picker::{Picked, RecordPicker};
use super::references::{RecordChip, is_added_by_name, taken};
use crate::model::{DependencyKind, Question, RecordRef, RelationKind, Table};
use crate::planner::views::forms::{Field, duration_minutes};
use crate::planner::views::frame::actors;
use crate::rules::wording;
use crate::ui::components::{Icon, Memo, Shape};
use crate::ui::text::text;

/// A list that a field holds, with what its small editors do to it.
#[derive(Clone, Copy)]
struct List {
    form: Form,
    field: Field,
    value: Memo<Value>,
    typed: Typed,
}

impl List {
    fn of(form: Form, field: Field) -> List {
        List { form, field, value: form.value(field.path), typed: Typed::new() }
    }

    fn items(&self) -> Vec<Value> {
        self.value.with(|value| value.as_array().cloned().unwrap_or_default())
    }

    fn now(&self) -> Vec<Value> {
        self.value.with_untracked(|value| value.as_array().cloned().unwrap_or_default())
    }

    fn enter(&self, items: Vec<Value>) {
        self.typed.settle(self.form.enter(self.field, &Value::Array(items)));
    }

    fn remove(&self, place: usize) {
        let items = self.now().into_iter().enumerate().filter(|(at, _)| *at != place);
        self.enter(items.map(|(_, item)| item).collect());
    }

    /// Sets a field of one item; what else the item holds stays.
    fn set(&self, place: usize, name: &str, to: Value) {
        let mut items = self.now();
        if let Some(item) = items.get_mut(place).and_then(Value::as_object_mut) {
            item.insert(name.to_owned(), to);
        }
        self.enter(items);
    }

    fn text_of(&self, place: usize, name: &'static str) -> Memo<String> {
        let list = *self;
        Memo::new(move |_| {
            let items = list.items();
            let text = items.get(place).and_then(|item| item.get(name)).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        })
    }

    /// Adds an item that names a picked record.
    fn pick(&self, picked: Picked, item: impl Fn(&RecordRef) -> Value) {
        let (of, new) = taken(picked);
        let mut items = self.now();
        items.push(item(&of));
        let typed = Value::Array(items);
        self.typed.settle(match new {
            Some(new) => self.form.enter_with(self.field, &typed, new),
            None => self.form.enter(self.field, &typed),
        });
    }

    fn records(&self, name: &'static str, table: Table) -> Signal<Vec<RecordRef>> {
        let list = *self;
        Signal::derive(move || {
            let items = list.items();
            let ids = items.iter().filter_map(|item| item.get(name)?.as_str());
            ids.map(|id| RecordRef::new(table, id)).collect::<Vec<_>>()
        })
    }
}

fn remove_button(
    list: List,
    place: usize,
    name: impl Fn() -> String + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="chip-remove"
            aria-label=move || (text().inspector.take_out)(&name())
            title=move || (text().inspector.take_out)(&name())
            on:click=move |_| list.remove(place)
        >
            <Icon shape=Shape::Close />
        </button>
    }
}

#[component]
pub fn LabelsField(form: Form, field: Field) -> impl IntoView {
    let words = &text().inspector;
    let list = List::of(form, field);
    let add = move |typed: String| {
        let mut items = list.now();
        items.extend(typed.split(',').map(str::trim).filter(|word| !word.is_empty()).map(|word| json!(word)));
        list.enter(items);
    };
    let label = form.label(field.path);
    view! {
        <Row label problem=list.typed.problem group=true>
            <div class="chips">
                <For
                    each=move || list.items()
                    key=Value::to_string
                    children=move |item| {
                        let word = StoredValue::new(item.as_str().unwrap_or_default().to_owned());
                        let take_out = move |_| {
                            let items = list.now().into_iter();
                            list.enter(items.filter(|other| other.as_str() != Some(&word.get_value())).collect());
                        };
                        view! {
                            <span class="record-chip">
                                {word.get_value()}
                                <button type="button" class="chip-remove" aria-label=(words.take_out)(&word.get_value()) on:click=take_out>
                                    <Icon shape=Shape::Close />
                                </button>
                            </span>
                        }
                    }
                />
            </div>
            <input
                type="text"
                aria-label=label
                placeholder=words.add_word
                on:change=move |event| {
                    add(event_target_value(&event));
                    event_target::<web_sys::HtmlInputElement>(&event).set_value("");
                }
            />
        </Row>
    }
}

#[component]
pub fn DependenciesField(form: Form, field: Field, table: Table) -> impl IntoView {
    let words = &text().inspector;
    let list = List::of(form, field);
    let label = form.label(field.path);
    let own = form.record();
    let kinds =
        || DependencyKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).collect();
    let kind_of = move |place| {
        let kind = list.text_of(place, "kind");
        Signal::derive(move || {
            let kind = kind.get();
            if kind.is_empty() { DependencyKind::FinishStart.word().to_owned() } else { kind }
        })
    };
    let lag = move |place: usize| {
        let items = list.items();
        let minutes = items.get(place).and_then(|item| item.get("lag_minutes")?.as_i64()).unwrap_or(0);
        match minutes {
            0 => String::new(),
            late if late > 0 => wording::duration(late * 60),
            early => format!("-{}", wording::duration(early * 60)),
        }
    };
    let take_lag = move |place: usize, typed: &str| {
        let typed = typed.trim();
        let (sign, length) = typed.strip_prefix('-').map_or((1, typed), |length| (-1, length));
        match if length.is_empty() || length == "0" { Ok(0) } else { duration_minutes(length) } {
            Ok(minutes) => list.set(place, "lag_minutes", json!(sign * minutes)),
            Err(problem) => list.typed.problem.set(problem),
        }
    };
    let others = list.records("on", table);
    let numbered = move || others.get().into_iter().enumerate().collect::<Vec<_>>();
    let without = Signal::derive(move || {
        let mut without = others.get();
        without.push(own.clone());
        without
    });
    view! {
        <Row label problem=list.typed.problem group=true>
            <ul class="form-list">
                <For
                    each=numbered
                    key=|(place, of)| (*place, of.clone())
                    children=move |(place, of)| view! {
                        <li>
                            <Select
                                value=kind_of(place)
                                options=kinds()
                                label=words.dependency_kind
                                on_choose=move |word: String| list.set(place, "kind", json!(word))
                            />
                            <RecordChip of on_remove=move |()| list.remove(place) />
                            <input
                                type="text"
                                class="form-length"
                                aria-label=words.lag
                                placeholder=words.lag
                                prop:value=move || lag(place)
                                on:change=move |event| take_lag(place, &event_target_value(&event))
                            />
                        </li>
                    }
                />
            </ul>
            <RecordPicker
                table
                label
                without
                adds=is_added_by_name(table)
                on_pick=move |picked| list.pick(picked, |of| json!({ "on": &*of.id }))
            />
        </Row>
    }
}

#[component]
pub fn RelationsField(form: Form, field: Field) -> impl IntoView {
    let words = &text().inspector;
    let list = List::of(form, field);
    let label = form.label(field.path);
    let own = form.record();
    let kinds =
        || RelationKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).collect();
    let others = list.records("to", Table::ConfigurationItems);
    let numbered = move || others.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <Row label problem=list.typed.problem group=true>
            <ul class="form-list">
                <For
                    each=numbered
                    key=|(place, of)| (*place, of.clone())
                    children=move |(place, of)| view! {
                        <li>
                            <Select
                                value=list.text_of(place, "kind")
                                options=kinds()
                                label=words.relation_kind
                                on_choose=move |word: String| list.set(place, "kind", json!(word))
                            />
                            <RecordChip of on_remove=move |()| list.remove(place) />
                        </li>
                    }
                />
            </ul>
            <RecordPicker
                table=Table::ConfigurationItems
                label
                without=Signal::derive(move || vec![own.clone()])
                adds=true
                on_pick=move |picked| {
                    list.pick(picked, |of| json!({ "kind": RelationKind::DependsOn.word(), "to": &*of.id }));
                }
            />
        </Row>
    }
}

/// The members of a board, each with a tick for who must vote, and with a delegate.
#[component]
pub fn MembersField(form: Form, field: Field) -> impl IntoView {
    let words = &text().inspector;
    let list = List::of(form, field);
    let label = form.label(field.path);
    let people = list.records("person", Table::People);
    let numbered = move || people.get().into_iter().enumerate().collect::<Vec<_>>();
    let must = move |place: usize| {
        list.items().get(place).and_then(|item| item.get("mandatory")?.as_bool()).unwrap_or(false)
    };
    let delegates = move || {
        let people = form.live().read(|bench| actors(bench).1).unwrap_or_default();
        [(String::new(), words.no_delegate.to_owned())].into_iter().chain(people).collect::<Vec<_>>()
    };
    let delegate = move |place: usize, person: String| {
        list.set(place, "delegate", if person.is_empty() { Value::Null } else { json!(person) });
    };
    view! {
        <Row label problem=list.typed.problem group=true>
            <ul class="form-list">
                <For
                    each=numbered
                    key=|(place, of)| (*place, of.clone())
                    children=move |(place, of)| view! {
                        <li class="member">
                            <RecordChip of on_remove=move |()| list.remove(place) />
                            <label class="check">
                                <input type="checkbox" prop:checked=move || must(place)
                                    on:change=move |event| list.set(place, "mandatory", json!(event_target_checked(&event))) />
                                {words.must_vote}
                            </label>
                            <Select value=list.text_of(place, "delegate") options=delegates() label=words.delegate
                                on_choose=move |person: String| delegate(place, person) />
                        </li>
                    }
                />
            </ul>
            <RecordPicker
                table=Table::People
                label
                without=people
                adds=true
                on_pick=move |picked| list.pick(picked, |of| json!({ "person": &*of.id }))
            />
        </Row>
    }
}

#[component]
pub fn CriteriaField(form: Form, field: Field) -> impl IntoView {
    let words = &text().inspector;
    let list = List::of(form, field);
    let count = move || list.items().len();
    let met = move |place: usize| {
        list.items().get(place).and_then(|item| item.get("met")?.as_bool()).unwrap_or(false)
    };
    view! {
        <Row label=form.label(field.path) problem=list.typed.problem group=true>
            <ul class="form-list">
                <For
                    each=move || 0..count()
                    key=|place| *place
                    children=move |place| {
                        let criterion = list.text_of(place, "text");
                        let evidence = list.text_of(place, "evidence");
                        view! {
                            <li class="criterion">
                                <input
                                    type="checkbox"
                                    aria-label=move || (words.criterion_met)(&criterion.get())
                                    prop:checked=move || met(place)
                                    on:change=move |event| list.set(place, "met", json!(event_target_checked(&event)))
                                />
                                <input
                                    type="text"
                                    aria-label=words.criterion
                                    prop:value=move || criterion.get()
                                    on:change=move |event| list.set(place, "text", json!(event_target_value(&event)))
                                />
                                {remove_button(list, place, move || criterion.get())}
                                <input
                                    type="text"
                                    class="criterion-evidence"
                                    aria-label=words.evidence
                                    placeholder=words.evidence
                                    prop:value=move || evidence.get()
                                    on:change=move |event| list.set(place, "evidence", json!(event_target_value(&event)))
                                />
                            </li>
                        }
                    }
                />
            </ul>
            <input
                type="text"
                aria-label=words.add_criterion
                placeholder=words.add_criterion
                on:change=move |event| {
                    let mut items = list.now();
                    items.push(json!({ "text": event_target_value(&event) }));
                    list.enter(items);
                    event_target::<web_sys::HtmlInputElement>(&event).set_value("");
                }
            />
        </Row>
    }
}

/// An answer to each risk question of the plan.
#[component]
pub fn AnswersField(form: Form, field: Field) -> impl IntoView {
    let value = form.value(field.path);
    let typed = Typed::new();
    let questions = move || {
        let asked = form.live().read(|bench| bench.plan().settings.risk_model.questions.clone());
        asked.unwrap_or_default()
    };
    let row = move |question: Question| {
        let key = StoredValue::new(question.id);
        let given =
            move || value.with(|value| key.with_value(|key| Some(value.get(key)?.as_str()?.to_owned())));
        let answer = move |word: String| {
            let mut answers = value.get_untracked().as_object().cloned().unwrap_or_default();
            answers.insert(key.get_value(), json!(word));
            typed.settle(form.enter(field, &Value::Object(answers)));
        };
        let none = (String::new(), text().risk.not_answered.to_owned());
        let answers = question.answers.into_iter().map(|answer| (answer.id, answer.text));
        view! {
            <label class="answer">
                <span>{question.text}</span>
                <Select value=Signal::derive(move || given().unwrap_or_default())
                    options=[none].into_iter().chain(answers).collect() on_choose=answer />
            </label>
        }
    };
    view! {
        <Row label=form.label(field.path) problem=typed.problem group=true>
            <Rows each=questions children=row />
        </Row>
    }
}
