//! `no-board-meeting-before-window`.

use chrono::Days;

use super::rule::rule;
use super::wording::working_days;
use super::{Finding, Fix, Proof, View, free, harm};
use crate::authority::{AskedAuthority, requirement};
use crate::gather::Gather;
use crate::model::{Board, BoardKind, Change, MeetingStatus, Record, RecordRef};
use crate::time::{Instant, Interval};

rule! {
    /// The board that has to authorise a change meets in time: between now and the last day that leaves the lead time
    /// before the window.
    ///
    /// # Why
    /// A change that needs a meeting which does not take place will not be authorised in time, however good it is.
    /// Emergency boards meet when they are needed, and boards that have no meetings decide without them.
    ///
    /// # Fails
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann 1T14..1T15 rule=FREQ=WEEKLY
    /// change C1 12T20..12T22 env=prod risk=Moderate status=Assessed
    /// change C2 8T10..8T12 env=prod status=Requested                    #! no-board-meeting-before-window
    /// ```
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann 1T14..1T15 rule=FREQ=WEEKLY
    /// change C3 15T20..15T22 env=prod risk=High status=Requested        #! no-board-meeting-before-window
    /// meeting M1 board=cab 8T14..8T15 status=Cancelled
    /// change C4 14T20..14T22 env=prod status=Requested                  #! no-board-meeting-before-window
    /// meeting M2 board=cab 9T14..9T15 status=Cancelled
    /// ```
    /// # Passes
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann 1T14..1T15 rule=FREQ=WEEKLY
    /// board ecab members=ann kind=Emergency 1T14..1T15 rule=FREQ=WEEKLY
    /// change C1 8T20..8T22 env=prod status=Requested
    /// change C2 7T10..7T12 env=prod status=Requested kind=Emergency
    /// change C3 7T10..7T12 env=prod status=Scheduled
    /// change C4 7T10..7T12 status=Requested
    /// change C5 7T10..7T12 env=prod risk=VeryHigh status=Requested
    /// ```
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann
    /// change C1 8T20..8T22 env=prod status=Requested
    /// ```
    "no-board-meeting-before-window", "No board meeting in time", Warning,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(window) = change.live_window() else { return };
    if !change.status.is_before_authorisation() || window.start <= view.now || change.authorised_at.is_some()
    {
        return;
    }
    let asked = requirement(view.plan, change);
    let until = latest_end(view, window.start, asked.lead_time_days);
    // When the last day is past, lead time is too short.
    let Some(until) = until.filter(|until| view.now < *until) else { return };
    for authority in asked.authorities {
        let AskedAuthority::Board(id) = authority else { continue };
        let Some(board) = view.plan.boards.get(&id).filter(|board| meets(view, board)) else { continue };
        if next_meeting(view, board, Interval::new(view.now, until)).is_none() {
            found.push(finding(view, change, board, window, until, asked.lead_time_days));
        }
    }
}

/// When a meeting has to be over at the latest: with the last day that leaves the lead time before the window, and
/// before the window itself.
fn latest_end(view: &View, start: Instant, lead_time_days: u32) -> Option<Instant> {
    let zone = view.zone();
    let last = view.plan.settings.calendar.latest_date_with_lead(zone.date_of(start), lead_time_days)?;
    let after_last = last.checked_add_days(Days::new(1)).map(|day| zone.start_of_day(day));
    Some(after_last.map_or(start, |end| end.min(start)))
}

/// True for boards that decide in meetings.
fn meets(view: &View, board: &Board) -> bool {
    board.kind == BoardKind::Regular
        && (board.meetings.is_some() || view.meetings_of_board(&board.id).next().is_some())
}

/// The first meeting of a board that ends in the range or goes on at its start: planned, or by the board's rule where
/// no meeting was planned or called off.
fn next_meeting(view: &View, board: &Board, range: Interval) -> Option<Interval> {
    let meetings = || view.meetings_of_board(&board.id);
    let fits = |window: &Interval| range.start < window.end && window.end <= range.end;
    let open = |status| matches!(status, MeetingStatus::Planned | MeetingStatus::InProgress);
    let planned = meetings().filter(|meeting| open(meeting.status)).map(|meeting| meeting.window);
    let by_rule = board.meetings.as_ref().map(|rule| rule.occurrences(range)).unwrap_or_default();
    let known = |window: &Interval| meetings().any(|meeting| meeting.window.start == window.start);
    let by_rule = by_rule.into_iter().filter(|window| !known(window));
    planned.chain(by_rule).filter(fits).min_by_key(|window| window.end)
}

fn finding(
    view: &View,
    change: &Change,
    board: &Board,
    window: Interval,
    until: Instant,
    days: u32,
) -> Finding {
    let lead = if days == 0 { String::new() } else { format!(", {} before", working_days(i64::from(days))) };
    let sentence = format!(
        "{} starts at {} and {} does not meet before {}{lead}.",
        change.title(),
        view.moment(window.start),
        board.name,
        view.moment(until),
    );
    let of = RecordRef::from(&board.id);
    let text = format!("has no meeting between {} and {}", view.moment(view.now), view.moment(until));
    Finding {
        span: Some(window),
        proof: vec![Proof::Fact { of, text }],
        related: vec![of],
        cause: of,
        harm: harm(view.weight(change), window.seconds()),
        ..view.finding(&RULE, RecordRef::from(&change.id), sentence)
    }
}

/// The first free window before which the board meets in time.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    const YEAR_SECONDS: i64 = 366 * 86_400;
    const DAY_SECONDS: i64 = 86_400;
    let board = finding.related.first().and_then(|of| view.plan.boards.get(&of.id_of()?));
    let change = view.change(&finding.subject).filter(|change| free::can_be_moved(view, change));
    let Some((change, board)) = change.zip(board) else { return Vec::new() };
    let year = Interval::new(view.now, view.now.plus_seconds(YEAR_SECONDS));
    let days = requirement(view.plan, change).lead_time_days;
    let free = next_meeting(view, board, year).and_then(|meeting| {
        let seconds = change.live_window()?.seconds();
        free::earliest_that(view, change, seconds, meeting.end, |candidate| {
            let until = latest_end(view, candidate.start, days);
            let is_met = until.is_some_and(|until| meeting.end <= until);
            (!is_met).then(|| candidate.start.plus_seconds(DAY_SECONDS))
        })
    });
    free.map(|window| view.move_to(finding.subject, window, false)).into_iter().gather()
}
