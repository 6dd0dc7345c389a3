//! Release notes from the changes of a release: by kind and service, and what was not done named as that.

use super::announcements::escaped;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Change, ChangeKind, ChangeStatus, Command, Id, Outcome, Record, RecordRef, Release, ReleaseStatus,
    Service, VersionReference,
};
use crate::rules::View;
use crate::sorted::SortedMap;

/// The notes of a release.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleaseNotes {
    /// The release's name, with its version where the name does not have it.
    pub title: String,
    /// When it went or goes live, who answers for it.
    pub facts: Vec<String>,
    /// What it brings.
    pub description: String,
    /// What it deploys.
    pub versions: Vec<VersionReference>,
    /// What is in it, by kind of change.
    pub kinds: Vec<NotesOfKind>,
    /// What is not in it, each with why.
    pub not_done: Vec<(NotesLine, String)>,
}

/// The changes of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct NotesOfKind {
    /// The kind.
    pub kind: ChangeKind,
    /// The changes by the service that they change; those of none come last, under no name.
    pub services: Vec<OfService>,
}

/// The changes of one service; of none where it is absent.
pub type OfService = (Option<RecordRef>, Vec<NotesLine>);

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct NotesLine {
    /// The change.
    pub change: RecordRef,
    /// Its title.
    pub title: String,
    /// What in version control it deploys.
    pub deploys: Option<VersionReference>,
    /// What else is to be said: that it had issues.
    pub remark: String,
}

/// The notes of a release, with those of the releases that it holds.
#[must_use]
pub fn release_notes(view: &View, release: &Release) -> ReleaseNotes {
    let plan = view.plan;
    let mut releases = vec![release];
    releases.extend(view.releases_held_by(&release.id));
    let changes = releases.iter().flat_map(|one| view.changes_in_release(&one.id));
    let mut not_done = Vec::new();
    let mut kinds: SortedMap<ChangeKind, SortedMap<(bool, String), OfService>> = SortedMap::new();
    for change in changes {
        let line = NotesLine {
            change: RecordRef::from(&change.id),
            title: change.title().to_owned(),
            deploys: change.deploys.clone(),
            remark: match change.outcome {
                Some(Outcome::SuccessfulWithIssues) => "with issues".to_owned(),
                _ => String::new(),
            },
        };
        if let Some(why) = why_not_done(change, release) {
            not_done.push((line, why));
            continue;
        }
        let service = service_of(view, change).map(|id| RecordRef::from(&id));
        let key = (service.is_none(), service.as_ref().map_or("", |of| plan.title(of)).to_owned());
        let services = kinds.get_or_default(change.kind);
        services.get_or_insert_with(key, || (service, Vec::new())).1.push(line);
    }
    let deploys = releases.iter().flat_map(|one| {
        if one.versions.is_empty() {
            one.deploys.iter().gather()
        } else {
            one.versions.iter().gather::<Vec<_>>()
        }
    });
    let version = release.deploys.as_ref().map_or("", |deploys| deploys.version.as_str());
    let is_named = version.is_empty() || release.name.contains(version);
    let title =
        if is_named { release.title().to_owned() } else { format!("{} ({version})", release.title()) };
    ReleaseNotes {
        title,
        facts: facts(view, release),
        description: release.description.clone(),
        versions: deploys.cloned().gather(),
        kinds: kinds
            .into_iter()
            .map(|(kind, services)| NotesOfKind { kind, services: services.into_values().gather() })
            .gather(),
        not_done,
    }
}

fn facts(view: &View, release: &Release) -> Vec<String> {
    let mut facts = Vec::new();
    match (release.deployed_at, release.go_live) {
        (Some(at), _) => facts.push(format!("In production since {}", view.moment(at))),
        (None, Some(at)) => facts.push(format!("Goes live at {}", view.moment(at))),
        (None, None) => facts.push("Not dated yet".to_owned()),
    }
    if let Some(owner) = &release.owner {
        facts.push(format!("Owner: {}", view.title(&RecordRef::from(owner))));
    }
    facts
}

/// Why a change of the release is not in what it brings; `None` when it is, or is still to come with it.
fn why_not_done(change: &Change, release: &Release) -> Option<String> {
    use ChangeStatus as S;
    let is_over = matches!(release.status, ReleaseStatus::Deployed | ReleaseStatus::Closed);
    let reason = |what: &str| match change.reason.trim() {
        "" => what.to_owned(),
        why => format!("{what}: {why}"),
    };
    match (change.status, change.outcome) {
        (S::Rejected | S::Withdrawn | S::Cancelled, _) => {
            Some(reason(&change.status.label().to_ascii_lowercase()))
        }
        (_, Some(outcome @ (Outcome::BackedOut | Outcome::Failed))) => {
            Some(outcome.label().to_ascii_lowercase())
        }
        (S::InReview | S::Closed, _) => None,
        _ if release.status == ReleaseStatus::BackedOut => Some("backed out with the release".to_owned()),
        _ if is_over => Some("not done with the release".to_owned()),
        _ => None,
    }
}

/// The service that a change changes: the one it names, or the first that has one of its items, or else the first that
/// stops with one.
fn service_of(view: &View, change: &Change) -> Option<Id<Service>> {
    let services = view.plan.services.values();
    let mut direct = services.filter(|service| service.cis.iter().any(|ci| change.cis.contains(ci)));
    let reached = || {
        let mut all = change.cis.iter().map(|ci| view.index.graph.services_reached(ci));
        all.find_map(|services| services.iter().next().cloned())
    };
    change.services.first().cloned().or_else(|| direct.next().map(|one| one.id)).or_else(reached)
}

impl ReleaseNotes {
    /// The notes as Markdown. `link` says where a version reference is seen.
    #[must_use]
    pub fn markdown(&self, view: &View, link: fn(&VersionReference) -> Option<String>) -> String {
        let mut text = format!("# {}\n\n{}\n", escaped(&self.title), self.facts.join("  \n"));
        if !self.description.is_empty() {
            text.push_str(&format!("\n{}\n", self.description.trim()));
        }
        for (place, kind) in self.kinds.iter().enumerate() {
            if place == 0 {
                text.push_str("\n## What is in it\n");
            }
            text.push_str(&format!("\n### {} changes\n", kind.kind.label()));
            for (service, lines) in &kind.services {
                let name = service.as_ref().map_or("Other", |of| view.title(of));
                text.push_str(&format!("\n**{}**\n\n", escaped(name)));
                for line in lines {
                    text.push_str(&line_text(line, "", link));
                }
            }
        }
        if !self.not_done.is_empty() {
            text.push_str("\n## Not done\n\n");
            for (line, why) in &self.not_done {
                text.push_str(&line_text(line, why, link));
            }
        }
        if !self.versions.is_empty() {
            text.push_str("\n## Versions\n\n");
            for version in &self.versions {
                text.push_str(&format!("- {}\n", reference_text(version, link)));
            }
        }
        text
    }
}

fn line_text(line: &NotesLine, why: &str, link: fn(&VersionReference) -> Option<String>) -> String {
    let mut text = format!("- {} ({})", escaped(&line.title), escaped(&line.change.id));
    for more in [line.remark.as_str(), why] {
        if !more.is_empty() {
            text.push_str(&format!(", {}", escaped(more)));
        }
    }
    if let Some(deploys) = &line.deploys {
        text.push_str(&format!(": {}", reference_text(deploys, link)));
    }
    text.push('\n');
    text
}

/// `git/billing 12.4.0 a41f09c`, as a link where there is an address.
fn reference_text(reference: &VersionReference, link: fn(&VersionReference) -> Option<String>) -> String {
    let commit: String = reference.commit.chars().take(10).gather();
    let name = reference.repository.rsplit("://").next().unwrap_or_default();
    let parts = [name, &reference.version, &commit, &reference.branch];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).map(escaped).gather();
    let text = if parts.is_empty() { escaped(&reference.pull_request) } else { parts.join(" ") };
    let address = link(reference).filter(|address| {
        address.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '<' | '>'))
    });
    match address {
        Some(address) => format!("[{text}]({address})"),
        None => text,
    }
}

/// The command that gives changes their version references, as a log says.
#[must_use]
pub fn take_references(view: &View, found: &[(Id<Change>, VersionReference)]) -> Command {
    let known = found.iter().filter_map(|(id, reference)| Some((view.plan.changes.get(id)?, reference)));
    let edits = known.filter(|(change, reference)| change.deploys.as_ref() != Some(reference));
    let commands: Vec<Command> = edits
        .map(|(change, reference)| {
            let before = change.deploys.clone().unwrap_or_default();
            let newer = |new: &String, old: &String| if new.is_empty() { old.clone() } else { new.clone() };
            let deploys = VersionReference {
                version: newer(&reference.version, &before.version),
                repository: newer(&reference.repository, &before.repository),
                branch: newer(&reference.branch, &before.branch),
                commit: newer(&reference.commit, &before.commit),
                pull_request: newer(&reference.pull_request, &before.pull_request),
                extra: before.extra,
            };
            Command::Edit(altered!(change.clone(), deploys: Some(deploys)).into())
        })
        .gather();
    let label = match commands.len() {
        1 => "Take the version of 1 change".to_owned(),
        many => format!("Take the versions of {many} changes"),
    };
    Command::Batch { label, commands }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::planner::Workbench;

    const PLAN: &str = "
        now 22T12
        person ann \"Ann Ito\"
        service bill \"Billing\" on=db
        service pay \"Payments\" on=api
        release R1 \"Autumn\" live=20T20 owner=ann status=Closed version=12.4 repository=https://github.com/acme/billing description=\"What is ready\"
        change C1 \"Schema\" 20T20..20T22 on=db release=R1 status=Closed outcome=Successful actual=20T20..20T22 version=12.4 commit=a41f09c2aaaaaaaa repository=https://github.com/acme/billing
        change C2 \"Retry *now*\" 20T20..20T22 on=api release=R1 status=Closed outcome=SuccessfulWithIssues actual=20T20..20T22
        change C3 \"Firewall\" 20T20..20T22 on=fw kind=Standard release=R1 status=Closed outcome=Successful actual=20T20..20T22
        change C4 \"New letters\" 20T20..20T22 on=db release=R1 status=Closed outcome=BackedOut actual=20T20..20T22
        change C5 \"Dunning\" on=db release=R1 status=Cancelled reason=\"Not wanted\"
        change C6 \"Reports\" 20T20..20T22 on=db release=R1
    ";

    #[test]
    fn notes_group_what_is_in_and_name_what_is_not_done() {
        let bench = Workbench::of_notation(PLAN, None);
        let release = bench.plan().releases.get(&Id::lenient("R1")).unwrap();
        let notes = release_notes(&bench.view(), release);
        let text = notes.markdown(&bench.view(), |reference| {
            (!reference.repository.is_empty()).then(|| reference.repository.clone())
        });
        assert_eq!(
            text,
            "# Autumn (12.4)\n\n\
             Goes live at Tue 20 Jan 2026 20:00  \nOwner: Ann Ito\n\n\
             What is ready\n\n\
             ## What is in it\n\n\
             ### Standard changes\n\n\
             **Other**\n\n\
             - Firewall (C3)\n\n\
             ### Normal changes\n\n\
             **Billing**\n\n\
             - Schema (C1): [github.com/acme/billing 12.4 a41f09c2aa](https://github.com/acme/billing)\n\n\
             **Payments**\n\n\
             - Retry \\*now\\* (C2), with issues\n\n\
             ## Not done\n\n\
             - New letters (C4), backed out\n\
             - Dunning (C5), cancelled: Not wanted\n\
             - Reports (C6), not done with the release\n\n\
             ## Versions\n\n\
             - [github.com/acme/billing 12.4](https://github.com/acme/billing)\n"
        );
    }

    #[test]
    fn references_of_a_log_are_taken_as_one_step() {
        let mut bench = Workbench::of_notation("change C1 version=1\nchange C2", None);
        let commit = VersionReference { commit: "a41f09c".to_owned(), ..VersionReference::default() };
        let found = [(Id::lenient("C1"), commit.clone()), (Id::lenient("C9"), commit)];
        let step = bench.run(&take_references(&bench.view(), &found)).unwrap();
        assert_eq!(step.label, "Take the version of 1 change");
        let deploys = bench.plan().changes.get(&Id::lenient("C1")).unwrap().deploys.clone().unwrap();
        assert_eq!((deploys.version.as_str(), deploys.commit.as_str()), ("1", "a41f09c"));
    }
}
