//! The nouns: the records of a plan, the plan itself, and the difference between two of its states.
//!
//! No clock, no chance, no input or output: everything here is a value.

mod announcement;
mod approval;
mod board;
mod booking;
mod change;
mod change_template;
mod command;
mod configuration;
mod dependency;
mod diff;
mod environment;
mod environment_group;
mod freeze_exception;
mod id;
mod id_text;
pub mod json;
pub mod lifecycle;
mod links;
// The page reads documents alone.
#[cfg(any(test, not(target_arch = "wasm32")))]
pub mod notation;
mod people;
mod policy;
mod records;
mod release;
mod release_lifecycle;
mod release_template;
mod review;
mod risk_model;
mod runbook;
mod runbook_times;
mod settings;
mod tables;
mod waiver;
mod window;

use std::collections::BTreeMap;

pub use announcement::{Anchor, Announcement, Channel, Offset};
pub use approval::{Approval, ApprovalStatus, ApprovedContent, Authority, Vote, VoteChoice};
pub use board::{
    AgendaItem, Board, BoardDecision, BoardKind, BoardMember, Meeting, MeetingStatus, VotingRule,
};
pub use booking::{Booking, BookingStatus, BookingUse};
pub use change::{Change, ChangeKind, ChangeStatus, Outcome, Risk, VersionReference};
pub use change_template::{ChangeTemplate, TemplateStatus};
pub use command::{Command, GroupBooking, PhaseDates, ReleaseOrder, RunbookAct};
pub use configuration::{ConfigurationItem, Criticality, Relation, RelationKind, Service};
pub use dependency::{Dependency, DependencyKind};
pub use diff::{Diff, Edit, Edits, Mismatch};
pub use environment::{Control, Environment, EnvironmentKind};
pub use environment_group::EnvironmentGroup;
pub use freeze_exception::{EXCEPTION_WAY, FreezeException, FreezeExceptionStatus};
pub use id::{Id, IdError};
pub use id_text::IdText;
pub use links::{Link, Links};
pub use people::{Group, Person};
pub use policy::{Evidence, Policy, PolicyMode, PolicyRow};
pub use records::{Records, RecordsIter, RecordsValues, Rows};
pub use release::{
    AutomaticCheck, CommonCharacteristics, Criterion, Gate, GateDecision, Phase, PhaseStatus, Release,
    ReleaseKind, ReleaseStatus,
};
pub use release_lifecycle::{
    BOOKING_WAY, GATE_WAY, PHASE_WAY, RELEASE_WAY, RUNBOOK_WAY, Way, steps_from, verb_between,
};
pub use release_template::{ReleaseTemplate, TemplateAnnouncement, TemplateGate, TemplatePhase, Weekday};
pub use review::{Incident, IncidentPriority, Review, ReviewAction};
pub use risk_model::{Answer, ConditionRow, Question, RiskCondition, RiskModel, Threshold};
pub use runbook::{Rehearsal, Runbook, RunbookStatus, RunbookStep, StepKind, StepStatus};
pub use runbook_times::{RunbookTimes, StepTimes, durations_minutes, next_steps};
pub use settings::{LeadTimes, RuleSetting, Settings, Severity};
pub use tables::{AnyRecord, HasTable, Plan, Record, RecordRef, Table};
pub use waiver::Waiver;
pub use window::{Blackout, Hardness, MaintenanceWindow, Scope, When};

/// Fields of a record that this version does not know: kept, and written back where they were.
pub type Extra = BTreeMap<String, serde_json::Value>;

/// True for the value that is left out of the document: an empty list, no text, `false`.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A record with other values in some of its fields. `Change { status, ..change }` says the same and is compiled to a
/// move of each of the fifty fields of a change.
macro_rules! altered {
    (@ $field:ident $value:expr) => { $value };
    (@ $field:ident) => { $field };
    ($record:expr, $($field:ident $(: $value:expr)?),+ $(,)?) => {{
        let mut altered = $record;
        $(altered.$field = $crate::model::altered!(@ $field $($value)?);)+
        altered
    }};
}
pub(crate) use altered;

/// Implements [`Record`] and `PartialEq` for a type with `id` and a title field (`id` where it has no name of its own); the block names its references.
macro_rules! record {
    (@title $this:ident id) => { $this.id.as_str() };
    (@title $this:ident $title:ident) => { if $this.$title.is_empty() { $this.id.as_str() } else { &$this.$title } };
    ($record:ident, $title:ident, |$this:ident, $links:ident| $body:block) => {
        impl $crate::model::Record for $record {
            const TABLE: $crate::model::Table = <$record as $crate::model::HasTable>::OF;

            fn id(&self) -> &$crate::model::Id<$record> {
                &self.id
            }

            fn title(&self) -> &str {
                let this = self;
                record!(@title this $title)
            }

            #[allow(unused_variables)]
            fn links(&mut self, $links: &mut $crate::model::Links) {
                let $this = self;
                $body
            }
        }

        $crate::model::alike!($record);
    };
}
use record;

/// Implements `PartialEq` for a type whose values are equal when they are written alike: what compares field by field is
/// compiled for each type.
macro_rules! alike {
    ($type:ident) => {
        impl PartialEq for $type {
            fn eq(&self, other: &$type) -> bool {
                $crate::model::json::same(self, other)
            }
        }
    };
}
use alike;

/// An enum of plain words: the word in the document is the variant's name.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $label:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All words, in their order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            const WORDS: &'static [&'static str] = &[$(stringify!($variant)),*];

            /// The word as it is written in the document.
            #[must_use]
            pub fn word(self) -> &'static str {
                $name::WORDS.get(self as usize).copied().unwrap_or_default()
            }

            /// The word as people read it.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)* }
            }

            /// The value of a word as the document writes it.
            #[must_use]
            pub fn from_word(word: &str) -> Option<$name> {
                let place = $name::WORDS.iter().position(|known| *known == word)?;
                $name::ALL.get(place).copied()
            }
        }

        impl $crate::model::json::Json for $name {
            fn blank() -> $name {
                match $name::ALL { [first, ..] => *first, [] => unreachable!("an enum without words") }
            }

            fn fill(&mut self, value: &serde_json::Value) -> Result<(), $crate::model::json::Unreadable> {
                $crate::model::json::Choice::fill(self, value, $name::ALL, $name::WORDS)
            }

            fn write(&self, writer: &mut $crate::model::json::Writer) {
                writer.word(self.word());
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.label())
            }
        }
    };
}
use words;
