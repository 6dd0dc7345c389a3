//! The bytes of segments: a span of a table's records as the JSON array that the document would have of them.

use serde_json::Value;

use super::fault::{Fault, Note};
use super::layout::{Layout, SegmentLayout, TableLayout};
use super::store::{Key, StoredPlan};
use crate::gather::Gather;
use crate::model::json::text::{items, value};
use crate::model::json::{self, Writer};
use crate::model::{AnyRecord, Id, IdText, Plan, Rows, Table};
use crate::sorted::SortedMap;
use std::ops::Bound;

/// The ids from `first` up to, not including, `end`; without `end` up to the last.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub first: String,
    pub end: Option<String>,
}

/// One encoded part.
pub(super) struct Part {
    pub first: String,
    pub records: u32,
    pub bytes: Vec<u8>,
}

/// Encodes the records of a span, in several parts of about `usual` records where they are more than `most`.
pub(super) fn encode(rows: &Rows, span: &Span, most: usize, usual: usize) -> Vec<Part> {
    let inside = |id: &str| span.end.as_deref().is_none_or(|end| id < end);
    let from = (Bound::Included(span.first.as_str()), Bound::Unbounded);
    let records: Vec<(&IdText, &AnyRecord)> =
        rows.range::<str, _>(from).take_while(|(id, _)| inside(id)).gather();
    if records.is_empty() {
        return Vec::new();
    }
    let parts = if records.len() <= most { 1 } else { (records.len() + usual / 2) / usual };
    let size = records.len().div_ceil(parts);
    records.chunks(size).map(Part::of).gather()
}

impl Part {
    fn of(rows: &[(&IdText, &AnyRecord)]) -> Part {
        let mut writer = Writer::new(false);
        writer.list(&mut rows.iter().map(|(_, record)| record.json()));
        Part {
            first: rows.first().map(|(id, _)| id.to_string()).unwrap_or_default(),
            records: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            bytes: writer.finish().into_bytes(),
        }
    }
}

/// Reads a stored plan. What cannot be read is left out of the plan, noted, and marked as damaged in the layout, so
/// that no write replaces its bytes.
pub(super) fn read(id: &Id<Plan>, stored: StoredPlan) -> Result<(Plan, Layout, Vec<Note>), Fault> {
    let mut layout = Layout::read(id.as_str(), &stored.layout)?;
    let mut plan = Plan::new(layout.id, layout.settings.clone());
    plan.extra = layout.extra.clone();
    let mut bytes: SortedMap<(String, u32), Vec<u8>> = SortedMap::new();
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
    if let Some(records) = decode(table, bytes) {
        records.into_iter().for_each(|record| plan.put(record));
        return;
    }
    layout.damaged.push(segment.number);
    match json::from_slice::<Vec<Value>>(bytes) {
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
    match AnyRecord::from_json(table, &value) {
        Ok(record) => plan.put(record),
        Err(error) => notes.push(Note::RecordUnreadable {
            path: format!("{}/{id}, {}", table.name(), error.path_text()),
            reason: error.message().to_owned(),
        }),
    }
}

/// All records of a segment, or none.
fn decode(table: Table, bytes: &[u8]) -> Option<Vec<AnyRecord>> {
    let texts = items(json::text_of(bytes).ok()?).ok()??;
    let read = |text: &str| AnyRecord::from_json(table, &value(text).ok()?).ok();
    texts.into_iter().map(read).gather()
}
