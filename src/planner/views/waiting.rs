//! What waits for whom, and how long already: approvals, reviews with what they ask for, and bookings.

use super::findings_proof::Named;
use crate::authority::{AskedAuthority, may_vote, needs_review, voters};
use crate::model::{Approval, BookingStatus, Change, ChangeStatus, Id, Person, Plan, RecordRef};
use crate::order::Arrange;
use crate::planner::{Route, Screen, Workbench};
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
    /// Since when, for the order.
    from: Option<Instant>,
}

/// All that waits: what waits for who acts first, then what is late, then what has waited longest.
#[must_use]
pub fn waiting(bench: &Workbench) -> Vec<Wait> {
    let plan = bench.plan();
    let pending = plan.approvals.values().filter(|approval| approval.status.is_pending());
    let votes = pending.filter_map(|approval| vote(bench, approval));
    let reviews = plan.changes.values().flat_map(|change| of_review(bench, change));
    let bookings = plan
        .bookings
        .values()
        .filter(|booking| booking.status == BookingStatus::Requested && bench.now() < booking.window.end);
    let bookings = bookings.map(|booking| {
        let authority = AskedAuthority::EnvironmentManager(booking.environment.clone());
        let environment = plan.environments.get(&booking.environment);
        let team = environment.and_then(|one| one.group.as_ref()).and_then(|id| plan.groups.get(id));
        let owner = environment.and_then(|one| one.owner.clone());
        let people: Vec<Id<Person>> =
            owner.into_iter().chain(team.map_or(Vec::new(), |team| team.members.clone())).collect();
        let where_to = crate::planner::guards::name_of(plan, &authority);
        let mut wait = wait(bench, WaitKind::Booking, RecordRef::from(&booking.id), &people);
        wait.about = where_to;
        wait.due = wording::moment(booking.window.start, plan.settings.zone);
        wait.is_late = booking.window.start < bench.now();
        wait.route = Route::item(Screen::Environments, booking.environment.as_str())
            .with("select", &wait.what.record.to_string());
        wait
    });
    let mut all: Vec<Wait> = votes.chain(reviews).chain(bookings).collect();
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
        let name = plan.title(&RecordRef::from(person)).to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Wait {
        kind,
        what: Named { name: plan.title(&of).to_owned(), record: of.clone() },
        about: String::new(),
        people: names,
        since: String::new(),
        due: String::new(),
        is_late: false,
        is_mine: bench.actor().is_some_and(|actor| people.contains(actor)),
        route: Route::item(Screen::Changes, &of.id),
        from: None,
    }
}

/// A vote that is missing; `None` when its change is gone or on hold.
fn vote(bench: &Workbench, approval: &Approval) -> Option<Wait> {
    let plan = bench.plan();
    let change = plan.changes.get(&approval.change).filter(|change| !change.on_hold)?;
    let people = missing_voters(plan, change, approval);
    let mut wait = wait(bench, WaitKind::Vote, RecordRef::from(&change.id), &people);
    let named = match (&approval.board, &approval.environment) {
        (Some(board), _) => Some(RecordRef::from(board)),
        (None, Some(environment)) => Some(RecordRef::from(environment)),
        (None, None) => None,
    };
    wait.about = named.map_or(String::new(), |of| plan.title(&of).to_owned());
    if let Some(meeting) = approval.meeting.as_ref().and_then(|id| plan.meetings.get(id)) {
        let when = wording::short_moment(meeting.window.start, plan.settings.zone);
        wait.about = format!("{}, {when}", wait.about);
        wait.route = Route::item(Screen::Board, meeting.id.as_str()).with("item", change.id.as_str());
    }
    waited(&mut wait, bench, approval.requested_at, approval.due);
    Some(wait)
}

/// The members who have not voted, or their delegates where they must not; the managers of an environment.
fn missing_voters(plan: &Plan, change: &Change, approval: &Approval) -> Vec<Id<Person>> {
    let Some(board) = approval.board.as_ref().and_then(|id| plan.boards.get(id)) else {
        let environment = approval.environment.clone();
        let manager = environment.map(AskedAuthority::EnvironmentManager);
        let able = manager.map_or(Vec::new(), |manager| voters(plan, change, &manager));
        return able.into_iter().map(|(person, _)| person).collect();
    };
    let open = board.members.iter().filter(|member| {
        let is_for =
            |vote: &crate::model::Vote| vote.on_behalf_of.as_ref().unwrap_or(&vote.person) == &member.person;
        !approval.votes.iter().any(is_for)
    });
    let free = |person: &&Id<Person>| may_vote(plan, change, person).is_ok();
    let able = open.filter_map(|member| {
        Some(&member.person).filter(free).or_else(|| member.delegate.as_ref().filter(free)).cloned()
    });
    able.collect()
}

fn of_review(bench: &Workbench, change: &Change) -> Vec<Wait> {
    let plan = bench.plan();
    let of = RecordRef::from(&change.id);
    let owner: Vec<Id<Person>> = change.owner.iter().cloned().collect();
    let is_finished = change.review.as_ref().is_some_and(|review| review.finished_at.is_some());
    let mut waits = Vec::new();
    if change.status == ChangeStatus::InReview && !is_finished && needs_review(plan, change) {
        let mut wait = wait(bench, WaitKind::Review, of.clone(), &owner);
        waited(&mut wait, bench, change.actual_end, review_due(plan, change));
        waits.push(wait);
    }
    let actions = change.review.iter().flat_map(|review| &review.actions).filter(|action| !action.done);
    for action in actions {
        let by: Vec<Id<Person>> = action.owner.iter().cloned().collect();
        let mut wait = wait(bench, WaitKind::Action, of.clone(), if by.is_empty() { &owner } else { &by });
        wait.about.clone_from(&action.text);
        waited(&mut wait, bench, change.actual_end, action.due);
        waits.push(wait);
    }
    waits
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
    wait.since = from.map_or(String::new(), |from| wording::duration(now.seconds_since(from).max(60)));
    wait.due = due.map_or(String::new(), |due| wording::moment(due, bench.plan().settings.zone));
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
    use crate::model::notation;

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
        let example = notation::parse(PLAN).unwrap();
        let bench = Workbench::open(example.plan, example.now, Id::parse(actor).ok());
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
        let example = notation::parse(PLAN).unwrap();
        let bench = Workbench::open(example.plan, example.now, None);
        let all = waiting(&bench);
        let vote = all.iter().find(|wait| wait.kind == WaitKind::Vote).unwrap();
        assert_eq!(vote.since, "3 days");
        let review = all.iter().find(|wait| wait.kind == WaitKind::Review).unwrap();
        assert!(!review.is_late && review.due.starts_with("Sat 17 Jan 2026"), "{}", review.due);
        assert_eq!(count(&bench), 3);
    }
}
