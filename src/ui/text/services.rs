//! The words of the screen "Services".

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
}

/// English.
pub const EN: Text = Text { title: "Services" };
