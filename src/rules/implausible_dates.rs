//! `implausible-dates`.

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, Proof, View};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    AnyRecord, Blackout, Booking, Change, ChangeStatus, Command, MaintenanceWindow, Phase, RecordRef,
    Severity, Table, When,
};
use crate::time::{Instant, Interval};

rule! {
    /// The dates of a record can be right: windows end after they start, nothing is decades away or endless, and what
    /// has happened lies in the past.
    ///
    /// # Why
    /// One mistyped digit takes a change out of everybody's sight. Limits: 30 days for a change, a year for a phase, 120
    /// days for a maintenance window, five years ahead. What cannot be blocks; what is only unlikely warns.
    ///
    /// # Fails
    /// ```plan
    /// now 20
    /// change C1 25T22..25T20                                #! implausible-dates
    /// change C2 25..60                                      #! implausible-dates
    /// change C3 25T20..25T22 outage=25T21..25T23            #! implausible-dates
    /// change C4 2036-01-25T20..2036-01-25T22                #! implausible-dates
    /// change C5 10..11 status=Closed actual=10T04..10T03    #! implausible-dates
    /// change C6 19..20 status=InReview actual=19..21        #! implausible-dates
    /// change C7 25T20..25T20                                #! implausible-dates
    /// phase P1 1..500 of=R1                                 #! implausible-dates
    /// booking B1 9..8 env=sit                               #! implausible-dates
    /// release R2 live=2196-01-01                            #! implausible-dates
    /// ```
    /// ```plan
    /// blackout hard-lock 2026-01-05..2025-12-26         #! implausible-dates
    /// blackout daily 1..2 rule=FREQ=DAILY
    /// window inverted 4..3                              #! implausible-dates
    /// window endless 1..200 rule=FREQ=YEARLY            #! implausible-dates
    /// ```
    /// # Passes
    /// ```plan
    /// now 20
    /// change C1 25T20..25T22 outage=25T20..25T21
    /// change C2 10..11 status=Closed actual=10T03..10T04
    /// change C3 25T22..25T20 status=Cancelled
    /// blackout hard-lock 2025-12-26..2026-01-05
    /// release R1 live=200
    /// phase P1 1..100 of=R1
    /// ```
    "implausible-dates", "Dates cannot be right", Blocker, Any(TABLES) => check, mend,
}

const TABLES: &[Table] = &[
    Table::Changes,
    Table::Releases,
    Table::Phases,
    Table::Gates,
    Table::Bookings,
    Table::Blackouts,
    Table::MaintenanceWindows,
];

const DAY_SECONDS: i64 = 86_400;
const LONGEST_CHANGE_DAYS: i64 = 30;
const LONGEST_PHASE_DAYS: i64 = 366;
const LONGEST_WINDOW_DAYS: i64 = 120;
const FARTHEST_DAYS: i64 = 5 * 366;
/// 1 January 2000.
const FIRST_SECONDS: i64 = 946_684_800;

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    let Some(record) = view.plan.record(subject) else { return };
    let problems = Dates::of(view, &record);
    let Some((_, first)) = problems.first() else { return };
    let sentence = format!("{}: {first}.", record.title());
    let severity = problems.iter().map(|(severity, _)| *severity).max().unwrap_or(RULE.severity);
    let fact = |text: &String| Proof::Fact { of: *subject, text: text.clone() };
    let finding = view.report(&RULE, *subject, sentence, found);
    finding.severity = severity;
    finding.proof = problems.iter().map(|(_, text)| fact(text)).gather();
}

/// What is wrong with the dates of one record, each with what it does.
struct Dates<'a> {
    view: &'a View<'a>,
    problems: Vec<(Severity, String)>,
}

impl Dates<'_> {
    fn of(view: &View, record: &AnyRecord) -> Vec<(Severity, String)> {
        let mut dates = Dates { view, problems: Vec::new() };
        match record {
            AnyRecord::Changes(change) => dates.change(change),
            AnyRecord::Releases(release) => dates.point("the go-live", release.go_live),
            AnyRecord::Phases(phase) => {
                if let Some(planned) = phase.planned {
                    dates.window("the planned window", planned, LONGEST_PHASE_DAYS);
                }
                dates.actual(phase.actual_start, phase.actual_end);
            }
            AnyRecord::Gates(gate) => dates.point("the due date", gate.due),
            AnyRecord::Bookings(booking) => {
                dates.window("the booking", booking.window, LONGEST_PHASE_DAYS);
            }
            // How long a blackout is has a rule of its own.
            AnyRecord::Blackouts(blackout) => dates.when("the blackout", &blackout.when, i64::MAX),
            AnyRecord::MaintenanceWindows(window) => {
                dates.when("the maintenance window", &window.when, LONGEST_WINDOW_DAYS);
            }
            _ => {}
        }
        dates.problems
    }

    fn change(&mut self, change: &Change) {
        let is_dropped = matches!(
            change.status,
            ChangeStatus::Rejected | ChangeStatus::Withdrawn | ChangeStatus::Cancelled
        );
        if is_dropped {
            return;
        }
        if let Some(planned) = change.planned {
            self.window("the planned window", planned, LONGEST_CHANGE_DAYS);
        }
        if let Some(outage) = change.outage {
            self.window("the outage", outage, LONGEST_CHANGE_DAYS);
            let planned = change.planned.filter(|planned| !planned.is_empty() && !outage.is_empty());
            if let Some(planned) = planned.filter(|planned| !planned.covers(outage)) {
                let (outage, planned) = (self.view.span(outage), self.view.span(planned));
                self.unlikely(format!("the outage ({outage}) leaves the planned window ({planned})"));
            }
        }
        self.actual(change.actual_start, change.actual_end);
    }

    fn actual(&mut self, start: Option<Instant>, end: Option<Instant>) {
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            let (start, end) = (self.view.moment(start), self.view.moment(end));
            self.wrong(format!("it was over at {end}, before it was begun at {start}"));
        }
        for (what, at) in [("begun", start), ("over", end)] {
            if let Some(at) = at.filter(|at| self.view.now < *at) {
                let at = self.view.moment(at);
                self.wrong(format!("it was {what} at {at}, which is still to come"));
            }
            if let Some(at) = at.filter(|at| at.unix_seconds() < FIRST_SECONDS) {
                let at = self.view.moment(at);
                self.unlikely(format!("it was {what} at {at}, before the year 2000"));
            }
        }
    }

    fn when(&mut self, what: &str, when: &When, longest_days: i64) {
        match when {
            When::Once(window) => self.window(what, *window, longest_days),
            When::Recurring(recurring) if recurring.duration_minutes == 0 => {
                self.wrong(format!("{what} has no time in it"));
            }
            When::Recurring(recurring) => {
                self.length(what, i64::from(recurring.duration_minutes) * 60, longest_days);
            }
        }
    }

    fn window(&mut self, what: &str, window: Interval, longest_days: i64) {
        if window.end < window.start {
            let (start, end) = (self.view.moment(window.start), self.view.moment(window.end));
            self.wrong(format!("{what} ends at {end}, before it starts at {start}"));
        } else if window.is_empty() {
            let start = self.view.moment(window.start);
            self.wrong(format!("{what} at {start} has no time in it"));
        }
        self.length(what, window.seconds(), longest_days);
        self.point(what, Some(window.start));
        if window.end.to_chrono().date_naive() != window.start.to_chrono().date_naive() {
            self.point(what, Some(window.end));
        }
    }

    fn length(&mut self, what: &str, seconds: i64, longest_days: i64) {
        if longest_days.saturating_mul(DAY_SECONDS) < seconds {
            let long = duration(seconds / DAY_SECONDS * DAY_SECONDS);
            self.unlikely(format!("{what} is {long} long, more than {longest_days} days"));
        }
    }

    fn point(&mut self, what: &str, at: Option<Instant>) {
        let Some(at) = at else { return };
        if self.view.now.plus_seconds(FARTHEST_DAYS * DAY_SECONDS) < at {
            self.unlikely(format!("{what} reaches to {}, more than five years ahead", self.view.moment(at)));
        }
        if at.unix_seconds() < FIRST_SECONDS {
            self.unlikely(format!("{what} reaches back to {}, before the year 2000", self.view.moment(at)));
        }
    }

    fn wrong(&mut self, text: String) {
        self.problems.push((Severity::Blocker, text));
    }

    fn unlikely(&mut self, text: String) {
        self.problems.push((Severity::Warning, text));
    }
}

/// Swaps what is the wrong way round, and cuts an outage to its window, where nothing is wrong after that.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let Some(record) = view.plan.record(&finding.subject) else { return Vec::new() };
    let mended =
        [("Swap start and end", swapped(&record)), ("Cut the outage to the planned window", cut(&record))];
    let good = mended.into_iter().filter_map(|(label, mended)| Some((label, mended?)));
    good.filter(|(_, mended)| Dates::of(view, mended).is_empty())
        .map(|(label, mended)| Fix { label: label.into(), command: Command::Edit(mended) })
        .gather()
}

/// The record with its inverted windows turned round; `None` when it has none.
fn swapped(record: &AnyRecord) -> Option<AnyRecord> {
    let turn = |window: Interval| {
        if window.end < window.start { Interval::new(window.end, window.start) } else { window }
    };
    let swapped = match record {
        AnyRecord::Changes(change) => {
            let (planned, outage) = (change.planned.map(turn), change.outage.map(turn));
            altered!(Change::clone(change), planned, outage).into()
        }
        AnyRecord::Phases(phase) => altered!(Phase::clone(phase), planned: phase.planned.map(turn)).into(),
        AnyRecord::Bookings(booking) => {
            altered!(Booking::clone(booking), window: turn(booking.window)).into()
        }
        AnyRecord::Blackouts(blackout) => {
            altered!(Blackout::clone(blackout), when: turned(&blackout.when, turn)).into()
        }
        AnyRecord::MaintenanceWindows(window) => {
            altered!(MaintenanceWindow::clone(window), when: turned(&window.when, turn)).into()
        }
        _ => return None,
    };
    (swapped != *record).then_some(swapped)
}

fn turned(when: &When, turn: impl Fn(Interval) -> Interval) -> When {
    match when {
        When::Once(window) => When::Once(turn(*window)),
        When::Recurring(_) => when.clone(),
    }
}

/// The change with the part of its outage that lies in the planned window, or without one where none does.
fn cut(record: &AnyRecord) -> Option<AnyRecord> {
    let AnyRecord::Changes(change) = record else { return None };
    let outage = change.outage?;
    let planned = change.planned?;
    Some(altered!(Change::clone(change), outage: planned.intersection(outage)).into())
}
