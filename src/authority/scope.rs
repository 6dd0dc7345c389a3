//! Whether the scope of a blackout or maintenance window speaks about a change.
//!
//! It walks the plan's relations itself and not the rules' graph, which stands above this module. Asked for one change
//! after the other when a window was moved by less than the tolerance, or a lockdown is in force, so the walk may be
//! slow.

use crate::gather::Gather;
use crate::model::{Change, ConfigurationItem, Id, Plan, RelationKind, Scope, Service};
use crate::sorted::SortedSet;

/// True when the scope speaks about the change: it fits every part that restricts.
#[must_use]
pub fn speaks_about(plan: &Plan, scope: &Scope, change: &Change) -> bool {
    (scope.kinds.is_empty() || scope.kinds.contains(&change.kind))
        && (scope.risks.is_empty() || scope.risks.contains(&change.risk))
        && (scope.environments.is_empty()
            || change.environments.iter().any(|environment| scope.environments.contains(environment)))
        && ((scope.cis.is_empty() && scope.services.is_empty()) || affects(plan, scope, change))
}

fn affects(plan: &Plan, scope: &Scope, change: &Change) -> bool {
    if change.services.iter().any(|service| scope.services.contains(service)) {
        return true;
    }
    let of_services = scope.services.iter().filter_map(|id| plan.services.get(id));
    let named: SortedSet<&Id<ConfigurationItem>> =
        of_services.flat_map(|service| &service.cis).chain(&scope.cis).gather();
    if change.cis.iter().any(|ci| named.contains(ci)) {
        return true;
    }
    scope.with_dependents
        && (reaches(plan, &change.cis, &scope.cis)
            || reaches(plan, &carrying(plan, &scope.services), &change.cis))
}

/// The items that services, and the services that they need, do not work without.
fn carrying(plan: &Plan, services: &[Id<Service>]) -> Vec<Id<ConfigurationItem>> {
    let mut seen: SortedSet<&Id<Service>> = SortedSet::new();
    let mut waiting: Vec<&Id<Service>> = services.iter().gather();
    let mut items = Vec::new();
    while let Some(here) = waiting.pop() {
        if let Some(service) = plan.services.get(here).filter(|_| seen.insert(here)) {
            items.extend(service.cis.iter().cloned());
            waiting.extend(&service.depends_on);
        }
    }
    items
}

/// True when one of the items is among the named ones, or does not work without one of them.
fn reaches(plan: &Plan, from: &[Id<ConfigurationItem>], named: &[Id<ConfigurationItem>]) -> bool {
    let mut seen: SortedSet<&Id<ConfigurationItem>> = SortedSet::new();
    let mut waiting: Vec<&Id<ConfigurationItem>> = from.iter().gather();
    while let Some(here) = waiting.pop() {
        if named.contains(here) {
            return true;
        }
        if !seen.insert(here) {
            continue;
        }
        let own = plan.cis.get(here).map_or(&[][..], |ci| &ci.relations).iter();
        waiting.extend(own.filter(|relation| is_need(relation.kind)).map(|relation| &relation.to));
        let is_part = |ci: &&ConfigurationItem| {
            ci.relations.iter().any(|relation| relation.kind == RelationKind::PartOf && relation.to == *here)
        };
        waiting.extend(plan.cis.values().filter(is_part).map(|part| &part.id));
    }
    false
}

fn is_need(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::DependsOn | RelationKind::RunsOn)
}
