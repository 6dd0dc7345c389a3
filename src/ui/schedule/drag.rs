//! Dragging: panning the view, moving and resizing bars, with the rules running on every frame.

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::ev::PointerEvent;

use super::paint::Ghost;
use super::stage::{Inner, Stage};
use super::text_of;
use crate::model::{Command, RecordRef, Severity};
use crate::planner::views::timeline::{Edge, Grid, Place, Viewport, nearest_free};
use crate::planner::{Preview, Refusal};
use crate::rules::wording;
use crate::time::{Instant, Interval};

/// A pointer has to go this far until a press is a drag.
const SLOP: f64 = 4.0;
/// This near to the edge of the view a drag takes the view along.
const EDGE: f64 = 28.0;
/// No more sentences are shown while dragging.
const MOST_SENTENCES: usize = 4;

/// A pointer that is down.
pub(super) struct Gesture {
    /// Where it was last, on the page.
    last: (f64, f64),
    /// Where it went down, on the page.
    down: (f64, f64),
    is_moving: bool,
    is_touch: bool,
    /// The bar under it when it went down.
    on: Option<Place>,
    held: Option<Held>,
}

/// A bar that is being dragged.
struct Held {
    place: Place,
    record: RecordRef,
    edge: Edge,
    original: Interval,
    /// The time under the pointer when it went down.
    grab: Instant,
    /// Where the bar would be.
    window: Interval,
    wants_free: bool,
    /// The window that was looked at last.
    asked: Option<Interval>,
    is_bad: bool,
}

/// What a drag would bring about, shown beside the pointer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Callout {
    /// Where the pointer is, on the page.
    pub at: (f64, f64),
    /// True when there is no room to the right.
    pub is_left: bool,
    /// True when there is no room below.
    pub is_above: bool,
    pub span: String,
    pub refusal: Option<String>,
    pub breaks: Vec<(Severity, String)>,
    pub mends: Vec<String>,
}

impl Gesture {
    /// Where the dragged bar would be, while a bar is dragged.
    pub fn ghost(&self, view: &Viewport) -> Option<Ghost> {
        let held = self.held.as_ref().filter(|_| self.is_moving)?;
        let (x0, x1) = (view.x(held.window.start), view.x(held.window.end));
        let (x0, x1) = if held.window.is_empty() { (x0 - 7.0, x1 + 7.0) } else { (x0, x1) };
        Some(Ghost { place: held.place, x0, x1, is_bad: held.is_bad })
    }
}

impl Stage {
    /// A pointer goes down on the plot.
    pub fn press(&self, event: &PointerEvent) {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        let Some((x, y)) = self.position(event.client_x(), event.client_y()) else { return };
        let is_touch = event.pointer_type() == "touch";
        let page = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.change(|inner| {
            let hit = inner.frame.as_ref().and_then(|frame| frame.hit(x, y));
            let held = hit.filter(|_| !is_touch).and_then(|hit| {
                let bar = inner.lanes.as_ref()?.bar(hit.place).filter(|bar| bar.can_move)?;
                let edge = if bar.kind.is_point() { Edge::Whole } else { hit.edge };
                Some(Held {
                    place: hit.place,
                    record: bar.record,
                    edge,
                    original: bar.window,
                    grab: inner.viewport.instant(x),
                    window: bar.window,
                    wants_free: false,
                    asked: None,
                    is_bad: false,
                })
            });
            let on = hit.map(|hit| hit.place);
            inner.gesture = Some(Gesture { last: page, down: page, is_moving: false, is_touch, on, held });
        });
    }

    /// The pointer moves over the plot.
    pub fn drag(&self, event: &PointerEvent) {
        let page = (f64::from(event.client_x()), f64::from(event.client_y()));
        let Some(at) = self.position(event.client_x(), event.client_y()) else { return };
        let wants_free = event.alt_key() || event.ctrl_key();
        let zone = self.bench(|bench| bench.view().zone());
        let pan = self.change(|inner| {
            let Inner { gesture, viewport, span, .. } = inner;
            let gesture = gesture.as_mut()?;
            let far = (page.0 - gesture.down.0).abs().max((page.1 - gesture.down.1).abs());
            let begins = !gesture.is_moving && far > SLOP;
            gesture.is_moving |= begins;
            if !gesture.is_moving {
                return None;
            }
            let moved = (page.0 - gesture.last.0, page.1 - gesture.last.1);
            gesture.last = page;
            let Some(held) = &mut gesture.held else {
                return Some((begins, (-moved.0, if gesture.is_touch { 0.0 } else { -moved.1 })));
            };
            let grid = Grid::for_span(span.seconds() as i64);
            let steps = grid.steps(viewport.instant(at.0).seconds_since(held.grab));
            held.window = held.edge.dragged(held.original, steps, grid, zone?);
            held.wants_free = wants_free && held.edge == Edge::Whole;
            Some((begins, (edge_pull(at.0, viewport.width), 0.0)))
        });
        let Some(Some((begins, (dx, dy)))) = pan else { return };
        if begins && let Some(plot) = self.plot.get_untracked() {
            // Without capture a drag ends where the pointer leaves the plot, which is bearable.
            let _ = plot.set_pointer_capture(event.pointer_id());
        }
        self.pan(dx, dy);
    }

    /// The pointer goes up: one command after a drag, a selection after a press.
    pub fn release(&self) {
        let Some(Some(gesture)) = self.change(|inner| inner.gesture.take()) else { return };
        self.callout.set(None);
        self.request();
        match gesture.held {
            _ if !gesture.is_moving => self.choose(gesture.on),
            Some(held) if held.window != held.original => self.relocate(&held.record, held.window),
            _ => {}
        }
    }

    /// The drag is dropped: nothing happens to the plan. False when there was none.
    pub fn drop_gesture(&self) -> bool {
        let was_moving = self.change(|inner| inner.gesture.take().is_some_and(|gesture| gesture.is_moving));
        self.callout.set(None);
        self.request();
        if was_moving == Some(true) {
            self.live.spoken.set(text_of().dropped.to_owned());
        }
        was_moving == Some(true)
    }

    /// Moves a record and says what came of it.
    pub fn relocate(&self, record: &RecordRef, window: Interval) {
        let command = Command::Move { subject: *record, window };
        let preview = self.live.preview(&command);
        if self.live.run(&command).is_none() {
            return;
        }
        let said = self.bench(|bench| {
            let title = bench.plan().title(record).to_owned();
            let span = if window.is_empty() {
                wording::moment(window.start, bench.view().zone())
            } else {
                wording::span(window, bench.view().zone())
            };
            let mut sentences = vec![(text_of().moved)(&title, &span)];
            if let Some(Ok(preview)) = preview {
                sentences.extend(preview.appears.into_iter().map(|finding| finding.sentence));
            }
            sentences.join(" ")
        });
        if let Some(said) = said {
            self.live.spoken.set(said);
        }
    }

    /// Runs the rules on where the dragged bar would be, once for each place.
    pub fn preview(&self) {
        let wanted = self.change(|inner| {
            let gesture = inner.gesture.as_ref()?;
            let held = gesture.held.as_ref().filter(|_| gesture.is_moving)?;
            Some((held.record, held.window, held.wants_free, held.asked, held.original))
        });
        let Some(Some((record, mut window, wants_free, asked, original))) = wanted else { return };
        let mut no_free = false;
        if wants_free {
            let free = self.bench(|bench| nearest_free(&bench.view(), &record, window)).flatten();
            no_free = free.is_none();
            window = free.unwrap_or(window);
        }
        let outcome = (asked != Some(window) && window != original)
            .then(|| self.live.preview(&Command::Move { subject: record, window }));
        let at = self.change(|inner| {
            let gesture = inner.gesture.as_mut()?;
            let held = gesture.held.as_mut()?;
            held.window = window;
            held.asked = Some(window);
            if let Some(outcome) = &outcome {
                held.is_bad = is_bad(outcome.as_ref());
            } else if window == original {
                held.is_bad = false;
            }
            Some(gesture.last)
        });
        let Some(Some(at)) = at else { return };
        let is_left = at.0 > 0.6 * page_size(web_sys::Window::inner_width);
        let is_above = at.1 > 0.6 * page_size(web_sys::Window::inner_height);
        let zone = self.bench(|bench| bench.view().zone());
        self.callout.update(|callout| match (outcome, callout.as_mut()) {
            (None, Some(known)) if window != original => {
                (known.at, known.is_left, known.is_above) = (at, is_left, is_above);
            }
            (outcome, _) => {
                let span = zone.map(|zone| wording::span(window, zone)).unwrap_or_default();
                let mut made = Callout {
                    at,
                    is_left,
                    is_above,
                    span,
                    refusal: None,
                    breaks: Vec::new(),
                    mends: Vec::new(),
                };
                match outcome.flatten() {
                    Some(Ok(preview)) => made.tell(preview),
                    Some(Err(refusal)) if refusal != Refusal::Nothing => {
                        made.refusal = Some(refusal.to_string())
                    }
                    _ => {}
                }
                if no_free {
                    made.refusal = Some(text_of().no_free.to_owned());
                }
                *callout = Some(made);
            }
        });
    }

    /// Pixels from the left of the plot and from the top of all lanes.
    pub fn position(&self, client_x: i32, client_y: i32) -> Option<(f64, f64)> {
        let rect = self.plot.get_untracked()?.get_bounding_client_rect();
        Some((f64::from(client_x) - rect.left(), f64::from(client_y) - rect.top()))
    }
}

impl Callout {
    fn tell(&mut self, preview: Preview) {
        self.breaks =
            preview.appears.into_iter().map(|finding| (finding.severity, finding.sentence)).gather();
        self.mends = preview.vanishes.into_iter().map(|finding| finding.sentence).gather();
    }
}

fn is_bad(outcome: Option<&Result<Preview, Refusal>>) -> bool {
    match outcome {
        Some(Ok(preview)) => !preview.appears.is_empty(),
        Some(Err(refusal)) => *refusal != Refusal::Nothing,
        None => false,
    }
}

fn page_size(read: fn(&web_sys::Window) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>) -> f64 {
    read(&window()).ok().and_then(|size| size.as_f64()).unwrap_or(0.0)
}

/// How far the view is taken along by a drag at its edge.
fn edge_pull(x: f64, width: f64) -> f64 {
    if x < EDGE {
        -12.0
    } else if x > width - EDGE {
        12.0
    } else {
        0.0
    }
}

/// What a drag would bring about, beside the pointer. Screen readers hear it when the drag ends.
#[component]
pub(super) fn DragCallout(stage: Stage) -> View {
    let words = text_of();
    let sentence = |text: &String| view! { <li>{text.clone()}</li> };
    let content = move |callout: Callout| {
        let breaks: Vec<String> = callout.breaks.iter().map(|(_, text)| text.clone()).gather();
        let is_harmless = callout.refusal.is_none() && breaks.is_empty();
        view! {
            <div
                class="timeline-callout"
                class:is-left=callout.is_left
                class:is-above=callout.is_above
                class:is-bad=!is_harmless
                aria-hidden="true"
                style:left=format!("{}px", callout.at.0)
                style:top=format!("{}px", callout.at.1)
            >
                <strong>{callout.span}</strong>
                {callout.refusal.map(|refusal| view! { <p class="is-blocker">{refusal}</p> })}
                {(!breaks.is_empty()).then(|| view! {
                    <p class="is-blocker">{(words.breaks)(breaks.len())}</p>
                    <ul>{breaks.iter().take(MOST_SENTENCES).map(sentence).collect_view()}</ul>
                })}
                {(!callout.mends.is_empty()).then(|| view! {
                    <p class="is-good">{(words.mends)(callout.mends.len())}</p>
                    <ul>{callout.mends.iter().take(MOST_SENTENCES).map(sentence).collect_view()}</ul>
                })}
                {(is_harmless && callout.mends.is_empty()).then(|| view! { <p class="is-good">{words.harmless}</p> })}
                <p class="muted small">{words.drag_hint}</p>
            </div>
        }
    };
    (move || stage.callout.get().map(content)).into_view()
}
