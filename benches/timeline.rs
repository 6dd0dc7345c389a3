//! What a frame of the timeline costs, natively: `cargo bench --bench timeline`.
//!
//! The law it shows: panning costs what is in view and not what is planned. So it lays out the same month of a plan of
//! 1,000 bars and of one of 100,000 that is a hundred times as long.

use std::time::{Duration, Instant as Clock};

use slipway::model::{
    Change, ChangeKind, Control, Dependency, Environment, EnvironmentKind, Extra, Id, Plan, Risk, Settings,
};
use slipway::planner::Workbench;
use slipway::planner::views::timeline::{Grouping, Lanes, Viewport};
use slipway::time::{Instant, Interval, Zone};

const LANES: usize = 20;
const FRAMES: u32 = 400;
const DAY: i64 = 86_400;

fn main() {
    println!(
        "{:>9} {:>12} {:>12} {:>14} {:>14} {:>14}",
        "bars", "lanes ms", "joins ms", "first frame ms", "pan frame ms", "year frame ms"
    );
    let small = measure(1_000);
    let large = measure(100_000);
    println!("pan frame, 100,000 to 1,000 bars: {:.2} times", large.as_secs_f64() / small.as_secs_f64());
}

/// Prints a line and returns what a pan frame of a month costs.
fn measure(bars: usize) -> Duration {
    let bench = Workbench::open(plan(bars), start(), None);
    let begin = Clock::now();
    let mut lanes = Lanes::of(&bench, Grouping::Environment);
    let made = begin.elapsed();
    let begin = Clock::now();
    let joins = lanes.joins(&bench.view());
    let joined = begin.elapsed();
    let middle = start().unix_seconds() as f64 + bars as f64 / 2.0 * 30.0 * DAY as f64 / 1000.0;
    let begin = Clock::now();
    let _ = lanes.frame(&bench.view(), &viewport(middle, 35));
    let first = begin.elapsed();
    let mut pan = |days: i64| {
        let begin = Clock::now();
        let mut seen = 0;
        for step in 0..FRAMES {
            let view = viewport(middle + f64::from(step) * 9_000.0, days);
            let frame = lanes.frame(&bench.view(), &view);
            let arrows = lanes.arrows(&joins, &frame, &view, None);
            seen += arrows.drawn.len() + arrows.left_out;
            seen += frame.lanes.iter().map(|lane| lane.bars.len() + lane.density.len()).sum::<usize>();
        }
        assert!(seen > 0);
        begin.elapsed() / FRAMES
    };
    let (month, year) = (pan(35), pan(371));
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{bars:>9} {:>12.2} {:>12.2} {:>14.2} {:>14.3} {:>14.3}",
        ms(made),
        ms(joined),
        ms(first),
        ms(month),
        ms(year)
    );
    month
}

fn viewport(start: f64, days: i64) -> Viewport {
    Viewport { start, seconds_per_px: (days * DAY) as f64 / 1200.0, width: 1200.0, top: 0.0, height: 900.0 }
}

fn start() -> Instant {
    Instant::saturating_from_unix_seconds(1_767_225_600)
}

/// A thousand changes of two hours to two days for each thirty days, over twenty environments.
fn plan(bars: usize) -> Plan {
    let mut plan = Plan::new(Id::lenient("bench"), Settings::new("Bench", Zone::UTC));
    let environment = |lane: usize| Id::<Environment>::lenient(&format!("env-{lane:02}"));
    for lane in 0..LANES {
        let record = Environment {
            id: environment(lane),
            name: format!("Environment {lane}"),
            kind: EnvironmentKind::Other,
            control: Control::Open,
            capacity: None,
            promotion_order: None,
            available: Vec::new(),
            owner: None,
            group: None,
            extra: Extra::new(),
        };
        plan.put(record.into());
    }
    for number in 0..bars {
        let id = Id::lenient(&format!("CHG-{number:06}"));
        let mut change = Change::draft(id, &format!("Change number {number}"), ChangeKind::Normal, Risk::Low);
        let begin = start().plus_seconds(number as i64 * 30 * DAY / 1000);
        let hours = 2 + (number as i64 * 7919) % 46;
        change.planned = Some(Interval::new(begin, begin.plus_seconds(hours * 3600)));
        change.environments = vec![environment(number % LANES)];
        // Every other one waits for the one before it in its lane.
        if number % 2 == 0 && LANES <= number {
            let before = Id::lenient(&format!("CHG-{:06}", number - LANES));
            change.depends_on = vec![Dependency::after(before)];
        }
        plan.put(change.into());
    }
    plan
}
