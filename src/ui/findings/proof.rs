//! A proof, drawn: bars, a path, counts, moments.

use crate::ui::prelude::*;

use crate::planner::views::findings_proof::{BarRow, Named, ProofView, Tone};
use crate::ui::inspector::RecordLink;
use crate::ui::text::text;

/// One step of a proof.
#[component]
pub fn ProofDrawing(proof: ProofView) -> View {
    let words = &text().findings;
    match proof {
        ProofView::Bars(rows) => {
            view! { <div class="proof proof-bars">{rows.into_iter().map(bar_row).collect_view()}</div> }
        }
        ProofView::Path(steps) => path(steps),
        ProofView::Count { text, used, capacity, span, by } => view! {
            <div class="proof proof-count">
                <span class="proof-figure">{text}</span>
                <span class="proof-slots" aria-hidden="true">
                    {(0..used.min(40))
                        .map(|slot| view! { <i class:over=move || { capacity <= slot }></i> })
                        .collect_view()}
                </span>
                <span class="muted">{span}</span>
                <span class="proof-names">{by.into_iter().map(link).collect_view()}</span>
            </div>
        },
        ProofView::Order { first, then, difference } => view! {
            <dl class="proof proof-order">
                <div><dt>{link(first.0)}</dt><dd>{first.1}" "<span class="muted">{words.has_to_come_first}</span></dd></div>
                <div><dt>{link(then.0)}</dt><dd>{then.1}" "<span class="muted">{words.has_to_come_then}</span></dd></div>
                <div><dt></dt><dd class="fault">{difference}</dd></div>
            </dl>
        },
        ProofView::WorkingDays { text, have, need, holidays } => view! {
            <div class="proof proof-days">
                <span class="proof-slots" aria-hidden="true">
                    {(0..need.clamp(0, 40))
                        .map(|day| view! { <i class:missing=move || { have <= day }></i> })
                        .collect_view()}
                </span>
                <span>{text}</span>
                {(!holidays.is_empty())
                    .then(|| view! { <span class="muted">{words.holidays}": "{holidays.join(", ")}</span> })}
            </div>
        },
        ProofView::Fact { of, text } => view! { <p class="proof proof-fact">{link(of)}": "{text}</p> },
    }
}

fn link(named: Named) -> View {
    view! { <RecordLink of=named.record name=named.name /> }
}

fn bar_row(row: BarRow) -> View {
    let words = &text().findings;
    let is_fault = row.of.is_none();
    let name = match row.of {
        Some(named) => link(named),
        None => view! { <span class="fault">{words.shared}</span> },
    };
    let bars = row.bars.into_iter().map(|bar| {
        let tone = match bar.tone {
            Tone::Subject => "proof-bar subject",
            Tone::Other => "proof-bar other",
            Tone::Fault => "proof-bar fault-bar",
        };
        view! { <i class=tone style:left=format!("{:.2}%", bar.left) style:width=format!("{:.2}%", bar.width)></i> }
    });
    view! {
        <span class="proof-name">{name}</span>
        <span class="proof-track" aria-hidden="true">{bars.collect_view()}</span>
        <span class="proof-time" class:fault=is_fault>{row.text}</span>
    }
}

fn path(steps: Vec<Named>) -> View {
    let words = &text().findings;
    let last = steps.len().saturating_sub(1);
    let shown = steps.into_iter().enumerate().map(move |(place, step)| {
        view! {
            <li>
                {link(step)}
                {(place < last)
                    .then(|| view! { <span aria-hidden="true">" → "</span><span class="visually-hidden">{words.leads_to}</span> })}
            </li>
        }
    });
    view! { <ol class="proof proof-path">{shown.collect_view()}</ol> }
}
