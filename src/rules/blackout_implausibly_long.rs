//! `blackout-implausibly-long`.

use chrono::{Datelike, Months};

use super::rule::rule;
use super::wording::duration;
use super::{Finding, Fix, View};
use crate::gather::Gather;
use crate::model::{Blackout, Command, Record, RecordRef, When};
use crate::time::{Interval, Zone};

rule! {
    /// A blackout is not much longer than freezes are: at most sixty days.
    ///
    /// # Why
    /// One mistyped month turns a freeze of two weeks into one of eleven months, and every change in it is blocked. A
    /// public calendar carried such an end for a year: 2026-12-05 where 2026-01-05 was meant.
    ///
    /// # Fails
    /// ```plan
    /// blackout hard-lock 2025-12-22..2026-12-05             #! blackout-implausibly-long
    /// blackout audit 20..90 soft                            #! blackout-implausibly-long
    /// blackout quarter 1..70 rule=FREQ=MONTHLY;INTERVAL=3   #! blackout-implausibly-long
    /// ```
    /// # Passes
    /// ```plan
    /// blackout hard-lock 2025-12-22..2026-01-05
    /// blackout season 1..61
    /// blackout broken 9..8
    /// blackout lifted 20..400 lifted=25
    /// ```
    "blackout-implausibly-long", "Blackout is longer than freezes are", Warning,
    Blackout => check, mend,
}

const LONGEST_DAYS: i64 = 60;
const DAY_SECONDS: i64 = 86_400;

fn check(view: &View, blackout: &Blackout, found: &mut Vec<Finding>) {
    let (seconds, span) = match &blackout.when {
        When::Once(window) => {
            let Some(in_force) = blackout.in_force(*window) else { return };
            (in_force.seconds(), Some(in_force))
        }
        When::Recurring(recurring) => (i64::from(recurring.duration_minutes) * 60, None),
    };
    // A clock change within it is no reason to speak.
    if seconds <= LONGEST_DAYS * DAY_SECONDS + 3600 {
        return;
    }
    let long = duration(seconds / DAY_SECONDS * DAY_SECONDS);
    let when = span.map(|span| format!(" ({})", view.span(span))).unwrap_or_default();
    let sentence = format!("{} lasts {long}{when}, more than {LONGEST_DAYS} days.", blackout.title());
    let subject = RecordRef::from(&blackout.id);
    let text = format!("is {long} long; freezes of more than {LONGEST_DAYS} days are rare");
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = span;
    finding.fact(subject, text);
    finding.harm = u64::try_from(seconds / 60).unwrap_or(0);
}

/// The end with another month or year, as it was probably meant.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let blackout = finding.subject.id_of().and_then(|id| view.plan.blackouts.get(&id));
    let Some(When::Once(window)) = blackout.map(|blackout| &blackout.when) else { return Vec::new() };
    let meant = meant(*window, view.zone());
    let end = meant.map(|window| Fix {
        label: format!("End it at {}", view.moment(window.end)).into(),
        command: Command::Move { subject: finding.subject, window },
    });
    end.into_iter().gather()
}

/// The window that ends on the same day of the month at the same time, in the first month in which that is after its
/// start by a day or more.
fn meant(window: Interval, zone: Zone) -> Option<Interval> {
    let (start, end) = (zone.local(window.start), zone.local(window.end));
    let same_month = start.with_day(1)?.date().with_day(end.day()).map(|date| date.and_time(end.time()));
    let next_month = start.with_day(1)?.checked_add_months(Months::new(1))?;
    let next_month = next_month.date().with_day(end.day()).map(|date| date.and_time(end.time()));
    let ends = [same_month, next_month].into_iter().flatten().map(|local| zone.resolve(local));
    let meant = ends.map(|end| Interval::new(window.start, end));
    meant.into_iter().find(|meant| DAY_SECONDS <= meant.seconds())
}
