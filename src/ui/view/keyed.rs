//! Lists whose rows stay while their key stays.

use leptos::prelude::{Owner, RenderEffect};
use web_sys::Node;

use crate::gather::Gather;

use super::View;
use super::mounted::Mounted;
use super::page::Place;

/// The items of a list and what makes rows of them.
pub trait List {
    /// Looks at the items again: the hash of the key of each.
    fn keys(&mut self) -> Vec<u64>;
    /// The row of an item, by its place among the keys; asked for once for each time that the items were looked at.
    fn row(&mut self, place: usize) -> View;
}

/// Rows in the page, and the mark of their end.
pub struct Rows {
    shown: Vec<Shown>,
    end: Node,
    /// Whether they were made by another list than the one that gives the next ones.
    are_of_before: bool,
}

struct Shown {
    key: u64,
    view: Mounted,
    /// What the row's signals and effects belong to.
    owner: Owner,
}

impl Rows {
    pub fn none(end: Node) -> Rows {
        Rows { shown: Vec::new(), end, are_of_before: false }
    }

    /// The same rows, for a list that takes the place of theirs: it makes anew those that stay, on the same elements.
    pub fn of_before(self) -> Rows {
        Rows { are_of_before: true, ..self }
    }

    /// Shows the rows of a list, again each time that it changes. `owner` is what the rows belong to.
    pub fn changing(owner: Owner, mut list: Box<dyn List>, first: Rows) -> RenderEffect<Rows> {
        let run = move |shown: Option<Rows>| {
            let mut shown = shown.unwrap_or_else(|| Rows::none(super::page::mark()));
            shown.become_rows(list.as_mut(), &owner);
            shown
        };
        RenderEffect::new_with_value(run, Some(first))
    }

    pub fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        self.shown.iter().for_each(|row| row.view.each_node(visit));
        visit(&self.end);
    }

    fn become_rows(&mut self, list: &mut dyn List, owner: &Owner) {
        let next = list.keys();
        let Some(parent) = self.end.parent_node() else { return };
        let is_anew = std::mem::take(&mut self.are_of_before);
        let mut old: Vec<Option<Shown>> = std::mem::take(&mut self.shown).into_iter().map(Some).gather();
        // Lists mostly keep their order, so that the search begins behind what it found last.
        let mut from = 0;
        let mut kept = Vec::new();
        for key in &next {
            let is_row = |at: &usize| matches!(old.get(*at), Some(Some(shown)) if shown.key == *key);
            let found = (from..old.len()).chain(0..from).find(is_row);
            kept.push(found.and_then(|at| {
                from = at + 1;
                Some((at, old.get_mut(at)?.take()?))
            }));
        }
        for gone in old.into_iter().flatten() {
            gone.view.remove();
        }
        let stay = longest_rise(&kept.iter().map(|kept| kept.as_ref().map(|(at, _)| *at)).gather::<Vec<_>>());
        let focused = super::page::focused();
        // From the end, so that what follows a row is always in its place.
        let mut before = self.end.clone();
        for (((place, key), kept), stays) in next.into_iter().enumerate().zip(kept).zip(stay).rev() {
            let here = Place { parent: &parent, before: Some(&before) };
            let shown = match kept {
                Some((_, mut shown)) => {
                    if is_anew {
                        shown.owner = owner.with(Owner::new);
                        shown.owner.with(|| shown.view.become_view(list.row(place)));
                    }
                    if !stays {
                        shown.view.each_node(&mut |node| here.put(node));
                    }
                    shown
                }
                None => {
                    let owner = owner.with(Owner::new);
                    let view = owner.with(|| Mounted::new(list.row(place), &here));
                    Shown { key, view, owner }
                }
            };
            before = shown.view.first_node().unwrap_or(before);
            self.shown.push(shown);
        }
        self.shown.reverse();
        super::page::focus_again(focused);
    }
}

/// Which of the old places rise without a break in the order, as many as can be: their rows need not be moved.
fn longest_rise(places: &[Option<usize>]) -> Vec<bool> {
    // For each length of a rise the number of the place where the rise of that length ends lowest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    let place_of = |number: usize| places.get(number).copied().flatten();
    for (number, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let length = ends.partition_point(|end| place_of(*end) < Some(*place));
        if let Some(before) = before.get_mut(number) {
            *before = length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied());
        }
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut rises = vec![false; places.len()];
    let mut next = ends.last().copied();
    while let Some(number) = next {
        if let Some(rises) = rises.get_mut(number) {
            *rises = true;
        }
        next = before.get(number).copied().flatten();
    }
    rises
}
