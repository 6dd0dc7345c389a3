//! The form that accepts a finding: why, until when, by whom.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::Id;
use crate::planner::views::findings::{FindingCard, waive};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// Accepts `card`; `close` is called when that is done or given up.
#[component]
pub fn WaiveForm(card: FindingCard, #[prop(into)] close: Callback<()>) -> View {
    let live = use_live();
    let words = &text().findings;
    let reason = RwSignal::new(String::new());
    let until = RwSignal::new(String::new());
    let by = RwSignal::new(String::new());
    let problem = RwSignal::new(String::new());
    let people = move || {
        live.read(|bench| {
            let people = bench.plan().people.values();
            people.map(|person| (person.id.to_string(), person.name.clone())).gather::<Vec<_>>()
        })
        .unwrap_or_default()
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let who = Id::parse(&by.get_untracked()).ok();
        let asked =
            live.read(|bench| waive(bench, &card, &reason.get_untracked(), &until.get_untracked(), who));
        match asked {
            Some(Ok(command)) if live.run(&command).is_some() => close.run(()),
            Some(Err(sentence)) => problem.set(sentence),
            _ => {}
        }
    };
    view! {
        <form class="waive-form" on:submit=submit>
            <label class="wide">
                <span>{words.reason}</span>
                <textarea
                    rows="2"
                    required
                    autofocus
                    prop:value=move || reason.get()
                    on:input=move |event| reason.set(event_target_value(&event))
                ></textarea>
            </label>
            <label>
                <span>{words.until}</span>
                <input type="date" title=words.until_hint on:input=move |event| until.set(event_target_value(&event)) />
            </label>
            <label>
                <span>{words.by}</span>
                <select on:change=move |event| by.set(event_target_value(&event))>
                    <option value="">{words.nobody}</option>
                    {move || {
                        people().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()
                    }}
                </select>
            </label>
            <p class="problem" role="alert">{move || problem.get()}</p>
            <div class="form-actions">
                <button type="submit" class="button primary">{words.waive}</button>
                <button type="button" class="button" on:click=move |_| close.run(())>{words.cancel}</button>
            </div>
        </form>
    }
}
