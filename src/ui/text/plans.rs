//! Words of the screen "Plans".

/// Words of the screen "Plans".
pub struct Text {
    /// The heading of the first visit.
    pub welcome: &'static str,
    /// What the product does, below it.
    pub welcome_more: &'static str,
    /// The first door.
    pub sample: &'static str,
    /// What is behind it.
    pub sample_more: &'static str,
    /// The second door.
    pub start: &'static str,
    /// What is behind it.
    pub start_more: &'static str,
}

/// English.
pub const EN: Text = Text {
    welcome: "Plan changes and releases, checked while you type",
    welcome_more: "Everything stays in this browser. No account, no server; plans travel as files.",
    sample: "Open the sample plan",
    sample_more: "Changes, releases and environments of a payments company, with conflicts to mend.",
    start: "Start a plan",
    start_more: "From a template or from nothing.",
};
