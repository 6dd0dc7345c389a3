//! Addresses of forges: what they point at, and back from a version reference to an address.

use crate::gather::Gather;
use crate::model::VersionReference;

/// The software behind an address; each has addresses of its own form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// github.com, and GitHub Enterprise.
    GitHub,
    /// gitlab.com, and GitLab of one's own.
    GitLab,
    /// bitbucket.org.
    Bitbucket,
    /// Bitbucket Data Center: `/projects/P/repos/R`.
    BitbucketServer,
    /// Gitea and Forgejo, as codeberg.org has it.
    Gitea,
}

/// What an address points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The repository itself.
    Repository,
    /// A branch.
    Branch(String),
    /// A tag, or the release that is named after it.
    Tag(String),
    /// A commit.
    Commit(String),
    /// A pull or merge request, by its number.
    PullRequest(u64),
}

/// An address taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The software; `None` where only the repository can be told.
    pub forge: Option<Forge>,
    /// The repository's own address, without `.git`: `https://github.com/acme/billing`.
    pub repository: String,
    /// What in it is meant.
    pub target: Target,
}

impl Address {
    /// Takes an address apart: `https://`, `ssh://` or `git@host:path`. `None` for what is no address of a repository.
    #[must_use]
    pub fn parse(text: &str) -> Option<Address> {
        let text = text.trim();
        if text.is_empty() || text.contains(char::is_whitespace) {
            return None;
        }
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme @ ("https" | "http" | "ssh" | "git"), rest)) => (scheme, rest),
            Some(_) => return None,
            // git@host:path
            None => ("ssh", text.split_once('@')?.1),
        };
        let rest = rest.split(['?', '#']).next().unwrap_or(rest);
        let rest = rest.split_once('@').map_or(rest, |(_, host)| host);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, path) = match host.split_once(':') {
            // A port, or the path of `git@host:path`.
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && scheme != "http" => {
                (if scheme == "https" { format!("{host}:{port}") } else { host.to_owned() }, path.to_owned())
            }
            Some((host, first)) if scheme == "ssh" => (host.to_owned(), format!("{first}/{path}")),
            _ => (host.to_owned(), path.to_owned()),
        };
        let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(decoded).gather();
        if host.is_empty() || !host.contains(['.', ':']) && host != "localhost" || parts.len() < 2 {
            return None;
        }
        let scheme = if scheme == "http" { "http" } else { "https" };
        let parts: Vec<&str> = parts.iter().map(String::as_str).gather();
        let (forge, repository, target) = taken_apart(&host.to_ascii_lowercase(), &parts)?;
        let repository = repository.join("/");
        let repository = repository.strip_suffix(".git").unwrap_or(&repository).to_owned();
        Some(Address { forge, repository: format!("{scheme}://{host}/{repository}"), target })
    }

    /// The version reference that the address gives.
    #[must_use]
    pub fn reference(&self) -> VersionReference {
        let mut reference =
            VersionReference { repository: self.repository.clone(), ..VersionReference::default() };
        match &self.target {
            Target::Repository => {}
            Target::Branch(branch) => reference.branch.clone_from(branch),
            Target::Tag(tag) => reference.version.clone_from(tag),
            Target::Commit(commit) => reference.commit.clone_from(commit),
            Target::PullRequest(_) => reference.pull_request = self.text(),
        }
        reference
    }

    /// The address in the form of its forge.
    #[must_use]
    pub fn text(&self) -> String {
        let repository = &self.repository;
        let Some(forge) = self.forge else { return repository.clone() };
        use Forge as F;
        match (&self.target, forge) {
            (Target::Repository, _) => repository.clone(),
            (Target::Branch(branch), F::GitHub) => format!("{repository}/tree/{branch}"),
            (Target::Branch(branch), F::GitLab) => format!("{repository}/-/tree/{branch}"),
            (Target::Branch(branch), F::Bitbucket) => format!("{repository}/branch/{branch}"),
            (Target::Branch(branch), F::BitbucketServer) => format!("{repository}/browse?at={branch}"),
            (Target::Branch(branch), F::Gitea) => format!("{repository}/src/branch/{branch}"),
            (Target::Tag(tag), F::GitHub | F::Gitea) => format!("{repository}/releases/tag/{tag}"),
            (Target::Tag(tag), F::GitLab) => format!("{repository}/-/tags/{tag}"),
            (Target::Tag(tag), F::Bitbucket) => format!("{repository}/commits/tag/{tag}"),
            (Target::Tag(tag), F::BitbucketServer) => format!("{repository}/browse?at=refs/tags/{tag}"),
            (Target::Commit(commit), F::GitHub | F::Gitea) => format!("{repository}/commit/{commit}"),
            (Target::Commit(commit), F::GitLab) => format!("{repository}/-/commit/{commit}"),
            (Target::Commit(commit), F::Bitbucket | F::BitbucketServer) => {
                format!("{repository}/commits/{commit}")
            }
            (Target::PullRequest(number), F::GitHub) => format!("{repository}/pull/{number}"),
            (Target::PullRequest(number), F::GitLab) => format!("{repository}/-/merge_requests/{number}"),
            (Target::PullRequest(number), F::Bitbucket | F::BitbucketServer) => {
                format!("{repository}/pull-requests/{number}")
            }
            (Target::PullRequest(number), F::Gitea) => format!("{repository}/pulls/{number}"),
        }
    }
}

/// Where a version reference is seen: its pull request, commit, tag or branch, or else its repository. `None` when it
/// has no address.
#[must_use]
pub fn link(reference: &VersionReference) -> Option<String> {
    if Address::parse(&reference.pull_request).is_some() {
        return Some(reference.pull_request.clone());
    }
    let address = Address::parse(&reference.repository)?;
    let target = if !reference.commit.is_empty() {
        Target::Commit(reference.commit.clone())
    } else if !reference.version.is_empty() {
        Target::Tag(reference.version.clone())
    } else if !reference.branch.is_empty() {
        Target::Branch(reference.branch.clone())
    } else {
        Target::Repository
    };
    Some(Address { target, ..address }.text())
}

type Parts<'a> = (Option<Forge>, Vec<&'a str>, Target);

fn taken_apart<'a>(host: &str, parts: &[&'a str]) -> Option<Parts<'a>> {
    let (by_host, path) = (forge_of(host), parts);
    // GitLab's own mark, whatever the host: everything before it is the repository.
    if let Some(place) = path.iter().position(|part| *part == "-") {
        let (repository, rest) = path.split_at(place);
        return Some((Some(Forge::GitLab), repository.to_vec(), gitlab(rest.get(1..)?)));
    }
    if let ["projects", project, "repos", repository, rest @ ..] = path {
        let target = bitbucket(rest);
        return Some((Some(Forge::BitbucketServer), vec!["projects", project, "repos", repository], target));
    }
    if by_host == Some(Forge::GitLab) {
        // Before GitLab 12 without the mark; groups may be nested.
        let words = ["commit", "commits", "tree", "tags", "merge_requests"];
        let place = path.iter().skip(2).position(|part| words.contains(part)).map(|place| place + 2);
        let (repository, rest) = path.split_at(place.unwrap_or(path.len()));
        return Some((by_host, repository.to_vec(), gitlab(rest)));
    }
    let (repository, rest) = path.split_at_checked(2)?;
    let repository = repository.to_vec();
    Some(match (by_host, rest) {
        (Some(Forge::Bitbucket), rest) => (by_host, repository, bitbucket(rest)),
        (Some(Forge::GitHub), rest) => (by_host, repository, github(rest)),
        (Some(Forge::Gitea), rest) => (by_host, repository, gitea(rest)),
        (_, ["pulls" | "src", ..]) => (Some(Forge::Gitea), repository, gitea(rest)),
        (_, ["pull" | "tree", ..]) => (Some(Forge::GitHub), repository, github(rest)),
        (_, ["commit" | "releases", ..]) => (Some(Forge::Gitea), repository, gitea(rest)),
        (_, []) => (None, repository, Target::Repository),
        _ => (None, path.to_vec(), Target::Repository),
    })
}

fn forge_of(host: &str) -> Option<Forge> {
    let named = |words: &[&str]| words.iter().any(|word| host.contains(word));
    if named(&["github"]) {
        Some(Forge::GitHub)
    } else if named(&["gitlab"]) {
        Some(Forge::GitLab)
    } else if host.starts_with("bitbucket.org") {
        Some(Forge::Bitbucket)
    } else if named(&["gitea", "codeberg", "forgejo"]) {
        Some(Forge::Gitea)
    } else {
        None
    }
}

fn github(rest: &[&str]) -> Target {
    match rest {
        ["commit", commit, ..] => Target::Commit((*commit).to_owned()),
        ["pull", number, ..] => request(number),
        ["releases", "tag", tag @ ..] if !tag.is_empty() => Target::Tag(tag.join("/")),
        ["tree" | "commits", name @ ..] if !name.is_empty() => named(&name.join("/")),
        _ => Target::Repository,
    }
}

fn gitlab(rest: &[&str]) -> Target {
    match rest {
        ["commit", commit, ..] => Target::Commit((*commit).to_owned()),
        ["merge_requests", number, ..] => request(number),
        ["tags" | "releases", tag @ ..] if !tag.is_empty() => Target::Tag(tag.join("/")),
        ["tree" | "commits", name @ ..] if !name.is_empty() => named(&name.join("/")),
        _ => Target::Repository,
    }
}

fn bitbucket(rest: &[&str]) -> Target {
    match rest {
        ["pull-requests", number, ..] => request(number),
        ["commits", "tag", tag @ ..] if !tag.is_empty() => Target::Tag(tag.join("/")),
        ["commits", commit, ..] => Target::Commit((*commit).to_owned()),
        ["branch", branch @ ..] if !branch.is_empty() => Target::Branch(branch.join("/")),
        ["src", name, ..] => named(name),
        _ => Target::Repository,
    }
}

fn gitea(rest: &[&str]) -> Target {
    match rest {
        ["commit" | "commits", commit, ..] if is_hash(commit) => Target::Commit((*commit).to_owned()),
        ["src", "commit", commit, ..] => Target::Commit((*commit).to_owned()),
        ["pulls", number, ..] => request(number),
        ["releases", "tag", tag @ ..] | ["src", "tag", tag @ ..] if !tag.is_empty() => {
            Target::Tag(tag.join("/"))
        }
        ["src", "branch", branch @ ..] if !branch.is_empty() => Target::Branch(branch.join("/")),
        _ => Target::Repository,
    }
}

fn request(number: &str) -> Target {
    number.parse().map_or(Target::Repository, Target::PullRequest)
}

/// A name of which the address does not say what it names: a commit when it is a full hash, a tag when it reads like a
/// version, a branch otherwise.
fn named(name: &str) -> Target {
    let digits = name.strip_prefix('v').unwrap_or(name);
    if name.len() == 40 && is_hash(name) {
        Target::Commit(name.to_owned())
    } else if digits.starts_with(|c: char| c.is_ascii_digit()) && digits.contains('.') {
        Target::Tag(name.to_owned())
    } else {
        Target::Branch(name.to_owned())
    }
}

/// True for seven to sixty-four hexadecimal digits: SHA-1 and SHA-256, cut or whole.
pub(super) fn is_hash(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A part of a path without its `%2F`; as it is where that is no text.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Forge>, String, Target) {
        let address = Address::parse(text).unwrap_or_else(|| panic!("{text}"));
        (address.forge, address.repository, address.target)
    }

    #[test]
    fn the_forms_of_each_forge_are_read_and_written_back() {
        let hash = "9be77d2a41f09c02c55187be10aa9be77d2a41f0";
        let cases = [
            ("https://github.com/acme/billing", Forge::GitHub, Target::Repository),
            ("https://github.com/acme/billing/pull/42", Forge::GitHub, Target::PullRequest(42)),
            (
                "https://github.com/acme/billing/commit/9be77d2",
                Forge::GitHub,
                Target::Commit("9be77d2".into()),
            ),
            (
                "https://github.com/acme/billing/releases/tag/v12.4",
                Forge::GitHub,
                Target::Tag("v12.4".into()),
            ),
            ("https://github.com/acme/billing/tree/fix/tax", Forge::GitHub, Target::Branch("fix/tax".into())),
            (
                "https://gitlab.com/acme/core/billing/-/merge_requests/7",
                Forge::GitLab,
                Target::PullRequest(7),
            ),
            (
                "https://gitlab.com/acme/core/billing/-/tags/12.4.0",
                Forge::GitLab,
                Target::Tag("12.4.0".into()),
            ),
            (
                "https://git.acme.example/acme/billing/-/commit/9be77d2",
                Forge::GitLab,
                Target::Commit("9be77d2".into()),
            ),
            ("https://gitlab.com/acme/billing/-/tree/main", Forge::GitLab, Target::Branch("main".into())),
            ("https://bitbucket.org/acme/billing/pull-requests/3", Forge::Bitbucket, Target::PullRequest(3)),
            (
                "https://bitbucket.org/acme/billing/commits/9be77d2",
                Forge::Bitbucket,
                Target::Commit("9be77d2".into()),
            ),
            (
                "https://bitbucket.org/acme/billing/branch/fix/tax",
                Forge::Bitbucket,
                Target::Branch("fix/tax".into()),
            ),
            (
                "https://bitbucket.org/acme/billing/commits/tag/12.4",
                Forge::Bitbucket,
                Target::Tag("12.4".into()),
            ),
            (
                "https://git.acme.example/projects/PAY/repos/api/pull-requests/9",
                Forge::BitbucketServer,
                Target::PullRequest(9),
            ),
            ("https://codeberg.org/acme/billing/pulls/5", Forge::Gitea, Target::PullRequest(5)),
            (
                "https://codeberg.org/acme/billing/src/branch/fix/tax",
                Forge::Gitea,
                Target::Branch("fix/tax".into()),
            ),
            (
                "https://gitea.acme.example/acme/billing/releases/tag/v1",
                Forge::Gitea,
                Target::Tag("v1".into()),
            ),
            (
                "https://codeberg.org/acme/billing/commit/9be77d2",
                Forge::Gitea,
                Target::Commit("9be77d2".into()),
            ),
        ];
        for (text, forge, target) in cases {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.forge, &address.target), (Some(forge), &target), "{text}");
            assert_eq!(address.text(), text);
            // A host of one's own does not say what runs there.
            let is_told = !text.starts_with("https://git.acme.example/acme");
            let seen = link(&address.reference());
            assert_eq!(seen.as_deref(), Some(if is_told { text } else { &address.repository }));
        }
        let full = format!("https://github.com/acme/billing/tree/{hash}");
        assert_eq!(read(&full).2, Target::Commit(hash.to_owned()));
    }

    #[test]
    fn what_stands_around_an_address_is_left_out() {
        let plain = "https://github.com/acme/billing".to_owned();
        for text in [
            "git@github.com:acme/billing.git",
            "ssh://git@github.com:22/acme/billing.git",
            " https://me:secret@github.com/acme/billing.git ",
            "https://github.com/acme/billing/?tab=readme#top",
        ] {
            assert_eq!(read(text), (Some(Forge::GitHub), plain.clone(), Target::Repository), "{text}");
        }
        let nested = "https://gitlab.com/acme/core/billing/-/tree/release%2F12";
        assert_eq!(read(nested).2, Target::Branch("release/12".to_owned()));
        let old = "https://gitlab.com/acme/core/billing/merge_requests/7/diffs";
        assert_eq!(read(old).1, "https://gitlab.com/acme/core/billing");
        let own = "https://git.acme.example:8443/acme/billing";
        assert_eq!(read(own), (None, own.to_owned(), Target::Repository));
    }

    #[test]
    fn what_is_no_address_of_a_repository_is_none() {
        for text in [
            "",
            "git/billing",
            "https://github.com",
            "https://github.com/acme",
            "javascript:alert(1)",
            "ftp://a.b/c/d",
            "a b",
            "%",
            "https:///a/b",
            "@",
            "git@",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
        assert_eq!(
            link(&VersionReference { repository: "git/billing".into(), ..VersionReference::default() }),
            None
        );
    }
}
