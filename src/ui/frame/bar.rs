//! The top bar: undo and redo, search, the plan's zone, files in and out, the theme.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::actions::{EXPORTS, export_name};
use super::desk::use_desk;
use super::saving::SaveLine;
use super::theme::{Theme, choose_theme, chosen_theme};
use crate::model::Id;
use crate::planner::views::frame::actors;
use crate::planner::{History, Route, Screen, Step};
use crate::ui::components::{Icon, Menu, Shape};
use crate::ui::live::use_live;
use crate::ui::plans::{choose_file, export_open};
use crate::ui::text::text;

/// The tools that are there on every screen.
#[component]
pub fn TopBar() -> View {
    let live = use_live();
    let desk = use_desk();
    let words = &text().frame;
    let zone = Memo::new(move |_| live.read(|bench| bench.plan().settings.zone.name()));
    view! {
        <header class="bar" aria-label=words.tools>
            <PlanMenu />
            <HistoryButtons />
            <button type="button" class="bar-search" aria-keyshortcuts="Control+K" on:click=move |_| desk.show_palette()>
                <Icon shape=Shape::Search />
                <span>{words.search}</span>
                <kbd>{words.search_key}</kbd>
            </button>
            <div class="bar-end">
                {move || {
                    zone.get().map(|zone| view! { <span class="bar-zone" title=(words.zone)(zone)>{zone}</span> })
                }}
                <Show when=move || live.is_open()>
                    <Acting />
                </Show>
                <button type="button" class="button bar-import" on:click=move |_| choose_file()>
                    {words.import}
                </button>
                <Show when=move || live.is_open()>
                    <ExportMenu />
                </Show>
                <ThemeMenu />
            </div>
        </header>
    }
}

/// Who acts in this plan: what is asked of it is asked by them.
#[component]
fn Acting() -> View {
    let live = use_live();
    let words = &text().frame;
    let made = Memo::new(move |_| live.read(actors).unwrap_or_default());
    let nobody = move || made.with(|made| made.0.is_empty());
    let shown = move || {
        let (chosen, people) = made.get();
        let options = [(String::new(), words.acting_nobody.to_owned())].into_iter().chain(people);
        let options = options.map(|(id, name)| {
            let is_chosen = id == chosen;
            view! { <option value=id prop:selected=is_chosen>{name}</option> }
        });
        options.collect_view()
    };
    view! {
        <label class="acting" class:nobody=nobody title=words.acting_hint>
            <Icon shape=Shape::Person />
            <span class="visually-hidden">{words.acting}</span>
            <select id="acting" on:change=move |event| live.act_as(Id::parse(&event_target_value(&event)).ok())>
                {shown}
            </select>
        </label>
    }
}

#[component]
fn HistoryButtons() -> View {
    let live = use_live();
    let label = move |which: fn(&History) -> Option<&Step>| {
        live.read(|bench| which(bench.history()).map(|step| step.label.clone())).flatten()
    };
    let undo = Memo::new(move |_| label(History::undoable));
    let redo = Memo::new(move |_| label(History::redoable));
    let words = &text().frame;
    let undo_words = move || undo.get().map_or(words.nothing_to_undo.to_owned(), |step| (words.undo)(&step));
    let redo_words = move || redo.get().map_or(words.nothing_to_redo.to_owned(), |step| (words.redo)(&step));
    view! {
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
                {move || undo.get().map(|step| (words.undo)(&step))}
            </span>
        </div>
    }
}

/// The plan card of narrow screens.
#[component]
fn PlanMenu() -> View {
    let live = use_live();
    let words = &text().frame;
    let name = Memo::new(move |_| live.read(|bench| bench.plan().settings.name.clone()));
    let face = move || {
        view! {
            <span>{move || name.get().unwrap_or_else(|| words.product.to_owned())}</span>
            <Icon shape=Shape::Down />
        }
    };
    view! {
        <div class="bar-plan">
            <Menu name=words.plan class="button quiet bar-plan-button" face=face()>
                <Show when=move || live.is_open()>
                    <div class="bar-plan-state">
                        <SaveLine />
                    </div>
                </Show>
                <a class="menu-item" href=Route::to(Screen::Plans).address()>
                    <Icon shape=Shape::Plans />
                    {words.switch_plan}
                </a>
                <button type="button" class="menu-item" on:click=move |_| choose_file()>
                    <Icon shape=Shape::Import />
                    {words.import}
                </button>
            </Menu>
        </div>
    }
}

#[component]
fn ExportMenu() -> View {
    let live = use_live();
    let words = &text().frame;
    let items: Vec<_> = EXPORTS
        .iter()
        .enumerate()
        .map(|(place, what)| {
            let heading =
                (place == 2).then(|| view! { <p class="menu-title">{text().plans.exports.calendar}</p> });
            view! {
                {heading}
                <button type="button" class="menu-item" on:click=move |_| export_open(live, *what)>
                    {export_name(*what)}
                </button>
            }
        })
        .gather();
    let face = view! {
        <Icon shape=Shape::Export />
        <span class="bar-export-name">{words.export}</span>
    };
    view! {
        <Menu name=words.export class="button bar-export" face=face>
            {items}
        </Menu>
    }
}

#[component]
fn ThemeMenu() -> View {
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
        .gather();
    view! {
        <Menu
            name=text().frame.theme
            class="button quiet icon-only"
            face=view! { <Icon shape=Shape::Theme /> }
        >
            {choices}
        </Menu>
    }
}
