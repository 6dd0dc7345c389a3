//! The dependencies of a timeline: which bars they join, found once for each state of the plan, and the arrows of a frame.

use std::collections::HashMap;

use super::frame::{Frame, Placed, Viewport};
use super::lanes::Lanes;
use super::walk::Place;
use crate::model::RecordRef;
use crate::planner::views::connector::{Arrows, Bounds};
use crate::planner::views::dependencies::{Link, links};
use crate::rules::View;

/// The dependencies whose both sides have a bar.
#[derive(Debug, Default)]
pub struct Joins {
    joins: Vec<(Link, Place, Place)>,
    /// By the record of the bar that waits, which of them.
    waiting: HashMap<RecordRef, usize>,
    of_waiting: Vec<Vec<usize>>,
}

impl Joins {
    /// What each dependency of the record that waits says.
    pub fn of<'a>(&'a self, record: &RecordRef) -> impl Iterator<Item = &'a Link> {
        let places = self.waiting.get(record).and_then(|place| self.of_waiting.get(*place));
        places.into_iter().flatten().filter_map(|place| Some(&self.joins.get(*place)?.0))
    }
}

impl Lanes {
    /// The dependencies that can be drawn between these lanes: in a lane that has both sides where there is one.
    #[must_use]
    pub fn joins(&self, view: &View) -> Joins {
        let found = links(view);
        let mut wanted: HashMap<RecordRef, usize> = HashMap::new();
        for record in found.iter().flat_map(|link| [&link.bars.0, &link.bars.1]) {
            let next = wanted.len();
            wanted.entry(record.clone()).or_insert(next);
        }
        let mut places: Vec<Vec<Place>> = vec![Vec::new(); wanted.len()];
        if !wanted.is_empty() {
            for (lane, one) in self.all().iter().enumerate() {
                for (bar, of) in one.bars().iter().enumerate() {
                    let known = wanted.get(&of.record).and_then(|place| places.get_mut(*place));
                    known.into_iter().for_each(|known| known.push(Place { lane, bar }));
                }
            }
        }
        let of = |record: &RecordRef| wanted.get(record).and_then(|place| places.get(*place));
        let mut made = Joins { of_waiting: vec![Vec::new(); wanted.len()], ..Joins::default() };
        for link in found {
            let Some((first, then)) = of(&link.bars.0).zip(of(&link.bars.1)) else { continue };
            let together = first
                .iter()
                .find_map(|first| Some((first, then.iter().find(|then| then.lane == first.lane)?)));
            let Some((first, then)) = together.or(first.first().zip(then.first())) else { continue };
            let (first, then) = (*first, *then);
            let place = wanted.get(&link.bars.1).and_then(|place| made.of_waiting.get_mut(*place));
            place.into_iter().for_each(|known| known.push(made.joins.len()));
            made.joins.push((link, first, then));
        }
        made.waiting = wanted;
        made
    }

    /// The arrows of a frame: between bars that are in view, and of the chosen record wherever they lead.
    #[must_use]
    pub fn arrows(
        &self,
        joins: &Joins,
        frame: &Frame,
        viewport: &Viewport,
        chosen: Option<&RecordRef>,
    ) -> Arrows {
        let Some((top, bottom)) = frame.lanes.first().zip(frame.lanes.last()) else {
            return Arrows::default();
        };
        let lanes = top.lane..=bottom.lane;
        let is_dense = |place: &Place| self.heights.of(place.lane).rows == 0;
        let in_sight = |placed: &Placed| 0.0 < placed.x1 && placed.x0 < viewport.width;
        let seen = joins.joins.iter().filter_map(|(link, first, then)| {
            let is_near = lanes.contains(&first.lane) && lanes.contains(&then.lane);
            let is_chosen = || chosen.is_some_and(|record| link.concerns(record));
            if !(is_near || is_chosen()) || is_dense(first) || is_dense(then) {
                return None;
            }
            let (from, to) = self
                .placed(viewport, first.lane, first.bar)
                .zip(self.placed(viewport, then.lane, then.bar))?;
            let is_seen = is_near && in_sight(&from) && in_sight(&to);
            let passes = |a: &Placed, b: &Placed| a.x0.min(b.x0) < viewport.width && 0.0 < a.x1.max(b.x1);
            (is_seen || (is_chosen() && passes(&from, &to))).then(|| (link, bounds(&from), bounds(&to)))
        });
        Arrows::of(seen, chosen, false, viewport.width)
    }
}

fn bounds(placed: &Placed) -> Bounds {
    Bounds { x0: placed.x0, x1: placed.x1, y: placed.y, height: placed.height }
}
