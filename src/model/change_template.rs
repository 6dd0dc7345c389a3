//! Templates of standard changes: what was authorised once so that it need not be each time.

use std::collections::BTreeMap;

use std::ops::Deref;

use serde_json::{Map, Value};

use super::json::{self, Json, Unreadable, Writer};
use super::{Change, ChangeKind, Extra, Id, Links, Person, Record, Risk, altered, is_default, record, words};
use crate::gather::Gather;
use crate::time::Instant;

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

/// Fields of a change by name, with their values as the document writes them. What is read is what a change can have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangeFields(BTreeMap<String, Value>);

impl ChangeFields {
    /// A blank change, as the document writes it, with these fields.
    fn on_a_draft(&self) -> Result<Map<String, Value>, Unreadable> {
        let draft = Change::draft(Id::lenient("CHG"), "", ChangeKind::Standard, Risk::Low);
        let draft = json::to_value(&draft);
        let Value::Object(mut fields) = draft else { return Ok(Map::new()) };
        fields.extend(self.0.iter().map(|(name, value)| (name.clone(), value.clone())));
        Ok(fields)
    }

    /// Visits the references that a change of these fields has, and takes out those that the visitor detaches.
    fn links(&mut self, links: &mut Links) {
        let Ok(fields) = self.on_a_draft() else { return };
        let Ok(mut change) = Change::read(&Value::Object(fields)) else { return };
        let before = change.clone();
        change.links(links);
        if change == before {
            return;
        }
        let Value::Object(detached) = json::to_value(&change) else { return };
        let kept = std::mem::take(&mut self.0).into_keys();
        self.0 = kept
            .filter_map(|name| {
                let value = detached.get(&name)?.clone();
                Some((name, value))
            })
            .gather();
    }
}

impl Deref for ChangeFields {
    type Target = BTreeMap<String, Value>;

    fn deref(&self) -> &BTreeMap<String, Value> {
        &self.0
    }
}

impl FromIterator<(String, Value)> for ChangeFields {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> ChangeFields {
        ChangeFields(fields.into_iter().gather())
    }
}

impl Json for ChangeFields {
    fn blank() -> ChangeFields {
        ChangeFields::default()
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        self.0.fill(value)?;
        Change::read(&Value::Object(self.on_a_draft()?)).map(drop)
    }

    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
    }

    fn is_left_out(&self) -> bool {
        self.0.is_empty()
    }
}

/// A change that was assessed and authorised in advance, for all changes that follow it.
#[derive(Debug, Clone, Json)]
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
    pub fields: ChangeFields,
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
        altered!(ChangeTemplate::blank(), id, name, status: TemplateStatus::Draft)
    }
}

record!(ChangeTemplate, name, |this, links| {
    links.optional("owner", &mut this.owner);
    links.optional("proposed_by", &mut this.proposed_by);
    links.optional("approved_by", &mut this.approved_by);
    links.optional("reviewed_by", &mut this.reviewed_by);
    this.fields.links(links);
});

#[cfg(test)]
mod tests {
    use crate::model::{AnyRecord, Id, Links, RecordRef, Table, notation};

    #[test]
    fn what_a_template_sets_refers_to_records_and_is_taken_out_with_them() {
        let text = "template T1 on=db,lb env=prod plan=\"Restart it\" locked=cis";
        let template = notation::parse(text).unwrap().plan.change_templates[&Id::lenient("T1")].clone();
        let record = AnyRecord::from(template.clone());
        let to: Vec<String> = Links::of(&record).iter().map(|link| link.to.to_string()).collect();
        assert_eq!(to, ["configuration_items/db", "configuration_items/lb", "environments/prod"]);
        let without = |table, id| Links::without(&record, &RecordRef::new(table, id));
        let Some(AnyRecord::ChangeTemplates(left)) = without(Table::ConfigurationItems, "db") else {
            panic!("it names db");
        };
        let names: Vec<&str> = left.fields.keys().map(String::as_str).collect();
        assert_eq!(names, ["cis", "environments", "implementation_plan"]);
        assert_eq!(left.fields["cis"], serde_json::json!(["lb"]));
        let Some(AnyRecord::ChangeTemplates(left)) = without(Table::Environments, "prod") else {
            panic!("it names prod");
        };
        assert!(!left.fields.contains_key("environments") && left.locked == ["cis"]);
        assert_eq!(without(Table::Environments, "test"), None);
    }
}
