//! Paints a frame of the timeline on its canvases.

use super::palette::Palette;
use super::pen::Pen;
use super::text_of;
use crate::gather::Gather;
use crate::model::{RecordRef, Severity};
use crate::planner::views::connector::{Arrow, Arrows};
use crate::planner::views::timeline::{
    Band, BandKind, Bar, BarKind, Frame, Label, LaneFrame, Lanes, Place, Placed, Viewport,
};

/// The height of the axis in pixels.
pub(super) const AXIS: f64 = 44.0;

/// All that a picture is made of.
pub(super) struct Picture<'a> {
    pub pen: Pen<'a>,
    pub palette: &'a Palette,
    pub frame: &'a Frame,
    pub lanes: &'a Lanes,
    pub viewport: Viewport,
    pub selected: Option<&'a RecordRef>,
    pub ghost: Option<Ghost>,
    /// What waits for what.
    pub arrows: &'a Arrows,
}

/// Where a dragged bar would be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ghost {
    pub place: Place,
    pub x0: f64,
    pub x1: f64,
    /// True when a rule would be broken, or the move is refused.
    pub is_bad: bool,
}

impl Picture<'_> {
    /// Paints the axis.
    pub fn axis(&self) {
        let (pen, palette, width) = (&self.pen, self.palette, self.viewport.width);
        pen.context.clear_rect(0.0, 0.0, width, AXIS);
        let mut last_end = f64::MIN;
        for tick in &self.frame.axis.upper {
            let x = tick.x.max(0.0) + 6.0;
            pen.set_font(12.5, 600);
            let needed = pen.width(&tick.label);
            if x >= last_end && x + needed <= (tick.x + tick.width).min(width) + 1.0 {
                pen.text(&palette.text, 12.5, 600, &tick.label, (x, 13.0));
                last_end = x + needed + 8.0;
            }
            if tick.x > 0.0 {
                pen.line(&palette.line, 1.0, (sharp(tick.x), 4.0), (sharp(tick.x), AXIS));
            }
        }
        let mut last_end = f64::MIN;
        for tick in &self.frame.axis.lower {
            pen.set_font(11.0, 400);
            let needed = pen.width(&tick.label);
            let is_hours = tick.label.contains(':');
            let x = if is_hours { tick.x - needed / 2.0 } else { tick.x + (tick.width - needed) / 2.0 };
            if x > last_end + 3.0 && x >= 0.0 && x + needed <= width {
                let colour = if tick.is_idle { &palette.line_strong } else { &palette.muted };
                pen.text(colour, 11.0, 400, &tick.label, (x, 32.0));
                last_end = x + needed;
            }
        }
        if let Some(now) = self.frame.now {
            pen.context.begin_path();
            let _ = pen.context.arc(now, AXIS - 4.0, 3.5, 0.0, std::f64::consts::TAU);
            pen.fill(&palette.blocker);
        }
    }

    /// Paints the lanes.
    pub fn plot(&self) {
        let (pen, palette, view) = (&self.pen, self.palette, &self.viewport);
        pen.area(&palette.surface, (0.0, 0.0, view.width, view.height));
        for (x0, x1) in &self.frame.idle {
            pen.area(&palette.idle, (*x0, 0.0, x1 - x0, view.height));
        }
        for lane in &self.frame.lanes {
            self.bands(lane);
        }
        for tick in self.frame.axis.upper.iter().filter(|tick| tick.x > 0.0) {
            pen.line(&palette.line, 1.0, (sharp(tick.x), 0.0), (sharp(tick.x), view.height));
        }
        for lane in &self.frame.lanes {
            let y = sharp(lane.y + lane.height - view.top - 1.0);
            pen.line(&palette.line, 1.0, (0.0, y), (view.width, y));
        }
        self.band_names();
        self.arrows(false);
        for lane in &self.frame.lanes {
            self.lane(lane);
        }
        self.arrows(true);
        self.arrow_labels();
        if let Some(now) = self.frame.now {
            pen.line(&palette.blocker, 1.5, (now, 0.0), (now, view.height));
        }
        self.ghost();
    }

    fn bands(&self, lane: &LaneFrame) {
        let (y, height) = (lane.y - self.viewport.top, lane.height - 1.0);
        for band in &lane.bands {
            let (x0, x1) = (band.x0, band.x1.max(band.x0 + 1.0));
            match band.kind {
                BandKind::Maintenance => self.pen.area(&self.palette.window, (x0, y, x1 - x0, height)),
                BandKind::HardBlackout => {
                    self.pen.hatch(&self.palette.hatch, (x0, y, x1, height), 7.0, self.viewport.width);
                    self.sides(band, y, height);
                }
                BandKind::SoftBlackout => {
                    self.pen.context.set_global_alpha(0.55);
                    self.pen.hatch(&self.palette.hatch, (x0, y, x1, height), 14.0, self.viewport.width);
                    self.pen.context.set_global_alpha(1.0);
                    self.sides(band, y, height);
                }
            }
        }
    }

    fn sides(&self, band: &Band, y: f64, height: f64) {
        self.pen.dash(true);
        for x in [sharp(band.x0), sharp(band.x1)] {
            self.pen.line(&self.palette.hatch, 1.0, (x, y), (x, y + height));
        }
        self.pen.dash(false);
    }

    /// The name of each blackout, once, at the foot of the last lane that it is seen in.
    fn band_names(&self) {
        let (pen, palette, view) = (&self.pen, self.palette, &self.viewport);
        let mut named: Vec<&Band> = Vec::new();
        for lane in self.frame.lanes.iter().rev() {
            for band in lane.bands.iter().filter(|band| band.kind != BandKind::Maintenance) {
                let is_known =
                    named.iter().any(|other| other.record == band.record && (other.x0 - band.x0).abs() < 0.5);
                let (left, right) = (band.x0.max(0.0) + 5.0, band.x1.min(view.width) - 4.0);
                if is_known || right - left < 40.0 {
                    continue;
                }
                named.push(band);
                let y = (lane.y + lane.height - view.top).min(view.height) - 8.0;
                pen.set_font(11.0, 400);
                let width = pen.width(&band.title).min(right - left);
                pen.area(&palette.surface, (left - 2.0, y - 7.0, width + 4.0, 13.0));
                pen.text_within(&palette.blocker, 11.0, &band.title, (left, y), right - left);
            }
        }
    }

    fn lane(&self, lane: &LaneFrame) {
        let Some(of) = self.lanes.all().get(lane.lane) else { return };
        if !lane.density.is_empty() {
            self.density(lane, of.count(self.viewport.range()));
        }
        let is_point = |placed: &&Placed| of.bars().get(placed.bar).is_some_and(|bar| bar.kind.is_point());
        let points: Vec<&Placed> = lane.bars.iter().filter(is_point).gather();
        for placed in &lane.bars {
            if let Some(bar) = of.bars().get(placed.bar) {
                let is_held =
                    self.ghost.is_some_and(|ghost| ghost.place == Place { lane: lane.lane, bar: placed.bar });
                self.pen.context.set_global_alpha(if is_held { 0.35 } else { 1.0 });
                self.bar(bar, placed, &points);
                self.pen.context.set_global_alpha(1.0);
            }
        }
    }

    fn density(&self, lane: &LaneFrame, count: usize) {
        let most = f64::from(lane.density.iter().copied().max().unwrap_or(1).max(1));
        let (top, room) = (lane.y - self.viewport.top, lane.height - 16.0);
        let (_, outline) = self.palette.bar(1);
        for (column, count) in lane.density.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = (f64::from(*count) / most * room).max(2.0);
            let x = column as f64 * LaneFrame::DENSITY_PX;
            self.pen
                .area(outline, (x, top + lane.height - 4.0 - height, LaneFrame::DENSITY_PX - 1.0, height));
        }
        let words = (text_of().dense)(count);
        self.pen.set_font(11.0, 400);
        self.pen.area(&self.palette.surface, (6.0, top + 3.0, self.pen.width(&words) + 8.0, 14.0));
        self.pen.text(&self.palette.muted, 11.0, 400, &words, (10.0, top + 10.0));
    }

    fn bar(&self, bar: &Bar, placed: &Placed, points: &[&Placed]) {
        let y = placed.y - self.viewport.top;
        if bar.kind.is_point() {
            self.point(bar, placed, y);
        } else {
            self.block(bar, placed, y);
        }
        if placed.x1 > 0.0 {
            self.label(bar, placed, points);
        }
        if self.selected == Some(&bar.record) {
            self.pen
                .rounded((placed.x0 - 3.5, y - 3.5, placed.x1 - placed.x0 + 7.0, placed.height + 7.0), 8.0);
            self.pen.stroke(&self.palette.accent, 2.0, false);
        }
        if let Some(severity) = bar.worst.filter(|_| !bar.is_over || bar.kind.is_point()) {
            self.badge(severity, (placed.x1 - 2.0, y));
        }
    }

    /// The label gives way to a diamond on the bar or at its end.
    fn label(&self, bar: &Bar, placed: &Placed, points: &[&Placed]) {
        let middle = placed.y - self.viewport.top + placed.height / 2.0 + 0.5;
        let others =
            points.iter().filter(|point| (point.y - placed.y).abs() < 1.0 && point.bar != placed.bar);
        match placed.label {
            Label::Inside => {
                let from = placed.x0.max(0.0) + if bar.kind == BarKind::Change { 9.0 } else { 7.0 };
                let first_point = others.map(|point| point.x0).filter(|x| *x > from).fold(f64::MAX, f64::min);
                let room = (placed.x1 - 5.0).min(first_point - 3.0) - from;
                self.pen.text_within(&self.palette.text, 12.0, &bar.title, (from, middle), room);
            }
            Label::Beside(room) => {
                let at_end = others.filter(|point| point.x0 < placed.x1 + 12.0 && point.x1 > placed.x1);
                let from = at_end.map(|point| point.x1).fold(placed.x1, f64::max) + 5.0;
                let room = room - (from - placed.x1 - 5.0);
                let colours = [&*self.palette.text, &*self.palette.surface];
                self.pen.rimmed_within(colours, 12.0, &bar.title, (from, middle), room);
            }
            Label::None => {}
        }
    }

    fn block(&self, bar: &Bar, placed: &Placed, y: f64) {
        let (fill, outline) = self.palette.bar(bar.colour);
        let (pen, palette) = (&self.pen, self.palette);
        // What lies far outside is cut off, so that dashes are not drawn over years.
        let (x0, x1) = (placed.x0.max(-20.0), placed.x1.min(self.viewport.width + 20.0));
        let shape = (sharp(x0), sharp(y), (x1 - x0 - 1.0).max(3.0), placed.height - 1.0);
        let is_blocked = bar.worst == Some(Severity::Blocker) && !bar.is_over;
        let edge = if is_blocked { &palette.blocker } else { outline };
        if bar.is_over {
            pen.context.set_global_alpha(0.6);
        }
        pen.rounded(shape, 5.0);
        let is_narrow = x1 - x0 < 28.0;
        let is_solid = bar.kind == BarKind::Change && is_narrow && bar.is_firm;
        pen.fill(if is_solid { edge } else { fill });
        pen.stroke(edge, if is_blocked { 1.5 } else { 1.0 }, !bar.is_firm);
        if bar.kind == BarKind::Change && !is_narrow {
            pen.rounded((shape.0, shape.1, 4.0, shape.3), 2.0);
            pen.fill(edge);
        }
        if bar.is_over {
            pen.context.set_global_alpha(1.0);
        }
        if let Some((from, to)) = placed.actual {
            let to = to.max(from + 3.0);
            pen.area(&palette.muted, (from.max(-4.0), y + placed.height + 1.0, to - from.max(-4.0), 2.5));
        }
    }

    fn point(&self, bar: &Bar, placed: &Placed, y: f64) {
        let (pen, palette) = (&self.pen, self.palette);
        let (x, middle) = ((placed.x0 + placed.x1) / 2.0, y + placed.height / 2.0);
        let (_, outline) = palette.bar(bar.colour);
        pen.context.begin_path();
        if bar.kind == BarKind::Gate {
            for (number, (dx, dy)) in
                [(0.0, -8.0), (8.0, 0.0), (0.0, 8.0), (-8.0, 0.0)].into_iter().enumerate()
            {
                if number == 0 {
                    pen.context.move_to(x + dx, middle + dy)
                } else {
                    pen.context.line_to(x + dx, middle + dy)
                }
            }
            pen.context.close_path();
            pen.fill(if bar.is_over { &palette.text } else { &palette.surface });
            pen.stroke(&palette.text, 1.5, false);
            return;
        }
        pen.context.move_to(x, middle - 10.0);
        pen.context.line_to(x + 12.0, middle - 5.0);
        pen.context.line_to(x, middle);
        pen.context.close_path();
        pen.fill(outline);
        pen.line(outline, 2.0, (x, middle - 10.0), (x, middle + 10.0));
    }

    /// A disc for a blocker and a triangle for a warning, so that they differ in shape too.
    fn badge(&self, severity: Severity, (x, y): (f64, f64)) {
        let (pen, palette) = (&self.pen, self.palette);
        pen.context.begin_path();
        let colour = match severity {
            Severity::Blocker => {
                let _ = pen.context.arc(x, y + 1.0, 6.5, 0.0, std::f64::consts::TAU);
                &palette.blocker
            }
            Severity::Warning => {
                pen.context.move_to(x, y - 6.0);
                pen.context.line_to(x + 7.5, y + 7.0);
                pen.context.line_to(x - 7.5, y + 7.0);
                pen.context.close_path();
                &palette.warning
            }
        };
        pen.stroke(&palette.surface, 3.0, false);
        pen.fill(colour);
        let middle = if severity == Severity::Blocker { y + 1.5 } else { y + 2.5 };
        pen.set_font(10.0, 700);
        pen.text(&palette.surface, 10.0, 700, "!", (x - pen.width("!") / 2.0, middle));
    }

    fn arrow_colour(&self, arrow: &Arrow) -> &str {
        match (arrow.is_broken, arrow.is_chosen) {
            (true, _) => &self.palette.blocker,
            (_, true) => &self.palette.accent,
            _ => &self.palette.muted,
        }
    }

    /// What waits for what: a broken dependency is dashed; the chosen ones lie above the bars, the others below.
    fn arrows(&self, chosen: bool) {
        let (pen, top) = (&self.pen, self.viewport.top);
        for arrow in self.arrows.drawn.iter().filter(|arrow| arrow.is_chosen == chosen) {
            let colour = self.arrow_colour(arrow);
            let width = if arrow.is_chosen { 2.0 } else { 1.0 };
            pen.context.begin_path();
            arrow.path.iter().for_each(|(x, y)| pen.context.line_to(*x, y - top));
            pen.stroke(colour, width, arrow.is_broken);
            if let Some((x, y)) = arrow.path.last().map(|(x, y)| (*x, y - top)) {
                pen.context.begin_path();
                pen.context.move_to(x, y);
                pen.context.line_to(x - 7.0, y - 4.0);
                pen.context.line_to(x - 7.0, y + 4.0);
                pen.fill(colour);
            }
        }
    }

    /// By how much a dependency is broken, or its lag.
    fn arrow_labels(&self) {
        let pen = &self.pen;
        for arrow in self.arrows.drawn.iter().filter(|arrow| !arrow.label.is_empty()) {
            let colour = self.arrow_colour(arrow);
            let (x, y) = (arrow.label_at.0, arrow.label_at.1 - self.viewport.top);
            pen.set_font(10.5, 600);
            let room = pen.width(&arrow.label);
            let left = (x - room / 2.0).clamp(4.0, (self.viewport.width - room - 8.0).max(4.0));
            pen.rounded((left - 4.0, y - 8.0, room + 8.0, 16.0), 4.0);
            pen.fill(&self.palette.surface);
            pen.stroke(colour, 1.0, false);
            pen.text(colour, 10.5, 600, &arrow.label, (left, y + 0.5));
        }
    }

    fn ghost(&self) {
        let Some(ghost) = self.ghost else { return };
        let Some(placed) = self.lanes.placed(&self.viewport, ghost.place.lane, ghost.place.bar) else {
            return;
        };
        let colour = if ghost.is_bad { &self.palette.blocker } else { &self.palette.good };
        let (lane_y, lane_height) = self.lanes.lane_box(ghost.place.lane);
        let top = self.viewport.top;
        self.pen.context.set_global_alpha(0.12);
        self.pen.area(colour, (0.0, lane_y - top, self.viewport.width, lane_height));
        self.pen.context.set_global_alpha(0.35);
        let width = (ghost.x1 - ghost.x0).max(6.0);
        self.pen.rounded((ghost.x0, placed.y - top, width, placed.height), 5.0);
        self.pen.fill(colour);
        self.pen.context.set_global_alpha(1.0);
        self.pen.stroke(colour, 2.0, true);
    }
}

/// The middle of the pixel, so that a line of one pixel is one pixel.
fn sharp(at: f64) -> f64 {
    at.floor() + 0.5
}
