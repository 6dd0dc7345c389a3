//! Rows of one change become one: lists are joined, and what differs is noted. A file of its own because it works
//! on the document's form of a change, so that no field can be forgotten.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::super::import::Notes;
use super::import::{IMPORTED, IN_ONE_RELEASE};
use crate::gather::Gather;
use crate::model::Change;
use crate::model::json::{self, Json};

/// A change of which more rows may come. What a row costs does not depend on how many came before.
pub(super) struct Rows {
    first: Change,
    /// The document's form of all rows, once there is a second.
    fields: Option<Map<String, Value>>,
    /// Field and value of each entry of a list, and of each text kept beside the change, numbered as they came.
    seen: HashMap<(String, String), usize>,
}

impl Rows {
    pub fn new(first: Change) -> Rows {
        Rows { first, fields: None, seen: HashMap::new() }
    }

    /// Adds what `row` says. Where it says something else than the first row, that stays and the line is noted.
    pub fn absorb(&mut self, row: &Change, line: usize, notes: &mut Notes) {
        let (row, differs) = in_the_first_release(&self.first, row);
        if differs {
            let problem = format!("another row of {} names another release", self.first.id);
            notes.add(line, "release", problem, IN_ONE_RELEASE);
        }
        let mut fields = match self.fields.take() {
            Some(fields) => fields,
            None => {
                let fields = object(&self.first);
                fields.iter().for_each(|(name, value)| self.see(name, value));
                fields
            }
        };
        for (name, value) in object(&row) {
            match (fields.get_mut(&name), value) {
                (None, value) => {
                    self.see(&name, &value);
                    fields.insert(name, value);
                }
                (Some(Value::Array(list)), Value::Array(others)) => {
                    list.extend(others.into_iter().filter(|other| self.is_new(&name, other)));
                }
                (Some(Value::Object(kept)), Value::Object(others)) if name == IMPORTED => {
                    self.join_texts(kept, others);
                }
                (Some(first), value) if *first != value => notes.add(
                    line,
                    &name,
                    format!("another row of {} says {}", self.first.id, quoted(first)),
                    &format!("the first row is kept, this one's {} is not read", quoted(&value)),
                ),
                _ => {}
            }
        }
        self.fields = Some(fields);
    }

    /// The change of all rows.
    pub fn into_change(self) -> Change {
        match self.fields.map(|fields| Change::read(&Value::Object(fields))) {
            Some(Ok(change)) => change,
            _ => self.first,
        }
    }

    /// Texts kept beside the change: each different one once, a line each.
    fn join_texts(&mut self, kept: &mut Map<String, Value>, others: Map<String, Value>) {
        for (header, other) in others {
            let is_new = self.is_new(&header, &other);
            match (kept.get_mut(&header), other) {
                (Some(Value::String(text)), Value::String(other)) if is_new => {
                    text.push('\n');
                    text.push_str(&other);
                }
                (Some(_), _) => {}
                (None, other) => {
                    kept.insert(header, other);
                }
            }
        }
    }

    fn see(&mut self, name: &str, value: &Value) {
        match value {
            Value::Array(entries) => entries.iter().for_each(|entry| {
                self.is_new(name, entry);
            }),
            Value::Object(kept) if name == IMPORTED => kept.iter().for_each(|(header, text)| {
                self.is_new(header, text);
            }),
            _ => {}
        }
    }

    fn is_new(&mut self, name: &str, value: &Value) -> bool {
        let number = self.seen.len();
        *self.seen.entry((name.to_owned(), json::to_string(value))).or_insert(number) == number
    }
}

/// The row with the release of the first one, its own ones beside it; and whether that is another.
fn in_the_first_release(first: &Change, row: &Change) -> (Change, bool) {
    let mut joined = row.clone();
    joined.release = first.release;
    joined.other_releases = Vec::new();
    row.release.iter().chain(&row.other_releases).for_each(|release| joined.join_release(*release));
    let differs = !joined.other_releases.is_empty() && joined.other_releases != row.other_releases;
    (joined, differs)
}

fn object(change: &Change) -> Map<String, Value> {
    match json::to_value(change) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn quoted(value: &Value) -> String {
    json::to_string(value).chars().take(80).gather()
}
