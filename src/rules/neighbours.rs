//! Whose findings a diff may change: the changed subjects and those that their windows and relations reach.
//!
//! A file of its own because it is the one place that has to know what rules ask: the law that `recheck` equals
//! `check` hangs on it.

use std::collections::BTreeSet;

use super::view::View;
use crate::gather::Gather;
use crate::model::{
    Announcement, Booking, Change, ChangeTemplate, CommonCharacteristics, ConfigurationItem, Diff, Edits,
    Environment, FreezeException, Gate, Group, Id, Meeting, Outcome, Phase, Record, RecordRef, Release,
    Runbook, Scope, Service, Table,
};
use crate::sorted::SortedSet;

/// The subjects to look at again, seen from one side of the diff: call it before the plan takes the diff with
/// `after = false`, and afterwards with `after = true`.
pub(super) fn of_diff(view: &View, diff: &Diff, after: bool) -> BTreeSet<RecordRef> {
    let mut dirty = BTreeSet::new();
    let side = Side { view, after };
    side.each(diff.changes(), |record| side.change(record, &mut dirty));
    side.each(diff.releases(), |record| side.release(record, &mut dirty));
    side.each(diff.phases(), |record| side.phase(record, &mut dirty));
    side.each(diff.gates(), |record| side.gate(record, &mut dirty));
    side.each(diff.bookings(), |record| side.booking(record, &mut dirty));
    side.each(diff.environments(), |record| side.environment(record, &mut dirty));
    side.each(diff.cis(), |record| side.ci(record, &mut dirty));
    side.each(diff.services(), |record| side.service(record, &mut dirty));
    side.map(diff, &mut dirty);
    side.each(diff.runbooks(), |record| side.runbook(record, &mut dirty));
    side.each(diff.announcements(), |record| side.announcement(record, &mut dirty));
    side.each(diff.blackouts(), |record| side.scope(&record.scope, &mut dirty));
    side.each(diff.maintenance_windows(), |record| {
        side.scope(&record.scope, &mut dirty);
        side.common(|common| common.maintenance_window.as_ref() == Some(&record.id), &mut dirty);
    });
    side.each(diff.approvals(), |record| {
        dirty.insert(RecordRef::from(&record.change));
    });
    side.each(diff.change_templates(), |record| side.template(&record.id, &mut dirty));
    side.each(diff.freeze_exceptions(), |record| side.exception(record, &mut dirty));
    side.each(diff.groups(), |record| side.group(record, &mut dirty));
    side.path(diff, &mut dirty);
    side.boards(diff, &mut dirty);
    side.meetings(diff, &mut dirty);
    side.each(diff.waivers(), |record| {
        dirty.insert(record.subject);
    });
    dirty.extend(diff.touched());
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
    let mut releases: BTreeSet<Id<Release>> = dirty.iter().filter_map(release).gather();
    let held_by: Vec<Id<Release>> = releases.iter().filter_map(|id| plan.releases.get(id)?.parent).gather();
    releases.extend(held_by);
    let gates = releases.iter().flat_map(|id| view.index.gates_of_release(id)).map(RecordRef::from);
    gates.chain(releases.iter().map(RecordRef::from)).gather()
}

struct Side<'a> {
    view: &'a View<'a>,
    after: bool,
}

type Dirty = BTreeSet<RecordRef>;

impl Side<'_> {
    fn each<T: Record>(&self, edits: Edits<T>, mut look: impl FnMut(&T)) {
        let records = edits.values().filter_map(|edit| if self.after { edit.after } else { edit.before });
        records.for_each(&mut look);
    }

    /// Changes that share an item, a related item or an implementer at the same time; those that wait for it.
    fn change(&self, change: &Change, dirty: &mut Dirty) {
        let index = self.view.index;
        if let Some(window) = change.live_window() {
            for ci in &change.cis {
                let walks = [index.graph.dependents(ci), index.graph.dependencies(ci)];
                let related = index.live_changes_within(self.view.plan, &walks, window);
                dirty.extend(related.iter().map(RecordRef::from));
                dirty.extend(index.live_changes_on_ci(ci, window).iter().map(RecordRef::from));
            }
            for person in &change.implementers {
                dirty.extend(index.live_changes_by(person, window).iter().map(RecordRef::from));
            }
        }
        dirty.extend(index.changes_waiting_for(&change.id).map(RecordRef::from));
        dirty.extend(change.release.iter().map(RecordRef::from));
        dirty.extend(index.announcements_of_change(&change.id).map(RecordRef::from));
        let same = change.deploys.iter().flat_map(|deploys| index.changes_of_version(deploys));
        dirty.extend(same.map(RecordRef::from));
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
                dirty.extend(index.live_changes_in(occurrence).iter().map(RecordRef::from));
            }
        }
    }

    /// Changes that follow a template.
    fn template(&self, template: &Id<ChangeTemplate>, dirty: &mut Dirty) {
        dirty.extend(self.view.index.changes_of_template(template).map(RecordRef::from));
    }

    /// Changes that a freeze exception is for.
    fn exception(&self, exception: &FreezeException, dirty: &mut Dirty) {
        dirty.extend(exception.changes.iter().map(RecordRef::from));
        if let Some(release) = &exception.release {
            dirty.extend(self.view.index.changes_in_release(release).map(RecordRef::from));
        }
    }

    fn release(&self, release: &Release, dirty: &mut Dirty) {
        let index = self.view.index;
        dirty.extend(index.releases_waiting_for(&release.id).map(RecordRef::from));
        dirty.extend(index.phases_of_release(&release.id).map(RecordRef::from));
        dirty.extend(index.gates_of_release(&release.id).map(RecordRef::from));
        dirty.extend(index.changes_in_release(&release.id).map(RecordRef::from));
        dirty.extend(index.announcements_of_release(&release.id).map(RecordRef::from));
        dirty.extend(index.releases_held_by(&release.id).map(RecordRef::from));
        dirty.extend(release.parent.iter().map(RecordRef::from));
        self.in_several(release, dirty);
        for phase in index.phases_of_release(&release.id) {
            dirty.extend(index.bookings_of_phase(phase).map(RecordRef::from));
            let environment = self.view.plan.phases.get(phase).and_then(|phase| phase.environment.as_ref());
            dirty.extend(environment.map(RecordRef::from));
        }
    }

    /// Changes that this release, or one that it holds, and further ones name.
    fn in_several(&self, release: &Release, dirty: &mut Dirty) {
        let index = self.view.index;
        let mut below = BTreeSet::new();
        let mut waiting = vec![&release.id];
        while let Some(release) = waiting.pop() {
            if below.insert(release) {
                dirty.extend(index.changes_in_several(release).map(RecordRef::from));
                waiting.extend(index.releases_held_by(release));
            }
        }
    }

    fn phase(&self, phase: &Phase, dirty: &mut Dirty) {
        let index = self.view.index;
        dirty.insert(RecordRef::from(&phase.release));
        dirty.extend(index.phases_of_release(&phase.release).map(RecordRef::from));
        dirty.extend(index.gates_of_release(&phase.release).map(RecordRef::from));
        dirty.extend(index.changes_in_release(&phase.release).map(RecordRef::from));
        dirty.extend(index.releases_waiting_for(&phase.release).map(RecordRef::from));
        for booking in index.bookings_of_phase(&phase.id).filter_map(|id| self.view.plan.bookings.get(id)) {
            dirty.extend(index.bookings_of_environment(&booking.environment).map(RecordRef::from));
        }
        dirty.extend(phase.environment.iter().map(RecordRef::from));
    }

    fn gate(&self, gate: &Gate, dirty: &mut Dirty) {
        dirty.insert(RecordRef::from(&gate.release));
        dirty.extend(gate.phase.iter().map(RecordRef::from));
        let changes = self.view.index.changes_in_release(&gate.release);
        dirty.extend(changes.map(RecordRef::from));
    }

    fn booking(&self, booking: &Booking, dirty: &mut Dirty) {
        dirty.insert(RecordRef::from(&booking.environment));
        let beside = self.view.index.bookings_of_environment(&booking.environment);
        dirty.extend(beside.map(RecordRef::from));
        dirty.extend(booking.phase.iter().map(RecordRef::from));
        dirty.extend(booking.change.iter().map(RecordRef::from));
        if let Some(phase) = booking.phase.as_ref().and_then(|id| self.view.plan.phases.get(id)) {
            dirty.extend(phase.environment.iter().map(RecordRef::from));
        }
    }

    fn environment(&self, environment: &Environment, dirty: &mut Dirty) {
        let index = self.view.index;
        dirty.extend(index.changes_in_environment(&environment.id).map(RecordRef::from));
        dirty.extend(index.bookings_of_environment(&environment.id).map(RecordRef::from));
        dirty.extend(index.phases_in_environment(&environment.id).map(RecordRef::from));
    }

    /// The deployment that the runbook is for.
    fn runbook(&self, runbook: &Runbook, dirty: &mut Dirty) {
        let index = self.view.index;
        dirty.extend(runbook.change.iter().map(RecordRef::from));
        if let Some(release) = &runbook.release {
            dirty.insert(RecordRef::from(release));
            dirty.extend(index.phases_of_release(release).map(RecordRef::from));
            dirty.extend(index.changes_in_release(release).map(RecordRef::from));
        }
    }

    /// What the announcement is about, and the releases for which that speaks.
    fn announcement(&self, announcement: &Announcement, dirty: &mut Dirty) {
        dirty.extend(announcement.change.iter().map(RecordRef::from));
        let change = announcement.change.as_ref().and_then(|id| self.view.plan.changes.get(id));
        dirty.extend(change.and_then(|change| change.release.as_ref()).map(RecordRef::from));
        if let Some(release) = &announcement.release {
            dirty.insert(RecordRef::from(release));
            dirty.extend(self.view.index.releases_held_by(release).map(RecordRef::from));
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
            dirty.extend(plan.phases.keys().map(RecordRef::from));
            let versioned = plan.changes.values().filter(|change| change.deploys.is_some());
            dirty.extend(versioned.map(|change| RecordRef::from(&change.id)));
        }
    }

    /// The changes of the releases that say this in what their changes have in common. Few releases do.
    fn common(&self, names: impl Fn(&CommonCharacteristics) -> bool, dirty: &mut Dirty) {
        for release in self.view.plan.releases.values().filter(|release| names(&release.common)) {
            dirty.extend(self.view.index.changes_in_release(&release.id).map(RecordRef::from));
        }
    }

    /// Changes to environments that the team answers for: it may approve their bookings.
    fn group(&self, group: &Group, dirty: &mut Dirty) {
        let of_team = |environment: &&Environment| environment.group.as_ref() == Some(&group.id);
        for environment in self.view.plan.environments.values().filter(of_team) {
            dirty.extend(self.view.index.changes_in_environment(&environment.id).map(RecordRef::from));
        }
        self.common(|common| common.groups.contains(&group.id), dirty);
    }

    /// All changes: which board is asked hangs on which boards there are. Boards change rarely.
    fn boards(&self, diff: &Diff, dirty: &mut Dirty) {
        if !diff.boards().is_empty() {
            dirty.extend(self.view.plan.changes.keys().map(RecordRef::from));
        }
    }

    /// Changes that wait for authorisation, when a meeting comes, goes, moves or is called off. What is written in it
    /// makes no difference.
    fn meetings(&self, diff: &Diff, dirty: &mut Dirty) {
        let when = |meeting: &Meeting| (meeting.board, meeting.window, meeting.status);
        let moves = diff.meetings().values().any(|edit| edit.before.map(when) != edit.after.map(when));
        if moves {
            let waiting = self.view.plan.changes.values().filter(|it| it.status.is_before_authorisation());
            dirty.extend(waiting.map(|change| RecordRef::from(&change.id)));
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
        dirty.extend(ci.relations.iter().map(|relation| RecordRef::from(&relation.to)));
        self.common(|common| common.cis.contains(&ci.id), dirty);
    }

    /// All items, when the first relation comes or the last one goes.
    fn map(&self, diff: &Diff, dirty: &mut Dirty) {
        let is_edited = !diff.cis().is_empty() || !diff.services().is_empty();
        if is_edited && self.view.index.graph.is_flat() {
            dirty.extend(self.view.plan.cis.keys().map(RecordRef::from));
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
        self.common(|common| common.services.contains(&service.id), dirty);
    }

    /// All live changes in a scope. A window is declared rarely, so this one may look at every change.
    fn scope(&self, scope: &Scope, dirty: &mut Dirty) {
        let live = self.view.plan.changes.values().filter(|change| change.status.is_live());
        let meant = live.filter(|change| self.view.in_scope(scope, change));
        dirty.extend(meant.map(|change| RecordRef::from(&change.id)));
    }

    /// The changes of an item, and those that take room from them or leave it.
    fn changes_on(&self, ci: &Id<ConfigurationItem>, dirty: &mut Dirty) {
        for change in self.view.index.changes_on_ci(ci) {
            dirty.insert(RecordRef::from(change));
            if let Some(change) = self.view.plan.changes.get(change) {
                self.sharing_window(change, dirty);
            }
        }
    }
}
