//! The screen "Findings", the rule pages, and the list of findings that other screens show too.

mod card;
mod groups;
mod proof;
mod rule_page;
mod waive;

use crate::gather::Gather;
use crate::ui::prelude::*;

pub use card::FindingCardView;
pub use groups::{FindingGroups, WaivedFindings, watched};

use crate::model::Severity;
use crate::planner::views::findings::FindingsFilter;
use crate::planner::{Route, Screen};
use crate::rules;
use crate::ui::inspector::Select;
use crate::ui::live::use_live;
use crate::ui::text::text;
use rule_page::{RuleList, RulePage};

/// The screen "Findings": all of them, or one rule's page.
#[component]
pub fn FindingsScreen() -> View {
    let live = use_live();
    let rule = Memo::new(move |_| live.route().item);
    view! {
        <div class="page">
            {move || match rule.get() {
                name if name.is_empty() => view! { <AllFindings /> },
                name => view! { <RulePage name /> },
            }}
        </div>
    }
}

/// The filter that the address asks for.
fn filter_of(route: &Route) -> FindingsFilter {
    FindingsFilter {
        severity: Severity::from_word(route.param("severity")),
        rule: route.param("rule").to_owned(),
        record: route.param("record").parse().ok(),
        span: None,
        words: route.param("q").to_owned(),
    }
}

#[component]
fn AllFindings() -> View {
    let live = use_live();
    let words = &text().findings;
    let filter = Memo::new(move |_| filter_of(&live.route()));
    let shown = watched(filter.into());
    let count = move |count: fn(&crate::planner::views::findings::FindingsView) -> usize| {
        shown.with(|shown| shown.as_ref().map_or(0, count))
    };
    let set = move |name: &str, value: &str| live.go_quietly(&live.route().with(name, value));
    let severities = || {
        let some = Severity::ALL.iter().rev().map(|one| (one.word().to_owned(), one.label().to_owned()));
        [(String::new(), words.all_severities.to_owned())].into_iter().chain(some).gather()
    };
    let rules = || {
        let some = rules::ALL.iter().map(|rule| (rule.name.to_owned(), rule.title.to_owned()));
        [(String::new(), words.all_rules.to_owned())].into_iter().chain(some).gather()
    };
    let is_filtered = move || filter.with(|filter| *filter != FindingsFilter::default());
    view! {
        <header class="screen-head">
            <h1>{words.title}</h1>
            <p class="finding-counts" role="status">
                <span class="count-blocker">{move || (words.blockers)(count(|shown| shown.blockers))}</span>
                <span class="count-warning">{move || (words.warnings)(count(|shown| shown.warnings))}</span>
                <span class="muted">{move || (words.waived)(count(|shown| shown.waived.len()))}</span>
            </p>
            <p class="muted finding-order">{words.order}</p>
        </header>
        <div class="filters" role="search">
            <input type="search" aria-label=words.search placeholder=words.search
                prop:value=move || filter.get().words
                on:input=move |event| set("q", &event_target_value(&event)) />
            <Select
                label=words.severity
                value=Signal::derive(move || live.route().param("severity").to_owned())
                options=severities()
                on_choose=move |word: String| set("severity", &word)
            />
            <Select
                label=words.rule
                value=Signal::derive(move || filter.get().rule)
                options=rules()
                on_choose=move |name: String| set("rule", &name)
            />
        </div>
        {move || (count(|shown| shown.groups.len()) == 0).then(|| view! {
            <p class="empty">{if is_filtered() { words.none_match } else { words.none }}</p>
        })}
        <FindingGroups shown />
        {move || (count(|shown| shown.waived.len()) > 0).then(|| view! {
            <section class="waived-findings"><h2>{words.waived_title}</h2><WaivedFindings shown /></section>
        })}
        <RuleList />
    }
}

/// The address of a rule's page.
fn rule_address(name: &str) -> String {
    Route::item(Screen::Findings, name).address()
}
