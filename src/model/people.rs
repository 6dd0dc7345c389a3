//! People and groups: who is asked, who does it, who is told.

use super::json::Json;

use super::{Extra, Id, is_default, record};

/// Somebody who requests, owns, implements or approves.
#[derive(Debug, Clone, Json)]
pub struct Person {
    /// The key.
    pub id: Id<Person>,
    /// The name that people use.
    pub name: String,
    /// Address for announcements; empty when unknown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub email: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

record!(Person, name, |this, links| {});

/// A team or a board.
#[derive(Debug, Clone, Json)]
pub struct Group {
    /// The key.
    pub id: Id<Group>,
    /// The name that people use.
    pub name: String,
    /// Who belongs to it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub members: Vec<Id<Person>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

record!(Group, name, |this, links| {
    links.list("members", &mut this.members);
});
