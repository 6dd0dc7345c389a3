//! References to records that a plan does not have. A file of its own because importers of other formats ask too.

use crate::gather::Gather;
use crate::model::{Links, Plan, Table};

use super::Note;

/// One note for each reference to a record that the plan does not have; paths are those of the plan's document.
///
/// They are kept: a rule reports them, and the missing record may come with the next import.
#[must_use]
pub fn dangling(plan: &Plan) -> Vec<Note> {
    Table::ALL.iter().flat_map(|table| of_table(plan, *table)).gather()
}

fn of_table(plan: &Plan, table: Table) -> Vec<Note> {
    let mut notes = Vec::new();
    for (index, record) in plan.rows(table).values().enumerate() {
        for link in Links::of(record).into_iter().filter(|link| !plan.has(&link.to)) {
            let missing = format!("the {} {}", link.to.table.singular(), link.to.id);
            notes.push(Note {
                path: format!("{}[{index}].{}", table.name(), link.field),
                line: None,
                record: Some(record.reference()),
                problem: format!("expected a record of this plan, found {missing}, which it does not have"),
                advice: "add the record, or take the reference away".to_owned(),
                dropped: false,
            });
        }
    }
    notes
}
