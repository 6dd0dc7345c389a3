//! `Pen`: the few strokes that the timeline is drawn with. Apart from `paint.rs`, which knows what they mean.

use crate::gather::Gather;

use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

/// Draws on a canvas in CSS pixels.
pub(super) struct Pen<'a> {
    pub context: &'a CanvasRenderingContext2d,
    pub font: &'a str,
}

impl Pen<'_> {
    /// A filled rectangle.
    pub fn area(&self, colour: &str, (x, y, width, height): (f64, f64, f64, f64)) {
        self.context.set_fill_style_str(colour);
        self.context.fill_rect(x, y, width, height);
    }

    /// A straight line, a pixel wide and sharp where it is upright or level.
    pub fn line(&self, colour: &str, width: f64, from: (f64, f64), to: (f64, f64)) {
        self.context.set_stroke_style_str(colour);
        self.context.set_line_width(width);
        self.context.begin_path();
        self.context.move_to(from.0, from.1);
        self.context.line_to(to.0, to.1);
        self.context.stroke();
    }

    /// The outline of a rectangle with round corners, to be filled or stroked.
    pub fn rounded(&self, (x, y, width, height): (f64, f64, f64, f64), radius: f64) {
        let radius = radius.min(width / 2.0).min(height / 2.0).max(0.0);
        self.context.begin_path();
        // It refuses only radii below zero.
        let _ = self.context.round_rect_with_f64(x, y, width.max(0.0), height, radius);
    }

    /// Fills the path.
    pub fn fill(&self, colour: &str) {
        self.context.set_fill_style_str(colour);
        self.context.fill();
    }

    /// Strokes the path, dashed or not.
    pub fn stroke(&self, colour: &str, width: f64, is_dashed: bool) {
        self.context.set_stroke_style_str(colour);
        self.context.set_line_width(width);
        self.dash(is_dashed);
        self.context.stroke();
        self.dash(false);
    }

    /// Dashes what is stroked from now on.
    pub fn dash(&self, is_dashed: bool) {
        let pattern = js_sys::Array::new();
        if is_dashed {
            pattern.push(&JsValue::from(4));
            pattern.push(&JsValue::from(3));
        }
        // It refuses only what is no list of numbers.
        let _ = self.context.set_line_dash(&pattern);
    }

    /// A line of text, its middle at `y`.
    pub fn text(&self, colour: &str, size: f64, weight: u16, text: &str, (x, y): (f64, f64)) {
        self.set_font(size, weight);
        self.context.set_fill_style_str(colour);
        self.context.set_text_baseline("middle");
        let _ = self.context.fill_text(text, x, y);
    }

    /// A line of text cut off with an ellipsis at `room` pixels.
    pub fn text_within(&self, colour: &str, size: f64, text: &str, at: (f64, f64), room: f64) {
        if let Some(text) = self.cut(size, text, room) {
            self.text(colour, size, 400, &text, at);
        }
    }

    /// The same with a rim of another colour, so that lines behind it do not strike it through.
    pub fn rimmed_within(&self, colours: [&str; 2], size: f64, text: &str, at: (f64, f64), room: f64) {
        let [colour, rim] = colours;
        if let Some(text) = self.cut(size, text, room) {
            self.context.set_stroke_style_str(rim);
            self.context.set_line_width(4.0);
            self.context.set_line_join("round");
            self.context.set_text_baseline("middle");
            let _ = self.context.stroke_text(&text, at.0, at.1);
            self.text(colour, size, 400, &text, at);
        }
    }

    /// What of a text fits into `room` pixels; `None` where nothing that could be read does.
    fn cut(&self, size: f64, text: &str, room: f64) -> Option<String> {
        self.set_font(size, 400);
        let width = self.width(text);
        if width <= room {
            return Some(text.to_owned());
        }
        let letters = text.chars().count() as f64;
        let fitting = (letters * room / width - 1.5).floor();
        (fitting >= 2.0).then(|| {
            let mut cut: String = text.chars().take(fitting as usize).gather();
            cut.push('…');
            cut
        })
    }

    /// How wide a line of text is in the font that was set last.
    pub fn width(&self, text: &str) -> f64 {
        self.context.measure_text(text).map_or(0.0, |metrics| metrics.width())
    }

    /// Chooses the font.
    pub fn set_font(&self, size: f64, weight: u16) {
        self.context.set_font(&format!("{weight} {size}px {}", self.font));
    }

    /// Diagonal lines in a rectangle, `spacing` pixels apart, in line with its left edge when it is panned.
    pub fn hatch(
        &self,
        colour: &str,
        (x0, y, x1, height): (f64, f64, f64, f64),
        spacing: f64,
        view_width: f64,
    ) {
        let (left, right) = (x0.max(-spacing), x1.min(view_width + spacing));
        if right <= left {
            return;
        }
        self.context.save();
        self.context.begin_path();
        self.context.rect(left, y, right - left, height);
        self.context.clip();
        self.context.begin_path();
        let mut x = left - (left - x0).rem_euclid(spacing) - height;
        while x < right {
            self.context.move_to(x, y + height);
            self.context.line_to(x + height, y);
            x += spacing;
        }
        self.context.set_stroke_style_str(colour);
        self.context.set_line_width(1.0);
        self.context.stroke();
        self.context.restore();
    }
}
