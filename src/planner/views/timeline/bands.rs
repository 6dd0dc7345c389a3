//! Bands behind the bars of a lane: blackouts and maintenance windows that speak about it.

use super::frame::Viewport;
use super::lane::{About, BarKind, Lane};
use crate::model::{Hardness, RecordRef, Scope, When};
use crate::rules::View;
use crate::time::Interval;

/// What a band means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandKind {
    /// Changes are prevented.
    HardBlackout,
    /// Changes are reported.
    SoftBlackout,
    /// Changes are to lie in here.
    Maintenance,
}

/// One occurrence of a window, across the height of a lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// The blackout or maintenance window.
    pub record: RecordRef,
    /// What it means.
    pub kind: BandKind,
    /// Where it begins, in pixels from the left of the view.
    pub x0: f64,
    /// Where it ends.
    pub x1: f64,
    /// What people call it.
    pub title: String,
}

/// A recurring window is left out where its occurrences would be narrower than this.
const LEAST: f64 = 1.5;
/// A lane of a release or a person asks no more of its changes than this many.
const MOST_ASKED: usize = 200;

/// The bands of a lane that are in view, maintenance windows first.
pub(super) fn bands(view: &View, lane: &Lane, viewport: &Viewport) -> Vec<Band> {
    let mut found = Vec::new();
    for window in view.plan.maintenance_windows.values() {
        if speaks_about(view, lane, &window.scope) {
            let of = RecordRef::from(&window.id);
            let occurrences = || view.occurrences.of(&of, &window.when, viewport.range());
            let band = (of, window.name.as_str(), &window.when);
            put(viewport, &mut found, band, BandKind::Maintenance, &occurrences);
        }
    }
    for blackout in view.plan.blackouts.values() {
        if speaks_about(view, lane, &blackout.scope) {
            let kind = match blackout.hardness {
                Hardness::Hard => BandKind::HardBlackout,
                Hardness::Soft | Hardness::Information => BandKind::SoftBlackout,
            };
            let occurrences = || view.occurrences_in_force(blackout, viewport.range());
            let band = (RecordRef::from(&blackout.id), blackout.name.as_str(), &blackout.when);
            put(viewport, &mut found, band, kind, &occurrences);
        }
    }
    found
}

fn put(
    viewport: &Viewport,
    found: &mut Vec<Band>,
    of: (RecordRef, &str, &When),
    kind: BandKind,
    occurrences: &dyn Fn() -> Vec<Interval>,
) {
    let (record, title, when) = of;
    if let When::Recurring(recurring) = when
        && f64::from(recurring.duration_minutes) * 60.0 < LEAST * viewport.seconds_per_px
    {
        return;
    }
    found.extend(occurrences().into_iter().map(|occurrence| Band {
        record,
        kind,
        x0: viewport.x(occurrence.start),
        x1: viewport.x(occurrence.end),
        title: title.to_owned(),
    }));
}

/// True when the scope is about what is in the lane.
pub(super) fn speaks_about(view: &View, lane: &Lane, scope: &Scope) -> bool {
    if scope.is_everything() {
        return true;
    }
    let named = |ids: &[crate::model::Id<crate::model::Service>], of: &RecordRef| {
        ids.iter().any(|id| *id.as_str() == *of.id)
    };
    match (lane.about, &lane.record) {
        (About::Environment { .. }, Some(of)) => {
            scope.environments.is_empty() || scope.environments.iter().any(|id| *id.as_str() == *of.id)
        }
        (About::Service(_), Some(of)) => {
            let is_unrestricted = scope.cis.is_empty() && scope.services.is_empty();
            let service = of.id_of().and_then(|id| view.plan.services.get(&id));
            is_unrestricted
                || named(&scope.services, of)
                || service.is_some_and(|service| service.cis.iter().any(|ci| scope.cis.contains(ci)))
        }
        _ => {
            let changes = lane.bars().iter().filter(|bar| bar.kind == BarKind::Change).take(MOST_ASKED);
            changes
                .filter_map(|bar| view.plan.changes.get(&bar.record.id_of()?))
                .any(|change| view.in_scope(scope, change))
        }
    }
}
