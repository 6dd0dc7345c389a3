//! The interface: Leptos components over the planner's view models. Compiled for the browser alone, so that logic
//! that wants a test has to live in `planner`.

mod acting;
mod app;
mod board;
mod change;
mod changes;
mod components;
mod copying;
mod environments;
mod fetching;
mod findings;
mod frame;
mod freezes;
mod inspector;
mod keeping;
mod live;
mod plans;
mod policy;
pub mod prelude;
pub mod reactive;
mod releases;
mod reports;
mod risk;
mod runbook;
mod schedule;
mod services;
mod text;
mod timing;
pub mod view;

pub use app::mount;
