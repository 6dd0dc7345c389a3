//! `Rule` and the macro that makes one out of a file: doc, title, severity and check.

use super::finding::{Finding, Fix};
use super::view::View;
use crate::model::{
    Blackout, Booking, Change, ConfigurationItem, Environment, Gate, MaintenanceWindow, Phase, RecordRef,
    Release, Severity, Table,
};

/// One rule of change and release management.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, which reads after "waive": `change-in-blackout`.
    pub name: &'static str,
    /// What is wrong, in a line.
    pub title: &'static str,
    /// What a finding does when the plan does not say otherwise.
    pub severity: Severity,
    /// The number that it measures by, for rules that do; a plan may want another.
    pub limit: Option<Limit>,
    /// What it looks at and how.
    pub check: Check,
    /// What would mend one of its findings. Asked only for findings that somebody looks at: the answer may lie a year
    /// ahead, so it is no part of the finding.
    pub mend: fn(&View, &Finding) -> Vec<Fix>,
    /// What it says, why, and its examples in the `.plan` notation, as Markdown. The page fetches it when it is read.
    #[cfg(any(test, not(target_arch = "wasm32")))]
    pub doc: &'static str,
}

/// What a rule measures by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The number when the plan does not say otherwise.
    pub usual: u32,
    /// What is counted, as it stands after a number: `working days`.
    pub unit: &'static str,
}

/// A check of one record, which adds what it finds.
///
/// It looks at one subject and asks the [`View`] for its neighbours; it never walks the whole plan.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Looks at changes.
    Change(fn(&View, &Change, &mut Vec<Finding>)),
    /// Looks at releases.
    Release(fn(&View, &Release, &mut Vec<Finding>)),
    /// Looks at phases.
    Phase(fn(&View, &Phase, &mut Vec<Finding>)),
    /// Looks at gates.
    Gate(fn(&View, &Gate, &mut Vec<Finding>)),
    /// Looks at bookings.
    Booking(fn(&View, &Booking, &mut Vec<Finding>)),
    /// Looks at environments.
    Environment(fn(&View, &Environment, &mut Vec<Finding>)),
    /// Looks at configuration items.
    ConfigurationItem(fn(&View, &ConfigurationItem, &mut Vec<Finding>)),
    /// Looks at blackouts.
    Blackout(fn(&View, &Blackout, &mut Vec<Finding>)),
    /// Looks at maintenance windows.
    MaintenanceWindow(fn(&View, &MaintenanceWindow, &mut Vec<Finding>)),
    /// Looks at the records of several tables.
    Any(&'static [Table], fn(&View, &RecordRef, &mut Vec<Finding>)),
}

impl Check {
    /// The tables whose records it looks at.
    #[must_use]
    pub fn tables(&self) -> &'static [Table] {
        match self {
            Check::Change(_) => &[Table::Changes],
            Check::Release(_) => &[Table::Releases],
            Check::Phase(_) => &[Table::Phases],
            Check::Gate(_) => &[Table::Gates],
            Check::Booking(_) => &[Table::Bookings],
            Check::Environment(_) => &[Table::Environments],
            Check::ConfigurationItem(_) => &[Table::ConfigurationItems],
            Check::Blackout(_) => &[Table::Blackouts],
            Check::MaintenanceWindow(_) => &[Table::MaintenanceWindows],
            Check::Any(tables, _) => tables,
        }
    }

    /// Looks at one record; nothing when the plan does not have it.
    pub(super) fn run(&self, view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
        macro_rules! look {
            ($check:expr, $records:ident) => {
                if let Some(record) = subject.id_of().and_then(|id| view.plan.$records.get(&id)) {
                    $check(view, record, found);
                }
            };
        }
        match self {
            Check::Change(check) => look!(check, changes),
            Check::Release(check) => look!(check, releases),
            Check::Phase(check) => look!(check, phases),
            Check::Gate(check) => look!(check, gates),
            Check::Booking(check) => look!(check, bookings),
            Check::Environment(check) => look!(check, environments),
            Check::ConfigurationItem(check) => look!(check, cis),
            Check::Blackout(check) => look!(check, blackouts),
            Check::MaintenanceWindow(check) => look!(check, maintenance_windows),
            Check::Any(tables, check) if tables.contains(&subject.table) => check(view, subject, found),
            Check::Any(..) => {}
        }
    }
}

/// Makes a rule's file into its [`Rule`]: the doc comment is what the app shows and what the tests run; then name,
/// title, severity, `Table => check` (or `Any(&[..]) => check`), what mends a finding, and for rules that measure
/// `limit 20 "working days"`.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        $name:literal, $title:literal, $severity:ident,
        $subject:ident $(($tables:expr))? => $check:path, $mend:path $(, limit $usual:literal $unit:literal)? $(,)?
    ) => {
        $(#[doc = $doc])*
        pub const RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            title: $title,
            severity: $crate::model::Severity::$severity,
            limit: rule!(@limit $($usual $unit)?),
            check: $crate::rules::Check::$subject($($tables,)? $check),
            mend: $mend,
            #[cfg(any(test, not(target_arch = "wasm32")))]
            doc: concat!($($doc, "\n"),*),
        };
    };
    (@limit) => { None };
    (@limit $usual:literal $unit:literal) => {
        Some($crate::rules::Limit { usual: $usual, unit: $unit })
    };
}
pub(super) use rule;
