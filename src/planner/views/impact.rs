//! What a change reaches, as it is drawn: items and services in columns by how far away they are, the dependencies
//! between them, and the services with the way to each and who answers for it.

use super::findings_proof::Named;
use super::records::described;
use crate::gather::Gather;
use crate::model::{Change, Criticality, RecordRef, Table};
use crate::planner::Workbench;
use crate::rules::risk::{self, Impact};
use crate::rules::wording;
use crate::sorted::SortedMap;

/// An item or service of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpactNode {
    /// The item or service.
    pub node: Named,
    /// True for a service.
    pub is_service: bool,
    /// How much it hurts when it is down.
    pub criticality: Criticality,
    /// Its column: how many dependencies away it is; 0 for what the change changes or names.
    pub column: usize,
    /// Its place in the column, from the top.
    pub row: usize,
}

/// A dependency of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImpactEdge {
    /// The node that stops first, by its place in the list.
    pub from: usize,
    /// The node that stops with it.
    pub to: usize,
    /// True where it lies on the shortest way to a service.
    pub is_on_path: bool,
}

/// A service that is reached.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceLine {
    /// The service.
    pub service: Named,
    /// How much it hurts when it is down.
    pub criticality: Criticality,
    /// From an item of the change to the service, both included.
    pub path: Vec<Named>,
    /// The same in words: `billing-db → Billing engine → Billing`; what the change names itself is said so.
    pub path_text: String,
    /// Who answers for it.
    pub owner: Option<Named>,
}

/// What a change reaches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImpactView {
    /// Items and services, column by column.
    pub nodes: Vec<ImpactNode>,
    /// The dependencies between them.
    pub edges: Vec<ImpactEdge>,
    /// How many columns there are.
    pub columns: usize,
    /// How many nodes the fullest column has.
    pub rows: usize,
    /// The services, the most critical first.
    pub services: Vec<ServiceLine>,
    /// Who answers for the services, each once, in the order of the services.
    pub owners: Vec<Named>,
    /// Everything in a line: `Reaches 2 services: Billing (critical) and Invoicing (high)`.
    pub sentence: String,
}

/// What a change reaches.
#[must_use]
pub fn impact(bench: &Workbench, change: &Change) -> ImpactView {
    drawn(bench, &risk::impact(&bench.view(), change))
}

/// An impact as it is drawn.
#[must_use]
pub fn drawn(bench: &Workbench, impact: &Impact) -> ImpactView {
    let (plan, view) = (bench.plan(), bench.view());
    let mut drawn = ImpactView::default();
    let mut filled: SortedMap<usize, usize> = SortedMap::new();
    let mut places: SortedMap<&RecordRef, usize> = SortedMap::new();
    for reached in &impact.reached {
        let column = reached.depth as usize;
        let row = filled.get_or_default(column);
        places.insert(&reached.of, drawn.nodes.len());
        drawn.nodes.push(ImpactNode {
            node: described(plan, &reached.of),
            is_service: reached.of.table == Table::Services,
            criticality: reached.criticality,
            column,
            row: *row,
        });
        *row += 1;
    }
    drawn.columns = filled.keys().max().map_or(0, |last| last + 1);
    drawn.rows = filled.values().max().copied().unwrap_or(0);
    let on_path = |from: &RecordRef, to: &RecordRef| {
        let goes =
            |path: &[RecordRef]| path.iter().zip(path.iter().skip(1)).any(|(a, b)| a == from && b == to);
        impact.services.iter().any(|service| goes(&service.path))
    };
    for reached in &impact.reached {
        let Some(from) = places.get(&reached.of).copied() else { continue };
        for next in view.index.graph.stopped_by(&reached.of) {
            if let Some(to) = places.get(&next).copied() {
                drawn.edges.push(ImpactEdge { from, to, is_on_path: on_path(&reached.of, &next) });
            }
        }
    }
    for service in &impact.services {
        let path: Vec<Named> = service.path.iter().map(|of| described(plan, of)).gather();
        let names: Vec<&str> = path.iter().map(|named| named.name.as_str()).gather();
        let path_text = if names.len() < 2 { "named by the change".to_owned() } else { names.join(" → ") };
        let owner = service.owner.as_ref().map(|id| described(plan, &RecordRef::from(id)));
        if let Some(owner) = owner.as_ref().filter(|owner| !drawn.owners.contains(owner)) {
            drawn.owners.push(owner.clone());
        }
        let service = ServiceLine {
            service: described(plan, &service.of),
            criticality: service.criticality,
            path,
            path_text,
            owner,
        };
        drawn.services.push(service);
    }
    drawn.sentence = sentence(&drawn.services);
    drawn
}

fn sentence(services: &[ServiceLine]) -> String {
    let named: Vec<String> = services
        .iter()
        .map(|line| format!("{} ({})", line.service.name, line.criticality.label().to_ascii_lowercase()))
        .gather();
    match named.len() {
        0 => "Reaches no service".to_owned(),
        1 => format!("Reaches 1 service: {}", wording::list(&named)),
        count => format!("Reaches {count} services: {}", wording::list(&named)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    fn view_of(text: &str) -> ImpactView {
        let bench = Workbench::of_notation(text, None);
        impact(&bench, &bench.plan().changes[&Id::lenient("C1")])
    }

    #[test]
    fn services_are_reached_over_the_shortest_way_and_the_most_critical_stands_first() {
        let view = view_of(
            "ci san\nci db needs=san\nci app needs=db,cache\nci cache needs=san\nci other\n\
             service bill \"Billing\" criticality=Critical on=app owner=ann\n\
             service shop \"Shop\" criticality=High needs=bill owner=ann\n\
             service log \"Log\" criticality=Low on=other\n\
             change C1 25..26 on=san",
        );
        let columns: Vec<_> =
            view.nodes.iter().map(|node| (&*node.node.name, node.column, node.row)).collect();
        assert_eq!(
            columns,
            [("san", 0, 0), ("cache", 1, 0), ("db", 1, 1), ("app", 2, 0), ("Billing", 3, 0), ("Shop", 4, 0)]
        );
        assert_eq!((view.columns, view.rows, view.edges.len()), (5, 2, 6));
        let ways: Vec<&str> = view.services.iter().map(|service| service.path_text.as_str()).collect();
        assert_eq!(ways, ["san → cache → app → Billing", "san → cache → app → Billing → Shop"]);
        assert_eq!(view.edges.iter().filter(|edge| edge.is_on_path).count(), 4, "not over the database");
        assert_eq!(view.sentence, "Reaches 2 services: Billing (critical) and Shop (high)");
        assert_eq!(view.owners.len(), 1);
    }

    #[test]
    fn a_circle_ends_and_a_named_service_is_said_to_be_named() {
        let view = view_of("ci a needs=b\nci b needs=a\nservice s \"S\"\nchange C1 25..26 on=a service=s");
        assert_eq!((view.nodes.len(), view.edges.len()), (3, 2));
        assert_eq!(view.services[0].path_text, "named by the change");
        assert_eq!(view_of("change C1 25..26").sentence, "Reaches no service");
    }
}
