//! `outage-in-business-hours`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, View, free, harm};
use crate::gather::Gather;
use crate::model::{Change, Id, Record, RecordRef, Service};
use crate::sorted::SortedSet;
use crate::time::Interval;

rule! {
    /// A service is not taken down while people work with it.
    ///
    /// # Why
    /// The same outage costs least at night. Business hours are the working hours of the plan's calendar; services are
    /// those that the change names and those that its items carry.
    ///
    /// # Fails
    /// ```plan
    /// service bill criticality=Critical on=db
    /// change C1 6T07..6T11 on=db outage=6T08..6T10                                  #! outage-in-business-hours
    /// change C2 7T16..7T20 service=bill outage=7T16:30..7T18                        #! outage-in-business-hours
    /// ```
    /// # Passes
    /// ```plan
    /// service bill criticality=Critical on=db
    /// change C1 6T07..6T11 on=db outage=6T07..6T07:30
    /// change C2 6T07..6T11 on=test outage=6T08..6T10
    /// change C3 10T07..10T11 on=db outage=10T08..10T10
    /// change C4 6T07..6T11 on=db
    /// ```
    "outage-in-business-hours", "A service is down in business hours", Warning,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let is_to_come = change.status.is_before_implementation() && change.live_window().is_some();
    let Some(outage) = change.outage.filter(|outage| is_to_come && !outage.is_empty()) else { return };
    let hours = business_hours(view, outage);
    let seconds = hours.iter().map(|hours| hours.seconds()).sum();
    let Some(first) = hours.first().filter(|_| seconds != 0) else { return };
    let services = services(view, change);
    if services.is_empty() {
        return;
    }
    let of: Vec<RecordRef> = services.iter().map(RecordRef::from).gather();
    let are = if of.len() == 1 { "is" } else { "are" };
    let sentence = format!(
        "{} {are} down for {} of business hours ({}) while {} is done.",
        view.titles(&of),
        duration(seconds),
        view.span(*first),
        change.title(),
    );
    let subject = RecordRef::from(&change.id);
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(*first);
    view.add_owners(finding, &of);
    for hours in &hours {
        finding.fact(subject, format!("has its outage in business hours {}", view.span(*hours)));
    }
    for of in of {
        finding.fact(of, "is down then");
    }
    finding.harm = harm(view.weight(change), seconds);
}

/// The services that the change names, and those that stop when its items do.
fn services(view: &View, change: &Change) -> SortedSet<Id<Service>> {
    let reached = change.cis.iter().map(|ci| view.index.graph.services_reached(ci));
    let mut services: SortedSet<Id<Service>> = change.services.iter().cloned().gather();
    reached.for_each(|reached| services.extend(reached.iter().cloned()));
    services
}

/// The business hours of an outage; none for one that is too long to be right, which has a finding of its own.
fn business_hours(view: &View, outage: Interval) -> Vec<Interval> {
    const LONGEST_SECONDS: i64 = 31 * 86_400;
    if LONGEST_SECONDS < outage.seconds() {
        return Vec::new();
    }
    view.plan.settings.calendar.working_hours(outage, view.zone())
}

/// The nearest free window in which the outage lies outside business hours.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change = view.change(&finding.subject).filter(|change| free::can_be_moved(view, change));
    let Some((change, window)) = change.and_then(|change| Some((change, change.live_window()?))) else {
        return Vec::new();
    };
    let Some(outage) = change.outage else { return Vec::new() };
    let free = free::earliest_that(view, change, window.seconds(), window.start, |candidate| {
        let moved = outage.shifted_by_seconds(candidate.start.seconds_since(window.start));
        let hours = business_hours(view, moved);
        let last = hours.iter().filter(|hours| !hours.is_empty()).map(|hours| hours.end).max()?;
        Some(candidate.start.plus_seconds(last.seconds_since(moved.start)))
    });
    free.map(|free| view.move_to(finding.subject, free, false)).into_iter().gather()
}
