//! Boards with their meetings, a meeting with its agenda as it goes, and the pack that is printed of it.

use super::approvals::{ApprovalView, missing_for, of_board};
use super::change_page::{Brief, brief};
use super::findings::mark;
use super::findings_proof::Named;
use super::frame::to_minute;
use super::query::Query;
use crate::authority::{Answers, authorisation_by, deadline};
use crate::gather::Gather;
use crate::model::{
    AgendaItem, Board, BoardDecision, BoardKind, Change, ChangeKind, Command, Id, Meeting, MeetingStatus,
    Person, RecordRef, Severity, Table, VoteChoice, VotingRule,
};
use crate::order::Arrange;
use crate::planner::{Missing, Workbench, fresh_id, title_of};
use crate::rules::wording;
use crate::time::{Instant, Interval};

/// A board with its meetings.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardView {
    /// The board.
    pub of: RecordRef,
    /// What people call it.
    pub name: String,
    /// When it is asked.
    pub kind: &'static str,
    /// How votes become an answer.
    pub rule: String,
    /// Its members, with delegates.
    pub members: String,
    /// When it meets, in words; empty for no rule.
    pub meets: String,
    /// How many approvals wait for it.
    pub waiting: usize,
    /// Meetings that are going on or to come, the next one first; then the last few that are over.
    pub meetings: Vec<MeetingLine>,
    /// Emergency changes whose answer has a deadline, the next one first.
    pub deadlines: Vec<Deadline>,
}

/// A meeting in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingLine {
    /// The meeting.
    pub of: RecordRef,
    /// When it takes place.
    pub when: String,
    /// Where it is.
    pub status: MeetingStatus,
    /// How many changes are on its agenda.
    pub items: usize,
    /// About how many of them something was decided.
    pub decided: usize,
}

/// An emergency change whose board has to answer in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// The change.
    pub change: Named,
    /// Where it is.
    pub status: &'static str,
    /// Until when.
    pub due: String,
    /// How long that is, in words.
    pub left: String,
    /// It has passed.
    pub is_late: bool,
}

/// All boards, with what is to come.
#[must_use]
pub fn boards(bench: &Workbench) -> Vec<BoardView> {
    bench.plan().boards.values().map(|board| board_view(bench, board)).gather()
}

/// How many of the meetings that are over are listed.
const PAST: usize = 3;

fn board_view(bench: &Workbench, board: &Board) -> BoardView {
    let plan = bench.plan();
    let name = |id: &Id<Person>| title_of(plan, id);
    let members = board.members.iter().map(|member| {
        let delegate = member.delegate.as_ref().map_or_else(String::new, |id| format!(" ({})", name(id)));
        let must = if member.mandatory { "*" } else { "" };
        format!("{}{must}{delegate}", name(&member.person))
    });
    let mut open: Vec<&Meeting> = Vec::new();
    let mut past: Vec<&Meeting> = Vec::new();
    for meeting in plan.meetings.values().filter(|meeting| meeting.board == board.id) {
        match meeting.status {
            MeetingStatus::Planned | MeetingStatus::InProgress => open.push(meeting),
            MeetingStatus::Complete | MeetingStatus::Cancelled => past.push(meeting),
        }
    }
    open.arrange_by(|a, b| (a.window.start, &a.id).cmp(&(b.window.start, &b.id)));
    past.arrange_by(|a, b| (b.window.start, &b.id).cmp(&(a.window.start, &a.id)));
    past.truncate(PAST);
    open.extend(past);
    let pending = plan.approvals.values().filter(|approval| approval.status.is_pending());
    BoardView {
        of: RecordRef::from(&board.id),
        name: board.name.clone(),
        kind: board.kind.label(),
        rule: rule_of(board),
        members: members.gather::<Vec<_>>().join(", "),
        meets: board.meetings.as_ref().map_or_else(String::new, crate::time::RecurringWindow::describe),
        waiting: pending.filter(|approval| approval.board.as_ref() == Some(&board.id)).count(),
        meetings: open.into_iter().map(|meeting| meeting_line(bench, meeting)).gather(),
        deadlines: if board.kind == BoardKind::Emergency { deadlines(bench, board) } else { Vec::new() },
    }
}

/// "Two of three members, quorum 2".
fn rule_of(board: &Board) -> String {
    let rule = match board.rule {
        VotingRule::Percentage if board.percentage > 0 => format!("{} % of the members", board.percentage),
        VotingRule::Percentage => VotingRule::FirstAnswer.label().to_owned(),
        rule => rule.label().to_owned(),
    };
    if board.quorum == 0 { rule } else { format!("{rule}, quorum {}", board.quorum) }
}

fn meeting_line(bench: &Workbench, meeting: &Meeting) -> MeetingLine {
    MeetingLine {
        of: RecordRef::from(&meeting.id),
        when: wording::span(meeting.window, bench.plan().settings.zone),
        status: meeting.status,
        items: meeting.agenda.len(),
        decided: meeting.agenda.iter().filter(|item| item.decision.is_some()).count(),
    }
}

/// The emergency changes whose answer the board owes, by their deadlines.
fn deadlines(bench: &Workbench, board: &Board) -> Vec<Deadline> {
    let plan = bench.plan();
    let now = bench.now();
    let emergencies = plan.changes.values().filter(|change| change.kind == ChangeKind::Emergency);
    let mut open: Vec<(Instant, &Change)> = emergencies
        .filter_map(|change| {
            let answers = Answers::of(plan, &change.id);
            let is_asked = answers
                .approvals
                .iter()
                .any(|approval| approval.status.is_pending() && approval.board.as_ref() == Some(&board.id));
            let is_open = !authorisation_by(plan, change, &answers, now).is_enough();
            Some((deadline(plan, change, &answers)?, change)).filter(|_| is_asked && is_open)
        })
        .gather();
    open.arrange_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    let lines = open.into_iter().map(|(due, change)| Deadline {
        change: Named { record: RecordRef::from(&change.id), name: change.title.clone() },
        status: change.status.label(),
        due: wording::moment(to_minute(due), plan.settings.zone),
        left: wording::duration(due.seconds_since(now)),
        is_late: due <= now,
    });
    lines.gather()
}

/// The command that plans the meetings of a board for the next twelve weeks.
#[must_use]
pub fn plan_meetings(bench: &Workbench, board: &RecordRef) -> Option<Command> {
    let until = bench.now().plus_minutes(12 * 7 * 24 * 60);
    Some(Command::PlanMeetings { board: board.id_of()?, until })
}

/// The command that plans one meeting of an hour; `start` is a local time as a field writes it.
pub fn plan_meeting(bench: &Workbench, board: &RecordRef, start: &str) -> Result<Command, String> {
    let plan = bench.plan();
    let start = crate::time::parse_local(start).map_err(|error| error.to_string())?;
    let board = board.id_of().ok_or("it is no board")?;
    let start = plan.settings.zone.resolve(start);
    let window = Interval::new(start, start.plus_minutes(60));
    let id = Id::lenient(&fresh_id(plan, Table::Meetings));
    Ok(Command::Add(Meeting::planned(id, board, window).into()))
}

/// A meeting as it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingView {
    /// The meeting.
    pub of: RecordRef,
    /// The board.
    pub board: Named,
    /// When it takes place.
    pub when: String,
    /// Where it is.
    pub status: MeetingStatus,
    /// How long an item may take, in seconds.
    pub item_seconds: i64,
    /// The agenda.
    pub items: Vec<ItemLine>,
    /// The members with their delegates and others who could be there, each with whether they are.
    pub people: Vec<(Id<Person>, String, bool)>,
    /// Who is or was there.
    pub attendees: String,
    /// What was said beside the items.
    pub minutes: String,
}

/// An item of the agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemLine {
    /// The change.
    pub change: RecordRef,
    /// What it is.
    pub title: String,
    /// Kind and risk.
    pub about: String,
    /// What concerns it.
    pub mark: Option<(Severity, usize)>,
    /// What was decided.
    pub decision: Option<BoardDecision>,
    /// When its clock began to run.
    pub started_at: Option<Instant>,
    /// How long it took, in words, once it was decided.
    pub took: String,
    /// What was said.
    pub minutes: String,
}

/// A meeting; `None` when there is no such meeting.
#[must_use]
pub fn meeting(bench: &Workbench, id: &Id<Meeting>) -> Option<MeetingView> {
    let plan = bench.plan();
    let meeting = plan.meetings.get(id)?;
    let board = plan.boards.get(&meeting.board);
    let name = |id: &Id<Person>| title_of(plan, id);
    let of_board = board.map_or(&[][..], |board| &board.members);
    let members = of_board.iter().flat_map(|one| [Some(&one.person), one.delegate.as_ref()]).flatten();
    let mut people: Vec<(Id<Person>, String, bool)> = Vec::new();
    for person in members.chain(&meeting.attendees) {
        if people.iter().all(|(known, ..)| known != person) {
            let is_there = meeting.attendees.contains(person)
                || (meeting.attendees.is_empty() && of_board.iter().any(|one| one.person == *person));
            people.push((*person, name(person), is_there));
        }
    }
    Some(MeetingView {
        of: RecordRef::from(id),
        board: Named {
            record: RecordRef::from(&meeting.board),
            name: plan.title(&RecordRef::from(&meeting.board)).to_owned(),
        },
        when: wording::span(meeting.window, plan.settings.zone),
        status: meeting.status,
        item_seconds: i64::from(board.map_or(5, |board| board.item_minutes)) * 60,
        items: meeting.agenda.iter().map(|item| item_line(bench, item)).gather(),
        people,
        attendees: meeting.attendees.iter().map(name).gather::<Vec<_>>().join(", "),
        minutes: meeting.minutes.clone(),
    })
}

fn item_line(bench: &Workbench, item: &AgendaItem) -> ItemLine {
    let of = RecordRef::from(&item.change);
    let change = bench.plan().changes.get(&item.change);
    let took = item.started_at.zip(item.ended_at).map(|(from, to)| to.seconds_since(from));
    ItemLine {
        title: title_of(bench.plan(), of),
        about: change.map_or_else(String::new, |change| {
            format!(
                "{} · {} · {} risk",
                change.id,
                change.kind.label(),
                change.risk.label().to_ascii_lowercase()
            )
        }),
        mark: mark(bench, &of),
        decision: item.decision,
        started_at: item.started_at,
        took: took.map_or_else(String::new, wording::duration),
        minutes: item.minutes.clone(),
        change: of,
    }
}

/// An item on the table: what it is, and how far the votes about it are.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemView {
    /// What the board reads.
    pub brief: Brief,
    /// The board's own request; `None` when it was not asked.
    pub approval: Option<ApprovalView>,
    /// Why the change cannot be asked about, where it was not asked; empty when it can.
    pub ask: Vec<Missing>,
    /// Somebody who is there has not voted yet.
    pub can_all_approve: bool,
    /// Each decision with why it cannot be taken now.
    pub decisions: Vec<(BoardDecision, Vec<Missing>)>,
}

/// An item of a meeting; `None` when the change is gone.
#[must_use]
pub fn item(bench: &Workbench, meeting: &Id<Meeting>, change: &Id<Change>) -> Option<ItemView> {
    let plan = bench.plan();
    let of = plan.changes.get(change)?;
    let board = RecordRef::from(&plan.meetings.get(meeting)?.board);
    let decisions = [
        BoardDecision::Approve,
        BoardDecision::ApproveWithConditions,
        BoardDecision::Defer,
        BoardDecision::Reject,
    ];
    let decide = |decision| Command::DecideItem {
        meeting: *meeting,
        change: *change,
        decision,
        note: if needs_note(decision) { "…".to_owned() } else { String::new() },
    };
    Some(ItemView {
        brief: brief(bench, of),
        approval: of_board(bench, of, &board),
        ask: missing_for(bench, &Command::AskApproval { change: *change }, change),
        can_all_approve: all_approve(bench, meeting, change).is_some(),
        decisions: decisions
            .into_iter()
            .map(|decision| (decision, missing_for(bench, &decide(decision), change)))
            .gather(),
    })
}

/// The command by which everybody who is there and has not voted yet approves an item, for a round of hands; `None`
/// when nobody is left.
#[must_use]
pub fn all_approve(bench: &Workbench, meeting: &Id<Meeting>, change: &Id<Change>) -> Option<Command> {
    let plan = bench.plan();
    let there = &plan.meetings.get(meeting)?.attendees;
    let board = RecordRef::from(&plan.meetings.get(meeting)?.board);
    let approval = of_board(bench, plan.changes.get(change)?, &board)?;
    let open = approval.seats.iter().filter(|seat| seat.choice.is_none());
    let casts = open.filter_map(|seat| seat.casts.iter().find(|cast| there.contains(&cast.person)));
    let commands: Vec<Command> =
        casts.map(|cast| cast.command(&approval.id, VoteChoice::Approve, "")).gather();
    let label = format!("All approve {}", change.as_str());
    (!commands.is_empty()).then_some(Command::Batch { label, commands })
}

/// True for decisions that need conditions or a reason.
#[must_use]
pub fn needs_note(decision: BoardDecision) -> bool {
    matches!(decision, BoardDecision::ApproveWithConditions | BoardDecision::Reject)
}

/// A change that could be on an agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The change.
    pub change: Id<Change>,
    /// What it is.
    pub title: String,
    /// Id, kind, risk and window.
    pub about: String,
    /// What concerns it.
    pub mark: Option<(Severity, usize)>,
}

/// How bad a change is: what it is blocked by, the harm of its findings, the harm of its outage.
type Badness = (Option<Severity>, u64, u64);

/// The changes that wait for a board and match a query, in order of harm: what blocks first, then by the harm of its
/// findings, then by the harm of its outage, or of its window where it has none.
pub fn candidates(bench: &Workbench, board: &Id<Board>, query: &str) -> Result<Vec<Candidate>, String> {
    let plan = bench.plan();
    let query = Query::parse(query).map_err(|error| error.to_string())?;
    let view = bench.view();
    let mut found: Vec<(Badness, &Change)> = Vec::new();
    for approval in plan.approvals.values() {
        if !approval.status.is_pending() || approval.board.as_ref() != Some(board) {
            continue;
        }
        let change = plan.changes.get(&approval.change).filter(|change| query.matches(bench, change));
        let Some(change) = change.filter(|change| found.iter().all(|(_, other)| other.id != change.id))
        else {
            continue;
        };
        let of = RecordRef::from(&change.id);
        let open = bench.checker().concerning(&of).filter(|finding| finding.waived.is_none());
        let harm = open.fold(0_u64, |sum, finding| sum.saturating_add(finding.harm));
        let down = change.outage.or(change.planned).map_or(0, |span| span.seconds() / 60);
        let cost = view.weight(change).saturating_mul(u64::try_from(down).unwrap_or(0));
        found.push(((mark(bench, &of).map(|(severity, _)| severity), harm, cost), change));
    }
    found.arrange_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let zone = plan.settings.zone;
    let candidates = found.into_iter().map(|(_, change)| {
        let window = change.planned.map_or_else(String::new, |window| wording::span(window, zone));
        Candidate {
            title: change.title.clone(),
            about: format!(
                "{} · {} · {} risk · {window}",
                change.id,
                change.kind.label(),
                change.risk.label().to_ascii_lowercase()
            ),
            mark: mark(bench, &RecordRef::from(&change.id)),
            change: change.id,
        }
    });
    Ok(candidates.gather())
}

/// The changes on an agenda about which nothing was decided yet.
#[must_use]
pub fn open_items(bench: &Workbench, meeting: &Id<Meeting>) -> Vec<Id<Change>> {
    let meeting = bench.plan().meetings.get(meeting);
    let items = meeting.map_or(&[][..], |meeting| &meeting.agenda).iter();
    items.filter(|item| item.decision.is_none()).map(|item| item.change).gather()
}

/// What is printed of a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// The plan's name.
    pub plan: String,
    /// When it was made.
    pub printed: String,
    /// The meeting.
    pub meeting: MeetingView,
    /// The items.
    pub items: Vec<PackItem>,
}

/// An item of the pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackItem {
    /// Its line in the agenda.
    pub line: ItemLine,
    /// What the board reads; absent when the change is gone.
    pub brief: Option<Brief>,
    /// How the board voted.
    pub approval: Option<ApprovalView>,
}

/// The pack of a meeting.
#[must_use]
pub fn pack(bench: &Workbench, id: &Id<Meeting>) -> Option<Pack> {
    let plan = bench.plan();
    let meeting = meeting(bench, id)?;
    let items = meeting.items.iter().map(|line| {
        let change = line.change.id_of().and_then(|id| plan.changes.get(&id));
        PackItem {
            line: line.clone(),
            brief: change.map(|change| brief(bench, change)),
            approval: change.and_then(|change| of_board(bench, change, &meeting.board.record)),
        }
    });
    Some(Pack {
        plan: plan.settings.name.clone(),
        printed: wording::moment(to_minute(bench.now()), plan.settings.zone),
        items: items.gather(),
        meeting,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        now 8T13
        environment prod Controlled
        ci db env=prod
        ci web env=prod
        service shop on=db criticality=Critical
        person ann
        person bob
        blackout freeze 20..25 env=prod
        board cab \"CAB\" members=ann!,bob All quorum=2 8T14..8T15 rule=FREQ=WEEKLY
        board ecab \"ECAB\" members=ann kind=Emergency
        change C1 30T20..30T22 on=web env=prod status=Assessed requested=1 plan=x backout=y
        change C2 21T20..21T22 on=web env=prod status=Assessed requested=1 plan=x backout=y
        change C3 31T20..31T22 on=db env=prod status=Assessed requested=1 plan=x backout=y risk=High
        change C4 7T20..7T22 on=db env=prod status=Implementing kind=Emergency actual-start=7T20
        approval A1 change=C1 board=cab requested=2
        approval A2 change=C2 board=cab requested=2
        approval A3 change=C3 board=cab requested=2
        approval A4 change=C4 board=ecab requested=7T20
        meeting M1 board=cab 8T14..8T15
    ";

    fn bench() -> Workbench {
        Workbench::of_notation(PLAN, Some("ann"))
    }

    fn ids(bench: &Workbench, query: &str) -> Vec<String> {
        let found = candidates(bench, &Id::lenient("cab"), query).unwrap();
        found.into_iter().map(|one| one.change.to_string()).collect()
    }

    #[test]
    fn an_agenda_is_built_from_a_filter_in_order_of_harm() {
        let bench = bench();
        assert_eq!(ids(&bench, ""), ["C2", "C3", "C1"], "a freeze blocks C2; C3 stops a critical service");
        assert_eq!(ids(&bench, "risk>=high"), ["C3"]);
        assert!(candidates(&bench, &Id::lenient("cab"), "colour:red").is_err());
    }

    #[test]
    fn a_meeting_goes_from_vote_to_decision() {
        let mut bench = bench();
        let id: Id<Meeting> = Id::lenient("M1");
        let changes: Vec<Id<Change>> = ["C1", "C3"].map(Id::lenient).to_vec();
        bench.run(&Command::SetAgenda { meeting: id, changes: changes.clone() }).unwrap();
        let attendees = vec![Id::lenient("ann"), Id::lenient("bob")];
        bench.run(&Command::OpenMeeting { meeting: id, attendees }).unwrap();
        let first = changes.first().unwrap();
        let shown = item(&bench, &id, first).unwrap();
        let (_, missing) = shown.decisions.first().unwrap();
        assert!(missing.iter().any(|one| one.what.contains("1 of the 2 members")), "{missing:?}");
        assert!(shown.can_all_approve);
        let command = all_approve(&bench, &id, first).unwrap();
        bench.run(&command).unwrap();
        assert_eq!(all_approve(&bench, &id, first), None);
        let shown = item(&bench, &id, first).unwrap();
        assert!(shown.decisions.iter().find(|(one, _)| *one == BoardDecision::Approve).unwrap().1.is_empty());
        let decide = Command::DecideItem {
            meeting: id,
            change: *first,
            decision: BoardDecision::Approve,
            note: String::new(),
        };
        bench.run(&decide).unwrap();
        let room = meeting(&bench, &id).unwrap();
        let decisions: Vec<Option<BoardDecision>> = room.items.iter().map(|item| item.decision).collect();
        assert_eq!(decisions, [Some(BoardDecision::Approve), None]);
        assert!(room.items.iter().any(|item| item.decision.is_none() && item.started_at.is_some()));
        assert_eq!(open_items(&bench, &id), [Id::lenient("C3")]);
        let pack = pack(&bench, &id).unwrap();
        assert_eq!(pack.items.len(), 2);
        assert_eq!(room.attendees, "ann, bob");
    }

    #[test]
    fn the_emergency_board_sees_its_deadlines() {
        let bench = bench();
        let boards = boards(&bench);
        let emergency = boards.iter().find(|board| board.name == "ECAB").unwrap();
        let lines: Vec<(&str, &str)> =
            emergency.deadlines.iter().map(|one| (one.change.name.as_str(), one.left.as_str())).collect();
        assert_eq!(lines, [("C4", "2 days 7 h")]);
        let regular = boards.iter().find(|board| board.name == "CAB").unwrap();
        assert_eq!((regular.waiting, regular.rule.as_str()), (3, "All members, quorum 2"));
        assert!(plan_meetings(&bench, &regular.of).is_some());
        let mut bench = bench;
        let meeting = plan_meeting(&bench, &emergency.of, "2026-01-09T16:00").unwrap();
        bench.run(&meeting).unwrap();
        assert_eq!(bench.plan().meetings.len(), 2);
        assert!(plan_meeting(&bench, &emergency.of, "at noon").is_err());
    }
}
