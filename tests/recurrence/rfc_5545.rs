//! The examples of RFC 5545, section 3.8.5.3, that the subset can say. A file of its own because they are
//! facts from elsewhere, and stay as they are.

use super::{always, first_starts, window};

/// The first occurrences are on these days, at nine.
#[track_caller]
fn check(start: &str, rule: &str, expected: &[&str]) {
    let window = window(start, 60, "America/New_York", rule);
    let wanted: Vec<String> = expected.iter().map(|day| format!("{day} 09:00")).collect();
    assert_eq!(first_starts(&window, expected.len()), wanted, "{rule}");
    assert!(window.start_matches_rule(), "{rule}");
}

/// As `check`, and nothing follows.
#[track_caller]
fn check_all(start: &str, rule: &str, expected: &[&str]) {
    check(start, rule, expected);
    assert_eq!(window(start, 60, "America/New_York", rule).occurrences(always()).len(), expected.len());
}

#[test]
fn daily_rules_yield_the_listed_days() {
    check(
        "1997-09-02T09:00",
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        &["1997-09-02", "1997-09-12", "1997-09-22", "1997-10-02", "1997-10-12"],
    );
    check("1997-09-02T09:00", "FREQ=DAILY;INTERVAL=2", &["1997-09-02", "1997-09-04", "1997-09-06"]);
    check("1998-01-01T09:00", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", &["1998-01-01", "1998-01-02"]);
    let january =
        window("1998-01-01T09:00", 60, "America/New_York", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1");
    assert_eq!(january.occurrences(always()).len(), 93);
    let until_christmas_eve =
        window("1997-09-02T09:00", 60, "America/New_York", "FREQ=DAILY;UNTIL=19971224T000000Z");
    assert_eq!(until_christmas_eve.occurrences(always()).len(), 113);
}

#[test]
fn weekly_rules_yield_the_listed_days() {
    check_all(
        "1997-09-02T09:00",
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        &[
            "1997-09-02",
            "1997-09-04",
            "1997-09-09",
            "1997-09-11",
            "1997-09-16",
            "1997-09-18",
            "1997-09-23",
            "1997-09-25",
            "1997-09-30",
            "1997-10-02",
        ],
    );
    check_all(
        "1997-09-02T09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        &[
            "1997-09-02",
            "1997-09-04",
            "1997-09-16",
            "1997-09-18",
            "1997-09-30",
            "1997-10-02",
            "1997-10-14",
            "1997-10-16",
        ],
    );
}

#[test]
fn the_start_of_the_week_makes_a_difference() {
    check_all(
        "1997-08-05T09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        &["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"],
    );
    check_all(
        "1997-08-05T09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        &["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
    );
}

#[test]
fn monthly_rules_yield_the_listed_days() {
    check_all(
        "1997-09-07T09:00",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        &[
            "1997-09-07",
            "1997-09-28",
            "1997-11-02",
            "1997-11-30",
            "1998-01-04",
            "1998-01-25",
            "1998-03-01",
            "1998-03-29",
            "1998-05-03",
            "1998-05-31",
        ],
    );
    check("1997-09-28T09:00", "FREQ=MONTHLY;BYMONTHDAY=-3", &["1997-09-28", "1997-10-29", "1997-11-28"]);
    check(
        "1997-09-30T09:00",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        &["1997-09-30", "1997-10-01", "1997-10-31", "1997-11-01", "1997-11-30"],
    );
    check(
        "1998-02-13T09:00",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        &["1998-02-13", "1998-03-13", "1998-11-13"],
    );
    check(
        "1997-09-13T09:00",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        &["1997-09-13", "1997-10-11", "1997-11-08", "1997-12-13"],
    );
}

#[test]
fn yearly_rules_yield_the_listed_days() {
    check(
        "1997-06-10T09:00",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        &["1997-06-10", "1997-07-10", "1998-06-10"],
    );
    check("1997-05-19T09:00", "FREQ=YEARLY;BYDAY=20MO", &["1997-05-19", "1998-05-18", "1999-05-17"]);
    check(
        "1997-03-13T09:00",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        &["1997-03-13", "1997-03-20", "1997-03-27", "1998-03-05"],
    );
    check(
        "1996-11-05T09:00",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        &["1996-11-05", "2000-11-07", "2004-11-02"],
    );
}

#[test]
fn positions_choose_from_a_period() {
    check_all(
        "1997-09-04T09:00",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        &["1997-09-04", "1997-10-07", "1997-11-06"],
    );
    check(
        "1997-09-29T09:00",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        &["1997-09-29", "1997-10-30", "1997-11-27", "1997-12-30", "1998-01-29"],
    );
}

#[test]
fn a_day_that_a_month_does_not_have_is_skipped() {
    check_all(
        "2007-01-15T09:00",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        &["2007-01-15", "2007-01-30", "2007-02-15", "2007-03-15", "2007-03-30"],
    );
    check("2024-02-29T09:00", "FREQ=YEARLY", &["2024-02-29", "2028-02-29", "2032-02-29"]);
    check("2026-01-31T09:00", "FREQ=MONTHLY", &["2026-01-31", "2026-03-31", "2026-05-31"]);
}
