//! What the reader and the writer make of whole calendars. A file of its own for its length.

use super::*;
use crate::exchange::Imported;
use crate::exchange::document::Limits;
use crate::model::{
    Blackout, ChangeKind, Hardness, Id, MaintenanceWindow, Plan, Risk, Scope, Settings, When,
};
use crate::time::{Instant, Interval, Zone};

fn amsterdam() -> Zone {
    Zone::parse("Europe/Amsterdam").unwrap()
}

fn read_as(kind: As, events: &str) -> (Plan, Vec<String>) {
    let text = format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n");
    let options = Options { kind, zone: Some(amsterdam()), name: "file".to_owned() };
    let Imported { records, notes } = read(text.as_bytes(), &options).unwrap();
    let plan =
        Imported { records, notes: Vec::new() }.into_plan(Id::lenient("p"), Settings::new("p", amsterdam()));
    (plan, notes.iter().map(ToString::to_string).collect())
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:e\r\nSUMMARY:Event\r\n{lines}\r\nEND:VEVENT\r\n")
}

#[track_caller]
fn check_window(lines: &str, expected: &str) {
    let (plan, notes) = read_as(As::Changes, &event(lines));
    let window = plan.changes[&Id::lenient("e")].planned.unwrap();
    assert_eq!(window.to_string(), expected, "{notes:?}");
}

#[test]
fn times_are_read_in_their_zones() {
    check_window(
        "DTSTART:20260302T200000Z\r\nDTEND:20260302T220000Z",
        "2026-03-02T20:00:00Z/2026-03-02T22:00:00Z",
    );
    check_window(
        "DTSTART;TZID=America/New_York:20260302T200000\r\nDURATION:PT90M",
        "2026-03-03T01:00:00Z/2026-03-03T02:30:00Z",
    );
    check_window(
        "DTSTART;TZID=\"Pacific Standard Time\":20260302T200000\r\nDTEND;TZID=Pacific Standard Time:20260302T210000",
        "2026-03-03T04:00:00Z/2026-03-03T05:00:00Z",
    );
    check_window(
        "DTSTART:20260302T200000\r\nDTEND:20260302T210000",
        "2026-03-02T19:00:00Z/2026-03-02T20:00:00Z",
    );
    check_window("DTSTART;VALUE=DATE:20260329", "2026-03-28T23:00:00Z/2026-03-29T22:00:00Z");
    check_window(
        "DTSTART;VALUE=DATE:20260329\r\nDTEND;VALUE=DATE:20260329",
        "2026-03-28T23:00:00Z/2026-03-29T22:00:00Z",
    );
    check_window("DTSTART;VALUE=DATE:20260329\r\nDURATION:P2D", "2026-03-28T23:00:00Z/2026-03-30T22:00:00Z");
}

#[test]
fn an_unknown_zone_is_noted_and_the_plans_is_taken() {
    let (plan, notes) = read_as(As::Changes, &event("DTSTART;TZID=Nowhere:20260302T200000\r\nDURATION:PT1H"));
    let start = plan.changes[&Id::lenient("e")].planned.unwrap().start;
    assert_eq!(start.to_string(), "2026-03-02T19:00:00Z");
    assert!(notes.iter().any(|note| note.contains("\"Nowhere\" is not known")), "{notes:?}");
}

#[test]
fn a_calendar_whose_times_need_a_zone_asks_for_it() {
    let options = Options { kind: As::Changes, zone: None, name: String::new() };
    let text = b"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260302\nEND:VEVENT\n";
    let expected =
        IcsError::NeedsZone { line: 2, property: "DTSTART".to_owned(), value: "20260302".to_owned() };
    assert_eq!(read(text, &options), Err(expected));
    assert_eq!(read(b"id,title\n", &options), Err(IcsError::NotACalendar));
}

#[test]
fn a_calendar_beyond_the_limits_is_refused_with_the_limit() {
    let options = Options { kind: As::Changes, zone: Some(amsterdam()), name: String::new() };
    let limits = Limits { bytes: 200, records: 1, values: 9, ..Limits::usual() };
    let one = event("DTSTART:20260302T200000Z");
    assert_eq!(read_within(one.as_bytes(), &options, &limits).unwrap().records.len(), 1);
    let too_many = IcsError::TooMany { events: 1, lines: 9 };
    assert_eq!(read_within(one.repeat(2).as_bytes(), &options, &limits), Err(too_many));
    let too_large = IcsError::TooLarge { found: 201, limit: 200 };
    assert_eq!(read_within(&[b'\n'; 201], &options, &limits), Err(too_large));
}

#[test]
fn a_repeating_event_is_a_repeating_blackout_without_its_moved_occurrence() {
    let series = event(
        "DTSTART;TZID=Europe/Amsterdam:20260905T200000\r\nDTEND;TZID=Europe/Amsterdam:20260906T060000\r\n\
         RRULE:FREQ=WEEKLY;BYDAY=SA\r\nEXDATE;TZID=Europe/Amsterdam:20260912T200000",
    );
    let moved = event(
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20260919T200000\r\nDTSTART:20260920T180000Z\r\nDTEND:20260920T190000Z",
    );
    let (plan, notes) = read_as(As::Blackouts, &(series + &moved));
    let range = Interval::parse("2026-09-01T00:00:00Z/2026-09-30T00:00:00Z").unwrap();
    let starts = |id: &str| -> Vec<String> {
        let occurrences = plan.blackouts[&Id::lenient(id)].when.occurrences(range);
        occurrences.iter().map(|occurrence| occurrence.start.to_string()).collect()
    };
    assert_eq!(starts("e"), ["2026-09-05T18:00:00Z", "2026-09-26T18:00:00Z"], "{notes:?}");
    assert_eq!(starts("e 2026-09-19T20:00"), ["2026-09-20T18:00:00Z"]);
}

#[test]
fn a_rule_that_cannot_be_kept_is_noted() {
    let (plan, notes) =
        read_as(As::Blackouts, &event("DTSTART:20260905T200000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=HOURLY"));
    assert!(matches!(plan.blackouts[&Id::lenient("e")].when, When::Once(_)));
    assert!(notes.iter().any(|note| note.contains("only the first occurrence is read")), "{notes:?}");
}

#[test]
fn objects_have_their_own_impact() {
    let (plan, _) = read_as(
        As::Changes,
        &event(
            "DTSTART:20260905T200000Z\r\nDURATION:PT1H\r\nX-MAINTNOTE-IMPACT:NO-IMPACT\r\nX-MAINTNOTE-OBJECT-ID:a\r\n\
             X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=OUTAGE:b",
        ),
    );
    let change = &plan.changes[&Id::lenient("e")];
    assert_eq!(change.cis, vec![Id::lenient("a"), Id::lenient("b")]);
    assert_eq!((change.risk, change.outage), (Risk::High, change.planned));
    assert_eq!(change.extra["maintenance"]["objects"][1]["impact"], "OUTAGE");
}

#[test]
fn the_later_version_of_an_event_wins_and_equal_ones_are_both_kept() {
    let version = |sequence: u8, title: &str| {
        format!(
            "BEGIN:VEVENT\nUID:e\nSEQUENCE:{sequence}\nSUMMARY:{title}\nDTSTART:20260302T200000Z\nEND:VEVENT\n"
        )
    };
    let (plan, _) = read_as(As::Changes, &(version(2, "new") + &version(1, "old") + &version(2, "other")));
    let titles: Vec<&str> = plan.changes.values().map(|change| change.title.as_str()).collect();
    assert_eq!(titles, ["new", "other"]);
}

#[test]
fn alarms_and_broken_nesting_do_not_disturb_an_event() {
    let (plan, notes) = read_as(
        As::Changes,
        "BEGIN:VEVENT\nUID:a\nBEGIN:VALARM\nSUMMARY:Alarm\nEND:VALARM\nSUMMARY:A\nDTSTART:20260302T200000Z\n\
         BEGIN:VEVENT\nUID:b\nSUMMARY:B\nDTSTART:20260303T200000Z\n",
    );
    let titles: Vec<&str> = plan.changes.values().map(|change| change.title.as_str()).collect();
    assert_eq!(titles, ["A", "B"]);
    assert!(notes.iter().any(|note| note.contains("no END:VEVENT")), "{notes:?}");
}

#[test]
fn windows_are_written_with_their_zone_and_read_back() {
    let mut plan = Plan::new(Id::lenient("p"), Settings::new("p", amsterdam()));
    let recurring = serde_json::from_str(
        r#"{"start": "2026-09-01T20:00", "duration_minutes": 600, "zone": "America/New_York",
            "rule": "FREQ=WEEKLY;UNTIL=20261231;BYDAY=SA", "except": ["2026-09-12T20:00"]}"#,
    )
    .unwrap();
    let scope = Scope { cis: vec![Id::lenient("db")], kinds: vec![ChangeKind::Normal], ..Scope::default() };
    plan.put(
        MaintenanceWindow {
            hardness: Hardness::Soft,
            scope: scope.clone(),
            ..MaintenanceWindow::new(Id::lenient("w"), "Saturdays".to_owned(), When::Recurring(recurring))
        }
        .into(),
    );
    plan.put(
        Blackout {
            reason: "Closing, of the books".to_owned(),
            ..Blackout::new(
                Id::lenient("w"),
                "Year end".to_owned(),
                When::Once(Interval::new(
                    amsterdam().start_of_day("2026-12-20".parse().unwrap()),
                    amsterdam().start_of_day("2027-01-02".parse().unwrap()),
                )),
            )
        }
        .into(),
    );
    let stamp = Instant::parse("2026-01-01T00:00:00Z").unwrap();
    let text = write(&plan, &[Part::Blackouts, Part::MaintenanceWindows], stamp);
    for expected in [
        "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n",
        "DTSTART;VALUE=DATE:20261220\r\nDTEND;VALUE=DATE:20270102\r\n",
        "DTSTART;TZID=America/New_York:20260905T200000\r\nDURATION:PT600M\r\n",
        "RRULE:FREQ=WEEKLY;UNTIL=20270101T045959Z;BYDAY=SA\r\n",
        "DESCRIPTION:Closing\\, of the books\r\n",
        "UID:w\r\n",
        "UID:maintenance_windows/w\r\n",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let options = Options { kind: As::Blackouts, zone: Some(amsterdam()), name: String::new() };
    let again = read(text.as_bytes(), &options).unwrap().into_plan(plan.id, plan.settings.clone());
    assert_eq!(again.blackouts, plan.blackouts);
    let window = &again.maintenance_windows[&Id::lenient("w")];
    assert_eq!(
        (&window.name, window.hardness, &window.scope),
        (&"Saturdays".to_owned(), Hardness::Soft, &scope)
    );
    let year = Interval::parse("2026-01-01T00:00:00Z/2028-01-01T00:00:00Z").unwrap();
    let before = plan.maintenance_windows[&Id::lenient("w")].when.occurrences(year);
    assert_eq!(window.when.occurrences(year), before);
    assert_eq!(before.len(), 16);
}

#[cfg(not(target_arch = "wasm32"))]
mod exact {
    use super::*;
    use crate::model::{Change, ChangeStatus};
    use proptest::prelude::*;

    /// What a calendar cannot hold: control characters; and line ends other than `\n`.
    fn plain(text: &str) -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "(BEGIN:VEVENT|END:VEVENT|[\\r\\n;:,\\\\\"=é🚀 ]){0,40}"]
    }

    proptest! {
        #[test]
        fn any_change_is_read_as_it_was_written(
            title in text(), description in text(), location in text(), labels in proptest::collection::vec(text(), 0..3),
            start in 0_i64..4_000_000_000, length in -3_i64..100_000,
        ) {
            let mut written = Change::draft(Id::lenient("C1"), &plain(&title), ChangeKind::Standard, Risk::High);
            written.status = ChangeStatus::InReview;
            written.description = plain(&description);
            written.labels = labels.iter().map(|label| plain(label)).filter(|label| !label.is_empty()).collect();
            let location = plain(&location);
            if !location.is_empty() {
                written.extra.insert("location".to_owned(), location.into());
            }
            let start = Instant::from_unix_seconds(start).unwrap();
            written.planned = Some(Interval::new(start, start.plus_seconds(length.max(0))));
            let mut plan = Plan::new(Id::lenient("p"), Settings::new(&title, amsterdam()));
            plan.put(Change { title: title.clone(), description, ..written.clone() }.into());
            let text = super::write(&plan, &[Part::Changes], start);
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= 75, "{line:?}");
                prop_assert!(!line.contains(['\r', '\n']), "{line:?}");
            }
            prop_assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), 1);
            let options = Options { kind: As::Changes, zone: Some(amsterdam()), name: String::new() };
            let again = read(text.as_bytes(), &options).unwrap().into_plan(plan.id, plan.settings.clone());
            prop_assert_eq!(again.changes.values().collect::<Vec<_>>(), vec![&written]);
        }
    }
}

#[test]
fn an_announcement_is_an_event_that_replaces_the_one_before() {
    let plan = Plan::new(Id::lenient("plan"), Settings::new("Plan", amsterdam()));
    let window = Interval::parse("2026-01-20T20:00:00Z/2026-01-20T22:00:00Z").unwrap();
    let entry = Entry { uid: "ANN-0001", title: "Billing is down", text: "From 21:00;\nask Ann", window };
    let day = Interval::parse("2026-01-19T23:00:00Z/2026-01-20T23:00:00Z").unwrap();
    let point = Interval::new(window.start, window.start);
    let entries = [entry.clone(), Entry { window: day, ..entry.clone() }, Entry { window: point, ..entry }];
    let text = write_entries(&plan, "Billing", &entries, window.start);
    let events: Vec<&str> = text.split("BEGIN:VEVENT\r\n").skip(1).collect();
    assert_eq!(
        events[0],
        "UID:ANN-0001\r\nDTSTAMP:20260120T200000Z\r\nSUMMARY:Billing is down\r\nDTSTART:20260120T200000Z\r\n\
         DTEND:20260120T220000Z\r\nDESCRIPTION:From 21:00\\;\\nask Ann\r\nEND:VEVENT\r\n"
    );
    assert!(events[1].contains("DTSTART;VALUE=DATE:20260120\r\nDTEND;VALUE=DATE:20260121\r\n"));
    assert!(events[2].contains("DTSTART:20260120T200000Z\r\n") && !events[2].contains("DTEND"));
    assert!(text.contains("METHOD:PUBLISH\r\n") && text.ends_with("END:VCALENDAR\r\n"));
}
