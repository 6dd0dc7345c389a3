//! `Workbench`: one open plan with its findings and its history; the whole app in one value, without a screen.

use std::collections::BTreeSet;

use super::history::History;
use super::refusal::Refusal;
use super::update::{Context, Step, update};
use crate::model::{Command, Diff, Id, Mismatch, Person, Plan, RecordRef};
use crate::rules::{Checker, Finding, View};
use crate::time::Instant;

/// An open plan. All that changes it goes through here: `run`, `undo` and `redo`.
#[derive(Debug)]
pub struct Workbench {
    plan: Plan,
    checker: Checker,
    history: History,
    actor: Option<Id<Person>>,
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
        let checker = Checker::check(&plan, now);
        Workbench { plan, checker, history: History::default(), actor }
    }

    /// The plan as it is.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Its findings.
    #[must_use]
    pub fn checker(&self) -> &Checker {
        &self.checker
    }

    /// What can be undone and redone.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What rules look through: the plan with its neighbours.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        self.checker.view(&self.plan)
    }

    /// The moment at which the findings hold.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.checker.now()
    }

    /// The moment passes; the findings are looked at again.
    pub fn set_now(&mut self, now: Instant) {
        self.checker.set_now(&self.plan, now);
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

    /// Whether a command could be carried out now, and if not, why not.
    pub fn can(&self, command: &Command) -> Result<Step, Refusal> {
        update(&self.plan, command, &self.context())
    }

    /// Carries a command out. The step that comes back is what storage keeps.
    pub fn run(&mut self, command: &Command) -> Result<Step, Refusal> {
        let step = self.can(command)?;
        self.take(&step.diff)?;
        self.history.push(step.clone());
        Ok(step)
    }

    /// Takes the last step back. The step that comes back is the inverse, for storage.
    pub fn undo(&mut self) -> Option<Step> {
        let done = self.history.undoable()?;
        let step = Step { label: format!("Undo: {}", done.label), diff: done.diff.clone().inverse() };
        self.take(&step.diff).ok()?;
        self.history.undid();
        Some(step)
    }

    /// Takes the last undone step again.
    pub fn redo(&mut self) -> Option<Step> {
        let undone = self.history.redoable()?;
        let step = Step { label: format!("Redo: {}", undone.label), diff: undone.diff.clone() };
        self.take(&step.diff).ok()?;
        self.history.redid();
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
            appears: after.iter().filter(comes).cloned().collect(),
            vanishes: before.iter().filter(goes).cloned().collect(),
        })
    }

    fn about(&self, subjects: &BTreeSet<RecordRef>) -> Vec<Finding> {
        subjects.iter().flat_map(|subject| self.checker.about(subject)).cloned().collect()
    }

    fn context(&self) -> Context<'_> {
        let checker = Some(&self.checker);
        Context { now: self.checker.now(), actor: self.actor.clone(), checker }
    }

    /// The only place where the plan changes.
    fn take(&mut self, diff: &Diff) -> Result<BTreeSet<RecordRef>, Refusal> {
        self.checker.recheck(&mut self.plan, diff).map_err(|mismatch| match mismatch {
            Mismatch::Record(of) => Refusal::Missing(of),
            Mismatch::Settings => Refusal::Nothing,
        })
    }
}
