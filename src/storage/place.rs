//! `Place`: everything of the browser that is named after the app's path: database, marks, channel.
//!
//! All pages of one host share these, so that every name carries the folder from which the app is served.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent, Storage};

use super::store::{Announcement, Mark};
use crate::gather::Gather;
use crate::model::json;

/// The names, and what hangs on them besides the database.
pub(super) struct Place {
    name: String,
    /// `None` where the browser has no such thing; then other tabs notice at their next write.
    channel: Option<BroadcastChannel>,
}

impl Place {
    /// The place of a page: its folder, `/` at the root.
    pub(super) fn of_page() -> Place {
        let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
        let folder = path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or("/");
        Place::named(folder)
    }

    /// A place with a name of its own.
    pub(super) fn named(path: &str) -> Place {
        let name = format!("slipway:{path}");
        let channel = BroadcastChannel::new(&name).ok();
        Place { name, channel }
    }

    /// The name of the database.
    pub(super) fn database(&self) -> &str {
        &self.name
    }

    pub(super) fn marks(&self) -> Vec<(String, Mark)> {
        let Some(storage) = storage() else { return Vec::new() };
        let prefix = self.mark_prefix();
        let names = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten());
        let names: Vec<String> = names.filter(|name| name.starts_with(&prefix)).gather();
        let read = |name: &String| {
            let mark = json::from_slice(storage.get_item(name).ok()??.as_bytes()).ok()?;
            Some((name.strip_prefix(&prefix)?.to_owned(), mark))
        };
        names.iter().filter_map(read).gather()
    }

    /// A mark that the browser does not take is done without: it only helps to notice a loss.
    pub(super) fn set_mark(&self, plan: &str, mark: Option<&Mark>) {
        let Some(storage) = storage() else { return };
        let name = format!("{}{plan}", self.mark_prefix());
        let done = match mark.map(|mark| json::to_string(mark)) {
            Some(text) => storage.set_item(&name, &text),
            None => storage.remove_item(&name),
        };
        drop(done);
    }

    /// Tells the other tabs.
    pub(super) fn announce(&self, announcement: &Announcement) {
        let Some(channel) = &self.channel else { return };
        // Nobody is told when the channel is closed, and the revision check catches what they do then.
        drop(channel.post_message(&JsValue::from_str(&json::to_string(announcement))));
    }

    /// Calls back for what other tabs announce; a channel does not hear itself.
    pub(super) fn watch(&self, callback: impl Fn(Announcement) + 'static) -> Option<EventListener> {
        let channel = self.channel.as_ref()?;
        Some(EventListener::new(channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
            if let Some(announcement) = text.and_then(|text| json::from_slice(text.as_bytes()).ok()) {
                callback(announcement);
            }
        }))
    }

    fn mark_prefix(&self) -> String {
        format!("{}:plan:", self.name)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

fn storage() -> Option<Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}
