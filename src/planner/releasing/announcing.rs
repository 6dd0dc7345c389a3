//! The texts of announcements with their fields filled in.

use crate::model::{Announcement, Change, RecordRef};
use crate::rules::{View, announced, wording};

/// The text of an announcement with `{title}`, `{window}`, `{outage}` and `{services}` filled in; a field that it does
/// not know stays as it is.
#[must_use]
pub fn filled(view: &View, announcement: &Announcement) -> String {
    let plan = view.plan;
    let about = announcement.change.as_ref().map(RecordRef::from);
    let about = about.or_else(|| announcement.release.as_ref().map(RecordRef::from));
    let title = about.as_ref().map_or(announcement.title.as_str(), |about| view.title(about));
    let window = announced::window(plan, announcement)
        .map(|window| if window.is_empty() { view.moment(window.start) } else { view.span(window) });
    let changes = changes(view, announcement);
    let outages = changes.iter().filter_map(|change| change.outage).filter(|outage| !outage.is_empty());
    let outage = crate::time::union(outages.collect()).iter().map(|outage| outage.seconds()).sum::<i64>();
    let outage = if outage == 0 { "none".to_owned() } else { wording::duration(outage) };
    let mut services: Vec<RecordRef> = Vec::new();
    for change in &changes {
        services.extend(change.services.iter().map(RecordRef::from));
        for ci in &change.cis {
            services.extend(view.index.graph.services_reached(ci).iter().map(RecordRef::from));
        }
    }
    services.sort();
    services.dedup();
    let services: Vec<&str> = services.iter().map(|of| view.title(of)).collect();
    let services = if services.is_empty() { "none".to_owned() } else { services.join(", ") };
    announcement
        .text
        .replace("{title}", title)
        .replace("{window}", window.as_deref().unwrap_or("a date to come"))
        .replace("{outage}", &outage)
        .replace("{services}", &services)
}

/// The changes that an announcement is about.
fn changes<'a>(view: &View<'a>, announcement: &Announcement) -> Vec<&'a Change> {
    match (&announcement.change, &announcement.release) {
        (Some(change), _) => view.plan.changes.get(change).into_iter().collect(),
        (None, Some(release)) => {
            view.index.changes_in_release(release).filter_map(|id| view.plan.changes.get(id)).collect()
        }
        (None, None) => Vec::new(),
    }
}
