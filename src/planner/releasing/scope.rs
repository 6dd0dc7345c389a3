//! Which changes go into which release: what fits one that is there, and what could go together.

use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    AnyRecord, Change, ChangeStatus, Command, Id, Plan, Record, RecordRef, Release, ReleaseStatus,
};
use crate::planner::fresh_id;
use crate::rules::{View, characteristics, wording};
use crate::sorted::{SortedMap, SortedSet};

/// A change that fits a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The change.
    pub change: Id<Change>,
    /// What it has in common with the others, in words.
    pub reasons: Vec<String>,
}

/// The authorised changes that are in no release and have what the changes of this one have in common; none where it
/// does not say what that is.
#[must_use]
pub fn offers(view: &View, release: &Release) -> Vec<Offer> {
    if !characteristics::restricts(&release.common) || !release.status.is_live() {
        return Vec::new();
    }
    let free = view.plan.changes.values().filter(|change| {
        change.release.is_none()
            && matches!(change.status, ChangeStatus::Authorised | ChangeStatus::Scheduled)
    });
    let fitting = free.filter_map(|change| {
        let (reasons, lacks) = characteristics::compare(view, &release.common, change);
        (lacks.is_empty() && !reasons.is_empty()).then_some(Offer { change: change.id, reasons })
    });
    fitting.gather()
}

/// The command that takes changes into a release.
#[must_use]
pub fn take_in(plan: &Plan, release: &Id<Release>, changes: &[Id<Change>]) -> Command {
    let taken = changes.iter().filter_map(|id| plan.changes.get(id));
    let commands: Vec<Command> =
        taken.map(|change| Command::Edit(altered!(change.clone(), release: Some(*release)).into())).gather();
    let label = format!("Take {} into {}", counted(commands.len()), plan.title(&RecordRef::from(release)));
    Command::Batch { label, commands }
}

/// Changes that could go together, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// The release that is there for them; a new one when absent.
    pub release: Option<Id<Release>>,
    /// What a new release would be called; the release's name otherwise.
    pub name: String,
    /// Why they go together, in a sentence.
    pub reason: String,
    /// The changes, in the order of their ids.
    pub changes: Vec<Id<Change>>,
}

impl Grouping {
    /// The command that takes the changes into their release, which comes into being where there is none.
    #[must_use]
    pub fn command(&self, plan: &Plan) -> Command {
        if let Some(release) = &self.release {
            return take_in(plan, release, &self.changes);
        }
        let id = Id::lenient(&fresh_id(plan, crate::model::Table::Releases));
        let windows = self.changes.iter().filter_map(|id| plan.changes.get(id)?.planned);
        let mut release = Release::draft(id, self.name.clone());
        release.status = ReleaseStatus::Draft;
        release.description = self.reason.clone();
        release.go_live = windows.map(|window| window.end).max();
        let label = format!("Group {} into {}", counted(self.changes.len()), self.name);
        let taken = take_in(plan, &id, &self.changes);
        Command::Batch { label, commands: vec![Command::Add(AnyRecord::from(release)), taken] }
    }
}

/// Proposes releases for the changes that are in none and not begun; each change is proposed once. First what a
/// release is there for, then changes that wait for each other, then changes of one service that are planned within
/// one week, then changes of one team that are.
#[must_use]
pub fn groupings(view: &View) -> Vec<Grouping> {
    let plan = view.plan;
    let mut free: SortedSet<&Id<Change>> = plan
        .changes
        .values()
        .filter(|one| one.release.is_none() && one.status.is_before_implementation())
        .map(|one| &one.id)
        .gather();
    let mut found = Vec::new();
    for release in plan.releases.values() {
        let offered: Vec<Offer> =
            offers(view, release).into_iter().filter(|offer| free.contains(&offer.change)).gather();
        let Some(first) = offered.first() else { continue };
        let reason =
            format!("Each fits what {} is for: the first {}.", release.title(), first.reasons.join(" and "));
        let changes: Vec<Id<Change>> = offered.into_iter().map(|offer| offer.change).gather();
        free.retain(|id| !changes.contains(id));
        let (name, release) = (release.name.clone(), Some(release.id));
        found.push(Grouping { release, name, reason, changes });
    }
    for component in components(view, &free) {
        free.retain(|id| !component.contains(id));
        let titles: Vec<&str> =
            component.iter().filter_map(|id| Some(plan.changes.get(id)?.title())).gather();
        found.push(Grouping {
            release: None,
            name: format!("Changes with {}", titles.first().copied().unwrap_or_default()),
            reason: format!("They wait for each other: {}.", wording::list(&titles)),
            changes: component,
        });
    }
    for keys in [service_and_week as fn(&View, &Change) -> Option<Key>, team_and_week] {
        let mut together: SortedMap<Key, Vec<Id<Change>>> = SortedMap::new();
        for change in free.iter().filter_map(|id| plan.changes.get(id)) {
            if let Some(key) = keys(view, change) {
                together.get_or_default(key).push(change.id);
            }
        }
        for ((what, week), changes) in together.into_iter().filter(|(_, changes)| changes.len() > 1) {
            free.retain(|id| !changes.contains(id));
            let title = plan.title(&what).to_owned();
            let week = wording::day(view.zone().start_of_day(week), view.zone());
            let verb = if what.table == crate::model::Table::Services { "change" } else { "are done by" };
            let reason = format!("All {} {verb} {title} in the week of {week}.", changes.len());
            found.push(Grouping { release: None, name: format!("{title}, week of {week}"), reason, changes });
        }
    }
    found
}

/// A record that changes have in common, and the Monday of the week in which they are planned.
type Key = (RecordRef, chrono::NaiveDate);

fn week(view: &View, change: &Change) -> Option<chrono::NaiveDate> {
    let day = view.zone().date_of(change.planned?.start);
    day.week(chrono::Weekday::Mon).checked_first_day()
}

fn service_and_week(view: &View, change: &Change) -> Option<Key> {
    let reached =
        change.cis.iter().find_map(|ci| view.index.graph.services_reached(ci).iter().next().cloned());
    let service = change.services.first().cloned().or(reached)?;
    Some((RecordRef::from(&service), week(view, change)?))
}

fn team_and_week(view: &View, change: &Change) -> Option<Key> {
    Some((RecordRef::from(change.group.as_ref()?), week(view, change)?))
}

/// Sets of two or more free changes that wait for each other.
fn components(view: &View, free: &SortedSet<&Id<Change>>) -> Vec<Vec<Id<Change>>> {
    let mut seen: SortedSet<Id<Change>> = SortedSet::new();
    let mut found = Vec::new();
    for first in free {
        let mut component = SortedSet::new();
        let mut waiting: Vec<Id<Change>> = vec![*(*first)];
        while let Some(id) = waiting.pop() {
            if !free.contains(&id) || !seen.insert(id) {
                continue;
            }
            let before = view.plan.changes.get(&id).into_iter().flat_map(|change| &change.depends_on);
            waiting.extend(before.map(|dependency| dependency.on));
            waiting.extend(view.changes_waiting_for(&id).map(|change| change.id));
            component.insert(id);
        }
        if component.len() > 1 {
            found.push(component.into_iter().gather());
        }
    }
    found
}

fn counted(changes: usize) -> String {
    if changes == 1 { "1 change".to_owned() } else { format!("{changes} changes") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CommonCharacteristics, notation};
    use crate::planner::Workbench;

    #[test]
    fn changes_are_grouped_with_reasons_and_each_once() {
        let text = "
            group dba
            service mail on=smtp
            release R1
            change A 5T20..5T21 on=db status=Authorised
            change B 6T20..6T21 on=db status=Draft
            change C 6T20..6T21 on=smtp status=Requested
            change D 7T20..7T21 on=smtp status=Requested
            change E 20T20..20T21 on=x status=Requested after=F
            change F 19T20..19T21 on=y status=Requested group=dba
            change G 19T20..19T21 on=z status=Requested group=dba
            change H 5T20..5T21 on=db status=Authorised release=R1
        ";
        let mut example = notation::parse(text).unwrap();
        let release = example.plan.releases.get(&Id::lenient("R1")).unwrap().clone();
        let common = CommonCharacteristics { cis: vec![Id::lenient("db")], ..Default::default() };
        example.plan.put(Release { common, ..release }.into());
        let mut bench = Workbench::open(example.plan, example.now, None);
        let found = groupings(&bench.view());
        let lines: Vec<String> = found
            .iter()
            .map(|one| {
                let ids: Vec<&str> = one.changes.iter().map(Id::as_str).collect();
                format!("{}: {} {}", one.name, ids.join(","), one.reason)
            })
            .collect();
        assert_eq!(
            lines,
            [
                "R1: A Each fits what R1 is for: the first changes db.",
                "Changes with E: E,F They wait for each other: E and F.",
                "mail, week of Mon 5 Jan 2026: C,D All 2 change mail in the week of Mon 5 Jan 2026.",
            ]
        );
        for grouping in found {
            let command = grouping.command(bench.plan());
            bench.run(&command).unwrap();
        }
        assert_eq!(bench.plan().releases.len(), 3);
        assert!(groupings(&bench.view()).is_empty());
    }
}
