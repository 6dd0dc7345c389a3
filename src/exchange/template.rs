//! Template to plan: a document that is dated anew. A file of its own because only templates have days that count from
//! the week of today.

use chrono::{Days, NaiveDate, NaiveDateTime, Weekday};

use super::document::{DocumentError, Limits, read};
use crate::gather::Gather;
use crate::model::Plan;
use crate::time::{Zone, local_text, parse_date, parse_local};

/// The Monday that a template takes for that of the week of today.
pub const TEMPLATE_MONDAY: NaiveDate = match NaiveDate::from_ymd_opt(2024, 1, 22) {
    Some(monday) => monday,
    None => NaiveDate::MIN,
};

/// The plan of a template, around the week of `today` in `zone`, under a name. Its id is the template's; it wants one of
/// its own before it is stored beside others.
///
/// A template is a document in UTC. Its dates and times move by whole weeks and are then those of the zone's clock: what
/// is planned for a Saturday at 20:00 is so in every zone and on either side of a clock change.
///
/// # Errors
/// As [`read`].
pub fn read_template(
    document: &str,
    name: &str,
    today: NaiveDate,
    zone: Zone,
) -> Result<Plan, DocumentError> {
    let monday = today.week(Weekday::Mon).checked_first_day().unwrap_or(today);
    let by = Shift { days: monday.signed_duration_since(TEMPLATE_MONDAY).num_days(), zone };
    // Between two quotes is a text, and a date has none to be escaped: what is not quite a date stays as it is.
    let parts: Vec<String> =
        document.split('"').map(|part| by.moved(part).unwrap_or_else(|| part.to_owned())).gather();
    let mut plan = read(parts.join("\"").as_bytes(), &Limits::usual())?.plan;
    plan.settings.name = name.to_owned();
    Ok(plan)
}

struct Shift {
    days: i64,
    zone: Zone,
}

impl Shift {
    /// A date, a local time, a moment or a window, moved, and the name of the zone for that of UTC; `None` for any other
    /// text.
    fn moved(&self, text: &str) -> Option<String> {
        if text == Zone::UTC.name() {
            return Some(self.zone.name().to_owned());
        }
        if let Some((start, end)) = text.split_once('/') {
            return Some(format!("{}/{}", self.moved(start)?, self.moved(end)?));
        }
        if let Some(clock) = text.strip_suffix('Z') {
            let local = self.local(parse_local(clock).ok()?)?;
            return Some(self.zone.resolve(local).to_string());
        }
        match parse_date(text) {
            Ok(date) => Some(self.local(date.into())?.date().to_string()),
            Err(_) => Some(local_text(self.local(parse_local(text).ok()?)?)),
        }
    }

    fn local(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let days = Days::new(self.days.unsigned_abs());
        if self.days < 0 { local.checked_sub_days(days) } else { local.checked_add_days(days) }
    }
}
