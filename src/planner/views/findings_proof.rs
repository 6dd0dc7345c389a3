//! A proof as it is drawn: bars on one scale, a path, counts, two moments. Apart from `findings.rs`, because here is
//! only geometry and wording.

use crate::gather::Gather;
use crate::model::{Plan, RecordRef};
use crate::planner::title_of;
use crate::rules::{Proof, View, wording};
use crate::time::{Instant, Interval};

/// A record with the name that people use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Named {
    /// The record.
    pub record: RecordRef,
    /// What people call it.
    pub name: String,
}

impl Named {
    #[inline(never)]
    pub(super) fn of(plan: &Plan, record: RecordRef) -> Named {
        Named { name: title_of(plan, record), record }
    }
}

/// What a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The window that is looked at.
    Subject,
    /// What it meets.
    Other,
    /// What is wrong: time shared, or time uncovered.
    Fault,
}

/// A bar on the scale of its drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Where it starts, in percent of the drawing.
    pub left: f64,
    /// How long it is, in percent of the drawing; never less than a visible sliver.
    pub width: f64,
    /// What it stands for.
    pub tone: Tone,
}

/// A line of a drawing: whose bars, and the time in words.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// Whose; nobody's for the line that shows what is wrong.
    pub of: Option<Named>,
    /// Its bars.
    pub bars: Vec<Bar>,
    /// The time in words, in the plan's zone.
    pub text: String,
}

/// One step of why a finding is true, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum ProofView {
    /// Windows above each other on one scale.
    Bars(Vec<BarRow>),
    /// One thing hangs on the next.
    Path(Vec<Named>),
    /// More than there is room for.
    Count {
        /// `3 of 2`.
        text: String,
        /// How many.
        used: u32,
        /// How many there is room for.
        capacity: u32,
        /// When, in words.
        span: String,
        /// Which.
        by: Vec<Named>,
    },
    /// One moment should not be before the other.
    Order {
        /// Whose moment has to come first, and that moment in words.
        first: (Named, String),
        /// Whose moment has to come second, and that moment in words.
        then: (Named, String),
        /// `2 h too early`.
        difference: String,
    },
    /// Working days between two moments.
    WorkingDays {
        /// `3 of 5 working days between Mon 5 Oct 2026 and Thu 8 Oct 2026`.
        text: String,
        /// How many there are.
        have: i64,
        /// How many there have to be.
        need: i64,
        /// The holidays between.
        holidays: Vec<String>,
    },
    /// A fact to look up.
    Fact {
        /// The record.
        of: Named,
        /// The fact, in words.
        text: String,
    },
}

/// Makes a proof ready to be drawn.
#[must_use]
pub fn drawn(view: &View, proof: &Proof) -> ProofView {
    let named = |record: &RecordRef| Named::of(view.plan, *record);
    match proof {
        Proof::Overlap { a, a_window, b, b_window, common } => {
            let scale = Scale::of([*a_window, *b_window].into_iter());
            ProofView::Bars(vec![
                row(view, &scale, Some(named(a)), *a_window, Tone::Subject),
                row(view, &scale, Some(named(b)), *b_window, Tone::Other),
                row(view, &scale, None, *common, Tone::Fault),
            ])
        }
        Proof::Outside { of, window, allowed, uncovered } => {
            let spans = allowed.iter().map(|(_, span)| *span);
            let scale = Scale::of(spans.chain([*window]));
            let mut rows = vec![row(view, &scale, Some(named(of)), *window, Tone::Subject)];
            rows.extend(
                allowed
                    .iter()
                    .map(|(record, span)| row(view, &scale, Some(named(record)), *span, Tone::Other)),
            );
            rows.extend(uncovered.iter().map(|span| row(view, &scale, None, *span, Tone::Fault)));
            ProofView::Bars(rows)
        }
        Proof::Path { records } => ProofView::Path(records.iter().map(named).gather()),
        Proof::Count { span, used, capacity, by } => ProofView::Count {
            text: format!("{used} of {capacity}"),
            used: *used,
            capacity: *capacity,
            span: view.span(*span),
            by: by.iter().map(named).gather(),
        },
        Proof::Order { first, first_at, then, then_at } => ProofView::Order {
            first: (named(first), view.moment(*first_at)),
            then: (named(then), view.moment(*then_at)),
            difference: difference(*first_at, *then_at),
        },
        Proof::WorkingDays { from, to, have, need, holidays } => ProofView::WorkingDays {
            text: format!(
                "{have} of {} between {} and {}",
                wording::working_days(*need),
                wording::day(*from, view.zone()),
                wording::day(*to, view.zone())
            ),
            have: *have,
            need: *need,
            holidays: holidays.clone(),
        },
        Proof::Fact { of, text } => ProofView::Fact { of: named(of), text: text.clone() },
    }
}

fn difference(first_at: Instant, then_at: Instant) -> String {
    let seconds = first_at.seconds_since(then_at);
    if seconds > 0 {
        format!("{} too early", wording::duration(seconds))
    } else {
        format!("{} apart", wording::duration(seconds))
    }
}

/// The span of a drawing with a little air on both sides.
struct Scale {
    start: f64,
    seconds: f64,
}

impl Scale {
    #[allow(clippy::cast_precision_loss)]
    fn of(spans: impl Iterator<Item = Interval>) -> Scale {
        let whole = spans.reduce(Interval::hull).unwrap_or(Interval::new(Instant::MIN, Instant::MIN));
        let seconds = (whole.seconds() as f64).max(60.0);
        Scale { start: whole.start.unix_seconds() as f64 - seconds * 0.04, seconds: seconds * 1.08 }
    }

    #[allow(clippy::cast_precision_loss)]
    fn bar(&self, span: Interval, tone: Tone) -> Bar {
        let left = (span.start.unix_seconds() as f64 - self.start) / self.seconds * 100.0;
        Bar { left, width: (span.seconds() as f64 / self.seconds * 100.0).max(0.8), tone }
    }
}

fn row(view: &View, scale: &Scale, of: Option<Named>, span: Interval, tone: Tone) -> BarRow {
    let text = if of.is_some() {
        view.span(span)
    } else {
        format!("{} ({})", wording::duration(span.seconds()), view.span(span))
    };
    BarRow { of, bars: vec![scale.bar(span, tone)], text }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::planner::Workbench;

    #[test]
    fn bars_lie_on_one_scale_inside_the_drawing() {
        let plan = "blackout freeze 20..24\nchange C1 23..25";
        let bench = Workbench::of_notation(plan, None);
        let window = |text: &str| Interval::parse(text).unwrap();
        let proof = Proof::Overlap {
            a: "changes/C1".parse().unwrap(),
            a_window: window("2026-01-23T00:00:00Z/2026-01-25T00:00:00Z"),
            b: "blackouts/freeze".parse().unwrap(),
            b_window: window("2026-01-20T00:00:00Z/2026-01-24T00:00:00Z"),
            common: window("2026-01-23T00:00:00Z/2026-01-24T00:00:00Z"),
        };
        let ProofView::Bars(rows) = drawn(&bench.view(), &proof) else {
            panic!("an overlap is drawn as bars")
        };
        let bars: Vec<&Bar> = rows.iter().flat_map(|row| &row.bars).collect();
        assert_eq!(bars.len(), 3);
        assert!(bars.iter().all(|bar| 0.0 <= bar.left && bar.left + bar.width <= 100.0));
        let [a, b, common] = bars.as_slice() else { panic!("three bars") };
        assert!((a.left - common.left).abs() < 1e-9, "what is shared starts where the later one starts");
        assert!((b.left + b.width - common.left - common.width).abs() < 1e-9);
        assert!(rows.last().is_some_and(|row| row.text.starts_with("1 day (")));
    }

    #[test]
    fn the_wrong_order_says_by_how_much() {
        let at = |seconds| Instant::saturating_from_unix_seconds(seconds);
        assert_eq!(difference(at(7200), at(0)), "2 h too early");
        assert_eq!(difference(at(0), at(60)), "1 min apart");
    }
}
