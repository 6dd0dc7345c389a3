//! `App`: the frame around the screens: rail, top bar, the screen of the address, the inspector.

use leptos::ev;
use leptos::prelude::*;

use super::changes::ChangesScreen;
use super::components::{Icon, Shape};
use super::environments::EnvironmentsScreen;
use super::findings::FindingsScreen;
use super::frame::{Desk, KeyboardHelp, Palette, Rail, Toast, TopBar, focus_screen, on_key};
use super::inspector::Inspector;
use super::live::Live;
use super::plans::PlansScreen;
use super::releases::ReleasesScreen;
use super::schedule::ScheduleScreen;
use super::services::ServicesScreen;
use super::text::text;
use crate::planner::{Route, Screen};

/// The whole interface.
#[component]
pub fn App() -> impl IntoView {
    let live = Live::new(here());
    provide_context(live);
    let on_hash = window_event_listener(ev::hashchange, move |_| live.arrived(here()));
    let desk = Desk::new();
    provide_context(desk);
    let keys = window_event_listener(ev::keydown, move |event| on_key(&event, live, desk));
    on_cleanup(move || {
        on_hash.remove();
        keys.remove();
    });
    let screen = Memo::new(move |_| if live.is_open() { live.route().screen } else { Screen::Plans });
    let is_inspecting =
        Memo::new(move |_| screen.get() != Screen::Plans && live.route().selected().is_some());
    Effect::new(move || {
        let plan = live.read(|bench| bench.plan().settings.name.clone());
        document().set_title(&title(screen.get(), plan.as_deref()));
    });
    view! {
        <a class="skip" href="#screen" on:click=skip_to_screen>
            {text().frame.skip}
        </a>
        <div class="frame" class:with-inspector=is_inspecting>
            <Rail />
            <TopBar />
            <main class="screen" id="screen" tabindex="-1">
                {move || match screen.get() {
                    Screen::Schedule => view! { <ScheduleScreen /> }.into_any(),
                    Screen::Changes => view! { <ChangesScreen /> }.into_any(),
                    Screen::Releases => view! { <ReleasesScreen /> }.into_any(),
                    Screen::Environments => view! { <EnvironmentsScreen /> }.into_any(),
                    Screen::Services => view! { <ServicesScreen /> }.into_any(),
                    Screen::Findings => view! { <FindingsScreen /> }.into_any(),
                    Screen::Plans => view! { <PlansScreen /> }.into_any(),
                }}
            </main>
            <Show when=move || is_inspecting.get()>
                <div class="inspector-place">
                    <button
                        type="button"
                        class="button quiet icon-only inspector-close"
                        aria-label=text().frame.close_details
                        title=text().frame.close_details
                        on:click=move |_| live.select(None)
                    >
                        <Icon shape=Shape::Close />
                    </button>
                    <Inspector />
                </div>
            </Show>
            <Toast />
            <Palette />
            <KeyboardHelp />
            <p class="visually-hidden" role="status" aria-live="polite">{move || live.spoken.get()}</p>
        </div>
    }
}

/// The address is the app's state, so the skip link moves the focus and leaves the address alone.
fn skip_to_screen(event: ev::MouseEvent) {
    event.prevent_default();
    focus_screen();
}

fn title(screen: Screen, plan: Option<&str>) -> String {
    let product = text().frame.product;
    match plan {
        Some(plan) => format!("{} · {plan} · {product}", (text().frame.screen)(screen)),
        None => product.to_owned(),
    }
}

fn here() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}
