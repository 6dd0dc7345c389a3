//! `Json` for what records are made of. A file of its own because it is the one place where records meet serde's types.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveTime;
use serde_json::Value;

use super::source::wrong;
use super::{Json, Step, Unreadable, Writer, from_value};
use crate::model::{Id, RecordRef, Table};
use crate::time::{
    Instant, Interval, RecurringWindow, WorkingCalendar, Zone, time_of_day_serde, time_of_day_text,
};

macro_rules! by_serde {
    ($($type:ty, $blank:expr, |$this:ident| $empty:expr;)*) => {
        $(impl Json for $type {
            fn blank() -> Self {
                $blank
            }

            fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
                *self = from_value(value)?;
                Ok(())
            }

            fn write(&self, writer: &mut Writer) {
                writer.plain(self);
            }

            fn is_left_out(&self) -> bool {
                let $this = self;
                $empty
            }
        })*
    };
}

by_serde! {
    String, String::new(), |this| String::is_empty(this);
    bool, false, |this| !*this;
    u32, 0, |this| *this == 0;
    u64, 0, |this| *this == 0;
    i32, 0, |this| *this == 0;
    i64, 0, |this| *this == 0;
    Arc<str>, Arc::default(), |this| str::is_empty(this);
    Instant, Instant::MIN, |_this| false;
    Interval, Interval::new(Instant::MIN, Instant::MIN), |_this| false;
    Zone, Zone::UTC, |_this| false;
    RecurringWindow, RecurringWindow::never(), |_this| false;
    WorkingCalendar, WorkingCalendar::monday_to_friday(), |_this| false;
    RecordRef, RecordRef { table: Table::People, id: Arc::default() }, |_this| false;
}

/// A local time of day: `22:00`.
impl Json for NaiveTime {
    fn blank() -> NaiveTime {
        NaiveTime::MIN
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        #[derive(serde::Deserialize)]
        #[serde(transparent)]
        struct Read(#[serde(with = "time_of_day_serde")] NaiveTime);
        *self = from_value::<Read>(value)?.0;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.word(&time_of_day_text(*self));
    }
}

impl<T> Json for Id<T> {
    fn blank() -> Id<T> {
        Id::from_text(Arc::default())
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        fn text(value: &Value) -> Result<Arc<str>, Unreadable> {
            let id: Id<()> = from_value(value)?;
            Ok(Arc::clone(id.text()))
        }
        *self = Id::from_text(text(value)?);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.word(self.as_str());
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
            None => writer.plain(&()),
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
        let values = list(value)?;
        self.reserve_exact(values.len());
        each(values, &mut |value| self.push_mut(T::blank()).fill(value))
    }

    fn write(&self, writer: &mut Writer) {
        writer.list(&mut self.iter().map(|item| -> &dyn Json { item }));
    }

    fn is_left_out(&self) -> bool {
        Vec::is_empty(self)
    }
}

fn list(value: &Value) -> Result<&[Value], Unreadable> {
    let Value::Array(values) = value else { return Err(wrong(value, &"a sequence")) };
    Ok(values)
}

fn each(values: &[Value], fill: &mut dyn FnMut(&Value) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let mut values = values.iter().enumerate();
    values.try_for_each(|(place, value)| fill(value).map_err(|fault| fault.below(Step::Place(place))))
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

impl<T: Json> Json for BTreeMap<String, T> {
    fn blank() -> BTreeMap<String, T> {
        BTreeMap::new()
    }

    fn fill(&mut self, value: &Value) -> Result<(), Unreadable> {
        let Value::Object(values) = value else { return Err(wrong(value, &"a map")) };
        for (name, value) in values {
            let item = T::read(value).map_err(|fault| fault.below(Step::Field(name.clone())))?;
            self.insert(name.clone(), item);
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        self.iter().for_each(|(name, item)| writer.field(name, item));
        writer.end_object();
    }

    fn is_left_out(&self) -> bool {
        BTreeMap::is_empty(self)
    }
}
