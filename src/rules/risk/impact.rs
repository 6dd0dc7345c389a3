//! What a change reaches: configuration items and services along their dependencies, by which way, and who answers.

use std::collections::VecDeque;

use crate::gather::Gather;
use crate::model::{Change, Criticality, Id, Person, RecordRef, Table};
use crate::order::Arrange;
use crate::rules::View;
use crate::sorted::SortedMap;

/// An item or service that stops when the change goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// The item or service.
    pub of: RecordRef,
    /// How many dependencies away from the change: 0 for what it changes or names itself.
    pub depth: u32,
    /// What it was reached from; `None` for what the change changes or names.
    pub from: Option<RecordRef>,
    /// How much it hurts when it is down.
    pub criticality: Criticality,
}

/// A service that stops when the change goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct ReachedService {
    /// The service.
    pub of: RecordRef,
    /// How much it hurts when it is down.
    pub criticality: Criticality,
    /// The shortest way to it: from an item of the change to the service, both included. The service alone when the
    /// change names it.
    pub path: Vec<RecordRef>,
    /// Who answers for it.
    pub owner: Option<Id<Person>>,
}

/// What a change reaches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Impact {
    /// Items and services, the nearest first.
    pub reached: Vec<Reached>,
    /// The services among them, the most critical first, then by name.
    pub services: Vec<ReachedService>,
}

impl Impact {
    /// The highest criticality of a service that is reached.
    #[must_use]
    pub fn criticality(&self) -> Option<Criticality> {
        self.services.iter().map(|service| service.criticality).max()
    }

    /// The shortest way from the change to something that it reaches, both included; empty when it does not.
    #[must_use]
    pub fn path(&self, to: &RecordRef) -> Vec<RecordRef> {
        let find = |of: &RecordRef| self.reached.iter().find(|reached| reached.of == *of);
        let mut path: Vec<RecordRef> = Vec::new();
        let mut here = find(to);
        while let Some(reached) = here {
            path.push(reached.of);
            here = reached.from.as_ref().and_then(find);
        }
        path.reverse();
        path
    }
}

/// What a change reaches from its items, and from the services that it names, along the dependencies of items and
/// services. Of several ways the shortest counts.
#[must_use]
pub fn impact(view: &View, change: &Change) -> Impact {
    let graph = &view.index.graph;
    let own = change.cis.iter().map(RecordRef::from).chain(change.services.iter().map(RecordRef::from));
    let mut from: SortedMap<RecordRef, (u32, Option<RecordRef>)> = SortedMap::new();
    let mut waiting: VecDeque<RecordRef> = VecDeque::new();
    for of in own {
        if from.insert(of, (0, None)).is_none() {
            waiting.push_back(of);
        }
    }
    let mut reached = Vec::new();
    while let Some(here) = waiting.pop_front() {
        let (depth, back) = from.get(&here).cloned().unwrap_or_default();
        for next in graph.stopped_by(&here) {
            if !from.contains_key(&next) {
                from.insert(next, (depth + 1, Some(here)));
                waiting.push_back(next);
            }
        }
        if let Some(criticality) = criticality(view, &here) {
            reached.push(Reached { of: here, depth, from: back, criticality });
        }
    }
    let mut impact = Impact { reached, services: Vec::new() };
    let services = impact.reached.iter().filter(|reached| reached.of.table == Table::Services);
    let mut services: Vec<ReachedService> = services
        .map(|reached| ReachedService {
            path: impact.path(&reached.of),
            owner: view.owner(&reached.of).person,
            of: reached.of,
            criticality: reached.criticality,
        })
        .gather();
    services.arrange_by(|a, b| {
        b.criticality.cmp(&a.criticality).then_with(|| view.title(&a.of).cmp(view.title(&b.of)))
    });
    impact.services = services;
    impact
}

/// The criticality of an item or service that the plan has.
fn criticality(view: &View, of: &RecordRef) -> Option<Criticality> {
    let ci = of.id_of().and_then(|id| view.plan.cis.get(&id)).map(|ci| ci.criticality);
    ci.or_else(|| of.id_of().and_then(|id| view.plan.services.get(&id)).map(|service| service.criticality))
}
