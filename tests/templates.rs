//! The sample plan and the templates hold on any day: they can be read, nothing dangles, and they find what they
//! should.

#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate, Weekday};
use slipway::exchange::document::{Limits, read, write};
use slipway::exchange::{TEMPLATE_MONDAY, read_template};
use slipway::model::notation::parse_on;
use slipway::model::{Id, Links, Plan, RecordRef, Table};
use slipway::planner::templates::{ALL, SAMPLE, Template};
use slipway::rules::{self, Checker, Finding};
use slipway::time::Zone;

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

/// The plan as the page makes it, from the document.
fn plan_of_document(template: &Template, name: &str, today: NaiveDate, zone: Zone) -> Plan {
    let path = Path::new("public").join(template.path());
    let document = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    read_template(&document, name, today, zone).expect("it can be read")
}

/// The same plan from its notation, which is quicker to read. Day 22 is the Monday of the week of `today`.
fn plan(template: &Template, name: &str, today: NaiveDate, zone: Zone) -> Plan {
    let path = format!("src/planner/templates/{}.plan", template.id);
    let text = fs::read_to_string(&path).expect("a template has its notation");
    let base = today.week(Weekday::Mon).first_day() - Days::new(21);
    let mut plan = parse_on(&text, base, zone).unwrap_or_else(|error| panic!("{path}: {error}")).plan;
    plan.id = Id::lenient(template.id);
    plan.settings.name = name.to_owned();
    plan.settings.description = template.description.to_owned();
    plan
}

fn sample(today: NaiveDate, zone: Zone) -> Plan {
    plan(&SAMPLE, SAMPLE.name, today, zone)
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

/// After an edit of a `.plan` file it fails and says which document to put in the place of the one in `public`.
#[test]
fn documents_are_what_the_notation_says() {
    for template in ALL.iter().chain([&SAMPLE]) {
        let plan = plan(template, template.name, TEMPLATE_MONDAY, Zone::UTC);
        let expected = write(&plan);
        let path = Path::new("public").join(template.path());
        if fs::read_to_string(&path).unwrap_or_default() != expected {
            let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.json", template.id));
            fs::write(&new, expected).expect("it can be kept");
            panic!("{} is not what its notation says; cp {} there", path.display(), new.display());
        }
    }
}

#[test]
fn documents_are_dated_as_the_notation_is() {
    for template in ALL.iter().chain([&SAMPLE]) {
        for (today, zone) in days_and_zones().step_by(4) {
            let found = plan_of_document(template, "Ours", today, zone);
            assert_eq!(found, plan(template, "Ours", today, zone), "{} on {today}, {zone}", template.id);
        }
    }
}

#[test]
fn the_sample_is_as_large_as_it_says() {
    let plan = sample(NaiveDate::from_ymd_opt(2026, 9, 16).expect("a day"), Zone::UTC);
    assert!(SAMPLE.description.starts_with("Ten releases and sixty changes"));
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
    let templates = ALL.iter().map(|template| plan(template, "Ours", today, Zone::UTC));
    for plan in templates.chain([sample(today, Zone::UTC)]) {
        let file = write(&plan);
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
fn one_version_of_the_sample_skips_an_environment() {
    for (today, zone) in days_and_zones().step_by(7) {
        let found = findings(&sample(today, zone), today);
        let skipping = found.iter().filter(|finding| finding.rule == "environment-path-skipped");
        let subjects: Vec<String> = skipping.map(|finding| finding.subject.to_string()).collect();
        assert_eq!(subjects, ["phases/TAX-SIT"], "{today} {zone:?}");
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
            let plan = plan(template, "Ours", today, zone);
            assert_eq!((&*plan.settings.name, plan.settings.zone), ("Ours", zone));
            assert_nothing_dangles(&plan);
            let found = findings(&plan, today).into_iter().filter(|it| it.rule != HANGS_ON_THE_DAY);
            let found: Vec<_> = found.map(|finding| finding.sentence).collect();
            assert!(found.is_empty(), "{} on {today}: {found:#?}", template.id);
        }
    }
}
