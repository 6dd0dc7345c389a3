//! Freeze exceptions: asking for one, and reviewing and deciding them.

use leptos::prelude::*;

use crate::model::{Command, FreezeExceptionStatus};
use crate::planner::views::freezes::{ExceptionLine, ask, choices, exceptions};
use crate::ui::components::{CommandButton, Field, Memo, Rows, Show};
use crate::ui::inspector::{RecordLink, Select};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The exceptions, those that wait for an answer first.
#[component]
pub fn Exceptions() -> impl IntoView {
    let live = use_live();
    let words = &text().freezes;
    let shown = Memo::new(move |_| live.read(exceptions).unwrap_or_default());
    view! {
        <section class="exceptions" aria-labelledby="exceptions-title">
            <h2 id="exceptions-title">{words.exceptions}</h2>
            <Ask />
            <Show when=move || shown.with(Vec::is_empty)><p class="muted">{words.no_exceptions}</p></Show>
            <ul class="exception-list">
                <Rows each=move || shown.get() children=|line| view! { <Exception line /> } />
            </ul>
        </section>
    }
}

#[component]
fn Exception(line: ExceptionLine) -> impl IntoView {
    let live = use_live();
    let words = &text().freezes;
    let note = RwSignal::new(String::new());
    let chip = match line.status {
        FreezeExceptionStatus::Approved if line.is_over => "chip",
        FreezeExceptionStatus::Approved => "chip good",
        FreezeExceptionStatus::Rejected => "chip blocker",
        FreezeExceptionStatus::Requested | FreezeExceptionStatus::Reviewed => "chip warning",
        FreezeExceptionStatus::Withdrawn => "chip",
    };
    let said = |text: &String, say: fn(&str) -> String| (!text.is_empty()).then(|| say(text));
    let facts: Vec<String> = [
        said(&line.asked, words.asked),
        said(&line.waiting, words.waiting),
        said(&line.decided, words.decided),
        said(&line.expires, words.expires),
        line.is_over.then(|| words.over.to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let subjects: Vec<_> = line
        .subjects
        .into_iter()
        .chain(line.blackout)
        .map(|named| view! { <li><RecordLink of=named.record name=named.name /></li> })
        .collect();
    let exception = StoredValue::new(line.of.id_of());
    let answer = Callback::new(move |to: FreezeExceptionStatus| {
        let Some(exception) = exception.get_value() else { return };
        let note = note.get_untracked();
        live.run(&Command::AnswerException { exception, to, note, expires: None });
    });
    let steps: Vec<_> = line
        .steps
        .into_iter()
        .map(|step| {
            let to = step.to;
            // What only lacks a note is asked for with the note that stands there.
            let needs_note = to == FreezeExceptionStatus::Rejected;
            let why = step.refusal;
            let refusal = Signal::derive(move || {
                why.clone().filter(|_| !needs_note || note.with(|note| note.trim().is_empty()))
            });
            view! {
                <CommandButton label=Signal::stored(step.label.to_owned()) refusal class="small"
                    on_press=Callback::new(move |()| answer.run(to)) />
            }
        })
        .collect();
    let can_go_on = !steps.is_empty();
    view! {
        <li class="exception card">
            <header class="freeze-head">
                <h3><RecordLink of=line.of name=line.title /></h3>
                <span class=chip>{line.status.label()}</span>
            </header>
            <p class="muted small">{facts.join(" · ")}</p>
            {(!line.reason.is_empty()).then(|| view! { <p>{line.reason}</p> })}
            {(!line.note.is_empty()).then(|| view! { <p class="exception-note">{line.note}</p> })}
            <ul class="freeze-held">{subjects}</ul>
            {can_go_on.then(|| view! {
                <div class="button-row">
                    <input type="text" aria-label=words.note placeholder=words.note prop:value=move || note.get()
                        on:input=move |event| note.set(event_target_value(&event)) />
                    {steps}
                </div>
            })}
        </li>
    }
}

/// Asks for an exception for a change that a freeze stands in the way of.
#[component]
fn Ask() -> impl IntoView {
    let live = use_live();
    let words = &text().freezes;
    let shown = Memo::new(move |_| live.read(choices).unwrap_or_default());
    let (change, blackout, reason) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let command = move || {
        live.read(|bench| {
            let command = ask(bench, &change.get(), &blackout.get(), &reason.get());
            bench.can(&command).map(|_| command).map_err(|refusal| refusal.to_string())
        })
    };
    let refusal = Signal::derive(move || {
        if change.with(String::is_empty) {
            return Some(text().freezes.choose.to_owned());
        }
        command().and_then(Result::err)
    });
    let press = Callback::new(move |()| {
        if let Some(Ok(command)) = untrack(command)
            && live.run(&command).is_some()
        {
            [change, blackout, reason].iter().for_each(|field| field.set(String::new()));
        }
    });
    let select = move |value: RwSignal<String>, empty: &'static str, of_changes: bool| {
        move || {
            let choices = shown.get();
            let options = [(String::new(), empty.to_owned())]
                .into_iter()
                .chain(if of_changes { choices.changes } else { choices.freezes })
                .collect();
            view! { <Select value options on_choose=move |word: String| value.set(word) /> }.into_any()
        }
    };
    view! {
        <details class="declare card">
            <summary>{words.ask}</summary>
            <div class="declare-form">
                <Field label=words.change>{select(change, words.choose, true)}</Field>
                <Field label=words.blackout>{select(blackout, words.every_freeze, false)}</Field>
                <Field label=words.reason>
                    <input type="text" autocomplete="off" prop:value=move || reason.get()
                        on:input=move |event| reason.set(event_target_value(&event)) />
                </Field>
            </div>
            <CommandButton label=Signal::stored(words.ask_it.to_owned()) refusal class="primary" on_press=press />
        </details>
    }
}
