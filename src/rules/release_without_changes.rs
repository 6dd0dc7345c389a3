//! `release-without-changes`.

use super::rule::rule;
use super::{Finding, Fix, View, characteristics};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{Change, ChangeStatus, Command, Record, RecordRef, Release, ReleaseKind, ReleaseStatus};

rule! {
    /// A release that is planned carries a change, names a version, or holds a release.
    ///
    /// # Why
    /// Its phases keep environments that others could use, and nobody knows what is tested in them. Changes that will
    /// not be done do not count. A draft may still be empty, and a release that names the version that it deploys says
    /// what it brings without changes.
    ///
    /// # Fails
    /// ```plan
    /// release R1 live=20           #! release-without-changes
    /// release R2 live=20 cis=db    #! release-without-changes
    /// change C1 20..20T02 release=R1 status=Cancelled
    /// change C2 20..20T02 on=db status=Authorised
    /// ```
    /// # Passes
    /// ```plan
    /// release R1 live=20
    /// release R2 kind=Enterprise
    /// release R3 status=Draft
    /// release R4 status=Deployed live=1
    /// release R5 live=20 parent=R2
    /// release R6 live=20 version=1.4.0
    /// change C1 20..20T02 release=R1
    /// change C5 20..20T02 release=R5 status=Draft
    /// ```
    "release-without-changes", "Release carries no change", Warning, Release => check, mend,
}

fn check(view: &View, release: &Release, found: &mut Vec<Finding>) {
    use ReleaseStatus as S;
    if !matches!(release.status, S::Planned | S::InProgress | S::Deploying) {
        return;
    }
    let changes = view.changes_in_release(&release.id);
    let (dropped, carried): (Vec<&Change>, Vec<&Change>) = changes.partition(|change| is_dropped(change));
    let holds_some = view.releases_held_by(&release.id).next().is_some();
    if !carried.is_empty() || holds_some || release.deploys.is_some() {
        return;
    }
    let subject = RecordRef::from(&release.id);
    let live =
        release.go_live.map_or_else(String::new, |at| format!(" and goes live at {}", view.moment(at)));
    let what = match dropped.len() {
        0 => "carries no change".to_owned(),
        1 => "carries only a change that will not be done".to_owned(),
        many => format!("carries only {many} changes that will not be done"),
    };
    let status = release.status.label().to_ascii_lowercase();
    let sentence = format!("{} is {status}{live}, but {what}.", release.title());
    let finding = view.report(&RULE, subject, sentence, found);
    for change in dropped {
        finding.fact((&change.id).into(), format!("is {}", change.status.label().to_ascii_lowercase()));
    }
    finding.fact(subject, what);
}

fn is_dropped(change: &Change) -> bool {
    matches!(change.status, ChangeStatus::Rejected | ChangeStatus::Withdrawn | ChangeStatus::Cancelled)
}

/// Takes in what fits what the release is for; otherwise cancels it, or leaves it to people when it is being deployed.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(release) = finding.subject.id_of().and_then(|id| view.plan.releases.get(&id)) else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    let free = view.plan.changes.values().filter(|change| {
        change.release.is_none()
            && matches!(change.status, ChangeStatus::Authorised | ChangeStatus::Scheduled)
            && characteristics::restricts(&release.common)
            && characteristics::compare(view, &release.common, change).1.is_empty()
    });
    let commands: Vec<Command> =
        free.map(|change| Command::Edit(altered!(change.clone(), release: Some(release.id)).into())).gather();
    if !commands.is_empty() {
        let label = match commands.len() {
            1 => "Take in the change that fits".to_owned(),
            many => format!("Take in the {many} changes that fit"),
        };
        fixes.push(Fix { label: label.as_str().into(), command: Command::Batch { label, commands } });
    }
    if release.status != ReleaseStatus::Deploying && release.kind != ReleaseKind::Enterprise {
        let to = ReleaseStatus::Cancelled;
        let command = Command::AdvanceRelease { release: release.id, to };
        fixes.push(Fix { label: "Cancel the release".into(), command });
    }
    fixes
}
