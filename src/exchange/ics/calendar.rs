//! Lines to a calendar's own properties and its events. Flat on purpose: what is nested in an event (alarms) is
//! skipped, so no depth of nesting can exhaust the stack.

use crate::sorted::SortedMap;

use super::super::document::Limits;
use super::super::import::Notes;
use super::IcsError;
use super::line::{Line, lines};

/// A file's calendar; several in one file are read as one.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// Properties of the calendar itself.
    pub properties: Vec<Line>,
    /// Its events, in the order of the file.
    pub events: Vec<Properties>,
}

/// The properties of one event.
#[derive(Debug, Default)]
pub(super) struct Properties {
    /// The line of its `BEGIN`.
    pub line: usize,
    /// In the order of the file.
    pub lines: Vec<Line>,
}

impl Properties {
    /// The first property of this name.
    pub fn get(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    /// All properties of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }

    /// The value of a property that holds a word, which has no escapes; empty when it is absent.
    pub fn word(&self, name: &str) -> &str {
        self.get(name).map_or("", |line| &line.value)
    }

    /// The text of a property; empty when it is absent.
    pub fn text(&self, name: &str) -> String {
        self.get(name).map_or(String::new(), Line::text)
    }
}

/// Reads a file.
pub(super) fn calendar(bytes: &[u8], limits: &Limits, notes: &mut Notes) -> Result<Calendar, IcsError> {
    let mut calendar = Calendar::default();
    let mut open: Vec<String> = Vec::new();
    let mut event = Properties::default();
    let mut is_calendar = false;
    let mut skipped: SortedMap<String, (usize, usize)> = SortedMap::new();
    let too_many = IcsError::TooMany { events: limits.records, lines: limits.values };
    let lines = lines(bytes, limits.values, notes).ok_or(too_many.clone())?;
    for line in lines {
        let component = line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" => {
                is_calendar |= component == "VCALENDAR" || component == "VEVENT";
                if component == "VEVENT" {
                    if open.iter().any(|name| name == "VEVENT") {
                        unclosed(&event, notes);
                        calendar.events.push(std::mem::take(&mut event));
                        open.retain(|name| name == "VCALENDAR");
                    }
                    event.line = line.number;
                } else if matches!(component.as_str(), "VTODO" | "VJOURNAL" | "VFREEBUSY") {
                    skipped.get_or_insert_with(component.clone(), || (line.number, 0)).1 += 1;
                }
                if open.len() < limits.depth {
                    open.push(component);
                }
            }
            "END" => {
                if let Some(place) = open.iter().rposition(|name| *name == component) {
                    let closed = open.split_off(place);
                    if closed.iter().any(|name| name == "VEVENT") {
                        if component != "VEVENT" {
                            unclosed(&event, notes);
                        }
                        calendar.events.push(std::mem::take(&mut event));
                    }
                }
            }
            _ => match open.last().map(String::as_str) {
                Some("VEVENT") => event.lines.push(line),
                Some("VCALENDAR") => calendar.properties.push(line),
                _ => {}
            },
        }
    }
    if open.iter().any(|name| name == "VEVENT") {
        unclosed(&event, notes);
        calendar.events.push(event);
    }
    for (component, (line, count)) in skipped {
        notes.add(line, &component, format!("{count} of them are no events"), "they are not read");
    }
    match () {
        () if !is_calendar => Err(IcsError::NotACalendar),
        () if limits.records < calendar.events.len() => Err(too_many),
        () => Ok(calendar),
    }
}

fn unclosed(event: &Properties, notes: &mut Notes) {
    let problem = "the event has no END:VEVENT".to_owned();
    notes.add(event.line, "VEVENT", problem, "read up to where it breaks off");
}
