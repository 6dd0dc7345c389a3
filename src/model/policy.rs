//! The plan's policy: which change needs whose authority, how long before, with which evidence.

use super::json::Json;

use super::{Authority, Board, ChangeKind, Control, Extra, Id, Risk, alike, is_default, words};

words! {
    /// Which rows of the policy hold for a change.
    PolicyMode {
        /// The first row that fits.
        FirstMatch "First row that fits",
        /// Every row that fits; the longest lead time and all evidence together.
        AllMatches "All rows that fit",
    }
}

words! {
    /// Something that has to be there before a change is authorised.
    Evidence {
        /// How it is done.
        ImplementationPlan "Implementation plan",
        /// How it is taken back.
        BackoutPlan "Backout plan",
        /// Taking it back was tried.
        BackoutTested "Backout tested",
        /// Tests in an environment before.
        TestEvidence "Test evidence",
        /// The implementation was rehearsed.
        Rehearsal "Rehearsal",
        /// All risk questions are answered.
        RiskAssessment "Risk assessment",
    }
}

/// One row of the policy. A list that is empty does not restrict.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct PolicyRow {
    /// What people call it.
    pub name: String,
    /// Is of one of these kinds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kinds: Vec<ChangeKind>,
    /// Has one of these risks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub risks: Vec<Risk>,
    /// Is deployed to an environment under one of these controls.
    #[serde(default, skip_serializing_if = "is_default")]
    pub controls: Vec<Control>,
    /// Who authorises.
    pub authority: Authority,
    /// Which board, when the authority is a board; the plan's first regular board when absent (the first emergency
    /// board for emergency changes).
    #[serde(default, skip_serializing_if = "is_default")]
    pub board: Option<Id<Board>>,
    /// Working days between authorisation and window; the settings' lead times when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lead_time_days: Option<u32>,
    /// What has to be there before it is authorised.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: Vec<Evidence>,
    /// A review has to be finished before it is closed, whatever the outcome.
    #[serde(default, skip_serializing_if = "is_default")]
    pub review: bool,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Who authorises what, and what else is asked of changes.
#[derive(Debug, Clone, Json)]
pub struct Policy {
    /// Which rows hold.
    pub mode: PolicyMode,
    /// The rows, in their order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rows: Vec<PolicyRow>,
    /// How many minutes later than approved a window may lie, inside the same maintenance window, without voiding
    /// the approval.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tolerance_minutes: u32,
    /// Hours from the actual start within which an emergency change has to be authorised.
    pub retrospective_hours: u32,
    /// Working days from the actual end within which a review has to be finished.
    pub review_days: u32,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

alike!(Policy);

impl Policy {
    /// The board for changes of high and very high risk and for all that go to a controlled environment, nobody for
    /// standard changes and open environments; 30 minutes of tolerance, 72 hours for retrospective approval, 10
    /// working days for a review.
    #[must_use]
    pub fn usual() -> Policy {
        let row = |name: &str, kinds: &[ChangeKind], controls: &[Control], authority| PolicyRow {
            name: name.to_owned(),
            kinds: kinds.to_vec(),
            risks: Vec::new(),
            controls: controls.to_vec(),
            authority,
            board: None,
            lead_time_days: None,
            evidence: Vec::new(),
            review: false,
            extra: Extra::new(),
        };
        let controlled = PolicyRow {
            evidence: vec![Evidence::ImplementationPlan, Evidence::BackoutPlan],
            ..row("Controlled environments", &[], &[Control::Controlled], Authority::Board)
        };
        let emergency = PolicyRow {
            lead_time_days: Some(0),
            review: true,
            ..row("Emergency changes", &[ChangeKind::Emergency], &[Control::Controlled], Authority::Board)
        };
        Policy {
            mode: PolicyMode::FirstMatch,
            rows: vec![
                PolicyRow {
                    lead_time_days: Some(0),
                    ..row("Standard changes", &[ChangeKind::Standard], &[], Authority::Preauthorised)
                },
                emergency,
                controlled,
                row("Managed environments", &[], &[Control::Managed], Authority::EnvironmentManager),
                row("Everything else", &[], &[], Authority::Preauthorised),
            ],
            tolerance_minutes: 30,
            retrospective_hours: 72,
            review_days: 10,
            extra: Extra::new(),
        }
    }

    /// True for what a plan has that says nothing of its own; the document leaves it out.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Policy::usual()
    }
}
