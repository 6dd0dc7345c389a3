//! What is saved and what is not: the words on the plan card, the banner about another tab, the notes of a reader.

use crate::ui::prelude::*;

use crate::planner::views::frame::saved_time;
use crate::rules::wording::moment;
use crate::time::Zone;
use crate::ui::components::{Dialog, Icon, Shape};
use crate::ui::keeping::{Elsewhere, Saving};
use crate::ui::live::{Live, use_live};
use crate::ui::plans::{Export, export_open};
use crate::ui::text::text;

/// Whether the plan is saved, with what helps when it is not.
#[component]
pub fn SaveLine() -> View {
    let live = use_live();
    view! {
        <div class="save-line" role="status">
            {move || match live.saving.get() {
                Saving::Saved(at) => {
                    let zone = live.read(|bench| bench.plan().settings.zone).unwrap_or(Zone::UTC);
                    let now = live.read(crate::planner::Workbench::now);
                    let words = match (at, now) {
                        (Some(at), Some(now)) => (text().plans.saving.saved)(&saved_time(at, now.max(at), zone)),
                        _ => text().plans.saving.saved_sometime.to_owned(),
                    };
                    let title = at.map(|at| moment(at, zone));
                    view! {
                        <span class="is-good" title=title>
                            <Icon shape=Shape::Tick />
                            {words}
                        </span>
                    }
                }
                Saving::Writing => view! { <span class="muted">{text().plans.saving.saving}</span> },
                Saving::NotSaved { reason, can_retry } => not_saved(live, reason, can_retry),
            }}
        </div>
    }
}

fn not_saved(live: Live, reason: String, can_retry: bool) -> View {
    let words = &text().plans.saving;
    let retry = can_retry.then(|| {
        view! {
            <button type="button" class="button small" on:click=move |_| live.retry()>
                {words.retry}
            </button>
        }
    });
    view! {
        <span class="is-blocker">
            <Icon shape=Shape::Warning />
            {words.not_saved}
        </span>
        <p class="save-reason">{reason}</p>
        <div class="button-row">
            {retry}
            <button type="button" class="button small" on:click=move |_| export_open(live, Export::Plan)>
                {words.as_file}
            </button>
        </div>
    }
}

/// Says what another tab did to the open plan; nothing is overwritten until somebody chooses.
#[component]
pub fn Banner() -> View {
    let live = use_live();
    let words = &text().plans.saving;
    let shown = Memo::new(move |_| live.elsewhere.get());
    (move || {
        shown.get().map(|what| {
            let is_changed = what == Elsewhere::Changed;
            let reload = is_changed.then(|| {
                view! {
                    <button type="button" class="button small" on:click=move |_| live.reload()>
                        {words.reload}
                    </button>
                }
            });
            view! {
                <div class="banner" role="alert">
                    <Icon shape=Shape::Warning />
                    <span>{if is_changed { words.changed } else { words.removed }}</span>
                    {reload}
                    <button type="button" class="button small" on:click=move |_| live.keep_as_copy()>
                        {words.keep_copy}
                    </button>
                </div>
            }
        })
    })
    .into_view()
}

/// What was odd about the last thing that was read.
#[component]
pub fn NotesDialog() -> View {
    let live = use_live();
    let open = Signal::derive(move || live.notes.with(Option::is_some));
    let close = move |()| live.notes.set(None);
    let title = move || live.notes.with(|notes| (text().plans.notes)(notes.as_ref().map_or(0, Vec::len)));
    let rows = move || {
        let notes = live.notes.get().unwrap_or_default();
        notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view()
    };
    view! {
        <Dialog open=open on_close=close title=Signal::derive(title) class="wide">
            <ul class="notes">{rows}</ul>
            <div class="dialog-actions">
                <button type="button" class="button primary" on:click=move |_| close(())>
                    {text().plans.understood}
                </button>
            </div>
        </Dialog>
    }
}
