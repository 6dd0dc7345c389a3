//! Two changes that want the same thing at the same time: which pairs there are, and which of the two is reported.
//!
//! A file of its own because three rules ask it, and must agree that a pair is reported once.

use super::{Finding, Fix, Proof, View, free};
use crate::model::{Change, Id, RecordRef};
use crate::time::Interval;

/// Another live change that overlaps, seen from the one that is reported.
pub(super) struct Clash<'a> {
    pub(super) other: &'a Change,
    pub(super) other_window: Interval,
    pub(super) common: Interval,
}

/// The clash with another change, when that one comes first: by start, then by id. So a pair is reported on the later.
pub(super) fn with_earlier<'a>(
    view: &View<'a>,
    change: &Change,
    window: Interval,
    other: &Id<Change>,
) -> Option<Clash<'a>> {
    let other = view.plan.changes.get(other)?;
    let other_window = other.live_window()?;
    let is_earlier = (other_window.start, &other.id) < (window.start, &change.id);
    let common = window.intersection(other_window).filter(|_| is_earlier)?;
    Some(Clash { other, other_window, common })
}

impl Clash<'_> {
    /// The proof that both share time.
    pub(super) fn overlap(&self, change: &Change, window: Interval) -> Proof {
        Proof::Overlap {
            a: RecordRef::from(&change.id),
            a_window: window,
            b: RecordRef::from(&self.other.id),
            b_window: self.other_window,
            common: self.common,
        }
    }
}

/// Moves the later change of a pair, or the earlier where the later cannot be moved.
pub(super) fn move_either(view: &View, finding: &Finding) -> Vec<Fix> {
    let fixes = free::moves_of_subject(view, finding);
    if !fixes.is_empty() {
        return fixes;
    }
    let other = finding.related.iter().find_map(|of| view.change(of));
    other.map(|other| free::moves(view, other, true)).unwrap_or_default()
}
