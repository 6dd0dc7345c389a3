//! Records that a table only names: people, groups, items, services, environments, releases.
//!
//! A file of its own because a change cannot name what the plan does not have.

use super::import::add_new;
use super::words::{Words, find, normal};
use crate::model::altered;
use crate::model::{
    AnyRecord, ConfigurationItem, Control, Environment, EnvironmentKind, Extra, Group, Id, Person, Records,
    Release, ReleaseKind, ReleaseStatus, Service,
};

/// The named records, each once.
#[derive(Debug, Default)]
pub(in super::super) struct Named {
    people: Records<Person>,
    groups: Records<Group>,
    services: Records<Service>,
    cis: Records<ConfigurationItem>,
    environments: Records<Environment>,
    releases: Records<Release>,
}

impl Named {
    pub(in super::super) fn person(&mut self, name: &str, email: &str) -> Id<Person> {
        let id = Id::lenient(name);
        let person = self.people.get_or_insert(&id, || Person {
            id,
            name: name.to_owned(),
            email: String::new(),
            extra: Extra::new(),
        });
        if person.email.is_empty() {
            email.clone_into(&mut person.email);
        }
        id
    }

    pub(in super::super) fn group(&mut self, name: &str) -> Id<Group> {
        let id = Id::lenient(name);
        self.groups.get_or_insert(&id, || Group {
            id,
            name: name.to_owned(),
            members: Vec::new(),
            extra: Extra::new(),
        });
        id
    }

    pub(in super::super) fn service(&mut self, name: &str) -> Id<Service> {
        let id = Id::lenient(name);
        self.services.get_or_insert(&id, || Service::new(id, name.to_owned()));
        id
    }

    pub(in super::super) fn ci(&mut self, name: &str, kind: &str) -> Id<ConfigurationItem> {
        let id = Id::lenient(name);
        let ci = self.cis.get_or_insert(&id, || ConfigurationItem::new(id, name.to_owned()));
        if ci.kind.is_empty() {
            kind.clone_into(&mut ci.kind);
        }
        id
    }

    pub(in super::super) fn environment(&mut self, name: &str) -> Id<Environment> {
        let id = Id::lenient(name);
        let (kind, control) = environment_kind(name);
        self.environments
            .get_or_insert(&id, || altered!(Environment::new(id, name.to_owned()), kind, control));
        id
    }

    pub(in super::super) fn release(&mut self, id: &str, name: &str) -> Id<Release> {
        let id = Id::lenient(id);
        self.releases.get_or_insert(
            &id,
            || altered!(Release::draft(id, name.to_owned()), status: ReleaseStatus::Planned),
        );
        id
    }

    /// The release that holds others, as a file is named after it.
    pub(in super::super) fn holder(&mut self, name: &str) -> &mut Release {
        let id = Id::lenient(name);
        self.releases.get_or_insert(&id, || {
            altered!(
                Release::draft(id, name.to_owned()),
                status: ReleaseStatus::Planned,
                kind: ReleaseKind::Enterprise,
            )
        })
    }

    /// Relates a service to the items that changes name with it.
    pub(in super::super) fn relate(&mut self, service: &Id<Service>, cis: &[Id<ConfigurationItem>]) {
        if let Some(record) = self.services.get_mut(service) {
            cis.iter().for_each(|ci| add_new(&mut record.cis, *ci));
        }
    }

    pub(in super::super) fn into_records(self) -> Vec<AnyRecord> {
        let mut records: Vec<AnyRecord> = Vec::new();
        records.extend(self.people.into_rows());
        records.extend(self.groups.into_rows());
        records.extend(self.cis.into_rows());
        records.extend(self.services.into_rows());
        records.extend(self.environments.into_rows());
        records.extend(self.releases.into_rows());
        records
    }
}

/// What an environment of this name is for. Production is controlled, anything else open, until somebody says more.
fn environment_kind(name: &str) -> (EnvironmentKind, Control) {
    const KINDS: Words<EnvironmentKind> = &[
        (EnvironmentKind::Production, &["production", "prod", "prd", "live"]),
        (EnvironmentKind::Development, &["development", "dev"]),
        (EnvironmentKind::UserAcceptance, &["uat", "user acceptance", "acceptance"]),
        (EnvironmentKind::PreProduction, &["pre production", "preproduction", "preprod", "staging"]),
        (EnvironmentKind::Training, &["training"]),
    ];
    match find(&normal(name), KINDS) {
        Some(EnvironmentKind::Production) => (EnvironmentKind::Production, Control::Controlled),
        kind => (kind.unwrap_or(EnvironmentKind::Other), Control::Open),
    }
}
