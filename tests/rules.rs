//! The examples in the docs of the rules are their tests.

#![allow(clippy::panic)]

use std::collections::BTreeSet;

use slipway::model::notation;
use slipway::rules::{ALL, Checker, Rule, RuleDoc};

#[track_caller]
fn check(rule: &Rule, text: &str) -> usize {
    let example = notation::parse(text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", rule.name));
    let checker = Checker::check(&example.plan, example.now);
    let mut found: Vec<_> = checker
        .findings()
        .filter(|finding| finding.rule == rule.name)
        .map(|finding| (finding.rule.to_owned(), finding.subject.clone()))
        .collect();
    let mut expected = example.expected;
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{}\n{text}", rule.name);
    expected.len()
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
