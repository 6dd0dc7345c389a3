//! When a blackout or maintenance window is: once, or by a pattern that writes an RFC 5545 rule and says it in words.

use crate::gather::Gather;
use crate::ui::prelude::*;

use serde_json::Value;

use super::fields::{Row, Select};
use super::form::{Form, Typed};
use crate::model::When;
use crate::model::json::{self, Json};
use crate::planner::views::forms::{Field, Kind};
use crate::planner::views::forms_when::{Pattern, WEEKDAYS, WhenForm, pattern, rule_with, when_form};
use crate::planner::views::records::when_text;
use crate::time::RecurringWindow;
use crate::ui::text::text;

/// The form of a window and what changes it.
#[derive(Clone, Copy)]
struct Editor {
    form: Form,
    field: Field,
    /// What the form shows; ahead of the plan while something in it is wrong.
    shown: Memo<WhenForm>,
    draft: RwSignal<Option<WhenForm>>,
    typed: Typed,
}

impl Editor {
    fn change(&self, change: impl FnOnce(&mut WhenForm)) {
        let mut form = self.shown.get_untracked();
        change(&mut form);
        let outcome = self.form.enter(self.field, &json::to_value(&form));
        self.draft.set(outcome.is_err().then_some(form));
        self.typed.settle(outcome);
    }

    fn pattern(&self) -> Pattern {
        self.shown.with(|form| pattern(&form.rule))
    }

    fn repattern(&self, change: impl FnOnce(&mut Pattern)) {
        self.change(|form| {
            let mut parts = pattern(&form.rule);
            change(&mut parts);
            form.rule = rule_with(&form.rule, &parts);
        });
    }
}

#[component]
pub fn WhenField(form: Form, field: Field) -> View {
    let words = &text().inspector;
    let value = form.value(field);
    let draft = RwSignal::new(None::<WhenForm>);
    let shown = Memo::new(move |_| {
        draft.get().unwrap_or_else(|| {
            let when = value.with(|value| read(field, value));
            let blank = WhenForm { recurring: is_always_recurring(field), ..nothing() };
            when.map_or(blank, |when| when_form(&when, form.zone()))
        })
    });
    let editor = Editor { form, field, shown, draft, typed: Typed::new() };
    let said = move || {
        let when = value.with(|value| read(field, value));
        form.live().read(|bench| when.map(|when| when_text(bench.plan(), &when)).unwrap_or_default())
    };
    let recurs = move || shown.with(|form| form.recurring);
    view! {
        <Row label=form.label(field.path) problem=editor.typed.problem group=true>
            <p class="when-said">{said}</p>
            <div class="form-checks" hidden=is_always_recurring(field)>
                <label class="check">
                    <input type="radio" name="when" prop:checked=move || !recurs()
                        on:change=move |_| editor.change(|form| form.recurring = false) />
                    {words.once}
                </label>
                <label class="check">
                    <input type="radio" name="when" prop:checked=recurs
                        on:change=move |_| editor.change(|form| form.recurring = true) />
                    {words.recurring}
                </label>
            </div>
            <div class="form-window">
                <input type="datetime-local" aria-label=words.start prop:value=move || shown.get().start
                    on:change=move |event| editor.change(|form| start_at(form, event_target_value(&event))) />
                <span class="form-dash" aria-hidden="true">"–"</span>
                <input type="datetime-local" aria-label=words.end prop:value=move || shown.get().end
                    on:change=move |event| editor.change(|form| form.end = event_target_value(&event)) />
            </div>
            {move || recurs().then(|| view! { <PatternEditor editor /> })}
        </Row>
    }
}

/// True for a field that has no single window.
fn is_always_recurring(field: Field) -> bool {
    matches!(field.kind, Kind::Recurring)
}

/// What a field holds; `None` when it is empty.
fn read(field: Field, value: &Value) -> Option<When> {
    match field.kind {
        Kind::Recurring => RecurringWindow::read(value).ok().map(When::Recurring),
        _ => When::read(value).ok(),
    }
}

fn nothing() -> WhenForm {
    WhenForm {
        recurring: false,
        start: String::new(),
        end: String::new(),
        rule: "FREQ=WEEKLY".to_owned(),
        except: Vec::new(),
        also: Vec::new(),
        extra: crate::model::Extra::new(),
    }
}

/// A new start keeps the length where both ends can be read.
fn start_at(form: &mut WhenForm, start: String) {
    let read = crate::time::parse_local;
    if let (Ok(before), Ok(after), Ok(end)) = (read(&form.start), read(&start), read(&form.end)) {
        form.end = crate::time::local_text(end + (after - before));
    }
    form.start = start;
}

#[component]
fn PatternEditor(editor: Editor) -> View {
    let words = &text().inspector;
    let part = move |part: fn(Pattern) -> String| Signal::derive(move || part(editor.pattern()));
    let frequencies =
        || words.frequencies.iter().map(|(word, label)| ((*word).to_owned(), (*label).to_owned())).gather();
    let frequency = part(|pattern| pattern.frequency);
    let ending = move || {
        let pattern = editor.pattern();
        match (pattern.count.is_empty(), pattern.until.is_empty()) {
            (false, _) => "count".to_owned(),
            (_, false) => "until".to_owned(),
            _ => "never".to_owned(),
        }
    };
    let end_with = move |how: String| {
        let start = editor.shown.with_untracked(|form| form.start.get(..10).unwrap_or_default().to_owned());
        editor.repattern(move |pattern| {
            pattern.count = if how == "count" { "10".to_owned() } else { String::new() };
            pattern.until = if how == "until" { start } else { String::new() };
        });
    };
    let endings =
        || words.endings.iter().map(|(word, label)| ((*word).to_owned(), (*label).to_owned())).gather();
    view! {
        <div class="pattern">
            <label class="pattern-every">
                <span>{words.every}</span>
                <input type="number" min="1" max="999" aria-label=words.interval
                    prop:value=move || editor.pattern().interval.to_string()
                    on:change=move |event| editor.repattern(|pattern| {
                        pattern.interval = event_target_value(&event).parse().unwrap_or(1).max(1);
                    }) />
                <Select value=frequency options=frequencies() label=words.frequency
                    on_choose=move |word: String| editor.repattern(|pattern| pattern.frequency = word) />
            </label>
            {move || match frequency.get().as_str() {
                "WEEKLY" => view! { <Weekdays editor /> },
                "MONTHLY" => view! { <DayOfMonth editor /> },
                _ => View::default(),
            }}
            <label class="pattern-every">
                <span>{words.ends}</span>
                <Select value=Signal::derive(ending) options=endings() label=words.ends on_choose=end_with />
                {move || match ending().as_str() {
                    "count" => view! {
                        <input type="number" min="1" aria-label=words.count
                            prop:value=move || editor.pattern().count
                            on:change=move |event| editor.repattern(|pattern| pattern.count = event_target_value(&event)) />
                    },
                    "until" => view! {
                        <input type="date" aria-label=words.until
                            prop:value=move || editor.pattern().until
                            on:change=move |event| editor.repattern(|pattern| pattern.until = event_target_value(&event)) />
                    },
                    _ => View::default(),
                }}
            </label>
            <details>
                <summary>{words.rule_text}</summary>
                <input type="text" class="mono" aria-label=words.rule_text
                    prop:value=move || editor.shown.get().rule
                    on:change=move |event| editor.change(|form| form.rule = event_target_value(&event)) />
            </details>
        </div>
    }
}

#[component]
fn Weekdays(editor: Editor) -> View {
    let has = move |day: &str| editor.pattern().weekdays.iter().any(|own| own == day);
    let toggle = move |day: &'static str| {
        editor.repattern(|pattern| {
            let order = WEEKDAYS.iter().map(|(word, _)| *word);
            let on: Vec<String> = order
                .filter(|word| pattern.weekdays.iter().any(|own| own == word) != (*word == day))
                .map(str::to_owned)
                .gather();
            pattern.weekdays = on;
        });
    };
    view! {
        <div class="weekdays" role="group" aria-label=text().inspector.on_days>
            {WEEKDAYS.iter().map(|(word, label)| view! {
                <button type="button" class="weekday" aria-pressed=move || has(word).to_string() on:click=move |_| toggle(word)>
                    {*label}
                </button>
            }).collect_view()}
        </div>
    }
}

/// The day of the start, the last day, or a weekday by its place in the month.
#[component]
fn DayOfMonth(editor: Editor) -> View {
    let words = &text().inspector;
    let place = move || {
        let pattern = editor.pattern();
        match pattern.weekdays.first() {
            Some(day) => day.get(..day.len().saturating_sub(2)).unwrap_or_default().to_owned(),
            None if pattern.month_day == "-1" => "last".to_owned(),
            None => "day".to_owned(),
        }
    };
    let weekday = move || {
        let pattern = editor.pattern();
        let day = pattern.weekdays.first().cloned().unwrap_or_default();
        day.get(day.len().saturating_sub(2)..).unwrap_or_default().to_owned()
    };
    let places =
        || words.places.iter().map(|(word, label)| ((*word).to_owned(), (*label).to_owned())).gather();
    let days = || WEEKDAYS.iter().map(|(word, label)| ((*word).to_owned(), (*label).to_owned())).gather();
    let choose_place = move |place: String| {
        let day = if weekday().is_empty() { "SU".to_owned() } else { weekday() };
        editor.repattern(|pattern| {
            pattern.month_day = if place == "last" { "-1".to_owned() } else { String::new() };
            let is_weekday = place != "last" && place != "day";
            pattern.weekdays = if is_weekday { vec![format!("{place}{day}")] } else { Vec::new() };
        });
    };
    view! {
        <div class="pattern-every">
            <span>{words.on_the}</span>
            <Select value=Signal::derive(place) options=places() label=words.on_the on_choose=choose_place />
            {move || (!weekday().is_empty()).then(|| view! {
                <Select value=Signal::derive(weekday) options=days() label=words.on_days
                    on_choose=move |day: String| {
                        let place = place();
                        editor.repattern(|pattern| pattern.weekdays = vec![format!("{place}{day}")]);
                    } />
            })}
        </div>
    }
}
