//! Blackouts and maintenance windows: when deployment is not wanted, and when it is.

use super::json::Json;

use crate::time::{Instant, Interval, RecurringWindow};

use super::{
    ChangeKind, ConfigurationItem, Environment, Extra, Id, Person, Risk, Service, altered, is_default,
    record, words,
};

words! {
    /// Whether it prevents or warns.
    Hardness {
        /// A change that breaks it is blocked.
        Hard "Hard",
        /// A change that breaks it is reported.
        Soft "Soft",
        /// Nothing is said; people can see it.
        Information "Information only",
    }
}

/// Once, or again and again.
#[derive(Debug, Clone, PartialEq, Json)]
pub enum When {
    /// One span of time.
    Once(Interval),
    /// Occurrences in the local time of a zone.
    Recurring(RecurringWindow),
}

impl When {
    /// The occurrences that overlap `range`, in order.
    #[must_use]
    pub fn occurrences(&self, range: Interval) -> Vec<Interval> {
        match self {
            When::Once(window) if window.overlaps(range) => vec![*window],
            When::Once(_) => Vec::new(),
            When::Recurring(recurring) => recurring.occurrences(range),
        }
    }
}

/// Which changes a window speaks about. A list that is empty does not restrict.
///
/// A change is in the scope when it fits every part that restricts: one of the environments, one of the change
/// kinds, one of the risks, and an affected item or service of `cis` and `services` (which count as one list).
#[derive(Debug, Clone, PartialEq, Default, Json)]
pub struct Scope {
    /// Deployed to one of these.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environments: Vec<Id<Environment>>,
    /// Changes one of these.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cis: Vec<Id<ConfigurationItem>>,
    /// Changes one of these, or an item that one of these needs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub services: Vec<Id<Service>>,
    /// Also what depends on `cis`, and what `services` depend on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub with_dependents: bool,
    /// Is of one of these kinds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kinds: Vec<ChangeKind>,
    /// Has one of these risks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub risks: Vec<Risk>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Scope {
    /// True when every change is meant.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.environments.is_empty()
            && self.cis.is_empty()
            && self.services.is_empty()
            && self.kinds.is_empty()
            && self.risks.is_empty()
    }
}

/// A period in which changes are not to be deployed (freeze, blockout).
#[derive(Debug, Clone, Json)]
pub struct Blackout {
    /// The key.
    pub id: Id<Blackout>,
    /// The name that people use.
    pub name: String,
    /// Why it was declared.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
    /// Whether it prevents or warns.
    pub hardness: Hardness,
    /// When.
    pub when: When,
    /// Which changes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scope: Scope,
    /// Puts the changes in its scope on hold while it is declared.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lockdown: bool,
    /// When it was declared.
    #[serde(default, skip_serializing_if = "is_default")]
    pub declared_at: Option<Instant>,
    /// When it was lifted, before its end.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lifted_at: Option<Instant>,
    /// Who declared it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Blackout {
    /// A hard blackout for every change.
    #[must_use]
    pub fn new(id: Id<Blackout>, name: String, when: When) -> Blackout {
        altered!(Blackout::blank(), id, name, hardness: Hardness::Hard, when)
    }

    /// True for a lockdown that was declared and neither lifted nor over: it holds changes.
    #[must_use]
    pub fn is_locked_down(&self, now: Instant) -> bool {
        let is_over = matches!(&self.when, When::Once(window) if window.end <= now);
        self.lockdown && self.declared_at.is_some() && self.lifted_at.is_none() && !is_over
    }

    /// The part of one of its occurrences that lies before the moment at which it was lifted; `None` when nothing
    /// does.
    #[must_use]
    pub fn in_force(&self, occurrence: Interval) -> Option<Interval> {
        match self.lifted_at {
            None => Some(occurrence),
            Some(lifted) if lifted <= occurrence.start => None,
            Some(lifted) => Some(Interval::new(occurrence.start, occurrence.end.min(lifted))),
        }
    }
}

record!(Blackout, name, |this, links| {
    links.scope(&mut this.scope);
    links.optional("owner", &mut this.owner);
});

/// A period that is meant for changes: those in its scope are to lie inside it.
#[derive(Debug, Clone, Json)]
pub struct MaintenanceWindow {
    /// The key.
    pub id: Id<MaintenanceWindow>,
    /// The name that people use.
    pub name: String,
    /// Whether a change outside is blocked or reported.
    pub hardness: Hardness,
    /// When.
    pub when: When,
    /// Which changes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scope: Scope,
    /// How many changes one occurrence bears; without limit when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub capacity: Option<u32>,
    /// Who agreed to it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl MaintenanceWindow {
    /// A hard maintenance window for every change.
    #[must_use]
    pub fn new(id: Id<MaintenanceWindow>, name: String, when: When) -> MaintenanceWindow {
        MaintenanceWindow {
            id,
            name,
            hardness: Hardness::Hard,
            when,
            scope: Scope::default(),
            capacity: None,
            owner: None,
            extra: Extra::new(),
        }
    }
}

record!(MaintenanceWindow, name, |this, links| {
    links.scope(&mut this.scope);
    links.optional("owner", &mut this.owner);
});
