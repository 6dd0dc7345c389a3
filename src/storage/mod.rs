//! How plans are kept: an archive of plans over memory or the browser's database, and when what is on screen is saved.
//!
//! [`Archive`] is what the rest of the app uses; [`Saver`] decides what it is asked to write next. Everything between
//! them and the bytes is computed before a write begins, so that a write is one short transaction.

mod archive;
mod autosave;
mod fault;
#[cfg(target_arch = "wasm32")]
mod indexed_db;
mod journal;
mod layout;
mod memory;
#[cfg(target_arch = "wasm32")]
mod place;
mod segments;
mod store;

pub use archive::{Archive, Listing, Opened, PlanSummary, Watch};
pub use autosave::{SaveState, Saver, Write};
pub use fault::{Fault, Note};
#[cfg(target_arch = "wasm32")]
pub use indexed_db::IndexedDb;
pub use journal::JournalEntry;
pub use memory::Memory;
pub use store::{Announcement, Expect, Key, Mark, WriteSet};
