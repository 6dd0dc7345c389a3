//! What is written is read back: the document, its published schema, and the samples of every released version.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod documents;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use documents::{full, random, resolved, schema};
use proptest::prelude::*;
use serde_json::Value;
use slipway::exchange::document::{Limits, VERSION, dangling, read, write};
use slipway::model::*;

#[track_caller]
fn check_round_trip(plan: &Plan) -> String {
    let text = write(plan);
    let reading = read(text.as_bytes(), &Limits::usual()).unwrap();
    assert_eq!(reading.plan, *plan, "{text}");
    assert!(reading.is_complete());
    let mut notes = reading.notes;
    notes.iter_mut().for_each(|note| note.line = None);
    assert_eq!(notes, dangling(plan), "{text}");
    assert_eq!(write(&reading.plan), text);
    text
}

#[track_caller]
fn check_schema(validator: &jsonschema::Validator, document: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// How many random documents are read: `PROPTEST_CASES`, or as many as a person waits for.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(1024)
}

#[track_caller]
fn check_document(seed: u64, most: usize) {
    let document = random::document(&mut random::Dice::new(seed), most);
    let reading = read(document.to_string().as_bytes(), &Limits::usual()).unwrap();
    let left_out: Vec<String> = reading
        .notes
        .iter()
        .filter(|note| note.dropped && !note.problem.contains("an id of its own"))
        .map(ToString::to_string)
        .collect();
    assert_eq!(left_out, Vec::<String>::new());
    check_round_trip(&reading.plan);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_schema_allows_is_read_and_comes_back_equal(seed in any::<u64>(), most in 0_usize..4) {
        check_document(seed, most);
    }
}

/// It holds -922976132782040.2, of which ….3 is the same number in as many digits.
#[test]
fn a_number_that_has_two_shortest_texts_comes_back_without_a_note() {
    check_document(3_825_346_822_040_378_802, 3);
}

#[test]
fn random_documents_before_and_after_obey_the_schema() {
    let validator = jsonschema::validator_for(schema()).unwrap();
    for seed in 0..100 {
        let document = random::document(&mut random::Dice::new(seed), 3);
        check_schema(&validator, &document);
        let plan = read(document.to_string().as_bytes(), &Limits::usual()).unwrap().plan;
        check_schema(&validator, &serde_json::from_str(&write(&plan)).unwrap());
    }
}

#[test]
fn a_plan_with_everything_comes_back_equal_and_obeys_the_schema() {
    let text = check_round_trip(&full::plan());
    let validator = jsonschema::validator_for(schema()).unwrap();
    check_schema(&validator, &serde_json::from_str(&text).unwrap());
}

#[test]
fn sample_plans_in_public_obey_the_schema() {
    let validator = jsonschema::validator_for(schema()).unwrap();
    for path in files_below(Path::new("public")) {
        let Ok(document) = serde_json::from_str::<Value>(&fs::read_to_string(&path).unwrap_or_default())
        else {
            continue;
        };
        if document["format"] == "slipway-plan" {
            check_schema(&validator, &document);
            let reading = read(&fs::read(&path).unwrap(), &Limits::usual()).unwrap();
            assert_eq!(reading.notes, vec![], "{}", path.display());
        }
    }
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Walks a value along the schema: collects the properties that occur, and those that the schema does not know.
fn walk(
    schema: &Value,
    place: &str,
    node: &Value,
    value: &Value,
    seen: &mut BTreeSet<String>,
    unknown: &mut Vec<String>,
) {
    let place = node.get("$ref").and_then(Value::as_str).unwrap_or(place);
    let node = resolved(schema, node);
    if let Some(choices) = node.get("oneOf").and_then(Value::as_array) {
        for choice in
            choices.iter().filter(|choice| value.get(choice["required"][0].as_str().unwrap()).is_some())
        {
            walk(schema, place, choice, value, seen, unknown);
        }
    } else if let Some(items) = value.as_array() {
        for item in items {
            walk(schema, place, &node["items"], item, seen, unknown);
        }
    } else if let (Some(properties), Some(fields)) = (node.get("properties"), value.as_object()) {
        for (name, field) in fields {
            match properties.get(name) {
                Some(property) => {
                    seen.insert(format!("{place} {name}"));
                    walk(schema, place, property, field, seen, unknown);
                }
                None => unknown.push(name.clone()),
            }
        }
    } else if let (Some(each), Some(fields)) = (node.get("additionalProperties"), value.as_object()) {
        for field in fields.values() {
            walk(schema, place, each, field, seen, unknown);
        }
    }
    if node.get("enum").is_some() {
        seen.insert(format!("{place} = {}", value.as_str().unwrap()));
    }
}

#[test]
fn every_property_and_word_of_the_schema_occurs_in_the_full_plan_and_the_other_way_round() {
    let schema = schema();
    let document: Value = serde_json::from_str(&write(&full::plan())).unwrap();
    let (mut seen, mut unknown) = (BTreeSet::new(), Vec::new());
    walk(schema, "#", schema, &document, &mut seen, &mut unknown);
    assert!(unknown.iter().all(|name| name.starts_with("x-")), "not in the schema: {unknown:?}");
    let mut promised = BTreeSet::new();
    let definitions = schema["$defs"].as_object().unwrap().iter();
    let definitions = definitions.map(|(name, node)| (format!("#/$defs/{name}"), node));
    for (place, node) in definitions.chain([("#".to_owned(), schema)]) {
        let choices = node.get("oneOf").and_then(Value::as_array).cloned().unwrap_or_default();
        for node in choices.iter().chain([node]) {
            for (name, property) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
                assert!(property["description"].is_string(), "{place} {name} is not described");
                promised.insert(format!("{place} {name}"));
            }
        }
        assert!(node["description"].is_string(), "{place} is not described");
        for word in node.get("enum").and_then(Value::as_array).into_iter().flatten() {
            promised.insert(format!("{place} = {}", word.as_str().unwrap()));
        }
    }
    // The usual word is left out where it is written.
    promised.remove("#/$defs/DependencyKind = FinishStart");
    promised.remove("#/$defs/StepStatus = Waiting");
    // A plan has one policy, and so one mode.
    promised.remove("#/$defs/PolicyMode = FirstMatch");
    assert_eq!(seen.symmetric_difference(&promised).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn a_field_is_required_by_the_schema_exactly_when_its_record_cannot_be_read_without_it() {
    let schema = schema();
    let document: Value = serde_json::from_str(&write(&full::plan())).unwrap();
    for table in Table::ALL {
        let record = &document[table.name()][0];
        let node = resolved(schema, &schema["properties"][table.name()]["items"]);
        for field in record.as_object().unwrap().keys() {
            let mut without = document.clone();
            without[table.name()][0].as_object_mut().unwrap().remove(field);
            let reading = read(without.to_string().as_bytes(), &Limits::usual()).unwrap();
            let required = node["required"].as_array().unwrap().iter().any(|name| name == field);
            assert_eq!(!reading.is_complete(), required, "{table:?} {field}");
        }
    }
}

#[test]
fn the_enums_of_the_schema_are_those_of_the_model() {
    let schema = schema();
    let mut checked = BTreeSet::from(["Weekday"]);
    macro_rules! check {
        ($($name:ident)*) => { $(
            let words: Vec<&str> = $name::ALL.iter().map(|word| word.word()).collect();
            assert_eq!(schema["$defs"][stringify!($name)]["enum"], Value::from(words), stringify!($name));
            checked.insert(stringify!($name));
        )* };
    }
    check!(BookingStatus BookingUse ChangeKind ChangeStatus Control Criticality DependencyKind EnvironmentKind);
    check!(Anchor ApprovalStatus Authority AutomaticCheck BoardDecision BoardKind Channel Evidence);
    check!(FreezeExceptionStatus IncidentPriority MeetingStatus PolicyMode RiskCondition RunbookStatus StepKind);
    check!(StepStatus TemplateStatus VoteChoice VotingRule);
    check!(GateDecision Hardness Outcome PhaseStatus RelationKind ReleaseKind ReleaseStatus Risk Severity);
    let definitions = schema["$defs"].as_object().unwrap().iter();
    let enums: BTreeSet<&str> =
        definitions.filter(|(_, node)| node.get("enum").is_some()).map(|(name, _)| name.as_str()).collect();
    assert_eq!(enums, checked);
}

#[test]
fn the_frozen_samples_of_every_version_open_and_become_their_golden_files() {
    let mut versions = BTreeSet::new();
    let mut current = Vec::new();
    for path in files_below(Path::new("tests/documents")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some(sample) = name.strip_suffix(".json").filter(|name| !name.ends_with(".golden")) else {
            continue;
        };
        let version: u32 = sample.trim_start_matches('v').split('-').next().unwrap().parse().unwrap();
        let reading = read(&fs::read(&path).unwrap(), &Limits::usual()).unwrap();
        assert_eq!(reading.notes, vec![], "{name}");
        let (text, golden) = (write(&reading.plan), format!("{sample}.golden.json"));
        let expected = fs::read_to_string(path.with_file_name(&golden)).unwrap_or_default();
        assert!(text == expected, "{name} does not become {golden}, but {}", kept(&golden, &text));
        versions.insert(version);
        if version == VERSION {
            current.push(reading.plan);
        }
    }
    assert_eq!(versions, (1..=VERSION).collect(), "a version has no sample in tests/documents");
    let full = full::plan();
    let new = kept(&format!("v{VERSION}-full.json"), &write(&full));
    assert!(
        current.contains(&full),
        "no sample of version {VERSION} has every field: add {new} beside the others"
    );
}

/// Puts a text where a person can look at it.
fn kept(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}
