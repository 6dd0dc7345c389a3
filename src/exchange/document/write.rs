//! Plan to document. A file of its own because the order of everything in it is a promise: equal plans are equal bytes,
//! and an edit is a few lines in Git.

use crate::model::json::Writer;
use crate::model::{AnyRecord, Plan, Table};

use super::{FORMAT, VERSION};

/// The document of a plan: UTF-8, one field a line, `\n` at each line's end and at the end.
///
/// First format, version, id and settings, then the tables in the order of [`Table::ALL`] without the empty ones, each
/// record in the order of the ids, then the fields that this version does not know, by name. Reading it gives an equal
/// plan, and writing that gives equal bytes.
#[must_use]
pub fn write(plan: &Plan) -> String {
    let mut writer = Writer::new(true);
    writer.begin_object();
    writer.field_with("format", &mut |writer| writer.word(FORMAT));
    writer.field("version", &VERSION);
    writer.field("id", &plan.id);
    writer.field("settings", &plan.settings);
    for table in Table::ALL.iter().copied().filter(|table| plan.count(*table) != 0) {
        let records = || plan.rows(table).values().map(AnyRecord::json);
        writer.field_with(table.name(), &mut |writer| writer.list(&mut records()));
    }
    writer.rest(&plan.extra);
    writer.end_object();
    writer.finish() + "\n"
}
