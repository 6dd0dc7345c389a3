//! The top bar: undo and redo, search, the plan's zone, files in and out, the theme.

use leptos::prelude::*;

use super::desk::use_desk;
use super::theme::{Theme, choose_theme, chosen_theme};
use crate::planner::{History, Step};
use crate::ui::components::{Icon, Menu, Shape};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The tools that are there on every screen.
#[component]
pub fn TopBar() -> impl IntoView {
    let live = use_live();
    let desk = use_desk();
    let undo = Memo::new(move |_| label(live.read(|bench| named(bench.history(), History::undoable))));
    let redo = Memo::new(move |_| label(live.read(|bench| named(bench.history(), History::redoable))));
    let zone = Memo::new(move |_| live.read(|bench| bench.plan().settings.zone.name()));
    let undo_words =
        move || undo.get().map_or(text().frame.nothing_to_undo.to_owned(), |step| (text().frame.undo)(&step));
    let redo_words =
        move || redo.get().map_or(text().frame.nothing_to_redo.to_owned(), |step| (text().frame.redo)(&step));
    view! {
        <header class="bar" aria-label=text().frame.tools>
            <div class="bar-history">
                <button
                    type="button"
                    class="button quiet icon-only"
                    aria-label=undo_words
                    title=undo_words
                    aria-disabled=move || undo.get().is_none().then_some("true")
                    on:click=move |_| live.undo()
                >
                    <Icon shape=Shape::Undo />
                </button>
                <button
                    type="button"
                    class="button quiet icon-only"
                    aria-label=redo_words
                    title=redo_words
                    aria-disabled=move || redo.get().is_none().then_some("true")
                    on:click=move |_| live.redo()
                >
                    <Icon shape=Shape::Redo />
                </button>
                <span class="bar-last" aria-hidden="true">
                    {move || undo.get().map(|step| (text().frame.undo)(&step))}
                </span>
            </div>
            <button type="button" class="bar-search" aria-keyshortcuts="Control+K" on:click=move |_| desk.show_palette()>
                <Icon shape=Shape::Search />
                <span>{text().frame.search}</span>
                <kbd>{text().frame.search_key}</kbd>
            </button>
            <div class="bar-end">
                {move || {
                    zone.get().map(|zone| view! { <span class="bar-zone" title=(text().frame.zone)(zone)>{zone}</span> })
                }}
                <ThemeMenu />
            </div>
        </header>
    }
}

fn named(history: &History, which: impl Fn(&History) -> Option<&Step>) -> Option<String> {
    which(history).map(|step| step.label.clone())
}

fn label(step: Option<Option<String>>) -> Option<String> {
    step.flatten()
}

#[component]
fn ThemeMenu() -> impl IntoView {
    let chosen = RwSignal::new(chosen_theme());
    let choices: Vec<_> = Theme::ALL
        .into_iter()
        .map(|theme| {
            let is_chosen = move || chosen.get() == theme;
            view! {
                <button
                    type="button"
                    class="menu-item"
                    aria-pressed=move || is_chosen().to_string()
                    on:click=move |_| {
                        choose_theme(theme);
                        chosen.set(theme);
                    }
                >
                    {theme.words()}
                    <Show when=is_chosen>
                        <Icon shape=Shape::Tick />
                    </Show>
                </button>
            }
        })
        .collect();
    view! {
        <Menu
            name=text().frame.theme
            class="button quiet icon-only"
            face=view! { <Icon shape=Shape::Theme /> }.into_any()
        >
            {choices}
        </Menu>
    }
}
