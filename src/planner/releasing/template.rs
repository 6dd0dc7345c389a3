//! A release from a template: its phases over working days and environments, gates, runbook, announcements, bookings.

use super::dates::{self, Hours, Stage};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Announcement, Booking, BookingStatus, BookingUse, Control, Diff, Environment, EnvironmentKind, Gate, Id,
    Phase, Plan, Release, ReleaseOrder, ReleaseStatus, ReleaseTemplate, Runbook, Settings, Table,
    TemplatePhase,
};
use crate::planner::{Context, fresh_id};
use crate::time::{Instant, Interval};

/// New ids of a table, one after the other.
struct Fresh {
    prefix: &'static str,
    next: u64,
}

impl Fresh {
    fn of(plan: &Plan, table: Table) -> Fresh {
        let prefix = table.id_prefix();
        let first = fresh_id(plan, table);
        let number = first.strip_prefix(prefix).and_then(|rest| rest.trim_start_matches('-').parse().ok());
        Fresh { prefix, next: number.unwrap_or(1) }
    }

    fn id<T>(&mut self) -> Id<T> {
        self.next += 1;
        Id::lenient(&format!("{}-{:04}", self.prefix, self.next - 1))
    }
}

/// All records of the release that is ordered; `None` when the calendar has too few working days.
#[must_use]
pub fn planned(
    plan: &Plan,
    template: &ReleaseTemplate,
    order: &ReleaseOrder,
    context: &Context,
) -> Option<Diff> {
    let release: Id<Release> = Fresh::of(plan, Table::Releases).id();
    let mut ids = Fresh::of(plan, Table::Phases);
    let mut phases: Vec<Phase> = Vec::new();
    let mut stages: Vec<Stage> = Vec::new();
    for (place, phase) in template.phases.iter().enumerate() {
        let order = u32::try_from(place + 1).unwrap_or(u32::MAX);
        let hours = phase.start.map(|start| Hours {
            start,
            seconds: i64::from(phase.minutes.unwrap_or(60).max(1)) * 60,
            weekday: phase.weekday,
        });
        stages.push(Stage { order, days: phase.working_days.max(1), hours });
        phases.push(altered!(
            Phase::planned(ids.id(), release, phase.name.clone(), order),
            working_days: hours.is_none().then_some(phase.working_days.max(1)),
        ));
    }
    for (place, window) in dates::staged(&plan.settings, &stages, order.dates)?.into_iter().enumerate() {
        if let (Some(phase), Some(source)) = (phases.get_mut(place), template.phases.get(place)) {
            phase.planned = Some(window);
            phase.environment = environment(plan, source, place, window, order);
        }
    }
    let mut diff = Diff::default();
    let last = phases.iter().filter_map(|phase| phase.planned).max_by_key(|window| window.end);
    diff.set(
        plan,
        altered!(
            Release::draft(release, order.name.trim().to_owned()),
            kind: order.kind.unwrap_or(template.kind),
            status: ReleaseStatus::Planned,
            owner: template.owner.or(context.actor),
            parent: order.parent,
            template: Some(template.id),
            go_live: last.map(|window| live(&plan.settings, window)),
        )
        .into(),
    );
    gates(plan, template, &release, &phases, &mut diff);
    if order.book {
        bookings(plan, &phases, order, context, &mut diff);
    }
    if !template.steps.is_empty() {
        let mut runbook = Runbook::draft(
            Fresh::of(plan, Table::Runbooks).id(),
            format!("Runbook of {}", order.name.trim()),
        );
        runbook.release = Some(release);
        runbook.steps = template.steps.clone();
        diff.set(plan, runbook.into());
    }
    let mut ids = Fresh::of(plan, Table::Announcements);
    for told in &template.announcements {
        let mut announcement = Announcement::new(ids.id(), told.title.clone());
        announcement.release = Some(release);
        announcement.audience = told.audience.clone();
        announcement.channel = told.channel;
        announcement.offset = told.offset.clone();
        announcement.text = told.text.clone();
        diff.set(plan, announcement.into());
    }
    for phase in phases {
        diff.set(plan, phase.into());
    }
    Some(diff)
}

/// Where a phase takes place: as ordered, as the template says, or the first environment of its kind that has room.
fn environment(
    plan: &Plan,
    source: &TemplatePhase,
    place: usize,
    window: Interval,
    order: &ReleaseOrder,
) -> Option<Id<Environment>> {
    let ordered = order.environments.iter().find(|(of, _)| *of == place).map(|(_, id)| *id);
    let of_kind = || {
        let kind = source.environment_kind?;
        let all = plan.environments.values().filter(|one| one.kind == kind);
        all.min_by_key(|one| (!has_room(plan, one, window), one.promotion_order, one.id)).map(|one| one.id)
    };
    ordered.or(source.environment).or_else(of_kind)
}

fn has_room(plan: &Plan, environment: &Environment, window: Interval) -> bool {
    let Some(capacity) = environment.capacity else { return true };
    let taken = plan.bookings.values().filter(|booking| {
        booking.environment == environment.id
            && booking.status.takes_capacity()
            && booking.window.overlaps(window)
    });
    taken.count() < capacity as usize
}

fn gates(plan: &Plan, template: &ReleaseTemplate, release: &Id<Release>, phases: &[Phase], diff: &mut Diff) {
    let mut ids = Fresh::of(plan, Table::Gates);
    for gate in &template.gates {
        let phase = phases.get(gate.after_phase as usize);
        let due =
            phase.and_then(|phase| phase.planned).map(|window| dates::end_of_work(&plan.settings, window));
        let criteria = gate.criteria.iter().map(|one| altered!(one.clone(), met: false));
        let open = altered!(
            Gate::open(ids.id(), *release, gate.name.clone()),
            phase: phase.map(|phase| phase.id),
            due,
            criteria: criteria.gather(),
        );
        diff.set(plan, open.into());
    }
}

/// A booking for each phase that takes place in an environment: granted where nobody is asked.
fn bookings(plan: &Plan, phases: &[Phase], order: &ReleaseOrder, context: &Context, diff: &mut Diff) {
    let mut ids = Fresh::of(plan, Table::Bookings);
    for phase in phases {
        let environment = phase.environment.as_ref().and_then(|id| plan.environments.get(id));
        let (Some(environment), Some(window)) = (environment, phase.planned) else { continue };
        let is_open = environment.control == Control::Open;
        let mut booking = Booking::requested(
            ids.id(),
            format!("{} of {}", phase.name, order.name.trim()),
            environment.id,
            window,
        );
        booking.status = if is_open { BookingStatus::Approved } else { BookingStatus::Requested };
        booking.usage = match environment.kind {
            EnvironmentKind::Development | EnvironmentKind::Production => BookingUse::CodeChange,
            _ => BookingUse::TestOnly,
        };
        booking.phase = Some(phase.id);
        booking.requester = context.actor;
        diff.set(plan, booking.into());
    }
}

/// When a release is live whose last phase has this window: when its hours begin, or when its last day is worked.
fn live(settings: &Settings, window: Interval) -> Instant {
    if window.seconds() < 86_400 { window.start } else { dates::end_of_work(settings, window) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        AutomaticCheck, Channel, Command, Criterion, PhaseDates, ReleaseKind, RunbookStep, StepKind,
        TemplateAnnouncement, TemplateGate, notation,
    };
    use crate::planner::Workbench;

    fn template() -> ReleaseTemplate {
        let phase = |name: &str, kind, working_days| TemplatePhase {
            name: name.to_owned(),
            environment: None,
            environment_kind: Some(kind),
            working_days,
            start: None,
            minutes: None,
            weekday: None,
            extra: Default::default(),
        };
        let criterion = Criterion {
            check: Some(AutomaticCheck::TestsPassed),
            met: true,
            ..Criterion::new("All tests passed".to_owned())
        };
        ReleaseTemplate {
            kind: ReleaseKind::Major,
            phases: vec![
                phase("Build", EnvironmentKind::Development, 10),
                phase("System test", EnvironmentKind::SystemTest, 5),
                phase("Acceptance", EnvironmentKind::UserAcceptance, 5),
                phase("Deployment", EnvironmentKind::Production, 1),
            ],
            gates: vec![TemplateGate {
                name: "Tested".to_owned(),
                after_phase: 2,
                criteria: vec![criterion],
                extra: Default::default(),
            }],
            steps: vec![RunbookStep::new("deploy", "Deploy", StepKind::Task, 30)],
            announcements: vec![TemplateAnnouncement {
                title: "It comes".to_owned(),
                audience: "all".to_owned(),
                channel: Channel::Mail,
                offset: Announcement::new(Id::lenient("x"), String::new()).offset,
                text: String::new(),
                extra: Default::default(),
            }],
            ..ReleaseTemplate::new(Id::lenient("T"), "Train".to_owned())
        }
    }

    #[test]
    fn a_release_is_planned_over_four_environments_and_booked() {
        let text = "
            environment dev kind=Development order=1
            environment sit1 Managed kind=SystemTest order=2 capacity=1
            environment sit2 Managed kind=SystemTest order=2 capacity=1
            environment uat Managed kind=UserAcceptance order=3
            environment prod Controlled kind=Production order=4
            booking B1 1..80 env=sit1
        ";
        let mut example = notation::parse(text).unwrap();
        example.plan.put(template().into());
        let mut bench = Workbench::open(example.plan, example.now, None);
        let order = ReleaseOrder {
            template: Id::lenient("T"),
            name: "Autumn".to_owned(),
            kind: None,
            parent: None,
            dates: PhaseDates::EndWith("2026-03-06".parse().unwrap()),
            environments: Vec::new(),
            book: true,
        };
        let step = bench.run(&Command::PlanRelease(Box::new(order.clone()))).unwrap();
        assert_eq!(step.label, "Plan Autumn from Train");
        let plan = bench.plan();
        let release = plan.releases.values().next().unwrap();
        assert_eq!(release.go_live.unwrap().to_string(), "2026-03-06T17:00:00Z");
        let mut phases: Vec<&Phase> = plan.phases.values().collect();
        phases.sort_by_key(|phase| phase.order);
        let places: Vec<&str> =
            phases.iter().filter_map(|one| Some(one.environment.as_ref()?.as_str())).collect();
        assert_eq!(places, ["dev", "sit2", "uat", "prod"]);
        assert_eq!(phases[0].planned.unwrap().to_string(), "2026-02-06T00:00:00Z/2026-02-20T00:00:00Z");
        let gate = plan.gates.values().next().unwrap();
        assert_eq!(gate.due.unwrap().to_string(), "2026-03-05T17:00:00Z");
        assert!(!gate.criteria[0].met, "a criterion is met when it is met, not when it was in the template");
        let asked: Vec<(&str, BookingStatus)> =
            plan.bookings.values().skip(1).map(|one| (one.environment.as_str(), one.status)).collect();
        assert_eq!(
            asked,
            [
                ("dev", BookingStatus::Approved),
                ("sit2", BookingStatus::Requested),
                ("uat", BookingStatus::Requested),
                ("prod", BookingStatus::Requested)
            ]
        );
        assert_eq!((plan.runbooks.len(), plan.announcements.len()), (1, 1));
        bench
            .run(&Command::PlanRelease(Box::new(ReleaseOrder { name: "Winter".to_owned(), ..order })))
            .unwrap();
        assert_eq!((bench.plan().releases.len(), bench.plan().phases.len()), (2, 8));
        bench.undo().unwrap();
        bench.undo().unwrap();
        assert_eq!(bench.plan().count(Table::Phases), 0);
    }
}
