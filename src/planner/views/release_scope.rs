//! The scope of a release: its changes, which of them do not fit, and which others would.

use super::findings::mark;
use super::findings_proof::Named;
use crate::gather::Gather;
use crate::model::{
    Change, ChangeStatus, Command, CommonCharacteristics, Plan, RecordRef, Release, Risk, Severity,
};
use crate::planner::releasing::scope::{Grouping, groupings, offers, take_in};
use crate::planner::{Workbench, title_of};
use crate::rules::{characteristics, criteria, wording};

/// A change of the scope.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScopeLine {
    /// The change.
    pub change: Named,
    /// How it is authorised.
    pub kind: &'static str,
    /// How risky it is.
    pub risk: Risk,
    /// Where it is on its way.
    pub status: ChangeStatus,
    /// When it was authorised, in words; or that it was not.
    pub authorised: String,
    /// True when it may be done.
    pub is_authorised: bool,
    /// When it is planned, in words.
    pub window: String,
    /// The version that it deploys.
    pub version: String,
    /// Why it does not fit the others, in words; empty when it does.
    pub misfit: String,
    /// What concerns it.
    pub mark: Option<(Severity, usize)>,
}

/// A change that would fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    /// The change.
    pub change: Named,
    /// Why it fits, in words.
    pub reason: String,
    /// The command that takes it in.
    pub command: Command,
}

/// Changes that could go together.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupingView {
    /// What their release is or would be called.
    pub name: String,
    /// True when the release is there already.
    pub is_there: bool,
    /// Why they go together, in a sentence.
    pub reason: String,
    /// The changes.
    pub changes: Vec<Named>,
    /// The command that groups them.
    pub command: Command,
}

pub(super) fn scope_line(bench: &Workbench, release: &Release, change: &Change) -> ScopeLine {
    let view = bench.view();
    let zone = view.zone();
    let of = RecordRef::from(&change.id);
    let is_authorised = criteria::is_authorised(&view, change);
    let (_, lacks) = characteristics::compare(&view, &release.common, change);
    ScopeLine {
        change: Named { record: of, name: format!("{} {}", change.id, change.title) },
        kind: change.kind.label(),
        risk: change.risk,
        status: change.status,
        authorised: match change.authorised_at {
            Some(at) if is_authorised => wording::short_moment(at, zone),
            _ if is_authorised => "yes".to_owned(),
            _ => "not yet".to_owned(),
        },
        is_authorised,
        window: change.planned.map_or_else(String::new, |window| wording::span(window, zone)),
        version: change.deploys.as_ref().map_or_else(String::new, |deploys| deploys.version.clone()),
        misfit: lacks.join(", "),
        mark: mark(bench, &of),
    }
}

/// What changes have in common, in words: `service Billing`, `kind Standard or Normal`.
pub(super) fn common(plan: &Plan, common: &CommonCharacteristics) -> Vec<String> {
    let title = |of: RecordRef| title_of(plan, of);
    let any = |what: &str, names: Vec<String>| {
        (!names.is_empty()).then(|| format!("{what} {}", names.join(" or ")))
    };
    [
        any("service", common.services.iter().map(|id| title(RecordRef::from(id))).gather()),
        any("item", common.cis.iter().map(|id| title(RecordRef::from(id))).gather()),
        any("kind", common.kinds.iter().map(|kind| kind.label().to_owned()).gather()),
        any("team", common.groups.iter().map(|id| title(RecordRef::from(id))).gather()),
        any("label", common.labels.clone()),
        any("window", common.maintenance_window.iter().map(|id| title(RecordRef::from(id))).gather()),
    ]
    .into_iter()
    .flatten()
    .gather()
}

pub(super) fn offered(bench: &Workbench, release: &Release) -> Vec<Offered> {
    let plan = bench.plan();
    let found = offers(&bench.view(), release).into_iter().map(|offer| {
        let of = RecordRef::from(&offer.change);
        Offered {
            change: Named { name: format!("{} {}", offer.change, plan.title(&of)), record: of },
            reason: wording::list(&offer.reasons),
            command: take_in(plan, &release.id, std::slice::from_ref(&offer.change)),
        }
    });
    found.gather()
}

/// The releases that the plan proposes for the changes that are in none.
#[must_use]
pub fn proposed_groupings(bench: &Workbench) -> Vec<GroupingView> {
    let plan = bench.plan();
    let view = |grouping: Grouping| {
        let changes = grouping.changes.iter().map(|id| {
            let of = RecordRef::from(id);
            Named { name: format!("{id} {}", plan.title(&of)), record: of }
        });
        GroupingView {
            is_there: grouping.release.is_some(),
            changes: changes.gather(),
            command: grouping.command(plan),
            name: grouping.name,
            reason: grouping.reason,
        }
    };
    groupings(&bench.view()).into_iter().map(view).gather()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChangeKind, Id, notation};
    use crate::planner::views::release::release_page;

    #[test]
    fn what_does_not_fit_says_why_and_what_fits_is_offered() {
        let text = "
            release R live=30
            change A 29..30 on=db release=R kind=Normal status=Authorised
            change B 29..30 on=db kind=Standard status=Authorised
        ";
        let mut example = notation::parse(text).unwrap();
        let release = example.plan.releases.get(&Id::lenient("R")).unwrap().clone();
        let common = CommonCharacteristics {
            cis: vec![Id::lenient("db")],
            kinds: vec![ChangeKind::Standard],
            ..Default::default()
        };
        example.plan.put(Release { common, ..release }.into());
        let mut bench = Workbench::open(example.plan, example.now, None);
        let page = release_page(&bench, &Id::lenient("R")).unwrap();
        assert_eq!(page.common, ["item db", "kind Standard"]);
        assert_eq!(page.scope[0].misfit, "is Normal, not Standard");
        assert_eq!(page.offers[0].reason, "changes db and is Standard");
        bench.run(&page.offers[0].command.clone()).unwrap();
        let page = release_page(&bench, &Id::lenient("R")).unwrap();
        assert_eq!((page.scope.len(), page.offers.len()), (2, 0));
        assert!(proposed_groupings(&bench).is_empty());
    }
}
