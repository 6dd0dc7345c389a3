//! `Fields`: a record by its fields, which the derive lists, and what reads and writes every record.
//!
//! A file of its own because what is here is there once, where a reader of each type would be a tenth of the page.

use serde::de;
use serde_json::Value;

use super::{Json, Members, Unreadable, Writer};
use crate::model::Extra;

/// What the derive says about a record.
pub struct Listing {
    /// What serde would say that it expects: `struct Change`.
    pub expected: &'static str,
    /// The fields in the order in which they are read and written, without those that nobody knows.
    pub fields: &'static [FieldNote],
}

/// What the derive says about a field.
pub struct FieldNote {
    /// The name in the document.
    pub name: &'static str,
    /// It has to be there, unless its type may be absent.
    pub is_required: bool,
    /// It is not written when it is empty.
    pub may_be_left_out: bool,
}

/// A record by its fields. Derived; the places are those of the listing.
pub trait Fields {
    /// The fields.
    fn listing(&self) -> &'static Listing;

    /// The field at a place; the last one for a place that there is not.
    fn at(&self, place: usize) -> &dyn Json;

    /// See [`Fields::at`].
    fn at_mut(&mut self, place: usize) -> &mut dyn Json;

    /// Gives a field that is not in the document its value, where that is another than the blank one.
    fn set_default(&mut self, _place: usize) {}

    /// Whether a field is not written, where the record knows that better than the field itself.
    fn skips(&self, _place: usize) -> Option<bool> {
        None
    }

    /// The fields that nobody knows.
    fn rest(&self) -> Option<&Extra> {
        None
    }

    /// See [`Fields::rest`].
    fn rest_mut(&mut self) -> Option<&mut Extra> {
        None
    }
}

/// Reads a value into a blank record; see [`Json::fill`].
///
/// # Errors
/// When it is not what the record expects; the error names the path.
pub fn fill(record: &mut dyn Fields, value: &Value) -> Result<(), Unreadable> {
    let listing = record.listing();
    let members = Members::of(value, listing.expected)?;
    for (place, note) in listing.fields.iter().enumerate() {
        let field = record.at_mut(place);
        if !members.fill(note.name, field)? {
            if !note.is_required {
                record.set_default(place);
            } else if !field.may_be_absent() {
                return Err(de::Error::missing_field(note.name));
            }
        }
    }
    if let Some(rest) = record.rest_mut() {
        let is_known = |name: &str| listing.fields.iter().any(|note| note.name == name);
        for (name, value) in members.iter().filter(|(name, _)| !is_known(name)) {
            rest.insert(name.clone(), value.clone());
        }
    }
    Ok(())
}

/// Writes a record; see [`Json::write`].
pub fn write(record: &dyn Fields, writer: &mut Writer) {
    writer.begin_object();
    for (place, note) in record.listing().fields.iter().enumerate() {
        let field = record.at(place);
        let is_left_out = || record.skips(place).unwrap_or_else(|| field.is_left_out());
        if !note.may_be_left_out || !is_left_out() {
            writer.field(note.name, field);
        }
    }
    if let Some(rest) = record.rest() {
        writer.rest(rest);
    }
    writer.end_object();
}
