//! Templates of standard changes as people keep them: what a change of one begins with, how its changes went, and the
//! steps of its lifecycle.

use serde_json::Value;

use super::frame::to_minute;
use super::steps::{Offer, template_offers};
use crate::gather::Gather;
use crate::model::json;
use crate::model::lifecycle::fields::field_row;
use crate::model::lifecycle::template::{failures, has_lost_authority};
use crate::model::{
    AnyRecord, Change, ChangeTemplate, Command, Id, Outcome, Plan, RecordRef, Risk, Table, TemplateStatus,
};
use crate::order::Arrange;
use crate::planner::{Missing, Workbench, fresh_id, title_of};
use crate::rules::wording;

/// A template, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateCard {
    /// The template.
    pub of: RecordRef,
    /// What people call it.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// Where it is.
    pub status: TemplateStatus,
    /// How often it was published.
    pub version: u32,
    /// Who answers for it, offered it and approved it, and when: name and value.
    pub facts: Vec<(&'static str, String)>,
    /// What a change of it begins with: field, value, whether a change must keep it.
    pub fields: Vec<(String, String, bool)>,
    /// The reason of the last step, or what its review found.
    pub note: String,
    /// How many changes followed it.
    pub followed: usize,
    /// How many of those that ended were successful, in words; empty while none has ended.
    pub success: String,
    /// The changes that took its pre-authorisation away; empty while it has it.
    pub lost_by: String,
    /// Its steps.
    pub offers: Vec<Offer>,
    /// Why no change can be made from it now; empty when one can.
    pub add: Vec<Missing>,
}

/// All templates, those in use first.
#[must_use]
pub fn templates(bench: &Workbench) -> Vec<TemplateCard> {
    let mut all: Vec<&ChangeTemplate> = bench.plan().change_templates.values().gather();
    let rank = |template: &ChangeTemplate| match template.status {
        TemplateStatus::Published => 0,
        TemplateStatus::Proposed => 1,
        TemplateStatus::Draft => 2,
        TemplateStatus::Retired => 3,
    };
    all.arrange_by(|a, b| (rank(a), &a.name, &a.id).cmp(&(rank(b), &b.name, &b.id)));
    all.into_iter().map(|template| card(bench, template)).gather()
}

fn card(bench: &Workbench, template: &ChangeTemplate) -> TemplateCard {
    let plan = bench.plan();
    let zone = plan.settings.zone;
    let name = |of: Option<RecordRef>| of.map_or_else(String::new, |of| title_of(plan, of));
    let moment = |at: Option<crate::time::Instant>| {
        at.map_or_else(String::new, |at| wording::moment(to_minute(at), zone))
    };
    let facts = vec![
        ("Owner", name(template.owner.as_ref().map(RecordRef::from))),
        ("Proposed by", name(template.proposed_by.as_ref().map(RecordRef::from))),
        ("Approved by", name(template.approved_by.as_ref().map(RecordRef::from))),
        ("Published", moment(template.published_at)),
        ("Reviewed by", name(template.reviewed_by.as_ref().map(RecordRef::from))),
        ("Reviewed", moment(template.reviewed_at)),
    ];
    let followed: Vec<&Change> =
        plan.changes.values().filter(|change| change.template.as_ref() == Some(&template.id)).gather();
    let outcomes: Vec<Outcome> = followed.iter().filter_map(|change| change.outcome).gather();
    let good = outcomes.iter().filter(|outcome| **outcome <= Outcome::SuccessfulWithIssues).count();
    let failed: Vec<String> = failures(plan, template).iter().map(|change| change.id.to_string()).gather();
    let fields = template.fields.iter().map(|(path, value)| {
        let label = field_row(path).map_or(path.as_str(), |row| row.label).to_owned();
        (label, shown(plan, path, value), template.locked.contains(path))
    });
    TemplateCard {
        of: RecordRef::from(&template.id),
        name: template.name.clone(),
        description: template.description.clone(),
        status: template.status,
        version: template.version,
        facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).gather(),
        fields: fields.gather(),
        note: template.note.clone(),
        followed: followed.len(),
        success: if outcomes.is_empty() {
            String::new()
        } else {
            format!("{good} of {} successful", outcomes.len())
        },
        lost_by: if has_lost_authority(plan, template) { failed.join(", ") } else { String::new() },
        offers: template_offers(bench, template),
        add: match bench.can(&follow(bench, &template.id).1) {
            Ok(_) => Vec::new(),
            Err(refusal) => refusal.missing().to_vec(),
        },
    }
}

/// A value as people read it: names instead of ids, answers with their questions.
fn shown(plan: &Plan, path: &str, value: &Value) -> String {
    if let ("answers", Some(given)) = (path, value.as_object()) {
        let answers =
            given.iter().map(|(key, answer)| answered(plan, key, answer.as_str().unwrap_or_default()));
        return answers.gather::<Vec<_>>().join("; ");
    }
    let table = match path {
        "cis" => Some(Table::ConfigurationItems),
        "environments" => Some(Table::Environments),
        "services" => Some(Table::Services),
        "owner" | "requester" | "implementers" => Some(Table::People),
        "group" => Some(Table::Groups),
        _ => None,
    };
    match (value, table) {
        (Value::String(text), Some(table)) => plan.title(&RecordRef::new(table, text)).to_owned(),
        (Value::String(word), None) if path == "risk" => {
            Risk::from_word(word).map_or_else(|| word.clone(), |risk| risk.label().to_owned())
        }
        (Value::String(text), None) => text.clone(),
        (Value::Bool(flag), _) => if *flag { "yes" } else { "no" }.to_owned(),
        (Value::Array(list), _) => {
            list.iter().map(|item| shown(plan, path, item)).gather::<Vec<_>>().join(", ")
        }
        (other, _) => json::to_string(other),
    }
}

/// A question with its answer; their keys where the risk model does not have them any longer.
fn answered(plan: &Plan, key: &str, given: &str) -> String {
    let question = plan.settings.risk_model.questions.iter().find(|question| question.id == key);
    let answer = question.and_then(|question| question.answers.iter().find(|answer| answer.id == given));
    let (asked, said) = (question.map_or(key, |one| &one.text), answer.map_or(given, |one| &one.text));
    format!("{asked} {said}")
}

/// The command that adds a change which follows a template, and that change's id.
#[must_use]
pub fn follow(bench: &Workbench, template: &Id<ChangeTemplate>) -> (Id<Change>, Command) {
    let change: Id<Change> = Id::lenient(&fresh_id(bench.plan(), Table::Changes));
    let add = Command::AddFromTemplate { template: *template, change, title: String::new() };
    (change, add)
}

/// What of a change makes a template: what is done, where, and how.
const KEPT: &[&str] = &[
    "title",
    "description",
    "category",
    "risk",
    "group",
    "cis",
    "services",
    "environments",
    "implementation_plan",
    "backout_plan",
    "backout_minutes",
];

/// What such a template locks, as far as the change has it.
const LOCKED: &[&str] = &["cis", "environments", "implementation_plan", "backout_plan"];

/// A template in `Draft` that is made from a change which went well: what is done, where and how.
#[must_use]
pub fn template_of(bench: &Workbench, change: &Id<Change>) -> Option<AnyRecord> {
    let plan = bench.plan();
    let change = plan.changes.get(change)?;
    let record = AnyRecord::from(change.clone()).to_json();
    let kept: Vec<(String, Value)> = KEPT
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), record.get(*name)?.clone())))
        .filter(|(_, value)| *value != Value::Null && *value != Value::String(String::new()))
        .gather();
    let locked = LOCKED.iter().filter(|name| kept.iter().any(|(kept, _)| kept == *name));
    let id = Id::lenient(&fresh_id(plan, Table::ChangeTemplates));
    let mut template = ChangeTemplate::draft(id, change.title.clone());
    template.locked = locked.map(|name| (*name).to_owned()).gather();
    template.owner = change.owner;
    template.fields = kept.into_iter().collect();
    Some(template.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::lifecycle::TemplateVerb;
    use crate::model::notation;
    use crate::planner::views::steps::Act;

    #[test]
    fn what_a_change_begins_with_is_shown_in_words() {
        let plan = notation::parse("person ann \"Ann Archer\"").unwrap().plan;
        let said = |path, value| shown(&plan, path, &value);
        assert_eq!(said("owner", json!("ann")), "Ann Archer");
        assert_eq!(said("risk", json!("VeryHigh")), "Very high");
        assert_eq!(said("backout_tested", json!(true)), "yes");
        let answers = json!({"backout": "minutes", "gone": "x"});
        assert_eq!(said("answers", answers), "How is it taken back? In minutes; gone x");
    }

    const PLAN: &str = "
        now 12T10
        environment prod Controlled
        ci lb env=prod
        person ann
        person bob
        change C1 \"Renew the certificate\" 3T20..3T21 on=lb env=prod owner=ann status=Closed outcome=Successful plan=x backout=y actual=3T20..3T21
    ";

    fn bench(actor: &str) -> Workbench {
        Workbench::of_notation(PLAN, Some(actor))
    }

    fn first(bench: &Workbench) -> TemplateCard {
        templates(bench).into_iter().next().unwrap()
    }

    fn step(bench: &mut Workbench, verb: TemplateVerb) {
        let of = first(bench).of;
        let command = Act::Template(verb).command(&of, "", None).unwrap();
        bench.run(&command).unwrap();
    }

    #[test]
    fn a_change_becomes_a_template_that_others_follow_once_somebody_else_approves_it() {
        let mut bench = bench("ann");
        let made = template_of(&bench, &Id::lenient("C1")).unwrap();
        bench.run(&Command::Add(made)).unwrap();
        let draft = first(&bench);
        assert_eq!((draft.name.as_str(), draft.status), ("Renew the certificate", TemplateStatus::Draft));
        let lb = ("configuration items".to_owned(), "lb".to_owned(), true);
        assert!(draft.fields.contains(&lb), "{:?}", draft.fields);
        assert!(!draft.add.is_empty(), "a draft is followed by nothing");
        step(&mut bench, TemplateVerb::Propose);
        let publish = first(&bench).offers.into_iter().next().unwrap();
        assert!(publish.missing.iter().any(|one| one.what.contains("ann proposed it")), "{publish:?}");
        bench.set_actor(Id::parse("bob").ok());
        step(&mut bench, TemplateVerb::Publish);
        let (change, command) = follow(&bench, &first(&bench).of.id_of().unwrap());
        bench.run(&command).unwrap();
        let published = first(&bench);
        assert_eq!((published.version, published.followed, published.success.as_str()), (1, 1, ""));
        assert!(bench.plan().changes.get(&change).unwrap().template.is_some());
    }
}
