//! `lead-time-too-short`.

use chrono::NaiveDate;

use super::rule::rule;
use super::wording::{day, working_days};
use super::{Finding, Proof, View, free, harm};
use crate::authority::requirement;
use crate::gather::Gather;
use crate::model::{Change, ChangeKind, Record, RecordRef};
use crate::time::{Instant, Interval};

rule! {
    /// A change is authorised long enough before its window, by its risk.
    ///
    /// # Why
    /// Those whom it affects need the time to object and to prepare. Working days are counted on the plan's calendar
    /// and in its zone, from the day of authorisation; five of them before a window on a Monday is the Monday before.
    /// While the change is not authorised yet, they are counted from today. Standard changes were authorised before,
    /// emergency changes may be authorised afterwards. A row of the policy can ask for another number of days.
    ///
    /// # Fails
    /// ```plan
    /// now 6T10
    /// change C1 12T20..12T22 risk=High authorised=6T09        #! lead-time-too-short
    /// change C2 12T20..12T22 risk=High status=Requested       #! lead-time-too-short
    /// change C3 7T20..7T22 risk=Moderate authorised=7T09      #! lead-time-too-short
    /// ```
    /// ```plan
    /// now 5T10
    /// holiday 6
    /// change C1 12T20..12T22 risk=High authorised=5T09        #! lead-time-too-short
    /// ```
    /// ```plan
    /// now 6T10
    /// policy "Emergency" kinds=Emergency lead=1
    /// policy "Production" controls=Controlled lead=10
    /// environment prod Controlled
    /// change C1 12T20..12T22 risk=Low env=prod authorised=5T09        #! lead-time-too-short
    /// change C2 6T20..6T22 kind=Emergency env=prod status=Requested   #! lead-time-too-short
    /// ```
    /// # Passes
    /// ```plan
    /// now 6T10
    /// change C1 12T20..12T22 risk=High authorised=5T17
    /// change C2 13T20..13T22 risk=High status=Assessed
    /// change C3 7T20..7T22 risk=High status=Authorised
    /// change C4 7T20..7T22 risk=High status=Requested kind=Emergency
    /// change C5 7T20..7T22 risk=High status=Requested kind=Standard
    /// change C6 5T20..5T22 risk=High status=Requested
    /// ```
    "lead-time-too-short", "Authorised too shortly before its window", Blocker,
    Change => check, free::moves_of_subject,
}

/// From when lead time is counted: the authorisation, or now while it is still to come. `None` when lead time is not
/// asked for, or nothing is known about the authorisation.
fn counted_from(view: &View, change: &Change) -> Option<Instant> {
    let is_asked =
        change.status.is_before_implementation() && requirement(view.plan, change).lead_time_days > 0;
    let unauthorised_now = change.status.is_before_authorisation().then_some(view.now);
    change.authorised_at.or(unauthorised_now).filter(|_| is_asked)
}

/// The first moment at which a change may start for its lead time, at the time of day that it is planned for.
pub(super) fn earliest_start(view: &View, change: &Change) -> Option<Instant> {
    let from = counted_from(view, change)?;
    let zone = view.zone();
    let days = requirement(view.plan, change).lead_time_days;
    let last = view.plan.settings.calendar.last_day_of_span_starting(zone.date_of(from), days)?;
    let first = last.succ_opt()?;
    let time = change.planned.map(|planned| zone.local(planned.start).time()).unwrap_or_default();
    Some(zone.resolve(first.and_time(time)).max(zone.start_of_day(first)))
}

/// The lead time that a change lacks.
pub(super) struct Shortfall {
    window: Interval,
    from: Instant,
    /// Working days that there are.
    pub(super) have: i64,
    /// Working days that there have to be.
    pub(super) need: u32,
}

/// By how much the lead time of a change is too short; `None` when it is long enough, or not asked for.
pub(super) fn shortfall(view: &View, change: &Change) -> Option<Shortfall> {
    let (window, from) = (change.live_window()?, counted_from(view, change)?);
    if change.authorised_at.is_none() && window.start < view.now {
        return None;
    }
    let zone = view.zone();
    let (first, last) = (zone.date_of(from), zone.date_of(window.start));
    let have = view.plan.settings.calendar.working_days_between(first, last);
    let need = requirement(view.plan, change).lead_time_days;
    (have < i64::from(need)).then_some(Shortfall { window, from, have, need })
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(Shortfall { window, from, have, need: days }) = shortfall(view, change) else { return };
    let zone = view.zone();
    let (first, last) = (zone.date_of(from), zone.date_of(window.start));
    let need = i64::from(days);
    let holidays = holidays(view, first, last);
    let counted = if change.authorised_at.is_some() {
        format!("after its authorisation on {}", day(from, zone))
    } else {
        "from now and is not authorised yet".to_owned()
    };
    let holiday_note =
        if holidays.is_empty() { String::new() } else { format!(" {} not counted.", holidays.join(", ")) };
    let is_usual =
        change.kind == ChangeKind::Normal && days == view.plan.settings.lead_times.days(change.risk);
    let who_needs = if is_usual {
        format!("{} risk", change.risk.label().to_ascii_lowercase())
    } else {
        "the policy".to_owned()
    };
    let sentence = format!(
        "{} starts at {}, {} {counted}; {who_needs} needs {}.{holiday_note}",
        change.title(),
        view.moment(window.start),
        working_days(have.max(0)),
        working_days(need),
    );
    let finding = view.report(&RULE, RecordRef::from(&change.id), sentence, found);
    finding.span = Some(Interval::new(from, window.start));
    finding.proof.push(Proof::WorkingDays { from, to: window.start, have, need, holidays });
    finding.harm = harm(view.weight(change), window.seconds());
}

/// The holidays on weekdays that are worked otherwise, from the first day on and before the last: `New Year (Thu 1
/// Jan 2026)`.
fn holidays(view: &View, first: NaiveDate, last: NaiveDate) -> Vec<String> {
    use chrono::Datelike;
    let (zone, calendar) = (view.zone(), &view.plan.settings.calendar);
    calendar
        .holidays()
        .iter()
        .filter(|holiday| first <= holiday.date && holiday.date < last)
        .filter(|holiday| calendar.weekdays.contains(holiday.date.weekday()))
        .map(|holiday| format!("{} ({})", holiday.name, day(zone.start_of_day(holiday.date), zone)))
        .gather()
}
