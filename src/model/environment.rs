//! Environments: where changes are deployed, and who has a say in it.

use super::json::Json;

use super::{Extra, Group, Id, Person, When, altered, is_default, record, words};

words! {
    /// Who decides about a deployment to the environment.
    Control {
        /// The board authorises every change.
        Controlled "Controlled",
        /// The environment's owner approves a booking.
        Managed "Managed",
        /// Nobody is asked.
        Open "Open",
    }
}

words! {
    /// What the environment is for.
    EnvironmentKind {
        /// Where changes are made.
        Development "Development",
        /// Where one system is tested.
        SystemTest "System test",
        /// Where systems are tested together.
        IntegrationTest "Integration test",
        /// Where load is tested.
        PerformanceTest "Performance test",
        /// Where users accept.
        UserAcceptance "User acceptance",
        /// The last place before production.
        PreProduction "Pre-production",
        /// Where the business runs.
        Production "Production",
        /// Where people learn.
        Training "Training",
        /// Anything else.
        Other "Other",
    }
}

/// A place where changes are deployed.
#[derive(Debug, Clone, Json)]
pub struct Environment {
    /// The key.
    pub id: Id<Environment>,
    /// The name that people use.
    pub name: String,
    /// What it is for.
    pub kind: EnvironmentKind,
    /// Who decides about deployments. The flag, not the name, decides which rules apply.
    pub control: Control,
    /// How many bookings it bears at one time; without limit when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub capacity: Option<u32>,
    /// Its place on the way to production: a version goes from a lower number to a higher.
    #[serde(default, skip_serializing_if = "is_default")]
    pub promotion_order: Option<u32>,
    /// When it can be used; always when empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub available: Vec<When>,
    /// Who answers for it and approves bookings.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// The team that answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group: Option<Id<Group>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Environment {
    /// An open environment without a limit of which only this is known.
    #[must_use]
    pub fn new(id: Id<Environment>, name: String) -> Environment {
        altered!(
            Environment::blank(),
            id,
            name,
            kind: EnvironmentKind::Other,
            control: Control::Open,
        )
    }
}

record!(Environment, name, |this, links| {
    links.optional("owner", &mut this.owner);
    links.optional("group", &mut this.group);
});
