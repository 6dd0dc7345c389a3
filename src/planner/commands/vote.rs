//! Votes about an approval.

use super::answer::{
    approve, authority_of, instead, is_being_talked_about, person_name, reject, verdict, waited_for,
};
use super::called;
use crate::authority::{AskedAuthority, Verdict, may_vote, voters};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Approval, ApprovalStatus, Change, Diff, Extra, Id, Person, Plan, Record, RecordRef, Vote, VoteChoice,
};
use crate::planner::{Context, Refusal, Step};

/// What is asked.
pub(in crate::planner) struct Cast<'a> {
    pub(in crate::planner) approval: &'a Id<Approval>,
    pub(in crate::planner) person: &'a Option<Id<Person>>,
    pub(in crate::planner) on_behalf_of: &'a Option<Id<Person>>,
    pub(in crate::planner) choice: VoteChoice,
    pub(in crate::planner) note: &'a str,
}

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, cast: &Cast, context: &Context) -> Result<Step, Refusal> {
    let (approval, change) = waited_for(plan, cast.approval)?;
    let person = cast.person.as_ref().or(context.actor.as_ref()).ok_or(Refusal::NoActor)?;
    let on_behalf_of = cast.on_behalf_of.as_ref();
    has_a_vote(plan, change, approval, person, on_behalf_of)?;
    if cast.choice == VoteChoice::Reject && cast.note.trim().is_empty() {
        return Err(Refusal::NoRejectionReason);
    }
    if cast.choice == VoteChoice::ApproveWithConditions && cast.note.trim().is_empty() {
        return Err(Refusal::NoNote);
    }
    let mut voted = approval.clone();
    voted.votes.push(Vote {
        person: *person,
        on_behalf_of: on_behalf_of.cloned(),
        choice: cast.choice,
        at: context.now,
        note: cast.note.to_owned(),
        extra: Extra::new(),
    });
    let mut diff = Diff::default();
    let verdict = match is_being_talked_about(plan, approval) {
        true => Verdict::Open,
        false => verdict(plan, change, &voted),
    };
    match verdict {
        Verdict::Open => diff.set(plan, voted.into()),
        Verdict::Approved => {
            let given = match voted.conditions() {
                none if none.is_empty() => altered!(voted, status: ApprovalStatus::Approved),
                note => altered!(voted, status: ApprovalStatus::ApprovedWithConditions, note),
            };
            approve(plan, &mut diff, given, change, context.now);
        }
        Verdict::Rejected => {
            let note = rejections(&voted);
            reject(plan, &mut diff, altered!(voted, note), change, context.now);
        }
    }
    let name = person_name(plan, person);
    let label = format!(
        "{name}: {} {}",
        cast.choice.label().to_ascii_lowercase(),
        called(&RecordRef::from(&change.id))
    );
    Ok(Step { label, diff })
}

/// Whether a person can vote about an approval: independent of the change, and a member of who is asked or the
/// delegate of the member they name.
pub(super) fn has_a_vote(
    plan: &Plan,
    change: &Change,
    approval: &Approval,
    person: &Id<Person>,
    on_behalf_of: Option<&Id<Person>>,
) -> Result<(), Refusal> {
    let authority = authority_of(approval);
    let title = || change.title().to_owned();
    if let Err(dependence) = may_vote(plan, change, person) {
        return Err(Refusal::not_independent(
            &person_name(plan, person),
            dependence.verb(),
            &title(),
            &instead(plan, change, &authority),
        ));
    }
    let anybody = match &authority {
        AskedAuthority::Board(id) => plan.boards.get(id).is_none_or(|board| board.members.is_empty()),
        AskedAuthority::EnvironmentManager(_) => {
            voters(plan, change, &authority).is_empty() && !has_manager(plan, &authority)
        }
        AskedAuthority::Nobody | AskedAuthority::UnnamedBoard => true,
    };
    let seat = (*person, on_behalf_of.cloned());
    if (anybody && on_behalf_of.is_none()) || voters(plan, change, &authority).contains(&seat) {
        return Ok(());
    }
    let instead = instead(plan, change, &authority);
    Err(Refusal::no_voter(&person_name(plan, person), &title(), &instead))
}

fn has_manager(plan: &Plan, authority: &AskedAuthority) -> bool {
    let AskedAuthority::EnvironmentManager(id) = authority else { return false };
    plan.environments
        .get(id)
        .is_some_and(|environment| environment.owner.is_some() || environment.group.is_some())
}

/// The reasons of those who rejected.
fn rejections(approval: &Approval) -> String {
    let against = approval.votes.iter().filter(|vote| vote.choice == VoteChoice::Reject);
    let reasons: Vec<&str> = against.map(|vote| vote.note.trim()).filter(|note| !note.is_empty()).gather();
    reasons.join("; ")
}
