//! A calendar to records of one kind. A file of its own because here events get their meaning in a plan.

use serde_json::Value;

use super::super::by_record::ByRecord;
use super::super::csv::Named;
use super::super::document::Limits;
use super::super::import::{Imported, Notes};
use super::calendar::{Calendar, Properties, calendar};
use super::event::Event;
use super::times::Clock;
use super::{As, IcsError, Options, notice};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::json;
use crate::model::{
    AnyRecord, Blackout, Change, ChangeKind, ChangeStatus, Extra, Gate, Hardness, Id, MaintenanceWindow,
    RecordRef, Risk, Scope, Table, When,
};
use crate::order::Arrange;
use crate::sorted::SortedMap;
use crate::time::local_text;

/// Reads the events of a calendar. The id of a record is its event's UID, so that a later version of the calendar
/// meets the same records. What an event says and no field takes is kept in the record's unknown fields.
pub fn read(bytes: &[u8], options: &Options) -> Result<Imported, IcsError> {
    read_within(bytes, options, &Limits::usual())
}

/// As [`read`], with limits of one's own; an event counts as a record, and a line as a value.
pub fn read_within(bytes: &[u8], options: &Options, limits: &Limits) -> Result<Imported, IcsError> {
    if limits.bytes < bytes.len() {
        return Err(IcsError::TooLarge { found: bytes.len(), limit: limits.bytes });
    }
    let mut notes = Notes::default();
    let calendar = calendar(bytes, limits, &mut notes)?;
    let events = events(&calendar, options, &mut notes)?;
    let mut reader = Reader { options, notes, named: Named::default(), name: name(&calendar, options) };
    let mut records: Vec<AnyRecord> = Vec::new();
    for (key, event, properties) in &events {
        let own = own_record(properties).filter(|_| id_of(event) == *key);
        let id = own.as_ref().map_or(&*key.id, |(_, id)| id);
        records.extend(match options.kind {
            As::Changes => Some(reader.change(id, event, properties)),
            As::Blackouts => reader.blackout(id, event, properties),
            As::Milestones => reader.gate(id, event, properties),
        });
    }
    let mut all = reader.named.into_records();
    all.extend(records);
    Ok(Imported { records: all, notes: reader.notes.into_vec() })
}

/// The events of a calendar in the order of the ids of what they become: the latest version of each, occurrences that
/// were moved as events of their own.
fn events<'a>(
    calendar: &'a Calendar,
    options: &Options,
    notes: &mut Notes,
) -> Result<Vec<(RecordRef, Event, &'a Properties)>, IcsError> {
    let mut events: ByRecord<(RecordRef, Event, &Properties)> = ByRecord::new();
    let mut moved = Vec::new();
    let mut copies: SortedMap<String, u32> = SortedMap::new();
    for properties in &calendar.events {
        let event = Event::of(properties, &mut Clock { zone: options.zone, notes })?;
        if event.replaces.is_some() {
            moved.push((event, properties));
            continue;
        }
        let mut id = id_of(&event);
        if let Some((_, other, _)) = events.get(&id) {
            let problem = format!("the event {} occurs again", id.id);
            let is_later = event.sequence > other.sequence;
            if event.sequence != other.sequence {
                notes.add(event.line, "UID", problem, "the one with the higher SEQUENCE is read");
                if !is_later {
                    continue;
                }
            } else {
                let count = copies.get_or_insert_with(id.id.to_string(), || 1);
                let first = id;
                while events.get(&id).is_some() {
                    *count += 1;
                    id = RecordRef::new(id.table, &format!("{} ({count})", first.id));
                }
                let advice = format!("read as {}; give each event its own UID", id.id);
                notes.add(event.line, "UID", problem, &advice);
            }
        }
        events.put(id, (id, event, properties));
    }
    for (mut event, properties) in moved {
        let Some(replaced) = event.replaces else { continue };
        let series = id_of(&event);
        let mut at = replaced.local();
        if let Some((_, Event { repeats: Some(window), .. }, _)) = events.get(&series) {
            at = window.zone.local(replaced.instant());
            window.except.push(at);
        }
        event.repeats = None;
        let id = RecordRef::new(series.table, &format!("{} {}", series.id, local_text(at)));
        events.put(id, (id, event, properties));
    }
    let mut events = events.into_items();
    events.arrange_by_key(|(id, ..)| *id);
    Ok(events)
}

/// The id of what an event becomes, as that of a change; whatever it becomes, ids of one calendar are apart.
fn id_of(event: &Event) -> RecordRef {
    RecordRef::from(&Id::<Change>::lenient(&event.uid))
}

/// The table and id that our own export wrote.
fn own_record(properties: &Properties) -> Option<(String, String)> {
    let text = properties.text("X-SLIPWAY-RECORD");
    text.split_once('/').map(|(table, id)| (table.to_owned(), id.to_owned()))
}

/// What the calendar is called: X-WR-CALNAME or NAME, the product in PRODID, or what the caller says.
fn name(calendar: &Calendar, options: &Options) -> String {
    let text = |name: &str| {
        calendar.properties.iter().find(|line| line.name == name).map_or(String::new(), |line| line.text())
    };
    let product = text("PRODID");
    let mut parts = product.split("//");
    let product = match (parts.next(), parts.nth(1)) {
        (Some("-" | "+"), Some(product)) => product.to_owned(),
        _ => product.clone(),
    };
    let candidates = [text("X-WR-CALNAME"), text("NAME"), product, options.name.clone()];
    let name = candidates.into_iter().map(|name| name.trim().to_owned()).find(|name| !name.is_empty());
    name.unwrap_or_else(|| "Calendar".to_owned())
}

struct Reader<'a> {
    options: &'a Options,
    notes: Notes,
    named: Named,
    name: String,
}

impl Reader<'_> {
    fn change(&mut self, id: &str, event: &Event, properties: &Properties) -> AnyRecord {
        let mut change = Change::draft(Id::lenient(id), &event.title, ChangeKind::Normal, Risk::Moderate);
        change.description.clone_from(&event.description);
        change.status = match event.status.as_str() {
            "TENTATIVE" => ChangeStatus::Requested,
            "CANCELLED" => ChangeStatus::Cancelled,
            _ => ChangeStatus::Scheduled,
        };
        change.status = ChangeStatus::from_word(properties.word("X-SLIPWAY-STATUS")).unwrap_or(change.status);
        change.kind = ChangeKind::from_word(properties.word("X-SLIPWAY-KIND")).unwrap_or(change.kind);
        change.risk = Risk::from_word(properties.word("X-SLIPWAY-RISK")).unwrap_or(change.risk);
        change.planned = event.window();
        change.labels = properties.all("CATEGORIES").flat_map(|line| line.texts()).gather();
        change.owner = properties.get("ORGANIZER").map(|line| {
            let address = line.value.trim();
            let email =
                address.strip_prefix("mailto:").or(address.strip_prefix("MAILTO:")).unwrap_or(address);
            self.named.person(line.parameter("CN").filter(|name| !name.is_empty()).unwrap_or(email), email)
        });
        keep_texts(&mut change.extra, properties);
        if event.repeats.is_some() {
            self.note_first_only(event, properties, &mut change.extra);
        }
        self.note_no_length(event);
        notice::apply(properties, &mut change, &mut self.named, &mut self.notes);
        change.into()
    }

    fn blackout(&mut self, id: &str, event: &Event, properties: &Properties) -> Option<AnyRecord> {
        if self.is_cancelled(event) {
            return None;
        }
        let when = match (&event.repeats, event.window()) {
            (Some(window), _) => When::Recurring(window.clone()),
            (None, Some(window)) => When::Once(window),
            (None, None) => {
                let problem = format!("\"{}\" has no start", event.title);
                self.notes.add(event.line, "DTSTART", problem, "it is left out; a blackout needs a time");
                return None;
            }
        };
        self.note_no_length(event);
        let scope = self.scope(properties);
        let hardness = Hardness::from_word(properties.word("X-SLIPWAY-HARDNESS")).unwrap_or(Hardness::Hard);
        let mut extra = Extra::new();
        keep_texts(&mut extra, properties);
        let name = event.title.clone();
        if own_record(properties).is_some_and(|(table, _)| table == Table::MaintenanceWindows.name()) {
            keep_description(&mut extra, event);
            let id = Id::lenient(id);
            let window = MaintenanceWindow::new(id, name, when);
            return Some(altered!(window, hardness, scope, extra).into());
        }
        let reason = event.description.clone();
        let blackout = Blackout::new(Id::lenient(id), name, when);
        Some(altered!(blackout, reason, hardness, scope, extra).into())
    }

    fn gate(&mut self, id: &str, event: &Event, properties: &Properties) -> Option<AnyRecord> {
        if self.is_cancelled(event) {
            return None;
        }
        let mut extra = Extra::new();
        keep_texts(&mut extra, properties);
        keep_description(&mut extra, event);
        if event.is_all_day() {
            extra.insert("all_day".to_owned(), Value::Bool(true));
        }
        if event.repeats.is_some() {
            self.note_first_only(event, properties, &mut extra);
        }
        if let (Some(start), Some(window)) = (event.start, event.window()) {
            let day = start.zone().day(start.local().date());
            if (event.is_all_day() && day.end < window.end) || (!event.is_all_day() && !window.is_empty()) {
                let problem = "the event is longer than a point in time".to_owned();
                let advice = "the milestone is due at its start; its end is kept beside it";
                self.notes.add(event.line, "DTEND", problem, advice);
                extra.insert("until".to_owned(), Value::String(window.end.to_string()));
            }
        }
        let release = match properties.text("X-SLIPWAY-RELEASE") {
            own if own.is_empty() => self.named.release(&self.name, &self.name),
            own => self.named.release(&own, &own),
        };
        let mut gate = Gate::open(Id::lenient(id), release, event.title.clone());
        gate.due = event.start.map(super::times::Point::instant);
        gate.extra = extra;
        Some(gate.into())
    }

    /// The scope that our own export wrote; what it names comes into being.
    fn scope(&mut self, properties: &Properties) -> Scope {
        let scope: Scope =
            json::from_slice(properties.text("X-SLIPWAY-SCOPE").as_bytes()).unwrap_or_default();
        for id in &scope.cis {
            self.named.ci(id.as_str(), "");
        }
        for id in &scope.services {
            self.named.service(id.as_str());
        }
        for id in &scope.environments {
            self.named.environment(id.as_str());
        }
        scope
    }

    fn is_cancelled(&mut self, event: &Event) -> bool {
        if event.status == "CANCELLED" {
            let problem = format!("\"{}\" is cancelled", event.title);
            self.notes.add(event.line, "STATUS", problem, "it is left out");
        }
        event.status == "CANCELLED"
    }

    fn note_no_length(&mut self, event: &Event) {
        if event.window().is_some_and(|window| window.is_empty()) && !event.is_all_day() {
            let problem = "the event has no length".to_owned();
            let advice = match self.options.kind {
                As::Milestones => return,
                As::Changes | As::Blackouts => {
                    "it is read as it is, and overlaps nothing; import it as a milestone, or give it an end"
                }
            };
            self.notes.add(event.line, "DTEND", problem, advice);
        }
    }

    fn note_first_only(&mut self, event: &Event, properties: &Properties, extra: &mut Extra) {
        let rule = properties.text("RRULE");
        let problem = "the event repeats".to_owned();
        let advice = "only its first occurrence is read; a blackout can repeat";
        self.notes.add(event.line, "RRULE", problem, advice);
        if !rule.is_empty() {
            extra.insert("rrule".to_owned(), Value::String(rule));
        }
    }
}

/// Texts that no field of a record takes.
fn keep_texts(extra: &mut Extra, properties: &Properties) {
    for (key, name) in [("location", "LOCATION"), ("url", "URL")] {
        let text = properties.text(name);
        if !text.is_empty() {
            extra.insert(key.to_owned(), Value::String(text));
        }
    }
}

fn keep_description(extra: &mut Extra, event: &Event) {
    if !event.description.is_empty() {
        extra.insert("description".to_owned(), Value::String(event.description.clone()));
    }
}
