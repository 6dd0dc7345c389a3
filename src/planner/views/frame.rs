//! What the frame around all screens shows: counts in the rail, undo and redo, and the records that a search finds.

use crate::gather::Gather;
use crate::letters::{capitalized, is_alphanumeric, lowercase};
use crate::model::{Plan, RecordRef, Severity, Table};
use crate::order::Arrange;
use crate::planner::{Route, Screen, Workbench};
use crate::rules::wording::short_moment;
use crate::time::{Instant, Zone, time_of_day_text};

/// A number beside a screen's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Badge {
    /// The number; never zero.
    pub count: usize,
    /// True when it counts what blocks.
    pub is_alarm: bool,
}

/// The number beside a screen in the rail: how many records it lists, and for findings how many block, or else how
/// many warn. Nothing where there is nothing.
#[must_use]
pub fn badge(bench: &Workbench, screen: Screen) -> Option<Badge> {
    let plan = bench.plan();
    let listed = |table: Table| Badge { count: plan.count(table), is_alarm: false };
    let badge = match screen {
        Screen::Changes => listed(Table::Changes),
        Screen::Releases => listed(Table::Releases),
        Screen::Environments => listed(Table::Environments),
        Screen::Services => listed(Table::Services),
        Screen::Waiting => Badge { count: super::waiting::count(bench), is_alarm: false },
        Screen::Findings => findings_badge(bench),
        Screen::Schedule
        | Screen::Board
        | Screen::Freezes
        | Screen::Policy
        | Screen::Reports
        | Screen::Plans => return None,
    };
    (badge.count > 0).then_some(badge)
}

fn findings_badge(bench: &Workbench) -> Badge {
    let (mut blockers, mut warnings) = (0, 0);
    for finding in bench.checker().findings().filter(|finding| finding.waived.is_none()) {
        match finding.severity {
            Severity::Blocker => blockers += 1,
            Severity::Warning => warnings += 1,
        }
    }
    if blockers > 0 {
        Badge { count: blockers, is_alarm: true }
    } else {
        Badge { count: warnings, is_alarm: false }
    }
}

/// Who acts, empty for nobody, and everybody who could: ids and names, in the order of the names.
#[must_use]
pub fn actors(bench: &Workbench) -> (String, Vec<(String, String)>) {
    let people = bench.plan().people.values();
    let mut people: Vec<(String, String)> =
        people.map(|person| (person.id.to_string(), person.name.clone())).gather();
    people.arrange_by(|a, b| lowercase(&a.1).cmp(&lowercase(&b.1)).then_with(|| a.0.cmp(&b.0)));
    (bench.actor().map_or_else(String::new, ToString::to_string), people)
}

/// A record that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub of: RecordRef,
    /// What people call it.
    pub title: String,
}

/// The records whose id or title has every word of the text in it, the likeliest first, at most `limit`. An empty
/// text finds nothing.
#[must_use]
pub fn search(plan: &Plan, text: &str, limit: usize) -> Vec<Hit> {
    let text = lowercase(text.trim());
    if text.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(Likeness, Hit)> =
        Table::ALL.iter().flat_map(|table| hits(plan, *table, &text)).gather();
    found.arrange_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.of.cmp(&other.of)));
    found.into_iter().take(limit).map(|(_, hit)| hit).gather()
}

/// How well a record answers a search; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    IsId,
    StartsId,
    StartsTitle,
    StartsWord,
    HasAll,
}

fn hits(plan: &Plan, table: Table, text: &str) -> Vec<(Likeness, Hit)> {
    let found = plan.rows(table).iter().filter_map(|(id, record)| {
        let likeness = likeness(text, id, record.title())?;
        let of = RecordRef { table, id: *id };
        Some((likeness, Hit { of, title: record.title().to_owned() }))
    });
    found.gather()
}

fn likeness(text: &str, id: &str, title: &str) -> Option<Likeness> {
    let (id, title) = (lowercase(id), lowercase(title));
    if id == text {
        return Some(Likeness::IsId);
    }
    if id.starts_with(text) {
        return Some(Likeness::StartsId);
    }
    if title.starts_with(text) {
        return Some(Likeness::StartsTitle);
    }
    let has_all = text.split_whitespace().all(|word| id.contains(word) || title.contains(word));
    let starts_word = || title.split(|c: char| !is_alphanumeric(c)).any(|word| word.starts_with(text));
    has_all.then(|| if starts_word() { Likeness::StartsWord } else { Likeness::HasAll })
}

/// Where a record is best looked at: on the screen where its kind lives, opened in the inspector.
#[must_use]
pub fn place_of(of: &RecordRef) -> Route {
    let screen = match of.table {
        Table::Changes | Table::Approvals | Table::ChangeTemplates => Screen::Changes,
        Table::Blackouts | Table::FreezeExceptions => Screen::Freezes,
        Table::Boards | Table::Meetings => Screen::Board,
        Table::Releases
        | Table::Phases
        | Table::Gates
        | Table::ReleaseTemplates
        | Table::Runbooks
        | Table::Announcements => Screen::Releases,
        Table::Environments | Table::EnvironmentGroups | Table::Bookings => Screen::Environments,
        Table::Services | Table::ConfigurationItems => Screen::Services,
        Table::Waivers => Screen::Findings,
        Table::People | Table::Groups | Table::MaintenanceWindows => Screen::Schedule,
    };
    let route = match of.table {
        Table::Releases | Table::Meetings => Route::item(screen, &of.id),
        Table::ChangeTemplates => Route::to(screen).with("show", "templates"),
        _ => Route::to(screen),
    };
    route.with("select", &of.to_string())
}

/// What a record of a table is called beside its name in a list of mixed records: `Change`.
#[must_use]
pub fn kind_of(table: Table) -> String {
    capitalized(table.singular())
}

/// The minute in which a moment lies: nobody asks for the second of a vote.
#[must_use]
pub fn to_minute(at: Instant) -> Instant {
    at.plus_seconds(-at.unix_seconds().rem_euclid(60))
}

/// When something was saved, to the minute: the time of today, or the day with it.
#[must_use]
pub fn saved_time(saved_at: Instant, now: Instant, zone: Zone) -> String {
    let saved_at = to_minute(saved_at);
    if zone.date_of(saved_at) == zone.date_of(now) {
        time_of_day_text(zone.local(saved_at).time())
    } else {
        short_moment(saved_at, zone)
    }
}

/// The first part of the name of a file with this plan: `autumn-portfolio-2026`.
#[must_use]
pub fn file_stem(plan_name: &str) -> String {
    let mut stem = String::new();
    for letter in lowercase(plan_name).chars() {
        if is_alphanumeric(letter) {
            stem.push(letter);
        } else if !stem.is_empty() && !stem.ends_with('-') {
            stem.push('-');
        }
    }
    let stem: String = stem.trim_end_matches('-').chars().take(60).gather();
    if stem.is_empty() { "plan".to_owned() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        environment prod Controlled
        ci db env=prod
        blackout freeze 20..25 env=prod
        change CHG-1 21..22 on=db env=prod status=Authorised authorised=1 requested=1
        change CHG-10 10..11 on=db env=prod status=Authorised authorised=1 requested=1
    ";

    fn open(text: &str) -> Workbench {
        Workbench::of_notation(text, None)
    }

    fn ids(plan: &Plan, text: &str) -> Vec<String> {
        search(plan, text, 9).into_iter().map(|hit| hit.of.to_string()).collect()
    }

    #[test]
    fn the_rail_counts_records_and_blockers() {
        let bench = open(PLAN);
        assert_eq!(badge(&bench, Screen::Changes), Some(Badge { count: 2, is_alarm: false }));
        assert_eq!(badge(&bench, Screen::Releases), None);
        let blocking = bench.checker().findings().filter(|finding| finding.blocks()).count();
        assert!(blocking > 0);
        assert_eq!(badge(&bench, Screen::Findings), Some(Badge { count: blocking, is_alarm: true }));
    }

    #[test]
    fn a_search_finds_the_very_id_before_ids_that_start_with_it() {
        let plan = open(PLAN).plan().clone();
        assert_eq!(ids(&plan, "chg-1"), ["changes/CHG-1", "changes/CHG-10"]);
        assert_eq!(ids(&plan, " FREEZE "), ["blackouts/freeze"]);
        assert!(ids(&plan, "").is_empty());
        assert!(ids(&plan, "freeze chg").is_empty());
    }

    #[test]
    fn a_save_of_today_says_the_time_and_one_of_another_day_the_day() {
        let at = |text| Instant::parse(text).unwrap();
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let saved = at("2026-03-02T09:42:10Z");
        assert_eq!(saved_time(saved, at("2026-03-02T22:59:00Z"), zone), "10:42");
        assert_eq!(saved_time(saved, at("2026-03-02T23:00:00Z"), zone), "Mon 2 Mar 10:42");
    }

    #[test]
    fn a_file_is_named_after_the_plan() {
        assert_eq!(file_stem("Autumn portfolio, 2026 (draft)"), "autumn-portfolio-2026-draft");
        assert_eq!(file_stem("  ../ "), "plan");
        assert_eq!(file_stem("Zürich"), "zürich");
    }
}
