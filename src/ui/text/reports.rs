//! The words of the screen "Reports".

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
    pub parts: &'static [(&'static str, &'static str)],
    pub span: &'static str,
    pub weeks: &'static [(u32, &'static str)],
    pub print: &'static str,
    pub schedule: &'static str,
    pub changes: fn(usize) -> String,
    pub as_of: fn(&str) -> String,
    pub no_changes: &'static str,
    pub columns: [&'static str; 7],
    pub no_outage: &'static str,
    pub outages: &'static str,
    pub outages_hint: &'static str,
    pub no_outages: &'static str,
    pub outage_columns: [&'static str; 5],
    pub in_hours: fn(&str) -> String,
    pub down: fn(&str) -> String,
}

/// English.
pub const EN: Text = Text {
    title: "Reports",
    parts: &[("", "Change schedule"), ("outages", "Projected outages")],
    span: "How far ahead",
    weeks: &[
        (1, "1 week"),
        (2, "2 weeks"),
        (4, "4 weeks"),
        (8, "8 weeks"),
        (13, "13 weeks"),
        (26, "26 weeks"),
    ],
    print: "Print",
    schedule: "Change schedule",
    changes: |count| if count == 1 { "1 change".to_owned() } else { format!("{count} changes") },
    as_of: |when| format!("as of {when}"),
    no_changes: "No change is planned for these weeks.",
    columns: ["When", "Change", "Services", "Outage", "Environments", "Risk", "Status"],
    no_outage: "none",
    outages: "Projected outages",
    outages_hint: "What the planned changes take from each service, the longest first.",
    no_outages: "No service goes down in these weeks.",
    outage_columns: ["When", "How long", "In working hours", "Change", "Status"],
    in_hours: |length| length.to_owned(),
    down: |total| format!("down for {total}"),
};
