//! `Index`: what rules may ask about neighbours, kept up to date from diffs.
//!
//! Apart from the checker, because what is a neighbour of what is a fact of the plan and not of a rule.

use std::collections::btree_set;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::graph::{Graph, Reach};
use super::timeline::Timeline;
use crate::authority::Answers;
use crate::gather::Gather;
use crate::model::{
    Announcement, AnyRecord, Approval, Booking, Change, ConfigurationItem, FreezeException, Gate, Id,
    Meeting, Person, Phase, Plan, RecordRef, Release, Runbook, Table, VersionReference, Waiver,
};
use crate::sorted::SortedSet;
use crate::time::Interval;

/// The neighbours of a record, by what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Neighbours {
    /// The announcements about a change or release.
    Announcements,
    /// The approvals of a change.
    Approvals,
    /// The bookings of an environment, or for a phase or change.
    Bookings,
    /// The changes of a configuration item, environment, release, team, template or version.
    Changes,
    /// The changes that a release and further ones name.
    ChangesInSeveral,
    /// The live changes that a person implements, by their windows.
    Implementation,
    /// The freeze exceptions for a change or release.
    Exceptions,
    /// The gates of a release.
    Gates,
    /// The releases that a release holds.
    Held,
    /// The meetings of a board.
    Meetings,
    /// The subjects whose findings mention a record.
    Mentions,
    /// The items that have a relation to an item, of whatever kind.
    NamedBy,
    /// The phases of a release or in an environment.
    Phases,
    /// The runbooks of a change or release.
    Runbooks,
    /// The changes that wait for a change, the releases that wait for a release.
    Waiting,
    /// The waivers about a record.
    Waivers,
}

/// References in the order of their ids. It does not say how many are to come: all that is built upon it would be
/// compiled with an estimate of its own.
#[derive(Debug, Clone)]
pub struct Refs<'a>(Option<btree_set::Iter<'a, RecordRef>>);

impl Iterator for Refs<'_> {
    type Item = RecordRef;

    #[inline(never)]
    fn next(&mut self) -> Option<RecordRef> {
        self.0.as_mut()?.next().copied()
    }
}

/// Neighbours by record: one map for all of them, because each type of map is compiled anew.
#[derive(Debug, Default)]
pub(super) struct Links(HashMap<(Neighbours, RecordRef), Lane>);

/// Some neighbours of one record: all of them, and the live changes among them by window.
#[derive(Debug, Default)]
struct Lane {
    all: BTreeSet<RecordRef>,
    live: Timeline<Change>,
}

impl Links {
    /// Puts a neighbour there, or takes it away.
    #[inline(never)]
    pub(super) fn put(&mut self, kind: Neighbours, from: RecordRef, to: RecordRef, here: bool) {
        if here {
            self.0.entry((kind, from)).or_default().all.insert(to);
        } else if let Some(lane) = self.0.get_mut(&(kind, from)) {
            lane.all.remove(&to);
            if lane.all.is_empty() && lane.live.is_empty() {
                self.0.remove(&(kind, from));
            }
        }
    }

    #[inline(never)]
    fn put_live(&mut self, kind: Neighbours, from: RecordRef, change: &Change, here: bool) {
        put_window(&mut self.0.entry((kind, from)).or_default().live, change, here);
    }

    #[inline(never)]
    fn get(&self, kind: Neighbours, from: RecordRef) -> Option<&Lane> {
        self.0.get(&(kind, from))
    }

    /// The neighbours of a record.
    #[inline(never)]
    pub(super) fn of(&self, kind: Neighbours, from: RecordRef) -> Refs<'_> {
        Refs(self.get(kind, from).map(|lane| lane.all.iter()))
    }

    #[inline(never)]
    fn live(&self, kind: Neighbours, from: RecordRef, range: Interval) -> Vec<Id<Change>> {
        self.get(kind, from).map(|lane| lane.live.overlapping(range)).unwrap_or_default()
    }
}

/// Neighbours by key.
#[derive(Debug, Default)]
pub struct Index {
    /// What depends on what.
    pub graph: Graph,
    live_changes: Timeline<Change>,
    links: Links,
}

impl Index {
    /// The index of a whole plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Index {
        let mut index = Index::default();
        for table in Table::ALL {
            plan.rows(*table).values().for_each(|record| index.put(record, true));
        }
        index
    }

    /// Takes these records of a plan out, before it takes a diff that touches them, and in (`here`) afterwards.
    pub(super) fn follow(&mut self, plan: &Plan, touched: &[RecordRef], here: bool) {
        if touched.iter().any(|of| matches!(of.table, Table::ConfigurationItems | Table::Services)) {
            self.graph.forget_walks();
        }
        for of in touched {
            if let Some(record) = plan.rows(of.table).get(of.id.as_str()) {
                self.put(record, here);
            }
        }
    }

    fn put(&mut self, record: &AnyRecord, here: bool) {
        match record {
            AnyRecord::Changes(change) => self.put_change(change, here),
            AnyRecord::Releases(release) => self.put_release(release, here),
            AnyRecord::Phases(phase) => self.put_phase(phase, here),
            AnyRecord::Gates(gate) => self.put_gate(gate, here),
            AnyRecord::Bookings(booking) => self.put_booking(booking, here),
            AnyRecord::Approvals(approval) => self.put_approval(approval, here),
            AnyRecord::Meetings(meeting) => self.put_meeting(meeting, here),
            AnyRecord::Runbooks(runbook) => self.put_runbook(runbook, here),
            AnyRecord::Announcements(announcement) => self.put_announcement(announcement, here),
            AnyRecord::Waivers(waiver) => self.put_waiver(waiver, here),
            AnyRecord::FreezeExceptions(exception) => self.put_exception(exception, here),
            AnyRecord::Services(service) => self.graph.put_service(service, here),
            AnyRecord::ConfigurationItems(ci) => {
                self.graph.put_ci(ci, here);
                self.put_ci(ci, here);
            }
            _ => {}
        }
    }

    fn put_change(&mut self, change: &Change, here: bool) {
        let to = RecordRef::from(&change.id);
        put_window(&mut self.live_changes, change, here);
        for ci in &change.cis {
            self.links.put_live(Neighbours::Changes, ci.into(), change, here);
            self.links.put(Neighbours::Changes, ci.into(), to, here);
        }
        for person in &change.implementers {
            self.links.put_live(Neighbours::Implementation, person.into(), change, here);
        }
        for environment in &change.environments {
            self.links.put(Neighbours::Changes, environment.into(), to, here);
        }
        if let Some(release) = &change.release {
            self.links.put(Neighbours::Changes, release.into(), to, here);
        }
        if !change.other_releases.is_empty() {
            for release in change.release.iter().chain(&change.other_releases) {
                self.links.put(Neighbours::ChangesInSeveral, release.into(), to, here);
            }
        }
        if let Some(group) = &change.group {
            self.links.put(Neighbours::Changes, group.into(), to, here);
        }
        if let Some(template) = &change.template {
            self.links.put(Neighbours::Changes, template.into(), to, here);
        }
        for dependency in &change.depends_on {
            self.links.put(Neighbours::Waiting, (&dependency.on).into(), to, here);
        }
        if let Some(version) = change.deploys.as_ref().and_then(version_of) {
            self.links.put(Neighbours::Changes, version, to, here);
        }
    }

    fn put_release(&mut self, release: &Release, here: bool) {
        let to = RecordRef::from(&release.id);
        for dependency in &release.depends_on {
            self.links.put(Neighbours::Waiting, (&dependency.on).into(), to, here);
        }
        if let Some(parent) = &release.parent {
            self.links.put(Neighbours::Held, parent.into(), to, here);
        }
    }

    fn put_phase(&mut self, phase: &Phase, here: bool) {
        let to = RecordRef::from(&phase.id);
        self.links.put(Neighbours::Phases, (&phase.release).into(), to, here);
        if let Some(environment) = &phase.environment {
            self.links.put(Neighbours::Phases, environment.into(), to, here);
        }
    }

    fn put_gate(&mut self, gate: &Gate, here: bool) {
        self.links.put(Neighbours::Gates, (&gate.release).into(), (&gate.id).into(), here);
    }

    fn put_booking(&mut self, booking: &Booking, here: bool) {
        let to = RecordRef::from(&booking.id);
        self.links.put(Neighbours::Bookings, (&booking.environment).into(), to, here);
        if let Some(phase) = &booking.phase {
            self.links.put(Neighbours::Bookings, phase.into(), to, here);
        }
        if let Some(change) = &booking.change {
            self.links.put(Neighbours::Bookings, change.into(), to, here);
        }
    }

    fn put_approval(&mut self, approval: &Approval, here: bool) {
        self.links.put(Neighbours::Approvals, (&approval.change).into(), (&approval.id).into(), here);
    }

    fn put_meeting(&mut self, meeting: &Meeting, here: bool) {
        self.links.put(Neighbours::Meetings, (&meeting.board).into(), (&meeting.id).into(), here);
    }

    fn put_runbook(&mut self, runbook: &Runbook, here: bool) {
        let to = RecordRef::from(&runbook.id);
        if let Some(change) = &runbook.change {
            self.links.put(Neighbours::Runbooks, change.into(), to, here);
        }
        if let Some(release) = &runbook.release {
            self.links.put(Neighbours::Runbooks, release.into(), to, here);
        }
    }

    fn put_announcement(&mut self, announcement: &Announcement, here: bool) {
        let to = RecordRef::from(&announcement.id);
        if let Some(change) = &announcement.change {
            self.links.put(Neighbours::Announcements, change.into(), to, here);
        }
        if let Some(release) = &announcement.release {
            self.links.put(Neighbours::Announcements, release.into(), to, here);
        }
    }

    fn put_waiver(&mut self, waiver: &Waiver, here: bool) {
        self.links.put(Neighbours::Waivers, waiver.subject, (&waiver.id).into(), here);
    }

    fn put_ci(&mut self, ci: &ConfigurationItem, here: bool) {
        for relation in &ci.relations {
            self.links.put(Neighbours::NamedBy, (&relation.to).into(), (&ci.id).into(), here);
        }
    }

    fn put_exception(&mut self, exception: &FreezeException, here: bool) {
        let to = RecordRef::from(&exception.id);
        for change in &exception.changes {
            self.links.put(Neighbours::Exceptions, change.into(), to, here);
        }
        if let Some(release) = &exception.release {
            self.links.put(Neighbours::Exceptions, release.into(), to, here);
        }
    }

    /// The neighbours of a record.
    pub fn neighbours(&self, kind: Neighbours, from: impl Into<RecordRef>) -> Refs<'_> {
        self.links.of(kind, from.into())
    }

    /// The live changes to a configuration item whose windows overlap `range`, by start.
    #[must_use]
    pub fn live_changes_on_ci(&self, ci: &Id<ConfigurationItem>, range: Interval) -> Vec<Id<Change>> {
        self.links.live(Neighbours::Changes, ci.into(), range)
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
    ) -> SortedSet<Id<Change>> {
        const FEW: usize = 32;
        if walks.iter().map(|walk| walk.len()).sum::<usize>() <= FEW {
            let items = walks.iter().flat_map(|walk| walk.keys());
            return items.flat_map(|item| self.live_changes_on_ci(item, range)).gather();
        }
        let mut found = SortedSet::new();
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
        self.links.live(Neighbours::Implementation, person.into(), range)
    }

    /// The changes that deploy the same version of the same repository.
    pub fn changes_of_version(&self, deploys: &VersionReference) -> Refs<'_> {
        version_of(deploys).map_or(Refs(None), |version| self.neighbours(Neighbours::Changes, version))
    }

    /// What the plan has about the authorisation of a change.
    #[must_use]
    pub fn answers<'a>(&self, plan: &'a Plan, change: &Id<Change>) -> Answers<'a> {
        Answers {
            approvals: self
                .neighbours(Neighbours::Approvals, change)
                .filter_map(|of| plan.approvals.get(&of.id_of()?))
                .gather(),
            bookings: self
                .neighbours(Neighbours::Bookings, change)
                .filter_map(|of| plan.bookings.get(&of.id_of()?))
                .gather(),
        }
    }
}

/// What tells one version from another, as if versions were records; `None` without a version.
fn version_of(deploys: &VersionReference) -> Option<RecordRef> {
    (!deploys.version.is_empty())
        .then(|| RecordRef::new(Table::Changes, &format!("{}\n{}", deploys.repository, deploys.version)))
}

fn put_window(timeline: &mut Timeline<Change>, change: &Change, here: bool) {
    let Some(window) = change.live_window() else { return };
    if here {
        timeline.insert(window, change.id);
    } else {
        timeline.remove(window, &change.id);
    }
}
