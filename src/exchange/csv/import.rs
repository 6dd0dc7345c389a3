//! A table and its mapping to changes and what they name. A file of its own because here cells get their meaning.

use serde_json::{Map, Value};

use super::super::by_record::ByRecord;
use super::super::import::{Imported, Notes};
use super::super::moment::{self, Moment};
use super::CsvError;
use super::absorb::Rows;
use super::dates::day_first_by_column;
use super::field::Field;
use super::guard::parted;
use super::mapping::{Mapping, RowKind, Source};
use super::named::Named;
use super::table::{Row, Table};
use super::words;
use crate::gather::Gather;
use crate::model::json;
use crate::model::{
    AnyRecord, Change, ChangeKind, ChangeStatus, ConfigurationItem, Id, RecordRef, Risk, Service,
    VersionReference,
};
use crate::order::Arrange;
use crate::time::{Instant, Interval, LocalKind};

/// The unknown field of a record under which texts are kept that no field took, by header.
pub(super) const IMPORTED: &str = "imported";

/// What is made of a change that several releases name.
pub(super) const IN_ONE_RELEASE: &str = "a change stands alone or is in one release; taken into the first, and the \
     others are named as further releases: decide for one, or split the change";

/// Reads changes from a table. Rows with the same id are one change. Nothing that stands in the table is lost: what
/// is not understood is noted, and kept as text in the change's unknown field `imported`.
///
/// Where the mapping says that a row is a version or an event, it reads releases, gates and blackouts, or freeze
/// exceptions instead.
pub fn import(table: &Table, mapping: &Mapping) -> Result<Imported, CsvError> {
    match mapping.rows {
        RowKind::Change => changes(table, mapping),
        RowKind::Version => super::versions::import(table, mapping),
        RowKind::Event => super::schedule::import(table, mapping),
        RowKind::Exception => super::exceptions::import(table, mapping),
    }
}

fn changes(table: &Table, mapping: &Mapping) -> Result<Imported, CsvError> {
    if mapping.column_of(Field::Id).is_none() && mapping.column_of(Field::Title).is_none() {
        return Err(CsvError::NothingMapped);
    }
    let mut notes = Notes::default();
    let day_first = day_first_by_column(table, mapping, &mut notes);
    for (field, taken) in [(Field::Kind, "Normal"), (Field::Status, "Draft"), (Field::Risk, "Moderate")] {
        let said_otherwise = (field == Field::Kind && mapping.column_of(Field::Emergency).is_some())
            || (field == Field::Status && mapping.column_of(Field::ClosedAt).is_some());
        if mapping.column_of(field).is_none() && !said_otherwise {
            let problem = format!("no column holds the {}", field.label().to_ascii_lowercase());
            notes.note(None, None, problem, &format!("all changes are taken as {taken}"));
        }
    }
    let mut reader = Reader { table, mapping, day_first, notes, named: Named::default() };
    let mut all_rows: ByRecord<Rows> = ByRecord::new();
    for row in &table.rows {
        let change = reader.change(row)?;
        let of = RecordRef::from(&change.id);
        match all_rows.get(&of) {
            Some(rows) => rows.absorb(&change, row.line, &mut reader.notes),
            None => all_rows.put(of, Rows::new(change)),
        }
    }
    let mut changes: Vec<Change> = all_rows.into_items().into_iter().map(Rows::into_change).gather();
    changes.arrange_by(|one, other| one.id.cmp(&other.id));
    let mut records = reader.named.into_records();
    records.extend(changes.into_iter().map(AnyRecord::from));
    let mut all = table.notes.clone();
    all.extend(reader.notes.into_vec());
    Ok(Imported { records, notes: all })
}

struct Reader<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    day_first: Vec<bool>,
    notes: Notes,
    named: Named,
}

/// What a row says in several cells that belong together.
#[derive(Default)]
struct Parts {
    planned: (Option<Instant>, Option<Instant>),
    outage: (Option<Instant>, Option<Instant>),
    closed: bool,
    emergency: bool,
    deploys: VersionReference,
    cis: Vec<Id<ConfigurationItem>>,
    services: Vec<Id<Service>>,
    kept: Map<String, Value>,
}

impl<'a> Reader<'a> {
    fn change(&mut self, row: &Row) -> Result<Change, CsvError> {
        let mut change =
            Change::draft(self.id(row), self.text_of(row, Field::Title), ChangeKind::Normal, Risk::Moderate);
        let mut parts = Parts::default();
        for (column, cell) in row.cells.iter().enumerate() {
            let field = self.mapping.field(column);
            let cell = if self.mapping.source == Source::Slipway { cell } else { cell.trim() };
            if cell.is_empty() || field == Field::Ignore {
                continue;
            }
            if column >= self.table.headers.len() {
                keep(&mut parts.kept, "surplus", cell);
            } else if matches!(field, Field::ReviewedAt | Field::Freeze) {
                keep(&mut parts.kept, self.header(column), cell);
            } else if field.is_time() {
                let instant = self.instant(row.line, column, cell, &mut parts)?;
                set_time(&mut change, &mut parts, field, instant);
            } else {
                self.set_words(&mut change, &mut parts, row.line, column, cell);
                self.set_texts(&mut change, &mut parts, row, column, cell);
            }
        }
        self.finish(&mut change, parts, row.line);
        Ok(change)
    }

    fn id(&mut self, row: &Row) -> Id<Change> {
        let text = self.mapping.column_of(Field::Id).map_or("", |column| row.cell(column));
        if text.trim().is_empty() {
            let id = Id::lenient(&format!("line-{}", row.line));
            let problem = "the row has no id".to_owned();
            self.notes.note(Some(row.line), None, problem, "it is called by its line, such as line-2");
            return id;
        }
        let id = Id::lenient(text);
        if id.as_str() != text.trim() {
            let problem = format!("{} cannot be an id as it stands", json::to_string(&text.to_owned()));
            self.notes.note(Some(row.line), None, problem, &format!("read as \"{id}\""));
        }
        id
    }

    fn text_of<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        let text = self.mapping.column_of(field).map_or("", |column| row.cell(column));
        if self.mapping.source == Source::Slipway { text } else { text.trim() }
    }

    fn header(&self, column: usize) -> &'a str {
        self.table.headers.get(column).map_or("", String::as_str)
    }

    /// Kind, status, risk and the other cells that hold one word of a list.
    fn set_words(&mut self, change: &mut Change, parts: &mut Parts, line: usize, column: usize, cell: &str) {
        let (known, taken) = match self.mapping.field(column) {
            Field::Kind => (set(&mut change.kind, words::kind(cell)), change.kind.label()),
            Field::Status => (set(&mut change.status, words::status(cell)), change.status.label()),
            Field::Risk => (set(&mut change.risk, words::risk(cell)), change.risk.label()),
            Field::Outcome => {
                change.outcome = words::outcome(cell);
                (change.outcome.is_some(), "no outcome")
            }
            Field::OnHold => (set(&mut change.on_hold, words::yes(cell)), "no"),
            Field::Emergency => (set(&mut parts.emergency, words::yes(cell)), "no"),
            _ => return,
        };
        if !known {
            let problem = format!(
                "\"{cell}\" is no {} that is known",
                self.mapping.field(column).label().to_ascii_lowercase()
            );
            let advice = format!("taken as {taken}, and the word is kept beside the change");
            self.notes.add(line, self.header(column), problem, &advice);
        }
        let exact = self.mapping.source != Source::ServiceManager;
        if !known || !exact {
            keep(&mut parts.kept, self.header(column), cell);
        }
    }

    /// Texts, names and lists.
    fn set_texts(&mut self, change: &mut Change, parts: &mut Parts, row: &Row, column: usize, cell: &str) {
        let field = self.mapping.field(column);
        let text = match field {
            Field::Description => &mut change.description,
            Field::Category => &mut change.category,
            Field::ImplementationPlan => &mut change.implementation_plan,
            Field::BackoutPlan => &mut change.backout_plan,
            Field::Version => &mut parts.deploys.version,
            Field::Repository => &mut parts.deploys.repository,
            Field::Commit => &mut parts.deploys.commit,
            Field::Requester => return change.requester = Some(self.named.person(cell, "")),
            Field::Owner => return change.owner = Some(self.named.person(cell, "")),
            Field::Assignee => {
                let person = self.named.person(cell, "");
                change.owner.get_or_insert(person);
                return add_new(&mut change.implementers, person);
            }
            Field::Group => return change.group = Some(self.named.group(cell)),
            Field::Release => return self.release(change, row.line, column, cell),
            Field::Keep => return keep(&mut parts.kept, self.header(column), cell),
            _ => return self.set_lists(change, parts, field, cell, self.text_of(row, Field::CiKind)),
        };
        cell.clone_into(text);
    }

    /// Cells with several names.
    fn set_lists(&mut self, change: &mut Change, parts: &mut Parts, field: Field, cell: &str, ci_kind: &str) {
        for name in self.list(cell) {
            match field {
                Field::OtherReleases => {
                    add_new(&mut change.other_releases, self.named.release(&name, &name));
                }
                Field::Implementers => add_new(&mut change.implementers, self.named.person(&name, "")),
                Field::Cis => add_new(&mut parts.cis, self.named.ci(&name, ci_kind)),
                Field::Services => add_new(&mut parts.services, self.named.service(&name)),
                Field::Environments => {
                    add_new(&mut change.environments, self.named.environment(&name));
                }
                Field::Labels => add_new(&mut change.labels, name),
                _ => {}
            }
        }
    }

    /// A change is in one release: of several that a cell or several columns name the first is taken, and the others
    /// are named beside it.
    fn release(&mut self, change: &mut Change, line: usize, column: usize, cell: &str) {
        let names = match self.mapping.source {
            Source::Slipway => vec![cell.to_owned()],
            _ => self.list(cell),
        };
        for name in &names {
            let release = self.named.release(name, name);
            change.join_release(release);
        }
        let is_own = |name: &String| change.release.as_ref() == Some(&Id::lenient(name));
        if !names.iter().all(is_own) {
            let problem = format!("the change is in more than one release: \"{cell}\"");
            self.notes.add(line, self.header(column), problem, IN_ONE_RELEASE);
        }
    }

    /// The values of a list in one cell.
    fn list(&self, cell: &str) -> Vec<String> {
        if self.mapping.source == Source::Slipway {
            return parted(cell);
        }
        let values = cell.split(|c: char| self.mapping.list_separators.contains(&c) || c == '\n');
        values.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).gather()
    }

    fn instant(
        &mut self,
        line: usize,
        column: usize,
        cell: &str,
        parts: &mut Parts,
    ) -> Result<Option<Instant>, CsvError> {
        let header = self.header(column);
        if self.mapping.field(column) == Field::ClosedAt {
            keep(&mut parts.kept, header, cell);
        }
        let local = match moment::read(cell, self.day_first.get(column).copied().unwrap_or(true)) {
            Some(Moment::At(instant)) => return Ok(Some(instant)),
            Some(Moment::Local(local)) => local,
            Some(Moment::Day(day)) => day.and_time(chrono::NaiveTime::MIN),
            None => {
                let problem = format!("\"{cell}\" is not a date and time");
                let advice = "left out, and kept as text beside the change; write it like 2026-03-02 20:00";
                self.notes.add(line, header, problem, advice);
                keep(&mut parts.kept, header, cell);
                return Ok(None);
            }
        };
        let Some(zone) = self.mapping.zone else {
            return Err(CsvError::NeedsZone { line, column: header.to_owned(), text: cell.to_owned() });
        };
        let instant = zone.resolve(local);
        let problem = match zone.resolve_kind(local) {
            LocalKind::Exact => return Ok(Some(instant)),
            LocalKind::InGap => format!("{cell} is skipped by a clock change of {zone}"),
            LocalKind::Ambiguous => format!("{cell} occurs twice at a clock change of {zone}"),
        };
        self.notes.add(line, header, problem, &format!("taken as {instant}"));
        Ok(Some(instant))
    }

    /// What only the whole row tells.
    fn finish(&mut self, change: &mut Change, mut parts: Parts, line: usize) {
        change.planned = self.window(parts.planned, "planned window", line);
        change.outage = self.window(parts.outage, "outage", line);
        if parts.emergency {
            change.kind = ChangeKind::Emergency;
        }
        if parts.closed && self.mapping.column_of(Field::Status).is_none() {
            change.status = ChangeStatus::Closed;
        }
        if let [service] = parts.services.as_slice() {
            self.named.relate(service, &parts.cis);
        }
        if parts.deploys != VersionReference::default() {
            if self.mapping.column_of(Field::Repository).is_none() {
                let mut paths = parts.cis.iter().filter(|ci| looks_like_a_path(ci.as_str()));
                match (paths.next(), paths.next()) {
                    (Some(path), None) => path.as_str().clone_into(&mut parts.deploys.repository),
                    (Some(_), Some(_)) => self.notes.note(
                        Some(line),
                        None,
                        "the version may be of several repositories".to_owned(),
                        "its repository is left open; name it in the change",
                    ),
                    (None, _) => {}
                }
            }
            change.deploys = Some(parts.deploys);
        }
        change.cis = parts.cis;
        change.services = parts.services;
        if !parts.kept.is_empty() {
            change.extra.insert(IMPORTED.to_owned(), Value::Object(parts.kept));
        }
    }

    fn window(
        &mut self,
        (start, end): (Option<Instant>, Option<Instant>),
        name: &str,
        line: usize,
    ) -> Option<Interval> {
        let (missing, at) = match (start, end) {
            (Some(start), Some(end)) => return Some(Interval::new(start, end)),
            (None, None) => return None,
            (Some(start), None) => ("end", start),
            (None, Some(end)) => ("start", end),
        };
        let problem = format!("the {name} has no {missing}");
        self.notes.note(Some(line), None, problem, "it is taken as without length; give both ends");
        Some(Interval::new(at, at))
    }
}

fn set_time(change: &mut Change, parts: &mut Parts, field: Field, instant: Option<Instant>) {
    match field {
        Field::PlannedStart => parts.planned.0 = instant,
        Field::PlannedEnd => parts.planned.1 = instant,
        Field::OutageStart => parts.outage.0 = instant,
        Field::OutageEnd => parts.outage.1 = instant,
        Field::ActualStart => change.actual_start = instant,
        Field::ActualEnd => change.actual_end = instant,
        Field::RequestedAt => change.requested_at = instant,
        Field::AuthorisedAt => change.authorised_at = instant,
        Field::ClosedAt => parts.closed = instant.is_some(),
        _ => {}
    }
}

/// Takes the value where there is one; says whether there was.
fn set<T>(place: &mut T, value: Option<T>) -> bool {
    match value {
        Some(value) => {
            *place = value;
            true
        }
        None => false,
    }
}

/// Adds a value that the list does not have yet.
pub(super) fn add_new<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

pub(super) fn keep(kept: &mut Map<String, Value>, header: &str, cell: &str) {
    match kept.get_mut(header) {
        Some(Value::String(text)) => {
            text.push('\n');
            text.push_str(cell);
        }
        _ => {
            kept.insert(header.to_owned(), Value::String(cell.to_owned()));
        }
    }
}

/// `openstack/nova`, or an address.
fn looks_like_a_path(name: &str) -> bool {
    name.contains('/') && !name.contains(char::is_whitespace)
}
