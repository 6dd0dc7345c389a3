//! Files beside the page that few visits need: the templates of plans, the texts of rules. They are no part of the module.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::text::text;

/// The text of a file, by its path from the page; an error is a sentence, and asking again may help.
pub async fn fetch_text(path: &str) -> Result<String, String> {
    let fetched = async {
        let response: web_sys::Response = JsFuture::from(window().fetch_with_str(path)).await?.dyn_into()?;
        if !response.ok() {
            return Err(JsValue::from(response.status()));
        }
        JsFuture::from(response.text()?).await
    };
    let text_of = |value: JsValue| value.as_string();
    fetched.await.ok().and_then(text_of).ok_or_else(|| (text().frame.not_fetched)(path))
}
