//! Windows of a plan as events (RFC 5545), exact enough that importing them again changes nothing.

use chrono::{Days, NaiveDateTime, NaiveTime};

use super::fold::Lines;
use super::timezone::{self, local};
use crate::gather::Gather;
use crate::model::json;
use crate::model::{
    Blackout, Change, ChangeStatus, Extra, Gate, Hardness, Id, MaintenanceWindow, Plan, Record, RecordRef,
    Scope, When,
};
use crate::sorted::{SortedMap, SortedSet};
use crate::time::{Ending, Instant, Interval, RecurringWindow, Zone, compact_date_text, compact_text};

/// What of a plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Changes that have a planned window.
    Changes,
    /// Blackouts.
    Blackouts,
    /// Maintenance windows.
    MaintenanceWindows,
    /// Gates that are due at some time, as points; those that came from an event of whole days as such.
    Gates,
}

impl Part {
    /// All that can be written.
    pub const ALL: &'static [Part] = &[Part::Changes, Part::Blackouts, Part::MaintenanceWindows, Part::Gates];
}

/// Writes parts of a plan as a calendar. `stamp` is the moment of writing (DTSTAMP). Windows that go from midnight
/// to midnight on the plan's clock are whole days. Text keeps everything but control characters.
#[must_use]
pub fn write(plan: &Plan, parts: &[Part], stamp: Instant) -> String {
    let mut writer = Writer { plan, stamp: utc(stamp), lines: Lines::default(), uids: SortedSet::new() };
    writer.lines.raw("BEGIN", "VCALENDAR");
    writer.lines.raw("VERSION", "2.0");
    writer.lines.raw("PRODID", "-//Slipway//Slipway//EN");
    writer.lines.raw("CALSCALE", "GREGORIAN");
    let release = the_only_release(plan).filter(|_| parts.contains(&Part::Gates));
    let name = match release {
        Some(release) => plan.releases.get(release).map_or(release.as_str(), |release| release.title()),
        None => &plan.settings.name,
    };
    writer.lines.text("X-WR-CALNAME", name);
    for (zone, first) in zones(plan, parts) {
        timezone::write(&mut writer.lines, zone, first);
    }
    for part in parts {
        match part {
            Part::Changes => plan.changes.values().for_each(|change| writer.change(change)),
            Part::Blackouts => plan.blackouts.values().for_each(|blackout| writer.blackout(blackout)),
            Part::MaintenanceWindows => {
                plan.maintenance_windows.values().for_each(|window| writer.maintenance_window(window));
            }
            Part::Gates => plan.gates.values().for_each(|gate| writer.gate(gate, name)),
        }
    }
    writer.lines.raw("END", "VCALENDAR");
    writer.lines.into_text()
}

/// An event that stands for itself, such as what an announcement tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What tells it from other events; a calendar replaces an event that has the same.
    pub uid: &'a str,
    /// What it is about, in a line.
    pub title: &'a str,
    /// What it says.
    pub text: &'a str,
    /// When; a point when empty.
    pub window: Interval,
}

/// Writes events as a calendar of this name. `stamp` is the moment of writing (DTSTAMP). Windows that go from midnight
/// to midnight on the plan's clock are whole days.
#[must_use]
pub fn write_entries(plan: &Plan, name: &str, entries: &[Entry], stamp: Instant) -> String {
    let mut writer = Writer { plan, stamp: utc(stamp), lines: Lines::default(), uids: SortedSet::new() };
    writer.lines.raw("BEGIN", "VCALENDAR");
    writer.lines.raw("VERSION", "2.0");
    writer.lines.raw("PRODID", "-//Slipway//Slipway//EN");
    writer.lines.raw("CALSCALE", "GREGORIAN");
    writer.lines.raw("METHOD", "PUBLISH");
    writer.lines.text("X-WR-CALNAME", name);
    for entry in entries {
        writer.lines.raw("BEGIN", "VEVENT");
        writer.lines.text("UID", entry.uid);
        let stamp = writer.stamp.clone();
        writer.lines.raw("DTSTAMP", &stamp);
        writer.lines.text("SUMMARY", entry.title);
        writer.once(entry.window);
        writer.lines.text("DESCRIPTION", entry.text);
        writer.lines.raw("END", "VEVENT");
    }
    writer.lines.raw("END", "VCALENDAR");
    writer.lines.into_text()
}

/// The release of all gates, when there is just one.
fn the_only_release(plan: &Plan) -> Option<&Id<crate::model::Release>> {
    let mut releases = plan.gates.values().map(|gate| &gate.release);
    let first = releases.next()?;
    releases.all(|release| release == first).then_some(first)
}

/// The zones of recurring windows that need a VTIMEZONE, with the earliest local time used in each.
fn zones(plan: &Plan, parts: &[Part]) -> SortedMap<Zone, NaiveDateTime> {
    let blackouts = plan.blackouts.values().map(|blackout| (Part::Blackouts, &blackout.when));
    let windows = plan.maintenance_windows.values().map(|window| (Part::MaintenanceWindows, &window.when));
    let mut zones: SortedMap<Zone, NaiveDateTime> = SortedMap::new();
    for (part, when) in blackouts.chain(windows) {
        if let When::Recurring(window) = when
            && window.zone != Zone::UTC
            && parts.contains(&part)
        {
            let first = window.also.iter().copied().chain([window.start]).min().unwrap_or(window.start);
            let known = zones.get_or_insert_with(window.zone, || first);
            *known = first.min(*known);
        }
    }
    zones
}

struct Writer<'a> {
    plan: &'a Plan,
    stamp: String,
    lines: Lines,
    uids: SortedSet<String>,
}

impl Writer<'_> {
    fn change(&mut self, change: &Change) {
        let Some(planned) = change.planned else { return };
        self.begin(change, &change.title);
        self.once(planned);
        self.lines.text("DESCRIPTION", &change.description);
        self.lines.texts("CATEGORIES", &change.labels);
        let status = match change.status {
            ChangeStatus::Cancelled | ChangeStatus::Rejected | ChangeStatus::Withdrawn => "CANCELLED",
            status if status.is_before_authorisation() => "TENTATIVE",
            _ => "CONFIRMED",
        };
        self.lines.raw("STATUS", status);
        self.lines.raw("X-SLIPWAY-STATUS", change.status.word());
        self.lines.raw("X-SLIPWAY-KIND", change.kind.word());
        self.lines.raw("X-SLIPWAY-RISK", change.risk.word());
        self.end(&change.extra);
    }

    fn blackout(&mut self, blackout: &Blackout) {
        self.begin(blackout, &blackout.name);
        self.window(&blackout.when, blackout.hardness, &blackout.scope);
        self.lines.text("DESCRIPTION", &blackout.reason);
        self.end(&blackout.extra);
    }

    fn maintenance_window(&mut self, window: &MaintenanceWindow) {
        self.begin(window, &window.name);
        self.window(&window.when, window.hardness, &window.scope);
        self.lines.text("DESCRIPTION", text_of(&window.extra, "description"));
        self.end(&window.extra);
    }

    fn gate(&mut self, gate: &Gate, calendar: &str) {
        let Some(due) = gate.due else { return };
        self.begin(gate, &gate.name);
        let until = Instant::parse(text_of(&gate.extra, "until")).ok();
        if gate.extra.get("all_day").and_then(serde_json::Value::as_bool) == Some(true) {
            let day = self.plan.settings.zone.day(self.plan.settings.zone.date_of(due));
            self.once(Interval::new(due, until.unwrap_or(day.end)));
        } else {
            self.point(due, until);
        }
        self.lines.text("DESCRIPTION", text_of(&gate.extra, "description"));
        if Id::<crate::model::Release>::lenient(calendar) != gate.release {
            self.lines.text("X-SLIPWAY-RELEASE", gate.release.as_str());
        }
        self.end(&gate.extra);
    }

    fn begin<T: Record + crate::model::HasTable>(&mut self, record: &T, title: &str) {
        let reference = RecordRef::from(record.id());
        let id = record.id().as_str();
        let uid = if self.uids.contains(id) { reference.to_string() } else { id.to_owned() };
        self.lines.raw("BEGIN", "VEVENT");
        self.lines.text("UID", &uid);
        self.lines.raw("DTSTAMP", &self.stamp);
        self.lines.text("SUMMARY", title);
        self.lines.text("X-SLIPWAY-RECORD", &reference.to_string());
        self.uids.insert(uid);
    }

    fn end(&mut self, extra: &Extra) {
        self.lines.text("LOCATION", text_of(extra, "location"));
        let url = text_of(extra, "url");
        if !url.is_empty() && url.chars().all(|c| c.is_ascii_graphic()) {
            self.lines.raw("URL", url);
        }
        self.lines.raw("END", "VEVENT");
    }

    fn window(&mut self, when: &When, hardness: Hardness, scope: &Scope) {
        match when {
            When::Once(window) => self.once(*window),
            When::Recurring(window) => self.recurring(window),
        }
        self.lines.raw("X-SLIPWAY-HARDNESS", hardness.word());
        if *scope != Scope::default() {
            self.lines.text("X-SLIPWAY-SCOPE", &json::to_string(scope));
        }
    }

    /// One span: whole local days as dates. DTEND has to be later than DTSTART, so a span without length has none.
    fn once(&mut self, window: Interval) {
        let zone = self.plan.settings.zone;
        let is_midnight = |instant: Instant| zone.start_of_day(zone.date_of(instant)) == instant;
        if !window.is_empty() && is_midnight(window.start) && is_midnight(window.end) {
            let date = |instant: Instant| compact_date_text(zone.date_of(instant));
            self.lines.raw("DTSTART;VALUE=DATE", &date(window.start));
            self.lines.raw("DTEND;VALUE=DATE", &date(window.end));
        } else {
            self.point(window.start, Some(window.end));
        }
    }

    fn point(&mut self, start: Instant, end: Option<Instant>) {
        self.lines.raw("DTSTART", &utc(start));
        if let Some(end) = end.filter(|end| start < *end) {
            self.lines.raw("DTEND", &utc(end));
        }
    }

    fn recurring(&mut self, window: &RecurringWindow) {
        let zone = window.zone;
        let at = |name: &str| if zone == Zone::UTC { name.to_owned() } else { format!("{name};TZID={zone}") };
        let time =
            |time: NaiveDateTime| format!("{}{}", local(time), if zone == Zone::UTC { "Z" } else { "" });
        self.lines.raw(&at("DTSTART"), &time(first_start(window)));
        self.lines.raw("DURATION", &format!("PT{}M", window.duration_minutes));
        self.lines.raw("RRULE", &rule(window));
        for (name, times) in [("EXDATE", &window.except), ("RDATE", &window.also)] {
            if !times.is_empty() {
                let times: Vec<String> = times.iter().map(|local| time(*local)).gather();
                self.lines.raw(&at(name), &times.join(","));
            }
        }
    }
}

/// The start that other programs count as an occurrence, too: where the rule does not fall on the window's own
/// start, its first occurrence.
fn first_start(window: &RecurringWindow) -> NaiveDateTime {
    if window.start_matches_rule() {
        return window.start;
    }
    let mut bare = window.clone();
    bare.except = Vec::new();
    bare.also = Vec::new();
    let start = window.zone.resolve(window.start);
    let ten_years = Interval::new(start, start.plus_seconds(10 * 366 * 86_400));
    let first = bare.occurrences(ten_years).into_iter().find(|occurrence| start <= occurrence.start);
    first.map_or(window.start, |occurrence| window.zone.local(occurrence.start))
}

/// The rule with UNTIL in UTC, as it has to be beside a start with a zone (RFC 5545, 3.3.10).
fn rule(window: &RecurringWindow) -> String {
    let until = match window.rule.ending() {
        Ending::Never | Ending::Count(_) | Ending::UntilInstant(_) => return window.rule.to_string(),
        Ending::UntilLocal(local) => window.zone.resolve(local),
        Ending::UntilDate(date) => {
            let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
            window.zone.resolve(next.and_time(NaiveTime::MIN)).plus_seconds(-1)
        }
    };
    let text = window.rule.to_string();
    let parts = text.split(';').map(|part| {
        if part.starts_with("UNTIL=") { format!("UNTIL={}", utc(until)) } else { part.to_owned() }
    });
    parts.gather::<Vec<String>>().join(";")
}

fn utc(instant: Instant) -> String {
    format!("{}Z", compact_text(instant.to_chrono().naive_utc()))
}

fn text_of<'a>(extra: &'a Extra, key: &str) -> &'a str {
    extra.get(key).and_then(serde_json::Value::as_str).unwrap_or_default()
}
