//! `Desk`: which of the dialogs that belong to no screen is open. Apart from `Live`, because none of it is the plan's.

use leptos::prelude::*;

/// Open or closed, one signal a dialog. Cheap to copy; get it with [`use_desk`].
#[derive(Clone, Copy)]
pub struct Desk {
    /// Search and commands.
    pub palette: RwSignal<bool>,
    /// The keys.
    pub help: RwSignal<bool>,
}

impl Desk {
    /// A desk with nothing on it.
    #[must_use]
    pub fn new() -> Desk {
        Desk { palette: RwSignal::new(false), help: RwSignal::new(false) }
    }

    /// Opens the palette.
    pub fn show_palette(self) {
        self.palette.set(true);
    }

    /// Opens the list of keys.
    pub fn show_help(self) {
        self.help.set(true);
    }
}

/// The app's [`Desk`].
#[must_use]
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}
