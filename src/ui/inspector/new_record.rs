//! Adding a record from a button: it is there at once, open beside the screen, with its name ready to be typed over.

use crate::ui::prelude::*;
use wasm_bindgen::JsCast;

use crate::model::{Command, RecordRef, Table};
use crate::planner::views::records::blank;
use crate::ui::live::Live;

/// Adds a record with usual values and opens it. `within` is the release of a phase or gate, the environment of a
/// booking.
pub fn add_new(live: Live, table: Table, name: &str, within: Option<&RecordRef>) {
    let made = live.read(|bench| blank(bench.plan(), table, name, within, bench.now())).flatten();
    let Some(record) = made else { return };
    let of = record.reference();
    if live.run(&Command::Add(record)).is_some() {
        live.select(Some(&of));
        set_timeout(focus_name, std::time::Duration::from_millis(60));
    }
}

/// The first field of every form is the name. It is not there when the inspector was closed meanwhile.
fn focus_name() {
    let field = document().query_selector(".inspector .form input").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        let _ = field.focus();
        field.select();
    }
}
