//! `environment-over-capacity`.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::rule;
use super::wording::list;
use super::{Finding, Fix, Proof, View, harm};
use crate::model::{Booking, BookingStatus, Command, Environment, Id, Phase, PhaseStatus, Record, RecordRef};
use crate::order::Arrange;
use crate::time::{Instant, Interval};

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

/// Somebody who takes room in an environment.
#[derive(Debug, Clone)]
struct Use {
    by: RecordRef,
    window: Interval,
    /// Granted or going on: rather something else is moved.
    is_firm: bool,
}

/// A stretch of time without a break in which more use the environment than it has room for.
struct Excess {
    span: Interval,
    most: usize,
    by: BTreeSet<RecordRef>,
}

fn check(view: &View, environment: &Environment, found: &mut Vec<Finding>) {
    let Some(capacity) = environment.capacity else { return };
    let subject = RecordRef::from(&environment.id);
    for Excess { span, most, by } in excesses(&uses(view, environment), capacity as usize) {
        let names: Vec<&str> = by.iter().map(|of| view.title(of)).collect();
        let (used, by) = (u32::try_from(most).unwrap_or(u32::MAX), Vec::from_iter(by.iter().cloned()));
        let sentence = format!(
            "{} has room for {capacity}, but {most} use it at a time between {}: {}.",
            environment.title(),
            view.span(span).replace(" – ", " and "),
            list(&names),
        );
        found.push(Finding {
            span: Some(span),
            proof: vec![Proof::Count { span, used, capacity, by: by.clone() }],
            owners: [&subject].into_iter().chain(&by).map(|of| view.owner(of)).collect(),
            harm: harm(u64::from(used.saturating_sub(capacity)), span.seconds()),
            related: by,
            ..view.finding(&RULE, subject.clone(), sentence)
        });
    }
}

fn uses(view: &View, environment: &Environment) -> Vec<Use> {
    let (plan, index) = (view.plan, view.index);
    let bookings = index
        .bookings_of_environment(&environment.id)
        .filter_map(|id| Use::of_booking(plan.bookings.get(id)?));
    let phases = index
        .phases_in_environment(&environment.id)
        .filter_map(|id| Use::of_phase(view, &environment.id, plan.phases.get(id)?));
    bookings.chain(phases).collect()
}

impl Use {
    fn of_booking(booking: &Booking) -> Option<Use> {
        let takes_room = booking.status.takes_capacity() && !booking.window.is_empty();
        takes_room.then(|| Use {
            by: RecordRef::from(&booking.id),
            window: booking.window,
            is_firm: booking.status == BookingStatus::Approved,
        })
    }

    fn of_phase(view: &View, environment: &Id<Environment>, phase: &Phase) -> Option<Use> {
        let window = phase.planned.filter(|window| !window.is_empty())?;
        let is_live = view.plan.releases.get(&phase.release).is_some_and(|release| release.status.is_live())
            && matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active);
        let mut bookings =
            view.index.bookings_of_phase(&phase.id).filter_map(|id| view.plan.bookings.get(id));
        let is_booked =
            bookings.any(|booking| booking.environment == *environment && Use::of_booking(booking).is_some());
        let is_firm = phase.status == PhaseStatus::Active;
        (is_live && !is_booked).then(|| Use { by: RecordRef::from(&phase.id), window, is_firm })
    }
}

fn excesses(uses: &[Use], capacity: usize) -> Vec<Excess> {
    let mut turns: BTreeMap<Instant, (Vec<&Use>, Vec<&Use>)> = BTreeMap::new();
    for usage in uses {
        turns.entry(usage.window.start).or_default().0.push(usage);
        turns.entry(usage.window.end).or_default().1.push(usage);
    }
    let mut there: BTreeSet<&RecordRef> = BTreeSet::new();
    let mut open: Option<Excess> = None;
    let mut closed = Vec::new();
    for (at, (come, go)) in turns {
        for usage in go {
            there.remove(&usage.by);
        }
        there.extend(come.iter().map(|usage| &usage.by));
        if there.len() <= capacity {
            closed.extend(
                open.take().map(|excess| Excess { span: Interval::new(excess.span.start, at), ..excess }),
            );
        } else if let Some(excess) = &mut open {
            excess.most = excess.most.max(there.len());
            excess.by.extend(come.into_iter().map(|usage| usage.by.clone()));
        } else {
            let by = there.iter().copied().cloned().collect();
            open = Some(Excess { span: Interval::new(at, at), most: there.len(), by });
        }
    }
    closed
}

/// Moves what came last, and what nobody granted first, to when there is room.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let environment = finding.subject.id_of().and_then(|id| view.plan.environments.get(&id));
    let Some((environment, capacity)) = environment.and_then(|it| Some((it, it.capacity? as usize))) else {
        return Vec::new();
    };
    let (mut wanted, mut kept): (Vec<Use>, Vec<Use>) =
        uses(view, environment).into_iter().partition(|usage| finding.related.contains(&usage.by));
    wanted.arrange_by_key(|usage| {
        let has_begun = usage.window.start <= view.now;
        (!has_begun, !usage.is_firm, usage.window.start, usage.by.clone())
    });
    let mut moves: Vec<Fix> = Vec::new();
    for mut usage in wanted {
        let Some(window) = with_room(&kept, usage.window, capacity) else { return Vec::new() };
        if window != usage.window {
            if usage.window.start <= view.now {
                return Vec::new();
            }
            moves.push(view.move_to(usage.by.clone(), window, true));
            usage.window = window;
        }
        kept.push(usage);
    }
    if moves.len() < 2 {
        return moves;
    }
    let label = format!("Move {} records to when there is room", moves.len());
    let commands = moves.into_iter().map(|fix| fix.command).collect();
    vec![Fix { label: label.as_str().into(), command: Command::Batch { label, commands } }]
}

/// The first window from this one on in which there is room for one more.
fn with_room(kept: &[Use], window: Interval, capacity: usize) -> Option<Interval> {
    let mut starts: Vec<Instant> = kept.iter().map(|usage| usage.window.end).collect();
    starts.retain(|start| window.start < *start);
    starts.arrange();
    let mut candidates = [window.start].into_iter().chain(starts).map(|start| window.starting_at(start));
    candidates.find(|candidate| {
        let meanwhile: Vec<Use> = kept
            .iter()
            .filter_map(|usage| Some(Use { window: usage.window.intersection(*candidate)?, ..usage.clone() }))
            .collect();
        capacity > 0 && excesses(&meanwhile, capacity - 1).is_empty()
    })
}
