//! `Checker`: the findings of a plan, all at once and after each diff.

use std::collections::{BTreeSet, HashMap};

use super::finding::{Finding, Fix};
use super::index::{Index, Links, Neighbours};
use super::occurrences::Occurrences;
use super::view::View;
use super::{ALL, named, neighbours};
use crate::model::lifecycle::fields::locked_changes;
use crate::model::{AnyRecord, Command, Diff, Plan, RecordRef, Settings, Severity, Table};
use crate::time::Instant;

/// The findings of a plan at a moment, kept up to date from diffs.
///
/// Law, held by a property test: after any history, [`Checker::recheck`] has left the same findings as
/// [`Checker::check`] finds from nothing.
#[derive(Debug)]
pub struct Checker {
    index: Index,
    occurrences: Occurrences,
    now: Instant,
    findings: HashMap<RecordRef, Vec<Finding>>,
    /// The subjects that have findings, for their order.
    subjects: BTreeSet<RecordRef>,
    /// Record to the subjects whose findings mention it.
    mentions: Links,
}

impl Checker {
    /// Looks at the whole plan.
    #[must_use]
    pub fn check(plan: &Plan, now: Instant) -> Checker {
        let mut checker = Checker {
            index: Index::of(plan),
            occurrences: Occurrences::default(),
            now,
            findings: HashMap::new(),
            subjects: BTreeSet::new(),
            mentions: Links::default(),
        };
        checker.look_at_all(plan);
        checker
    }

    /// Looks again at what a diff reaches, and nothing else. `plan` has taken the diff already. Returns the subjects
    /// whose findings came, went or read otherwise.
    pub fn recheck(
        &mut self,
        plan: &mut Plan,
        diff: &Diff,
    ) -> Result<BTreeSet<RecordRef>, crate::model::Mismatch> {
        let touched = diff.touched();
        let mut dirty = neighbours::of_diff(&self.view(plan), diff, &touched);
        self.index.follow(plan, &touched, false);
        let applied = diff.apply(plan);
        self.index.follow(plan, &touched, true);
        applied?;
        self.occurrences.follow(&touched);
        if diff.settings.is_some() {
            return Ok(self.look_at_all(plan));
        }
        dirty.extend(neighbours::of_diff(&self.view(plan), diff, &touched));
        for touched in touched {
            dirty.extend(self.mentions.of(Neighbours::Mentions, touched));
        }
        let judges = neighbours::judges(&self.view(plan), &dirty);
        dirty.extend(judges);
        Ok(self.look_at(plan, dirty))
    }

    /// The moment passes: lead times and waivers run out.
    pub fn set_now(&mut self, plan: &Plan, now: Instant) -> BTreeSet<RecordRef> {
        self.now = now;
        self.look_at_all(plan)
    }

    /// The moment at which the findings hold.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// What rules and planners look through.
    #[must_use]
    pub fn view<'a>(&'a self, plan: &'a Plan) -> View<'a> {
        View {
            plan,
            index: &self.index,
            occurrences: &self.occurrences,
            now: self.now,
            found: &self.findings,
        }
    }

    /// All findings, by subject.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.subjects.iter().flat_map(|subject| self.about(subject))
    }

    /// The findings about a subject.
    #[must_use]
    pub fn about(&self, subject: &RecordRef) -> &[Finding] {
        self.findings.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The findings about a record and those about others that mention it.
    pub fn concerning<'a>(&'a self, record: &'a RecordRef) -> impl Iterator<Item = &'a Finding> {
        self.about(record).iter().chain(self.mentioning(record))
    }

    /// The findings about others that mention a record.
    pub fn mentioning<'a, 'b>(
        &'a self,
        record: &'b RecordRef,
    ) -> impl Iterator<Item = &'a Finding> + use<'a, 'b> {
        let others = self.mentions.of(Neighbours::Mentions, *record).filter(move |subject| subject != record);
        others
            .flat_map(|subject| self.about(&subject))
            .filter(move |finding| finding.mentions().contains(record))
    }

    /// What would mend a finding; the best first. Worked out when asked: it may have to look a year ahead.
    #[must_use]
    pub fn fixes(&self, plan: &Plan, finding: &Finding) -> Vec<Fix> {
        let mut fixes =
            named(finding.rule).map(|rule| (rule.mend)(&self.view(plan), finding)).unwrap_or_default();
        fixes.retain(|fix| is_open(plan, fix));
        fixes
    }

    fn look_at_all(&mut self, plan: &Plan) -> BTreeSet<RecordRef> {
        let mut all = BTreeSet::new();
        for table in Table::ALL {
            if ALL.iter().any(|rule| rule.check.tables().contains(table)) {
                all.extend(plan.refs(*table));
            }
        }
        all.extend(&self.subjects);
        self.look_at(plan, all)
    }

    fn look_at(&mut self, plan: &Plan, subjects: BTreeSet<RecordRef>) -> BTreeSet<RecordRef> {
        let mut changed = BTreeSet::new();
        // Gates come last: what is found about the others is a criterion of theirs.
        let (gates, others): (Vec<RecordRef>, Vec<RecordRef>) =
            subjects.into_iter().partition(|subject| subject.table == Table::Gates);
        for subject in others.into_iter().chain(gates) {
            let found = evaluate(&self.view(plan), &subject);
            let before = self.findings.get(&subject).map_or(&[][..], Vec::as_slice);
            if before == found {
                continue;
            }
            put_mentions(&mut self.mentions, subject, before, false);
            put_mentions(&mut self.mentions, subject, &found, true);
            if found.is_empty() {
                self.findings.remove(&subject);
                self.subjects.remove(&subject);
            } else {
                self.findings.insert(subject, found);
                self.subjects.insert(subject);
            }
            changed.insert(subject);
        }
        changed
    }
}

#[inline(never)]
fn put_mentions(mentions: &mut Links, subject: RecordRef, findings: &[Finding], here: bool) {
    for mentioned in findings.iter().flat_map(Finding::mentions) {
        mentions.put(Neighbours::Mentions, mentioned, subject, here);
    }
}

/// What all rules find about one subject, the worst first.
fn evaluate(view: &View, subject: &RecordRef) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in ALL.iter().filter(|rule| rule.check.tables().contains(&subject.table)) {
        let wanted = view.plan.settings.rules.get(rule.name);
        if wanted.is_some_and(|wanted| wanted.off) {
            continue;
        }
        let first = found.len();
        rule.check.run(view, subject, &mut found);
        for finding in found.iter_mut().skip(first) {
            finding.severity = wanted.and_then(|wanted| wanted.severity).unwrap_or(finding.severity);
            finding.waived = waiver(view, finding);
        }
    }
    found.sort_by(|a, b| worst_first(a).cmp(&worst_first(b)));
    found
}

/// The order of findings: what blocks first, then by harm, then by name, so that it is the same everywhere.
fn worst_first(finding: &Finding) -> (bool, Severity, u64, &'static str, &[RecordRef]) {
    let severity = match finding.severity {
        Severity::Blocker => Severity::Warning,
        Severity::Warning => Severity::Blocker,
    };
    (finding.waived.is_some(), severity, u64::MAX - finding.harm, finding.rule, &finding.related)
}

fn waiver(view: &View, finding: &Finding) -> Option<crate::model::Id<crate::model::Waiver>> {
    let holds = view.waivers_of(&finding.subject).find(|waiver| {
        waiver.rule == finding.rule
            && (waiver.related.is_empty() || waiver.related == finding.related)
            && waiver.until.is_none_or(|until| view.now < until)
    });
    holds.map(|waiver| waiver.id)
}

/// True when a plan with these settings asks the rule.
#[must_use]
pub fn is_asked(settings: &Settings, rule: &str) -> bool {
    !settings.rules.get(rule).is_some_and(|wanted| wanted.off)
}

/// False for an edit of fields that the state of a change locks.
fn is_open(plan: &Plan, fix: &Fix) -> bool {
    let Command::Edit(AnyRecord::Changes(after)) = &fix.command else { return true };
    plan.changes.get(&after.id).is_none_or(|before| locked_changes(plan, before, after).is_empty())
}
