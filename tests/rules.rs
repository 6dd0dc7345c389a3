//! The examples in the docs of the rules are their tests.

use std::collections::BTreeSet;

use slipway::model::notation;
use slipway::rules::{ALL, Checker, Rule};

/// The `plan` blocks of a rule's doc.
fn examples(rule: &Rule) -> Vec<String> {
    let text: String =
        rule.doc.lines().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect();
    text.split("```plan\n").skip(1).filter_map(|block| block.split("```").next().map(str::to_owned)).collect()
}

#[test]
fn each_example_yields_exactly_the_findings_that_it_marks() {
    let mut ran = 0;
    for rule in ALL {
        let examples = examples(rule);
        assert!(examples.len() >= 2, "{} has no example that fails or none that passes", rule.name);
        for text in examples {
            let example =
                notation::parse(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", rule.name));
            let checker = Checker::check(&example.plan, example.now);
            let found: BTreeSet<_> = checker
                .findings()
                .filter(|finding| finding.rule == rule.name)
                .map(|finding| (finding.rule.to_owned(), finding.subject.clone()))
                .collect();
            assert_eq!(found, example.expected.iter().cloned().collect(), "{}\n{text}", rule.name);
            ran += 1;
        }
    }
    assert!(ran > 0);
}
