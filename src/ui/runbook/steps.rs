//! The steps of a runbook: written while it is a draft, done while it runs, looked at afterwards.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::Page;
use super::run::{overrun, ticking};
use crate::model::{Command, RecordRef, RunbookAct, RunbookStatus, StepKind, StepStatus, Table};
use crate::planner::views::records::choices;
use crate::planner::views::runbook::StepRow;
use crate::planner::views::runbook_edit::{StepEdit, add_step, edit_step};
use crate::ui::components::{Icon, Shape};
use crate::ui::inspector::Select;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// How many teams and people a step offers.
const MOST: usize = 200;

/// The steps, as they are written or done.
pub fn panel(of: &RecordRef, page: Page) -> View {
    let words = &text().runbook;
    let rows = move || page.with(|page| page.as_ref().map_or(Vec::new(), |page| page.rows.clone()));
    let status = Memo::new(move |_| page.with(|page| page.as_ref().map(|page| page.status)));
    let of = *of;
    let table = move || match status.get() {
        Some(RunbookStatus::Draft) => draft(of, page),
        Some(RunbookStatus::Executing) => {
            let clock = ticking();
            let keys = move || rows().into_iter().map(|row| row.key).gather::<Vec<_>>();
            view! {
                <ol class="run-steps">
                    <Rows each=keys children=move |key| run_row(&of, key, page, clock) />
                </ol>
            }
        }
        _ => view! {
            <div class="scope-scroller">
                <table class="scope-table">
                    <thead><tr>{words.columns.map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}</tr></thead>
                    <tbody><Rows each=rows children=read_row /></tbody>
                </table>
            </div>
        },
    };
    view! {
        <section class="card panel">
            <header class="panel-head"><h2>{words.steps}</h2></header>
            {table}
        </section>
    }
}

/// A row that is read: plan against actual.
fn read_row(row: StepRow) -> View {
    let words = &text().runbook;
    let took = row.took.map(|took| (words.minutes)(took)).unwrap_or_default();
    let difference = row.took.map_or(0, |took| took - i64::from(row.minutes));
    let difference = match difference {
        0 => view! { <td></td> },
        late if 0 < late => view! { <td class="caution">{(words.longer)(late)}</td> },
        early => view! { <td class="good">{(words.shorter)(-early)}</td> },
    };
    let title = view! {
        <td class="scope-change">{row.title.clone()}{(!row.note.is_empty()).then(|| view! { <span class="muted small step-note">{row.note.clone()}</span> })}</td>
    };
    view! {
        <tr>
            <td>{row.number}</td>
            {title}
            <td>{row.kind.label()}</td>
            <td>{row.who}</td>
            <td>{row.after}</td>
            <td>{row.when}</td>
            <td>{(words.minutes)(i64::from(row.minutes))}</td>
            <td>{took}</td>
            {difference}
            <td>{row.status.label()}</td>
        </tr>
    }
}

/// What can be done with a step that is where it is: what the button says, and whether a reason is asked.
fn acts(row: &StepRow) -> Vec<Act> {
    match row.status {
        StepStatus::Waiting if row.is_next => vec![Act::Start, Act::Skip],
        StepStatus::Waiting => vec![Act::Skip],
        StepStatus::Running => vec![Act::Finish, Act::Issue, Act::Skip],
        StepStatus::Issue => vec![Act::Finish, Act::Resume, Act::Skip],
        StepStatus::Done | StepStatus::Skipped => Vec::new(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Start,
    Finish,
    Issue,
    Resume,
    Skip,
}

impl Act {
    const ALL: [Act; 5] = [Act::Start, Act::Finish, Act::Issue, Act::Resume, Act::Skip];

    fn verb(self) -> &'static str {
        let words = &text().runbook;
        match self {
            Act::Start => words.start_step,
            Act::Finish => words.finish_step,
            Act::Issue => words.issue,
            Act::Resume => words.resume,
            Act::Skip => words.skip,
        }
    }

    fn needs_reason(self) -> bool {
        matches!(self, Act::Issue | Act::Skip)
    }

    fn on(self, key: String, reason: String) -> RunbookAct {
        match self {
            Act::Start => RunbookAct::StartStep(key),
            Act::Finish => RunbookAct::FinishStep(key),
            Act::Issue => RunbookAct::Issue(key, reason),
            Act::Resume => RunbookAct::Resume(key),
            Act::Skip => RunbookAct::Skip(key, reason),
        }
    }
}

/// A row that is done. It stays while its step changes, so that what is typed and focused stays.
fn run_row(of: &RecordRef, key: String, page: Page, clock: RwSignal<crate::time::Instant>) -> View {
    let live = use_live();
    let words = &text().runbook;
    let of = StoredValue::new((*of, key));
    let row = move || {
        page.with(|page| {
            of.with_value(|(_, key)| page.as_ref()?.rows.iter().find(|row| row.key == *key).cloned())
        })
    };
    let asking = RwSignal::new(None::<Act>);
    let reason = RwSignal::new(String::new());
    let take = move |act: Act, reason: String| {
        let (record, key) = of.get_value();
        let Some(runbook) = record.id_of() else { return };
        if live.run(&Command::Runbook { runbook, act: act.on(key, reason) }).is_some() {
            asking.set(None);
        }
    };
    let press =
        move |act: Act| if act.needs_reason() { asking.set(Some(act)) } else { take(act, String::new()) };
    let buttons = Act::ALL.map(|act| {
        let class = if matches!(act, Act::Start | Act::Finish) { "button small primary" } else { "button small" };
        let is_possible = move || row().is_some_and(|row| acts(&row).contains(&act));
        let label = move || row().map(|row| format!("{} {}", act.verb(), row.title));
        view! {
            <button type="button" class=class hidden=move || !is_possible() aria-label=label on:click=move |_| press(act)>{act.verb()}</button>
        }
    });
    let class = move || {
        row().map(|row| {
            format!(
                "run-step {}{}",
                row.status.word().to_ascii_lowercase(),
                if row.is_next { " next" } else { "" }
            )
        })
    };
    let timing = move || {
        row().map(|row| {
            let going = matches!(row.status, StepStatus::Running | StepStatus::Issue)
                .then_some(row.started_at)
                .flatten();
            match going {
                Some(started) => {
                    let (said, is_over) = overrun(started, clock.get(), row.minutes);
                    view! { <span class="step-time" class:fault=is_over>{said}</span> }
                }
                None => view! { <span class="step-time muted">{row.when}</span> },
            }
        })
    };
    let form = move || {
        asking.get().map(|act| view! {
        <form class="note-form step-reason" on:submit=move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            take(act, reason.get_untracked());
        }>
            <label>
                <span class="field-label">{act.verb()}": "{words.reason}</span>
                <input type="text" required on:input=move |event| reason.set(event_target_value(&event)) />
            </label>
            <div class="button-row">
                <button type="submit" class="button small primary">{words.note_it}</button>
                <button type="button" class="button small" on:click=move |_| asking.set(None)>{words.cancel}</button>
            </div>
        </form>
    })
    };
    view! {
        <li class=class>
            <span class="step-sign" aria-hidden="true"></span>
            <div class="step-what">{move || row().map(what)}</div>
            <span class="step-times">{timing}{move || row().map(|row| view! { <span class="muted small">{(words.planned_minutes)(row.minutes)}</span> })}</span>
            <span class="button-row step-acts">{buttons.into_iter().collect_view()}</span>
            {form}
        </li>
    }
}

fn what(row: StepRow) -> View {
    let words = &text().runbook;
    let kind = (row.kind != StepKind::Task).then(|| row.kind.label().to_owned());
    let after = (!row.after.is_empty()).then(|| (words.after)(&row.after));
    let who = Some(row.who).filter(|who| !who.is_empty());
    let facts: Vec<String> =
        [Some(row.status.label().to_owned()), kind, who, after].into_iter().flatten().gather();
    view! {
        <strong>{row.number}". "{row.title}</strong>
        <span class="muted small">{facts.join(" · ")}</span>
        {(!row.note.is_empty()).then(|| view! { <span class="small step-note">{row.note}</span> })}
    }
}

/// The steps as they are written.
fn draft(of: RecordRef, page: Page) -> View {
    let live = use_live();
    let words = &text().runbook;
    let keys = move || {
        page.with(|page| {
            page.iter().flat_map(|page| &page.rows).map(|row| row.key.clone()).gather::<Vec<_>>()
        })
    };
    let options = move |table: Table, none: &'static str| {
        let found =
            live.read_untracked(|bench| choices(bench.plan(), table, "", &[], MOST)).unwrap_or_default();
        let found = found.into_iter().map(|one| (one.record.id.to_string(), one.name));
        StoredValue::new([(String::new(), none.to_owned())].into_iter().chain(found).gather::<Vec<_>>())
    };
    let (teams, people) = (options(Table::Groups, words.no_team), options(Table::People, words.no_person));
    let title = RwSignal::new(String::new());
    let added = of;
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = live
            .read_untracked(|bench| add_step(bench.plan(), &added, &title.get_untracked(), StepKind::Task))
            .flatten();
        if command.is_some_and(|command| live.run(&command).is_some()) {
            title.set(String::new());
        }
    };
    let is_empty = move || keys().is_empty();
    view! {
        {move || is_empty().then(|| view! { <p class="muted">{words.no_steps}</p> })}
        <ol class="draft-steps">
            <Rows each=keys children=move |key| draft_row(&of, key, page, teams, people) />
        </ol>
        <form class="add-step" on:submit=add>
            <input type="text" required aria-label=words.new_step placeholder=words.new_step prop:value=move || title.get() on:input=move |event| title.set(event_target_value(&event)) />
            <button type="submit" class="button"><Icon shape=Shape::Plus />{words.add_step}</button>
        </form>
    }
}

type Options = StoredValue<Vec<(String, String)>>;

fn draft_row(of: &RecordRef, key: String, page: Page, teams: Options, people: Options) -> View {
    let live = use_live();
    let words = &text().runbook;
    let of = StoredValue::new((*of, key));
    let row = move |read: fn(&StepRow) -> String| {
        page.with(|page| {
            of.with_value(|(_, key)| page.as_ref()?.rows.iter().find(|row| row.key == *key).map(read))
        })
        .unwrap_or_default()
    };
    let wrong = RwSignal::new(String::new());
    let edit = move |edit: StepEdit| {
        let command =
            live.read_untracked(|bench| of.with_value(|(of, key)| edit_step(bench.plan(), of, key, &edit)));
        match command {
            Some(Ok(command)) => {
                wrong.set(String::new());
                live.run(&command);
            }
            Some(Err(why)) => wrong.set(why),
            None => {}
        }
    };
    let field = move |class: &'static str,
                      label: &'static str,
                      value: fn(&StepRow) -> String,
                      make: fn(String) -> StepEdit| {
        view! {
            <input type="text" class=class aria-label=move || (words.field_of)(label, &row(|row| row.number.to_string())) placeholder=label
                prop:value=move || row(value) on:change=move |event| edit(make(event_target_value(&event))) />
        }
    };
    let choice = move |label: &'static str,
                       value: fn(&StepRow) -> String,
                       options: Vec<(String, String)>,
                       make: fn(String) -> StepEdit| {
        let value = Signal::derive(move || row(value));
        view! { <Select value options label=label on_choose=move |word| edit(make(word)) /> }
    };
    let button = move |label: &'static str, sign: View, act: StepEdit| {
        view! {
            <button type="button" class="button small quiet icon-only" aria-label=move || (words.field_of)(label, &row(|row| row.number.to_string())) title=label
                on:click=move |_| edit(act.clone())>{sign}</button>
        }
    };
    let kinds = StepKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).gather();
    view! {
        <li class="draft-step">
            <span class="draft-number">{move || row(|row| row.number.to_string())}</span>
            {field("draft-title", words.title, |row| row.title.clone(), StepEdit::Title)}
            {choice(words.kind, |row| row.kind.word().to_owned(), kinds, StepEdit::Kind)}
            {field("draft-minutes", words.duration, |row| row.minutes.to_string(), StepEdit::Minutes)}
            {field("draft-after", words.waits_for, |row| row.after.clone(), StepEdit::After)}
            {choice(words.team, |row| row.team.clone(), teams.get_value(), StepEdit::Team)}
            {choice(words.person, |row| row.owner.clone(), people.get_value(), StepEdit::Owner)}
            <span class="draft-acts">
                {button(words.up, view! { <span aria-hidden="true">"↑"</span> }, StepEdit::Up)}
                {button(words.down, view! { <span aria-hidden="true">"↓"</span> }, StepEdit::Down)}
                {button(words.remove, view! { <Icon shape=Shape::Remove /> }, StepEdit::Remove)}
            </span>
            {move || {
                let wrong = wrong.get();
                (!wrong.is_empty()).then(|| view! { <p class="field-error" role="alert">{wrong}</p> })
            }}
        </li>
    }
}
