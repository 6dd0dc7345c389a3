//! A new plan: its template, its name and its zone.

use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::zone_field::{ZoneField, browser_zone};
use crate::model::{Id, Plan, Settings};
use crate::planner::templates::{self, Template};
use crate::planner::views::frame::file_stem;
use crate::planner::{Route, Screen};
use crate::time::Zone;
use crate::ui::components::{Dialog, Field};
use crate::ui::live::{Live, now, use_live};
use crate::ui::text::text;

/// The sample, around today in the zone of the browser.
pub fn sample_plan() -> Plan {
    let zone = browser_zone();
    templates::sample(zone.date_of(now()), zone)
}

/// Asks for template, name and zone.
#[component]
pub fn NewPlanDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> View {
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=text().plans.start>
            <NewPlanForm open=open />
        </Dialog>
    }
}

#[component]
fn NewPlanForm(open: RwSignal<bool>) -> View {
    let live = use_live();
    let words = &text().plans;
    let chosen = RwSignal::new(Some(0_usize));
    let name = RwSignal::new(String::new());
    let zone = RwSignal::new(browser_zone());
    let template = move || chosen.get().and_then(|place| templates::ALL.get(place));
    let usual_name = move || template().map_or(words.new_plan, |template| template.name);
    let choice = move |place: Option<usize>, name: &'static str, more: &'static str| {
        view! {
            <label class="template">
                <input
                    type="radio"
                    name="template"
                    prop:checked=move || chosen.get() == place
                    on:change=move |_| chosen.set(place)
                />
                <span>
                    <span class="template-name">{name}</span>
                    <span class="muted small">{more}</span>
                </span>
            </label>
        }
    };
    let choices: Vec<_> = templates::ALL
        .iter()
        .enumerate()
        .map(|(place, template)| choice(Some(place), template.name, template.description))
        .chain([choice(None, words.empty, words.empty_more)])
        .collect();
    let make = move || {
        let typed = name.get_untracked();
        let name = if typed.trim().is_empty() { usual_name().to_owned() } else { typed.trim().to_owned() };
        open.set(false);
        spawn_local(make(live, template(), name, zone.get_untracked()));
    };
    view! {
        <form
            class="new-plan"
            on:submit=move |event| {
                event.prevent_default();
                make();
            }
        >
            <fieldset class="templates">
                <legend class="field-label">{words.template}</legend>
                {choices}
            </fieldset>
            <Field label=words.name>
                <input
                    type="text"
                    autocomplete="off"
                    placeholder=usual_name
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </Field>
            <ZoneField label=words.zone zone=zone list="new-plan-zones" on_choose=move |chosen: Zone| zone.set(chosen) />
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {words.cancel}
                </button>
                <button type="submit" class="button primary">
                    {words.make}
                </button>
            </div>
        </form>
    }
}

async fn make(live: Live, template: Option<&'static Template>, name: String, zone: crate::time::Zone) {
    let id = live.free_plan_id(&file_stem(&name));
    let plan = match template {
        Some(template) => templates::plan(template, &name, zone.date_of(now()), zone),
        None => Ok(Plan::new(Id::clone(&id), Settings::new(&name, zone))),
    };
    match plan {
        Ok(mut plan) => {
            plan.id = id;
            live.open_new(plan, text().plans.made).await;
            live.go(&Route::to(Screen::Schedule));
        }
        Err(error) => live.tell(&error.to_string(), true),
    }
}
