//! The toolbar of the schedule: lanes, zoom, today, a new change.

use crate::ui::prelude::*;

use super::stage::{DEPENDENCIES, Stage};
use super::text_of;
use crate::planner::views::timeline::{Grouping, Zoom};
use crate::ui::components::{Icon, SegmentedControl, Shape};

/// The toolbar.
#[component]
pub(super) fn Toolbar(stage: Stage) -> View {
    let words = text_of();
    let live = stage.live;
    let groupings =
        Grouping::ALL.map(|grouping| (grouping.slug().to_owned(), (words.grouping)(grouping).to_owned()));
    let zooms = Zoom::NAMED.map(|(slug, _)| (slug.to_owned(), (words.zoom_name)(slug).to_owned()));
    let choose_grouping = move |slug: String| {
        let route = untrack(|| live.route());
        live.go(&route.with("group", &slug));
    };
    let choose_zoom = move |slug: String| {
        if let Some(zoom) = Zoom::parse(&slug) {
            stage.zoom_to(zoom, None);
        }
    };
    view! {
        <div class="schedule-tools">
            <SegmentedControl
                name=words.lanes_by
                choices=groupings.to_vec()
                chosen=Signal::derive(move || stage.grouping.get().slug().to_owned())
                on_choose=choose_grouping
            />
            <SegmentedControl name=words.zoom choices=zooms.to_vec() chosen=stage.zoom on_choose=choose_zoom />
            <div class="schedule-zoom">
                <button
                    type="button"
                    class="button icon-only"
                    aria-label=words.farther
                    title=words.farther
                    on:click=move |_| {
                        stage.step_zoom(false);
                    }
                >
                    "−"
                </button>
                <button
                    type="button"
                    class="button icon-only"
                    aria-label=words.nearer
                    title=words.nearer
                    on:click=move |_| {
                        stage.step_zoom(true);
                    }
                >
                    "+"
                </button>
            </div>
            <button
                type="button"
                class="button"
                on:click=move |_| {
                    if let Some(now) = stage.bench(|bench| bench.now()) {
                        stage.go_to(now);
                    }
                }
            >
                {words.today}
            </button>
            <button
                type="button"
                class="button"
                aria-pressed=move || stage.with_dependencies.get().to_string()
                title=words.dependencies_hint
                on:click=move |_| {
                    let word = if stage.with_dependencies.get_untracked() { "off" } else { "" };
                    live.go_quietly(&untrack(|| live.route()).with(DEPENDENCIES, word));
                }
            >
                {words.dependencies}
            </button>
            <span class="muted small" role="status">
                {move || Some(stage.left_out.get()).filter(|count| *count != 0).map(words.left_out)}
            </span>
            <button type="button" class="button schedule-new" on:click=move |_| stage.new_change_in_view()>
                <Icon shape=Shape::Plus />
                {words.new_change}
            </button>
        </div>
    }
}
