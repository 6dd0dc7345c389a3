//! Documents that hold on any day: the times in them are days counted from a day 1 and become times when they are asked
//! for.
//!
//! A file of its own because `tests/templates.rs` writes such documents and holds what is read here to the notation.
//!
//! A text that begins with `@` is a time: `@22` a day, `@22T20:00` a local time, `@22T20:00Z` a moment of the plan's
//! zone and `@22T20:00Z/23T02:00Z` a window; `@` alone is the zone.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use crate::model::json::{Json, Unreadable};
use crate::model::{AnyRecord, Id, Plan, Settings, Table};
use crate::time::{Zone, local_text, parse_time_of_day};

/// What the times are counted from.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// Day 1.
    pub(super) base: NaiveDate,
    pub(super) zone: Zone,
}

/// The plan of a document.
///
/// # Errors
/// When the document is no JSON or has a record that cannot be read.
pub(super) fn plan(document: &str, clock: Clock) -> Result<Plan, Unreadable> {
    let mut document: Value = serde_json::from_str(document).map_err(serde::de::Error::custom)?;
    clock.put_times(&mut document);
    let settings = Settings::read(document.get("settings").unwrap_or(&Value::Null))?;
    let mut plan = Plan::new(Id::lenient("template"), settings);
    for table in Table::ALL {
        let records = document.get(table.name()).and_then(Value::as_array);
        for record in records.into_iter().flatten() {
            plan.put(AnyRecord::from_json(*table, record)?);
        }
    }
    Ok(plan)
}

impl Clock {
    fn put_times(self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(time) = text.strip_prefix('@').and_then(|time| self.time(time)) {
                    *text = time;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.put_times(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.put_times(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn time(self, text: &str) -> Option<String> {
        if text.is_empty() {
            return Some(self.zone.name().to_owned());
        }
        let ends: Option<Vec<String>> = text.split('/').map(|end| self.end(end)).collect();
        Some(ends?.join("/"))
    }

    fn end(self, text: &str) -> Option<String> {
        let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
        let date = self.base.pred_opt()?.checked_add_days(Days::new(day.parse().ok()?))?;
        let Some(time) = time else { return Some(date.to_string()) };
        let local = date.and_time(parse_time_of_day(time.trim_end_matches('Z')).ok()?);
        Some(if time.ends_with('Z') { self.zone.resolve(local).to_string() } else { local_text(local) })
    }
}
