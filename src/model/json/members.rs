//! `Members` and `Choice`: what readers call. A file of its own because it stands for serde's messages, which
//! `exchange` turns into sentences.

use serde::de;
use serde_json::{Map, Value};

use super::wrong::{fault, invalid, only, wrong};
use super::{Json, Step, Unreadable};

/// The fields of an object that is read as a record.
pub struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    /// The fields of a value.
    ///
    /// # Errors
    /// When it is no object; `expected` is what it should be.
    pub fn of(value: &'a Value, expected: &str) -> Result<Members<'a>, Unreadable> {
        match value {
            Value::Object(object) => Ok(Members(object)),
            other => Err(wrong(other, expected)),
        }
    }

    /// Reads a field into a blank value; false when the field is not there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn fill(&self, name: &str, into: &mut dyn Json) -> Result<bool, Unreadable> {
        match self.0.get(name) {
            Some(value) => into.fill(value).map(|()| true).map_err(|fault| below(fault, name)),
            None => Ok(false),
        }
    }

    /// The names and values.
    pub(super) fn iter(&self) -> serde_json::map::Iter<'a> {
        self.0.iter()
    }
}

#[inline(never)]
fn below(fault: Unreadable, name: &str) -> Unreadable {
    fault.below(Step::Field(name.to_owned()))
}

/// A word, or a word with a value.
pub struct Choice<'a> {
    word: &'a str,
    content: Option<&'a Value>,
}

impl<'a> Choice<'a> {
    /// The word in a value, and what follows it.
    ///
    /// # Errors
    /// When it is neither a text nor an object of one field.
    pub fn of(value: &'a Value) -> Result<Choice<'a>, Unreadable> {
        match value {
            Value::String(word) => Ok(Choice { word, content: None }),
            Value::Object(object) => match only(object) {
                Some((word, content)) => Ok(Choice { word, content: Some(content) }),
                None => Err(invalid(value, "map with a single key")),
            },
            other => Err(wrong(other, "string or map")),
        }
    }

    /// Reads the word of one of `all`, which are called as in `known`, when no value follows it.
    ///
    /// # Errors
    /// When it is none of them.
    #[inline(never)]
    pub fn fill<T: Copy>(
        into: &mut T,
        value: &Value,
        all: &'static [T],
        known: &'static [&'static str],
    ) -> Result<(), Unreadable> {
        let choice = Choice::of(value)?;
        let found = all.iter().zip(known).find(|(_, word)| **word == choice.word);
        let (found, _) = found.ok_or_else(|| choice.unknown(known))?;
        *into = *found;
        choice.none()
    }

    /// The word.
    #[must_use]
    pub fn word(&self) -> &'a str {
        self.word
    }

    /// For a word that is all.
    ///
    /// # Errors
    /// When a value follows it.
    pub fn none(&self) -> Result<(), Unreadable> {
        match self.content {
            None | Some(Value::Null) => Ok(()),
            Some(content) => Err(below(wrong(content, "unit"), self.word)),
        }
    }

    /// The value that follows the word.
    ///
    /// # Errors
    /// When there is none or it cannot be read.
    pub fn one<T: Json>(&self) -> Result<T, Unreadable> {
        match self.content {
            Some(content) => T::read(content).map_err(|fault| below(fault, self.word)),
            None => Err(fault("invalid type: unit variant, expected newtype variant".to_owned())),
        }
    }

    /// For a word that is none of those that are known.
    #[must_use]
    pub fn unknown(&self, known: &'static [&'static str]) -> Unreadable {
        de::Error::unknown_variant(self.word, known)
    }
}
