//! Providers' maintenance notices: the X-MAINTNOTE properties of an event
//! (<https://github.com/maint-notification/maintnote-std>). A file of its own because it is a standard of its own.

use serde_json::Value;

use super::super::csv::{Named, Words, find};
use super::super::import::Notes;
use super::calendar::Properties;
use crate::model::json;
use crate::model::{Change, ChangeStatus, Risk};

/// Fills a change from the notice of its event: what is affected and how, whose maintenance it is, where it stands.
/// The notice's own words are kept in the unknown field `maintenance`.
pub(super) fn apply(properties: &Properties, change: &mut Change, named: &mut Named, notes: &mut Notes) {
    if !properties.lines.iter().any(|line| line.name.starts_with("X-MAINTNOTE-")) {
        return;
    }
    note_what_is_missing(properties, notes);
    let provider = properties.text("X-MAINTNOTE-PROVIDER");
    if !provider.is_empty() {
        change.group = Some(named.group(&provider));
    }
    let impact = properties.text("X-MAINTNOTE-IMPACT");
    let mut objects: Vec<Value> = Vec::new();
    let mut worst = impact_of(&impact);
    for line in properties.all("X-MAINTNOTE-OBJECT-ID") {
        let object = line.text();
        let own = line.parameter("X-MAINTNOTE-OBJECT-IMPACT").unwrap_or(&impact);
        worst = worst.max(impact_of(own));
        let ci = named.ci(&object, "");
        if !change.cis.contains(&ci) {
            change.cis.push(ci);
        }
        objects.push(json::object(vec![("id", object.into()), ("impact", own.into())]));
    }
    change.risk = match worst {
        Impact::None => Risk::Low,
        Impact::Unknown | Impact::LessRedundancy => Risk::Moderate,
        Impact::Degraded | Impact::Outage => Risk::High,
    };
    if worst == Impact::Outage {
        change.outage = change.planned;
    }
    let status = properties.text("X-MAINTNOTE-STATUS");
    match status_of(&status) {
        Some(status) => change.status = status,
        None if status.is_empty() => {}
        None => {
            let problem = format!("\"{status}\" is no status of a maintenance");
            notes.add(properties.line, "X-MAINTNOTE-STATUS", problem, &format!("taken as {}", change.status));
        }
    }
    let mut maintenance = serde_json::Map::new();
    for (key, text) in [
        ("provider", provider),
        ("account", properties.text("X-MAINTNOTE-ACCOUNT")),
        ("id", properties.text("X-MAINTNOTE-MAINTENANCE-ID")),
        ("impact", impact),
        ("status", status),
        ("sequence", properties.text("SEQUENCE")),
        ("stamp", properties.text("DTSTAMP")),
    ] {
        if !text.is_empty() {
            maintenance.insert(key.to_owned(), Value::String(text));
        }
    }
    maintenance.insert("objects".to_owned(), Value::Array(objects));
    change.extra.insert("maintenance".to_owned(), Value::Object(maintenance));
}

fn note_what_is_missing(properties: &Properties, notes: &mut Notes) {
    for (name, meaning) in [
        ("X-MAINTNOTE-PROVIDER", "who does the maintenance is not known"),
        ("X-MAINTNOTE-ACCOUNT", "which account it concerns is not known"),
        ("X-MAINTNOTE-MAINTENANCE-ID", "the provider's own number is not known"),
        ("X-MAINTNOTE-OBJECT-ID", "the change names no configuration item; add what is affected"),
        ("X-MAINTNOTE-IMPACT", "the impact is not known, the risk is taken as moderate"),
        ("X-MAINTNOTE-STATUS", "taken as scheduled unless the event has a status of its own"),
        ("ORGANIZER", "the change has no owner"),
        ("DTSTAMP", "when the notice was sent is not known"),
    ] {
        if properties.get(name).is_none() {
            notes.add(properties.line, name, "the notice does not say it".to_owned(), meaning);
        }
    }
}

/// What happens to an object, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Impact {
    None,
    Unknown,
    LessRedundancy,
    Degraded,
    Outage,
}

fn impact_of(text: &str) -> Impact {
    const IMPACTS: Words<Impact> = &[
        (Impact::None, &["NO-IMPACT"]),
        (Impact::LessRedundancy, &["REDUCED-REDUNDANCY"]),
        (Impact::Degraded, &["DEGRADED"]),
        (Impact::Outage, &["OUTAGE"]),
    ];
    find(&text.trim().to_ascii_uppercase(), IMPACTS).unwrap_or(Impact::Unknown)
}

fn status_of(text: &str) -> Option<ChangeStatus> {
    const STATUSES: Words<ChangeStatus> = &[
        (ChangeStatus::Requested, &["TENTATIVE"]),
        (ChangeStatus::Scheduled, &["CONFIRMED", "RE-SCHEDULED", "NO-CHANGE"]),
        (ChangeStatus::Implementing, &["IN-PROCESS"]),
        (ChangeStatus::Closed, &["COMPLETED"]),
        (ChangeStatus::Cancelled, &["CANCELLED"]),
    ];
    find(&text.trim().to_ascii_uppercase(), STATUSES)
}
