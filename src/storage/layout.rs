//! `Layout`: the small record that says what a stored plan is called and where its records lie.
//!
//! Each table is cut by id into segments of at most 512 records. A segment holds the records from its `first` id up to,
//! not including, the next segment's; the first segment of a table begins at the empty text. A segment that grows over
//! 512 records is cut into parts of about 256, one that becomes empty goes, none are merged: so a change rewrites the
//! segments of the records that it touches and no other, whatever the size of the plan.

use super::fault::Fault;
use super::segments::{self, Span};
use super::store::Key;
use crate::exchange::document;
use crate::gather::Gather;
use crate::model::json::{self, Json};
use crate::model::{Diff, Extra, Id, Plan, Settings, Table};
use crate::order::Arrange;
use crate::sorted::SortedMap;
use crate::time::Instant;

/// The version of the form in which records are stored. Records are stored as the document has them, so a new version
/// of the document needs a step here that brings stored plans to it, in one write when they are opened.
const VERSION: u32 = 1;
const _: () = assert!(VERSION == document::VERSION, "stored plans need a step to the document's new version");
/// A segment with more records is cut.
const MOST: usize = 512;
/// How many records the parts have then.
const USUAL: usize = 256;

/// Name, settings and the place of the records of a stored plan.
#[derive(Debug, Clone, PartialEq, Json)]
pub(super) struct Layout {
    /// See [`VERSION`].
    pub version: u32,
    pub id: Id<Plan>,
    /// Counts the writes; 1 for a plan just put.
    pub revision: u64,
    pub saved_at: Instant,
    pub settings: Settings,
    /// Fields of the document that this version does not know.
    pub extra: Extra,
    /// By the tables' names in the document.
    pub tables: SortedMap<String, TableLayout>,
}

/// The segments of one table, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Default, Json)]
pub(super) struct TableLayout {
    /// The number of the next new segment; numbers are not used twice.
    pub next: u32,
    pub segments: Vec<SegmentLayout>,
    /// Segments that could not be read when they were to be replaced. Their bytes are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_aside: Vec<u32>,
    /// Segments found unreadable since the plan was opened: they are kept aside instead of being replaced.
    #[serde(skip)]
    pub damaged: Vec<u32>,
}

/// One segment.
#[derive(Debug, Clone, PartialEq, Eq, Json)]
pub(super) struct SegmentLayout {
    pub number: u32,
    /// The least id that belongs here.
    pub first: String,
    /// How many records it has.
    pub records: u32,
}

/// What a change makes of a layout, and the bytes that go with it.
#[derive(Debug)]
pub(super) struct Change {
    pub layout: Layout,
    pub puts: Vec<(Key, Vec<u8>)>,
    pub deletes: Vec<Key>,
}

impl Layout {
    /// Lays out a whole plan.
    pub(super) fn of(plan: &Plan, at: Instant) -> Result<Change, Fault> {
        let layout = Layout {
            version: VERSION,
            id: plan.id,
            revision: 0,
            saved_at: at,
            settings: plan.settings.clone(),
            extra: plan.extra.clone(),
            tables: SortedMap::new(),
        };
        let touched = |table| plan.refs(table).into_iter().map(|of| of.id.to_string()).gather();
        layout.change(plan, at, touched)
    }

    /// Reads a layout; a later version's is refused, because what it says may mean something else.
    pub(super) fn read(plan: &str, bytes: &[u8]) -> Result<Layout, Fault> {
        let unreadable = |reason: String| Fault::Unreadable { plan: plan.to_owned(), reason };
        let layout: Layout = json::from_slice(bytes).map_err(|error| unreadable(error.to_string()))?;
        if layout.version > VERSION {
            return Err(unreadable(format!(
                "it was stored by a newer version of Slipway (form {}, this one knows {VERSION})",
                layout.version
            )));
        }
        Ok(layout)
    }

    /// What a diff that has led to `after` makes of this layout.
    pub(super) fn after(self, diff: &Diff, after: &Plan, at: Instant) -> Result<Change, Fault> {
        let mut touched: SortedMap<Table, Vec<String>> = SortedMap::new();
        for of in diff.touched() {
            touched.get_or_default(of.table).push(of.id.to_string());
        }
        self.change(after, at, |table| touched.remove(&table).unwrap_or_default())
    }

    /// The layout as it is stored.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        json::to_string(self).into_bytes()
    }

    /// Records of a table.
    pub(super) fn count(&self, table: Table) -> usize {
        let segments = self.tables.get(table.name()).map_or(&[][..], |layout| &layout.segments);
        segments.iter().map(|segment| segment.records as usize).sum()
    }

    fn change(
        mut self,
        plan: &Plan,
        at: Instant,
        mut touched: impl FnMut(Table) -> Vec<String>,
    ) -> Result<Change, Fault> {
        self.revision = self.revision.saturating_add(1);
        self.saved_at = at;
        self.settings = plan.settings.clone();
        let mut work = TableChange { plan, puts: Vec::new(), deletes: Vec::new() };
        for table in Table::ALL {
            let ids = touched(*table);
            if !ids.is_empty() {
                work.change(*table, self.tables.get_or_default(table.name().to_owned()), &ids)?;
            }
        }
        Ok(Change { layout: self, puts: work.puts, deletes: work.deletes })
    }
}

/// The bytes that a change of tables collects.
struct TableChange<'a> {
    plan: &'a Plan,
    puts: Vec<(Key, Vec<u8>)>,
    deletes: Vec<Key>,
}

impl TableChange<'_> {
    /// Rewrites the segments to which the ids belong.
    fn change(&mut self, table: Table, layout: &mut TableLayout, ids: &[String]) -> Result<(), Fault> {
        let mut places: Vec<usize> = ids.iter().map(|id| layout.place_of(id)).gather();
        places.arrange();
        places.dedup();
        let old = std::mem::take(&mut layout.segments);
        let mut places = places.into_iter().peekable();
        if old.is_empty() {
            let all = SegmentLayout { number: layout.take_number(), first: String::new(), records: 0 };
            return self.rewrite(table, layout, all, None);
        }
        let mut rest = old.into_iter().enumerate().peekable();
        while let Some((place, segment)) = rest.next() {
            if places.next_if_eq(&place).is_some() {
                let end = rest.peek().map(|(_, next)| next.first.clone());
                self.rewrite(table, layout, segment, end)?;
            } else {
                layout.segments.push(segment);
            }
        }
        if let Some(first) = layout.segments.first_mut() {
            first.first.clear();
        }
        Ok(())
    }

    /// Puts the records of one segment into one or, where they have become too many, several.
    fn rewrite(
        &mut self,
        table: Table,
        layout: &mut TableLayout,
        segment: SegmentLayout,
        end: Option<String>,
    ) -> Result<(), Fault> {
        let span = Span { first: segment.first.clone(), end };
        let parts = segments::encode(self.plan.rows(table), &span, MOST, USUAL);
        let is_damaged = layout.damaged.contains(&segment.number);
        if is_damaged {
            layout.damaged.retain(|number| *number != segment.number);
            layout.kept_aside.push(segment.number);
        }
        let mut reused = (!is_damaged).then_some(segment.number);
        let mut first = Some(segment.first);
        for part in parts {
            let number = reused.take().unwrap_or_else(|| layout.take_number());
            self.puts.push((self.key(table, number), part.bytes));
            let first = first.take().unwrap_or(part.first);
            layout.segments.push(SegmentLayout { number, first, records: part.records });
        }
        if let Some(emptied) = reused {
            self.deletes.push(self.key(table, emptied));
        }
        Ok(())
    }

    fn key(&self, table: Table, number: u32) -> Key {
        Key::Segment { plan: self.plan.id.to_string(), table: table.name().to_owned(), number }
    }
}

impl TableLayout {
    /// The place in the list of the segment to which an id belongs.
    fn place_of(&self, id: &str) -> usize {
        self.segments.partition_point(|segment| segment.first.as_str() <= id).saturating_sub(1)
    }

    fn take_number(&mut self) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }
}
