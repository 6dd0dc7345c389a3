//! The form that declares a freeze, with what it would hold below it while it is being written.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{ChangeKind, Command, Hardness};
use crate::planner::views::freezes::{
    FreezeDraft, FreezePreview, HeldChange, drafted, environments, preview,
};
use crate::ui::components::{CommandButton, Field};
use crate::ui::inspector::{RecordLink, Select};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The form and its preview; folded until somebody wants it.
#[component]
pub fn Declare() -> View {
    let live = use_live();
    let words = &text().freezes;
    let draft = RwSignal::new(FreezeDraft::blank());
    let shown = Memo::new(move |_| {
        live.read(|bench| {
            let blackout = drafted(bench, &draft.get())?;
            Some(preview(bench, &blackout))
        })
        .flatten()
    });
    let refusal = Signal::derive(move || {
        shown.with(|shown| match shown {
            None => Some(text().freezes.no_dates.to_owned()),
            Some(shown) => shown.refusal.clone(),
        })
    });
    let declare = Callback::new(move |()| {
        let blackout = live.read_untracked(|bench| drafted(bench, &draft.get_untracked())).flatten();
        let done = blackout.and_then(|blackout| live.run(&Command::DeclareBlackout(Box::new(blackout))));
        if done.is_some() {
            draft.set(FreezeDraft::blank());
        }
    });
    view! {
        <details class="declare card">
            <summary>{words.declare}</summary>
            <div class="declare-form">
                <Field label=words.name>{typed(draft, "text", |draft| &draft.name, |draft| &mut draft.name)}</Field>
                <Field label=words.reason>{typed(draft, "text", |draft| &draft.reason, |draft| &mut draft.reason)}</Field>
                <Field label=words.from>{typed(draft, "datetime-local", |draft| &draft.start, |draft| &mut draft.start)}</Field>
                <Field label=words.until>{typed(draft, "datetime-local", |draft| &draft.end, |draft| &mut draft.end)}</Field>
                <Field label=words.hardness><HardnessChoice draft /></Field>
                <Environments draft />
                <Kinds draft />
                <label class="check declare-wide">
                    <input type="checkbox" prop:checked=move || draft.with(|draft| draft.lockdown)
                        on:change=move |event| draft.update(|draft| draft.lockdown = event_target_checked(&event)) />
                    {words.lockdown}
                </label>
            </div>
            <section aria-live="polite">
                <h3>{words.would}</h3>
                <Show when=move || shown.with(Option::is_none)><p class="muted">{words.no_dates}</p></Show>
                {move || shown.with(|shown| shown.as_ref().map(previewed))}
            </section>
            <CommandButton label=Signal::stored(words.declare_it.to_owned()) refusal class="primary" on_press=declare />
        </details>
    }
}

fn typed(
    draft: RwSignal<FreezeDraft>,
    kind: &'static str,
    read: fn(&FreezeDraft) -> &String,
    write: fn(&mut FreezeDraft) -> &mut String,
) -> View {
    view! {
        <input type=kind autocomplete="off" prop:value=move || draft.with(|draft| read(draft).clone())
            on:input=move |event| draft.update(|draft| *write(draft) = event_target_value(&event)) />
    }
}

#[component]
fn HardnessChoice(draft: RwSignal<FreezeDraft>) -> View {
    let options = Hardness::ALL.iter().map(|one| (one.word().to_owned(), one.label().to_owned())).gather();
    let value = Signal::derive(move || draft.with(|draft| draft.hardness.word().to_owned()));
    view! {
        <Select value options on_choose=move |word: String| draft.update(|draft| {
            draft.hardness = Hardness::from_word(&word).unwrap_or(draft.hardness);
        }) />
    }
}

#[component]
fn Environments(draft: RwSignal<FreezeDraft>) -> View {
    let live = use_live();
    let words = &text().freezes;
    let all = Memo::new(move |_| live.read(environments).unwrap_or_default());
    let one = move |(id, name): (String, String)| {
        let own = id.clone();
        let chosen = move || draft.with(|draft| draft.environments.contains(&own));
        let choose = move |is_chosen: bool| {
            draft.update(|draft| {
                draft.environments.retain(|other| *other != id);
                if is_chosen {
                    draft.environments.push(id.clone());
                }
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=chosen on:change=move |event| choose(event_target_checked(&event)) />
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="declare-wide">
            <legend class="field-label">{words.environments}" "<span class="muted small">{words.all}</span></legend>
            <div class="check-row"><Rows each=move || all.get() children=one /></div>
        </fieldset>
    }
}

#[component]
fn Kinds(draft: RwSignal<FreezeDraft>) -> View {
    let words = &text().freezes;
    let checks: Vec<_> = ChangeKind::ALL
        .iter()
        .map(|kind| {
            let kind = *kind;
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=move || draft.with(|draft| draft.kinds.contains(&kind))
                        on:change=move |event| draft.update(|draft| {
                            draft.kinds.retain(|other| *other != kind);
                            if event_target_checked(&event) {
                                draft.kinds.push(kind);
                            }
                        }) />
                    {kind.label()}
                </label>
            }
        })
        .gather();
    view! {
        <fieldset class="declare-wide">
            <legend class="field-label">{words.kinds}" "<span class="muted small">{words.all}</span></legend>
            <div class="check-row">{checks}</div>
        </fieldset>
    }
}

fn previewed(shown: &FreezePreview) -> View {
    let words = &text().freezes;
    let slipped: Vec<View> = shown
        .slipped
        .iter()
        .map(|one| {
            let release = one.release.clone();
            view! { <li><RecordLink of=release.record name=release.name />" "<span class="muted">{(words.late)(one.days)}</span></li> }
        })
        .gather();
    let idle: Vec<View> = shown
        .idle
        .iter()
        .map(|one| {
            let booking = one.booking.clone();
            let about = format!("{}, {}", one.environment, one.time);
            view! { <li><RecordLink of=booking.record name=booking.name />" "<span class="muted">{about}</span></li> }
        })
        .gather();
    let held = shown.held.iter().map(held).gather();
    let through = shown.let_through.iter().map(held_by_exception).gather();
    view! {
        <p class="freeze-sentence">{shown.sentence.clone()}</p>
        <div class="freeze-preview">
            {list((words.held)(shown.held.len()), held)}
            {list((words.let_through)(shown.let_through.len()), through)}
            {list((words.slipped)(shown.slipped.len()), slipped)}
            {list((words.idle)(shown.idle.len()), idle)}
        </div>
    }
}

fn list(title: String, lines: Vec<View>) -> View {
    if lines.is_empty() {
        return View::default();
    }
    view! { <section><h4>{title}</h4><ul>{lines}</ul></section> }
}

fn held(one: &HeldChange) -> View {
    let words = &text().freezes;
    let next = if one.next.is_some() { (words.instead)(&one.next_text) } else { words.no_instead.to_owned() };
    let change = one.change.clone();
    let about = format!("{} · {next}", one.window);
    view! { <li><RecordLink of=change.record name=change.name />" "<span class="muted small">{about}</span></li> }
}

fn held_by_exception(one: &HeldChange) -> View {
    let change = one.change.clone();
    let exception = one.exception.clone().map(|exception| {
        view! { " "<span class="muted small">{text().freezes.by_exception}</span>" "<RecordLink of=exception.record name=exception.name /> }
    });
    view! { <li><RecordLink of=change.record name=change.name />{exception}</li> }
}
