//! `environment-idle`.

use super::occupancy::uses;
use super::rule::rule;
use super::wording::{day, working_days};
use super::{Finding, Fix, Proof, View};
use crate::gather::Gather;
use crate::model::{Environment, EnvironmentKind, Record, RecordRef};
use crate::time::{Interval, union};

/// How far ahead it looks, in days.
const AHEAD_DAYS: i64 = 42;

rule! {
    /// A shared environment does not stand idle for twenty working days between two uses.
    ///
    /// # Why
    /// It costs the same whether it is used or not, while others wait for one like it. Looks six weeks ahead, at
    /// environments with a capacity; production is there for the business and never idle.
    ///
    /// # Fails
    /// ```plan
    /// now 10T09
    /// environment perf capacity=1    #! environment-idle
    /// booking B1 5..12 env=perf
    /// booking B2 40..42 env=perf
    /// ```
    /// ```plan
    /// now 10T09
    /// rule environment-idle limit=5
    /// environment perf capacity=1    #! environment-idle
    /// booking B1 5..12 env=perf
    /// booking B2 20..22 env=perf
    /// ```
    /// # Passes
    /// ```plan
    /// now 10T09
    /// environment perf capacity=1
    /// environment dev
    /// environment prod capacity=1 kind=Production
    /// environment new capacity=1
    /// booking B1 5..12 env=perf
    /// booking B2 30..32 env=perf status=Requested
    /// booking B3 5..12 env=dev
    /// booking B4 60..62 env=dev
    /// booking B5 5..12 env=prod
    /// booking B6 60..62 env=prod
    /// booking B7 90..92 env=new
    /// ```
    "environment-idle", "Environment stands idle", Warning, Environment => check, mend,
    limit 20 "working days",
}

fn check(view: &View, environment: &Environment, found: &mut Vec<Finding>) {
    if environment.capacity.is_none() || environment.kind == EnvironmentKind::Production {
        return;
    }
    let (zone, calendar) = (view.zone(), &view.plan.settings.calendar);
    let horizon = view.now.plus_minutes(AHEAD_DAYS * 24 * 60);
    let used = uses(view, environment);
    let windows = union(used.iter().map(|usage| usage.window).gather());
    for (before, after) in windows.iter().zip(windows.iter().skip(1)) {
        let gap = Interval::new(before.end, after.start);
        let days = calendar.working_days_between(zone.date_of(gap.start), zone.date_of(gap.end));
        if days < view.limit(&RULE) || gap.end <= view.now || horizon <= gap.start {
            continue;
        }
        let subject = RecordRef::from(&environment.id);
        let by = |window: &Interval, at_end: bool| {
            let is_it = |end: crate::time::Instant, start: crate::time::Instant| {
                if at_end { end == window.end } else { start == window.start }
            };
            used.iter().find(|one| is_it(one.window.end, one.window.start)).map(|one| one.by)
        };
        let (Some(first), Some(next)) = (by(before, true), by(after, false)) else { continue };
        let sentence = format!(
            "{} stands idle for {}, from {} to {}: between {} and {} nobody uses it.",
            environment.title(),
            working_days(days),
            day(gap.start, zone),
            day(gap.end, zone),
            view.title(&first),
            view.title(&next),
        );
        let finding = view.report(&RULE, subject, sentence, found);
        finding.span = Some(gap);
        finding.proof.push(Proof::WorkingDays {
            from: gap.start,
            to: gap.end,
            have: days,
            need: view.limit(&RULE),
            holidays: Vec::new(),
        });
        finding.fact(next, "uses it next");
        finding.related.extend([first, next]);
    }
}

/// Who needs an environment is known to people only.
fn mend(_view: &View, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}
