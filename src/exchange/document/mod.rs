//! The document: a plan as JSON, the form in which it is kept, sent and put into Git.
//!
//! A folder because writing, reading, what a reader may say and the versions are separate questions. The format is
//! published as `plan.schema.json`; `migrate.rs` says how it may change.
//!
//! What can be read is read: a record that cannot be read is left out with a [`Note`] that says where it stands, what
//! was expected and what was found. [`DocumentError`] is for the file of which nothing can be read.

mod dangling;
mod entries;
mod error;
mod limits;
mod migrate;
mod note;
mod read;
mod scan;
mod write;

pub use dangling::dangling;
pub use error::DocumentError;
pub use limits::Limits;
pub use migrate::VERSION;
pub use note::{Note, Reading};
pub use read::read;
pub use write::write;

/// The value of the field `format`, which tells a plan from any other JSON.
pub const FORMAT: &str = "slipway-plan";
