//! Copying a text, and saying whether it worked.

use crate::ui::prelude::*;

use super::live::Live;
use super::text::text;

/// Puts a text on the clipboard.
pub fn copy_text(live: Live, copied: &str) {
    let words = &text().changes;
    let written = window().navigator().clipboard().write_text(copied);
    leptos::task::spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(written).await {
            Ok(_) => live.tell(text().announcements.copied, false),
            Err(_) => live.tell(words.not_copied, true),
        }
    });
}
