//! Arrows between the bars of a picture, along level and upright lines: their way, their label and which are drawn.

use super::dependencies::Link;
use crate::gather::Gather;
use crate::model::{DependencyKind, RecordRef};

/// How far an arrow leaves a bar before it turns, in pixels.
const STUB: f64 = 9.0;
/// How far above or below a bar an arrow passes it.
const GAP: f64 = 3.0;
/// More arrows than this cannot be told apart.
const MOST: usize = 60;

/// Where a bar is in a picture, in pixels from its left and from its top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The start.
    pub x0: f64,
    /// The end.
    pub x1: f64,
    /// The top.
    pub y: f64,
    /// The height.
    pub height: f64,
}

/// A drawn dependency.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// Its corners, from what is waited for to what waits; the tip points to the right.
    pub path: Vec<(f64, f64)>,
    /// What stands beside it: by how much it is broken, or its lag; empty for neither.
    pub label: String,
    /// Where the middle of the label is.
    pub label_at: (f64, f64),
    /// True when the dependency is broken.
    pub is_broken: bool,
    /// True when it belongs to the record that is pointed at or selected.
    pub is_chosen: bool,
}

/// The arrows of a picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrows {
    /// Those that are drawn, the chosen ones last so that they lie above.
    pub drawn: Vec<Arrow>,
    /// How many are left out because they would be too many to read.
    pub left_out: usize,
}

impl Arrows {
    /// Of the dependencies with the places of their bars all, unless they would be too many: then those of the chosen
    /// record and the broken ones. What only the order of phases implies is drawn where `with_implied` or chosen.
    /// Nothing is drawn outside `0..width` by more than a margin.
    #[must_use]
    pub fn of<'a>(
        placed: impl Iterator<Item = (&'a Link, Bounds, Bounds)>,
        chosen: Option<&RecordRef>,
        with_implied: bool,
        width: f64,
    ) -> Arrows {
        let mut found: Vec<(Arrow, bool)> = Vec::new();
        for (link, first, then) in placed {
            let is_chosen = chosen.is_some_and(|record| link.concerns(record));
            if is_chosen || with_implied || !link.is_implied || link.is_broken() {
                found.push((arrow(link, first, then, is_chosen, width), is_chosen));
            }
        }
        let all = found.len();
        if MOST < all {
            let broken = found.iter().filter(|(arrow, _)| arrow.is_broken).count();
            found.retain(|(arrow, is_chosen)| *is_chosen || (arrow.is_broken && broken <= MOST));
        }
        let left_out = all - found.len();
        let (above, below): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, is_chosen)| *is_chosen);
        Arrows { drawn: below.into_iter().chain(above).map(|(arrow, _)| arrow).gather(), left_out }
    }
}

fn arrow(link: &Link, first: Bounds, then: Bounds, is_chosen: bool, width: f64) -> Arrow {
    // What lies far outside is cut off, so that a label is seen and dashes are not drawn over years.
    let inside = |(x, y): (f64, f64)| (x.clamp(-2.0 * STUB, width + 2.0 * STUB), y);
    let path: Vec<(f64, f64)> = route(link.kind, first, then).into_iter().map(inside).gather();
    let sides = path.iter().zip(path.iter().skip(1));
    let middle = |((x0, y0), (x1, y1)): (&(f64, f64), &(f64, f64))| {
        ((x1 - x0).abs() + (y1 - y0).abs(), ((x0 + x1) / 2.0, (y0 + y1) / 2.0))
    };
    let longest =
        sides.map(middle).fold((-1.0, (0.0, 0.0)), |best, side| if best.0 < side.0 { side } else { best });
    Arrow { path, label: link.label(), label_at: longest.1, is_broken: link.is_broken(), is_chosen }
}

/// The corners of the way from the end, or the start, of one bar to the start of another.
#[must_use]
pub fn route(kind: DependencyKind, first: Bounds, then: Bounds) -> Vec<(f64, f64)> {
    let (y0, y1) = (first.y + first.height / 2.0, then.y + then.height / 2.0);
    let is_level = (y1 - y0).abs() < 1.0;
    let end = then.x0;
    let below = first.y.max(then.y) + first.height.max(then.height) + GAP;
    let around = |start: f64, out: f64, pass: f64| {
        let into = end - STUB;
        vec![(start, y0), (out, y0), (out, pass), (into, pass), (into, y1), (end, y1)]
    };
    match kind {
        DependencyKind::FinishStart => {
            let start = first.x1;
            if is_level && start <= end {
                return vec![(start, y0), (end, y1)];
            }
            if start + 2.0 * STUB <= end {
                let turn = end - STUB;
                return vec![(start, y0), (turn, y0), (turn, y1), (end, y1)];
            }
            let pass = match () {
                () if is_level => below,
                () if y0 < y1 => then.y - GAP,
                () => then.y + then.height + GAP,
            };
            around(start, start + STUB, pass)
        }
        DependencyKind::StartStart => {
            let start = first.x0;
            if is_level {
                return around(start, start - STUB, below);
            }
            let turn = start.min(end) - STUB;
            vec![(start, y0), (turn, y0), (turn, y1), (end, y1)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::planner::Workbench;
    use crate::planner::views::dependencies::links;

    fn bounds(x0: f64, x1: f64, row: f64) -> Bounds {
        Bounds { x0, x1, y: row * 30.0, height: 20.0 }
    }

    #[test]
    fn every_way_is_of_level_and_upright_lines_and_enters_the_start_from_the_left() {
        let places = [
            bounds(0.0, 50.0, 0.0),
            bounds(55.0, 80.0, 0.0),
            bounds(100.0, 160.0, 1.0),
            bounds(20.0, 30.0, 3.0),
        ];
        for kind in [DependencyKind::FinishStart, DependencyKind::StartStart] {
            for (first, then) in
                places.iter().flat_map(|first| places.iter().map(move |then| (*first, *then)))
            {
                let path = route(kind, first, then);
                for side in path.windows(2) {
                    assert!(side[0].0 == side[1].0 || side[0].1 == side[1].1, "{kind:?} {path:?}");
                }
                let from = if kind == DependencyKind::FinishStart { first.x1 } else { first.x0 };
                assert_eq!(path[0], (from, first.y + 10.0));
                assert_eq!(path[path.len() - 1], (then.x0, then.y + 10.0));
                assert!(path[path.len() - 2].0 < then.x0 || path.len() == 2, "{kind:?} {path:?}");
            }
        }
    }

    #[test]
    fn what_comes_in_order_turns_once_before_the_bar_and_what_does_not_passes_between_the_rows() {
        let finish = DependencyKind::FinishStart;
        let forward = route(finish, bounds(0.0, 50.0, 0.0), bounds(100.0, 150.0, 2.0));
        assert_eq!(forward, [(50.0, 10.0), (91.0, 10.0), (91.0, 70.0), (100.0, 70.0)]);
        let backward = route(finish, bounds(0.0, 50.0, 0.0), bounds(20.0, 70.0, 2.0));
        assert_eq!(backward[2..4], [(59.0, 57.0), (11.0, 57.0)]);
        let start = route(DependencyKind::StartStart, bounds(30.0, 50.0, 0.0), bounds(20.0, 70.0, 1.0));
        assert_eq!(start, [(30.0, 10.0), (11.0, 10.0), (11.0, 40.0), (20.0, 40.0)]);
    }

    #[test]
    fn too_many_arrows_leave_those_of_the_chosen_record_and_the_broken_ones() {
        let mut text = String::from("change C0 1..2\n");
        for number in 1..=80 {
            // The fifth comes too early.
            let day = if number == 5 { 1 } else { 3 };
            text.push_str(&format!("change C{number} {day}..4 after=C0\n"));
        }
        let bench = Workbench::of_notation(&text, None);
        let found = links(&bench.view());
        let place = || found.iter().map(|link| (link, bounds(0.0, 50.0, 0.0), bounds(90.0, 99.0, 2.0)));
        let some = Arrows::of(place().take(60), None, false, 500.0);
        assert_eq!((some.drawn.len(), some.left_out), (60, 0));
        let many = Arrows::of(place(), None, false, 500.0);
        assert_eq!((many.drawn.len(), many.left_out), (1, 79));
        assert_eq!((many.drawn[0].label.as_str(), many.drawn[0].is_broken), ("1 day too early", true));
        let own = RecordRef::from(&crate::model::Id::<crate::model::Change>::lenient("C9"));
        let chosen = Arrows::of(place(), Some(&own), false, 500.0);
        let is_chosen: Vec<bool> = chosen.drawn.iter().map(|arrow| arrow.is_chosen).collect();
        assert_eq!(is_chosen, [false, true], "the chosen one lies above");
    }

    #[test]
    fn what_lies_far_outside_is_cut_off_and_the_label_stays_in_sight() {
        let text = "change A 1..2\nchange B 3..4 after=A+60";
        let bench = Workbench::of_notation(text, None);
        let found = links(&bench.view());
        let far = [(&found[0], bounds(0.0, 50.0, 0.0), bounds(90_000.0, 90_100.0, 1.0))];
        let arrows = Arrows::of(far.into_iter(), None, false, 400.0);
        assert!(arrows.drawn[0].path.iter().all(|(x, _)| *x < 420.0));
        assert!(arrows.drawn[0].label_at.0 < 400.0);
        assert_eq!(arrows.drawn[0].label, "+ 1 h");
    }
}
