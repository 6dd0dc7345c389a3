//! `Edit` and what a diff does to one table. Apart from `tables.rs`, so that the algebra is plain generic code.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::tables::{Record, RecordRef, Records};
use super::{HasTable, Id};

/// One record before and after: added when `before` is `None`, removed when `after` is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Edit<T: Record> {
    /// The record as it was.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub before: Option<T>,
    /// The record as it is to be.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub after: Option<T>,
}

/// The edits of one table by id.
pub type Edits<T> = BTreeMap<Id<T>, Edit<T>>;

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

pub(super) fn check_edits<T: Record + HasTable>(
    records: &Records<T>,
    edits: &Edits<T>,
) -> Result<(), Mismatch> {
    for (id, edit) in edits {
        if records.get(id) != edit.before.as_ref() {
            return Err(Mismatch::Record(RecordRef::from(id)));
        }
    }
    Ok(())
}

pub(super) fn apply_edits<T: Record>(records: &mut Records<T>, edits: &Edits<T>) {
    for (id, edit) in edits {
        match &edit.after {
            Some(after) => {
                records.insert(id.clone(), after.clone());
            }
            None => {
                records.remove(id);
            }
        }
    }
}

pub(super) fn invert_edits<T: Record>(edits: Edits<T>) -> Edits<T> {
    edits.into_iter().map(|(id, edit)| (id, Edit { before: edit.after, after: edit.before })).collect()
}

pub(super) fn squash_edits<T: Record>(mut first: Edits<T>, second: Edits<T>) -> Edits<T> {
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
    first
}
