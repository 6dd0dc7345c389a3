//! The words of the interface: one typed table a language, one file of it a screen.
//!
//! A new language is another value of [`Text`]; the compiler says what it lacks.

pub mod frame;
pub mod plans;

/// All words of one language.
pub struct Text {
    /// Rail, top bar, palette, keyboard help.
    pub frame: frame::Text,
    /// The plans of this browser, and what makes new ones.
    pub plans: plans::Text,
}

static EN: Text = Text { frame: frame::EN, plans: plans::EN };

/// The words of the language in use.
#[must_use]
pub fn text() -> &'static Text {
    &EN
}
