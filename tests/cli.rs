//! The command line as a user meets it: the built program, files, pipes and exit codes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod shared_data;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use shared_data::shared_path;

/// Runs the program with these arguments and this standard input.
fn slipway(arguments: &[&str], input: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_slipway"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = program.stdin.take().unwrap().write_all(input.as_bytes());
    program.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder of its own for each test.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

const TWO_ON_ONE_ITEM: &str = "number,short_description,type,state,risk,cmdb_ci,start_date,end_date,owner\n\
    CHG1,First,normal,Scheduled,Low,db,2026-03-02 20:00,2026-03-02 22:00,Ann\n\
    CHG2,Second,normal,Scheduled,Low,db,2026-03-02 21:00,2026-03-02 23:00,Ann\n";
const AT: &str = "2026-01-01T00:00:00Z";

/// A row of the change export, read without any of our code: number, items, start, end.
type RawChange = (String, BTreeSet<String>, String, String);

fn raw_changes(text: &str) -> Vec<RawChange> {
    assert!(!text.contains('"'), "the file has no quotes, so a comma always parts two cells");
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<&str>>());
    rows.map(|cells| {
        let items = cells[5].split(';').map(str::to_owned).collect();
        (cells[0].to_owned(), items, cells[10].to_owned(), cells[11].to_owned())
    })
    .collect()
}

#[test]
fn a_change_export_is_converted_and_checked_and_its_findings_are_true() {
    let Some(export) = shared_path("openstack/flamingo-changes.csv") else { return };
    let raw = std::fs::read_to_string(&export).unwrap();
    let plan = folder("flamingo").join("plan.json");
    let (export, plan) = (export.to_str().unwrap(), plan.to_str().unwrap());
    let converted = slipway(&["convert", export, "-o", plan, "--zone", "UTC"], "");
    assert_eq!(converted.status.code(), Some(0), "{}", err(&converted));

    let document: Value = serde_json::from_str(&std::fs::read_to_string(plan).unwrap()).unwrap();
    let count = |table: &str| document[table].as_array().unwrap().len();
    assert_eq!((count("changes"), count("configuration_items"), count("services")), (426, 219, 38));
    assert!(
        document["changes"].as_array().unwrap().iter().all(|change| change.get("environments").is_none())
    );

    let checked = slipway(&["check", plan, "--format", "json", "--at", AT], "");
    assert_eq!(checked.status.code(), Some(1), "{}", err(&checked));
    let report: Value = serde_json::from_str(&out(&checked)).unwrap();
    assert_eq!(
        (&report["format"], &report["version"], &report["at"]),
        (&"slipway-findings".into(), &1.into(), &AT.into())
    );
    let findings = report["findings"].as_array().unwrap();
    let double: Vec<&Value> =
        findings.iter().filter(|finding| finding["rule"] == "ci-double-booked").collect();
    let id = |reference: &Value| reference.as_str().unwrap().strip_prefix("changes/").unwrap().to_owned();
    let pair = |finding: &Value| -> (String, String) {
        let (one, other) = (id(&finding["subject"]), id(&finding["related"][0]));
        if one < other { (one, other) } else { (other, one) }
    };
    let found: BTreeSet<(String, String)> = double.iter().map(|finding| pair(finding)).collect();
    assert_eq!(found.len(), double.len(), "each pair is reported once");

    let changes = raw_changes(&raw);
    let mut expected = BTreeSet::new();
    for (place, one) in changes.iter().enumerate() {
        for other in &changes[place + 1..] {
            if one.2 < other.3 && other.2 < one.3 && !one.1.is_disjoint(&other.1) {
                expected.insert((one.0.clone(), other.0.clone()));
            }
        }
    }
    assert_eq!(found, expected);

    for (one, other, items, start, end) in CHECKED_BY_HAND {
        let facts = [one, other].map(|number| changes.iter().find(|change| change.0 == number).unwrap());
        for (_, on, from, to) in facts {
            assert!(items.iter().all(|item| on.contains(*item)), "{one} {other}");
            assert_eq!((from.as_str(), to.as_str()), (start, end), "{one} {other}");
        }
        let finding =
            double.iter().find(|finding| pair(finding) == (one.to_owned(), other.to_owned())).unwrap();
        let moment = |text: &str| format!("{}Z", text.replace(' ', "T"));
        assert_eq!(finding["span"], format!("{}/{}", moment(start), moment(end)));
        assert_eq!(finding["severity"], "Blocker");
        for item in items {
            assert!(finding["sentence"].as_str().unwrap().contains(item), "{}", finding["sentence"]);
        }
    }
}

/// Two changes, the items that both name, and the window that both have in the export.
const CHECKED_BY_HAND: [(&str, &str, &[&str], &str, &str); 5] = [
    (
        "CHG0000009",
        "CHG0000010",
        &["openstack/ansible-collection-kolla"],
        "2025-10-02 15:00:00",
        "2025-10-02 16:00:00",
    ),
    ("CHG0000018", "CHG0000019", &["openstack/aodh"], "2025-10-01 09:00:00", "2025-10-01 10:00:00"),
    (
        "CHG0000105",
        "CHG0000106",
        &["openstack/kayobe", "openstack/kayobe-config", "openstack/kayobe-config-dev"],
        "2025-09-29 09:00:00",
        "2025-09-29 10:00:00",
    ),
    ("CHG0000105", "CHG0000107", &["openstack/kayobe"], "2025-09-29 09:00:00", "2025-09-29 10:00:00"),
    ("CHG0000405", "CHG0000406", &["openstack/vitrage"], "2025-10-03 14:00:00", "2025-10-03 15:00:00"),
];

#[test]
fn a_plan_goes_through_pipes_and_its_blockers_set_the_exit_code() {
    let converted = slipway(&["convert", "-", "-o", "-", "--zone", "Europe/Amsterdam"], TWO_ON_ONE_ITEM);
    assert_eq!(converted.status.code(), Some(0), "{}", err(&converted));
    let plan = out(&converted);
    let checked = slipway(&["check", "-", "--at", AT], &plan);
    assert_eq!(checked.status.code(), Some(1));
    let text = out(&checked);
    assert!(text.starts_with("blocker ci-double-booked changes/CHG2: "), "{text}");
    assert!(text.ends_with("Imported: 1 blocker, 0 warnings, 0 waived\n"), "{text}");

    let clean: String = TWO_ON_ONE_ITEM.lines().take(2).map(|line| format!("{line}\n")).collect();
    let plan = out(&slipway(&["convert", "-", "-o", "-", "--zone", "UTC"], &clean));
    let checked = slipway(&["check", "-", "--at", AT], &plan);
    assert_eq!((checked.status.code(), out(&checked).lines().count()), (Some(0), 1));
}

#[test]
fn what_is_read_is_the_same_after_a_table_and_a_calendar() {
    let plan = out(&slipway(&["convert", "-", "-o", "-", "--zone", "UTC"], TWO_ON_ONE_ITEM));
    let table = out(&slipway(&["convert", "-", "-o", "-", "--to", "csv"], &plan));
    let again = slipway(&["convert", "-", "-o", "-", "--from", "csv"], &table);
    assert_eq!(out(&again), plan, "{}", err(&again));
    let calendar = out(&slipway(&["convert", "-", "-o", "-", "--to", "ics", "--at", AT], &plan));
    assert_eq!(calendar.matches("BEGIN:VEVENT\r\n").count(), 2, "{calendar}");
    let blackouts = out(&slipway(&["convert", "-", "-o", "-", "--as", "blackouts"], &calendar));
    let document: Value = serde_json::from_str(&blackouts).unwrap();
    assert_eq!(document["blackouts"].as_array().unwrap().len(), 2);
}

#[test]
fn an_input_that_cannot_be_read_exits_with_2_and_says_what_to_do() {
    let missing = slipway(&["check", "no-such-plan.json"], "");
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("no-such-plan.json cannot be read"), "{}", err(&missing));

    let nonsense = slipway(&["check", "-"], "nonsense");
    assert_eq!((nonsense.status.code(), out(&nonsense).as_str()), (Some(2), ""));

    let table = slipway(&["check", "-"], TWO_ON_ONE_ITEM);
    assert!(err(&table).contains("\"slipway convert\" makes a plan"), "{}", err(&table));

    let plan = out(&slipway(&["convert", "-", "-o", "-", "--zone", "UTC"], TWO_ON_ONE_ITEM));
    let broken = slipway(&["check", "-", "--at", AT], &plan.replace("\"Scheduled\"", "\"Nowhere\""));
    assert_eq!(broken.status.code(), Some(2));
    assert!(err(&broken).contains("left out"), "{}", err(&broken));

    let zoneless = slipway(&["convert", "-", "-o", "-"], TWO_ON_ONE_ITEM);
    assert_eq!(zoneless.status.code(), Some(2));
    assert!(
        err(&zoneless).contains("line 2, start_date") && err(&zoneless).contains("--zone"),
        "{}",
        err(&zoneless)
    );
}

#[test]
fn wrong_arguments_are_named() {
    for (arguments, expected) in [
        (vec![], "no command is given"),
        (vec!["chekc"], "\"chekc\" is no command"),
        (vec!["check"], "the plan is missing"),
        (vec!["check", "a", "b"], "\"b\" is one file too many"),
        (vec!["check", "-", "--format", "xml"], "--format xml is not possible; write text or json"),
        (vec!["check", "-", "--colour", "red"], "\"--colour\" is no option here"),
        (vec!["check", "-", "--at", "soon"], "\"soon\" is not a time"),
        (vec!["convert", "-"], "-o is missing"),
        (vec!["convert", "-", "-o", "-", "--zone", "Amsterdam"], "Europe/Amsterdam"),
        (vec!["convert", "-", "-o"], "-o needs a value"),
        (vec!["convert", "Cargo.toml", "-o", "-", "--name", " "], "--name is empty"),
    ] {
        let output = slipway(&arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(expected), "{arguments:?}: {}", err(&output));
        assert_eq!(out(&output), "");
    }
}

#[test]
fn every_command_explains_itself_and_the_rules_are_listed() {
    for arguments in [vec!["--help"], vec!["check", "--help"], vec!["convert", "-h"], vec!["rules", "--help"]]
    {
        let output = slipway(&arguments, "");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(out(&output).contains("Usage: slipway"), "{arguments:?}");
    }
    let lines = out(&slipway(&["rules"], ""));
    let listed: Value = serde_json::from_str(&out(&slipway(&["rules", "--format=json"], ""))).unwrap();
    for rule in slipway::rules::ALL {
        assert!(lines.contains(rule.name) && lines.contains(rule.title), "{}", rule.name);
        let names = listed["rules"].as_array().unwrap().iter().map(|listed| listed["name"].as_str().unwrap());
        assert!(names.into_iter().any(|name| name == rule.name), "{}", rule.name);
    }
}

#[test]
fn a_list_of_versions_and_a_schedule_become_one_portfolio_whose_findings_are_true() {
    let Some(releases) = shared_path("openstack/flamingo-releases.csv") else { return };
    let Some(schedule) = shared_path("openstack/flamingo-schedule.csv") else { return };
    let raw = std::fs::read_to_string(&releases).unwrap();
    let plan = folder("portfolio").join("plan.json");
    let (releases, schedule, plan) =
        (releases.to_str().unwrap(), schedule.to_str().unwrap(), plan.to_str().unwrap());
    let arguments =
        ["convert", releases, schedule, "-o", plan, "--zone", "UTC", "--name", "OpenStack 2025.2"];
    let converted = slipway(&arguments, "");
    assert_eq!(converted.status.code(), Some(0), "{}", err(&converted));
    let document: Value = serde_json::from_str(&std::fs::read_to_string(plan).unwrap()).unwrap();
    let rows: Vec<Vec<&str>> = raw.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let names: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    let read = document["releases"].as_array().unwrap();
    assert_eq!(read.len(), names.len() + 1, "every deliverable, and the cycle that holds them");
    for row in &rows {
        let release = read.iter().find(|release| release["id"] == row[0]).unwrap();
        let brings =
            |one: &Value| one["version"] == row[4] && one["repository"] == row[5] && one["commit"] == row[6];
        assert!(release["versions"].as_array().unwrap().iter().any(brings), "{row:?}");
        assert_eq!(release["parent"], "flamingo");
        assert_eq!(release["group"], row[1]);
    }
    let cycle = read.iter().find(|release| release["id"] == "flamingo").unwrap();
    assert_eq!(cycle["go_live"], "2025-10-03T17:00:00Z");
    let count = |table: &str| document[table].as_array().unwrap().len();
    assert_eq!((count("gates"), count("blackouts")), (25, 10));

    let checked = slipway(&["check", plan, "--format", "json", "--at", "2025-07-01T00:00:00Z"], "");
    let report: Value = serde_json::from_str(&out(&checked)).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let gates = document["gates"].as_array().unwrap().iter();
    let is_past = |gate: &&Value| gate["due"].as_str().unwrap() < "2025-07-01T00:00:00Z";
    let past: BTreeSet<String> =
        gates.filter(is_past).map(|gate| format!("gates/{}", gate["id"].as_str().unwrap())).collect();
    let undecided: BTreeSet<String> = findings
        .iter()
        .map(|finding| {
            assert_eq!(finding["rule"], "gate-undecided", "{finding}");
            finding["subject"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(undecided, past, "the milestones that have passed and nobody has decided");
    assert!(!past.is_empty());
}

#[test]
fn requests_to_go_through_a_freeze_are_converted_with_their_decisions() {
    let Some(requests) = shared_path("kubernetes/freeze-exceptions.csv") else { return };
    let raw = std::fs::read_to_string(&requests).unwrap();
    let plan = folder("exceptions").join("plan.json");
    let (requests, plan) = (requests.to_str().unwrap(), plan.to_str().unwrap());
    let converted = slipway(&["convert", requests, "-o", plan, "--zone", "UTC", "--name", "Kubernetes"], "");
    assert_eq!(converted.status.code(), Some(0), "{}", err(&converted));
    let document: Value = serde_json::from_str(&std::fs::read_to_string(plan).unwrap()).unwrap();
    let exceptions = document["freeze_exceptions"].as_array().unwrap();
    assert_eq!(exceptions.len(), raw.lines().count() - 1, "one for each row");
    let count = |status: &str| exceptions.iter().filter(|exception| exception["status"] == status).count();
    let asked = |word: &str| raw.lines().filter(|line| line.ends_with(&format!(",{word}"))).count();
    assert_eq!(
        (count("Approved"), count("Rejected"), count("Withdrawn")),
        (asked("approved"), asked("rejected"), asked("removed"))
    );
    let one = exceptions.iter().find(|exception| exception["id"] == "v1.32-4832").unwrap();
    assert_eq!(one["title"], "Asynchronous preemption in the scheduler");
    assert_eq!(one["changes"], serde_json::json!(["v1.32-4832"]));
    assert_eq!(one["requested_at"], "2024-10-11T00:00:00Z");
    assert_eq!(one["decided_at"], "2024-10-14T00:00:00Z");
    assert_eq!(one["imported"]["freeze"], "enhancementFreeze");
    let change = document["changes"].as_array().unwrap().iter().find(|it| it["id"] == "v1.32-4832").unwrap();
    assert_eq!((&change["status"], &change["release"]), (&"Draft".into(), &"v1.32".into()));
}

#[test]
fn a_change_schedule_is_written_as_one_page() {
    let plan = out(&slipway(&["convert", "-", "-o", "-", "--zone", "UTC"], TWO_ON_ONE_ITEM));
    let file = folder("schedule").join("schedule.html");
    let file = file.to_str().unwrap();
    let written = slipway(&["convert", "-", "-o", file, "--at", AT, "--weeks", "53"], &plan);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let page = std::fs::read_to_string(file).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"), "{page}");
    assert!(page.contains("<h3>Mon 2 Mar 2026</h3>") && page.contains("<strong>First</strong>"), "{page}");
    assert!(page.contains("<h2>Projected outages</h2>"), "{page}");
    assert!(!page.contains("<script"), "{page}");

    for (arguments, expected) in [
        (vec!["convert", "-", "-o", "-", "--weeks", "0"], "write a number from 1 to 53"),
        (vec!["convert", "-", "-o", "-", "--proposed", "maybe"], "write yes or no"),
        (vec!["convert", "-", "-o", "-", "--from", "html"], "a page is written, never read"),
        (vec!["convert", "-", "-o", "-", "--to", "pdf"], "write json, csv, ics or html"),
    ] {
        let refused = slipway(&arguments, &plan);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(err(&refused).contains(expected), "{arguments:?}: {}", err(&refused));
    }
}

fn readme() -> String {
    std::fs::read_to_string("README.md").unwrap()
}

#[test]
fn the_commands_of_the_readme_do_what_it_says() {
    let folder = folder("readme");
    std::fs::write(folder.join("changes.csv"), TWO_ON_ONE_ITEM).unwrap();
    let readme = readme();
    let lines: Vec<&str> = readme.lines().filter(|line| line.starts_with("slipway ")).collect();
    assert_eq!(lines.len(), 3);
    for line in lines {
        let run = Command::new(env!("CARGO_BIN_EXE_slipway"))
            .args(line.split_whitespace().skip(1))
            .current_dir(&folder)
            .output()
            .unwrap();
        let expected = if line.contains("check") { 1 } else { 0 };
        assert_eq!((run.status.code(), err(&run).as_str()), (Some(expected), ""), "{line}");
    }
    assert!(folder.join("schedule.html").exists());
}

#[test]
fn the_readme_names_each_option_of_each_command() {
    let readme = readme();
    for command in ["check", "convert", "rules"] {
        let help = out(&slipway(&[command, "--help"], ""));
        let described =
            readme.lines().find(|line| line.starts_with(&format!("| `slipway {command} "))).unwrap();
        let options = help.split(|letter: char| letter != '-' && !letter.is_ascii_alphabetic());
        for option in options.filter(|word| word.starts_with("--")) {
            assert!(described.contains(option), "{command} {option}");
        }
    }
}

#[test]
fn what_is_written_as_json_has_the_members_that_the_readme_shows() {
    let keys = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let readme = readme();
    let sample = readme.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let shown: Value = serde_json::from_str(sample).unwrap();
    let plan = out(&slipway(&["convert", "-", "-o", "-", "--zone", "UTC"], TWO_ON_ONE_ITEM));
    let report: Value =
        serde_json::from_str(&out(&slipway(&["check", "-", "--format", "json", "--at", AT], &plan))).unwrap();
    assert_eq!(keys(&report), keys(&shown));
    for of in ["/plan", "/counts", "/findings/0", "/findings/0/owners/0"] {
        assert_eq!(keys(report.pointer(of).unwrap()), keys(shown.pointer(of).unwrap()), "{of}");
    }
    for of in ["/findings/0/rule", "/findings/0/severity", "/findings/0/related", "/findings/0/proof/0/kind"]
    {
        assert_eq!(report.pointer(of), shown.pointer(of), "{of}");
    }
    let listed: Value = serde_json::from_str(&out(&slipway(&["rules", "--format", "json"], ""))).unwrap();
    let said = readme.lines().find(|line| line.contains("slipway-rules")).unwrap();
    for key in keys(&listed).iter().chain(&keys(&listed["rules"][0])) {
        assert!(said.contains(&format!("\"{key}\"")), "{key}");
    }
}

#[test]
fn who_reads_may_stop_when_they_have_seen_enough() {
    let plan = out(&slipway(&["convert", "-", "-o", "-", "--zone", "UTC"], TWO_ON_ONE_ITEM));
    let mut program = Command::new(env!("CARGO_BIN_EXE_slipway"))
        .args(["check", "-", "--at", AT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(program.stdout.take());
    program.stdin.take().unwrap().write_all(plan.as_bytes()).unwrap();
    let stopped = program.wait_with_output().unwrap();
    assert_eq!((stopped.status.code(), err(&stopped).as_str()), (Some(1), ""));
}

/// In an empty folder of shared data, this very program's tests over real inputs.
#[test]
fn a_test_whose_real_input_is_missing_passes_and_is_on_the_list_of_those_that_saw_nothing() {
    let folder = folder("no-inputs");
    let list = folder.join("missing");
    let _ = std::fs::remove_file(&list);
    let test = "requests_to_go_through_a_freeze_are_converted_with_their_decisions";
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test])
        .env("SLIPWAY_SHARED", &folder)
        .env("SLIPWAY_MISSING", &list)
        .output()
        .unwrap();
    assert!(out(&run).contains("1 passed"), "{}", out(&run));
    let listed = std::fs::read_to_string(list).unwrap();
    assert_eq!(listed, format!("kubernetes/freeze-exceptions.csv\tcli::{test}\n"));
}
