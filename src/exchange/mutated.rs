//! Thousands of broken tables and calendars: whatever stands in them, reading them ends and yields notes.
//!
//! A test of its own because both formats share the ways in which bytes break.

use proptest::prelude::*;

use super::{csv, ics};
use crate::time::Zone;

const TABLE: &str = "number,short_description,type,state,risk,cmdb_ci,business_service,assigned_to,start_date,end_date,version\r\n\
    CHG1,\"Patch, \"\"all\"\"\",normal,-2,3,acme/db;acme/web,billing,ann,2026-03-02 20:00:00,2026-03-02 22:00:00,1.0\r\n\
    CHG1,Again,weird,Odd,?,'=1+1,,,02/03/2026 8:00 PM,13/13/2026,\r\n\
    ,\u{a0},,,,,,,soon,2026-03-02T22:00:00+01:00,v2\r\n";

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nPRODID:-//A//B//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:caf\u{e9}\\, and \r\n more\r\n\
    DTSTART;TZID=\"W. Europe Standard Time\":20260329T023000\r\nDURATION:PT1H30M\r\nRRULE:FREQ=WEEKLY;BYDAY=SA;UNTIL=20270101\r\n\
    EXDATE;VALUE=DATE:20260404,20260411\r\nRDATE;VALUE=PERIOD:20260401T100000Z/PT1H\r\nCATEGORIES:a,b\\,c\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20260401T100000Z\r\nDTSTART;VALUE=DATE:20260402\r\nDTEND;VALUE=DATE:20260401\r\n\
    X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=OUTAGE:246\r\nX-SLIPWAY-RECORD:changes/C1\r\nX-SLIPWAY-SCOPE:{\"cis\":[\"a\"]}\r\n\
    BEGIN:VALARM\r\nTRIGGER:-P2D\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// One way in which bytes break.
#[derive(Debug, Clone)]
enum Fault {
    Drop(usize, usize),
    Insert(usize, Vec<u8>),
    Repeat(usize, usize),
    Flip(usize, u8),
}

fn fault() -> impl Strategy<Value = Fault> {
    let odd = prop_oneof![
        Just(b"\"".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"\n ".to_vec()),
        Just(b";".to_vec()),
        Just(b"BEGIN:VEVENT\n".to_vec()),
        Just(b"END:VEVENT\n".to_vec()),
        Just(b"99999999999999999999".to_vec()),
        Just(b"-".to_vec()),
        Just("\u{feff}\u{2028}é".as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 1..4),
    ];
    prop_oneof![
        (any::<usize>(), 1_usize..40).prop_map(|(at, count)| Fault::Drop(at, count)),
        (any::<usize>(), odd).prop_map(|(at, bytes)| Fault::Insert(at, bytes)),
        (any::<usize>(), 1_usize..80).prop_map(|(at, count)| Fault::Repeat(at, count)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Fault::Flip(at, byte)),
    ]
}

fn broken(text: &str, faults: &[Fault]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for fault in faults {
        let length = bytes.len().max(1);
        let end = |at: usize, count: usize| (at % length + count).min(bytes.len());
        match fault {
            Fault::Drop(at, count) => drop(bytes.drain((at % length).min(bytes.len())..end(*at, *count))),
            Fault::Insert(at, odd) => drop(bytes.splice(at % length..at % length, odd.iter().copied())),
            Fault::Repeat(at, count) => {
                let part = bytes.get(at % length..end(*at, *count)).unwrap_or_default().to_vec();
                drop(bytes.splice(at % length..at % length, part));
            }
            Fault::Flip(at, byte) => {
                if let Some(place) = bytes.get_mut(at % length) {
                    *place = *byte;
                }
            }
        }
    }
    bytes
}

fn read_table(bytes: &[u8]) {
    let Ok(table) = csv::sniff(bytes) else { return };
    for zone in [None, Some(Zone::UTC)] {
        let mapping = csv::Mapping { zone, ..csv::Mapping::recognise(&table.headers) };
        if let Ok(imported) = csv::import(&table, &mapping) {
            assert!(imported.notes.iter().all(|note| !note.to_string().is_empty()));
        }
    }
}

fn read_calendar(bytes: &[u8]) {
    for kind in [ics::As::Changes, ics::As::Blackouts, ics::As::Milestones] {
        let zone = Zone::parse("Europe/Amsterdam").ok();
        let options = ics::Options { kind, zone, name: String::new() };
        if let Ok(imported) = ics::read(bytes, &options) {
            let id = crate::model::Id::lenient("p");
            let plan = imported.into_plan(id, crate::model::Settings::new("p", Zone::UTC));
            let text = ics::write(&plan, ics::Part::ALL, crate::time::Instant::MIN);
            assert!(text.split("\r\n").all(|line| line.len() <= 75));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_broken_table_never_ends_the_program(faults in proptest::collection::vec(fault(), 1..6)) {
        read_table(&broken(TABLE, &faults));
    }

    #[test]
    fn a_broken_calendar_never_ends_the_program(faults in proptest::collection::vec(fault(), 1..6)) {
        read_calendar(&broken(CALENDAR, &faults));
    }

    #[test]
    fn any_bytes_at_all_never_end_the_program(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_table(&bytes);
        read_calendar(&bytes);
    }
}
