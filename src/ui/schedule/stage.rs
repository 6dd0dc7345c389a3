//! `Stage`: what the timeline remembers between frames, and the loop that paints them.
//!
//! Whatever changes asks for a frame; a frame paints the canvases at once, and when none has been asked for during a
//! moment, the layer of focusable bars and the address are brought in line.

use std::collections::HashMap;
use std::ops::Deref;

use crate::ui::prelude::*;
use crate::ui::reactive::Shared;
use leptos::html;
use leptos::reactive::owner::LocalStorage;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::drag::{Callout, Gesture};
use super::marks::{Mark, MarkKey};
use super::paint::{AXIS, Picture};
use super::palette::Palette;
use super::pen::Pen;
use super::titles::LaneTitle;
use crate::model::RecordRef;
use crate::planner::views::connector::Arrows;
use crate::planner::views::timeline::{Frame, Grouping, Joins, Lanes, Place, Viewport, Zoom};
use crate::planner::{Route, Screen, Workbench};
use crate::time::{Instant, Interval};
use crate::ui::live::Live;

/// How long nothing has to move until the page is brought in line with the canvas.
const SETTLE_MS: u32 = 140;
/// The word in the address that is `off` where no dependencies are drawn.
pub(super) const DEPENDENCIES: &str = "dependencies";

/// The timeline's state. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Stage(Shared<Handles>);

/// What a [`Stage`] is made of.
pub(super) struct Handles {
    pub live: Live,
    pub(super) inner: StoredValue<Inner, LocalStorage>,
    /// The names of the lanes in view.
    pub titles: RwSignal<Vec<LaneTitle>>,
    /// The focusable bars, since motion last stopped.
    pub marks: RwSignal<Vec<(MarkKey, ArcRwSignal<Mark>)>>,
    /// The height of all lanes together.
    pub height: RwSignal<f64>,
    /// What a drag would bring about.
    pub callout: RwSignal<Option<Callout>>,
    /// The word of the zoom in the address.
    pub zoom: RwSignal<String>,
    /// By what the lanes are made.
    pub grouping: RwSignal<Grouping>,
    /// True when dependencies are drawn.
    pub with_dependencies: RwSignal<bool>,
    /// How many dependencies in view are not drawn because they would be too many to read.
    pub left_out: RwSignal<usize>,
    /// The time in view, since motion last stopped.
    pub range: RwSignal<Option<Interval>>,
    /// Where the view is in the small picture of everything: from and to, as parts of one.
    pub window: RwSignal<(f64, f64)>,
    /// True when nothing has a date.
    pub is_empty: RwSignal<bool>,
    pub body: NodeRef<html::Div>,
    pub plot: NodeRef<html::Div>,
    pub canvas: NodeRef<html::Canvas>,
    pub axis: NodeRef<html::Canvas>,
    pub overview: NodeRef<html::Canvas>,
    pub probe: NodeRef<html::Span>,
}

/// The part of the state that no component reads.
pub(super) struct Inner {
    pub lanes: Option<Lanes>,
    pub viewport: Viewport,
    pub span: Zoom,
    pub frame: Option<Frame>,
    pub gesture: Option<Gesture>,
    /// The bar that has the keyboard.
    pub focus: Option<Place>,
    /// True when the bar that has the keyboard is to have the focus of the page too.
    pub wants_focus: bool,
    pub selected: Option<RecordRef>,
    /// The record whose bar is pointed at or has the focus.
    pub pointed: Option<RecordRef>,
    pub joins: Option<Joins>,
    pub palette: Option<Palette>,
    pub is_overview_stale: bool,
    pub marks: HashMap<MarkKey, ArcRwSignal<Mark>>,
    is_placed: bool,
    is_requested: bool,
    address: [String; 3],
    settle: Option<gloo::timers::callback::Timeout>,
}

impl Deref for Stage {
    type Target = Handles;

    fn deref(&self) -> &Handles {
        &self.0
    }
}

impl Stage {
    pub fn new(live: Live) -> Stage {
        let viewport = Viewport { start: 0.0, seconds_per_px: 1000.0, width: 0.0, top: 0.0, height: 0.0 };
        let inner = Inner {
            lanes: None,
            viewport,
            span: Zoom::usual(),
            frame: None,
            gesture: None,
            focus: None,
            wants_focus: false,
            selected: None,
            pointed: None,
            joins: None,
            palette: None,
            is_overview_stale: true,
            marks: HashMap::new(),
            is_placed: false,
            is_requested: false,
            address: Default::default(),
            settle: None,
        };
        Stage(Shared::new(Handles {
            live,
            inner: StoredValue::new_local(inner),
            titles: RwSignal::default(),
            marks: RwSignal::default(),
            height: RwSignal::default(),
            callout: RwSignal::default(),
            zoom: RwSignal::new(Zoom::usual().slug()),
            grouping: RwSignal::new(Grouping::Environment),
            with_dependencies: RwSignal::new(true),
            left_out: RwSignal::default(),
            range: RwSignal::default(),
            window: RwSignal::default(),
            is_empty: RwSignal::default(),
            body: NodeRef::new(),
            plot: NodeRef::new(),
            canvas: NodeRef::new(),
            axis: NodeRef::new(),
            overview: NodeRef::new(),
            probe: NodeRef::new(),
        }))
    }

    /// Changes the state. `None` once the screen has gone.
    pub fn change<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner.try_update_value(change)
    }

    /// The workbench, without tracking it.
    pub fn bench<T>(&self, read: impl FnOnce(&Workbench) -> T) -> Option<T> {
        untrack(|| self.live.read(read))
    }

    /// Asks for a frame.
    pub fn request(&self) {
        let is_first = self.change(|inner| !std::mem::replace(&mut inner.is_requested, true));
        if is_first == Some(true) {
            let stage = *self;
            request_animation_frame(move || stage.draw());
        }
    }

    /// The plan has changed: lanes are made anew.
    pub fn plan_changed(&self) {
        self.change(|inner| {
            inner.lanes = None;
            inner.joins = None;
            inner.is_overview_stale = true;
        });
        self.request();
    }

    /// The theme has changed: colours are read anew.
    pub fn theme_changed(&self) {
        self.change(|inner| {
            inner.palette = None;
            inner.is_overview_stale = true;
        });
        self.request();
    }

    /// Follows the address, unless it says what was written there last.
    pub fn follow(&self, route: &Route) {
        let said = ["group", "zoom", "at"].map(|name| route.param(name).to_owned());
        let zone = self.bench(|bench| bench.view().zone());
        self.change(|inner| {
            if inner.address != said {
                let grouping = Grouping::parse(route.param("group"));
                if grouping != self.grouping.get_untracked() {
                    self.grouping.set(grouping);
                    inner.lanes = None;
                    inner.focus = None;
                    inner.joins = None;
                    inner.is_overview_stale = true;
                }
                if let Some(span) = Zoom::parse(route.param("zoom")) {
                    inner.span = span;
                }
                if let Some(at) = zone.and_then(|zone| Zoom::parse_at(route.param("at"), zone)) {
                    inner.viewport.start = at.unix_seconds() as f64;
                    inner.is_placed = true;
                }
                inner.address = said;
            }
        });
        self.with_dependencies.set(route.param(DEPENDENCIES) != "off");
        self.selection_follows(route.selected());
        self.request();
    }

    /// Brings the dependencies of a record forward, while its bar is pointed at or has the focus.
    pub fn point_at(&self, record: Option<RecordRef>) {
        if self.change(|inner| std::mem::replace(&mut inner.pointed, record) != record) == Some(true) {
            self.request();
        }
    }

    /// Puts the canvas in line with the page, and paints.
    fn draw(&self) {
        // A frame that was asked for may come after the screen has gone, and with it all that is read here.
        if self.change(|inner| inner.is_requested = false).is_none() {
            return;
        }
        let (Some(body), Some(plot)) = (self.body.get_untracked(), self.plot.get_untracked()) else { return };
        self.change(|inner| {
            let view = &mut inner.viewport;
            view.width = f64::from(plot.client_width());
            view.height = f64::from(body.client_height());
            view.top = f64::from(body.scroll_top());
            view.seconds_per_px = inner.span.seconds() / view.width.max(1.0);
        });
        self.preview();
        self.bench(|bench| self.change(|inner| self.paint(inner, bench)));
        self.settle_later();
    }

    /// Brings the lanes, and where they are, in line with the plan where it has changed since the last frame.
    pub fn catch_up(&self) {
        self.bench(|bench| {
            self.change(|inner| {
                self.make_lanes(inner, bench);
                if let (None, Some(lanes)) = (&inner.frame, &mut inner.lanes) {
                    inner.frame = Some(lanes.frame(&bench.view(), &inner.viewport));
                }
            });
        });
    }

    fn make_lanes(&self, inner: &mut Inner, bench: &Workbench) {
        if inner.lanes.is_some() {
            return;
        }
        let lanes = Lanes::of(bench, self.grouping.get_untracked());
        inner.focus = inner.selected.as_ref().and_then(|record| lanes.find(record, inner.focus));
        self.is_empty.set(lanes.extent().is_none());
        inner.lanes = Some(lanes);
        inner.frame = None;
    }

    fn paint(&self, inner: &mut Inner, bench: &Workbench) {
        self.make_lanes(inner, bench);
        let Some(lanes) = &mut inner.lanes else { return };
        let grouping = self.grouping.get_untracked();
        let selected = inner.selected;
        if !inner.is_placed {
            inner.is_placed = true;
            let seconds = inner.span.seconds() as i64;
            let chosen = inner.focus.and_then(|place| lanes.bar(place));
            let start = chosen.map_or_else(
                || lanes.opening(bench.now(), seconds),
                |bar| bar.window.start.plus_seconds(-seconds / 3),
            );
            let zone = bench.view().zone();
            let start = zone.start_of_day(zone.date_of(start));
            inner.viewport.start = start.unix_seconds() as f64;
        }
        let joins = inner.joins.get_or_insert_with(|| lanes.joins(&bench.view()));
        let frame = lanes.frame(&bench.view(), &inner.viewport);
        let chosen = inner.pointed.as_ref().or(selected.as_ref());
        let arrows = if self.with_dependencies.get_untracked() {
            lanes.arrows(joins, &frame, &inner.viewport, chosen)
        } else {
            Arrows::default()
        };
        if self.left_out.get_untracked() != arrows.left_out {
            self.left_out.set(arrows.left_out);
        }
        self.height.set(frame.height);
        let (Some(canvas), Some(axis), Some(probe)) =
            (self.canvas.get_untracked(), self.axis.get_untracked(), self.probe.get_untracked())
        else {
            return;
        };
        if inner.palette.is_none() {
            inner.palette = Palette::read(&probe);
        }
        let Some(palette) = &inner.palette else { return };
        let ghost = inner.gesture.as_ref().and_then(|gesture| gesture.ghost(&inner.viewport));
        let contexts = (
            sized(&canvas, inner.viewport.width, inner.viewport.height),
            sized(&axis, inner.viewport.width, AXIS),
        );
        let (Some(on_plot), Some(on_axis)) = &contexts else { return };
        let picture = |context| Picture {
            pen: Pen { context, font: &palette.font },
            palette,
            frame: &frame,
            lanes,
            viewport: inner.viewport,
            selected: selected.as_ref(),
            ghost,
            arrows: &arrows,
        };
        picture(on_plot).plot();
        picture(on_axis).axis();
        self.window.set(super::overview::window(lanes, bench.now(), &inner.viewport));
        if std::mem::take(&mut inner.is_overview_stale)
            && let Some(overview) = self.overview.get_untracked()
        {
            super::overview::paint(&overview, lanes, bench.now(), palette);
        }
        let titles = super::titles::of(&frame, lanes, grouping, bench);
        if self.titles.with_untracked(|known| *known != titles) {
            self.titles.set(titles);
        }
        inner.frame = Some(frame);
    }

    fn settle_later(&self) {
        let stage = *self;
        self.change(|inner| {
            inner.settle = Some(gloo::timers::callback::Timeout::new(SETTLE_MS, move || stage.settle()));
        });
    }

    /// Nothing has moved for a moment: brings the focusable bars and the address in line.
    fn settle(&self) {
        let is_busy = self.change(|inner| inner.gesture.is_some()).unwrap_or(true);
        if is_busy {
            return;
        }
        self.bench(|bench| self.change(|inner| super::marks::renew(self, inner, bench)));
        let route = untrack(|| self.live.route());
        if route.screen != Screen::Schedule {
            return;
        }
        let zone = self.bench(|bench| bench.view().zone());
        let written = self.change(|inner| {
            let start = inner.viewport.instant(0.0);
            let slack = (inner.viewport.seconds_per_px * 0.75) as i64;
            let at = zone.map(|zone| Zoom::at_text(start, slack.max(30), zone)).unwrap_or_default();
            inner.address = [self.grouping.get_untracked().slug().to_owned(), inner.span.slug(), at];
            self.zoom.set(inner.span.slug());
            let range = Some(inner.viewport.range());
            if self.range.get_untracked() != range {
                self.range.set(range);
            }
            inner.address.clone()
        });
        if let Some([group, zoom, at]) = written {
            let next = route.clone().with("group", &group).with("zoom", &zoom).with("at", &at);
            if next != route {
                self.live.go_quietly(&next);
            }
        }
        super::marks::give_focus(self);
    }

    /// Moves the view by pixels: to the right and down where positive.
    pub fn pan(&self, dx: f64, dy: f64) {
        self.change(|inner| {
            let start = inner.viewport.start + dx * inner.viewport.seconds_per_px;
            inner.viewport.start =
                start.clamp(Instant::MIN.unix_seconds() as f64, Instant::MAX.unix_seconds() as f64);
        });
        if let Some(body) = self.body.get_untracked().filter(|_| dy != 0.0) {
            body.set_scroll_top(body.scroll_top() + dy.round() as i32);
        }
        self.request();
    }

    /// Zooms so that what is at `x` stays there; around the middle when it is `None`.
    pub fn zoom_to(&self, span: Zoom, x: Option<f64>) {
        self.change(|inner| {
            let view = &mut inner.viewport;
            let x = x.unwrap_or(view.width / 2.0);
            let fixed = view.start + x * view.seconds_per_px;
            inner.span = span;
            view.seconds_per_px = span.seconds() / view.width.max(1.0);
            view.start = fixed - x * view.seconds_per_px;
            self.zoom.set(span.slug());
        });
        self.request();
    }

    /// The zoom as it is.
    pub fn span(&self) -> Zoom {
        self.change(|inner| inner.span).unwrap_or(Zoom::usual())
    }

    /// Puts an instant a fifth of the way into the view.
    pub fn go_to(&self, at: Instant) {
        self.change(|inner| {
            inner.viewport.start = at.unix_seconds() as f64 - inner.span.seconds() / 5.0;
        });
        self.request();
    }

    /// Brings a bar into view.
    pub fn reveal(&self, place: Place) {
        let vertical = self.change(|inner| {
            let lanes = inner.lanes.as_ref()?;
            let bar = lanes.bar(place)?;
            let view = &mut inner.viewport;
            let (x0, x1) = (view.x(bar.window.start), view.x(bar.window.end));
            if x1 < 24.0 || x0 > view.width - 24.0 {
                view.start = bar.window.start.unix_seconds() as f64 - inner.span.seconds() / 4.0;
            }
            let (top, height) = lanes.lane_box(place.lane);
            if top < view.top {
                Some(top)
            } else {
                (top + height > view.top + view.height).then_some(top + height - view.height)
            }
        });
        if let (Some(Some(top)), Some(body)) = (vertical, self.body.get_untracked()) {
            body.set_scroll_top(top.round() as i32);
        }
        self.request();
    }
}

/// The context of a canvas that is this large on the page, in its pixels, with CSS pixels as the unit.
pub(super) fn sized(canvas: &HtmlCanvasElement, width: f64, height: f64) -> Option<CanvasRenderingContext2d> {
    let ratio = window().device_pixel_ratio().max(1.0);
    let (across, down) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
    if canvas.width() != across || canvas.height() != down {
        canvas.set_width(across);
        canvas.set_height(down);
    }
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    Some(context)
}
