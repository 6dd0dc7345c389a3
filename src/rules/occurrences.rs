//! `Occurrences`: the expanded blackouts and maintenance windows, remembered by year.
//!
//! A file of its own because it is a cache: the same question for every change would expand the same rule again.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{Datelike, NaiveDate};

use crate::model::{RecordRef, When};
use crate::sorted::SortedMap;
use crate::time::{Instant, Interval};

type Years = SortedMap<(RecordRef, i32), Rc<Vec<Interval>>>;

/// Occurrences by record and calendar year (UTC).
#[derive(Debug, Default)]
pub struct Occurrences {
    years: RefCell<Years>,
}

impl Occurrences {
    /// The occurrences that overlap `range`, in order. `of` is the record whose `when` it is.
    #[must_use]
    pub fn of(&self, of: &RecordRef, when: &When, range: Interval) -> Vec<Interval> {
        if let When::Once(_) = when {
            return when.occurrences(range);
        }
        let mut found: Vec<Interval> = Vec::new();
        for year in range.start.to_chrono().year()..=range.end.to_chrono().year() {
            let in_year = self.in_year(of, when, year);
            let first = in_year.partition_point(|occurrence| occurrence.end <= range.start);
            for occurrence in in_year.iter().skip(first).take_while(|occurrence| occurrence.start < range.end)
            {
                if found.last() != Some(occurrence) && occurrence.overlaps(range) {
                    found.push(*occurrence);
                }
            }
        }
        found
    }

    fn in_year(&self, of: &RecordRef, when: &When, year: i32) -> Rc<Vec<Interval>> {
        let key = (*of, year);
        if let Some(known) = self.years.borrow().get(&key) {
            return Rc::clone(known);
        }
        let expanded = Rc::new(when.occurrences(Interval::new(new_year(year), new_year(year + 1))));
        self.years.borrow_mut().insert(key, Rc::clone(&expanded));
        expanded
    }

    /// Forgets what these records said.
    pub(super) fn follow(&self, touched: &[RecordRef]) {
        self.years.borrow_mut().retain(|(of, _), _| !touched.contains(of));
    }
}

fn new_year(year: i32) -> Instant {
    let midnight = NaiveDate::from_ymd_opt(year, 1, 1).and_then(|date| date.and_hms_opt(0, 0, 0));
    midnight.map_or(Instant::MAX, |midnight| Instant::from_chrono(midnight.and_utc()))
}
