//! `standard-change-off-template`.

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, View, harm};
use crate::gather::Gather;
use crate::model::lifecycle::ChangeVerb;
use crate::model::lifecycle::fields::field_row;
use crate::model::lifecycle::template::{MOST_FAILURES, departures, failures_among, set_back};
use crate::model::{
    Change, ChangeKind, ChangeStatus, ChangeTemplate, Command, Record, RecordRef, TemplateStatus,
};

rule! {
    /// A standard change follows a published template, and its locked fields are what the template says.
    ///
    /// # Why
    /// Nobody is asked about a standard change because its template was authorised once for all. What does not follow a
    /// template, or departs from it, was authorised by nobody. A template that failed twice with impact authorises
    /// nothing until it is reviewed.
    ///
    /// # Fails
    /// ```plan
    /// template T1 "Renew a certificate" on=lb plan="Swap" backout="Old one" locked=cis,backout_plan
    /// template T2 "Restart" status=Retired on=lb
    /// change C1 25T19..25T20 kind=Standard on=lb status=Requested                                     #! standard-change-off-template
    /// change C2 25T19..25T20 kind=Standard on=lb template=T2                                          #! standard-change-off-template
    /// change C3 25T21..25T22 kind=Standard on=lb template=T1 backout="None" status=Requested          #! standard-change-off-template
    /// change C4 25T23..26T00 kind=Standard on=lb template=T1 backout="None" status=Implementing       #! standard-change-off-template
    /// ```
    /// ```plan
    /// now 20
    /// template T1 "Renew a certificate" on=lb
    /// change C1 5T19..5T20 kind=Standard on=lb template=T1 status=Closed outcome=Failed actual=5T19..5T21 incidents=I1:P2
    /// change C2 6T19..6T20 kind=Standard on=lb template=T1 status=Closed outcome=BackedOut actual=6T19..6T21 incidents=I2:P3
    /// change C3 25T19..25T20 kind=Standard on=lb template=T1 status=Requested    #! standard-change-off-template
    /// ```
    /// # Passes
    /// ```plan
    /// template T1 "Renew a certificate" on=lb plan="Swap" backout="Old one" locked=cis,backout_plan
    /// change C1 25T19..25T20 kind=Standard on=lb template=T1 plan="Swap" backout="Old one"
    /// change C2 25T19..25T20 kind=Standard on=lb template=T1 plan="Swap it slowly" backout="Old one"
    /// change C3 25T19..25T20 kind=Standard status=Draft
    /// change C4 25T19..25T20 kind=Standard status=Closed
    /// change C5 25T19..25T20 template=T1
    /// ```
    "standard-change-off-template", "Standard change does not follow its template", Blocker,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    use ChangeStatus::{Assessed, Authorised, Implementing, Requested, Scheduled};
    let is_open = matches!(change.status, Requested | Assessed | Authorised | Scheduled | Implementing);
    if change.kind != ChangeKind::Standard || !is_open {
        return;
    }
    let template = template_of(view, change);
    let why = why(view, change, template);
    let Some(first) = why.first() else { return };
    let subject = RecordRef::from(&change.id);
    let related: Vec<RecordRef> = template.iter().map(|template| RecordRef::from(&template.id)).gather();
    let cause = *related.first().unwrap_or(&subject);
    let finding = view.report(&RULE, subject, format!("{}: {first}.", change.title()), found);
    finding.cause = cause;
    view.add_owners(finding, &related);
    finding.related = related;
    finding.span = change.planned;
    finding.harm = harm(view.weight(change), change.planned.map_or(3600, |planned| planned.seconds()));
    for text in why {
        finding.fact(subject, text);
    }
}

fn template_of<'a>(view: &View<'a>, change: &Change) -> Option<&'a ChangeTemplate> {
    change.template.as_ref().and_then(|id| view.plan.change_templates.get(id))
}

/// Why the template does not authorise the change, in sentences.
fn why(view: &View, change: &Change, template: Option<&ChangeTemplate>) -> Vec<String> {
    let Some(template) = template else { return vec!["it follows no template".to_owned()] };
    let name = &template.name;
    let mut why = Vec::new();
    if template.status != TemplateStatus::Published {
        why.push(format!("its template {name} is {}", template.status.label().to_ascii_lowercase()));
    }
    let others = view.changes_of_template(&template.id);
    let failed = failures_among(template, others);
    if MOST_FAILURES <= failed.len() {
        let failed: Vec<&str> = failed.iter().map(|failed| failed.title()).gather();
        why.push(format!("its template {name} failed with impact and is not reviewed ({})", list(&failed)));
    }
    let labels: Vec<&str> =
        departures(template, change).into_iter().filter_map(field_row).map(|field| field.label).gather();
    if !labels.is_empty() {
        let differ = if labels.len() == 1 { "is" } else { "are" };
        why.push(format!("its {} {differ} not what its template {name} says", list(&labels)));
    }
    why
}

/// The locked fields as the template has them, where that is all; otherwise back to the draft, where another template
/// can be chosen or the change made a normal one.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change =
        view.change(&finding.subject).filter(|it| it.status.is_before_implementation() && !it.on_hold);
    let Some(change) = change else { return Vec::new() };
    let template = template_of(view, change);
    let followed = template.and_then(|template| set_back(template, change));
    let followed = followed.filter(|followed| why(view, followed, template).is_empty());
    let set_back = followed.map(|followed| Fix {
        label: "Set back to what the template says".into(),
        command: Command::Edit(followed.into()),
    });
    let revert = Fix {
        label: "Take back to the draft".into(),
        command: Command::Advance {
            change: change.id,
            verb: ChangeVerb::Revert,
            note: finding.sentence.clone(),
            outcome: None,
        },
    };
    let mut fixes: Vec<Fix> = set_back.into_iter().gather();
    fixes.push(revert);
    fixes
}
