//! `Links`: every reference from a record to another, visited in one place per record type.
//!
//! A file of its own because removing, dangling-reference notes and "where used" all need the same list.

use super::tables::{HasTable, RecordRef};
use super::{Dependency, Id, Relation, Scope};

/// Visits the references of a record: collects them, or takes those to one record away.
#[derive(Debug)]
pub struct Links {
    found: Vec<Link>,
    detach: Option<RecordRef>,
}

/// One reference, with the field that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The field's name in the document.
    pub field: &'static str,
    /// The record it names.
    pub to: RecordRef,
    /// True when the record that holds it means nothing without the other, and goes when the other goes.
    pub required: bool,
}

impl Links {
    /// The references of a record.
    #[must_use]
    pub fn of(record: &super::AnyRecord) -> Vec<Link> {
        let mut links = Links { found: Vec::new(), detach: None };
        drop(record.visited(&mut links));
        links.found
    }

    /// The record without its references to `target`; `None` when it has none.
    #[must_use]
    pub fn without(record: &super::AnyRecord, target: &RecordRef) -> Option<super::AnyRecord> {
        let mut links = Links { found: Vec::new(), detach: Some(*target) };
        let visited = record.visited(&mut links);
        links.found.iter().any(|link| link.to == *target).then_some(visited)
    }

    fn meet<T: HasTable>(&mut self, field: &'static str, id: &Id<T>) -> bool {
        let to = RecordRef::from(id);
        let goes = self.detach.as_ref() == Some(&to);
        self.found.push(Link { field, to, required: false });
        goes
    }

    /// A reference that the record cannot be without; it is not detached, the record goes with the other.
    pub fn required<T: HasTable>(&mut self, field: &'static str, id: &Id<T>) {
        self.any(field, &RecordRef::from(id));
    }

    /// A reference that may be absent.
    pub fn optional<T: HasTable>(&mut self, field: &'static str, id: &mut Option<Id<T>>) {
        if let Some(value) = id.as_ref()
            && self.meet(field, value)
        {
            *id = None;
        }
    }

    /// A list of references.
    pub fn list<T: HasTable>(&mut self, field: &'static str, ids: &mut Vec<Id<T>>) {
        ids.retain(|id| !self.meet(field, id));
    }

    /// Dependencies on records of the same table.
    pub fn dependencies<T: HasTable>(&mut self, field: &'static str, dependencies: &mut Vec<Dependency<T>>) {
        dependencies.retain(|dependency| !self.meet(field, &dependency.on));
    }

    /// Entries of a list that each name a record and mean nothing without it.
    pub fn each<E, T: HasTable>(
        &mut self,
        field: &'static str,
        entries: &mut Vec<E>,
        of: impl Fn(&E) -> &Id<T>,
    ) {
        entries.retain(|entry| !self.meet(field, of(entry)));
    }

    /// Relations to other configuration items.
    pub fn relations(&mut self, field: &'static str, relations: &mut Vec<Relation>) {
        relations.retain(|relation| !self.meet(field, &relation.to));
    }

    /// The references of a scope.
    pub fn scope(&mut self, scope: &mut Scope) {
        self.list("scope.environments", &mut scope.environments);
        self.list("scope.cis", &mut scope.cis);
        self.list("scope.services", &mut scope.services);
    }

    /// A reference to a record of any table, which the record cannot be without.
    pub fn any(&mut self, field: &'static str, to: &RecordRef) {
        self.found.push(Link { field, to: *to, required: true });
    }
}
