//! `owner-missing`.

use super::rule::rule;
use super::{Finding, Fix, View};
use crate::model::altered;
use crate::model::{
    AnyRecord, BookingStatus, Change, ChangeStatus, Command, ConfigurationItem, Control, Id, Person,
    RecordRef, Release, ReleaseStatus, Service, Table,
};

rule! {
    /// Somebody answers for each open change, for each release that is under way, for each service, for the items of high criticality, and for
    /// the environments in which somebody has a say.
    ///
    /// # Why
    /// A finding is mended by somebody, and an outage is reported to somebody. A team is enough for what lives long; a
    /// change and a release need a name.
    ///
    /// # Fails
    /// ```plan
    /// change C1 25T20..25T22 status=Requested on=db requester=ann   #! owner-missing
    /// release R1 live=30 status=InProgress                          #! owner-missing
    /// service bill on=db                                            #! owner-missing
    /// ci db criticality=Critical                                    #! owner-missing
    /// environment prod Controlled                                   #! owner-missing
    /// ```
    /// # Passes
    /// ```plan
    /// change C1 25T20..25T22 status=Requested on=db owner=ann
    /// change C2 25T20..25T22 status=Draft
    /// change C3 5T20..5T22 status=Closed
    /// release R1 live=30 owner=ann
    /// release R2 live=30 status=Closed
    /// release R3 live=30
    /// service bill on=db group=apps
    /// ci db criticality=Critical owner=ann
    /// ci log
    /// environment sandbox Open
    /// environment prod Controlled group=apps
    /// ```
    "owner-missing", "Nobody answers for it", Warning, Any(TABLES) => check, mend,
}

const TABLES: &[Table] =
    &[Table::Changes, Table::Releases, Table::Services, Table::ConfigurationItems, Table::Environments];

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    let Some(record) = view.plan.record(subject).filter(needs_owner) else { return };
    let sentence = format!("Nobody answers for {}.", record.title());
    let weight = match &record {
        AnyRecord::Changes(change) => view.weight(change),
        _ => 1,
    };
    let finding = view.report(&RULE, *subject, sentence, found);
    finding.fact(*subject, "has no owner");
    finding.harm = weight * 60;
}

fn needs_owner(record: &AnyRecord) -> bool {
    use crate::model::Criticality::High;
    match record {
        AnyRecord::Changes(change) => {
            change.owner.is_none() && change.status.is_live() && change.status != ChangeStatus::Draft
        }
        AnyRecord::Releases(release) => {
            use ReleaseStatus::{Deploying, InProgress};
            release.owner.is_none()
                && release.group.is_none()
                && matches!(release.status, InProgress | Deploying)
        }
        AnyRecord::Services(service) => service.owner.is_none() && service.group.is_none(),
        AnyRecord::ConfigurationItems(ci) => {
            ci.owner.is_none() && ci.group.is_none() && High <= ci.criticality
        }
        AnyRecord::Environments(environment) => {
            environment.owner.is_none() && environment.group.is_none() && environment.control != Control::Open
        }
        _ => false,
    }
}

/// Who answers for what is nearest.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(record) = view.plan.record(&finding.subject) else { return Vec::new() };
    let mended: Option<(Id<Person>, AnyRecord)> =
        match &record {
            AnyRecord::Changes(change) => for_change(view, change)
                .map(|id| (id, altered!(Change::clone(change), owner: Some(id)).into())),
            AnyRecord::Releases(release) => for_release(view, release)
                .map(|id| (id, altered!(Release::clone(release), owner: Some(id)).into())),
            AnyRecord::Services(service) => for_service(view, service)
                .map(|id| (id, altered!(Service::clone(service), owner: Some(id)).into())),
            AnyRecord::ConfigurationItems(ci) => for_ci(view, ci)
                .map(|id| (id, altered!(ConfigurationItem::clone(ci), owner: Some(id)).into())),
            _ => None,
        };
    let Some((person, record)) = mended else { return Vec::new() };
    let label = format!("Let {} answer for it", view.title(&RecordRef::from(&person)));
    vec![Fix { label: label.into(), command: Command::Edit(record) }]
}

/// Who asked for the change, does it, or owns what it changes or the release that carries it; nobody who has voted about
/// it or approved its booking, as they would be independent no longer.
fn for_change(view: &View, change: &Change) -> Option<Id<Person>> {
    let plan = view.plan;
    let items = change.cis.iter().filter_map(|id| plan.cis.get(id)?.owner.as_ref());
    let release = change.release.as_ref().and_then(|id| plan.releases.get(id)?.owner.as_ref());
    let near = change.requester.iter().chain(&change.implementers).chain(items).chain(release);
    let answers = view.index.answers(plan, &change.id);
    let is_free = |person: &&Id<Person>| {
        let voted = |vote: &crate::model::Vote| vote.person == **person;
        let decided = |booking: &&crate::model::Booking| {
            booking.status == BookingStatus::Approved && booking.decided_by.as_ref() == Some(*person)
        };
        plan.people.contains_key(person)
            && !answers.approvals.iter().any(|approval| approval.votes.iter().any(voted))
            && !answers.bookings.iter().any(decided)
    };
    near.into_iter().find(is_free).cloned()
}

/// Whoever owns the release that holds it, or one of its changes.
fn for_release(view: &View, release: &Release) -> Option<Id<Person>> {
    let plan = view.plan;
    let parent = release.parent.as_ref().and_then(|id| plan.releases.get(id)?.owner.as_ref());
    let changes = view.changes_in_release(&release.id);
    let mut near = parent.into_iter().chain(changes.filter_map(|change| change.owner.as_ref()));
    near.find(|person| plan.people.contains_key(person)).cloned()
}

/// Whoever owns one of its items.
fn for_service(view: &View, service: &Service) -> Option<Id<Person>> {
    let mut near = service.cis.iter().filter_map(|id| view.plan.cis.get(id)?.owner.as_ref());
    near.find(|person| view.plan.people.contains_key(person)).cloned()
}

/// Whoever owns a service that stops with it.
fn for_ci(view: &View, ci: &ConfigurationItem) -> Option<Id<Person>> {
    let services = view.index.graph.services_reached(&ci.id);
    let mut near = services.iter().filter_map(|id| view.plan.services.get(id)?.owner.as_ref());
    near.find(|person| view.plan.people.contains_key(person)).cloned()
}
