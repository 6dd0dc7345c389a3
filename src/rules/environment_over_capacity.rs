//! `environment-over-capacity`.

use super::along::{move_along_in, move_use, placed};
use super::occupancy::{Excess, Use, excesses, uses, with_room};
use super::rule::rule;
use super::{Finding, Fix, Proof, View, harm};
use crate::gather::Gather;
use crate::model::{Command, Environment, Record, RecordRef};
use crate::order::Arrange;

rule! {
    /// An environment is not used by more than it has room for.
    ///
    /// # Why
    /// Who finds it taken loses test days, and the release learns of it last. Bookings count until they are rejected or
    /// given back. A phase that takes place in the environment counts too, unless it has a booking there, which then
    /// stands for it. Each stretch of time is reported once.
    ///
    /// # Fails
    /// ```plan
    /// environment sit capacity=1    #! environment-over-capacity
    /// booking B1 5..10 env=sit
    /// booking B2 8..12 env=sit status=Requested
    /// ```
    /// ```plan
    /// environment sit capacity=2    #! environment-over-capacity environment-over-capacity
    /// release R1
    /// phase test 5..20 of=R1 env=sit
    /// booking B1 5..10 env=sit
    /// booking B2 8..10 env=sit
    /// booking B3 12..15 env=sit
    /// booking B4 12..15 env=sit
    /// ```
    /// # Passes
    /// ```plan
    /// environment sit capacity=1
    /// environment dev
    /// release R1
    /// release R2 status=Cancelled
    /// phase test 5..10 of=R1 env=sit
    /// phase other 5..10 of=R2 env=sit
    /// phase past 5..10 of=R1 env=sit status=Passed
    /// booking B1 5..10 env=sit phase=test
    /// booking B2 10..12 env=sit
    /// booking B3 10..12 env=sit status=Released
    /// booking B4 5..10 env=dev
    /// booking B5 5..10 env=dev
    /// ```
    "environment-over-capacity", "More use an environment than it has room for", Blocker,
    Environment => check, mend,
}

fn check(view: &View, environment: &Environment, found: &mut Vec<Finding>) {
    let Some(capacity) = environment.capacity else { return };
    let subject = RecordRef::from(&environment.id);
    for Excess { span, most, by } in excesses(&uses(view, environment), capacity as usize) {
        let (used, by) = (u32::try_from(most).unwrap_or(u32::MAX), Vec::from_iter(by.iter().cloned()));
        let sentence = format!(
            "{} has room for {capacity}, but {most} use it at a time between {}: {}.",
            environment.title(),
            view.span(span).replace(" – ", " and "),
            view.titles(&by),
        );
        let finding = view.report(&RULE, subject, sentence, found);
        finding.span = Some(span);
        finding.proof.push(Proof::Count { span, used, capacity, by: by.clone() });
        view.add_owners(finding, &by);
        finding.harm = harm(u64::from(used.saturating_sub(capacity)), span.seconds());
        finding.related = by;
    }
}

/// Moves what came last, and what nobody granted first, to when there is room; where it is one phase, what follows it
/// along.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let environment = finding.subject.id_of().and_then(|id| view.plan.environments.get(&id));
    let Some((environment, capacity)) = environment.and_then(|it| Some((it, it.capacity? as usize))) else {
        return Vec::new();
    };
    let (mut wanted, mut kept): (Vec<Use>, Vec<Use>) =
        uses(view, environment).into_iter().partition(|usage| finding.related.contains(&usage.by));
    wanted.arrange_by_key(|usage| {
        let has_begun = usage.window.start <= view.now;
        (!has_begun, !usage.is_firm, usage.window.start, usage.by)
    });
    let mut moves: Vec<Fix> = Vec::new();
    for mut usage in wanted {
        let from = |at| placed(view, &usage.by, usage.window, at);
        let Some(window) = with_room(&kept, usage.window, capacity, from) else { return Vec::new() };
        if window != usage.window {
            if usage.window.start <= view.now {
                return Vec::new();
            }
            moves.push(move_use(view, &usage.by, window, true));
            usage.window = window;
        }
        kept.push(usage);
    }
    if moves.len() < 2 {
        let along = moves.iter().filter_map(|fix| match &fix.command {
            Command::Move { subject, window } => move_along_in(view, &environment.id, subject, *window),
            _ => None,
        });
        let along: Vec<Fix> = along.gather();
        moves.extend(along);
        return moves;
    }
    let label = format!("Move {} records to when there is room", moves.len());
    let commands = moves.into_iter().map(|fix| fix.command).gather();
    vec![Fix { label: label.as_str().into(), command: Command::Batch { label, commands } }]
}
