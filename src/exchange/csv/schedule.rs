//! A schedule to gates and blackouts: a row is one event with its first and last day.
//!
//! A file of its own because an event is a point for people (a milestone is due on its last day) or a period in which
//! something rests (a freeze), and neither is a change.

use chrono::{NaiveDate, NaiveTime};
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
use super::words::normal;
use crate::gather::Gather;
use crate::letters::capitalized;
use crate::model::altered;
use crate::model::{AnyRecord, Blackout, Gate, Hardness, Id, When};
use crate::time::{Instant, Interval, WorkingCalendar, Zone};

/// A weekend: events of one name that are no further apart are one event.
const LONGEST_GAP_SECONDS: i64 = 3 * 86_400;

/// Reads gates and blackouts from a table: a row whose name says freeze is a blackout for the days that it gives, any
/// other a gate that is due at the end of its last day's work. Rows of one event that follow each other are one.
pub(super) fn import(table: &Table, mapping: &Mapping) -> Result<Imported, CsvError> {
    let is_named = [Field::Id, Field::Title].iter().any(|field| mapping.column_of(*field).is_some());
    let is_dated =
        [Field::PlannedStart, Field::PlannedEnd].iter().any(|field| mapping.column_of(*field).is_some());
    if !is_named || !is_dated {
        return Err(CsvError::NoEvent);
    }
    let mut notes = Notes::default();
    let day_first = day_first_by_column(table, mapping, &mut notes);
    let mut reader = Reader { table, mapping, day_first, notes, events: Vec::new() };
    for row in &table.rows {
        reader.row(row)?;
    }
    let name = if mapping.holder.is_empty() { "Schedule" } else { &mapping.holder };
    let mut all = table.notes.clone();
    let records = records(name, reader.events, &mut reader.notes);
    all.extend(reader.notes.into_vec());
    Ok(Imported { records, notes: all })
}

struct Event {
    id: String,
    title: String,
    window: Interval,
    /// When a milestone is due: the end of the work of its last day.
    due: Instant,
    is_freeze: bool,
    /// It concerns one project and not all of them.
    is_of_one: bool,
    kept: Map<String, Value>,
}

struct Reader<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    day_first: Vec<bool>,
    notes: Notes,
    events: Vec<Event>,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) -> Result<(), CsvError> {
        let text = |field| self.mapping.column_of(field).map_or("", |column| row.cell(column)).trim();
        let (id, title, scope) = (text(Field::Id), text(Field::Title), text(Field::Category));
        let id = if id.is_empty() { title } else { id };
        let title = if title.is_empty() { id } else { title };
        let start = self.end_of(row, Field::PlannedStart)?;
        let end = self.end_of(row, Field::PlannedEnd)?;
        let Some((start, end)) = start.or(end).zip(end.or(start)).filter(|_| !id.is_empty()) else {
            let problem = "the row has no name or no date".to_owned();
            self.notes.note(Some(row.line), None, problem, "it is left out; give the event both");
            return Ok(());
        };
        let words = normal(&format!("{id} {title}"));
        let mut kept = Map::new();
        for (column, cell) in row.cells.iter().enumerate() {
            let is_used = matches!(
                self.mapping.field(column),
                Field::Id | Field::Title | Field::PlannedStart | Field::PlannedEnd | Field::Ignore
            );
            if !is_used && !cell.trim().is_empty() {
                keep(
                    &mut kept,
                    self.table.headers.get(column).map_or("surplus", String::as_str),
                    cell.trim(),
                );
            }
        }
        let scope = normal(scope);
        self.events.push(Event {
            id: id.to_owned(),
            title: capitalized(title),
            window: Interval::new(start.first, end.last.max(start.first)),
            due: end.due.max(start.first),
            is_freeze: words
                .split(' ')
                .any(|word| word.ends_with("freeze") || word == "blackout" || word == "lockdown"),
            is_of_one: scope.starts_with("project") || scope == "team",
            kept,
        });
        Ok(())
    }

    /// What a cell says as a time: a day is the whole of it.
    fn end_of(&mut self, row: &Row, field: Field) -> Result<Option<Reach>, CsvError> {
        let read = time_cell::read(self.table, self.mapping, &self.day_first, row, field, &mut self.notes)?;
        Ok(read.map(|time| match time {
            TimeCell::At(at) => Reach::point(at),
            TimeCell::Day(day, zone) => Reach::day(day, zone),
        }))
    }
}

/// A cell with a time: when it begins, when it is over, and when work that is due by it has to be done.
#[derive(Clone, Copy)]
struct Reach {
    first: Instant,
    last: Instant,
    due: Instant,
}

impl Reach {
    fn point(at: Instant) -> Reach {
        Reach { first: at, last: at, due: at }
    }

    fn day(day: NaiveDate, zone: Zone) -> Reach {
        let whole = zone.day(day);
        let end_of_work = WorkingCalendar::monday_to_friday().day_end;
        let due =
            if end_of_work == NaiveTime::MIN { whole.end } else { zone.resolve(day.and_time(end_of_work)) };
        Reach { first: whole.start, last: whole.end, due }
    }
}

fn records(holder: &str, events: Vec<Event>, notes: &mut Notes) -> Vec<AnyRecord> {
    let mut joined: Vec<Event> = Vec::new();
    for event in events {
        let before = joined.iter_mut().rev().find(|known| known.id == event.id);
        match before {
            Some(known) if event.window.start.seconds_since(known.window.end) <= LONGEST_GAP_SECONDS => {
                known.window = known.window.hull(event.window);
                known.due = known.due.max(event.due);
            }
            _ => joined.push(event),
        }
    }
    let mut named = Named::default();
    let release = named.holder(holder).id;
    let last =
        joined.iter().filter(|event| !event.is_freeze && !event.is_of_one).max_by_key(|event| event.due);
    if let Some(last) = last {
        named.holder(holder).go_live = Some(last.due);
        let problem = format!("no row says when {holder} goes live");
        let advice = format!("taken from its last milestone, \"{}\"; move it if that is wrong", last.title);
        notes.note(None, None, problem, &advice);
    }
    if joined.iter().any(|event| event.is_freeze) {
        let problem = "a freeze lasts as long as its row says".to_owned();
        notes.note(
            None,
            None,
            problem,
            "lengthen it where it lasts until the release; all freezes warn and none blocks",
        );
    }
    let mut taken: Vec<(String, usize)> = Vec::new();
    let mut found = Vec::new();
    for event in joined {
        let times = match taken.iter_mut().find(|(id, _)| *id == event.id) {
            Some((_, times)) => {
                *times += 1;
                *times
            }
            None => {
                taken.push((event.id.clone(), 1));
                1
            }
        };
        let id = if times == 1 { event.id.clone() } else { format!("{}-{times}", event.id) };
        let extra = if event.kept.is_empty() {
            crate::model::Extra::new()
        } else {
            [(IMPORTED.to_owned(), Value::Object(event.kept))].into_iter().gather()
        };
        found.push(if event.is_freeze {
            AnyRecord::from(altered!(
                Blackout::new(Id::lenient(&id), event.title, When::Once(event.window)),
                hardness: if event.is_of_one { Hardness::Information } else { Hardness::Soft },
                extra,
            ))
        } else {
            let due = Some(event.due);
            AnyRecord::from(altered!(Gate::open(Id::lenient(&id), release, event.title), due, extra))
        });
    }
    let mut records = named.into_records();
    records.extend(found);
    records
}

#[cfg(test)]
mod tests {
    use super::super::{import, sniff};
    use super::*;

    #[test]
    fn milestones_become_gates_and_freezes_blackouts() {
        let text = "event,meaning,week,start,end,scope\n\
            f-2,milestone 2,R-13,2025-06-30,2025-07-04,cross-project\n\
            f-ff,feature freeze,R-5,2025-08-25,2025-08-29,cross-project\n\
            nova-ff,nova spec freeze,R-5,2025-08-25,2025-08-29,project\n\
            vote,election voting,R-4,2025-09-01,2025-09-05,cross-project\n\
            vote,election voting,R-3,2025-09-08,2025-09-12,cross-project\n\
            final,coordinated release,R+0,2025-09-29,2025-10-03,cross-project\n\
            vote,election voting,R+9,2025-12-01,2025-12-05,project\n";
        let table = sniff(text.as_bytes()).unwrap();
        let mapping = Mapping::recognise(&table.headers).of_file("flamingo-schedule.csv");
        assert!(matches!(import(&table, &mapping), Err(CsvError::NeedsZone { .. })));
        let mapping = Mapping { zone: Some(Zone::UTC), ..mapping };
        let imported = import(&table, &mapping).unwrap();
        let mut lines = Vec::new();
        for record in &imported.records {
            lines.push(match record {
                AnyRecord::Releases(one) => format!("{} {}", one.id, one.go_live.unwrap()),
                AnyRecord::Gates(one) => format!("{} of {} {}", one.id, one.release, one.due.unwrap()),
                AnyRecord::Blackouts(one) => {
                    let When::Once(window) = &one.when else { panic!("{one:?}") };
                    format!("{} {window} {}", one.id, one.hardness)
                }
                other => panic!("{other:?}"),
            });
        }
        assert_eq!(
            lines,
            [
                "flamingo 2025-10-03T17:00:00Z",
                "f-2 of flamingo 2025-07-04T17:00:00Z",
                "f-ff 2025-08-25T00:00:00Z/2025-08-30T00:00:00Z Soft",
                "nova-ff 2025-08-25T00:00:00Z/2025-08-30T00:00:00Z Information only",
                "vote of flamingo 2025-09-12T17:00:00Z",
                "final of flamingo 2025-10-03T17:00:00Z",
                "vote-2 of flamingo 2025-12-05T17:00:00Z",
            ]
        );
    }
}
