//! Files from anywhere: dropped on the page, or pasted where no text field takes them.

use crate::ui::prelude::*;
use leptos::ev;
use wasm_bindgen::JsCast;

use crate::ui::live::use_live;
use crate::ui::plans::{read_file, read_text, use_importing};
use crate::ui::text::text;

/// Takes what is dropped on the page or pasted into it, and says so while a file is over the page.
#[component]
pub fn FileCatcher() -> View {
    let live = use_live();
    let importing = use_importing();
    let is_over = RwSignal::new(false);
    let over = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            is_over.set(true);
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            is_over.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        is_over.set(false);
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            event.prevent_default();
            read_file(live, importing, file);
        }
    });
    let paste = window_event_listener(ev::paste, move |event| {
        let Some(event) = event.dyn_ref::<web_sys::ClipboardEvent>() else { return };
        let Some(data) = event.clipboard_data().filter(|_| !is_in_field(event)) else { return };
        if let Some(file) = data.files().and_then(|files| files.get(0)) {
            read_file(live, importing, file);
        } else if let Ok(pasted) = data.get_data("text/plain")
            && !pasted.trim().is_empty()
        {
            read_text(live, importing, pasted);
        }
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        drop.remove();
        paste.remove();
    });
    view! {
        <Show when=move || is_over.get()>
            <div class="drop-here" aria-hidden="true">
                <p>{text().plans.drop_here}</p>
            </div>
        </Show>
    }
}

fn has_files(event: &ev::DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
}

fn is_in_field(event: &web_sys::ClipboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| {
        element.closest("input, textarea, select, [contenteditable]").ok().flatten().is_some()
    })
}
