//! `Frame`: what is seen through a viewport, in pixels. It costs what is seen.

use super::axis::Axis;
use super::bands::{Band, bands};
use super::heights::{
    BAR, Height, LEAST_BAR, LONGEST_LABEL, PAD, PITCH, POINT, TALL_BAR, has_label_beside, label_width,
};
use super::lane::{Bar, Lane};
use super::lanes::Lanes;
use crate::gather::Gather;
use crate::rules::View;
use crate::time::{Instant, Interval};

/// The part of the timeline that is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// The left edge, in seconds since 1970 with fractions, so that panning is smooth at every zoom.
    pub start: f64,
    /// The zoom.
    pub seconds_per_px: f64,
    /// Pixels across.
    pub width: f64,
    /// Pixels that are scrolled away above.
    pub top: f64,
    /// Pixels down.
    pub height: f64,
}

/// A picture of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The ticks.
    pub axis: Axis,
    /// Days that are not worked, from where to where; empty where they would be too narrow to be seen.
    pub idle: Vec<(f64, f64)>,
    /// Where now is, if it is in view.
    pub now: Option<f64>,
    /// The lanes in view.
    pub lanes: Vec<LaneFrame>,
    /// The height of all lanes together.
    pub height: f64,
}

/// A lane in view.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneFrame {
    /// Which lane, from the top.
    pub lane: usize,
    /// Pixels from the top of all lanes.
    pub y: f64,
    /// Its height.
    pub height: f64,
    /// What lies behind its bars.
    pub bands: Vec<Band>,
    /// Its bars in view, by start. None when it is drawn as density.
    pub bars: Vec<Placed>,
    /// Where bars would be too many to tell apart: how many there are, for each [`LaneFrame::DENSITY_PX`] pixels.
    pub density: Vec<u32>,
    /// The most bars that take a place of the environment at one time in view.
    pub used: u32,
}

/// A bar in view.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Which bar of the lane.
    pub bar: usize,
    /// The left edge.
    pub x0: f64,
    /// The right edge; a point has both around it.
    pub x1: f64,
    /// Pixels from the top of all lanes.
    pub y: f64,
    /// Its height.
    pub height: f64,
    /// Where its label stands.
    pub label: Label,
    /// From where to where it was really done.
    pub actual: Option<(f64, f64)>,
}

/// Where the label of a bar stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Label {
    /// In the bar, cut off at its end.
    Inside,
    /// To the right of the bar, with room for this many pixels.
    Beside(f64),
    /// Nowhere.
    None,
}

impl LaneFrame {
    /// Pixels that one number of [`LaneFrame::density`] stands for.
    pub const DENSITY_PX: f64 = 4.0;
}

impl Viewport {
    /// Where an instant is, in pixels from the left.
    #[must_use]
    pub fn x(&self, instant: Instant) -> f64 {
        let seconds = instant.unix_seconds() as f64;
        (seconds - self.start) / self.seconds_per_px
    }

    /// The instant at pixels from the left.
    #[must_use]
    pub fn instant(&self, x: f64) -> Instant {
        Instant::saturating_from_unix_seconds((self.start + x * self.seconds_per_px).round() as i64)
    }

    /// The time in view.
    #[must_use]
    pub fn range(&self) -> Interval {
        Interval::new(self.instant(0.0), self.instant(self.width))
    }
}

impl Lanes {
    /// The picture of a viewport.
    #[must_use]
    pub fn frame(&mut self, view: &View, viewport: &Viewport) -> Frame {
        let zone = view.zone();
        let calendar = &view.plan.settings.calendar;
        let range = viewport.range();
        let days_show = 86_400.0 / viewport.seconds_per_px >= 2.0;
        let idle = if days_show { calendar.non_working_days(range, zone) } else { Vec::new() };
        let now = viewport.x(view.now);
        let (lanes, heights) = self.parts();
        heights.follow(view, lanes, viewport);
        let seen = heights.between(viewport.top, viewport.top + viewport.height);
        let pictures = seen.filter_map(|place| {
            let lane = lanes.get(place)?;
            let row = |bar| heights.row(place, bar);
            Some(picture(view, viewport, (place, lane), heights.of(place), row))
        });
        Frame {
            axis: Axis::of(viewport, zone, |date| !calendar.is_working_day(date)),
            idle: idle.into_iter().map(|days| (viewport.x(days.start), viewport.x(days.end))).gather(),
            now: (0.0 <= now && now <= viewport.width).then_some(now),
            lanes: pictures.gather(),
            height: heights.total(),
        }
    }

    /// Where a lane is since the last frame: pixels from the top of all lanes, and its height.
    #[must_use]
    pub fn lane_box(&self, lane: usize) -> (f64, f64) {
        let Height { top, height, .. } = self.heights.of(lane);
        (top, height)
    }

    /// Where a bar is since the last frame, whether or not it is in view.
    #[must_use]
    pub fn placed(&self, viewport: &Viewport, lane: usize, bar: usize) -> Option<Placed> {
        let height = self.heights.of(lane);
        let of = self.all().get(lane)?.bars().get(bar)?;
        Some(place(viewport, of, bar, height, self.heights.row(lane, bar)))
    }
}

fn picture(
    view: &View,
    viewport: &Viewport,
    (place_of_lane, lane): (usize, &Lane),
    height: Height,
    row: impl Fn(usize) -> u32,
) -> LaneFrame {
    let range = viewport.range();
    let label_seconds = (viewport.seconds_per_px * (LONGEST_LABEL + 2.0 * POINT)) as i64;
    let with_labels =
        Interval::new(range.start.plus_seconds(-label_seconds), range.end.plus_seconds(label_seconds / 8));
    let mut bars = Vec::new();
    let mut density = Vec::new();
    let mut ends = Vec::new();
    if height.rows == 0 {
        density = densities(lane, viewport);
    } else {
        for (bar, of) in lane.touching(with_labels) {
            bars.push(place(viewport, of, bar, height, row(bar)));
            if of.takes_capacity && of.window.overlaps(range) {
                ends.push((of.window.start, 1));
                ends.push((of.window.end, -1));
            }
        }
    }
    LaneFrame {
        lane: place_of_lane,
        y: height.top,
        height: height.height,
        bands: bands(view, lane, viewport),
        bars,
        density,
        used: most_at_once(ends),
    }
}

fn place(viewport: &Viewport, of: &Bar, bar: usize, height: Height, row: u32) -> Placed {
    let (x0, x1) = (viewport.x(of.window.start), viewport.x(of.window.end));
    let (x0, x1) = if of.kind.is_point() { (x0 - POINT, x0 + POINT) } else { (x0, x1.max(x0 + LEAST_BAR)) };
    let tall = height.rows <= 1;
    let bar_height = if tall { TALL_BAR } else { BAR };
    let y = if tall {
        height.top + (height.height - height.name - TALL_BAR) / 2.0
    } else {
        height.top + PAD + f64::from(row) * PITCH
    };
    let label = if has_label_beside(of, x1 - x0) {
        Label::Beside(label_width(of))
    } else if of.kind.is_point() {
        Label::None
    } else {
        Label::Inside
    };
    let actual = of.actual.map(|actual| (viewport.x(actual.start), viewport.x(actual.end)));
    Placed { bar, x0, x1, y, height: bar_height, label, actual }
}

/// How many bars there are in each few pixels: two binary searches each, whatever the number.
fn densities(lane: &Lane, viewport: &Viewport) -> Vec<u32> {
    let columns = (viewport.width / LaneFrame::DENSITY_PX).ceil() as u32;
    let at = |column: u32| viewport.instant(f64::from(column) * LaneFrame::DENSITY_PX);
    (0..columns)
        .map(|column| lane.count(Interval::new(at(column), at(column + 1))))
        .map(|count| u32::try_from(count).unwrap_or(u32::MAX))
        .gather()
}

/// The highest sum on the way through the steps by time; at one time, ends come before starts.
fn most_at_once(mut steps: Vec<(Instant, i32)>) -> u32 {
    steps.sort_unstable();
    let mut sum = 0;
    let sums = steps.into_iter().map(|(_, step)| {
        sum += step;
        sum
    });
    sums.max().and_then(|most| u32::try_from(most).ok()).unwrap_or(0)
}
