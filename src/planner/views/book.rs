//! Booking an environment, or a group of them as one: what can be chosen, and what the choice asks of the plan.

use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Booking, BookingStatus, BookingUse, Command, Control, Environment, GroupBooking, Id, Phase, PhaseStatus,
    Plan, RecordRef, Table,
};
use crate::order::Arrange;
use crate::planner::{Refusal, Workbench, fresh_id, title_of};
use crate::rules::wording;
use crate::time::{Instant, Interval, local_text, parse_local};

/// What somebody has entered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wanted {
    /// The environment or the group of environments: `environments/uat`.
    pub place: String,
    /// What for, in a line.
    pub title: String,
    /// The id of the phase that it is for; empty for none.
    pub phase: String,
    /// The word of what is done with it.
    pub usage: String,
    /// The local start, as a date field has it.
    pub start: String,
    /// The local end.
    pub end: String,
    /// Holds the place for something that is not planned yet.
    pub placeholder: bool,
}

/// The environments on their way to production, then the groups with what is in them; each as the text of its
/// reference and its name.
#[must_use]
pub fn places(plan: &Plan) -> Vec<(String, String)> {
    let mut environments: Vec<&Environment> = plan.environments.values().gather();
    environments.arrange_by_key(|one| (one.promotion_order.is_none(), one.promotion_order, one.id));
    let mut places: Vec<(String, String)> = Vec::new();
    for one in environments {
        places.push((RecordRef::from(&one.id).to_string(), one.name.clone()));
    }
    for group in plan.environment_groups.values() {
        let members: Vec<String> = group.environments.iter().map(|id| title_of(plan, id)).gather();
        let name = format!("{} (as one: {})", group.name, members.join(", "));
        places.push((RecordRef::from(&group.id).to_string(), name));
    }
    places
}

/// The phases that are not over, by their start: id, and release and name.
#[must_use]
pub fn phases(plan: &Plan) -> Vec<(String, String)> {
    let is_open = |phase: &&Phase| {
        matches!(phase.status, PhaseStatus::Planned | PhaseStatus::Active)
            && plan.releases.get(&phase.release).is_some_and(|release| release.status.is_live())
    };
    let mut open: Vec<&Phase> = plan.phases.values().filter(is_open).gather();
    open.arrange_by_key(|phase| (phase.planned.map_or(Instant::MAX, |window| window.start), phase.id));
    let name = |phase: &Phase| format!("{}: {}", plan.title(&RecordRef::from(&phase.release)), phase.name);
    open.into_iter().map(|phase| (phase.id.to_string(), name(phase))).gather()
}

/// What is wanted once a phase is chosen: its window and name, and its environment where none was chosen.
#[must_use]
pub fn for_phase(plan: &Plan, wanted: Wanted, phase: &str) -> Wanted {
    let mut wanted = Wanted { phase: phase.to_owned(), ..wanted };
    let Some(phase) = plan.phases.get(&Id::lenient(phase)) else { return wanted };
    if let Some(window) = phase.planned {
        let local = |at| local_text(plan.settings.zone.local(at));
        (wanted.start, wanted.end) = (local(window.start), local(window.end));
    }
    if wanted.title.trim().is_empty() {
        wanted.title = format!("{} of {}", phase.name, plan.title(&RecordRef::from(&phase.release)));
    }
    if let Some(environment) = phase.environment.as_ref().filter(|_| wanted.place.is_empty()) {
        wanted.place = RecordRef::from(environment).to_string();
    }
    wanted
}

/// What is asked of the plan, or why it cannot be; nothing is booked yet.
pub fn command(bench: &Workbench, wanted: &Wanted) -> Result<Command, Refusal> {
    let plan = bench.plan();
    let missing = |what: &str| Refusal::NotYet(what.to_owned());
    let place: RecordRef =
        wanted.place.parse().map_err(|_| missing("choose the environment, or the group of environments"))?;
    let at = |text: &str| {
        let local = parse_local(text).map_err(|_| missing("say from when to when it is booked"))?;
        Ok(plan.settings.zone.resolve(local))
    };
    let window = Interval::new(at(&wanted.start)?, at(&wanted.end)?);
    let title = wanted.title.trim().to_owned();
    if title.is_empty() {
        return Err(missing("say what it is booked for"));
    }
    let usage = BookingUse::from_word(&wanted.usage).unwrap_or(BookingUse::TestOnly);
    let phase = (!wanted.phase.is_empty()).then(|| Id::lenient(&wanted.phase));
    let placeholder = wanted.placeholder;
    let command = match place.id_of() {
        Some(group) => Command::BookGroup(Box::new(GroupBooking {
            group,
            title,
            window,
            usage,
            phase,
            change: None,
            placeholder,
        })),
        None => {
            let environment = place.id_of().and_then(|id| plan.environments.get(&id));
            let environment = environment.ok_or(Refusal::Missing(place))?;
            if window.is_empty() {
                return Err(Refusal::EmptyWindow);
            }
            let is_open = environment.control == Control::Open;
            let id = Id::lenient(&fresh_id(plan, Table::Bookings));
            let booking = altered!(
                Booking::requested(id, title, environment.id, window),
                status: if is_open { BookingStatus::Approved } else { BookingStatus::Requested },
                usage,
                phase,
                placeholder,
                requester: bench.actor().cloned(),
            );
            Command::Add(booking.into())
        }
    };
    bench.can(&command).map(|_| command)
}

/// What a booking asks of whom, in a sentence: nobody for an open environment.
#[must_use]
pub fn asks(plan: &Plan, place: &str) -> String {
    let Ok(place) = place.parse::<RecordRef>() else { return String::new() };
    let group = place.id_of().and_then(|id| plan.environment_groups.get(&id));
    let members: Vec<Id<Environment>> =
        group.map_or_else(|| place.id_of().into_iter().gather(), |group| group.environments.clone());
    let members = members.iter().filter_map(|id| plan.environments.get(id));
    let controlled: Vec<&str> =
        members.filter(|one| one.control != Control::Open).map(|one| one.name.as_str()).gather();
    if controlled.is_empty() {
        "Nobody is asked: it is booked at once.".to_owned()
    } else {
        format!("It is asked for: who answers for {} decides.", wording::list(&controlled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bench() -> Workbench {
        let text = "
            zone Europe/Amsterdam
            environment sit Managed \"SIT\" capacity=1 order=1
            environment dev \"Dev\" Open order=0
            environment-group all \"All tests\" environments=dev,sit
            release R1 \"Autumn\" live=30
            phase P1 \"System test\" of=R1 env=sit 5..10
            phase P2 \"Build\" of=R1 1..4 status=Passed
            booking B1 \"Load test\" env=sit 6..8 status=Approved
        ";
        Workbench::of_notation(text, None)
    }

    fn wanted(place: &str) -> Wanted {
        let bench = bench();
        let chosen = Wanted { place: place.to_owned(), usage: "TestOnly".to_owned(), ..Wanted::default() };
        for_phase(bench.plan(), chosen, "P1")
    }

    #[test]
    fn environments_groups_and_open_phases_are_offered() {
        let bench = bench();
        let places: Vec<String> = places(bench.plan()).into_iter().map(|(_, name)| name).collect();
        assert_eq!(places, ["Dev", "SIT", "All tests (as one: Dev, SIT)"]);
        assert_eq!(phases(bench.plan()), [("P1".to_owned(), "Autumn: System test".to_owned())]);
    }

    #[test]
    fn a_phase_brings_its_window_its_name_and_its_environment() {
        let wanted = wanted("");
        assert_eq!((wanted.start.as_str(), wanted.end.as_str()), ("2026-01-05T00:00", "2026-01-10T00:00"));
        assert_eq!(
            (wanted.title.as_str(), wanted.place.as_str()),
            ("System test of Autumn", "environments/sit")
        );
        let kept = for_phase(bench().plan(), Wanted { title: "Mine".to_owned(), ..wanted }, "");
        assert_eq!((kept.title.as_str(), kept.phase.as_str()), ("Mine", ""));
    }

    #[test]
    fn a_group_is_booked_as_one_and_the_conflicts_are_seen_before() {
        let mut bench = bench();
        let group = command(&bench, &wanted("environment_groups/all")).unwrap();
        let preview = bench.preview(&group).unwrap();
        let conflicts: Vec<_> = preview.appears.iter().filter(|it| it.rule == "booking-conflict").collect();
        assert_eq!(conflicts.len(), 1);
        assert!(conflicts[0].sentence.contains("Load test"), "{}", conflicts[0].sentence);
        bench.run(&group).unwrap();
        assert_eq!(bench.plan().bookings.len(), 3);
        let again = command(&bench, &wanted("environment_groups/all")).unwrap_err();
        assert!(again.to_string().contains("booked for this at this time already"));
        assert_eq!(
            asks(bench.plan(), "environment_groups/all"),
            "It is asked for: who answers for SIT decides."
        );
    }

    #[test]
    fn an_environment_alone_is_booked_at_once_where_nobody_is_asked() {
        let mut bench = bench();
        let dev = command(&bench, &wanted("environments/dev")).unwrap();
        bench.run(&dev).unwrap();
        let booked = bench.plan().bookings.values().find(|one| one.environment.as_str() == "dev").unwrap();
        assert_eq!((booked.status, booked.phase.is_some()), (BookingStatus::Approved, true));
        assert!(asks(bench.plan(), "environments/dev").contains("Nobody"));
    }

    #[test]
    fn what_is_missing_is_said() {
        let bench = bench();
        let says = |wanted: Wanted| command(&bench, &wanted).unwrap_err().to_string();
        assert!(says(Wanted::default()).contains("choose the environment"));
        assert!(says(Wanted { start: String::new(), ..wanted("environments/sit") }).contains("from when"));
        assert!(
            says(Wanted { title: " ".to_owned(), ..wanted("environments/sit") })
                .contains("what it is booked for")
        );
        let gone = Wanted { place: "environments/gone".to_owned(), ..wanted("environments/sit") };
        assert!(says(gone).contains("gone"));
        let backwards = wanted("environments/sit");
        let backwards = Wanted { start: backwards.end.clone(), end: backwards.start.clone(), ..backwards };
        assert_eq!(command(&bench, &backwards).unwrap_err().code(), "command/empty-window");
    }
}
