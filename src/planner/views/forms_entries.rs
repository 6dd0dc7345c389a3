//! Lists of things that have fields of their own: criteria of a gate, phases of a template, versions of a release.
//!
//! Apart from the fields because entries come, go and change places, and others of the record name them by that.

use serde_json::Value;

use super::forms::{Field, Options, asked, value, value_of, with_value};
use crate::gather::Gather;
use crate::model::json;
use crate::model::{AutomaticCheck, Command, RecordRef};
use crate::planner::{Refusal, Workbench};

/// What the entries of a list are.
#[derive(Debug)]
pub struct Entries {
    /// The fields of an entry; the first one is what it is called by.
    pub fields: &'static [Field],
    /// An entry of this name, beside those that are there.
    pub new: fn(&str, &[Value]) -> Value,
    /// Names that mean more than they say; offered where one is added.
    pub known: Option<Options>,
}

/// True for a field of an entry that is not asked because of another one: nobody ticks what the plan answers, and a
/// phase takes whole days or has a time of day.
#[must_use]
pub fn is_idle(entry: &Value, field: Field) -> bool {
    let is_set = |name: &str| entry.get(name).is_some_and(|value| !value.is_null());
    match field.path.rsplit_once(".*.").map_or("", |(_, own)| own) {
        "met" | "evidence" => is_set("check"),
        "working_days" => is_set("start"),
        "minutes" | "weekday" => !is_set("start"),
        _ => false,
    }
}

/// What is done to a list.
#[derive(Debug, Clone, Copy)]
pub enum EntryEdit<'a> {
    /// An entry of this name at the end.
    Add(&'a str),
    /// The entry at a place is taken out.
    Remove(usize),
    /// The entry at a place goes one place up.
    Up(usize),
    /// The entry at a place goes one place down.
    Down(usize),
}

/// What an edit of a list asks of the plan; `Ok(None)` when it changes nothing. The error is a sentence.
///
/// What names the entries of the list by their places or keys follows: a gate stays with its phase, and nothing waits
/// for a step that is gone. The gate of a phase that is taken out goes to the phase before.
pub fn edited(
    bench: &Workbench,
    of: &RecordRef,
    field: Field,
    entries: &Entries,
    edit: EntryEdit,
) -> Result<Option<Command>, String> {
    let record = bench.plan().record(of).ok_or_else(|| Refusal::Missing(*of).to_string())?;
    let mut record = record.to_json();
    let mut list = value_of(&record, field.path, field.places).as_array().cloned().unwrap_or_default();
    // Where each entry was.
    let mut order: Vec<usize> = (0..list.len()).gather();
    match edit {
        EntryEdit::Add(name) if name.trim().is_empty() => return Ok(None),
        EntryEdit::Add(name) => list.push((entries.new)(name.trim(), &list)),
        EntryEdit::Remove(place) if place < list.len() => {
            let gone = list.remove(place);
            order.remove(place);
            list.iter_mut().for_each(|entry| forget(entry, gone.get("id")));
        }
        EntryEdit::Up(place) if 0 < place && place < list.len() => {
            list.swap(place - 1, place);
            order.swap(place - 1, place);
        }
        EntryEdit::Down(place) if place + 1 < list.len() => {
            list.swap(place, place + 1);
            order.swap(place, place + 1);
        }
        _ => return Ok(None),
    }
    if field.path == "phases" {
        let gates = record.get_mut("gates").and_then(Value::as_array_mut);
        gates.into_iter().flatten().for_each(|gate| follow(gate, &order));
    }
    asked(bench, Command::Edit(with_value(of.table, record, field, Value::Array(list))?))
}

fn forget(entry: &mut Value, key: Option<&Value>) {
    if let Some(before) = entry.get_mut("depends_on").and_then(Value::as_array_mut) {
        before.retain(|other| Some(other) != key);
    }
}

/// The gate ends the phase that it ended, wherever that is now.
fn follow(gate: &mut Value, order: &[usize]) {
    let Some(after) = gate.get_mut("after_phase") else { return };
    let was = after.as_u64().and_then(|place| usize::try_from(place).ok()).unwrap_or(0);
    let now = order.iter().position(|place| *place == was);
    let before = || order.iter().filter(|place| **place < was).count().saturating_sub(1);
    *after = Value::from(now.unwrap_or_else(before));
}

/// What a field that names entries of a list of its record can be set to: the place or key, and the name.
#[must_use]
pub fn among(record: &Value, field: Field, list: &str, by_key: bool) -> Vec<(String, String)> {
    let own = field.path.starts_with(list).then_some(field.places[0]);
    let entries = value(record, list);
    let entries =
        entries.as_array().into_iter().flatten().enumerate().filter(|(place, _)| Some(*place) != own);
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    entries
        .map(|(place, entry)| {
            if by_key {
                (text(entry, "id"), text(entry, "title"))
            } else {
                (place.to_string(), text(entry, "name"))
            }
        })
        .gather()
}

pub(super) fn criterion(text: &str, _: &[Value]) -> Value {
    match AutomaticCheck::ALL.iter().find(|check| check.label() == text) {
        Some(check) => json::object(vec![("text", text.into()), ("check", check.word().into())]),
        None => json::object(vec![("text", text.into())]),
    }
}

pub(super) fn version(version: &str, _: &[Value]) -> Value {
    json::object(vec![("version", version.into())])
}

pub(super) fn phase(name: &str, _: &[Value]) -> Value {
    json::object(vec![("name", name.into()), ("working_days", 5.into())])
}

pub(super) fn gate(name: &str, _: &[Value]) -> Value {
    json::object(vec![("name", name.into()), ("after_phase", 0.into())])
}

/// A step that follows the one before it.
pub(super) fn step(title: &str, others: &[Value]) -> Value {
    let is_taken = |key: &String| others.iter().any(|other| other["id"] == key.as_str());
    let key = (1..=others.len() + 1).map(|number| format!("step-{number}")).find(|key| !is_taken(key));
    let step = json::object(vec![
        ("id", key.into()),
        ("title", title.into()),
        ("kind", "Task".into()),
        ("duration_minutes", 15.into()),
    ]);
    match (others.last().and_then(|before| before.get("id")), step) {
        (Some(before), Value::Object(mut step)) => {
            step.insert("depends_on".to_owned(), Value::Array(vec![before.clone()]));
            Value::Object(step)
        }
        (_, step) => step,
    }
}

pub(super) fn announcement(title: &str, _: &[Value]) -> Value {
    json::object(vec![
        ("title", title.into()),
        ("audience", "".into()),
        ("channel", "Mail".into()),
        ("offset", json::object(vec![("anchor", "Start".into())])),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::forms::{Kind, entered, field};
    use super::*;
    use crate::model::{Id, Table, notation};
    use crate::planner::releasing::standard;
    use serde_json::json;

    fn bench() -> Workbench {
        let mut plan = notation::parse("release R1\ngate G1 of=R1").unwrap().plan;
        standard::templates().into_iter().for_each(|template| plan.put(template.into()));
        Workbench::open(plan, crate::time::Instant::MIN, None)
    }

    /// Edits a list, and returns what stands in a field of each of its entries afterwards.
    #[track_caller]
    fn edit(bench: &mut Workbench, of: &str, list: &str, edit: EntryEdit, shown: &str) -> Vec<Value> {
        let of: RecordRef = of.parse().unwrap();
        let list = field(of.table, list).unwrap();
        let Kind::Entries(entries) = list.kind else { panic!("{} has no entries", list.path) };
        if let Some(command) = edited(bench, &of, list, entries, edit).unwrap() {
            bench.run(&command).unwrap();
        }
        let record = bench.plan().record(&of).unwrap().to_json();
        value(&record, list.path).as_array().unwrap().iter().map(|entry| value(entry, shown)).collect()
    }

    #[test]
    fn a_criterion_that_the_plan_answers_is_added_by_its_name() {
        let mut bench = bench();
        edit(&mut bench, "gates/G1", "criteria", EntryEdit::Add("Signed"), "check");
        let checks =
            edit(&mut bench, "gates/G1", "criteria", EntryEdit::Add("All changes authorised"), "check");
        assert_eq!(checks, [Value::Null, json!("ChangesAuthorised")]);
        let texts = edit(&mut bench, "gates/G1", "criteria", EntryEdit::Up(1), "text");
        assert_eq!(texts, ["All changes authorised", "Signed"]);
        assert_eq!(edit(&mut bench, "gates/G1", "criteria", EntryEdit::Remove(0), "text"), ["Signed"]);
        assert_eq!(edit(&mut bench, "gates/G1", "criteria", EntryEdit::Add(" "), "text"), ["Signed"]);
        assert_eq!(edit(&mut bench, "gates/G1", "criteria", EntryEdit::Up(7), "text"), ["Signed"]);
    }

    #[test]
    fn what_another_field_answers_is_not_asked() {
        let idle = |entry: Value, path| is_idle(&entry, Field::new(path, Kind::Line));
        assert!(idle(json!({"text": "x", "check": "NoBlockers"}), "gates.*.criteria.*.met"));
        assert!(!idle(json!({"text": "x"}), "criteria.*.evidence"));
        assert!(idle(json!({"name": "x", "start": "22:00"}), "phases.*.working_days"));
        assert!(idle(json!({"name": "x"}), "phases.*.weekday"));
        assert!(!idle(json!({"offset": {}}), "announcements.*.offset.minutes"));
    }

    #[test]
    fn the_gates_of_a_template_stay_with_their_phases() {
        let mut bench = bench();
        let of = "release_templates/RTP-TRAIN";
        let after = |bench: &mut Workbench| edit(bench, of, "gates", EntryEdit::Up(0), "after_phase");
        assert_eq!(after(&mut bench), [0, 2, 2]);
        let phases = edit(&mut bench, of, "phases", EntryEdit::Down(0), "name");
        assert_eq!(phases, ["System test", "Build", "Acceptance", "Deployment"]);
        assert_eq!(after(&mut bench), [1, 2, 2]);
        edit(&mut bench, of, "phases", EntryEdit::Remove(0), "name");
        assert_eq!(after(&mut bench), [0, 1, 1]);
        edit(&mut bench, of, "phases", EntryEdit::Remove(1), "name");
        assert_eq!(after(&mut bench), [0, 0, 0], "the gates of a phase that is gone end the one before");
    }

    #[test]
    fn nothing_waits_for_a_step_that_is_gone_and_a_new_one_follows_the_last() {
        let mut bench = bench();
        let of = "release_templates/RTP-PATCH";
        let added = edit(&mut bench, of, "steps", EntryEdit::Add("Tell them"), "depends_on");
        assert_eq!(added.last(), Some(&json!(["back-open"])));
        let keys = edit(&mut bench, of, "steps", EntryEdit::Remove(0), "id");
        assert!(keys.contains(&json!("step-1")) && !keys.contains(&json!("tell")));
        let before = edit(&mut bench, of, "steps", EntryEdit::Up(0), "depends_on");
        assert!(before.iter().all(|before| !before.to_string().contains("\"tell\"")), "{before:?}");
    }

    #[test]
    fn a_field_of_an_entry_is_edited_in_its_place_and_its_name_stays() {
        let mut bench = bench();
        let of: RecordRef = "release_templates/RTP-TRAIN".parse().unwrap();
        let gates = field(Table::ReleaseTemplates, "gates").unwrap();
        let Kind::Entries(of_gates) = gates.kind else { panic!() };
        let criteria =
            of_gates.fields.iter().find(|one| one.path.ends_with("criteria")).unwrap().at(gates, 2);
        let Kind::Entries(of_criteria) = criteria.kind else { panic!() };
        let text = of_criteria.fields[0].at(criteria, 1);
        let command = entered(&bench, &of, text, &json!("Rehearsed twice")).unwrap().unwrap();
        bench.run(&command).unwrap();
        let template = bench.plan().release_templates.get(&Id::lenient("RTP-TRAIN")).unwrap();
        assert_eq!(template.gates[2].criteria[1].text, "Rehearsed twice");
        assert!(entered(&bench, &of, text, &json!(" ")).is_err_and(|why| why.contains("no name")));
        let phases = field(Table::ReleaseTemplates, "phases").unwrap();
        let record = bench.plan().record(&of).unwrap().to_json();
        let start = Field::new("phases.*.start", Kind::TimeOfDay).at(phases, 3);
        assert_eq!(value_of(&record, start.path, start.places), json!("20:00"));
        let command = entered(&bench, &of, start, &json!("22:30")).unwrap().unwrap();
        bench.run(&command).unwrap();
        let cleared = entered(&bench, &of, start, &json!("")).unwrap().unwrap();
        bench.run(&cleared).unwrap();
        let template = bench.plan().release_templates.get(&Id::lenient("RTP-TRAIN")).unwrap();
        assert_eq!(template.phases[3].start, None);
        assert!(entered(&bench, &of, start, &json!("25:00")).is_err());
    }

    #[test]
    fn what_names_an_entry_is_chosen_among_the_others() {
        let bench = bench();
        let of: RecordRef = "release_templates/RTP-PATCH".parse().unwrap();
        let record = bench.plan().record(&of).unwrap().to_json();
        let after = Field::new("gates.*.after_phase", Kind::Place("phases"));
        let phases = [("0", "System test"), ("1", "Deployment")];
        let phases = phases.map(|(place, name)| (place.to_owned(), name.to_owned()));
        assert_eq!(among(&record, after, "phases", false), phases);
        let waits = Field::new("steps.*.depends_on", Kind::Keys("steps"));
        let first = among(&record, waits, "steps", true);
        assert!(first.iter().all(|(key, _)| key != "tell"), "a step does not wait for itself: {first:?}");
    }
}
