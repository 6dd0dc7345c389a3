//! Templates of releases: phases, gates, steps and announcements with relative dates.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::json::Json;

use super::{
    Channel, Criterion, Environment, EnvironmentKind, Extra, Id, Offset, Person, ReleaseKind, RunbookStep,
    altered, is_default, record, words,
};

words! {
    /// A day of the week.
    Weekday {
        /// The first day of the week (ISO 8601).
        Mon "Monday",
        /// The second.
        Tue "Tuesday",
        /// The third.
        Wed "Wednesday",
        /// The fourth.
        Thu "Thursday",
        /// The fifth.
        Fri "Friday",
        /// The sixth.
        Sat "Saturday",
        /// The last.
        Sun "Sunday",
    }
}

impl Weekday {
    /// True when the date lies on it.
    #[must_use]
    pub fn is_on(self, date: NaiveDate) -> bool {
        self as u32 == date.weekday().num_days_from_monday()
    }

    /// The one on which the date lies.
    #[must_use]
    pub fn of(date: NaiveDate) -> Option<Weekday> {
        Weekday::ALL.iter().copied().find(|weekday| weekday.is_on(date))
    }
}

/// A phase of the releases that follow a template.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct TemplatePhase {
    /// The name that people use.
    pub name: String,
    /// Where it takes place.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environment: Option<Id<Environment>>,
    /// Where it takes place when no environment is named: the first one of this kind that is free.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environment_kind: Option<EnvironmentKind>,
    /// How many working days it takes; whole days. Not asked when it has a time of day.
    pub working_days: u32,
    /// The local time of day at which it begins, in the plan's zone; it takes whole days when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub start: Option<NaiveTime>,
    /// How many minutes it takes from `start`, by the clock that knows no clock change; an hour when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub minutes: Option<u32>,
    /// The day of the week on which it begins, worked or not, where it has a time of day; a working day when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weekday: Option<Weekday>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A gate of the releases that follow a template.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct TemplateGate {
    /// The name that people use.
    pub name: String,
    /// The place, from 0, of the phase that it ends.
    pub after_phase: u32,
    /// What has to be true for a go.
    #[serde(default, skip_serializing_if = "is_default")]
    pub criteria: Vec<Criterion>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An announcement of the releases that follow a template.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct TemplateAnnouncement {
    /// What it is about, in a line.
    pub title: String,
    /// Who is told.
    pub audience: String,
    /// How.
    pub channel: Channel,
    /// When.
    pub offset: Offset,
    /// What it says, with fields in braces.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What the releases of one sort have in common.
#[derive(Debug, Clone, Json)]
pub struct ReleaseTemplate {
    /// The key.
    pub id: Id<ReleaseTemplate>,
    /// The name that people use.
    pub name: String,
    /// What it is good for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// How large its releases are.
    pub kind: ReleaseKind,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// The phases, in their order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub phases: Vec<TemplatePhase>,
    /// The gates.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gates: Vec<TemplateGate>,
    /// The steps of the runbook.
    #[serde(default, skip_serializing_if = "is_default")]
    pub steps: Vec<RunbookStep>,
    /// The announcements.
    #[serde(default, skip_serializing_if = "is_default")]
    pub announcements: Vec<TemplateAnnouncement>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ReleaseTemplate {
    /// A template of minor releases without phases.
    #[must_use]
    pub fn new(id: Id<ReleaseTemplate>, name: String) -> ReleaseTemplate {
        altered!(ReleaseTemplate::blank(), id, name, kind: ReleaseKind::Minor)
    }
}

record!(ReleaseTemplate, name, |this, links| {
    links.optional("owner", &mut this.owner);
    for phase in &mut this.phases {
        links.optional("phases.environment", &mut phase.environment);
    }
    for step in &mut this.steps {
        links.optional("steps.owner", &mut step.owner);
        links.optional("steps.group", &mut step.group);
    }
});
