//! The page of a runbook: its steps on one axis by team, and while it runs the projected end, the latest moment to back
//! out and who is next.

use super::findings_proof::Named;
use super::frame::to_minute;
use super::release::Step;
use super::scale::{Place, Scale, Stretch, Tick};
use super::steps::why_not;
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Command, EnvironmentKind, Id, Phase, Plan, RUNBOOK_WAY, RecordRef, Runbook, RunbookAct, RunbookStatus,
    RunbookStep, RunbookTimes, StepKind, StepStatus, next_steps, steps_from,
};
use crate::order::Arrange;
use crate::planner::{Workbench, title_of};
use crate::rules::wording;
use crate::time::{Instant, Interval, Zone, time_of_day_text};

/// How many ticks there is room for.
const TICKS: usize = 8;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StepRow {
    /// The step's key.
    pub key: String,
    /// Its place among the steps, from 1.
    pub number: usize,
    /// What is done.
    pub title: String,
    /// What it is for.
    pub kind: StepKind,
    /// Where it is on its way.
    pub status: StepStatus,
    /// The id of the team.
    pub team: String,
    /// The id of the person.
    pub owner: String,
    /// Team and person, in words.
    pub who: String,
    /// How many minutes it is planned to take.
    pub minutes: u32,
    /// The numbers of the steps that it waits for: `1, 3`.
    pub after: String,
    /// `20:15 – 20:45`, as it was or is to be.
    pub when: String,
    /// Minutes that it took; none while it is not over.
    pub took: Option<i64>,
    /// The longest that it took in a rehearsal.
    pub rehearsed: Option<u32>,
    /// When it was begun.
    pub started_at: Option<Instant>,
    /// What holds it up, or why it was left out.
    pub note: String,
    /// True when being late with it makes the whole late.
    pub is_critical: bool,
    /// True when it can begin now.
    pub is_next: bool,
}

/// A row of the picture: a heading of a team, or a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GanttRow {
    /// The team's name of a heading, the step's title otherwise.
    pub name: String,
    /// The step's number; none for a heading.
    pub number: Option<usize>,
    /// What it is for.
    pub kind: StepKind,
    /// Where it is on its way.
    pub status: StepStatus,
    /// As it was planned.
    pub planned: Option<Stretch>,
    /// As it was, or as it is to be now; none before the execution.
    pub now: Option<Stretch>,
    /// True when being late with it makes the whole late.
    pub is_critical: bool,
    /// What it says when pointed at.
    pub said: String,
}

/// A line from the end of a step to the start of one that waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GanttLink {
    /// Where it begins.
    pub from: Place,
    /// In which row it begins.
    pub from_row: usize,
    /// Where it ends.
    pub to: Place,
    /// In which row it ends.
    pub to_row: usize,
}

/// The steps on one axis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gantt {
    /// The lines above it.
    pub ticks: Vec<Tick>,
    /// The rows: teams, each followed by its steps.
    pub rows: Vec<GanttRow>,
    /// What waits for what.
    pub links: Vec<GanttLink>,
    /// The window in which all has to be done.
    pub window: Option<Stretch>,
    /// When the service is down.
    pub outage: Option<Stretch>,
    /// The point of no return.
    pub no_return: Option<(Place, String)>,
    /// The latest moment to back out and still end inside the window.
    pub latest_backout: Option<(Place, String)>,
    /// Where now is, while it runs.
    pub now: Option<Place>,
}

/// How it stands while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// When it was begun.
    pub started_at: Instant,
    /// When it is to end, in words.
    pub projected_end: String,
    /// How the end lies to the end of the window, in words.
    pub margin: String,
    /// True when it ends after the window.
    pub is_late: bool,
    /// The latest moment to back out and still end inside the window.
    pub latest_backout: Option<Instant>,
    /// The same in words.
    pub latest_backout_said: String,
    /// When the point of no return is to begin, in words; empty when there is none.
    pub no_return: String,
    /// True when the point of no return was begun.
    pub is_past_no_return: bool,
    /// The steps that can begin now, with who does them.
    pub next: Vec<String>,
    /// Why everything is taken back; empty when it is not.
    pub backout_reason: String,
    /// Why it cannot be backed out; none when it can.
    pub backout_refusal: Option<String>,
}

/// One rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RehearsalLine {
    /// When and where, in words.
    pub said: String,
    /// `3 h 5 min`, of the steps that were timed.
    pub took: String,
    /// True when taking it back was tried.
    pub backed_out: bool,
    /// What was learnt.
    pub note: String,
}

/// The page of a runbook.
#[derive(Debug, Clone, PartialEq)]
pub struct RunbookPage {
    /// The runbook.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// Where it is on its way.
    pub status: RunbookStatus,
    /// The change or release that it deploys.
    pub deploys: Option<Named>,
    /// Who approved it and when, in words; empty for a draft.
    pub approved: String,
    /// `10 steps · 2 h 45 min, 55 min to back out · window Sat 7 Mar 20:00 – 04:00`.
    pub facts: Vec<String>,
    /// Why window and runbook do not fit each other; empty when they do.
    pub misfit: String,
    /// True when its steps can be edited.
    pub is_draft: bool,
    /// What can be done with it from where it is.
    pub steps: Vec<Step>,
    /// Its steps, in the order in which people read them.
    pub rows: Vec<StepRow>,
    /// Its picture.
    pub gantt: Gantt,
    /// How it stands while it runs.
    pub running: Option<Running>,
    /// How it went, in a sentence; empty before its end.
    pub went: String,
    /// Its rehearsals, the last first.
    pub rehearsals: Vec<RehearsalLine>,
}

/// The page of a runbook; `None` when the plan does not have it.
#[must_use]
pub fn runbook_page(bench: &Workbench, id: &Id<Runbook>) -> Option<RunbookPage> {
    let plan = bench.plan();
    let runbook = plan.runbooks.get(id)?;
    let zone = plan.settings.zone;
    let window = window(plan, runbook);
    let start = start(bench, runbook, window);
    let planned = RunbookTimes::planned(runbook, start);
    let has_begun = runbook.started_at.is_some();
    let times = match runbook.started_at {
        Some(started) => RunbookTimes::of(runbook, started, runbook.ended_at.unwrap_or(bench.now())),
        None => planned.clone(),
    };
    let deploys = runbook.change.as_ref().map(RecordRef::from);
    let deploys = deploys.or_else(|| runbook.release.as_ref().map(RecordRef::from));
    let next = next_steps(runbook);
    Some(RunbookPage {
        of: RecordRef::from(id),
        name: runbook.name.clone(),
        status: runbook.status,
        deploys: deploys.map(|of| Named::of(plan, of)),
        approved: approved(plan, runbook),
        facts: facts(runbook, &planned, start, window, zone),
        misfit: misfit(&planned, start, window),
        is_draft: runbook.status == RunbookStatus::Draft,
        steps: steps(bench, runbook),
        rows: rows(plan, runbook, &times, &next),
        gantt: gantt(bench, runbook, (&planned, &times), window, has_begun),
        running: (runbook.status == RunbookStatus::Executing)
            .then(|| running(bench, runbook, &times, window, &next))
            .flatten(),
        went: went(runbook, &planned, start, window),
        rehearsals: runbook
            .rehearsals
            .iter()
            .rev()
            .map(|one| {
                let place = one.environment.as_ref().map(|id| title_of(plan, id));
                let place = place.map_or_else(String::new, |place| format!(" on {place}"));
                let total: i64 = one.minutes.values().map(|minutes| i64::from(*minutes)).sum();
                RehearsalLine {
                    said: format!("{}{place}", wording::moment(one.at, zone)),
                    took: if total == 0 { String::new() } else { wording::duration(total * 60) },
                    backed_out: one.backed_out,
                    note: one.note.clone(),
                }
            })
            .gather(),
    })
}

/// The window in which a runbook is to be done: the change's, or that of the last phase of the release, in production
/// if it has one there.
fn window(plan: &Plan, runbook: &Runbook) -> Option<Interval> {
    if let Some(change) = runbook.change.as_ref().and_then(|id| plan.changes.get(id)) {
        return change.planned.filter(|window| !window.is_empty());
    }
    let release = runbook.release.as_ref()?;
    let is_production = |phase: &Phase| {
        let environment = phase.environment.as_ref().and_then(|id| plan.environments.get(id));
        environment.is_some_and(|one| one.kind == EnvironmentKind::Production)
    };
    let phases = plan.phases.values().filter(|phase| phase.release == *release);
    let last = phases.max_by_key(|phase| (is_production(phase), phase.order))?;
    last.planned.filter(|window| !window.is_empty())
}

fn start(bench: &Workbench, runbook: &Runbook, window: Option<Interval>) -> Instant {
    let live = runbook.release.as_ref().and_then(|id| bench.plan().releases.get(id)?.go_live);
    runbook.started_at.or(window.map(|window| window.start)).or(live).unwrap_or(bench.now())
}

fn approved(plan: &Plan, runbook: &Runbook) -> String {
    let Some(at) = runbook.approved_at else { return String::new() };
    let by = runbook.approved_by.as_ref().map(|by| format!(" by {}", plan.title(&RecordRef::from(by))));
    format!("approved{} on {}", by.unwrap_or_default(), wording::moment(at, plan.settings.zone))
}

fn minutes(minutes: i64) -> String {
    if minutes == 0 { "0 min".to_owned() } else { wording::duration(minutes * 60) }
}

fn facts(
    runbook: &Runbook,
    planned: &RunbookTimes,
    start: Instant,
    window: Option<Interval>,
    zone: Zone,
) -> Vec<String> {
    let count = runbook.steps.len();
    let steps = if count == 1 { "1 step".to_owned() } else { format!("{count} steps") };
    let work = planned.end.seconds_since(start).div_euclid(60);
    let longest = runbook.rehearsals.iter().map(|one| one.minutes.values().sum::<u32>()).max();
    let rehearsed = match (runbook.rehearsals.len(), longest) {
        (0, _) => "never rehearsed".to_owned(),
        (1, _) => "rehearsed once".to_owned(),
        (more, _) => format!("rehearsed {more} times"),
    };
    let window =
        window.map_or("no window yet".to_owned(), |window| format!("window {}", wording::span(window, zone)));
    vec![
        steps,
        format!("{} of work", minutes(work)),
        format!("{} to back out", minutes(planned.backout_minutes)),
        rehearsed,
        window,
    ]
}

/// Whether the work, and taking it back at the last moment, fits into the window.
fn misfit(planned: &RunbookTimes, start: Instant, window: Option<Interval>) -> String {
    let Some(window) = window else { return String::new() };
    let over = planned.end.seconds_since(window.end);
    if 0 < over && !planned.steps.is_empty() {
        return format!("The work takes {} longer than the window.", wording::duration(over));
    }
    let latest = planned.latest_backout(window.end);
    let decides = planned.last_decision();
    if planned.backout_minutes != 0 && latest < decides && start < decides {
        let short = wording::duration(decides.seconds_since(latest));
        return format!("Taking everything back at the last moment ends {short} after the window.");
    }
    String::new()
}

fn steps(bench: &Workbench, runbook: &Runbook) -> Vec<Step> {
    let backs_out = runbook.backing_out_since.is_some();
    let act = |to: RunbookStatus| match to {
        RunbookStatus::Draft => Some(RunbookAct::Reopen),
        RunbookStatus::Approved => Some(RunbookAct::Approve),
        RunbookStatus::Executing => Some(RunbookAct::Start),
        RunbookStatus::Completed => (!backs_out).then_some(RunbookAct::Finish),
        RunbookStatus::BackedOut => backs_out.then_some(RunbookAct::Finish),
    };
    let step = |(verb, to): (&'static str, RunbookStatus)| {
        let command = Command::Runbook { runbook: runbook.id, act: act(to)? };
        Some(Step::of(bench, verb, command))
    };
    steps_from(RUNBOOK_WAY, runbook.status).filter_map(step).gather()
}

fn who(plan: &Plan, step: &RunbookStep) -> String {
    let team = step.group.as_ref().map(|id| title_of(plan, id));
    let owner = step.owner.as_ref().map(|id| title_of(plan, id));
    team.into_iter().chain(owner).gather::<Vec<_>>().join(", ")
}

fn rows(plan: &Plan, runbook: &Runbook, times: &RunbookTimes, next: &[&str]) -> Vec<StepRow> {
    let zone = plan.settings.zone;
    let number =
        |key: &str| runbook.steps.iter().position(|step| step.id == key).map(|place| (place + 1).to_string());
    let row = |(place, step): (usize, &RunbookStep)| {
        let timed = times.steps.iter().find(|one| one.id == step.id);
        let after: Vec<String> = step.depends_on.iter().filter_map(|key| number(key)).gather();
        let window = match (step.started_at, step.ended_at, timed) {
            (Some(start), Some(end), None) => Some(Interval::new(start, end.max(start))),
            (.., timed) => timed.map(|timed| timed.window),
        };
        let is_done = step.status == StepStatus::Done;
        StepRow {
            key: step.id.clone(),
            number: place + 1,
            title: step.title.clone(),
            kind: step.kind,
            status: step.status,
            team: step.group.as_ref().map_or_else(String::new, Id::to_string),
            owner: step.owner.as_ref().map_or_else(String::new, Id::to_string),
            who: who(plan, step),
            minutes: step.duration_minutes,
            after: after.join(", "),
            when: window
                .filter(|_| step.status != StepStatus::Skipped)
                .map_or_else(String::new, |window| times_of(window, zone)),
            took: step
                .started_at
                .zip(step.ended_at)
                .filter(|_| is_done)
                .map(|(start, end)| end.seconds_since(start).div_euclid(60)),
            rehearsed: runbook.rehearsals.iter().filter_map(|one| one.minutes.get(&step.id).copied()).max(),
            started_at: step.started_at,
            note: step.note.clone(),
            is_critical: timed.is_some_and(|timed| timed.slack_minutes <= 0),
            is_next: next.contains(&step.id.as_str()),
        }
    };
    runbook.steps.iter().enumerate().map(row).gather()
}

/// `20:15 – 20:45`
fn times_of(window: Interval, zone: Zone) -> String {
    format!("{} – {}", clock(window.start, zone), clock(window.end, zone))
}

/// `20:15`
#[must_use]
pub fn clock(at: Instant, zone: Zone) -> String {
    time_of_day_text(zone.local(to_minute(at)).time())
}

fn gantt(
    bench: &Workbench,
    runbook: &Runbook,
    (planned, times): (&RunbookTimes, &RunbookTimes),
    window: Option<Interval>,
    has_begun: bool,
) -> Gantt {
    let (plan, zone) = (bench.plan(), bench.plan().settings.zone);
    if runbook.steps.is_empty() {
        return Gantt::default();
    }
    let backout = backout_windows(runbook, times, window);
    let is_running = runbook.status == RunbookStatus::Executing;
    let outage = runbook.change.as_ref().and_then(|id| plan.changes.get(id)?.outage);
    let shown = |times: &RunbookTimes| times.steps.iter().map(|step| step.window).reduce(Interval::hull);
    let whole =
        shown(planned).into_iter().chain(shown(times)).chain(backout.iter().map(|(_, window)| *window));
    let whole = whole.reduce(Interval::hull).unwrap_or(Interval::new(bench.now(), bench.now()));
    // A window of a day around a work of an hour would leave nothing to be seen of it.
    let room = whole.seconds().max(3600);
    let seen = window.map_or(whole, |window| {
        let start = window.start.max(whole.start.plus_seconds(-room / 4)).min(whole.start);
        Interval::new(start, window.end.min(whole.end.plus_seconds(room)).max(whole.end))
    });
    let margin = (seen.seconds() / 50).max(60);
    let scale =
        Scale::of(Interval::new(seen.start.plus_seconds(-margin), seen.end.plus_seconds(margin)), zone);
    let mut teams: Vec<(String, Vec<usize>)> = Vec::new();
    for (place, step) in runbook.steps.iter().enumerate() {
        let team = match (&step.group, &step.owner, step.kind) {
            (.., StepKind::Backout) => "To take everything back".to_owned(),
            (Some(group), ..) => title_of(plan, group),
            (None, Some(owner), _) => title_of(plan, owner),
            _ => "No team yet".to_owned(),
        };
        match teams.iter_mut().find(|(name, _)| *name == team) {
            Some((_, places)) => places.push(place),
            None => teams.push((team, vec![place])),
        }
    }
    teams.arrange_by_key(|(name, _)| name == "To take everything back");
    let of = |times: &RunbookTimes, key: &str| {
        times.steps.iter().find(|step| step.id == key).map(|step| (step.window, step.slack_minutes))
    };
    let backout_of = |key: &str| backout.iter().find(|(of, _)| *of == key).map(|(_, window)| (*window, 0));
    let mut rows = Vec::new();
    let mut placed: Vec<(usize, usize)> = Vec::new();
    for (team, places) in teams {
        rows.push(heading(team));
        for place in places {
            let Some(step) = runbook.steps.get(place) else { continue };
            let is_backout = step.kind == StepKind::Backout;
            let plan_of = if is_backout { backout_of(&step.id) } else { of(planned, &step.id) };
            let now_of = if is_backout {
                None
            } else {
                of(times, &step.id).filter(|_| has_begun && step.status != StepStatus::Skipped)
            };
            let shown = now_of.or(plan_of);
            placed.push((place, rows.len()));
            rows.push(GanttRow {
                name: step.title.clone(),
                number: Some(place + 1),
                kind: step.kind,
                status: step.status,
                planned: plan_of.and_then(|(window, _)| scale.stretch(window)),
                now: now_of.and_then(|(window, _)| scale.stretch(window)),
                is_critical: !is_backout && shown.is_some_and(|(_, slack)| slack <= 0),
                said: shown.map_or_else(String::new, |(window, slack)| {
                    let slack = if 0 < slack { format!(", {} slack", minutes(slack)) } else { String::new() };
                    format!("{}: {}{slack}", step.title, times_of(window, zone))
                }),
            });
        }
    }
    let row_of = |key: &str| {
        let place = runbook.steps.iter().position(|step| step.id == key)?;
        placed.iter().find(|(of, _)| *of == place).map(|(_, row)| *row)
    };
    let ends = |key: &str| of(times, key).map(|(window, _)| window);
    let links =
        runbook.steps.iter().flat_map(|step| step.depends_on.iter().map(move |before| (before, &step.id)));
    let links = links.filter_map(|(before, after)| {
        Some(GanttLink {
            from: scale.at(ends(before)?.end),
            from_row: row_of(before)?,
            to: scale.at(ends(after)?.start),
            to_row: row_of(after)?,
        })
    });
    let links = links.gather();
    let latest =
        window.filter(|_| planned.backout_minutes != 0).map(|window| times.latest_backout(window.end));
    Gantt {
        ticks: scale.ticks(TICKS),
        rows,
        links,
        window: window.and_then(|window| scale.stretch(window)),
        outage: outage.and_then(|outage| scale.stretch(outage)),
        no_return: times.point_of_no_return.and_then(|at| Some((scale.within(at)?, clock(at, zone)))),
        latest_backout: latest.and_then(|at| Some((scale.within(at)?, clock(at, zone)))),
        now: scale.within(bench.now()).filter(|_| is_running),
    }
}

fn heading(name: String) -> GanttRow {
    GanttRow {
        name,
        number: None,
        kind: StepKind::Task,
        status: StepStatus::Waiting,
        planned: None,
        now: None,
        is_critical: false,
        said: String::new(),
    }
}

/// Where the backout steps would lie if everything were taken back at the latest moment, or where they lie now that
/// it is.
fn backout_windows<'a>(
    runbook: &'a Runbook,
    times: &RunbookTimes,
    window: Option<Interval>,
) -> Vec<(&'a str, Interval)> {
    let decided = runbook.backing_out_since;
    let end = window.map_or(times.end.plus_minutes(times.backout_minutes), |window| window.end);
    let start = decided.unwrap_or_else(|| times.latest_backout(end).min(times.last_decision()));
    let mut only = Runbook::draft(runbook.id, String::new());
    only.steps = runbook
        .steps
        .iter()
        .filter(|step| step.kind == StepKind::Backout)
        .map(|step| altered!(step.clone(), kind: StepKind::Task))
        .gather();
    let back = if decided.is_some() {
        RunbookTimes::of(&only, start, start)
    } else {
        RunbookTimes::planned(&only, start)
    };
    let window = |key: &str| back.steps.iter().find(|step| step.id == key).map(|step| step.window);
    let steps = runbook.steps.iter().filter(|step| step.kind == StepKind::Backout);
    steps.filter_map(|step| Some((step.id.as_str(), window(&step.id)?))).gather()
}

fn running(
    bench: &Workbench,
    runbook: &Runbook,
    times: &RunbookTimes,
    window: Option<Interval>,
    next: &[&str],
) -> Option<Running> {
    let (plan, now, zone) = (bench.plan(), bench.now(), bench.plan().settings.zone);
    let end = match runbook.backing_out_since {
        Some(since) => {
            let ends = backout_windows(runbook, times, window).into_iter().map(|(_, window)| window.end);
            let done = runbook
                .steps
                .iter()
                .filter(|step| step.kind == StepKind::Backout)
                .filter_map(|step| step.ended_at);
            ends.chain(done).max().unwrap_or(since).max(now)
        }
        None => times.end,
    };
    let margin = window.map(|window| window.end.seconds_since(end));
    let latest = window.filter(|_| times.backout_minutes != 0).map(|window| times.latest_backout(window.end));
    let is_past_no_return = runbook.steps.iter().any(|step| {
        step.kind == StepKind::PointOfNoReturn
            && !matches!(step.status, StepStatus::Waiting | StepStatus::Skipped)
    });
    let ask = Command::Runbook { runbook: runbook.id, act: RunbookAct::BackOut("asked".to_owned()) };
    let named = |key: &&str| {
        let step = runbook.steps.iter().find(|step| step.id == **key)?;
        let who = who(plan, step);
        Some(if who.is_empty() { step.title.clone() } else { format!("{} ({who})", step.title) })
    };
    Some(Running {
        started_at: runbook.started_at?,
        projected_end: clock(end, zone),
        margin: match margin {
            None => "no window to end in".to_owned(),
            Some(0) => "as the window closes".to_owned(),
            Some(margin) if margin < 0 => format!("{} after the window closes", wording::duration(margin)),
            Some(margin) => format!("{} before the window closes", wording::duration(margin)),
        },
        is_late: margin.is_some_and(|margin| margin < 0),
        latest_backout: latest,
        latest_backout_said: latest.map_or_else(String::new, |at| clock(at, zone)),
        no_return: times.point_of_no_return.map_or_else(String::new, |at| clock(at, zone)),
        is_past_no_return,
        next: next.iter().filter_map(named).gather(),
        backout_reason: runbook.backout_reason.clone(),
        backout_refusal: why_not(bench, &ask),
    })
}

/// How it went, against the plan.
fn went(runbook: &Runbook, planned: &RunbookTimes, start: Instant, window: Option<Interval>) -> String {
    let (Some(started), Some(ended)) = (runbook.started_at, runbook.ended_at) else { return String::new() };
    let took = ended.seconds_since(started);
    let plan = planned.end.seconds_since(start);
    let against = match took - plan {
        0 => "as planned".to_owned(),
        late if late < 0 => format!("{} less than planned", wording::duration(late)),
        late => format!("{} more than planned", wording::duration(late)),
    };
    let inside = match window.map(|window| ended <= window.end) {
        Some(true) => ", inside its window",
        Some(false) => ", after its window had closed",
        None => "",
    };
    let what = match runbook.status {
        RunbookStatus::BackedOut => format!("Everything was taken back ({}). It", runbook.backout_reason),
        _ => "It".to_owned(),
    };
    format!("{what} took {}, {against}{inside}.", wording::duration(took))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;
    use crate::planner::releasing::standard;

    fn at(time: &str) -> Instant {
        Instant::parse(&format!("2026-01-10T{time}:00Z")).unwrap()
    }

    fn open() -> Workbench {
        let text = "
            now 10T20
            environment prod Controlled kind=Production
            release R live=10T20
            phase P 10T20..11T02 of=R env=prod
        ";
        let mut example = notation::parse(text).unwrap();
        let runbook = Runbook {
            release: Some(Id::lenient("R")),
            steps: standard::templates().remove(0).steps,
            ..Runbook::draft(Id::lenient("RB"), "Night".to_owned())
        };
        example.plan.put(runbook.into());
        Workbench::open(example.plan, example.now, None)
    }

    fn page(bench: &Workbench) -> RunbookPage {
        runbook_page(bench, &Id::lenient("RB")).unwrap()
    }

    fn act(bench: &mut Workbench, act: RunbookAct) {
        bench.run(&Command::Runbook { runbook: Id::lenient("RB"), act }).unwrap();
    }

    #[test]
    fn a_draft_shows_its_plan_in_its_window_with_the_point_of_no_return() {
        let page = page(&open());
        assert_eq!(page.facts.first().map(String::as_str), Some("10 steps"));
        assert!(page.facts.iter().any(|fact| fact == "2 h 35 min of work"), "{:?}", page.facts);
        assert!(page.facts.iter().any(|fact| fact == "55 min to back out"), "{:?}", page.facts);
        assert_eq!(page.misfit, "");
        assert_eq!(page.gantt.no_return.as_ref().map(|(_, said)| said.as_str()), Some("21:55"));
        assert_eq!(page.gantt.rows.len(), 12, "two headings and ten steps");
        assert_eq!(page.gantt.links.len(), 8);
        assert_eq!(page.rows[5].after, "4, 5");
        assert_eq!(page.rows[5].when, "21:30 – 21:55");
        assert!(page.running.is_none());
    }

    /// The clocks go back from 03:00 to 02:00 on 25 October 2026 at 01:00 UTC, and forward on 29 March.
    fn of_clock_change(day: &str, start: &str) -> RunbookPage {
        let text = format!(
            "zone Europe/Amsterdam\nnow {day}T20\nrelease R live={day}T{start}
             environment prod Controlled kind=Production
             phase P {day}T{start}..{day}T07 of=R env=prod",
        );
        let mut example = notation::parse(&text).unwrap();
        let step = |id: &str, minutes| RunbookStep::new(id, id, StepKind::Task, minutes);
        let runbook = Runbook {
            release: Some(Id::lenient("R")),
            steps: vec![step("stop", 60), step("copy", 60), step("start", 60)],
            ..Runbook::draft(Id::lenient("RB"), "Night".to_owned())
        };
        example.plan.put(runbook.into());
        page(&Workbench::open(example.plan, example.now, None))
    }

    #[test]
    fn in_the_night_of_a_clock_change_steps_take_their_minutes_and_the_clock_is_the_local_one() {
        let page = of_clock_change("298", "01:30");
        let when: Vec<&str> = page.rows.iter().map(|row| row.when.as_str()).collect();
        assert_eq!(when, ["01:30 – 02:30", "02:30 – 02:30", "02:30 – 03:30"]);
        assert!(
            page.facts.iter().any(|fact| fact == "window Sun 25 Oct 2026 01:30 – 07:00"),
            "{:?}",
            page.facts
        );
        let page = of_clock_change("88", "01:30");
        let when: Vec<&str> = page.rows.iter().map(|row| row.when.as_str()).collect();
        assert_eq!(when, ["01:30 – 03:30", "03:30 – 04:30", "04:30 – 05:30"]);
        let ticks: Vec<&str> = page.gantt.ticks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(ticks, ["03:00", "04:00", "05:00", "06:00", "07:00"], "the clock never shows 02:00");
    }

    #[test]
    fn an_overrun_moves_the_end_until_the_point_of_no_return_forbids_the_way_back() {
        let mut bench = open();
        act(&mut bench, RunbookAct::Approve);
        assert!(!page(&bench).is_draft);
        act(&mut bench, RunbookAct::Start);
        let first = page(&bench).running.unwrap();
        assert_eq!(
            (first.projected_end.as_str(), first.margin.as_str()),
            ("22:35", "3 h 25 min before the window closes")
        );
        assert_eq!(first.next, ["Tell everybody that it begins"]);
        assert_eq!(first.latest_backout, Some(at("21:55")));
        for key in ["tell", "stop", "snapshot", "database", "deploy", "try"] {
            act(&mut bench, RunbookAct::StartStep(key.to_owned()));
            if key == "database" {
                bench.set_now(at("22:00"));
                assert!(page(&bench).running.unwrap().projected_end.as_str() > "22:35");
            }
            act(&mut bench, RunbookAct::FinishStep(key.to_owned()));
        }
        assert_eq!(page(&bench).running.unwrap().backout_refusal, None);
        let before = page(&bench);
        assert_eq!(before.rows[3].took, Some(120));
        act(&mut bench, RunbookAct::StartStep("open".to_owned()));
        let past = page(&bench).running.unwrap();
        assert!(past.is_past_no_return && past.backout_refusal.is_some());
    }

    #[test]
    fn a_backout_is_followed_to_its_end() {
        let mut bench = open();
        act(&mut bench, RunbookAct::Approve);
        act(&mut bench, RunbookAct::Start);
        bench.set_now(at("20:30"));
        act(&mut bench, RunbookAct::BackOut("The snapshot fails".to_owned()));
        let running = page(&bench).running.unwrap();
        assert_eq!((running.projected_end.as_str(), running.next.len()), ("21:25", 1));
        for key in ["back", "back-open"] {
            act(&mut bench, RunbookAct::StartStep(key.to_owned()));
            act(&mut bench, RunbookAct::FinishStep(key.to_owned()));
        }
        act(&mut bench, RunbookAct::Finish);
        let after = page(&bench);
        assert_eq!(
            after.went,
            "Everything was taken back (The snapshot fails). It took 30 min, 2 h 5 min less than planned, inside its window."
        );
        assert!(after.steps.is_empty() && after.running.is_none());
    }
}
