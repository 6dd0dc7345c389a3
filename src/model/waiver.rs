//! Waivers: findings that somebody accepted, with a reason and an end.

use super::json::Json;

use crate::time::Instant;

use super::{Extra, Id, Person, RecordRef, is_default, record};

/// An accepted finding. It holds until `until` and then the finding counts again.
#[derive(Debug, Clone, Json)]
pub struct Waiver {
    /// The key.
    pub id: Id<Waiver>,
    /// The rule that is waived.
    pub rule: String,
    /// What the finding is about.
    pub subject: RecordRef,
    /// The other records of the finding; empty waives the rule for the subject whatever the others.
    #[serde(default, skip_serializing_if = "is_default")]
    pub related: Vec<RecordRef>,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepted it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: Option<Id<Person>>,
    /// When it was accepted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<Instant>,
    /// The first instant at which it holds no longer; for ever when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub until: Option<Instant>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

record!(Waiver, rule, |this, links| {
    links.any("subject", &this.subject);
    for related in &this.related {
        links.any("related", related);
    }
    links.optional("by", &mut this.by);
});
