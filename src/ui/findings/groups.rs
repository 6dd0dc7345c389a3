//! The grouped list of findings, for the screen of findings and wherever else findings stand.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::card::{FindingCardView, SeverityMark};
use crate::planner::views::findings::{FindingCard, FindingGroup, FindingsFilter, FindingsView, findings};
use crate::planner::{Route, Screen};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// How many groups, and findings of a group, are shown before somebody asks for more.
const FIRST: usize = 20;
const FIRST_OF_GROUP: usize = 4;

/// The findings of the open plan that pass a filter, kept up to date.
#[must_use]
pub fn watched(filter: Signal<FindingsFilter>) -> Memo<Option<FindingsView>> {
    let live = use_live();
    Memo::new(move |_| filter.with(|filter| live.read(|bench| findings(bench, filter))))
}

/// Findings grouped by rule and cause, the worst first.
#[component]
pub fn FindingGroups(#[prop(into)] shown: Signal<Option<FindingsView>>) -> View {
    let words = &text().findings;
    let most = RwSignal::new(FIRST);
    let groups = move || {
        shown
            .with(|shown| {
                shown.as_ref().map(|shown| shown.groups.iter().take(most.get()).cloned().gather::<Vec<_>>())
            })
            .unwrap_or_default()
    };
    let hidden = move || {
        let all = shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.groups.len()));
        all.saturating_sub(most.get())
    };
    view! {
        <div class="finding-groups">
            <For each=groups key=group_key children=|group| view! { <Group group /> } />
            {move || (hidden() > 0).then(|| view! {
                <button type="button" class="button" on:click=move |_| most.update(|most| *most += 100)>
                    {(words.show_more)(hidden())}
                </button>
            })}
        </div>
    }
}

/// The list of findings that somebody accepted.
#[component]
pub fn WaivedFindings(#[prop(into)] shown: Signal<Option<FindingsView>>) -> View {
    let cards =
        move || shown.with(|shown| shown.as_ref().map(|shown| shown.waived.clone())).unwrap_or_default();
    view! {
        <ul class="finding-list">
            <For each=cards key=|card: &FindingCard| card.key.clone() children=|card| view! { <FindingCardView card /> } />
        </ul>
    }
}

/// Changes with what a group shows, so that an unchanged group keeps its open proofs and forms.
fn group_key(group: &FindingGroup) -> String {
    let cards: Vec<&str> = group.cards.iter().map(|card| card.key.as_str()).gather();
    format!("{} {}", group.key, cards.join("|"))
}

#[component]
fn Group(group: FindingGroup) -> View {
    let words = &text().findings;
    let rule_page = Route::item(Screen::Findings, group.rule).address();
    let all = RwSignal::new(group.cards.len() <= FIRST_OF_GROUP);
    let more = group.cards.len().saturating_sub(FIRST_OF_GROUP);
    let cards = StoredValue::new_local(group.cards);
    let visible = move || {
        let most = if all.get() { usize::MAX } else { FIRST_OF_GROUP };
        cards.with_value(|cards| cards.iter().take(most).cloned().gather::<Vec<_>>())
    };
    view! {
        <section class="finding-group">
            <h3 class="finding-title">
                <SeverityMark severity=group.severity />
                <span>{group.title}</span>
                <a class="rule-link" href=rule_page title=group.rule>{words.see_rule}</a>
            </h3>
            <ul class="finding-list">
                <For each=visible key=|card| card.key.clone() children=|card| view! { <FindingCardView card /> } />
            </ul>
            {move || (!all.get()).then(|| view! {
                <button type="button" class="button quiet" on:click=move |_| all.set(true)>{(words.show_more)(more)}</button>
            })}
        </section>
    }
}
