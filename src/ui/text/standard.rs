//! The words of the templates of standard changes.

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub make: &'static str,
    pub version: fn(u32) -> String,
    pub followed: fn(usize) -> String,
    pub edit: &'static str,
    pub locked: &'static str,
    pub fields: &'static str,
    pub follow: &'static str,
    pub lost: fn(&str) -> String,
}

/// English.
pub const EN: Text = Text {
    title: "Standard changes",
    none: "No template yet",
    none_hint: "A template authorises changes that are done again and again. Make one of a change that went well.",
    make: "Make a template of a change…",
    version: |version| {
        if version == 0 { "never published".to_owned() } else { format!("version {version}") }
    },
    followed: |count| {
        if count == 1 { "1 change follows it".to_owned() } else { format!("{count} changes follow it") }
    },
    edit: "Edit",
    locked: "locked",
    fields: "What a change of it begins with",
    follow: "New change from it",
    lost: |failed| format!("It pre-authorises nothing until it is reviewed: {failed} failed with impact."),
};
