//! Calendars that nobody here made up: a Kubernetes release cycle and providers' maintenance notices.

#![allow(clippy::unwrap_used)]

mod shared_data;

use slipway::exchange::Imported;
use slipway::exchange::ics::{self, As, Options, Part};
use slipway::model::{ChangeStatus, Id, Plan, Settings, When};
use slipway::time::{Instant, Zone};

use shared_data::shared;

fn plan(imported: Imported, zone: Zone) -> Plan {
    imported.into_plan(Id::lenient("calendar"), Settings::new("calendar", zone))
}

fn read(bytes: &[u8], kind: As, zone: Zone) -> Imported {
    ics::read(bytes, &Options { kind, zone: Some(zone), name: "calendar".to_owned() }).unwrap()
}

/// UID, title and DTSTART of each event, read without any of our code.
fn events(text: &str) -> Vec<(String, String, String)> {
    let value = |event: &str, name: &str| {
        let line = event.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_once(':').unwrap().1.to_owned()
    };
    let unfolded = text.replace("\r\n", "\n").replace("\n ", "");
    let blocks = unfolded.split("BEGIN:VEVENT").skip(1);
    blocks.map(|event| (value(event, "UID"), value(event, "SUMMARY"), value(event, "DTSTART"))).collect()
}

/// The day on which a start falls on a zone's clock, written by chrono-tz alone.
fn day_of(start: &str, zone: Zone) -> String {
    use chrono::{NaiveDateTime, TimeZone};
    if start.len() == 8 {
        return start.to_owned();
    }
    let utc = NaiveDateTime::parse_from_str(start, "%Y%m%dT%H%M%SZ").unwrap();
    let zone: chrono_tz::Tz = zone.name().parse().unwrap();
    zone.from_utc_datetime(&utc).format("%Y%m%d").to_string()
}

const ZONES: [&str; 4] = ["UTC", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Apia"];

#[test]
fn all_events_of_a_release_cycle_fall_on_their_days_in_every_zone_as_every_kind() {
    let Some(bytes) = shared("kubernetes/v1.35-schedule.ics") else { return };
    let expected = events(std::str::from_utf8(&bytes).unwrap());
    assert_eq!(expected.len(), 31);
    for zone in ZONES.map(|name| Zone::parse(name).unwrap()) {
        for kind in [As::Changes, As::Blackouts, As::Milestones] {
            let plan = plan(read(&bytes, kind, zone), zone);
            for (uid, title, start) in &expected {
                let (name, at) = match kind {
                    As::Changes => {
                        let change = &plan.changes[&Id::lenient(uid)];
                        (&change.title, change.planned.unwrap().start)
                    }
                    As::Blackouts => {
                        let blackout = &plan.blackouts[&Id::lenient(uid)];
                        let When::Once(window) = blackout.when else { panic!("{uid} repeats") };
                        (&blackout.name, window.start)
                    }
                    As::Milestones => {
                        let gate = &plan.gates[&Id::lenient(uid)];
                        (&gate.name, gate.due.unwrap())
                    }
                };
                assert_eq!(name, title);
                let day = zone.date_of(at);
                assert_eq!(day.format("%Y%m%d").to_string(), day_of(start, zone), "{uid} in {zone}");
                assert!(start.len() > 8 || at == zone.start_of_day(day), "{uid} in {zone}");
            }
            assert_eq!(plan.changes.len() + plan.blackouts.len() + plan.gates.len(), 31);
        }
    }
}

#[test]
fn a_release_cycle_that_is_exported_and_imported_again_is_the_same() {
    let Some(bytes) = shared("kubernetes/v1.35-schedule.ics") else { return };
    let stamp = Instant::parse("2026-01-01T00:00:00Z").unwrap();
    for zone in ZONES.map(|name| Zone::parse(name).unwrap()) {
        for (kind, part) in
            [(As::Changes, Part::Changes), (As::Blackouts, Part::Blackouts), (As::Milestones, Part::Gates)]
        {
            let first = plan(read(&bytes, kind, zone), zone);
            let written = ics::write(&first, &[part], stamp);
            assert_eq!(plan(read(written.as_bytes(), kind, zone), zone), first, "{kind:?} in {zone}");
            assert_eq!(
                written.matches("VALUE=DATE").count(),
                50,
                "25 events of whole days, {kind:?} in {zone}"
            );
        }
    }
}

#[test]
fn milestones_are_gates_of_one_release_named_after_the_calendar() {
    let Some(bytes) = shared("kubernetes/v1.35-schedule.ics") else { return };
    let plan = plan(read(&bytes, As::Milestones, Zone::UTC), Zone::UTC);
    let names: Vec<&str> = plan.releases.values().map(|release| release.name.as_str()).collect();
    assert_eq!(names, ["Kubernetes v1.35 Release Schedule"]);
    let gate = &plan.gates[&Id::lenient("k8s-v1.35-prr-freeze@kubernetes.io")];
    assert_eq!(gate.due, Some(Instant::parse("2025-10-10T12:00:00Z").unwrap()));
    let description = gate.extra["description"].as_str().unwrap();
    assert!(
        description.contains("CRITICAL DEADLINE\n\nProduction Readiness Freeze begins\n"),
        "{description}"
    );
}

#[test]
fn maintenance_notices_are_read_as_their_expected_readings_say() {
    for number in 1..=7 {
        let Some(bytes) = shared(&format!("maintnote/ical{number}.ics")) else { return };
        let Some(result) = shared(&format!("maintnote/ical{number}_result.json")) else { return };
        let expected: serde_json::Value = serde_json::from_slice(&result).unwrap();
        let plan = plan(read(&bytes, As::Changes, Zone::UTC), Zone::UTC);
        for notice in expected.as_array().unwrap() {
            let change = &plan.changes[&Id::lenient(notice["uid"].as_str().unwrap())];
            let window = change.planned.unwrap();
            assert_eq!(window.start.unix_seconds(), notice["start"].as_i64().unwrap());
            assert_eq!(window.end.unix_seconds(), notice["end"].as_i64().unwrap());
            assert_eq!(change.title, notice["summary"].as_str().unwrap());
            let maintenance = &change.extra["maintenance"];
            assert_eq!(maintenance["account"], notice["account"]);
            assert_eq!(maintenance["id"], notice["maintenance_id"]);
            assert_eq!(change.group.as_ref().unwrap().as_str(), notice["provider"].as_str().unwrap());
            let circuits = notice["circuits"].as_array().unwrap();
            let affected: Vec<_> =
                circuits.iter().map(|circuit| circuit["circuit_id"].as_str().unwrap()).collect();
            assert_eq!(change.cis.iter().map(Id::as_str).collect::<Vec<_>>(), affected);
            assert!(change.cis.iter().all(|ci| plan.cis.contains_key(ci)));
            for (object, circuit) in maintenance["objects"].as_array().unwrap().iter().zip(circuits) {
                assert_eq!(object["impact"], circuit["impact"]);
            }
            let status = match notice["status"].as_str().unwrap() {
                "TENTATIVE" => ChangeStatus::Requested,
                "CONFIRMED" | "NO-CHANGE" => ChangeStatus::Scheduled,
                "IN-PROCESS" => ChangeStatus::Implementing,
                "COMPLETED" => ChangeStatus::Closed,
                "CANCELLED" => ChangeStatus::Cancelled,
                other => panic!("{other}"),
            };
            assert_eq!(change.status, status);
            if let Some(organizer) = notice["organizer"].as_str() {
                let owner = &plan.people[change.owner.as_ref().unwrap()];
                assert_eq!(format!("mailto:{}", owner.email), organizer);
            }
        }
        assert_eq!(plan.changes.len(), expected.as_array().unwrap().len());
    }
}

#[test]
fn a_broken_notice_is_read_as_far_as_it_goes_and_says_what_is_missing() {
    for (file, property) in [
        ("account", "X-MAINTNOTE-ACCOUNT"),
        ("end", "DTEND"),
        ("maintenance_id", "X-MAINTNOTE-MAINTENANCE-ID"),
        ("object_id", "X-MAINTNOTE-OBJECT-ID"),
        ("organizer", "ORGANIZER"),
        ("provider", "X-MAINTNOTE-PROVIDER"),
        ("stamp", "DTSTAMP"),
        ("start", "DTSTART"),
    ] {
        let Some(bytes) = shared(&format!("maintnote/ical_no_{file}.ics")) else { return };
        let imported = read(&bytes, As::Changes, Zone::UTC);
        let named: Vec<_> = imported.notes.iter().filter_map(|note| note.column.as_deref()).collect();
        assert!(named.contains(&property), "{file}: {named:?}");
        let plan = plan(imported, Zone::UTC);
        assert_eq!(plan.changes.len(), 1, "{file}");
        assert_eq!(plan.changes[&Id::lenient("42")].planned.is_some(), file != "start");
    }
}
