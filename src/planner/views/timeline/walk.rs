//! Going from bar to bar with the arrow keys.

use super::lane::{Bar, Lane};
use super::lanes::Lanes;
use crate::model::RecordRef;

/// Where a bar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which lane, from the top.
    pub lane: usize,
    /// Which bar of it, by start.
    pub bar: usize,
}

/// Where to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the one before in the lane.
    Earlier,
    /// To the one after in the lane.
    Later,
    /// To the nearest one of the lane above that has any.
    Up,
    /// To the nearest one of the lane below that has any.
    Down,
}

impl Lanes {
    /// The bar at a place.
    #[must_use]
    pub fn bar(&self, place: Place) -> Option<&Bar> {
        self.all().get(place.lane)?.bars().get(place.bar)
    }

    /// A bar of the record, in the lane of this place if it has one there.
    #[must_use]
    pub fn find(&self, record: &RecordRef, near: Option<Place>) -> Option<Place> {
        let in_lane = |(lane, one): (usize, &Lane)| {
            let bar = one.bars().iter().position(|bar| bar.record == *record)?;
            Some(Place { lane, bar })
        };
        let preferred = near.and_then(|near| in_lane((near.lane, self.all().get(near.lane)?)));
        preferred.or_else(|| self.all().iter().enumerate().find_map(in_lane))
    }

    /// The next bar in a direction; `None` at the end.
    #[must_use]
    pub fn beside(&self, from: Place, direction: Direction) -> Option<Place> {
        let lane = self.all().get(from.lane)?;
        match direction {
            Direction::Earlier => Some(Place { bar: from.bar.checked_sub(1)?, ..from }),
            Direction::Later => {
                (from.bar + 1 < lane.bars().len()).then_some(Place { bar: from.bar + 1, ..from })
            }
            Direction::Up => self.nearest(from, (0..from.lane).rev()),
            Direction::Down => self.nearest(from, from.lane + 1..self.all().len()),
        }
    }

    fn nearest(&self, from: Place, mut lanes: impl Iterator<Item = usize>) -> Option<Place> {
        let start = self.bar(from)?.window.start;
        lanes.find_map(|lane| {
            let one = self.all().get(lane)?;
            let after = one.first_from(start);
            let candidates = [Some(after), after.checked_sub(1)].into_iter().flatten();
            let by_distance = candidates.filter_map(|bar| {
                let distance = one.bars().get(bar)?.window.start.seconds_since(start).abs();
                Some((distance, bar))
            });
            by_distance.min().map(|(_, bar)| Place { lane, bar })
        })
    }
}
