//! `Timeline`: windows by key, asked for those that overlap a window. Apart from `index.rs` because it is an
//! algorithm of its own.

use std::collections::BTreeMap;

use crate::gather::Gather;
use crate::model::Id;
use crate::sorted::SortedMap;
use crate::time::{Instant, Interval};

/// Windows of records of one type. Adding and removing cost a logarithm; a question costs what it answers, and a
/// logarithm for each class of length.
///
/// Windows are kept by class of length (powers of two) and, in a class, by start. So one window of a year does not
/// make every question about an hour look through a year.
pub struct Timeline<T> {
    by_length: SortedMap<u32, BTreeMap<(Instant, Id<T>), Instant>>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Timeline { by_length: SortedMap::new() }
    }
}

impl<T> std::fmt::Debug for Timeline<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.by_length.iter()).finish()
    }
}

impl<T> Timeline<T> {
    /// Adds a window; an empty one is nowhere.
    pub fn insert(&mut self, window: Interval, id: Id<T>) {
        if !window.is_empty() {
            self.by_length.get_or_default(class(window)).insert((window.start, id), window.end);
        }
    }

    /// Takes a window away.
    pub fn remove(&mut self, window: Interval, id: &Id<T>) {
        let class = class(window);
        if let Some(windows) = self.by_length.get_mut(&class) {
            windows.remove(&(window.start, *id));
            if windows.is_empty() {
                self.by_length.remove(&class);
            }
        }
    }

    /// True when no window is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_length.is_empty()
    }

    /// Calls back for each window that overlaps `range`; the order is not meant to matter.
    pub fn for_overlapping(&self, range: Interval, mut found: impl FnMut(&Id<T>, Interval)) {
        if range.is_empty() {
            return;
        }
        let any_id = Id::lenient("");
        for (class, windows) in &self.by_length {
            let longest = 1_i64.checked_shl(*class).unwrap_or(i64::MAX);
            let from = (range.start.plus_seconds(longest.saturating_neg()), any_id);
            for ((start, id), end) in
                windows.range((std::ops::Bound::Excluded(from), std::ops::Bound::Unbounded))
            {
                if *start >= range.end {
                    break;
                }
                let window = Interval::new(*start, *end);
                if window.overlaps(range) {
                    found(id, window);
                }
            }
        }
    }

    /// The ids of the windows that overlap `range`, in the order of their starts, then ids.
    #[must_use]
    pub fn overlapping(&self, range: Interval) -> Vec<Id<T>> {
        let mut found = Vec::new();
        self.for_overlapping(range, |id, window| found.push((window.start, *id)));
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).gather()
    }
}

/// The exponent of the smallest power of two that is longer than the window, in seconds.
fn class(window: Interval) -> u32 {
    64 - window.seconds().leading_zeros()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn interval(start: i64, length: i64) -> Interval {
        let start = Instant::saturating_from_unix_seconds(start);
        Interval::new(start, start.plus_seconds(length))
    }

    proptest! {
        #[test]
        fn a_question_finds_what_a_walk_finds(
            windows in proptest::collection::vec((0i64..1000, 0i64..300), 0..60),
            range in (0i64..1000, 0i64..100),
            removed in proptest::collection::vec(any::<bool>(), 60),
        ) {
            let mut timeline: Timeline<()> = Timeline::default();
            let id = |n: usize| Id::<()>::lenient(&n.to_string());
            let windows: Vec<Interval> = windows.into_iter().map(|(start, length)| interval(start, length)).collect();
            for (n, window) in windows.iter().enumerate() {
                timeline.insert(*window, id(n));
            }
            for (n, window) in windows.iter().enumerate().filter(|(n, _)| removed[*n]) {
                timeline.remove(*window, &id(n));
            }
            let range = interval(range.0, range.1);
            let mut walk: Vec<(Instant, Id<()>)> = windows.iter().enumerate()
                .filter(|(n, window)| !removed[*n] && window.overlaps(range))
                .map(|(n, window)| (window.start, id(n)))
                .collect();
            walk.sort_unstable();
            let walk: Vec<Id<()>> = walk.into_iter().map(|(_, id)| id).collect();
            prop_assert_eq!(timeline.overlapping(range), walk);
        }
    }
}
