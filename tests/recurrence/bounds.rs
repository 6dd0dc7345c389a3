//! What must end soon, and what must not leave the range. A file of its own because its rules are all odd.

use chrono::NaiveDateTime;
use slipway::time::{Instant, RecurringWindow, parse_local};

use super::{always, window};

#[test]
fn a_rule_that_never_matches_ends() {
    for rule in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=3",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=7",
        "FREQ=MONTHLY;BYDAY=6MO",
    ] {
        let never = window("1900-01-01T00:00", 60, "UTC", rule);
        assert_eq!(never.occurrences(always()), vec![], "{rule}");
        assert!(!never.start_matches_rule(), "{rule}");
    }
}

#[test]
fn a_start_outside_the_years_of_a_plan_has_only_its_additions() {
    for start in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
        for rule in ["FREQ=DAILY;COUNT=3", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY;INTERVAL=9999"] {
            let mut window = window("2026-01-01T00:00", u32::MAX, "Pacific/Apia", rule);
            window.start = start;
            window.also = vec![NaiveDateTime::MIN, NaiveDateTime::MAX];
            window.except = vec![NaiveDateTime::MIN, NaiveDateTime::MAX];
            assert_eq!(window.occurrences(always()), vec![]);
            window.also.push(parse_local("2026-01-01T00:00").unwrap());
            assert_eq!(window.occurrences(always()).len(), 1);
            assert!(!window.describe().is_empty());
        }
    }
}

#[test]
fn the_whole_range_of_time_is_filled() {
    let daily = window("1900-01-01T00:00", 24 * 60, "UTC", "FREQ=DAILY");
    let days = daily.occurrences(always());
    assert_eq!(days.first().unwrap().start, Instant::MIN);
    assert_eq!(days.last().unwrap().end, Instant::MAX);
    assert_eq!(days.len(), 109_573);
    let longest = RecurringWindow { duration_minutes: u32::MAX, ..daily };
    assert_eq!(longest.occurrences(always()).len(), 109_573);
}
