//! Releases with their phases and gates.

use super::json::Json;

use crate::time::{Instant, Interval};

use super::{
    ChangeKind, ConfigurationItem, Dependency, Environment, Extra, Group, Id, MaintenanceWindow, Person,
    ReleaseTemplate, Service, VersionReference, altered, is_default, record, words,
};

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

/// What the changes of a release have in common (the *defined common characteristics* of a release). A list that is
/// empty does not restrict.
#[derive(Debug, Clone, PartialEq, Default, Json)]
pub struct CommonCharacteristics {
    /// Change one of these services, or an item that one of them needs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub services: Vec<Id<Service>>,
    /// Change one of these items.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cis: Vec<Id<ConfigurationItem>>,
    /// Are of one of these kinds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kinds: Vec<ChangeKind>,
    /// Are done by one of these teams.
    #[serde(default, skip_serializing_if = "is_default")]
    pub groups: Vec<Id<Group>>,
    /// Have one of these labels.
    #[serde(default, skip_serializing_if = "is_default")]
    pub labels: Vec<String>,
    /// Lie in an occurrence of this maintenance window.
    #[serde(default, skip_serializing_if = "is_default")]
    pub maintenance_window: Option<Id<MaintenanceWindow>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A collection of changes that go together.
#[derive(Debug, Clone, Json)]
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
    /// The team that answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group: Option<Id<Group>>,
    /// The release that holds this one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub parent: Option<Id<Release>>,
    /// The template that it was made from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub template: Option<Id<ReleaseTemplate>>,
    /// What its changes have in common.
    #[serde(default, skip_serializing_if = "is_default")]
    pub common: CommonCharacteristics,
    /// When it is to be in production.
    #[serde(default, skip_serializing_if = "is_default")]
    pub go_live: Option<Instant>,
    /// When it was to be in production when the baseline was taken.
    #[serde(default, skip_serializing_if = "is_default")]
    pub baseline_go_live: Option<Instant>,
    /// When it really was in production.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deployed_at: Option<Instant>,
    /// The releases that have to be live before; counted between go-lives for `FinishStart`, between the starts of
    /// the first phases for `StartStart`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub depends_on: Vec<Dependency<Release>>,
    /// What in version control it deploys: of several versions the last.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deploys: Option<VersionReference>,
    /// Every version that it brings, in the order in which they were made, a reference for each repository.
    #[serde(default, skip_serializing_if = "is_default")]
    pub versions: Vec<VersionReference>,
    /// Free words to filter by.
    #[serde(default, skip_serializing_if = "is_default")]
    pub labels: Vec<String>,
    /// Addresses where there is more: a board, a document, a repository.
    #[serde(default, skip_serializing_if = "is_default")]
    pub addresses: Vec<String>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Release {
    /// A minor release in `Draft` of which only this is known.
    #[must_use]
    pub fn draft(id: Id<Release>, name: String) -> Release {
        altered!(Release::blank(), id, name, kind: ReleaseKind::Minor, status: ReleaseStatus::Draft)
    }
}

record!(Release, name, |this, links| {
    links.optional("owner", &mut this.owner);
    links.optional("group", &mut this.group);
    links.optional("parent", &mut this.parent);
    links.optional("template", &mut this.template);
    links.list("common.services", &mut this.common.services);
    links.list("common.cis", &mut this.common.cis);
    links.list("common.groups", &mut this.common.groups);
    links.optional("common.maintenance_window", &mut this.common.maintenance_window);
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
#[derive(Debug, Clone, Json)]
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
    /// When it was to take place when the baseline was taken.
    #[serde(default, skip_serializing_if = "is_default")]
    pub baseline: Option<Interval>,
    /// How many working days it takes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub working_days: Option<u32>,
    /// The phases that it waits for, of this release or another.
    #[serde(default, skip_serializing_if = "is_default")]
    pub depends_on: Vec<Dependency<Phase>>,
    /// How many tests passed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tests_passed: Option<u32>,
    /// How many tests there are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tests_total: Option<u32>,
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

impl Phase {
    /// A planned phase without dates.
    #[must_use]
    pub fn planned(id: Id<Phase>, release: Id<Release>, name: String, order: u32) -> Phase {
        altered!(Phase::blank(), id, release, name, order, status: PhaseStatus::Planned)
    }
}

record!(Phase, name, |this, links| {
    links.required("release", &this.release);
    links.optional("environment", &mut this.environment);
    links.dependencies("depends_on", &mut this.depends_on);
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

words! {
    /// A criterion whose answer the plan knows.
    AutomaticCheck {
        /// Every change of the release is authorised.
        ChangesAuthorised "All changes authorised",
        /// Every test of the phases before passed.
        TestsPassed "All tests passed",
        /// Taking every change back was tried.
        BackoutTested "Backout tested",
        /// Nothing blocks the release, its phases or its changes.
        NoBlockers "No blocker findings",
        /// Every booking of the next phase is approved.
        BookingsApproved "Bookings approved",
        /// The runbook is approved.
        RunbookApproved "Runbook approved",
        /// The runbook was rehearsed.
        RunbookRehearsed "Runbook rehearsed",
        /// Every announcement that is due was sent.
        AnnouncementsSent "Announcements sent",
    }
}

/// Something that has to be true for a go.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Criterion {
    /// What has to be true.
    pub text: String,
    /// How the plan answers it; somebody answers it when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub check: Option<AutomaticCheck>,
    /// Whether it is, as somebody said; not asked when the plan answers it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub met: bool,
    /// What shows it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Criterion {
    /// A criterion that somebody answers, not met yet.
    #[must_use]
    pub fn new(text: String) -> Criterion {
        Criterion { text, check: None, met: false, evidence: String::new(), extra: Extra::new() }
    }
}

/// A point at which somebody decides whether a release goes on.
#[derive(Debug, Clone, Json)]
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

impl Gate {
    /// An open gate without a date.
    #[must_use]
    pub fn open(id: Id<Gate>, release: Id<Release>, name: String) -> Gate {
        altered!(Gate::blank(), id, release, name, decision: GateDecision::Open)
    }
}

record!(Gate, name, |this, links| {
    links.required("release", &this.release);
    links.optional("phase", &mut this.phase);
    links.optional("decided_by", &mut this.decided_by);
});
