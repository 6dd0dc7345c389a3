//! The words of the dialog that plans a release from a template.

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
    pub edit: &'static str,
    pub template: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub kind: &'static str,
    pub kind_of_template: &'static str,
    pub parent: &'static str,
    pub no_parent: &'static str,
    pub direction: &'static str,
    pub backwards: &'static str,
    pub forwards: &'static str,
    pub book: &'static str,
    pub outlook: &'static str,
    pub outlook_hint: &'static str,
    pub go_live: fn(&str) -> String,
    pub past: &'static str,
    pub environment_of: fn(&str) -> String,
    pub no_environment: &'static str,
    pub breaks_nothing: &'static str,
    pub breaks: fn(usize) -> String,
    pub blank: &'static str,
    pub cancel: &'static str,
    pub plan: &'static str,
}

/// English.
pub const EN: Text = Text {
    title: "New release",
    edit: "Edit the template",
    template: "Template",
    name: "Name",
    name_hint: "Autumn release",
    kind: "Kind",
    kind_of_template: "As the template says",
    parent: "Part of",
    no_parent: "No other release",
    direction: "Counted from",
    backwards: "Go-live",
    forwards: "First day",
    book: "Ask for a booking of each environment",
    outlook: "What would be planned",
    outlook_hint: "Give the release a name and a day to see its dates before it is planned.",
    go_live: |when| format!("It goes live on {when}."),
    past: "It would begin before today. Choose a later day, or take phases away afterwards.",
    environment_of: |phase| format!("Environment of {phase}"),
    no_environment: "No environment",
    breaks_nothing: "No rule would be broken.",
    breaks: |count| {
        if count == 1 {
            "1 finding would appear:".to_owned()
        } else {
            format!("{count} findings would appear:")
        }
    },
    blank: "Begin with an empty release",
    cancel: "Cancel",
    plan: "Plan release",
};
