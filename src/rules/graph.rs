//! `Graph`: which configuration items and services stop when one does. Apart from `index.rs`: it is a graph walk.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use crate::gather::Gather;
use crate::model::{ConfigurationItem, Diff, Id, Plan, RecordRef, RelationKind, Service};
use crate::sorted::SortedMap;

/// The dependency graph of configuration items and services, with remembered walks.
#[derive(Debug, Default)]
pub struct Graph {
    /// Item to the items that it does not work without.
    needs: Edges,
    /// Item to the items that do not work without it.
    needed_by: Edges,
    services_on: HashMap<Id<ConfigurationItem>, BTreeSet<Id<Service>>>,
    services_needing: HashMap<Id<Service>, BTreeSet<Id<Service>>>,
    /// How many relations of items and items of services there are, of whatever kind.
    relations: usize,
    below: RefCell<Walks>,
    above: RefCell<Walks>,
    services_above: RefCell<HashMap<Id<ConfigurationItem>, Arc<Services>>>,
}

/// Edges, each with how many relations claim it: two items may say the same from both ends.
type Edges = HashMap<Id<ConfigurationItem>, SortedMap<Id<ConfigurationItem>, u32>>;

type Walks = HashMap<Id<ConfigurationItem>, Arc<Reach>>;

/// Services that stop together.
type Services = BTreeSet<Id<Service>>;

/// The items that a walk reaches, each with the item it was reached from; the first is not among them.
pub type Reach = BTreeMap<Id<ConfigurationItem>, Id<ConfigurationItem>>;

impl Graph {
    pub(super) fn of(plan: &Plan) -> Graph {
        let mut graph = Graph::default();
        plan.cis.values().for_each(|ci| graph.put_ci(ci, true));
        plan.services.values().for_each(|service| graph.put_service(service, true));
        graph
    }

    pub(super) fn follow(&mut self, diff: &Diff) {
        if diff.cis().is_empty() && diff.services().is_empty() {
            return;
        }
        self.below.borrow_mut().clear();
        self.above.borrow_mut().clear();
        self.services_above.borrow_mut().clear();
        for edit in diff.cis().values() {
            edit.before.into_iter().for_each(|ci| self.put_ci(ci, false));
            edit.after.into_iter().for_each(|ci| self.put_ci(ci, true));
        }
        for edit in diff.services().values() {
            edit.before.into_iter().for_each(|service| self.put_service(service, false));
            edit.after.into_iter().for_each(|service| self.put_service(service, true));
        }
    }

    /// Edges that an item's own relations make. `PartOf` turns round: the whole needs the part.
    fn put_ci(&mut self, ci: &ConfigurationItem, here: bool) {
        self.count(ci.relations.len(), here);
        for relation in &ci.relations {
            let (from, to) = match relation.kind {
                RelationKind::DependsOn | RelationKind::RunsOn => (&ci.id, &relation.to),
                RelationKind::PartOf => (&relation.to, &ci.id),
                RelationKind::ConnectsTo => continue,
            };
            claim(&mut self.needs, from, to, here);
            claim(&mut self.needed_by, to, from, here);
        }
    }

    fn put_service(&mut self, service: &Service, here: bool) {
        self.count(service.cis.len(), here);
        for ci in &service.cis {
            put(&mut self.services_on, ci, &service.id, here);
        }
        for needed in &service.depends_on {
            put(&mut self.services_needing, needed, &service.id, here);
        }
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
        if let Some(ci) = of.id_of::<ConfigurationItem>() {
            let items = self.needed_by.get(&ci).into_iter().flat_map(SortedMap::keys).map(RecordRef::from);
            let services = self.services_on.get(&ci).into_iter().flatten().map(RecordRef::from);
            return items.chain(services).gather();
        }
        let needing = of.id_of().and_then(|service| self.services_needing.get(&service));
        needing.into_iter().flatten().map(RecordRef::from).gather()
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
        self.services_on.get(ci).is_some_and(|services| !services.is_empty())
    }

    /// The items that `ci` names as what it does not work without, or that say so themselves, by id.
    pub fn needs_of(&self, ci: &Id<ConfigurationItem>) -> impl Iterator<Item = &Id<ConfigurationItem>> {
        self.needs.get(ci).into_iter().flat_map(SortedMap::keys)
    }

    /// The items that stop when `ci` stops, without `ci`.
    #[must_use]
    pub fn dependents(&self, ci: &Id<ConfigurationItem>) -> Arc<Reach> {
        remembered(&self.above, &self.needed_by, ci)
    }

    /// The items that `ci` does not work without, without `ci`.
    #[must_use]
    pub fn dependencies(&self, ci: &Id<ConfigurationItem>) -> Arc<Reach> {
        remembered(&self.below, &self.needs, ci)
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
        if let Some(known) = self.services_above.borrow().get(ci) {
            return Arc::clone(known);
        }
        let dependents = self.dependents(ci);
        let items = dependents.keys().chain([ci]);
        let mut waiting: VecDeque<Id<Service>> =
            items.filter_map(|item| self.services_on.get(item)).flatten().cloned().collect();
        let mut reached = BTreeSet::new();
        while let Some(service) = waiting.pop_front() {
            if reached.insert(service) {
                waiting.extend(self.services_needing.get(&service).into_iter().flatten().cloned());
            }
        }
        let reached = Arc::new(reached);
        self.services_above.borrow_mut().insert(*ci, Arc::clone(&reached));
        reached
    }
}

fn remembered(walks: &RefCell<Walks>, edges: &Edges, from: &Id<ConfigurationItem>) -> Arc<Reach> {
    if let Some(known) = walks.borrow().get(from) {
        return Arc::clone(known);
    }
    let mut reach = Reach::new();
    let mut waiting = VecDeque::from([*from]);
    while let Some(here) = waiting.pop_front() {
        for next in edges.get(&here).into_iter().flat_map(SortedMap::keys) {
            if next != from && !reach.contains_key(next) {
                reach.insert(*next, here);
                waiting.push_back(*next);
            }
        }
    }
    let reach = Arc::new(reach);
    walks.borrow_mut().insert(*from, Arc::clone(&reach));
    reach
}

fn claim(edges: &mut Edges, from: &Id<ConfigurationItem>, to: &Id<ConfigurationItem>, here: bool) {
    if here {
        *edges.entry(*from).or_default().get_or_default(*to) += 1;
    } else if let Some(ends) = edges.get_mut(from)
        && let Some(claims) = ends.get_mut(to)
    {
        *claims -= 1;
        if *claims == 0 {
            ends.remove(to);
        }
    }
}

fn put<K, T>(edges: &mut HashMap<Id<K>, BTreeSet<Id<T>>>, from: &Id<K>, to: &Id<T>, here: bool) {
    if here {
        edges.entry(*from).or_default().insert(*to);
    } else if let Some(ends) = edges.get_mut(from) {
        ends.remove(to);
    }
}
