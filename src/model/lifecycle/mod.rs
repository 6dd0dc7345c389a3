//! Lifecycles: which verb leads a record from which state to which, under which guards. Commands carry the tables out,
//! the page draws them, and tests walk them; nobody else knows a way.

pub mod change;
pub mod fields;
pub mod template;

pub use change::{ChangeVerb, Guard, Row};
pub use fields::{FieldRow, Lock, Locked};
pub use template::{TemplateGuard, TemplateRow, TemplateVerb};
