//! Templates of standard changes: what was authorised once so that it need not be each time.

use std::collections::BTreeMap;

use super::json::Json;

use crate::time::Instant;

use super::{Extra, Id, Person, is_default, record, words};

words! {
    /// Where a template is on its way.
    TemplateStatus {
        /// Being written.
        Draft "Draft",
        /// Offered to the board.
        Proposed "Proposed",
        /// Changes may follow it without being authorised one by one.
        Published "Published",
        /// No new changes may follow it.
        Retired "Retired",
    }
}

/// A change that was assessed and authorised in advance, for all changes that follow it.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct ChangeTemplate {
    /// The key.
    pub id: Id<ChangeTemplate>,
    /// The name that people use.
    pub name: String,
    /// What it is good for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// Where it is on its way.
    pub status: TemplateStatus,
    /// Counts its publications; 0 before the first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub version: u32,
    /// What a change that follows it starts with: fields of a change as the document writes them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fields: BTreeMap<String, serde_json::Value>,
    /// The names of the fields that such a change may not alter.
    #[serde(default, skip_serializing_if = "is_default")]
    pub locked: Vec<String>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// Who offered it to the board.
    #[serde(default, skip_serializing_if = "is_default")]
    pub proposed_by: Option<Id<Person>>,
    /// Who approved it; not who offered it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub approved_by: Option<Id<Person>>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "is_default")]
    pub published_at: Option<Instant>,
    /// When it was last reviewed after failures; failures before count no longer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reviewed_at: Option<Instant>,
    /// Who reviewed it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reviewed_by: Option<Id<Person>>,
    /// What was said with the last step: why it was returned, what its review found.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ChangeTemplate {
    /// A template that says nothing yet.
    #[must_use]
    pub fn draft(id: Id<ChangeTemplate>, name: String) -> ChangeTemplate {
        ChangeTemplate {
            id,
            name,
            description: String::new(),
            status: TemplateStatus::Draft,
            version: 0,
            fields: BTreeMap::new(),
            locked: Vec::new(),
            owner: None,
            proposed_by: None,
            approved_by: None,
            published_at: None,
            reviewed_at: None,
            reviewed_by: None,
            note: String::new(),
            extra: Extra::new(),
        }
    }
}

record!(ChangeTemplate, name, |this, links| {
    links.optional("owner", &mut this.owner);
    links.optional("proposed_by", &mut this.proposed_by);
    links.optional("approved_by", &mut this.approved_by);
    links.optional("reviewed_by", &mut this.reviewed_by);
});
