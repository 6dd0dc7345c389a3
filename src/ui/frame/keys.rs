//! The keys that work on every screen, and the dialog that lists all keys.

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::desk::{Desk, use_desk};
use crate::ui::components::Dialog;
use crate::ui::live::Live;
use crate::ui::text::text;

/// Does what a key means on every screen, unless somebody has taken it already.
pub fn on_key(event: &KeyboardEvent, live: Live, desk: Desk) {
    if event.default_prevented() {
        return;
    }
    let key = event.key().to_ascii_lowercase();
    let with_control = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    if with_control && key == "k" {
        event.prevent_default();
        desk.show_palette();
    } else if key == "f6" && !is_there("dialog[open]") {
        event.prevent_default();
        go_to_part(event.shift_key());
    } else if is_there("dialog[open], :popover-open") || is_text_field(event) {
        // A dialog has the keyboard to itself, and a text field has an undo of its own.
    } else if with_control && key == "z" {
        event.prevent_default();
        if event.shift_key() { live.redo() } else { live.undo() }
    } else if with_control && key == "y" {
        event.prevent_default();
        live.redo();
    } else if !with_control && key == "?" {
        event.prevent_default();
        desk.show_help();
    } else if key == "escape" && live.route().selected().is_some() {
        live.select(None);
        focus_screen();
    }
}

/// What the page is made of, for who goes from one to the next.
const PARTS: &str = ".rail, .bar, #screen, #screen .steps, #screen section[tabindex], .inspector";

/// Gives the focus to the next part of the page, or to the one before, around the end.
fn go_to_part(backwards: bool) {
    let Ok(found) = document().query_selector_all(PARTS) else { return };
    let all = (0..found.length()).filter_map(|place| found.item(place)?.dyn_into::<HtmlElement>().ok());
    let parts: Vec<HtmlElement> = all.filter(|part| part.offset_height() != 0).gather();
    let focused = document().active_element();
    // A part within a part comes after it.
    let here = parts.iter().rposition(|part| part.contains(focused.as_deref()));
    let next = match (here, backwards) {
        (None, false) => 0,
        (Some(here), false) => (here + 1) % parts.len(),
        (None | Some(0), true) => parts.len().saturating_sub(1),
        (Some(here), true) => here - 1,
    };
    if let Some(part) = parts.get(next) {
        if !part.has_attribute("tabindex") {
            part.set_tab_index(-1);
        }
        part.scroll_into_view();
        // An element of this very page takes the focus.
        let _ = part.focus();
    }
}

/// Gives the focus to the screen, for when what had it is gone.
pub fn focus_screen() {
    let screen = document().get_element_by_id("screen");
    if let Some(screen) = screen.and_then(|screen| screen.dyn_into::<HtmlElement>().ok()) {
        // An element of this very page takes the focus.
        let _ = screen.focus();
    }
}

fn is_there(selector: &str) -> bool {
    document().query_selector(selector).ok().flatten().is_some()
}

fn is_text_field(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let fields = "input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, [contenteditable]";
    target.is_some_and(|element| element.matches(fields).unwrap_or(false))
}

/// All keys in one dialog.
#[component]
pub fn KeyboardHelp() -> View {
    let desk = use_desk();
    view! {
        <Dialog open=desk.help on_close=move |()| desk.help.set(false) title=text().frame.keyboard>
            <dl class="key-list">
                {text()
                    .frame
                    .keys
                    .iter()
                    .map(|(keys, meaning)| {
                        let keys: Vec<_> = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).gather();
                        view! {
                            <div>
                                <dt>{keys}</dt>
                                <dd>{*meaning}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </Dialog>
    }
}
