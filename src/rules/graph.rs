//! `Graph`: which configuration items and services stop when one does. Apart from `index.rs`: it is a graph walk.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use crate::gather::Gather;
use crate::model::{ConfigurationItem, Id, Plan, RecordRef, RelationKind, Service};
use crate::sorted::{SortedMap, SortedSet};

/// The dependency graph of configuration items and services, with remembered walks.
#[derive(Debug, Default)]
pub struct Graph {
    /// The items and services that are related to anything.
    nodes: HashMap<RecordRef, Node>,
    /// How many relations of items and items of services there are, of whatever kind.
    relations: usize,
}

/// An item or service, with what was asked about it since the graph was another.
#[derive(Debug, Default)]
struct Node {
    /// The items that it does not work without.
    needs: Edges,
    /// The items that do not work without it.
    needed_by: Edges,
    /// The services that do not work without it.
    services: Services,
    below: OnceCell<Arc<Reach>>,
    above: OnceCell<Arc<Reach>>,
    services_above: OnceCell<Arc<Services>>,
}

/// Edges, each with how many relations claim it: two items may say the same from both ends.
type Edges = SortedMap<Id<ConfigurationItem>, u32>;

/// Services that stop together.
type Services = SortedSet<Id<Service>>;

/// The items that a walk reaches, each with the item it was reached from; the first is not among them.
pub type Reach = BTreeMap<Id<ConfigurationItem>, Id<ConfigurationItem>>;

impl Graph {
    /// Forgets what was asked, as items or services are about to change.
    pub(super) fn forget_walks(&mut self) {
        for node in self.nodes.values_mut() {
            (node.below, node.above, node.services_above) = Default::default();
        }
    }

    /// Edges that an item's own relations make. `PartOf` turns round: the whole needs the part.
    pub(super) fn put_ci(&mut self, ci: &ConfigurationItem, here: bool) {
        self.count(ci.relations.len(), here);
        for relation in &ci.relations {
            let (from, to) = match relation.kind {
                RelationKind::DependsOn | RelationKind::RunsOn => (&ci.id, &relation.to),
                RelationKind::PartOf => (&relation.to, &ci.id),
                RelationKind::ConnectsTo => continue,
            };
            claim(&mut self.node(from.into()).needs, to, here);
            claim(&mut self.node(to.into()).needed_by, from, here);
        }
    }

    /// Edges from what a service does not work without.
    pub(super) fn put_service(&mut self, service: &Service, here: bool) {
        self.count(service.cis.len(), here);
        let needed = service.cis.iter().map(RecordRef::from);
        for needed in needed.chain(service.depends_on.iter().map(RecordRef::from)) {
            let services = &mut self.node(needed).services;
            if here {
                services.insert(service.id);
            } else {
                services.remove(&service.id);
            }
        }
    }

    #[inline(never)]
    fn node(&mut self, of: RecordRef) -> &mut Node {
        self.nodes.entry(of).or_default()
    }

    #[inline(never)]
    fn at(&self, of: RecordRef) -> Option<&Node> {
        self.nodes.get(&of)
    }

    fn count(&mut self, relations: usize, here: bool) {
        let after =
            if here { self.relations.checked_add(relations) } else { self.relations.checked_sub(relations) };
        self.relations = after.unwrap_or(0);
    }

    /// True when the plan relates no item to anything: it is a list of items, and no map.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.relations == 0
    }

    /// What stops at once when an item or service stops: the items that need it and the services on it, or the
    /// services that need it. By kind and id.
    #[must_use]
    pub fn stopped_by(&self, of: &RecordRef) -> Vec<RecordRef> {
        let Some(node) = self.at(*of) else { return Vec::new() };
        node.needed_by.keys().map(RecordRef::from).chain(node.services.iter().map(RecordRef::from)).gather()
    }

    /// The graph of a plan in which one item is what it is here.
    pub(super) fn with(plan: &Plan, edited: &ConfigurationItem) -> Graph {
        let mut graph = Graph::default();
        let others = plan.cis.values().filter(|ci| ci.id != edited.id);
        others.chain([edited]).for_each(|ci| graph.put_ci(ci, true));
        plan.services.values().for_each(|service| graph.put_service(service, true));
        graph
    }

    /// True when a service names the item as one that it does not work without.
    #[must_use]
    pub fn carries_service(&self, ci: &Id<ConfigurationItem>) -> bool {
        self.at(ci.into()).is_some_and(|node| !node.services.is_empty())
    }

    /// The items that `ci` names as what it does not work without, or that say so themselves, by id.
    pub fn needs_of(&self, ci: &Id<ConfigurationItem>) -> impl Iterator<Item = &Id<ConfigurationItem>> {
        self.at(ci.into()).into_iter().flat_map(|node| node.needs.keys())
    }

    /// The items that stop when `ci` stops, without `ci`.
    #[must_use]
    pub fn dependents(&self, ci: &Id<ConfigurationItem>) -> Arc<Reach> {
        self.reach(ci, |node| &node.above, |node| &node.needed_by)
    }

    /// The items that `ci` does not work without, without `ci`.
    #[must_use]
    pub fn dependencies(&self, ci: &Id<ConfigurationItem>) -> Arc<Reach> {
        self.reach(ci, |node| &node.below, |node| &node.needs)
    }

    /// The shortest way from a changed item to one that it stops, both included; `None` when there is none.
    #[must_use]
    pub fn path(
        &self,
        from: &Id<ConfigurationItem>,
        to: &Id<ConfigurationItem>,
    ) -> Option<Vec<Id<ConfigurationItem>>> {
        let reach = self.dependents(from);
        let mut path = vec![*to];
        let mut here = to;
        while here != from {
            here = reach.get(here)?;
            path.push(*here);
        }
        path.reverse();
        Some(path)
    }

    /// The services that stop when `ci` stops: those that need it or what depends on it, and those that need them.
    #[must_use]
    pub fn services_reached(&self, ci: &Id<ConfigurationItem>) -> Arc<Services> {
        let Some(node) = self.at(ci.into()) else { return Arc::default() };
        Arc::clone(node.services_above.get_or_init(|| {
            let dependents = self.dependents(ci);
            let mut reached = Services::new();
            let mut waiting: Vec<RecordRef> = dependents.keys().chain([ci]).map(RecordRef::from).gather();
            while let Some(stops) = waiting.pop() {
                for service in self.at(stops).into_iter().flat_map(|node| &node.services) {
                    if reached.insert(*service) {
                        waiting.push(service.into());
                    }
                }
            }
            Arc::new(reached)
        }))
    }

    /// All items that edges lead to from one, by the shortest ways.
    fn reach(
        &self,
        from: &Id<ConfigurationItem>,
        known: fn(&Node) -> &OnceCell<Arc<Reach>>,
        edges: fn(&Node) -> &Edges,
    ) -> Arc<Reach> {
        let Some(node) = self.at(from.into()) else { return Arc::default() };
        Arc::clone(known(node).get_or_init(|| {
            let mut reach = Reach::new();
            let mut waiting = VecDeque::from([*from]);
            while let Some(here) = waiting.pop_front() {
                for next in self.at((&here).into()).into_iter().flat_map(|node| edges(node).keys()) {
                    if next != from && !reach.contains_key(next) {
                        reach.insert(*next, here);
                        waiting.push_back(*next);
                    }
                }
            }
            Arc::new(reach)
        }))
    }
}

fn claim(ends: &mut Edges, to: &Id<ConfigurationItem>, here: bool) {
    if here {
        *ends.get_or_default(*to) += 1;
    } else if let Some(claims) = ends.get_mut(to) {
        *claims -= 1;
        if *claims == 0 {
            ends.remove(to);
        }
    }
}
