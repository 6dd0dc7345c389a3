//! The IANA database in the form in which the page carries it: names in `zones.txt`, clock changes in `zones.bin`.
//!
//! A file of its own because it alone knows that form. Both files are written by `tests/zones.rs` from the crate
//! `chrono-tz`, whose own tables would be a tenth of the page.

use crate::gather::Gather;

use std::sync::{LazyLock, OnceLock};

/// From `start` on, in seconds since 1970, the clock shows `offset` seconds more than UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub start: i64,
    pub offset: i32,
}

/// The spans of one zone in order. The first starts at `i64::MIN`.
pub(super) type Spans = Vec<Span>;

struct Table {
    /// In alphabetical order, each with the number of its history; aliases share one.
    names: Vec<(&'static str, usize)>,
    histories: Vec<&'static [u8]>,
    known: Vec<OnceLock<Spans>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let names: Vec<(&str, usize)> = include_str!("zones.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, history)| (name, history.parse().unwrap_or_default()))
        .gather();
    let mut rest: &[u8] = include_bytes!("zones.bin");
    let mut histories = Vec::new();
    while let Some(length) = number(&mut rest).and_then(|length| usize::try_from(length).ok()) {
        let Some((history, others)) = rest.split_at_checked(length) else { break };
        histories.push(history);
        rest = others;
    }
    let known = histories.iter().map(|_| OnceLock::new()).gather();
    Table { names, histories, known }
});

/// The names of all zones, in alphabetical order.
pub(super) fn names() -> impl ExactSizeIterator<Item = &'static str> {
    TABLE.names.iter().map(|(name, _)| *name)
}

/// The name of a zone by its place in the order of the names.
pub(super) fn name(zone: u16) -> &'static str {
    TABLE.names.get(usize::from(zone)).map_or("UTC", |(name, _)| name)
}

/// The spans of a zone by its place in the order of the names; never empty.
pub(super) fn spans(zone: u16) -> &'static [Span] {
    const UTC: &[Span] = &[Span { start: i64::MIN, offset: 0 }];
    let table: &'static Table = &TABLE;
    let place = table.names.get(usize::from(zone)).map(|(_, history)| *history).unwrap_or_default();
    match (table.histories.get(place), table.known.get(place)) {
        (Some(history), Some(known)) => known.get_or_init(|| decoded(history)),
        _ => UTC,
    }
}

/// Pairs of numbers: the time since the last change or the start of 1970, and how much more than before the clock shows.
/// Both are in hours where the first is even, in seconds where it is odd; its half is the time.
fn decoded(mut history: &[u8]) -> Spans {
    let mut spans = Spans::new();
    let mut last = Span { start: 0, offset: 0 };
    while let (Some(passed), Some(step)) = (number(&mut history), number(&mut history)) {
        let unit = if passed & 1 == 0 { 3_600 } else { 1 };
        let passed = (passed >> 1) * i64::from(unit);
        last = Span { start: last.start + passed, offset: last.offset + signed(step) * unit };
        let start = if spans.is_empty() { i64::MIN } else { last.start };
        spans.push(Span { start, ..last });
    }
    spans
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn number(bytes: &mut &[u8]) -> Option<i64> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= i64::from(byte & 127) << shift;
        shift += 7;
        if byte & 128 == 0 || 56 < shift {
            return Some(value);
        }
    }
}

/// Even numbers stand for those from zero up, odd ones for those below zero.
fn signed(number: i64) -> i32 {
    let half = (number >> 1) as i32;
    if number & 1 == 0 { half } else { -half - 1 }
}
