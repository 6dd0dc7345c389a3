//! Services and configuration items: the list, and the map of what hangs on what around one of them.

use std::collections::VecDeque;

use super::findings::mark;
use super::findings_proof::Named;
use crate::gather::Gather;
use crate::letters::lowercase;
use crate::model::{Criticality, Plan, RecordRef, RelationKind, Severity, Table};
use crate::order::Arrange;
use crate::planner::{Workbench, title_of};
use crate::rules::wording;
use crate::sorted::{SortedMap, SortedSet};

/// A service, item, person or group of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The record.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// What it is, beside its name.
    pub detail: String,
    /// How much it hurts when it is down, where that is known.
    pub criticality: Option<Criticality>,
    /// What concerns it.
    pub mark: Option<(Severity, usize)>,
}

/// The records of a table whose names have the words.
#[must_use]
pub fn lines(bench: &Workbench, table: Table, words: &str) -> Vec<Line> {
    let plan = bench.plan();
    let words = lowercase(words);
    let mut found: Vec<Line> = plan
        .refs(table)
        .into_iter()
        .map(|of| line(bench, of))
        .filter(|line| {
            let text = lowercase(&format!("{} {} {}", line.name, line.of.id, line.detail));
            words.split_whitespace().all(|word| text.contains(word))
        })
        .gather();
    found.arrange_by(|a, b| b.criticality.cmp(&a.criticality).then_with(|| a.name.cmp(&b.name)));
    found
}

fn line(bench: &Workbench, of: RecordRef) -> Line {
    let plan = bench.plan();
    let name = |of: RecordRef| title_of(plan, of);
    let service = of.id_of().and_then(|id| plan.services.get(&id));
    let item = of.id_of().and_then(|id| plan.cis.get(&id));
    let detail = match of.table {
        Table::Services => service.map_or_else(String::new, |service| counted(service.cis.len(), "item")),
        Table::ConfigurationItems => item.map_or_else(String::new, |item| {
            let environment = item.environment.as_ref().map(|id| name(RecordRef::from(id)));
            [Some(item.kind.clone()).filter(|kind| !kind.is_empty()), environment]
                .into_iter()
                .flatten()
                .gather::<Vec<_>>()
                .join(" · ")
        }),
        Table::People => {
            of.id_of().and_then(|id| plan.people.get(&id)).map_or_else(String::new, |one| one.email.clone())
        }
        Table::Groups => of
            .id_of()
            .and_then(|id| plan.groups.get(&id))
            .map_or_else(String::new, |group| counted(group.members.len(), "member")),
        _ => String::new(),
    };
    Line {
        name: name(of),
        detail,
        criticality: service.map(|one| one.criticality).or(item.map(|one| one.criticality)),
        mark: mark(bench, &of),
        of,
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The map around a record: what it needs to the right, what needs it to the left.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The lines, from what needs to what is needed.
    pub edges: Vec<Edge>,
    /// The size of the drawing.
    pub width: f64,
    /// The size of the drawing.
    pub height: f64,
    /// How many were left out, because there are too many.
    pub left_out: usize,
}

/// A box of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The record.
    pub of: RecordRef,
    /// The name, shortened to the box.
    pub name: String,
    /// How much it hurts when it is down.
    pub criticality: Option<Criticality>,
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// True for the one in the middle.
    pub is_middle: bool,
}

/// A line of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The path of the line, as SVG writes it.
    pub path: String,
    /// True when neither stops when the other does.
    pub is_loose: bool,
}

/// The size of a box.
pub const NODE: (f64, f64) = (156.0, 34.0);
const GAP: (f64, f64) = (44.0, 12.0);
const MOST_STEPS: i32 = 3;
const MOST_NODES: usize = 60;

/// The map around a service or item.
#[must_use]
pub fn map(bench: &Workbench, middle: &RecordRef) -> Map {
    let edges = edges(bench.plan());
    let mut places: SortedMap<RecordRef, i32> = SortedMap::from([(*middle, 0)]);
    let mut left_out = 0;
    left_out += walk(&mut places, middle, 1, |of| {
        edges.iter().filter(|edge| edge.from == *of).map(|edge| edge.to).gather()
    });
    left_out += walk(&mut places, middle, -1, |of| {
        edges.iter().filter(|edge| edge.to == *of).map(|edge| edge.from).gather()
    });
    laid_out(bench.plan(), middle, &places, &edges, left_out)
}

struct Link {
    from: RecordRef,
    to: RecordRef,
    is_loose: bool,
}

/// From what needs to what is needed.
fn edges(plan: &Plan) -> Vec<Link> {
    let link = |from: RecordRef, to: RecordRef, is_loose: bool| Link { from, to, is_loose };
    let mut found = Vec::new();
    for service in plan.services.values() {
        let from = RecordRef::from(&service.id);
        let items = service.cis.iter().map(RecordRef::from);
        let needed = items.chain(service.depends_on.iter().map(RecordRef::from));
        found.extend(needed.map(|to| link(from, to, false)));
    }
    for item in plan.cis.values() {
        for relation in &item.relations {
            let (own, other) = (RecordRef::from(&item.id), RecordRef::from(&relation.to));
            found.push(match relation.kind {
                RelationKind::PartOf => link(other, own, false),
                kind => link(own, other, kind == RelationKind::ConnectsTo),
            });
        }
    }
    found
}

/// Gives each record that is reached its column; returns how many were too many.
fn walk(
    places: &mut SortedMap<RecordRef, i32>,
    from: &RecordRef,
    step: i32,
    next: impl Fn(&RecordRef) -> Vec<RecordRef>,
) -> usize {
    let mut waiting = VecDeque::from([(*from, 0)]);
    let mut left_out = SortedSet::new();
    while let Some((here, at)) = waiting.pop_front() {
        for other in next(&here) {
            if places.contains_key(&other) {
                continue;
            }
            let column: i32 = at + step;
            if MOST_STEPS < column.abs() || MOST_NODES <= places.len() {
                left_out.insert(other);
                continue;
            }
            places.insert(other, column);
            waiting.push_back((other, column));
        }
    }
    left_out.len()
}

#[allow(clippy::cast_precision_loss)]
fn laid_out(
    plan: &Plan,
    middle: &RecordRef,
    places: &SortedMap<RecordRef, i32>,
    links: &[Link],
    left_out: usize,
) -> Map {
    let first = places.values().copied().min().unwrap_or(0);
    let last = places.values().copied().max().unwrap_or(0);
    let tallest =
        (first..=last).map(|column| places.values().filter(|at| **at == column).count()).max().unwrap_or(1);
    let height = tallest as f64 * (NODE.1 + GAP.1) + GAP.1;
    let mut nodes: Vec<Node> = Vec::new();
    for column in first..=last {
        let of_column: Vec<&RecordRef> =
            places.iter().filter(|(_, at)| **at == column).map(|(of, _)| of).gather();
        let own = of_column.len() as f64 * (NODE.1 + GAP.1) - GAP.1;
        for (row, of) in of_column.into_iter().enumerate() {
            nodes.push(Node {
                name: shortened(plan.title(of)),
                criticality: criticality(plan, of),
                x: f64::from(column - first) * (NODE.0 + GAP.0) + 1.0,
                y: (height - own) / 2.0 + row as f64 * (NODE.1 + GAP.1),
                is_middle: of == middle,
                of: *of,
            });
        }
    }
    let at = |of: &RecordRef| nodes.iter().find(|node| node.of == *of);
    let edges = links
        .iter()
        .filter_map(|link| {
            Some(Edge { path: edge_path(at(&link.from)?, at(&link.to)?, height), is_loose: link.is_loose })
        })
        .gather();
    let width = f64::from(last - first + 1) * (NODE.0 + GAP.0) - GAP.0 / 2.0;
    Map { edges, width, height, left_out, nodes }
}

/// A line that passes by a column keeps clear of its boxes: it goes along the nearer rim of the map.
fn edge_path(from: &Node, to: &Node, height: f64) -> String {
    let (x1, x2) = (from.x + NODE.0, to.x);
    if x2 - x1 <= GAP.0 + 1.0 {
        return curve(from, to);
    }
    let (y1, y2) = (from.y + NODE.1 / 2.0, to.y + NODE.1 / 2.0);
    let rim = if y1 + y2 < height { GAP.1 / 4.0 } else { height - GAP.1 / 4.0 };
    let (from, to) = (x1 + GAP.0, x2 - GAP.0);
    let (bend1, bend2) = (from - GAP.0 / 2.0, to + GAP.0 / 2.0);
    format!(
        "M{x1:.1} {y1:.1}C{bend1:.1} {y1:.1} {bend1:.1} {rim:.1} {from:.1} {rim:.1}\
         H{to:.1}C{bend2:.1} {rim:.1} {bend2:.1} {y2:.1} {x2:.1} {y2:.1}"
    )
}

/// From the right edge to the left one; beside the column when both stand in one, and backwards where needs go round.
fn curve(from: &Node, to: &Node) -> String {
    let (y1, y2) = (from.y + NODE.1 / 2.0, to.y + NODE.1 / 2.0);
    let is_same = (from.x - to.x).abs() < 1.0;
    let (x1, x2, bend1, bend2) = if is_same {
        let edge = from.x + NODE.0;
        (edge, edge, GAP.0 / 2.0, GAP.0 / 2.0)
    } else if from.x < to.x {
        let half = ((to.x - from.x - NODE.0) / 2.0).max(24.0);
        (from.x + NODE.0, to.x, half, -half)
    } else {
        let half = ((from.x - to.x - NODE.0) / 2.0).max(24.0);
        (from.x, to.x + NODE.0, -half, half)
    };
    format!("M{x1:.1} {y1:.1}C{:.1} {y1:.1} {:.1} {y2:.1} {x2:.1} {y2:.1}", x1 + bend1, x2 + bend2)
}

fn criticality(plan: &Plan, of: &RecordRef) -> Option<Criticality> {
    let service = of.id_of().and_then(|id| plan.services.get(&id)).map(|one| one.criticality);
    service.or(of.id_of().and_then(|id| plan.cis.get(&id)).map(|one| one.criticality))
}

fn shortened(name: &str) -> String {
    const MOST: usize = 19;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let start: String = name.chars().take(MOST - 1).gather();
    format!("{}…", start.trim_end())
}

/// A change that is still to come and touches a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Upcoming {
    /// The change.
    pub change: Named,
    /// When, in words.
    pub when: String,
    /// What concerns it.
    pub mark: Option<(Severity, usize)>,
}

/// The changes to come that change an item, or reach a service.
#[must_use]
pub fn upcoming(bench: &Workbench, of: &RecordRef) -> Vec<Upcoming> {
    let (plan, view) = (bench.plan(), bench.view());
    let touches = |change: &crate::model::Change| match of.table {
        Table::ConfigurationItems => change.cis.iter().any(|ci| RecordRef::from(ci) == *of),
        Table::Services => {
            change.services.iter().any(|id| RecordRef::from(id) == *of)
                || change.cis.iter().any(|ci| {
                    of.id_of().is_some_and(|id| view.index.graph.services_reached(ci).contains(&id))
                })
        }
        Table::People => change.owner.iter().chain(&change.implementers).any(|id| RecordRef::from(id) == *of),
        Table::Groups => change.group.iter().any(|id| RecordRef::from(id) == *of),
        _ => false,
    };
    let live = plan.changes.values().filter(|change| change.status.is_live());
    let is_to_come =
        |change: &&crate::model::Change| change.planned.is_none_or(|window| bench.now() < window.end);
    let mut found: Vec<&crate::model::Change> =
        live.filter(is_to_come).filter(|change| touches(change)).gather();
    found.arrange_by_key(|change| (change.planned.is_none(), change.planned, change.id));
    found
        .into_iter()
        .map(|change| {
            let record = RecordRef::from(&change.id);
            Upcoming {
                when: change.planned.map_or_else(String::new, |window| wording::span(window, view.zone())),
                mark: mark(bench, &record),
                change: Named { name: change.title.clone(), record },
            }
        })
        .gather()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        ci db criticality=Critical
        ci app needs=db
        ci web runs-on=app connects=mail
        service shop on=web criticality=High
        service desk needs=shop
        person ann
        change C1 10..11 on=db owner=ann
        change C2 on=mail
        change C3 5..6 on=db status=Cancelled
    ";

    fn open() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    #[test]
    fn the_map_has_what_needs_it_left_and_what_it_needs_right() {
        let map = map(&open(), &"configuration_items/app".parse().unwrap());
        let mut nodes: Vec<(&str, i64)> =
            map.nodes.iter().map(|node| (node.name.as_str(), node.x as i64)).collect();
        nodes.sort_by_key(|(_, x)| *x);
        let names: Vec<&str> = nodes.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["desk", "shop", "web", "app", "db"]);
        assert_eq!((map.edges.len(), map.left_out), (4, 0));
        assert!(map.nodes.iter().all(|node| 0.0 < node.x && node.x + NODE.0 <= map.width));
    }

    #[test]
    fn a_line_past_a_column_goes_along_the_rim_clear_of_its_boxes() {
        let plan = "ci a needs=b,c\nci b needs=d\nci c\nci d\nci top needs=d,a";
        let bench = Workbench::of_notation(plan, None);
        let map = map(&bench, &"configuration_items/a".parse().unwrap());
        let past: Vec<&str> =
            map.edges.iter().map(|edge| edge.path.as_str()).filter(|d| d.contains('H')).collect();
        assert_eq!(past.len(), 1, "{past:?}");
        // Along the height that the path comes to before it runs level.
        let level: f64 = past[0].split('H').next().unwrap().rsplit(' ').next().unwrap().parse().unwrap();
        assert!(map.nodes.iter().all(|node| level < node.y || node.y + NODE.1 < level), "{level}");
    }

    #[test]
    fn a_circle_of_needs_is_drawn_once() {
        let plan = "ci a needs=b\nci b needs=c\nci c needs=a";
        let bench = Workbench::of_notation(plan, None);
        let map = map(&bench, &"configuration_items/a".parse().unwrap());
        assert_eq!((map.nodes.len(), map.edges.len()), (3, 3));
    }

    #[test]
    fn lists_are_searched_and_begin_with_what_hurts_most() {
        let bench = open();
        let names = |table, words: &str| -> Vec<String> {
            lines(&bench, table, words).into_iter().map(|line| line.name).collect()
        };
        assert_eq!(names(Table::ConfigurationItems, ""), ["db", "app", "mail", "web"]);
        assert_eq!(names(Table::Services, "SHO"), ["shop"]);
    }

    #[test]
    fn changes_to_come_are_found_through_what_they_reach() {
        let bench = open();
        let changes = |of: &str| -> Vec<String> {
            upcoming(&bench, &of.parse().unwrap()).into_iter().map(|one| one.change.name).collect()
        };
        assert_eq!(changes("services/desk"), ["C1"]);
        assert_eq!(changes("configuration_items/mail"), ["C2"]);
        assert_eq!(changes("people/ann"), ["C1"]);
    }
}
