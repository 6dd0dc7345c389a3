//! `template-failed-before`.

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, Proof, View};
use crate::gather::Gather;
use crate::model::lifecycle::TemplateVerb;
use crate::model::lifecycle::template::{MOST_FAILURES, failures_among};
use crate::model::{Change, ChangeTemplate, Command, Record, RecordRef, Severity, Table, TemplateStatus};

rule! {
    /// A template of standard changes works: since its last review, no change that followed it failed with impact.
    ///
    /// # Why
    /// What is authorised in advance is authorised because it is known to work. One failure warns; after two the template
    /// authorises nothing until somebody has reviewed it.
    ///
    /// # Fails
    /// ```plan
    /// now 20
    /// template T1 "Renew a certificate" on=lb    #! template-failed-before
    /// change C1 5T19..5T20 kind=Standard on=lb template=T1 status=Closed outcome=Failed actual=5T19..5T21 incidents=I1:P2
    /// template T2 "Restart the relay" on=mail    #! template-failed-before
    /// change C2 6T19..6T20 kind=Standard on=mail template=T2 status=Closed outcome=Failed actual=6T19..6T21 incidents=I2:P3
    /// change C3 7T19..7T20 kind=Standard on=mail template=T2 status=Closed outcome=BackedOut actual=7T19..7T21 outage=7T19..7T20
    /// ```
    /// # Passes
    /// ```plan
    /// now 20
    /// template T1 "Renew a certificate" on=lb reviewed=8
    /// change C1 5T19..5T20 kind=Standard on=lb template=T1 status=Closed outcome=Failed actual=5T19..5T21 incidents=I1:P2
    /// template T2 "Restart the relay" on=mail
    /// change C2 6T19..6T20 kind=Standard on=mail template=T2 status=Closed outcome=Failed actual=6T19..6T21
    /// template T3 "Swap a disk" on=san status=Retired
    /// change C3 6T19..6T20 kind=Standard on=san template=T3 status=Closed outcome=Failed actual=6T19..6T21 incidents=I3:P1
    /// ```
    "template-failed-before", "Template failed before", Warning,
    Any(&[Table::ChangeTemplates]) => check, mend,
}

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    let template = subject.id_of().and_then(|id| view.plan.change_templates.get(&id));
    let Some(template) = template.filter(|template| template.status == TemplateStatus::Published) else {
        return;
    };
    let failed = failures(view, template);
    if failed.is_empty() {
        return;
    }
    let names: Vec<&str> = failed.iter().map(|change| change.title()).gather();
    let is_lost = MOST_FAILURES <= failed.len();
    let what_now = if is_lost {
        "it authorises nothing until it is reviewed"
    } else {
        "one more and it authorises nothing"
    };
    let sentence = format!("{} failed with impact: {}; {what_now}.", template.name, list(&names));
    let proof = failed.iter().map(|change| {
        let how = change.outcome.map_or("", |outcome| outcome.label()).to_ascii_lowercase();
        let incidents: Vec<&str> = change.incidents.iter().map(|incident| incident.number.as_str()).gather();
        let impact = if incidents.is_empty() { "an outage".to_owned() } else { list(&incidents) };
        Proof::Fact { of: RecordRef::from(&change.id), text: format!("was {how}, with {impact}") }
    });
    let finding = view.report(&RULE, *subject, sentence, found);
    finding.severity = if is_lost { Severity::Blocker } else { RULE.severity };
    finding.proof = proof.gather();
    finding.related = failed.iter().map(|change| RecordRef::from(&change.id)).gather();
    finding.harm = failed.len() as u64 * 480;
}

fn failures<'a>(view: &View<'a>, template: &ChangeTemplate) -> Vec<&'a Change> {
    let others = view.changes_of_template(&template.id);
    failures_among(template, others)
}

/// A review needs words and somebody independent, so it is no fix; taking the template out of use needs nobody.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let template = finding.subject.id_of().filter(|id| view.plan.change_templates.contains_key(id));
    let revise = template.map(|template| Fix {
        label: "Take out of use to revise it".into(),
        command: Command::AdvanceTemplate { template, verb: TemplateVerb::Revise, note: String::new() },
    });
    revise.into_iter().gather()
}
