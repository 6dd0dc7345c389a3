//! Time without change management: half-open intervals, zones, recurrence, working calendars.

mod calendar;
mod instant;
mod interval;
mod local_text;
mod recurrence;
mod zone;
mod zone_table;

pub use calendar::{Holiday, WorkingCalendar, parse_weekday};
pub use instant::{Instant, InstantError};
pub use interval::{Interval, IntervalError, uncovered, union};
pub use local_text::{
    LocalTextError, compact_date_text, compact_text, date_serde, local_list_serde, local_serde, local_text,
    parse_compact, parse_compact_date, parse_date, parse_local, parse_time_of_day, time_of_day_serde,
    time_of_day_text,
};
pub use recurrence::{Ending, Frequency, Recurrence, RecurrenceError, RecurringWindow, WeekdayInPeriod};
pub use zone::{LocalKind, Zone, ZoneError};
