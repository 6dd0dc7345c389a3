//! View models: what a screen shows, as plain values made from the workbench, so that tests can hold it.

pub mod frame;
pub mod timeline;
