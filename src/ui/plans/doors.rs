//! The three doors: the sample, a new plan, a file.

use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::import::choose_file;
use super::new_plan::{NewPlanDialog, sample_plan};
use crate::planner::{Route, Screen};
use crate::ui::components::{Icon, Shape};
use crate::ui::frame::use_desk;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// What makes a plan.
#[component]
pub fn Doors() -> View {
    let live = use_live();
    let desk = use_desk();
    let is_starting = RwSignal::new(false);
    let words = &text().plans;
    view! {
        <div class="doors">
            <Door
                shape=Shape::Schedule
                name=words.sample
                more=words.sample_more
                on_open=move |()| desk.leave_plan(live, move || spawn_local(open_sample(live)))
            />
            <Door
                shape=Shape::Plus
                name=words.start
                more=words.start_more
                on_open=move |()| desk.leave_plan(live, move || is_starting.set(true))
            />
            <Door shape=Shape::File name=words.open_file more=words.open_file_more on_open=move |()| choose_file() />
        </div>
        <NewPlanDialog open=is_starting />
    }
}

#[component]
fn Door(shape: Shape, name: &'static str, more: &'static str, #[prop(into)] on_open: Callback<()>) -> View {
    view! {
        <button type="button" class="door" on:click=move |_| on_open.run(())>
            <Icon shape=shape />
            <span class="door-name">{name}</span>
            <span class="door-more">{more}</span>
        </button>
    }
}

async fn open_sample(live: Live) {
    let mut plan = match sample_plan().await {
        Ok(plan) => plan,
        Err(problem) => return live.tell(&problem, true),
    };
    plan.id = live.free_plan_id(plan.id.as_str());
    live.open_new(plan, text().plans.sample).await;
    live.go(&Route::to(Screen::Schedule));
}
