//! The words of the interface: one typed table a language, one file of it a screen.
//!
//! A new language is another value of [`Text`]; the compiler says what it lacks.

pub mod announcements;
pub mod approvals;
pub mod board;
pub mod change;
pub mod changes;
pub mod environments;
pub mod findings;
pub mod frame;
pub mod freezes;
pub mod inspector;
pub mod new_release;
pub mod past;
pub mod plans;
pub mod policy;
pub mod releases;
pub mod reports;
pub mod risk;
pub mod runbook;
pub mod schedule;
pub mod services;
pub mod standard;

/// All words of one language.
pub struct Text {
    /// Approvals and votes.
    pub approvals: approvals::Text,
    /// Boards, meetings and what waits.
    pub board: board::Text,
    /// The page of a change.
    pub change: change::Text,
    /// The table of changes.
    pub changes: changes::Text,
    /// Environments, bookings and windows.
    pub environments: environments::Text,
    /// Findings and rules.
    pub findings: findings::Text,
    /// The forms of all records.
    pub inspector: inspector::Text,
    /// The dialog that plans a release from a template.
    pub new_release: new_release::Text,
    /// Looking back.
    pub past: past::Text,
    /// Releases, their phases and gates.
    pub releases: releases::Text,
    /// Freezes and freeze exceptions.
    pub freezes: freezes::Text,
    /// The policy and its backtest.
    pub policy: policy::Text,
    /// Risk and impact of a change.
    pub risk: risk::Text,
    /// Announcements and release notes.
    pub announcements: announcements::Text,
    /// What others read.
    pub reports: reports::Text,
    /// The page of a runbook.
    pub runbook: runbook::Text,
    /// Services, configuration items and people.
    pub services: services::Text,
    /// Templates of standard changes.
    pub standard: standard::Text,
    /// Rail, top bar, palette, keyboard help.
    pub frame: frame::Text,
    /// The plans of this browser, and what makes new ones.
    pub plans: plans::Text,
    /// The timeline.
    pub schedule: schedule::Text,
}

static EN: Text = Text {
    approvals: approvals::EN,
    board: board::EN,
    change: change::EN,
    changes: changes::EN,
    environments: environments::EN,
    findings: findings::EN,
    frame: frame::EN,
    inspector: inspector::EN,
    new_release: new_release::EN,
    past: past::EN,
    plans: plans::EN,
    freezes: freezes::EN,
    policy: policy::EN,
    releases: releases::EN,
    announcements: announcements::EN,
    reports: reports::EN,
    risk: risk::EN,
    runbook: runbook::EN,
    schedule: schedule::EN,
    services: services::EN,
    standard: standard::EN,
};

/// The words of the language in use.
#[must_use]
pub fn text() -> &'static Text {
    &EN
}
