//! Plan to document. A file of its own because the order of everything in it is a promise: equal plans are equal bytes,
//! and an edit is a few lines in Git.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::json;
use crate::model::{Plan, Rows, Table};

use super::{DocumentError, FORMAT, VERSION};

/// The document of a plan: UTF-8, one field a line, `\n` at each line's end and at the end.
///
/// First format, version, id and settings, then the tables in the order of [`Table::ALL`] without the empty ones, each
/// record in the order of the ids, then the fields that this version does not know, by name. Reading it gives an equal
/// plan, and writing that gives equal bytes.
pub fn write(plan: &Plan) -> Result<String, DocumentError> {
    let mut text =
        json::to_vec_pretty(&Document(plan)).map_err(|error| DocumentError::NotWritten(error.to_string()))?;
    text.push(b'\n');
    String::from_utf8(text).map_err(|error| DocumentError::NotWritten(error.to_string()))
}

struct Document<'a>(&'a Plan);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plan = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", FORMAT)?;
        map.serialize_entry("version", &VERSION)?;
        map.serialize_entry("id", &plan.id)?;
        map.serialize_entry("settings", &plan.settings)?;
        for table in Table::ALL.iter().copied().filter(|table| plan.count(*table) != 0) {
            map.serialize_entry(table.name(), &List(plan.rows(table)))?;
        }
        for (name, value) in &plan.extra {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

struct List<'a>(&'a Rows);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.values())
    }
}
