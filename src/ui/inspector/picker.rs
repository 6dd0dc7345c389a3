//! Finding a record by typing a part of its name, and adding one that is not there yet.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{AnyRecord, RecordRef, Table};
use crate::planner::views::findings_proof::Named;
use crate::planner::views::records::{blank, choices};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// What was picked.
pub enum Picked {
    /// A record of the plan.
    Known(RecordRef),
    /// A record to be added.
    New(AnyRecord),
}

/// How many are offered at a time.
const MOST: usize = 8;

static PICKERS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

/// A field that offers the records of a table while one types (the ARIA pattern "combobox"). Up and down choose, Enter
/// takes, Escape closes. `adds` offers to add what is typed as a new record.
#[component]
pub fn RecordPicker(
    table: Table,
    #[prop(into)] label: String,
    #[prop(into)] without: Signal<Vec<RecordRef>>,
    #[prop(optional)] adds: bool,
    #[prop(optional)] placeholder: Option<&'static str>,
    #[prop(into)] on_pick: Callback<Picked>,
) -> View {
    let live = use_live();
    let words = &text().inspector;
    let list = format!("picker-{}", PICKERS.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let typed = RwSignal::new(String::new());
    let is_open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let offers = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        let (typed, without) = (typed.get(), without.get());
        live.read(|bench| choices(bench.plan(), table, &typed, &without, MOST)).unwrap_or_default()
    });
    let offers_new = move || adds && !typed.with(|typed| typed.trim().is_empty());
    let count = move || offers.with(Vec::len) + usize::from(offers_new());
    let take = move |place: usize| {
        let known = offers.with_untracked(|offers| offers.get(place).map(|named| named.record));
        let picked = known.map(Picked::Known).or_else(|| {
            let name = typed.get_untracked().trim().to_owned();
            let make =
                |bench: &crate::planner::Workbench| blank(bench.plan(), table, &name, None, bench.now());
            live.read(make).flatten().filter(|_| adds && !name.is_empty()).map(Picked::New)
        });
        if let Some(picked) = picked {
            typed.set(String::new());
            is_open.set(false);
            active.set(0);
            on_pick.run(picked);
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            is_open.set(true);
            let count = count().max(1);
            let step = if event.key() == "ArrowDown" { 1 } else { count - 1 };
            active.update(|active| *active = (*active + step) % count);
        }
        "Enter" if is_open.get_untracked() && count() > 0 => {
            event.prevent_default();
            take(active.get_untracked().min(count() - 1));
        }
        "Escape" if is_open.get_untracked() => {
            event.stop_propagation();
            is_open.set(false);
        }
        _ => {}
    };
    let option_id = {
        let list = list.clone();
        move |place: usize| format!("{list}-{place}")
    };
    let active_id = {
        let option_id = option_id.clone();
        move || (is_open.get() && count() > 0).then(|| option_id(active.get()))
    };
    let shown = move || {
        let known = offers.get().into_iter().enumerate().map(|(place, named)| (place, offer(&named)));
        let new = offers_new().then(|| (offers.with(Vec::len), (words.add)(typed.get().trim())));
        known.chain(new).gather::<Vec<_>>()
    };
    view! {
        <div class="picker">
            <input
                type="text"
                role="combobox"
                autocomplete="off"
                aria-label=label.clone()
                aria-expanded=move || is_open.get().to_string()
                aria-controls=list.clone()
                aria-activedescendant=active_id
                placeholder=placeholder.unwrap_or(words.search)
                prop:value=move || typed.get()
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    is_open.set(true);
                    active.set(0);
                }
                on:focus=move |_| is_open.set(true)
                on:blur=move |_| is_open.set(false)
                on:keydown=on_key
            />
            <ul class="picker-list" role="listbox" id=list aria-label=label hidden=move || { !is_open.get() || count() == 0 }>
                {move || {
                    let option_id = option_id.clone();
                    shown()
                        .into_iter()
                        .map(move |(place, face)| view! {
                            <li
                                role="option"
                                id=option_id(place)
                                class="picker-offer"
                                aria-selected=move || (active.get() == place).to_string()
                                on:mousedown=move |event| {
                                    event.prevent_default();
                                    take(place);
                                }
                            >
                                {face}
                            </li>
                        })
                        .collect_view()
                }}
            </ul>
        </div>
    }
}

fn offer(named: &Named) -> String {
    if named.name == *named.record.id {
        named.name.clone()
    } else {
        format!("{} · {}", named.name, named.record.id)
    }
}
