//! What the importer makes of whole tables, and that export and import are exact. A file of its own for its length.

use super::*;
use crate::exchange::Imported;
use crate::model::{Change, ChangeKind, ChangeStatus, Id, Plan, Risk, Settings};
use crate::time::{Instant, Interval, Zone};

fn read(text: &str, zone: &str) -> (Plan, Vec<String>) {
    let table = sniff(text.as_bytes()).unwrap();
    let mut mapping = Mapping::recognise(&table.headers);
    mapping.zone = (!zone.is_empty()).then(|| Zone::parse(zone).unwrap());
    plan(import(&table, &mapping).unwrap())
}

fn plan(imported: Imported) -> (Plan, Vec<String>) {
    let notes = imported.notes.iter().map(ToString::to_string).collect();
    (imported.into_plan(Id::lenient("p"), Settings::new("p", Zone::UTC)), notes)
}

fn change<'a>(plan: &'a Plan, id: &str) -> &'a Change {
    &plan.changes[&Id::lenient(id)]
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

#[test]
fn a_change_in_two_releases_is_taken_into_the_first_and_noted() {
    let text = "number,short_description,release,also in\nC1,A,Autumn;Winter,\nC2,B,Autumn,Spring\nC3,C,Autumn,Autumn\n";
    let table = sniff(text.as_bytes()).unwrap();
    let mut mapping = Mapping::recognise(&table.headers);
    *mapping.columns.last_mut().unwrap() = Field::Release;
    let (plan, notes) = plan(import(&table, &mapping).unwrap());
    let releases: Vec<Option<&str>> =
        plan.changes.values().map(|change| change.release.as_ref().map(Id::as_str)).collect();
    assert_eq!(releases, [Some("Autumn"); 3]);
    assert_eq!(notes.iter().filter(|note| note.contains("more than one release")).count(), 2, "{notes:#?}");
    let others: Vec<Vec<&str>> =
        plan.changes.values().map(|change| change.other_releases.iter().map(Id::as_str).collect()).collect();
    assert_eq!(others, [vec!["Winter"], vec!["Spring"], vec![]]);
    assert!(plan.releases.contains_key(&Id::lenient("Winter")), "what is named is there");
}

#[test]
fn rows_of_one_change_that_name_different_releases_are_one_change_that_names_both() {
    let (plan, notes) = read("number,short_description,release\nC1,A,Autumn\nC1,A,Winter\nC1,A,Autumn\n", "");
    let change = change(&plan, "C1");
    assert_eq!(change.release.as_ref().map(Id::as_str), Some("Autumn"));
    assert_eq!(change.other_releases, [Id::lenient("Winter")]);
    assert_eq!(notes.iter().filter(|note| note.contains("names another release")).count(), 1, "{notes:#?}");
}

#[test]
fn a_service_now_export_becomes_changes_with_what_they_name() {
    let (plan, notes) = read(
        "number,short_description,type,state,risk,cmdb_ci,business_service,assignment_group,assigned_to,requested_by,start_date,end_date,version,commit,close_code\n\
         CHG1,Patch,standard,-2,4,acme/db,billing,dba,ann,bob,2026-03-02 20:00:00,2026-03-02 22:00:00,1.2,abc,successful_issues\n",
        "Europe/Amsterdam",
    );
    assert_eq!(notes, Vec::<String>::new());
    let patch = change(&plan, "CHG1");
    assert_eq!(
        (patch.kind, patch.status, patch.risk),
        (ChangeKind::Standard, ChangeStatus::Scheduled, Risk::Low)
    );
    let window = Interval::new(instant("2026-03-02T19:00:00Z"), instant("2026-03-02T21:00:00Z"));
    assert_eq!(patch.planned, Some(window));
    let deploys = patch.deploys.as_ref().unwrap();
    assert_eq!((deploys.repository.as_str(), deploys.commit.as_str()), ("acme/db", "abc"));
    assert_eq!(plan.services[&Id::lenient("billing")].cis, vec![Id::lenient("acme/db")]);
    assert_eq!((plan.people.len(), plan.groups.len(), plan.cis.len()), (2, 1, 1));
    assert_eq!(
        (patch.owner, patch.implementers.clone()),
        (Some(Id::lenient("ann")), vec![Id::lenient("ann")])
    );
    assert!(patch.environments.is_empty());
}

#[test]
fn rows_of_one_change_are_one_change_with_all_their_items() {
    let (plan, notes) = read(
        "CI Name (aff);CI Type (aff);CI Subtype (aff);Service Component WBS (aff);Change ID;Change Type;Risk Assessment;Emergency Change;CAB-approval needed;Planned Start;Planned End;Scheduled Downtime Start;Scheduled Downtime End;Actual Start;Actual End;Requested End Date;Change record Open Time;Change record Close Time\n\
         SBA000263;subapplication;Server Based Application;WBS000073;C00000056;Release Type 01;Business Change;N;N;05-09-2013 12:00;05-09-2013 15:00;;;06-09-2013 12:00;06-09-2013 15:00;;25-08-2013 12:00;16-09-2013 10:00\n\
         SAN000028;storage;SAN;WBS000073;C00000056;Release Type 01;Business Change;N;N;05-09-2013 12:00;05-09-2013 16:00;;;06-09-2013 12:00;06-09-2013 15:00;;25-08-2013 12:00;16-09-2013 10:00\n",
        "Europe/Amsterdam",
    );
    assert_eq!(plan.changes.len(), 1);
    let merged = change(&plan, "C00000056");
    assert_eq!(merged.cis, vec![Id::lenient("SBA000263"), Id::lenient("SAN000028")]);
    assert_eq!((merged.status, merged.risk), (ChangeStatus::Closed, Risk::Moderate));
    let window = Interval::new(instant("2013-09-05T10:00:00Z"), instant("2013-09-05T13:00:00Z"));
    assert_eq!(merged.planned, Some(window));
    assert_eq!(plan.services[&Id::lenient("WBS000073")].cis.len(), 2);
    assert_eq!(plan.cis[&Id::lenient("SAN000028")].kind, "storage");
    assert_eq!(merged.extra["imported"]["CI Subtype (aff)"], "Server Based Application\nSAN");
    assert!(
        notes.iter().any(|note| note.starts_with("line 3, planned: another row of C00000056")),
        "{notes:?}"
    );
    assert!(notes.iter().any(|note| note.contains("\"Release Type 01\" is no kind")), "{notes:?}");
}

#[test]
fn dates_without_a_zone_ask_for_one_and_dates_with_one_do_not() {
    let table = sniff(b"id,start,end\nC1,2026-03-02T20:00Z,02/03/2026 23:00\n").unwrap();
    let mapping = Mapping::recognise(&table.headers);
    let expected =
        CsvError::NeedsZone { line: 2, column: "end".to_owned(), text: "02/03/2026 23:00".to_owned() };
    assert_eq!(import(&table, &mapping), Err(expected));
    let (plan, _) = read("id,start,end\nC1,2026-03-02T20:00Z,2026-03-02 23:00 +0100\n", "");
    assert_eq!(change(&plan, "C1").planned.unwrap().minutes(), 120);
}

#[test]
fn the_whole_column_tells_whether_day_or_month_comes_first() {
    let starts = |text: &str| {
        let (plan, notes) = read(text, "UTC");
        (change(&plan, "C1").planned.unwrap().start.to_string(), notes.join("\n"))
    };
    let (start, notes) = starts(
        "id,type,state,risk,start\nC1,normal,New,Low,02/03/2026 20:00\nC2,normal,New,Low,12/31/2026 20:00\n",
    );
    assert_eq!(start, "2026-02-03T20:00:00Z");
    assert!(!notes.contains("could have"), "{notes}");
    let (start, notes) = starts("id,start\nC1,02/03/2026 20:00\nC2,31/12/2026 20:00\n");
    assert_eq!(start, "2026-03-02T20:00:00Z");
    assert!(!notes.contains("could have"), "{notes}");
    let (start, notes) = starts("id,start\nC1,02/03/2026 20:00\n");
    assert_eq!(start, "2026-03-02T20:00:00Z");
    assert!(notes.contains("line 2, start: its dates could have the day or the month first"), "{notes}");
}

#[test]
fn what_is_not_understood_is_noted_with_its_place_and_kept() {
    let (plan, notes) = read(
        "number,short_description,type,state,risk,start_date,end_date,priority\n\
         CHG1,Patch,weird,Odd,?,soon,2026-03-02 22:00,2 - High,extra\n",
        "UTC",
    );
    let patch = change(&plan, "CHG1");
    assert_eq!(
        (patch.kind, patch.status, patch.risk),
        (ChangeKind::Normal, ChangeStatus::Draft, Risk::Moderate)
    );
    let kept = &patch.extra["imported"];
    for (header, text) in [
        ("type", "weird"),
        ("state", "Odd"),
        ("risk", "?"),
        ("start_date", "soon"),
        ("priority", "2 - High"),
        ("surplus", "extra"),
    ] {
        assert_eq!(kept[header], text, "{header}");
    }
    for place in ["line 2, type: ", "line 2, state: ", "line 2, risk: ", "line 2, start_date: "] {
        assert!(notes.iter().any(|note| note.starts_with(place)), "{place} {notes:?}");
    }
    assert!(patch.planned.unwrap().is_empty());
}

#[test]
fn a_table_without_id_and_title_is_refused() {
    let table = sniff(b"colour,size\nred,1\n").unwrap();
    assert_eq!(import(&table, &Mapping::recognise(&table.headers)), Err(CsvError::NothingMapped));
}

#[cfg(not(target_arch = "wasm32"))]
mod exact {
    use super::*;
    use crate::model::VersionReference;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[=+@'\\t\\r\\n\"\\\\;,＝－-]{0,4}[a-z;\\\\'\"\\r\\n]{0,6}",]
    }

    fn name() -> impl Strategy<Value = String> {
        "[=+@';,\\\\a-zé/-]{1,8}"
    }

    proptest! {
        #[test]
        fn any_table_is_read_as_it_was_written(
            header in proptest::collection::vec("[a-z]{1,5}", 1..5),
            rows in proptest::collection::vec(proptest::collection::vec(text(), 5), 0..5),
        ) {
            let rows: Vec<Vec<String>> =
                rows.into_iter().map(|row| row.into_iter().take(header.len()).collect()).collect();
            let headers: Vec<&str> = header.iter().map(String::as_str).collect();
            let table = sniff(write_table(&headers, rows.clone()).as_bytes()).unwrap();
            let found: Vec<Vec<String>> = table.rows.into_iter().map(|row| row.cells).collect();
            let filled: Vec<Vec<String>> =
                rows.into_iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
            prop_assert_eq!(found, filled);
            prop_assert_eq!(table.headers, header);
        }

        #[test]
        fn any_change_is_read_as_it_was_written(
            texts in proptest::collection::vec(text(), 8),
            names in proptest::collection::vec(name(), 8),
            times in proptest::collection::vec(0_i64..4_000_000_000, 8),
            words in (0_usize..3, 0_usize..11, 0_usize..4, 0_usize..4, any::<bool>()),
        ) {
            let at = |place: usize| Instant::from_unix_seconds(times[place]);
            let mut written = Change::draft(Id::lenient(&names[0]), &texts[0], ChangeKind::ALL[words.0], Risk::ALL[words.2]);
            written.status = ChangeStatus::ALL[words.1];
            written.outcome = crate::model::Outcome::ALL.get(words.3).copied();
            written.on_hold = words.4;
            [&mut written.description, &mut written.category, &mut written.implementation_plan, &mut written.backout_plan]
                .into_iter()
                .zip(&texts[1..])
                .for_each(|(place, text)| text.clone_into(place));
            written.labels = vec![texts[5].clone()];
            written.labels.retain(|label| !label.is_empty());
            written.deploys = Some(VersionReference { version: texts[6].clone(), commit: texts[7].clone(), ..Default::default() });
            written.deploys = written.deploys.filter(|deploys| *deploys != VersionReference::default());
            written.owner = Some(Id::lenient(&names[1]));
            written.requester = Some(Id::lenient(&names[2]));
            written.group = Some(Id::lenient(&names[3]));
            written.release = Some(Id::lenient(&names[4]));
            written.other_releases = vec![Id::lenient(&names[3])];
            written.implementers = vec![Id::lenient(&names[5])];
            written.cis = vec![Id::lenient(&names[6])];
            written.services = vec![Id::lenient(&names[7])];
            written.environments = vec![Id::lenient(&names[0])];
            written.planned = at(0).zip(at(1)).map(|(start, end)| Interval::new(start, end));
            written.outage = at(2).zip(at(3)).map(|(start, end)| Interval::new(start, end));
            (written.actual_start, written.actual_end) = (at(4), at(5));
            (written.requested_at, written.authorised_at) = (at(6), at(7));
            let (plan, notes) = read(&write_changes([&written]), "");
            prop_assert_eq!(notes, Vec::<String>::new());
            prop_assert_eq!(plan.changes.values().collect::<Vec<_>>(), vec![&written]);
        }
    }
}
