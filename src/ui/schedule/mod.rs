//! The screen "Schedule": the timeline, the small picture of the whole plan, and the findings in view.
//!
//! The planner lays the timeline out (`planner::views::timeline`); here it is painted on canvases, dragged, and given
//! a layer of focusable bars.

mod drag;
mod in_view;
mod keys;
mod marks;
mod overview;
mod paint;
mod palette;
mod pen;
mod stage;
mod titles;
mod toolbar;

use crate::ui::components::watch_size;
use crate::ui::prelude::*;
use leptos::ev;

use self::drag::DragCallout;
use self::in_view::FindingsInView;
use self::marks::Marks;
use self::overview::Overview;
use self::stage::Stage;
use self::titles::LaneTitles;
use self::toolbar::Toolbar;
use super::live::use_live;
use super::text::text;

/// The words of this screen.
fn text_of() -> &'static super::text::schedule::Text {
    &text().schedule
}

/// The screen "Schedule".
#[component]
pub fn ScheduleScreen() -> View {
    let live = use_live();
    let stage = Stage::new(live);
    Effect::new(move || {
        live.read(|_| ());
        stage.plan_changed();
    });
    Effect::new(move || stage.follow(&live.route()));
    follow_size(stage);
    let on_escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && stage.drop_gesture() {
            event.prevent_default();
        }
    });
    on_cleanup(move || on_escape.remove());
    view! {
        <div class="schedule">
            <h1 class="visually-hidden">{text_of().title}</h1>
            <Toolbar stage=stage />
            <section class="timeline" aria-label=text_of().timeline>
                <div class="timeline-axis">
                    <canvas node_ref=stage.axis aria-hidden="true"></canvas>
                </div>
                <div
                    class="timeline-body"
                    node_ref=stage.body
                    on:scroll=move |_| stage.request()
                    on:keydown=move |event| stage.key(&event)
                    on:wheel=move |event| stage.wheel(&event)
                >
                    <div class="timeline-sheet" style:height=move || format!("{}px", stage.height.get())>
                        <LaneTitles stage=stage />
                        <div
                            class="timeline-plot"
                            node_ref=stage.plot
                            on:pointerdown=move |event| stage.press(&event)
                            on:pointermove=move |event| stage.drag(&event)
                            on:pointerup=move |_| stage.release()
                            on:pointercancel=move |_| {
                                stage.drop_gesture();
                            }
                            on:dblclick=move |event| stage.double_click(&event)
                        >
                            <div class="timeline-view">
                                <canvas node_ref=stage.canvas aria-hidden="true"></canvas>
                            </div>
                            <Marks stage=stage />
                        </div>
                    </div>
                </div>
                <Overview stage=stage />
                <Show when=move || stage.is_empty.get()>
                    <div class="timeline-empty">
                        <h2>{text_of().empty}</h2>
                        <p class="muted">{text_of().empty_hint}</p>
                    </div>
                </Show>
            </section>
            <FindingsInView stage=stage />
            <DragCallout stage=stage />
            <span
                class="timeline-probe"
                node_ref=stage.probe
                aria-hidden="true"
                on:transitionend=move |_| stage.theme_changed()
            ></span>
        </div>
    }
}

/// Asks for a frame whenever the room for the timeline changes.
fn follow_size(stage: Stage) {
    Effect::new(move || {
        let (Some(body), Some(plot)) = (stage.body.get(), stage.plot.get()) else { return };
        let changed = Callback::new(move |()| {
            stage.change(|inner| inner.is_overview_stale = true);
            stage.request();
        });
        watch_size(&[&body, &plot], changed);
    });
}
