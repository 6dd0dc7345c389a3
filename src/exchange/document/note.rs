//! `Note` and `Reading`: a plan with what could not be read of its file, in words.
//!
//! A file of its own because serde's messages become sentences here, and nowhere else.

use std::fmt;

use crate::model::json::Step;
use crate::model::json::text::entries;
use crate::model::{Plan, RecordRef};

use super::entries::{described, items, shortened};

/// A plan that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// All that could be read.
    pub plan: Plan,
    /// What is to be looked at, in the order of the file.
    pub notes: Vec<Note>,
}

impl Reading {
    /// True when all that the file says is in the plan; writing the plan over the file then loses nothing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.notes.iter().any(|note| note.dropped)
    }
}

/// Something in a file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where, from the top of the document: `changes[3].planned`.
    pub path: String,
    /// The line of the file on which it, or the record it is in, starts, counted from 1; `None` when there is no file.
    pub line: Option<usize>,
    /// The record it is in, when it could be told.
    pub record: Option<RecordRef>,
    /// What was expected and what was found.
    pub problem: String,
    /// What to do.
    pub advice: String,
    /// True when something of the file is not in the plan.
    pub dropped: bool,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(record) = &self.record {
            write!(f, " of {}", record.id)?;
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.problem)?;
        f.write_str(if self.dropped { " (left out)" } else { "" })?;
        write!(f, "; {}", self.advice)
    }
}

/// What serde has to say about a value, as a [`Note`]'s problem and advice.
pub(super) struct Explained {
    /// `expected ..., found ...`.
    pub(super) problem: String,
    /// What to do.
    pub(super) advice: String,
}

/// Explains why `value` could not be read; `path` leads into it.
pub(super) fn explain(value: &str, path: &[Step], message: &str) -> Explained {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let found = part(value, path).map(described);
    if let Some(field) = message.strip_prefix("missing field ") {
        return Explained {
            problem: format!("expected a field {field}, found none"),
            advice: "add the field".to_owned(),
        };
    }
    let is_serde = message.starts_with("invalid ") || message.starts_with("unknown variant ");
    if let Some((_, expected)) = message.rsplit_once(", expected ").filter(|_| is_serde) {
        let found = found.unwrap_or_else(|| "something else".to_owned());
        return Explained {
            problem: format!("expected {}, found {found}", plainly(expected)),
            advice: "write what is expected, or take the field away if it may be absent".to_owned(),
        };
    }
    let (fault, advice) = message.split_once("; ").unwrap_or((message, "correct the value"));
    let expected =
        fault.split_once("\" is not ").map_or("a value that can be read", |(_, expected)| expected);
    Explained {
        problem: format!(
            "expected {}, found {}: {}",
            shortened(expected, 100),
            found.as_deref().unwrap_or("another"),
            shortened(fault, 300)
        ),
        advice: shortened(advice, 300),
    }
}

/// What serde expects, in the words of a person who edits JSON.
fn plainly(expected: &str) -> &str {
    match expected {
        "i32" => "a whole number from -2147483648 to 2147483647",
        "u32" => "a whole number from 0 to 4294967295",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "an object",
        other if other.starts_with("struct ") => "an object",
        other => other,
    }
}

/// The part of a value that a path leads to, as far as it goes.
fn part<'a>(value: &'a str, path: &[Step]) -> Option<&'a str> {
    let mut here = value;
    for segment in path.iter() {
        let next = match segment {
            Step::Place(index) => items(here)?.get(*index).copied(),
            Step::Field(name) => {
                entries(here).ok()??.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
            }
        };
        match next {
            Some(next) => here = next,
            None => break,
        }
    }
    Some(here)
}

/// A path inside a value as it follows the value's own path: `.planned`, `[2].on`, nothing for the value itself.
pub(super) fn path_below(path: &[Step]) -> String {
    let mut text = String::new();
    for segment in path.iter() {
        match segment {
            Step::Place(index) => text.push_str(&format!("[{index}]")),
            Step::Field(name) => {
                text.push('.');
                text.push_str(&shortened(name, 60));
            }
        }
    }
    text
}
