//! A cell with a time, for lists of which each row has a few: events of a schedule, requests to go through a freeze.
//! Not for changes, which note each time that a clock change makes doubtful.

use chrono::NaiveDate;

use super::super::import::Notes;
use super::super::moment::{self, Moment};
use super::CsvError;
use super::field::Field;
use super::mapping::Mapping;
use super::table::{Row, Table};
use crate::time::{Instant, Zone};

/// What a cell says as a time.
pub(super) enum TimeCell {
    /// A moment.
    At(Instant),
    /// A day of a zone; what of it is meant is for the reader to say.
    Day(NaiveDate, Zone),
}

/// The time in the cell of a field; `None` where the field has no column or the cell is empty, and, with a note, where
/// it is not a date. The error is a time that names no zone when the mapping has none either.
pub(super) fn read(
    table: &Table,
    mapping: &Mapping,
    day_first: &[bool],
    row: &Row,
    field: Field,
    notes: &mut Notes,
) -> Result<Option<TimeCell>, CsvError> {
    let Some(column) = mapping.column_of(field) else { return Ok(None) };
    let (cell, header) = (row.cell(column).trim(), table.headers.get(column).map_or("", String::as_str));
    if cell.is_empty() {
        return Ok(None);
    }
    let needs_zone =
        || CsvError::NeedsZone { line: row.line, column: header.to_owned(), text: cell.to_owned() };
    Ok(match moment::read(cell, day_first.get(column).copied().unwrap_or(true)) {
        Some(Moment::At(at)) => Some(TimeCell::At(at)),
        Some(Moment::Local(local)) => Some(TimeCell::At(mapping.zone.ok_or_else(needs_zone)?.resolve(local))),
        Some(Moment::Day(day)) => Some(TimeCell::Day(day, mapping.zone.ok_or_else(needs_zone)?)),
        None => {
            let problem = format!("\"{cell}\" is not a date");
            notes.add(row.line, header, problem, "left out; write it like 2026-03-02");
            None
        }
    })
}
