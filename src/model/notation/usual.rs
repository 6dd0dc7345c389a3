//! Records of which only the id and the name are known, with usual values for the rest.
//!
//! A file of its own because both a line that says little and a mere mention make such records.

use crate::model::{
    ConfigurationItem, Control, Criticality, Environment, EnvironmentKind, Extra, Id, Release, ReleaseKind,
    ReleaseStatus, Service,
};

pub(super) fn usual_ci(id: Id<ConfigurationItem>, name: String) -> ConfigurationItem {
    ConfigurationItem {
        id,
        name,
        kind: String::new(),
        criticality: Criticality::Moderate,
        environment: None,
        owner: None,
        group: None,
        relations: Vec::new(),
        extra: Extra::new(),
    }
}

pub(super) fn usual_service(id: Id<Service>, name: String) -> Service {
    Service {
        id,
        name,
        criticality: Criticality::Moderate,
        owner: None,
        group: None,
        cis: Vec::new(),
        depends_on: Vec::new(),
        extra: Extra::new(),
    }
}

pub(super) fn usual_environment(id: Id<Environment>, name: String) -> Environment {
    Environment {
        id,
        name,
        kind: EnvironmentKind::Other,
        control: Control::Open,
        capacity: None,
        promotion_order: None,
        owner: None,
        group: None,
        extra: Extra::new(),
    }
}

pub(super) fn usual_release(id: Id<Release>, name: String) -> Release {
    Release {
        id,
        name,
        description: String::new(),
        kind: ReleaseKind::Minor,
        status: ReleaseStatus::Planned,
        owner: None,
        parent: None,
        go_live: None,
        depends_on: Vec::new(),
        deploys: None,
        extra: Extra::new(),
    }
}
