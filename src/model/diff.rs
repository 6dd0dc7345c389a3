//! `Edits` and what a diff does, table by table. Apart from `tables.rs`, so that the algebra is plain code that is there
//! once for all tables.

use crate::gather::Gather;

use super::id_text::IdText;
use std::collections::btree_map::{self, BTreeMap, Entry};
use std::marker::PhantomData;

use serde::de;
use serde_json::Value;
use thiserror::Error;

use super::json::{Json, Members, Unreadable, Writer};
use super::tables::{AnyRecord, Plan, RecordRef, Table};
use super::{HasTable, Id, Settings};

/// One record before and after: added when `before` is `None`, removed when `after` is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edit<R> {
    /// The record as it was.
    pub before: Option<R>,
    /// The record as it is to be.
    pub after: Option<R>,
}

/// What changed between two states of a plan: records to before and after, in the order of the tables and ids.
///
/// Undo is [`Diff::inverse`]; storage, checking and the interface read the same value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diff {
    /// The settings before and after, when they changed.
    pub settings: Option<Box<(Settings, Settings)>>,
    edits: BTreeMap<RecordRef, Edit<AnyRecord>>,
}

/// The edits of one table by id.
pub struct Edits<'a, T> {
    diff: &'a Diff,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: HasTable + 'a> Edits<'a, T> {
    pub(super) fn in_diff(diff: &'a Diff) -> Edits<'a, T> {
        Edits { diff, of: PhantomData }
    }

    /// How many records change.
    #[must_use]
    pub fn len(&self) -> usize {
        self.diff.of_table(T::OF).count()
    }

    /// True when no record changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diff.of_table(T::OF).next().is_none()
    }

    /// The ids of the records that change.
    pub fn keys(&self) -> impl Iterator<Item = Id<T>> + use<'a, T> {
        self.diff.of_table(T::OF).map(|(of, _)| of.typed())
    }

    /// The edits in the order of the ids.
    pub fn values(&self) -> impl Iterator<Item = Edit<&'a T>> + use<'a, T> {
        self.diff.of_table(T::OF).map(|(_, edit)| Edit::of(edit))
    }

    /// The edit of the record of this id.
    #[must_use]
    pub fn get(&self, id: &Id<T>) -> Option<Edit<&'a T>> {
        self.diff.edits.get(&RecordRef::from(id)).map(Edit::of)
    }
}

impl<'a, T: HasTable + 'a> Edit<&'a T> {
    fn of(any: &'a Edit<AnyRecord>) -> Edit<&'a T> {
        Edit {
            before: any.before.as_ref().and_then(T::inside),
            after: any.after.as_ref().and_then(T::inside),
        }
    }
}

/// The edits of some table with what they are about.
struct OfTable<'a> {
    rest: btree_map::Range<'a, RecordRef, Edit<AnyRecord>>,
    table: Table,
}

impl<'a> Iterator for OfTable<'a> {
    type Item = (&'a RecordRef, &'a Edit<AnyRecord>);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        self.rest.next().filter(|(of, _)| of.table == self.table)
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
    fn of_table(&self, table: Table) -> OfTable<'_> {
        OfTable { rest: self.edits.range(RecordRef { table, id: IdText::empty() }..), table }
    }

    /// True when nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.settings.is_none() && self.edits.is_empty()
    }

    /// The diff that takes this one back.
    #[must_use]
    pub fn inverse(mut self) -> Diff {
        self.settings = self.settings.map(|both| Box::new((both.1, both.0)));
        for edit in self.edits.values_mut() {
            std::mem::swap(&mut edit.before, &mut edit.after);
        }
        self
    }

    /// This diff and then `next`, as one.
    #[must_use]
    pub fn then(mut self, next: Diff) -> Diff {
        self.settings = match (self.settings, next.settings) {
            (Some(first), Some(second)) => (first.0 != second.1).then(|| Box::new((first.0, second.1))),
            (first, second) => first.or(second),
        };
        for (of, edit) in next.edits {
            match self.edits.entry(of) {
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
        self
    }

    /// Changes the plan, or leaves it as it is when it is not in the state that the diff starts from.
    pub fn apply(&self, plan: &mut Plan) -> Result<(), Mismatch> {
        if let Some(both) = &self.settings
            && plan.settings != both.0
        {
            return Err(Mismatch::Settings);
        }
        for (of, edit) in &self.edits {
            if plan.rows(of.table).get(&of.id) != edit.before.as_ref() {
                return Err(Mismatch::Record(*of));
            }
        }
        if let Some(both) = &self.settings {
            plan.settings = both.1.clone();
        }
        for (of, edit) in &self.edits {
            match &edit.after {
                Some(after) => drop(plan.rows_mut(of.table).insert(of.id, after.clone())),
                None => drop(plan.take(of)),
            }
        }
        Ok(())
    }

    /// The records that it adds, edits or removes.
    #[must_use]
    pub fn touched(&self) -> Vec<RecordRef> {
        self.edits.keys().cloned().gather()
    }

    /// What changes in a table, whichever it is, in the order of the ids.
    pub fn edits(&self, table: Table) -> impl Iterator<Item = (&RecordRef, &Edit<AnyRecord>)> {
        self.of_table(table)
    }

    /// Records that `record` is to be as it is now; `before` is what the plan has under its id.
    /// Nothing is recorded when both are the same.
    pub fn set(&mut self, plan: &Plan, record: AnyRecord) {
        let of = record.reference();
        let edit = Edit { before: plan.record(&of), after: Some(record) };
        if edit.before == edit.after {
            self.edits.remove(&of);
        } else {
            self.edits.insert(of, edit);
        }
    }

    /// Records that the settings are to be as they are now; nothing when the plan's are the same.
    pub fn set_settings(&mut self, plan: &Plan, settings: Settings) {
        self.settings = (plan.settings != settings).then(|| Box::new((plan.settings.clone(), settings)));
    }

    /// Records that the plan is to lose this record; nothing when it does not have it.
    pub fn unset(&mut self, plan: &Plan, of: &RecordRef) {
        if let Some(before) = plan.record(of) {
            self.edits.insert(*of, Edit { before: Some(before), after: None });
        }
    }

    /// The record as it is to be: `Some(None)` when it is removed, `None` when the diff does not touch it.
    #[must_use]
    pub fn after(&self, of: &RecordRef) -> Option<Option<AnyRecord>> {
        self.edits.get(of).map(|edit| edit.after.clone())
    }

    /// The record as it was: `Some(None)` when it is added, `None` when the diff does not touch it.
    #[must_use]
    pub fn before(&self, of: &RecordRef) -> Option<Option<AnyRecord>> {
        self.edits.get(of).map(|edit| edit.before.clone())
    }
}

impl Json for Diff {
    fn blank() -> Diff {
        Diff::default()
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        let fields = Members::of(value, "struct Diff")?;
        let mut settings: Option<Vec<Settings>> = None;
        fields.fill("settings", &mut settings)?;
        if let Some(settings) = settings {
            let both = <[Settings; 2]>::try_from(settings);
            let [before, after] = both.map_err(|_| de::Error::custom("the settings are not two"))?;
            self.settings = Some(Box::new((before, after)));
        }
        for table in Table::ALL {
            let mut rows: BTreeMap<String, Value> = BTreeMap::new();
            fields.fill(Diff::field(*table), &mut rows)?;
            for (id, edit) in rows {
                let side = |name: &str| match edit.get(name) {
                    None | Some(Value::Null) => Ok(None),
                    Some(record) => AnyRecord::from_json(*table, record).map(Some),
                };
                let edit = Edit { before: side("before")?, after: side("after")? };
                let id = Id::<()>::parse(&id).map_err(de::Error::custom)?;
                let of = RecordRef { table: *table, id: id.text() };
                self.edits.insert(of, edit);
            }
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        if let Some(both) = &self.settings {
            let both: [&dyn Json; 2] = [&both.0, &both.1];
            writer.field_with("settings", &mut |writer| writer.list(&mut both.into_iter()));
        }
        for table in Table::ALL.iter().filter(|table| self.of_table(**table).next().is_some()) {
            writer.field_with(Diff::field(*table), &mut |writer| write(self.of_table(*table), writer));
        }
        writer.end_object();
    }
}

fn write(edits: OfTable, writer: &mut Writer) {
    writer.begin_object();
    for (of, edit) in edits {
        writer.field_with(&of.id, &mut |writer| {
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
