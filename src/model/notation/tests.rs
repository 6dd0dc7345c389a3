//! What the notation reads, and what it says about lines that it cannot read.

use chrono::NaiveDate;

use super::{parse, parse_on};
use crate::model::{BoardDecision, BookingUse, GateDecision, Id, Plan, When};
use crate::time::Zone;

fn plan(text: &str) -> Plan {
    parse(text).expect("the text is in the notation").plan
}

fn problem(text: &str) -> String {
    parse(text).expect_err("the text breaks the notation").to_string()
}

#[test]
fn a_change_reads_its_title_and_all_quoted_texts() {
    let plan = plan(
        "change CHG-1 \"Upgrade PostgreSQL # 18\" 25T20..26T02 on=db category=Database labels=a,b backout=\"Restore \
         the snapshot\" plan=\"a=b, then c\" version=18.1 repository=git/db commit=a41f09c # a comment",
    );
    let change = &plan.changes[&Id::lenient("CHG-1")];
    assert_eq!(change.title, "Upgrade PostgreSQL # 18");
    assert_eq!(change.planned.expect("planned").to_string(), "2026-01-25T20:00:00Z/2026-01-26T02:00:00Z");
    assert_eq!(
        (&*change.backout_plan, &*change.implementation_plan),
        ("Restore the snapshot", "a=b, then c")
    );
    assert_eq!((&*change.category, change.labels.join("+")), ("Database", "a+b".to_owned()));
    let deploys = change.deploys.as_ref().expect("a version");
    assert_eq!((&*deploys.version, &*deploys.repository, &*deploys.commit), ("18.1", "git/db", "a41f09c"));
}

#[test]
fn criteria_belong_to_the_gate_above_them() {
    let plan = plan(
        "gate G1 \"Tested\" of=R1 decision=Go by=ann decided=7T15 note=\"well done\"\n\
         criterion \"All tests passed\" met evidence=\"212 of 212\"\n\
         criterion \"Signed off\"\n",
    );
    let gate = &plan.gates[&Id::lenient("G1")];
    assert_eq!((gate.decision, &*gate.note), (GateDecision::Go, "well done"));
    assert_eq!(gate.decided_by, Some(Id::lenient("ann")));
    let criteria: Vec<_> = gate
        .criteria
        .iter()
        .map(|criterion| (&*criterion.text, criterion.met, &*criterion.evidence))
        .collect();
    assert_eq!(criteria, [("All tests passed", true, "212 of 212"), ("Signed off", false, "")]);
}

#[test]
fn items_belong_to_the_meeting_above_them() {
    let plan = plan(
        "meeting M1 board=cab 8T14..8T15 agenda=C1 minutes=\"Short\"\n\
         item C2 8T14:10..8T14:20 decision=Defer minutes=\"Nobody knows it\"\n",
    );
    let meeting = &plan.meetings[&Id::lenient("M1")];
    assert_eq!((&*meeting.minutes, meeting.agenda.len()), ("Short", 2));
    let item = &meeting.agenda[1];
    assert_eq!((item.decision, &*item.minutes), (Some(BoardDecision::Defer), "Nobody knows it"));
    let ended = item.ended_at.map(|at| at.to_string());
    assert_eq!((item.change.as_str(), ended.as_deref()), ("C2", Some("2026-01-08T14:20:00Z")));
}

#[test]
fn people_items_bookings_and_blackouts_read_their_words() {
    let plan = plan(
        "person ann \"Ann Ito\" email=ann@example.org\n\
         ci db \"billing-db\" kind=Database group=dba\n\
         booking B1 \"Load test\" env=perf 8..9 use=TestOnly\n\
         blackout b \"Year end\" 20..30 reason=\"Books are closed\" service=bill risks=High,VeryHigh\n\
         holiday 6 \"Epiphany\"",
    );
    let ann = &plan.people[&Id::lenient("ann")];
    assert_eq!((&*ann.name, &*ann.email), ("Ann Ito", "ann@example.org"));
    let db = &plan.cis[&Id::lenient("db")];
    assert_eq!((&*db.name, &*db.kind, &db.group), ("billing-db", "Database", &Some(Id::lenient("dba"))));
    let booking = &plan.bookings[&Id::lenient("B1")];
    assert_eq!((&*booking.title, booking.usage), ("Load test", BookingUse::TestOnly));
    let blackout = &plan.blackouts[&Id::lenient("b")];
    assert_eq!((&*blackout.reason, blackout.scope.risks.len()), ("Books are closed", 2));
    assert_eq!(plan.settings.calendar.holidays()[0].name, "Epiphany");
}

#[test]
fn a_lag_is_later_or_sooner_and_no_part_of_an_id() {
    let plan =
        plan("release R0\nchange CHG-10\nrelease R1 after=R0-120\nchange C2 after=CHG-10,CHG-10-5,C0+60,X-7");
    let lags = |of: &crate::model::Release| {
        of.depends_on.iter().map(|it| (it.on.to_string(), it.lag_minutes)).collect::<Vec<_>>()
    };
    assert_eq!(lags(&plan.releases[&Id::lenient("R1")]), [("R0".to_owned(), -120)]);
    let change = &plan.changes[&Id::lenient("C2")];
    let read: Vec<_> = change.depends_on.iter().map(|it| (it.on.as_str(), it.lag_minutes)).collect();
    assert_eq!(read, [("CHG-10", 0), ("CHG-10", -5), ("C0", 60), ("X-7", 0)]);
}

#[test]
fn days_count_from_the_base_in_the_zone() {
    let base = NaiveDate::from_ymd_opt(2026, 3, 23).expect("a day");
    let zone = Zone::parse("Europe/Amsterdam").expect("a zone");
    let example = parse_on("change C1 1T12..8T12\nwindow w 6T20..7T06 rule=FREQ=WEEKLY", base, zone);
    let plan = example.expect("the text is in the notation").plan;
    let planned = plan.changes[&Id::lenient("C1")].planned.expect("planned");
    assert_eq!(planned.to_string(), "2026-03-23T11:00:00Z/2026-03-30T10:00:00Z");
    let When::Recurring(window) = &plan.maintenance_windows[&Id::lenient("w")].when else {
        panic!("the window recurs")
    };
    assert_eq!(window.duration_minutes, 600, "the clock change of that night makes no difference");
}

#[test]
fn an_error_says_the_line_and_the_problem() {
    for (text, expected) in [
        ("\n\nchagne C1", "line 3: \"chagne\" is not a keyword of the notation"),
        ("change", "line 1: its id is missing"),
        ("change C1 \"Upgrade", "line 1: the quote in \"Upgrade is not closed"),
        ("change C1 \"A\" \"B\"", "line 1: \"B\" is a second title"),
        ("change C1 \"A\"20..30", "line 1: a blank is missing before 20..30"),
        ("change C\"1\"", "line 1: the quote in C\"1\" is to stand after a blank or after ="),
        ("change C1 backout=x\"y\"", "line 1: the quote in x\"y\" is to stand after ="),
        ("change C1 on=a on=b", "line 1: on= stands twice"),
        ("change C1 colour=red", "line 1: \"colour=\" is not understood here"),
        ("change C1 risk=Huge", "line 1: risk=Huge is not a word of the model"),
        ("change C1 20..soon", "line 1: \"soon\" is no time; write 20, 20T22:30 or 2026-03-28T22:30"),
        ("zone UTC \"A\"", "line 1: \"A\" is not understood here"),
        ("gate G1 of=R1\nrelease R1\ncriterion \"x\"", "line 3: a criterion stands below its gate"),
        ("gate G1 of=R1\ncriterion x", "line 2: its text is missing; write it in quotes"),
        ("release R1 after=R0+soon", "line 1: \"soon\" is not a number of minutes"),
        ("window w 9..8 rule=FREQ=DAILY", "line 1: its window ends before it starts"),
        ("holiday 6 #! change-in-blackout", "line 1: #! stands on a line without a record"),
    ] {
        assert_eq!(problem(text), expected);
    }
}
