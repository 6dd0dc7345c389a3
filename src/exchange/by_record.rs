//! `ByRecord`: a list whose items are found by the record that they are about. A file of its own because every reader
//! meets a record for the second time.

use std::collections::HashMap;

use crate::model::RecordRef;

/// Items in the order in which they came, at most one for each record.
pub(super) struct ByRecord<T> {
    items: Vec<T>,
    places: HashMap<RecordRef, usize>,
}

impl<T> ByRecord<T> {
    pub(super) fn new() -> ByRecord<T> {
        ByRecord { items: Vec::new(), places: HashMap::new() }
    }

    /// The item of a record.
    pub(super) fn get(&mut self, of: &RecordRef) -> Option<&mut T> {
        self.items.get_mut(*self.places.get(of)?)
    }

    /// Adds the item of a record, or puts it in the place of the one that is there.
    pub(super) fn put(&mut self, of: RecordRef, item: T) {
        let place = *self.places.entry(of).or_insert(self.items.len());
        match self.items.get_mut(place) {
            Some(known) => *known = item,
            None => self.items.push(item),
        }
    }

    /// The items in the order in which their records came first.
    pub(super) fn into_items(self) -> Vec<T> {
        self.items
    }
}
