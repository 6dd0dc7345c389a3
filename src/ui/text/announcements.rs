//! The words of announcements and release notes.

use crate::planner::views::announcements::Standing;

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
    pub new: &'static str,
    pub new_name: &'static str,
    pub none: &'static str,
    pub to_send: fn(usize, usize) -> String,
    pub standing: fn(Standing) -> &'static str,
    pub text: &'static str,
    pub copy: &'static str,
    pub copy_markdown: &'static str,
    pub copied: &'static str,
    pub mail: &'static str,
    pub calendar: &'static str,
    pub sent: &'static str,
    pub notes: &'static str,
    pub print: &'static str,
    pub not_done: &'static str,
    pub versions: &'static str,
    pub no_notes: &'static str,
    pub back: &'static str,
}

/// English.
pub const EN: Text = Text {
    title: "Announcements",
    new: "New announcement",
    new_name: "New announcement",
    none: "Nobody is told anything yet.",
    to_send: |due, all| match (due, all) {
        (0, 0) => String::new(),
        (0, _) => "nothing to send now".to_owned(),
        (1, _) => "1 to send now".to_owned(),
        (more, _) => format!("{more} to send now"),
    },
    standing: |standing| match standing {
        Standing::SendAgain => "Its date has changed, send it again",
        Standing::Overdue => "Overdue",
        Standing::Due => "Due",
        Standing::Later => "Later",
        Standing::NoDate => "Waits for a date",
        Standing::Sent => "Sent",
    },
    text: "Text",
    copy: "Copy text",
    copy_markdown: "Copy Markdown",
    copied: "Copied",
    mail: "Open mail",
    calendar: "Calendar file",
    sent: "Note as sent",
    notes: "Release notes",
    print: "Print",
    not_done: "Not done",
    versions: "Versions",
    no_notes: "It carries no changes yet, so there is nothing to tell.",
    back: "Back to the release",
};
