//! `Related`: the records beside a record, as rules and views ask for them. Apart from `index.rs`, which knows references
//! alone.

use std::marker::PhantomData;

use super::index::{Neighbours, Refs};
use super::view::View;
use crate::gather::Gather;
use crate::model::{
    Announcement, AnyRecord, Board, Booking, Change, ChangeTemplate, ConfigurationItem, Environment,
    FreezeException, Gate, Group, Id, Meeting, Phase, Plan, Record, RecordRef, Release, Runbook,
    VersionReference, Waiver,
};
use crate::order::Arrange;

/// Neighbours of one type, in the order of their ids.
#[derive(Debug, Clone)]
pub struct Related<'a, T> {
    plan: &'a Plan,
    refs: Refs<'a>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Record + 'a> Iterator for Related<'a, T> {
    type Item = &'a T;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a T> {
        next(self.plan, &mut self.refs).and_then(T::inside)
    }
}

/// The next record, for all types alike.
#[inline(never)]
fn next<'a>(plan: &'a Plan, refs: &mut Refs) -> Option<&'a AnyRecord> {
    refs.find_map(|of| plan.rows(of.table).get(of.id.as_str()))
}

impl<'a> View<'a> {
    fn related<T>(&self, kind: Neighbours, from: impl Into<RecordRef>) -> Related<'a, T> {
        self.among(self.index.neighbours(kind, from))
    }

    fn among<T>(&self, refs: Refs<'a>) -> Related<'a, T> {
        Related { plan: self.plan, refs, of: PhantomData }
    }

    /// The changes that a team does.
    #[must_use]
    pub fn changes_of_group(&self, group: &Id<Group>) -> Related<'a, Change> {
        self.related(Neighbours::Changes, group)
    }

    /// The changes that follow a template, or did.
    #[must_use]
    pub fn changes_of_template(&self, template: &Id<ChangeTemplate>) -> Related<'a, Change> {
        self.related(Neighbours::Changes, template)
    }

    /// All changes to a configuration item, whatever their status.
    #[must_use]
    pub fn changes_on_ci(&self, ci: &Id<ConfigurationItem>) -> Related<'a, Change> {
        self.related(Neighbours::Changes, ci)
    }

    /// The changes that a release carries.
    #[must_use]
    pub fn changes_in_release(&self, release: &Id<Release>) -> Related<'a, Change> {
        self.related(Neighbours::Changes, release)
    }

    /// The changes that wait for a change.
    #[must_use]
    pub fn changes_waiting_for(&self, change: &Id<Change>) -> Related<'a, Change> {
        self.related(Neighbours::Waiting, change)
    }

    /// The changes that deploy the same version of the same repository.
    #[must_use]
    pub fn changes_of_version(&self, deploys: &VersionReference) -> Related<'a, Change> {
        self.among(self.index.changes_of_version(deploys))
    }

    /// The items that have a relation to an item, of whatever kind.
    #[must_use]
    pub fn named_by_ci(&self, ci: &Id<ConfigurationItem>) -> Related<'a, ConfigurationItem> {
        self.related(Neighbours::NamedBy, ci)
    }

    /// The freeze exceptions for a change, or for the release that carries it.
    pub fn exceptions_of(&self, change: &Change) -> impl Iterator<Item = &'a FreezeException> + use<'a> {
        let view = *self;
        let of_release = change.release.into_iter();
        self.related(Neighbours::Exceptions, &change.id)
            .chain(of_release.flat_map(move |release| view.related(Neighbours::Exceptions, &release)))
    }

    /// The releases that wait for a release.
    #[must_use]
    pub fn releases_waiting_for(&self, release: &Id<Release>) -> Related<'a, Release> {
        self.related(Neighbours::Waiting, release)
    }

    /// The releases that a release holds.
    #[must_use]
    pub fn releases_held_by(&self, release: &Id<Release>) -> Related<'a, Release> {
        self.related(Neighbours::Held, release)
    }

    /// The phases of a release, by id.
    #[must_use]
    pub fn phases_of_release(&self, release: &Id<Release>) -> Related<'a, Phase> {
        self.related(Neighbours::Phases, release)
    }

    /// The phases of a release in their order; of one order, those that start first.
    #[must_use]
    pub fn phases_in_order(&self, release: &Id<Release>) -> Vec<&'a Phase> {
        let mut phases: Vec<&Phase> = self.phases_of_release(release).gather();
        phases.arrange_by_key(|phase| (phase.order, phase.planned.map(|window| window.start), phase.id));
        phases
    }

    /// The phases that take place in an environment.
    #[must_use]
    pub fn phases_in_environment(&self, environment: &Id<Environment>) -> Related<'a, Phase> {
        self.related(Neighbours::Phases, environment)
    }

    /// The gates of a release.
    #[must_use]
    pub fn gates_of_release(&self, release: &Id<Release>) -> Related<'a, Gate> {
        self.related(Neighbours::Gates, release)
    }

    /// The bookings of an environment, whatever their status.
    #[must_use]
    pub fn bookings_of_environment(&self, environment: &Id<Environment>) -> Related<'a, Booking> {
        self.related(Neighbours::Bookings, environment)
    }

    /// The bookings for a phase.
    #[must_use]
    pub fn bookings_of_phase(&self, phase: &Id<Phase>) -> Related<'a, Booking> {
        self.related(Neighbours::Bookings, phase)
    }

    /// The meetings of a board, whatever their status.
    #[must_use]
    pub fn meetings_of_board(&self, board: &Id<Board>) -> Related<'a, Meeting> {
        self.related(Neighbours::Meetings, board)
    }

    /// The runbooks of a change.
    #[must_use]
    pub fn runbooks_of_change(&self, change: &Id<Change>) -> Related<'a, Runbook> {
        self.related(Neighbours::Runbooks, change)
    }

    /// The runbooks of a release.
    #[must_use]
    pub fn runbooks_of_release(&self, release: &Id<Release>) -> Related<'a, Runbook> {
        self.related(Neighbours::Runbooks, release)
    }

    /// The announcements about a change.
    #[must_use]
    pub fn announcements_of_change(&self, change: &Id<Change>) -> Related<'a, Announcement> {
        self.related(Neighbours::Announcements, change)
    }

    /// The announcements about a release.
    #[must_use]
    pub fn announcements_of_release(&self, release: &Id<Release>) -> Related<'a, Announcement> {
        self.related(Neighbours::Announcements, release)
    }

    /// The waivers about a record.
    #[must_use]
    pub fn waivers_of(&self, subject: &RecordRef) -> Related<'a, Waiver> {
        self.related(Neighbours::Waivers, *subject)
    }
}
