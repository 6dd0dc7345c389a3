//! What a column may hold, with the headers under which other tools write it: one list, read by the importer,
//! the mapping that a person corrects, and the export.

/// Makes the enum, its names and its synonyms from one list.
macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident $name:literal $label:literal [$($synonym:literal),* $(,)?];)*) => {
        /// What a column holds of a change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $field,)* }

        impl Field {
            /// All of them, in the order in which a person chooses from them.
            pub const ALL: &'static [Field] = &[$(Field::$field),*];

            /// The header that our own export writes.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Field::$field => $name,)* }
            }

            /// What a person chooses.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Field::$field => $label,)* }
            }

            /// Headers under which other tools write it, in lower case, words parted by one blank.
            pub(super) fn synonyms(self) -> &'static [&'static str] {
                match self { $(Field::$field => &[$($synonym),*],)* }
            }
        }
    };
}

fields! {
    /// Not read.
    Ignore "" "Not read" [];
    /// Not understood, kept as text beside the change (`imported` in its unknown fields).
    Keep "" "Kept as text" [];
    /// The key; rows with the same one are one change.
    Id "id" "Id" ["number", "change id", "change number", "change", "key", "issue key", "issue", "event", "milestone"];
    /// What it is, in a line.
    Title "title" "Title" ["short description", "summary", "subject", "name", "meaning", "enhancement"];
    /// What it is, at length.
    Description "description" "Description" ["long description", "details"];
    /// How it is authorised.
    Kind "kind" "Kind" ["type", "change type", "change kind"];
    /// Yes makes the kind Emergency.
    Emergency "emergency" "Emergency (yes or no)" ["emergency change", "is emergency"];
    /// Where it is on its way.
    Status "status" "Status" ["state", "change state", "change status"];
    /// When the record was closed; without a status column, a change that has it is closed.
    ClosedAt "closed_at" "Closed at" ["change record close time", "closed"];
    /// How likely and how bad a failure is.
    Risk "risk" "Risk" ["risk assessment", "risk level", "risk value"];
    /// Held.
    OnHold "on_hold" "On hold (yes or no)" ["on hold flag"];
    /// The word that people sort by.
    Category "category" "Category" ["scope"];
    /// Who asked for it.
    Requester "requester" "Requester" ["requested by", "opened by", "requested by name", "reporter"];
    /// Who answers for it.
    Owner "owner" "Owner" ["change owner", "change manager", "change coordinator", "managed by"];
    /// Who answers for it and does it, as one person.
    Assignee "assignee" "Owner and implementer" ["assigned to", "assigned to name", "assignee"];
    /// The team that does it.
    Group "group" "Group" ["assignment group", "assignment group name", "assigned group", "team"];
    /// Who does it.
    Implementers "implementers" "Implementers" ["implementer", "implemented by", "additional assignee list"];
    /// What is changed.
    Cis "cis" "Configuration items" [
        "cmdb ci", "cmdb ci name", "configuration item", "configuration items", "ci", "ci name", "ci name aff",
        "affected cis", "affected ci", "assets",
    ];
    /// What sort of thing the configuration items of the row are.
    CiKind "ci_kind" "Type of the configuration item" ["ci type", "ci type aff", "cmdb ci sys class name"];
    /// Services named as affected.
    Services "services" "Services" [
        "business service", "business service name", "service", "impacted services", "service offering",
        "service component wbs aff",
    ];
    /// Where it is deployed.
    Environments "environments" "Environments" ["environment", "u environment", "deployed to"];
    /// Start of the planned window.
    PlannedStart "planned_start" "Planned start" [
        "start date", "planned start date", "scheduled start", "scheduled start date", "start", "change start date",
    ];
    /// End of the planned window.
    PlannedEnd "planned_end" "Planned end" [
        "end date", "planned end date", "scheduled end", "scheduled end date", "end", "change end date",
    ];
    /// Start of the time in which services are down.
    OutageStart "outage_start" "Outage start" ["scheduled downtime start", "downtime start"];
    /// End of the time in which services are down.
    OutageEnd "outage_end" "Outage end" ["scheduled downtime end", "downtime end"];
    /// When it was really begun.
    ActualStart "actual_start" "Actual start" ["work start", "actual start date"];
    /// When it was really over.
    ActualEnd "actual_end" "Actual end" ["work end", "actual end date"];
    /// When it was asked for.
    RequestedAt "requested_at" "Requested at" [
        "opened at", "opened", "sys created on", "created", "change record open time", "date requested",
    ];
    /// When a request was looked at and decided.
    ReviewedAt "reviewed_at" "Reviewed at" ["date reviewed", "date decided", "decided at"];
    /// The freeze that a row asks to go through.
    Freeze "freeze" "Freeze" ["blackout", "code freeze"];
    /// When it was authorised.
    AuthorisedAt "authorised_at" "Authorised at" ["approval set", "approved at", "authorized at"];
    /// The release that carries it.
    Release "release" "Release" ["release name", "fix version", "deliverable"];
    /// Further releases that name it.
    OtherReleases "other_releases" "Further releases" ["other releases"];
    /// How it is done.
    ImplementationPlan "implementation_plan" "Implementation plan" [];
    /// How it is taken back.
    BackoutPlan "backout_plan" "Backout plan" ["back out plan", "rollback plan"];
    /// The version or tag that it deploys.
    Version "version" "Version" ["tag"];
    /// The repository of that version.
    Repository "repository" "Repository" ["repo"];
    /// The commit of that version.
    Commit "commit" "Commit" ["hash", "sha", "revision"];
    /// How it ended.
    Outcome "outcome" "Outcome" ["close code", "closure code"];
    /// Free words.
    Labels "labels" "Labels" ["tags", "sys tags", "release model"];
}

impl Field {
    /// True for a moment.
    #[must_use]
    pub fn is_time(self) -> bool {
        matches!(
            self,
            Field::ClosedAt
                | Field::PlannedStart
                | Field::PlannedEnd
                | Field::OutageStart
                | Field::OutageEnd
                | Field::ActualStart
                | Field::ActualEnd
                | Field::RequestedAt
                | Field::ReviewedAt
                | Field::AuthorisedAt
        )
    }

    /// True where several columns may hold it: lists, and what is not a field.
    #[must_use]
    pub fn may_repeat(self) -> bool {
        matches!(
            self,
            Field::Ignore
                | Field::Keep
                | Field::Cis
                | Field::Services
                | Field::Environments
                | Field::Implementers
                | Field::OtherReleases
                | Field::Labels
        )
    }
}
