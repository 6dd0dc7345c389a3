//! Records that a table only names: people, groups, items, services, environments, releases.
//!
//! A file of its own because a change cannot name what the plan does not have.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AnyRecord, ConfigurationItem, Control, Environment, EnvironmentKind, Extra, Group, Id, Person, Release,
    ReleaseKind, ReleaseStatus, Service,
};

/// The named records, each once.
#[derive(Debug, Default)]
pub(in super::super) struct Named {
    people: BTreeMap<Id<Person>, Person>,
    groups: BTreeMap<Id<Group>, Group>,
    services: BTreeMap<Id<Service>, Service>,
    cis: BTreeMap<Id<ConfigurationItem>, ConfigurationItem>,
    environments: BTreeMap<Id<Environment>, Environment>,
    releases: BTreeMap<Id<Release>, Release>,
    related: BTreeSet<(Id<Service>, Id<ConfigurationItem>)>,
}

impl Named {
    pub(in super::super) fn person(&mut self, name: &str, email: &str) -> Id<Person> {
        let id = Id::lenient(name);
        let person = self.people.entry(id.clone()).or_insert_with(|| Person {
            id: id.clone(),
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
        self.groups.entry(id.clone()).or_insert_with(|| Group {
            id: id.clone(),
            name: name.to_owned(),
            members: Vec::new(),
            extra: Extra::new(),
        });
        id
    }

    pub(in super::super) fn service(&mut self, name: &str) -> Id<Service> {
        let id = Id::lenient(name);
        self.services.entry(id.clone()).or_insert_with(|| Service::new(id.clone(), name.to_owned()));
        id
    }

    pub(in super::super) fn ci(&mut self, name: &str, kind: &str) -> Id<ConfigurationItem> {
        let id = Id::lenient(name);
        let ci =
            self.cis.entry(id.clone()).or_insert_with(|| ConfigurationItem::new(id.clone(), name.to_owned()));
        if ci.kind.is_empty() {
            kind.clone_into(&mut ci.kind);
        }
        id
    }

    pub(in super::super) fn environment(&mut self, name: &str) -> Id<Environment> {
        let id = Id::lenient(name);
        let (kind, control) = environment_kind(name);
        self.environments.entry(id.clone()).or_insert_with(|| Environment {
            kind,
            control,
            ..Environment::new(id.clone(), name.to_owned())
        });
        id
    }

    pub(in super::super) fn release(&mut self, id: &str, name: &str) -> Id<Release> {
        let id = Id::lenient(id);
        self.releases.entry(id.clone()).or_insert_with(|| Release {
            status: ReleaseStatus::Planned,
            ..Release::draft(id.clone(), name.to_owned())
        });
        id
    }

    /// The release that holds others, as a file is named after it.
    pub(in super::super) fn holder(&mut self, name: &str) -> &mut Release {
        let id = Id::lenient(name);
        self.releases.entry(id.clone()).or_insert_with(|| Release {
            status: ReleaseStatus::Planned,
            kind: ReleaseKind::Enterprise,
            ..Release::draft(id.clone(), name.to_owned())
        })
    }

    /// Relates a service to the items that changes name with it.
    pub(in super::super) fn relate(&mut self, service: &Id<Service>, cis: &[Id<ConfigurationItem>]) {
        if let Some(record) = self.services.get_mut(service) {
            let new = cis.iter().filter(|ci| self.related.insert((service.clone(), (*ci).clone())));
            record.cis.extend(new.cloned());
        }
    }

    pub(in super::super) fn into_records(self) -> Vec<AnyRecord> {
        let mut records: Vec<AnyRecord> = Vec::new();
        records.extend(self.people.into_values().map(AnyRecord::from));
        records.extend(self.groups.into_values().map(AnyRecord::from));
        records.extend(self.cis.into_values().map(AnyRecord::from));
        records.extend(self.services.into_values().map(AnyRecord::from));
        records.extend(self.environments.into_values().map(AnyRecord::from));
        records.extend(self.releases.into_values().map(AnyRecord::from));
        records
    }
}

/// What an environment of this name is for. Production is controlled, anything else open, until somebody says more.
fn environment_kind(name: &str) -> (EnvironmentKind, Control) {
    match super::words::normal(name).as_str() {
        "production" | "prod" | "prd" | "live" => (EnvironmentKind::Production, Control::Controlled),
        "development" | "dev" => (EnvironmentKind::Development, Control::Open),
        "uat" | "user acceptance" | "acceptance" => (EnvironmentKind::UserAcceptance, Control::Open),
        "pre production" | "preproduction" | "preprod" | "staging" => {
            (EnvironmentKind::PreProduction, Control::Open)
        }
        "training" => (EnvironmentKind::Training, Control::Open),
        _ => (EnvironmentKind::Other, Control::Open),
    }
}
