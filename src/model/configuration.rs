//! Services and configuration items: what is used, what is changed, and what depends on what.

use super::json::Json;

use crate::time::Instant;

use super::{Environment, Extra, Group, Id, Person, altered, is_default, record, words};

words! {
    /// How much it hurts when it is down.
    Criticality {
        /// Nobody notices for days.
        Low "Low",
        /// Some work waits.
        Moderate "Moderate",
        /// Business is hindered.
        High "High",
        /// Business stands still.
        Critical "Critical",
    }
}

words! {
    /// How one configuration item is related to another.
    RelationKind {
        /// It does not work without the other.
        DependsOn "depends on",
        /// It runs on the other.
        RunsOn "runs on",
        /// It is a part of the other; the other does not work without it.
        PartOf "is part of",
        /// It talks to the other; neither stops when the other does.
        ConnectsTo "connects to",
    }
}

/// From the item that holds it to another.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Relation {
    /// How they are related.
    pub kind: RelationKind,
    /// The other item.
    pub to: Id<ConfigurationItem>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Something that is changed: a server, a database, an application, a network.
#[derive(Debug, Clone, Json)]
pub struct ConfigurationItem {
    /// The key.
    pub id: Id<ConfigurationItem>,
    /// The name that people use.
    pub name: String,
    /// What sort of thing it is, in the words of the CMDB it comes from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: String,
    /// How much it hurts when it is down.
    #[serde(default = "moderate")]
    pub criticality: Criticality,
    /// The environment it belongs to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environment: Option<Id<Environment>>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// The team that answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group: Option<Id<Group>>,
    /// From when on its maker helps no longer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub end_of_support: Option<Instant>,
    /// Relations to other items.
    #[serde(default, skip_serializing_if = "is_default")]
    pub relations: Vec<Relation>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ConfigurationItem {
    /// An item of moderate criticality of which only this is known.
    #[must_use]
    pub fn new(id: Id<ConfigurationItem>, name: String) -> ConfigurationItem {
        altered!(ConfigurationItem::blank(), id, name, criticality: Criticality::Moderate)
    }
}

record!(ConfigurationItem, name, |this, links| {
    links.optional("environment", &mut this.environment);
    links.optional("owner", &mut this.owner);
    links.optional("group", &mut this.group);
    links.relations("relations", &mut this.relations);
});

/// What customers use. It needs configuration items and other services.
#[derive(Debug, Clone, Json)]
pub struct Service {
    /// The key.
    pub id: Id<Service>,
    /// The name that people use.
    pub name: String,
    /// How much it hurts when it is down.
    #[serde(default = "moderate")]
    pub criticality: Criticality,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// The team that answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group: Option<Id<Group>>,
    /// The configuration items that it does not work without.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cis: Vec<Id<ConfigurationItem>>,
    /// The services that it does not work without.
    #[serde(default, skip_serializing_if = "is_default")]
    pub depends_on: Vec<Id<Service>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Service {
    /// A service of moderate criticality of which only this is known.
    #[must_use]
    pub fn new(id: Id<Service>, name: String) -> Service {
        altered!(Service::blank(), id, name, criticality: Criticality::Moderate)
    }
}

record!(Service, name, |this, links| {
    links.optional("owner", &mut this.owner);
    links.optional("group", &mut this.group);
    links.list("cis", &mut this.cis);
    links.list("depends_on", &mut this.depends_on);
});

fn moderate() -> Criticality {
    Criticality::Moderate
}
