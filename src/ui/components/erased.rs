//! `For` and `Show` in the place of those of Leptos, which are compiled anew, at 3 to 8 KB, for every use. These take the
//! same properties, put them into boxes and hand them to code that is there once. Import them by name: that hides the
//! ones of the prelude. `Rows` is a `For` for items that have no key of their own.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::children::ViewFn;
use leptos::prelude::*;

/// A row that is not made yet.
struct Row {
    /// The hash of its key.
    key: u64,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

/// A list of rows, of which those stay that keep their key.
#[component]
pub fn For<IF, I, T, EF, N, KF, K>(
    /// The items; tracks what it reads.
    each: IF,
    /// What tells an item from the others.
    key: KF,
    /// The row of an item.
    children: EF,
) -> impl IntoView
where
    IF: Fn() -> I + Send + 'static,
    I: IntoIterator<Item = T>,
    EF: Fn(T) -> N + Clone + Send + 'static,
    N: IntoView + 'static,
    KF: Fn(&T) -> K + Send + 'static,
    K: Hash,
    T: Send + 'static,
{
    rows(Box::new(move || {
        let mut rows = Vec::new();
        for item in each() {
            let mut hasher = DefaultHasher::new();
            key(&item).hash(&mut hasher);
            let children = children.clone();
            rows.push(Row { key: hasher.finish(), view: Box::new(move || children(item).into_any()) });
        }
        rows
    }))
}

/// A list of rows, of which those stay whose item is equal to one that was shown.
#[component]
pub fn Rows<IF, T, EF, N>(
    /// The items; tracks what it reads.
    each: IF,
    /// The row of an item.
    children: EF,
) -> impl IntoView
where
    IF: Fn() -> Vec<T> + Send + 'static,
    EF: Fn(T) -> N + Clone + Send + 'static,
    N: IntoView + 'static,
    T: Clone + PartialEq + Send + 'static,
{
    let shown = RefCell::new((0, Vec::new()));
    rows(Box::new(move || {
        let items = each();
        let mut shown = shown.borrow_mut();
        let keys = keys_of(&items, &mut shown);
        let row = |(item, key): (T, u64)| {
            let children = children.clone();
            Row { key, view: Box::new(move || children(item).into_any()) }
        };
        items.into_iter().zip(keys).map(row).collect()
    }))
}

/// The keys of `items`: those of equal items in `shown`, and new ones. `shown` is the last new key, and items with keys.
fn keys_of<T: Clone + PartialEq>(items: &[T], shown: &mut (u64, Vec<(u64, T)>)) -> Vec<u64> {
    let mut old = std::mem::take(&mut shown.1).into_iter().map(Some).collect::<Vec<_>>();
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
            shown.0 += 1;
        }
        keys.push(kept.map_or(shown.0, |(_, key)| key));
    }
    shown.1 = keys.iter().copied().zip(items.iter().cloned()).collect();
    keys
}

fn rows(rows: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    view! { <leptos::control_flow::For each=move || rows() key=|row: &Row| row.key children=|row: Row| (row.view)() /> }
        .into_any()
}

/// Its children while `when` is true, made anew each time it becomes so.
#[component]
pub fn Show<W>(
    /// Whether it is shown; tracks what it reads.
    when: W,
    /// What it shows otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    shown(Box::new(when), children, fallback)
}

fn shown(when: Box<dyn Fn() -> bool + Send + Sync>, children: ChildrenFn, fallback: ViewFn) -> AnyView {
    let when = Memo::new(move |_| when());
    (move || if when.get() { children() } else { fallback.run() }).into_any()
}
