//! `ci-relation-cycle`.

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, Graph, Proof, View};
use crate::gather::Gather;
use crate::model::{Command, ConfigurationItem, Id, RecordRef, RelationKind};
use crate::order::Arrange;

rule! {
    /// Configuration items do not depend on each other in a circle.
    ///
    /// # Why
    /// What needs itself can never be started. In a map it is nearly always a relation that was written the wrong way
    /// round, and every impact that is worked out over it is too large.
    ///
    /// # Fails
    /// ```plan
    /// ci app needs=db    #! ci-relation-cycle
    /// ci db runs-on=vm
    /// ci vm needs=app
    /// ```
    /// ```plan
    /// ci disk needs=farm    #! ci-relation-cycle
    /// ci farm
    /// ci shelf part-of=farm needs=disk
    /// ```
    /// # Passes
    /// ```plan
    /// ci app needs=db,vm
    /// ci db runs-on=vm
    /// ci vm connects=app
    /// ```
    "ci-relation-cycle", "Configuration items depend on each other in a circle", Warning,
    ConfigurationItem => check, mend,
}

fn check(view: &View, ci: &ConfigurationItem, found: &mut Vec<Finding>) {
    let graph = &view.index.graph;
    let others = circle(graph, &ci.id);
    // The first of them by id speaks for all.
    if others.is_empty() || others.iter().any(|other| *other < ci.id) {
        return;
    }
    let Some(cycle) = shortest(graph, &ci.id) else { return };
    let path: Vec<RecordRef> = cycle.iter().map(RecordRef::from).gather();
    let names: Vec<&str> = path.iter().map(|of| view.title(of)).gather();
    let sentence = match names.as_slice() {
        [one, _] => format!("{one} depends on itself."),
        [first, between @ .., _] => format!("{first} depends on itself through {}.", list(between)),
        _ => return,
    };
    let finding = view.report(&RULE, RecordRef::from(&ci.id), sentence, found);
    finding.related = others.iter().filter(|other| **other != ci.id).map(RecordRef::from).gather();
    finding.owners = path.iter().take(path.len() - 1).map(|of| view.owner(of)).gather();
    finding.proof.push(Proof::Path { records: path });
    finding.harm = others.len() as u64;
}

/// The items that need the item and that it needs, by id; the item itself too where it names itself. Empty when it is
/// in no circle.
fn circle(graph: &Graph, ci: &Id<ConfigurationItem>) -> Vec<Id<ConfigurationItem>> {
    let above = graph.dependents(ci);
    let below = graph.dependencies(ci);
    let itself = graph.needs_of(ci).filter(|needed| *needed == ci);
    let mut items: Vec<_> =
        above.keys().filter(|item| below.contains_key(*item)).chain(itself).cloned().gather();
    items.arrange();
    items
}

/// The shortest way round from the item over what it needs back to it; the item stands at both ends.
fn shortest(graph: &Graph, ci: &Id<ConfigurationItem>) -> Option<Vec<Id<ConfigurationItem>>> {
    let rounds = graph.needs_of(ci).filter_map(|needed| {
        if needed == ci {
            return Some(vec![*ci, *ci]);
        }
        // From the item up to what it needs, which it stops; read backwards, each needs the next.
        let mut round = graph.path(ci, needed)?;
        round.push(*ci);
        round.reverse();
        Some(round)
    });
    rounds.min_by_key(Vec::len)
}

/// Taking one relation of the circle away, where that opens it. The last one of the circle first: what closes it is most
/// often what is wrong.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(ci) = finding.subject.id_of::<ConfigurationItem>() else { return Vec::new() };
    let Some(cycle) = shortest(&view.index.graph, &ci) else { return Vec::new() };
    let steps = cycle.iter().zip(cycle.iter().skip(1)).rev();
    let fixes = steps.flat_map(|(needing, needed)| {
        let says = [without(view, needing, needed, false), without(view, needed, needing, true)];
        let names = (
            view.title(&RecordRef::from(needing)).to_owned(),
            view.title(&RecordRef::from(needed)).to_owned(),
        );
        says.into_iter().flatten().map(move |edited| (names.clone(), edited))
    });
    fixes
        .filter(|(_, edited)| circle(&Graph::with(view.plan, edited), &ci).is_empty())
        .map(|((needing, needed), edited)| Fix {
            label: format!("Let {needing} not depend on {needed}").into(),
            command: Command::Edit(edited.into()),
        })
        .take(2)
        .gather()
}

/// The item without its relations to another that make the one depend on the other; `None` when it has none.
fn without(
    view: &View,
    holder: &Id<ConfigurationItem>,
    to: &Id<ConfigurationItem>,
    as_part: bool,
) -> Option<ConfigurationItem> {
    let makes_it = |kind: RelationKind| match kind {
        RelationKind::DependsOn | RelationKind::RunsOn => !as_part,
        RelationKind::PartOf => as_part,
        RelationKind::ConnectsTo => false,
    };
    let before = view.plan.cis.get(holder)?;
    let mut after = before.clone();
    after.relations.retain(|relation| relation.to != *to || !makes_it(relation.kind));
    (after.relations.len() != before.relations.len()).then_some(after)
}
