//! The screen "Plans": the first visit, the plans of this browser, the open plan's settings; files in and out.

mod doors;
mod download;
mod import;
mod list;
mod new_plan;
mod settings;
mod zone_field;

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::live::use_live;
use super::text::text;

pub use download::{Export, WHOLE_CALENDAR, export_open, save};
pub use import::{ImportDialog, Importing, choose_file, read_file, read_text, use_importing};

/// The screen "Plans".
#[component]
pub fn PlansScreen() -> View {
    let live = use_live();
    leptos::task::spawn_local(live.refresh_plans());
    let is_first_visit = Memo::new(move |_| !live.is_open() && live.plans.with(Vec::is_empty));
    let faults = move || {
        let faults: Vec<_> =
            live.plan_faults.get().into_iter().map(|fault| view! { <li>{fault}</li> }).gather();
        (!faults.is_empty()).then(|| view! { <ul class="plan-faults" role="alert">{faults}</ul> })
    };
    view! {
        <div class="plans">
            {faults}
            <Show
                when=move || is_first_visit.get()
                fallback=|| {
                    view! {
                        <header class="plans-head">
                            <h1>{text().plans.plans}</h1>
                            <p class="muted">{text().plans.plans_more}</p>
                        </header>
                        <list::PlanList />
                        <doors::Doors />
                        <settings::SettingsForm />
                    }
                }
            >
                <header class="plans-head">
                    <h1>{text().plans.welcome}</h1>
                    <p class="muted">{text().plans.welcome_more}</p>
                </header>
                <doors::Doors />
            </Show>
        </div>
    }
}
