//! What an approval is bound to: the content of a change, its hash, and what differs when it changes.

use sha2::{Digest, Sha256};

use crate::gather::Gather;
use crate::model::json;
use crate::model::{Approval, ApprovedContent, Change, Id, Plan};
use crate::time::Interval;

use super::maintenance;

/// The part of a change that an approval is given for; see [`ApprovedContent::of`].
#[must_use]
pub fn content_of(change: &Change) -> ApprovedContent {
    ApprovedContent::of(change)
}

/// SHA-256 of the content's canonical JSON, in hexadecimal: keys sorted, no blanks, fields without a value left out.
/// `jq -cSj .content | sha256sum` gives the same for the content as the document has it.
#[must_use]
pub fn content_hash(content: &ApprovedContent) -> String {
    let canonical = json::to_string(&json::to_value(content));
    let digest = Sha256::digest(canonical.as_bytes());
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .gather()
}

/// A field of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentField {
    /// How it is authorised.
    Kind,
    /// How risky it is.
    Risk,
    /// The planned window.
    Planned,
    /// The outage.
    Outage,
    /// The configuration items.
    Cis,
    /// The environments.
    Environments,
    /// The implementation plan.
    ImplementationPlan,
    /// The backout plan.
    BackoutPlan,
    /// The answers to the risk questions.
    Answers,
    /// The record of what was approved, which is not what its hash says.
    Record,
}

impl ContentField {
    /// What people call it, as it stands in a sentence.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            ContentField::Kind => "kind",
            ContentField::Risk => "risk",
            ContentField::Planned => "planned window",
            ContentField::Outage => "outage",
            ContentField::Cis => "configuration items",
            ContentField::Environments => "environments",
            ContentField::ImplementationPlan => "implementation plan",
            ContentField::BackoutPlan => "backout plan",
            ContentField::Answers => "risk answers",
            ContentField::Record => "approved content",
        }
    }
}

/// One side of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// There is nothing.
    Nothing,
    /// A window, to be written in the plan's zone.
    Window(Interval),
    /// Ids, a word or a text.
    Text(String),
}

/// A field that is not what was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub field: ContentField,
    /// As approved.
    pub before: Shown,
    /// As it is.
    pub after: Shown,
}

/// What differs between two contents, field by field. Unknown fields of the record are not compared.
#[must_use]
pub fn differences(a: &ApprovedContent, b: &ApprovedContent) -> Vec<Difference> {
    let both = |field, before, after| Difference { field, before, after };
    let all = [
        both(ContentField::Kind, text(a.kind.label()), text(b.kind.label())),
        both(ContentField::Risk, text(a.risk.label()), text(b.risk.label())),
        both(ContentField::Planned, window(a.planned), window(b.planned)),
        both(ContentField::Outage, window(a.outage), window(b.outage)),
        both(ContentField::Cis, ids(&a.cis), ids(&b.cis)),
        both(ContentField::Environments, ids(&a.environments), ids(&b.environments)),
        both(ContentField::ImplementationPlan, text(&a.implementation_plan), text(&b.implementation_plan)),
        both(ContentField::BackoutPlan, text(&a.backout_plan), text(&b.backout_plan)),
        both(ContentField::Answers, answers(a), answers(b)),
    ];
    all.into_iter().filter(|difference| difference.before != difference.after).gather()
}

fn text(text: &str) -> Shown {
    if text.is_empty() { Shown::Nothing } else { Shown::Text(text.to_owned()) }
}

fn window(window: Option<Interval>) -> Shown {
    window.map_or(Shown::Nothing, Shown::Window)
}

fn ids<T>(ids: &[Id<T>]) -> Shown {
    let mut ids: Vec<&str> = ids.iter().map(Id::as_str).gather();
    ids.sort_unstable();
    ids.dedup();
    text(&ids.join(", "))
}

fn answers(content: &ApprovedContent) -> Shown {
    let answers = content.answers.iter().map(|(question, answer)| format!("{question}: {answer}"));
    text(&answers.gather::<Vec<_>>().join(", "))
}

/// Whether an approval covers the change as it is now: nothing that was approved differs, or the policy tolerates it;
/// otherwise what differs.
///
/// Tolerated is a window of the same length that starts later by at most the policy's minutes, with the outage at its
/// place in it, where the approved and the new window lie in one occurrence of a maintenance window that speaks about
/// the change. Earlier is not. An approval without a record of what was approved is believed.
pub fn still_covers(plan: &Plan, approval: &Approval, change: &Change) -> Result<(), Vec<Difference>> {
    let Some(approved) = &approval.content else { return Ok(()) };
    if !approval.content_hash.is_empty() && content_hash(approved) != approval.content_hash {
        let before = text(&approval.content_hash);
        return Err(vec![Difference {
            field: ContentField::Record,
            before,
            after: text(&content_hash(approved)),
        }]);
    }
    let found = differences(approved, &content_of(change));
    let only_time = found
        .iter()
        .all(|difference| matches!(difference.field, ContentField::Planned | ContentField::Outage));
    if found.is_empty() || (only_time && is_tolerated(plan, approved, change)) {
        return Ok(());
    }
    Err(found)
}

fn is_tolerated(plan: &Plan, approved: &ApprovedContent, change: &Change) -> bool {
    let (Some(before), Some(after)) = (approved.planned, change.planned) else { return false };
    let later = after.start.seconds_since(before.start);
    let most = i64::from(plan.settings.policy.tolerance_minutes) * 60;
    let outage_follows = approved.outage.map(|outage| outage.shifted_by_seconds(later)) == change.outage;
    0 < later
        && later <= most
        && before.seconds() == after.seconds()
        && outage_follows
        && maintenance::in_one_occurrence(plan, change, before, after)
}
