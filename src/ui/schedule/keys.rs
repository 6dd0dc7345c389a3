//! The keyboard and the wheel: going from bar to bar, moving records, panning and zooming.

use crate::ui::prelude::*;
use leptos::ev::{KeyboardEvent, MouseEvent, WheelEvent};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::stage::Stage;
use super::text_of;
use crate::model::{Command, RecordRef};
use crate::planner::views::timeline::{Direction, Edge, Grid, Place, Zoom, draft_at};
use crate::time::Instant;

impl Stage {
    /// A key on the timeline.
    pub fn key(&self, event: &KeyboardEvent) {
        // Keys may come faster than the page is painted.
        self.catch_up();
        let width = self.change(|inner| inner.viewport.width).unwrap_or(0.0);
        let is_taken = match event.key().as_str() {
            "Escape" => self.drop_gesture(),
            _ if event.ctrl_key() || event.meta_key() => false,
            "ArrowLeft" if event.shift_key() => self.nudge(-1, event.alt_key()),
            "ArrowRight" if event.shift_key() => self.nudge(1, event.alt_key()),
            "ArrowLeft" => self.walk(Direction::Earlier),
            "ArrowRight" => self.walk(Direction::Later),
            "ArrowUp" => self.walk(Direction::Up),
            "ArrowDown" => self.walk(Direction::Down),
            "PageUp" => self.turn(-width * 0.9),
            "PageDown" => self.turn(width * 0.9),
            "+" | "=" => self.step_zoom(true),
            "-" => self.step_zoom(false),
            _ => false,
        };
        if is_taken {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// The wheel over the timeline: it pans, and zooms around the pointer with Shift or Ctrl.
    pub fn wheel(&self, event: &WheelEvent) {
        let scale = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { 24.0 } else { 1.0 };
        let (dx, dy) = (event.delta_x() * scale, event.delta_y() * scale);
        if event.shift_key() || event.ctrl_key() {
            event.prevent_default();
            let x = self.position(event.client_x(), event.client_y()).map(|(x, _)| x);
            // Shift turns an upright wheel into a level one in some browsers.
            let turned = if dy.abs() > dx.abs() { dy } else { dx };
            self.zoom_to(Zoom::of_seconds(self.span().seconds() * (turned * 0.0022).exp()), x);
            return;
        }
        let Some(body) = self.body.get_untracked() else { return };
        let scrolls = body.scroll_height() > body.client_height() + 1;
        if scrolls && dy.abs() > dx.abs() {
            return;
        }
        event.prevent_default();
        self.pan(if dx.abs() > dy.abs() { dx } else { dy }, 0.0);
    }

    /// Selects a bar; `None` nothing.
    pub fn choose(&self, place: Option<Place>) {
        let record = self.change(|inner| {
            inner.focus = place.or(inner.focus);
            inner.wants_focus = place.is_some();
            let record = place.and_then(|place| inner.lanes.as_ref()?.bar(place)).map(|bar| bar.record);
            inner.selected.clone_from(&record);
            record
        });
        let Some(record) = record else { return };
        if untrack(|| self.live.route()).selected() != record {
            self.live.select(record.as_ref());
        }
        self.request();
    }

    /// Follows a selection that was made elsewhere, and brings it into view.
    pub fn selection_follows(&self, selected: Option<RecordRef>) {
        let place = self.change(|inner| {
            if inner.selected == selected {
                return None;
            }
            inner.selected.clone_from(&selected);
            let place =
                inner.lanes.as_ref().zip(selected.as_ref())?.0.find(selected.as_ref()?, inner.focus)?;
            inner.focus = Some(place);
            Some(place)
        });
        if let Some(Some(place)) = place {
            self.reveal(place);
        }
        self.request();
    }

    fn walk(&self, direction: Direction) -> bool {
        let next = self.change(|inner| {
            let lanes = inner.lanes.as_ref()?;
            let next = match inner.focus {
                Some(place) => lanes.beside(place, direction)?,
                None => {
                    let seen = inner.frame.as_ref()?.lanes.iter().find(|lane| !lane.bars.is_empty())?;
                    Place { lane: seen.lane, bar: seen.bars.first()?.bar }
                }
            };
            inner.focus = Some(next);
            inner.wants_focus = true;
            inner.selected = lanes.bar(next).map(|bar| bar.record);
            Some((next, inner.selected?))
        });
        let Some(Some((next, record))) = next else { return true };
        let route = untrack(|| self.live.route());
        self.live.go_quietly(&route.with("select", &record.to_string()));
        self.reveal(next);
        true
    }

    /// Moves the record that has the keyboard by a step of the grid, or its end.
    fn nudge(&self, steps: i64, only_end: bool) -> bool {
        let zone = self.bench(|bench| bench.view().zone());
        let moved = self.change(|inner| {
            let bar = inner.lanes.as_ref()?.bar(inner.focus?)?;
            let grid = Grid::for_span(inner.span.seconds() as i64);
            let edge = if only_end && !bar.kind.is_point() { Edge::End } else { Edge::Whole };
            inner.wants_focus = true;
            Some((bar.record, edge.dragged(bar.window, steps, grid, zone?)))
        });
        if let Some(Some((record, window))) = moved {
            self.change(|inner| inner.selected = Some(record));
            self.relocate(&record, window);
        }
        true
    }

    fn turn(&self, dx: f64) -> bool {
        self.pan(dx, 0.0);
        true
    }

    /// To the next zoom with a name.
    pub fn step_zoom(&self, nearer: bool) -> bool {
        self.zoom_to(self.span().next(nearer), None);
        true
    }

    /// Makes a change where a double click points.
    pub fn double_click(&self, event: &MouseEvent) {
        let Some((x, y)) = self.position(event.client_x(), event.client_y()) else { return };
        let place = self.change(|inner| {
            let frame = inner.frame.as_ref()?;
            if frame.hit(x, y).is_some() {
                return None;
            }
            let lane = inner.lanes.as_ref()?.all().get(frame.lane_at(y)?)?;
            Some((lane.record, inner.viewport.instant(x)))
        });
        if let Some(Some((lane, at))) = place {
            self.new_change(lane.as_ref(), at);
        }
    }

    /// Makes a change in the middle of the view, in the lane of the bar that has the keyboard.
    pub fn new_change_in_view(&self) {
        let place = self.change(|inner| {
            let lane = inner.focus.and_then(|place| inner.lanes.as_ref()?.all().get(place.lane)?.record);
            (lane, inner.viewport.instant(inner.viewport.width / 2.0))
        });
        if let Some((lane, at)) = place {
            self.new_change(lane.as_ref(), at);
        }
    }

    fn new_change(&self, lane: Option<&RecordRef>, at: Instant) {
        let title = text_of().new_change_title;
        let Some(change) = self.bench(|bench| draft_at(bench.plan(), lane, at, title)) else { return };
        let record = RecordRef::from(&change.id);
        if self.live.run(&Command::Add(change.into())).is_some() {
            self.live.select(Some(&record));
        }
    }

    /// Puts the focus into the inspector, once it is there; the bar does not take it back.
    pub fn enter_inspector(&self) {
        self.change(|inner| inner.wants_focus = false);
        request_animation_frame(|| {
            request_animation_frame(|| {
                let inside = ".inspector a, .inspector button, .inspector input, .inspector select";
                let first = document().query_selector(inside).ok().flatten();
                if let Some(element) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                    // An element of this very page takes the focus.
                    let _ = element.focus();
                }
            });
        });
    }
}
