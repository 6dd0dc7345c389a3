//! Arrows over a picture of releases or phases: what waits for what. The planner finds their way (`views::connector`);
//! where the bars are is measured, because rows are as high as their words.

use std::collections::HashMap;

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::html;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement};

use crate::model::RecordRef;
use crate::planner::views::connector::{Arrow, Arrows, Bounds};
use crate::planner::views::dependencies::{Link, release_links};
use crate::ui::components::watch_size;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// The word in the address that is `off` where no dependencies are drawn.
const DEPENDENCIES: &str = "dependencies";

/// The arrows of a picture, and what they know.
#[derive(Clone, Copy)]
pub struct ArrowLayer {
    live: Live,
    /// The element that holds the bars (`data-bar`) in their rows (`data-of`), each with its record.
    pub picture: NodeRef<html::Div>,
    drawn: RwSignal<Arrows>,
    pointed: RwSignal<Option<String>>,
    with_implied: bool,
}

impl ArrowLayer {
    /// Arrows that are drawn again whenever `follow`, which reads what the picture shows, is to run again; those that
    /// the order of phases implies where `with_implied`.
    pub fn new(follow: Callback<()>, with_implied: bool) -> ArrowLayer {
        let layer = ArrowLayer {
            live: use_live(),
            picture: NodeRef::new(),
            drawn: RwSignal::default(),
            pointed: RwSignal::default(),
            with_implied,
        };
        Effect::new(move || {
            follow.run(());
            drop(layer.live.route());
            layer.pointed.track();
            // The rows are there when the page has been brought in line, which is before the next frame.
            request_animation_frame(move || layer.measure());
        });
        Effect::new(move || {
            if let Some(picture) = layer.picture.get() {
                watch_size(&[&picture], Callback::new(move |()| layer.measure()));
            }
        });
        layer
    }

    /// The pointer or the focus is on an element of the picture; the dependencies of its row come forward.
    pub fn point_at(self, target: Option<web_sys::EventTarget>) {
        let element = target.and_then(|target| target.dyn_into::<Element>().ok());
        let row = element.and_then(|element| element.closest("[data-of]").ok().flatten());
        let record = row.and_then(|row| row.get_attribute("data-of"));
        // The focus also leaves what is being taken away, together with the picture.
        if self.pointed.try_with_untracked(|known| *known != record) == Some(true) {
            self.pointed.set(record);
        }
    }

    fn measure(self) {
        // The screen may have gone since a frame was asked for.
        let Some(Some(picture)) = self.picture.try_get_untracked() else { return };
        let is_off = untrack(|| self.live.route()).param(DEPENDENCIES) == "off";
        let links = self.live.read_untracked(|bench| release_links(&bench.view())).unwrap_or_default();
        let pointed = self.pointed.get_untracked();
        let chosen = pointed.and_then(|record| record.parse::<RecordRef>().ok());
        let links = if is_off { Vec::new() } else { links };
        let bars = bars(&picture);
        let whole = picture.get_bounding_client_rect();
        let of = |record: &RecordRef| Some(bounds(&whole, bars.get(record)?));
        let placed: Vec<(&Link, Bounds, Bounds)> =
            links.iter().filter_map(|link| Some((link, of(&link.bars.0)?, of(&link.bars.1)?))).gather();
        let width = f64::from(picture.client_width());
        let arrows = Arrows::of(placed.into_iter(), chosen.as_ref(), self.with_implied, width);
        if self.drawn.with_untracked(|known| *known != arrows) {
            self.drawn.set(arrows);
        }
    }

    /// The arrows, to be put into the picture.
    pub fn view(self) -> View {
        view! {
            <svg class="arrows" aria-hidden="true">
                {move || self.drawn.with(|arrows| arrows.drawn.iter().map(arrow_view).collect_view())}
            </svg>
        }
    }

    /// The button that draws them or not.
    pub fn toggle(self) -> View {
        let (live, words) = (self.live, &text().schedule);
        let is_on = move || live.route().param(DEPENDENCIES) != "off";
        let press = move |_| {
            let word = if untrack(is_on) { "off" } else { "" };
            live.go_quietly(&untrack(|| live.route()).with(DEPENDENCIES, word));
        };
        view! {
            <button type="button" class="button small" aria-pressed=move || is_on().to_string() title=words.dependencies_hint on:click=press>{words.dependencies}</button>
            <span class="muted small">{move || Some(self.drawn.with(|arrows| arrows.left_out)).filter(|count| *count != 0).map(words.left_out)}</span>
        }
    }
}

/// The bars of the picture by their records.
fn bars(picture: &HtmlElement) -> HashMap<RecordRef, Element> {
    let found = picture.query_selector_all("[data-bar]").ok();
    let all = (0..found.as_ref().map_or(0, web_sys::NodeList::length))
        .filter_map(|place| found.as_ref()?.item(place)?.dyn_into::<Element>().ok());
    all.filter_map(|bar| Some((bar.get_attribute("data-bar")?.parse().ok()?, bar))).gather()
}

/// Where a bar is in the picture.
fn bounds(whole: &DomRect, bar: &Element) -> Bounds {
    let rect = bar.get_bounding_client_rect();
    let x0 = rect.left() - whole.left();
    Bounds { x0, x1: x0 + rect.width(), y: rect.top() - whole.top(), height: rect.height() }
}

fn arrow_view(arrow: &Arrow) -> View {
    let mut path = String::new();
    for (x, y) in &arrow.path {
        let verb = if path.is_empty() { 'M' } else { 'L' };
        path.push_str(&format!("{verb}{x:.1} {y:.1}"));
    }
    let tip = arrow.path.last().map_or(String::new(), |(x, y)| format!("M{x:.1} {y:.1}l-7 -4v8z"));
    let class = format!(
        "arrow{}{}",
        if arrow.is_broken { " broken" } else { "" },
        if arrow.is_chosen { " chosen" } else { "" }
    );
    let (x, y) = (format!("{:.1}", arrow.label_at.0), format!("{:.1}", arrow.label_at.1 + 3.5));
    view! {
        <g class=class>
            <path d=path></path>
            <path class="tip" d=tip></path>
            <text x=x y=y>{arrow.label.clone()}</text>
        </g>
    }
}
