//! `batch-too-large`.

use super::rule::rule;
use super::{Finding, Fix, View, environment_path_skipped};
use crate::gather::Gather;
use crate::model::{Change, ChangeStatus, Command, Record, RecordRef, Release, ReleaseKind, ReleaseStatus};
use crate::order::Arrange;

/// How many changes a release carries at most, by its kind; the rule's number is that of a minor release.
fn most(view: &View, kind: ReleaseKind) -> usize {
    let minor = usize::try_from(view.limit(&RULE)).unwrap_or(usize::MAX);
    match kind {
        ReleaseKind::Emergency => minor / 8,
        ReleaseKind::Patch => minor.saturating_mul(2) / 5,
        ReleaseKind::Minor => minor,
        ReleaseKind::Major | ReleaseKind::Enterprise => minor.saturating_mul(2),
    }
}

rule! {
    /// A release carries no more changes than can be tested, deployed and taken back together: 3 for an emergency
    /// release, 10 for a patch, 25 for a minor and 50 for a major release. With another number for minor releases the
    /// others change with it.
    ///
    /// # Why
    /// When one of many fails, nobody knows which, and all are taken back. Small batches fail seldom and are mended
    /// fast.
    ///
    /// # Fails
    /// ```plan
    /// release R1 kind=Emergency live=20    #! batch-too-large
    /// change C1 20..20T01 release=R1
    /// change C2 20..20T01 release=R1
    /// change C3 20..20T01 release=R1 status=Requested
    /// change C4 20..20T01 release=R1
    /// ```
    /// # Passes
    /// ```plan
    /// release R1 kind=Emergency live=20
    /// release R2 kind=Emergency live=1 status=Deployed
    /// change C1 20..20T01 release=R1
    /// change C2 20..20T01 release=R1
    /// change C3 20..20T01 release=R1
    /// change C4 20..20T01 release=R1 status=Cancelled
    /// change D1 1..1T01 release=R2
    /// change D2 1..1T01 release=R2
    /// change D3 1..1T01 release=R2
    /// change D4 1..1T01 release=R2
    /// ```
    "batch-too-large", "Release carries too many changes", Warning, Release => check, mend,
    limit 25 "changes",
}

fn check(view: &View, release: &Release, found: &mut Vec<Finding>) {
    let is_ahead = release.status.is_live() && release.status != ReleaseStatus::Deployed;
    let (changes, most) = (carried(view, release), most(view, release.kind));
    if !is_ahead || changes.len() <= most {
        return;
    }
    let subject = RecordRef::from(&release.id);
    let kind = release.kind.label().to_ascii_lowercase();
    let count = changes.len();
    let sentence = format!(
        "{} carries {count} changes, {} more than the {most} that a release of its kind ({kind}) carries at most.",
        release.title(),
        count - most,
    );
    let text = format!("carries {count} changes; of its kind ({kind}) are {most} at most");
    let finding = view.report(&RULE, subject, sentence, found);
    finding.fact(subject, text);
    finding.harm = changes.iter().map(|change| view.weight(change)).sum();
}

fn carried<'a>(view: &View<'a>, release: &Release) -> Vec<&'a Change> {
    let dropped = [ChangeStatus::Rejected, ChangeStatus::Withdrawn, ChangeStatus::Cancelled];
    let changes = view.changes_in_release(&release.id);
    changes.filter(|change| !dropped.contains(&change.status)).gather()
}

/// Takes out those that are furthest from being authorised, where that is enough.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(release) = finding.subject.id_of().and_then(|id| view.plan.releases.get(&id)) else {
        return Vec::new();
    };
    let changes = carried(view, release);
    let many = changes.len().saturating_sub(most(view, release.kind));
    let mut open: Vec<&Change> =
        changes.into_iter().filter(|change| change.status.is_before_authorisation()).gather();
    open.arrange_by_key(|change| (change.status, &change.id));
    let out = open.into_iter().filter_map(|change| environment_path_skipped::take_out(view, change));
    let commands: Vec<Command> = out.take(many).gather();
    if commands.len() < many {
        return Vec::new();
    }
    let label = match many {
        1 => "Take out the change that is least far".to_owned(),
        many => format!("Take out the {many} changes that are least far"),
    };
    vec![Fix { label: label.as_str().into(), command: Command::Batch { label, commands } }]
}
