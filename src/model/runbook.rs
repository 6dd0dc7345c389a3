//! Runbooks: the steps of a deployment with their owners, durations and order, rehearsed and then executed.

use super::json::Json;
use crate::model::altered;

use crate::sorted::SortedMap;
use crate::time::Instant;

use super::{Change, Environment, Extra, Group, Id, Person, Release, is_default, record, words};

words! {
    /// Where a runbook is on its way.
    RunbookStatus {
        /// Being written.
        Draft "Draft",
        /// Its content is frozen.
        Approved "Approved",
        /// Its steps are being done.
        Executing "Executing",
        /// All is done.
        Completed "Completed",
        /// All was taken back.
        BackedOut "Backed out",
    }
}

words! {
    /// What a step is for.
    StepKind {
        /// Something is done.
        Task "Task",
        /// Somebody looks whether to go on.
        Checkpoint "Checkpoint",
        /// From its start on nothing can be taken back.
        PointOfNoReturn "Point of no return",
        /// Is done only to take everything back.
        Backout "Backout",
    }
}

words! {
    /// Where a step is on its way.
    StepStatus {
        /// Not begun.
        Waiting "Waiting",
        /// Being done.
        Running "Running",
        /// Being done, with an issue that holds it up.
        Issue "Issue",
        /// Done.
        Done "Done",
        /// Left out, with a reason.
        Skipped "Skipped",
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct RunbookStep {
    /// Its key among the steps of the runbook.
    pub id: String,
    /// What is done, in a line.
    pub title: String,
    /// What it is for.
    pub kind: StepKind,
    /// Who does it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// The team that does it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group: Option<Id<Group>>,
    /// How many minutes it is planned to take.
    pub duration_minutes: u32,
    /// The keys of the steps that have to be done before.
    #[serde(default, skip_serializing_if = "is_default")]
    pub depends_on: Vec<String>,
    /// Where it is on its way.
    #[serde(default = "waiting", skip_serializing_if = "is_waiting")]
    pub status: StepStatus,
    /// When it was begun.
    #[serde(default, skip_serializing_if = "is_default")]
    pub started_at: Option<Instant>,
    /// When it was done or left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ended_at: Option<Instant>,
    /// What holds it up, or why it was left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

fn waiting() -> StepStatus {
    StepStatus::Waiting
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_waiting(status: &StepStatus) -> bool {
    *status == StepStatus::Waiting
}

impl RunbookStep {
    /// A step that was not begun.
    #[must_use]
    pub fn new(id: &str, title: &str, kind: StepKind, duration_minutes: u32) -> RunbookStep {
        altered!(
            RunbookStep::blank(),
            id: id.to_owned(),
            title: title.to_owned(),
            kind,
            duration_minutes,
            status: StepStatus::Waiting,
        )
    }
}

/// One rehearsal, with how long each step took.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Rehearsal {
    /// When it began.
    pub at: Instant,
    /// Where.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environment: Option<Id<Environment>>,
    /// Minutes that each step took, by the step's key.
    #[serde(default, skip_serializing_if = "is_default")]
    pub minutes: SortedMap<String, u32>,
    /// Taking it back was tried too.
    #[serde(default, skip_serializing_if = "is_default")]
    pub backed_out: bool,
    /// What was learnt.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The steps of one change or release.
#[derive(Debug, Clone, Json)]
pub struct Runbook {
    /// The key.
    pub id: Id<Runbook>,
    /// The name that people use.
    pub name: String,
    /// The change that it deploys.
    #[serde(default, skip_serializing_if = "is_default")]
    pub change: Option<Id<Change>>,
    /// The release that it deploys.
    #[serde(default, skip_serializing_if = "is_default")]
    pub release: Option<Id<Release>>,
    /// Where it is on its way.
    pub status: RunbookStatus,
    /// The steps, in the order in which people read them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub steps: Vec<RunbookStep>,
    /// The rehearsals, oldest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rehearsals: Vec<Rehearsal>,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub approved_by: Option<Id<Person>>,
    /// When it was approved.
    #[serde(default, skip_serializing_if = "is_default")]
    pub approved_at: Option<Instant>,
    /// When its execution began.
    #[serde(default, skip_serializing_if = "is_default")]
    pub started_at: Option<Instant>,
    /// When it was decided to take everything back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub backing_out_since: Option<Instant>,
    /// Why everything is taken back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub backout_reason: String,
    /// When its execution was over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ended_at: Option<Instant>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Runbook {
    /// A runbook without steps.
    #[must_use]
    pub fn draft(id: Id<Runbook>, name: String) -> Runbook {
        altered!(Runbook::blank(), id, name, status: RunbookStatus::Draft)
    }

    /// What is frozen when it is approved: everything but where it and its steps are on their way.
    #[must_use]
    pub fn has_content_of(&self, other: &Runbook) -> bool {
        let content = |step: &RunbookStep| {
            altered!(
                step.clone(),
                status: StepStatus::Waiting,
                started_at: None,
                ended_at: None,
                note: String::new(),
            )
        };
        self.change == other.change
            && self.release == other.release
            && self.steps.iter().map(content).eq(other.steps.iter().map(content))
    }
}

impl Runbook {
    /// The runbook with each step as long as the last rehearsal showed, where that was longer than planned.
    #[must_use]
    pub fn as_rehearsed(&self) -> Runbook {
        let mut runbook = self.clone();
        for step in &mut runbook.steps {
            step.duration_minutes = step.duration_minutes.max(self.rehearsed_minutes(step).unwrap_or(0));
        }
        runbook
    }

    /// How many minutes a step took in the last rehearsal; none where that does not say.
    #[must_use]
    pub fn rehearsed_minutes(&self, step: &RunbookStep) -> Option<u32> {
        self.rehearsals.last()?.minutes.get(&step.id).copied()
    }
}

record!(Runbook, name, |this, links| {
    links.optional("change", &mut this.change);
    links.optional("release", &mut this.release);
    links.optional("approved_by", &mut this.approved_by);
    for step in &mut this.steps {
        links.optional("steps.owner", &mut step.owner);
        links.optional("steps.group", &mut step.group);
    }
    for rehearsal in &mut this.rehearsals {
        links.optional("rehearsals.environment", &mut rehearsal.environment);
    }
});
