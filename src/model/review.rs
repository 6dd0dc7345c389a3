//! What is learnt from a change after it was done: incidents that it caused, and its review.

use super::json::Json;

use crate::time::Instant;

use super::{Extra, Id, Person, is_default, words};

words! {
    /// How bad an incident was.
    IncidentPriority {
        /// Business stood still.
        P1 "P1",
        /// Business was hindered.
        P2 "P2",
        /// Some work waited.
        P3 "P3",
        /// Hardly noticed.
        P4 "P4",
    }
}

/// An incident that a change caused.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Incident {
    /// Its number where incidents are kept.
    pub number: String,
    /// How bad it was.
    pub priority: IncidentPriority,
    /// What happened, in a line.
    #[serde(default, skip_serializing_if = "is_default")]
    pub title: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Something that a review asks for.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct ReviewAction {
    /// What is to be done.
    pub text: String,
    /// By whom.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// Until when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub due: Option<Instant>,
    /// It was done.
    #[serde(default, skip_serializing_if = "is_default")]
    pub done: bool,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A post-implementation review.
#[derive(Debug, Clone, PartialEq, Default, Json)]
pub struct Review {
    /// What was found.
    #[serde(default, skip_serializing_if = "is_default")]
    pub findings: String,
    /// What is to be done about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub actions: Vec<ReviewAction>,
    /// Who reviewed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: Option<Id<Person>>,
    /// When it was finished; it goes on while absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub finished_at: Option<Instant>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}
