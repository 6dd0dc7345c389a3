//! Releases with their phases and gates.

use serde::{Deserialize, Serialize};

use crate::time::{Instant, Interval};

use super::{Dependency, Environment, Extra, Id, Person, VersionReference, is_default, record, words};

words! {
    /// How large a release is.
    ReleaseKind {
        /// New abilities; many teams.
        Major "Major",
        /// Improvements.
        Minor "Minor",
        /// Corrections.
        Patch "Patch",
        /// A correction that cannot wait.
        Emergency "Emergency",
        /// Holds other releases.
        Enterprise "Enterprise",
    }
}

words! {
    /// Where a release is on its way.
    ReleaseStatus {
        /// Being thought of.
        Draft "Draft",
        /// Has its dates.
        Planned "Planned",
        /// Its first phase has begun.
        InProgress "In progress",
        /// Being deployed.
        Deploying "Deploying",
        /// In production.
        Deployed "Deployed",
        /// Done and looked at.
        Closed "Closed",
        /// Will not be done.
        Cancelled "Cancelled",
        /// Was deployed and taken back.
        BackedOut "Backed out",
    }
}

impl ReleaseStatus {
    /// True while something of it is still to come.
    #[must_use]
    pub fn is_live(self) -> bool {
        !matches!(self, ReleaseStatus::Closed | ReleaseStatus::Cancelled | ReleaseStatus::BackedOut)
    }
}

/// A collection of changes that go together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// The key.
    pub id: Id<Release>,
    /// The name that people use.
    pub name: String,
    /// What it brings.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// How large it is.
    pub kind: ReleaseKind,
    /// Where it is on its way.
    pub status: ReleaseStatus,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// The release that holds this one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub parent: Option<Id<Release>>,
    /// When it is to be in production.
    #[serde(default, skip_serializing_if = "is_default")]
    pub go_live: Option<Instant>,
    /// The releases that have to be live before; counted between go-lives for `FinishStart`, between the starts of
    /// the first phases for `StartStart`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub depends_on: Vec<Dependency<Release>>,
    /// What in version control it deploys.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deploys: Option<VersionReference>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

record!(Release, name, |this, links| {
    links.optional("owner", &mut this.owner);
    links.optional("parent", &mut this.parent);
    links.dependencies("depends_on", &mut this.depends_on);
});

words! {
    /// Where a phase is on its way.
    PhaseStatus {
        /// Not begun.
        Planned "Planned",
        /// Going on.
        Active "Active",
        /// Ended well.
        Passed "Passed",
        /// Ended badly.
        Failed "Failed",
    }
}

/// A period of a release, usually in an environment, which it occupies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// The key.
    pub id: Id<Phase>,
    /// The release it belongs to.
    pub release: Id<Release>,
    /// The name that people use.
    pub name: String,
    /// Its place among the phases of the release; a lower number comes first.
    pub order: u32,
    /// Where it is on its way.
    pub status: PhaseStatus,
    /// Where it takes place.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environment: Option<Id<Environment>>,
    /// When it is to take place.
    #[serde(default, skip_serializing_if = "is_default")]
    pub planned: Option<Interval>,
    /// When it really began.
    #[serde(default, skip_serializing_if = "is_default")]
    pub actual_start: Option<Instant>,
    /// When it was really over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub actual_end: Option<Instant>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

record!(Phase, name, |this, links| {
    links.required("release", &this.release);
    links.optional("environment", &mut this.environment);
});

words! {
    /// What was decided at a gate.
    GateDecision {
        /// Nothing yet.
        Open "Open",
        /// On it goes.
        Go "Go",
        /// On it goes, if the conditions are met.
        GoWithConditions "Go with conditions",
        /// Not so.
        NoGo "No-go",
    }
}

/// Something that has to be true for a go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// What has to be true.
    pub text: String,
    /// Whether it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub met: bool,
    /// What shows it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A point at which somebody decides whether a release goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// The key.
    pub id: Id<Gate>,
    /// The release it belongs to.
    pub release: Id<Release>,
    /// The name that people use.
    pub name: String,
    /// The phase that it ends.
    #[serde(default, skip_serializing_if = "is_default")]
    pub phase: Option<Id<Phase>>,
    /// When it is to be decided.
    #[serde(default, skip_serializing_if = "is_default")]
    pub due: Option<Instant>,
    /// What was decided.
    pub decision: GateDecision,
    /// Who decided.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decided_by: Option<Id<Person>>,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decided_at: Option<Instant>,
    /// The conditions of a go with conditions, or the reason of a no-go.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// What has to be true for a go.
    #[serde(default, skip_serializing_if = "is_default")]
    pub criteria: Vec<Criterion>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

record!(Gate, name, |this, links| {
    links.required("release", &this.release);
    links.optional("phase", &mut this.phase);
    links.optional("decided_by", &mut this.decided_by);
});
