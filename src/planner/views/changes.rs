//! The table of changes: which rows in which order, what stands in them, and editing many at once.

use std::cmp::Ordering;

use super::findings::mark;
use super::inspector::{Unit, shifted};
use super::query::Query;
use super::steps::Act;
use crate::gather::Gather;
use crate::letters::lowercase;
use crate::model::altered;
use crate::model::lifecycle::ChangeVerb;
use crate::model::{
    AnyRecord, Change, ChangeKind, ChangeStatus, Command, Environment, Id, Plan, RecordRef, Release, Risk,
    Severity,
};
use crate::order::Arrange;
use crate::planner::{Workbench, title_of};
use crate::rules::wording;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The key.
    Id,
    /// What it is.
    Title,
    /// How it is authorised.
    Kind,
    /// Where it is on its way.
    Status,
    /// How risky it is.
    Risk,
    /// When it is planned.
    Window,
    /// Where it is deployed.
    Environments,
    /// What is changed.
    Items,
    /// The release that carries it.
    Release,
    /// Who answers for it.
    Owner,
    /// Who does it.
    Implementers,
    /// The plan's own word.
    Category,
    /// Free words.
    Labels,
}

impl Column {
    /// All columns, in their order.
    pub const ALL: &'static [Column] = &[
        Column::Id,
        Column::Title,
        Column::Kind,
        Column::Status,
        Column::Risk,
        Column::Window,
        Column::Environments,
        Column::Items,
        Column::Release,
        Column::Owner,
        Column::Implementers,
        Column::Category,
        Column::Labels,
    ];

    /// The columns that are shown at first.
    pub const USUAL: &'static str = "id,title,kind,status,risk,window,environments,release";

    /// The word in the address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Column::Id => "id",
            Column::Title => "title",
            Column::Kind => "kind",
            Column::Status => "status",
            Column::Risk => "risk",
            Column::Window => "window",
            Column::Environments => "environments",
            Column::Items => "items",
            Column::Release => "release",
            Column::Owner => "owner",
            Column::Implementers => "implementers",
            Column::Category => "category",
            Column::Labels => "labels",
        }
    }

    /// The columns that an address names; the title is always among them.
    #[must_use]
    pub fn chosen(slugs: &str) -> Vec<Column> {
        let slugs = if slugs.is_empty() { Column::USUAL } else { slugs };
        let wanted =
            |column: &Column| *column == Column::Title || slugs.split(',').any(|slug| slug == column.slug());
        Column::ALL.iter().copied().filter(wanted).gather()
    }
}

/// By which column the rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub by: Column,
    /// From the last to the first.
    pub down: bool,
}

impl Sort {
    /// Reads `risk` or `-risk`; by window when it is nothing known.
    #[must_use]
    pub fn parse(text: &str) -> Sort {
        let (down, slug) = text.strip_prefix('-').map_or((false, text), |slug| (true, slug));
        let by = Column::ALL.iter().copied().find(|column| column.slug() == slug);
        Sort { by: by.unwrap_or(Column::Window), down }
    }

    /// What an address says after a click on a column's heading.
    #[must_use]
    pub fn after_click(self, on: Column) -> String {
        let down = self.by == on && !self.down;
        format!("{}{}", if down { "-" } else { "" }, on.slug())
    }
}

/// A row, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The change.
    pub of: RecordRef,
    /// What it is.
    pub title: String,
    /// One text for each column that was asked for.
    pub cells: Vec<String>,
    /// The worst severity of what concerns it, and how many findings there are.
    pub mark: Option<(Severity, usize)>,
    /// How risky it is, for its colour.
    pub risk: Risk,
    /// Where it is, for its colour.
    pub status: ChangeStatus,
}

/// The changes that match, in order. Costs the whole table, but no texts.
#[must_use]
pub fn ordered(bench: &Workbench, query: &Query, sort: Sort) -> Vec<Id<Change>> {
    let plan = bench.plan();
    let mut found: Vec<&Change> =
        plan.changes.values().filter(|change| query.matches(bench, change)).gather();
    found.arrange_by(|a, b| {
        let order = compared(plan, sort.by, a, b);
        (if sort.down { order.reverse() } else { order }).then_with(|| a.id.cmp(&b.id))
    });
    found.into_iter().map(|change| change.id).gather()
}

/// Changes without a window come last.
fn compared(plan: &Plan, by: Column, a: &Change, b: &Change) -> Ordering {
    match by {
        Column::Id => a.id.cmp(&b.id),
        Column::Kind => a.kind.cmp(&b.kind),
        Column::Status => a.status.cmp(&b.status),
        Column::Risk => a.risk.cmp(&b.risk),
        Column::Window => (a.planned.is_none(), a.planned.map(|window| window.start))
            .cmp(&(b.planned.is_none(), b.planned.map(|window| window.start))),
        _ => lowercase(&cell(plan, by, a)).cmp(&lowercase(&cell(plan, by, b))),
    }
}

/// One row; `None` when the change is gone.
#[must_use]
pub fn row(bench: &Workbench, id: &Id<Change>, columns: &[Column]) -> Option<Row> {
    let change = bench.plan().changes.get(id)?;
    let of = RecordRef::from(id);
    // The year of now goes without saying; a CSV says it all the same.
    let year =
        wording::day(bench.now(), bench.plan().settings.zone).rsplit(' ').next().unwrap_or("").to_owned();
    let shown = |column: &Column| match column {
        Column::Window => cell(bench.plan(), *column, change).replace(&format!(" {year}"), ""),
        other => cell(bench.plan(), *other, change),
    };
    Some(Row {
        title: change.title.clone(),
        cells: columns.iter().map(shown).gather(),
        mark: mark(bench, &of),
        of,
        risk: change.risk,
        status: change.status,
    })
}

fn cell(plan: &Plan, column: Column, change: &Change) -> String {
    let name = |of: RecordRef| title_of(plan, of);
    match column {
        Column::Id => change.id.to_string(),
        Column::Title => change.title.clone(),
        Column::Kind => change.kind.label().to_owned(),
        Column::Status => change.status.label().to_owned(),
        Column::Risk => change.risk.label().to_owned(),
        Column::Window => {
            change.planned.map_or_else(String::new, |window| wording::span(window, plan.settings.zone))
        }
        Column::Environments => names(change.environments.iter().map(|id| name(RecordRef::from(id)))),
        Column::Items => names(change.cis.iter().map(|id| name(RecordRef::from(id)))),
        Column::Release => names(change.release.iter().map(|id| name(RecordRef::from(id)))),
        Column::Owner => names(change.owner.iter().map(|id| name(RecordRef::from(id)))),
        Column::Implementers => names(change.implementers.iter().map(|id| name(RecordRef::from(id)))),
        Column::Category => change.category.clone(),
        Column::Labels => change.labels.join(", "),
    }
}

fn names(names: impl Iterator<Item = String>) -> String {
    names.gather::<Vec<_>>().join(", ")
}

/// Rows as CSV (RFC 4180) with a heading. A text that a spreadsheet would take for a formula gets an apostrophe.
#[must_use]
pub fn csv(bench: &Workbench, ids: &[Id<Change>], columns: &[Column], headings: &[&str]) -> String {
    let line = |cells: Vec<String>| format!("{}\r\n", cells.join(","));
    let mut text = line(headings.iter().map(|heading| csv_cell(heading)).gather());
    for change in ids.iter().filter_map(|id| bench.plan().changes.get(id)) {
        let cells = columns.iter().map(|column| csv_cell(&cell(bench.plan(), *column, change)));
        text.push_str(&line(cells.gather()));
    }
    text
}

fn csv_cell(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// What is done to all selected changes.
#[derive(Debug, Clone, PartialEq)]
pub enum Bulk {
    /// Takes each a step along its way, with the reason where the step needs one.
    Advance(ChangeVerb, String),
    /// Sets how risky they are.
    Risk(Risk),
    /// Sets how they are authorised.
    Kind(ChangeKind),
    /// Deploys them to one more environment.
    Environment(Id<Environment>),
    /// Puts them into a release, or takes them out of theirs.
    Release(Option<Id<Release>>),
    /// Moves them by days, keeping the time on the clock; those without a window stay.
    MoveDays(i64),
    /// Takes them away.
    Remove,
}

/// One step for all of them; refused as a whole when one of them is.
#[must_use]
pub fn bulk(bench: &Workbench, ids: &[Id<Change>], what: &Bulk) -> Command {
    let plan = bench.plan();
    let zone = plan.settings.zone;
    let changes = ids.iter().filter_map(|id| plan.changes.get(id));
    let edit = |change: Change| Command::Edit(AnyRecord::from(change));
    let commands: Vec<Command> = changes
        .filter_map(|change| {
            let subject = RecordRef::from(&change.id);
            let change = change.clone();
            Some(match what {
                Bulk::Advance(verb, note) => Act::Advance(*verb).command(&subject, note, None)?,
                Bulk::Risk(risk) => edit(altered!(change, risk: *risk)),
                Bulk::Kind(kind) => edit(altered!(change, kind: *kind)),
                Bulk::Release(release) => edit(altered!(change, release: *release)),
                Bulk::Environment(environment) => {
                    let mut change = change;
                    if !change.environments.contains(environment) {
                        change.environments.push(*environment);
                    }
                    edit(change)
                }
                Bulk::MoveDays(days) => {
                    let window = shifted(change.planned?, zone, *days, Unit::Days);
                    Command::Move { subject, window }
                }
                Bulk::Remove => Command::Remove(subject),
            })
        })
        .gather();
    let count = match ids.len() {
        1 => "1 change".to_owned(),
        more => format!("{more} changes"),
    };
    let label = match what {
        Bulk::Advance(verb, _) => format!("{verb} {count}"),
        Bulk::Risk(risk) => format!("Set the risk of {count} to {risk}"),
        Bulk::Kind(kind) => format!("Make {count} {kind}"),
        Bulk::Environment(id) => format!("Add {} to {count}", plan.title(&RecordRef::from(id))),
        Bulk::Release(Some(id)) => format!("Put {count} into {}", plan.title(&RecordRef::from(id))),
        Bulk::Release(None) => format!("Take {count} out of their release"),
        Bulk::MoveDays(days) => format!("Move {count} by {days} days"),
        Bulk::Remove => format!("Remove {count}"),
    };
    Command::Batch { label, commands }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        environment prod Controlled
        environment test Open
        blackout freeze 20..25 env=prod
        change C1 21..22 env=prod risk=High
        change C2 1..2 env=test risk=Low
        change C3 risk=VeryHigh
        release R1
    ";

    fn open() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    fn ids(bench: &Workbench, sort: &str) -> Vec<String> {
        let found = ordered(bench, &Query::default(), Sort::parse(sort));
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rows_are_sorted_by_any_column_both_ways() {
        let bench = open();
        assert_eq!(ids(&bench, ""), ["C2", "C1", "C3"], "by window, without one last");
        assert_eq!(ids(&bench, "-risk"), ["C3", "C1", "C2"]);
        assert_eq!(ids(&bench, "environments"), ["C3", "C1", "C2"]);
        let sort = Sort::parse("risk");
        assert_eq!(
            (sort.after_click(Column::Risk), sort.after_click(Column::Id)),
            ("-risk".into(), "id".into())
        );
    }

    #[test]
    fn a_row_has_the_chosen_columns_and_its_mark() {
        let bench = open();
        let columns = Column::chosen("id,window");
        assert_eq!(columns, [Column::Id, Column::Title, Column::Window]);
        let row = row(&bench, &Id::lenient("C1"), &columns).unwrap();
        assert_eq!(row.cells, ["C1", "C1", "Wed 21 Jan 00:00 – Thu 22 Jan 00:00"]);
        assert!(row.mark.is_some_and(|(severity, _)| severity == Severity::Blocker));
    }

    #[test]
    fn many_are_edited_as_one_step() {
        let mut bench = open();
        let all: Vec<Id<Change>> = bench.plan().changes.keys().cloned().collect();
        let before = bench.plan().clone();
        for what in [
            Bulk::Risk(Risk::Moderate),
            Bulk::Advance(ChangeVerb::Cancel, "The project was stopped".to_owned()),
            Bulk::Environment(Id::lenient("test")),
            Bulk::Release(Some(Id::lenient("R1"))),
            Bulk::MoveDays(2),
            Bulk::Remove,
        ] {
            let command = bulk(&bench, &all, &what);
            bench.run(&command).unwrap_or_else(|refusal| panic!("{what:?}: {refusal}"));
            assert!(*bench.plan() != before, "{what:?}");
            bench.undo();
            assert!(*bench.plan() == before, "{what:?} is one step");
        }
    }

    #[test]
    fn csv_quotes_and_keeps_formulas_asleep() {
        assert_eq!(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        let bench = open();
        let text = csv(&bench, &[Id::lenient("C2")], &[Column::Id, Column::Risk], &["Id", "Risk"]);
        assert_eq!(text, "Id,Risk\r\nC2,Low\r\n");
    }
}
