//! `quorum-out-of-reach`.

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, Proof, View, harm};
use crate::authority::{AskedAuthority, StandIn, Tally, dependent_people, requirement, stand_ins, tally};
use crate::gather::Gather;
use crate::model::{Board, Change, Command, Id, Person, Record, RecordRef, Vote};

rule! {
    /// The board that has to authorise a change can do so: enough of its members, and all mandatory ones, are
    /// independent of the change or have a delegate who is.
    ///
    /// # Why
    /// Nobody votes about what they requested, own or implement. Better to name a delegate now than to find in the
    /// meeting that nothing can be decided.
    ///
    /// # Fails
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann!,bob,carl quorum=3
    /// board ecab members=dan,eve kind=Emergency
    /// change C1 12T20..12T22 env=prod status=Assessed by=ann         #! quorum-out-of-reach
    /// change C2 12T20..12T22 env=prod status=Requested owner=carl    #! quorum-out-of-reach
    /// ```
    /// # Passes
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann!/eve,bob,carl quorum=2
    /// change C1 12T20..12T22 env=prod status=Assessed by=ann
    /// change C2 12T20..12T22 env=prod status=Requested owner=carl
    /// change C3 12T20..12T22 env=prod status=Scheduled owner=carl by=bob
    /// change C4 12T20..12T22 status=Requested owner=carl by=bob
    /// ```
    "quorum-out-of-reach", "The board cannot decide about it", Warning,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    use crate::model::ChangeStatus::{Assessed, Requested};
    if !matches!(change.status, Requested | Assessed) {
        return;
    }
    for board in boards_of(view, change) {
        let tally = counted(view, change, board);
        if tally.is_out_of_reach() {
            found.push(finding(view, change, board, &tally));
        }
    }
}

/// The boards that the policy asks.
fn boards_of<'a>(view: &View<'a>, change: &Change) -> Vec<&'a Board> {
    let plan = view.plan;
    let asked = requirement(plan, change).authorities.into_iter();
    asked
        .filter_map(|authority| match authority {
            AskedAuthority::Board(id) => plan.boards.get(&id),
            _ => None,
        })
        .gather()
}

fn counted(view: &View, change: &Change, board: &Board) -> Tally {
    let answers = view.index.answers(view.plan, &change.id);
    let latest = answers.latest(&AskedAuthority::Board(board.id));
    let votes: &[Vote] = latest.map_or(&[], |approval| &approval.votes);
    tally(board, votes, &dependent_people(change))
}

fn finding(view: &View, change: &Change, board: &Board, tally: &Tally) -> Finding {
    let title = |person: &Id<Person>| view.plan.title(&RecordRef::from(person)).to_owned();
    let barred: Vec<String> = tally.barred_mandatory.iter().map(title).gather();
    let why = if barred.is_empty() {
        let quorum = tally.quorum.max(1);
        let are = if tally.members == 1 { "is" } else { "are" };
        format!("{} of its members {are} independent of it and {quorum} have to vote", tally.members)
    } else {
        format!("{} must vote and is not independent of it", list(&barred))
    };
    let of = RecordRef::from(&board.id);
    let people = dependent_people(change).into_iter().filter(|person| {
        board
            .members
            .iter()
            .any(|member| member.person == *person || member.delegate.as_ref() == Some(person))
    });
    let fact = |person: Id<Person>| Proof::Fact {
        of: RecordRef::from(&person),
        text: "is not independent".to_owned(),
    };
    Finding {
        span: change.planned,
        proof: people.map(fact).chain([Proof::Fact { of, text: why.clone() }]).gather(),
        related: vec![of],
        cause: of,
        harm: harm(view.weight(change), change.planned.map_or(3600, |planned| planned.seconds())),
        ..view.finding(
            &RULE,
            RecordRef::from(&change.id),
            format!("{} cannot decide about {}: {why}.", board.name, change.title()),
        )
    }
}

/// Naming delegates for those who must not vote: one where one is enough, otherwise all that there are.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let board = finding.related.first().and_then(|of| view.plan.boards.get(&of.id_of()?));
    let Some((change, board)) = view.change(&finding.subject).zip(board) else { return Vec::new() };
    let proposals = stand_ins(view.plan, change, &AskedAuthority::Board(board.id));
    let singles = proposals.iter().map(std::slice::from_ref);
    let mut fixes: Vec<Fix> = singles.filter_map(|one| naming(view, change, board, one)).gather();
    if fixes.is_empty() {
        fixes.extend(naming(view, change, board, &proposals));
    }
    fixes
}

/// Naming these as delegates; `None` where the board could still not decide.
fn naming(view: &View, change: &Change, board: &Board, stand_ins: &[StandIn]) -> Option<Fix> {
    let title = |person: &Id<Person>| view.plan.title(&RecordRef::from(person)).to_owned();
    let mut named = board.clone();
    for stand_in in stand_ins {
        for member in named.members.iter_mut().filter(|member| member.person == stand_in.for_member) {
            member.delegate = Some(stand_in.person);
        }
    }
    if counted(view, change, &named).is_out_of_reach() {
        return None;
    }
    let pairs = stand_ins.iter().map(|it| (title(&it.person), title(&it.for_member)));
    let names: Vec<String> =
        pairs.map(|(person, member)| format!("{person} as the delegate of {member}")).gather();
    Some(Fix { label: format!("Name {}", list(&names)).into(), command: Command::Edit(named.into()) })
}
