//! `missing-version-reference`.

use super::rule::rule;
use super::{Finding, Fix, View};
use crate::gather::Gather;
use crate::model::{
    Change, Command, Record, RecordRef, Release, ReleaseKind, ReleaseStatus, VersionReference,
};
use crate::order::Arrange;

rule! {
    /// A release that has begun says what in version control it deploys; from the deployment on with its commit, tag or
    /// pull request.
    ///
    /// # Why
    /// What is in production can be found again, compared and taken back only by its reference in version control. A
    /// release that only holds others needs none.
    ///
    /// # Fails
    /// ```plan
    /// release R1 live=20 status=InProgress    #! missing-version-reference
    /// release R2 live=20 status=Deployed repository=git/web    #! missing-version-reference
    /// change C1 20..20T02 release=R1 repository=git/bill version=2.0
    /// ```
    /// # Passes
    /// ```plan
    /// release R1 live=20
    /// release R2 live=20 status=InProgress version=2.0 repository=git/bill
    /// release R3 live=1 status=Deployed version=2.0 commit=ab12
    /// release R4 live=20 status=InProgress kind=Enterprise
    /// release R5 live=1 status=Cancelled
    /// change C1 20..20T02 release=R1
    /// ```
    "missing-version-reference", "Nobody knows which version a release deploys", Warning,
    Release => check, mend,
}

fn check(view: &View, release: &Release, found: &mut Vec<Finding>) {
    use ReleaseStatus as S;
    let is_there = matches!(release.status, S::Deploying | S::Deployed);
    if release.kind == ReleaseKind::Enterprise || !(is_there || release.status == S::InProgress) {
        return;
    }
    let references: Vec<&VersionReference> = release.deploys.iter().chain(&release.versions).gather();
    let is_enough = |one: &&VersionReference| {
        let is_exact = !one.commit.is_empty() || !one.version.is_empty() || !one.pull_request.is_empty();
        let is_named = is_exact || !one.branch.is_empty();
        if is_there { is_exact } else { is_named }
    };
    if references.iter().any(is_enough) {
        return;
    }
    let subject = RecordRef::from(&release.id);
    let status = release.status.label().to_ascii_lowercase();
    let what = match references.first() {
        None => "names nothing in version control".to_owned(),
        Some(one) if one.repository.is_empty() => "names no version".to_owned(),
        Some(one) => format!("names {} but no version in it", one.repository),
    };
    let sentence = format!("{} is {status} and {what}.", release.title());
    let finding = view.report(&RULE, subject, sentence, found);
    finding.fact(subject, what);
}

/// Takes the reference of the changes, where they agree on one.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(release) = finding.subject.id_of().and_then(|id| view.plan.releases.get(&id)) else {
        return Vec::new();
    };
    let changes = view.changes_in_release(&release.id);
    let mut named: Vec<&Change> = changes
        .filter(|change| change.deploys.as_ref().is_some_and(|deploys| !deploys.version.is_empty()))
        .gather();
    named.arrange_by_key(|change| (change.planned.map(|window| window.end), &change.id));
    let versions: Vec<&VersionReference> = named.iter().filter_map(|change| change.deploys.as_ref()).gather();
    let Some(last) = versions.last() else { return Vec::new() };
    if versions.iter().any(|one| (&one.version, &one.repository) != (&last.version, &last.repository)) {
        return Vec::new();
    }
    let deploys = Some((*last).clone());
    let label = format!("It deploys {}, as its changes do", last.version);
    let mut named = release.clone();
    named.deploys = deploys;
    vec![Fix { label: label.as_str().into(), command: Command::Edit(named.into()) }]
}
