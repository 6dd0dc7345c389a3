//! Requests to go through a freeze to freeze exceptions: a row is one request, with what was answered.
//!
//! A file of its own because a row is about a freeze and a change at once. The freeze has no dates in such a list, so it
//! is kept as text; what asks becomes a change in `Draft`, so that there is something to let through.

use serde_json::{Map, Value};

use super::super::import::{Imported, Notes};
use super::CsvError;
use super::dates::day_first_by_column;
use super::field::Field;
use super::import::{IMPORTED, keep};
use super::mapping::Mapping;
use super::named::Named;
use super::table::{Row, Table};
use super::time_cell::{self, TimeCell};
use super::words::{Words, find, normal};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    AnyRecord, Change, ChangeKind, Extra, FreezeException, FreezeExceptionStatus, Id, Records, Risk,
};
use crate::sorted::SortedSet;
use crate::time::Instant;

/// Reads freeze exceptions from a table, with the changes and releases that they are for.
pub(super) fn import(table: &Table, mapping: &Mapping) -> Result<Imported, CsvError> {
    let is_named = [Field::Id, Field::Title].iter().any(|field| mapping.column_of(*field).is_some());
    if mapping.column_of(Field::Freeze).is_none() || !is_named {
        return Err(CsvError::NoFreeze);
    }
    let mut notes = Notes::default();
    let day_first = day_first_by_column(table, mapping, &mut notes);
    let mut reader = Reader {
        table,
        mapping,
        day_first,
        notes,
        named: Named::default(),
        changes: Records::default(),
        taken: SortedSet::new(),
    };
    let mut exceptions = Vec::new();
    for row in &table.rows {
        exceptions.extend(reader.row(row)?);
    }
    if !exceptions.is_empty() {
        let problem = "no row says when its freeze is".to_owned();
        let advice = "each exception keeps its name as text; name the blackout that it is an exception from";
        reader.notes.note(None, None, problem, advice);
    }
    let mut records = reader.named.into_records();
    records.extend(reader.changes.into_rows());
    records.extend(exceptions.into_iter().map(AnyRecord::from));
    let mut all = table.notes.clone();
    all.extend(reader.notes.into_vec());
    Ok(Imported { records, notes: all })
}

struct Reader<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    day_first: Vec<bool>,
    notes: Notes,
    named: Named,
    changes: Records<Change>,
    /// The ids of the exceptions so far.
    taken: SortedSet<String>,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) -> Result<Option<FreezeException>, CsvError> {
        let text = |field| self.mapping.column_of(field).map_or("", |column| row.cell(column)).trim();
        let (id, title, release) = (text(Field::Id), text(Field::Title), text(Field::Release));
        let (freeze, status, reason) = (text(Field::Freeze), text(Field::Status), text(Field::Description));
        let id = if id.is_empty() { title } else { id };
        let title = if title.is_empty() { id } else { title };
        if id.is_empty() || freeze.is_empty() {
            let problem = "the row does not say what asks, or to go through which freeze".to_owned();
            self.notes.note(Some(row.line), None, problem, "it is left out; give it both");
            return Ok(None);
        }
        let of_release = if release.is_empty() { id.to_owned() } else { format!("{release}-{id}") };
        let exception = self.free_id(&of_release, freeze);
        let requested = self.moment(row, Field::RequestedAt)?;
        let reviewed = self.moment(row, Field::ReviewedAt)?;
        let status = self.status(row, status);
        let decided = reviewed
            .filter(|_| matches!(status, FreezeExceptionStatus::Approved | FreezeExceptionStatus::Rejected));
        let (title, reason) = (title.to_owned(), reason.to_owned());
        let change = self.change(&of_release, &title, release);
        Ok(Some(altered!(
            FreezeException::requested(exception, title, Instant::MIN),
            changes: vec![change],
            reason,
            status,
            requested_at: requested,
            reviewed_at: reviewed,
            decided_at: decided,
            extra: self.kept(row),
        )))
    }

    /// `v1.35-4832`; with the freeze where that is taken, and counted on where that is too.
    fn free_id(&mut self, id: &str, freeze: &str) -> Id<FreezeException> {
        let more = (2..).map(|times| format!("{id}-{freeze}-{times}"));
        let candidates = [id.to_owned(), format!("{id}-{freeze}")].into_iter().chain(more);
        let free = candidates.map(|id| Id::lenient(&id)).find(|id| self.taken.insert(id.to_string()));
        free.unwrap_or_else(|| Id::lenient(id))
    }

    /// What asks, in the release that it is to go into.
    fn change(&mut self, id: &str, title: &str, release: &str) -> Id<Change> {
        let id = Id::lenient(id);
        let release = (!release.is_empty()).then(|| self.named.release(release, release));
        self.changes.get_or_insert(&id, || {
            altered!(Change::draft(id, title, ChangeKind::Normal, Risk::Moderate), release)
        });
        id
    }

    fn status(&mut self, row: &Row, cell: &str) -> FreezeExceptionStatus {
        const STATUSES: Words<FreezeExceptionStatus> = &[
            (FreezeExceptionStatus::Requested, &["", "requested", "open", "pending", "new"]),
            (FreezeExceptionStatus::Reviewed, &["reviewed", "in review"]),
            (FreezeExceptionStatus::Approved, &["approved", "granted", "accepted"]),
            (FreezeExceptionStatus::Rejected, &["rejected", "denied", "refused"]),
            (FreezeExceptionStatus::Withdrawn, &["withdrawn", "removed", "cancelled", "canceled"]),
        ];
        find(&normal(cell), STATUSES).unwrap_or_else(|| {
            let column = self.mapping.column_of(Field::Status);
            let header = column.and_then(|column| self.table.headers.get(column));
            let problem = format!("\"{cell}\" is no status of a freeze exception that is known");
            let advice = "taken as Requested, and the word is kept beside the exception";
            self.notes.add(row.line, header.map_or("status", String::as_str), problem, advice);
            FreezeExceptionStatus::Requested
        })
    }

    /// The moment of a cell; a day is its beginning.
    fn moment(&mut self, row: &Row, field: Field) -> Result<Option<Instant>, CsvError> {
        let read = time_cell::read(self.table, self.mapping, &self.day_first, row, field, &mut self.notes)?;
        Ok(read.map(|time| match time {
            TimeCell::At(at) => at,
            TimeCell::Day(day, zone) => zone.start_of_day(day),
        }))
    }

    /// The cells that no field of the exception took, as they stand there.
    fn kept(&self, row: &Row) -> Extra {
        let mut kept = Map::new();
        for (column, cell) in row.cells.iter().enumerate() {
            let is_taken = matches!(
                self.mapping.field(column),
                Field::Title
                    | Field::Release
                    | Field::Description
                    | Field::RequestedAt
                    | Field::ReviewedAt
                    | Field::Ignore
            );
            if !is_taken && !cell.trim().is_empty() {
                let header = self.table.headers.get(column).map_or("surplus", String::as_str);
                keep(&mut kept, header, cell.trim());
            }
        }
        if kept.is_empty() {
            return Extra::new();
        }
        [(IMPORTED.to_owned(), Value::Object(kept))].into_iter().gather()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{import, sniff};
    use super::*;
    use crate::time::Zone;

    #[test]
    fn requests_become_exceptions_with_their_decisions() {
        let text = "release,freeze,enhancement,issue,date_requested,date_reviewed,status\n\
            v1.32,enhancementFreeze,Asynchronous preemption,4832,2024-10-11,2024-10-14,approved\n\
            v1.32,codeFreeze,Asynchronous preemption,4832,2024-11-08,2024-11-11,rejected\n\
            v1.33,enhancementFreeze,Multiple CIDRs,2400,2025-02-10,,removed\n\
            v1.33,enhancementFreeze,Swap,2401,2025-02-10,,perhaps\n\
            v1.33,,Nothing,2402,2025-02-10,,approved\n";
        let table = sniff(text.as_bytes()).unwrap();
        let mapping = Mapping::recognise(&table.headers);
        assert!(matches!(import(&table, &mapping), Err(CsvError::NeedsZone { .. })));
        let imported = import(&table, &Mapping { zone: Some(Zone::UTC), ..mapping }).unwrap();
        let mut lines = Vec::new();
        for record in &imported.records {
            lines.push(match record {
                AnyRecord::Releases(release) => format!("release {}", release.id),
                AnyRecord::Changes(change) => format!("change {} of {:?}", change.id, change.release),
                AnyRecord::FreezeExceptions(one) => {
                    let decided = one.decided_at.map_or("open".to_owned(), |at| at.to_string());
                    let freeze = &one.extra["imported"]["freeze"];
                    format!("{} {freeze} for {} {} {decided}", one.id, one.changes[0], one.status)
                }
                other => panic!("{other:?}"),
            });
        }
        assert_eq!(
            lines,
            [
                "release v1.32",
                "release v1.33",
                "change v1.32-4832 of Some(v1.32)",
                "change v1.33-2400 of Some(v1.33)",
                "change v1.33-2401 of Some(v1.33)",
                "v1.32-4832 \"enhancementFreeze\" for v1.32-4832 Approved 2024-10-14T00:00:00Z",
                "v1.32-4832-codeFreeze \"codeFreeze\" for v1.32-4832 Rejected 2024-11-11T00:00:00Z",
                "v1.33-2400 \"enhancementFreeze\" for v1.33-2400 Withdrawn open",
                "v1.33-2401 \"enhancementFreeze\" for v1.33-2401 Requested open",
            ]
        );
        assert_eq!(imported.notes.len(), 3, "{:?}", imported.notes);
    }
}
