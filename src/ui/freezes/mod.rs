//! The screen "Freezes": declaring one after seeing what it would hold, those that there are, and the exceptions.

mod declare;
mod exceptions;

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::planner::views::freezes::{FreezeLine, FreezeState, freezes};
use crate::ui::components::{CommandButton, EmptyState};
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;
use declare::Declare;
use exceptions::Exceptions;

/// The screen "Freezes".
#[component]
pub fn FreezesScreen() -> View {
    let live = use_live();
    let words = &text().freezes;
    let shown = Memo::new(move |_| live.read(freezes).unwrap_or_default());
    view! {
        <div class="page freezes-screen">
            <header class="screen-head"><h1>{words.title}</h1></header>
            <Declare />
            <Show when=move || shown.with(Vec::is_empty)>
                <EmptyState title=words.none hint=words.none_hint />
            </Show>
            <ul class="freeze-list">
                <Rows each=move || shown.get() children=|line| view! { <Freeze line /> } />
            </ul>
            <Exceptions />
        </div>
    }
}

#[component]
fn Freeze(line: FreezeLine) -> View {
    let live = use_live();
    let words = &text().freezes;
    let chip = match line.state {
        FreezeState::InForce => "chip blocker",
        FreezeState::ToCome => "chip warning",
        FreezeState::Over | FreezeState::Lifted => "chip",
    };
    let declared = (!line.declared.is_empty()).then(|| (words.declared)(&line.declared));
    let owner = line.owner.as_ref().map(|owner| owner.name.clone());
    let facts: Vec<String> =
        [Some(line.when), Some(line.scope), declared, owner].into_iter().flatten().gather();
    let is_open = matches!(line.state, FreezeState::InForce | FreezeState::ToCome);
    let lift = StoredValue::new(line.lift);
    let refusal = Signal::derive(move || lift.with_value(|lift| lift.as_ref().err().cloned()));
    let press = Callback::new(move |()| {
        lift.with_value(|lift| {
            if let Ok(command) = lift {
                live.run(command);
            }
        });
    });
    let held: Vec<_> = line
        .held
        .into_iter()
        .map(|held| view! { <li><RecordLink of=held.record name=held.name /></li> })
        .gather();
    view! {
        <li class="freeze card">
            <header class="freeze-head">
                <h2><RecordLink of=line.of name=line.name /></h2>
                <span class=chip>{line.state.label()}</span>
                <span class="chip">{line.hardness.label()}</span>
                {line.is_lockdown.then(|| view! { <span class="chip">{words.is_lockdown}</span> })}
                {is_open.then(|| view! {
                    <span class="head-end">
                        <CommandButton label=Signal::stored(words.lift.to_owned()) refusal class="small" on_press=press />
                    </span>
                })}
            </header>
            <p class="muted small">{facts.join(" · ")}</p>
            {(!line.reason.is_empty()).then(|| view! { <p>{line.reason}</p> })}
            {(!held.is_empty()).then(|| view! {
                <p class="muted small">{words.holds}</p>
                <ul class="freeze-held">{held}</ul>
            })}
        </li>
    }
}
