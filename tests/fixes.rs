//! Every fix mends what it is offered for, and breaks nothing else of what it moves.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod random;

use std::collections::{BTreeMap, BTreeSet};

use random::{Random, now};
use slipway::model::{Command, Plan, Severity, notation};
use slipway::planner::{Context, update};
use slipway::rules::{ALL, Checker, FindingKey, RuleDoc};
use slipway::time::Instant;

/// Rules whose findings only somebody's answer ends: their fix asks for it, once.
const ASKING: &[&str] = &["retrospective-approval-overdue"];

/// Rules that propose nothing: what mends their findings is for people to decide.
const WITHOUT_FIX: &[&str] = &[
    "approver-not-independent",
    "ci-past-end-of-support",
    "environment-idle",
    "missing-backout-plan",
    "missing-test-evidence",
];

/// Rules whose fixes bring to light what was in somebody's way all along: a window that was the wrong way round, or one
/// of a change that was said not to be done.
const UNCOVERING: &[&str] = &["implausible-dates", "rejected-but-implemented"];

/// Carries out each fix of each finding on a copy of the plan; counts the fixes by rule.
#[track_caller]
fn check(plan: &Plan, now: Instant, tried: &mut BTreeMap<&'static str, usize>) {
    let checker = Checker::check(plan, now);
    for finding in checker.findings() {
        for fix in checker.fixes(plan, finding) {
            let context = Context::new(now, None);
            let step = update(plan, &fix.command, &context).unwrap_or_else(|refusal| {
                panic!("{}: {} is refused: {refusal}", finding.sentence, fix.label)
            });
            let mut mended = plan.clone();
            step.diff.apply(&mut mended).unwrap();
            let after = Checker::check(&mended, now);
            let left: Vec<_> =
                after.about(&finding.subject).iter().filter(|it| it.key() == finding.key()).collect();
            if ASKING.contains(&finding.rule) {
                assert!(
                    left.iter().all(|it| after.fixes(&mended, it).is_empty()),
                    "{} asks twice",
                    fix.label
                );
                *tried.entry(finding.rule).or_default() += 1;
                continue;
            }
            assert!(left.is_empty(), "{}\n{} leaves it: {left:#?}", finding.sentence, fix.label);
            // What follows a phase may come to where others are; who moves it along looks at that before.
            let moves_along = matches!(fix.command, Command::MoveAlong { .. });
            if !moves_along && !UNCOVERING.contains(&finding.rule) {
                let before = blockers(&checker, &step.diff.touched());
                let new: BTreeSet<_> =
                    blockers(&after, &step.diff.touched()).difference(&before).cloned().collect();
                assert!(new.is_empty(), "{}\n{} brings {new:#?}", finding.sentence, fix.label);
            }
            *tried.entry(finding.rule).or_default() += 1;
        }
    }
}

fn blockers(checker: &Checker, about: &[slipway::model::RecordRef]) -> BTreeSet<FindingKey> {
    let findings = about.iter().flat_map(|subject| checker.about(subject));
    findings
        .filter(|finding| finding.severity == Severity::Blocker)
        // What is moved has to be approved anew; the step says so.
        .filter(|finding| finding.rule != "approval-outdated")
        .map(slipway::rules::Finding::key)
        .collect()
}

#[test]
fn each_fix_of_each_example_mends_and_each_rule_has_one() {
    let mut tried = BTreeMap::new();
    for rule in ALL {
        for text in RuleDoc::parse(rule.doc).fails {
            let example = notation::parse(&text).unwrap();
            check(&example.plan, example.now, &mut tried);
        }
    }
    for rule in ALL {
        assert_eq!(
            tried.contains_key(rule.name),
            !WITHOUT_FIX.contains(&rule.name),
            "{}: {tried:?}",
            rule.name
        );
    }
}

#[test]
fn each_fix_in_random_plans_mends() {
    let mut tried = BTreeMap::new();
    for seed in 0..150 {
        let mut random = Random::new(seed);
        let plan = random::plan(&mut random, 70);
        check(&plan, now(), &mut tried);
    }
    assert!(tried.values().sum::<usize>() > 500, "{tried:?}");
    assert!(tried.len() > 9, "{tried:?}");
}
