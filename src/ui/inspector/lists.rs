//! Fields that are lists: labels, dependencies, relations, members, and things that have fields of their own.

use crate::gather::Gather;
use crate::ui::prelude::*;
use serde_json::Value;

use super::fields::{FieldView, Row, Select};
use super::form::{Form, Typed};
use super::picker::{Picked, RecordPicker};
use super::references::{RecordChip, is_added_by_name, taken};
use crate::model::json;
use crate::model::{DependencyKind, Question, RecordRef, RelationKind, Table};
use crate::planner::views::forms::{Field, duration_minutes};
use crate::planner::views::forms_entries::{Entries, EntryEdit, is_idle};
use crate::planner::views::frame::actors;
use crate::rules::wording;
use crate::ui::components::{Icon, Shape};
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
        List { form, field, value: form.value(field), typed: Typed::new() }
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
        self.enter(items.map(|(_, item)| item).gather());
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
            ids.map(|id| RecordRef::new(table, id)).gather::<Vec<_>>()
        })
    }
}

/// A list whose items each name a record of a table in the field `name`, with a box that adds to it. `row` puts what else
/// an item holds around the chip of its record, `new` makes an item for a picked one.
fn record_list(
    list: List,
    (name, table): (&'static str, Table),
    without: impl Fn(Vec<RecordRef>) -> Vec<RecordRef> + Send + Sync + 'static,
    new: impl Fn(&RecordRef) -> Value + Copy + Send + Sync + 'static,
    row: impl Fn(usize, View) -> View + Clone + Send + Sync + 'static,
) -> View {
    let label = list.form.label(list.field.path);
    let records = list.records(name, table);
    let numbered = move || records.get().into_iter().enumerate().gather::<Vec<_>>();
    view! {
        <Row label problem=list.typed.problem group=true>
            <ul class="form-list">
                <For
                    each=numbered
                    key=|(place, of)| (*place, *of)
                    children=move |(place, of)| {
                        let chip = view! { <RecordChip of on_remove=move |()| list.remove(place) /> };
                        row(place, chip)
                    }
                />
            </ul>
            <RecordPicker
                table
                label
                without=Signal::derive(move || without(records.get()))
                adds=is_added_by_name(table)
                on_pick=move |picked| list.pick(picked, new)
            />
        </Row>
    }
}

#[component]
pub fn LabelsField(form: Form, field: Field) -> View {
    let words = &text().inspector;
    let list = List::of(form, field);
    let add = move |typed: String| {
        let mut items = list.now();
        // An address may have commas in it.
        let parts = if typed.contains("://") { vec![typed.as_str()] } else { typed.split(',').gather() };
        items.extend(parts.into_iter().map(str::trim).filter(|word| !word.is_empty()).map(Value::from));
        list.enter(items);
    };
    let label = form.label(field.path);
    view! {
        <Row label problem=list.typed.problem group=true>
            <div class="chips">
                <For
                    each=move || list.items()
                    key=|item: &Value| json::to_string(item)
                    children=move |item| {
                        let word = StoredValue::new(item.as_str().unwrap_or_default().to_owned());
                        let take_out = move |_| {
                            let items = list.now().into_iter();
                            list.enter(items.filter(|other| other.as_str() != Some(&word.get_value())).gather());
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
                placeholder=(words.add_entry)(field.path)
                on:change=move |event| {
                    add(event_target_value(&event));
                    event_target::<web_sys::HtmlInputElement>(&event).set_value("");
                }
            />
        </Row>
    }
}

#[component]
pub fn DependenciesField(form: Form, field: Field, table: Table) -> View {
    let words = &text().inspector;
    let list = List::of(form, field);
    let own = form.record();
    let kinds =
        || DependencyKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).gather();
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
            Ok(minutes) => list.set(place, "lag_minutes", Value::from(sign * minutes)),
            Err(problem) => list.typed.problem.set(problem),
        }
    };
    let without = move |mut others: Vec<RecordRef>| {
        others.push(own);
        others
    };
    record_list(
        list,
        ("on", table),
        without,
        |of| json::object(vec![("on", (*of.id).into())]),
        move |place, chip| {
            view! {
                <li>
                    <Select
                        value=kind_of(place)
                        options=kinds()
                        label=words.dependency_kind
                        on_choose=move |word: String| list.set(place, "kind", Value::from(word))
                    />
                    {chip}
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
        },
    )
}

#[component]
pub fn RelationsField(form: Form, field: Field) -> View {
    let words = &text().inspector;
    let list = List::of(form, field);
    let own = form.record();
    let kinds =
        || RelationKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).gather();
    let new = |of: &RecordRef| {
        json::object(vec![("kind", RelationKind::DependsOn.word().into()), ("to", (*of.id).into())])
    };
    record_list(
        list,
        ("to", Table::ConfigurationItems),
        move |_| vec![own],
        new,
        move |place, chip| {
            view! {
                <li>
                    <Select
                        value=list.text_of(place, "kind")
                        options=kinds()
                        label=words.relation_kind
                        on_choose=move |word: String| list.set(place, "kind", Value::from(word))
                    />
                    {chip}
                </li>
            }
        },
    )
}

/// The members of a board, each with a tick for who must vote, and with a delegate.
#[component]
pub fn MembersField(form: Form, field: Field) -> View {
    let words = &text().inspector;
    let list = List::of(form, field);
    let must = move |place: usize| {
        list.items().get(place).and_then(|item| item.get("mandatory")?.as_bool()).unwrap_or(false)
    };
    let delegates = move || {
        let people = form.live().read(|bench| actors(bench).1).unwrap_or_default();
        [(String::new(), words.no_delegate.to_owned())].into_iter().chain(people).gather::<Vec<_>>()
    };
    let delegate = move |place: usize, person: String| {
        list.set(place, "delegate", if person.is_empty() { Value::Null } else { Value::from(person) });
    };
    record_list(
        list,
        ("person", Table::People),
        |people| people,
        |of| json::object(vec![("person", (*of.id).into())]),
        move |place, chip| {
            view! {
                <li class="member">
                    {chip}
                    <label class="check">
                        <input type="checkbox" prop:checked=move || must(place)
                            on:change=move |event| list.set(place, "mandatory", Value::from(event_target_checked(&event))) />
                        {words.must_vote}
                    </label>
                    <Select value=list.text_of(place, "delegate") options=delegates() label=words.delegate
                        on_choose=move |person: String| delegate(place, person) />
                </li>
            }
        },
    )
}

/// A list of things that have fields of their own: each below its name, its fields behind it.
#[component]
pub fn EntriesField(form: Form, field: Field, entries: &'static Entries) -> View {
    let words = &text().inspector;
    let list = List::of(form, field);
    let label = form.label(field.path);
    let add = (words.add_entry)(field.path);
    let change = move |edit: EntryEdit| list.typed.settle(form.edit(field, entries, edit));
    let own_name = entries.fields.first().and_then(|first| first.path.rsplit('.').next()).unwrap_or_default();
    let entry = move |place: usize| {
        let name = list.text_of(place, own_name);
        let is_open = RwSignal::new(false);
        let button = move |says: fn(&str) -> String, sign: &'static str, edit: EntryEdit<'static>| {
            let says = move || name.with(|name| says(name));
            view! {
                <button type="button" class="chip-remove" aria-label=says title=says on:click=move |_| change(edit)>
                    <span aria-hidden="true">{sign}</span>
                </button>
            }
        };
        let fields = move || {
            let fields = entries.fields.iter().map(|inner| inner.at(field, place));
            let fields = fields.map(|field| {
                let is_asked =
                    Memo::new(move |_| list.items().get(place).is_none_or(|entry| !is_idle(entry, field)));
                (move || is_asked.get().then(|| view! { <FieldView form field /> })).into_view()
            });
            view! { <div class="form">{fields.collect_view()}</div> }
        };
        view! {
            <li>
                <details on:toggle=move |_| is_open.update(|open| *open = !*open)>
                    <summary>{move || name.get()}</summary>
                    {move || is_open.get().then(fields)}
                </details>
                <span class="entry-tools">
                    {button(words.move_up, "↑", EntryEdit::Up(place))}
                    {button(words.move_down, "↓", EntryEdit::Down(place))}
                    {button(words.take_out, "×", EntryEdit::Remove(place))}
                </span>
            </li>
        }
    };
    let offered = entries.known.map_or(Vec::new(), |known| known());
    let offered = offered.into_iter().map(|(_, label)| view! { <option value=label></option> });
    let names = entries.known.map(|_| format!("{}-names", field.path.replace(['.', '*'], "-")));
    view! {
        <div class="entries" role="group" aria-label=label>
            <span class="form-label">{label}</span>
            <ol class="entry-list">
                <For each=move || 0..list.items().len() key=|place| *place children=entry />
            </ol>
            <div class="form-control">
                <input type="text" list=names.clone() autocomplete="off" aria-label=add placeholder=add
                    on:change=move |event| {
                        change(EntryEdit::Add(&event_target_value(&event)));
                        event_target::<web_sys::HtmlInputElement>(&event).set_value("");
                    } />
                <datalist id=names>{offered.collect_view()}</datalist>
            </div>
            {move || list.typed.said()}
        </div>
    }
}

/// An answer to each risk question of the plan.
#[component]
pub fn AnswersField(form: Form, field: Field) -> View {
    let value = form.value(field);
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
            answers.insert(key.get_value(), Value::from(word));
            typed.settle(form.enter(field, &Value::Object(answers)));
        };
        let none = (String::new(), text().risk.not_answered.to_owned());
        let answers = question.answers.into_iter().map(|answer| (answer.id, answer.text));
        view! {
            <label class="answer">
                <span>{question.text}</span>
                <Select value=Signal::derive(move || given().unwrap_or_default())
                    options=[none].into_iter().chain(answers).gather() on_choose=answer />
            </label>
        }
    };
    view! {
        <Row label=form.label(field.path) problem=typed.problem group=true>
            <Rows each=questions children=row />
        </Row>
    }
}
