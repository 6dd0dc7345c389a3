//! The words of the screen "Reports".

/// The words; each field is named after what it says.
pub struct Text {
    pub title: &'static str,
    pub parts: &'static [(&'static str, &'static str)],
    pub span: &'static str,
    pub weeks: &'static [(u32, &'static str)],
    pub print: &'static str,
    pub save: &'static str,
    pub save_hint: &'static str,
    /// What the saved file is called.
    pub file: &'static str,
    pub schedule: &'static str,
    pub with_proposed: &'static str,
    pub proposed: &'static str,
    pub blackouts: &'static str,
    pub no_changes: &'static str,
    pub columns: [&'static str; 6],
    pub outages: &'static str,
    pub no_outages: &'static str,
    pub outage_columns: [&'static str; 3],
    pub criticality: fn(&str) -> String,
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
    save: "Save as a page",
    save_hint: "One HTML file with schedule and projected outages, for a site: readable without Slipway",
    file: "change-schedule.html",
    schedule: "Change schedule",
    with_proposed: "With what is only proposed",
    proposed: "proposed",
    blackouts: "Blackouts",
    no_changes: "No change is planned for these weeks.",
    columns: ["When", "Change", "Services", "Outage", "Environments", "Status"],
    outages: "Projected outages",
    no_outages: "No service goes down in these weeks.",
    outage_columns: ["When", "How long", "Change"],
    criticality: |word| format!("criticality {}", word.to_ascii_lowercase()),
    down: |total| format!("down for {total}"),
};
