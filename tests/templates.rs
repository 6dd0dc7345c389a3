//! The sample plan and the templates hold on any day: they can be read, nothing dangles, and they find what they
//! should.

#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{Days, NaiveDate, Weekday};
use serde_json::Value;
use slipway::exchange::document::{Limits, read, write};
use slipway::model::json::to_value;
use slipway::model::notation::parse_on;
use slipway::model::{Links, Plan, RecordRef, Table};
use slipway::planner::templates::{ALL, plan, sample};
use slipway::rules::{self, Checker, Finding};
use slipway::time::{Instant, Interval, Zone, parse_date, parse_local};

const ZONES: [&str; 3] = ["Europe/Amsterdam", "America/New_York", "Pacific/Auckland"];

/// Clocks change twice a year, so what crosses a clock change is in the sample on few days.
const HANGS_ON_THE_DAY: &str = "window-crosses-clock-change";

/// Sixty days of a year, among them all weekdays and the weeks of the clock changes.
fn days() -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    (0..60).map(move |step| first + Days::new(step * 6))
}

fn days_and_zones() -> impl Iterator<Item = (NaiveDate, Zone)> {
    days().flat_map(|day| ZONES.map(|name| (day, Zone::parse(name).expect("a zone"))))
}

/// The findings at nine o'clock.
fn findings(plan: &Plan, today: NaiveDate) -> Vec<Finding> {
    let now = plan.settings.zone.resolve(today.and_hms_opt(9, 0, 0).expect("a time"));
    Checker::check(plan, now).findings().cloned().collect()
}

fn refs(plan: &Plan) -> Vec<RecordRef> {
    Table::ALL.iter().flat_map(|table| plan.refs(*table)).collect()
}

fn assert_nothing_dangles(plan: &Plan) {
    for of in refs(plan) {
        let record = plan.record(&of).expect("a record of the plan");
        for link in Links::of(&record) {
            assert!(plan.has(&link.to), "{of} names {}, which is not there", link.to);
        }
        let has_title = !matches!(of.table, Table::Approvals | Table::Meetings);
        assert!(!has_title || plan.title(&of) != &*of.id, "{of} has no title of its own");
    }
}

/// The templates and the sample by their ids, each as people write it.
fn texts() -> impl Iterator<Item = (&'static str, String)> {
    let ids = ALL.iter().map(|template| template.id).chain(["sample"]);
    ids.map(|id| {
        let file = format!("{}/src/planner/templates/{id}.plan", env!("CARGO_MANIFEST_DIR"));
        (id, std::fs::read_to_string(file).expect("the template is there"))
    })
}

/// A document of a plan with days for dates, a line for each record.
fn document(plan: &Plan, base: NaiveDate) -> String {
    let line = |mut value: Value| {
        put_days(&mut value, base);
        value.to_string()
    };
    let settings = line(to_value(&plan.settings).expect("settings"));
    let mut text = format!("{{\"settings\":{settings}");
    for table in Table::ALL.iter().filter(|table| 0 < plan.count(**table)) {
        let refs = plan.refs(*table);
        let records = refs.iter().map(|of| line(plan.record(of).expect("a record").to_json().expect("JSON")));
        let records: Vec<String> = records.collect();
        text.push_str(&format!(",\n\"{}\":[\n{}]", table.name(), records.join(",\n")));
    }
    text + "}\n"
}

fn put_days(value: &mut Value, base: NaiveDate) {
    match value {
        Value::String(text) => *text = days_of(text, base).unwrap_or_else(|| text.clone()),
        Value::Array(items) => items.iter_mut().for_each(|item| put_days(item, base)),
        Value::Object(fields) => fields.values_mut().for_each(|field| put_days(field, base)),
        _ => {}
    }
}

fn days_of(text: &str, base: NaiveDate) -> Option<String> {
    let day = |date: NaiveDate| date.signed_duration_since(base).num_days() + 1;
    let moment = |moment: Instant| {
        let local = moment.to_chrono().naive_utc();
        format!("{}T{}Z", day(local.date()), local.format("%H:%M"))
    };
    if text == "UTC" {
        Some("@".to_owned())
    } else if let Ok(found) = Instant::parse(text) {
        Some(format!("@{}", moment(found)))
    } else if let Ok(window) = Interval::parse(text) {
        Some(format!("@{}/{}", moment(window.start), moment(window.end)))
    } else if let Ok(local) = parse_local(text) {
        Some(format!("@{}T{}", day(local.date()), local.format("%H:%M")))
    } else {
        parse_date(text).ok().map(|date| format!("@{}", day(date)))
    }
}

#[test]
fn each_document_is_what_its_notation_says() {
    let base = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day");
    let mut differ = Vec::new();
    for (id, text) in texts() {
        let example = parse_on(&text, base, Zone::UTC).unwrap_or_else(|error| panic!("{id}.plan: {error}"));
        let wanted = document(&example.plan, base);
        let file = format!("{}/src/planner/templates/{id}.json", env!("CARGO_MANIFEST_DIR"));
        if std::fs::read_to_string(&file).ok().as_ref() != Some(&wanted) {
            let written = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{id}.json"));
            std::fs::write(&written, wanted).expect("the folder can be written");
            differ.push(format!("copy {} over {file}", written.display()));
        }
    }
    assert!(differ.is_empty(), "documents are not what their notation says: {differ:#?}");
}

#[test]
fn a_document_is_dated_as_the_notation_is_on_any_day() {
    for (id, text) in texts() {
        for (today, zone) in days_and_zones() {
            let monday = today.week(Weekday::Mon).first_day();
            let mut wanted = parse_on(&text, monday - Days::new(21), zone).expect("it can be read").plan;
            let found = match ALL.iter().find(|template| template.id == id) {
                Some(template) => plan(template, "Ours", today, zone).expect("it can be read"),
                None => sample(today, zone),
            };
            (wanted.id, wanted.settings.name) = (found.id.clone(), found.settings.name.clone());
            wanted.settings.description = found.settings.description.clone();
            assert!(found == wanted, "{id} on {today} in {zone:?}");
        }
    }
}

#[test]
fn the_sample_is_as_large_as_it_says() {
    let plan = sample(NaiveDate::from_ymd_opt(2026, 9, 16).expect("a day"), Zone::UTC);
    assert!((55..=65).contains(&plan.changes.len()));
    assert_eq!((plan.releases.len(), plan.environments.len(), plan.services.len()), (10, 9, 12));
    assert_eq!((plan.people.len(), plan.groups.len()), (14, 4));
    assert!((28..=34).contains(&plan.cis.len()));
}

#[test]
fn the_sample_dangles_nowhere() {
    for (today, zone) in days_and_zones() {
        assert_nothing_dangles(&sample(today, zone));
    }
}

#[test]
fn all_are_written_and_read_back_without_a_note() {
    let today = NaiveDate::from_ymd_opt(2026, 9, 16).expect("a day");
    let templates =
        ALL.iter().map(|template| plan(template, "Ours", today, Zone::UTC).expect("it can be read"));
    for plan in templates.chain([sample(today, Zone::UTC)]) {
        let file = write(&plan).expect("it can be written");
        let reading = read(file.as_bytes(), &Limits::usual()).expect("it can be read");
        assert_eq!(reading.notes, []);
        assert_eq!(reading.plan, plan);
    }
}

#[test]
fn the_sample_has_some_findings_and_a_few_blockers_on_any_day() {
    for (today, zone) in days_and_zones() {
        let found = findings(&sample(today, zone), today);
        let open: Vec<_> = found.iter().filter(|finding| finding.waived.is_none()).collect();
        let blockers = open.iter().filter(|finding| finding.blocks()).count();
        let listed: Vec<_> = open.iter().map(|finding| (finding.rule, finding.sentence.as_str())).collect();
        let most = rules::ALL.len() + 12;
        assert!(open.len() <= most, "{today} {zone:?}: {} {listed:#?}", open.len());
        assert!((15..=30).contains(&blockers), "{today} {zone:?}: {blockers} blockers of {listed:#?}");
        assert_eq!(found.len() - open.len(), 1, "{today} {zone:?}: one finding is waived");
    }
}

#[test]
fn each_rule_finds_something_in_the_sample() {
    for (today, zone) in days_and_zones() {
        let found: BTreeSet<_> =
            findings(&sample(today, zone), today).iter().map(|finding| finding.rule).collect();
        for rule in rules::ALL.iter().filter(|rule| rule.name != HANGS_ON_THE_DAY) {
            assert!(found.contains(rule.name), "{today} {zone:?}: {} finds nothing", rule.name);
        }
    }
}

#[test]
fn the_sample_is_the_same_for_all_days_of_a_week() {
    let monday = NaiveDate::from_ymd_opt(2026, 10, 19).expect("a day");
    let first = sample(monday, Zone::UTC);
    for later in 1..7 {
        assert_eq!(first, sample(monday + Days::new(later), Zone::UTC));
    }
    assert_ne!(first, sample(monday + Days::new(7), Zone::UTC));
}

#[test]
fn templates_are_complete_and_free_of_findings_on_any_day() {
    let ids: BTreeSet<_> = ALL.iter().map(|template| template.id).collect();
    assert_eq!(ids.len(), ALL.len());
    for template in ALL {
        for (today, zone) in days_and_zones() {
            let plan = plan(template, "Ours", today, zone)
                .unwrap_or_else(|error| panic!("{} on {today}: {error}", template.id));
            assert_eq!((&*plan.settings.name, plan.settings.zone), ("Ours", zone));
            assert_nothing_dangles(&plan);
            let found = findings(&plan, today).into_iter().filter(|it| it.rule != HANGS_ON_THE_DAY);
            let found: Vec<_> = found.map(|finding| finding.sentence).collect();
            assert!(found.is_empty(), "{} on {today}: {found:#?}", template.id);
        }
    }
}
