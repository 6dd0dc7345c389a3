//! Blackouts as freezes: which there are, what declaring one would hold, and the exceptions that were asked for.

use super::answers::{Answer, to_exception};
use super::environments::scope_text;
use super::findings_proof::Named;
use super::records::{described, when_text};
use super::steps::{possible, why_not};
use crate::gather::Gather;
use crate::letters::capitalized;
use crate::model::altered;
use crate::model::{
    Blackout, Booking, BookingStatus, Change, ChangeKind, Command, FreezeException, FreezeExceptionStatus,
    Hardness, Id, Record, RecordRef, Release, ReleaseStatus, Scope, Table, When,
};
use crate::order::Arrange;
use crate::planner::{Workbench, fresh_id, title_of};
use crate::rules::{free, wording};
use crate::time::{Instant, Interval, parse_local};

/// How far ahead the occurrences of a freeze that recurs are looked at.
const AHEAD_SECONDS: i64 = 366 * 86_400;

/// Where a freeze is on its way, from its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FreezeState {
    /// Goes on now.
    InForce,
    /// To come.
    ToCome,
    /// Over.
    Over,
    /// Was lifted before its end.
    Lifted,
}

impl FreezeState {
    /// The word as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            FreezeState::InForce => "In force",
            FreezeState::ToCome => "To come",
            FreezeState::Over => "Over",
            FreezeState::Lifted => "Lifted",
        }
    }
}

/// A freeze of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct FreezeLine {
    /// The blackout.
    pub of: RecordRef,
    /// The name that people use.
    pub name: String,
    /// Why it was declared.
    pub reason: String,
    /// Where it is on its way.
    pub state: FreezeState,
    /// When, in words.
    pub when: String,
    /// What it speaks about, in words.
    pub scope: String,
    /// Whether it prevents, warns or informs.
    pub hardness: Hardness,
    /// Puts changes on hold.
    pub is_lockdown: bool,
    /// When it was declared, in words; empty for one that was only written down.
    pub declared: String,
    /// Who declared it.
    pub owner: Option<Named>,
    /// The changes that it holds as a lockdown.
    pub held: Vec<Named>,
    /// Lifts it; why that is not possible otherwise.
    pub lift: Result<Command, String>,
}

/// A change that a freeze would hold up.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldChange {
    /// The change.
    pub change: Named,
    /// Its planned window, in words.
    pub window: String,
    /// When it could be done instead; `None` when no window is free within a year, or it need not move.
    pub next: Option<Interval>,
    /// The same in words.
    pub next_text: String,
    /// The approved freeze exception that lets it through.
    pub exception: Option<Named>,
}

/// A release that a freeze would make late.
#[derive(Debug, Clone, PartialEq)]
pub struct SlippedRelease {
    /// The release.
    pub release: Named,
    /// By how many days its go-live, or the last of its changes, slips; rounded up.
    pub days: i64,
    /// How many of its changes are held.
    pub held: usize,
}

/// A booking that is of no use while its change is held or its release waits.
#[derive(Debug, Clone, PartialEq)]
pub struct IdleBooking {
    /// The booking.
    pub booking: Named,
    /// The environment.
    pub environment: String,
    /// For how long, in seconds.
    pub seconds: i64,
    /// The same in words.
    pub time: String,
}

/// What declaring a freeze would bring about.
#[derive(Debug, Clone, PartialEq)]
pub struct FreezePreview {
    /// Everything in a line: `Holds 4 changes, makes 1 release 7 days late and leaves 2 bookings idle`.
    pub sentence: String,
    /// The changes that it holds up, by start.
    pub held: Vec<HeldChange>,
    /// The changes that lie in it and may go through.
    pub let_through: Vec<HeldChange>,
    /// The releases that slip, the most first.
    pub slipped: Vec<SlippedRelease>,
    /// The bookings that lie idle, the longest first.
    pub idle: Vec<IdleBooking>,
    /// Why it cannot be declared like this.
    pub refusal: Option<String>,
}

/// A freeze exception of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ExceptionLine {
    /// The exception.
    pub of: RecordRef,
    /// What it is about.
    pub title: String,
    /// Where it is on its way.
    pub status: FreezeExceptionStatus,
    /// Why it cannot wait.
    pub reason: String,
    /// The changes and the release that it is for.
    pub subjects: Vec<Named>,
    /// The blackout; from all when absent.
    pub blackout: Option<Named>,
    /// Who asked and when, in words.
    pub asked: String,
    /// Who decided and when, in words; empty while it is open.
    pub decided: String,
    /// What was said about it.
    pub note: String,
    /// Until when it holds, in words; empty without an end.
    pub expires: String,
    /// True when it was approved and holds no longer.
    pub is_over: bool,
    /// How long it has waited for an answer, in words; empty once it has one.
    pub waiting: String,
    /// How it can be answered, and withdrawn.
    pub answers: Vec<Answer>,
}

/// All freezes: those in force first, then those to come, then the others; by name.
#[must_use]
pub fn freezes(bench: &Workbench) -> Vec<FreezeLine> {
    let mut lines: Vec<FreezeLine> =
        bench.plan().blackouts.values().map(|blackout| line(bench, blackout)).gather();
    lines.arrange_by(|a, b| (a.state, &a.name).cmp(&(b.state, &b.name)));
    lines
}

fn line(bench: &Workbench, blackout: &Blackout) -> FreezeLine {
    let (plan, view) = (bench.plan(), bench.view());
    let of = RecordRef::from(&blackout.id);
    let held = plan.changes.values().filter(|change| change.held_by.as_ref() == Some(&blackout.id));
    let lift = Command::LiftBlackout(blackout.id);
    FreezeLine {
        name: blackout.title().to_owned(),
        reason: blackout.reason.clone(),
        state: state(bench, blackout),
        when: when_text(plan, &blackout.when),
        scope: scope_text(plan, &blackout.scope),
        hardness: blackout.hardness,
        is_lockdown: blackout.lockdown,
        declared: blackout.declared_at.map(|at| view.moment(at)).unwrap_or_default(),
        owner: blackout.owner.as_ref().map(|id| described(plan, &RecordRef::from(id))),
        held: held.map(|change| described(plan, &RecordRef::from(&change.id))).gather(),
        lift: possible(bench, lift),
        of,
    }
}

fn state(bench: &Workbench, blackout: &Blackout) -> FreezeState {
    let now = bench.now();
    if blackout.lifted_at.is_some_and(|lifted| lifted <= now) {
        return FreezeState::Lifted;
    }
    let at_once = Interval::new(now, now.plus_seconds(1));
    if !blackout.when.occurrences(at_once).is_empty() {
        return FreezeState::InForce;
    }
    match &blackout.when {
        When::Once(window) if window.end <= now => FreezeState::Over,
        _ => FreezeState::ToCome,
    }
}

/// What declaring a blackout would bring about now; the plan may have it already or not.
#[must_use]
pub fn preview(bench: &Workbench, blackout: &Blackout) -> FreezePreview {
    let (plan, view, now) = (bench.plan(), bench.view(), bench.now());
    let range = Interval::new(now, now.plus_seconds(AHEAD_SECONDS));
    let spans = match &blackout.when {
        When::Once(window) => vec![*window],
        when => when.occurrences(range),
    };
    let informs_only = blackout.hardness == Hardness::Information;
    let mut held: Vec<(&Change, Interval, Interval)> = Vec::new();
    let mut let_through: Vec<(&Change, Interval, &FreezeException)> = Vec::new();
    for change in plan.changes.values().filter(|_| !informs_only) {
        let Some(window) = change.live_window().filter(|_| change.status.is_before_implementation()) else {
            continue;
        };
        let Some(span) = spans.iter().find(|span| now < span.end && span.overlaps(window)) else { continue };
        if !view.in_scope(&blackout.scope, change) {
            continue;
        }
        match view.exception(blackout, change, window) {
            Some(exception) => let_through.push((change, window, exception)),
            None => held.push((change, window, *span)),
        }
    }
    held.arrange_by_key(|(change, window, _)| (window.start, change.id));
    let slipped = slipped(bench, blackout, &spans, &held);
    let idle = idle(bench, &held, &slipped, &spans);
    let command = Command::DeclareBlackout(Box::new(blackout.clone()));
    FreezePreview {
        sentence: sentence(held.len(), &slipped, idle.len()),
        held: held
            .iter()
            .map(|(change, window, _)| held_change(bench, change, *window, &spans, None))
            .gather(),
        let_through: let_through
            .iter()
            .map(|(change, window, exception)| held_change(bench, change, *window, &[], Some(exception)))
            .gather(),
        slipped,
        idle,
        refusal: why_not(bench, &command),
    }
}

fn held_change(
    bench: &Workbench,
    change: &Change,
    window: Interval,
    spans: &[Interval],
    exception: Option<&FreezeException>,
) -> HeldChange {
    let (plan, view) = (bench.plan(), bench.view());
    let next = spans.first().and_then(|_| {
        free::earliest_that(&view, change, window.seconds(), window.start, |free| {
            spans.iter().find(|span| span.overlaps(free)).map(|span| span.end)
        })
    });
    HeldChange {
        change: described(plan, &RecordRef::from(&change.id)),
        window: view.span(window),
        next,
        next_text: next.map(|next| view.span(next)).unwrap_or_default(),
        exception: exception.map(|exception| described(plan, &RecordRef::from(&exception.id))),
    }
}

/// Releases whose go-live lies in the freeze, or whose changes are held: they wait for its end.
fn slipped(
    bench: &Workbench,
    blackout: &Blackout,
    spans: &[Interval],
    held: &[(&Change, Interval, Interval)],
) -> Vec<SlippedRelease> {
    let plan = bench.plan();
    let mut slipped = Vec::new();
    for release in plan.releases.values().filter(|release| is_to_come(release)) {
        let of_release = held.iter().filter(|(change, ..)| change.release.as_ref() == Some(&release.id));
        let (mut late, mut count) = (0, 0);
        for (_, window, span) in of_release {
            late = late.max(span.end.seconds_since(window.start));
            count += 1;
        }
        let may_slip = count != 0 || blackout.scope.is_everything();
        let live_in = release.go_live.filter(|_| may_slip);
        let live_in = live_in.and_then(|at| Some((at, spans.iter().find(|span| span.contains(at))?)));
        if let Some((go_live, span)) = live_in {
            late = late.max(span.end.seconds_since(go_live));
        }
        if 0 < late {
            let release = described(plan, &RecordRef::from(&release.id));
            slipped.push(SlippedRelease { release, days: days(late), held: count });
        }
    }
    slipped.arrange_by(|a, b| b.days.cmp(&a.days));
    slipped
}

fn is_to_come(release: &Release) -> bool {
    use ReleaseStatus::{Deploying, Draft, InProgress, Planned};
    matches!(release.status, Draft | Planned | InProgress | Deploying)
}

fn days(seconds: i64) -> i64 {
    const DAY_SECONDS: i64 = 86_400;
    (seconds + DAY_SECONDS - 1) / DAY_SECONDS
}

/// Bookings for what is held, or for phases of a release that slips, as far as they lie in the freeze.
fn idle(
    bench: &Workbench,
    held: &[(&Change, Interval, Interval)],
    slipped: &[SlippedRelease],
    spans: &[Interval],
) -> Vec<IdleBooking> {
    let plan = bench.plan();
    let is_held = |id: &Id<Change>| held.iter().any(|(change, ..)| change.id == *id);
    let slips = |booking: &Booking| {
        let phase = booking.phase.as_ref().and_then(|id| plan.phases.get(id));
        phase.is_some_and(|phase| {
            let release = RecordRef::from(&phase.release);
            slipped.iter().any(|slipped| slipped.release.record == release)
        })
    };
    let counts = |booking: &&Booking| {
        matches!(booking.status, BookingStatus::Approved | BookingStatus::Requested)
            && (booking.change.as_ref().is_some_and(is_held) || slips(booking))
    };
    let mut idle: Vec<IdleBooking> = Vec::new();
    for booking in plan.bookings.values().filter(counts) {
        let shared = spans.iter().filter_map(|span| span.intersection(booking.window));
        let seconds: i64 = shared.map(Interval::seconds).sum();
        if seconds != 0 {
            idle.push(IdleBooking {
                booking: described(plan, &RecordRef::from(&booking.id)),
                environment: plan.title(&RecordRef::from(&booking.environment)).to_owned(),
                seconds,
                time: wording::duration(seconds),
            });
        }
    }
    idle.arrange_by(|a, b| b.seconds.cmp(&a.seconds));
    idle
}

fn sentence(held: usize, slipped: &[SlippedRelease], idle: usize) -> String {
    let counted =
        |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    if held == 0 && slipped.is_empty() && idle == 0 {
        return "Holds nothing".to_owned();
    }
    let most = slipped.iter().map(|slipped| slipped.days).max().unwrap_or(0);
    let late = if most == 1 { "1 day".to_owned() } else { format!("{most} days") };
    let mut parts = vec![format!("holds {}", counted(held, "change"))];
    match slipped.len() {
        0 => {}
        1 => parts.push(format!("makes 1 release {late} late")),
        more => parts.push(format!("makes {more} releases up to {late} late")),
    }
    if idle != 0 {
        parts.push(format!("leaves {} idle", counted(idle, "booking")));
    }
    capitalized(&wording::list(&parts))
}

/// A freeze that is being written, as a form has it.
#[derive(Debug, Clone, PartialEq)]
pub struct FreezeDraft {
    /// What it is called.
    pub name: String,
    /// Why it is declared.
    pub reason: String,
    /// When it begins, on the plan's clock: `2026-03-02T20:00`.
    pub start: String,
    /// When it ends, on the plan's clock.
    pub end: String,
    /// Whether it prevents, warns or informs.
    pub hardness: Hardness,
    /// Puts changes on hold.
    pub lockdown: bool,
    /// The ids of the environments; all when empty.
    pub environments: Vec<String>,
    /// The kinds of change; all when empty.
    pub kinds: Vec<ChangeKind>,
}

impl FreezeDraft {
    /// A hard freeze of everything, without a name and dates.
    #[must_use]
    pub fn blank() -> FreezeDraft {
        FreezeDraft {
            name: String::new(),
            reason: String::new(),
            start: String::new(),
            end: String::new(),
            hardness: Hardness::Hard,
            lockdown: false,
            environments: Vec::new(),
            kinds: Vec::new(),
        }
    }
}

/// The blackout that a form describes, under a new id; `None` while it has no dates.
#[must_use]
pub fn drafted(bench: &Workbench, draft: &FreezeDraft) -> Option<Blackout> {
    let plan = bench.plan();
    let at = |text: &str| parse_local(text).ok().map(|local| plan.settings.zone.resolve(local));
    let window = Interval::new(at(&draft.start)?, at(&draft.end)?);
    let id = Id::lenient(&fresh_id(plan, Table::Blackouts));
    let scope = Scope {
        environments: draft.environments.iter().map(|id| Id::lenient(id)).gather(),
        kinds: draft.kinds.clone(),
        ..Scope::default()
    };
    Some(altered!(
        Blackout::new(id, draft.name.trim().to_owned(), When::Once(window)),
        reason: draft.reason.trim().to_owned(),
        hardness: draft.hardness,
        scope,
        lockdown: draft.lockdown,
    ))
}

/// The step that asks for an exception for a change from a freeze, under a new id. `change` and `blackout` are ids; from
/// all freezes when `blackout` is empty.
#[must_use]
pub fn ask(bench: &Workbench, change: &str, blackout: &str, reason: &str) -> Command {
    let plan = bench.plan();
    let id = Id::lenient(&fresh_id(plan, Table::FreezeExceptions));
    let change: Option<Id<Change>> = (!change.is_empty()).then(|| Id::lenient(change));
    let title = change.as_ref().and_then(|id| plan.changes.get(id)).map(|change| change.title().to_owned());
    Command::AskException(Box::new(altered!(
        FreezeException::requested(id, title.unwrap_or_default(), bench.now()),
        blackout: (!blackout.is_empty()).then(|| Id::lenient(blackout)),
        reason: reason.trim().to_owned(),
        changes: change.into_iter().gather(),
    )))
}

/// What can be chosen in a request, as ids with names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// The changes that a freeze stands in the way of.
    pub changes: Vec<(String, String)>,
    /// The freezes that are in force or to come.
    pub freezes: Vec<(String, String)>,
}

/// What can be chosen in a request.
#[must_use]
pub fn choices(bench: &Workbench) -> Choices {
    let (plan, view) = (bench.plan(), bench.view());
    let frozen = plan.changes.values().filter(|change| {
        let window = change.live_window().filter(|_| change.status.is_before_implementation());
        window.is_some_and(|window| view.blackouts(change, window).next().is_some())
    });
    let changes = frozen.map(|change| (change.id.to_string(), change.title().to_owned())).gather();
    let open = plan
        .blackouts
        .values()
        .filter(|blackout| matches!(state(bench, blackout), FreezeState::InForce | FreezeState::ToCome));
    let freezes = open.map(|blackout| (blackout.id.to_string(), blackout.title().to_owned())).gather();
    Choices { changes, freezes }
}

/// The environments to choose from, as ids with names.
#[must_use]
pub fn environments(bench: &Workbench) -> Vec<(String, String)> {
    let all = bench.plan().environments.values();
    all.map(|environment| (environment.id.to_string(), environment.title().to_owned())).gather()
}

/// All freeze exceptions: those that wait for an answer first, the longest waiting at the top; then the others, the
/// latest first.
#[must_use]
pub fn exceptions(bench: &Workbench) -> Vec<ExceptionLine> {
    let mut all: Vec<&FreezeException> = bench.plan().freeze_exceptions.values().gather();
    all.arrange_by(|a, b| {
        let rank = |one: &FreezeException| (!is_open(one), one.id);
        let by_time = if is_open(a) {
            a.requested_at.cmp(&b.requested_at)
        } else {
            b.requested_at.cmp(&a.requested_at)
        };
        is_open(b).cmp(&is_open(a)).then(by_time).then_with(|| rank(a).cmp(&rank(b)))
    });
    all.into_iter().map(|exception| exception_line(bench, exception)).gather()
}

fn is_open(exception: &FreezeException) -> bool {
    matches!(exception.status, FreezeExceptionStatus::Requested | FreezeExceptionStatus::Reviewed)
}

fn exception_line(bench: &Workbench, exception: &FreezeException) -> ExceptionLine {
    let (plan, view, now) = (bench.plan(), bench.view(), bench.now());
    let named = |of: RecordRef| described(plan, &of);
    let mut subjects: Vec<Named> = exception.changes.iter().map(|id| named(RecordRef::from(id))).gather();
    subjects.extend(exception.release.as_ref().map(|id| named(RecordRef::from(id))));
    let by_whom = |person: Option<&Id<crate::model::Person>>, at: Option<Instant>| {
        let who = person.map(|id| title_of(plan, id));
        let when = at.map(|at| view.moment(at));
        who.into_iter().chain(when).gather::<Vec<_>>().join(", ")
    };
    let waiting = exception.requested_at.filter(|_| is_open(exception));
    ExceptionLine {
        of: RecordRef::from(&exception.id),
        title: exception.title().to_owned(),
        status: exception.status,
        reason: exception.reason.clone(),
        subjects,
        blackout: exception.blackout.as_ref().map(|id| named(RecordRef::from(id))),
        asked: by_whom(exception.requested_by.as_ref(), exception.requested_at),
        decided: by_whom(exception.decided_by.as_ref(), exception.decided_at),
        note: exception.note.clone(),
        expires: exception.expires.map(|at| view.moment(at)).unwrap_or_default(),
        is_over: exception.status == FreezeExceptionStatus::Approved
            && exception.expires.is_some_and(|expires| expires <= now),
        waiting: waiting.map(|at| wording::duration(now.seconds_since(at))).unwrap_or_default(),
        answers: to_exception(bench, exception),
    }
}
