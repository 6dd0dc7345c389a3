//! Release notes: what a release brings, by kind and service, and what of it was not done; to read, print and copy.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::inspector::impact;
use crate::model::{
    Change, ChangeKind, ChangeStatus, Id, Outcome, RecordRef, Release, ReleaseStatus, VersionReference,
};
use crate::planner::Workbench;
use crate::rules::wording;

/// A line of the notes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Note {
    /// `CHG-1017`
    pub id: String,
    /// What it is.
    pub title: String,
    /// The first line of what it brings.
    pub text: String,
    /// `v12.4.0, a41f09c`; empty without one.
    pub version: String,
    /// The pull request or the commit, as an address; empty without one.
    pub address: String,
}

/// The changes of one kind to one service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NoteGroup {
    /// `Normal changes`
    pub kind: String,
    /// The services; `No service` where none is reached.
    pub service: String,
    /// The changes.
    pub notes: Vec<Note>,
}

/// The notes of a release.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReleaseNotes {
    /// `Billing 12.4`
    pub title: String,
    /// `live since Sat 12 Dec 2026 20:00 · version 12.4.0`
    pub facts: String,
    /// What it brings.
    pub description: String,
    /// What was or will be done, by kind and service.
    pub groups: Vec<NoteGroup>,
    /// What will not be done or was taken back, with why.
    pub not_done: Vec<(Note, String)>,
    /// What it deploys, a line a repository.
    pub versions: Vec<String>,
    /// All of it as Markdown.
    pub markdown: String,
}

/// The notes of a release; `None` when the plan does not have it.
#[must_use]
pub fn release_notes(bench: &Workbench, id: &Id<Release>) -> Option<ReleaseNotes> {
    let plan = bench.plan();
    let release = plan.releases.get(id)?;
    let zone = plan.settings.zone;
    let changes = bench.view().index.changes_in_release(id).filter_map(|change| plan.changes.get(change));
    let mut groups: BTreeMap<(ChangeKind, String), Vec<Note>> = BTreeMap::new();
    let mut not_done = Vec::new();
    for change in changes {
        match why_not(release, change) {
            Some(why) => not_done.push((note(change), why)),
            None => groups.entry((change.kind, service(bench, change))).or_default().push(note(change)),
        }
    }
    let live = match (release.deployed_at, release.go_live) {
        (Some(at), _) => Some(format!("live since {}", wording::moment(at, zone))),
        (None, Some(at)) => Some(format!("goes live {}", wording::moment(at, zone))),
        (None, None) => None,
    };
    let version = release.deploys.as_ref().map(version_text).filter(|text| !text.is_empty());
    let facts: Vec<String> = live.into_iter().chain(version).collect();
    let mut notes = ReleaseNotes {
        title: release.name.clone(),
        facts: facts.join(" · "),
        description: release.description.clone(),
        groups: groups
            .into_iter()
            .map(|((kind, service), notes)| NoteGroup { kind: format!("{kind} changes"), service, notes })
            .collect(),
        not_done,
        versions: release.versions.iter().map(version_line).collect(),
        markdown: String::new(),
    };
    notes.markdown = markdown(&notes);
    Some(notes)
}

/// Why a change of the scope is not among what was done.
fn why_not(release: &Release, change: &Change) -> Option<String> {
    match (change.status, change.outcome) {
        (ChangeStatus::Cancelled | ChangeStatus::Rejected | ChangeStatus::Withdrawn, _) => {
            Some(change.status.label().to_lowercase())
        }
        (_, Some(outcome @ (Outcome::BackedOut | Outcome::Failed))) => Some(outcome.label().to_lowercase()),
        (status, _) if release.status == ReleaseStatus::BackedOut => {
            Some(format!("the release was backed out; {}", status.label().to_lowercase()))
        }
        (status, _)
            if matches!(release.status, ReleaseStatus::Deployed | ReleaseStatus::Closed)
                && status.is_before_implementation() =>
        {
            Some(format!("was not deployed with it; {}", status.label().to_lowercase()))
        }
        _ => None,
    }
}

fn service(bench: &Workbench, change: &Change) -> String {
    let names: Vec<String> = impact(bench, change).into_iter().map(|reached| reached.service.name).collect();
    let named = change.services.iter().map(|id| bench.plan().title(&RecordRef::from(id)).to_owned());
    let first = named.chain(names).next();
    first.unwrap_or_else(|| "No service".to_owned())
}

fn note(change: &Change) -> Note {
    let deploys = change.deploys.clone().unwrap_or_default();
    Note {
        id: change.id.to_string(),
        title: change.title.clone(),
        text: change.description.lines().next().unwrap_or_default().to_owned(),
        version: version_text(&deploys),
        address: deploys.pull_request.clone(),
    }
}

fn version_text(version: &VersionReference) -> String {
    let commit: String = version.commit.chars().take(10).collect();
    [version.version.clone(), commit]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn version_line(version: &VersionReference) -> String {
    match version_text(version) {
        text if version.repository.is_empty() => text,
        text => format!("{}: {text}", version.repository),
    }
}

/// Headings by kind, then by service; a list item a change.
fn markdown(notes: &ReleaseNotes) -> String {
    let mut out = format!("# {}\n", notes.title);
    if !notes.facts.is_empty() {
        let _ = write!(out, "\n{}\n", notes.facts);
    }
    if !notes.description.is_empty() {
        let _ = write!(out, "\n{}\n", notes.description);
    }
    let mut kind = "";
    for group in &notes.groups {
        if group.kind != kind {
            kind = &group.kind;
            let _ = write!(out, "\n## {kind}\n");
        }
        let _ = write!(out, "\n### {}\n\n", group.service);
        for note in &group.notes {
            let _ = writeln!(out, "- {}", item(note));
        }
    }
    if !notes.not_done.is_empty() {
        out.push_str("\n## Not done\n\n");
        for (note, why) in &notes.not_done {
            let _ = writeln!(out, "- {}: {why}", item(note));
        }
    }
    if !notes.versions.is_empty() {
        out.push_str("\n## Versions\n\n");
        for version in &notes.versions {
            let _ = writeln!(out, "- {version}");
        }
    }
    out
}

fn item(note: &Note) -> String {
    let version = if note.version.is_empty() { String::new() } else { format!(" ({})", note.version) };
    let title = escaped(&note.title);
    match note.address.is_empty() {
        true => format!("**{}** {title}{version}", note.id),
        false => format!("**{}** [{title}]({}){version}", note.id, note.address),
    }
}

/// Marks of Markdown that stand in a title stay what they are.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;

    #[test]
    fn notes_are_grouped_by_kind_and_service_and_name_what_is_not_done() {
        let text = "
            service shop on=db
            release R \"Autumn\" live=30 status=Deployed version=2.0
            change A \"New *fast* index\" 29..30 on=db release=R kind=Normal status=Closed version=2.0.1 commit=abcdef0123456
            change B \"Rotate keys\" 29..30 release=R kind=Standard status=Closed
            change C \"Dark mode\" 29..30 release=R kind=Normal status=Cancelled
            change D \"Late one\" 29..30 release=R kind=Normal status=Scheduled
        ";
        let example = notation::parse(text).unwrap();
        let bench = Workbench::open(example.plan, example.now, None);
        let notes = release_notes(&bench, &Id::lenient("R")).unwrap();
        let groups: Vec<(&str, &str, usize)> = notes
            .groups
            .iter()
            .map(|group| (group.kind.as_str(), group.service.as_str(), group.notes.len()))
            .collect();
        assert_eq!(groups, [("Standard changes", "No service", 1), ("Normal changes", "shop", 1)]);
        let not_done: Vec<(&str, &str)> =
            notes.not_done.iter().map(|(note, why)| (note.id.as_str(), why.as_str())).collect();
        assert_eq!(not_done, [("C", "cancelled"), ("D", "was not deployed with it; scheduled")]);
        assert!(notes.markdown.starts_with("# Autumn\n"), "{}", notes.markdown);
        assert!(
            notes.markdown.contains("### shop\n\n- **A** New \\*fast\\* index (2.0.1, abcdef0123)\n"),
            "{}",
            notes.markdown
        );
        assert!(notes.markdown.contains("## Not done\n\n- **C** Dark mode: cancelled\n"));
        assert_eq!(release_notes(&bench, &Id::lenient("X")), None);
    }
}
