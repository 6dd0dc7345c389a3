//! Whether a change has what the changes of a release have in common. A rule reports misfits; the page offers what fits.

use super::View;
use super::wording::list;
use crate::gather::Gather;
use crate::model::{Change, CommonCharacteristics, RecordRef};

/// True when a release says what its changes have in common.
#[must_use]
pub fn restricts(common: &CommonCharacteristics) -> bool {
    !common.services.is_empty()
        || !common.cis.is_empty()
        || !common.kinds.is_empty()
        || !common.groups.is_empty()
        || !common.labels.is_empty()
        || common.maintenance_window.is_some()
}

/// What a change has of it, in words: `changes openstack/nova`; and what it lacks: `is of kind Normal, not Standard`.
#[must_use]
pub fn compare(view: &View, common: &CommonCharacteristics, change: &Change) -> (Vec<String>, Vec<String>) {
    let (mut has, mut lacks) = (Vec::new(), Vec::new());
    let mut say = |fits: bool, yes: String, no: String| if fits { has.push(yes) } else { lacks.push(no) };
    let title = |of: RecordRef| view.title(&of).to_owned();
    let names = |names: Vec<String>| list(&names);
    if !common.cis.is_empty() {
        let shared: Vec<String> = change
            .cis
            .iter()
            .filter(|ci| common.cis.contains(ci))
            .map(|ci| title(RecordRef::from(ci)))
            .gather();
        let wanted = names(common.cis.iter().map(|ci| title(RecordRef::from(ci))).gather());
        say(!shared.is_empty(), format!("changes {}", names(shared)), format!("does not change {wanted}"));
    }
    if !common.services.is_empty() {
        let reached = |service| {
            change.services.contains(service)
                || change.cis.iter().any(|ci| view.index.graph.services_reached(ci).contains(service))
        };
        let shared: Vec<String> = common
            .services
            .iter()
            .filter(|service| reached(service))
            .map(|service| title(RecordRef::from(service)))
            .gather();
        let wanted = names(common.services.iter().map(|one| title(RecordRef::from(one))).gather());
        say(!shared.is_empty(), format!("reaches {}", names(shared)), format!("does not reach {wanted}"));
    }
    if !common.kinds.is_empty() {
        let wanted: Vec<&str> = common.kinds.iter().map(|kind| kind.label()).gather();
        let kind = change.kind.label();
        say(
            common.kinds.contains(&change.kind),
            format!("is {kind}"),
            format!("is {kind}, not {}", list(&wanted)),
        );
    }
    if !common.groups.is_empty() {
        let own = change.group.as_ref().map(|group| title(RecordRef::from(group)));
        let fits = change.group.as_ref().is_some_and(|group| common.groups.contains(group));
        let wanted = names(common.groups.iter().map(|group| title(RecordRef::from(group))).gather());
        let own = own.unwrap_or_else(|| "no team".to_owned());
        say(fits, format!("is done by {own}"), format!("is done by {own}, not by {wanted}"));
    }
    if !common.labels.is_empty() {
        let shared: Vec<&str> =
            change.labels.iter().filter(|label| common.labels.contains(label)).map(String::as_str).gather();
        let wanted: Vec<&str> = common.labels.iter().map(String::as_str).gather();
        say(
            !shared.is_empty(),
            format!("is labelled {}", list(&shared)),
            format!("is not labelled {}", list(&wanted)),
        );
    }
    if let (Some(id), Some(planned)) =
        (&common.maintenance_window, change.planned.filter(|one| !one.is_empty()))
        && let Some(window) = view.plan.maintenance_windows.get(id)
    {
        let of = RecordRef::from(id);
        let inside = view.occurrences.of(&of, &window.when, planned).iter().any(|one| one.covers(planned));
        let name = title(of);
        say(inside, format!("lies in {name}"), format!("does not lie in {name}"));
    }
    (has, lacks)
}
