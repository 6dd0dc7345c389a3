//! Time without change management: half-open intervals, zones, recurrence, working calendars.

mod instant;
mod interval;

pub use instant::{Instant, InstantError};
pub use interval::{Interval, IntervalError, uncovered, union};
