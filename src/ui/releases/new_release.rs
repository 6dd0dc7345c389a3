//! The dialog that plans a release from a template, with the dates before it is planned.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::page_address;
use crate::model::{Command, ReleaseKind, Severity, Table};
use crate::planner::Refusal;
use crate::planner::views::findings_proof::Named;
use crate::planner::views::new_release::{
    Planned, PlannedPhase, Wanted, environments, holders, planned, templates, to_edit,
};
use crate::ui::components::{Dialog, Field, SegmentedControl};
use crate::ui::inspector::{Select, add_new};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// Asks for template, name, dates and environments of a release.
#[component]
pub fn NewReleaseDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The id of the release that is to hold it.
    #[prop(into, optional)]
    parent: String,
) -> View {
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=text().new_release.title class="wide">
            {form(open, &parent)}
        </Dialog>
    }
}

fn form(open: RwSignal<bool>, parent: &str) -> View {
    let live = use_live();
    let words = &text().new_release;
    let offered = live.read_untracked(|bench| templates(bench.plan())).unwrap_or_default();
    let first = offered.first().map_or(String::new(), |first| first.id.clone());
    let wanted = RwSignal::new(Wanted {
        template: first,
        name: String::new(),
        kind: String::new(),
        parent: parent.to_owned(),
        backwards: true,
        day: String::new(),
        environments: Vec::new(),
        book: true,
    });
    let found = Memo::new(move |_| {
        let wanted = wanted.get();
        live.read(|bench| planned(bench, &wanted)).unwrap_or(Err(Refusal::Nothing))
    });
    let choices = offered.into_iter().map(move |choice| {
        let (id, own) = (choice.id.clone(), choice.id);
        let choose = move |_| wanted.update(|wanted| {
            wanted.template.clone_from(&id);
            (wanted.kind, wanted.environments) = (String::new(), Vec::new());
        });
        view! {
            <label class="template">
                <input type="radio" name="release-template" prop:checked=move || wanted.with(|wanted| wanted.template == own) on:change=choose />
                <span>
                    <span class="template-name">{choice.name}</span>
                    <span class="muted small">{choice.kind.label()}" · "{choice.size}". "{choice.description}</span>
                </span>
            </label>
        }
    });
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match found.get_untracked() {
            Ok(planned) => {
                if live.run(&planned.command).is_some() {
                    open.set(false);
                    let page = planned.release.map(|release| page_address(&release));
                    page.iter().for_each(|page| drop(window().location().set_hash(page)));
                }
            }
            Err(refusal) => live.tell(&refusal.to_string(), true),
        }
    };
    let blank = move |_| {
        open.set(false);
        add_new(live, Table::Releases, text().releases.new_name, None);
    };
    let edit = move |_| {
        let asked = live
            .read_untracked(|bench| wanted.with_untracked(|wanted| to_edit(bench.plan(), &wanted.template)));
        let Some((add, template)) = asked.flatten() else { return };
        add.iter().for_each(|add| drop(live.run(add)));
        open.set(false);
        live.select(Some(&template));
    };
    let kinds = ReleaseKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    let kinds: Vec<(String, String)> =
        [(String::new(), words.kind_of_template.to_owned())].into_iter().chain(kinds).gather();
    let directions =
        vec![("end".to_owned(), words.backwards.to_owned()), ("start".to_owned(), words.forwards.to_owned())];
    let direction = Signal::derive(move || {
        if wanted.with(|wanted| wanted.backwards) { "end" } else { "start" }.to_owned()
    });
    let holding = live.read_untracked(|bench| holders(bench.plan())).unwrap_or_default();
    let has_holders = !holding.is_empty();
    let held = move |named: Vec<Named>| {
        let options =
            [(String::new(), words.no_parent.to_owned())].into_iter().chain(named_options(named)).gather();
        let value = Signal::derive(move || wanted.with(|wanted| wanted.parent.clone()));
        view! { <Field label=words.parent><Select value options on_choose=move |id| wanted.update(|wanted| wanted.parent = id) /></Field> }
    };
    let kind = Signal::derive(move || wanted.with(|wanted| wanted.kind.clone()));
    view! {
        <form class="new-release" on:submit=take>
            <div class="new-release-asks">
                <fieldset class="templates"><legend class="field-label">{words.template}</legend>{choices.collect_view()}
                    <button type="button" class="button small quiet" on:click=edit>{words.edit}</button>
                </fieldset>
                <Field label=words.name>
                    <input type="text" required autocomplete="off" placeholder=words.name_hint on:input=move |event| wanted.update(|wanted| wanted.name = event_target_value(&event)) />
                </Field>
                <div class="field-pair">
                    <Field label=words.kind><Select value=kind options=kinds on_choose=move |word| wanted.update(|wanted| wanted.kind = word) /></Field>
                    {has_holders.then(|| held(holding))}
                </div>
                <div class="field-pair">
                    <SegmentedControl name=words.direction choices=directions chosen=direction on_choose=move |word: String| wanted.update(|wanted| wanted.backwards = word == "end") />
                    <input type="date" required aria-label=move || if wanted.with(|wanted| wanted.backwards) { words.backwards } else { words.forwards }
                        on:input=move |event| wanted.update(|wanted| wanted.day = event_target_value(&event)) />
                </div>
                <label class="check">
                    <input type="checkbox" prop:checked=move || wanted.with(|wanted| wanted.book) on:change=move |event| wanted.update(|wanted| wanted.book = event_target_checked(&event)) />
                    <span>{words.book}</span>
                </label>
            </div>
            {outlook(wanted, found)}
            <div class="dialog-actions">
                <button type="button" class="button quiet" on:click=blank>{words.blank}</button>
                <button type="button" class="button" on:click=move |_| open.set(false)>{words.cancel}</button>
                <button type="submit" class="button primary">{words.plan}</button>
            </div>
        </form>
    }
}

/// The dates, or what is missing before there are any.
fn outlook(wanted: RwSignal<Wanted>, found: Memo<Result<Planned, Refusal>>) -> View {
    let live = use_live();
    let words = &text().new_release;
    let phases = move || found.with(|found| found.as_ref().map_or(Vec::new(), |found| found.phases.clone()));
    let is_planned = Memo::new(move |_| found.with(Result::is_ok));
    let options: Vec<(String, String)> = live
        .read_untracked(|bench| environments(bench.plan()))
        .map_or(Vec::new(), |all| named_options(all).gather());
    let options: Vec<(String, String)> =
        [(String::new(), words.no_environment.to_owned())].into_iter().chain(options).gather();
    let row = move |phase: PlannedPhase| {
        let (place, value) = (phase.place, Signal::stored(phase.environment));
        let choose = move |id: String| {
            wanted.update(|wanted| {
                wanted.environments.retain(|(of, _)| *of != place);
                wanted.environments.push((place, id));
            })
        };
        let gates = phase.gates.into_iter().map(|gate| view! { <li class="planned-gate"><span class="gate-diamond" aria-hidden="true"></span>{gate}</li> });
        view! {
            <li class="planned-phase">
                <strong>{phase.name.clone()}</strong>
                <span>{phase.when}</span>
                <span class="muted small">{phase.length}</span>
                <Select value options=options.clone() on_choose=choose label=(words.environment_of)(&phase.name) />
                <ul>{gates.collect_view()}</ul>
            </li>
        }
    };
    let said = move || {
        let found = found.get();
        let Ok(planned) = found else {
            let why = found.err().map_or(String::new(), |refusal| refusal.to_string());
            return view! { <p class="muted">{words.outlook_hint}</p><p class="muted small">{why}</p> };
        };
        let past = planned.begins_in_the_past.then(|| view! { <p class="caution">{words.past}</p> });
        view! { <p>{(words.go_live)(&planned.go_live)}</p>{past}{breaks(&planned.command)} }
    };
    view! {
        <section class="new-release-outlook" aria-live="polite">
            <h3>{words.outlook}</h3>
            {said}
            <Show when=move || is_planned.get()>
                <ol class="planned-phases">
                    <Rows each=phases children=row.clone() />
                </ol>
            </Show>
        </section>
    }
}

/// What a command would break, named.
pub fn breaks(command: &Command) -> View {
    let live = use_live();
    let words = &text().new_release;
    let Some(Ok(preview)) = live.preview(command) else { return View::default() };
    let lines: Vec<_> = preview.appears.into_iter().filter(|finding| finding.waived.is_none()).gather();
    if lines.is_empty() {
        return view! { <p class="good">{words.breaks_nothing}</p> };
    }
    let count = lines.len();
    let lines = lines.into_iter().take(5).map(|finding| {
        let class =
            if finding.severity == Severity::Blocker { "mark mark-blocker" } else { "mark mark-warning" };
        view! { <li><span class=class title=finding.severity.label()></span>" "{finding.sentence}</li> }
    });
    view! { <p class="caution">{(words.breaks)(count)}</p><ul class="would-break small">{lines.collect_view()}</ul> }
}

fn named_options(named: Vec<Named>) -> impl Iterator<Item = (String, String)> {
    named.into_iter().map(|one| (one.record.id.to_string(), one.name))
}
