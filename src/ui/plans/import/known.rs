//! The question about a plan whose id this browser has already.

use std::sync::Arc;

use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::read::{finish, wrong};
use super::{Importing, use_importing};
use crate::model::Plan;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// Replace, keep both, or neither.
#[component]
pub fn Known(file: String, plan: Arc<Plan>, notes: Vec<String>) -> View {
    let (live, importing) = (use_live(), use_importing());
    let words = &text().plans.import;
    let here = live.plans.with_untracked(|plans| {
        plans.iter().find(|known| known.id == plan.id).map(|known| known.name.clone()).unwrap_or_default()
    });
    let both = (file.clone(), Arc::clone(&plan), notes.clone());
    let keep_both = move |_| {
        let (file, plan, notes) = both.clone();
        let mut plan = Plan::clone(&plan);
        plan.id = live.free_plan_id(plan.id.as_str());
        spawn_local(async move { finish(live, importing, &file, plan, notes).await });
    };
    let replace = move |_| {
        let (file, plan, notes) = (file.clone(), Arc::clone(&plan), notes.clone());
        spawn_local(async move { replaced(live, importing, file, &plan, notes).await });
    };
    view! {
        <p>{(words.known_more)(&here)}</p>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| importing.0.set(None)>
                {text().plans.cancel}
            </button>
            <button type="button" class="button" on:click=replace>
                {words.replace}
            </button>
            <button type="button" class="button primary" on:click=keep_both>
                {words.keep_both}
            </button>
        </div>
    }
}

/// Keeps a copy of the stored plan, and then puts the file's in its place.
async fn replaced(live: Live, importing: Importing, file: String, plan: &Plan, notes: Vec<String>) {
    match live.make_room(&plan.id).await {
        Ok(()) => finish(live, importing, &file, plan.clone(), notes).await,
        Err(fault) => wrong(importing, file, fault.to_string()),
    }
}
