//! `App`: the frame around the screens: rail, top bar, the screen of the address, the inspector.

use leptos::ev;
use leptos::prelude::*;

use super::changes::ChangesScreen;
use super::environments::EnvironmentsScreen;
use super::findings::FindingsScreen;
use super::inspector::Inspector;
use super::live::Live;
use super::plans::PlansScreen;
use super::releases::ReleasesScreen;
use super::schedule::ScheduleScreen;
use super::services::ServicesScreen;
use crate::planner::{Route, Screen};

/// The whole interface.
#[component]
pub fn App() -> impl IntoView {
    let live = Live::new(here());
    provide_context(live);
    let on_hash = window_event_listener(ev::hashchange, move |_| live.arrived(here()));
    on_cleanup(move || on_hash.remove());
    let screen = Memo::new(move |_| if live.is_open() { live.route().screen } else { Screen::Plans });
    view! {
        <div class="frame">
            <nav class="rail" aria-label="Screens">"Slipway"</nav>
            <header class="bar"></header>
            <main class="screen" id="screen">
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
            <Inspector />
            <p class="visually-hidden" role="status" aria-live="polite">{move || live.spoken.get()}</p>
        </div>
    }
}

fn here() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}
