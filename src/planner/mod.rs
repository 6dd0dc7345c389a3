//! The app without a screen: commands, undo and redo, findings that follow each step, and view models.

mod commands;
mod guards;
mod history;
mod locks;
mod naming;
mod past;
mod refusal;
pub mod releasing;
mod route;
pub mod templates;
mod update;
pub mod views;
mod workbench;

pub use history::History;
pub use naming::{fresh_id, title_of};
pub use refusal::{Missing, Place, Refusal};
pub use route::{Route, Screen};
pub use update::{Context, Step, update};
pub use workbench::{Preview, Workbench};
