//! A rule's own page, made from its doc, and the list of all rules.

use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::{FindingGroups, WaivedFindings, rule_address, watched};
use crate::model::{Command, RuleSetting, Settings, Severity};
use crate::planner::views::findings::FindingsFilter;
use crate::planner::{Route, Screen};
use crate::rules::{self, DOCS_PATH, Rule, RuleDoc};
use crate::ui::fetching::fetch_text;
use crate::ui::inspector::Select;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// What a rule says, why, with examples, what it finds in this plan, and how the plan wants it.
#[component]
pub fn RulePage(name: String) -> View {
    let words = &text().findings;
    let back = Route::to(Screen::Findings).address();
    let page = match rules::named(&name) {
        Some(rule) => view! { <KnownRule rule /> },
        None => view! { <h1>{(words.rule_unknown)(&name)}</h1><RuleList /> },
    };
    view! {
        <nav class="crumbs"><a href=back>{words.all_findings}</a></nav>
        {page}
    }
}

#[component]
fn KnownRule(rule: &'static Rule) -> View {
    let words = &text().findings;
    let doc = RwSignal::new(None::<RuleDoc>);
    let problem = RwSignal::new(String::new());
    let ask = move || {
        problem.set(String::new());
        spawn_local(async move {
            let found = fetch_text(DOCS_PATH).await.map(|file| RuleDoc::in_file(&file, rule.name));
            match found {
                Ok(Some(found)) => doc.try_set(Some(found)),
                Ok(None) => problem.try_set((words.rule_without_doc)(rule.name)),
                Err(why) => problem.try_set(why),
            }
        });
    };
    ask();
    let filter = FindingsFilter { rule: rule.name.to_owned(), ..FindingsFilter::default() };
    let shown = watched(Signal::stored(filter));
    let is_clean = move || shown.with(|shown| shown.as_ref().is_none_or(|shown| shown.groups.is_empty()));
    let some_waived =
        move || shown.with(|shown| shown.as_ref().is_some_and(|shown| !shown.waived.is_empty()));
    view! {
        <header class="screen-head">
            <div><h1>{rule.title}</h1><p class="muted mono">{rule.name}</p></div>
            <div class="rule-settings"><RuleSwitch rule /><RuleLimit rule /></div>
        </header>
        <div class="rule-page">
            {move || {
                let problem = problem.get();
                (!problem.is_empty()).then(|| view! {
                    <p role="alert">
                        <span class="field-error">{problem}</span>
                        " "
                        <button type="button" class="button" on:click=move |_| ask()>{words.rule_ask_again}</button>
                    </p>
                })
            }}
            {move || doc.get().map(|doc| view! {
                <section><h2>{words.rule_what}</h2><p>{doc.summary}</p></section>
                <section><h2>{words.rule_why}</h2><p>{doc.why}</p></section>
            })}
            <section class="rule-here">
                <h2>{words.rule_here}</h2>
                {move || is_clean().then(|| view! { <p class="empty">{words.rule_none_here}</p> })}
                <FindingGroups shown />
                {move || some_waived().then(|| view! { <h3>{words.waived_title}</h3><WaivedFindings shown /> })}
            </section>
            {move || doc.get().map(|doc| view! {
                <section><h2>{words.rule_fails}</h2>{examples(doc.fails)}</section>
                <section><h2>{words.rule_passes}</h2>{examples(doc.passes)}</section>
            })}
        </div>
    }
}

fn examples(plans: Vec<String>) -> View {
    plans
        .into_iter()
        .map(|plan| view! { <pre class="example" tabindex="0"><code>{plan}</code></pre> })
        .collect_view()
}

/// Says how the plan wants the rule, and changes it.
#[component]
fn RuleSwitch(rule: &'static Rule) -> View {
    let live = use_live();
    let words = &text().findings;
    let wanted = move || {
        live.read(|bench| match bench.plan().settings.rules.get(rule.name) {
            Some(setting) if setting.off => "off",
            Some(setting) => setting.severity.map_or("", Severity::word),
            None => "",
        })
        .unwrap_or_default()
        .to_owned()
    };
    let options = [
        ("", (words.rule_own)(rule.severity.label())),
        (Severity::Blocker.word(), Severity::Blocker.label().to_owned()),
        (Severity::Warning.word(), Severity::Warning.label().to_owned()),
        ("off", words.rule_off.to_owned()),
    ];
    let options = options.map(|(word, label)| (word.to_owned(), label)).to_vec();
    let set = move |value: String| {
        let settings = live.read(|bench| {
            let mut settings = bench.plan().settings.clone();
            let setting = settings.rules.get_or_default(rule.name.to_owned());
            setting.off = value == "off";
            setting.severity = Severity::from_word(&value);
            without_usual(settings, rule)
        });
        if let Some(settings) = settings {
            live.run(&Command::EditSettings(Box::new(settings)));
        }
    };
    view! {
        <label class="rule-switch">
            <span>{words.rule_setting}</span>
            <Select value=Signal::derive(wanted) options=options on_choose=set />
        </label>
    }
}

/// Says by which number the plan measures, for a rule that does, and changes it; empty is the rule's own.
#[component]
fn RuleLimit(rule: &'static Rule) -> View {
    let live = use_live();
    let words = &text().findings;
    let wanted = move || {
        let wanted = live.read(|bench| bench.plan().settings.rules.get(rule.name).and_then(|one| one.limit));
        wanted.flatten().map(|limit| limit.to_string()).unwrap_or_default()
    };
    let set = move |value: String| {
        let settings = live.read(|bench| {
            let mut settings = bench.plan().settings.clone();
            let setting = settings.rules.get_or_default(rule.name.to_owned());
            setting.limit = value.trim().parse().ok();
            without_usual(settings, rule)
        });
        if let Some(settings) = settings {
            live.run(&Command::EditSettings(Box::new(settings)));
        }
    };
    rule.limit
        .map(|limit| {
            view! {
                <label class="rule-switch">
                    <span>{(words.rule_limit)(limit.unit)}</span>
                    <input type="number" min="0" inputmode="numeric" placeholder=limit.usual.to_string()
                        prop:value=wanted
                        on:change=move |event| set(event_target_value(&event)) />
                </label>
            }
        })
        .into_view()
}

/// Settings that say nothing about a rule which is as usual.
fn without_usual(mut settings: Settings, rule: &Rule) -> Settings {
    if settings.rules.get(rule.name).is_some_and(|setting| *setting == RuleSetting::default()) {
        settings.rules.remove(rule.name);
    }
    settings
}

/// Every rule there is, with how many findings it has in this plan.
#[component]
pub fn RuleList() -> View {
    let live = use_live();
    let words = &text().findings;
    let count = move |rule: &'static Rule| {
        live.read(|bench| {
            let off = !rules::is_asked(&bench.plan().settings, rule.name);
            let of_rule =
                bench.checker().findings().filter(|found| found.rule == rule.name && found.waived.is_none());
            if off { words.off.to_owned() } else { of_rule.count().to_string() }
        })
        .unwrap_or_default()
    };
    view! {
        <details class="rule-list">
            <summary>{words.rules}" "<span class="muted">{rules::ALL.len()}</span></summary>
            <ul>
                {rules::ALL.iter().map(|rule| view! {
                    <li>
                        <a href=rule_address(rule.name)>{rule.title}</a>
                        <span class="muted mono">{rule.name}</span>
                        <span class="rule-count">{move || count(rule)}</span>
                    </li>
                }).collect_view()}
            </ul>
        </details>
    }
}
