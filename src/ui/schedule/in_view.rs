//! The findings about the time in view, below the timeline.

use crate::ui::prelude::*;

use super::stage::Stage;
use super::text_of;
use crate::planner::views::findings::FindingsFilter;
use crate::ui::findings::{FindingGroups, watched};
use crate::ui::text::text;

/// The findings about the time in view, grouped by cause, the worst first.
#[component]
pub(super) fn FindingsInView(stage: Stage) -> View {
    let words = &text().findings;
    let filter = Memo::new(move |_| FindingsFilter { span: stage.range.get(), ..FindingsFilter::default() });
    let shown = watched(filter.into());
    let counts = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().map_or((0, 0), |shown| (shown.blockers, shown.warnings)))
    });
    view! {
        <section class="schedule-findings" aria-labelledby="findings-in-view">
            <header>
                <h2 id="findings-in-view">{text_of().findings_in_view}</h2>
                {move || (counts.get().0 > 0).then(|| view! { <span class="is-blocker">{(words.blockers)(counts.get().0)}</span> })}
                {move || (counts.get().1 > 0).then(|| view! { <span class="is-warning">{(words.warnings)(counts.get().1)}</span> })}
                <span class="muted small">{words.order}</span>
            </header>
            {move || (counts.get() == (0, 0)).then(|| view! { <p class="muted">{text_of().no_findings}</p> })}
            <FindingGroups shown=shown />
        </section>
    }
}
