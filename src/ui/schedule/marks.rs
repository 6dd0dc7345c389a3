//! The focusable bars: a transparent layer over the canvas for keyboard, screen reader, tooltip and tests.

use std::collections::HashMap;

use crate::gather::Gather;
use crate::ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::stage::{Inner, Stage};
use super::{text_of, titles};
use crate::model::{RecordRef, Severity};
use crate::planner::Workbench;
use crate::planner::views::timeline::{Bar, Lane, Place};
use crate::rules::wording;
use crate::time::Zone;

/// Lane and record, which stay the same while a bar pans.
pub(super) type MarkKey = String;

/// No more bars than this can be reached at once; nearer zooms show the rest.
const MOST: usize = 400;

/// A focusable bar.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    place: Place,
    record: RecordRef,
    /// What a screen reader says.
    name: String,
    /// What hovering shows.
    tooltip: String,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    is_selected: bool,
    /// True for the one that Tab reaches.
    is_stop: bool,
}

impl Mark {
    /// Where its record is by now: the plan may have changed since the mark was made.
    fn place_now(&self, stage: &Stage) -> Option<Place> {
        stage.catch_up();
        stage.change(|inner| inner.lanes.as_ref()?.find(&self.record, Some(self.place))).flatten()
    }
}

/// Brings the layer in line with the last frame. A bar keeps its element, and so the focus, while it is in view.
pub(super) fn renew(stage: &Stage, inner: &mut Inner, bench: &Workbench) {
    let (Some(frame), Some(lanes)) = (&inner.frame, &inner.lanes) else { return };
    let grouping = stage.grouping.get_untracked();
    let zone_here = zone_here();
    let mut marks: Vec<(MarkKey, Mark)> = Vec::new();
    for seen in &frame.lanes {
        let Some(lane) = lanes.all().get(seen.lane) else { continue };
        let lane_name = titles::name(lane, grouping);
        for placed in &seen.bars {
            let Some(bar) = lane.bars().get(placed.bar) else { continue };
            let (x0, x1) = (placed.x0.max(0.0), placed.x1.min(inner.viewport.width));
            if placed.x1 <= 0.0 || placed.x0 >= inner.viewport.width || marks.len() >= MOST {
                continue;
            }
            let place = Place { lane: seen.lane, bar: placed.bar };
            let waits = inner
                .joins
                .iter()
                .flat_map(|joins| joins.of(&bar.record))
                .filter(|link| !link.is_implied || link.is_broken());
            let waits: Vec<String> = waits.map(|link| link.said(&bench.view())).gather();
            let (name, tooltip) = words(bench, bar, &lane_name, waits, zone_here);
            // A target of 24 pixels, whatever the zoom.
            let spare = ((24.0 - (x1 - x0)) / 2.0).max(0.0);
            let mark = Mark {
                place,
                record: bar.record,
                name,
                tooltip,
                x: x0 - spare,
                y: placed.y - (24.0 - placed.height).max(0.0) / 2.0,
                width: x1 - x0 + 2.0 * spare,
                height: placed.height.max(24.0),
                is_selected: inner.selected.as_ref() == Some(&bar.record),
                is_stop: false,
            };
            marks.push((key(lane, bar), mark));
        }
    }
    let stop = marks.iter().position(|(_, mark)| Some(mark.place) == inner.focus).unwrap_or(0);
    if let Some((_, mark)) = marks.get_mut(stop) {
        mark.is_stop = true;
    }
    let mut known = HashMap::with_capacity(marks.len());
    let mut listed = Vec::with_capacity(marks.len());
    for (key, mark) in marks {
        let signal = inner.marks.remove(&key).unwrap_or_else(|| ArcRwSignal::new(mark.clone()));
        if signal.with_untracked(|before| *before != mark) {
            signal.set(mark);
        }
        listed.push((key.clone(), signal.clone()));
        known.insert(key, signal);
    }
    inner.marks = known;
    stage.marks.set(listed);
}

fn key(lane: &Lane, bar: &Bar) -> MarkKey {
    let lane = lane.record.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("{lane}|{}", bar.record)
}

/// The zone of the browser, where it is known.
fn zone_here() -> Option<Zone> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let name = js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()?;
    Zone::parse(&name).ok()
}

fn words(
    bench: &Workbench,
    bar: &Bar,
    lane: &str,
    waits: Vec<String>,
    zone_here: Option<Zone>,
) -> (String, String) {
    let text = text_of();
    let zone = bench.view().zone();
    let span = |zone| {
        if bar.kind.is_point() {
            wording::moment(bar.window.start, zone)
        } else {
            wording::span(bar.window, zone)
        }
    };
    let of = bench.checker().about(&bar.record).iter().filter(|finding| finding.waived.is_none());
    let mut counts = (0, 0);
    let mut sentences = Vec::new();
    for finding in of {
        match finding.severity {
            Severity::Blocker => counts.0 += 1,
            Severity::Warning => counts.1 += 1,
        }
        sentences.push(finding.sentence.clone());
    }
    match bar.worst {
        Some(Severity::Blocker) if counts.0 == 0 => counts.0 = 1,
        Some(Severity::Warning) if counts == (0, 0) => counts.1 = 1,
        _ => {}
    }
    let mut parts = vec![
        bar.title.clone(),
        format!("{} {}", (text.kind)(bar.kind), bar.record.id),
        span(zone),
        lane.to_owned(),
    ];
    if !bar.is_firm && !bar.kind.is_point() {
        parts.push(text.not_firm.to_owned());
    }
    if counts != (0, 0) {
        parts.push((text.findings)(counts.0, counts.1));
    }
    parts.extend(waits.iter().cloned());
    let mut lines = vec![format!("{} · {}", bar.title, bar.record.id), span(zone)];
    if let Some(here) = zone_here.filter(|here| *here != zone) {
        lines.push((text.here)(&span(here)));
    }
    lines.extend(waits);
    lines.extend(sentences);
    (parts.join(", "), lines.join("\n"))
}

/// Gives the bar that has the keyboard the focus of the page, where it was asked for.
pub(super) fn give_focus(stage: &Stage) {
    let key = stage.change(|inner| {
        if !std::mem::take(&mut inner.wants_focus) {
            return None;
        }
        let place = inner.focus?;
        let lanes = inner.lanes.as_ref()?;
        Some(key(lanes.all().get(place.lane)?, lanes.bar(place)?))
    });
    let Some(Some(key)) = key else { return };
    let stage = *stage;
    // The element is there when the page has been brought in line, which is before the next frame.
    request_animation_frame(move || {
        let Some(Some(plot)) = stage.plot.try_get_untracked() else { return };
        let marks = plot.query_selector_all("[data-key]").ok();
        let all =
            (0..marks.as_ref().map_or(0, web_sys::NodeList::length)).filter_map(|n| marks.as_ref()?.item(n));
        let mut elements = all.filter_map(|node| node.dyn_into::<HtmlElement>().ok());
        if let Some(element) =
            elements.find(|element| element.get_attribute("data-key").as_deref() == Some(key.as_str()))
        {
            // An element of this very page takes the focus.
            let _ = element.focus();
        }
    });
}

/// The layer of focusable bars.
#[component]
pub(super) fn Marks(stage: Stage) -> View {
    let text = text_of();
    view! {
        <p id="timeline-keys" class="visually-hidden">{text.keys}</p>
        <div class="timeline-marks" role="group" aria-label=text.bars aria-describedby="timeline-keys">
            <For each=move || stage.marks.get() key=|(key, _)| key.clone()
                children=move |(key, mark)| one(stage, key, mark) />
        </div>
    }
}

fn one(stage: Stage, key: MarkKey, mark: ArcRwSignal<Mark>) -> View {
    let px = |read: fn(&Mark) -> f64| {
        let mark = mark.clone();
        move || format!("{:.1}px", mark.with(read))
    };
    let (left, top, width, height) = (px(|m| m.x), px(|m| m.y), px(|m| m.width), px(|m| m.height));
    let (name, tooltip, record, pressed, stop, at, pointed) =
        (mark.clone(), mark.clone(), mark.clone(), mark.clone(), mark.clone(), mark.clone(), mark.clone());
    view! {
        <button
            type="button"
            class="timeline-mark"
            data-key=key
            data-record=move || record.with(|mark| mark.record.to_string())
            aria-label=move || name.with(|mark| mark.name.clone())
            title=move || tooltip.with(|mark| mark.tooltip.clone())
            aria-pressed=move || if pressed.with(|mark| mark.is_selected) { "true" } else { "false" }
            tabindex=move || if stop.with(|mark| mark.is_stop) { "0" } else { "-1" }
            style:left=left
            style:top=top
            style:width=width
            style:height=height
            on:focus=move |_| {
                let (place, record) = at.with_untracked(|mark| (mark.place_now(&stage), mark.record));
                stage.change(|inner| inner.focus = place);
                stage.point_at(Some(record));
            }
            on:blur=move |_| stage.point_at(None)
            on:pointerenter=move |_| stage.point_at(Some(pointed.with_untracked(|mark| mark.record)))
            on:pointerleave=move |_| stage.point_at(None)
            on:click=move |event| {
                // Pointers are heard by the plot; this one is the keyboard.
                if event.detail() == 0 {
                    stage.choose(mark.with_untracked(|mark| mark.place_now(&stage)));
                    stage.enter_inspector();
                }
            }
        ></button>
    }
}
