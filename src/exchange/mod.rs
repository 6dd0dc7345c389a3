//! Bytes to plan and back: a file that a person opens, and one that the program writes.
//!
//! A folder because each format is a language of its own; what they share is how they report what they met.

pub mod csv;
pub mod document;
pub mod ics;
mod import;
mod kind;
pub mod mail;
mod moment;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod mutated;
mod template;
mod text;
pub mod version_control;

pub use import::{Conflict, ImportNote, Imported, Merge, import, merge};
pub use kind::{FileKind, kind_of};
pub use template::{TEMPLATE_MONDAY, read_template};
