//! `orphan-ci`.

use super::rule::rule;
use super::{Finding, Fix, View};
use crate::gather::Gather;
use crate::model::{Command, ConfigurationItem, Record, RecordRef};

rule! {
    /// A configuration item is related to something: to another item, or to a service that it carries.
    ///
    /// # Why
    /// An item that hangs on nothing makes every change to it look harmless. Either its relations are missing, or it is
    /// there no longer. A plan that relates no item at all is a list and no map, and is left alone.
    ///
    /// # Fails
    /// ```plan
    /// ci attic    #! orphan-ci
    /// ci cellar   #! orphan-ci
    /// ci db
    /// service bill on=db
    /// change C1 25..26 on=attic
    /// ```
    /// # Passes
    /// ```plan
    /// ci db
    /// ci disk
    /// ci app needs=disk
    /// ci watch connects=app
    /// service bill on=db
    /// ```
    /// ```plan
    /// ci db
    /// ci disk
    /// ```
    "orphan-ci", "Configuration item is related to nothing", Warning,
    ConfigurationItem => check, mend,
}

fn check(view: &View, ci: &ConfigurationItem, found: &mut Vec<Finding>) {
    let is_related = view.index.graph.is_flat()
        || ci.relations.iter().any(|relation| relation.to != ci.id)
        || view.named_by_ci(&ci.id).any(|other| other.id != ci.id)
        || view.index.graph.carries_service(&ci.id);
    if is_related {
        return;
    }
    let subject = RecordRef::from(&ci.id);
    let sentence = format!("{} is related to no other item and carries no service.", ci.title());
    let text = "has no relations, and no item or service names it".to_owned();
    let finding = view.report(&RULE, subject, sentence, found);
    finding.fact(subject, text);
    finding.harm = 1;
}

/// An item that no change names either can go. A relation that is missing has to be known.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let ci = finding.subject.id_of().filter(|id| view.changes_on_ci(id).next().is_none());
    let remove = ci.map(|_| Fix {
        label: "Remove it, as no change names it".into(),
        command: Command::Remove(finding.subject),
    });
    remove.into_iter().gather()
}
