//! Files that are no plan, or one with faults: each gives one error or notes that name the place, what was expected and
//! what was found; nothing panics, and what is readable is read.
//!
//! Reading makes a new plan and is given none, so that a plan that is open cannot be touched by it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod documents;

use std::collections::BTreeSet;

use documents::{full, random};
use serde_json::{Value, json};
use slipway::exchange::document::{DocumentError, Limits, Note, Reading, read, write};
use slipway::model::{Plan, Table};

/// Everything that a plan can have, two records a table.
fn plan() -> Plan {
    let mut plan = full::plan();
    for table in Table::ALL {
        for of in plan.refs(*table).iter().skip(2) {
            plan.take(of);
        }
    }
    plan
}

fn sample() -> String {
    write(&plan())
}

fn sample_value() -> Value {
    serde_json::from_str(&sample()).unwrap()
}

/// Reads, and holds every text to its form.
#[track_caller]
fn check(bytes: &[u8]) -> Result<Reading, DocumentError> {
    let reading = read(bytes, &Limits::usual());
    match &reading {
        Err(error) => check_text(&error.to_string()),
        Ok(reading) => {
            for note in &reading.notes {
                check_text(&note.to_string());
                assert!(!note.path.is_empty() && note.line.is_some(), "{note}");
                assert!(!note.advice.is_empty(), "{note}");
            }
            let again = read(write(&reading.plan).as_bytes(), &Limits::usual()).unwrap();
            assert_eq!(again.plan, reading.plan);
        }
    }
    reading
}

#[track_caller]
fn check_text(text: &str) {
    for word in ["expected ", "found "] {
        assert!(text.contains(word), "\"{word}\" is missing in: {text}");
    }
    let (place, _) = text.split_once(": ").unwrap();
    assert!(!place.is_empty(), "no place: {text}");
    assert!(text.chars().count() < 1200, "too long: {text}");
}

/// The only note on a document whose `pointer` is replaced.
#[track_caller]
fn check_note(pointer: &str, value: Value, path: &str, words: &[&str]) -> Note {
    let mut document = sample_value();
    *document.pointer_mut(pointer).unwrap() = value;
    let reading = check(document.to_string().as_bytes()).unwrap();
    let note =
        reading.notes.iter().find(|note| note.dropped).unwrap_or_else(|| panic!("no note on {pointer}"));
    assert_eq!(note.path, path, "{note}");
    for word in words {
        assert!(note.to_string().contains(word), "\"{word}\" is missing in: {note}");
    }
    note.clone()
}

#[track_caller]
fn check_error(bytes: impl AsRef<[u8]>, code: &str, words: &[&str]) {
    let error = check(bytes.as_ref()).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    for word in words {
        assert!(error.to_string().contains(word), "\"{word}\" is missing in: {error}");
    }
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_an_error_with_its_line() {
    let text = sample();
    let mut cut = 0;
    for length in (0..text.trim_end().len()).step_by(67) {
        let error = check(&text.as_bytes()[..length]).unwrap_err();
        let is_expected = matches!(error, DocumentError::NotJson { .. } | DocumentError::NotUtf8 { .. });
        assert!(is_expected, "{length}: {error}");
        cut += 1;
    }
    assert!(1000 < cut, "{cut}");
}

#[test]
fn a_file_with_flipped_bytes_is_read_or_refused_but_never_a_panic() {
    let text = sample();
    let mut dice = random::Dice::new(7);
    for _ in 0..400 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=dice.below(3) {
            let at = dice.below(bytes.len());
            bytes[at] = dice.next() as u8;
        }
        let _ = check(&bytes);
    }
}

/// Every pointer into a value.
fn pointers(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(name, _)| !name.starts_with("x-")) {
                found.push(format!("{place}/{name}"));
                pointers(field, &format!("{place}/{name}"), found);
            }
        }
        Value::Array(items) => {
            if let Some(item) = items.first() {
                found.push(format!("{place}/0"));
                pointers(item, &format!("{place}/0"), found);
            }
        }
        _ => {}
    }
}

/// A document of the one field that a pointer leads into, so that it is read a thousand times in seconds.
fn around(pointer: &str, document: &Value) -> Value {
    let mut small =
        json!({"format": "slipway-plan", "version": 1, "id": "p", "settings": {"name": "P", "zone": "UTC"}});
    let field = pointer.split('/').nth(1).unwrap();
    small[field] = document[field].clone();
    small
}

/// `/changes/0/planned` as `changes[0].planned`.
fn as_path(pointer: &str) -> String {
    let mut path = String::new();
    for part in pointer.split('/').skip(1) {
        if part.parse::<usize>().is_ok() {
            path.push_str(&format!("[{part}]"));
        } else {
            path.push_str(if path.is_empty() { "" } else { "." });
            path.push_str(part);
        }
    }
    path
}

#[test]
fn a_value_of_another_type_is_noted_at_its_path_and_the_rest_is_read() {
    let sample = sample_value();
    let mut places = Vec::new();
    pointers(&sample, "", &mut places);
    let mut documents = 0;
    for place in places.iter().filter(|place| !["/format", "/version"].contains(&place.as_str())) {
        let document = around(place, &sample);
        let whole = check(document.to_string().as_bytes()).unwrap().plan;
        for wrong in [json!(true), json!(-1.5), json!("\u{0}nonsense"), json!([[]]), json!({"": 0})] {
            let mut document = document.clone();
            let value = document.pointer_mut(place).unwrap();
            let is_same_type = value.is_string() && wrong.is_string()
                || value.is_boolean() && wrong.is_boolean()
                || value.is_object() && wrong.is_object();
            if is_same_type {
                continue;
            }
            *value = wrong.clone();
            let reading = check(document.to_string().as_bytes()).unwrap();
            let note = reading.notes.iter().find(|note| note.dropped);
            let note = note.unwrap_or_else(|| panic!("{place} = {wrong} is taken without a word"));
            assert!(note.path.starts_with(&as_path(place)), "{place} = {wrong}: {note}");
            assert!(1 < place.matches('/').count() || reading.plan.id != whole.id || reading.plan != whole);
            let lost: usize =
                Table::ALL.iter().map(|table| whole.count(*table) - reading.plan.count(*table)).sum();
            assert!(lost <= 1 || place.matches('/').count() == 1, "{place} = {wrong} loses {lost} records");
            documents += 1;
        }
    }
    assert!(900 < documents, "{documents}");
}

#[test]
fn absurd_words_are_noted_with_what_is_possible() {
    let cases = [
        ("/changes/0/actual_start", json!("0026-03-02T20:00:00Z"), "1900 to 2199"),
        ("/changes/0/actual_start", json!("99999-03-02T20:00:00Z"), "99999"),
        ("/changes/0/actual_start", json!("2026-13-02T20:00:00Z"), "write it like 2026"),
        ("/changes/0/actual_start", json!("2026-02-30T20:00:00Z"), "expected a time"),
        ("/changes/0/actual_start", json!("2026-03-02T20:00:00"), "2026-03-02T20:00:00"),
        ("/changes/0/planned", json!("tomorrow"), "expected a window, found \"tomorrow\""),
        ("/changes/0/planned", json!("2026-03-02T20:00:00Z/2026-13-02T20:00:00Z"), "the window's end"),
        ("/changes/0/status", json!("Done"), "`Authorised`"),
        ("/changes/0/status", json!("draft"), "found \"draft\""),
        ("/changes/0/depends_on/1/lag_minutes", json!(1e30), "found 1e+30"),
        ("/changes/0/depends_on/1/lag_minutes", json!(2_147_483_648_i64), "2147483648"),
        ("/phases/0/order", json!(-1), "found -1"),
        ("/phases/0/order", json!(4_294_967_296_u64), "4294967296"),
        ("/phases/0/order", json!(1.5), "found 1.5"),
        ("/environments/0/capacity", json!("two"), "found \"two\""),
        ("/people/0/id", json!(""), "an id is empty"),
        ("/people/0/id", json!(" ann"), "blank at an end"),
        ("/people/0/id", json!("a\u{7}b"), "control character"),
        ("/people/0/id", json!("x".repeat(201)), "200 characters"),
        ("/waivers/0/subject", json!("teams/1"), "no table of a plan"),
        ("/waivers/0/subject", json!("nonsense"), "table/id"),
        ("/blackouts/1/when/Recurring/rule", json!("FREQ=HOURLY"), "not supported"),
        ("/blackouts/1/when/Recurring/rule", json!("every Monday"), "expected a part of a repetition"),
        ("/blackouts/1/when/Recurring/zone", json!("Europe/Amsterdm"), "Europe/Amsterdam"),
        ("/blackouts/1/when/Recurring/start", json!("2026-03-07"), "expected a local time"),
        ("/blackouts/1/when/Recurring/except/0", json!("20260307T200000"), "20260307T200000"),
        ("/settings/zone", json!("Middle/Earth"), "expected a time zone, found \"Middle/Earth\""),
        ("/settings/calendar/holidays/0/date", json!("2026-02-29"), "expected a date"),
        ("/settings/calendar/weekdays/0", json!("Monday?"), "expected a weekday"),
        ("/settings/calendar/day_start", json!("25:00"), "expected a time of day"),
    ];
    for (pointer, value, word) in cases {
        check_note(pointer, value, &as_path(pointer), &[word]);
    }
}

#[test]
fn a_note_names_path_record_line_and_cure() {
    let text = "{\"format\":\"slipway-plan\",\"version\":1,\"id\":\"p\",\n\"settings\":{\"name\":\"P\",\"zone\":\"UTC\"},\n\
                \"people\":[\n{\"id\":\"ann\",\"name\":\"Ann\"},\n{\"id\":\"bob\",\"name\":7}]}";
    let reading = check(text.as_bytes()).unwrap();
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "people[1].name of bob, line 5: expected a string, found 7 (left out); write what is expected, or take the \
          field away if it may be absent"
        ]
    );
    assert_eq!(reading.plan.people.len(), 1);
    assert!(!reading.is_complete());
}

#[test]
fn the_second_of_two_equal_ids_is_left_out() {
    let mut document = sample_value();
    let mut second = document["people"][0].clone();
    second["name"] = json!("Another");
    document["people"].as_array_mut().unwrap().push(second);
    let reading = check(document.to_string().as_bytes()).unwrap();
    assert_eq!(reading.plan, plan());
    assert_eq!(reading.notes.len(), 1);
    let text = reading.notes[0].to_string();
    assert!(
        text.starts_with("people[1].id of ann, line 1: expected an id of its own, found \"ann\""),
        "{text}"
    );
    assert!(text.contains("people[0]"), "{text}");
}

#[test]
fn a_field_that_occurs_twice_is_never_silently_the_last() {
    let text = sample();
    let twice = text.replacen(
        "\"name\": \"Ann Özgür\"",
        "\"name\": \"Ann Özgür\",\n \"x-a\": {\"b\": 1, \"b\": 2}",
        1,
    );
    let reading = check(twice.as_bytes()).unwrap();
    assert_eq!(reading.plan.people.len(), 0);
    let note = reading.notes.iter().find(|note| note.dropped).unwrap();
    assert_eq!(note.path, "people[0].x-a.b");
    let line = 1 + twice.lines().position(|line| line.contains("\"b\": 1, \"b\"")).unwrap();
    assert_eq!(note.line, Some(line));

    let twice = text.replacen("\"people\": [", "\"id\": \"other\", \"people\": [], \"people\": [", 1);
    let reading = check(twice.as_bytes()).unwrap();
    let paths: Vec<&str> =
        reading.notes.iter().filter(|note| note.dropped).map(|note| note.path.as_str()).collect();
    assert_eq!(paths, ["id", "people"]);
    assert_eq!((reading.plan.id, reading.plan.people.len()), (plan().id, 0));

    let twice = text.replacen(
        "\"zone\": \"Europe/Amsterdam\"",
        "\"zone\": \"UTC\", \"zone\": \"Europe/Amsterdam\"",
        1,
    );
    let reading = check(twice.as_bytes()).unwrap();
    assert_eq!((reading.notes[0].path.as_str(), reading.plan.settings.zone.name()), ("settings.zone", "UTC"));
}

#[test]
fn references_to_nothing_are_kept_and_noted() {
    let mut document = sample_value();
    document["services"][1]["cis"] = json!(["CI-0", "CI-9"]);
    document["waivers"][0]["subject"] = json!("changes/CHG-99");
    let reading = check(document.to_string().as_bytes()).unwrap();
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].starts_with("services[1].cis of SVC-1, line 1: expected a record of this plan, found the configuration item CI-9"), "{notes:?}");
    assert!(notes[1].starts_with("waivers[0].subject of WVR-0"), "{notes:?}");
    assert!(reading.is_complete());
    assert_eq!(reading.plan.services.values().nth(1).unwrap().cis.len(), 2);
}

#[test]
fn what_is_no_plan_is_one_clear_error() {
    check_error("", "document/not-json", &["line 1"]);
    check_error("hello", "document/not-json", &["line 1, column 1"]);
    check_error("{\"format\": \"slipway-plan\",\n  \"id\": NaN}", "document/not-json", &["line 2, column "]);
    check_error(
        "{\"format\": \"slipway-plan\", \"id\": \"a\nb\"}",
        "document/not-json",
        &["control character"],
    );
    check_error("{} {}", "document/not-json", &["trailing"]);
    check_error("{\"\\ud800\": 1}", "document/not-json", &["line 1, column 9", "hex escape"]);
    check_error(b"{\n\"a\": \"\xff\"}", "document/not-utf-8", &["line 2, column 7"]);
    check_error("[1]", "document/not-a-plan", &["an object", "a list"]);
    check_error("\"slipway-plan\"", "document/not-a-plan", &["found \"slipway-plan\""]);
    check_error("{}", "document/not-a-plan", &["found none"]);
    check_error(r#"{"format": "geojson"}"#, "document/not-a-plan", &["\"slipway-plan\"", "\"geojson\""]);
    check_error(r#"{"format": "slipway-plan"}"#, "document/no-such-version", &["found none"]);
    for version in ["0", "-1", "1.0", "\"1\"", "null", "99999999999999999999", "[]"] {
        let text = format!(r#"{{"format": "slipway-plan", "version": {version}}}"#);
        check_error(text, "document/no-such-version", &["whole number"]);
    }
    for version in [2_u64, 999, u64::MAX] {
        let text = format!(r#"{{"format": "slipway-plan", "version": {version}, "plan": []}}"#);
        check_error(text, "document/newer-version", &["newer Slipway", &version.to_string()]);
    }
}

#[test]
fn a_plan_of_which_only_the_header_is_there_is_read_with_notes() {
    let reading = check(b"\xEF\xBB\xBF{\"format\": \"slipway-plan\", \"version\": 1}").unwrap();
    let paths: Vec<&str> = reading.notes.iter().map(|note| note.path.as_str()).collect();
    assert_eq!(paths, ["id", "settings"]);
    assert!(!reading.is_complete());
}

#[test]
fn settings_lose_only_the_fields_that_cannot_be_read() {
    let mut document = sample_value();
    document["settings"]["zone"] = json!("Nowhere");
    document["settings"]["lead_times"]["low_days"] = json!(-1);
    document["settings"].as_object_mut().unwrap().remove("name");
    let reading = check(document.to_string().as_bytes()).unwrap();
    let paths: BTreeSet<&str> = reading.notes.iter().map(|note| note.path.as_str()).collect();
    assert_eq!(paths, BTreeSet::from(["settings", "settings.zone", "settings.lead_times.low_days"]));
    let (found, whole) = (reading.plan.settings, plan().settings);
    assert_eq!((found.calendar, found.rules, found.extra), (whole.calendar, whole.rules, whole.extra));
    assert_eq!(found.zone.name(), "UTC");
}

#[test]
fn numbers_that_cannot_be_kept_are_noted() {
    let with = |value: &str| {
        let text =
            sample().replacen("\"name\": \"Ann Özgür\"", &format!("\"name\": \"Ann\", \"x-n\": {value}"), 1);
        check(text.as_bytes()).unwrap()
    };
    let reading = with("18446744073709551617");
    assert!(reading.is_complete());
    assert_eq!(reading.notes[0].path, "people[0].x-n");
    assert!(reading.notes[0].problem.contains("found 18446744073709551617, kept as 1.8446744073709552e+19"));
    let reading = with("1e999");
    assert!(!reading.is_complete());
    assert!(reading.notes[0].path.starts_with("people[0]"), "{}", reading.notes[0]);
    assert_eq!(with("0.1").notes, vec![]);
    assert_eq!(with("\"\\ud800\"").plan.people.len(), 0);
}

#[test]
fn hostile_sizes_and_depths_are_refused_with_the_reason() {
    let head =
        r#"{"format": "slipway-plan", "version": 1, "id": "p", "settings": {"name": "P", "zone": "UTC"}"#;
    let with = |rest: &str| format!("{head}, {rest}}}");
    check_error(" ".repeat(25_000_001), "document/too-large", &["25000000", "25000001"]);
    check_error("[".repeat(1_000_000), "document/too-deep", &["64", "line 1, column 65"]);
    check_error("{\"a\":".repeat(100_000), "document/too-deep", &["64"]);
    let deep = format!("\"x\": {}{}", "[".repeat(64), "]".repeat(64));
    check_error(with(&deep), "document/too-deep", &["64"]);
    let deep = format!("\"x\": {}{}", "[".repeat(63), "]".repeat(63));
    assert_eq!(check(with(&deep).as_bytes()).unwrap().notes, vec![]);
    let many = |name: &str, item: &str, count: usize| {
        with(&format!("\"{name}\": [{}]", vec![item; count].join(",")))
    };
    check_error(many("changes", "{}", 100_001), "document/too-many", &["100000 records"]);
    check_error(many("x", "0", 100_001), "document/too-many", &["100000 records"]);
    check_error(many("x", "{\"a\":0}", 500_001), "document/too-many", &["500000 objects"]);
    check_error(many("x", "0", 5_000_001), "document/too-many", &["5000000 values"]);
    let few = Limits { records: 2, ..Limits::usual() };
    let error = read(many("changes", "{}", 3).as_bytes(), &few).unwrap_err();
    assert_eq!(error.code(), "document/too-many");
}

#[test]
fn limits_can_be_raised_but_the_depth_not_beyond_what_the_reader_follows() {
    let text = |depth: usize| {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        format!(
            r#"{{"format":"slipway-plan","version":1,"id":"p","settings":{{"name":"P","zone":"UTC"}},"x":{nested}}}"#
        )
    };
    let any = Limits { depth: usize::MAX, ..Limits::usual() };
    assert_eq!(read(text(Limits::DEEPEST - 1).as_bytes(), &any).unwrap().notes, vec![]);
    assert_eq!(read(text(Limits::DEEPEST).as_bytes(), &any).unwrap_err().code(), "document/too-deep");
}
