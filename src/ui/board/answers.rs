//! The buttons that answer what is asked: a vote, the decision about a booking or a freeze exception.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::planner::views::answers::{Answer, Asks};
use crate::ui::components::CommandButton;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The answers as buttons; the reason or the conditions that one needs are asked first.
pub fn answer_buttons(answers: Vec<Answer>, title: &str) -> View {
    let live = use_live();
    let words = &text().board;
    let asking = RwSignal::new(None::<Answer>);
    let note = RwSignal::new(String::new());
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            // An input of this very page takes the focus.
            let _ = input.focus();
        }
    });
    let buttons = answers.into_iter().enumerate().map(|(place, answer)| {
        let class = if place == 0 { "small primary" } else { "small" };
        let label = match answer.for_whom.as_str() {
            "" => answer.verb.to_owned(),
            whom => (words.on_behalf)(answer.verb, whom),
        };
        let refusal = answer.refusal.clone();
        let press = move |()| match answer.asks {
            Asks::Nothing => drop(live.run(&answer.command)),
            Asks::Reason | Asks::Conditions => asking.set(Some(answer.clone())),
        };
        view! { <CommandButton label refusal=Signal::stored(refusal) class on_press=press /> }
    });
    let buttons = buttons.gather::<Vec<_>>();
    let take = Callback::new(move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let answer = asking.get_untracked();
        if answer.is_some_and(|answer| live.run(&answer.with(&note.get_untracked())).is_some()) {
            asking.set(None);
        }
    });
    let form = move || {
        let answer = asking.get()?;
        let label = if answer.asks == Asks::Reason { words.why } else { words.conditions };
        let class = if answer.asks == Asks::Reason { "button small danger" } else { "button small primary" };
        Some(view! {
            <form class="note-form reject-form" on:submit=move |event| take.run(event)>
                <input node_ref=input type="text" required aria-label=label placeholder=label on:input=move |event| note.set(event_target_value(&event)) />
                <span class="button-row">
                    <button type="submit" class=class>{answer.verb}</button>
                    <button type="button" class="button small" on:click=move |_| asking.set(None)>{words.not_now}</button>
                </span>
            </form>
        })
    };
    view! {
        <div class="booking-actions" role="group" aria-label=(words.answer)(title)>
            <span class="button-row">{buttons}</span>
            {form}
        </div>
    }
}
