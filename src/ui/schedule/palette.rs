//! The colours of the canvas: the tokens of the style sheets as the browser computes them for the theme in use.

use crate::ui::prelude::*;
use web_sys::HtmlElement;

/// Colours and font, as the canvas takes them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Palette {
    pub surface: String,
    pub line: String,
    pub line_strong: String,
    pub text: String,
    pub muted: String,
    pub accent: String,
    pub blocker: String,
    pub warning: String,
    pub good: String,
    pub window: String,
    pub idle: String,
    pub hatch: String,
    /// Fills of bars; the first is of what has no release.
    pub fills: [String; 7],
    /// Outlines of bars.
    pub outlines: [String; 7],
    pub font: String,
}

impl Palette {
    /// Reads the tokens through an element that shows nothing. `None` when it is not on the page.
    pub fn read(probe: &HtmlElement) -> Option<Palette> {
        let style = window().get_computed_style(probe).ok()??;
        let token = |name: &str| {
            // The background of the probe, not its colour: the colour is what announces another theme.
            let _ = probe.style().set_property("background-color", &format!("var(--{name})"));
            style.get_property_value("background-color").unwrap_or_default()
        };
        Some(Palette {
            surface: token("surface"),
            line: token("line"),
            line_strong: token("line-strong"),
            text: token("text"),
            muted: token("text-muted"),
            accent: token("accent"),
            blocker: token("blocker"),
            warning: token("warning"),
            good: token("good"),
            window: token("window-tint"),
            idle: token("idle-tint"),
            hatch: token("hatch"),
            fills: ["surface-sunken", "bar-1", "bar-2", "bar-3", "bar-4", "bar-5", "bar-6"].map(token),
            outlines: [
                "line-strong",
                "bar-1-line",
                "bar-2-line",
                "bar-3-line",
                "bar-4-line",
                "bar-5-line",
                "bar-6-line",
            ]
            .map(token),
            font: style.get_property_value("font-family").unwrap_or_default(),
        })
    }

    /// Fill and outline of a bar's colour.
    pub fn bar(&self, colour: u8) -> (&str, &str) {
        let pick = |from: &'_ [String; 7]| from.get(usize::from(colour)).map_or(0, |_| usize::from(colour));
        let place = pick(&self.fills);
        (
            self.fills.get(place).map_or("", String::as_str),
            self.outlines.get(place).map_or("", String::as_str),
        )
    }
}
