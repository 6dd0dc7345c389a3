//! `App`: the frame around the screens: rail, top bar, the screen of the address, the inspector.

use crate::ui::prelude::*;
use leptos::ev;
use leptos::task::spawn_local;

use super::board::{BoardScreen, WaitingScreen};
use super::changes::ChangesScreen;
use super::components::{Icon, Shape};
use super::environments::EnvironmentsScreen;
use super::fetching::fetch_ahead;
use super::findings::FindingsScreen;
use super::frame::{
    Banner, Desk, FileCatcher, KeyboardHelp, LeaveDialog, NotesDialog, Palette, PastBanner, Rail, Toast,
    TopBar, focus_screen, on_key,
};
use super::freezes::FreezesScreen;
use super::inspector::Inspector;
use super::live::Live;
use super::plans::{ImportDialog, Importing, PlansScreen};
use super::policy::PolicyScreen;
use super::releases::ReleasesScreen;
use super::reports::reports_screen;
use super::schedule::ScheduleScreen;
use super::services::ServicesScreen;
use super::text::text;
use crate::planner::{Route, Screen};
use crate::storage::{Archive, Fault};

/// How often the clock is looked at; the findings are looked at again when it shows another minute.
const CLOCK: std::time::Duration = std::time::Duration::from_secs(5);

/// Shows the interface at the end of the page. `trouble` says why the archive is only memory, when it is.
pub fn mount(archive: Archive, trouble: Option<Fault>) {
    super::view::show(move || view! { <App archive trouble /> });
}

/// The whole interface.
#[component]
fn App(
    /// The plans of this browser.
    archive: Archive,
    /// Why the archive is only memory, when it is.
    trouble: Option<Fault>,
) -> View {
    let live = Live::new(here(), archive, trouble);
    provide_context(live);
    let on_hash = window_event_listener(ev::hashchange, move |_| live.arrived(here()));
    let desk = Desk::new();
    provide_context(desk);
    provide_context(Importing(RwSignal::new(None)));
    let keys = window_event_listener(ev::keydown, move |event| on_key(&event, live, desk));
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if live.would_lose() {
            event.prevent_default();
        }
    });
    let clock = set_interval_with_handle(
        move || {
            if !document().hidden() {
                live.tick();
            }
        },
        CLOCK,
    );
    on_cleanup(move || {
        on_hash.remove();
        keys.remove();
        unload.remove();
        if let Ok(clock) = clock {
            clock.clear();
        }
    });
    let has_started = RwSignal::new(false);
    spawn_local(async move {
        live.start().await;
        has_started.set(true);
        fetch_ahead().await;
    });
    let screen = Memo::new(move |_| if live.is_open() { live.route().screen } else { Screen::Plans });
    let place = Memo::new(move |_| (screen.get(), live.route().item));
    Effect::new(move || {
        place.track();
        if let Some(screen) = document().get_element_by_id("screen") {
            screen.set_scroll_top(0);
        }
    });
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
        <div class="frame" class:with-inspector=move || is_inspecting.get()>
            <Rail />
            <TopBar />
            <div class="banner-place">
                <Banner />
                <PastBanner />
            </div>
            <main class="screen" id="screen" tabindex="-1">
                {move || has_started.get().then(|| match screen.get() {
                    Screen::Schedule => view! { <ScheduleScreen /> },
                    Screen::Changes => view! { <ChangesScreen /> },
                    Screen::Releases => view! { <ReleasesScreen /> },
                    Screen::Environments => view! { <EnvironmentsScreen /> },
                    Screen::Services => view! { <ServicesScreen /> },
                    Screen::Board => view! { <BoardScreen /> },
                    Screen::Waiting => view! { <WaitingScreen /> },
                    Screen::Findings => view! { <FindingsScreen /> },
                    Screen::Freezes => view! { <FreezesScreen /> },
                    Screen::Policy => view! { <PolicyScreen /> },
                    Screen::Reports => reports_screen(),
                    Screen::Plans => view! { <PlansScreen /> },
                })}
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
            <LeaveDialog />
            <ImportDialog />
            <NotesDialog />
            <FileCatcher />
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
