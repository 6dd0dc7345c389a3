//! The screen "Policy": the rows as they are written, and what they would have done with the changes that are done.

mod backtest;
mod questions;
mod row;
mod thresholds;

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{Policy, PolicyMode};
use crate::planner::views::policy::{adopt, blank_row, policy};
use crate::ui::components::{CommandButton, Field, Icon, Shape};
use crate::ui::inspector::Select;
use crate::ui::live::use_live;
use crate::ui::text::text;
use backtest::BacktestPart;
use questions::{Conditions, Questions};
use row::PolicyRowForm;

/// The screen "Policy".
#[component]
pub fn PolicyScreen() -> View {
    let live = use_live();
    let words = &text().policy;
    let typed = RwSignal::new(None::<Policy>);
    let own = Memo::new(move |_| live.read(|bench| bench.plan().settings.policy.clone()));
    let shown = Signal::derive(move || typed.get().or_else(|| own.get()).unwrap_or_else(Policy::usual));
    let edit = Callback::new(move |policy: Policy| typed.set(Some(policy)));
    let lines = Memo::new(move |_| {
        live.read(|bench| policy(bench.plan(), &shown.get())).map(|view| view.rows).unwrap_or_default()
    });
    // By place, so that a row that is being edited stays where it is, and open.
    let rows = move || 0..lines.with(Vec::len);
    let is_edited = move || typed.get().is_some_and(|typed| Some(typed) != own.get());
    let refusal = Signal::derive(move || (!is_edited()).then(|| text().policy.unchanged.to_owned()));
    let take = Callback::new(move |()| {
        let command = live.read_untracked(|bench| adopt(bench.plan(), &shown.get_untracked()));
        if command.and_then(|command| live.run(&command)).is_some() {
            typed.set(None);
        }
    });
    let add = move || {
        let mut policy = shown.get_untracked();
        policy.rows.push(blank_row());
        edit.run(policy);
    };
    view! {
        <div class="page policy-screen">
            <header class="screen-head"><h1>{words.title}</h1></header>
            <p class="muted">{words.hint}</p>
            <Numbers shown edit />
            <ol class="policy-rows">
                <For each=rows key=|place: &usize| *place children=move |place| view! { <PolicyRowForm place lines shown edit /> } />
            </ol>
            <div class="button-row">
                <button type="button" class="button small" on:click=move |_| add()>
                    <Icon shape=Shape::Plus />
                    {words.add}
                </button>
                <CommandButton label=Signal::stored(words.adopt.to_owned()) refusal class="primary" on_press=take />
                <Show when=is_edited>
                    <button type="button" class="button" on:click=move |_| typed.set(None)>{words.drop}</button>
                </Show>
            </div>
            <BacktestPart shown />
            <Questions />
            <Conditions />
        </div>
    }
}

/// Which rows hold, and the three numbers of the policy.
#[component]
fn Numbers(shown: Signal<Policy>, edit: Callback<Policy>) -> View {
    let words = &text().policy;
    let modes = PolicyMode::ALL.iter().map(|mode| (mode.word().to_owned(), mode.label().to_owned())).gather();
    let mode = Signal::derive(move || shown.with(|policy| policy.mode.word().to_owned()));
    let set_mode = move |word: String| {
        let mut policy = shown.get_untracked();
        policy.mode = PolicyMode::from_word(&word).unwrap_or(policy.mode);
        edit.run(policy);
    };
    view! {
        <div class="declare-form">
            <Field label=words.mode><Select value=mode options=modes on_choose=set_mode /></Field>
            {number(words.tolerance, shown, edit, |policy| &mut policy.tolerance_minutes)}
            {number(words.retrospective, shown, edit, |policy| &mut policy.retrospective_hours)}
            {number(words.review_days, shown, edit, |policy| &mut policy.review_days)}
        </div>
    }
}

fn number(
    label: &'static str,
    shown: Signal<Policy>,
    edit: Callback<Policy>,
    of: fn(&mut Policy) -> &mut u32,
) -> View {
    let value = move || of(&mut shown.get()).to_string();
    let choose = move |text: String| {
        if let Ok(number) = text.parse() {
            let mut policy = shown.get_untracked();
            *of(&mut policy) = number;
            edit.run(policy);
        }
    };
    view! {
        <Field label=label>
            <input type="number" min="0" step="1" prop:value=value on:change=move |event| choose(event_target_value(&event)) />
        </Field>
    }
}
