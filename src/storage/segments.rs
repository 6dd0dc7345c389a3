//! The bytes of segments: a span of a table's records as the JSON array that the document would have of them.

use serde_json::Value;

use super::fault::{Fault, Note};
use super::layout::{Layout, SegmentLayout, TableLayout};
use super::store::{Key, StoredPlan};
use crate::model::{AnyRecord, Id, Plan, Record, Records, Table, TableEditor, TableVisitor};
use std::collections::BTreeMap;

/// The ids from `first` up to, not including, `end`; without `end` up to the last.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub first: String,
    pub end: Option<String>,
}

/// Encodes the records of a span, in several parts where they are more than `most`.
pub(super) struct Encode {
    pub span: Span,
    pub most: usize,
    /// About how many records such a part has.
    pub usual: usize,
}

/// One encoded part.
pub(super) struct Part {
    pub first: String,
    pub records: u32,
    pub bytes: Vec<u8>,
}

impl TableVisitor for Encode {
    type Output = serde_json::Result<Vec<Part>>;

    fn visit<T: Record>(self, records: &Records<T>) -> Self::Output {
        let inside = |id: &Id<T>| self.span.end.as_deref().is_none_or(|end| id.as_str() < end);
        let records: Vec<&T> = if self.span.first.is_empty() {
            records.iter().take_while(|(id, _)| inside(id)).map(|(_, record)| record).collect()
        } else {
            let first = Id::lenient(&self.span.first);
            records.range(first..).take_while(|(id, _)| inside(id)).map(|(_, record)| record).collect()
        };
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let parts =
            if records.len() <= self.most { 1 } else { (records.len() + self.usual / 2) / self.usual };
        let size = records.len().div_ceil(parts);
        records.chunks(size).map(Part::of).collect()
    }
}

impl Part {
    fn of<T: Record>(records: &[&T]) -> serde_json::Result<Part> {
        Ok(Part {
            first: records.first().map(|record| record.id().to_string()).unwrap_or_default(),
            records: u32::try_from(records.len()).unwrap_or(u32::MAX),
            bytes: serde_json::to_vec(records)?,
        })
    }
}

/// Reads a stored plan. What cannot be read is left out of the plan, noted, and marked as damaged in the layout, so
/// that no write replaces its bytes.
pub(super) fn read(id: &Id<Plan>, stored: StoredPlan) -> Result<(Plan, Layout, Vec<Note>), Fault> {
    let mut layout = Layout::read(id.as_str(), &stored.layout)?;
    let mut plan = Plan::new(layout.id.clone(), layout.settings.clone());
    plan.extra = layout.extra.clone();
    let mut bytes: BTreeMap<(String, u32), Vec<u8>> = BTreeMap::new();
    for (key, segment) in stored.segments {
        if let Key::Segment { table, number, .. } = key {
            bytes.insert((table, number), segment);
        }
    }
    let mut notes = Vec::new();
    for table in Table::ALL {
        let Some(table_layout) = layout.tables.get_mut(table.name()) else { continue };
        if !table_layout.kept_aside.is_empty() {
            notes.push(Note::KeptAside { table: *table, segments: table_layout.kept_aside.len() });
        }
        let segments = table_layout.segments.clone();
        for segment in &segments {
            let found = bytes.remove(&(table.name().to_owned(), segment.number));
            read_segment(*table, segment, found.as_deref(), &mut plan, table_layout, &mut notes);
        }
    }
    Ok((plan, layout, notes))
}

fn read_segment(
    table: Table,
    segment: &SegmentLayout,
    bytes: Option<&[u8]>,
    plan: &mut Plan,
    layout: &mut TableLayout,
    notes: &mut Vec<Note>,
) {
    let Some(bytes) = bytes else {
        notes.push(Note::SegmentMissing { table, records: segment.records });
        return;
    };
    if plan.edit(table, Decode { bytes }).is_ok() {
        return;
    }
    layout.damaged.push(segment.number);
    match serde_json::from_slice::<Vec<Value>>(bytes) {
        Ok(values) => {
            for value in values {
                read_record(table, value, plan, notes);
            }
        }
        Err(error) => {
            notes.push(Note::SegmentUnreadable { table, records: segment.records, reason: error.to_string() })
        }
    }
}

fn read_record(table: Table, value: Value, plan: &mut Plan, notes: &mut Vec<Note>) {
    let id = value.get("id").and_then(Value::as_str).unwrap_or("(without an id)").to_owned();
    match AnyRecord::from_json(table, value) {
        Ok(record) => plan.put(record),
        Err(error) => notes.push(Note::RecordUnreadable {
            path: format!("{}/{id}, {}", table.name(), error.path()),
            reason: error.inner().to_string(),
        }),
    }
}

/// Puts all records of a segment into their table, or none.
struct Decode<'a> {
    bytes: &'a [u8],
}

impl TableEditor for Decode<'_> {
    type Output = serde_json::Result<()>;

    fn edit<T: Record>(self, records: &mut Records<T>) -> Self::Output {
        let read: Vec<T> = serde_json::from_slice(self.bytes)?;
        records.extend(read.into_iter().map(|record| (record.id().clone(), record)));
        Ok(())
    }
}
