//! What all records have in common on the screen: their names in lists, what uses them, copies and new ones.

use super::findings_proof::Named;
use crate::gather::Gather;
use crate::letters::lowercase;
use crate::model::altered;
use crate::model::json;
use crate::model::{
    Announcement, AnyRecord, Blackout, Board, Booking, Change, ChangeKind, ChangeTemplate, ConfigurationItem,
    Environment, EnvironmentGroup, Extra, FreezeException, Gate, Group, Hardness, Id, Links,
    MaintenanceWindow, Person, Phase, Plan, RecordRef, Release, ReleaseTemplate, Risk, Runbook, Service,
    Table, When,
};
use crate::order::Arrange;
use crate::planner::fresh_id;
use crate::time::{Instant, Interval, RecurringWindow};

/// The record with its name in a list, where a phase or gate also says its release.
#[must_use]
pub fn described(plan: &Plan, of: &RecordRef) -> Named {
    let release = match of.table {
        Table::Phases => of.id_of().and_then(|id| Some(plan.phases.get(&id)?.release)),
        Table::Gates => of.id_of().and_then(|id| Some(plan.gates.get(&id)?.release)),
        _ => None,
    };
    let name = match release {
        Some(release) => format!("{}: {}", plan.title(&RecordRef::from(&release)), plan.title(of)),
        None => plan.title(of).to_owned(),
    };
    Named { record: *of, name }
}

/// The records of a table whose name or id has all of the words, the nearest first, at most `most`.
#[must_use]
pub fn choices(plan: &Plan, table: Table, words: &str, without: &[RecordRef], most: usize) -> Vec<Named> {
    let words = lowercase(words);
    let mut found: Vec<(bool, Named)> = plan
        .refs(table)
        .into_iter()
        .filter(|of| !without.contains(of))
        .map(|of| described(plan, &of))
        .filter_map(|named| {
            let text = lowercase(&format!("{} {}", named.name, named.record.id));
            let has_all = words.split_whitespace().all(|word| text.contains(word));
            has_all.then(|| (!text.starts_with(words.trim()), named))
        })
        .gather();
    found.arrange_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
    found.truncate(most);
    found.into_iter().map(|(_, named)| named).gather()
}

/// Where a record is named: the field, and the record that holds it. Walks the whole plan.
#[must_use]
pub fn used_by(plan: &Plan, of: &RecordRef) -> Vec<(&'static str, Named)> {
    let all = Table::ALL.iter().flat_map(|table| plan.refs(*table));
    let mut uses = Vec::new();
    for holder in all.filter(|holder| holder != of) {
        let Some(record) = plan.record(&holder) else { continue };
        let named = Links::of(&record).into_iter().find(|link| link.to == *of);
        uses.extend(named.map(|link| (link.field, described(plan, &holder))));
    }
    uses
}

/// A copy of a record under a new id and name; what was decided or done is not copied.
#[must_use]
pub fn duplicate(plan: &Plan, of: &RecordRef) -> Option<AnyRecord> {
    let mut record = plan.record(of)?.to_json();
    let fields = record.as_object_mut()?;
    fields.insert("id".to_owned(), fresh_id(plan, of.table).into());
    for name in ["title", "name"] {
        if let Some(serde_json::Value::String(text)) = fields.get_mut(name) {
            text.push_str(" (copy)");
        }
    }
    for name in ["actual_start", "actual_end", "authorised_at", "decided_at", "decided_by", "outcome"] {
        json::take_out(fields, name);
    }
    let begins = match of.table {
        Table::Changes => Some(("status", "Draft")),
        Table::Releases => Some(("status", "Draft")),
        Table::Phases => Some(("status", "Planned")),
        Table::Bookings => Some(("status", "Requested")),
        Table::Gates => Some(("decision", "Open")),
        _ => None,
    };
    if let Some((name, word)) = begins {
        fields.insert(name.to_owned(), word.into());
    }
    AnyRecord::from_json(of.table, &record).ok()
}

/// A new record of a table with usual values. `within` is the release of a new phase or gate and the environment of a
/// new booking; `None` where the plan has nothing that it could belong to.
#[must_use]
pub fn blank(
    plan: &Plan,
    table: Table,
    name: &str,
    within: Option<&RecordRef>,
    now: Instant,
) -> Option<AnyRecord> {
    let id = fresh_id(plan, table);
    let name = name.to_owned();
    let extra = Extra::new();
    let record = match table {
        Table::People => Person { id: Id::lenient(&id), name, email: String::new(), extra }.into(),
        Table::Groups => Group { id: Id::lenient(&id), name, members: Vec::new(), extra }.into(),
        Table::Services => Service::new(Id::lenient(&id), name).into(),
        Table::ConfigurationItems => ConfigurationItem::new(Id::lenient(&id), name).into(),
        Table::Environments => altered!(Environment::new(Id::lenient(&id), name), capacity: Some(1)).into(),
        Table::Blackouts => Blackout::new(Id::lenient(&id), name, When::Once(tomorrow(plan, now))).into(),
        Table::MaintenanceWindows => blank_maintenance(plan, &id, name, now).into(),
        Table::Changes => {
            let draft = Change::draft(Id::lenient(&id), &name, ChangeKind::Normal, Risk::Low);
            altered!(draft, requested_at: Some(now)).into()
        }
        Table::Releases => Release::draft(Id::lenient(&id), name).into(),
        Table::Phases => blank_phase(plan, &id, name, within?.id_of()?).into(),
        Table::Gates => Gate::open(Id::lenient(&id), within?.id_of()?, name).into(),
        Table::Bookings => {
            let environment =
                within.and_then(RecordRef::id_of).or(plan.environments.keys().next().cloned())?;
            Booking::requested(Id::lenient(&id), name, environment, tomorrow(plan, now)).into()
        }
        Table::EnvironmentGroups => {
            EnvironmentGroup { id: Id::lenient(&id), name, environments: Vec::new(), owner: None, extra }
                .into()
        }
        Table::Boards => Board::new(Id::lenient(&id), name).into(),
        Table::ChangeTemplates => ChangeTemplate::draft(Id::lenient(&id), name).into(),
        Table::FreezeExceptions => FreezeException::requested(Id::lenient(&id), name, now).into(),
        Table::ReleaseTemplates => ReleaseTemplate::new(Id::lenient(&id), name).into(),
        Table::Runbooks => Runbook::draft(Id::lenient(&id), name).into(),
        Table::Announcements => Announcement::new(Id::lenient(&id), name).into(),
        Table::Approvals | Table::Meetings | Table::Waivers => return None,
    };
    Some(record)
}

/// The working day after `now`, from midnight to midnight.
fn tomorrow(plan: &Plan, now: Instant) -> Interval {
    let zone = plan.settings.zone;
    let today = zone.date_of(now);
    zone.day(plan.settings.calendar.plus_working_days(today, 1).unwrap_or(today))
}

/// Saturday nights from 20:00 to 06:00, counted from the coming one.
fn blank_maintenance(plan: &Plan, id: &str, name: String, now: Instant) -> MaintenanceWindow {
    let zone = plan.settings.zone;
    let saturday =
        zone.date_of(now).iter_days().find(|day| chrono::Datelike::weekday(day) == chrono::Weekday::Sat);
    let when = saturday.and_then(|day| {
        let form = super::forms_when::WhenForm {
            recurring: true,
            start: format!("{day}T20:00"),
            end: format!("{}T06:00", day.succ_opt()?),
            rule: "FREQ=WEEKLY;BYDAY=SA".to_owned(),
            except: Vec::new(),
            also: Vec::new(),
            extra: Extra::new(),
        };
        super::forms_when::when_of(&form, zone).ok()
    });
    let when = when.unwrap_or(When::Once(tomorrow(plan, now)));
    altered!(MaintenanceWindow::new(Id::lenient(id), name, when), hardness: Hardness::Soft)
}

/// After the phases that the release has.
fn blank_phase(plan: &Plan, id: &str, name: String, release: Id<Release>) -> Phase {
    let others = plan.phases.values().filter(|phase| phase.release == release);
    let order = others.map(|phase| phase.order).max().map_or(1, |last| last.saturating_add(1));
    Phase::planned(Id::lenient(id), release, name, order)
}

/// When a window is, in words: the span of a single one, the rule of a recurring one.
#[must_use]
pub fn when_text(plan: &Plan, when: &When) -> String {
    match when {
        When::Once(window) => crate::rules::wording::span(*window, plan.settings.zone),
        When::Recurring(recurring) => RecurringWindow::describe(recurring),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Command;
    use crate::planner::Workbench;

    const PLAN: &str = "
        environment prod Controlled
        person ann
        change C1 20..21 on=db env=prod owner=ann status=Closed outcome=Failed
        release R1
        phase P1 1..2 of=R1
    ";

    fn bench() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    #[test]
    fn a_new_record_of_each_table_can_be_added() {
        let mut bench = bench();
        let release: RecordRef = "releases/R1".parse().unwrap();
        let by_a_verb = [Table::Approvals, Table::Meetings, Table::Waivers];
        for table in Table::ALL.iter().filter(|table| !by_a_verb.contains(table)) {
            let record = blank(bench.plan(), *table, "New", Some(&release), bench.now());
            let record = match table {
                Table::Bookings => blank(bench.plan(), *table, "New", None, bench.now()),
                _ => record,
            };
            let record = record.unwrap_or_else(|| panic!("{table:?}"));
            assert_eq!(record.title(), "New");
            bench.run(&Command::Add(record)).unwrap();
        }
    }

    #[test]
    fn a_copy_starts_again() {
        let bench = bench();
        let copy = duplicate(bench.plan(), &"changes/C1".parse().unwrap()).unwrap().to_json();
        assert_eq!(copy["title"], "C1 (copy)");
        assert_eq!(copy["status"], "Draft");
        assert_eq!(copy["outcome"], serde_json::Value::Null);
        assert_eq!(copy["owner"], "ann");
    }

    #[test]
    fn uses_and_choices_name_records() {
        let bench = bench();
        let uses = used_by(bench.plan(), &"people/ann".parse().unwrap());
        let named: Vec<(&str, &str)> = uses.iter().map(|(field, of)| (*field, of.name.as_str())).collect();
        assert_eq!(named, [("owner", "C1")]);
        let found = choices(bench.plan(), Table::Phases, "r1 p", &[], 5);
        assert_eq!(found.first().map(|named| named.name.as_str()), Some("R1: P1"));
        let without = ["phases/P1".parse().unwrap()];
        assert_eq!(choices(bench.plan(), Table::Phases, "", &without, 5), []);
    }
}
