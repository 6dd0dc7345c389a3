//! From a refusal to the place where it is mended: the field, the part of the change's page, or another record.

use std::time::Duration;

use crate::ui::prelude::*;
use wasm_bindgen::JsCast;

use crate::letters::capitalized;
use crate::model::{RecordRef, Table};
use crate::planner::{Missing, Place, Route, Screen};
use crate::ui::live::{Live, use_live};

/// How long a screen takes to be there after its address was set, in milliseconds.
const ARRIVAL: u64 = 120;

/// What stands in the way, each as a button that leads to where it is mended.
pub fn missing_list(of: &RecordRef, missing: Vec<Missing>) -> View {
    let live = use_live();
    let lines = missing.into_iter().map(|one| {
        let what = capitalized(&one.what);
        let is_here = one.place == Place::Note || one.place == Place::Record(*of);
        if is_here {
            return view! { <li>{what}</li> };
        }
        let (of, place) = (*of, one.place);
        view! { <li><button type="button" class="lead-to" on:click=move |_| lead(live, &of, &place)>{what}</button></li> }
    });
    view! { <ul class="step-missing">{lines.collect_view()}</ul> }
}

/// Goes to where something about a record is mended and puts the focus there.
pub fn lead(live: Live, of: &RecordRef, place: &Place) {
    let wanted = match place {
        Place::Field(name) => format!("[data-field^=\"{name}\"]"),
        Place::Step(_) | Place::Hold => ".steps".to_owned(),
        Place::Approvals => "#part-authorise".to_owned(),
        Place::Review => "#part-review".to_owned(),
        Place::Findings => "#part-findings".to_owned(),
        Place::Actor => "#acting".to_owned(),
        Place::Note => return,
        Place::Record(other) => return live.select(Some(other)),
    };
    let is_open = live.route().selected().as_ref() == Some(of);
    let here = [".change-page", if is_open { ".inspector" } else { ".change-page" }, ".frame"];
    let roots = if *place == Place::Actor { &here[2..] } else { &here[..2] };
    if roots.iter().any(|root| focus_in(&format!("{root} {wanted}"))) {
        return;
    }
    let page = match of.table {
        Table::Changes => {
            live.go(&Route::item(Screen::Changes, &of.id));
            ".change-page"
        }
        _ => {
            live.select(Some(of));
            ".inspector"
        }
    };
    focus_soon(format!("{page} {wanted}"), ARRIVAL);
}

/// Puts the focus on what a selector finds once the page has it.
pub fn focus_soon(selector: impl Into<String>, milliseconds: u64) {
    let selector = selector.into();
    set_timeout(
        move || {
            focus_in(&selector);
        },
        Duration::from_millis(milliseconds),
    );
}

/// The same, unless the person has put the focus somewhere else meanwhile: for where what had the focus is gone.
pub fn focus_when_lost(selector: impl Into<String>, milliseconds: u64) {
    let selector = selector.into();
    set_timeout(
        move || {
            let is_held = document().active_element().is_some_and(|held| held.tag_name() != "BODY");
            if !is_held {
                focus_in(&selector);
            }
        },
        Duration::from_millis(milliseconds),
    );
}

/// Puts the focus on the first control in what a selector finds, or on that itself; false when there is nothing.
pub fn focus_in(selector: &str) -> bool {
    let Some(found) = document().query_selector(selector).ok().flatten() else { return false };
    if let Ok(Some(closed)) = found.closest("details:not([open])") {
        // An element of this very page takes the attribute.
        let _ = closed.set_attribute("open", "");
    }
    let controls = "input:not(:disabled), select:not(:disabled), textarea:not(:disabled), button:not(:disabled), a[href]";
    let is_control = found.matches(controls).unwrap_or(false);
    let inside = if is_control { None } else { found.query_selector(controls).ok().flatten() };
    found.scroll_into_view();
    if let Ok(element) = inside.unwrap_or(found).dyn_into::<web_sys::HtmlElement>() {
        // An element of this very page takes the focus.
        let _ = element.focus();
    }
    true
}
