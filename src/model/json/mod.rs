//! Reading and writing records as JSON.
//!
//! A folder of its own because serde's derives make, of two dozen types of records, a third of the page. `Json` is
//! derived too (`derive/`), but its code for a record is a list of its fields, and the reader knows the path to what
//! it could not read.

use crate::gather::Gather;

pub mod fields;
mod members;
mod plain;
pub mod text;
mod windows;
mod writer;
mod wrong;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

pub use members::{Choice, Members};
pub use slipway_derive::Json;
use text::NotJson;
pub use writer::Writer;

/// What is read from JSON and written as JSON. Derived for records.
pub trait Json {
    /// A value to read into. It need not be one that a document could have: an id without a text.
    #[must_use]
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads a value into this one, which is blank. After an error it is of no use.
    ///
    /// # Errors
    /// When it is not what the type expects; the error names the path.
    fn fill(&mut self, value: &Value) -> Result<(), Unreadable>;

    /// Writes the value.
    fn write(&self, writer: &mut Writer);

    /// Reads a value.
    ///
    /// # Errors
    /// As [`Json::fill`].
    fn read(value: &Value) -> Result<Self, Unreadable>
    where
        Self: Sized,
    {
        let mut read = Self::blank();
        read.fill(value)?;
        Ok(read)
    }

    /// True when a blank value stands for a required field that is not there.
    fn may_be_absent(&self) -> bool {
        false
    }

    /// True for the value that is left out of the document: an empty list, no text, `false`, nothing. Not called
    /// `is_empty`: where the trait is in scope, that would answer in place of a window's own `is_empty`.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// One step of a path into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A field of an object, or the word that says which kind of value follows.
    Field(String),
    /// A place in a list, counted from 0.
    Place(usize),
}

/// Why a value could not be read, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// From the innermost step outwards while it is on its way; see [`Unreadable::path`].
    steps: Vec<Step>,
    message: String,
}

impl Unreadable {
    /// A fault at a path, from the outside in.
    #[must_use]
    pub fn new(path: Vec<Step>, message: String) -> Unreadable {
        Unreadable { steps: path.into_iter().rev().gather(), message }
    }

    /// The path to what could not be read, from the outside in.
    #[must_use]
    pub fn path(&self) -> Vec<Step> {
        self.steps.iter().rev().cloned().gather()
    }

    /// What is wrong there.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The path as a person reads it: `planned`, `[2].on`, `.` for the value itself.
    #[must_use]
    pub fn path_text(&self) -> String {
        let mut text = String::new();
        for step in self.steps.iter().rev() {
            match step {
                Step::Field(name) if text.is_empty() => text.push_str(name),
                Step::Field(name) => text.extend([".", name]),
                Step::Place(place) => text.push_str(&format!("[{place}]")),
            }
        }
        if text.is_empty() { ".".to_owned() } else { text }
    }

    fn below(mut self, step: Step) -> Unreadable {
        self.steps.push(step);
        self
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.steps.is_empty() {
            write!(f, "{}: ", self.path_text())?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(message: T) -> Unreadable {
        Unreadable { steps: Vec::new(), message: message.to_string() }
    }
}

/// Reads a value from JSON as bytes.
///
/// # Errors
/// When it is no JSON, or not what the type expects.
pub fn from_slice<T: Json>(bytes: &[u8]) -> Result<T, Unreadable> {
    T::read(&text::value(text_of(bytes)?).map_err(NotJson::into_unreadable)?)
}

/// Bytes as text.
///
/// # Errors
/// When they are not UTF-8.
pub fn text_of(bytes: &[u8]) -> Result<&str, Unreadable> {
    std::str::from_utf8(bytes).map_err(de::Error::custom)
}

/// A record as JSON on one line.
#[must_use]
pub fn to_string(value: &dyn Json) -> String {
    let mut writer = Writer::new(false);
    value.write(&mut writer);
    writer.finish()
}

/// True when both are the same value, or are written alike: a record is what the document says of it.
#[must_use]
pub fn same(one: &dyn Json, other: &dyn Json) -> bool {
    std::ptr::addr_eq(one, other) || to_string(one) == to_string(other)
}

/// A record as a JSON value.
#[must_use]
pub fn to_value(value: &dyn Json) -> Value {
    // What is written is JSON, unless it is deeper than any document may be.
    text::value(&to_string(value)).unwrap_or_default()
}

/// An object of these fields. For lists of fields of any length alike, where `Value::from_iter` is compiled for each.
#[must_use]
pub fn object(fields: Vec<(&str, Value)>) -> Value {
    let mut object = Map::new();
    fields.into_iter().for_each(|(name, value)| drop(object.insert(name.to_owned(), value)));
    Value::Object(object)
}

/// Takes a field out of an object, by making it anew: what `Map::remove` does to a tree is 4 KB of the page.
pub fn take_out(fields: &mut Map<String, Value>, name: &str) {
    if fields.contains_key(name) {
        for (known, value) in std::mem::take(fields) {
            if known != name {
                fields.insert(known, value);
            }
        }
    }
}

/// What the derive makes of serde's `Serialize`: for the holders of records that are no records.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(value: &dyn Json, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(to_string(value)).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// What the derive makes of serde's `Deserialize`.
///
/// # Errors
/// When the value is not what the type expects.
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
}
