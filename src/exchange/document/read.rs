//! Document to plan. A file of its own: it reads as far as it can, one record at a time, and says what it left out.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::gather::Gather;
use crate::model::json::text::{Entry, NotJson, entries, value};
use crate::model::json::{self, Json, Step, Unreadable};
use crate::model::{AnyRecord, Id, Plan, RecordRef, Settings, Table};
use crate::order::Arrange;
use crate::sorted::SortedSet;
use crate::time::Zone;

use super::super::by_record::ByRecord;
use super::dangling::dangling;
use super::entries::{described, items, shortened};
use super::note::{Explained, explain, path_below};
use super::scan::{Flaw, FlawKind, flaws, measure, position};
use super::{DocumentError, FORMAT, Limits, Note, Reading, VERSION, migrate};

/// Reads a document of this version or an earlier one.
///
/// What can be read is read. Left out, each with a note, are: a record that cannot be read, the second of two records
/// or fields of the same name, a field of the settings that cannot be read (the usual value stands for it). Kept with a
/// note are references to records that are not there, and numbers that cannot be kept exactly. Fields and tables that
/// this version does not know are kept without a note.
///
/// # Errors
/// When nothing can be read: not UTF-8, not JSON, not a plan, of a newer version, or beyond the limits.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, DocumentError> {
    if limits.bytes < bytes.len() {
        return Err(DocumentError::TooLarge { found: bytes.len(), limit: limits.bytes });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = position(bytes, error.valid_up_to());
        DocumentError::NotUtf8 { line, column }
    })?;
    measure(text, limits)?;
    let top = top_level(text)?;
    let version = version(&top)?;
    if version == VERSION {
        return Reader::new(text, limits).read(top);
    }
    let migrated = migrate::to_current(text, version)?;
    Reader::new(&migrated, limits).read(top_level(&migrated)?)
}

type Top<'a> = Vec<Entry<'a>>;

fn top_level(text: &str) -> Result<Top<'_>, DocumentError> {
    match entries(text) {
        Ok(Some(entries)) => Ok(entries),
        Ok(None) => {
            let (expected, found) = ("an object".to_owned(), described(text));
            Err(DocumentError::NotAPlan { path: "the file", expected, found })
        }
        Err(NotJson { line, column, problem, .. }) => {
            Err(DocumentError::NotJson { line, column: column.max(1), problem: problem.to_owned() })
        }
    }
}

/// The version of a plan's document; an error when it is none or a newer one.
fn version(top: &Top<'_>) -> Result<u32, DocumentError> {
    let field = |wanted: &str| top.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    let format = field("format");
    if format.and_then(|text| value(text).ok()).and_then(|value| value.as_str().map(|name| name == FORMAT))
        != Some(true)
    {
        let expected = format!("\"{FORMAT}\"");
        let found = format.map_or_else(|| "none".to_owned(), described);
        return Err(DocumentError::NotAPlan { path: "format", expected, found });
    }
    let found = field("version").map_or_else(|| "none".to_owned(), described);
    match field("version").and_then(|text| text.parse::<u64>().ok()) {
        Some(version) if u64::from(VERSION) < version => Err(DocumentError::Newer { found: version }),
        Some(version @ 1..) => u32::try_from(version).map_err(|_| DocumentError::NoSuchVersion { found }),
        _ => Err(DocumentError::NoSuchVersion { found }),
    }
}

/// Where a record stands in the file.
#[derive(Clone, Copy)]
struct Place {
    index: usize,
    offset: usize,
}

struct Reader<'a> {
    text: &'a str,
    limits: &'a Limits,
    plan: Plan,
    records: usize,
    places: ByRecord<Place>,
    /// With the offset, by which lines are counted at the end.
    notes: Vec<(usize, Note)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, limits: &'a Limits) -> Reader<'a> {
        let plan = Plan::new(Id::lenient(""), unnamed());
        Reader { text, limits, plan, records: 0, places: ByRecord::new(), notes: Vec::new() }
    }

    fn read(mut self, top: Top<'a>) -> Result<Reading, DocumentError> {
        let mut seen: SortedSet<Cow<'a, str>> = SortedSet::new();
        for (name, value) in top {
            if !seen.insert(name.clone()) {
                self.note_twice(self.offset(value), shortened(&name, 60), None);
                continue;
            }
            match (&*name, name.parse::<Table>()) {
                ("format" | "version", _) => {}
                ("id", _) => self.read_id(value),
                ("settings", _) => self.plan.settings = self.settings(value),
                (_, Ok(table)) => self.table(table, value)?,
                (_, Err(_)) => self.unknown(&name, value)?,
            }
        }
        for (required, stands) in [("id", "\"unnamed\""), ("settings", "the usual settings")] {
            if !seen.contains(required) {
                let problem = format!("expected a field `{required}`, found none");
                let advice = format!("{stands} will do for it; check it");
                self.note(0, required.to_owned(), None, Explained { problem, advice }, true);
            }
        }
        self.dangling();
        Ok(self.finished())
    }

    fn read_id(&mut self, value: &str) {
        match json_of(value).and_then(|value| Id::read(&value)) {
            Ok(id) => self.plan.id = id,
            Err(error) => {
                let why = explain(value, &error.path(), error.message());
                self.note(self.offset(value), "id".to_owned(), None, why, true);
            }
        }
    }

    fn table(&mut self, table: Table, list: &'a str) -> Result<(), DocumentError> {
        let Some(records) = items(list) else {
            let problem = format!("expected a list of records, found {}", described(list));
            let advice = format!("write the {} between [ and ]", table.name());
            self.note(self.offset(list), table.name().to_owned(), None, Explained { problem, advice }, true);
            return Ok(());
        };
        for (index, record) in records.into_iter().enumerate() {
            self.count(record)?;
            self.record(table, index, record);
        }
        Ok(())
    }

    fn record(&mut self, table: Table, index: usize, text: &'a str) {
        let offset = self.offset(text);
        let path = format!("{}[{index}]", table.name());
        let flaws = flaws(text);
        if let Some(flaw) = flaws.iter().find(|flaw| matches!(flaw.kind, FlawKind::Twice)) {
            let path = format!("{path}{}", flaw.path);
            return self.note_twice(offset + flaw.offset, path, id_in(table, text));
        }
        let record = match json_of(text).and_then(|json| AnyRecord::from_json(table, &json)) {
            Ok(record) => record,
            Err(error) => {
                let why = explain(text, &error.path(), error.message());
                let path = format!("{path}{}", path_below(&error.path()));
                return self.note(offset, path, id_in(table, text), why, true);
            }
        };
        let reference = record.reference();
        if self.plan.has(&reference) {
            let first = self.places.get(&reference).map_or(0, |place| place.index);
            let problem = format!(
                "expected an id of its own, found \"{}\", which {}[{first}] has",
                reference.id,
                table.name()
            );
            let advice = "give one of the two another id".to_owned();
            return self.note(
                offset,
                format!("{path}.id"),
                Some(reference),
                Explained { problem, advice },
                true,
            );
        }
        self.note_inexact(offset, &path, Some(&reference), &flaws);
        self.places.put(reference, Place { index, offset });
        self.plan.put(record);
    }

    /// Settings are read as far as they go: what cannot be read is left out and the usual value stands for it.
    fn settings(&mut self, text: &'a str) -> Settings {
        let Some(mut fields) = self.fields_of_settings(text) else { return unnamed() };
        for _ in 0..fields.len() + 2 {
            let error = match Settings::read(&Value::Object(fields.clone())) {
                Ok(settings) => return settings,
                Err(error) => error,
            };
            let message = error.message();
            let why = explain(text, &error.path(), message);
            let path = format!("settings{}", path_below(&error.path()));
            self.note(self.offset(text), path, None, why, true);
            let path = error.path();
            let name = match path.first() {
                Some(Step::Field(name)) => name.as_str(),
                _ => message.split('`').nth(1).unwrap_or_default(),
            };
            json::take_out(&mut fields, name);
            match name {
                "name" => drop(fields.insert(name.to_owned(), Value::from(unnamed().name))),
                "zone" => drop(fields.insert(name.to_owned(), Value::from(unnamed().zone.name()))),
                _ => {}
            }
        }
        unnamed()
    }

    fn fields_of_settings(&mut self, text: &'a str) -> Option<Map<String, Value>> {
        let Ok(Some(entries)) = entries(text) else {
            let problem = format!("expected an object, found {}", described(text));
            let advice = "the usual settings will do for it; check them".to_owned();
            self.note(self.offset(text), "settings".to_owned(), None, Explained { problem, advice }, true);
            return None;
        };
        let mut fields = Map::new();
        for (name, value) in entries {
            let path = format!("settings.{}", shortened(&name, 60));
            if fields.contains_key(&*name) {
                self.note_twice(self.offset(value), path, None);
            } else if let Some(value) = self.loose(&path, value) {
                fields.insert(name.into_owned(), value);
            }
        }
        Some(fields)
    }

    /// A field of the top that this version does not know: a later version's table or setting.
    fn unknown(&mut self, name: &str, value: &'a str) -> Result<(), DocumentError> {
        self.count(value)?;
        if value.starts_with('[') {
            for item in items(value).unwrap_or_default() {
                self.count(item)?;
            }
        }
        if let Some(value) = self.loose(&shortened(name, 60), value) {
            self.plan.extra.insert(name.to_owned(), value);
        }
        Ok(())
    }

    /// A value of which nothing is known; `None`, with a note, when it cannot be kept.
    fn loose(&mut self, path: &str, text: &'a str) -> Option<Value> {
        let offset = self.offset(text);
        let flaws = flaws(text);
        if let Some(flaw) = flaws.iter().find(|flaw| matches!(flaw.kind, FlawKind::Twice)) {
            self.note_twice(offset + flaw.offset, format!("{path}{}", flaw.path), None);
            return None;
        }
        match json_of(text) {
            Ok(value) => {
                self.note_inexact(offset, path, None, &flaws);
                Some(value)
            }
            Err(error) => {
                let why = explain(text, &error.path(), error.message());
                self.note(offset, format!("{path}{}", path_below(&error.path())), None, why, true);
                None
            }
        }
    }

    fn dangling(&mut self) {
        for mut note in dangling(&self.plan) {
            let place =
                note.record.as_ref().and_then(|of| self.places.get(of).map(|place| (of.table, *place)));
            let Some((table, place)) = place else { continue };
            let field = note.path.split_once('.').map_or("", |(_, field)| field);
            note.path = format!("{}[{}].{field}", table.name(), place.index);
            self.notes.push((place.offset, note));
        }
    }

    fn count(&mut self, record: &str) -> Result<(), DocumentError> {
        self.records += 1;
        if self.records <= self.limits.records {
            return Ok(());
        }
        let (line, column) = position(self.text.as_bytes(), self.offset(record));
        Err(DocumentError::TooMany { line, column, what: "records", limit: self.limits.records })
    }

    fn note_twice(&mut self, offset: usize, path: String, record: Option<RecordRef>) {
        let problem = "expected each field once, found this one twice".to_owned();
        let advice = "take one of the two away".to_owned();
        self.note(offset, path, record, Explained { problem, advice }, true);
    }

    fn note_inexact(&mut self, offset: usize, path: &str, record: Option<&RecordRef>, flaws: &[Flaw]) {
        for flaw in flaws {
            let FlawKind::Inexact { written, kept } = &flaw.kind else { continue };
            let problem = format!("expected a number of at most 15 digits, found {written}, kept as {kept}");
            let advice = "write it as a text in quotes to keep it as it is".to_owned();
            let path = format!("{path}{}", flaw.path);
            self.note(offset + flaw.offset, path, record.cloned(), Explained { problem, advice }, false);
        }
    }

    fn note(
        &mut self,
        offset: usize,
        path: String,
        record: Option<RecordRef>,
        why: Explained,
        dropped: bool,
    ) {
        let Explained { problem, advice } = why;
        self.notes.push((offset, Note { path, line: None, record, problem, advice, dropped }));
    }

    /// Where a part of the text starts, in bytes.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// Sorts the notes as they stand in the file and counts their lines in one pass.
    fn finished(mut self) -> Reading {
        self.notes.arrange_by_key(|(offset, _)| *offset);
        let (mut counted, mut line) = (0, 1);
        for (offset, note) in &mut self.notes {
            let between = self.text.as_bytes().get(counted..*offset).unwrap_or_default();
            line += between.iter().filter(|byte| **byte == b'\n').count();
            counted = *offset;
            note.line = Some(line);
        }
        Reading { plan: self.plan, notes: self.notes.into_iter().map(|(_, note)| note).gather() }
    }
}

fn unnamed() -> Settings {
    Settings::new("Unnamed plan", Zone::UTC)
}

/// The value of a text that is JSON. It can still have a number that is too large for any machine number.
fn json_of(text: &str) -> Result<Value, Unreadable> {
    value(text).map_err(NotJson::into_unreadable)
}

/// The record that a text means to be, when its id can be read.
fn id_in(table: Table, record: &str) -> Option<RecordRef> {
    let (_, id) = entries(record).ok()??.into_iter().find(|(name, _)| name == "id")?;
    let id: Id<Plan> = Id::read(&value(id).ok()?).ok()?;
    Some(RecordRef::new(table, id.as_str()))
}
