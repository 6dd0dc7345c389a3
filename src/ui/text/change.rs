//! The words of the page of a change.

/// The words; each field is named after what it says.
pub struct Text {
    pub way: &'static str,
    pub on_hold: &'static str,
    pub reason: &'static str,
    pub outcome: &'static str,
    pub cancel: &'static str,
}

/// English.
pub const EN: Text = Text {
    way: "The way of the change",
    on_hold: "On hold",
    reason: "Reason",
    outcome: "How it ended",
    cancel: "Never mind",
};
