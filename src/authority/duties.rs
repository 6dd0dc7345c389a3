//! Separation of duties: nobody approves what they requested, own or implement; and who else may act.

use crate::gather::Gather;
use crate::model::{Approval, BoardMember, Change, Id, Person, Plan};

use super::AskedAuthority;
use super::votes::{Verdict, tally};

/// Why somebody must not vote about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependence {
    /// They asked for it.
    Requester,
    /// They answer for it.
    Owner,
    /// They do it.
    Implementer,
}

impl Dependence {
    /// What they do to the change, as a sentence has it: "Ann requested it".
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Dependence::Requester => "requested",
            Dependence::Owner => "owns",
            Dependence::Implementer => "implements",
        }
    }
}

/// Separation of duties: whether a person may vote about a change, for themselves or for somebody else.
pub fn may_vote(_plan: &Plan, change: &Change, person: &Id<Person>) -> Result<(), Dependence> {
    if change.requester.as_ref() == Some(person) {
        Err(Dependence::Requester)
    } else if change.owner.as_ref() == Some(person) {
        Err(Dependence::Owner)
    } else if change.implementers.contains(person) {
        Err(Dependence::Implementer)
    } else {
        Ok(())
    }
}

/// Everybody who must not vote about a change, each once.
#[must_use]
pub fn dependent_people(change: &Change) -> Vec<Id<Person>> {
    let people = change.requester.iter().chain(&change.owner).chain(&change.implementers);
    let mut people: Vec<Id<Person>> = people.cloned().gather();
    people.sort_unstable();
    people.dedup();
    people
}

/// Somebody who can vote for an authority about a change.
pub type Voter = (Id<Person>, Option<Id<Person>>);

/// Who can vote for an authority about a change: each independent member, and for each member the independent
/// delegate with the member they stand for. Empty for an authority of which nobody is named: then anybody
/// independent can.
#[must_use]
pub fn voters(plan: &Plan, change: &Change, authority: &AskedAuthority) -> Vec<Voter> {
    let is_free = |person: &Id<Person>| may_vote(plan, change, person).is_ok();
    match authority {
        AskedAuthority::Nobody | AskedAuthority::UnnamedBoard => Vec::new(),
        AskedAuthority::Board(id) => {
            let members = plan.boards.get(id).map_or(&[][..], |board| &board.members);
            let own = members.iter().map(|member| (member.person, None));
            let delegated = members.iter().filter_map(|member| Some((member.delegate?, Some(member.person))));
            own.chain(delegated).filter(|(person, _)| is_free(person)).gather()
        }
        AskedAuthority::EnvironmentManager(_) => {
            managers(plan, authority).into_iter().filter(is_free).map(|person| (person, None)).gather()
        }
    }
}

/// The owner of the environment and the members of the team that answers for it, whether independent or not.
pub(super) fn managers(plan: &Plan, authority: &AskedAuthority) -> Vec<Id<Person>> {
    let AskedAuthority::EnvironmentManager(id) = authority else { return Vec::new() };
    let Some(environment) = plan.environments.get(id) else { return Vec::new() };
    let team = environment.group.as_ref().and_then(|group| plan.groups.get(group));
    let team = team.map_or(&[][..], |group| &group.members);
    let mut people: Vec<Id<Person>> = environment.owner.iter().chain(team).cloned().gather();
    people.dedup();
    people
}

/// Somebody independent who could be named a delegate, where those who are named cannot vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// Who.
    pub person: Id<Person>,
    /// The member whose delegate they could be.
    pub for_member: Id<Person>,
}

/// Who could stand in for the members of a board who must not vote about the change and have no independent delegate:
/// independent delegates of other members first, then members of other boards and their delegates. Each of them once,
/// mandatory members first.
#[must_use]
pub fn stand_ins(plan: &Plan, change: &Change, authority: &AskedAuthority) -> Vec<StandIn> {
    let AskedAuthority::Board(id) = authority else { return Vec::new() };
    let Some(board) = plan.boards.get(id) else { return Vec::new() };
    let is_free = |person: &Id<Person>| may_vote(plan, change, person).is_ok();
    let is_barred =
        |member: &&BoardMember| !is_free(&member.person) && !member.delegate.as_ref().is_some_and(is_free);
    let mut barred: Vec<&BoardMember> = board.members.iter().filter(is_barred).gather();
    barred.sort_by_key(|member| !member.mandatory);
    let is_member = |person: &Id<Person>| board.members.iter().any(|member| member.person == *person);
    let delegates = board.members.iter().filter_map(|member| member.delegate.as_ref());
    let others = plan.boards.values().filter(|other| other.id != *id).flat_map(|other| &other.members);
    let others = others.flat_map(|member| [Some(&member.person), member.delegate.as_ref()]).flatten();
    let mut able: Vec<&Id<Person>> = Vec::new();
    for person in delegates.chain(others) {
        if is_free(person) && !is_member(person) && !able.contains(&person) {
            able.push(person);
        }
    }
    let pairs = barred.into_iter().zip(able);
    pairs.map(|(member, person)| StandIn { person: *person, for_member: member.person }).gather()
}

/// Whether an approval that was given is carried by independent people, as the change is now; otherwise the people who
/// approved and are dependent.
///
/// An approval without votes is believed: it comes from a plan that did not keep them. Where somebody who approved has
/// become dependent since, the votes are counted again without them.
pub fn independent_approvers(
    plan: &Plan,
    change: &Change,
    approval: &Approval,
) -> Result<(), Vec<(Id<Person>, Dependence)>> {
    let mut dependent: Vec<(Id<Person>, Dependence)> = Vec::new();
    for vote in approval.votes.iter().filter(|vote| vote.choice.approves()) {
        if let Err(dependence) = may_vote(plan, change, &vote.person)
            && !dependent.iter().any(|(person, _)| *person == vote.person)
        {
            dependent.push((vote.person, dependence));
        }
    }
    if dependent.is_empty() || carried_without_dependents(plan, change, approval) {
        return Ok(());
    }
    Err(dependent)
}

fn carried_without_dependents(plan: &Plan, change: &Change, approval: &Approval) -> bool {
    let excluded = dependent_people(change);
    match approval.board.as_ref().and_then(|id| plan.boards.get(id)) {
        Some(board) => tally(board, &approval.votes, &excluded).verdict == Verdict::Approved,
        None => {
            let is_free = |person: &Id<Person>| !excluded.contains(person);
            approval.votes.iter().any(|vote| vote.choice.approves() && is_free(&vote.person))
        }
    }
}
