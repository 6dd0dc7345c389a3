//! From votes to an answer: first answer, all, percentage; quorum, mandatory members, delegates.
//!
//! Pure arithmetic over one board and its votes, so that small boards can be tested completely.

use crate::gather::Gather;
use crate::model::{Board, BoardMember, Id, Person, Vote, VoteChoice, VotingRule};

/// What the votes say so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet.
    Open,
    /// Approved.
    Approved,
    /// Rejected.
    Rejected,
}

/// The votes of one approval, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// What they say.
    pub verdict: Verdict,
    /// Members who approve.
    pub approve: u32,
    /// Members who reject.
    pub reject: u32,
    /// Members who abstain; they count towards the quorum.
    pub abstain: u32,
    /// Members who can vote: independent themselves, or with an independent delegate.
    pub members: u32,
    /// Anybody independent can vote: the board has no members.
    pub open_to_all: bool,
    /// How many have to approve; 0 when the first answer decides.
    pub needed: u32,
    /// How many have to vote before anything is decided.
    pub quorum: u32,
    /// Mandatory members whose vote is missing, in the board's order.
    pub missing_mandatory: Vec<Id<Person>>,
    /// Mandatory members for whom nobody independent can vote.
    pub barred_mandatory: Vec<Id<Person>>,
}

impl Tally {
    /// Members who voted.
    #[must_use]
    pub fn voted(&self) -> u32 {
        self.approve + self.reject + self.abstain
    }

    /// True when enough members voted and all mandatory ones did.
    #[must_use]
    pub fn has_quorum(&self) -> bool {
        self.quorum <= self.voted() && self.missing_mandatory.is_empty() && self.barred_mandatory.is_empty()
    }

    /// True when those who can vote are too few for the quorum, or a mandatory member cannot vote and nobody can for
    /// them: whatever they say, nothing will be decided.
    #[must_use]
    pub fn is_out_of_reach(&self) -> bool {
        self.verdict == Verdict::Open
            && !self.open_to_all
            && (self.members < self.quorum.max(1) || !self.barred_mandatory.is_empty())
    }
}

/// How many approvals a percentage of so many members needs: rounded half up, so 50 % of 3 is 2, 2.49 is 2 and 2.5
/// is 3. 0 means that the first answer decides; more than 100 % is 100 %.
#[must_use]
pub fn needed_approvals(percentage: u32, members: u32) -> u32 {
    let hundredths = u64::from(percentage.min(100)) * u64::from(members);
    u32::try_from((hundredths + 50) / 100).unwrap_or(members)
}

/// Counts the votes about a change. `excluded` are those who must not vote about it; their votes do not count, for
/// themselves or for others. A member who is excluded can be replaced by a delegate who is not.
///
/// Of several votes for one member the last in the list counts. Votes of people who are neither members nor their
/// delegates do not. A board without members counts every independent person as one, and the first answer decides.
#[must_use]
pub fn tally(board: &Board, votes: &[Vote], excluded: &[Id<Person>]) -> Tally {
    let seats = seats(board, votes, excluded);
    let can_vote = |seat: &&Seat| seat.can_vote;
    let members = count(seats.iter().filter(can_vote).count());
    let choices: Vec<VoteChoice> = {
        let mut cast: Vec<(usize, VoteChoice)> = seats.iter().filter_map(|seat| seat.vote).gather();
        cast.sort_by_key(|(place, _)| *place);
        cast.into_iter().map(|(_, choice)| choice).gather()
    };
    let number_of = |wanted| count(choices.iter().filter(|choice| **choice == wanted).count());
    let of_mandatory = |seat: &&Seat| seat.mandatory && seat.vote.is_none();
    let (missing, barred): (Vec<&Seat>, Vec<&Seat>) =
        seats.iter().filter(of_mandatory).partition(|seat| seat.can_vote);
    let needed = match board.rule {
        _ if board.members.is_empty() => 0,
        VotingRule::FirstAnswer => 0,
        VotingRule::All => members.saturating_sub(number_of(VoteChoice::Abstain)),
        VotingRule::Percentage => needed_approvals(board.percentage, members),
    };
    let mut tally = Tally {
        verdict: Verdict::Open,
        approve: count(choices.iter().filter(|choice| choice.approves()).count()),
        reject: number_of(VoteChoice::Reject),
        abstain: number_of(VoteChoice::Abstain),
        members,
        open_to_all: board.members.is_empty(),
        needed,
        quorum: board.quorum,
        missing_mandatory: missing.into_iter().map(|seat| seat.member).gather(),
        barred_mandatory: barred.into_iter().map(|seat| seat.member).gather(),
    };
    if tally.has_quorum() {
        tally.verdict = verdict(board, &tally, &choices);
    }
    tally
}

/// What the votes say once there is a quorum. `choices` are in the order in which they were given.
fn verdict(board: &Board, tally: &Tally, choices: &[VoteChoice]) -> Verdict {
    let by_all = board.rule == VotingRule::All && !board.members.is_empty();
    if by_all && tally.reject != 0 {
        return Verdict::Rejected;
    }
    if by_all && tally.approve == 0 {
        return Verdict::Open;
    }
    if tally.needed == 0 && !by_all {
        return match choices.iter().find(|choice| **choice != VoteChoice::Abstain) {
            Some(VoteChoice::Approve | VoteChoice::ApproveWithConditions) => Verdict::Approved,
            Some(VoteChoice::Reject) => Verdict::Rejected,
            Some(VoteChoice::Abstain) | None => Verdict::Open,
        };
    }
    let still_to_come = tally.members.saturating_sub(tally.voted());
    if tally.needed <= tally.approve {
        Verdict::Approved
    } else if tally.approve + still_to_come < tally.needed {
        Verdict::Rejected
    } else {
        Verdict::Open
    }
}

/// One member's place, with the vote that counts for it and that vote's place in the list.
struct Seat {
    member: Id<Person>,
    mandatory: bool,
    can_vote: bool,
    vote: Option<(usize, VoteChoice)>,
}

fn seats(board: &Board, votes: &[Vote], excluded: &[Id<Person>]) -> Vec<Seat> {
    let is_free = |person: &Id<Person>| !excluded.contains(person);
    let mut seats: Vec<Seat> = Vec::new();
    if board.members.is_empty() {
        for (place, vote) in votes.iter().enumerate().filter(|(_, vote)| is_free(&vote.person)) {
            seats.retain(|seat| seat.member != vote.person);
            seats.push(Seat {
                member: vote.person,
                mandatory: false,
                can_vote: true,
                vote: Some((place, vote.choice)),
            });
        }
        return seats;
    }
    for member in &board.members {
        if let Some(seat) = seats.iter_mut().find(|seat| seat.member == member.person) {
            seat.mandatory |= member.mandatory;
            continue;
        }
        let counts = |vote: &Vote| is_free(&vote.person) && is_for(vote, member);
        let last = votes.iter().enumerate().rev().find(|(_, vote)| counts(vote));
        seats.push(Seat {
            member: member.person,
            mandatory: member.mandatory,
            can_vote: is_free(&member.person) || member.delegate.as_ref().is_some_and(is_free),
            vote: last.map(|(place, vote)| (place, vote.choice)),
        });
    }
    seats
}

/// True when the vote is the member's own, or their delegate's for them.
pub(super) fn is_for(vote: &Vote, member: &BoardMember) -> bool {
    match &vote.on_behalf_of {
        None => vote.person == member.person,
        Some(person) => *person == member.person && member.delegate.as_ref() == Some(&vote.person),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
