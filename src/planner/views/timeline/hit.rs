//! What a pointer is over, and what dragging it there does to a window.

use super::frame::Frame;
use super::grid::Grid;
use super::lanes::Lanes;
use super::walk::Place;
use crate::time::{Instant, Interval, Zone};

/// The part of a bar that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The start: the bar is resized.
    Start,
    /// The bar: it is moved.
    Whole,
    /// The end: the bar is resized.
    End,
}

/// A bar under the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Which bar.
    pub place: Place,
    /// Which part of it.
    pub edge: Edge,
}

/// How near an end of a bar it is taken for the end; a bar of less than four times as much has no ends.
const REACH: f64 = 7.0;
/// How far beside a narrow bar it is still hit.
const SLACK: f64 = 3.0;

impl Edge {
    /// The window after a drag over some steps of the grid.
    #[must_use]
    pub fn dragged(self, window: Interval, steps: i64, grid: Grid, zone: Zone) -> Interval {
        match self {
            Edge::Start => grid.with_start_moved(window, steps, zone),
            Edge::Whole => grid.moved(window, steps, zone),
            Edge::End => grid.with_end_moved(window, steps, zone),
        }
    }
}

impl Frame {
    /// The bar at pixels from the left of the view and from the top of all lanes; the one painted last.
    #[must_use]
    pub fn hit(&self, x: f64, y: f64) -> Option<Hit> {
        let lane = self.lanes.iter().find(|lane| lane.y <= y && y < lane.y + lane.height)?;
        let is_under = |x0: f64, x1: f64, top: f64, height: f64| {
            x0 - SLACK <= x && x <= x1 + SLACK && top - 2.0 <= y && y <= top + height + 2.0
        };
        let bar = lane.bars.iter().rev().find(|bar| is_under(bar.x0, bar.x1, bar.y, bar.height))?;
        let edge = match bar.x1 - bar.x0 {
            width if width < 4.0 * REACH => Edge::Whole,
            _ if x < bar.x0 + REACH => Edge::Start,
            _ if x > bar.x1 - REACH => Edge::End,
            _ => Edge::Whole,
        };
        Some(Hit { place: Place { lane: lane.lane, bar: bar.bar }, edge })
    }

    /// The lane at pixels from the top of all lanes.
    #[must_use]
    pub fn lane_at(&self, y: f64) -> Option<usize> {
        self.lanes.iter().find(|lane| lane.y <= y && y < lane.y + lane.height).map(|lane| lane.lane)
    }
}

impl Lanes {
    /// Where a view of so many seconds first starts: a little before now; where nothing is planned around now, so that
    /// it shows what is nearest: the end of a plan that is over, the start of one that is to come.
    #[must_use]
    pub fn opening(&self, now: Instant, seconds: i64) -> Instant {
        let before_now = now.plus_seconds(-seconds / 5);
        match self.extent() {
            Some(extent) if extent.overlaps(Interval::new(before_now, before_now.plus_seconds(seconds))) => {
                before_now
            }
            Some(extent) if extent.end <= before_now => extent.end.plus_seconds(-seconds / 20 * 19),
            Some(extent) => extent.start.plus_seconds(-seconds / 20),
            None => before_now,
        }
    }
}
