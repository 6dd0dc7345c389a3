//! A new plan: its template, its name and its zone.

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::zone_field::{ZoneField, browser_zone};
use crate::exchange::read_template;
use crate::model::{Id, Plan, Settings};
use crate::planner::templates::{self, SAMPLE, Template};
use crate::planner::views::frame::file_stem;
use crate::planner::{Route, Screen};
use crate::time::Zone;
use crate::ui::components::{Dialog, Field};
use crate::ui::fetching::fetch_text;
use crate::ui::live::{Live, now, use_live};
use crate::ui::text::text;

/// The sample, around today in the zone of the browser.
pub async fn sample_plan() -> Result<Plan, String> {
    plan_of(&SAMPLE, SAMPLE.name, browser_zone()).await
}

async fn plan_of(template: &Template, name: &str, zone: Zone) -> Result<Plan, String> {
    let document = fetch_text(&template.path()).await?;
    read_template(&document, name, zone.date_of(now()), zone).map_err(|error| error.to_string())
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
    let problem = RwSignal::new(String::new());
    let is_making = RwSignal::new(false);
    let usual_name = move || template_of(chosen.get()).map_or(words.new_plan, |template| template.name);
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
        .gather();
    let make = move || {
        let typed = name.get_untracked();
        let name = if typed.trim().is_empty() { usual_name().to_owned() } else { typed.trim().to_owned() };
        if is_making.get_untracked() {
            return;
        }
        is_making.set(true);
        problem.set(String::new());
        let (template, zone) = (template_of(chosen.get_untracked()), zone.get_untracked());
        spawn_local(async move {
            match plan_from(template, &name, zone).await {
                Ok(plan) => {
                    open.try_set(false);
                    begin(live, plan, &name).await;
                }
                Err(why) => {
                    is_making.try_set(false);
                    problem.try_set(why);
                }
            }
        });
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
            {move || {
                let problem = problem.get();
                (!problem.is_empty()).then(|| view! { <p class="field-error" role="alert">{problem}</p> })
            }}
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

fn template_of(place: Option<usize>) -> Option<&'static Template> {
    templates::ALL.get(place?)
}

async fn plan_from(template: Option<&Template>, name: &str, zone: Zone) -> Result<Plan, String> {
    match template {
        Some(template) => plan_of(template, name, zone).await,
        None => Ok(Plan::new(Id::lenient(""), Settings::new(name, zone))),
    }
}

async fn begin(live: Live, mut plan: Plan, name: &str) {
    plan.id = live.free_plan_id(&file_stem(name));
    live.open_new(plan, text().plans.made).await;
    live.go(&Route::to(Screen::Schedule));
}
