//! Words of looking back at the plan as it was.

/// Words of looking back.
pub struct Text {
    /// The command that begins it.
    pub look: &'static str,
    /// What the banner says, with the moment.
    pub shown: fn(&str) -> String,
    /// Which moment to look at.
    pub at: &'static str,
    /// Ends it.
    pub back: &'static str,
    /// Beside a step of the history.
    pub then: &'static str,
    /// When the moment is before the journal's first entry.
    pub begins: fn(&str) -> String,
    /// While something is not saved.
    pub save_first: &'static str,
    /// When the journal does not fit the plan.
    pub no_past: &'static str,
}

/// English.
pub const EN: Text = Text {
    look: "See the plan as it was",
    shown: |when| format!("You see the plan as it was on {when}. Nothing can be changed here."),
    at: "As it was on",
    back: "Back to now",
    then: "See the plan after this",
    begins: |when| format!("This browser's journal of the plan begins on {when}; this is the plan of then."),
    save_first: "Not everything is saved, so the journal is not complete; look back once the plan is saved.",
    no_past: "This browser's journal is not that of this plan; its past cannot be shown.",
};
