//! `Lane` and `Bar`: what is drawn for one release, environment, service or person, over all time.

use crate::gather::Gather;
use crate::model::{Change, Control, Criticality, Id, Phase, RecordRef, ReleaseStatus, Severity};
use crate::order::Arrange;
use crate::time::{Instant, Interval};

/// What a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarKind {
    /// A change in its planned window.
    Change,
    /// A phase of a release.
    Phase,
    /// A booking that stands for itself.
    Booking,
    /// A gate: a point.
    Gate,
    /// The go-live of a release: a point.
    GoLive,
}

impl BarKind {
    /// True for what has a time and no length.
    #[must_use]
    pub fn is_point(self) -> bool {
        matches!(self, BarKind::Gate | BarKind::GoLive)
    }
}

/// One record in one lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The record that is selected and moved.
    pub record: RecordRef,
    /// What it stands for.
    pub kind: BarKind,
    /// When it is planned; a point has no length. Never inverted: a window that ends before it starts is its start.
    pub window: Interval,
    /// When it was really done; up to now while it is being done.
    pub actual: Option<Interval>,
    /// What people call it.
    pub title: String,
    /// 1 to 6, the same for all of a release; 0 without one.
    pub colour: u8,
    /// Authorised or approved; otherwise its outline is dashed.
    pub is_firm: bool,
    /// Done or dropped.
    pub is_over: bool,
    /// True when a person may move it now.
    pub can_move: bool,
    /// True when it takes a place in its environment.
    pub takes_capacity: bool,
    /// The worst of its findings that nobody waived.
    pub worst: Option<Severity>,
    /// The phase whose bar a gate sits on.
    pub of_phase: Option<Id<Phase>>,
}

/// What a lane is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum About {
    /// An environment.
    Environment {
        /// Who decides about deployments.
        control: Control,
        /// How much it bears at one time; `None` is without limit.
        capacity: Option<u32>,
    },
    /// A release.
    Release {
        /// Where it is on its way.
        status: ReleaseStatus,
        /// When it is to be in production.
        go_live: Option<Instant>,
    },
    /// A service.
    Service(Criticality),
    /// A person.
    Person,
    /// Everything that belongs to no lane of the grouping.
    Rest,
}

/// All bars of one record, or of what has none, over all time.
#[derive(Debug, Clone)]
pub struct Lane {
    /// Whose lane it is; `None` for the rest.
    pub record: Option<RecordRef>,
    /// What people call it; empty for the rest.
    pub title: String,
    /// What it is about.
    pub about: About,
    bars: Vec<Bar>,
    starts: Vec<i64>,
    ends: Vec<i64>,
    latest_ends: Vec<i64>,
}

/// Bars are looked for in blocks of this many, each with its latest end.
const BLOCK: usize = 64;

impl Lane {
    /// A lane of bars in any order.
    #[must_use]
    pub fn new(record: Option<RecordRef>, title: &str, about: About, mut bars: Vec<Bar>) -> Lane {
        bars.arrange_by(|a, b| (a.window, &a.record).cmp(&(b.window, &b.record)));
        let end = |bar: &Bar| bar.end();
        let starts = bars.iter().map(|bar| bar.window.start.unix_seconds()).gather();
        let mut ends: Vec<i64> = bars.iter().map(end).gather();
        ends.arrange();
        let latest_ends =
            bars.chunks(BLOCK).map(|block| block.iter().map(end).max().unwrap_or(i64::MIN)).gather();
        Lane { record, title: title.to_owned(), about, bars, starts, ends, latest_ends }
    }

    /// The bars by start.
    #[must_use]
    pub fn bars(&self) -> &[Bar] {
        &self.bars
    }

    /// The place of the first bar that starts at `instant` or later.
    #[must_use]
    pub fn first_from(&self, instant: Instant) -> usize {
        self.starts.partition_point(|start| *start < instant.unix_seconds())
    }

    /// How many bars touch the range: two binary searches, whatever the number.
    #[must_use]
    pub fn count(&self, range: Interval) -> usize {
        let begun = self.starts.partition_point(|start| *start < range.end.unix_seconds());
        let over = self.ends.partition_point(|end| *end <= range.start.unix_seconds());
        begun.saturating_sub(over)
    }

    /// The bars that touch the range, with their places, by start. Looks at those and at one block in 64 others.
    pub fn touching(&self, range: Interval) -> impl Iterator<Item = (usize, &Bar)> {
        let until = self.starts.partition_point(|start| *start < range.end.unix_seconds());
        let from = range.start.unix_seconds();
        let blocks =
            self.bars.get(..until).unwrap_or_default().chunks(BLOCK).zip(&self.latest_ends).enumerate();
        blocks.filter(move |(_, (_, latest))| **latest > from).flat_map(move |(number, (block, _))| {
            let numbered = block.iter().enumerate().map(move |(place, bar)| (number * BLOCK + place, bar));
            numbered.filter(move |(_, bar)| bar.end() > from)
        })
    }

    /// From the start of the first bar to the end of the last; `None` without bars.
    #[must_use]
    pub fn extent(&self) -> Option<Interval> {
        let (start, end) = (self.starts.first()?, self.ends.last()?);
        let at = |seconds: &i64| Instant::saturating_from_unix_seconds(*seconds);
        Some(Interval::new(at(start), at(end)))
    }
}

impl Bar {
    /// A bar for a change in a window.
    #[must_use]
    pub(super) fn of_change(change: &Change, window: Interval) -> Bar {
        Bar {
            record: RecordRef::from(&change.id),
            kind: BarKind::Change,
            window: upright(window),
            actual: None,
            title: change.title.clone(),
            colour: 0,
            is_firm: !change.status.is_before_authorisation() && !change.on_hold,
            is_over: !change.status.is_live(),
            can_move: change.status.is_before_implementation(),
            takes_capacity: false,
            worst: None,
            of_phase: None,
        }
    }

    /// The end in seconds, at least one after the start: a point can be seen.
    fn end(&self) -> i64 {
        self.window.end.unix_seconds().max(self.window.start.unix_seconds() + 1)
    }
}

/// The window, or its start alone when it ends before it starts.
pub(super) fn upright(window: Interval) -> Interval {
    Interval::new(window.start, window.end.max(window.start))
}
