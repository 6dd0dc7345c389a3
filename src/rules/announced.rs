//! When announcements are due, and which have to be sent again. Rules ask it about criteria, the page for its list.

use crate::model::{Anchor, Announcement, Plan};
use crate::time::{Instant, Interval};

/// The window that an announcement tells of: the change's, or the go-live of the release as a point. `None` without
/// a date.
#[must_use]
pub fn window(plan: &Plan, announcement: &Announcement) -> Option<Interval> {
    let change = announcement.change.as_ref().and_then(|id| plan.changes.get(id));
    let release = announcement.release.as_ref().and_then(|id| plan.releases.get(id));
    match (change, release) {
        (Some(change), _) => change.planned.filter(|window| !window.is_empty()),
        (None, Some(release)) => release.go_live.map(|at| Interval::new(at, at)),
        (None, None) => None,
    }
}

/// When it is to be sent: so many working days from the day of its anchor, at the same time of day, then minutes.
#[must_use]
pub fn due(plan: &Plan, announcement: &Announcement) -> Option<Instant> {
    let window = window(plan, announcement)?;
    let offset = &announcement.offset;
    let anchor = match offset.anchor {
        Anchor::Start => window.start,
        Anchor::End => window.end,
    };
    let zone = plan.settings.zone;
    let local = zone.local(anchor);
    let day = plan.settings.calendar.plus_working_days(local.date(), i64::from(offset.working_days))?;
    let counted = if offset.working_days == 0 { anchor } else { zone.resolve(day.and_time(local.time())) };
    Some(counted.plus_minutes(i64::from(offset.minutes)))
}

/// True when it was sent for another window than the present one.
#[must_use]
pub fn is_outdated(plan: &Plan, announcement: &Announcement) -> bool {
    announcement.sent_at.is_some()
        && announcement.sent_for.is_some()
        && announcement.sent_for != window(plan, announcement)
}

/// True when it was sent and tells of the present window.
#[must_use]
pub fn is_sent(plan: &Plan, announcement: &Announcement) -> bool {
    announcement.sent_at.is_some() && !is_outdated(plan, announcement)
}
