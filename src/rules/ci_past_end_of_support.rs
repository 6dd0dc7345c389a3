//! `ci-past-end-of-support`.

use super::rule::rule;
use super::wording::{day, duration};
use super::{Finding, Fix, View, harm};
use crate::gather::Gather;
use crate::model::{ConfigurationItem, Criticality, Record, RecordRef};
use crate::time::Interval;

rule! {
    /// A configuration item that services hang on is still supported by its maker.
    ///
    /// # Why
    /// What is past its end of support gets no corrections: a change to it that goes wrong may stay wrong. There is no
    /// button that mends this; it takes a change that replaces the item, and then a new date.
    ///
    /// # Fails
    /// ```plan
    /// now 40
    /// ci db "Billing database" support=20    #! ci-past-end-of-support
    /// ci disk "Disk shelf" support=40        #! ci-past-end-of-support
    /// service bill on=db,disk
    /// ```
    /// # Passes
    /// ```plan
    /// now 40
    /// ci db "Billing database" support=41
    /// ci disk "Disk shelf"
    /// ci attic "Old server" support=20
    /// service bill on=db,disk
    /// ```
    "ci-past-end-of-support", "Configuration item is past its end of support", Warning,
    ConfigurationItem => check, nothing,
}

fn check(view: &View, ci: &ConfigurationItem, found: &mut Vec<Finding>) {
    let Some(end) = ci.end_of_support.filter(|end| *end <= view.now) else { return };
    let services = view.index.graph.services_reached(&ci.id);
    if services.is_empty() {
        return;
    }
    let services: Vec<RecordRef> = services.iter().map(RecordRef::from).gather();
    let hang = if services.len() == 1 { "hangs" } else { "hang" };
    let (zone, over) = (view.zone(), view.now.seconds_since(end));
    let since =
        if over < 86_400 { "today".to_owned() } else { format!("{} ago", duration(over / 86_400 * 86_400)) };
    let sentence = format!(
        "Support of {} ended on {} ({since}), and {} {hang} on it.",
        ci.title(),
        day(end, zone),
        view.titles(&services),
    );
    let subject = RecordRef::from(&ci.id);
    let weight = match ci.criticality {
        Criticality::Low => 1,
        Criticality::Moderate => 2,
        Criticality::High => 4,
        Criticality::Critical => 8,
    };
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(Interval::new(end, view.now));
    view.add_owners(finding, &services);
    finding.fact(subject, format!("is supported until {}", day(end, zone)));
    for of in services {
        finding.fact(of, "hangs on it");
    }
    finding.harm = harm(weight, 3600);
}

/// A new date has to be true.
fn nothing(_view: &View, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}
