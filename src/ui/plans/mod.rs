//! The screen "Plans": the first visit, the plans of this browser, files in and out.

use leptos::prelude::*;

use super::components::{Icon, Shape};
use super::live::{Live, use_live};
use super::text::text;
use crate::model::{Id, Plan, Settings, notation};
use crate::planner::{Route, Screen};
use crate::time::Zone;

/// The screen "Plans".
#[component]
pub fn PlansScreen() -> impl IntoView {
    let live = use_live();
    view! {
        <div class="plans">
            <div class="plans-head">
                <h1>{text().plans.welcome}</h1>
                <p class="muted">{text().plans.welcome_more}</p>
            </div>
            <div class="doors">
                <button type="button" class="door" on:click=move |_| enter(live, sample())>
                    <Icon shape=Shape::Schedule />
                    <span class="door-name">{text().plans.sample}</span>
                    <span class="door-more">{text().plans.sample_more}</span>
                </button>
                <button type="button" class="door" on:click=move |_| enter(live, empty())>
                    <Icon shape=Shape::Plus />
                    <span class="door-name">{text().plans.start}</span>
                    <span class="door-more">{text().plans.start_more}</span>
                </button>
            </div>
        </div>
    }
}

fn enter(live: Live, plan: Plan) {
    live.open(plan);
    live.go(&Route::to(Screen::Schedule));
}

fn empty() -> Plan {
    Plan::new(Id::lenient("plan"), Settings::new("New plan", Zone::UTC))
}

/// A small plan, until `planner::sample` has the real one.
fn sample() -> Plan {
    let text = "
        zone Europe/Amsterdam
        environment dev Open capacity=6
        environment sit Managed capacity=1
        environment uat Managed capacity=2
        environment prod Controlled
        ci billing-db env=prod
        ci billing-app env=prod needs=billing-db
        service billing on=billing-app
        blackout freeze 2026-12-01..2026-12-04 env=prod
        release billing-12.4 live=2026-12-05T20
        phase build 2026-11-02..2026-11-14 of=billing-12.4 env=dev
        phase system-test 2026-11-14..2026-11-24 of=billing-12.4 env=sit
        phase acceptance 2026-11-24..2026-12-03 of=billing-12.4 env=uat
        gate accepted of=billing-12.4 phase=acceptance due=2026-12-03T16
        booking b1 2026-11-02..2026-11-14 env=dev phase=build
        booking b2 2026-11-14..2026-11-24 env=sit phase=system-test
        booking b3 2026-11-20..2026-11-26 env=sit
        change CHG-1042 2026-12-01T08..2026-12-02T12 on=billing-db env=prod risk=High release=billing-12.4
        change CHG-1043 2026-12-05T20..2026-12-06T02 on=billing-app env=prod release=billing-12.4 after=CHG-1042
        change CHG-1044 2026-11-28T20..2026-11-28T23 on=billing-app env=prod kind=Standard
    ";
    let plan = notation::parse(text).map(|example| example.plan);
    let mut plan = plan.unwrap_or_else(|_| empty());
    "Autumn portfolio".clone_into(&mut plan.settings.name);
    plan
}
