//! The examples in the docs of the rules are their tests.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use slipway::model::json::to_value;
use slipway::model::notation;
use slipway::rules::{ALL, Checker, DOCS_PATH, Rule, RuleDoc};

#[track_caller]
fn check(rule: &Rule, text: &str) -> usize {
    let example = notation::parse(text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", rule.name));
    let checker = Checker::check(&example.plan, example.now);
    let mut found: Vec<_> = checker
        .findings()
        .filter(|finding| finding.rule == rule.name)
        .map(|finding| (finding.rule.to_owned(), finding.subject))
        .collect();
    let mut expected = example.expected;
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{}\n{text}", rule.name);
    expected.len()
}

/// After an edit of a rule's doc it fails and says which file to put in the place of the one in `public`.
#[test]
fn the_published_docs_are_those_of_the_rules() {
    let docs = ALL.iter().map(|rule| (rule.name, RuleDoc::parse(rule.doc)));
    let values: BTreeMap<_, _> = docs.clone().map(|(name, doc)| (name, to_value(&doc))).collect();
    let expected = serde_json::to_string_pretty(&values).unwrap() + "\n";
    let path = Path::new("public").join(DOCS_PATH);
    let published = fs::read_to_string(&path).unwrap_or_default();
    if published != expected {
        let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join(DOCS_PATH);
        fs::write(&new, expected).unwrap();
        panic!("{} is not what the rules say; cp {} there", path.display(), new.display());
    }
    for (name, doc) in docs {
        assert_eq!(RuleDoc::in_file(&published, name), Some(doc));
    }
}

#[test]
fn each_example_yields_exactly_the_findings_that_it_marks() {
    for rule in ALL {
        let doc = RuleDoc::parse(rule.doc);
        assert!(!doc.summary.is_empty() && !doc.why.is_empty(), "{} does not say what and why", rule.name);
        assert!(!doc.fails.is_empty() && !doc.passes.is_empty(), "{} lacks examples", rule.name);
        for text in &doc.fails {
            assert!(check(rule, text) > 0, "{} marks nothing in an example that fails\n{text}", rule.name);
        }
        for text in &doc.passes {
            assert_eq!(check(rule, text), 0, "{} marks something in an example that passes", rule.name);
        }
    }
}

#[test]
fn no_two_findings_have_the_same_key() {
    for rule in ALL {
        for text in RuleDoc::parse(rule.doc).fails {
            let example = notation::parse(&text).unwrap();
            let checker = Checker::check(&example.plan, example.now);
            let keys: BTreeSet<_> = checker.findings().map(slipway::rules::Finding::key).collect();
            assert_eq!(keys.len(), checker.findings().count(), "{text}");
        }
    }
}
