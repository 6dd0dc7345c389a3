//! Release templates that every plan can use: an enterprise release, a monthly train, a patch.
//!
//! Here as values because they have criteria, steps and announcements, so that the first release that somebody plans
//! shows all of them. A plan that uses one keeps it as its own, to be edited.

use chrono::NaiveTime;

use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Anchor, AutomaticCheck, Channel, Criterion, EnvironmentKind, Extra, Id, Offset, ReleaseKind,
    ReleaseTemplate, RunbookStep, StepKind, TemplateAnnouncement, TemplateGate, TemplatePhase, Weekday,
};

/// The templates, the largest first.
#[must_use]
pub fn templates() -> Vec<ReleaseTemplate> {
    vec![enterprise(), train(), patch()]
}

fn enterprise() -> ReleaseTemplate {
    use EnvironmentKind as K;
    let mut go_live = before_go_live();
    go_live.push(Criterion::new("Support is staffed for the week after".to_owned()));
    altered!(
        ReleaseTemplate::new(Id::lenient("RTP-ENTERPRISE"), "Enterprise release".to_owned()),
        kind: ReleaseKind::Enterprise,
        description: "Several project releases, tested together over four environments and deployed in one night."
                .to_owned(),
        phases: vec![
            phase("System test", K::SystemTest, 10),
            phase("Integration test", K::IntegrationTest, 10),
            phase("Acceptance", K::UserAcceptance, 10),
            deployment(Some(Weekday::Sat)),
        ],
        gates: vec![
            gate("Tested alone", 0, vec![automatic(AutomaticCheck::TestsPassed)]),
            gate(
                "Tested together",
                1,
                vec![
                    automatic(AutomaticCheck::TestsPassed),
                    Criterion::new("Response times are within their limits".to_owned()),
                ],
            ),
            gate("Accepted", 2, vec![Criterion::new("The business owners have signed".to_owned())]),
            gate("Go-live", 2, go_live),
        ],
        steps: night(),
        announcements: announcements(),
    )
}

fn train() -> ReleaseTemplate {
    use EnvironmentKind as K;
    altered!(
        ReleaseTemplate::new(Id::lenient("RTP-TRAIN"), "Monthly release train".to_owned()),
        kind: ReleaseKind::Minor,
        description: "What is ready goes along: a month from the first build to production.".to_owned(),
        phases: vec![
            phase("Build", K::Development, 8),
            phase("System test", K::SystemTest, 5),
            phase("Acceptance", K::UserAcceptance, 5),
            deployment(Some(Weekday::Sat)),
        ],
        gates: vec![
            gate("Scope frozen", 0, vec![Criterion::new("Every change has its tests".to_owned())]),
            gate("Accepted", 2, vec![automatic(AutomaticCheck::TestsPassed)]),
            gate("Go-live", 2, before_go_live()),
        ],
        steps: night(),
        announcements: announcements(),
    )
}

fn patch() -> ReleaseTemplate {
    use EnvironmentKind as K;
    let mut steps = night();
    steps.retain(|step| !matches!(step.id.as_str(), "stop" | "database"));
    for step in &mut steps {
        step.depends_on.retain(|key| key != "database" && key != "stop");
    }
    altered!(
        ReleaseTemplate::new(Id::lenient("RTP-PATCH"), "Patch".to_owned()),
        kind: ReleaseKind::Patch,
        description: "A correction: tested for two days and deployed.".to_owned(),
        phases: vec![phase("System test", K::SystemTest, 2), deployment(None)],
        gates: vec![gate(
            "Go-live",
            0,
            vec![
                automatic(AutomaticCheck::ChangesAuthorised),
                automatic(AutomaticCheck::TestsPassed),
                automatic(AutomaticCheck::NoBlockers),
            ],
        )],
        steps,
        announcements: announcements().into_iter().skip(1).gather(),
    )
}

fn phase(name: &str, kind: EnvironmentKind, working_days: u32) -> TemplatePhase {
    TemplatePhase {
        name: name.to_owned(),
        environment: None,
        environment_kind: Some(kind),
        working_days,
        start: None,
        minutes: None,
        weekday: None,
        extra: Extra::new(),
    }
}

/// A night from 20:00 to 02:00, long enough for the steps and the way back.
fn deployment(weekday: Option<Weekday>) -> TemplatePhase {
    let start = NaiveTime::from_hms_opt(20, 0, 0);
    TemplatePhase {
        start,
        minutes: Some(360),
        weekday,
        ..phase("Deployment", EnvironmentKind::Production, 1)
    }
}

fn gate(name: &str, after_phase: u32, criteria: Vec<Criterion>) -> TemplateGate {
    TemplateGate { name: name.to_owned(), after_phase, criteria, extra: Extra::new() }
}

fn automatic(check: AutomaticCheck) -> Criterion {
    altered!(Criterion::new(check.label().to_owned()), check: Some(check))
}

fn before_go_live() -> Vec<Criterion> {
    use AutomaticCheck as C;
    [C::ChangesAuthorised, C::BackoutTested, C::NoBlockers, C::BookingsApproved, C::RunbookApproved]
        .map(automatic)
        .to_vec()
}

/// The steps of a deployment with a point of no return, and the way back.
fn night() -> Vec<RunbookStep> {
    let step = |id: &str, title: &str, kind, minutes, after: &[&str]| {
        altered!(
            RunbookStep::new(id, title, kind, minutes),
            depends_on: after.iter().map(|key| (*key).to_owned()).gather(),
        )
    };
    use StepKind as K;
    vec![
        step("tell", "Tell everybody that it begins", K::Task, 5, &[]),
        step("stop", "Close the service to its users", K::Task, 10, &["tell"]),
        step("snapshot", "Take a snapshot to go back to", K::Task, 30, &["stop"]),
        step("database", "Change the database", K::Task, 45, &["snapshot"]),
        step("deploy", "Deploy the applications", K::Task, 40, &["snapshot"]),
        step("try", "Try the main journeys", K::Checkpoint, 25, &["database", "deploy"]),
        step("open", "Open the service to its users", K::PointOfNoReturn, 10, &["try"]),
        step("watch", "Watch errors and response times", K::Checkpoint, 30, &["open"]),
        step("back", "Put the snapshot back", K::Backout, 40, &[]),
        step("back-open", "Open the service as it was", K::Backout, 15, &["back"]),
    ]
}

fn announcements() -> Vec<TemplateAnnouncement> {
    let tell =
        |title: &str, audience: &str, channel, working_days, minutes, text: &str| TemplateAnnouncement {
            title: title.to_owned(),
            audience: audience.to_owned(),
            channel,
            offset: Offset { anchor: Anchor::Start, working_days, minutes, extra: Extra::new() },
            text: text.to_owned(),
            extra: Extra::new(),
        };
    vec![
        tell(
            "The go-live is coming",
            "Business owners",
            Channel::Mail,
            -10,
            0,
            "{title} goes live on {window}. These services are concerned: {services}.",
        ),
        tell(
            "Be ready for the go-live",
            "Support desk",
            Channel::Mail,
            -3,
            0,
            "{title} goes live on {window}. Outage: {outage}. Please have somebody at hand.",
        ),
        tell(
            "Maintenance tonight",
            "Customers",
            Channel::StatusPage,
            0,
            -120,
            "We maintain {services} from {window}. Outage: {outage}.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Runbook, RunbookTimes};
    use crate::time::Instant;

    #[test]
    fn each_template_ends_in_production_and_its_gates_end_its_phases() {
        for template in templates() {
            let last = template.phases.last().and_then(|phase| phase.environment_kind);
            assert_eq!(last, Some(EnvironmentKind::Production), "{}", template.name);
            for gate in &template.gates {
                assert!((gate.after_phase as usize) < template.phases.len(), "{}", gate.name);
            }
        }
    }

    #[test]
    fn each_runbook_names_steps_that_it_has_and_can_be_taken_back() {
        for template in templates() {
            let keys: Vec<&str> = template.steps.iter().map(|step| step.id.as_str()).collect();
            for key in template.steps.iter().flat_map(|step| &step.depends_on) {
                assert!(keys.contains(&key.as_str()), "{}: {key}", template.name);
            }
            let start = Instant::parse("2026-03-07T20:00:00Z").unwrap();
            let runbook =
                Runbook { steps: template.steps.clone(), ..Runbook::draft(Id::lenient("R"), String::new()) };
            let times = RunbookTimes::planned(&runbook, start);
            assert_eq!(times.backout_minutes, 55);
            let night = template.phases.last().and_then(|phase| phase.minutes).unwrap();
            assert!(times.end.plus_minutes(55) <= start.plus_minutes(i64::from(night)), "{}", template.name);
            assert!(times.point_of_no_return.is_some());
        }
    }
}
