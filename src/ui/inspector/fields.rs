//! The simple fields: text, numbers, choices, ticks, moments and windows.

use crate::gather::Gather;
use crate::ui::prelude::*;
use serde_json::Value;

use super::form::{Form, Typed, problem_line};
use super::lists::{
    AnswersField, DependenciesField, EntriesField, LabelsField, MembersField, RelationsField,
};
use super::references::{ReferenceField, ReferencesField};
use super::when_field::WhenField;
use crate::model::json;
use crate::planner::views::forms::{Field, Kind, Options, duration_minutes, local_field, window_fields};
use crate::rules::wording;
use crate::time::{Interval, local_text, parse_local};
use crate::ui::components::{Icon, Shape};
use crate::ui::text::text;

/// The field of a form, as its kind wants it; where its record's state locks it, it says why.
#[component]
pub fn FieldView(form: Form, field: Field) -> View {
    let lock = form.lock(field.path);
    view! {
        <fieldset
            class="field-place"
            role="presentation"
            data-field=field.path
            disabled=move || lock.get().is_some()
            title=move || lock.get()
        >
            {control(form, field)}
            {keeps(form, field)}
            {move || lock.get().map(|why| view! {
                <span class="field-lock"><Icon shape=Shape::Lock /><span class="visually-hidden">{why}</span></span>
            })}
        </fieldset>
    }
}

/// Whether the changes that follow a template have to keep what it says in a field; nothing for other records.
fn keeps(form: Form, field: Field) -> Option<View> {
    let name = field.path.strip_prefix("fields.")?;
    let words = &text().inspector;
    let kept = Field::new("locked", Kind::Labels);
    let locked = form.value(kept);
    let names = move || locked.with(|locked| locked.as_array().cloned().unwrap_or_default());
    let is_kept = move || names().iter().any(|locked| locked == name);
    let keep = move |keeps: bool| {
        let others = untrack(names).into_iter().filter(|locked| locked != name);
        let names = others.chain(keeps.then(|| Value::from(name))).gather();
        // A template whose fields are locked has this control disabled.
        let _ = form.enter(kept, &Value::Array(names));
    };
    Some(view! {
        <label class="check small field-keeps">
            <input type="checkbox" aria-label=(words.keeps_of)(form.label(field.path)) prop:checked=is_kept
                on:change=move |event| keep(event_target_checked(&event)) />
            {words.keeps}
        </label>
    })
}

fn control(form: Form, field: Field) -> View {
    match field.kind {
        Kind::Line | Kind::Title | Kind::Number { .. } | Kind::Signed | Kind::TimeOfDay => {
            view! { <LineField form field /> }
        }
        Kind::Area => view! { <AreaField form field /> },
        Kind::Flag => view! { <FlagField form field /> },
        Kind::Choice { options, optional } => {
            let empty = optional.then_some(text().inspector.none);
            let options = Memo::new(move |_| select_options(options, empty));
            view! { <ChoiceField form field options /> }
        }
        Kind::Place(list) => {
            view! { <ChoiceField form field options=form.among(field, list, false) /> }
        }
        Kind::Choices(options) => {
            let options = Memo::new(move |_| select_options(options, None));
            view! { <ChoicesField form field options /> }
        }
        Kind::Keys(list) => {
            view! { <ChoicesField form field options=form.among(field, list, true) /> }
        }
        Kind::Reference { table, .. } => view! { <ReferenceField form field table /> },
        Kind::References(table) => view! { <ReferencesField form field table /> },
        Kind::Labels => view! { <LabelsField form field /> },
        Kind::Moment => view! { <MomentField form field /> },
        Kind::Window { .. } => view! { <WindowField form field /> },
        Kind::Dependencies(table) => view! { <DependenciesField form field table /> },
        Kind::Relations => view! { <RelationsField form field /> },
        Kind::Answers => view! { <AnswersField form field /> },
        Kind::Entries(entries) => view! { <EntriesField form field entries /> },
        Kind::Members => view! { <MembersField form field /> },
        Kind::When | Kind::Recurring => view! { <WhenField form field /> },
    }
}

/// A label beside its controls, and what is wrong below them. `group` is for several controls under one label.
#[component]
pub fn Row(
    #[prop(into)] label: String,
    #[prop(into, optional)] problem: Signal<String>,
    #[prop(optional)] group: bool,
    children: Children,
) -> View {
    let body = view! { <div class="form-control">{children()}</div> };
    let shown = move || problem_line(problem.get());
    if group {
        let name = label.clone();
        view! {
            <div class="form-row" role="group" aria-label=name>
                <span class="form-label">{label}</span>
                {body}
                {shown}
            </div>
        }
    } else {
        view! {
            <div class="form-row">
                <label><span class="form-label">{label}</span>{body}</label>
                {shown}
            </div>
        }
    }
}

#[component]
fn LineField(form: Form, field: Field) -> View {
    let value = form.text(field);
    let typed = Typed::new();
    let shown = move || typed.text.get().unwrap_or_else(|| value.get());
    let mode = if matches!(field.kind, Kind::Number { .. }) { "numeric" } else { "text" };
    let kind = if matches!(field.kind, Kind::TimeOfDay) { "time" } else { "text" };
    view! {
        <Row label=form.label(field.path) problem=typed.problem>
            <input
                type=kind
                inputmode=mode
                autocomplete="off"
                prop:value=shown
                aria-invalid=move || (!typed.problem.get().is_empty()).then_some("true")
                on:input=move |event| typed.text.set(Some(event_target_value(&event)))
                on:change=move |event| typed.settle(form.enter(field, &Value::from(event_target_value(&event))))
            />
        </Row>
    }
}

#[component]
fn AreaField(form: Form, field: Field) -> View {
    let value = form.text(field);
    let typed = Typed::new();
    let shown = move || typed.text.get().unwrap_or_else(|| value.get());
    view! {
        <Row label=form.label(field.path) problem=typed.problem>
            <textarea
                rows="3"
                prop:value=shown
                on:input=move |event| typed.text.set(Some(event_target_value(&event)))
                on:change=move |event| typed.settle(form.enter(field, &Value::from(event_target_value(&event))))
            ></textarea>
        </Row>
    }
}

#[component]
fn FlagField(form: Form, field: Field) -> View {
    let value = form.value(field);
    let typed = Typed::new();
    view! {
        <div class="form-row">
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || value.get() == Value::Bool(true)
                    on:change=move |event| typed.settle(form.enter(field, &Value::from(event_target_checked(&event))))
                />
                {form.label(field.path)}
            </label>
        </div>
    }
}

/// A choice of words. Each option says whether it is the chosen one, because the options are there only after the
/// select's own value was set.
#[component]
pub fn Select(
    #[prop(into)] value: Signal<String>,
    options: Vec<(String, String)>,
    #[prop(into)] on_choose: Callback<String>,
    #[prop(into, optional)] label: Option<String>,
) -> View {
    let options = options.into_iter().map(move |(word, label)| {
        let own = word.clone();
        view! { <option value=word prop:selected=move || value.with(|value| *value == own)>{label}</option> }
    });
    view! {
        <select aria-label=label on:change=move |event| on_choose.run(event_target_value(&event))>
            {options.collect_view()}
        </select>
    }
}

/// The options as a select takes them.
#[must_use]
pub fn select_options(options: Options, empty: Option<&str>) -> Vec<(String, String)> {
    let words = options().into_iter().map(|(word, label)| (word.to_owned(), label.to_owned()));
    empty.map(|empty| (String::new(), empty.to_owned())).into_iter().chain(words).gather()
}

/// Words to choose from, as the document has them and as people read them.
type Offered = Memo<Vec<(String, String)>>;

#[component]
fn ChoiceField(form: Form, field: Field, options: Offered) -> View {
    let value = form.text(field);
    let typed = Typed::new();
    let choose = move |word: String| typed.settle(form.enter(field, &Value::from(word)));
    view! {
        <Row label=form.label(field.path) problem=typed.problem>
            {move || view! { <Select value options=options.get() on_choose=choose /> }}
        </Row>
    }
}

#[component]
fn ChoicesField(form: Form, field: Field, options: Offered) -> View {
    let value = form.value(field);
    let typed = Typed::new();
    let has = move |word: &str| {
        value.with(|value| value.as_array().is_some_and(|list| list.iter().any(|item| item == word)))
    };
    let toggle = move |word: &str| {
        let mut list = value.get_untracked().as_array().cloned().unwrap_or_default();
        match list.iter().position(|item| item == word) {
            Some(place) => drop(list.remove(place)),
            None => list.push(Value::from(word)),
        }
        typed.settle(form.enter(field, &Value::Array(list)));
    };
    let check = move |(word, label): (String, String)| {
        let word = StoredValue::new(word);
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || word.with_value(|word| has(word)) on:change=move |_| word.with_value(|word| toggle(word)) />
                {label}
            </label>
        }
    };
    view! {
        <Row label=form.label(field.path) problem=typed.problem group=true>
            <div class="form-checks">{move || options.get().into_iter().map(check).collect_view()}</div>
        </Row>
    }
}

#[component]
fn MomentField(form: Form, field: Field) -> View {
    let value = form.value(field);
    let typed = Typed::new();
    let shown =
        move || typed.text.get().unwrap_or_else(|| value.with(|value| local_field(value, form.zone())));
    // A date field says "change" with each part that is typed, so it is taken when the field is left.
    let take = move || {
        if let Some(text) = typed.text.get_untracked() {
            typed.settle(form.enter(field, &Value::from(text)));
        }
    };
    view! {
        <Row label=form.label(field.path) problem=typed.problem>
            <DateTimeInput shown=Signal::derive(shown) typed take=move |()| take() />
        </Row>
    }
}

/// One local date and time. `take` is called when it is left or confirmed.
#[component]
fn DateTimeInput(
    shown: Signal<String>,
    typed: Typed,
    #[prop(optional)] label: Option<&'static str>,
    #[prop(into)] take: Callback<()>,
) -> View {
    view! {
        <input
            type="datetime-local"
            aria-label=label
            prop:value=move || shown.get()
            aria-invalid=move || (!typed.problem.get().is_empty()).then_some("true")
            on:input=move |event| typed.text.set(Some(event_target_value(&event)))
            on:blur=move |_| take.run(())
            on:keydown=move |event| {
                if event.key() == "Enter" {
                    take.run(());
                }
            }
        />
    }
}

/// Start, end and length. A new start keeps the length; a new length moves the end.
#[component]
fn WindowField(form: Form, field: Field) -> View {
    let words = &text().inspector;
    let value = form.value(field);
    let (start, end, length) =
        (Typed::new(), Typed { problem: RwSignal::new(String::new()), ..Typed::new() }, Typed::new());
    let stored = move || value.with(|value| window_fields(value, form.zone()));
    let shown_start = move || start.text.get().unwrap_or_else(|| stored().0);
    let shown_end = move || end.text.get().unwrap_or_else(|| stored().1);
    let seconds = move || value.with(|value| Interval::parse(value.as_str()?).ok()).map(Interval::seconds);
    let shown_length =
        move || length.text.get().unwrap_or_else(|| seconds().map_or(String::new(), wording::duration));
    let enter = move |from: String, to: String| {
        let outcome = form.enter(field, &json::object(vec![("start", from.into()), ("end", to.into())]));
        end.settle(outcome.clone());
        start.settle(outcome);
    };
    let take_start = move || {
        let Some(from) = start.text.get_untracked() else { return };
        match (seconds(), end.text.get_untracked()) {
            (Some(seconds), None) if !from.is_empty() => match ending(form, &from, seconds) {
                Ok(to) => enter(from, to),
                Err(problem) => start.problem.set(problem),
            },
            (_, to) => {
                let to = to.unwrap_or_else(|| stored().1);
                if !to.is_empty() || from.is_empty() {
                    enter(from, to);
                }
            }
        }
    };
    let take_end = move || {
        if let Some(to) = end.text.get_untracked() {
            enter(shown_start(), to);
        }
    };
    let take_length = move |text: String| {
        let to = duration_minutes(&text).and_then(|minutes| ending(form, &shown_start(), minutes * 60));
        match to {
            Ok(to) => {
                length.settle(Ok(()));
                enter(shown_start(), to);
            }
            Err(problem) => length.problem.set(problem),
        }
    };
    let problem = move || {
        let problems = [start.problem.get(), length.problem.get()];
        problems.into_iter().find(|problem| !problem.is_empty()).unwrap_or_default()
    };
    view! {
        <Row label=form.label(field.path) problem=Signal::derive(problem) group=true>
            <div class="form-window">
                <DateTimeInput shown=Signal::derive(shown_start) typed=start label=words.start take=move |()| take_start() />
                <span class="form-dash" aria-hidden="true">"–"</span>
                <DateTimeInput shown=Signal::derive(shown_end) typed=end label=words.end take=move |()| take_end() />
                <input
                    type="text"
                    class="form-length"
                    aria-label=words.length
                    placeholder=words.length
                    title=words.length_hint
                    prop:value=shown_length
                    on:input=move |event| length.text.set(Some(event_target_value(&event)))
                    on:change=move |event| take_length(event_target_value(&event))
                />
            </div>
        </Row>
    }
}

/// The local end of a window of this length.
fn ending(form: Form, start: &str, seconds: i64) -> Result<String, String> {
    let zone = form.zone();
    let start = parse_local(start).map_err(|_| text().inspector.start_first.to_owned())?;
    Ok(local_text(zone.local(zone.resolve(start).plus_seconds(seconds))))
}
