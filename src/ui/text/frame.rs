//! Words of the frame: rail, top bar, palette, keyboard help.

use crate::planner::Screen;

/// Words of the frame.
pub struct Text {
    /// The product.
    pub product: &'static str,
    /// The link past the rail.
    pub skip: &'static str,
    /// What the rail is called.
    pub screens: &'static str,
    /// The name of a screen.
    pub screen: fn(Screen) -> &'static str,
    /// What the number beside "Findings" counts, for screen readers.
    pub blockers: fn(usize) -> String,
    /// Above the plan's name.
    pub plan: &'static str,
    /// What the plan card does.
    pub switch_plan: &'static str,
    /// What the top bar is called.
    pub tools: &'static str,
    /// The undo button, with what it takes back.
    pub undo: fn(&str) -> String,
    /// The redo button, with what it takes again.
    pub redo: fn(&str) -> String,
    /// The undo button when there is nothing to take back.
    pub nothing_to_undo: &'static str,
    /// The redo button when there is nothing to take again.
    pub nothing_to_redo: &'static str,
    /// The search box.
    pub search: &'static str,
    /// What can be typed into it.
    pub search_hint: &'static str,
    /// What it says when nothing answers.
    pub nothing_found: &'static str,
    /// The command that goes to a screen.
    pub go_to: fn(&str) -> String,
    /// The command that changes the theme.
    pub use_theme: fn(&str) -> String,
    /// The command that adds a change, and what such a change is called at first.
    pub new_change: &'static str,
    /// The key that opens it.
    pub search_key: &'static str,
    /// What the zone beside the search means.
    pub zone: fn(&str) -> String,
    /// Who acts.
    pub acting: &'static str,
    /// Nobody acts.
    pub acting_nobody: &'static str,
    /// What it is for.
    pub acting_hint: &'static str,
    /// The import button.
    pub import: &'static str,
    /// The export button.
    pub export: &'static str,
    /// The theme menu.
    pub theme: &'static str,
    /// Theme: as the system.
    pub theme_system: &'static str,
    /// Theme: light.
    pub theme_light: &'static str,
    /// Theme: dark.
    pub theme_dark: &'static str,
    /// Closes a dialog, a notice or the details.
    pub close: &'static str,
    /// What the inspector is called.
    pub close_details: &'static str,
    /// A file beside the page did not come.
    pub not_fetched: fn(&str) -> String,
    /// The help dialog.
    pub keyboard: &'static str,
    /// Keys, parted by blanks, and what they do.
    pub keys: &'static [(&'static str, &'static str)],
}

/// English.
pub const EN: Text = Text {
    product: "Slipway",
    skip: "Skip to the content",
    screens: "Screens",
    screen: |screen| match screen {
        Screen::Schedule => "Schedule",
        Screen::Changes => "Changes",
        Screen::Releases => "Releases",
        Screen::Environments => "Environments",
        Screen::Services => "Services",
        Screen::Board => "Board",
        Screen::Waiting => "Waiting",
        Screen::Findings => "Findings",
        Screen::Freezes => "Freezes",
        Screen::Policy => "Policy",
        Screen::Reports => "Reports",
        Screen::Plans => "Plans",
    },
    blockers: |count| if count == 1 { "1 blocker".to_owned() } else { format!("{count} blockers") },
    plan: "Plan",
    switch_plan: "Plans and settings",
    tools: "Tools",
    undo: |label| format!("Undo: {label}"),
    redo: |label| format!("Redo: {label}"),
    nothing_to_undo: "Nothing to undo",
    nothing_to_redo: "Nothing to redo",
    search: "Search or run a command",
    search_hint: "A change, release, environment, service or command",
    nothing_found: "Nothing of that name. Try an id such as CHG-1042, or a word of the title.",
    go_to: |screen| format!("Go to {screen}"),
    use_theme: |theme| format!("Theme: {}", theme.to_ascii_lowercase()),
    new_change: "New change",
    search_key: "Ctrl K",
    zone: |zone| format!("Times are in the plan's zone, {zone}"),
    acting: "Acting as",
    acting_nobody: "Acting as…",
    acting_hint: "Who you are in this plan: requests, votes, decisions and reviews are made in this name",
    import: "Import",
    export: "Export",
    theme: "Theme",
    theme_system: "As the system",
    theme_light: "Light",
    theme_dark: "Dark",
    close: "Close",
    close_details: "Close the details",
    not_fetched: |path| {
        format!(
            "{path} could not be fetched from where this page comes from. Check the connection and try again."
        )
    },
    keyboard: "Keyboard help",
    keys: &[
        ("Ctrl K", "Search, or run a command"),
        ("Ctrl Z", "Undo"),
        ("Ctrl Shift Z", "Redo; Ctrl Y too"),
        ("Escape", "Close the details, a dialog, or drop what is being dragged"),
        ("Tab", "To the next control; Shift Tab to the one before"),
        ("F6", "To the next part of the page; Shift F6 to the one before"),
        ("← → ↑ ↓", "On the schedule: to the next bar"),
        ("Shift ← →", "On the schedule: move the bar by a step"),
        ("Enter", "Open what is selected in the details"),
        ("n p", "In a meeting: to the next item, and to the one before"),
        ("?", "This list"),
    ],
};
