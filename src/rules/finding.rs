//! `Finding`: what a rule reports, with its proof, its owners and its fixes.

use std::sync::Arc;

use serde::Serialize;

use crate::gather::Gather;
use crate::model::{Command, Id, Person, RecordRef, Severity, Waiver};
use crate::time::{Instant, Interval};

/// What a rule reports about one subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// What it does, after the plan's own settings.
    pub severity: Severity,
    /// What it is about.
    pub subject: RecordRef,
    /// The other records that make it true; with rule and subject they are what a waiver names.
    pub related: Vec<RecordRef>,
    /// The record that causes it: findings of one rule with one cause belong together.
    pub cause: RecordRef,
    /// The time that it is about, where it is about a time.
    pub span: Option<Interval>,
    /// One sentence with names and times in it, in the plan's zone.
    pub sentence: String,
    /// Why it is true.
    pub proof: Vec<Proof>,
    /// Who answers for each side.
    pub owners: Vec<Owner>,
    /// Expected harm, for ordering: criticality times minutes, without a unit.
    pub harm: u64,
    /// The waiver that accepts it, while it holds.
    pub waived: Option<Id<Waiver>>,
}

/// What tells one finding from another: rule, subject and related records.
pub type FindingKey = (&'static str, RecordRef, Vec<RecordRef>);

impl Finding {
    /// See [`FindingKey`].
    #[must_use]
    pub fn key(&self) -> FindingKey {
        (self.rule, self.subject, self.related.clone())
    }

    /// True when it prevents something now: a blocker that nobody has waived.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Blocker && self.waived.is_none()
    }

    /// All records whose names or times stand in it. When one of them changes, it may read otherwise.
    #[must_use]
    pub fn mentions(&self) -> Vec<RecordRef> {
        let mut all = self.related.clone();
        all.push(self.cause);
        for proof in &self.proof {
            all.extend(proof.records());
        }
        for person in self.owners.iter().filter_map(|owner| owner.person) {
            all.push(RecordRef::from(&person));
        }
        all
    }

    /// Adds a fact to its proof.
    pub(super) fn fact(&mut self, of: RecordRef, text: impl Into<String>) {
        self.proof.push(Proof::Fact { of, text: text.into() });
    }
}

/// A record and the person who answers for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Owner {
    /// The record.
    pub of: RecordRef,
    /// Who answers for it; nobody is named when absent.
    pub person: Option<Id<Person>>,
}

/// One step of why a finding is true.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Proof {
    /// Two windows share time.
    Overlap {
        /// The one record.
        a: RecordRef,
        /// Its window.
        a_window: Interval,
        /// The other record.
        b: RecordRef,
        /// Its window.
        b_window: Interval,
        /// What they share.
        common: Interval,
    },
    /// A window leaves the windows that are allowed.
    Outside {
        /// The record.
        of: RecordRef,
        /// Its window.
        window: Interval,
        /// The occurrences nearest to it, with the record that allows them.
        allowed: Vec<(RecordRef, Interval)>,
        /// The parts of the window that none of them covers.
        uncovered: Vec<Interval>,
    },
    /// One thing hangs on the next: the first changes, the last is hit.
    Path {
        /// From the changed record to the one that is hit.
        records: Vec<RecordRef>,
    },
    /// More at one time than there is room for.
    Count {
        /// When.
        span: Interval,
        /// How many.
        used: u32,
        /// How many there is room for.
        capacity: u32,
        /// Which.
        by: Vec<RecordRef>,
    },
    /// One moment is before another and should not be.
    Order {
        /// Whose moment has to come first.
        first: RecordRef,
        /// That moment, with the lag in it.
        first_at: Instant,
        /// Whose moment has to come second.
        then: RecordRef,
        /// That moment.
        then_at: Instant,
    },
    /// Working days between two moments.
    WorkingDays {
        /// From when they are counted.
        from: Instant,
        /// To when.
        to: Instant,
        /// How many there are.
        have: i64,
        /// How many there have to be.
        need: i64,
        /// The holidays between, which do not count.
        holidays: Vec<String>,
    },
    /// A fact that a person can look up in the plan.
    Fact {
        /// The record.
        of: RecordRef,
        /// The fact, in words.
        text: String,
    },
}

impl Proof {
    /// The records that it names.
    #[must_use]
    pub fn records(&self) -> Vec<RecordRef> {
        match self {
            Proof::Overlap { a, b, .. } => vec![*a, *b],
            Proof::Outside { of, allowed, .. } => {
                [*of].into_iter().chain(allowed.iter().map(|(record, _)| *record)).gather()
            }
            Proof::Path { records } => records.clone(),
            Proof::Count { by, .. } => by.clone(),
            Proof::Order { first, then, .. } => vec![*first, *then],
            Proof::WorkingDays { .. } => Vec::new(),
            Proof::Fact { of, .. } => vec![*of],
        }
    }
}

/// Something that would mend a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What it does, as a button says it: "Move to Sat 3 Oct 20:00".
    pub label: Arc<str>,
    /// What it asks of the plan.
    pub command: Command,
}

/// Expected harm: how much it hurts, times the minutes for which it does.
pub(super) fn harm(weight: u64, seconds: i64) -> u64 {
    weight * u64::try_from(seconds / 60).unwrap_or(0)
}
