//! Freeze exceptions: asking for one, and reviewing and deciding them.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::FreezeExceptionStatus;
use crate::planner::views::freezes::{ExceptionLine, ask, choices, exceptions};
use crate::ui::board::answer_buttons;
use crate::ui::components::{CommandButton, Field};
use crate::ui::inspector::{RecordLink, Select};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The exceptions, those that wait for an answer first.
#[component]
pub fn Exceptions() -> View {
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
fn Exception(line: ExceptionLine) -> View {
    let words = &text().freezes;
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
    .gather();
    let subjects: Vec<_> = line
        .subjects
        .into_iter()
        .chain(line.blackout)
        .map(|named| view! { <li><RecordLink of=named.record name=named.name /></li> })
        .gather();
    let buttons = (!line.answers.is_empty()).then(|| answer_buttons(line.answers, &line.title));
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
            {buttons}
        </li>
    }
}

/// Asks for an exception for a change that a freeze stands in the way of.
#[component]
fn Ask() -> View {
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
                .gather();
            view! { <Select value options on_choose=move |word: String| value.set(word) /> }
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
