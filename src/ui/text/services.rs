//! The words of the screen "Services".

use crate::model::Table;

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
    pub search: &'static str,
    pub tabs: &'static str,
    pub tab: fn(Table) -> &'static str,
    pub new: fn(Table) -> &'static str,
    pub new_name: fn(Table) -> &'static str,
    pub count: fn(usize) -> String,
    pub none: &'static str,
    pub more: fn(usize) -> String,
    pub map: fn(&str) -> String,
    pub map_hint: &'static str,
    pub left_out: fn(usize) -> String,
    pub upcoming: &'static str,
    pub no_upcoming: &'static str,
    pub choose: &'static str,
    pub edit: &'static str,
    pub findings: fn(usize) -> String,
}

fn counted(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

fn tab(table: Table) -> &'static str {
    match table {
        Table::Services => "Services",
        Table::ConfigurationItems => "Configuration items",
        Table::People => "People",
        _ => "Groups",
    }
}

fn new_name(table: Table) -> &'static str {
    match table {
        Table::Services => "New service",
        Table::ConfigurationItems => "New item",
        Table::People => "New person",
        _ => "New group",
    }
}

/// English.
pub const EN: Text = Text {
    title: "Services",
    search: "Search",
    tabs: "What is listed",
    tab,
    new: new_name,
    new_name,
    count: |count| format!("{count} listed"),
    none: "Nothing here matches.",
    more: |count| format!("{count} more; search to narrow the list"),
    map: |name| format!("What hangs on {name}, and what it needs"),
    map_hint: "Left: what needs it. Right: what it needs. A dashed line: they talk, neither stops when the other does.",
    left_out: |count| format!("{count} more are further away."),
    upcoming: "Changes to come",
    no_upcoming: "No change to come touches it.",
    choose: "Choose one of the list to see what hangs on it.",
    edit: "Edit",
    findings: |count| counted(count, "finding", "findings"),
};
