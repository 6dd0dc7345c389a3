//! Clock changes by hand, with the UTC instants written out. A file of its own because here no oracle is
//! trusted.

use slipway::time::{Instant, Interval, RecurringWindow, parse_local};

use super::{always, window};

#[track_caller]
fn check(window: &RecurringWindow, range: &str, expected: &[&str]) {
    let found: Vec<String> =
        window.occurrences(Interval::parse(range).unwrap()).iter().map(Interval::to_string).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_window_stays_at_its_hour_and_keeps_its_length_in_amsterdam() {
    check(
        &window("2026-03-27T22:00", 600, "Europe/Amsterdam", "FREQ=DAILY"),
        "2026-03-28T12:00:00Z/2026-03-30T12:00:00Z",
        &["2026-03-28T21:00:00Z/2026-03-29T07:00:00Z", "2026-03-29T20:00:00Z/2026-03-30T06:00:00Z"],
    );
}

#[test]
fn a_start_in_the_gap_moves_forward_and_one_in_the_overlap_happens_once() {
    let nightly = window("2026-01-01T02:30", 60, "Europe/Amsterdam", "FREQ=DAILY");
    check(
        &nightly,
        "2026-03-28T00:00:00Z/2026-03-31T00:00:00Z",
        &[
            "2026-03-28T01:30:00Z/2026-03-28T02:30:00Z",
            "2026-03-29T01:30:00Z/2026-03-29T02:30:00Z",
            "2026-03-30T00:30:00Z/2026-03-30T01:30:00Z",
        ],
    );
    check(
        &nightly,
        "2026-10-24T12:00:00Z/2026-10-26T12:00:00Z",
        &["2026-10-25T00:30:00Z/2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z/2026-10-26T02:30:00Z"],
    );
}

#[test]
fn new_york_changes_two_weeks_before_amsterdam() {
    check(
        &window("2026-03-07T02:30", 30, "America/New_York", "FREQ=DAILY;COUNT=3"),
        "2026-03-01T00:00:00Z/2026-04-01T00:00:00Z",
        &[
            "2026-03-07T07:30:00Z/2026-03-07T08:00:00Z",
            "2026-03-08T07:30:00Z/2026-03-08T08:00:00Z",
            "2026-03-09T06:30:00Z/2026-03-09T07:00:00Z",
        ],
    );
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    let nightly = window("2026-10-03T02:15", 30, "Australia/Lord_Howe", "FREQ=DAILY");
    check(
        &nightly,
        "2026-10-02T12:00:00Z/2026-10-05T00:00:00Z",
        &[
            "2026-10-02T15:45:00Z/2026-10-02T16:15:00Z",
            "2026-10-03T15:45:00Z/2026-10-03T16:15:00Z",
            "2026-10-04T15:15:00Z/2026-10-04T15:45:00Z",
        ],
    );
    assert_eq!(
        nightly.zone.local(Instant::parse("2026-10-03T15:45:00Z").unwrap()).to_string(),
        "2026-10-04 02:45:00"
    );
}

#[test]
fn casablanca_leaves_its_offset_for_ramadan() {
    check(
        &window("2026-02-14T09:00", 60, "Africa/Casablanca", "FREQ=DAILY;COUNT=2"),
        "2026-02-01T00:00:00Z/2026-03-01T00:00:00Z",
        &["2026-02-14T08:00:00Z/2026-02-14T09:00:00Z", "2026-02-15T09:00:00Z/2026-02-15T10:00:00Z"],
    );
}

#[test]
fn the_day_that_apia_skipped_falls_on_the_next_once() {
    check(
        &window("2011-12-28T20:00", 60, "Pacific/Apia", "FREQ=DAILY;COUNT=5"),
        "2011-12-01T00:00:00Z/2012-02-01T00:00:00Z",
        &[
            "2011-12-29T06:00:00Z/2011-12-29T07:00:00Z",
            "2011-12-30T06:00:00Z/2011-12-30T07:00:00Z",
            "2011-12-31T06:00:00Z/2011-12-31T07:00:00Z",
            "2012-01-01T06:00:00Z/2012-01-01T07:00:00Z",
        ],
    );
}

#[test]
fn a_range_on_the_day_after_the_skipped_one_finds_what_moved_there() {
    check(
        &window("2011-12-23T20:00", 60, "Pacific/Apia", "FREQ=WEEKLY"),
        "2011-12-31T06:00:00Z/2011-12-31T06:30:00Z",
        &["2011-12-31T06:00:00Z/2011-12-31T07:00:00Z"],
    );
}

#[test]
fn exceptions_and_additions_are_local_times_too() {
    let mut nightly = window("2026-03-28T02:30", 60, "Europe/Amsterdam", "FREQ=DAILY;COUNT=3");
    nightly.except = vec![parse_local("2026-03-29T02:30").unwrap()];
    nightly.also = vec![
        parse_local("2026-03-28T02:30").unwrap(),
        parse_local("2026-03-28T12:00").unwrap(),
        parse_local("2026-03-29T03:30").unwrap(),
    ];
    check(
        &nightly,
        "2026-03-01T00:00:00Z/2026-04-01T00:00:00Z",
        &[
            "2026-03-28T01:30:00Z/2026-03-28T02:30:00Z",
            "2026-03-28T11:00:00Z/2026-03-28T12:00:00Z",
            "2026-03-30T00:30:00Z/2026-03-30T01:30:00Z",
        ],
    );
}

#[test]
fn an_end_on_a_date_or_at_a_local_time_belongs_to_the_rule() {
    for (until, last) in [
        ("20260329", "2026-03-29T18:00:00Z"),
        ("20260329T200000", "2026-03-29T18:00:00Z"),
        ("20260329T195959", "2026-03-28T19:00:00Z"),
    ] {
        let rule = format!("FREQ=DAILY;UNTIL={until}");
        let all = window("2026-03-27T20:00", 60, "Europe/Amsterdam", &rule).occurrences(always());
        assert_eq!(all.last().unwrap().start.to_string(), last, "{until}");
    }
    let over = window("2026-03-27T20:00", 60, "Europe/Amsterdam", "FREQ=DAILY;UNTIL=20260326");
    assert_eq!(over.occurrences(always()), vec![]);
}

#[test]
fn an_end_in_utc_is_compared_as_an_instant() {
    let rule = "FREQ=DAILY;UNTIL=20260329T180000Z";
    let last = window("2026-03-27T20:00", 60, "Europe/Amsterdam", rule).occurrences(always()).pop().unwrap();
    assert_eq!(last.start.to_string(), "2026-03-29T18:00:00Z");
    let rule = "FREQ=DAILY;UNTIL=20260329T175959Z";
    let last = window("2026-03-27T20:00", 60, "Europe/Amsterdam", rule).occurrences(always()).pop().unwrap();
    assert_eq!(last.start.to_string(), "2026-03-28T19:00:00Z");
}
