//! The words of announcements and release notes.

use crate::planner::releasing::announcements::AnnouncementState;

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
    pub new: &'static str,
    pub new_name: &'static str,
    pub none: &'static str,
    pub to_send: fn(usize, usize) -> String,
    pub standing: fn(AnnouncementState) -> &'static str,
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
    pub no_service: &'static str,
    pub of_kind: fn(&str) -> String,
    pub paste_log: &'static str,
    pub log_hint: &'static str,
    pub repository: &'static str,
    pub log: &'static str,
    pub found: fn(usize, usize) -> String,
    pub take: &'static str,
    pub cancel: &'static str,
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
    standing: |state| match state {
        AnnouncementState::SendAgain => "Its date has changed, send it again",
        AnnouncementState::Due => "Overdue",
        AnnouncementState::Waiting => "Later",
        AnnouncementState::Undated => "Waits for a date",
        AnnouncementState::Sent => "Sent",
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
    no_service: "No service",
    of_kind: |kind| format!("{kind} changes"),
    paste_log: "Paste a git log",
    log_hint: "Paste the output of git log. Commits that name a change give it their commit, tag and pull request. Nothing is fetched.",
    repository: "Address of the repository",
    log: "Log",
    found: |commits, changes| {
        format!(
            "{commits} {}, {changes} {} named.",
            if commits == 1 { "commit" } else { "commits" },
            if changes == 1 { "change is" } else { "changes are" },
        )
    },
    take: "Take versions",
    cancel: "Cancel",
    back: "Back to the release",
};
