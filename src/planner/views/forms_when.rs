//! The friendly form of a recurring window, and how it becomes an RFC 5545 rule and back.
//!
//! Apart from `forms.rs`, because only here a field is more than a value: a small form of its own.

use serde_json::Value;

use crate::gather::Gather;
use crate::model::json::{self, Json};
use crate::model::{Extra, When};
use crate::time::{Interval, Recurrence, RecurringWindow, Zone, local_text, parse_local};

/// The days of a week as rules write them, and as people do.
pub const WEEKDAYS: [(&str, &str); 7] =
    [("MO", "Mon"), ("TU", "Tue"), ("WE", "Wed"), ("TH", "Thu"), ("FR", "Fri"), ("SA", "Sat"), ("SU", "Sun")];

/// What the form of a window asks for. `rule` is an RFC 5545 rule; the other fields of recurrence write it.
#[derive(Debug, Clone, PartialEq, Eq, Json)]
pub struct WhenForm {
    /// Again and again, or once.
    pub recurring: bool,
    /// Local start, of the first occurrence if it recurs.
    pub start: String,
    /// Local end of that occurrence.
    pub end: String,
    /// `FREQ=WEEKLY;BYDAY=SA`; only looked at when it recurs.
    pub rule: String,
    /// Local starts that are left out.
    pub except: Vec<String>,
    /// Local starts that come on top of the rule. The form does not show them; it keeps them.
    #[serde(default)]
    pub also: Vec<String>,
    /// Fields of the window that this version does not know. The form keeps them.
    #[serde(default)]
    pub extra: Extra,
}

/// The parts of a rule that the friendly form can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`.
    pub frequency: String,
    /// Every how many of them; from 1.
    pub interval: u32,
    /// Days of the week: `SA`, or `1SA` and `-1SA` for the first and last of a month.
    pub weekdays: Vec<String>,
    /// Day of the month, `-1` for the last; empty for the one of the start.
    pub month_day: String,
    /// How often in all; empty for no such end.
    pub count: String,
    /// Last day as `2026-12-31`; empty for no such end.
    pub until: String,
}

/// The form of a window as it is.
#[must_use]
pub fn when_form(when: &When, zone: Zone) -> WhenForm {
    match when {
        When::Once(window) => WhenForm {
            recurring: false,
            start: local_text(zone.local(window.start)),
            end: local_text(zone.local(window.end)),
            rule: "FREQ=WEEKLY".to_owned(),
            except: Vec::new(),
            also: Vec::new(),
            extra: Extra::new(),
        },
        When::Recurring(recurring) => {
            let start = recurring.zone.resolve(recurring.start);
            let end = start.plus_minutes(i64::from(recurring.duration_minutes));
            WhenForm {
                recurring: true,
                start: local_text(recurring.start),
                end: local_text(recurring.zone.local(end)),
                rule: recurring.rule.to_string(),
                except: recurring.except.iter().map(|local| local_text(*local)).gather(),
                also: recurring.also.iter().map(|local| local_text(*local)).gather(),
                extra: recurring.extra.clone(),
            }
        }
    }
}

/// What the form says, as the document writes it. `typed` is a [`WhenForm`], or the document's own form.
pub(super) fn when_from(typed: &Value, zone: Zone) -> Result<Value, String> {
    if typed.get("Once").is_some() || typed.get("Recurring").is_some() {
        return Ok(typed.clone());
    }
    let form = WhenForm::read(typed).map_err(|error| error.to_string())?;
    let when = when_of(&form, zone)?;
    Ok(json::to_value(&when))
}

/// The window that a form describes; the error says which part is wrong.
pub fn when_of(form: &WhenForm, zone: Zone) -> Result<When, String> {
    let start = parse_local(&form.start).map_err(|_| "It has no start yet; give it one.".to_owned())?;
    let end = parse_local(&form.end).map_err(|_| "It has no end yet; give it one.".to_owned())?;
    let window = Interval::new(zone.resolve(start), zone.resolve(end));
    if window.is_empty() {
        return Err("It would end before it starts; give it an end after its start.".to_owned());
    }
    if !form.recurring {
        return Ok(When::Once(window));
    }
    let rule = Recurrence::parse(&form.rule).map_err(|error| error.to_string())?;
    let locals = |texts: &[String]| -> Result<Vec<_>, String> {
        texts.iter().map(|text| parse_local(text).map_err(|error| error.to_string())).gather()
    };
    Ok(When::Recurring(RecurringWindow {
        start,
        duration_minutes: u32::try_from(window.minutes()).unwrap_or(u32::MAX),
        zone,
        rule,
        except: locals(&form.except)?,
        also: locals(&form.also)?,
        extra: form.extra.clone(),
    }))
}

/// The parts of a rule's text that the friendly form shows.
#[must_use]
pub fn pattern(rule: &str) -> Pattern {
    let part = |name: &str| {
        let found = rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        found.unwrap_or_default().to_owned()
    };
    let until = part("UNTIL");
    let digits: String = until.chars().take(8).gather();
    Pattern {
        frequency: if part("FREQ").is_empty() { "WEEKLY".to_owned() } else { part("FREQ") },
        interval: part("INTERVAL").parse().unwrap_or(1),
        weekdays: part("BYDAY").split(',').filter(|day| !day.is_empty()).map(str::to_owned).gather(),
        month_day: part("BYMONTHDAY"),
        count: part("COUNT"),
        until: match (digits.get(..4), digits.get(4..6), digits.get(6..8)) {
            (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
            _ => String::new(),
        },
    }
}

/// The rule's text with the parts of the pattern; parts that the friendly form does not show stay.
#[must_use]
pub fn rule_with(rule: &str, pattern: &Pattern) -> String {
    const SHOWN: [&str; 6] = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL"];
    let mut parts = vec![format!("FREQ={}", pattern.frequency)];
    if pattern.interval > 1 {
        parts.push(format!("INTERVAL={}", pattern.interval));
    }
    let in_month = pattern.frequency == "MONTHLY";
    let weekdays = pattern.weekdays.iter().filter(|day| in_month || day.len() == 2);
    let weekdays: Vec<&str> = weekdays.map(String::as_str).gather();
    if !weekdays.is_empty() && matches!(pattern.frequency.as_str(), "WEEKLY" | "MONTHLY" | "DAILY") {
        parts.push(format!("BYDAY={}", weekdays.join(",")));
    }
    if !pattern.month_day.is_empty() && in_month && weekdays.is_empty() {
        parts.push(format!("BYMONTHDAY={}", pattern.month_day));
    }
    let others = rule.split(';').filter(|part| {
        let name = part.split('=').next().unwrap_or_default();
        !part.is_empty() && !SHOWN.contains(&name)
    });
    parts.extend(others.map(str::to_owned));
    if !pattern.count.is_empty() {
        parts.push(format!("COUNT={}", pattern.count));
    } else if !pattern.until.is_empty() {
        parts.push(format!("UNTIL={}T235959", pattern.until.replace('-', "")));
    }
    parts.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(rule: &str) -> WhenForm {
        WhenForm {
            recurring: true,
            start: "2026-01-03T20:00".to_owned(),
            end: "2026-01-04T06:00".to_owned(),
            rule: rule.to_owned(),
            except: Vec::new(),
            also: Vec::new(),
            extra: Extra::new(),
        }
    }

    #[test]
    fn what_the_form_does_not_show_is_kept() {
        let window: RecurringWindow = serde_json::from_value(serde_json::json!({
            "start": "2026-01-03T20:00", "duration_minutes": 600, "zone": "Europe/Amsterdam",
            "rule": "FREQ=WEEKLY;BYDAY=SA", "except": ["2026-01-10T20:00"], "also": ["2026-01-14T20:00"],
            "note": "agreed with the shop",
        }))
        .unwrap();
        let zone = window.zone;
        let when = When::Recurring(window);
        assert_eq!(when_of(&when_form(&when, zone), zone), Ok(when));
    }

    #[test]
    fn a_form_becomes_a_window_and_the_window_the_same_form() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let filled = form("FREQ=WEEKLY;BYDAY=SA");
        let when = when_of(&filled, zone).unwrap();
        assert_eq!(when_form(&when, zone), filled);
        let When::Recurring(window) = &when else { panic!("it recurs") };
        assert_eq!(window.duration_minutes, 600);
        let once = WhenForm { recurring: false, ..filled };
        assert!(matches!(when_of(&once, zone), Ok(When::Once(_))));
    }

    #[test]
    fn a_pattern_writes_the_rule_that_it_was_read_from() {
        for rule in [
            "FREQ=DAILY",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
            "FREQ=MONTHLY;BYDAY=2SU;COUNT=5",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "FREQ=YEARLY;BYMONTH=12;UNTIL=20301231T235959",
        ] {
            assert_eq!(rule_with(rule, &pattern(rule)), rule);
            Recurrence::parse(rule).unwrap();
        }
    }

    #[test]
    fn what_is_wrong_in_the_form_is_said() {
        let problem = |form: &WhenForm| when_of(form, Zone::UTC).unwrap_err();
        assert!(problem(&form("FREQ=HOURLY")).contains("HOURLY"));
        assert!(problem(&WhenForm { start: String::new(), ..form("") }).contains("no start"));
        let ended = WhenForm { end: "2026-01-03T19:00".to_owned(), ..form("") };
        assert!(problem(&ended).contains("before it starts"));
    }
}
