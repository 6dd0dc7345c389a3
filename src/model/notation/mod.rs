//! The `.plan` notation: a plan in a few lines of text, for the examples of rules and for tests.
//!
//! A folder of its own because rules, scenarios and the rule pages of the app all read it.
//!
//! ```text
//! zone Europe/Amsterdam            # default UTC
//! now 10T09:00                     # default 1
//! holiday 6 "Epiphany"
//! lead low=0 high=5                # working days
//! rule change-in-blackout Warning  # or: off, or limit=20 for a rule that measures
//! person ann "Ann Ito" email=ann@example.org
//! group dba "Databases" members=ann
//! environment prod "Production" Controlled kind=Production capacity=1 order=9 owner=ann
//! ci db "billing-db" kind=Database criticality=High env=prod needs=net runs-on=vm part-of=farm connects=mail
//! service bill "Billing" criticality=Critical on=db needs=pay group=dba
//! blackout year-end "Year-end freeze" 20..30 soft env=prod kinds=Normal risks=High reason="Books are closed"
//! window sat 3T20..4T06 rule=FREQ=WEEKLY;BYDAY=SA except=10T20 ci=db service=bill dependents
//! release R1 "Billing 2" kind=Minor status=Planned live=25T22 parent=R0 after=R2-120 version=2.0 description="..."
//! phase P1 "System test" of=R1 env=sit 3..7 order=1 status=Passed actual-start=3 actual-end=7
//! gate G1 "Tested" of=R1 phase=P1 due=7T16 decision=Go by=ann decided=7T15 note="..."
//! criterion "All tests passed" met evidence="212 of 212"
//! booking B1 "Load test" env=perf 8..9 status=Requested use=TestOnly phase=P1 change=C1 by=ann
//! change C1 "Upgrade db" 25..26T12 on=db env=prod by=ann kind=Normal status=Scheduled risk=High   #! change-in-blackout
//! change C2 26T13..26T14 release=R1 after=C1+60 outage=26T13..26T13:30 owner=ann backout="Restore" labels=a,b
//! board cab "CAB" members=ann!,bob/eve Percentage percent=50 quorum=2 8T14..8T15 rule=FREQ=WEEKLY   # ! mandatory, / delegate
//! meeting M1 board=cab 8T14..8T15 status=Planned agenda=C1,C2 attendees=ann
//! item C3 8T14..8T14:10 decision=ApproveWithConditions minutes="..."
//! approval A1 change=C1 board=cab status=Approved requested=2 decided=8T14 votes=ann:Approve,eve/bob:Approve of=25..26T12
//! policy "High risk" authority=Board board=cab kinds=Normal risks=High controls=Controlled lead=5 evidence=BackoutPlan
//! template T1 "Renew a certificate" status=Published version=2 locked=cis on=lb env=prod plan="..." backout="..."
//! exception E1 "Cannot wait" changes=C1 blackout=year-end status=Approved by=eve expires=26 reason="..."
//! question users "How many notice?" weight=3 answers=none:0,many:2   # with threshold and condition: the risk model
//! threshold 0..6 Low
//! condition ManyItems High limit=10
//! environment-group all "All tests" environments=sit,uat owner=ann
//! runbook RB1 "Billing 2" of=R1 status=Approved rehearsed=20T10        # or: change=C1
//! step stop "Stop the service" minutes=10 rehearsed=12 kind=Task after=copy by=ann
//! announcement N1 "Billing is down" of=R1 to="Everybody" days=-5 sent=18 sent-for=25T22..25T22
//! waiver W1 change-in-blackout changes/C1 with=blackouts/year-end until=30 by=ann at=2 reason="Agreed"
//! ```
//!
//! A line is a keyword, an id, perhaps a title in quotes, a window, flags and `key=value` parts in any order; a value
//! with blanks stands in quotes. A change also knows `service`, `requester`, `group`, `category`, `description`,
//! `plan`, `outcome`, `actual=a..b`, `requested`, `authorised`, `hold`, `with-start` and `version`, `repository` and
//! `commit` of what it deploys, `also-in`, `template`, `answers=users:many`, `incidents=INC-7:P2` and `review="..." reviewed=25`.
//! An environment also knows `available=1..20,25..30`; a configuration item `support=25`; a release `services`, `cis`,
//! `kinds`, `teams`, `with-labels` and `window`, which is what its changes have in common. `#` begins a comment; `#!
//! rule` after a record says that this rule reports this record. Criteria stand below their gate, items of an agenda
//! below their meeting, and steps below their runbook.
//!
//! A time is a day counted from day 1 (`20`, `20T22`, `20T22:30`; day 1 is 1 January 2026 with [`parse`], so that 32
//! is 1 February) or a full `2026-03-28T22:30`, both local to the plan's zone. `a..b` is the half-open window
//! `[a, b)`. Records that are only named come into being with usual values.

mod board_lines;
mod lines;
mod reader;
mod release_lines;
#[cfg(test)]
mod tests;
mod words;

use chrono::NaiveDate;
use thiserror::Error;

use super::{Plan, RecordRef};
use crate::time::{Instant, Zone};

/// A plan from the notation, with what its rules are to report.
#[derive(Debug, Clone)]
pub struct Example {
    /// The plan.
    pub plan: Plan,
    /// The moment at which it is looked at.
    pub now: Instant,
    /// Rule name and subject of each `#!` mark.
    pub expected: Vec<(String, RecordRef)>,
}

/// Where a text breaks the notation.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {problem}")]
pub struct NotationError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what is allowed.
    pub problem: String,
}

/// Reads the notation. Day 1 is 1 January 2026, and the zone is UTC unless the text names another.
pub fn parse(text: &str) -> Result<Example, NotationError> {
    parse_on(text, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default(), Zone::UTC)
}

/// Reads the notation. Day 1 is `base`, and the zone is `zone` unless the text names another.
pub fn parse_on(text: &str, base: NaiveDate, zone: Zone) -> Result<Example, NotationError> {
    reader::parse(text, base, zone)
}
