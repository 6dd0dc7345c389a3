//! Files beside the page that few visits need: the templates of plans, the texts of rules. They are no part of the module,
//! and are fetched once it has started, so that they are there when the network is gone.

use std::cell::RefCell;

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::text::text;
use crate::planner::templates;
use crate::rules::DOCS_PATH;
use crate::sorted::SortedMap;

thread_local! {
    /// The texts that have arrived, by path.
    static ARRIVED: RefCell<SortedMap<String, String>> = const { RefCell::new(SortedMap::new()) };
}

/// Fetches all files that may be asked for. What does not arrive is fetched again, and said, when it is asked for.
pub async fn fetch_ahead() {
    for template in templates::ALL.iter().chain([&templates::SAMPLE]) {
        drop(fetch_text(&template.path()).await);
    }
    drop(fetch_text(DOCS_PATH).await);
}

/// The text of a file, by its path from the page; an error is a sentence, and asking again may help.
pub async fn fetch_text(path: &str) -> Result<String, String> {
    if let Some(text) = ARRIVED.with_borrow(|arrived| arrived.get(path).cloned()) {
        return Ok(text);
    }
    let fetched = async {
        let response: web_sys::Response = JsFuture::from(window().fetch_with_str(path)).await?.dyn_into()?;
        if !response.ok() {
            return Err(JsValue::from(response.status()));
        }
        JsFuture::from(response.text()?).await
    };
    let text_of = |value: JsValue| value.as_string();
    let arrived = fetched.await.ok().and_then(text_of).ok_or_else(|| (text().frame.not_fetched)(path))?;
    ARRIVED.with_borrow_mut(|all| all.insert(path.to_owned(), arrived.clone()));
    Ok(arrived)
}
