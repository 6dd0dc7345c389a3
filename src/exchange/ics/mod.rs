//! Calendars (iCalendar, RFC 5545): events to changes, blackouts or milestones, and a plan's windows to events.
//!
//! A folder because lines, times, time zones, events and provider notices are separate questions. The reader is our
//! own: it goes on where a general parser stops, and is a tenth of its size in the page.
//!
//! ```
//! use slipway::exchange::ics;
//! let text = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260302T200000Z\nEND:VEVENT\nEND:VCALENDAR\n";
//! let options = ics::Options { kind: ics::As::Changes, zone: None, name: "team".to_owned() };
//! assert_eq!(ics::read(text, &options).unwrap().records.len(), 1);
//! ```

mod calendar;
mod event;
mod fold;
mod line;
mod notice;
mod read;
#[cfg(test)]
mod tests;
mod times;
mod timezone;
mod write;
mod zone_names;

use thiserror::Error;

use crate::time::Zone;

pub use read::{read, read_within};
pub use write::{Entry, Part, write, write_entries};

/// What events become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    /// Changes, planned for the time of the event.
    Changes,
    /// Blackouts over the time of the event.
    Blackouts,
    /// Gates of one release, due at the start of the event.
    Milestones,
}

/// How a calendar is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What events become.
    pub kind: As,
    /// The zone of the plan: events of a whole day are its local days, and times without a zone are its times.
    pub zone: Option<Zone>,
    /// What the release of milestones is called when the calendar has no name; the file's name, say.
    pub name: String,
}

/// Why nothing was read from a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IcsError {
    /// The text has no `BEGIN:VCALENDAR` and no event.
    #[error("this is no iCalendar file: it has no BEGIN:VCALENDAR and no event")]
    NotACalendar,
    /// More bytes than the limits allow.
    #[error("the file has {found} bytes, and at most {limit} are read; import it in parts")]
    TooLarge {
        /// The file's bytes.
        found: usize,
        /// The bytes that are allowed.
        limit: usize,
    },
    /// More events or lines than the limits allow.
    #[error("the file has more than {events} events or {lines} lines; import it in parts")]
    TooMany {
        /// The events that are allowed.
        events: usize,
        /// The lines that are allowed.
        lines: usize,
    },
    /// An event is a whole day or has a time without a zone, and nobody has said of which zone.
    #[error("line {line}, {property}: \"{value}\" says no zone; say in which time zone the plan is")]
    NeedsZone {
        /// The first such line.
        line: usize,
        /// The property's name.
        property: String,
        /// Its value.
        value: String,
    },
}
