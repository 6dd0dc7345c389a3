//! `View`: all that a rule may ask: the plan, the index of neighbours, the moment, and words for times and names.

use std::collections::HashMap;

use super::finding::{Finding, Fix, Owner};
use super::index::Index;
use super::occurrences::Occurrences;
use super::rule::Rule;
use super::wording;
use crate::authority::to_ask;
use crate::gather::Gather;
use crate::model::{
    Blackout, Change, Command, ConfigurationItem, Criticality, FreezeException, Gate, Hardness, Id,
    MaintenanceWindow, Person, Phase, Plan, RecordRef, Release, Scope, Service, Table,
};
use crate::time::{Instant, Interval, Zone, union};

/// What a rule looks through. It borrows, so that asking costs nothing.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its neighbours.
    pub index: &'a Index,
    /// The occurrences of its blackouts and maintenance windows.
    pub occurrences: &'a Occurrences,
    /// The moment at which it is looked at.
    pub now: Instant,
    /// What was found so far, by subject: all but what is about gates, which are looked at last.
    pub(super) found: &'a HashMap<RecordRef, Vec<Finding>>,
}

impl<'a> View<'a> {
    /// The findings about a record. Rules about gates may ask it, and only about other records.
    #[must_use]
    pub fn findings_about(&self, subject: &RecordRef) -> &'a [Finding] {
        self.found.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The phase that a gate ends, when it is one of the same release.
    #[must_use]
    pub fn own_phase(&self, gate: &Gate) -> Option<&'a Phase> {
        let phase = self.plan.phases.get(gate.phase.as_ref()?)?;
        (phase.release == gate.release).then_some(phase)
    }

    /// True when a release holds another one, itself or by a release that it holds.
    #[must_use]
    pub fn holds(&self, holder: &Release, other: &Release) -> bool {
        let parent = |release: &Release| release.parent.as_ref().and_then(|id| self.plan.releases.get(id));
        // As many steps as there are releases, so that a circle ends.
        let above = std::iter::successors(parent(other), |release| parent(release));
        other.id != holder.id && above.take(self.plan.releases.len()).any(|release| release.id == holder.id)
    }

    /// The zone in which findings write times.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.plan.settings.zone
    }

    /// What people call a record.
    #[must_use]
    pub fn title<'b>(&'b self, of: &'b RecordRef) -> &'b str {
        self.plan.title(of)
    }

    /// What people call these records, as they stand in a sentence.
    #[must_use]
    pub fn titles(&self, of: &[RecordRef]) -> String {
        let titles: Vec<&str> = of.iter().map(|of| self.title(of)).gather();
        wording::list(&titles)
    }

    /// `Tue 29 Sep 2026 08:00` in the plan's zone.
    #[must_use]
    pub fn moment(&self, instant: Instant) -> String {
        wording::moment(instant, self.zone())
    }

    /// `Tue 29 Sep 2026 08:00 – 10:00` in the plan's zone.
    #[must_use]
    pub fn span(&self, interval: Interval) -> String {
        wording::span(interval, self.zone())
    }

    /// The number that a rule measures by in this plan; 0 for a rule that does not measure.
    #[must_use]
    pub fn limit(&self, rule: &Rule) -> i64 {
        let wanted = self.plan.settings.rules.get(rule.name).and_then(|wanted| wanted.limit);
        wanted.or(rule.limit.map(|limit| limit.usual)).map_or(0, i64::from)
    }

    /// A finding of a rule about a subject, with the rule's own severity; the rule fills in the rest.
    #[must_use]
    pub fn finding(&self, rule: &Rule, subject: RecordRef, sentence: String) -> Finding {
        Finding {
            rule: rule.name,
            severity: rule.severity,
            cause: subject,
            owners: vec![self.owner(&subject)],
            subject,
            related: Vec::new(),
            span: None,
            sentence,
            proof: Vec::new(),
            harm: 0,
            waived: None,
        }
    }

    /// Adds a finding of a rule about a subject, to which the rule adds the rest.
    #[inline(never)]
    pub fn report<'f>(
        &self,
        rule: &Rule,
        subject: RecordRef,
        sentence: String,
        found: &'f mut Vec<Finding>,
    ) -> &'f mut Finding {
        found.push_mut(self.finding(rule, subject, sentence))
    }

    /// Says that a related record causes a finding, which its owner answers for as well.
    #[inline(never)]
    pub fn blame(&self, finding: &mut Finding, cause: RecordRef) {
        finding.related.push(cause);
        finding.cause = cause;
        self.add_owners(finding, &[cause]);
    }

    /// Adds who answers for these records to a finding.
    #[inline(never)]
    pub fn add_owners(&self, finding: &mut Finding, of: &[RecordRef]) {
        for of in of {
            finding.owners.push(self.owner(of));
        }
    }

    /// Who answers for a record.
    #[must_use]
    pub fn owner(&self, of: &RecordRef) -> Owner {
        Owner { of: *of, person: self.person_for(of) }
    }

    fn person_for(&self, of: &RecordRef) -> Option<Id<Person>> {
        let plan = self.plan;
        match of.table {
            Table::Changes => of.id_of().and_then(|id| plan.changes.get(&id)?.owner),
            Table::Releases => of.id_of().and_then(|id| plan.releases.get(&id)?.owner),
            Table::Environments => of.id_of().and_then(|id| plan.environments.get(&id)?.owner),
            Table::ConfigurationItems => of.id_of().and_then(|id| plan.cis.get(&id)?.owner),
            Table::Services => of.id_of().and_then(|id| plan.services.get(&id)?.owner),
            Table::Blackouts => of.id_of().and_then(|id| plan.blackouts.get(&id)?.owner),
            Table::MaintenanceWindows => of.id_of().and_then(|id| plan.maintenance_windows.get(&id)?.owner),
            Table::Bookings => of.id_of().and_then(|id| plan.bookings.get(&id)?.requester),
            Table::Phases => {
                let phase = of.id_of().and_then(|id| plan.phases.get(&id))?;
                plan.releases.get(&phase.release)?.owner
            }
            Table::Gates => {
                let gate = of.id_of().and_then(|id| plan.gates.get(&id))?;
                plan.releases.get(&gate.release)?.owner
            }
            Table::People => of.id_of(),
            Table::EnvironmentGroups => of.id_of().and_then(|id| plan.environment_groups.get(&id)?.owner),
            Table::ChangeTemplates => of.id_of().and_then(|id| plan.change_templates.get(&id)?.owner),
            Table::ReleaseTemplates => of.id_of().and_then(|id| plan.release_templates.get(&id)?.owner),
            Table::FreezeExceptions => {
                of.id_of().and_then(|id| plan.freeze_exceptions.get(&id)?.requested_by)
            }
            Table::Approvals => {
                let approval = of.id_of().and_then(|id| plan.approvals.get(&id))?;
                plan.changes.get(&approval.change)?.owner
            }
            Table::Runbooks => {
                let runbook = of.id_of().and_then(|id| plan.runbooks.get(&id))?;
                self.owner_of_deployment(runbook.change.as_ref(), runbook.release.as_ref())
            }
            Table::Announcements => {
                let announcement = of.id_of().and_then(|id| plan.announcements.get(&id))?;
                self.owner_of_deployment(announcement.change.as_ref(), announcement.release.as_ref())
            }
            Table::Groups | Table::Boards | Table::Meetings | Table::Waivers => None,
        }
    }

    fn owner_of_deployment(
        &self,
        change: Option<&Id<Change>>,
        release: Option<&Id<Release>>,
    ) -> Option<Id<Person>> {
        let of_change = change.and_then(|id| self.plan.changes.get(id)?.owner);
        of_change.or_else(|| self.plan.releases.get(release?)?.owner)
    }

    /// A fix that moves a record, as its button says it; `named` where the button stands with another record.
    #[must_use]
    pub fn move_to(&self, subject: RecordRef, window: Interval, named: bool) -> Fix {
        let what = if named { format!("{} ", self.title(&subject)) } else { String::new() };
        let label = format!("Move {what}to {}", wording::short_moment(window.start, self.zone())).into();
        Fix { label, command: Command::Move { subject, window } }
    }

    /// A fix that asks those who are to authorise the change; none where nobody can be asked.
    #[must_use]
    pub fn ask_approval(&self, change: &Change, label: &'static str) -> Option<Fix> {
        let answers = self.index.answers(self.plan, &change.id);
        to_ask(self.plan, change, &answers, self.now).ok()?;
        Some(Fix { label: label.into(), command: Command::AskApproval { change: change.id } })
    }

    /// True when a blackout or maintenance window speaks about the change.
    #[must_use]
    pub fn in_scope(&self, scope: &Scope, change: &Change) -> bool {
        (scope.kinds.is_empty() || scope.kinds.contains(&change.kind))
            && (scope.risks.is_empty() || scope.risks.contains(&change.risk))
            && (scope.environments.is_empty()
                || change.environments.iter().any(|environment| scope.environments.contains(environment)))
            && self.affects_scope(scope, change)
    }

    fn affects_scope(&self, scope: &Scope, change: &Change) -> bool {
        if scope.cis.is_empty() && scope.services.is_empty() {
            return true;
        }
        self.scope_path(scope, change).is_some()
            || change.services.iter().any(|id| scope.services.contains(id))
    }

    /// How a change comes into the scope by its items: from an item of the scope to the item of the change. One
    /// item when the scope names it.
    #[must_use]
    pub fn scope_path(&self, scope: &Scope, change: &Change) -> Option<Vec<Id<ConfigurationItem>>> {
        for ci in &change.cis {
            if scope.cis.contains(ci) {
                return Some(vec![*ci]);
            }
            let of_service = |id| self.plan.services.get(id).is_some_and(|service| service.cis.contains(ci));
            if scope.services.iter().any(of_service) {
                return Some(vec![*ci]);
            }
            if !scope.with_dependents {
                continue;
            }
            if let Some(path) = scope.cis.iter().find_map(|named| self.index.graph.path(named, ci)) {
                return Some(path);
            }
            let reached = self.index.graph.services_reached(ci);
            if scope.services.iter().any(|service| reached.contains(service)) {
                return Some(vec![*ci]);
            }
        }
        None
    }

    /// The change that a finding is about, or one that it relates to.
    #[must_use]
    pub fn change(&self, of: &RecordRef) -> Option<&'a Change> {
        of.id_of().and_then(|id| self.plan.changes.get(&id))
    }

    /// The blackouts that speak about the change and overlap `range`, each with the occurrences that do. Those that
    /// only inform are not among them.
    pub fn blackouts(
        &self,
        change: &'a Change,
        range: Interval,
    ) -> impl Iterator<Item = (&'a Blackout, Vec<Interval>)> + use<'a> {
        let view = *self;
        view.plan.blackouts.values().filter_map(move |blackout| {
            let occurrences = view.occurrences_in_force(blackout, range);
            (!occurrences.is_empty() && view.holds_up(blackout, change)).then_some((blackout, occurrences))
        })
    }

    /// True when a blackout speaks about the change and is more than information.
    #[must_use]
    pub fn holds_up(&self, blackout: &Blackout, change: &Change) -> bool {
        blackout.hardness != Hardness::Information && self.in_scope(&blackout.scope, change)
    }

    /// The occurrences of a blackout that overlap `range`, up to the moment at which it was lifted.
    #[must_use]
    pub fn occurrences_in_force(&self, blackout: &Blackout, range: Interval) -> Vec<Interval> {
        let occurrences = self.occurrences.of(&RecordRef::from(&blackout.id), &blackout.when, range);
        let in_force = occurrences.into_iter().filter_map(|occurrence| blackout.in_force(occurrence));
        in_force.filter(|occurrence| occurrence.overlaps(range)).gather()
    }

    /// The approved freeze exception that lets a change through a blackout in this window, if there is one.
    #[must_use]
    pub fn exception(
        &self,
        blackout: &Blackout,
        change: &Change,
        window: Interval,
    ) -> Option<&'a FreezeException> {
        let exceptions = self.exceptions_of(change);
        exceptions.into_iter().find(|exception| exception.lets_through(&blackout.id, window))
    }

    /// The hours in `range` that the maintenance windows of the change leave it, joined and in order; `None` when no
    /// maintenance window speaks about it, so that any hour will do.
    #[must_use]
    pub fn maintenance_hours(&self, change: &'a Change, range: Interval) -> Option<Vec<Interval>> {
        let mut windows = self.maintenance_windows(change).peekable();
        windows.peek()?;
        let hours =
            windows.flat_map(|window| self.occurrences.of(&RecordRef::from(&window.id), &window.when, range));
        Some(union(hours.gather()))
    }

    /// The maintenance windows that speak about the change, whether or not they have an occurrence near it.
    pub fn maintenance_windows(
        &self,
        change: &'a Change,
    ) -> impl Iterator<Item = &'a MaintenanceWindow> + use<'a> {
        let view = *self;
        view.plan.maintenance_windows.values().filter(move |window| view.in_scope(&window.scope, change))
    }

    /// How much it hurts when the change goes wrong: the highest criticality among its items and what they reach,
    /// as 1, 2, 4 or 8.
    #[must_use]
    pub fn weight(&self, change: &Change) -> u64 {
        let highest = |services: &[Id<Service>]| {
            let known = services.iter().filter_map(|id| self.plan.services.get(id));
            known.map(|service| service.criticality).max().unwrap_or(Criticality::Low)
        };
        let mut worst = highest(&change.services);
        for ci in &change.cis {
            let own = self.plan.cis.get(ci).map_or(Criticality::Low, |ci| ci.criticality);
            worst = worst.max(own).max(highest(self.index.graph.services_reached(ci).iter().as_slice()));
        }
        match worst {
            Criticality::Critical => 8,
            Criticality::High => 4,
            Criticality::Moderate => 2,
            Criticality::Low => 1,
        }
    }
}
