//! Whether two windows of a change lie in one occurrence of a maintenance window.
//!
//! It walks the plan's relations itself and not the rules' graph, which stands above this module. Asked only when a
//! window was moved by less than the tolerance, so the walk may be slow.

use std::collections::BTreeSet;

use crate::model::{Change, ConfigurationItem, Id, Plan, RelationKind, Scope};
use crate::time::Interval;

/// True when one occurrence of a maintenance window that speaks about the change covers both windows.
pub(super) fn in_one_occurrence(plan: &Plan, change: &Change, one: Interval, other: Interval) -> bool {
    let both = one.hull(other);
    plan.maintenance_windows.values().any(|window| {
        window.when.occurrences(both).iter().any(|occurrence| occurrence.covers(both))
            && speaks_about(plan, &window.scope, change)
    })
}

fn speaks_about(plan: &Plan, scope: &Scope, change: &Change) -> bool {
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
    let named: BTreeSet<&Id<ConfigurationItem>> =
        of_services.flat_map(|service| &service.cis).chain(&scope.cis).collect();
    if change.cis.iter().any(|ci| named.contains(ci)) {
        return true;
    }
    scope.with_dependents && needs_any(plan, change, &scope.cis)
}

/// True when an item of the change does not work without one of the named items.
fn needs_any(plan: &Plan, change: &Change, named: &[Id<ConfigurationItem>]) -> bool {
    let mut seen: BTreeSet<&Id<ConfigurationItem>> = BTreeSet::new();
    let mut waiting: Vec<&Id<ConfigurationItem>> = change.cis.iter().collect();
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
