//! `Workbench`: one open plan with its findings and its history; the whole app in one value, without a screen.
//!
//! It can look back: all that reads it then sees the plan as it was at a moment, and nothing can be changed.

use std::collections::BTreeSet;

use super::history::History;
use super::past::as_of;
use super::refusal::Refusal;
use super::update::{Context, Step, update};
use super::views::frame::to_minute;
use crate::gather::Gather;
use crate::model::{Command, Diff, Id, Mismatch, Person, Plan, RecordRef};
use crate::rules::wording::moment;
use crate::rules::{Checker, Finding, View};
use crate::time::Instant;

/// An open plan. All that changes it goes through here: `run`, `undo` and `redo`.
#[derive(Debug)]
pub struct Workbench {
    present: Book,
    /// The plan as it was, while the workbench looks back.
    past: Option<Book>,
    actor: Option<Id<Person>>,
}

/// A plan with what is known of it.
#[derive(Debug)]
struct Book {
    plan: Plan,
    checker: Checker,
    history: History,
}

impl Book {
    fn open(plan: Plan, now: Instant) -> Book {
        let checker = Checker::check(&plan, now);
        Book { plan, checker, history: History::default() }
    }
}

/// What a command would do, shown while a bar is being dragged.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// What it would be called.
    pub label: String,
    /// Findings that would come, about any record.
    pub appears: Vec<Finding>,
    /// Findings that would go.
    pub vanishes: Vec<Finding>,
}

impl Workbench {
    /// Opens a plan and checks it as of `now`.
    #[must_use]
    pub fn open(plan: Plan, now: Instant, actor: Option<Id<Person>>) -> Workbench {
        Workbench { present: Book::open(plan, now), past: None, actor }
    }

    /// A plan in the notation, opened at its moment.
    #[cfg(test)]
    pub(crate) fn of_notation(text: &str, actor: Option<&str>) -> Workbench {
        let example = crate::model::notation::parse(text).unwrap();
        Workbench::open(example.plan, example.now, actor.and_then(|id| Id::parse(id).ok()))
    }

    fn shown(&self) -> &Book {
        self.past.as_ref().unwrap_or(&self.present)
    }

    /// The plan as it is; as it was, while looking back.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.shown().plan
    }

    /// The plan as it is, also while looking back: what storage keeps.
    #[must_use]
    pub fn present(&self) -> &Plan {
        &self.present.plan
    }

    /// The findings of `plan`.
    #[must_use]
    pub fn checker(&self) -> &Checker {
        &self.shown().checker
    }

    /// What can be undone and redone; nothing while looking back.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.shown().history
    }

    /// What rules look through: the plan with its neighbours.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        self.checker().view(self.plan())
    }

    /// The moment at which the findings hold.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.checker().now()
    }

    /// The moment passes for the plan as it is; its findings are looked at again.
    pub fn set_now(&mut self, now: Instant) {
        self.present.checker.set_now(&self.present.plan, now);
    }

    /// Looks at the plan as it was at a moment, by its journal, oldest step first; at the moment of the journal's first
    /// entry, when that is later, and as it is now by an empty journal. Nothing can be changed until
    /// [`Workbench::come_back`]. The moment that is shown comes back; the error names the record at which the journal is
    /// not that of this plan.
    pub fn look_back<'a>(
        &mut self,
        at: Instant,
        journal: impl DoubleEndedIterator<Item = (Instant, &'a Diff)> + Clone,
    ) -> Result<Instant, Mismatch> {
        let begins = journal.clone().next().map_or(self.present.checker.now(), |(begins, _)| begins);
        let plan = as_of(&self.present.plan, at, journal)?;
        let shown = at.max(begins);
        self.past = Some(Book::open(plan, shown));
        Ok(shown)
    }

    /// Goes on with the plan as it is.
    pub fn come_back(&mut self) {
        self.past = None;
    }

    /// The moment that is looked back at; `None` for the plan as it is.
    #[must_use]
    pub fn looks_back_at(&self) -> Option<Instant> {
        self.past.as_ref().map(|past| past.checker.now())
    }

    /// Who acts; nobody in particular when absent.
    #[must_use]
    pub fn actor(&self) -> Option<&Id<Person>> {
        self.actor.as_ref()
    }

    /// Who acts from now on.
    pub fn set_actor(&mut self, actor: Option<Id<Person>>) {
        self.actor = actor;
    }

    /// Why nothing can be changed while looking back; `None` otherwise.
    #[must_use]
    pub fn past_refusal(&self) -> Option<Refusal> {
        let when = |at| moment(to_minute(at), self.plan().settings.zone);
        self.looks_back_at().map(|at| Refusal::Past { when: when(at) })
    }

    /// Whether a command could be carried out now, and if not, why not.
    pub fn can(&self, command: &Command) -> Result<Step, Refusal> {
        self.past_refusal().map_or_else(|| update(&self.present.plan, command, &self.context()), Err)
    }

    /// Carries a command out. The step that comes back is what storage keeps.
    pub fn run(&mut self, command: &Command) -> Result<Step, Refusal> {
        let step = self.can(command)?;
        self.take(&step.diff)?;
        self.present.history.push(step.clone());
        Ok(step)
    }

    /// Takes the last step back. The step that comes back is the inverse, for storage.
    pub fn undo(&mut self) -> Option<Step> {
        let done = self.history().undoable()?;
        let step = Step { label: format!("Undo: {}", done.label), diff: done.diff.clone().inverse() };
        self.take(&step.diff).ok()?;
        self.present.history.undid();
        Some(step)
    }

    /// Takes the last undone step again.
    pub fn redo(&mut self) -> Option<Step> {
        let undone = self.history().redoable()?;
        let step = Step { label: format!("Redo: {}", undone.label), diff: undone.diff.clone() };
        self.take(&step.diff).ok()?;
        self.present.history.redid();
        Some(step)
    }

    /// What a command would bring about, without doing it. Costs what the command reaches, not the plan.
    pub fn preview(&mut self, command: &Command) -> Result<Preview, Refusal> {
        let step = self.can(command)?;
        let subjects = self.take(&step.diff)?;
        let after: Vec<Finding> = self.about(&subjects);
        self.take(&step.diff.inverse())?;
        let before: Vec<Finding> = self.about(&subjects);
        let comes = |finding: &&Finding| !before.iter().any(|other| other.key() == finding.key());
        let goes = |finding: &&Finding| !after.iter().any(|other| other.key() == finding.key());
        Ok(Preview {
            label: step.label,
            appears: after.iter().filter(comes).cloned().gather(),
            vanishes: before.iter().filter(goes).cloned().gather(),
        })
    }

    fn about(&self, subjects: &BTreeSet<RecordRef>) -> Vec<Finding> {
        subjects.iter().flat_map(|subject| self.checker().about(subject)).cloned().gather()
    }

    fn context(&self) -> Context<'_> {
        let checker = Some(&self.present.checker);
        Context { now: self.now(), actor: self.actor, checker }
    }

    /// The only place where the plan changes.
    fn take(&mut self, diff: &Diff) -> Result<BTreeSet<RecordRef>, Refusal> {
        self.present.checker.recheck(&mut self.present.plan, diff).map_err(|mismatch| match mismatch {
            Mismatch::Record(of) => Refusal::Missing(of),
            Mismatch::Settings => Refusal::Nothing,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, RecordRef};

    /// A plan with one blocker, which a step at noon ends.
    fn bench() -> (Workbench, Vec<(Instant, Diff)>) {
        let text = "now 2T10\nchange C1 20T20..20T22 status=Draft\nblackout F 20..21";
        let mut bench = Workbench::of_notation(text, None);
        let begun = (bench.now(), Diff::default());
        let moved = bench.plan().changes.values().next().unwrap().clone();
        let moved = Change { planned: None, title: "Moved".to_owned(), ..moved };
        let step = bench.run(&Command::Edit(moved.into())).unwrap();
        let journal = vec![begun, (bench.now().plus_minutes(120), step.diff)];
        bench.set_now(bench.now().plus_minutes(180));
        (bench, journal)
    }

    #[test]
    fn looking_back_shows_the_plan_and_its_findings_and_changes_nothing() {
        let (mut bench, journal) = bench();
        let present = bench.plan().clone();
        let change: RecordRef = "changes/C1".parse().unwrap();
        assert!(bench.checker().about(&change).is_empty());
        let at = bench.now().plus_minutes(-90);
        bench.look_back(at, journal.iter().map(|(at, diff)| (*at, diff))).unwrap();
        assert_eq!((bench.plan().title(&change), bench.looks_back_at(), bench.now()), ("C1", Some(at), at));
        assert!(!bench.checker().about(&change).is_empty(), "the blackout was in the way then");
        let remove = Command::Remove(change);
        assert!(matches!(bench.run(&remove), Err(Refusal::Past { .. })));
        assert!(bench.preview(&remove).is_err() && bench.undo().is_none() && bench.redo().is_none());
        assert_eq!(bench.present(), &present);
        bench.come_back();
        assert_eq!((bench.plan(), bench.looks_back_at()), (&present, None));
        assert!(bench.undo().is_some());
    }

    #[test]
    fn nobody_sees_further_back_than_the_journal() {
        let (mut bench, journal) = bench();
        let begins = journal.first().unwrap().0;
        let entries = journal.iter().map(|(at, diff)| (*at, diff));
        assert_eq!(bench.look_back(begins.plus_minutes(-1000), entries), Ok(begins));
        assert_eq!(bench.looks_back_at(), Some(begins));
        let (present, now) = (bench.present().clone(), bench.present.checker.now());
        assert_eq!(bench.look_back(begins, std::iter::empty()), Ok(now), "nothing is known of before");
        assert_eq!(bench.plan(), &present);
    }
}
