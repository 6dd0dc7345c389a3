//! The output of `git log`: with its usual form, `--oneline`, `--decorate`, `--graph` and `--format=fuller`.

use super::address::is_hash;
use crate::exchange::moment::{self, Moment};
use crate::gather::Gather;
use crate::letters::is_alphanumeric;
use crate::model::{Change, Id, Plan, VersionReference};
use crate::sorted::SortedMap;
use crate::time::Instant;

/// A commit as the log has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commit {
    /// Its hash, as long as it stands there.
    pub hash: String,
    /// Who wrote it, without the address; may be empty.
    pub author: String,
    /// When; not in the short form.
    pub at: Option<Instant>,
    /// The first line of its message.
    pub subject: String,
    /// The rest of its message.
    pub body: String,
    /// The tags that stand at it.
    pub tags: Vec<String>,
    /// The number of the pull or merge request that it brought in.
    pub pull_request: Option<u64>,
}

impl Commit {
    /// Reads a log, newest first as Git writes it. What is no commit is left out.
    #[must_use]
    pub fn read_log(text: &str) -> Vec<Commit> {
        let mut commits: Vec<Commit> = Vec::new();
        let mut is_long = false;
        for line in text.lines().map(without_graph) {
            if let Some((hash, decoration)) = head(line) {
                commits.push(Commit { hash: hash.to_owned(), tags: tags(decoration), ..Commit::default() });
                is_long = true;
            } else if is_long && !line.trim().is_empty() && commits.last_mut().is_some_and(|it| it.take(line))
            {
                // Taken.
            } else if !line.starts_with(' ')
                && let Some(commit) = short(line)
            {
                commits.push(commit);
                is_long = false;
            }
        }
        for commit in &mut commits {
            commit.body = commit.body.trim().to_owned();
            commit.pull_request = pull_request(commit);
        }
        commits
    }

    /// Takes a line of the long form; false when it is none.
    fn take(&mut self, line: &str) -> bool {
        if let Some(message) = line.strip_prefix("    ") {
            let into = if self.subject.is_empty() { &mut self.subject } else { &mut self.body };
            into.push_str(message.trim_end());
            if !self.body.is_empty() {
                self.body.push('\n');
            }
            return true;
        }
        let Some((key, value)) = line.split_once(':') else { return false };
        let value = value.trim();
        match key {
            "Author" => value.split(" <").next().unwrap_or(value).clone_into(&mut self.author),
            "Date" | "CommitDate" => self.at = instant(value),
            "Merge" | "Commit" | "AuthorDate" => {}
            _ => return false,
        }
        true
    }

    /// The changes of a plan whose ids stand in its message.
    #[must_use]
    pub fn changes(&self, plan: &Plan) -> Vec<Id<Change>> {
        let is_part = |c: char| is_alphanumeric(c) || matches!(c, '-' | '_' | '.');
        let message = format!("{} {}", self.subject, self.body);
        let words = message.split(|c| !is_part(c)).map(|word| word.trim_matches('.'));
        let mut found: Vec<Id<Change>> = Vec::new();
        for id in words.filter_map(|word| Id::parse(word).ok()) {
            if plan.changes.get(&id).is_some() && !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }
}

/// What the log says about the changes of a plan: for each that a message names, its newest commit, the version that it
/// went out with (the first tag at or after it) and its pull request. `repository` is where the log comes from.
#[must_use]
pub fn references(plan: &Plan, commits: &[Commit], repository: &str) -> Vec<(Id<Change>, VersionReference)> {
    let mut found: SortedMap<Id<Change>, VersionReference> = SortedMap::new();
    let mut version = String::new();
    let address = super::Address::parse(repository);
    for commit in commits {
        if let Some(tag) = commit.tags.first() {
            version.clone_from(tag);
        }
        for change in commit.changes(plan) {
            let request = commit.pull_request.zip(address.clone()).filter(|(_, one)| one.forge.is_some());
            let request = request.map(|(number, address)| {
                super::Address { target: super::Target::PullRequest(number), ..address }.text()
            });
            let reference = found.get_or_insert_with(change, || VersionReference {
                version: version.clone(),
                repository: address.as_ref().map_or(repository.trim(), |it| &it.repository).to_owned(),
                commit: commit.hash.clone(),
                ..VersionReference::default()
            });
            if let Some(request) = request.filter(|_| reference.pull_request.is_empty()) {
                reference.pull_request = request;
            }
        }
    }
    found.into_iter().gather()
}

/// A line without what `--graph` draws before it.
fn without_graph(line: &str) -> &str {
    let rest = line.trim_start_matches(['*', '|', '/', '\\', '_', ' ']);
    let drawn = line.get(..line.len() - rest.len()).unwrap_or_default();
    if !drawn.contains(['*', '|']) {
        return line;
    }
    // Of the blanks before a message four are its own.
    let blanks = drawn.len() - drawn.trim_end_matches(' ').len();
    let own = if blanks > 4 { 4 } else { 0 };
    line.get(drawn.len() - own..).unwrap_or(rest)
}

/// `commit 9be77d2… (HEAD -> main, tag: v1.2)`.
fn head(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("commit ")?.trim();
    let (hash, decoration) = rest.split_once(' ').unwrap_or((rest, ""));
    is_hash(hash).then_some((hash, decoration))
}

/// `9be77d2 (tag: v1.2) Subject`.
fn short(line: &str) -> Option<Commit> {
    let (hash, rest) = line.trim().split_once(' ')?;
    if !is_hash(hash) {
        return None;
    }
    let (decoration, subject) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(") ")) {
        Some((decoration, subject)) if is_decoration(decoration) => (decoration, subject),
        _ => ("", rest),
    };
    let (hash, subject, tags) = (hash.to_owned(), subject.trim().to_owned(), tags(decoration));
    Some(Commit { hash, subject, tags, ..Commit::default() })
}

/// Tells `(HEAD -> main)` from a message that begins with a bracket.
fn is_decoration(text: &str) -> bool {
    text.split(", ").all(|part| part.contains(" -> ") || part.starts_with("tag: ") || !part.contains(' '))
}

fn tags(decoration: &str) -> Vec<String> {
    let parts = decoration.trim_matches(['(', ')']).split(", ");
    parts.filter_map(|part| part.strip_prefix("tag: ")).map(str::to_owned).gather()
}

/// The request of a merge commit, in the words of the four forges; or the one in brackets at the end of a subject.
fn pull_request(commit: &Commit) -> Option<u64> {
    let number = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).gather();
        digits.parse().ok()
    };
    let subject = &commit.subject;
    let merged = subject
        .split_once("Merge pull request #")
        .or_else(|| subject.split_once("(pull request #"))
        .or_else(|| subject.split_once("Pull request #"))
        .and_then(|(_, rest)| number(rest));
    let squashed = || subject.rsplit_once("(#").and_then(|(_, rest)| number(rest));
    let gitlab = || {
        let line = commit.body.lines().find(|line| line.starts_with("See merge request"))?;
        number(line.rsplit_once('!')?.1)
    };
    merged.or_else(squashed).or_else(gitlab)
}

/// `Tue Nov 24 19:59:54 2026 +0000`, or ISO 8601.
fn instant(text: &str) -> Option<Instant> {
    let words: Vec<&str> = text.split_whitespace().gather();
    let iso = match words.as_slice() {
        [_, month, day, time, year, offset] => format!("{day}-{month}-{year} {time} {offset}"),
        _ => text.to_owned(),
    };
    match moment::read(&iso, true)? {
        Moment::At(at) => Some(at),
        Moment::Local(_) | Moment::Day(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;

    const LONG: &str = "\
commit 9be77d2a41f09c02c55187be10aa9be77d2a41f0 (HEAD -> main, tag: v3.2.0, origin/main)
Merge: a41f09c 02c5518
Author: Bia Silva <bia@example.org>
Date:   Tue Nov 24 19:59:54 2026 +0100

    Merge pull request #42 from acme/retry

    CHG-1021: failed debits are tried again.
    See also CHG-9999.

commit a41f09c2a41f09c02c55187be10aa9be77d2a41f
Author: Mary Okafor <mary@example.org>
Date:   2026-11-23 08:00:00 +0000

    Schema of retries (CHG-1022)
";

    #[test]
    fn the_long_form_is_read() {
        let [merge, schema] = Commit::read_log(LONG).try_into().unwrap();
        assert_eq!(merge.hash, "9be77d2a41f09c02c55187be10aa9be77d2a41f0");
        assert_eq!((merge.author.as_str(), merge.pull_request), ("Bia Silva", Some(42)));
        assert_eq!(merge.at, Some(Instant::parse("2026-11-24T18:59:54Z").unwrap()));
        assert_eq!(merge.tags, ["v3.2.0"]);
        assert_eq!(merge.subject, "Merge pull request #42 from acme/retry");
        assert_eq!(merge.body, "CHG-1021: failed debits are tried again.\nSee also CHG-9999.");
        assert_eq!(schema.at, Some(Instant::parse("2026-11-23T08:00:00Z").unwrap()));
        assert_eq!((schema.subject.as_str(), schema.body.as_str()), ("Schema of retries (CHG-1022)", ""));
    }

    #[test]
    fn short_and_drawn_forms_are_read() {
        let text = "* 9be77d2 (HEAD -> main, tag: v3.2.0) Failed debits are tried again (#42)\n\
                    |\\  \n\
                    | * a41f09c (optional) schema of retries\n\
                    |/  \n\
                    * 02c5518 First\n\
                    fatal: something else";
        let commits = Commit::read_log(text);
        let lines: Vec<(&str, &str, Option<u64>)> =
            commits.iter().map(|one| (one.hash.as_str(), one.subject.as_str(), one.pull_request)).collect();
        assert_eq!(
            lines,
            [
                ("9be77d2", "Failed debits are tried again (#42)", Some(42)),
                ("a41f09c", "schema of retries", None),
                ("02c5518", "First", None),
            ]
        );
        let drawn: String = LONG.lines().map(|line| format!("| {line}\n")).collect();
        let drawn = drawn.replacen("| commit", "* commit", 1);
        assert_eq!(Commit::read_log(&drawn), Commit::read_log(LONG));
    }

    #[test]
    fn changes_take_their_newest_commit_their_version_and_their_pull_request() {
        let plan = notation::parse("change CHG-1021\nchange CHG-1022\nchange CHG-1023").unwrap().plan;
        let commits = Commit::read_log(LONG);
        let found = references(&plan, &commits, "git@github.com:acme/payments.git");
        let lines: Vec<String> = found
            .iter()
            .map(|(id, one)| {
                format!("{id} {} {} {} {}", one.version, one.repository, &one.commit[..7], one.pull_request)
            })
            .collect();
        assert_eq!(
            lines,
            [
                "CHG-1021 v3.2.0 https://github.com/acme/payments 9be77d2 https://github.com/acme/payments/pull/42",
                "CHG-1022 v3.2.0 https://github.com/acme/payments a41f09c ",
            ]
        );
        assert_eq!(references(&plan, &commits, "git/payments")[0].1.repository, "git/payments");
        assert!(references(&plan, &[], "git/payments").is_empty());
    }

    #[test]
    fn nonsense_is_no_commit() {
        for text in [
            "",
            "hello\nworld",
            "commit\ncommit x",
            "deadbeef",
            "* | / \\",
            "Author: x\n    y",
            "\u{0}\u{ffff}é",
        ] {
            assert_eq!(Commit::read_log(text), [], "{text}");
        }
    }
}
