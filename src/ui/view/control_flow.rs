//! Lists and what is shown at times. `For` and `Show` have the properties of those of Leptos; `Rows` is a `For` for items
//! that have no key of their own.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::gather::Gather;
use crate::ui::prelude::*;
use crate::ui::view::List;

/// A list of rows, of which those stay that keep their key.
#[component]
pub fn For<IF, I, T, EF, N, KF, K>(
    /// The items; tracks what it reads.
    each: IF,
    /// What tells an item from the others.
    key: KF,
    /// The row of an item.
    children: EF,
) -> View
where
    IF: Fn() -> I + 'static,
    I: IntoIterator<Item = T>,
    EF: Fn(T) -> N + 'static,
    N: IntoView + 'static,
    KF: Fn(&T) -> K + 'static,
    K: Hash,
    T: 'static,
{
    View::keyed(Box::new(ByKey { each, key, children, items: Vec::new() }))
}

struct ByKey<IF, T, EF, KF> {
    each: IF,
    key: KF,
    children: EF,
    items: Vec<Option<T>>,
}

impl<IF, I, T, EF, N, KF, K> List for ByKey<IF, T, EF, KF>
where
    IF: Fn() -> I,
    I: IntoIterator<Item = T>,
    EF: Fn(T) -> N,
    N: IntoView,
    KF: Fn(&T) -> K,
    K: Hash,
{
    fn keys(&mut self) -> Vec<u64> {
        let mut keys = Vec::new();
        self.items.clear();
        for item in (self.each)() {
            let mut hasher = DefaultHasher::new();
            (self.key)(&item).hash(&mut hasher);
            keys.push(hasher.finish());
            self.items.push(Some(item));
        }
        keys
    }

    fn row(&mut self, place: usize) -> View {
        self.items.get_mut(place).and_then(Option::take).map(&self.children).into_view()
    }
}

/// A list of rows, of which those stay whose item is equal to one that was shown.
#[component]
pub fn Rows<IF, T, EF, N>(
    /// The items; tracks what it reads.
    each: IF,
    /// The row of an item.
    children: EF,
) -> View
where
    IF: Fn() -> Vec<T> + 'static,
    EF: Fn(T) -> N + 'static,
    N: IntoView + 'static,
    T: Clone + PartialEq + 'static,
{
    View::keyed(Box::new(ByItem { each, children, last: 0, items: Vec::new() }))
}

struct ByItem<IF, T, EF> {
    each: IF,
    children: EF,
    /// The last key that was given.
    last: u64,
    /// The items with their keys.
    items: Vec<(u64, T)>,
}

impl<IF, T, EF, N> List for ByItem<IF, T, EF>
where
    IF: Fn() -> Vec<T>,
    EF: Fn(T) -> N,
    N: IntoView,
    T: Clone + PartialEq,
{
    fn keys(&mut self) -> Vec<u64> {
        let items = (self.each)();
        let keys = self.keys_of(&items);
        self.items = keys.iter().copied().zip(items).gather();
        keys
    }

    fn row(&mut self, place: usize) -> View {
        self.items.get(place).map(|(_, item)| (self.children)(item.clone())).into_view()
    }
}

impl<IF, T: PartialEq, EF> ByItem<IF, T, EF> {
    /// The keys of items: those of equal items that were shown, and new ones.
    fn keys_of(&mut self, items: &[T]) -> Vec<u64> {
        let mut old = std::mem::take(&mut self.items).into_iter().map(Some).gather::<Vec<_>>();
        // Lists mostly keep their order, so that the search begins behind what it found last.
        let mut from = 0;
        let mut keys = Vec::new();
        for item in items {
            let is_equal = |at: &usize| matches!(old.get(*at), Some(Some((_, old))) if old == item);
            let kept = (from..old.len()).chain(0..from).find(is_equal);
            let kept = kept.and_then(|at| Some((at, old.get_mut(at)?.take()?.0)));
            if let Some((at, _)) = kept {
                from = at + 1;
            } else {
                self.last += 1;
            }
            keys.push(kept.map_or(self.last, |(_, key)| key));
        }
        keys
    }
}

/// Its children while `when` is true, made anew each time it becomes so.
#[component]
pub fn Show<W>(
    /// Whether it is shown; tracks what it reads.
    when: W,
    /// What it shows otherwise.
    #[prop(optional, into)]
    fallback: ChildrenFn,
    /// What it shows.
    children: ChildrenFn,
) -> View
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    shown(Box::new(when), children, fallback)
}

fn shown(when: Box<dyn Fn() -> bool + Send + Sync>, children: ChildrenFn, fallback: ChildrenFn) -> View {
    let when = Memo::new(move |_| when());
    (move || if when.get() { children.make() } else { fallback.make() }).into_view()
}
