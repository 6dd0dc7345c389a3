//! What waits for whom, and how long already: approvals, reviews with what they ask for, bookings and freeze exceptions;
//! with the answers that who acts can give.

use super::answers::{Answer, to_approval, to_booking, to_exception};
use super::findings_proof::Named;
use crate::authority::{AskedAuthority, may_vote, needs_review, voters};
use crate::gather::Gather;
use crate::model::{
    Approval, BookingStatus, Change, ChangeStatus, Command, FreezeException, FreezeExceptionStatus, Id,
    Person, Plan, RecordRef,
};
use crate::order::Arrange;
use crate::planner::{Route, Screen, Workbench, title_of};
use crate::rules::wording;
use crate::time::Instant;

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitKind {
    /// A vote.
    Vote,
    /// A review.
    Review,
    /// Something that a review asks for.
    Action,
    /// The decision about a booking.
    Booking,
    /// The review of a freeze exception, or the decision about it.
    Exception,
}

/// One thing that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// What for.
    pub kind: WaitKind,
    /// What waits: a change or a booking.
    pub what: Named,
    /// More about it: the board, the action, the environment.
    pub about: String,
    /// For whom.
    pub people: Vec<String>,
    /// How long it has waited, in words; empty where nobody knows.
    pub since: String,
    /// Until when, in words; empty for no deadline.
    pub due: String,
    /// The deadline has passed.
    pub is_late: bool,
    /// It waits for who acts.
    pub is_mine: bool,
    /// Where it is done.
    pub route: Route,
    /// What who acts can answer at once; nothing where it is not for them to answer.
    pub answers: Vec<Answer>,
    /// Since when, for the order.
    from: Option<Instant>,
}

/// All that waits: what waits for who acts first, then what is late, then what has waited longest.
#[must_use]
pub fn waiting(bench: &Workbench) -> Vec<Wait> {
    let plan = bench.plan();
    let mut all: Vec<Wait> = Vec::new();
    for approval in plan.approvals.values().filter(|approval| approval.status.is_pending()) {
        all.extend(vote(bench, approval));
    }
    for change in plan.changes.values() {
        of_review(bench, change, &mut all);
    }
    let bookings = plan
        .bookings
        .values()
        .filter(|booking| booking.status == BookingStatus::Requested && bench.now() < booking.window.end);
    for booking in bookings {
        let authority = AskedAuthority::EnvironmentManager(booking.environment);
        let environment = plan.environments.get(&booking.environment);
        let team = environment.and_then(|one| one.group.as_ref()).and_then(|id| plan.groups.get(id));
        let owner = environment.and_then(|one| one.owner);
        let mut people: Vec<Id<Person>> = owner.into_iter().gather();
        people.extend(team.into_iter().flat_map(|team| &team.members));
        let where_to = crate::planner::guards::name_of(plan, &authority);
        let mut wait = wait(bench, WaitKind::Booking, RecordRef::from(&booking.id), &people);
        wait.about = where_to;
        wait.due = wording::moment(booking.window.start, plan.settings.zone);
        wait.is_late = booking.window.start < bench.now();
        wait.route = Route::item(Screen::Environments, booking.environment.as_str())
            .with("select", &wait.what.record.to_string());
        let decides = |answer: &Answer| {
            let Command::DecideBooking { to, .. } = &answer.command else { return false };
            matches!(to, BookingStatus::Approved | BookingStatus::Rejected)
        };
        answered(&mut wait, bench, to_booking(bench, booking).into_iter().filter(decides).gather());
        all.push(wait);
    }
    for one in plan.freeze_exceptions.values() {
        all.extend(exception(bench, one));
    }
    all.arrange_by(|a, b| {
        let key = |wait: &Wait| (!wait.is_mine, !wait.is_late, wait.from.is_none(), wait.from);
        key(a).cmp(&key(b)).then_with(|| a.what.record.cmp(&b.what.record))
    });
    all
}

fn wait(bench: &Workbench, kind: WaitKind, of: RecordRef, people: &[Id<Person>]) -> Wait {
    let plan = bench.plan();
    let mut names: Vec<String> = Vec::new();
    for person in people {
        let name = title_of(plan, person);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Wait {
        kind,
        what: Named::of(plan, of),
        about: String::new(),
        people: names,
        since: String::new(),
        due: String::new(),
        is_late: false,
        is_mine: bench.actor().is_some_and(|actor| people.contains(actor)),
        route: Route::item(Screen::Changes, &of.id),
        answers: Vec::new(),
        from: None,
    }
}

/// A vote that is missing; `None` when its change is gone or on hold.
fn vote(bench: &Workbench, approval: &Approval) -> Option<Wait> {
    let plan = bench.plan();
    let change = plan.changes.get(&approval.change).filter(|change| !change.on_hold)?;
    let seats = missing_voters(plan, change, approval);
    let people: Vec<Id<Person>> = seats.iter().map(|(person, _)| *person).gather();
    let mut wait = wait(bench, WaitKind::Vote, RecordRef::from(&change.id), &people);
    let named = match (&approval.board, &approval.environment) {
        (Some(board), _) => Some(RecordRef::from(board)),
        (None, Some(environment)) => Some(RecordRef::from(environment)),
        (None, None) => None,
    };
    wait.about = named.map_or_else(String::new, |of| title_of(plan, of));
    if let Some(meeting) = approval.meeting.as_ref().and_then(|id| plan.meetings.get(id)) {
        let when = wording::short_moment(meeting.window.start, plan.settings.zone);
        wait.about = format!("{}, {when}", wait.about);
        wait.route = Route::item(Screen::Board, meeting.id.as_str()).with("item", change.id.as_str());
    }
    waited(&mut wait, bench, approval.requested_at, approval.due);
    if let Some((_, on_behalf_of)) = seats.iter().find(|(person, _)| bench.actor() == Some(person)) {
        answered(&mut wait, bench, to_approval(bench, approval, on_behalf_of.as_ref()));
    }
    Some(wait)
}

/// Shows the answers to whom it waits for; while nobody is chosen, those that anybody can give. None while looking back.
fn answered(wait: &mut Wait, bench: &Workbench, answers: Vec<Answer>) {
    if bench.looks_back_at().is_none() && (wait.is_mine || bench.actor().is_none()) {
        wait.answers = answers;
    }
}

/// A freeze exception that waits: for whoever declared the freeze to review and decide it, or for anybody but the asker
/// where nobody is named; and for the asker while it does not say what for or why. `None` when it is decided.
fn exception(bench: &Workbench, exception: &FreezeException) -> Option<Wait> {
    use FreezeExceptionStatus::{Requested, Reviewed};
    if !matches!(exception.status, Requested | Reviewed) {
        return None;
    }
    let plan = bench.plan();
    let of = RecordRef::from(&exception.id);
    let asker = exception.requested_by.as_ref();
    let lacks = if exception.changes.is_empty() && exception.release.is_none() {
        "is for no change and no release"
    } else if exception.reason.trim().is_empty() {
        "gives no reason"
    } else {
        ""
    };
    let freeze = exception.blackout.as_ref().and_then(|id| plan.blackouts.get(id));
    let owner = freeze.and_then(|freeze| freeze.owner.as_ref()).filter(|owner| asker != Some(owner));
    let people: Vec<Id<Person>> = match lacks {
        "" => owner.into_iter().cloned().gather(),
        _ => asker.into_iter().cloned().gather(),
    };
    let mut wait = wait(bench, WaitKind::Exception, of, &people);
    wait.route = Route::to(Screen::Freezes).with("select", &of.to_string());
    if lacks.is_empty() {
        wait.about = freeze.map_or_else(String::new, |freeze| freeze.name.clone());
        if let (None, Some(asker)) = (owner, asker) {
            wait.people.push(format!("anybody but {}", plan.title(&RecordRef::from(asker))));
            wait.is_mine = bench.actor().is_some_and(|actor| actor != asker);
        }
        let is_answer = |answer: &Answer| {
            let Command::AnswerException { to, .. } = &answer.command else { return false };
            *to != FreezeExceptionStatus::Withdrawn
        };
        let answers = to_exception(bench, exception).into_iter().filter(is_answer);
        answered(&mut wait, bench, answers.gather());
    } else {
        wait.about = lacks.to_owned();
    }
    let of_release = |change: &&Change| {
        exception.release.is_some() && change.release.as_ref() == exception.release.as_ref()
    };
    let named = exception.changes.iter().filter_map(|id| plan.changes.get(id));
    let all = named.chain(plan.changes.values().filter(of_release));
    let first = all.filter_map(|change| Some(change.planned?.start)).min();
    waited(&mut wait, bench, exception.requested_at, first);
    Some(wait)
}

/// The members who have not voted, or their delegates where they must not, with the member whom they stand for; the
/// managers of an environment.
fn missing_voters(
    plan: &Plan,
    change: &Change,
    approval: &Approval,
) -> Vec<(Id<Person>, Option<Id<Person>>)> {
    let Some(board) = approval.board.as_ref().and_then(|id| plan.boards.get(id)) else {
        let manager = approval.environment.map(AskedAuthority::EnvironmentManager);
        return manager.map_or_else(Vec::new, |manager| voters(plan, change, &manager));
    };
    let open = board.members.iter().filter(|member| {
        let is_for =
            |vote: &crate::model::Vote| vote.on_behalf_of.as_ref().unwrap_or(&vote.person) == &member.person;
        !approval.votes.iter().any(is_for)
    });
    let free = |person: &&Id<Person>| may_vote(plan, change, person).is_ok();
    let able = open.filter_map(|member| {
        let own = Some(&member.person).filter(free).map(|person| (*person, None));
        let delegate = member.delegate.as_ref().filter(free);
        own.or_else(|| delegate.map(|person| (*person, Some(member.person))))
    });
    able.gather()
}

fn of_review(bench: &Workbench, change: &Change, waits: &mut Vec<Wait>) {
    let plan = bench.plan();
    let of = RecordRef::from(&change.id);
    let owner: Vec<Id<Person>> = change.owner.iter().cloned().gather();
    let is_finished = change.review.as_ref().is_some_and(|review| review.finished_at.is_some());
    if change.status == ChangeStatus::InReview && !is_finished && needs_review(plan, change) {
        let mut wait = wait(bench, WaitKind::Review, of, &owner);
        waited(&mut wait, bench, change.actual_end, review_due(plan, change));
        waits.push(wait);
    }
    let actions = change.review.iter().flat_map(|review| &review.actions).filter(|action| !action.done);
    for action in actions {
        let by: Vec<Id<Person>> = action.owner.iter().cloned().gather();
        let mut wait = wait(bench, WaitKind::Action, of, if by.is_empty() { &owner } else { &by });
        wait.about.clone_from(&action.text);
        waited(&mut wait, bench, change.actual_end, action.due);
        waits.push(wait);
    }
}

/// The end of the last day on which a review can be finished in time.
#[must_use]
pub fn review_due(plan: &Plan, change: &Change) -> Option<Instant> {
    let zone = plan.settings.zone;
    let days = plan.settings.policy.review_days;
    let last = plan.settings.calendar.last_day_of_span_starting(zone.date_of(change.actual_end?), days)?;
    Some(zone.day(last).end)
}

fn waited(wait: &mut Wait, bench: &Workbench, from: Option<Instant>, due: Option<Instant>) {
    let now = bench.now();
    wait.from = from;
    wait.since = from.map_or_else(String::new, |from| wording::duration(now.seconds_since(from).max(60)));
    wait.due = due.map_or_else(String::new, |due| wording::moment(due, bench.plan().settings.zone));
    wait.is_late = due.is_some_and(|due| due <= now);
}

/// How many things wait for who acts; for everybody while nobody is chosen.
#[must_use]
pub fn count(bench: &Workbench) -> usize {
    let all = waiting(bench);
    match bench.actor() {
        Some(_) => all.iter().filter(|wait| wait.is_mine).count(),
        None => all.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ApprovalStatus;

    const PLAN: &str = "
        now 12T10
        environment prod Controlled
        environment uat Managed owner=eve
        ci db env=prod
        person ann
        person bob
        person eve
        board cab \"CAB\" members=ann,bob
        change C1 20T20..20T22 on=db env=prod owner=bob status=Assessed requested=1
        approval A1 change=C1 board=cab requested=9T10
        change C2 3T20..3T22 on=db env=prod owner=ann status=InReview actual=3T20..3T22 outcome=Failed
        booking B1 \"Trial\" env=uat 20..21 status=Requested
    ";

    fn seen(actor: &str) -> Vec<(WaitKind, String, bool, bool)> {
        let bench = Workbench::of_notation(PLAN, Some(actor));
        let all = waiting(&bench);
        all.into_iter().map(|wait| (wait.kind, wait.people.join(" "), wait.is_late, wait.is_mine)).collect()
    }

    #[test]
    fn what_waits_for_who_acts_comes_first() {
        let eve = seen("eve");
        assert_eq!(eve.first(), Some(&(WaitKind::Booking, "eve".to_owned(), false, true)));
        let ann = seen("ann");
        let kinds: Vec<WaitKind> = ann.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(kinds, [WaitKind::Review, WaitKind::Vote, WaitKind::Booking]);
        assert!(
            ann.iter().any(|(kind, people, ..)| *kind == WaitKind::Vote && people == "ann"),
            "bob owns it"
        );
    }

    #[test]
    fn it_says_how_long_and_until_when() {
        let bench = Workbench::of_notation(PLAN, None);
        let all = waiting(&bench);
        let vote = all.iter().find(|wait| wait.kind == WaitKind::Vote).unwrap();
        assert_eq!(vote.since, "3 days");
        let review = all.iter().find(|wait| wait.kind == WaitKind::Review).unwrap();
        assert!(!review.is_late && review.due.starts_with("Sat 17 Jan 2026"), "{}", review.due);
        assert_eq!(count(&bench), 3);
    }

    fn bench(text: &str, actor: &str) -> Workbench {
        Workbench::of_notation(text, Some(actor))
    }

    fn the(bench: &Workbench, kind: WaitKind) -> Wait {
        waiting(bench).into_iter().find(|wait| wait.kind == kind).unwrap()
    }

    fn verbs(wait: &Wait) -> Vec<&str> {
        wait.answers.iter().map(|answer| answer.verb).collect()
    }

    const DECISION: [&str; 3] = ["Approve", "Approve with conditions", "Reject"];

    #[test]
    fn only_who_is_asked_answers_and_a_delegate_does_so_for_their_member() {
        assert_eq!(verbs(&the(&bench(PLAN, "eve"), WaitKind::Booking)), DECISION);
        assert_eq!(verbs(&the(&bench(PLAN, "ann"), WaitKind::Booking)), Vec::<&str>::new());
        assert_eq!(verbs(&the(&bench(PLAN, "ann"), WaitKind::Vote)), DECISION);
        let delegated = PLAN.replace("members=ann,bob", "members=ann,bob/eve");
        let vote = the(&bench(&delegated, "eve"), WaitKind::Vote);
        assert_eq!((vote.people.join(" "), &*vote.answers[0].for_whom), ("ann eve".to_owned(), "bob"));
    }

    #[test]
    fn a_manager_approves_a_change_and_a_booking_with_conditions() {
        let plan = format!(
            "{PLAN}
            change C3 22T20..22T22 env=uat owner=ann status=Assessed requested=1 plan=x backout=y
            approval A3 change=C3 env=uat requested=10T10"
        );
        let mut bench = bench(&plan, "eve");
        let vote = waiting(&bench).into_iter().find(|wait| wait.what.record.id.as_str() == "C3").unwrap();
        assert_eq!((vote.people.join(" "), verbs(&vote)), ("eve".to_owned(), DECISION.to_vec()));
        assert!(vote.answers.iter().all(|answer| answer.refusal.is_none()), "{:?}", vote.answers);
        assert!(bench.run(&vote.answers[1].with(" ")).is_err(), "the conditions are missing");
        bench.run(&vote.answers[1].with("Only after 20:00")).unwrap();
        let approval = &bench.plan().approvals[&Id::lenient("A3")];
        let given = (approval.status, approval.note.as_str(), approval.content_hash.is_empty());
        assert_eq!(given, (ApprovalStatus::ApprovedWithConditions, "Only after 20:00", false));
        assert_eq!(bench.plan().changes[&Id::lenient("C3")].status, ChangeStatus::Authorised);
        let booking = the(&bench, WaitKind::Booking);
        bench.run(&booking.answers[1].with("Clear it afterwards")).unwrap();
        let booking = &bench.plan().bookings[&Id::lenient("B1")];
        assert_eq!((booking.status, booking.note.as_str()), (BookingStatus::Approved, "Clear it afterwards"));
    }

    const FREEZE: &str = "
        now 12T10
        environment prod Controlled
        person ann
        person bob
        person eve
        blackout year-end 20..30 owner=ann
        change C1 22T20..22T22 env=prod owner=bob status=Assessed
        exception FX-1 \"Year end\" changes=C1 blackout=year-end requester=bob requested=9T10 reason=\"It cannot wait\"";

    #[test]
    fn a_freeze_exception_waits_for_who_declared_the_freeze_and_is_decided_from_the_list() {
        let mut bench = bench(FREEZE, "ann");
        let wait = the(&bench, WaitKind::Exception);
        assert_eq!(
            (wait.people.join(" "), &*wait.since, &*wait.due, wait.is_mine),
            ("ann".to_owned(), "3 days", "Thu 22 Jan 2026 20:00", true)
        );
        assert_eq!(verbs(&wait), ["Review"]);
        bench.run(&wait.answers[0].with("")).unwrap();
        let reviewed = the(&bench, WaitKind::Exception);
        assert_eq!(verbs(&reviewed), DECISION);
        assert!(bench.run(&reviewed.answers[2].with("")).is_err(), "a rejection needs its reason");
        bench.run(&reviewed.answers[2].with("After the year end")).unwrap();
        assert!(waiting(&bench).iter().all(|wait| wait.kind != WaitKind::Exception));
        let exception = &bench.plan().freeze_exceptions[&Id::lenient("FX-1")];
        let decided = (exception.status, exception.note.as_str());
        assert_eq!(decided, (FreezeExceptionStatus::Rejected, "After the year end"));
    }

    #[test]
    fn without_an_owner_of_the_freeze_anybody_but_the_asker_decides() {
        let text = FREEZE.replace(" owner=ann\n", "\n");
        let eve = the(&bench(&text, "eve"), WaitKind::Exception);
        assert_eq!((eve.people.join(" "), eve.is_mine), ("anybody but bob".to_owned(), true));
        let bob = the(&bench(&text, "bob"), WaitKind::Exception);
        assert_eq!((bob.is_mine, bob.answers.len()), (false, 0));
    }

    #[test]
    fn an_exception_that_says_too_little_waits_for_the_asker() {
        let text = FREEZE.replace(" reason=\"It cannot wait\"", "");
        let wait = the(&bench(&text, "bob"), WaitKind::Exception);
        let said = (wait.people.join(" "), wait.about.as_str(), wait.is_mine, wait.answers.len());
        assert_eq!(said, ("bob".to_owned(), "gives no reason", true, 0));
        let text = FREEZE.replace(" changes=C1", "");
        assert_eq!(the(&bench(&text, "bob"), WaitKind::Exception).about, "is for no change and no release");
    }
}
