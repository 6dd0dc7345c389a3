//! The words of risk and impact.

/// The words; each field is named after what it says.
pub struct Text {
    pub unknown: &'static str,
    pub adopt: fn(&str) -> String,
    pub points: fn(u32, u32) -> String,
    pub questions: fn(usize) -> String,
    pub answer: fn(&str, u32) -> String,
    pub no_answer: &'static str,
    pub map: &'static str,
    pub owner: &'static str,
}

/// English.
pub const EN: Text = Text {
    unknown: "Not known",
    adopt: |risk| format!("Say {}", risk.to_lowercase()),
    points: |points, most| format!("{points} of {most} points by the answers"),
    questions: |open| if open == 0 { "Questions".to_owned() } else { format!("Questions, {open} open") },
    answer: |text, points| {
        if points == 1 { format!("{text} (1 point)") } else { format!("{text} ({points} points)") }
    },
    no_answer: "Not answered",
    map: "What the change reaches: what it changes to the left, services to the right",
    owner: "answered for by",
};
