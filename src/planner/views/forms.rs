//! Each record's form as a short list of fields, and what typing into a field asks of the plan.
//!
//! A field is a path into the record as the document writes it, so that one small piece of code edits every record and
//! keeps what this version does not know. The lists are in `forms_of.rs`, lists of things with fields of their own in
//! `forms_entries.rs`.

use serde_json::{Map, Value};

use super::forms_entries::Entries;
use super::forms_of::form;
use super::forms_when::when_from;
use crate::gather::Gather;
use crate::letters::capitalized;
use crate::model::json;
use crate::model::lifecycle::fields::lock_of;
use crate::model::{AnyRecord, BookingStatus, Command, PhaseStatus, Plan, RecordRef, ReleaseStatus, Table};
use crate::planner::locks::{opened_by, template_lock};
use crate::planner::{Refusal, Workbench};
use crate::time::{
    Instant, Interval, LocalTextError, Zone, local_text, parse_local, parse_time_of_day, time_of_day_text,
};

/// Words to choose from: as the document writes them and as people read them.
pub type Options = fn() -> Vec<(&'static str, &'static str)>;

/// What a field holds, and how it is entered.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One line of text.
    Line,
    /// Text of any length.
    Area,
    /// Yes or no.
    Flag,
    /// A whole number from 0; absent when empty, if that is allowed.
    Number {
        /// May be empty.
        optional: bool,
    },
    /// One of some words.
    Choice {
        /// Which.
        options: Options,
        /// May be empty.
        optional: bool,
    },
    /// Any of some words.
    Choices(Options),
    /// A record of a table.
    Reference {
        /// Which table.
        table: Table,
        /// May be empty.
        optional: bool,
    },
    /// Records of a table.
    References(Table),
    /// Free words.
    Labels,
    /// A moment; may be empty.
    Moment,
    /// A start and an end.
    Window {
        /// May be empty.
        optional: bool,
    },
    /// What it waits for: records of its own table with a kind and a lag.
    Dependencies(Table),
    /// Relations to configuration items.
    Relations,
    /// Members of a board: a person with a tick for who must vote, and a delegate.
    Members,
    /// Answers to the plan's risk questions, by question.
    Answers,
    /// Again and again; may be empty.
    Recurring,
    /// Once, or again and again.
    When,
    /// One line of text that an entry of a list is called by.
    Title,
    /// A whole number, negative or not.
    Signed,
    /// A local time of day; may be empty.
    TimeOfDay,
    /// The place of an entry of another list of the record.
    Place(&'static str),
    /// The keys of other entries of a list of the record.
    Keys(&'static str),
    /// A list of things that have fields of their own.
    Entries(&'static Entries),
}

/// One field of a form.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Where it is in the document's form of the record: `owner`, `deploys.version`; `criteria.*.text` in an entry.
    pub path: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// The places of the entries, from 0, that the stars of the path stand for.
    pub places: [usize; 2],
}

impl Field {
    /// A field of a record; one of an entry belongs to the first.
    #[must_use]
    pub const fn new(path: &'static str, kind: Kind) -> Field {
        Field { path, kind, places: [0; 2] }
    }

    /// The same field of the entry at a place of a list.
    #[must_use]
    pub fn at(mut self, list: Field, place: usize) -> Field {
        self.places = list.places;
        if let Some(own) = self.places.get_mut(list.path.matches('*').count()) {
            *own = place;
        }
        self
    }
}

/// Fields that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// A word for the heading's text; empty for the fields that need none.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

/// The field of a table's form at a path.
#[must_use]
pub fn field(table: Table, path: &str) -> Option<Field> {
    form(table).iter().flat_map(|section| section.fields).copied().find(|field| field.path == path)
}

/// What stands at a path of a record, as the document writes it; `Null` when it is empty.
#[must_use]
pub fn value(record: &Value, path: &str) -> Value {
    value_of(record, path, [0; 2])
}

/// What a field holds, as the document writes it; `Null` when it is empty. See [`Field::places`].
#[must_use]
pub fn value_of(record: &Value, path: &str, places: [usize; 2]) -> Value {
    let mut places = places.into_iter();
    let found = path.split('.').try_fold(record, |inside, name| match name {
        "*" => inside.get(places.next()?),
        name => inside.get(name),
    });
    found.cloned().unwrap_or(Value::Null)
}

/// The local text of an instant for a `datetime-local` field, in the zone; empty for none.
#[must_use]
pub fn local_field(instant: &Value, zone: Zone) -> String {
    let instant = instant.as_str().and_then(|text| Instant::parse(text).ok());
    instant.map_or_else(String::new, |instant| local_text(zone.local(instant)))
}

/// The local texts of start and end of a window, in the zone; empty for none.
#[must_use]
pub fn window_fields(window: &Value, zone: Zone) -> (String, String) {
    match window.as_str().and_then(|text| Interval::parse(text).ok()) {
        Some(window) => (local_text(zone.local(window.start)), local_text(zone.local(window.end))),
        None => (String::new(), String::new()),
    }
}

/// Why a field cannot be edited where its record is on its way, and what would open it; `None` when it can.
#[must_use]
pub fn lock(bench: &Workbench, of: &RecordRef, path: &str) -> Option<String> {
    if let Some(refusal) = bench.past_refusal() {
        return Some(sentence(&refusal.to_string()));
    }
    let plan = bench.plan();
    if of.table == Table::ChangeTemplates {
        let template = plan.change_templates.get(&of.id_of()?)?;
        return Some(sentence(&template_lock(template, path)?.what));
    }
    let change = plan.changes.get(&of.id_of()?)?;
    let locked = lock_of(plan, change, path)?;
    Some(sentence(&opened_by(plan, change, change.status, &locked).what))
}

/// What typing `typed` into a field asks of the plan; `Ok(None)` when it says what is there already. The error says
/// what is wrong and what to write instead, for beside the field.
///
/// `typed` is text for lines, numbers, choices, references and moments (a local time), a boolean for flags,
/// `{start, end}` in local times for windows, and for lists the list as the document writes it.
pub fn entered(
    bench: &Workbench,
    of: &RecordRef,
    field: Field,
    typed: &Value,
) -> Result<Option<Command>, String> {
    let plan = bench.plan();
    let record = plan.record(of).ok_or_else(|| Refusal::Missing(*of).to_string())?;
    let before = record.to_json();
    let known = value_of(&before, field.path, field.places);
    let wanted = read(plan, field, typed, &known)?;
    if known == wanted {
        return Ok(None);
    }
    let command = match (window_to_move_to(field, of.table, &wanted), step_to(of, field, &wanted)) {
        (Some(window), _) => Command::Move { subject: *of, window },
        (None, Some(step)) => step,
        (None, None) => Command::Edit(with_value(of.table, before, field, wanted)?),
    };
    asked(bench, command)
}

/// The command, unless it changes nothing; the refusal as a sentence.
pub(super) fn asked(bench: &Workbench, command: Command) -> Result<Option<Command>, String> {
    match bench.can(&command) {
        Ok(_) => Ok(Some(command)),
        Err(Refusal::Nothing) => Ok(None),
        Err(refusal) => Err(sentence(&refusal.to_string())),
    }
}

/// The same where `typed` names a record that is not there yet: it is added in the same step.
pub fn entered_with_new(
    bench: &Workbench,
    of: &RecordRef,
    field: Field,
    typed: &Value,
    new: AnyRecord,
) -> Result<Command, String> {
    let record = bench.plan().record(of).ok_or_else(|| Refusal::Missing(*of).to_string())?;
    let before = record.to_json();
    let edited = with_value(of.table, before, field, typed.clone())?;
    let label = format!("Add {} {}", new.reference().table.singular(), new.title());
    Ok(Command::Batch { label, commands: vec![Command::Add(new), Command::Edit(edited)] })
}

/// A new planned window moves the record, so that what hangs on it moves along.
fn window_to_move_to(field: Field, table: Table, wanted: &Value) -> Option<Interval> {
    let moves = matches!(
        (table, field.path),
        (Table::Changes | Table::Phases, "planned") | (Table::Bookings, "window")
    );
    wanted.as_str().filter(|_| moves).and_then(|text| Interval::parse(text).ok())
}

/// The step that leads to a status which is chosen in a form.
fn step_to(of: &RecordRef, field: Field, wanted: &Value) -> Option<Command> {
    let word = wanted.as_str().filter(|_| field.path == "status")?;
    match of.table {
        Table::Releases => {
            Some(Command::AdvanceRelease { release: of.id_of()?, to: ReleaseStatus::from_word(word)? })
        }
        Table::Phases => {
            Some(Command::AdvancePhase { phase: of.id_of()?, to: PhaseStatus::from_word(word)? })
        }
        Table::Bookings => {
            let to = BookingStatus::from_word(word)?;
            Some(Command::DecideBooking { booking: of.id_of()?, to, note: String::new() })
        }
        _ => None,
    }
}

/// The record with a value in a field; `Null` and what is empty take the field away.
pub fn with_value(table: Table, mut record: Value, field: Field, value: Value) -> Result<AnyRecord, String> {
    // A name that was cleared is an empty name, which a command refuses with a sentence, not a missing field.
    let is_text = matches!(field.kind, Kind::Line | Kind::Area | Kind::Title);
    let is_cleared = value.is_null() && is_text;
    let is_needed = field.path.contains('*') || record.get(field.path).is_some_and(Value::is_string);
    let value = if is_cleared && is_needed { Value::String(String::new()) } else { value };
    put(&mut record, field.path, &field.places, value);
    AnyRecord::from_json(table, &record).map_err(|error| error.to_string())
}

fn put(record: &mut Value, path: &str, places: &[usize], value: Value) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    if let (Value::Array(entries), "*", Some(rest)) = (&mut *record, name, rest) {
        let (place, inner) = places.split_first().map_or((0, places), |(place, inner)| (*place, inner));
        entries.get_mut(place).into_iter().for_each(|entry| put(entry, rest, inner, value.clone()));
        return;
    }
    let Some(fields) = record.as_object_mut() else { return };
    match rest {
        Some(rest) => {
            let inside = fields.entry(name).or_insert_with(|| Value::Object(Map::new()));
            put(inside, rest, places, value);
            if inside.as_object().is_some_and(Map::is_empty) {
                fields.remove(name);
            }
        }
        None if is_empty(&value) && !value.is_string() => {
            fields.remove(name);
        }
        None => {
            fields.insert(name.to_owned(), value);
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// What is typed as the document writes it; `known` is what the field holds.
fn read(plan: &Plan, field: Field, typed: &Value, known: &Value) -> Result<Value, String> {
    let zone = plan.settings.zone;
    let text = typed.as_str().unwrap_or_default().trim();
    match field.kind {
        Kind::Line => Ok(json_text(text)),
        Kind::Area => Ok(json_text(typed.as_str().unwrap_or_default().trim_end())),
        Kind::Flag => Ok(if typed == &Value::Bool(true) { Value::Bool(true) } else { Value::Null }),
        Kind::Number { optional } => number(text, optional),
        Kind::Choice { options, optional } => choice(text, options, optional),
        Kind::Reference { table, optional } => reference(plan, table, text, optional),
        Kind::Moment if text.is_empty() => Ok(Value::Null),
        Kind::Moment => moment(text, zone, known),
        Kind::Window { optional } => window(typed, zone, optional, known),
        Kind::When => when_from(typed, zone),
        Kind::References(_) | Kind::Labels | Kind::Choices(_) => Ok(list(typed, |item| !is_empty(item))),
        Kind::Dependencies(_) => Ok(list(typed, |item| !is_empty(&item["on"]))),
        Kind::Relations => Ok(list(typed, |item| !is_empty(&item["to"]))),
        Kind::Members => Ok(list(typed, |item| !is_empty(&item["person"]))),
        Kind::Recurring => recurring(typed, zone),
        Kind::Answers => {
            let given = typed.as_object().into_iter().flatten().filter(|(_, answer)| !is_empty(answer));
            let given: Map<String, Value> =
                given.map(|(question, answer)| (question.clone(), answer.clone())).collect();
            Ok(if given.is_empty() { Value::Null } else { Value::Object(given) })
        }
        Kind::Title if text.is_empty() => Err("It has no name; give it one, or take it out.".to_owned()),
        Kind::Title => Ok(json_text(text)),
        Kind::Signed | Kind::Place(_) => signed(text),
        Kind::TimeOfDay => time_of_day(text),
        Kind::Keys(_) => Ok(list(typed, |item| !is_empty(item))),
        Kind::Entries(_) => Ok(list(typed, |_| true)),
    }
}

/// A window that recurs, without the word that tells it from one that does not.
fn recurring(typed: &Value, zone: Zone) -> Result<Value, String> {
    if typed["start"].as_str().is_some_and(str::is_empty) && typed["end"].as_str().is_some_and(str::is_empty)
    {
        return Ok(Value::Null);
    }
    Ok(when_from(typed, zone)?.get("Recurring").cloned().unwrap_or(Value::Null))
}

fn json_text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { Value::String(text.to_owned()) }
}

fn list(typed: &Value, keep: impl Fn(&Value) -> bool) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    for item in typed.as_array().into_iter().flatten().filter(|item| keep(item)) {
        if !kept.contains(item) {
            kept.push(item.clone());
        }
    }
    if kept.is_empty() { Value::Null } else { Value::Array(kept) }
}

fn number(text: &str, optional: bool) -> Result<Value, String> {
    if text.is_empty() && optional {
        return Ok(Value::Null);
    }
    let number = text.parse::<u32>();
    number
        .map(Value::from)
        .map_err(|_| format!("\"{text}\" is not a whole number; write one from 0 up{}", or_empty(optional)))
}

fn signed(text: &str) -> Result<Value, String> {
    let wrong = || format!("\"{text}\" is not a whole number; write one such as -5 or 2.");
    text.parse::<i32>().map(Value::from).map_err(|_| wrong())
}

fn time_of_day(text: &str) -> Result<Value, String> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let time = parse_time_of_day(text).map_err(|error| sentence(&error.to_string()))?;
    Ok(Value::String(time_of_day_text(time)))
}

fn or_empty(optional: bool) -> &'static str {
    if optional { ", or nothing" } else { "" }
}

fn choice(text: &str, options: Options, optional: bool) -> Result<Value, String> {
    let words = options();
    if (text.is_empty() && optional) || words.iter().any(|(word, _)| *word == text) {
        return Ok(json_text(text));
    }
    let labels: Vec<&str> = words.iter().map(|(_, label)| *label).gather();
    Err(format!("Choose one of {}.", labels.join(", ")))
}

fn reference(plan: &Plan, table: Table, text: &str, optional: bool) -> Result<Value, String> {
    if text.is_empty() {
        let needed = format!("Choose the {} that it belongs to.", table.singular());
        return if optional { Ok(Value::Null) } else { Err(needed) };
    }
    if plan.has(&RecordRef::new(table, text)) {
        return Ok(json_text(text));
    }
    Err(format!("There is no {} \"{text}\" in the plan.", table.singular()))
}

fn moment(text: &str, zone: Zone, known: &Value) -> Result<Value, String> {
    let known = known.as_str().and_then(|text| Instant::parse(text).ok());
    let at = at(text, zone, known).map_err(|error| sentence(&error.to_string()))?;
    Ok(json::to_value(&at))
}

/// The moment of a local time. In the night in which the clock is put back it shows an hour twice: who leaves such a
/// time as it is means the moment that the plan knows.
fn at(text: &str, zone: Zone, known: Option<Instant>) -> Result<Instant, LocalTextError> {
    let local = parse_local(text)?;
    Ok(known.filter(|at| zone.local(*at) == local).unwrap_or_else(|| zone.resolve(local)))
}

fn window(typed: &Value, zone: Zone, optional: bool, known: &Value) -> Result<Value, String> {
    let text = |name: &str| value(typed, name).as_str().unwrap_or_default().trim().to_owned();
    let (start, end) = (text("start"), text("end"));
    match (start.is_empty(), end.is_empty()) {
        (true, true) if optional => return Ok(Value::Null),
        (true, _) => return Err("It has no start yet; give it one.".to_owned()),
        (_, true) => return Err("It has no end yet; give it one.".to_owned()),
        _ => {}
    }
    let known = known.as_str().and_then(|text| Interval::parse(text).ok());
    let start = at(&start, zone, known.map(|it| it.start)).map_err(|error| sentence(&error.to_string()))?;
    let end = at(&end, zone, known.map(|it| it.end)).map_err(|error| sentence(&error.to_string()))?;
    if end <= start {
        return Err("It would end before it starts; give it an end after its start.".to_owned());
    }
    Ok(json::to_value(&Interval::new(start, end)))
}

/// Reads `2 h 30 min`, `2:30`, `90` (minutes), `3 d` as minutes.
pub fn duration_minutes(text: &str) -> Result<i64, String> {
    let wrong = || format!("\"{text}\" is not a duration; write 2 h 30 min, 2:30 or 90");
    let trimmed = text.trim().to_ascii_lowercase();
    if let Some((hours, minutes)) = trimmed.split_once(':') {
        let whole = |part: &str| part.trim().parse::<u32>().map(i64::from).map_err(|_| wrong());
        return Ok(whole(hours)? * 60 + whole(minutes)?);
    }
    let mut minutes = 0;
    let mut rest = trimmed.as_str();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let number = number.parse::<u32>().map(i64::from).map_err(|_| wrong())?;
        let tail = tail.trim_start();
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, after) = tail.split_at(letters);
        minutes += number
            * match unit {
                "" | "m" | "min" | "mins" | "minute" | "minutes" => 1,
                "h" | "hour" | "hours" => 60,
                "d" | "day" | "days" => 1440,
                "w" | "week" | "weeks" => 10080,
                _ => return Err(wrong()),
            };
        rest = after.trim_start();
    }
    if minutes > 0 { Ok(minutes) } else { Err(wrong()) }
}

/// The text as a sentence: a capital first, a full stop last.
fn sentence(text: &str) -> String {
    let stop = if text.ends_with('.') { "" } else { "." };
    capitalized(text) + stop
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{altered, notation};
    use serde_json::json;

    fn bench() -> Workbench {
        let plan = "
            zone Europe/Amsterdam
            environment prod Controlled capacity=2
            person ann
            change C1 20T22..21T02 on=db env=prod outage=20T23..21T00 status=Requested
            change C2 20..21 status=Implementing
            booking B1 3..4 env=prod
        ";
        Workbench::of_notation(plan, None)
    }

    #[track_caller]
    fn enter(bench: &mut Workbench, of: &str, path: &str, typed: Value) -> Result<Value, String> {
        let of: RecordRef = of.parse().unwrap();
        let field = field(of.table, path).expect("the form has the field");
        if let Some(command) = entered(bench, &of, field, &typed)? {
            bench.run(&command).unwrap();
        }
        Ok(value(&bench.plan().record(&of).unwrap().to_json(), path))
    }

    #[test]
    fn every_path_of_every_form_names_a_field_of_the_record() {
        let plan = "
            person p
            environment e Open kind=Other
            booking B1 3..4 env=e
            ci c
            service s
            blackout b 1..2
            window w 1..2
            release R1
            phase P1 1..2 of=R1
            gate G1 of=R1
            change C1 1..2
            waiver W1 change-in-blackout changes/C1
            template T1
        ";
        let example = notation::parse(plan).unwrap();
        let mut plan = example.plan;
        plan.put(crate::model::ReleaseTemplate::new(crate::model::Id::lenient("T"), "T".to_owned()).into());
        for table in Table::ALL {
            for of in plan.refs(*table) {
                let record = plan.record(&of).unwrap().to_json();
                for field in form(*table).iter().flat_map(|section| section.fields) {
                    assert_is_a_field(*table, &record, *field);
                }
            }
        }
    }

    /// Sets a field, and those of its entries, to something that it takes, and to something that nothing takes.
    fn assert_is_a_field(table: Table, record: &Value, field: Field) {
        let taken = match field.kind {
            Kind::Line | Kind::Area | Kind::Title => json!("x"),
            Kind::Flag => json!(true),
            Kind::Number { .. } | Kind::Signed | Kind::Place(_) => json!(3),
            Kind::Choice { options, .. } => json!(options().last().unwrap().0),
            Kind::Choices(options) => json!([options().last().unwrap().0]),
            Kind::Reference { .. } => json!("x"),
            Kind::References(_) | Kind::Labels | Kind::Keys(_) => json!(["x"]),
            Kind::Moment => json!("2026-01-01T00:00:00Z"),
            Kind::TimeOfDay => json!("22:00"),
            Kind::Window { .. } => json!("2026-01-01T00:00:00Z/2026-01-02T00:00:00Z"),
            Kind::Dependencies(_) => json!([{"on": "x"}]),
            Kind::Relations => json!([{"kind": "DependsOn", "to": "x"}]),
            Kind::Members => json!([{"person": "x", "mandatory": true}]),
            Kind::Recurring => json!({
                "rule": "FREQ=WEEKLY", "zone": "UTC", "start": "2026-01-01T00:00", "duration_minutes": 60
            }),
            Kind::Answers => json!({"users": "many"}),
            Kind::When => json!({"Once": "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z"}),
            Kind::Entries(entries) => json!([(entries.new)("x", &[]), (entries.new)("y", &[])]),
        };
        let wrong = json!({"no field": {"takes": "this"}});
        let after = with_value(table, record.clone(), field, taken.clone());
        let after = after.unwrap_or_else(|error| panic!("{}: {error}", field.path)).to_json();
        assert_eq!(value_of(&after, field.path, field.places), taken, "{}", field.path);
        let refused = with_value(table, record.clone(), field, wrong);
        assert!(refused.is_err(), "{} is an unknown field", field.path);
        if let Kind::Entries(entries) = field.kind {
            entries.fields.iter().for_each(|inner| assert_is_a_field(table, &after, inner.at(field, 1)));
        }
    }

    #[test]
    fn a_window_is_read_on_the_plans_clock_and_takes_the_outage_along() {
        let mut bench = bench();
        let typed = json!({"start": "2026-07-20T22:00", "end": "2026-07-21T02:00"});
        assert_eq!(
            enter(&mut bench, "changes/C1", "planned", typed),
            Ok(json!("2026-07-20T20:00:00Z/2026-07-21T00:00:00Z"))
        );
        let outage = value(&bench.plan().changes.values().next().unwrap().clone().into_json(), "outage");
        assert_eq!(outage, json!("2026-07-20T21:00:00Z/2026-07-20T22:00:00Z"));
        assert_eq!(
            window_fields(&outage, bench.plan().settings.zone),
            ("2026-07-20T23:00".to_owned(), "2026-07-21T00:00".to_owned())
        );
        assert_eq!(
            enter(&mut bench, "changes/C1", "planned", json!({"start": "", "end": ""})),
            Ok(Value::Null)
        );
    }

    #[test]
    fn a_field_that_its_state_locks_says_why_before_anybody_types() {
        let bench = bench();
        let lock = |of: &str, path| lock(&bench, &of.parse().unwrap(), path);
        assert_eq!(lock("changes/C1", "planned"), None);
        assert!(
            lock("changes/C2", "planned").is_some_and(|why| why.contains("locked while it is implementing"))
        );
        assert_eq!(lock("environments/prod", "name"), None);
    }

    #[test]
    fn the_fields_of_a_template_are_edited_and_locked_one_by_one_while_it_is_a_draft() {
        let text = "
            environment prod Controlled
            ci db env=prod
            person ann
            template T1 \"Restart\" status=Draft env=prod plan=\"Restart it\" backout=\"Start the old one\" locked=environments
            template T2 \"Patch\" version=2 env=prod plan=\"Patch it\"
            template T3 \"Move\" status=Proposed env=prod plan=\"Move it\"";
        let mut bench = Workbench::of_notation(text, None);
        let of = "change_templates/T1";
        for (path, typed) in [
            ("fields.title", json!("Restart the shop")),
            ("fields.implementation_plan", json!("Drain, restart")),
            ("fields.cis", json!(["db"])),
            ("fields.implementers", json!(["ann"])),
            ("fields.owner", json!("ann")),
            ("fields.backout_minutes", json!("10")),
            ("fields.answers", json!({"users": "none", "teams": ""})),
            ("locked", json!(["environments", "cis"])),
        ] {
            enter(&mut bench, of, path, typed).unwrap_or_else(|problem| panic!("{path}: {problem}"));
        }
        enter(&mut bench, of, "fields.backout_plan", json!("")).unwrap();
        let template = bench.plan().change_templates.get(&crate::model::Id::lenient("T1")).unwrap();
        let names: Vec<&str> = template.fields.keys().map(String::as_str).collect();
        let kept =
            ["answers", "backout_minutes", "cis", "environments", "implementation_plan", "implementers"];
        assert_eq!(names, kept.into_iter().chain(["owner", "title"]).collect::<Vec<_>>());
        assert_eq!(template.fields["answers"], json!({"users": "none"}));
        assert_eq!(template.locked, ["environments", "cis"]);
        assert_eq!(bench.undo().unwrap().label, "Undo: Edit backout plan of change template T1");
        assert_eq!(
            enter(&mut bench, of, "fields.owner", json!("eve")).unwrap_err(),
            "There is no person \"eve\" in the plan."
        );

        let lock = |of: &str, path| lock(&bench, &of.parse().unwrap(), path);
        assert_eq!((lock(of, "fields.cis"), lock("change_templates/T2", "description")), (None, None));
        for (of, status, verb) in [("T2", "published", "revise"), ("T3", "proposed", "return")] {
            for path in ["fields.cis", "locked"] {
                let why = format!("What changes follow is locked while it is {status}; {verb} it first.");
                assert_eq!(lock(&format!("change_templates/{of}"), path), Some(why));
            }
        }
        let refused = enter(&mut bench, "change_templates/T2", "fields.title", json!("Other")).unwrap_err();
        assert!(refused.contains("revise it first"), "{refused}");
    }

    trait IntoJson {
        fn into_json(self) -> Value;
    }

    impl IntoJson for crate::model::Change {
        fn into_json(self) -> Value {
            AnyRecord::from(self).to_json()
        }
    }

    #[test]
    fn what_cannot_be_is_said_beside_the_field() {
        let mut bench = bench();
        let mut says = |of: &str, path: &str, typed: Value, part: &str| {
            let problem = enter(&mut bench, of, path, typed).unwrap_err();
            assert!(problem.contains(part), "{problem}");
        };
        let backwards = json!({"start": "2026-01-02T00:00", "end": "2026-01-01T00:00"});
        says("changes/C1", "planned", backwards, "before it starts");
        says("changes/C1", "planned", json!({"start": "2026-01-02T00:00", "end": ""}), "no end");
        let later = json!({"start": "2026-02-02T00:00", "end": "2026-02-03T00:00"});
        says("changes/C2", "planned", later, "not begun");
        says("changes/C1", "title", json!("  "), "has no name");
        says("changes/C1", "owner", json!("nobody"), "no person \"nobody\"");
        says("changes/C1", "requested_at", json!("tomorrow"), "not a local time");
        says("environments/prod", "capacity", json!("-1"), "not a whole number");
        says("bookings/B1", "environment", json!(""), "Choose the environment");
    }

    #[test]
    fn nested_fields_come_and_go_with_what_is_in_them() {
        let mut bench = bench();
        assert_eq!(enter(&mut bench, "changes/C1", "deploys.version", json!(" 1.2 ")), Ok(json!("1.2")));
        assert_eq!(enter(&mut bench, "changes/C1", "deploys.version", json!("")), Ok(Value::Null));
        let change = bench.plan().changes.values().next().unwrap();
        assert_eq!(change.deploys, None);
        assert_eq!(enter(&mut bench, "changes/C1", "labels", json!(["a", "", "a"])), Ok(json!(["a"])));
        assert_eq!(enter(&mut bench, "environments/prod", "capacity", json!("")), Ok(Value::Null));
    }

    #[test]
    fn a_status_that_is_chosen_is_a_step_with_what_belongs_to_it() {
        let text =
            "now 6T10\nperson ann\nenvironment sit Managed owner=ann\nrelease R1 live=20 status=Planned
                    phase P1 5..9 of=R1 env=sit\nbooking B1 5..9 env=sit phase=P1 status=Requested";
        let mut bench = Workbench::of_notation(text, Some("ann"));
        let early = enter(&mut bench, "phases/P1", "status", json!("Active")).unwrap_err();
        assert!(early.contains("have it approved"), "{early}");
        assert_eq!(enter(&mut bench, "bookings/B1", "status", json!("Approved")), Ok(json!("Approved")));
        assert_eq!(bench.plan().bookings.values().next().unwrap().decided_at, Some(bench.now()));
        assert_eq!(enter(&mut bench, "phases/P1", "status", json!("Active")), Ok(json!("Active")));
        assert_eq!(bench.plan().phases.values().next().unwrap().actual_start, Some(bench.now()));
        let release = bench.plan().releases.values().next().unwrap().clone();
        assert_eq!(release.status, ReleaseStatus::InProgress);
        let unseen = altered!(release, status: ReleaseStatus::Deployed);
        assert_eq!(bench.run(&Command::Edit(unseen.into())).unwrap_err().code(), "command/locked");
        let far = enter(&mut bench, "releases/R1", "status", json!("Closed")).unwrap_err();
        assert!(far.contains("from there it cannot become Closed"), "{far}");
    }

    #[test]
    fn in_the_hour_that_comes_twice_what_is_left_as_it_is_stays_where_it_is() {
        let text = "zone Europe/Amsterdam\nenvironment prod\nchange C1 298T04..298T05 env=prod status=Draft";
        let mut bench = Workbench::of_notation(text, None);
        let of: RecordRef = "changes/C1".parse().unwrap();
        // 02:30 comes at 00:30 UTC, and again at 01:30.
        let window = Interval::parse("2026-10-25T01:30:00Z/2026-10-25T03:00:00Z").unwrap();
        bench.run(&Command::Move { subject: of, window }).unwrap();
        let longer = json!({"start": "2026-10-25T02:30", "end": "2026-10-25T05:00"});
        let said = enter(&mut bench, "changes/C1", "planned", longer);
        assert_eq!(said, Ok(json!("2026-10-25T01:30:00Z/2026-10-25T04:00:00Z")));
    }

    #[test]
    fn a_record_is_added_by_naming_it_in_one_step() {
        let mut bench = bench();
        let of: RecordRef = "changes/C1".parse().unwrap();
        let new =
            super::super::records::blank(bench.plan(), Table::People, "Ben", None, bench.now()).unwrap();
        let id = json!(&*new.reference().id);
        let field = field(Table::Changes, "owner").unwrap();
        let command = entered_with_new(&bench, &of, field, &id, new).unwrap();
        assert_eq!(bench.run(&command).unwrap().label, "Add person Ben");
        assert_eq!(bench.view().owner(&of).person.map(|id| id.to_string()), id.as_str().map(str::to_owned));
        bench.undo();
        assert_eq!(bench.plan().people.len(), 1);
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        let read =
            ["2 h 30 min", "2:30", "150", "2h30", "1 d 1 h"].map(|text| duration_minutes(text).unwrap());
        assert_eq!(read, [150, 150, 150, 150, 1500]);
        for wrong in ["", "0", "soon", "3 moons", "h"] {
            assert!(duration_minutes(wrong).is_err(), "{wrong}");
        }
    }
}
