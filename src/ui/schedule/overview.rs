//! The small picture of the whole plan under the timeline, with the view as a frame that can be dragged.

use crate::ui::prelude::*;
use leptos::ev::PointerEvent;
use web_sys::HtmlCanvasElement;

use super::palette::Palette;
use super::stage::{Stage, sized};
use crate::planner::views::timeline::{Lanes, Viewport};
use crate::time::{Instant, Interval};

const HEIGHT: f64 = 34.0;

/// The time that it shows: everything planned, and now, with a margin.
fn whole(lanes: &Lanes, now: Instant) -> Interval {
    let all = lanes.extent().unwrap_or(Interval::new(now, now)).hull(Interval::new(now, now));
    let margin = all.seconds() / 40 + 86_400;
    Interval::new(all.start.plus_seconds(-margin), all.end.plus_seconds(margin))
}

/// Where the view is, as parts of one.
pub(super) fn window(lanes: &Lanes, now: Instant, view: &Viewport) -> (f64, f64) {
    let whole = whole(lanes, now);
    let seconds = whole.seconds().max(1) as f64;
    let part = |at: f64| ((at - whole.start.unix_seconds() as f64) / seconds).clamp(0.0, 1.0);
    (part(view.start), part(view.start + view.width * view.seconds_per_px))
}

/// Paints what is planned, a line a lane.
pub(super) fn paint(canvas: &HtmlCanvasElement, lanes: &Lanes, now: Instant, palette: &Palette) {
    let width = f64::from(canvas.client_width());
    let Some(context) = sized(canvas, width, HEIGHT) else { return };
    context.clear_rect(0.0, 0.0, width, HEIGHT);
    let whole = whole(lanes, now);
    let columns = width.max(1.0) as u32;
    let spans = lanes.overview(whole, columns);
    let pitch = ((HEIGHT - 8.0) / spans.len().max(1) as f64).min(6.0);
    context.set_fill_style_str(&palette.line_strong);
    for (row, spans) in spans.iter().enumerate() {
        for (from, to) in spans {
            let y = 4.0 + row as f64 * pitch;
            context.fill_rect(f64::from(*from), y, f64::from(to - from), (pitch - 1.0).clamp(1.0, 2.0));
        }
    }
    let x = now.seconds_since(whole.start) as f64 / whole.seconds().max(1) as f64 * width;
    context.set_fill_style_str(&palette.blocker);
    context.fill_rect(x, 0.0, 1.5, HEIGHT);
}

/// The small picture. It is for pointers: the keyboard pans with Page Up and Page Down.
#[component]
pub(super) fn Overview(stage: Stage) -> View {
    let is_held = StoredValue::new(false);
    let go = move |event: &PointerEvent| {
        let Some(canvas) = stage.overview.get_untracked() else { return };
        let rect = canvas.get_bounding_client_rect();
        let part = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
        stage.bench(|bench| {
            stage.change(|inner| {
                let Some(lanes) = &inner.lanes else { return };
                let whole = whole(lanes, bench.now());
                let middle = whole.start.unix_seconds() as f64 + part * whole.seconds() as f64;
                inner.viewport.start = middle - inner.span.seconds() / 2.0;
            })
        });
        stage.request();
    };
    view! {
        <div
            class="timeline-overview"
            aria-hidden="true"
            on:pointerdown=move |event: PointerEvent| {
                is_held.set_value(true);
                if let Some(canvas) = stage.overview.get_untracked() {
                    // Without capture the drag ends at the edge, which is bearable.
                    let _ = canvas.set_pointer_capture(event.pointer_id());
                }
                go(&event);
            }
            on:pointermove=move |event: PointerEvent| {
                if is_held.get_value() {
                    go(&event);
                }
            }
            on:pointerup=move |_| is_held.set_value(false)
            on:pointercancel=move |_| is_held.set_value(false)
        >
            <canvas node_ref=stage.overview></canvas>
            <div
                class="timeline-window"
                style:left=move || format!("{:.3}%", stage.window.get().0 * 100.0)
                style:right=move || format!("{:.3}%", (1.0 - stage.window.get().1) * 100.0)
            ></div>
        </div>
    }
}
