//! `Interval`: the half-open span `[start, end)`. A file of its own because every rule speaks in it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::gather::Gather;

use super::instant::{Instant, InstantError};

/// A span of time `[start, end)`: its start belongs to it, its end does not, so that two windows that
/// touch do not overlap.
///
/// An interval whose end is not after its start can be stored, because a wrong plan is a value that a
/// rule reports; it is *empty*: it contains nothing and overlaps nothing. Written as an ISO 8601 interval,
/// `2026-03-02T20:00:00Z/2026-03-02T22:00:00Z`: one value, one line in a Git difference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// The first instant inside.
    pub start: Instant,
    /// The first instant after.
    pub end: Instant,
}

/// Why a text is no [`Interval`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IntervalError {
    /// There is no `/` between two times.
    #[error("\"{0}\" is not a window; write start and end like 2026-03-02T20:00:00Z/2026-03-02T22:00:00Z")]
    NotAnInterval(String),
    /// The start is unreadable.
    #[error("the window's start: {0}")]
    Start(InstantError),
    /// The end is unreadable.
    #[error("the window's end: {0}")]
    End(InstantError),
}

impl Interval {
    /// `[start, end)`.
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Interval {
        Interval { start, end }
    }

    /// Reads `start/end`, both RFC 3339.
    pub fn parse(text: &str) -> Result<Interval, IntervalError> {
        let (start, end) = text
            .split_once('/')
            .ok_or_else(|| IntervalError::NotAnInterval(text.chars().take(80).gather()))?;
        Ok(Interval {
            start: Instant::parse(start).map_err(IntervalError::Start)?,
            end: Instant::parse(end).map_err(IntervalError::End)?,
        })
    }

    /// True when no instant lies inside: the end is not after the start.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Length in seconds; 0 when empty.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.end.seconds_since(self.start).max(0)
    }

    /// Length in whole minutes, rounded down; 0 when empty.
    #[must_use]
    pub fn minutes(self) -> i64 {
        self.seconds() / 60
    }

    /// True when `start <= instant && instant < end`.
    #[must_use]
    pub fn contains(self, instant: Instant) -> bool {
        self.start <= instant && instant < self.end
    }

    /// True when every instant of `inner` lies here. An empty `inner` is nowhere.
    #[must_use]
    pub fn covers(self, inner: Interval) -> bool {
        !inner.is_empty() && self.start <= inner.start && inner.end <= self.end
    }

    /// True when both have an instant in common. Touching is not overlapping.
    #[must_use]
    pub fn overlaps(self, other: Interval) -> bool {
        self.intersection(other).is_some()
    }

    /// What both have in common, or `None`.
    #[must_use]
    pub fn intersection(self, other: Interval) -> Option<Interval> {
        if self.is_empty() || other.is_empty() {
            return None;
        }
        let common = Interval { start: self.start.max(other.start), end: self.end.min(other.end) };
        (!common.is_empty()).then_some(common)
    }

    /// The smallest interval around both.
    #[must_use]
    pub fn hull(self, other: Interval) -> Interval {
        Interval { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same span, moved by seconds (negative: earlier).
    #[must_use]
    pub fn shifted_by_seconds(self, seconds: i64) -> Interval {
        Interval { start: self.start.plus_seconds(seconds), end: self.end.plus_seconds(seconds) }
    }

    /// The same length, starting at `start`.
    #[must_use]
    pub fn starting_at(self, start: Instant) -> Interval {
        Interval { start, end: start.plus_seconds(self.end.seconds_since(self.start)) }
    }
}

/// Joins intervals that overlap or touch; the result is sorted and disjoint, empty ones are dropped.
#[must_use]
pub fn union(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.retain(|interval| !interval.is_empty());
    intervals.sort_unstable();
    let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
    for interval in intervals {
        match joined.last_mut() {
            Some(last) if interval.start <= last.end => last.end = last.end.max(interval.end),
            _ => joined.push(interval),
        }
    }
    joined
}

/// The parts of `whole` that no interval of `parts` covers, in order.
#[must_use]
pub fn uncovered(whole: Interval, parts: Vec<Interval>) -> Vec<Interval> {
    let mut gaps = Vec::new();
    let mut from = whole.start;
    for part in union(parts) {
        let gap = Interval::new(from, part.start.min(whole.end));
        if !gap.is_empty() {
            gaps.push(gap);
        }
        from = from.max(part.end);
    }
    let rest = Interval::new(from, whole.end);
    if !rest.is_empty() {
        gaps.push(rest);
    }
    gaps
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start, self.end)
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Interval::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(start: i64, end: i64) -> Interval {
        let at = |hour: i64| Instant::saturating_from_unix_seconds(hour * 3600);
        Interval::new(at(start), at(end))
    }

    #[test]
    fn touching_windows_do_not_overlap() {
        assert!(!hours(1, 2).overlaps(hours(2, 3)));
        assert!(hours(1, 3).overlaps(hours(2, 3)));
    }

    #[test]
    fn a_window_that_ends_before_it_starts_overlaps_nothing() {
        assert!(!hours(3, 1).overlaps(hours(0, 9)));
        assert!(!hours(0, 9).covers(hours(3, 1)));
    }

    #[test]
    fn touching_windows_join() {
        assert_eq!(union(vec![hours(4, 5), hours(1, 2), hours(2, 3)]), vec![hours(1, 3), hours(4, 5)]);
    }

    #[test]
    fn what_is_uncovered_is_named_in_order() {
        assert_eq!(uncovered(hours(0, 10), vec![hours(2, 3), hours(9, 12)]), vec![hours(0, 2), hours(3, 9)]);
        assert_eq!(uncovered(hours(0, 2), vec![hours(5, 6)]), vec![hours(0, 2)]);
        assert_eq!(uncovered(hours(0, 2), vec![hours(0, 2)]), vec![]);
    }

    #[test]
    fn the_text_form_is_read_back() {
        let window = hours(1, 2);
        assert_eq!(Interval::parse(&window.to_string()), Ok(window));
        let error = Interval::parse("2026-01-01T00:00:00Z/nonsense").unwrap_err();
        assert!(error.to_string().contains("nonsense"), "{error}");
    }
}
