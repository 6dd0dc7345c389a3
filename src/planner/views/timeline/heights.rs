//! How high each lane is, and in which row each bar: remembered from frame to frame.
//!
//! Rows depend on the zoom alone, because a label beside a short bar takes room. Heights depend on what is around the
//! view: they change when a page is turned, not while it is panned.

use super::bands::speaks_about;
use super::frame::Viewport;
use super::lane::{Bar, BarKind, Lane};
use super::pack::pack;
use crate::gather::Gather;
use crate::model::RecordRef;
use crate::rules::View;
use crate::sorted::SortedMap;
use crate::time::{Instant, Interval};

/// Pixels of a bar in a lane of several rows, and of the one row of a lane that has one.
pub(super) const BAR: f64 = 20.0;
pub(super) const TALL_BAR: f64 = 26.0;
/// From one row to the next.
pub(super) const PITCH: f64 = 25.0;
/// Above and below the rows of a lane.
pub(super) const PAD: f64 = 7.0;
/// The least that two lines of text beside it need.
pub(super) const LEAST: f64 = 46.0;
/// What the name of a blackout takes at the foot of a lane.
const NAME: f64 = 16.0;
/// Half the width of a diamond.
pub(super) const POINT: f64 = 7.0;
/// The longest label beside a bar.
pub(super) const LONGEST_LABEL: f64 = 170.0;
const CHARACTER: f64 = 7.4;
/// A bar at least this wide has its label inside, cut off if need be.
const ROOM_FOR_LABEL: f64 = 56.0;
/// Packing counts in parts of a pixel.
const FINE: f64 = 8.0;

/// Rows and heights of all lanes for one zoom and one page.
#[derive(Debug, Default)]
pub(super) struct Heights {
    seconds_per_px: f64,
    page: Option<(i64, u64)>,
    rows: Vec<Option<Vec<u32>>>,
    lanes: Vec<Height>,
    total: f64,
}

/// Where a lane is, in pixels from the top of all lanes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Height {
    pub top: f64,
    pub height: f64,
    /// How many rows it has around the view; 0 when it is drawn as density.
    pub rows: u32,
    /// What of it is kept free at its foot for the names of blackouts.
    pub name: f64,
}

impl Heights {
    /// Brings rows and heights in line with the view.
    pub fn follow(&mut self, view: &View, lanes: &[Lane], viewport: &Viewport) {
        if self.rows.len() != lanes.len()
            || (self.seconds_per_px - viewport.seconds_per_px).abs() > f64::EPSILON
        {
            self.rows = vec![None; lanes.len()];
            self.seconds_per_px = viewport.seconds_per_px;
            self.page = None;
        }
        let page_seconds = viewport.seconds_per_px * viewport.width.max(1.0);
        let number = (viewport.start / page_seconds).floor();
        let page = (number as i64, viewport.width.to_bits());
        if self.page == Some(page) {
            return;
        }
        self.page = Some(page);
        let around = Interval::new(seconds(number * page_seconds), seconds((number + 2.0) * page_seconds));
        let named = names(view, lanes, around);
        self.measure(lanes, around, viewport.width, &named);
    }

    fn measure(&mut self, lanes: &[Lane], around: Interval, width: f64, named: &[usize]) {
        let most = (width / 2.0).max(60.0) as usize;
        let mut top = 0.0;
        self.lanes.clear();
        for (place, (lane, rows)) in lanes.iter().zip(&mut self.rows).enumerate() {
            let count = if lane.count(around) > most {
                0
            } else {
                let rows = rows.get_or_insert_with(|| rows_of(lane, self.seconds_per_px));
                let here = lane.touching(around).filter_map(|(place, _)| rows.get(place));
                here.max().map_or(1, |row| row + 1)
            };
            let name = if named.contains(&place) { NAME } else { 0.0 };
            let height = (f64::from(count) * PITCH - (PITCH - BAR) + 2.0 * PAD).max(LEAST) + name;
            self.lanes.push(Height { top, height, rows: count, name });
            top += height;
        }
        self.total = top;
    }

    /// Where a lane is.
    pub fn of(&self, lane: usize) -> Height {
        self.lanes.get(lane).copied().unwrap_or(Height { top: 0.0, height: 0.0, rows: 1, name: 0.0 })
    }

    /// The lanes that a part of the height touches.
    pub fn between(&self, top: f64, bottom: f64) -> std::ops::Range<usize> {
        let first = self.lanes.partition_point(|lane| lane.top + lane.height <= top);
        let last = self.lanes.partition_point(|lane| lane.top < bottom);
        first..last.max(first)
    }

    /// The row of a bar.
    pub fn row(&self, lane: usize, bar: usize) -> u32 {
        let rows = self.rows.get(lane).and_then(Option::as_ref);
        rows.and_then(|rows| rows.get(bar)).copied().unwrap_or(0)
    }

    /// The height of all lanes together.
    pub fn total(&self) -> f64 {
        self.total
    }
}

/// The lanes at whose foot blackouts are named: for each of them the last that it is in.
fn names(view: &View, lanes: &[Lane], around: Interval) -> Vec<usize> {
    let blackouts = view.plan.blackouts.values();
    let near =
        blackouts.filter(|one| !view.occurrences.of(&RecordRef::from(&one.id), &one.when, around).is_empty());
    near.filter_map(|one| lanes.iter().rposition(|lane| speaks_about(view, lane, &one.scope))).gather()
}

fn seconds(at: f64) -> Instant {
    Instant::saturating_from_unix_seconds(at as i64)
}

/// The rows of all bars of a lane; a gate has the row of its phase.
fn rows_of(lane: &Lane, seconds_per_px: f64) -> Vec<u32> {
    let bars = lane.bars();
    let is_phase = |(_, bar): &(usize, &Bar)| bar.kind == BarKind::Phase;
    let phases: SortedMap<&str, usize> =
        bars.iter().enumerate().filter(is_phase).map(|(place, bar)| (&*bar.record.id, place)).gather();
    let phase_of = |bar: &Bar| phases.get(bar.of_phase.as_ref()?.as_str()).copied();
    let hosts: Vec<Option<usize>> = bars.iter().map(phase_of).gather();
    let own = bars.iter().zip(&hosts).filter(|(_, host)| host.is_none());
    let mut packed = pack(own.map(|(bar, _)| room(bar, seconds_per_px))).into_iter();
    let own_rows: Vec<Option<u32>> =
        hosts.iter().map(|host| if host.is_none() { packed.next() } else { None }).gather();
    let row = |place: usize| {
        let host = hosts.get(place).copied().flatten().unwrap_or(place);
        own_rows.get(host).copied().flatten().unwrap_or(0)
    };
    (0..bars.len()).map(row).gather()
}

/// From where to where a bar and its label take room, in parts of a pixel.
fn room(bar: &Bar, seconds_per_px: f64) -> (i64, i64) {
    let px = |instant: Instant| instant.unix_seconds() as f64 / seconds_per_px;
    let (x0, x1) = (px(bar.window.start), px(bar.window.end));
    let (x0, x1) = if bar.kind.is_point() { (x0 - POINT, x0 + POINT) } else { (x0, x1.max(x0 + LEAST_BAR)) };
    let label = if has_label_beside(bar, x1 - x0) { label_width(bar) + 6.0 } else { 0.0 };
    let fine = |x: f64| (x * FINE) as i64;
    (fine(x0), fine(x1 + label + 2.0))
}

/// A bar is never drawn narrower.
pub(super) const LEAST_BAR: f64 = 5.0;

/// True when the label stands beside the bar because it has no room inside.
pub(super) fn has_label_beside(bar: &Bar, width: f64) -> bool {
    match bar.kind {
        BarKind::Gate => bar.of_phase.is_none(),
        BarKind::GoLive => true,
        _ => width < ROOM_FOR_LABEL && width < label_width(bar) + 12.0,
    }
}

/// About how wide the label is.
pub(super) fn label_width(bar: &Bar) -> f64 {
    let letters = bar.title.chars().count() as f64;
    (letters * CHARACTER).min(LONGEST_LABEL)
}
