//! `change-does-not-fit-release`.

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, View, characteristics, environment_path_skipped};
use crate::gather::Gather;
use crate::model::{Change, CommonCharacteristics, Record, RecordRef};

rule! {
    /// A change has what the changes of its release have in common.
    ///
    /// # Why
    /// A release is a collection of changes with defined common characteristics: they are tested and deployed together.
    /// What does not fit makes it larger without need, and waits for it without need.
    ///
    /// # Fails
    /// ```plan
    /// group dba
    /// service mail on=smtp
    /// window sat 3T20..4T06 rule=FREQ=WEEKLY;BYDAY=SA
    /// release R1 live=20 cis=db kinds=Normal teams=dba
    /// release R2 live=20 services=mail with-labels=autumn window=sat
    /// change C1 20..20T02 on=web group=dba release=R1            #! change-does-not-fit-release
    /// change C2 20..20T02 on=db kind=Standard release=R1         #! change-does-not-fit-release
    /// change C3 19T20..19T22 on=smtp labels=spring release=R2    #! change-does-not-fit-release
    /// ```
    /// # Passes
    /// ```plan
    /// group dba
    /// service mail on=smtp
    /// release R1 live=20 cis=db kinds=Normal teams=dba
    /// release R2 live=20 services=mail
    /// release R3 live=20
    /// change C1 20..20T02 on=db,web group=dba release=R1
    /// change C2 20..20T02 on=smtp release=R2
    /// change C3 20..20T02 on=web release=R3
    /// change C4 20..20T02 on=web release=R1 status=Cancelled
    /// ```
    "change-does-not-fit-release", "Change does not fit its release", Warning, Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(release) = change.release.as_ref().and_then(|id| view.plan.releases.get(id)) else { return };
    if !change.status.is_live() || !release.status.is_live() {
        return;
    }
    let (has, lacks) = characteristics::compare(view, &release.common, change);
    if lacks.is_empty() {
        return;
    }
    let (subject, cause) = (RecordRef::from(&change.id), RecordRef::from(&release.id));
    let sentence = format!("{} is in {}, but {}.", change.title(), release.title(), list(&lacks));
    let finding = view.report(&RULE, subject, sentence, found);
    for text in lacks.into_iter().chain(has) {
        finding.fact(subject, text);
    }
    for of in named(&release.common) {
        finding.fact(of, format!("is what {} is for", release.title()));
    }
    if let Some(group) = &change.group {
        finding.fact(group.into(), format!("does {}", change.title()));
    }
    view.blame(finding, cause);
}

/// The records that common characteristics name.
fn named(common: &CommonCharacteristics) -> Vec<RecordRef> {
    let services = common.services.iter().map(RecordRef::from);
    let cis = common.cis.iter().map(RecordRef::from);
    let groups = common.groups.iter().map(RecordRef::from);
    let window = common.maintenance_window.iter().map(RecordRef::from);
    services.chain(cis).chain(groups).chain(window).gather()
}

/// Takes the change out of the release: it then stands alone.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(change) = view.change(&finding.subject) else { return Vec::new() };
    let command = environment_path_skipped::take_out(view, change);
    command.map(|command| Fix { label: "Take it out of the release".into(), command }).into_iter().gather()
}
