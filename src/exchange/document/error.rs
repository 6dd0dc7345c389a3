//! `DocumentError`: why nothing can be read. A file of its own because its texts are what a person sees.

use thiserror::Error;

use super::migrate::VERSION;

/// Why a file is no document that this version can read, or a plan cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// More bytes than [`super::Limits::bytes`].
    #[error("the file: expected at most {limit} bytes, found {found}; divide it into several plans")]
    TooLarge {
        /// The file's bytes.
        found: usize,
        /// The bytes that are allowed.
        limit: usize,
    },
    /// The bytes are no text.
    #[error(
        "line {line}, column {column}: expected UTF-8 text, found bytes that are none; save the file as UTF-8, or \
         choose another file"
    )]
    NotUtf8 {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// The text breaks the rules of JSON.
    #[error(
        "line {line}, column {column}: expected JSON, found a fault: {problem}; the file may be cut off or edited by \
         hand"
    )]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// What the JSON reader says.
        problem: String,
    },
    /// More objects and lists inside each other than [`super::Limits::depth`].
    #[error(
        "line {line}, column {column}: expected at most {limit} levels of nesting, found more; a plan written by \
         Slipway has fewer than 10"
    )]
    TooDeep {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// The levels that are allowed.
        limit: usize,
    },
    /// More records, objects or values than [`super::Limits`] allows.
    #[error(
        "line {line}, column {column}: expected at most {limit} {what}, found more; divide it into several \
         plans"
    )]
    TooMany {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// What there is too much of.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// JSON, but something else than a plan.
    #[error(
        "{path}: expected {expected}, found {found}; choose a file that Slipway has written, or import it as CSV or \
         iCalendar"
    )]
    NotAPlan {
        /// Where, from the top.
        path: &'static str,
        /// What a plan has there.
        expected: String,
        /// What is there.
        found: String,
    },
    /// A version that this version of Slipway does not know yet.
    #[error(
        "version: expected at most {VERSION}, found {found}; the plan was made by a newer Slipway: reload the page to \
         get it, the file itself is untouched"
    )]
    Newer {
        /// The document's version.
        found: u64,
    },
    /// A version that never was.
    #[error(
        "version: expected a whole number from 1 to {VERSION}, found {found}; choose a file that Slipway has written"
    )]
    NoSuchVersion {
        /// What is there.
        found: String,
    },
    /// A document of an earlier version does not hold what that version promised.
    #[error("version: expected a document of version {from}, found one that does not migrate: {problem}")]
    NotMigrated {
        /// The version that was to be left.
        from: u32,
        /// What is missing or wrong.
        problem: String,
    },
}

impl DocumentError {
    /// A stable name of the kind of fault, for logs and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            DocumentError::TooLarge { .. } => "document/too-large",
            DocumentError::NotUtf8 { .. } => "document/not-utf-8",
            DocumentError::NotJson { .. } => "document/not-json",
            DocumentError::TooDeep { .. } => "document/too-deep",
            DocumentError::TooMany { .. } => "document/too-many",
            DocumentError::NotAPlan { .. } => "document/not-a-plan",
            DocumentError::Newer { .. } => "document/newer-version",
            DocumentError::NoSuchVersion { .. } => "document/no-such-version",
            DocumentError::NotMigrated { .. } => "document/not-migrated",
        }
    }
}
