//! `Json` for what records are made of. A file of its own because it is the one place where records meet serde's types.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveTime;
use serde_json::Value;

use super::source::wrong;
use super::{Json, Step, Unreadable, Writer, from_value};
use crate::model::{Id, RecordRef};
use crate::time::{
    Instant, Interval, RecurringWindow, WorkingCalendar, Zone, time_of_day_serde, time_of_day_text,
};

macro_rules! by_serde {
    ($($type:ty, |$this:ident| $empty:expr;)*) => {
        $(impl Json for $type {
            fn read(value: &Value) -> Result<Self, Unreadable> {
                from_value(value)
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
    String, |this| String::is_empty(this);
    bool, |this| !*this;
    u32, |this| *this == 0;
    u64, |this| *this == 0;
    i32, |this| *this == 0;
    i64, |this| *this == 0;
    Arc<str>, |this| str::is_empty(this);
    Instant, |_this| false;
    Interval, |_this| false;
    Zone, |_this| false;
    RecurringWindow, |_this| false;
    WorkingCalendar, |_this| false;
    RecordRef, |_this| false;
}

/// A local time of day: `22:00`.
impl Json for NaiveTime {
    fn read(value: &Value) -> Result<NaiveTime, Unreadable> {
        #[derive(serde::Deserialize)]
        #[serde(transparent)]
        struct Read(#[serde(with = "time_of_day_serde")] NaiveTime);
        from_value(value).map(|Read(time)| time)
    }

    fn write(&self, writer: &mut Writer) {
        writer.word(&time_of_day_text(*self));
    }
}

impl<T> Json for Id<T> {
    fn read(value: &Value) -> Result<Id<T>, Unreadable> {
        fn text(value: &Value) -> Result<Arc<str>, Unreadable> {
            let id: Id<()> = from_value(value)?;
            Ok(Arc::clone(id.text()))
        }
        text(value).map(Id::from_text)
    }

    fn write(&self, writer: &mut Writer) {
        writer.word(self.as_str());
    }
}

impl<T: Json> Json for Option<T> {
    fn read(value: &Value) -> Result<Option<T>, Unreadable> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.plain(&()),
        }
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

impl<T: Json> Json for Vec<T> {
    fn read(value: &Value) -> Result<Vec<T>, Unreadable> {
        let Value::Array(values) = value else { return Err(wrong(value, &"a sequence")) };
        let mut items = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            items.push(T::read(value).map_err(|fault| fault.below(Step::Place(place)))?);
        }
        Ok(items)
    }

    fn write(&self, writer: &mut Writer) {
        writer.list(&mut self.iter().map(|item| -> &dyn Json { item }));
    }

    fn is_left_out(&self) -> bool {
        Vec::is_empty(self)
    }
}

impl<T: Json> Json for Box<T> {
    fn read(value: &Value) -> Result<Box<T>, Unreadable> {
        T::read(value).map(Box::new)
    }

    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn read(value: &Value) -> Result<BTreeMap<String, T>, Unreadable> {
        let Value::Object(values) = value else { return Err(wrong(value, &"a map")) };
        let mut items = BTreeMap::new();
        for (name, value) in values {
            let item = T::read(value).map_err(|fault| fault.below(Step::Field(name.clone())))?;
            items.insert(name.clone(), item);
        }
        Ok(items)
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
