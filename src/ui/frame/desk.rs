//! `Desk`: which of the dialogs that belong to no screen is open. Apart from `Live`, because none of it is the plan's.

use std::ops::Deref;

use crate::ui::prelude::*;
use crate::ui::reactive::Shared;
use leptos::reactive::owner::LocalStorage;

use crate::ui::components::Dialog;
use crate::ui::live::{Live, use_live};
use crate::ui::plans::{Export, export_open};
use crate::ui::text::text;

/// What is to be done once the person has agreed.
type Then = Box<dyn FnOnce()>;

/// Open or closed, one signal a dialog. Cheap to copy; get it with [`use_desk`].
#[derive(Clone, Copy)]
pub struct Desk(Shared<Handles>);

/// What [`Desk`] is made of.
pub struct Handles {
    /// Search and commands.
    pub palette: RwSignal<bool>,
    /// The keys.
    pub help: RwSignal<bool>,
    /// The field that asks as of when the plan is to be shown.
    pub past: RwSignal<bool>,
    /// Whether to leave a plan that is not saved.
    leaving: RwSignal<bool>,
    then: StoredValue<Option<Then>, LocalStorage>,
}

impl Deref for Desk {
    type Target = Handles;

    fn deref(&self) -> &Handles {
        &self.0
    }
}

impl Desk {
    /// A desk with nothing on it.
    #[must_use]
    pub fn new() -> Desk {
        Desk(Shared::new(Handles {
            palette: RwSignal::new(false),
            help: RwSignal::new(false),
            past: RwSignal::new(false),
            leaving: RwSignal::new(false),
            then: StoredValue::new_local(None),
        }))
    }

    /// Asks as of when the plan is to be shown.
    pub fn show_past(self) {
        self.past.set(true);
    }

    /// Opens the palette.
    pub fn show_palette(self) {
        self.palette.set(true);
    }

    /// Opens the list of keys.
    pub fn show_help(self) {
        self.help.set(true);
    }

    /// Does what leaves the open plan, after asking when that would lose something.
    pub fn leave_plan(self, live: Live, then: impl FnOnce() + 'static) {
        if live.is_unsaved() {
            self.then.set_value(Some(Box::new(then)));
            self.leaving.set(true);
        } else {
            then();
        }
    }
}

/// The app's [`Desk`].
#[must_use]
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}

/// Asks before something unsaved is left.
#[component]
pub fn LeaveDialog() -> View {
    let (live, desk) = (use_live(), use_desk());
    let words = &text().plans.saving;
    let go_on = move |_| {
        desk.leaving.set(false);
        if let Some(Some(then)) = desk.then.try_update_value(Option::take) {
            then();
        }
    };
    view! {
        <Dialog open=desk.leaving on_close=move |()| desk.leaving.set(false) title=words.leave>
            <p>{words.leave_more}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| desk.leaving.set(false)>
                    {text().plans.cancel}
                </button>
                <button type="button" class="button danger" on:click=go_on>
                    {words.leave_yes}
                </button>
                <button type="button" class="button primary" on:click=move |_| export_open(live, Export::Plan)>
                    {words.as_file}
                </button>
            </div>
        </Dialog>
    }
}
