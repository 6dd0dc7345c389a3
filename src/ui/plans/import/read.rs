//! The bytes of a file and the first question about them. Each long step waits for a paint, so that the page says what
//! it does and answers in between.

use std::sync::Arc;

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::html;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::{Import, Importing, use_importing};
use crate::exchange::{FileKind, csv, document, kind_of};
use crate::model::Plan;
use crate::planner::{Route, Screen};
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

const INPUT: &str = "file-to-open";

/// The hidden control that the browser's file chooser belongs to.
#[component]
pub fn FileInput() -> View {
    let (live, importing) = (use_live(), use_importing());
    let input = NodeRef::<html::Input>::new();
    let on_change = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read_file(live, importing, file);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    view! {
        <input
            type="file"
            id=INPUT
            class="visually-hidden"
            tabindex="-1"
            aria-hidden="true"
            accept=".json,.csv,.tsv,.txt,.ics,application/json,text/csv,text/calendar"
            node_ref=input
            on:change=on_change
        />
    }
}

/// Opens the browser's file chooser.
pub fn choose_file() {
    let input = document().get_element_by_id(INPUT);
    if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
        input.click();
    }
}

/// Reads a file and asks the first question about it, or opens it.
pub fn read_file(live: Live, importing: Importing, file: web_sys::File) {
    let name = file.name();
    importing.0.set(Some(Import::Reading { file: name.clone() }));
    spawn_local(async move {
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => {
                let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                read_bytes(live, importing, name, bytes).await;
            }
            Err(error) => {
                let reason = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
                wrong(importing, name, reason.unwrap_or_default());
            }
        }
    });
}

/// The same for a text that was pasted.
pub fn read_text(live: Live, importing: Importing, pasted: String) {
    let name = text().plans.import.pasted.to_owned();
    importing.0.set(Some(Import::Reading { file: name.clone() }));
    spawn_local(read_bytes(live, importing, name, pasted.into_bytes()));
}

async fn read_bytes(live: Live, importing: Importing, file: String, bytes: Vec<u8>) {
    after_paint().await;
    if importing.is_cancelled() {
        return;
    }
    match kind_of(&bytes) {
        FileKind::Document => match document::read(&bytes, &document::Limits::usual()) {
            Ok(reading) => {
                let notes = reading.notes.iter().map(ToString::to_string).gather();
                opened(live, importing, file, reading.plan, notes).await;
            }
            Err(error) => wrong(importing, file, error.to_string()),
        },
        FileKind::Calendar => importing.0.set(Some(Import::Calendar { file, bytes: Arc::from(bytes) })),
        FileKind::Table => match csv::sniff(&bytes) {
            Ok(table) => importing.0.set(Some(Import::Table { file, table: Arc::new(table) })),
            Err(error) => wrong(importing, file, error.to_string()),
        },
    }
}

async fn opened(live: Live, importing: Importing, file: String, plan: Plan, notes: Vec<String>) {
    live.refresh_plans().await;
    if live.plans.with_untracked(|plans| plans.iter().any(|known| known.id == plan.id)) {
        importing.0.set(Some(Import::Known { file, plan: Arc::new(plan), notes }));
    } else {
        finish(live, importing, &file, plan, notes).await;
    }
}

/// Stores and opens a plan that is new to this browser, and shows what was odd about its file.
pub async fn finish(live: Live, importing: Importing, file: &str, plan: Plan, notes: Vec<String>) {
    importing.0.set(Some(Import::Reading { file: file.to_owned() }));
    after_paint().await;
    if importing.is_cancelled() {
        return;
    }
    live.open_new(plan, &(text().plans.imported)(file)).await;
    importing.0.set(None);
    if !notes.is_empty() {
        live.notes.set(Some(notes));
    }
    live.go(&Route::to(Screen::Schedule));
}

pub(super) fn wrong(importing: Importing, file: String, reason: String) {
    importing.0.set(Some(Import::Wrong { file, reason }));
}

/// Comes back when the browser has had the time to paint.
pub async fn after_paint() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // Without a timer there is nothing to wait for, and the promise would never end.
        if window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 40).is_err() {
            drop(resolve.call0(&wasm_bindgen::JsValue::NULL));
        }
    });
    // This promise is never rejected.
    drop(JsFuture::from(promise).await);
}
