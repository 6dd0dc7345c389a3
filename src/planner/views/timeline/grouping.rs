//! `Grouping`: by what lanes are made. A file of its own because address, toolbar and lanes all name it.

/// By what the lanes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// A lane for each release.
    Release,
    /// A lane for each environment.
    Environment,
    /// A lane for each service that something is planned for.
    Service,
    /// A lane for each person who owns or implements something.
    Person,
}

impl Grouping {
    /// All groupings, in the order in which they are offered.
    pub const ALL: [Grouping; 4] =
        [Grouping::Release, Grouping::Environment, Grouping::Service, Grouping::Person];

    /// The word in the address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Grouping::Release => "release",
            Grouping::Environment => "environment",
            Grouping::Service => "service",
            Grouping::Person => "person",
        }
    }

    /// Reads the word in the address; environments for any other.
    #[must_use]
    pub fn parse(slug: &str) -> Grouping {
        Self::ALL.into_iter().find(|grouping| grouping.slug() == slug).unwrap_or(Grouping::Environment)
    }
}
