//! The way of a change, drawn from the lifecycle's table, with the steps that lead on.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::leading::{focus_soon, focus_when_lost, missing_list};
use crate::model::{Outcome, RecordRef};
use crate::planner::views::steps::{Asks, Offer, Station, StationState, Way, way};
use crate::ui::components::CommandButton;
use crate::ui::inspector::Select;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// Where a change is on its way, and what can be done next.
#[component]
pub fn Steps(of: RecordRef) -> View {
    let live = use_live();
    let of = StoredValue::new(of);
    let made = Memo::new(move |_| live.read(|bench| of.with_value(|of| way(bench, &of.id_of()?))).flatten());
    let shown = move || {
        made.get().map(|Way { stations, hold, .. }| {
            view! {
                <ol class="stations" aria-label=text().change.way>{stations.into_iter().map(station).collect_view()}</ol>
                {(!hold.is_empty()).then(|| view! { <p class="held"><span class="chip warning">{text().change.on_hold}</span>{hold}</p> })}
            }
        })
    };
    let offers = move || made.with(|made| made.as_ref().map(|way| way.offers.clone()).unwrap_or_default());
    view! {
        <div class="steps" role="group" aria-label=text().change.steps tabindex="-1">
            {shown}
            {offer_list(Signal::derive(offers))}
        </div>
    }
}

/// The steps that lead on, each with what it lacks, and the form of the one that asks for something.
pub fn offer_list(offers: Signal<Vec<Offer>>) -> View {
    let live = use_live();
    let asked = RwSignal::new(None::<Offer>);
    let steps = move || offers.get().into_iter().map(|offer| step(live, offer, asked)).collect_view();
    let of = move || offers.with(|offers| offers.first().map(|offer| offer.of.to_string()));
    view! {
        <ul class="step-offers" data-of=of>{steps}</ul>
        {move || asked.get().map(|offer| ask(live, offer, asked))}
    }
}

fn station(station: Station) -> View {
    let (class, current) = match station.state {
        StationState::Passed => ("station passed", None),
        StationState::Current => ("station current", Some("step")),
        StationState::Ahead => ("station", None),
    };
    view! {
        <li class=class aria-current=current>
            <span class="station-verb" aria-hidden="true">{station.verb}</span>
            <span class="station-name">{station.name}</span>
        </li>
    }
}

fn step(live: Live, offer: Offer, asked: RwSignal<Option<Offer>>) -> View {
    let whole: Vec<String> = offer.missing.iter().map(|one| one.what.clone()).gather();
    let refusal = (!whole.is_empty()).then(|| whole.join("; "));
    let class = if offer.is_forward { "primary" } else { "" };
    let missing = (!offer.missing.is_empty()).then(|| missing_list(&offer.of, offer.missing.clone()));
    let (label, to) = (offer.act.label(), offer.to);
    let press = move |()| match offer.asks {
        Asks::Nothing => {
            take(live, &offer, "", None);
        }
        Asks::Reason | Asks::Outcome => {
            asked.set(Some(offer.clone()));
            focus_soon(".step-form", 30);
        }
    };
    view! {
        <li class="step-offer">
            <CommandButton label refusal class on_press=press />
            {(!to.is_empty()).then(|| view! { <span class="step-to">{to}</span> })}
            {missing}
        </li>
    }
}

/// A text as it stands between the quotes of a selector.
fn css_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Takes a step. The focus goes on to the steps that are open then, because the button that had it is gone.
fn take(live: Live, offer: &Offer, note: &str, outcome: Option<Outcome>) -> bool {
    let command = offer.act.command(&offer.of, note, outcome);
    let is_done = command.is_some_and(|command| live.run(&command).is_some());
    if is_done {
        focus_when_lost(format!(".step-offers[data-of=\"{}\"]", css_text(&offer.of.to_string())), 30);
    }
    is_done
}

/// Asks what is said with a step.
fn ask(live: Live, offer: Offer, asked: RwSignal<Option<Offer>>) -> View {
    let words = &text().change;
    let note = RwSignal::new(String::new());
    let outcome = RwSignal::new(Outcome::Successful.word().to_owned());
    let label = offer.act.label();
    let outcomes = || Outcome::ALL.iter().map(|one| (one.word().to_owned(), one.label().to_owned())).gather();
    let field = match offer.asks {
        Asks::Outcome => view! {
            <Select value=outcome options=outcomes() label=words.outcome on_choose=move |word: String| outcome.set(word) />
        },
        Asks::Reason | Asks::Nothing => view! {
            <label>
                <span class="field-label">{words.reason}</span>
                <textarea rows="2" required on:input=move |event| note.set(event_target_value(&event))></textarea>
            </label>
        },
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let outcome = Outcome::from_word(&outcome.get_untracked()).filter(|_| offer.asks == Asks::Outcome);
        if take(live, &offer, &note.get_untracked(), outcome) {
            asked.set(None);
        }
    };
    view! {
        <form class="step-form" on:submit=submit>
            {field}
            <div class="button-row">
                <button type="submit" class="button primary small">{label}</button>
                <button type="button" class="button small" on:click=move |_| asked.set(None)>{words.cancel}</button>
            </div>
        </form>
    }
}
