//! What can go wrong with stored plans, in words for the person whose plan it is. A file of its own because every
//! storage speaks through it.

use thiserror::Error;

use crate::gather::Gather;
use crate::model::{Id, Plan, Table};

/// Why a plan could not be read or written. Nothing was changed, unless a variant says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The browser grants no more room.
    #[error(
        "The browser has no room left for this site. Save the plan as a file, remove plans you no longer need or free \
         disk space, then try again; what was saved before is intact."
    )]
    Quota,
    /// Another tab holds the database in an older version and does not let go.
    #[error(
        "Another tab runs an older version of Slipway and holds the stored plans. Close the other tabs with Slipway, \
         then try again."
    )]
    Blocked,
    /// A newer version of Slipway has taken the database over.
    #[error(
        "A newer version of Slipway runs in another tab. Save unsaved work as a file, then reload this page to go on \
         with the newer version."
    )]
    Outdated,
    /// Somebody else, usually another tab, saved the plan first.
    #[error(
        "The plan was changed in another tab meanwhile (it is at revision {found}, this tab at {expected}). Reload it \
         here, or keep what this tab shows as a copy."
    )]
    Stale {
        /// The revision that the write was made from.
        expected: u64,
        /// The revision that is stored.
        found: u64,
    },
    /// Plans that were stored are gone: the browser, or somebody, deleted its data for this site.
    #[error(
        "The browser has lost its stored data of {}. Import the plan from your latest file; if another tab still \
         shows it, save it as a file from there.",
        quoted(plans)
    )]
    Lost {
        /// The plans' names.
        plans: Vec<String>,
    },
    /// There is no such plan, or there is none any more.
    #[error(
        "There is no stored plan \"{plan}\" (any more); it may have been removed in another tab. What is on screen \
         can be kept as a copy or saved as a file."
    )]
    Missing {
        /// The plan that was asked for.
        plan: Id<Plan>,
    },
    /// A plan with this id is stored already.
    #[error("A plan with the id \"{plan}\" is stored already. Open that one, or keep the new one as a copy.")]
    Exists {
        /// The id that both have.
        plan: Id<Plan>,
    },
    /// The record that says where the plan's parts are cannot be read. Its bytes are left as they are.
    #[error(
        "The stored plan \"{plan}\" cannot be read: {reason}. Its data is left untouched; reload the page, since a \
         newer version of Slipway may be able to read it, or import the plan from your latest file."
    )]
    Unreadable {
        /// The id under which it is stored.
        plan: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The browser does not let the page store anything.
    #[error(
        "This browser does not let Slipway store plans ({reason}). Allow this site to store data, or leave private \
         mode; until then save your work as a file."
    )]
    Unavailable {
        /// What the browser says.
        reason: String,
    },
    /// The browser refused for a reason that has no name here.
    #[error(
        "The browser could not store or read the plan ({reason}). Try again; if it stays, save the plan as a file."
    )]
    Failed {
        /// What the browser says.
        reason: String,
    },
}

impl Fault {
    /// The stable code of the fault, for documentation and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Quota => "storage/quota",
            Fault::Blocked => "storage/blocked",
            Fault::Outdated => "storage/outdated",
            Fault::Stale { .. } => "storage/stale",
            Fault::Lost { .. } => "storage/lost",
            Fault::Missing { .. } => "storage/missing",
            Fault::Exists { .. } => "storage/exists",
            Fault::Unreadable { .. } => "storage/unreadable",
            Fault::Unavailable { .. } => "storage/unavailable",
            Fault::Failed { .. } => "storage/failed",
        }
    }

    /// True when the same write may succeed later without anything being decided: room, a passing failure.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Fault::Quota | Fault::Blocked | Fault::Unavailable { .. } | Fault::Failed { .. })
    }
}

/// What is wrong with a part of a plan that could otherwise be opened. The stored bytes of the part stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Note {
    /// A part of a table is not there.
    #[error("About {records} records of the table {} are missing from the stored data", table.name())]
    SegmentMissing {
        /// The table.
        table: Table,
        /// How many records the part had.
        records: u32,
    },
    /// A part of a table is no JSON.
    #[error("About {records} records of the table {} cannot be read: {reason}. They are kept aside", table.name())]
    SegmentUnreadable {
        /// The table.
        table: Table,
        /// How many records the part had.
        records: u32,
        /// What is wrong with it.
        reason: String,
    },
    /// One record does not fit its table.
    #[error("The record {path} cannot be read: {reason}. It is kept aside")]
    RecordUnreadable {
        /// Table, id where it has one, and field.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Parts that could not be read earlier are still kept.
    #[error("{segments} unreadable parts of the table {} are kept aside since an earlier fault", table.name())]
    KeptAside {
        /// The table.
        table: Table,
        /// How many.
        segments: usize,
    },
    /// The stored plan is older than what this browser has saved before.
    #[error(
        "The browser has fallen back to an earlier state of the plan: revision {found} is stored, revision {saved} had \
         been saved. Compare with your latest file"
    )]
    FellBack {
        /// The revision that had been saved.
        saved: u64,
        /// The revision that is stored.
        found: u64,
    },
}

impl Note {
    /// The stable code of the note.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Note::SegmentMissing { .. } => "storage/segment-missing",
            Note::SegmentUnreadable { .. } => "storage/segment-unreadable",
            Note::RecordUnreadable { .. } => "storage/record-unreadable",
            Note::KeptAside { .. } => "storage/kept-aside",
            Note::FellBack { .. } => "storage/fell-back",
        }
    }
}

fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).gather();
    quoted.join(", ")
}
