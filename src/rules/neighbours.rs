//! Whose findings a diff may change: the changed subjects and those that their windows and relations reach.
//!
//! A file of its own because it is the one place that has to know what rules ask: the law that `recheck` equals
//! `check` hangs on it.

use std::collections::BTreeSet;

use super::index::Neighbours;
use super::view::View;
use crate::gather::Gather;
use crate::model::{
    Announcement, AnyRecord, Booking, Change, ChangeTemplate, CommonCharacteristics, ConfigurationItem, Diff,
    Environment, FreezeException, Gate, Group, HasTable, Id, Meeting, Outcome, Phase, RecordRef, Release,
    Runbook, Scope, Service, Table,
};
use crate::sorted::SortedSet;

/// The subjects to look at again, seen from one side of the diff: call it before the plan takes the diff, and again
/// afterwards.
pub(super) fn of_diff(view: &View, diff: &Diff, touched: &[RecordRef]) -> BTreeSet<RecordRef> {
    let mut dirty = BTreeSet::new();
    dirty.extend(touched);
    let side = Side { view };
    for of in touched {
        if let Some(record) = view.plan.rows(of.table).get(of.id.as_str()) {
            side.record(record, &mut dirty);
        }
    }
    side.map(diff, &mut dirty);
    side.path(diff, &mut dirty);
    side.boards(diff, &mut dirty);
    side.meetings(diff, &mut dirty);
    dirty
}

/// What judges these records: their releases, the releases that hold those, and the gates of all of them.
pub(super) fn judges(view: &View, dirty: &BTreeSet<RecordRef>) -> Vec<RecordRef> {
    let plan = view.plan;
    let of_phase = |id: &Id<Phase>| plan.phases.get(id).map(|phase| &phase.release);
    let release = |of: &RecordRef| match of.table {
        Table::Releases => of.id_of(),
        Table::Changes => plan.changes.get(&of.id_of()?)?.release,
        Table::Phases => of_phase(&of.id_of()?).cloned(),
        Table::Bookings => of_phase(plan.bookings.get(&of.id_of()?)?.phase.as_ref()?).cloned(),
        _ => None,
    };
    let mut releases: SortedSet<Id<Release>> = dirty.iter().filter_map(release).gather();
    let held_by: Vec<Id<Release>> = releases.iter().filter_map(|id| plan.releases.get(id)?.parent).gather();
    releases.extend(held_by);
    let gates = releases.iter().flat_map(|id| view.index.neighbours(Neighbours::Gates, id));
    gates.chain(releases.iter().map(RecordRef::from)).gather()
}

struct Side<'a> {
    view: &'a View<'a>,
}

type Dirty = BTreeSet<RecordRef>;

/// Looks at one more record, if there is one.
fn add<'a, T: HasTable + 'a>(ids: impl IntoIterator<Item = &'a Id<T>>, dirty: &mut Dirty) {
    for id in ids {
        dirty.insert(id.into());
    }
}

impl Side<'_> {
    /// Neighbours of these kinds.
    #[inline(never)]
    fn beside(&self, kinds: &[Neighbours], from: RecordRef, dirty: &mut Dirty) {
        for kind in kinds {
            dirty.extend(self.view.index.neighbours(*kind, from));
        }
    }

    fn record(&self, record: &AnyRecord, dirty: &mut Dirty) {
        match record {
            AnyRecord::Changes(change) => self.change(change, dirty),
            AnyRecord::Releases(release) => self.release(release, dirty),
            AnyRecord::Phases(phase) => self.phase(phase, dirty),
            AnyRecord::Gates(gate) => self.gate(gate, dirty),
            AnyRecord::Bookings(booking) => self.booking(booking, dirty),
            AnyRecord::Environments(environment) => self.environment(environment, dirty),
            AnyRecord::ConfigurationItems(ci) => self.ci(ci, dirty),
            AnyRecord::Services(service) => self.service(service, dirty),
            AnyRecord::Runbooks(runbook) => self.runbook(runbook, dirty),
            AnyRecord::Announcements(announcement) => self.announcement(announcement, dirty),
            AnyRecord::Blackouts(blackout) => self.scope(&blackout.scope, dirty),
            AnyRecord::MaintenanceWindows(window) => {
                self.scope(&window.scope, dirty);
                self.common(&|common| common.maintenance_window == Some(window.id), dirty);
            }
            AnyRecord::Approvals(approval) => add([&approval.change], dirty),
            AnyRecord::ChangeTemplates(template) => self.template(&template.id, dirty),
            AnyRecord::FreezeExceptions(exception) => self.exception(exception, dirty),
            AnyRecord::Groups(group) => self.group(group, dirty),
            AnyRecord::Waivers(waiver) => dirty.extend([waiver.subject]),
            _ => {}
        }
    }

    /// Changes that share an item, a related item or an implementer at the same time; those that wait for it.
    fn change(&self, change: &Change, dirty: &mut Dirty) {
        let index = self.view.index;
        if let Some(window) = change.live_window() {
            for ci in &change.cis {
                let walks = [index.graph.dependents(ci), index.graph.dependencies(ci)];
                let related = index.live_changes_within(self.view.plan, &walks, window);
                add(&related, dirty);
                add(&index.live_changes_on_ci(ci, window), dirty);
            }
            for person in &change.implementers {
                add(&index.live_changes_by(person, window), dirty);
            }
        }
        self.beside(&[Neighbours::Waiting, Neighbours::Announcements], (&change.id).into(), dirty);
        add(&change.release, dirty);
        if let Some(deploys) = &change.deploys {
            dirty.extend(index.changes_of_version(deploys));
        }
        self.sharing_window(change, dirty);
        // What failed may take the authority of its template away.
        let failed = matches!(change.outcome, Some(Outcome::Failed | Outcome::BackedOut));
        if let Some(template) = change.template.as_ref().filter(|_| failed) {
            dirty.insert(RecordRef::from(template));
            self.template(template, dirty);
        }
    }

    /// Live changes in the occurrences of maintenance windows with a capacity that the change takes part of.
    fn sharing_window(&self, change: &Change, dirty: &mut Dirty) {
        let View { plan, index, occurrences, .. } = self.view;
        let Some(planned) = change.live_window() else { return };
        let capped = plan.maintenance_windows.values().filter(|window| window.capacity.is_some());
        for window in capped.filter(|window| self.view.in_scope(&window.scope, change)) {
            for occurrence in occurrences.of(&RecordRef::from(&window.id), &window.when, planned) {
                add(&index.live_changes_in(occurrence), dirty);
            }
        }
    }

    /// Changes that follow a template.
    fn template(&self, template: &Id<ChangeTemplate>, dirty: &mut Dirty) {
        self.beside(&[Neighbours::Changes], template.into(), dirty);
    }

    /// Changes that a freeze exception is for.
    fn exception(&self, exception: &FreezeException, dirty: &mut Dirty) {
        add(&exception.changes, dirty);
        if let Some(release) = &exception.release {
            self.beside(&[Neighbours::Changes], release.into(), dirty);
        }
    }

    fn release(&self, release: &Release, dirty: &mut Dirty) {
        use Neighbours::{Announcements, Changes, Gates, Held, Phases, Waiting};
        let of = RecordRef::from(&release.id);
        self.beside(&[Waiting, Phases, Gates, Changes, Announcements, Held], of, dirty);
        add(&release.parent, dirty);
        self.in_several(of, dirty);
        for phase in self.view.phases_of_release(&release.id) {
            self.beside(&[Neighbours::Bookings], (&phase.id).into(), dirty);
            add(&phase.environment, dirty);
        }
    }

    /// Changes that this release, or one that it holds, and further ones name.
    fn in_several(&self, release: RecordRef, dirty: &mut Dirty) {
        let mut below = BTreeSet::new();
        let mut waiting = vec![release];
        while let Some(release) = waiting.pop() {
            if below.insert(release) {
                self.beside(&[Neighbours::ChangesInSeveral], release, dirty);
                waiting.extend(self.view.index.neighbours(Neighbours::Held, release));
            }
        }
    }

    fn phase(&self, phase: &Phase, dirty: &mut Dirty) {
        let release = RecordRef::from(&phase.release);
        dirty.insert(release);
        self.beside(
            &[Neighbours::Phases, Neighbours::Gates, Neighbours::Changes, Neighbours::Waiting],
            release,
            dirty,
        );
        for booking in self.view.bookings_of_phase(&phase.id) {
            self.beside(&[Neighbours::Bookings], (&booking.environment).into(), dirty);
        }
        add(&phase.environment, dirty);
    }

    fn gate(&self, gate: &Gate, dirty: &mut Dirty) {
        dirty.insert(RecordRef::from(&gate.release));
        add(&gate.phase, dirty);
        self.beside(&[Neighbours::Changes], (&gate.release).into(), dirty);
    }

    fn booking(&self, booking: &Booking, dirty: &mut Dirty) {
        dirty.insert(RecordRef::from(&booking.environment));
        self.beside(&[Neighbours::Bookings], (&booking.environment).into(), dirty);
        add(&booking.phase, dirty);
        add(&booking.change, dirty);
        if let Some(phase) = booking.phase.as_ref().and_then(|id| self.view.plan.phases.get(id)) {
            add(&phase.environment, dirty);
        }
    }

    fn environment(&self, environment: &Environment, dirty: &mut Dirty) {
        self.beside(
            &[Neighbours::Changes, Neighbours::Bookings, Neighbours::Phases],
            (&environment.id).into(),
            dirty,
        );
    }

    /// The deployment that the runbook is for.
    fn runbook(&self, runbook: &Runbook, dirty: &mut Dirty) {
        add(&runbook.change, dirty);
        if let Some(release) = &runbook.release {
            dirty.insert(RecordRef::from(release));
            self.beside(&[Neighbours::Phases, Neighbours::Changes], release.into(), dirty);
        }
    }

    /// What the announcement is about, and the releases for which that speaks.
    fn announcement(&self, announcement: &Announcement, dirty: &mut Dirty) {
        add(&announcement.change, dirty);
        let change = announcement.change.as_ref().and_then(|id| self.view.plan.changes.get(id));
        add(change.and_then(|change| change.release.as_ref()), dirty);
        if let Some(release) = &announcement.release {
            dirty.insert(RecordRef::from(release));
            self.beside(&[Neighbours::Held], release.into(), dirty);
        }
    }

    /// All phases, and changes with a version, when the path to production becomes another. That is rare.
    fn path(&self, diff: &Diff, dirty: &mut Dirty) {
        let place = |environment: &Environment| environment.promotion_order;
        let is_other = diff
            .environments()
            .values()
            .any(|edit| edit.before.and_then(place) != edit.after.and_then(place));
        if is_other {
            let plan = self.view.plan;
            add(plan.phases.keys(), dirty);
            let versioned = plan.changes.values().filter(|change| change.deploys.is_some());
            add(versioned.map(|change| &change.id), dirty);
        }
    }

    /// The changes of the releases that say this in what their changes have in common. Few releases do.
    fn common(&self, names: &dyn Fn(&CommonCharacteristics) -> bool, dirty: &mut Dirty) {
        for release in self.view.plan.releases.values().filter(|release| names(&release.common)) {
            self.beside(&[Neighbours::Changes], (&release.id).into(), dirty);
        }
    }

    /// Changes to environments that the team answers for: it may approve their bookings.
    fn group(&self, group: &Group, dirty: &mut Dirty) {
        let of_team = |environment: &&Environment| environment.group.as_ref() == Some(&group.id);
        for environment in self.view.plan.environments.values().filter(of_team) {
            self.beside(&[Neighbours::Changes], (&environment.id).into(), dirty);
        }
        self.common(&|common| common.groups.contains(&group.id), dirty);
    }

    /// All changes: which board is asked hangs on which boards there are. Boards change rarely.
    fn boards(&self, diff: &Diff, dirty: &mut Dirty) {
        if !diff.boards().is_empty() {
            add(self.view.plan.changes.keys(), dirty);
        }
    }

    /// Changes that wait for authorisation, when a meeting comes, goes, moves or is called off. What is written in it
    /// makes no difference.
    fn meetings(&self, diff: &Diff, dirty: &mut Dirty) {
        let when = |meeting: &Meeting| (meeting.board, meeting.window, meeting.status);
        let moves = diff.meetings().values().any(|edit| edit.before.map(when) != edit.after.map(when));
        if moves {
            let waiting = self.view.plan.changes.values().filter(|it| it.status.is_before_authorisation());
            add(waiting.map(|change| &change.id), dirty);
        }
    }

    /// All items above and below, and their changes: a path through this item may have come or gone. Items that it
    /// names: they may hang on nothing else.
    fn ci(&self, ci: &ConfigurationItem, dirty: &mut Dirty) {
        let graph = &self.view.index.graph;
        let (above, below) = (graph.dependents(&ci.id), graph.dependencies(&ci.id));
        for item in above.keys().chain(below.keys()).chain([&ci.id]) {
            dirty.insert(RecordRef::from(item));
            self.changes_on(item, dirty);
        }
        add(ci.relations.iter().map(|relation| &relation.to), dirty);
        self.common(&|common| common.cis.contains(&ci.id), dirty);
    }

    /// All items, when the first relation comes or the last one goes.
    fn map(&self, diff: &Diff, dirty: &mut Dirty) {
        let is_edited = !diff.cis().is_empty() || !diff.services().is_empty();
        if is_edited && self.view.index.graph.is_flat() {
            add(self.view.plan.cis.keys(), dirty);
        }
    }

    /// Changes of all items that the service, or one it needs, does not work without.
    fn service(&self, service: &Service, dirty: &mut Dirty) {
        let (plan, index) = (self.view.plan, self.view.index);
        let mut needed: SortedSet<&Id<Service>> = SortedSet::new();
        let mut waiting = vec![service];
        while let Some(service) = waiting.pop() {
            if !needed.insert(&service.id) {
                continue;
            }
            for ci in &service.cis {
                let below = index.graph.dependencies(ci);
                for item in below.keys().chain([ci]) {
                    dirty.insert(RecordRef::from(item));
                    self.changes_on(item, dirty);
                }
            }
            waiting.extend(service.depends_on.iter().filter_map(|id| plan.services.get(id)));
        }
        let naming = plan.changes.values().filter(|change| change.services.contains(&service.id));
        for change in naming {
            dirty.insert(RecordRef::from(&change.id));
            self.sharing_window(change, dirty);
        }
        self.common(&|common| common.services.contains(&service.id), dirty);
    }

    /// All live changes in a scope. A window is declared rarely, so this one may look at every change.
    fn scope(&self, scope: &Scope, dirty: &mut Dirty) {
        let live = self.view.plan.changes.values().filter(|change| change.status.is_live());
        let meant = live.filter(|change| self.view.in_scope(scope, change));
        add(meant.map(|change| &change.id), dirty);
    }

    /// The changes of an item, and those that take room from them or leave it.
    fn changes_on(&self, ci: &Id<ConfigurationItem>, dirty: &mut Dirty) {
        for change in self.view.changes_on_ci(ci) {
            dirty.insert(RecordRef::from(&change.id));
            self.sharing_window(change, dirty);
        }
    }
}
