//! Books all environments of a group as one: a booking each, which from then on are decided and moved together.

use super::called;
use crate::model::altered;
use crate::model::{
    Booking, BookingStatus, Control, Diff, Environment, GroupBooking, Id, Plan, RecordRef, Table,
};
use crate::planner::naming::fresh_ids;
use crate::planner::{Context, Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    asked: &GroupBooking,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(&asked.group);
    let group = plan.environment_groups.get(&asked.group).ok_or(Refusal::Missing(of))?;
    if asked.window.is_empty() {
        return Err(Refusal::EmptyWindow);
    }
    let mut environments: Vec<&Environment> = Vec::new();
    for id in &group.environments {
        let environment = plan.environments.get(id);
        let environment = environment.ok_or_else(|| Refusal::Missing(RecordRef::from(id)))?;
        if !environments.iter().any(|other| other.id == environment.id) {
            environments.push(environment);
        }
    }
    if environments.is_empty() {
        let name = &group.name;
        return Err(Refusal::NotYet(format!(
            "\"{name}\" has no environment to book; say which belong to it"
        )));
    }
    let is_booked = |booking: &Booking| {
        booking.environment_group.as_ref() == Some(&group.id)
            && booking.window == asked.window
            && booking.status.takes_capacity()
            && (&booking.phase, &booking.change) == (&asked.phase, &asked.change)
    };
    if plan.bookings.values().any(is_booked) {
        return Err(Refusal::NotYet(format!(
            "\"{}\" is booked for this at this time already; move or release those bookings",
            group.name
        )));
    }
    // One that is asked for is asked for as a whole: a group that only half is granted tests nothing.
    let is_open = environments.iter().all(|environment| environment.control == Control::Open);
    let status = if is_open { BookingStatus::Approved } else { BookingStatus::Requested };
    let mut diff = Diff::default();
    for (environment, id) in environments.iter().zip(fresh_ids(plan, Table::Bookings)) {
        let title = asked.title.trim().to_owned();
        let booking = Booking::requested(Id::lenient(&id), title, environment.id, asked.window);
        let booking = altered!(
            booking,
            status,
            usage: asked.usage,
            phase: asked.phase,
            change: asked.change,
            environment_group: Some(group.id),
            placeholder: asked.placeholder,
            requester: context.actor,
        );
        diff.set(plan, booking.into());
    }
    Ok(Step { label: format!("Book {}", called(&of)), diff })
}

#[cfg(test)]
mod tests {
    use crate::model::{Booking, BookingStatus, BookingUse, Command, GroupBooking, Id, RecordRef};
    use crate::planner::Workbench;
    use crate::time::Interval;

    const PLAN: &str = "
        environment sit Managed capacity=1
        environment uat Open capacity=2
        environment-group all \"All tests\" environments=sit,uat,sit
        environment-group none
        environment-group free environments=uat
    ";

    fn bench() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    fn book(group: &str, window: Interval) -> Command {
        Command::BookGroup(Box::new(GroupBooking {
            group: Id::lenient(group),
            title: "Rehearsal".to_owned(),
            window,
            usage: BookingUse::TestOnly,
            phase: None,
            change: None,
            placeholder: true,
        }))
    }

    #[test]
    fn a_group_is_booked_decided_and_moved_as_one() {
        let mut bench = bench();
        let week = Interval::parse("2026-01-05T00:00:00Z/2026-01-10T00:00:00Z").unwrap();
        bench.run(&book("all", week)).unwrap();
        let bookings = |bench: &Workbench| bench.plan().bookings.values().cloned().collect::<Vec<Booking>>();
        let booked = bookings(&bench);
        let environments: Vec<&str> = booked.iter().map(|one| one.environment.as_str()).collect();
        assert_eq!(environments, ["sit", "uat"]);
        assert!(booked.iter().all(|one| one.status == BookingStatus::Requested && one.placeholder));
        let first = booked[0].id;
        let to = BookingStatus::Approved;
        bench.run(&Command::DecideBooking { booking: first, to, note: String::new() }).unwrap();
        assert!(bookings(&bench).iter().all(|one| one.status == to));
        let later = week.shifted_by_seconds(7 * 86_400);
        bench.run(&Command::Move { subject: RecordRef::from(&first), window: later }).unwrap();
        assert!(bookings(&bench).iter().all(|one| one.window == later));
        bench.run(&book("free", week)).unwrap();
        assert_eq!(bookings(&bench)[2].status, BookingStatus::Approved, "an open environment asks nobody");
    }

    #[test]
    fn a_group_without_environments_and_one_that_is_booked_already_are_refused() {
        let mut bench = bench();
        let week = Interval::parse("2026-01-05T00:00:00Z/2026-01-10T00:00:00Z").unwrap();
        let code = |bench: &mut Workbench, command: &Command| bench.run(command).unwrap_err().code();
        assert_eq!(code(&mut bench, &book("none", week)), "command/not-yet");
        assert_eq!(code(&mut bench, &book("missing", week)), "command/missing");
        assert_eq!(
            code(&mut bench, &book("all", Interval::new(week.end, week.start))),
            "command/empty-window"
        );
        bench.run(&book("all", week)).unwrap();
        assert_eq!(code(&mut bench, &book("all", week)), "command/not-yet");
    }
}
