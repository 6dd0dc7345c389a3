//! The backtest of the policy that is shown.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::Policy;
use crate::planner::views::policy::{Backtest, BacktestLine, backtest};
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// What the policy would have done with the changes that are done.
#[component]
pub fn BacktestPart(shown: Signal<Policy>) -> View {
    let live = use_live();
    let words = &text().policy;
    let test = Memo::new(move |_| live.read(|bench| backtest(bench.plan(), &shown.get())));
    view! {
        <section class="backtest card" aria-labelledby="backtest-title">
            <h2 id="backtest-title">{words.backtest}</h2>
            <div aria-live="polite">{move || test.with(|test| test.as_ref().map(result))}</div>
        </section>
    }
}

fn result(test: &Backtest) -> View {
    let words = &text().policy;
    let lacking = (test.lacking_evidence != 0).then(|| (words.lacking)(test.lacking_evidence));
    let facts: Vec<String> = [(words.lead_saved)(test.lead_days_saved)].into_iter().chain(lacking).gather();
    view! {
        <p class="freeze-sentence">{test.sentence.clone()}</p>
        <p class="muted small">{facts.join(" · ")}</p>
        {lines((words.slipped)(test.slipped_through.len()), &test.slipped_through, true)}
        {lines((words.caught)(test.caught.len()), &test.caught, true)}
        {lines((words.saved)(test.saved.len()), &test.saved, false)}
        {lines((words.added)(test.added.len()), &test.added, false)}
    }
}

fn lines(title: String, lines: &[BacktestLine], is_open: bool) -> View {
    if lines.is_empty() {
        return View::default();
    }
    let items: Vec<_> = lines
        .iter()
        .map(|line| {
            let change = line.change.clone();
            let asked = (text().policy.from_to)(&line.before, &line.after);
            let failure = (!line.failure.is_empty()).then(|| format!(" · {}", line.failure));
            view! {
                <li>
                    <RecordLink of=change.record name=change.name />" "
                    <span class="muted small">{line.what.clone()}" · "{asked}{failure}</span>
                </li>
            }
        })
        .gather();
    view! { <details open=is_open><summary>{title}</summary><ul class="backtest-lines">{items}</ul></details> }
}
