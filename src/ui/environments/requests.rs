//! The bookings that wait for an answer, and the buttons that answer.

use leptos::prelude::*;

use crate::model::{BookingStatus, Command};
use crate::planner::views::contention::{Request, requests};
use crate::planner::views::release::Step;
use crate::ui::components::{CommandButton, Memo, Rows};
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// All requests, the first to begin first.
pub fn requests_view() -> AnyView {
    let live = use_live();
    let words = &text().environments;
    let shown = Memo::new(move |_| live.read(requests).unwrap_or_default());
    view! {
        {move || shown.with(Vec::is_empty).then(|| view! { <p class="empty">{words.no_requests}</p> })}
        <ul class="requests">
            <Rows each=move || shown.get() children=request />
        </ul>
    }
    .into_any()
}

fn request(one: Request) -> AnyView {
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
            {decide_buttons(one.steps, &one.title)}
        </li>
    }
    .into_any()
}

/// The steps of a booking as buttons; rejecting asks for the reason first.
pub fn decide_buttons(steps: Vec<Step>, title: &str) -> AnyView {
    let live = use_live();
    let words = &text().environments;
    let asking = RwSignal::new(None::<Command>);
    let reason = RwSignal::new(String::new());
    let title = title.to_owned();
    let buttons = steps.into_iter().map(|step| {
        let command = step.command;
        let asks = matches!(command, Command::DecideBooking { to: BookingStatus::Rejected, .. });
        let class = if matches!(command, Command::DecideBooking { to: BookingStatus::Approved, .. }) {
            "small primary"
        } else {
            "small"
        };
        let press = move |()| if asks { asking.set(Some(command.clone())) } else { drop(live.run(&command)) };
        view! { <CommandButton label=step.verb refusal=Signal::stored(step.refusal) class on_press=press /> }
            .into_any()
    });
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(Command::DecideBooking { booking, to, .. }) = asking.get_untracked() {
            let note = reason.get_untracked();
            if live.run(&Command::DecideBooking { booking, to, note }).is_some() {
                asking.set(None);
            }
        }
    };
    let take = Callback::new(take);
    let buttons = buttons.collect::<Vec<_>>();
    view! {
        <div class="booking-actions" role="group" aria-label=(words.answer)(&title)>
            <span class="button-row">{buttons}</span>
            {move || asking.with(Option::is_some).then(|| view! {
                <form class="note-form reject-form" on:submit=move |event| take.run(event)>
                    <input type="text" required aria-label=words.reject_reason placeholder=words.reject_reason on:input=move |event| reason.set(event_target_value(&event)) />
                    <span class="button-row">
                        <button type="submit" class="button small danger">{words.reject}</button>
                        <button type="button" class="button small" on:click=move |_| asking.set(None)>{words.cancel}</button>
                    </span>
                </form>
            })}
        </div>
    }
    .into_any()
}
