//! What is done to all selected changes at once; each is one step that can be undone.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::Shown;
use crate::model::lifecycle::change::ROWS;
use crate::model::lifecycle::{ChangeVerb, Guard};
use crate::model::{Change, Id, Risk};
use crate::planner::Workbench;
use crate::planner::views::changes::{Bulk, bulk, csv};
use crate::ui::change::focus_soon;
use crate::ui::inspector::Select;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// A bar that is there while something is selected.
#[component]
pub fn BulkBar(shown: Shown) -> View {
    let count = Memo::new(move |_| shown.selected.with(std::collections::BTreeSet::len));
    view! {
        <Show when=move || { count.get() > 0 }>
            <Bar shown count />
        </Show>
    }
}

#[component]
fn Bar(shown: Shown, count: Memo<usize>) -> View {
    let live = use_live();
    let words = &text().changes;
    let days = RwSignal::new("7".to_owned());
    let nothing = Signal::stored(String::new());
    let run = move |what: &Bulk| {
        let ids = chosen(shown);
        let command = live.read(|bench| bulk(bench, &ids, what));
        if let Some(command) = command
            && live.run(&command).is_some()
            && *what == Bulk::Remove
        {
            shown.selected.set(Default::default());
        }
    };
    let asked = RwSignal::new(None::<ChangeVerb>);
    let step = move |word: String| match ChangeVerb::from_word(&word) {
        Some(verb) if needs_reason(verb) => {
            asked.set(Some(verb));
            focus_soon(".bulk-reason", 30);
        }
        Some(verb) => run(&Bulk::Advance(verb, String::new())),
        None => {}
    };
    let reason = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        asked.get_untracked().into_iter().for_each(|verb| run(&Bulk::Advance(verb, reason.get_untracked())));
        asked.set(None);
    };
    let set_risk = move |word: String| Risk::from_word(&word).iter().for_each(|one| run(&Bulk::Risk(*one)));
    let set_environment =
        move |id: String| Id::parse(&id).into_iter().for_each(|id| run(&Bulk::Environment(id)));
    let set_release = move |id: String| run(&Bulk::Release(Id::parse(&id).ok().filter(|_| id != "-")));
    let shift =
        move |_| days.get_untracked().trim().parse().into_iter().for_each(|days| run(&Bulk::MoveDays(days)));
    view! {
        <div class="bulk-bar" role="region" aria-label=words.bulk>
            <strong>{move || (words.selected)(count.get())}</strong>
            <Select value=nothing options=worded(words.step, ChangeVerb::ALL.iter().map(|one| (one.word(), one.label())))
                label=words.step on_choose=step />
            {move || asked.get().map(|verb| view! {
                <form class="bulk-reason" on:submit=submit>
                    <input type="text" required aria-label=words.reason placeholder=words.reason
                        on:input=move |event| reason.set(event_target_value(&event)) />
                    <button type="submit" class="button small primary">{verb.label()}</button>
                </form>
            })}
            <Select value=nothing options=worded(words.set_risk, Risk::ALL.iter().map(|one| (one.word(), one.label())))
                label=words.set_risk on_choose=set_risk />
            <Select value=nothing options=listed(live, words.set_environment, None, environments)
                label=words.set_environment on_choose=set_environment />
            <Select value=nothing options=listed(live, words.set_release, Some(words.no_release), releases)
                label=words.set_release on_choose=set_release />
            <span class="bulk-move">
                <input type="number" aria-label=words.move_days prop:value=move || days.get()
                    on:input=move |event| days.set(event_target_value(&event)) />
                <button type="button" class="button small" on:click=shift>{words.move_do}</button>
            </span>
            <button type="button" class="button small" on:click=move |_| copy(live, shown)>{words.copy}</button>
            <button type="button" class="button small danger" on:click=move |_| run(&Bulk::Remove)>{words.remove}</button>
            <button type="button" class="button small quiet" on:click=move |_| shown.selected.set(Default::default())>{words.clear}</button>
        </div>
    }
}

/// True when some line of the table asks the verb for a reason.
fn needs_reason(verb: ChangeVerb) -> bool {
    ROWS.iter().any(|row| row.verb == verb && row.guards.contains(&Guard::Reason))
}

/// The selected changes in the order of the table; those that the filter hides come last.
fn chosen(shown: Shown) -> Vec<Id<Change>> {
    let selected = shown.selected.get_untracked();
    let in_order = shown
        .ids
        .with_untracked(|ids| ids.iter().filter(|id| selected.contains(*id)).cloned().gather::<Vec<_>>());
    let hidden = selected.iter().filter(|id| !in_order.contains(id)).cloned().gather::<Vec<_>>();
    in_order.into_iter().chain(hidden).gather()
}

fn worded(first: &str, words: impl Iterator<Item = (&'static str, &'static str)>) -> Vec<(String, String)> {
    let words = words.map(|(word, label)| (word.to_owned(), label.to_owned()));
    [(String::new(), first.to_owned())].into_iter().chain(words).gather()
}

fn listed(
    live: Live,
    first: &str,
    none: Option<&str>,
    list: fn(&Workbench) -> Vec<(String, String)>,
) -> Vec<(String, String)> {
    let none = none.map(|none| ("-".to_owned(), none.to_owned()));
    let records = live.read(list).unwrap_or_default();
    [(String::new(), first.to_owned())].into_iter().chain(none).chain(records).gather()
}

fn environments(bench: &Workbench) -> Vec<(String, String)> {
    bench.plan().environments.values().map(|one| (one.id.to_string(), one.name.clone())).gather()
}

fn releases(bench: &Workbench) -> Vec<(String, String)> {
    bench.plan().releases.values().map(|one| (one.id.to_string(), one.name.clone())).gather()
}

fn copy(live: Live, shown: Shown) {
    let words = &text().changes;
    let (ids, columns) = (chosen(shown), shown.columns.get_untracked());
    let headings: Vec<&str> = columns.iter().map(|column| (words.column)(*column)).gather();
    let Some(csv) = live.read(|bench| csv(bench, &ids, &columns, &headings)) else { return };
    let count = ids.len();
    let written = window().navigator().clipboard().write_text(&csv);
    leptos::task::spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(written).await {
            Ok(_) => live.tell(&(words.copied)(count), false),
            Err(_) => live.tell(words.not_copied, true),
        }
    });
}
