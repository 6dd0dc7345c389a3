//! The law of incremental checking: after any history, `recheck` has left what `check` finds from nothing.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod random;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use random::{Random, empty_plan, now, record, reference, settings};
use slipway::model::{Diff, Plan, RecordRef};
use slipway::rules::{ALL, Checker, Finding};

/// What one step does, as numbers, so that proptest can leave steps out and make them smaller.
type Step = (u8, u64);

/// The edits of one step: mostly one record as it is to be; sometimes several, a removal or other settings.
fn diff_of(plan: &Plan, (kind, seed): Step) -> Diff {
    let mut random = Random::new(seed);
    let mut diff = Diff::default();
    match kind {
        0..=9 => diff.set(plan, record(&mut random)),
        10..=12 => (0..4).for_each(|_| diff.set(plan, record(&mut random))),
        13..=14 => edit_one_field(plan, &mut random, &mut diff),
        15..=16 => diff.unset(plan, &reference(&mut random)),
        17 => {
            diff.unset(plan, &reference(&mut random));
            diff.set(plan, record(&mut random));
        }
        _ => {
            let after = settings(&mut random, &plan.settings);
            diff.settings = Some(Box::new((plan.settings.clone(), after)));
        }
    }
    diff
}

/// What people do most: move a change, or give it another status.
fn edit_one_field(plan: &Plan, random: &mut Random, diff: &mut Diff) {
    let id = random.id("chg", 8);
    let Some(mut change) = plan.changes.get(&id).cloned() else { return };
    if random.one_in(2) {
        change.planned = Some(random.window());
    } else {
        change.status = random::change(random).status;
    }
    diff.set(plan, change.into());
}

fn by_subject(checker: &Checker) -> BTreeMap<RecordRef, Vec<Finding>> {
    let mut findings: BTreeMap<RecordRef, Vec<Finding>> = BTreeMap::new();
    for finding in checker.findings() {
        findings.entry(finding.subject).or_default().push(finding.clone());
    }
    findings
}

/// One step: the diff of its numbers or, now and then, the inverse of a step before.
fn take(
    plan: &mut Plan,
    checker: &mut Checker,
    done: &mut Vec<Diff>,
    step: Step,
) -> Result<(), TestCaseError> {
    let diff = match done.pop() {
        Some(last) if step.0 >= 20 => last.inverse(),
        last => {
            done.extend(last);
            let diff = diff_of(plan, step);
            done.push(diff.clone());
            diff
        }
    };
    let before = by_subject(checker);
    let changed = checker.recheck(plan, &diff).unwrap();
    let after = by_subject(checker);
    let fresh = Checker::check(plan, checker.now());
    prop_assert_eq!(&after, &by_subject(&fresh));
    let subjects: BTreeSet<RecordRef> = before.keys().chain(after.keys()).cloned().collect();
    let differ = subjects.into_iter().filter(|subject| before.get(subject) != after.get(subject)).collect();
    prop_assert_eq!(changed, differ, "the subjects that recheck names");
    Ok(())
}

#[test]
fn after_any_history_recheck_has_left_what_check_finds_from_nothing() {
    let fired: RefCell<BTreeMap<&'static str, usize>> = RefCell::default();
    let cases = std::env::var("RECHECK_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96);
    let config = Config { failure_persistence: None, ..Config::with_cases(cases) };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, random);
    let history = proptest::collection::vec((0u8..24, any::<u64>()), 90..120);
    let outcome = runner.run(&history, |history| {
        let mut plan = empty_plan();
        let mut checker = Checker::check(&plan, now());
        let mut done = Vec::new();
        for step in history {
            take(&mut plan, &mut checker, &mut done, step)?;
            for finding in checker.findings() {
                *fired.borrow_mut().entry(finding.rule).or_default() += 1;
            }
        }
        let fresh = Checker::check(&plan, now());
        for (finding, same) in checker.findings().zip(fresh.findings()) {
            prop_assert_eq!(checker.fixes(&plan, finding), fresh.fixes(&plan, same));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let fired = fired.into_inner();
    for rule in ALL {
        let times = fired.get(rule.name).copied().unwrap_or_default();
        assert!(times >= 50, "{} was found only {times} times: {fired:?}", rule.name);
    }
}

#[test]
fn the_moment_passing_leaves_what_check_finds_then() {
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let plan = random::plan(&mut random, 60);
        let mut checker = Checker::check(&plan, now());
        for _ in 0..5 {
            let later = random.moment();
            checker.set_now(&plan, later);
            assert_eq!(by_subject(&checker), by_subject(&Checker::check(&plan, later)));
        }
    }
}
