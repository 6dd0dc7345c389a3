//! `JournalEntry`: who did what when. Apart from the archive because the saver queues entries before anything is written.

use crate::model::Diff;
use crate::model::json::Json;
use crate::time::Instant;

/// One step of a plan's history, written in the same transaction as what it changed.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct JournalEntry {
    /// When the step was taken.
    pub at: Instant,
    /// Who took it, in whatever words the app knows people by.
    pub actor: String,
    /// What the step is called in undo: "Move CHG-1042".
    pub label: String,
    /// What it changed; empty for a plan that came as a whole.
    #[serde(default, skip_serializing_if = "Diff::is_empty")]
    pub diff: Diff,
}

/// The entries of one write, as they are stored.
#[derive(Debug, Clone, PartialEq, Json)]
pub(super) struct JournalPage {
    /// The steps in their order.
    pub entries: Vec<JournalEntry>,
}
