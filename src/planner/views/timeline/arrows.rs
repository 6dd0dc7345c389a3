//! The dependencies of a timeline: which bars they join, found once for each state of the plan, and the arrows of a frame.

use std::collections::HashMap;

use super::frame::{Frame, Placed, Viewport};
use super::lane::Lane;
use super::lanes::Lanes;
use super::walk::Place;
use crate::gather::Gather;
use crate::model::RecordRef;
use crate::order::Arrange;
use crate::planner::views::connector::{Arrows, Bounds};
use crate::planner::views::dependencies::{Link, links};
use crate::rules::View;

/// The dependencies whose both sides have a bar.
#[derive(Debug, Default)]
pub struct Joins {
    joins: Vec<(Link, Place, Place)>,
    known: HashMap<RecordRef, usize>,
    of_known: Vec<Joined>,
}

/// Which dependencies a record has to do with.
#[derive(Debug, Default, Clone)]
struct Joined {
    /// Where its bars are.
    places: Vec<Place>,
    /// Those in which its bar is what waits.
    waiting: Vec<usize>,
    /// Those that come forward with it.
    concerned: Vec<usize>,
}

impl Joins {
    /// What the dependencies of the record whose bar waits say.
    pub fn of<'a>(&'a self, record: &RecordRef) -> impl Iterator<Item = &'a Link> {
        let waiting = self.joined(record).map(|joined| &joined.waiting);
        waiting.into_iter().flatten().filter_map(|place| Some(&self.joins.get(*place)?.0))
    }

    fn joined(&self, record: &RecordRef) -> Option<&Joined> {
        self.of_known.get(*self.known.get(record)?)
    }

    fn joined_mut(&mut self, record: &RecordRef) -> Option<&mut Joined> {
        let next = self.of_known.len();
        let place = *self.known.entry(*record).or_insert(next);
        if place == next {
            self.of_known.push(Joined::default());
        }
        self.of_known.get_mut(place)
    }
}

impl Lanes {
    /// The dependencies that can be drawn between these lanes: in a lane that has both sides where there is one.
    #[must_use]
    pub fn joins(&self, view: &View) -> Joins {
        let found = links(view);
        let mut made = Joins::default();
        for record in found.iter().flat_map(|link| [&link.bars.0, &link.bars.1]) {
            made.joined_mut(record);
        }
        let bars = self.all().iter().enumerate().flat_map(|(lane, one)| {
            one.bars().iter().enumerate().map(move |(bar, of)| (&of.record, Place { lane, bar }))
        });
        for (record, place) in bars {
            let known = made.known.get(record).and_then(|known| made.of_known.get_mut(*known));
            known.into_iter().for_each(|joined| joined.places.push(place));
        }
        for link in found {
            let places = |record| made.joined(record).map(|joined| joined.places.as_slice());
            let Some((first, then)) = places(&link.bars.0).zip(places(&link.bars.1)) else { continue };
            let Some((first, then)) = nearest(first, then) else { continue };
            let place = made.joins.len();
            if let Some(joined) = made.joined_mut(&link.bars.1) {
                joined.waiting.push(place);
            }
            for record in link.concerned() {
                let concerned = made.joined_mut(record).map(|joined| &mut joined.concerned);
                if let Some(known) = concerned.filter(|known| known.last() != Some(&place)) {
                    known.push(place);
                }
            }
            made.joins.push((link, first, then));
        }
        made
    }

    /// The arrows of a frame: between bars that are in view, and of the chosen record wherever they lead. It costs what
    /// is seen.
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
        let in_sight = |placed: &Placed| 0.0 < placed.x1 && placed.x0 < viewport.width;
        let seen = frame.lanes.iter().flat_map(|lane| {
            let bars = self.all().get(lane.lane).map(Lane::bars).unwrap_or_default();
            let placed = lane.bars.iter().filter(|placed| in_sight(placed));
            placed.filter_map(|placed| bars.get(placed.bar)).filter_map(|bar| joins.joined(&bar.record))
        });
        let mut wanted: Vec<usize> = seen.flat_map(|joined| joined.waiting.iter().copied()).gather();
        wanted.extend(chosen.and_then(|record| joins.joined(record)).iter().flat_map(|one| &one.concerned));
        wanted.arrange();
        wanted.dedup();
        let wanted = wanted.into_iter().filter_map(|place| joins.joins.get(place));
        let drawn = wanted.filter_map(|(link, first, then)| {
            if [first, then].into_iter().any(|place| self.heights.of(place.lane).rows == 0) {
                return None;
            }
            let at = |place: &Place| self.placed(viewport, place.lane, place.bar);
            let (from, to) = (at(first)?, at(then)?);
            let is_near = lanes.contains(&first.lane) && lanes.contains(&then.lane);
            let is_seen = is_near && in_sight(&from) && in_sight(&to);
            let passes = from.x0.min(to.x0) < viewport.width && 0.0 < from.x1.max(to.x1);
            let is_chosen = chosen.is_some_and(|record| link.concerns(record));
            (is_seen || (is_chosen && passes)).then(|| (link, bounds(&from), bounds(&to)))
        });
        Arrows::of(drawn, chosen, false, viewport.width)
    }
}

/// The first places of both in one lane, or else the first of each.
fn nearest(first: &[Place], then: &[Place]) -> Option<(Place, Place)> {
    let beside = |first: &Place| Some((*first, *then.iter().find(|then| then.lane == first.lane)?));
    first.iter().find_map(beside).or(first.first().copied().zip(then.first().copied()))
}

fn bounds(placed: &Placed) -> Bounds {
    Bounds { x0: placed.x0, x1: placed.x1, y: placed.y, height: placed.height }
}
