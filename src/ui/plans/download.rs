//! Files out: the browser's download of a text made here.

use crate::ui::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use crate::exchange::{csv, document, ics};
use crate::model::Plan;
use crate::planner::views::frame::file_stem;
use crate::ui::live::{Live, now};
use crate::ui::text::text;

/// How long the browser may take to fetch the text before it is freed.
const KEPT_MILLISECONDS: std::time::Duration = std::time::Duration::from_secs(60);

/// What of a plan is saved as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    /// The plan.
    Plan,
    /// Its changes as a table.
    Changes,
    /// Parts of it as a calendar.
    Calendar(&'static [ics::Part]),
}

/// All parts of a calendar.
pub const WHOLE_CALENDAR: &[ics::Part] =
    &[ics::Part::Changes, ics::Part::Blackouts, ics::Part::MaintenanceWindows, ics::Part::Gates];

/// Saves a part of the open plan as a file.
pub fn export_open(live: Live, what: Export) {
    if let Some(plan) = live.read_untracked(|bench| bench.plan().clone()) {
        export(live, &plan, what);
    }
}

/// Saves a part of a plan as a file, and says what it is called.
pub fn export(live: Live, plan: &Plan, what: Export) {
    let stem = file_stem(&plan.settings.name);
    let file = match what {
        Export::Plan => (format!("{stem}.slipway.json"), "application/json", document::write(plan)),
        Export::Changes => {
            (format!("{stem}-changes.csv"), "text/csv", csv::write_changes(plan.changes.values()))
        }
        Export::Calendar(parts) => {
            let name = if parts.len() == WHOLE_CALENDAR.len() {
                stem
            } else {
                format!("{stem}-{}", part_name(parts))
            };
            (format!("{name}.ics"), "text/calendar", ics::write(plan, parts, now()))
        }
    };
    let (name, kind, text_of_file) = file;
    save(live, &name, kind, &text_of_file);
}

/// Saves a text as a file of this name and kind, and says what it is called.
pub fn save(live: Live, name: &str, kind: &str, text_of_file: &str) {
    match download(name, kind, text_of_file) {
        Ok(()) => live.tell(&(text().plans.exports.saved)(name), false),
        Err(error) => live.tell(&format!("{error:?}"), true),
    }
}

fn part_name(parts: &[ics::Part]) -> &'static str {
    match parts.first() {
        Some(ics::Part::Changes) => "changes",
        Some(ics::Part::Gates) => "gates",
        _ => "blackouts",
    }
}

fn download(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    set_timeout(move || drop(web_sys::Url::revoke_object_url(&address)), KEPT_MILLISECONDS);
    Ok(())
}
