//! `Lanes`: all lanes of a plan for one grouping, made once for each state of the plan.

use std::collections::HashMap;

use super::grouping::Grouping;
use super::heights::Heights;
use super::lane::{About, Bar, BarKind, Lane, upright};
use crate::gather::Gather;
use crate::model::{
    Booking, Change, ChangeStatus, Gate, HasTable, Id, Phase, PhaseStatus, RecordRef, Records, Release,
    Service, Severity, Table,
};
use crate::order::Arrange;
use crate::planner::Workbench;
use crate::rules::View;
use crate::sorted::SortedMap;
use crate::time::{Instant, Interval};

/// The lanes of a plan, with what is remembered between frames.
#[derive(Debug)]
pub struct Lanes {
    lanes: Vec<Lane>,
    pub(super) heights: Heights,
}

impl Lanes {
    /// The lanes of the plan as it is.
    #[must_use]
    pub fn of(bench: &Workbench, grouping: Grouping) -> Lanes {
        let view = bench.view();
        let ask = Ask::new(view, grouping);
        let mut sorter = Sorter::new(&view, grouping);
        let worst = worst_by_record(bench);
        let mut put = |mut bar: Bar, lanes: &[RecordRef]| {
            bar.worst = worst.get(&bar.record).copied();
            sorter.put(bar, lanes);
        };
        view.plan.changes.values().for_each(|change| put_change(&ask, change, &mut put));
        if matches!(grouping, Grouping::Release | Grouping::Environment) {
            view.plan.phases.values().for_each(|phase| put_phase(&ask, phase, &mut put));
            view.plan.gates.values().for_each(|gate| put_gate(&ask, gate, &mut put));
            view.plan.bookings.values().for_each(|booking| put_booking(&ask, booking, &mut put));
        }
        if grouping == Grouping::Release {
            view.plan.releases.values().for_each(|release| put_go_live(&ask, release, &mut put));
        }
        Lanes { lanes: sorter.lanes(grouping), heights: Heights::default() }
    }

    /// Lanes made of these.
    #[must_use]
    pub fn from_lanes(lanes: Vec<Lane>) -> Lanes {
        Lanes { lanes, heights: Heights::default() }
    }

    /// The lanes, from top to bottom.
    #[must_use]
    pub fn all(&self) -> &[Lane] {
        &self.lanes
    }

    /// From the first start to the last end; `None` when nothing has a date.
    #[must_use]
    pub fn extent(&self) -> Option<Interval> {
        self.lanes.iter().filter_map(Lane::extent).reduce(Interval::hull)
    }

    /// For the small picture of everything: per lane, where in `columns` equal parts of the range something is.
    #[must_use]
    pub fn overview(&self, range: Interval, columns: u32) -> Vec<Vec<(u32, u32)>> {
        let at = |column: u32| {
            range.start.plus_seconds(range.seconds() * i64::from(column) / i64::from(columns.max(1)))
        };
        let spans = |lane: &Lane| {
            let mut spans: Vec<(u32, u32)> = Vec::new();
            for column in 0..columns {
                if lane.count(Interval::new(at(column), at(column + 1))) == 0 {
                    continue;
                }
                match spans.last_mut() {
                    Some(last) if last.1 == column => last.1 = column + 1,
                    _ => spans.push((column, column + 1)),
                }
            }
            spans
        };
        self.lanes.iter().map(spans).gather()
    }

    pub(super) fn parts(&mut self) -> (&[Lane], &mut Heights) {
        (&self.lanes, &mut self.heights)
    }
}

/// Puts bars into their lanes.
struct Sorter {
    heads: Vec<(RecordRef, String, About)>,
    place: HashMap<RecordRef, usize>,
    bars: Vec<Vec<Bar>>,
    rest: Vec<Bar>,
}

impl Sorter {
    fn new(view: &View, grouping: Grouping) -> Sorter {
        let heads = heads(view, grouping);
        let place = heads.iter().enumerate().map(|(place, (record, ..))| (*record, place)).gather();
        Sorter { bars: vec![Vec::new(); heads.len()], heads, place, rest: Vec::new() }
    }

    fn put(&mut self, bar: Bar, lanes: &[RecordRef]) {
        let mut places: Vec<usize> = lanes.iter().filter_map(|lane| self.place.get(lane).copied()).gather();
        places.arrange();
        places.dedup();
        if places.is_empty() {
            self.rest.push(bar);
            return;
        }
        for place in places {
            if let Some(bars) = self.bars.get_mut(place) {
                bars.push(bar.clone());
            }
        }
    }

    fn lanes(self, grouping: Grouping) -> Vec<Lane> {
        let keeps_empty = matches!(grouping, Grouping::Release | Grouping::Environment);
        let filled =
            self.heads.into_iter().zip(self.bars).filter(|(_, bars)| keeps_empty || !bars.is_empty());
        let mut lanes: Vec<Lane> = filled
            .map(|((record, title, about), bars)| Lane::new(Some(record), &title, about, bars))
            .gather();
        if !self.rest.is_empty() {
            lanes.push(Lane::new(None, "", About::Rest, self.rest));
        }
        lanes
    }
}

/// The lanes of a grouping in their order.
fn heads(view: &View, grouping: Grouping) -> Vec<(RecordRef, String, About)> {
    let plan = view.plan;
    match grouping {
        Grouping::Environment => {
            let mut all: Vec<_> = plan.environments.values().gather();
            all.arrange_by_key(|environment| {
                (environment.promotion_order.unwrap_or(u32::MAX), environment.kind, &environment.id)
            });
            let about = |one: &crate::model::Environment| About::Environment {
                control: one.control,
                capacity: one.capacity,
            };
            all.into_iter().map(|one| (RecordRef::from(&one.id), one.name.clone(), about(one))).gather()
        }
        Grouping::Release => {
            let mut all: Vec<&Release> = plan.releases.values().gather();
            all.arrange_by_key(|release| (release.go_live.unwrap_or(Instant::MAX), &release.id));
            let about = |one: &Release| About::Release { status: one.status, go_live: one.go_live };
            all.into_iter().map(|one| (RecordRef::from(&one.id), one.name.clone(), about(one))).gather()
        }
        Grouping::Service => {
            let mut all: Vec<&Service> = plan.services.values().gather();
            all.arrange_by_key(|service| (std::cmp::Reverse(service.criticality), &service.name));
            all.into_iter()
                .map(|one| (RecordRef::from(&one.id), one.name.clone(), About::Service(one.criticality)))
                .gather()
        }
        Grouping::Person => {
            let mut all: Vec<_> = plan.people.values().gather();
            all.arrange_by_key(|person| &person.name);
            all.into_iter().map(|one| (RecordRef::from(&one.id), one.name.clone(), About::Person)).gather()
        }
    }
}

/// The worst finding of each record that is drawn. A finding about something without a bar, such as an environment,
/// is shown on the records that cause it.
fn worst_by_record(bench: &Workbench) -> HashMap<RecordRef, Severity> {
    let mut worst: HashMap<RecordRef, Severity> = HashMap::new();
    for finding in bench.checker().findings().filter(|finding| finding.waived.is_none()) {
        let has_bar =
            matches!(finding.subject.table, Table::Changes | Table::Phases | Table::Gates | Table::Bookings);
        let others = if has_bar { &[][..] } else { finding.related.as_slice() };
        for record in others.iter().chain([&finding.subject]) {
            let known = worst.entry(*record).or_insert(finding.severity);
            *known = finding.severity.max(*known);
        }
    }
    worst
}

/// What all records are sorted by.
struct Ask<'a> {
    view: View<'a>,
    grouping: Grouping,
    /// A release's place among all, for its colour.
    places: SortedMap<&'a Id<Release>, usize>,
}

impl<'a> Ask<'a> {
    fn new(view: View<'a>, grouping: Grouping) -> Ask<'a> {
        let places = view.plan.releases.keys().enumerate().map(|(place, id)| (id, place)).gather();
        Ask { view, grouping, places }
    }

    /// 1 to 6 by the place of the release, so that neighbours differ; 0 without one.
    fn colour(&self, release: Option<&Id<Release>>) -> u8 {
        let place = release.and_then(|id| self.places.get(id));
        place.map_or(0, |place| u8::try_from(place % 6).unwrap_or(0) + 1)
    }
}

type Put<'a> = &'a mut dyn FnMut(Bar, &[RecordRef]);

fn refs<T: HasTable>(ids: &[Id<T>]) -> Vec<RecordRef> {
    ids.iter().map(RecordRef::from).gather()
}

fn put_change(ask: &Ask, change: &Change, put: Put) {
    let is_going_on = change.status == ChangeStatus::Implementing;
    let actual = actual(&ask.view, change.actual_start, change.actual_end, is_going_on);
    let Some(window) = change.planned.or(actual) else { return };
    let lanes = match ask.grouping {
        Grouping::Release => change.release.iter().map(RecordRef::from).gather(),
        Grouping::Environment if change.environments.is_empty() => {
            let cis = change.cis.iter().filter_map(|ci| ask.view.plan.cis.get(ci)?.environment.as_ref());
            cis.map(RecordRef::from).gather()
        }
        Grouping::Environment => refs(&change.environments),
        Grouping::Service => {
            let mut services = refs(&change.services);
            for ci in &change.cis {
                services.extend(ask.view.index.graph.services_reached(ci).iter().map(RecordRef::from));
            }
            services
        }
        Grouping::Person => change.implementers.iter().chain(&change.owner).map(RecordRef::from).gather(),
    };
    let colour = ask.colour(change.release.as_ref());
    put(Bar { actual, colour, ..Bar::of_change(change, window) }, &lanes);
}

fn put_phase(ask: &Ask, phase: &Phase, put: Put) {
    let is_going_on = phase.status == PhaseStatus::Active;
    let actual = actual(&ask.view, phase.actual_start, phase.actual_end, is_going_on);
    let Some(window) = phase.planned.or(actual) else { return };
    let bookings = ask.view.bookings_of_phase(&phase.id);
    let standing: Vec<&Booking> = bookings.filter(|booking| stands_for(booking, phase)).gather();
    let release = name_of(&ask.view.plan.releases, &phase.release);
    let (title, lanes) = match ask.grouping {
        Grouping::Environment => {
            (format!("{release} {}", phase.name), phase.environment.iter().map(RecordRef::from).gather())
        }
        _ => (phase.name.clone(), vec![RecordRef::from(&phase.release)]),
    };
    let is_over = matches!(phase.status, PhaseStatus::Passed | PhaseStatus::Failed);
    let is_firm = is_over
        || phase.status == PhaseStatus::Active
        || standing.iter().all(|booking| booking.status == crate::model::BookingStatus::Approved);
    let bar = Bar {
        record: RecordRef::from(&phase.id),
        kind: BarKind::Phase,
        window: upright(window),
        actual,
        title,
        colour: ask.colour(Some(&phase.release)),
        is_firm,
        is_over,
        can_move: !is_over,
        takes_capacity: phase.environment.is_some() && !is_over,
        worst: None,
        of_phase: None,
    };
    put(bar, &lanes);
}

/// True when the booking is only the phase again: of its environment and its window.
fn stands_for(booking: &Booking, phase: &Phase) -> bool {
    booking.status.takes_capacity()
        && phase.environment.as_ref() == Some(&booking.environment)
        && phase.planned == Some(booking.window)
}

fn put_booking(ask: &Ask, booking: &Booking, put: Put) {
    let phase = booking.phase.as_ref().and_then(|id| ask.view.plan.phases.get(id));
    if !booking.status.takes_capacity() || phase.is_some_and(|phase| stands_for(booking, phase)) {
        return;
    }
    let change = booking.change.as_ref().and_then(|id| ask.view.plan.changes.get(id));
    let release = phase.map(|phase| &phase.release).or_else(|| change?.release.as_ref());
    let lanes = match ask.grouping {
        Grouping::Environment => vec![RecordRef::from(&booking.environment)],
        _ => release.iter().map(|id| RecordRef::from(*id)).gather(),
    };
    let title = match (booking.title.as_str(), phase, change) {
        ("", Some(phase), _) => phase.name.clone(),
        ("", None, Some(change)) => change.title.clone(),
        ("", None, None) => booking.id.to_string(),
        (title, ..) => title.to_owned(),
    };
    let bar = Bar {
        record: RecordRef::from(&booking.id),
        kind: BarKind::Booking,
        window: upright(booking.window),
        actual: None,
        title,
        colour: ask.colour(release),
        is_firm: booking.status == crate::model::BookingStatus::Approved,
        is_over: false,
        can_move: true,
        takes_capacity: true,
        worst: None,
        of_phase: None,
    };
    put(bar, &lanes);
}

fn put_gate(ask: &Ask, gate: &Gate, put: Put) {
    let Some(due) = gate.due else { return };
    let phase = gate.phase.as_ref().and_then(|id| ask.view.plan.phases.get(id));
    let lanes: Vec<RecordRef> = match ask.grouping {
        Grouping::Environment => {
            phase.and_then(|phase| phase.environment.as_ref()).iter().map(|id| RecordRef::from(*id)).gather()
        }
        _ => vec![RecordRef::from(&gate.release)],
    };
    if lanes.is_empty() {
        return;
    }
    let is_open = gate.decision == crate::model::GateDecision::Open;
    let bar = point(
        RecordRef::from(&gate.id),
        BarKind::Gate,
        due,
        gate.name.clone(),
        ask.colour(Some(&gate.release)),
    );
    put(Bar { is_firm: !is_open, is_over: !is_open, can_move: is_open, of_phase: gate.phase, ..bar }, &lanes);
}

fn put_go_live(ask: &Ask, release: &Release, put: Put) {
    let Some(go_live) = release.go_live else { return };
    let of = RecordRef::from(&release.id);
    let bar = point(of, BarKind::GoLive, go_live, release.name.clone(), ask.colour(Some(&release.id)));
    put(Bar { can_move: release.status.is_live(), is_over: !release.status.is_live(), ..bar }, &[of]);
}

fn point(record: RecordRef, kind: BarKind, at: Instant, title: String, colour: u8) -> Bar {
    Bar {
        record,
        kind,
        window: Interval::new(at, at),
        actual: None,
        title,
        colour,
        is_firm: true,
        is_over: false,
        can_move: true,
        takes_capacity: false,
        worst: None,
        of_phase: None,
    }
}

fn name_of<'a>(releases: &'a Records<Release>, id: &'a Id<Release>) -> &'a str {
    releases.get(id).map_or(id.as_str(), |release| release.name.as_str())
}

/// What was really done: up to now while it goes on, and no more than its start when its end is not known.
fn actual(view: &View, start: Option<Instant>, end: Option<Instant>, is_going_on: bool) -> Option<Interval> {
    let start = start?;
    Some(upright(Interval::new(start, end.or(is_going_on.then_some(view.now)).unwrap_or(start))))
}
