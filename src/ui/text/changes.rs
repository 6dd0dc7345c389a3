//! The words of the screen "Changes".

use crate::planner::views::changes::Column;

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
    pub shown: fn(usize, usize) -> String,
    pub filter: &'static str,
    pub filter_hint: &'static str,
    pub columns: &'static str,
    pub column: fn(Column) -> &'static str,
    pub findings: &'static str,
    pub finding_count: fn(usize) -> String,
    pub new: &'static str,
    pub new_title: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub none_match: &'static str,
    pub table: &'static str,
    pub select: fn(&str) -> String,
    pub select_all: &'static str,
    pub selected: fn(usize) -> String,
    pub bulk: &'static str,
    pub step: &'static str,
    pub reason: &'static str,
    pub set_risk: &'static str,
    pub set_environment: &'static str,
    pub set_release: &'static str,
    pub no_release: &'static str,
    pub move_days: &'static str,
    pub move_do: &'static str,
    pub remove: &'static str,
    pub copy: &'static str,
    pub copied: fn(usize) -> String,
    pub not_copied: &'static str,
    pub clear: &'static str,
}

fn column(column: Column) -> &'static str {
    match column {
        Column::Id => "Id",
        Column::Title => "Title",
        Column::Kind => "Kind",
        Column::Status => "Status",
        Column::Risk => "Risk",
        Column::Window => "Window",
        Column::Environments => "Environments",
        Column::Items => "Items",
        Column::Release => "Release",
        Column::Owner => "Owner",
        Column::Implementers => "Implementers",
        Column::Category => "Category",
        Column::Labels => "Labels",
    }
}

fn counted(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

/// English.
pub const EN: Text = Text {
    title: "Changes",
    shown: |shown, all| {
        if shown == all { counted(all, "change", "changes") } else { format!("{shown} of {all} changes") }
    },
    filter: "Filter changes",
    filter_hint: "Filter: risk>=high env:prod status:scheduled or words",
    columns: "Columns",
    column,
    findings: "Findings",
    finding_count: |count| counted(count, "finding", "findings"),
    new: "New change",
    new_title: "New change",
    none: "No changes yet",
    none_hint: "A change is something to be done to configuration items, in a window, by somebody.",
    none_match: "No change matches the filter.",
    table: "Changes: up and down choose a row, Enter opens it, Space selects it",
    select: |title| format!("Select {title}"),
    select_all: "Select all that are shown",
    selected: |count| format!("{count} selected"),
    bulk: "Edit the selected changes",
    step: "Take a step…",
    reason: "Reason",
    set_risk: "Risk…",
    set_environment: "Add environment…",
    set_release: "Release…",
    no_release: "No release",
    move_days: "Days to move by; negative moves earlier",
    move_do: "Move days",
    remove: "Remove",
    copy: "Copy as CSV",
    copied: |count| format!("{} copied as CSV.", counted(count, "change", "changes")),
    not_copied: "The browser did not allow copying.",
    clear: "Clear selection",
};
