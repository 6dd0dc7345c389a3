//! Rows of one change become one: lists are joined, and what differs is noted. A file of its own because it works
//! on the document's form of a change, so that no field can be forgotten.

use serde_json::{Map, Value};

use super::super::import::Notes;
use super::import::IMPORTED;
use crate::model::Change;

/// Adds what `row` says to `change`. Where both say something else, the first stays and the line is noted.
pub(super) fn absorb(change: Change, row: &Change, line: usize, notes: &mut Notes) -> Change {
    let (Ok(Value::Object(mut fields)), Ok(Value::Object(more))) =
        (serde_json::to_value(&change), serde_json::to_value(row))
    else {
        return change;
    };
    for (name, value) in more {
        match (fields.get_mut(&name), value) {
            (None, value) => {
                fields.insert(name, value);
            }
            (Some(Value::Array(list)), Value::Array(others)) => {
                for other in others {
                    if !list.contains(&other) {
                        list.push(other);
                    }
                }
            }
            (Some(Value::Object(kept)), Value::Object(others)) if name == IMPORTED => {
                join_texts(kept, others)
            }
            (Some(first), value) if *first != value => notes.add(
                line,
                &name,
                format!("another row of {} says {}", change.id, quoted(first)),
                &format!("the first row is kept, this one's {} is not read", quoted(&value)),
            ),
            _ => {}
        }
    }
    serde_json::from_value(Value::Object(fields)).unwrap_or(change)
}

/// Texts kept beside the change: each different one once, a line each.
fn join_texts(kept: &mut Map<String, Value>, others: Map<String, Value>) {
    for (name, other) in others {
        match (kept.get_mut(&name), other) {
            (Some(Value::String(text)), Value::String(other)) => {
                if !text.lines().any(|line| line == other) {
                    text.push('\n');
                    text.push_str(&other);
                }
            }
            (Some(_), _) => {}
            (None, other) => {
                kept.insert(name, other);
            }
        }
    }
}

fn quoted(value: &Value) -> String {
    value.to_string().chars().take(80).collect()
}
