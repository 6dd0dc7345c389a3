//! The palette: one box that finds records and runs commands.

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::Memo;

use super::actions::{ACTIONS, Action};
use super::desk::use_desk;
use crate::letters::lowercase;
use crate::planner::views::frame::{Hit, kind_of, place_of, search};
use crate::ui::components::{Icon, Shape};
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// How many records it shows.
const HITS: usize = 12;

#[derive(Clone)]
enum Entry {
    Record(Hit),
    Do { action: &'static Action, name: String },
}

/// Search and commands, over everything else.
#[component]
pub fn Palette() -> View {
    let live = use_live();
    let desk = use_desk();
    let dialog = NodeRef::<html::Dialog>::new();
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let entries = Memo::new_with_compare(
        move |_| if desk.palette.get() { found(live, &query.get()) } else { Vec::new() },
        |_, _| true,
    );
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if desk.palette.get() && !dialog.open() {
            // It fails only when the dialog is out of the document, and then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !desk.palette.get() && dialog.open() {
            dialog.close();
        }
    });
    let run = move |entry: &Entry| {
        desk.palette.set(false);
        match entry {
            Entry::Record(hit) => live.go(&place_of(&hit.of)),
            Entry::Do { action, .. } => (action.run)(live, desk),
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let last = entries.with(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|at| *at = if *at < last { *at + 1 } else { 0 }),
            "ArrowUp" => chosen.update(|at| *at = if 0 < *at { *at - 1 } else { last }),
            "Enter" => {
                if let Some(entry) = entries.with(|entries| entries.get(chosen.get()).cloned()) {
                    run(&entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let on_close = move |_| {
        desk.palette.set(false);
        query.set(String::new());
        chosen.set(0);
    };
    view! {
        <dialog class="dialog palette" node_ref=dialog aria-label=text().frame.search on:close=on_close on:keydown=on_key>
            <div class="palette-box">
                <Icon shape=Shape::Search />
                <input
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="palette-list"
                    aria-autocomplete="list"
                    aria-activedescendant=move || format!("palette-{}", chosen.get())
                    aria-label=text().frame.search
                    placeholder=text().frame.search_hint
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || query.get()
                    on:input=move |event| {
                        query.set(event_target_value(&event));
                        chosen.set(0);
                    }
                />
            </div>
            <ul class="palette-list" id="palette-list" role="listbox" aria-label=text().frame.search>
                {move || {
                    entries
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(place, entry)| {
                            let (name, beside) = described(&entry);
                            view! {
                                <li
                                    id=format!("palette-{place}")
                                    role="option"
                                    aria-selected=move || (chosen.get() == place).to_string()
                                    on:pointermove=move |_| chosen.set(place)
                                    on:click=move |_| run(&entry)
                                >
                                    <span>{name}</span>
                                    <span class="muted small">{beside}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <p class="palette-nothing muted" role="status">
                {move || {
                    let is_empty = desk.palette.get() && entries.with(Vec::is_empty);
                    is_empty.then_some(text().frame.nothing_found)
                }}
            </p>
        </dialog>
    }
}

fn described(entry: &Entry) -> (String, String) {
    match entry {
        Entry::Record(hit) if *hit.of.id == *hit.title => (hit.title.clone(), kind_of(hit.of.table)),
        Entry::Record(hit) => (hit.title.clone(), format!("{} · {}", kind_of(hit.of.table), hit.of.id)),
        Entry::Do { action, name } => (name.clone(), action.keys.to_owned()),
    }
}

fn found(live: Live, query: &str) -> Vec<Entry> {
    let words = lowercase(query);
    let is_wanted = |name: &str| {
        let name = lowercase(name);
        words.split_whitespace().all(|word| name.contains(word))
    };
    let actions = ACTIONS.iter().filter_map(|action| Some((action, (action.name)(live)?)));
    let actions =
        actions.filter(|(_, name)| is_wanted(name)).map(|(action, name)| Entry::Do { action, name });
    let hits = live.read(|bench| search(bench.plan(), query, HITS)).unwrap_or_default();
    hits.into_iter().map(Entry::Record).chain(actions).gather()
}
