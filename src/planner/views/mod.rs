//! View models: what a screen shows, as plain values made from the workbench, so that tests can hold it.

pub mod changes;
pub mod environments;
pub mod findings;
pub mod findings_proof;
pub mod forms;
pub mod forms_of;
pub mod forms_when;
pub mod frame;
pub mod inspector;
pub mod new_release;
pub mod portfolio;
pub mod query;
pub mod records;
pub mod release;
pub mod release_gate;
pub mod release_picture;
pub mod release_scope;
pub mod runbook;
pub mod runbook_edit;
pub mod scale;
pub mod services;
pub mod steps;
pub mod timeline;
