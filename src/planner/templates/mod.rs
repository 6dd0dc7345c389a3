//! The sample plan and the templates from which a new plan is begun.
//!
//! A folder of its own because each plan is a `*.plan` file beside this one, which people read and mend as text; day 22
//! is the Monday of the week of today. The page fetches it as a document, `public/templates/*.json`, which
//! `exchange::read_template` dates; `tests/templates.rs` writes these documents and holds them equal.

/// A plan to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The key, which is also the id of the plans that are made from it.
    pub id: &'static str,
    /// The name that people choose it by.
    pub name: &'static str,
    /// What is in it and whom it helps, in a sentence.
    pub description: &'static str,
}

impl Template {
    /// Where its document lies, from the page: `templates/sample.json`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("templates/{}.json", self.id)
    }
}

/// All templates, in the order in which they are offered. The sample is none of them.
pub const ALL: &[Template] = &[
    Template {
        id: "monthly-release-train",
        name: "Monthly release train",
        description: "One train a month: build, system test, acceptance, a rehearsal and a Saturday night, twice over.",
    },
    Template {
        id: "enterprise-release",
        name: "Enterprise release",
        description: "A large release that holds two others on their way through four environments, gate by gate.",
    },
    Template {
        id: "freeze-calendar",
        name: "Freeze calendar",
        description: "When nothing is deployed and when everything may be: freezes, windows and holidays to publish.",
    },
    Template {
        id: "emergency-change",
        name: "Single emergency change",
        description: "One change that cannot wait, with those who authorise it and what it touches.",
    },
];

/// The sample, from three weeks before the week of today to eight weeks after it: most of it is right, and each rule
/// finds something.
pub const SAMPLE: Template = Template {
    id: "sample",
    name: "Sample portfolio",
    description: "Ten releases and sixty changes of a company that bills, with some things wrong.",
};
