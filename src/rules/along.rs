//! What follows a phase, and the fix that moves a phase with it.
//!
//! Here and not in the planner because rules propose the command and have to know what it would move.

use super::View;
use super::finding::Fix;
use super::wording;
use crate::gather::Gather;
use crate::model::{Booking, Command, Environment, Id, Phase, PhaseStatus, Plan, RecordRef};
use crate::sorted::SortedSet;
use crate::time::{Instant, Interval};

/// The phases that are planned and come after this one: of its release by their order, and of any release by what
/// they wait for.
#[must_use]
pub fn followers<'a>(plan: &'a Plan, phase: &'a Phase) -> Vec<&'a Phase> {
    let mut found: SortedSet<&Id<Phase>> = [&phase.id].into_iter().gather();
    let planned = || plan.phases.values().filter(|other| other.status == PhaseStatus::Planned);
    loop {
        let more: Vec<&Id<Phase>> = planned()
            .filter(|other| !found.contains(&other.id))
            .filter(|other| {
                let comes_after =
                    |before: &&Phase| other.release == before.release && before.order < other.order;
                let known = || found.iter().filter_map(|id| plan.phases.get(id));
                known().any(|before| comes_after(&before))
                    || other.depends_on.iter().any(|dependency| found.contains(&dependency.on))
            })
            .map(|other| &other.id)
            .gather();
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    planned().filter(|other| other.id != phase.id && found.contains(&other.id)).gather()
}

/// A fix that moves a phase and what follows it; none where nothing does, or where something that follows is to `stay`.
pub(super) fn move_along(
    view: &View,
    phase: &Phase,
    window: Interval,
    stays: impl Fn(&Phase) -> bool,
) -> Option<Fix> {
    let moved = followers(view.plan, phase);
    if phase.status != PhaseStatus::Planned || moved.is_empty() || moved.iter().any(|other| stays(other)) {
        return None;
    }
    Some(along(view, phase, window, moved.len()))
}

fn along(view: &View, phase: &Phase, window: Interval, followers: usize) -> Fix {
    let title = |of: RecordRef| view.title(&of).to_owned();
    let (phase_title, release) = (title(RecordRef::from(&phase.id)), title(RecordRef::from(&phase.release)));
    let start = wording::short_moment(window.start, view.zone());
    let follow = match followers {
        0 => String::new(),
        1 => ", and 1 phase that follows along".to_owned(),
        more => format!(", and {more} phases that follow along"),
    };
    let label = format!("Move {phase_title} of {release} to {start}{follow}");
    Fix { label: label.as_str().into(), command: Command::MoveAlong { phase: phase.id, window } }
}

/// A fix that moves what uses an environment. A booking that stands for its phase takes the phase and what follows it
/// along: alone it would leave the phase without a place.
pub(super) fn move_use(view: &View, of: &RecordRef, window: Interval, named: bool) -> Fix {
    match stands_for(view, of) {
        Some(phase) => along(view, phase, window, followers(view.plan, phase).len()),
        None => view.move_to(*of, window, named),
    }
}

/// The planned phase that a booking stands for: its window is that of the booking.
fn stands_for<'a>(view: &View<'a>, of: &RecordRef) -> Option<&'a Phase> {
    let booking = view.plan.bookings.get(&of.id_of::<Booking>()?)?;
    let phase = view.plan.phases.get(booking.phase.as_ref()?)?;
    (phase.planned == Some(booking.window) && phase.status == PhaseStatus::Planned).then_some(phase)
}

/// The window of what uses an environment, were it to start at `at`: as long as it is, or for a phase that takes working
/// days, and for the booking that stands for it, as many of them from the next one on.
pub(super) fn placed(view: &View, of: &RecordRef, window: Interval, at: Instant) -> Interval {
    let phase = stands_for(view, of).or_else(|| view.plan.phases.get(&of.id_of::<Phase>()?));
    let days = phase.and_then(|phase| phase.working_days).filter(|_| at != window.start);
    let on_days = days.and_then(|days| {
        let (zone, calendar) = (view.zone(), &view.plan.settings.calendar);
        let day = zone.date_of(at);
        let before = if zone.start_of_day(day) == at { day.pred_opt()? } else { day };
        let first = calendar.plus_working_days(before, 1)?;
        let last = calendar.last_day_of_span_starting(first, days.max(1))?;
        Some(Interval::new(zone.day(first).start, zone.day(last).end))
    });
    on_days.unwrap_or_else(|| window.starting_at(at))
}

/// A fix that moves a phase that clashes in an environment, with what follows it. None where something that follows uses
/// that environment too, because the room may then be gone.
pub(super) fn move_along_in(
    view: &View,
    environment: &Id<Environment>,
    by: &RecordRef,
    window: Interval,
) -> Option<Fix> {
    let plan = view.plan;
    let books_here = |phase: &Phase| {
        let bookings = view.bookings_of_phase(&phase.id);
        bookings.into_iter().any(|booking| booking.environment == *environment)
    };
    let is_here = |other: &Phase| other.environment.as_ref() == Some(environment) || books_here(other);
    move_along(view, plan.phases.get(&by.id_of()?)?, window, is_here)
}

#[cfg(test)]
mod tests {
    use crate::model::{Command, Plan, RecordRef, notation};
    use crate::rules::Checker;

    /// The labels of the fixes that move along what follows, of the findings about a record.
    fn along(text: &str, subject: &str) -> Vec<String> {
        let example = notation::parse(text).unwrap();
        let (plan, subject): (&Plan, RecordRef) = (&example.plan, subject.parse().unwrap());
        let checker = Checker::check(plan, example.now);
        let fixes = checker.about(&subject).iter().flat_map(|finding| checker.fixes(plan, finding));
        let along = fixes.filter(|fix| matches!(fix.command, Command::MoveAlong { .. }));
        along.map(|fix| fix.label.to_string()).collect()
    }

    const RELEASE: &str = "
        now 1T09
        environment sit kind=SystemTest capacity=1
        environment uat kind=UserAcceptance
        release R1 live=30
        phase test 5..10 of=R1 env=sit order=1
        phase users 12..17 of=R1 env=uat order=2
        release R2
        phase other 19..24 of=R2 after=users
    ";

    #[test]
    fn a_clash_of_a_booking_offers_to_move_what_follows_its_phase() {
        let booked = format!(
            "{RELEASE}\nbooking B1 5..10 env=sit phase=test status=Requested\nbooking B2 8..12 env=sit"
        );
        assert_eq!(
            along(&booked, "bookings/B1"),
            ["Move test of R1 to Mon 12 Jan 00:00, and 2 phases that follow along"]
        );
        assert_eq!(along(&booked, "environments/sit"), along(&booked, "bookings/B1"));
        let alone = format!("{RELEASE}\nbooking B1 5..10 env=sit status=Requested\nbooking B2 8..12 env=sit");
        assert_eq!(along(&alone, "bookings/B1"), Vec::<String>::new(), "it is for no phase");
    }

    #[test]
    fn a_phase_that_takes_working_days_is_moved_to_as_many_of_them() {
        // It would be free on Saturday 10 January.
        let text = "
            now 1T09
            environment sit kind=SystemTest capacity=1
            release R1 live=30
            phase test 5..8 of=R1 env=sit order=1 days=3
            booking B1 5..8 env=sit phase=test status=Requested
            booking B2 5..10 env=sit
        ";
        assert_eq!(along(text, "bookings/B1"), ["Move test of R1 to Mon 12 Jan 00:00"]);
        let example = notation::parse(text).unwrap();
        let checker = Checker::check(&example.plan, example.now);
        let finding = checker.about(&"bookings/B1".parse().unwrap()).iter().next().unwrap();
        let fix = checker.fixes(&example.plan, finding).into_iter().next().unwrap();
        let Command::MoveAlong { window, .. } = fix.command else { panic!("{}", fix.label) };
        assert_eq!(window.to_string(), "2026-01-12T00:00:00Z/2026-01-15T00:00:00Z");
    }

    #[test]
    fn a_clash_of_a_phase_offers_it_unless_what_follows_wants_the_same_environment() {
        let clash = format!("{RELEASE}\nbooking B2 3..7 env=sit");
        assert_eq!(
            along(&clash, "environments/sit"),
            ["Move test of R1 to Wed 7 Jan 00:00, and 2 phases that follow along"]
        );
        let again = format!("{clash}\nphase again 12..17 of=R1 env=sit order=3");
        assert_eq!(along(&again, "environments/sit"), Vec::<String>::new());
    }

    #[test]
    fn a_phase_that_starts_too_early_offers_it_unless_what_it_waits_for_would_move_too() {
        let early = RELEASE.replace("users 12..17", "users 9..14");
        assert_eq!(
            along(&early, "phases/users"),
            ["Move users of R1 to Sat 10 Jan 00:00, and 1 phase that follows along"]
        );
        let circle = early.replace("of=R1 env=sit order=1", "of=R1 env=sit order=1 after=other");
        assert_eq!(along(&circle, "phases/users"), Vec::<String>::new());
    }
}
