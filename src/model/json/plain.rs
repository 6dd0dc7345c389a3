//! `Json` for what records are made of. A file of its own because it is the one place where records meet the types of
//! `time` and of the standard library.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday, WeekdaySet};
use serde::de;
use serde_json::Value;

use super::wrong::{invalid, wrong};
use super::{Json, Step, Unreadable, Writer};
use crate::gather::Gather;
use crate::model::{Extra, Id, IdText, RecordRef, Table};
use crate::sorted::SortedMap;
use crate::time::{
    Instant, Interval, Recurrence, Zone, local_text, parse_date, parse_local, parse_time_of_day,
    parse_weekday, time_of_day_text,
};

/// The text that a value is.
fn text(value: &Value) -> Result<&str, Unreadable> {
    value.as_str().ok_or_else(|| wrong(value, "a string"))
}

/// What a text stands for.
fn parsed<T, E: fmt::Display>(value: &Value, parse: impl Fn(&str) -> Result<T, E>) -> Result<T, Unreadable> {
    parse(text(value)?).map_err(de::Error::custom)
}

/// A whole number of a type that holds `least` to `most`, as its bits.
fn whole(value: &Value, least: i64, most: u64, expected: &str) -> Result<u64, Unreadable> {
    match (value.as_u64(), value.as_i64()) {
        (Some(number), _) if number <= most => Ok(number),
        (None, Some(number)) if least <= number => Ok(number as u64),
        (None, None) => Err(wrong(value, expected)),
        _ => Err(invalid(value, expected)),
    }
}

macro_rules! plain {
    ($($type:ty, $blank:expr, $read:expr, |$this:ident, $writer:ident| $write:expr, $empty:expr;)*) => {
        $(impl Json for $type {
            fn blank() -> Self {
                $blank
            }

            fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
                let read: fn(&Value) -> Result<Self, Unreadable> = $read;
                *self = read(value)?;
                Ok(())
            }

            fn write(&self, $writer: &mut Writer) {
                let $this = self;
                $write;
            }

            #[allow(unused_variables)]
            fn is_left_out(&self) -> bool {
                let $this = self;
                $empty
            }
        })*
    };
}

plain! {
    String, String::new(), |value| text(value).map(str::to_owned),
        |this, writer| writer.word(this), String::is_empty(this);
    IdText, IdText::empty(), |value| text(value).map(IdText::of),
        |this, writer| writer.word(this), str::is_empty(this);
    bool, false, |value| value.as_bool().ok_or_else(|| wrong(value, "a boolean")),
        |this, writer| writer.bare(if *this { "true" } else { "false" }), !*this;
    u32, 0, |value| whole(value, 0, u64::from(u32::MAX), "u32").map(|bits| bits as u32),
        |this, writer| writer.bare(&this.to_string()), *this == 0;
    u64, 0, |value| whole(value, 0, u64::MAX, "u64"),
        |this, writer| writer.bare(&this.to_string()), *this == 0;
    i32, 0, |value| whole(value, i64::from(i32::MIN), i32::MAX as u64, "i32").map(|bits| bits as i32),
        |this, writer| writer.bare(&this.to_string()), *this == 0;
    Instant, Instant::MIN, |value| parsed(value, Instant::parse),
        |this, writer| writer.word(&this.to_string()), false;
    Interval, Interval::new(Instant::MIN, Instant::MIN), |value| parsed(value, Interval::parse),
        |this, writer| writer.word(&this.to_string()), false;
    Zone, Zone::UTC, |value| parsed(value, Zone::parse),
        |this, writer| writer.word(this.name()), false;
    Recurrence, Recurrence::DAILY, |value| parsed(value, Recurrence::parse),
        |this, writer| writer.word(&this.to_string()), false;
    RecordRef, RecordRef { table: Table::People, id: IdText::empty() },
        |value| parsed(value, |text| text.parse::<RecordRef>()),
        |this, writer| writer.word(&this.to_string()), false;
    NaiveTime, NaiveTime::MIN, |value| parsed(value, parse_time_of_day),
        |this, writer| writer.word(&time_of_day_text(*this)), false;
    NaiveDate, NaiveDate::default(), |value| parsed(value, parse_date),
        |this, writer| writer.word(&this.to_string()), false;
    NaiveDateTime, NaiveDateTime::default(), |value| parsed(value, parse_local),
        |this, writer| writer.word(&local_text(*this)), false;
    Value, Value::Null, |value| Ok(value.clone()),
        |this, writer| writer.value(this), false;
}

impl<T> Json for Id<T> {
    fn blank() -> Id<T> {
        Id::from_text(IdText::empty())
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        fn text(value: &Value) -> Result<IdText, Unreadable> {
            parsed(value, Id::<()>::parse).map(|id| id.text())
        }
        *self = Id::from_text(text(value)?);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.word(self.as_str());
    }
}

/// `["Mon", "Tue"]`, in the order of the week.
impl Json for WeekdaySet {
    fn blank() -> WeekdaySet {
        WeekdaySet::EMPTY
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        each(list(value)?, &mut |value| {
            self.insert(parsed(value, parse_weekday)?);
            Ok(())
        })
    }

    fn write(&self, writer: &mut Writer) {
        let names: Vec<String> = self.iter(Weekday::Mon).map(|weekday| weekday.to_string()).gather();
        names.write(writer);
    }
}

impl<T: Json> Json for Option<T> {
    fn blank() -> Option<T> {
        None
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        if value.is_null() { Ok(()) } else { self.insert(T::blank()).fill(value) }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.bare("null"),
        }
    }

    fn may_be_absent(&self) -> bool {
        true
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

impl<T: Json> Json for Vec<T> {
    fn blank() -> Vec<T> {
        Vec::new()
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        fill_list(self, value)
    }

    fn write(&self, writer: &mut Writer) {
        writer.list(&mut self.iter().map(|item| -> &dyn Json { item }));
    }

    fn is_left_out(&self) -> bool {
        Vec::is_empty(self)
    }
}

/// A list that grows while it is read: what is compiled for each type of its items.
trait Grow {
    /// A blank item at the end, with room for those that are left, of which it is one.
    fn grow(&mut self, left: usize) -> &mut dyn Json;
}

impl<T: Json> Grow for Vec<T> {
    fn grow(&mut self, left: usize) -> &mut dyn Json {
        self.reserve_exact(left);
        self.push_mut(T::blank())
    }
}

fn fill_list(items: &mut dyn Grow, value: &Value) -> Result<(), Unreadable> {
    let values = list(value)?;
    let mut left = values.len();
    each(values, &mut |value| {
        let item = items.grow(left);
        left -= 1;
        item.fill(value)
    })
}

fn list(value: &Value) -> Result<&[Value], Unreadable> {
    let Value::Array(values) = value else { return Err(wrong(value, "a sequence")) };
    Ok(values)
}

fn each(values: &[Value], fill: &mut dyn FnMut(&Value) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let mut values = values.iter().enumerate();
    values.try_for_each(|(place, value)| fill(value).map_err(|fault| fault.below(Step::Place(place))))
}

type Fill<'a> = &'a mut dyn FnMut(&String, &Value) -> Result<(), Unreadable>;

fn each_field(value: &Value, fill: Fill) -> Result<(), Unreadable> {
    let Value::Object(values) = value else { return Err(wrong(value, "a map")) };
    let mut values = values.iter();
    values.try_for_each(|(name, value)| {
        fill(name, value).map_err(|fault| fault.below(Step::Field(name.clone())))
    })
}

impl<T: Json> Json for Box<T> {
    fn blank() -> Box<T> {
        Box::new(T::blank())
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        (**self).fill(value)
    }

    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }
}

macro_rules! maps {
    ($(($($generics:tt)*) $map:ty, $item:ty;)*) => {
        $(impl $($generics)* Json for $map {
            fn blank() -> Self {
                Self::new()
            }

            fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
                each_field(value, &mut |name, value| {
                    self.insert(name.clone(), <$item>::read(value)?);
                    Ok(())
                })
            }

            fn write(&self, writer: &mut Writer) {
                writer.begin_object();
                self.iter().for_each(|(name, item)| writer.field(name, item));
                writer.end_object();
            }

            fn is_left_out(&self) -> bool {
                Self::is_empty(self)
            }
        })*
    };
}

maps! {
    () Extra, Value;
    (<T: Json>) SortedMap<String, T>, T;
}
