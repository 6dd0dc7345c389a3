//! The bookings that wait for an answer, and the buttons that answer.

use crate::ui::prelude::*;

use crate::planner::views::contention::{Request, requests};
use crate::ui::board::answer_buttons;
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// All requests, the first to begin first.
pub fn requests_view() -> View {
    let live = use_live();
    let words = &text().environments;
    let shown = Memo::new(move |_| live.read(requests).unwrap_or_default());
    view! {
        {move || shown.with(Vec::is_empty).then(|| view! { <p class="empty">{words.no_requests}</p> })}
        <ul class="requests">
            <Rows each=move || shown.get() children=request />
        </ul>
    }
}

fn request(one: Request) -> View {
    let against =
        (!one.against.is_empty()).then(|| view! { <p class="caution small">{one.against.clone()}</p> });
    let clear = one
        .against
        .is_empty()
        .then(|| view! { <p class="good small">{text().environments.nothing_against}</p> });
    view! {
        <li class="request card">
            <div class="request-what">
                <strong><RecordLink of=one.of name=one.title.clone() /></strong>
                <span class="muted small">{one.facts.join(" · ")}</span>
                {against}{clear}
            </div>
            <div class="request-when">
                <span><RecordLink of=one.environment.record name=one.environment.name /></span>
                <span class="muted small">{one.when}</span>
                <span class="muted small">{one.answers}</span>
            </div>
            {answer_buttons(one.steps, &one.title)}
        </li>
    }
}
