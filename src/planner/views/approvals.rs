//! Who has to authorise a change, what they were asked and have answered, and who can vote now.

use super::findings_proof::Named;
use super::frame::to_minute;
use crate::authority::{
    AskedAuthority, Authorisation, authorisation, content_of, dependent_people, differences, may_vote,
    missing_evidence, requirement, stand_ins, still_covers, tally, voters,
};
use crate::gather::Gather;
use crate::model::{
    Approval, ApprovalStatus, Change, Command, Id, Person, Plan, RecordRef, Vote, VoteChoice,
};
use crate::order::Arrange;
use crate::planner::commands::decide_item::shortfall;
use crate::planner::guards::name_of;
use crate::planner::{Missing, Place, Refusal, Workbench, title_of};
use crate::rules::wording;
use crate::time::Zone;

/// What the policy asks of a change, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthoriseView {
    /// Whether it is authorised, in a word or two.
    pub headline: String,
    /// It is.
    pub is_given: bool,
    /// Whom the policy asks; empty for nobody.
    pub asked: Vec<String>,
    /// How long before the window, in words; empty for no lead time.
    pub lead_time: String,
    /// What the policy wants to see that is not there.
    pub evidence: Vec<String>,
    /// Why they cannot be asked now; empty when they can.
    pub ask: Vec<Missing>,
    /// The requests, the last one first.
    pub approvals: Vec<ApprovalView>,
}

/// A request for approval with its answers.
#[derive(Debug, Clone, PartialEq)]
pub struct ApprovalView {
    /// The request.
    pub id: Id<Approval>,
    /// The board or environment that is asked; the change itself where nobody is named.
    pub who: Named,
    /// Where it is.
    pub status: ApprovalStatus,
    /// When it was asked and answered.
    pub line: String,
    /// Until when it has to be answered; empty for no deadline.
    pub due: String,
    /// The deadline has passed and nobody has answered.
    pub is_late: bool,
    /// Conditions or reason.
    pub note: String,
    /// Each member's seat, or each vote where a board has no members.
    pub seats: Vec<Seat>,
    /// How the votes stand; empty once it is answered.
    pub tally: String,
    /// What made it void, in words; empty when it is not void.
    pub void_reason: String,
    /// What differs between what was approved and the change as it is now.
    pub differences: Vec<DifferenceLine>,
    /// Who could be named a delegate where nobody independent is left.
    pub stand_ins: Vec<String>,
    /// Why who acts cannot vote; empty when they can.
    pub refusal: Vec<Missing>,
}

/// A place at the table, with the vote that was cast from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    /// The member.
    pub member: Named,
    /// Nothing is decided without it.
    pub mandatory: bool,
    /// What was said; nothing yet when absent.
    pub choice: Option<VoteChoice>,
    /// Who cast it when, and why.
    pub line: String,
    /// Who can cast it now: the member, the delegate.
    pub casts: Vec<Cast>,
    /// Why nobody can; empty when somebody can.
    pub barred: String,
}

/// Somebody who can cast the vote of a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    /// Who.
    pub person: Id<Person>,
    /// The member they stand for, when it is not themselves.
    pub on_behalf_of: Option<Id<Person>>,
    /// What people call them.
    pub name: String,
    /// Who acts is this person.
    pub is_actor: bool,
}

impl Cast {
    /// The command that casts the vote.
    #[must_use]
    pub fn command(&self, approval: &Id<Approval>, choice: VoteChoice, note: &str) -> Command {
        Command::Vote {
            approval: *approval,
            person: Some(self.person),
            on_behalf_of: self.on_behalf_of,
            choice,
            note: note.to_owned(),
        }
    }
}

/// A field that is not what was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceLine {
    /// Which.
    pub field: String,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// Who authorises a change, and how far that is.
#[must_use]
pub fn authorise(bench: &Workbench, change: &Change) -> AuthoriseView {
    let plan = bench.plan();
    let required = requirement(plan, change);
    let state = authorisation(plan, change, bench.now());
    let asked: Vec<String> = match required.asks_somebody() {
        true => required.authorities.iter().map(|authority| name_of(plan, authority)).gather(),
        false => Vec::new(),
    };
    let headline = match &state {
        Authorisation::Given => "Authorised".to_owned(),
        Authorisation::NotNeeded => "Nobody has to authorise it".to_owned(),
        Authorisation::Pending(open) => {
            let names: Vec<String> = open.iter().map(|one| name_of(plan, &one.authority)).gather();
            format!("Waits for {}", wording::list(&names))
        }
        Authorisation::Rejected => "Rejected".to_owned(),
        Authorisation::Void => "Its approval is void".to_owned(),
        Authorisation::Missing => "Not asked for yet".to_owned(),
    };
    let mut approvals: Vec<&Approval> =
        plan.approvals.values().filter(|approval| approval.change == change.id).gather();
    approvals.arrange_by(|a, b| (b.requested_at, &b.id).cmp(&(a.requested_at, &a.id)));
    AuthoriseView {
        headline,
        is_given: state.is_enough(),
        asked,
        lead_time: match required.lead_time_days {
            0 => String::new(),
            days => wording::working_days(i64::from(days)),
        },
        evidence: missing_evidence(plan, change).iter().map(|one| one.label().to_owned()).gather(),
        ask: missing_for(bench, &Command::AskApproval { change: change.id }, &change.id),
        approvals: approvals.into_iter().map(|approval| approval_view(bench, change, approval)).gather(),
    }
}

/// The request of a board about a change that is being talked about: the last one.
#[must_use]
pub fn of_board(bench: &Workbench, change: &Change, board: &RecordRef) -> Option<ApprovalView> {
    let id = board.id_of();
    let of_board = bench.plan().approvals.values().filter(|approval| {
        approval.change == change.id && approval.board == id && approval.status != ApprovalStatus::Withdrawn
    });
    let last = of_board.max_by_key(|approval| (approval.requested_at, &approval.id))?;
    Some(approval_view(bench, change, last))
}

/// What a command lacks, each with where it is mended; empty when it can be carried out.
#[must_use]
pub fn missing_for(bench: &Workbench, command: &Command, about: &Id<Change>) -> Vec<Missing> {
    match bench.can(command) {
        Ok(_) | Err(Refusal::Nothing) => Vec::new(),
        Err(Refusal::NoActor) => {
            vec![Missing::at(Place::Actor, "choose who you are, in the bar above, to vote")]
        }
        Err(refusal) if refusal.missing().is_empty() => {
            vec![Missing::at(Place::Record(RecordRef::from(about)), refusal.to_string())]
        }
        Err(refusal) => refusal.missing().to_vec(),
    }
}

fn approval_view(bench: &Workbench, change: &Change, approval: &Approval) -> ApprovalView {
    let plan = bench.plan();
    let zone = plan.settings.zone;
    let of = match (&approval.board, &approval.environment) {
        (Some(board), _) => RecordRef::from(board),
        (None, Some(environment)) => RecordRef::from(environment),
        (None, None) => RecordRef::from(&change.id),
    };
    let authority = match (&approval.board, &approval.environment) {
        (Some(board), _) => AskedAuthority::Board(*board),
        (None, Some(environment)) => AskedAuthority::EnvironmentManager(*environment),
        (None, None) => AskedAuthority::UnnamedBoard,
    };
    let is_pending = approval.status.is_pending();
    let moment = |at| wording::moment(to_minute(at), zone);
    let said = [
        approval.requested_at.map(|at| format!("asked {}", moment(at))),
        approval.decided_at.map(|at| format!("answered {}", moment(at))),
        approval.voided_at.map(|at| format!("void since {}", moment(at))),
    ];
    let was_approved = approval.status.is_given() || approval.status == ApprovalStatus::Void;
    let outdated = still_covers(plan, approval, change).err().filter(|_| was_approved);
    let differences = match (&outdated, &approval.content) {
        (Some(_), Some(content)) => differences(content, &content_of(change)),
        _ => Vec::new(),
    };
    let lines = differences.iter().map(|one| DifferenceLine {
        field: one.field.label().to_owned(),
        before: wording::shown(&one.before, zone),
        after: wording::shown(&one.after, zone),
    });
    let vote = Command::Vote {
        approval: approval.id,
        person: None,
        on_behalf_of: None,
        choice: VoteChoice::Approve,
        note: String::new(),
    };
    let seats = seats(bench, change, approval, &authority);
    let can_cast = seats.iter().flat_map(|seat| &seat.casts).any(|cast| cast.is_actor);
    let has_no_seat = is_pending && !can_cast;
    let stand_ins = if is_pending { stand_ins(plan, change, &authority) } else { Vec::new() };
    let name = |id: &Id<Person>| title_of(plan, id);
    ApprovalView {
        id: approval.id,
        who: Named {
            name: if of.id_of() == Some(change.id) { name_of(plan, &authority) } else { title_of(plan, of) },
            record: of,
        },
        status: approval.status,
        line: said.into_iter().flatten().gather::<Vec<_>>().join(", "),
        due: approval.due.map_or_else(String::new, moment),
        is_late: is_pending && approval.due.is_some_and(|due| due < bench.now()),
        note: approval.note.clone(),
        tally: if is_pending { standing(plan, change, approval) } else { String::new() },
        void_reason: approval.void_reason.clone(),
        differences: lines.gather(),
        stand_ins: stand_ins
            .iter()
            .map(|one| format!("{} for {}", name(&one.person), name(&one.for_member)))
            .gather(),
        refusal: if has_no_seat { missing_for(bench, &vote, &change.id) } else { Vec::new() },
        seats,
    }
}

/// "1 approves, 1 of 2 that it needs; the vote of Ann is missing".
fn standing(plan: &Plan, change: &Change, approval: &Approval) -> String {
    let Some(board) = approval.board.as_ref().and_then(|id| plan.boards.get(id)) else {
        return String::new();
    };
    let tally = tally(board, &approval.votes, &dependent_people(change));
    let counted = format!("{} approve, {} reject, {} abstain", tally.approve, tally.reject, tally.abstain);
    match tally.verdict {
        crate::authority::Verdict::Approved => format!("{counted}: carried"),
        _ => format!("{counted}: {}", shortfall(plan, &tally)),
    }
}

fn seats(bench: &Workbench, change: &Change, approval: &Approval, authority: &AskedAuthority) -> Vec<Seat> {
    let plan = bench.plan();
    let zone = plan.settings.zone;
    let board = approval.board.as_ref().and_then(|id| plan.boards.get(id));
    let members = board.map_or(&[][..], |board| &board.members);
    let is_open = approval.status.is_pending() && !change.on_hold;
    let actor = bench.actor();
    let name = |id: &Id<Person>| title_of(plan, id);
    let cast = |person: &Id<Person>, on_behalf_of: Option<&Id<Person>>| Cast {
        person: *person,
        on_behalf_of: on_behalf_of.cloned(),
        name: name(person),
        is_actor: actor == Some(person),
    };
    let free = |person: &&Id<Person>| may_vote(plan, change, person).is_ok();
    let seat = |member: &Id<Person>, mandatory: bool, vote: Option<&Vote>, casts: Vec<Cast>| Seat {
        member: Named { record: RecordRef::from(member), name: name(member) },
        mandatory,
        choice: vote.map(|vote| vote.choice),
        line: vote.map_or_else(String::new, |vote| vote_line(plan, vote, zone)),
        barred: match may_vote(plan, change, member) {
            Err(dependence) if casts.is_empty() && is_open => {
                format!("{} it, so has no vote", dependence.verb())
            }
            _ => String::new(),
        },
        casts,
    };
    if !members.is_empty() {
        let seats = members.iter().map(|member| {
            let own = Some(&member.person).filter(free).map(|person| cast(person, None));
            let delegate = member.delegate.as_ref().filter(free);
            let delegated = delegate.map(|person| cast(person, Some(&member.person)));
            let is_for = |vote: &&Vote| match &vote.on_behalf_of {
                None => vote.person == member.person,
                Some(person) => *person == member.person,
            };
            let vote = approval.votes.iter().rfind(is_for);
            let casts = if is_open { own.into_iter().chain(delegated).gather() } else { Vec::new() };
            seat(&member.person, member.mandatory, vote, casts)
        });
        return seats.gather();
    }
    let mut seats: Vec<Seat> =
        approval.votes.iter().map(|vote| seat(&vote.person, false, Some(vote), Vec::new())).gather();
    let able = voters(plan, change, authority);
    let anybody = able.is_empty() && board.is_some() || *authority == AskedAuthority::UnnamedBoard;
    let acting = actor.filter(|_| anybody).filter(free).map(|person| (*person, None));
    for (person, on_behalf_of) in able.into_iter().chain(acting).filter(|_| is_open) {
        seats.push(seat(&person, false, None, vec![cast(&person, on_behalf_of.as_ref())]));
    }
    seats
}

/// "Eve for Bob, Thu 3 Dec 2026 14:05: waits for the vendor".
fn vote_line(plan: &Plan, vote: &Vote, zone: Zone) -> String {
    let name = |id: &Id<Person>| title_of(plan, id);
    let by = match &vote.on_behalf_of {
        Some(member) => format!("{} for {}, ", name(&vote.person), name(member)),
        None => String::new(),
    };
    let note = if vote.note.is_empty() { String::new() } else { format!(": {}", vote.note) };
    format!("{by}{}{note}", wording::moment(to_minute(vote.at), zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        now 2T10
        environment prod Controlled
        ci db env=prod
        person ann
        person bob
        person eve
        board cab \"CAB\" members=ann!,bob/eve Percentage percent=100 quorum=1
        change C1 20T20..20T22 on=db env=prod owner=bob status=Assessed requested=1 plan=x backout=y
        approval A1 change=C1 board=cab requested=1T10
        change C2 21T20..21T22 on=db env=prod status=Authorised authorised=1 plan=x backout=y
        approval A2 change=C2 board=cab status=Void votes=ann:Approve of=20T20..20T22 decided=1T12
    ";

    fn bench(actor: &str) -> Workbench {
        Workbench::of_notation(PLAN, Some(actor))
    }

    fn view(bench: &Workbench, id: &str) -> AuthoriseView {
        authorise(bench, bench.plan().changes.get(&Id::lenient(id)).unwrap())
    }

    #[test]
    fn a_seat_says_who_can_vote_from_it() {
        let bench = bench("eve");
        let shown = view(&bench, "C1");
        assert_eq!(shown.headline, "Waits for CAB");
        let approval = shown.approvals.first().unwrap();
        let seats: Vec<(&str, bool, Vec<&str>)> = approval
            .seats
            .iter()
            .map(|seat| {
                let casts = seat.casts.iter().map(|cast| cast.name.as_str()).collect();
                (seat.member.name.as_str(), seat.mandatory, casts)
            })
            .collect();
        assert_eq!(seats, [("ann", true, vec!["ann"]), ("bob", false, vec!["eve"])], "bob owns it");
        assert!(approval.refusal.is_empty(), "{:?}", approval.refusal);
        assert!(approval.tally.contains("the vote of ann is missing"), "{}", approval.tally);
    }

    #[test]
    fn a_vote_is_cast_from_a_seat() {
        let mut bench = bench("eve");
        let shown = view(&bench, "C1");
        let approval = shown.approvals.first().unwrap();
        for seat in &approval.seats {
            let cast = seat.casts.first().unwrap();
            bench.run(&cast.command(&approval.id, VoteChoice::Approve, "")).unwrap();
        }
        let after = view(&bench, "C1");
        assert!(after.is_given, "{after:?}");
        let lines: Vec<&str> =
            after.approvals.iter().flat_map(|one| &one.seats).map(|seat| seat.line.as_str()).collect();
        assert!(lines.iter().any(|line| line.starts_with("eve for bob, ")), "{lines:?}");
    }

    #[test]
    fn nobody_and_those_without_a_seat_are_told_what_to_do() {
        let refusal = |actor: &str| view(&bench(actor), "C1").approvals.first().unwrap().refusal.clone();
        assert_eq!(refusal("").first().map(|one| &one.place), Some(&Place::Actor));
        assert!(refusal("bob").first().is_some_and(|one| one.what.contains("bob owns")));
    }

    #[test]
    fn a_void_approval_shows_what_is_not_as_it_was_approved() {
        let shown = view(&bench("ann"), "C2");
        assert_eq!(shown.headline, "Its approval is void");
        let fields: Vec<&str> =
            shown.approvals.iter().flat_map(|one| &one.differences).map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["planned window"]);
    }
}
