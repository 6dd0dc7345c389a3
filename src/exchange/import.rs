//! What every import yields: records and notes, and how records meet a plan that has some of them already.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::Value;

use crate::gather::Gather;
use crate::model::{AnyRecord, Command, Id, Plan, RecordRef, Settings, Table};

/// Something in a file that was not read as it stands there. The import went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportNote {
    /// The line of the file, counted from 1; none when it is about the file.
    pub line: Option<usize>,
    /// The column's header in a table, the property's name in a calendar.
    pub column: Option<String>,
    /// What was met.
    pub problem: String,
    /// What was made of it, and what to do when that is wrong.
    pub advice: String,
    /// On how many further lines the same was met.
    pub more: usize,
}

impl fmt::Display for ImportNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}")?;
            if self.more > 0 {
                write!(f, " and {} more", self.more)?;
            }
            f.write_str(", ")?;
        }
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        write!(f, "{}; {}", self.problem, self.advice)
    }
}

/// What a file held.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The records, each id once in its table; those that others name come first.
    pub records: Vec<AnyRecord>,
    /// What was not read as it stands there, in the order in which it was met.
    pub notes: Vec<ImportNote>,
}

impl Imported {
    /// The records as a plan of their own.
    #[must_use]
    pub fn into_plan(self, id: Id<Plan>, settings: Settings) -> Plan {
        let mut plan = Plan::new(id, settings);
        for record in self.records {
            plan.put(record);
        }
        plan
    }
}

/// Collects notes; the same problem of the same column is one note with a count.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: Vec<ImportNote>,
    seen: HashMap<(Option<String>, String), usize>,
}

impl Notes {
    pub(super) fn add(&mut self, line: usize, column: &str, problem: String, advice: &str) {
        self.note(Some(line), Some(column), problem, advice);
    }

    pub(super) fn note(&mut self, line: Option<usize>, column: Option<&str>, problem: String, advice: &str) {
        let key = (column.map(str::to_owned), problem.clone());
        if let Some(note) = self.seen.get(&key).and_then(|place| self.notes.get_mut(*place)) {
            note.more += 1;
            return;
        }
        self.seen.insert(key, self.notes.len());
        let column = column.map(str::to_owned);
        self.notes.push(ImportNote { line, column, problem, advice: advice.to_owned(), more: 0 });
    }

    pub(super) fn into_vec(self) -> Vec<ImportNote> {
        self.notes
    }
}

/// Imported records against a plan. Nothing is overwritten until somebody says so.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Merge {
    /// Records whose ids the plan does not have.
    pub additions: Vec<AnyRecord>,
    /// Records that the plan has, as they are with what only the file says of them; nothing that stands in the plan is
    /// lost.
    pub completions: Vec<AnyRecord>,
    /// Records that the plan has with other content.
    pub conflicts: Vec<Conflict>,
    /// Records that the plan has just so, or that the file only names.
    pub unchanged: Vec<RecordRef>,
}

/// A record that the plan has and the file has otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// As it is in the plan.
    pub existing: AnyRecord,
    /// As it would be after the import.
    pub incoming: AnyRecord,
}

/// Sorts imported records by what the plan has. A record that the file only names (a person, a group, a service, a
/// configuration item, an environment) keeps what the plan knows of it; a service may gain items, as a conflict. A
/// change stays in its release, and another one that the file has for it is named beside that. A release gains what the plan does not say of it: two files may each know a part.
#[must_use]
pub fn merge(plan: &Plan, records: Vec<AnyRecord>) -> Merge {
    let mut merged = Merge::default();
    let mut last: BTreeMap<RecordRef, AnyRecord> = BTreeMap::new();
    for record in records {
        last.insert(record.reference(), record);
    }
    for (reference, incoming) in last {
        let Some(existing) = plan.record(&reference) else {
            merged.additions.push(incoming);
            continue;
        };
        let incoming = completed(&existing, incoming);
        if existing == incoming {
            merged.unchanged.push(reference);
        } else if let Some(both) = joined(&existing, &incoming) {
            if existing == both {
                merged.unchanged.push(reference);
            } else {
                merged.completions.push(both);
            }
        } else {
            merged.conflicts.push(Conflict { existing, incoming });
        }
    }
    merged
}

/// The step that puts records as a file has them into a plan, wherever they are on their way; `label` is what it is
/// called.
#[must_use]
pub fn import(label: String, records: impl Iterator<Item = AnyRecord>) -> Command {
    Command::Batch { label, commands: records.map(Command::Import).gather() }
}

/// The record as it would be: for records that a file only names, the plan's own with what the file adds.
fn completed(existing: &AnyRecord, incoming: AnyRecord) -> AnyRecord {
    match (existing, incoming) {
        (AnyRecord::Services(known), AnyRecord::Services(named)) => {
            let mut service = known.clone();
            for ci in named.cis {
                if !service.cis.contains(&ci) {
                    service.cis.push(ci);
                }
            }
            AnyRecord::Services(service)
        }
        (AnyRecord::Changes(known), AnyRecord::Changes(mut named)) => {
            if known.release.is_some() {
                let others = std::mem::take(&mut named.other_releases);
                let named_release = std::mem::replace(&mut named.release, known.release);
                named.other_releases.clone_from(&known.other_releases);
                named_release.into_iter().chain(others).for_each(|release| named.join_release(release));
            }
            AnyRecord::Changes(named)
        }
        (
            AnyRecord::People(_)
            | AnyRecord::Groups(_)
            | AnyRecord::ConfigurationItems(_)
            | AnyRecord::Environments(_),
            _,
        ) => existing.clone(),
        (_, incoming) => incoming,
    }
}

/// A release with what either side says of it; `None` when they say different things, or it is no release.
fn joined(existing: &AnyRecord, incoming: &AnyRecord) -> Option<AnyRecord> {
    let AnyRecord::Releases(_) = existing else { return None };
    let (Value::Object(mut fields), Value::Object(others)) = (existing.to_json(), incoming.to_json()) else {
        return None;
    };
    for (name, value) in others {
        match fields.get(&name) {
            None => {
                fields.insert(name, value);
            }
            Some(known) if *known == value => {}
            Some(_) => return None,
        }
    }
    AnyRecord::from_json(Table::Releases, &Value::Object(fields)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, ChangeKind, Person, Release, Risk};
    use crate::time::Zone;

    fn person(name: &str, email: &str) -> AnyRecord {
        Person {
            id: Id::lenient(name),
            name: name.to_owned(),
            email: email.to_owned(),
            extra: Default::default(),
        }
        .into()
    }

    fn change(title: &str) -> AnyRecord {
        Change::draft(Id::lenient("C1"), title, ChangeKind::Normal, Risk::Low).into()
    }

    #[test]
    fn a_record_that_the_plan_has_otherwise_is_a_conflict_and_no_overwrite() {
        let mut plan = Plan::new(Id::lenient("p"), Settings::new("p", Zone::UTC));
        plan.put(change("Old"));
        plan.put(person("ann", "ann@example.org"));
        let merged = merge(&plan, vec![change("New"), person("ann", ""), person("bob", "")]);
        assert_eq!(merged.additions, vec![person("bob", "")]);
        assert_eq!(merged.conflicts, vec![Conflict { existing: change("Old"), incoming: change("New") }]);
        assert_eq!(merged.unchanged, vec![person("ann", "").reference()]);
        assert_eq!(merge(&plan, vec![change("Old")]).unchanged, vec![change("Old").reference()]);
    }

    #[test]
    fn a_change_that_the_file_has_in_another_release_stays_in_its_own_and_names_the_other() {
        let in_release = |release: &str| match change("Patch") {
            AnyRecord::Changes(change) => Change { release: Some(Id::lenient(release)), ..*change }.into(),
            other => other,
        };
        let mut plan = Plan::new(Id::lenient("p"), Settings::new("p", Zone::UTC));
        plan.put(in_release("A"));
        let merged = merge(&plan, vec![in_release("B")]);
        let [Conflict { incoming: AnyRecord::Changes(incoming), .. }] = merged.conflicts.as_slice() else {
            panic!("one conflict: {merged:?}");
        };
        assert_eq!(incoming.release, Some(Id::lenient("A")));
        assert_eq!(incoming.other_releases, [Id::lenient("B")]);
        plan.put(AnyRecord::Changes(incoming.clone()));
        assert_eq!(merge(&plan, vec![in_release("B")]).unchanged.len(), 1, "once taken, it is nothing new");
        assert_eq!(merge(&plan, vec![in_release("A")]).unchanged.len(), 1);
    }

    #[test]
    fn a_release_of_which_two_files_each_know_a_part_is_completed() {
        let mut plan = Plan::new(Id::lenient("p"), Settings::new("p", Zone::UTC));
        let named = Release::draft(Id::lenient("R1"), "R1".to_owned());
        let dated = Release { go_live: Some(crate::time::Instant::MIN), ..named.clone() };
        plan.put(named.clone().into());
        let merged = merge(&plan, vec![dated.clone().into()]);
        assert_eq!((merged.completions, merged.conflicts), (vec![dated.clone().into()], vec![]));
        plan.put(dated.clone().into());
        assert_eq!(merge(&plan, vec![named.clone().into()]).unchanged.len(), 1);
        let other = Release { go_live: Some(crate::time::Instant::MAX), ..named };
        assert_eq!(merge(&plan, vec![other.into()]).conflicts.len(), 1);
    }

    #[test]
    fn the_same_problem_is_noted_once_with_a_count() {
        let mut notes = Notes::default();
        for line in 2..5 {
            notes.add(line, "state", "\"Odd\" is no status".to_owned(), "taken as Draft");
        }
        let notes = notes.into_vec();
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].to_string(), "line 2 and 2 more, state: \"Odd\" is no status; taken as Draft");
    }
}
