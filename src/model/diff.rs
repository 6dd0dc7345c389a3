//! `Edits` and what a diff does, table by table. Apart from `tables.rs`, so that the algebra is plain code that is there
//! once for all tables.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;
use thiserror::Error;

use super::json::{self, Json, Members, Unreadable, Writer};
use super::records::Rows;
use super::tables::{AnyRecord, Diff, Plan, RecordRef, Table};
use super::{HasTable, Id, Settings};

/// One record before and after: added when `before` is `None`, removed when `after` is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edit<R> {
    /// The record as it was.
    pub before: Option<R>,
    /// The record as it is to be.
    pub after: Option<R>,
}

/// The edits of some table by the text of the ids.
pub(super) type EditRows = BTreeMap<Arc<str>, Edit<AnyRecord>>;

/// The edits of one table by id.
pub struct Edits<T> {
    rows: EditRows,
    of: PhantomData<fn() -> T>,
}

impl<T> Edits<T> {
    pub(super) fn rows(&self) -> &EditRows {
        &self.rows
    }

    pub(super) fn rows_mut(&mut self) -> &mut EditRows {
        &mut self.rows
    }

    /// How many records change.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when no record changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The ids of the records that change.
    pub fn keys(&self) -> impl Iterator<Item = Id<T>> + '_ {
        self.rows.keys().map(|id| Id::from_text(Arc::clone(id)))
    }
}

impl<T: HasTable> Edits<T> {
    /// The edits in the order of the ids.
    pub fn values(&self) -> impl Iterator<Item = Edit<&T>> {
        self.rows.values().map(Edit::of)
    }

    /// The edit of the record of this id.
    #[must_use]
    pub fn get(&self, id: &Id<T>) -> Option<Edit<&T>> {
        self.rows.get(id.as_str()).map(Edit::of)
    }
}

impl<'a, T: HasTable> Edit<&'a T> {
    fn of(any: &'a Edit<AnyRecord>) -> Edit<&'a T> {
        Edit {
            before: any.before.as_ref().and_then(T::inside),
            after: any.after.as_ref().and_then(T::inside),
        }
    }
}

impl<T> Default for Edits<T> {
    fn default() -> Edits<T> {
        Edits { rows: EditRows::new(), of: PhantomData }
    }
}

impl<T> Clone for Edits<T> {
    fn clone(&self) -> Edits<T> {
        Edits { rows: self.rows.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Edits<T> {
    fn eq(&self, other: &Edits<T>) -> bool {
        self.rows == other.rows
    }
}

impl<T> fmt::Debug for Edits<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.rows).finish()
    }
}

/// The plan is not in the state that a diff starts from; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Mismatch {
    /// The settings differ.
    #[error("the plan's settings are not what this step started from")]
    Settings,
    /// A record differs, is missing, or is there and should not be.
    #[error("{} is not what this step started from", .0)]
    Record(RecordRef),
}

impl Diff {
    /// True when nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.settings.is_none() && Table::ALL.iter().all(|table| self.rows(*table).is_empty())
    }

    /// The diff that takes this one back.
    #[must_use]
    pub fn inverse(mut self) -> Diff {
        self.settings = self.settings.map(|both| Box::new((both.1, both.0)));
        for table in Table::ALL {
            for edit in self.rows_mut(*table).values_mut() {
                std::mem::swap(&mut edit.before, &mut edit.after);
            }
        }
        self
    }

    /// This diff and then `next`, as one.
    #[must_use]
    pub fn then(mut self, mut next: Diff) -> Diff {
        self.settings = match (self.settings, next.settings.take()) {
            (Some(first), Some(second)) => (first.0 != second.1).then(|| Box::new((first.0, second.1))),
            (first, second) => first.or(second),
        };
        for table in Table::ALL {
            squash(self.rows_mut(*table), std::mem::take(next.rows_mut(*table)));
        }
        self
    }

    /// Changes the plan, or leaves it as it is when it is not in the state that the diff starts from.
    pub fn apply(&self, plan: &mut Plan) -> Result<(), Mismatch> {
        if let Some(both) = &self.settings
            && plan.settings != both.0
        {
            return Err(Mismatch::Settings);
        }
        for table in Table::ALL {
            check(*table, plan.rows(*table), self.rows(*table))?;
        }
        if let Some(both) = &self.settings {
            plan.settings = both.1.clone();
        }
        for table in Table::ALL {
            apply(plan.rows_mut(*table), self.rows(*table));
        }
        Ok(())
    }

    /// The records that it adds, edits or removes.
    #[must_use]
    pub fn touched(&self) -> Vec<RecordRef> {
        let of_table = |table: &Table| {
            let table = *table;
            self.rows(table).keys().map(move |id| RecordRef { table, id: Arc::clone(id) })
        };
        Table::ALL.iter().flat_map(of_table).collect()
    }

    /// Records that `record` is to be as it is now; `before` is what the plan has under its id.
    /// Nothing is recorded when both are the same.
    pub fn set(&mut self, plan: &Plan, record: AnyRecord) {
        let of = record.reference();
        let edit = Edit { before: plan.record(&of), after: Some(record) };
        if edit.before == edit.after {
            self.rows_mut(of.table).remove(&of.id);
        } else {
            self.rows_mut(of.table).insert(of.id, edit);
        }
    }

    /// Records that the plan is to lose this record; nothing when it does not have it.
    pub fn unset(&mut self, plan: &Plan, of: &RecordRef) {
        if let Some(before) = plan.record(of) {
            self.rows_mut(of.table).insert(Arc::clone(&of.id), Edit { before: Some(before), after: None });
        }
    }

    /// The record as it is to be: `Some(None)` when it is removed, `None` when the diff does not touch it.
    #[must_use]
    pub fn after(&self, of: &RecordRef) -> Option<Option<AnyRecord>> {
        self.rows(of.table).get(&of.id).map(|edit| edit.after.clone())
    }

    /// The record as it was: `Some(None)` when it is added, `None` when the diff does not touch it.
    #[must_use]
    pub fn before(&self, of: &RecordRef) -> Option<Option<AnyRecord>> {
        self.rows(of.table).get(&of.id).map(|edit| edit.before.clone())
    }
}

fn check(table: Table, records: &Rows, edits: &EditRows) -> Result<(), Mismatch> {
    for (id, edit) in edits {
        if records.get(id) != edit.before.as_ref() {
            return Err(Mismatch::Record(RecordRef { table, id: Arc::clone(id) }));
        }
    }
    Ok(())
}

fn apply(records: &mut Rows, edits: &EditRows) {
    for (id, edit) in edits {
        match &edit.after {
            Some(after) => drop(records.insert(Arc::clone(id), after.clone())),
            None => drop(records.remove(id)),
        }
    }
}

fn squash(first: &mut EditRows, second: EditRows) {
    for (id, edit) in second {
        match first.entry(id) {
            Entry::Vacant(place) => {
                place.insert(edit);
            }
            Entry::Occupied(mut place) => {
                place.get_mut().after = edit.after;
                if place.get().before == place.get().after {
                    place.remove();
                }
            }
        }
    }
}

impl Json for Diff {
    fn read(value: &Value) -> Result<Diff, Unreadable> {
        let fields = Members::of(value, "struct Diff")?;
        let mut diff = Diff::default();
        if let Some(settings) = fields.optional::<Option<Vec<Settings>>>("settings", || None)? {
            let both = <[Settings; 2]>::try_from(settings);
            let [before, after] = both.map_err(|_| de::Error::custom("the settings are not two"))?;
            diff.settings = Some(Box::new((before, after)));
        }
        for table in Table::ALL {
            let rows = fields.optional::<BTreeMap<String, Value>>(Diff::field(*table), BTreeMap::new)?;
            for (id, edit) in rows {
                let side = |name: &str| match edit.get(name) {
                    None | Some(Value::Null) => Ok(None),
                    Some(record) => AnyRecord::from_json(*table, record).map(Some),
                };
                let edit = Edit { before: side("before")?, after: side("after")? };
                let id = Id::<()>::parse(&id).map_err(de::Error::custom)?;
                diff.rows_mut(*table).insert(Arc::clone(id.text()), edit);
            }
        }
        Ok(diff)
    }

    fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        if let Some(both) = &self.settings {
            let both: [&dyn Json; 2] = [&both.0, &both.1];
            writer.field_with("settings", &mut |writer| writer.list(&mut both.into_iter()));
        }
        for table in Table::ALL.iter().filter(|table| !self.rows(**table).is_empty()) {
            writer.field_with(Diff::field(*table), &mut |writer| write(self.rows(*table), writer));
        }
        writer.end_object();
    }
}

fn write(rows: &EditRows, writer: &mut Writer) {
    writer.begin_object();
    for (id, edit) in rows {
        writer.field_with(id, &mut |writer| {
            writer.begin_object();
            for (name, record) in [("before", &edit.before), ("after", &edit.after)] {
                if let Some(record) = record {
                    writer.field(name, record.json());
                }
            }
            writer.end_object();
        });
    }
    writer.end_object();
}

impl Serialize for Diff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Diff {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Diff, D::Error> {
        json::deserialize(deserializer)
    }
}
