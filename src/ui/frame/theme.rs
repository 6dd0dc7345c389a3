//! Light or dark: what the system says, or what the person chose, which this browser remembers.
//!
//! `index.html` sets the remembered one before anything is painted; the key is the same there.

use crate::ui::prelude::*;

use crate::ui::text::text;

const KEY: &str = "slipway:theme";

/// A choice of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// What the system says.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All choices.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The choice in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Theme::System => text().frame.theme_system,
            Theme::Light => text().frame.theme_light,
            Theme::Dark => text().frame.theme_dark,
        }
    }
}

/// The choice that the browser remembers.
#[must_use]
pub fn chosen_theme() -> Theme {
    match storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Paints in a theme and remembers it, where the browser remembers anything.
pub fn choose_theme(theme: Theme) {
    let word = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    // Without storage the choice holds until the page is left, which is all that can be had.
    if let Some(storage) = storage() {
        let _ = word.map_or_else(|| storage.remove_item(KEY), |word| storage.set_item(KEY, word));
    }
    if let Some(root) = document().document_element() {
        let _ = word.map_or_else(
            || root.remove_attribute("data-theme"),
            |word| root.set_attribute("data-theme", word),
        );
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
