//! Changes as a table: what other tools export, and what people open in a spreadsheet; and lists of versions and
//! schedules, which become releases, gates and blackouts;
//! and requests to go through a freeze.
//!
//! A folder because reading the table, telling its columns, understanding its cells and writing it are separate
//! questions, and a person may correct the answer to each before the next.
//!
//! ```
//! use slipway::exchange::csv;
//! let table = csv::sniff(b"number;short_description\nCHG1;Patch the database\n").unwrap();
//! let mapping = csv::Mapping::recognise(&table.headers);
//! let imported = csv::import(&table, &mapping).unwrap();
//! assert_eq!(imported.records.len(), 1);
//! ```

mod absorb;
mod dates;
mod exceptions;
mod field;
mod guard;
mod import;
mod mapping;
mod named;
mod schedule;
mod table;
#[cfg(test)]
mod tests;
mod time_cell;
mod versions;
mod words;
mod write;

use thiserror::Error;

pub use dates::DateOrder;
pub use field::Field;
pub use import::import;
pub use mapping::{Mapping, RowKind, Source};
pub(super) use named::Named;
pub use table::{Row, Table, sniff, sniff_within};
pub(super) use words::{Words, find};
pub use write::{write_changes, write_table};

/// Why nothing was read from a table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CsvError {
    /// There is no header row.
    #[error("the file is empty; a table starts with a row of column names")]
    Empty,
    /// More bytes than the limits allow.
    #[error("the file has {found} bytes, and at most {limit} are read; import it in parts")]
    TooLarge {
        /// The file's bytes.
        found: usize,
        /// The bytes that are allowed.
        limit: usize,
    },
    /// More rows or cells than the limits allow.
    #[error("line {line}: the file has more than {rows} rows or {cells} cells; import it in parts")]
    TooMany {
        /// Where the limit was reached.
        line: usize,
        /// The rows that are allowed.
        rows: usize,
        /// The cells that are allowed.
        cells: usize,
    },
    /// No column holds an id or a title.
    #[error("no column is read as a change's id or title; say which columns hold them")]
    NothingMapped,
    /// No column holds the release of a version.
    #[error("no column is read as the release; say which column names the release of each version")]
    NoRelease,
    /// No column holds the freeze, or what it is asked for.
    #[error(
        "no column is read as the freeze, or none as the title or id of what asks; say which columns hold them"
    )]
    NoFreeze,
    /// No column holds the name or the dates of an event.
    #[error("no column is read as an event's name, or none as its start or end; say which columns hold them")]
    NoEvent,
    /// Dates are local times, and nobody has said of which zone.
    #[error("line {line}, {column}: \"{text}\" says no zone; say in which time zone the file's times are")]
    NeedsZone {
        /// The first such line.
        line: usize,
        /// The column's header.
        column: String,
        /// The date as it stands there.
        text: String,
    },
}
