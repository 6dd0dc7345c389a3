//! `Index`: what rules may ask about neighbours, kept up to date from diffs.
//!
//! Apart from the checker, because what is a neighbour of what is a fact of the plan and not of a rule.

use std::collections::HashMap;
use std::collections::btree_set::{self, BTreeSet};
use std::hash::Hash;
use std::sync::Arc;

use super::graph::{Graph, Reach};
use super::timeline::Timeline;
use crate::authority::Answers;
use crate::gather::Gather;
use crate::model::{
    Announcement, Approval, Board, Booking, Change, ChangeTemplate, ConfigurationItem, Diff, Edits,
    Environment, FreezeException, Gate, Group, Id, Meeting, Person, Phase, Plan, Record, RecordRef, Release,
    Runbook, VersionReference, Waiver,
};
use crate::time::Interval;

/// Ids in their order. It does not say how many are to come: all that is built upon it would be compiled with an estimate
/// of its own.
#[derive(Debug, Clone)]
pub struct Ids<'a, T>(Option<btree_set::Iter<'a, Id<T>>>);

impl<'a, T> Iterator for Ids<'a, T> {
    type Item = &'a Id<T>;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a Id<T>> {
        self.0.as_mut()?.next()
    }
}

/// Neighbours by key.
#[derive(Debug, Default)]
pub struct Index {
    /// What depends on what.
    pub graph: Graph,
    live_changes: Timeline<Change>,
    changes_on_ci: HashMap<Id<ConfigurationItem>, Lane>,
    changes_by_implementer: HashMap<Id<Person>, Timeline<Change>>,
    changes_in_environment: Many<Environment, Change>,
    changes_in_release: Many<Release, Change>,
    changes_in_several: Many<Release, Change>,
    changes_waiting_for: Many<Change, Change>,
    changes_of_group: Many<Group, Change>,
    changes_of_template: Many<ChangeTemplate, Change>,
    named_by_ci: Many<ConfigurationItem, ConfigurationItem>,
    runbooks_of_change: Many<Change, Runbook>,
    exceptions_of_change: Many<Change, FreezeException>,
    exceptions_of_release: Many<Release, FreezeException>,
    releases_waiting_for: Many<Release, Release>,
    phases_of_release: Many<Release, Phase>,
    phases_in_environment: Many<Environment, Phase>,
    gates_of_release: Many<Release, Gate>,
    bookings_of_environment: Many<Environment, Booking>,
    bookings_of_phase: Many<Phase, Booking>,
    bookings_of_change: Many<Change, Booking>,
    approvals_of_change: Many<Change, Approval>,
    meetings_of_board: Many<Board, Meeting>,
    releases_held_by: Many<Release, Release>,
    runbooks_of_release: Many<Release, Runbook>,
    announcements_of_change: Many<Change, Announcement>,
    announcements_of_release: Many<Release, Announcement>,
    changes_by_version: HashMap<Version, BTreeSet<Id<Change>>>,
    waivers_of: HashMap<RecordRef, BTreeSet<Id<Waiver>>>,
}

/// The changes of one configuration item: all of them, and the live ones by window.
#[derive(Debug, Default)]
struct Lane {
    all: BTreeSet<Id<Change>>,
    live: Timeline<Change>,
}

/// A repository and a version in it.
type Version = (String, String);

type Many<K, T> = HashMap<Id<K>, BTreeSet<Id<T>>>;

impl Index {
    /// The index of a whole plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Index {
        let mut index = Index { graph: Graph::of(plan), ..Index::default() };
        plan.changes.values().for_each(|record| index.put_change(record, true));
        plan.releases.values().for_each(|record| index.put_release(record, true));
        plan.phases.values().for_each(|record| index.put_phase(record, true));
        plan.gates.values().for_each(|record| index.put_gate(record, true));
        plan.bookings.values().for_each(|record| index.put_booking(record, true));
        plan.approvals.values().for_each(|record| index.put_approval(record, true));
        plan.meetings.values().for_each(|record| index.put_meeting(record, true));
        plan.runbooks.values().for_each(|record| index.put_runbook(record, true));
        plan.announcements.values().for_each(|record| index.put_announcement(record, true));
        plan.waivers.values().for_each(|record| index.put_waiver(record, true));
        plan.cis.values().for_each(|record| index.put_ci(record, true));
        plan.freeze_exceptions.values().for_each(|record| index.put_exception(record, true));
        index
    }

    /// Follows a diff that the plan has taken.
    pub fn follow(&mut self, diff: &Diff) {
        self.graph.follow(diff);
        each(diff.changes(), |record, here| self.put_change(record, here));
        each(diff.releases(), |record, here| self.put_release(record, here));
        each(diff.phases(), |record, here| self.put_phase(record, here));
        each(diff.gates(), |record, here| self.put_gate(record, here));
        each(diff.bookings(), |record, here| self.put_booking(record, here));
        each(diff.approvals(), |record, here| self.put_approval(record, here));
        each(diff.meetings(), |record, here| self.put_meeting(record, here));
        each(diff.runbooks(), |record, here| self.put_runbook(record, here));
        each(diff.announcements(), |record, here| self.put_announcement(record, here));
        each(diff.waivers(), |record, here| self.put_waiver(record, here));
        each(diff.cis(), |record, here| self.put_ci(record, here));
        each(diff.freeze_exceptions(), |record, here| self.put_exception(record, here));
    }

    fn put_change(&mut self, change: &Change, here: bool) {
        put_window(&mut self.live_changes, change, here);
        for ci in &change.cis {
            let lane = self.changes_on_ci.entry(*ci).or_default();
            put_window(&mut lane.live, change, here);
            if here {
                lane.all.insert(change.id);
            } else {
                lane.all.remove(&change.id);
            }
        }
        for person in &change.implementers {
            put_window(self.changes_by_implementer.entry(*person).or_default(), change, here);
        }
        for environment in &change.environments {
            put(&mut self.changes_in_environment, environment, &change.id, here);
        }
        if let Some(release) = &change.release {
            put(&mut self.changes_in_release, release, &change.id, here);
        }
        if !change.other_releases.is_empty() {
            for release in change.release.iter().chain(&change.other_releases) {
                put(&mut self.changes_in_several, release, &change.id, here);
            }
        }
        if let Some(group) = &change.group {
            put(&mut self.changes_of_group, group, &change.id, here);
        }
        if let Some(template) = &change.template {
            put(&mut self.changes_of_template, template, &change.id, here);
        }
        for dependency in &change.depends_on {
            put(&mut self.changes_waiting_for, &dependency.on, &change.id, here);
        }
        if let Some(version) = change.deploys.as_ref().and_then(version_of) {
            put_key(&mut self.changes_by_version, version, &change.id, here);
        }
    }

    fn put_release(&mut self, release: &Release, here: bool) {
        for dependency in &release.depends_on {
            put(&mut self.releases_waiting_for, &dependency.on, &release.id, here);
        }
        if let Some(parent) = &release.parent {
            put(&mut self.releases_held_by, parent, &release.id, here);
        }
    }

    fn put_phase(&mut self, phase: &Phase, here: bool) {
        put(&mut self.phases_of_release, &phase.release, &phase.id, here);
        if let Some(environment) = &phase.environment {
            put(&mut self.phases_in_environment, environment, &phase.id, here);
        }
    }

    fn put_gate(&mut self, gate: &Gate, here: bool) {
        put(&mut self.gates_of_release, &gate.release, &gate.id, here);
    }

    fn put_booking(&mut self, booking: &Booking, here: bool) {
        put(&mut self.bookings_of_environment, &booking.environment, &booking.id, here);
        if let Some(phase) = &booking.phase {
            put(&mut self.bookings_of_phase, phase, &booking.id, here);
        }
        if let Some(change) = &booking.change {
            put(&mut self.bookings_of_change, change, &booking.id, here);
        }
    }

    fn put_approval(&mut self, approval: &Approval, here: bool) {
        put(&mut self.approvals_of_change, &approval.change, &approval.id, here);
    }

    fn put_meeting(&mut self, meeting: &Meeting, here: bool) {
        put(&mut self.meetings_of_board, &meeting.board, &meeting.id, here);
    }

    fn put_runbook(&mut self, runbook: &Runbook, here: bool) {
        if let Some(change) = &runbook.change {
            put(&mut self.runbooks_of_change, change, &runbook.id, here);
        }
        if let Some(release) = &runbook.release {
            put(&mut self.runbooks_of_release, release, &runbook.id, here);
        }
    }

    fn put_announcement(&mut self, announcement: &Announcement, here: bool) {
        if let Some(change) = &announcement.change {
            put(&mut self.announcements_of_change, change, &announcement.id, here);
        }
        if let Some(release) = &announcement.release {
            put(&mut self.announcements_of_release, release, &announcement.id, here);
        }
    }

    fn put_waiver(&mut self, waiver: &Waiver, here: bool) {
        let waivers = self.waivers_of.entry(waiver.subject).or_default();
        if here {
            waivers.insert(waiver.id);
        } else {
            waivers.remove(&waiver.id);
        }
    }

    fn put_ci(&mut self, ci: &ConfigurationItem, here: bool) {
        for relation in &ci.relations {
            put(&mut self.named_by_ci, &relation.to, &ci.id, here);
        }
    }

    fn put_exception(&mut self, exception: &FreezeException, here: bool) {
        for change in &exception.changes {
            put(&mut self.exceptions_of_change, change, &exception.id, here);
        }
        if let Some(release) = &exception.release {
            put(&mut self.exceptions_of_release, release, &exception.id, here);
        }
    }

    /// The changes that a team does.
    pub fn changes_of_group(&self, group: &Id<Group>) -> Ids<'_, Change> {
        many(&self.changes_of_group, group)
    }

    /// The changes that follow a template, or did.
    pub fn changes_of_template(&self, template: &Id<ChangeTemplate>) -> Ids<'_, Change> {
        many(&self.changes_of_template, template)
    }

    /// The items that have a relation to an item, of whatever kind.
    pub fn named_by_ci(&self, ci: &Id<ConfigurationItem>) -> Ids<'_, ConfigurationItem> {
        many(&self.named_by_ci, ci)
    }

    /// The freeze exceptions for a change, or for the release that carries it.
    pub fn exceptions_of(&self, change: &Change) -> impl Iterator<Item = &Id<FreezeException>> {
        let of_release = change.release.as_ref();
        let of_release = of_release.and_then(|release| self.exceptions_of_release.get(release));
        many(&self.exceptions_of_change, &change.id).chain(ids(of_release))
    }

    /// All changes to a configuration item, whatever their status.
    pub fn changes_on_ci(&self, ci: &Id<ConfigurationItem>) -> Ids<'_, Change> {
        ids(self.changes_on_ci.get(ci).map(|lane| &lane.all))
    }

    /// The live changes to a configuration item whose windows overlap `range`, by start.
    #[must_use]
    pub fn live_changes_on_ci(&self, ci: &Id<ConfigurationItem>, range: Interval) -> Vec<Id<Change>> {
        self.changes_on_ci.get(ci).map(|lane| lane.live.overlapping(range)).unwrap_or_default()
    }

    /// The live changes whose windows overlap `range`, by start.
    #[must_use]
    pub fn live_changes_in(&self, range: Interval) -> Vec<Id<Change>> {
        self.live_changes.overlapping(range)
    }

    /// The live changes to any of the items of these walks whose windows overlap `range`.
    ///
    /// Asks the items where they are few, and otherwise the changes of the time.
    #[must_use]
    pub fn live_changes_within(
        &self,
        plan: &Plan,
        walks: &[Arc<Reach>],
        range: Interval,
    ) -> BTreeSet<Id<Change>> {
        const FEW: usize = 32;
        if walks.iter().map(|walk| walk.len()).sum::<usize>() <= FEW {
            let items = walks.iter().flat_map(|walk| walk.keys());
            return items.flat_map(|item| self.live_changes_on_ci(item, range)).gather();
        }
        let mut found = BTreeSet::new();
        self.live_changes.for_overlapping(range, |id, _| {
            let cis = plan.changes.get(id).map_or(&[][..], |change| &change.cis);
            if cis.iter().any(|ci| walks.iter().any(|walk| walk.contains_key(ci))) {
                found.insert(*id);
            }
        });
        found
    }

    /// The live changes that a person implements whose windows overlap `range`, by start.
    #[must_use]
    pub fn live_changes_by(&self, person: &Id<Person>, range: Interval) -> Vec<Id<Change>> {
        self.changes_by_implementer.get(person).map(|lane| lane.overlapping(range)).unwrap_or_default()
    }

    /// The changes that are deployed to an environment.
    pub fn changes_in_environment(&self, environment: &Id<Environment>) -> Ids<'_, Change> {
        many(&self.changes_in_environment, environment)
    }

    /// The changes that a release carries.
    pub fn changes_in_release(&self, release: &Id<Release>) -> Ids<'_, Change> {
        many(&self.changes_in_release, release)
    }

    /// The changes that a release and further ones name.
    pub fn changes_in_several(&self, release: &Id<Release>) -> Ids<'_, Change> {
        many(&self.changes_in_several, release)
    }

    /// The changes that wait for a change.
    pub fn changes_waiting_for(&self, change: &Id<Change>) -> Ids<'_, Change> {
        many(&self.changes_waiting_for, change)
    }

    /// The releases that wait for a release.
    pub fn releases_waiting_for(&self, release: &Id<Release>) -> Ids<'_, Release> {
        many(&self.releases_waiting_for, release)
    }

    /// The phases of a release, by id.
    pub fn phases_of_release(&self, release: &Id<Release>) -> Ids<'_, Phase> {
        many(&self.phases_of_release, release)
    }

    /// The phases that take place in an environment.
    pub fn phases_in_environment(&self, environment: &Id<Environment>) -> Ids<'_, Phase> {
        many(&self.phases_in_environment, environment)
    }

    /// The gates of a release.
    pub fn gates_of_release(&self, release: &Id<Release>) -> Ids<'_, Gate> {
        many(&self.gates_of_release, release)
    }

    /// The bookings of an environment, whatever their status.
    pub fn bookings_of_environment(&self, environment: &Id<Environment>) -> Ids<'_, Booking> {
        many(&self.bookings_of_environment, environment)
    }

    /// The bookings for a phase.
    pub fn bookings_of_phase(&self, phase: &Id<Phase>) -> Ids<'_, Booking> {
        many(&self.bookings_of_phase, phase)
    }

    /// What the plan has about the authorisation of a change.
    #[must_use]
    pub fn answers<'a>(&self, plan: &'a Plan, change: &Id<Change>) -> Answers<'a> {
        Answers {
            approvals: many(&self.approvals_of_change, change)
                .filter_map(|id| plan.approvals.get(id))
                .gather(),
            bookings: many(&self.bookings_of_change, change).filter_map(|id| plan.bookings.get(id)).gather(),
        }
    }

    /// The meetings of a board, whatever their status.
    pub fn meetings_of_board(&self, board: &Id<Board>) -> Ids<'_, Meeting> {
        many(&self.meetings_of_board, board)
    }

    /// The releases that a release holds.
    pub fn releases_held_by(&self, release: &Id<Release>) -> Ids<'_, Release> {
        many(&self.releases_held_by, release)
    }

    /// The runbooks of a change.
    pub fn runbooks_of_change(&self, change: &Id<Change>) -> Ids<'_, Runbook> {
        many(&self.runbooks_of_change, change)
    }

    /// The runbooks of a release.
    pub fn runbooks_of_release(&self, release: &Id<Release>) -> Ids<'_, Runbook> {
        many(&self.runbooks_of_release, release)
    }

    /// The announcements about a change.
    pub fn announcements_of_change(&self, change: &Id<Change>) -> Ids<'_, Announcement> {
        many(&self.announcements_of_change, change)
    }

    /// The announcements about a release.
    pub fn announcements_of_release(&self, release: &Id<Release>) -> Ids<'_, Announcement> {
        many(&self.announcements_of_release, release)
    }

    /// The changes that deploy the same version of the same repository.
    pub fn changes_of_version(&self, deploys: &VersionReference) -> Ids<'_, Change> {
        ids(version_of(deploys).and_then(|version| self.changes_by_version.get(&version)))
    }

    /// The waivers about a record.
    pub fn waivers_of(&self, subject: &RecordRef) -> Ids<'_, Waiver> {
        ids(self.waivers_of.get(subject))
    }
}

/// Calls back with the records that leave (`false`), then those that come (`true`).
fn each<T: Record>(edits: Edits<T>, mut put: impl FnMut(&T, bool)) {
    edits.values().filter_map(|edit| edit.before).for_each(|record| put(record, false));
    edits.values().filter_map(|edit| edit.after).for_each(|record| put(record, true));
}

fn put<K, T>(many: &mut Many<K, T>, key: &Id<K>, value: &Id<T>, here: bool)
where
    Id<K>: Hash + Eq,
{
    put_key(many, *key, value, here);
}

#[inline(never)]
fn put_key<K: Hash + Eq, T>(many: &mut HashMap<K, BTreeSet<Id<T>>>, key: K, value: &Id<T>, here: bool) {
    if here {
        many.entry(key).or_default().insert(*value);
    } else if let Some(values) = many.get_mut(&key) {
        values.remove(value);
        if values.is_empty() {
            many.remove(&key);
        }
    }
}

/// What tells one version from another; `None` without a version.
fn version_of(deploys: &VersionReference) -> Option<Version> {
    (!deploys.version.is_empty()).then(|| (deploys.repository.clone(), deploys.version.clone()))
}

fn put_window(timeline: &mut Timeline<Change>, change: &Change, here: bool) {
    let Some(window) = change.live_window() else { return };
    if here {
        timeline.insert(window, change.id);
    } else {
        timeline.remove(window, &change.id);
    }
}

fn many<'a, K, T>(many: &'a Many<K, T>, key: &Id<K>) -> Ids<'a, T> {
    ids(many.get(key))
}

#[inline(never)]
fn ids<T>(of: Option<&BTreeSet<Id<T>>>) -> Ids<'_, T> {
    Ids(of.map(BTreeSet::iter))
}
