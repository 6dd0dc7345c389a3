//! The form of the open record: what its fields read from and write to.

use crate::ui::prelude::*;

use serde_json::Value;

use super::fields::FieldView;
use crate::model::{AnyRecord, Command, RecordRef, Table};
use crate::planner::views::forms::{Field, Section, entered, entered_with_new, field, lock, value_of};
use crate::planner::views::forms_entries::{Entries, EntryEdit, among, edited};
use crate::planner::views::forms_of::form;
use crate::time::Zone;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// A record whose fields are being edited. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Form {
    live: Live,
    of: StoredValue<RecordRef>,
    record: Memo<Option<Value>>,
    zone: Memo<Zone>,
}

/// What a field holds while it is being typed into, and what is wrong with that.
#[derive(Clone, Copy)]
pub struct Typed {
    /// The text, until it is taken.
    pub text: RwSignal<Option<String>>,
    /// What is wrong with it, as a sentence; empty while nothing is.
    pub problem: RwSignal<String>,
}

impl Typed {
    /// Nothing typed yet.
    #[must_use]
    pub fn new() -> Typed {
        Typed { text: RwSignal::new(None), problem: RwSignal::new(String::new()) }
    }

    /// Forgets the text when it was taken; keeps it, and says why, when it was not.
    pub fn settle(&self, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => {
                self.text.set(None);
                self.problem.set(String::new());
            }
            Err(problem) => self.problem.set(problem),
        }
    }

    /// What is wrong, below the controls.
    pub fn said(&self) -> View {
        problem_line(self.problem.get())
    }
}

/// What is wrong with what was typed; nothing while nothing is.
pub fn problem_line(problem: String) -> View {
    (!problem.is_empty()).then(|| view! { <p class="field-error" role="alert">{problem}</p> }).into_view()
}

impl Form {
    /// The form of a record of the open plan.
    #[must_use]
    pub fn of(of: RecordRef) -> Form {
        let live = use_live();
        let of = StoredValue::new(of);
        let record = Memo::new(move |_| {
            live.read(|bench| of.with_value(|of| bench.plan().record(of)))?.map(|record| record.to_json())
        });
        let zone = Memo::new(move |_| live.read(|bench| bench.plan().settings.zone).unwrap_or(Zone::UTC));
        Form { live, of, record, zone }
    }

    /// The app's one writer.
    #[must_use]
    pub fn live(&self) -> Live {
        self.live
    }

    /// The record.
    #[must_use]
    pub fn record(&self) -> RecordRef {
        self.of.get_value()
    }

    /// Its table.
    #[must_use]
    pub fn table(&self) -> Table {
        self.of.with_value(|of| of.table)
    }

    /// The plan's zone. Tracks.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.zone.get()
    }

    /// What a field holds; tracks that field alone.
    #[must_use]
    pub fn value(&self, field: Field) -> Memo<Value> {
        let record = self.record;
        Memo::new(move |_| {
            record.with(|record| {
                record.as_ref().map_or(Value::Null, |record| value_of(record, field.path, field.places))
            })
        })
    }

    /// What a field holds, as text.
    #[must_use]
    pub fn text(&self, field: Field) -> Memo<String> {
        let value = self.value(field);
        Memo::new(move |_| match value.get() {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        })
    }

    /// What a field that names entries of a list of the record can be set to.
    #[must_use]
    pub fn among(&self, field: Field, list: &'static str, by_key: bool) -> Memo<Vec<(String, String)>> {
        let record = self.record;
        Memo::new(move |_| {
            record.with(|record| {
                record.as_ref().map_or(Vec::new(), |record| among(record, field, list, by_key))
            })
        })
    }

    /// Why a field cannot be edited now; `None` when it can.
    #[must_use]
    pub fn lock(&self, path: &'static str) -> Memo<Option<String>> {
        let (live, of) = (self.live, self.of);
        Memo::new(move |_| live.read(|bench| of.with_value(|of| lock(bench, of, path))).flatten())
    }

    /// Enters something into a field; the error says what is wrong with it.
    pub fn enter(&self, field: Field, typed: &Value) -> Result<(), String> {
        self.take(self.live.read(|bench| self.of.with_value(|of| entered(bench, of, field, typed))))
    }

    /// Adds, moves or takes out an entry of a list.
    pub fn edit(&self, field: Field, entries: &Entries, edit: EntryEdit) -> Result<(), String> {
        self.take(self.live.read(|bench| self.of.with_value(|of| edited(bench, of, field, entries, edit))))
    }

    fn take(&self, asked: Option<Result<Option<Command>, String>>) -> Result<(), String> {
        if let Some(command) = asked.transpose()?.flatten() {
            self.live.run(&command);
        }
        Ok(())
    }

    /// Enters something that names a record which is added in the same step.
    pub fn enter_with(&self, field: Field, typed: &Value, new: AnyRecord) -> Result<(), String> {
        let asked =
            self.live.read(|bench| self.of.with_value(|of| entered_with_new(bench, of, field, typed, new)));
        if let Some(command) = asked.transpose()? {
            self.live.run(&command);
        }
        Ok(())
    }

    /// The label of a field.
    #[must_use]
    pub fn label(&self, path: &str) -> &'static str {
        (text().inspector.field)(self.table(), path)
    }
}

/// Some fields of a record's form, by their paths.
pub fn fields(form: Form, paths: &[&'static str]) -> View {
    let known = paths.iter().filter_map(|path| field(form.table(), path));
    let shown = known.map(|field| view! { <FieldView form field /> }).collect_view();
    view! { <div class="form">{shown}</div> }
}

/// The sections of a record's form from the `from`th on, the first one open and the others below headings.
#[component]
pub fn Sections(form: Form, #[prop(optional)] without: &'static [&'static str]) -> View {
    sections_of(form.table())
        .iter()
        .map(|section| {
            let fields = section.fields.iter().filter(|field| !without.contains(&field.path));
            let fields = fields.map(|field| view! { <FieldView form field=*field /> }).collect_view();
            if section.name.is_empty() {
                view! { <div class="form">{fields}</div> }
            } else {
                view! {
                    <details class="form-section" open=opens(section.name)>
                        <summary>{(text().inspector.section)(section.name)}</summary>
                        {(section.name == "follows").then(|| view! { <Opening form /> })}
                        <div class="form">{fields}</div>
                    </details>
                }
            }
        })
        .collect_view()
}

/// Why what the changes of a template begin with cannot be edited now, and what opens it.
#[component]
fn Opening(form: Form) -> View {
    let lock = form.lock("fields");
    view! { {move || lock.get().map(|why| view! { <p class="is-warning small">{why}</p> })} }
}

fn sections_of(table: Table) -> &'static [Section] {
    form(table)
}

/// Sections that are wanted now and then only start closed.
fn opens(section: &str) -> bool {
    !matches!(section, "version" | "more")
}
