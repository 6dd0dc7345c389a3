//! Words of the schedule: toolbar, lanes, bars, gestures.

use crate::model::{Control, Criticality, ReleaseStatus};
use crate::planner::views::timeline::{BarKind, Grouping};

/// Words of the schedule.
pub struct Text {
    /// The screen's heading.
    pub title: &'static str,
    /// What the choice of lanes is called.
    pub lanes_by: &'static str,
    /// A choice of lanes.
    pub grouping: fn(Grouping) -> &'static str,
    /// What the choice of zooms is called.
    pub zoom: &'static str,
    /// A zoom, by its word in the address.
    pub zoom_name: fn(&str) -> &'static str,
    /// Less time in view.
    pub nearer: &'static str,
    /// More time in view.
    pub farther: &'static str,
    /// To now.
    pub today: &'static str,
    /// Draws what waits for what.
    pub dependencies: &'static str,
    /// How they are drawn.
    pub dependencies_hint: &'static str,
    /// How many are not drawn because they would be too many.
    pub left_out: fn(usize) -> String,
    /// Makes a change.
    pub new_change: &'static str,
    /// The title of a change that was just made.
    pub new_change_title: &'static str,
    /// What the timeline is called.
    pub timeline: &'static str,
    /// What the bars are called, with how to go among them.
    pub bars: &'static str,
    /// The keys, for screen readers.
    pub keys: &'static str,
    /// The lane of what belongs to none.
    pub rest: fn(Grouping) -> &'static str,
    /// Under an environment's name: control, used, capacity.
    pub environment: fn(Control, u32, Option<u32>) -> String,
    /// Under a release's name: status, and go-live in words.
    pub release: fn(ReleaseStatus, Option<&str>) -> String,
    /// Under a service's name.
    pub service: fn(Criticality) -> String,
    /// Under the name of a person or of the rest: how many bars.
    pub count: fn(usize) -> String,
    /// What a bar stands for.
    pub kind: fn(BarKind) -> &'static str,
    /// Said of a bar that is not authorised or approved.
    pub not_firm: &'static str,
    /// How many findings a bar has: blockers, warnings.
    pub findings: fn(usize, usize) -> String,
    /// In a lane of too many bars.
    pub dense: fn(usize) -> String,
    /// The viewer's time below the plan's.
    pub here: fn(&str) -> String,
    /// Above the findings that a drag would bring.
    pub breaks: fn(usize) -> String,
    /// Above the findings that a drag would mend.
    pub mends: fn(usize) -> String,
    /// While a drag changes nothing about findings.
    pub harmless: &'static str,
    /// Below the callout.
    pub drag_hint: &'static str,
    /// Said after a move: what is where now.
    pub moved: fn(&str, &str) -> String,
    /// When no window is free.
    pub no_free: &'static str,
    /// When a drag was dropped.
    pub dropped: &'static str,
    /// Without a dated record.
    pub empty: &'static str,
    /// What to do about it.
    pub empty_hint: &'static str,
    /// Above the findings.
    pub findings_in_view: &'static str,
    /// When there are none.
    pub no_findings: &'static str,
}

/// English.
pub const EN: Text = Text {
    title: "Schedule",
    lanes_by: "Lanes by",
    grouping: |grouping| match grouping {
        Grouping::Release => "Release",
        Grouping::Environment => "Environment",
        Grouping::Service => "Service",
        Grouping::Person => "Person",
    },
    zoom: "Time in view",
    zoom_name: |slug| match slug {
        "day" => "Day",
        "week" => "Week",
        "month" => "Month",
        "quarter" => "Quarter",
        _ => "Year",
    },
    nearer: "Zoom in",
    farther: "Zoom out",
    today: "Today",
    dependencies: "Dependencies",
    dependencies_hint: "An arrow shows what waits for what; a broken one is dashed and says by how much",
    left_out: |count| format!("{count} kept dependencies not drawn: select a bar for its own, or zoom in"),
    new_change: "New change",
    new_change_title: "New change",
    timeline: "Timeline",
    bars: "Changes, phases and bookings in view",
    keys: "Arrow keys go from bar to bar. Shift and left or right moves the record, with Alt its end. Enter opens it. Plus and minus zoom.",
    rest: |grouping| match grouping {
        Grouping::Release => "Without release",
        Grouping::Environment => "Without environment",
        Grouping::Service => "Without service",
        Grouping::Person => "Without person",
    },
    environment: |control, used, capacity| match capacity {
        Some(capacity) => format!("{control} · {used} of {capacity}"),
        None => format!("{control} · no limit"),
    },
    release: |status, go_live| match go_live {
        Some(go_live) => format!("{status} · live {go_live}"),
        None => format!("{status} · no go-live"),
    },
    service: |criticality| format!("{criticality} criticality"),
    count: |count| if count == 1 { "1 record".to_owned() } else { format!("{count} records") },
    kind: |kind| match kind {
        BarKind::Change => "change",
        BarKind::Phase => "phase",
        BarKind::Booking => "booking",
        BarKind::Gate => "gate",
        BarKind::GoLive => "go-live of",
    },
    not_firm: "not yet approved",
    findings: |blockers, warnings| {
        let mut parts = Vec::new();
        match blockers {
            0 => {}
            1 => parts.push("1 blocker".to_owned()),
            many => parts.push(format!("{many} blockers")),
        }
        match warnings {
            0 => {}
            1 => parts.push("1 warning".to_owned()),
            many => parts.push(format!("{many} warnings")),
        }
        parts.join(", ")
    },
    dense: |count| format!("{count} records: zoom in to tell them apart"),
    here: |span| format!("Your time: {span}"),
    breaks: |count| {
        if count == 1 { "Would break 1 rule".to_owned() } else { format!("Would break {count} rules") }
    },
    mends: |count| {
        if count == 1 { "Would mend 1 finding".to_owned() } else { format!("Would mend {count} findings") }
    },
    harmless: "Breaks nothing here",
    drag_hint: "Alt: nearest free slot · Esc: leave it",
    moved: |title, span| format!("{title} is now {span}."),
    no_free: "No free slot in reach",
    dropped: "Left where it was.",
    empty: "Nothing has a date yet",
    empty_hint: "Add a change, or give a release its phases: they appear here as bars that you can drag.",
    findings_in_view: "Findings in view",
    no_findings: "Nothing in view breaks a rule.",
};
