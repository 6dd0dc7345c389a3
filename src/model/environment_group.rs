//! Groups of environments that are booked as one.

use super::json::Json;

use super::{Environment, Extra, Id, Person, is_default, record};

/// Environments that work together and are taken together.
#[derive(Debug, Clone, Json)]
pub struct EnvironmentGroup {
    /// The key.
    pub id: Id<EnvironmentGroup>,
    /// The name that people use.
    pub name: String,
    /// The environments.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environments: Vec<Id<Environment>>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

record!(EnvironmentGroup, name, |this, links| {
    links.list("environments", &mut this.environments);
    links.optional("owner", &mut this.owner);
});
