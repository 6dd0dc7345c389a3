//! `Dependency`: one record waits for another of its table.

use super::json::Json;

use super::{Extra, Id, is_default, words};

words! {
    /// Which end waits for which.
    DependencyKind {
        /// This one starts when the other has finished, plus the lag.
        FinishStart "starts after the end of",
        /// This one starts when the other has started, plus the lag.
        StartStart "starts after the start of",
    }
}

/// The record that holds this waits for `on`.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Dependency<T> {
    /// What is waited for.
    pub on: Id<T>,
    /// Which end waits for which.
    #[serde(default = "finish_start", skip_serializing_if = "is_finish_start")]
    pub kind: DependencyKind,
    /// Minutes between; negative allows that much overlap.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lag_minutes: i32,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl<T> Dependency<T> {
    /// Starts after the end of `on`, without a lag.
    #[must_use]
    pub fn after(on: Id<T>) -> Dependency<T> {
        Dependency { on, kind: DependencyKind::FinishStart, lag_minutes: 0, extra: Extra::new() }
    }
}

fn finish_start() -> DependencyKind {
    DependencyKind::FinishStart
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_finish_start(kind: &DependencyKind) -> bool {
    *kind == DependencyKind::FinishStart
}
