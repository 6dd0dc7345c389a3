//! Tests of lanes and frames over plans in the notation.

use super::*;
use crate::model::Severity;
use crate::planner::Workbench;
use crate::time::Instant;

fn bench(text: &str) -> Workbench {
    Workbench::of_notation(text, None)
}

/// A view of `days` days from a day of January 2026, in UTC, 1000 pixels wide.
fn viewport(first_day: i64, days: i64) -> Viewport {
    let start = Instant::parse("2026-01-01T00:00:00Z").unwrap().plus_seconds((first_day - 1) * 86_400);
    Viewport {
        start: start.unix_seconds() as f64,
        seconds_per_px: (days * 86_400) as f64 / 1000.0,
        width: 1000.0,
        top: 0.0,
        height: 2000.0,
    }
}

fn titles(lanes: &Lanes) -> Vec<(String, Vec<String>)> {
    let bars = |lane: &Lane| lane.bars().iter().map(|bar| bar.record.to_string()).collect();
    lanes.all().iter().map(|lane| (lane.title.clone(), bars(lane))).collect()
}

const PLAN: &str = "
    environment uat Managed capacity=1
    environment prod Controlled
    release R1 live=20
    release R2 live=25
    phase P1 2..8 of=R1 env=uat
    phase P2 6..10 of=R2 env=uat
    gate G1 of=R1 due=8 phase=P1
    change C1 20..21 env=prod release=R1
    change C2 22..23 env=prod
    change C3 22..23
";

#[test]
fn each_record_is_in_the_lane_it_belongs_to_and_the_rest_comes_last() {
    let bench = bench(PLAN);
    let by = |grouping| titles(&Lanes::of(&bench, grouping));
    let lane =
        |title: &str, bars: &[&str]| (title.to_owned(), bars.iter().map(|bar| (*bar).to_owned()).collect());
    let environments = by(Grouping::Environment);
    assert_eq!(environments.len(), 3);
    assert!(environments.contains(&lane("uat", &["phases/P1", "phases/P2", "gates/G1"])), "{environments:?}");
    assert!(environments.contains(&lane("prod", &["changes/C1", "changes/C2"])), "{environments:?}");
    assert_eq!(environments[2], lane("", &["changes/C3"]));
    let releases = by(Grouping::Release);
    assert_eq!(releases[0], lane("R1", &["phases/P1", "gates/G1", "releases/R1", "changes/C1"]));
    assert_eq!(releases[2], lane("", &["changes/C2", "changes/C3"]));
}

#[test]
fn bars_that_overlap_have_rows_of_their_own_and_the_environment_says_how_many_there_are() {
    let bench = bench(PLAN);
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let frame = lanes.frame(&bench.view(), &viewport(1, 31));
    let uat = lanes.all().iter().position(|lane| lane.title == "uat").unwrap();
    let lane = frame.lanes.iter().find(|lane| lane.lane == uat).unwrap();
    assert_eq!(lane.used, 2);
    assert!(lane.bars[0].y < lane.bars[1].y);
    assert!((lane.bars[2].y - lane.bars[0].y).abs() < 0.01, "the gate is in the row of its phase");
    let before = lanes.frame(&bench.view(), &viewport(2, 3));
    let uat_before = before.lanes.iter().find(|lane| lane.lane == uat).unwrap();
    assert_eq!(uat_before.used, 1);
}

#[test]
fn bars_of_a_lane_never_cover_each_other_or_each_others_labels() {
    let bench = bench(PLAN);
    for grouping in Grouping::ALL {
        let mut lanes = Lanes::of(&bench, grouping);
        for days in [2, 7, 35, 98, 371, 4000] {
            let frame = lanes.frame(&bench.view(), &viewport(1, days));
            for lane in &frame.lanes {
                let of = &lanes.all()[lane.lane];
                let room = |bar: &Placed| match bar.label {
                    Label::Beside(width) => (bar.x0, bar.x1 + width, bar.y),
                    _ => (bar.x0, bar.x1, bar.y),
                };
                let own: Vec<_> =
                    lane.bars.iter().filter(|bar| of.bars()[bar.bar].of_phase.is_none()).map(room).collect();
                for (n, a) in own.iter().enumerate() {
                    for b in own.iter().skip(n + 1).filter(|b| (b.2 - a.2).abs() < 1.0) {
                        assert!(a.1 <= b.0 || b.1 <= a.0, "{days} days, {}: {a:?} {b:?}", of.title);
                    }
                }
            }
        }
    }
}

#[test]
fn a_blackout_is_drawn_in_the_lanes_it_speaks_about_and_marks_its_changes() {
    let bench =
        bench(&format!("{PLAN}\nblackout freeze 19..24 env=prod\nwindow sat 3..4 rule=FREQ=WEEKLY;BYDAY=SA"));
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let frame = lanes.frame(&bench.view(), &viewport(1, 31));
    for lane in &frame.lanes {
        let of = &lanes.all()[lane.lane];
        let blackouts = lane.bands.iter().filter(|band| band.kind == BandKind::HardBlackout).count();
        assert_eq!(blackouts, usize::from(of.title == "prod"), "{}", of.title);
        assert_eq!(lane.bands.iter().filter(|band| band.kind == BandKind::Maintenance).count(), 5);
    }
    let prod = lanes.all().iter().find(|lane| lane.title == "prod").unwrap();
    assert!(prod.bars().iter().all(|bar| bar.worst == Some(Severity::Blocker)), "{:?}", prod.bars());
}

#[test]
fn a_lane_of_too_many_bars_is_drawn_as_density_that_counts_them_all() {
    let mut text = String::from("environment prod Controlled\n");
    for n in 0..2000 {
        text += &format!("change C{n} {}T{}..{}T{} env=prod\n", n % 300 + 1, n % 12, n % 300 + 1, n % 12 + 2);
    }
    let bench = bench(&text);
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let far = lanes.frame(&bench.view(), &viewport(1, 371));
    assert!(far.lanes[0].bars.is_empty());
    assert!(far.lanes[0].density.iter().take(800).any(|count| *count > 3));
    let near = lanes.frame(&bench.view(), &viewport(100, 1));
    assert!(near.lanes[0].density.is_empty());
    let lane = &lanes.all()[0];
    let day = viewport(100, 1).range();
    let seen = near.lanes[0].bars.iter().filter(|bar| bar.x1 > 0.0 && bar.x0 < 1000.0).count();
    assert_eq!(seen, lane.bars().iter().filter(|bar| bar.window.overlaps(day)).count());
    assert_eq!(seen, lane.count(day));
}

#[test]
fn a_window_that_began_long_before_the_view_is_found() {
    let mut text = String::from("environment prod Controlled\nchange LONG 1..200 env=prod\n");
    for n in 0..500 {
        text += &format!("change C{n} {}..{} env=prod\n", n % 150 + 1, n % 150 + 2);
    }
    let bench = bench(&text);
    let lanes = Lanes::of(&bench, Grouping::Environment);
    let range = viewport(180, 10).range();
    let found: Vec<_> = lanes.all()[0].touching(range).map(|(_, bar)| bar.record.to_string()).collect();
    assert_eq!(found, ["changes/LONG"]);
}

#[test]
fn panning_within_a_page_moves_no_lane() {
    let bench = bench(PLAN);
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let mut view = viewport(1, 10);
    view.start = (view.start / 864_000.0).floor() * 864_000.0;
    let first = lanes.frame(&bench.view(), &view);
    view.start += 500_000.0;
    let second = lanes.frame(&bench.view(), &view);
    let boxes = |frame: &Frame| {
        frame.lanes.iter().map(|lane| (lane.y.to_bits(), lane.height.to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(boxes(&first), boxes(&second));
}

#[test]
fn the_arrow_keys_go_to_the_neighbours_in_time_and_lane() {
    let bench = bench(PLAN);
    let lanes = Lanes::of(&bench, Grouping::Environment);
    let at = |record: &str| lanes.find(&record.parse().unwrap(), None).unwrap();
    let named = |place: Place| lanes.bar(place).unwrap().record.to_string();
    let go = |from: &str, direction| lanes.beside(at(from), direction).map(named);
    assert_eq!(go("phases/P1", Direction::Later).as_deref(), Some("phases/P2"));
    assert_eq!(go("phases/P1", Direction::Earlier), None);
    let uat_is_above = at("phases/P1").lane < at("changes/C1").lane;
    let towards_prod = if uat_is_above { Direction::Down } else { Direction::Up };
    assert_eq!(go("gates/G1", towards_prod).as_deref(), Some("changes/C1"));
    assert_eq!(go("changes/C3", Direction::Down), None);
}

#[test]
fn a_window_that_ends_before_it_starts_is_still_drawn() {
    let bench = bench("environment prod Controlled\nchange C1 20..10 env=prod");
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let frame = lanes.frame(&bench.view(), &viewport(15, 10));
    assert_eq!(frame.lanes[0].bars.len(), 1);
    assert!(frame.lanes[0].bars[0].x1 > frame.lanes[0].bars[0].x0);
}

#[test]
fn the_overview_shows_where_something_is() {
    let bench = bench("environment prod Controlled\nchange C1 1..2 env=prod\nchange C2 9..11 env=prod");
    let lanes = Lanes::of(&bench, Grouping::Environment);
    assert_eq!(lanes.overview(viewport(1, 10).range(), 10), vec![vec![(0, 1), (8, 10)]]);
    assert_eq!(lanes.extent().map(|extent| extent.seconds()), Some(10 * 86_400));
}

#[test]
fn a_pointer_takes_a_bar_by_its_ends_or_as_a_whole() {
    let bench = bench(PLAN);
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let frame = lanes.frame(&bench.view(), &viewport(1, 31));
    let uat = frame.lanes.iter().find(|lane| lane.bars.len() == 3).unwrap();
    let phase = &uat.bars[0];
    let (middle, y) = ((phase.x0 + phase.x1) / 2.0, phase.y + 5.0);
    let edge = |x| frame.hit(x, y).map(|hit| (hit.place.bar, hit.edge));
    assert_eq!(edge(phase.x0 + 2.0), Some((0, Edge::Start)));
    assert_eq!(edge(middle), Some((0, Edge::Whole)));
    assert_eq!(edge(phase.x1 - 8.0), Some((2, Edge::Whole)), "the gate lies over the end");
    assert_eq!(edge(900.0), None);
    assert_eq!(frame.lane_at(uat.y + 1.0), Some(uat.lane));
    assert_eq!(frame.lane_at(frame.height + 1.0), None);
}

#[test]
fn what_was_done_runs_up_to_now_only_while_it_goes_on() {
    let plan = "
        now 10
        environment prod Open
        change C1 2..12 env=prod status=Implementing actual-start=3
        change C2 2..12 env=prod status=Withdrawn actual-start=3
        change C3 2..12 env=prod status=InReview actual=3..4
    ";
    let lanes = Lanes::of(&bench(plan), Grouping::Environment);
    let days: Vec<i64> =
        lanes.all()[0].bars().iter().map(|bar| bar.actual.unwrap().seconds() / 86_400).collect();
    assert_eq!(days, [7, 0, 1]);
}

#[test]
fn the_first_view_is_around_now_or_where_the_plan_is() {
    let lanes = Lanes::of(&bench(PLAN), Grouping::Environment);
    let at = |text: &str| Instant::parse(text).unwrap();
    assert_eq!(lanes.opening(at("2026-01-10T00:00:00Z"), 864_000), at("2026-01-08T00:00:00Z"));
    assert_eq!(lanes.opening(at("2031-01-10T00:00:00Z"), 864_000), at("2026-01-13T12:00:00Z"));
    assert_eq!(lanes.opening(at("2021-01-10T00:00:00Z"), 864_000), at("2026-01-01T12:00:00Z"));
}

#[test]
fn a_new_change_belongs_to_the_lane_that_was_pointed_at() {
    let bench = bench(PLAN);
    let at = Instant::parse("2026-01-15T10:40:00Z").unwrap();
    let draft = |lane: &str| draft_at(bench.plan(), lane.parse().ok().as_ref(), at, "New");
    assert_eq!(draft("environments/prod").environments.len(), 1);
    assert_eq!(draft("releases/R1").release.map(|id| id.to_string()).as_deref(), Some("R1"));
    let planned = draft("").planned.unwrap();
    assert_eq!(planned.to_string(), "2026-01-15T10:00:00Z/2026-01-15T12:00:00Z");
    assert!(bench.can(&crate::model::Command::Add(draft("environments/prod").into())).is_ok());
}

#[test]
fn the_nearest_free_window_is_outside_the_blackout() {
    let bench = bench("environment prod Open\nblackout freeze 20..30 env=prod\nchange C1 22..23 env=prod");
    let day = |first: i64| viewport(first, 1).range();
    let near = |first| nearest_free(&bench.view(), &"changes/C1".parse().unwrap(), day(first));
    assert_eq!(near(21), Some(day(19)));
    assert_eq!(near(29), Some(day(30)));
}

#[test]
fn arrows_join_bars_in_view_and_those_of_the_chosen_record_lead_out_of_it() {
    let bench = bench(
        "
        environment prod Controlled
        environment uat Managed
        change A 2..3 env=prod
        change B 2T12..4 env=prod,uat after=A
        change C 20..21 env=uat after=B
        change D 5..6 env=uat after=A+1440
    ",
    );
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let joins = lanes.joins(&bench.view());
    let near = viewport(1, 10);
    let frame = lanes.frame(&bench.view(), &near);
    let seen = lanes.arrows(&joins, &frame, &near, None);
    let labels: Vec<&str> = seen.drawn.iter().map(|arrow| arrow.label.as_str()).collect();
    assert_eq!(labels, ["12 h too early", "+ 1 day"], "C is out of view");
    let of =
        |record: &str| lanes.all().iter().flat_map(Lane::bars).find(|bar| &*bar.record.id == record).unwrap();
    let b = of("B").record;
    let chosen = lanes.arrows(&joins, &frame, &near, Some(&b));
    assert_eq!(chosen.drawn.iter().filter(|arrow| arrow.is_chosen).count(), 2, "to C too, out of the view");
    // A and B are in the lane of production both, so the arrow stays there.
    let first = &seen.drawn[0];
    let prod = frame.lanes.iter().find(|lane| lanes.all()[lane.lane].title == "prod").unwrap();
    assert!(first.path.iter().all(|(_, y)| prod.y <= *y && *y < prod.y + prod.height), "{first:?}");
    let said: Vec<String> = joins.of(&b).map(|link| link.said(&bench.view())).collect();
    assert_eq!(said, ["starts after the end of A: 12 h too early"]);
}

#[test]
fn the_order_of_phases_is_drawn_for_the_chosen_phase_or_where_it_is_broken() {
    let bench = bench(
        "
        release R live=20
        phase P1 2..4 of=R order=1
        phase P2 4..8 of=R order=2
        phase P3 7..9 of=R order=3
    ",
    );
    let mut lanes = Lanes::of(&bench, Grouping::Release);
    let joins = lanes.joins(&bench.view());
    let whole = viewport(1, 31);
    let frame = lanes.frame(&bench.view(), &whole);
    let labels = |chosen: Option<&str>| {
        let record = chosen.map(|id| crate::model::RecordRef::new(crate::model::Table::Phases, id));
        let arrows = lanes.arrows(&joins, &frame, &whole, record.as_ref());
        arrows.drawn.into_iter().map(|arrow| arrow.label).collect::<Vec<_>>()
    };
    assert_eq!(labels(None), ["1 day too early"]);
    assert_eq!(labels(Some("P1")), ["1 day too early", ""]);
}

#[test]
fn a_lane_drawn_as_density_has_no_arrows() {
    let mut text = String::from("environment prod Controlled\n");
    for number in 0..600 {
        let after = if number == 0 { String::new() } else { format!(" after=C{}", number - 1) };
        text.push_str(&format!("change C{number} 2..3 env=prod{after}\n"));
    }
    let bench = bench(&text);
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let joins = lanes.joins(&bench.view());
    let whole = viewport(1, 31);
    let frame = lanes.frame(&bench.view(), &whole);
    assert!(!frame.lanes[0].density.is_empty());
    assert_eq!(lanes.arrows(&joins, &frame, &whole, None), Default::default());
}
