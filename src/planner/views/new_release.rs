//! A new release from a template: which templates there are, and the dates before it is planned.

use super::findings_proof::Named;
use crate::gather::Gather;
use crate::model::{
    Command, Environment, Gate, Id, Phase, PhaseDates, Plan, RecordRef, Release, ReleaseKind, ReleaseOrder,
    ReleaseTemplate, Table,
};
use crate::order::Arrange;
use crate::planner::releasing::standard;
use crate::planner::{Refusal, Step, Workbench};
use crate::rules::wording;
use crate::time::{Interval, parse_date};

/// A template to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateChoice {
    /// The template's id.
    pub id: String,
    /// The name that people use.
    pub name: String,
    /// How large its releases are.
    pub kind: ReleaseKind,
    /// What it is good for.
    pub description: String,
    /// `4 phases, 31 working days`.
    pub size: String,
}

/// What somebody has entered.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The template's id.
    pub template: String,
    /// What the release is called.
    pub name: String,
    /// The word of another kind than the template's.
    pub kind: String,
    /// The id of the release that holds it; empty for none.
    pub parent: String,
    /// True when the day is the go-live, false when it is the first day.
    pub backwards: bool,
    /// The day, as a date field has it.
    pub day: String,
    /// Other environments than the template's, by the place of the phase.
    pub environments: Vec<(usize, String)>,
    /// Asks for a booking for each phase.
    pub book: bool,
}

/// A phase as it would be planned.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PlannedPhase {
    /// Its place in the template.
    pub place: usize,
    /// The name that people use.
    pub name: String,
    /// `7 – 18 Sep`.
    pub when: String,
    /// `10 working days`.
    pub length: String,
    /// The id of the environment; empty for none.
    pub environment: String,
    /// The gates at its end, with their dates.
    pub gates: Vec<String>,
}

/// A release as it would be planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The command that plans it.
    pub command: Command,
    /// Its phases in order.
    pub phases: Vec<PlannedPhase>,
    /// When it would go live, in words.
    pub go_live: String,
    /// The release that would come.
    pub release: Option<RecordRef>,
    /// True when it would begin before today.
    pub begins_in_the_past: bool,
}

/// The templates of the plan, then the standard ones that it does not have.
#[must_use]
pub fn templates(plan: &Plan) -> Vec<TemplateChoice> {
    let standard = standard::templates();
    let standard = standard.iter().filter(|one| !plan.release_templates.contains_key(&one.id));
    plan.release_templates.values().chain(standard).map(choice).gather()
}

/// A template to be edited, with the command that makes a standard one the plan's own first. `None` for no template.
#[must_use]
pub fn to_edit(plan: &Plan, id: &str) -> Option<(Option<Command>, RecordRef)> {
    let of = RecordRef::new(Table::ReleaseTemplates, id);
    if plan.has(&of) {
        return Some((None, of));
    }
    let standard = standard::templates().into_iter().find(|one| one.id.as_str() == id)?;
    Some((Some(Command::Add(standard.into())), of))
}

fn choice(template: &ReleaseTemplate) -> TemplateChoice {
    let whole = template.phases.iter().filter(|phase| phase.start.is_none());
    let days: u32 = whole.map(|phase| phase.working_days).sum();
    let phases = match template.phases.len() {
        1 => "1 phase".to_owned(),
        more => format!("{more} phases"),
    };
    TemplateChoice {
        id: template.id.to_string(),
        name: template.name.clone(),
        kind: template.kind,
        description: template.description.clone(),
        size: format!("{phases}, {}", wording::working_days(i64::from(days))),
    }
}

/// The environments to choose from, on their way to production.
#[must_use]
pub fn environments(plan: &Plan) -> Vec<Named> {
    let mut found: Vec<&Environment> = plan.environments.values().gather();
    found.arrange_by_key(|one| (one.promotion_order.is_none(), one.promotion_order, one.id));
    let named = |one: &Environment| Named { record: RecordRef::from(&one.id), name: one.name.clone() };
    found.into_iter().map(named).gather()
}

/// The releases that can hold another: enterprise releases that are not over.
#[must_use]
pub fn holders(plan: &Plan) -> Vec<Named> {
    let can_hold = |release: &&Release| release.kind == ReleaseKind::Enterprise && release.status.is_live();
    let named =
        |release: &Release| Named { record: RecordRef::from(&release.id), name: release.name.clone() };
    plan.releases.values().filter(can_hold).map(named).gather()
}

/// The release as it would be planned, or why it cannot be.
pub fn planned(bench: &Workbench, wanted: &Wanted) -> Result<Planned, Refusal> {
    let command = command(bench.plan(), wanted)?;
    let Step { diff, .. } = bench.can(&command)?;
    let zone = bench.plan().settings.zone;
    let mut phases: Vec<&Phase> = diff.phases().values().filter_map(|edit| edit.after).gather();
    phases.arrange_by_key(|phase| phase.order);
    let gates: Vec<&Gate> = diff.gates().values().filter_map(|edit| edit.after).gather();
    let release = diff.releases().values().find_map(|edit| edit.after);
    let line = |(place, phase): (usize, &&Phase)| {
        let ends = gates.iter().filter(|gate| gate.phase.as_ref() == Some(&phase.id));
        let gate = |gate: &&Gate| {
            let due =
                gate.due.map_or_else(String::new, |due| format!(", {}", wording::short_moment(due, zone)));
            format!("{}{due}", gate.name)
        };
        PlannedPhase {
            place,
            name: phase.name.clone(),
            when: phase.planned.map_or_else(String::new, |window| match phase.working_days {
                Some(_) => super::release::days(window.start, window.end, zone),
                None => wording::span(window, zone),
            }),
            length: match phase.working_days {
                Some(days) => wording::working_days(i64::from(days)),
                None => wording::duration(phase.planned.map_or(0, Interval::seconds)),
            },
            environment: phase.environment.as_ref().map_or_else(String::new, Id::to_string),
            gates: ends.map(gate).gather(),
        }
    };
    let first = phases.iter().filter_map(|phase| phase.planned).map(|window| window.start).min();
    let today = zone.start_of_day(zone.date_of(bench.now()));
    Ok(Planned {
        phases: phases.iter().enumerate().map(line).gather(),
        go_live: release
            .and_then(|release| release.go_live)
            .map_or_else(String::new, |at| wording::moment(at, zone)),
        release: release.map(|release| RecordRef::from(&release.id)),
        begins_in_the_past: first.is_some_and(|first| first < today),
        command,
    })
}

/// The command that plans it; a standard template comes along the first time that it is used.
fn command(plan: &Plan, wanted: &Wanted) -> Result<Command, Refusal> {
    let day = parse_date(&wanted.day)
        .map_err(|_| Refusal::NotYet("choose the day from which the phases are counted".to_owned()))?;
    let dates = if wanted.backwards { PhaseDates::EndWith(day) } else { PhaseDates::StartWith(day) };
    let template: Id<ReleaseTemplate> = Id::lenient(&wanted.template);
    let environments = wanted.environments.iter().filter(|(_, id)| !id.is_empty());
    let order = ReleaseOrder {
        template,
        name: wanted.name.clone(),
        kind: ReleaseKind::from_word(&wanted.kind),
        parent: (!wanted.parent.is_empty()).then(|| Id::lenient(&wanted.parent)),
        dates,
        environments: environments.map(|(place, id)| (*place, Id::lenient(id))).gather(),
        book: wanted.book,
    };
    let plans = Command::PlanRelease(Box::new(order));
    let comes_along = standard::templates()
        .into_iter()
        .find(|one| one.id == template && !plan.release_templates.contains_key(&one.id));
    Ok(match comes_along {
        Some(standard) => Command::Batch {
            label: format!("Plan {}", wanted.name.trim()),
            commands: vec![Command::Add(standard.into()), plans],
        },
        None => plans,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dates_are_seen_before_the_release_is_planned_and_its_template_comes_along() {
        let text = "
            environment sit kind=SystemTest order=1
            environment int kind=IntegrationTest order=2
            environment uat kind=UserAcceptance order=3
            environment uat2 kind=UserAcceptance order=3
            environment prod Controlled kind=Production order=4
        ";
        let mut bench = Workbench::of_notation(text, None);
        let first = templates(bench.plan()).into_iter().next().unwrap();
        assert_eq!((first.kind, first.size.as_str()), (ReleaseKind::Enterprise, "4 phases, 30 working days"));
        let wanted = Wanted {
            template: first.id,
            name: "Autumn".to_owned(),
            kind: String::new(),
            parent: String::new(),
            backwards: true,
            day: "2026-03-06".to_owned(),
            environments: vec![(2, "uat2".to_owned())],
            book: true,
        };
        let found = planned(&bench, &wanted).unwrap();
        assert_eq!(found.go_live, "Fri 6 Mar 2026 20:00");
        let lines: Vec<String> = found
            .phases
            .iter()
            .map(|one| format!("{} {} {} {}", one.name, one.when, one.environment, one.gates.len()))
            .collect();
        assert_eq!(
            lines,
            [
                "System test 23 Jan – 5 Feb sit 1",
                "Integration test 6 – 19 Feb int 1",
                "Acceptance 20 Feb – 5 Mar uat2 2",
                "Deployment Fri 6 Mar 2026 20:00 – Sat 7 Mar 02:00 prod 0"
            ]
        );
        bench.run(&found.command).unwrap();
        assert_eq!((bench.plan().release_templates.len(), bench.plan().bookings.len()), (1, 4));
        assert_eq!(templates(bench.plan()).len(), 3);
        assert_eq!(holders(bench.plan()).len(), 1);
        assert_eq!(to_edit(bench.plan(), "RTP-ENTERPRISE").unwrap().0, None, "the plan has it");
        let (command, patch) = to_edit(bench.plan(), "RTP-PATCH").unwrap();
        bench.run(&command.unwrap()).unwrap();
        assert!(bench.plan().has(&patch) && to_edit(bench.plan(), "none").is_none());
        let nameless = planned(&bench, &Wanted { name: String::new(), ..wanted.clone() });
        assert_eq!(nameless.unwrap_err().code(), "command/nameless");
        assert!(planned(&bench, &Wanted { day: String::new(), ..wanted }).is_err());
    }

    #[test]
    fn a_night_in_which_the_clock_is_changed_ends_an_hour_earlier_or_later_by_the_clock() {
        let text = "zone Europe/Amsterdam\nenvironment prod Controlled kind=Production order=1";
        let mut bench = Workbench::of_notation(text, None);
        let mut template = standard::templates().remove(0);
        template.phases.retain(|phase| phase.start.is_some());
        template.phases[0].start = chrono::NaiveTime::from_hms_opt(23, 0, 0);
        bench.run(&Command::Add(template.into())).unwrap();
        let night = |day: &str| {
            let wanted = Wanted {
                template: "RTP-ENTERPRISE".to_owned(),
                name: "Autumn".to_owned(),
                kind: String::new(),
                parent: String::new(),
                backwards: true,
                day: day.to_owned(),
                environments: Vec::new(),
                book: false,
            };
            let night = planned(&bench, &wanted).unwrap().phases.remove(0);
            (night.when, night.length)
        };
        let six = |when: &str| (when.to_owned(), "6 h".to_owned());
        assert_eq!(night("2026-10-17"), six("Sat 17 Oct 2026 23:00 – Sun 18 Oct 05:00"));
        assert_eq!(night("2026-10-24"), six("Sat 24 Oct 2026 23:00 – Sun 25 Oct 04:00"));
        assert_eq!(night("2026-03-28"), six("Sat 28 Mar 2026 23:00 – Sun 29 Mar 06:00"));
    }
}
