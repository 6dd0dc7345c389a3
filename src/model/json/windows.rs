//! `Json` for the records of `time`, which knows no JSON: recurring windows, working calendars and holidays.

use chrono::{NaiveTime, WeekdaySet};
use serde_json::Value;

use super::fields::{FieldNote, Fields, Listing, fill, write};
use super::{Json, Unreadable, Writer};
use crate::model::{Extra, is_default};
use crate::time::{self, Holiday, RecurringWindow};

macro_rules! record_of_time {
    ($record:ident, $expected:literal, $blank:expr, $last:ident;
     $($place:literal $field:ident $is_required:literal $may_be_left_out:literal,)*) => {
        impl Json for $record {
            fn blank() -> $record {
                $blank
            }

            fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
                fill(self, value)
            }

            fn write(&self, writer: &mut Writer) {
                write(self, writer);
            }
        }

        impl Fields for $record {
            fn listing(&self) -> &'static Listing {
                &Listing {
                    expected: $expected,
                    fields: &[$(FieldNote {
                        name: stringify!($field),
                        is_required: $is_required,
                        may_be_left_out: $may_be_left_out,
                    }),*],
                }
            }

            fn at(&self, place: usize) -> &dyn Json {
                match place { $($place => &self.$field,)* _ => &self.$last }
            }

            fn at_mut(&mut self, place: usize) -> &mut dyn Json {
                match place { $($place => &mut self.$field,)* _ => &mut self.$last }
            }

            fn rest(&self) -> Option<&Extra> {
                Some(&self.extra)
            }

            fn rest_mut(&mut self) -> Option<&mut Extra> {
                Some(&mut self.extra)
            }
        }
    };
}

record_of_time! {
    RecurringWindow, "struct RecurringWindow", RecurringWindow::never(), also;
    0 start true false,
    1 duration_minutes true false,
    2 zone true false,
    3 rule true false,
    4 except false true,
    5 also false true,
}

record_of_time! {
    Holiday, "struct Holiday", Holiday::new(Json::blank(), ""), name;
    0 date true false,
    1 name false false,
}

/// The fields of a calendar, whose holidays are in order.
#[derive(Json)]
struct WorkingCalendar {
    weekdays: WeekdaySet,
    day_start: NaiveTime,
    day_end: NaiveTime,
    #[serde(default, skip_serializing_if = "is_default")]
    holidays: Vec<Holiday>,
    #[serde(flatten)]
    extra: Extra,
}

impl Json for time::WorkingCalendar {
    fn blank() -> time::WorkingCalendar {
        time::WorkingCalendar::monday_to_friday()
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        let read = WorkingCalendar::read(value)?;
        *self = time::WorkingCalendar::monday_to_friday().with_holidays(read.holidays);
        (self.weekdays, self.day_start, self.day_end) = (read.weekdays, read.day_start, read.day_end);
        self.extra = read.extra;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        let written = WorkingCalendar {
            weekdays: self.weekdays,
            day_start: self.day_start,
            day_end: self.day_end,
            holidays: self.holidays().to_vec(),
            extra: self.extra.clone(),
        };
        written.write(writer);
    }
}
