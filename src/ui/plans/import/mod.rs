//! Files in: from a chooser, a drop or a paste to an open plan, with every question asked on the way.
//!
//! A folder because each format asks other questions; here is what is asked next, and the dialog around it.

mod calendar;
mod known;
mod merge;
mod read;
mod table;

use std::sync::Arc;

use crate::ui::prelude::*;

use crate::exchange::{Conflict, csv};
use crate::letters::capitalized;
use crate::model::{AnyRecord, Plan};
use crate::ui::components::Dialog;
use crate::ui::text::text;

pub use read::{choose_file, read_file, read_text};

/// What is asked of the person about a file.
#[derive(Clone)]
pub enum Import {
    /// Nothing: it is being read.
    Reading {
        /// The file.
        file: String,
    },
    /// To choose another.
    Wrong {
        /// The file.
        file: String,
        /// Where and why.
        reason: String,
    },
    /// Whether to replace the plan that has its id.
    Known {
        /// The file.
        file: String,
        /// What it holds.
        plan: Arc<Plan>,
        /// What was odd about it.
        notes: Vec<String>,
    },
    /// What its columns are.
    Table {
        /// The file.
        file: String,
        /// What it holds.
        table: Arc<csv::Table>,
    },
    /// What its events are.
    Calendar {
        /// The file.
        file: String,
        /// What it holds.
        bytes: Arc<[u8]>,
    },
    /// What of the open plan it replaces.
    Conflicts {
        /// The file.
        file: String,
        /// What is new in it.
        additions: Vec<AnyRecord>,
        /// What the plan has a part of.
        completions: Vec<AnyRecord>,
        /// What the plan has otherwise.
        conflicts: Vec<Conflict>,
        /// What was odd about it.
        notes: Vec<String>,
    },
}

/// What is being asked; `None` while no file is being opened.
#[derive(Clone, Copy)]
pub struct Importing(pub RwSignal<Option<Import>>);

impl Importing {
    /// True when the dialog was closed while something was awaited, and the answers in it have gone.
    fn is_cancelled(self) -> bool {
        self.0.with_untracked(Option::is_none)
    }
}

/// The app's [`Importing`].
#[must_use]
pub fn use_importing() -> Importing {
    expect_context::<Importing>()
}

/// The dialog of an import, and the control that chooses a file.
#[component]
pub fn ImportDialog() -> View {
    let importing = use_importing();
    let open = Signal::derive(move || importing.0.with(Option::is_some));
    let title = move || importing.0.with(|import| import.as_ref().map(title_of).unwrap_or_default());
    view! {
        <read::FileInput />
        <Dialog open=open on_close=move |()| importing.0.set(None) title=Signal::derive(title) class="wide import">
            {move || importing.0.get().map(body_of)}
        </Dialog>
    }
}

fn title_of(import: &Import) -> String {
    let words = &text().plans.import;
    match import {
        Import::Reading { file } => (words.reading)(file),
        Import::Wrong { file, .. } => (words.wrong)(file),
        Import::Known { plan, .. } => (words.known)(&plan.settings.name),
        Import::Table { file, .. } => (words.table)(file),
        Import::Calendar { file, .. } => (words.calendar)(file),
        Import::Conflicts { conflicts, .. } => (words.conflicts)(conflicts.len()),
    }
}

fn body_of(import: Import) -> View {
    match import {
        Import::Reading { .. } => {
            view! { <progress class="import-progress" aria-label=text().plans.import.import></progress> }
        }
        Import::Wrong { reason, .. } => view! { <Wrong reason=reason /> },
        Import::Known { file, plan, notes } => {
            view! { <known::Known file=file plan=plan notes=notes /> }
        }
        Import::Table { file, table } => view! { <table::TableForm file=file table=table /> },
        Import::Calendar { file, bytes } => {
            view! { <calendar::CalendarForm file=file bytes=bytes /> }
        }
        Import::Conflicts { file, additions, completions, conflicts, notes } => view! {
            <merge::Conflicts
                file=file
                additions=additions
                completions=completions
                conflicts=conflicts
                notes=notes
            />
        },
    }
}

#[component]
fn Wrong(reason: String) -> View {
    let importing = use_importing();
    view! {
        <p class="import-reason" role="alert">{sentence(&reason)}</p>
        <p class="muted">{text().plans.import.wrong_more}</p>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| importing.0.set(None)>
                {text().plans.cancel}
            </button>
            <button type="button" class="button primary" on:click=move |_| choose_file()>
                {text().plans.import.another}
            </button>
        </div>
    }
}

/// The same with a capital and a full stop.
fn sentence(reason: &str) -> String {
    capitalized(reason.trim_end_matches('.')) + "."
}
