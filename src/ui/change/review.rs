//! The review of a change: what was found, what is to be done about it, and the incidents that it caused.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::leading::missing_list;
use crate::model::{Command, IncidentPriority, RecordRef, ReviewAction};
use crate::planner::views::change_page::{ChangePage, ReviewView, action, incident};
use crate::planner::views::frame::actors;
use crate::ui::inspector::Select;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The review, to be written in place; what is typed stays until it is taken.
#[component]
pub fn ReviewPart(of: RecordRef, page: Memo<Option<ChangePage>>) -> View {
    let live = use_live();
    let words = &text().change;
    let shown = move |read: fn(&ReviewView) -> bool| {
        page.with(|page| page.as_ref().is_some_and(|page| read(&page.review)))
    };
    let review = move || page.with_untracked(|page| page.as_ref().map(|page| page.review.clone()));
    let typed = RwSignal::new(None::<String>);
    let findings = move || {
        let written = page.with(|page| page.as_ref().map(|page| page.review.findings.clone()));
        typed.get().or(written).unwrap_or_default()
    };
    let change = StoredValue::new(of);
    let write = move |actions: Option<Vec<ReviewAction>>, finish: bool| {
        let (Some(change), Some(review)) = (change.with_value(RecordRef::id_of), review()) else { return };
        let findings = typed.get_untracked().unwrap_or(review.findings);
        let actions = actions.unwrap_or(review.actions);
        if live.run(&Command::Review { change, findings, actions, finish }).is_some() {
            typed.set(None);
        }
    };
    let line = move || {
        page.with(|page| {
            let review = &page.as_ref()?.review;
            let class = if review.is_late { "is-blocker" } else { "muted" };
            let said = match (review.finished.is_empty(), review.is_needed, review.due.is_empty()) {
                (false, ..) => (words.review_finished)(&review.finished),
                (true, true, false) => (words.review_due)(&review.due),
                (true, true, true) => words.review_needed.to_owned(),
                (true, false, _) => words.review_not_needed.to_owned(),
            };
            Some(view! { <p class=class>{said}</p> })
        })
    };
    let set_done = Callback::new(move |(place, done): (usize, bool)| {
        let mut actions = review().map(|review| review.actions).unwrap_or_default();
        if let Some(action) = actions.get_mut(place) {
            action.done = done;
        }
        write(Some(actions), false);
    });
    let actions = move || {
        let actions = page.with(|page| page.as_ref().map(|page| page.review.actions.clone()));
        let zone = live.read_untracked(|bench| bench.plan().settings.zone);
        let lines = actions.unwrap_or_default().into_iter().enumerate().map(|(place, action)| {
            let owner = action.owner.as_ref().map(RecordRef::from);
            let owner = owner.and_then(|of| live.read_untracked(|bench| bench.plan().title(&of).to_owned()));
            let due = action
                .due
                .zip(zone)
                .map(|(due, zone)| crate::rules::wording::day(due.plus_seconds(-1), zone));
            let about: Vec<String> = owner.into_iter().chain(due).gather();
            view! {
                <li>
                    <label class="check">
                        <input type="checkbox" prop:checked=action.done
                            on:change=move |event| set_done.run((place, event_target_checked(&event))) />
                        <span>{action.text}" "<span class="muted small">{about.join(", ")}</span></span>
                    </label>
                </li>
            }
        });
        lines.collect_view()
    };
    let add = Callback::new(move |new: ReviewAction| {
        let mut actions = review().map(|review| review.actions).unwrap_or_default();
        actions.push(new);
        write(Some(actions), false);
    });
    let refusal = move || {
        let missing = page.with(|page| page.as_ref().map(|page| page.review.refusal.clone()))?;
        (!missing.is_empty()).then(|| missing_list(&of, missing))
    };
    view! {
        {line}
        <Show when=move || shown(|review| review.refusal.is_empty()) fallback=refusal>
            <label class="field">
                <span class="field-label">{words.review_findings}</span>
                <textarea rows="3" prop:value=findings on:input=move |event| typed.set(Some(event_target_value(&event)))></textarea>
            </label>
            <h3>{words.actions}</h3>
            <ul class="review-actions">{actions}</ul>
            <NewAction add />
            <div class="button-row">
                <button type="button" class="button" on:click=move |_| write(None, false)>{words.review_save}</button>
                <Show when=move || shown(|review| review.finished.is_empty()) || typed.with(Option::is_some)>
                    <button type="button" class="button primary" on:click=move |_| write(None, true)>{words.review_finish}</button>
                </Show>
            </div>
        </Show>
        <Incidents of page />
    }
}

#[component]
fn NewAction(add: Callback<ReviewAction>) -> View {
    let live = use_live();
    let words = &text().change;
    let (what, owner, due) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let people = move || {
        let people = live.read(actors).unwrap_or_default().1;
        [(String::new(), words.action_owner.to_owned())].into_iter().chain(people).gather()
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let zone = live.read_untracked(|bench| bench.plan().settings.zone);
        if let Some(zone) = zone.filter(|_| !what.get_untracked().trim().is_empty()) {
            add.run(action(&what.get_untracked(), &owner.get_untracked(), &due.get_untracked(), zone));
            what.set(String::new());
        }
    };
    view! {
        <form class="new-line" on:submit=submit>
            <input type="text" required aria-label=words.action placeholder=words.action prop:value=move || what.get()
                on:input=move |event| what.set(event_target_value(&event)) />
            <Select value=owner options=people() label=words.action_owner on_choose=move |word: String| owner.set(word) />
            <input type="date" aria-label=words.action_due title=words.action_due
                on:input=move |event| due.set(event_target_value(&event)) />
            <button type="submit" class="button small">{words.action_add}</button>
        </form>
    }
}

#[component]
fn Incidents(of: RecordRef, page: Memo<Option<ChangePage>>) -> View {
    let live = use_live();
    let words = &text().change;
    let (number, title) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let priority = RwSignal::new(IncidentPriority::P3.word().to_owned());
    let lines = move || {
        let incidents = page.with(|page| page.as_ref().map(|page| page.review.incidents.clone()));
        let lines = incidents.unwrap_or_default().into_iter().map(|one| view! {
            <li><span class="chip">{one.priority.label()}</span>" "{one.number}" "<span class="muted">{one.title}</span></li>
        });
        lines.collect_view()
    };
    let can =
        move || page.with(|page| page.as_ref().is_some_and(|page| page.review.incident_refusal.is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let incident = incident(&number.get_untracked(), &priority.get_untracked(), &title.get_untracked());
        let Some(change) = of.id_of() else { return };
        if live.run(&Command::RecordIncident { change, incident }).is_some() {
            number.set(String::new());
            title.set(String::new());
        }
    };
    let submit = Callback::new(submit);
    let priorities =
        || IncidentPriority::ALL.iter().map(|one| (one.word().to_owned(), one.label().to_owned())).gather();
    view! {
        <h3>{words.incidents}</h3>
        <ul class="incidents">{lines}</ul>
        <Show when=can fallback=move || view! { <p class="muted small">{words.no_incident_yet}</p> }>
            <form class="new-line" on:submit=move |event| submit.run(event)>
                <input type="text" required aria-label=words.incident_number placeholder=words.incident_number
                    prop:value=move || number.get() on:input=move |event| number.set(event_target_value(&event)) />
                <Select value=priority options=priorities() label=words.incident_priority on_choose=move |word: String| priority.set(word) />
                <input type="text" aria-label=words.incident_title placeholder=words.incident_title
                    prop:value=move || title.get() on:input=move |event| title.set(event_target_value(&event)) />
                <button type="submit" class="button small">{words.incident_add}</button>
            </form>
        </Show>
    }
}
