//! `RecurringWindow`: a rule with a start, a length and a zone. A file of its own because only here local
//! days become instants.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::super::local_text::is_in_range;
use super::super::{Instant, Interval, Zone, local_list_serde, local_serde};
use super::{Ending, Recurrence};
use crate::gather::Gather;
use crate::order::Arrange;

/// A span of time that repeats, such as a maintenance window.
///
/// The rule is worked out on the zone's clock, so a window at 20:00 stays at 20:00 across clock changes.
/// A start that a clock change skips or repeats is read as [`Zone::resolve`] reads it. The length is in
/// real minutes, so a night in which the clock changes ends an hour earlier or later on the clock.
///
/// `start` is the first occurrence if it matches the rule, and `COUNT` counts it (RFC 5545, 3.8.5.3).
/// RFC 5545 leaves open what happens if it does not match: here it is then only the day from which the
/// rule is worked out, see [`RecurringWindow::start_matches_rule`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecurringWindow {
    /// Local time from which the rule is worked out (DTSTART).
    #[serde(with = "local_serde")]
    pub start: NaiveDateTime,
    /// Length of each occurrence in real minutes; with 0 there are none.
    pub duration_minutes: u32,
    /// The zone on whose clock it repeats.
    pub zone: Zone,
    /// On which days it repeats.
    pub rule: Recurrence,
    /// Local starts that are left out (EXDATE), of those in `also` too.
    #[serde(default, with = "local_list_serde", skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<NaiveDateTime>,
    /// Local starts that are added (RDATE).
    #[serde(default, with = "local_list_serde", skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<NaiveDateTime>,
    /// Fields of a file that this version does not know; they are written back.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl RecurringWindow {
    /// A window without a length, which has no occurrences.
    #[must_use]
    pub fn never() -> RecurringWindow {
        RecurringWindow {
            start: NaiveDateTime::default(),
            duration_minutes: 0,
            zone: Zone::UTC,
            rule: Recurrence::DAILY,
            except: Vec::new(),
            also: Vec::new(),
            extra: BTreeMap::new(),
        }
    }

    /// All occurrences that overlap `range`, whole and not cut, sorted, each once.
    ///
    /// Costs what lies in `range`, wherever that is; only a rule with `COUNT` is counted from its start.
    #[must_use]
    pub fn occurrences(&self, range: Interval) -> Vec<Interval> {
        if range.is_empty() || self.duration_minutes == 0 {
            return Vec::new();
        }
        let length = i64::from(self.duration_minutes);
        let from = self.zone.date_of(range.start.plus_minutes(-length));
        let to = self.zone.date_of(range.end);
        // A gap moves a start by up to a day (Pacific/Apia), hence two days on either side.
        let first = from.checked_sub_days(Days::new(2)).unwrap_or(from);
        let last = to.checked_add_days(Days::new(2)).unwrap_or(to);

        let mut left_out: Vec<Instant> = self.except.iter().map(|local| self.zone.resolve(*local)).gather();
        left_out.arrange();
        let added = self.also.iter().copied().filter(|local| is_in_range(local.date()));
        let mut occurrences: Vec<Interval> = self
            .rule_starts(first, last)
            .chain(added.map(|local| self.zone.resolve(local)))
            .map(|start| Interval::new(start, start.plus_minutes(length)))
            .filter(|occurrence| occurrence.overlaps(range))
            .filter(|occurrence| left_out.binary_search(&occurrence.start).is_err())
            .gather();
        occurrences.arrange();
        occurrences.dedup();
        occurrences
    }

    /// True when the rule itself falls on `start`, so that `start` is the first occurrence.
    #[must_use]
    pub fn start_matches_rule(&self) -> bool {
        let date = self.start.date();
        self.rule.days(date, date, date).next().is_some()
    }

    /// The starts by the rule alone, on local days from `first` to `last`, both inclusive.
    fn rule_starts(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = Instant> {
        let (first_counted, most) = match self.rule.ending {
            Ending::Count(count) => (self.start.date(), usize::try_from(count).unwrap_or(usize::MAX)),
            _ => (first, usize::MAX),
        };
        self.rule
            .days(self.start.date(), first_counted, last)
            .take(most)
            .skip_while(move |day| *day < first)
            .map(|day| day.and_time(self.start.time()))
            .map(|local| (local, self.zone.resolve(local)))
            .take_while(|(local, start)| match self.rule.ending {
                Ending::Never | Ending::Count(_) => true,
                Ending::UntilDate(date) => local.date() <= date,
                Ending::UntilLocal(until) => *local <= until,
                Ending::UntilInstant(until) => *start <= until,
            })
            .map(|(_, start)| start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(json: &str) -> RecurringWindow {
        serde_json::from_str(json).unwrap()
    }

    const SATURDAYS: &str = r#"{
        "start": "2026-09-05T20:00", "duration_minutes": 600, "zone": "Europe/Amsterdam",
        "rule": "FREQ=WEEKLY;BYDAY=SA"
    }"#;

    #[test]
    fn a_window_is_written_as_it_was_read_with_fields_it_does_not_know() {
        let text = r#"{"start":"2026-09-05T20:00","duration_minutes":600,"zone":"Europe/Amsterdam","rule":"FREQ=WEEKLY;BYDAY=SA","except":["2026-09-12T20:00"],"colour":{"name":"red"}}"#;
        assert_eq!(serde_json::to_string(&window(text)).unwrap(), text);
    }

    #[test]
    fn a_faulty_rule_in_a_file_says_what_is_wrong() {
        let text = SATURDAYS.replace("FREQ=WEEKLY", "FREQ=WEEKLY;BYHOUR=9");
        let error = serde_json::from_str::<RecurringWindow>(&text).unwrap_err().to_string();
        assert!(error.contains("BYHOUR is not supported"), "{error}");
    }

    #[test]
    fn an_occurrence_that_began_before_the_range_belongs_to_it() {
        let range = Interval::parse("2026-09-06T03:00:00Z/2026-09-06T05:00:00Z").unwrap();
        let expected = Interval::parse("2026-09-05T18:00:00Z/2026-09-06T04:00:00Z").unwrap();
        assert_eq!(window(SATURDAYS).occurrences(range), vec![expected]);
    }

    #[test]
    fn a_start_off_the_rule_is_no_occurrence() {
        let off = window(&SATURDAYS.replace("2026-09-05", "2026-09-01"));
        assert!(!off.start_matches_rule());
        assert!(window(SATURDAYS).start_matches_rule());
        let range = Interval::parse("2026-08-01T00:00:00Z/2026-09-08T00:00:00Z").unwrap();
        assert_eq!(off.occurrences(range), window(SATURDAYS).occurrences(range));
    }

    #[test]
    fn an_empty_range_and_an_empty_window_have_no_occurrences() {
        let backwards = Interval::parse("2027-01-01T00:00:00Z/2026-01-01T00:00:00Z").unwrap();
        assert_eq!(window(SATURDAYS).occurrences(backwards), vec![]);
        let empty = RecurringWindow { duration_minutes: 0, ..window(SATURDAYS) };
        assert_eq!(empty.occurrences(Interval::new(Instant::MIN, Instant::MAX)), vec![]);
    }
}
