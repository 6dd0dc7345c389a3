//! `Records`: the records of one table by id, and what a plan does with a table, whichever it is.
//!
//! A file of its own because all tables share one kind of map: what is written for [`Rows`] is there once, not once
//! for each type of record, and a further table costs the page next to nothing.

use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;

use crate::gather::Gather;

use super::tables::{AnyRecord, Plan, Record, RecordRef, Table};
use super::{Id, IdText};

/// The records of some table by the text of their ids; the order is the order of the ids.
pub type Rows = BTreeMap<IdText, AnyRecord>;

/// The records of one table by id; the order is the order of the ids.
pub struct Records<T> {
    rows: Rows,
    of: PhantomData<fn() -> T>,
}

impl<T> Records<T> {
    /// No records.
    #[must_use]
    pub fn new() -> Records<T> {
        Records { rows: Rows::new(), of: PhantomData }
    }

    /// The same records without their type.
    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    pub(super) fn rows_mut(&mut self) -> &mut Rows {
        &mut self.rows
    }

    /// The records without their type, in the order of their ids.
    pub fn into_rows(self) -> impl Iterator<Item = AnyRecord> {
        self.rows.into_values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// True when there is one of this id.
    #[must_use]
    pub fn contains_key(&self, id: &Id<T>) -> bool {
        row(&self.rows, id.as_str()).is_some()
    }
}

impl<T: Record> Records<T> {
    /// The record of this id.
    #[must_use]
    pub fn get(&self, id: &Id<T>) -> Option<&T> {
        row(&self.rows, id.as_str()).and_then(T::inside)
    }

    /// See [`Records::get`].
    pub fn get_mut(&mut self, id: &Id<T>) -> Option<&mut T> {
        self.rows.get_mut(id.as_str()).and_then(T::inside_mut)
    }

    /// Puts a record in its place and returns the one that was there.
    pub fn insert(&mut self, id: Id<T>, record: T) -> Option<T> {
        self.rows.insert(id.text(), record.into()).and_then(T::taken_from)
    }

    /// The record of this id, which `new` makes when there is none.
    pub fn get_or_insert(&mut self, id: &Id<T>, new: impl FnOnce() -> T) -> &mut T {
        let row = self.rows.entry(id.text()).or_insert_with(|| new().into());
        T::inside_mut(row).unwrap_or_else(|| unreachable!("{id} is of another table"))
    }

    /// Takes a record out.
    pub fn remove(&mut self, id: &Id<T>) -> Option<T> {
        self.rows.remove(id.as_str()).and_then(T::taken_from)
    }

    /// The records with their ids.
    #[must_use]
    pub fn iter(&self) -> RecordsIter<'_, T> {
        RecordsIter { rows: all(&self.rows), of: PhantomData }
    }

    /// The records.
    #[must_use]
    pub fn values(&self) -> RecordsValues<'_, T> {
        RecordsValues { rows: all(&self.rows), of: PhantomData }
    }

    /// The records, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.values_mut().filter_map(T::inside_mut)
    }

    /// The ids.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Id<T>> + Clone {
        self.values().map(Record::id)
    }
}

/// See [`Records::iter`].
pub struct RecordsIter<'a, T> {
    rows: btree_map::Iter<'a, IdText, AnyRecord>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Record + 'a> Iterator for RecordsIter<'a, T> {
    type Item = (&'a Id<T>, &'a T);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        let record = T::inside(self.rows.next()?.1)?;
        Some((record.id(), record))
    }
}

/// See [`Records::values`]. It does not say how many are to come: all that is built upon it would be compiled with an
/// estimate of its own.
pub struct RecordsValues<'a, T> {
    rows: btree_map::Iter<'a, IdText, AnyRecord>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for RecordsValues<'_, T> {
    fn clone(&self) -> Self {
        RecordsValues { rows: self.rows.clone(), of: PhantomData }
    }
}

impl<'a, T: Record + 'a> Iterator for RecordsValues<'a, T> {
    type Item = &'a T;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a T> {
        T::inside(self.rows.next()?.1)
    }
}

impl<'a, T: Record + 'a> DoubleEndedIterator for RecordsValues<'a, T> {
    #[inline(never)]
    fn next_back(&mut self) -> Option<&'a T> {
        T::inside(self.rows.next_back()?.1)
    }
}

impl<'a, T: Record + 'a> IntoIterator for &'a Records<T> {
    type Item = (&'a Id<T>, &'a T);
    type IntoIter = RecordsIter<'a, T>;

    fn into_iter(self) -> RecordsIter<'a, T> {
        self.iter()
    }
}

/// For tests and for ids that were just seen, as with any map: an id that is not there ends the program.
impl<T: Record> Index<&Id<T>> for Records<T> {
    type Output = T;

    fn index(&self, id: &Id<T>) -> &T {
        self.get(id).unwrap_or_else(|| unreachable!("{id} is not in its table"))
    }
}

impl<T: Record> Extend<(Id<T>, T)> for Records<T> {
    fn extend<I: IntoIterator<Item = (Id<T>, T)>>(&mut self, records: I) {
        records.into_iter().for_each(|(id, record)| drop(self.insert(id, record)));
    }
}

impl<T> Default for Records<T> {
    fn default() -> Records<T> {
        Records::new()
    }
}

impl<T> Clone for Records<T> {
    fn clone(&self) -> Records<T> {
        Records { rows: self.rows.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Records<T> {
    fn eq(&self, other: &Records<T>) -> bool {
        self.rows == other.rows
    }
}

impl<T> fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.rows).finish()
    }
}

/// The record of an id, for all tables alike.
#[inline(never)]
fn row<'a>(rows: &'a Rows, id: &str) -> Option<&'a AnyRecord> {
    rows.get(id)
}

/// All records, for all tables alike: where it stands is nine words, which every walk would write otherwise.
#[inline(never)]
fn all(rows: &Rows) -> btree_map::Iter<'_, IdText, AnyRecord> {
    rows.iter()
}

impl Plan {
    /// How many records a table has.
    #[must_use]
    pub fn count(&self, table: Table) -> usize {
        self.rows(table).len()
    }

    /// The record, if the plan has it.
    #[must_use]
    pub fn record(&self, of: &RecordRef) -> Option<AnyRecord> {
        row(self.rows(of.table), &of.id).cloned()
    }

    /// What people call the record; its id when the plan does not have it.
    #[must_use]
    pub fn title<'a>(&'a self, of: &'a RecordRef) -> &'a str {
        row(self.rows(of.table), &of.id).map_or(&*of.id, AnyRecord::title)
    }

    /// True when the plan has the record.
    #[must_use]
    pub fn has(&self, of: &RecordRef) -> bool {
        row(self.rows(of.table), &of.id).is_some()
    }

    /// References to all records of a table, in the order of their ids.
    #[must_use]
    pub fn refs(&self, table: Table) -> Vec<RecordRef> {
        self.rows(table).keys().map(|id| RecordRef { table, id: *id }).gather()
    }

    /// Puts a record in its place, replacing one of the same id. For building a plan that nobody
    /// watches yet (importers, samples, tests); a plan in use changes by [`super::Diff`] alone.
    pub fn put(&mut self, record: AnyRecord) {
        let RecordRef { table, id } = record.reference();
        self.rows_mut(table).insert(id, record);
    }

    /// Takes a record out. For building a plan, as [`Plan::put`].
    pub fn take(&mut self, of: &RecordRef) -> Option<AnyRecord> {
        self.rows_mut(of.table).remove(&of.id)
    }
}
