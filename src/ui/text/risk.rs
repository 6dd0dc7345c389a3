//! The words about risk and impact of a change.

/// The words; each field is named after what it says.
pub struct Text {
    pub risk: &'static str,
    pub adopt: fn(&str) -> String,
    pub least: fn(&str) -> String,
    pub says_nothing: &'static str,
    pub questions: &'static str,
    pub points: fn(u32, u32) -> String,
    pub open: fn(usize) -> String,
    pub not_answered: &'static str,
    pub answer_points: fn(&str, u32) -> String,
    pub drawing: &'static str,
    pub tell: &'static str,
    pub service: &'static str,
    pub item: &'static str,
}

/// English.
pub const EN: Text = Text {
    risk: "Risk",
    adopt: |risk| format!("Take over: {risk}"),
    least: |risk| format!("at least {}", risk.to_ascii_lowercase()),
    says_nothing: "Says nothing",
    questions: "Questions",
    points: |points, most| format!("{points} of {most} points"),
    open: |open| {
        if open == 1 { "1 question is open".to_owned() } else { format!("{open} questions are open") }
    },
    not_answered: "Not answered",
    answer_points: |answer, points| {
        if points == 1 { format!("{answer} (1 point)") } else { format!("{answer} ({points} points)") }
    },
    drawing: "What stops when this change goes wrong, from left to right",
    tell: "Who answers for them",
    service: "service",
    item: "configuration item",
};
