//! `For` and `Show` in the place of those of Leptos, which are compiled anew, at 3 to 8 KB, for every use. These take the
//! same properties, put them into boxes and hand them to code that is there once. Import them by name: that hides the
//! ones of the prelude.

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
