//! Risk with every line that made it, the questions to answer, and the impact drawn on what hangs on what.

use leptos::prelude::*;

use crate::model::{Command, RecordRef, Risk};
use crate::planner::Workbench;
use crate::planner::views::impact::{ImpactView, impact};
use crate::planner::views::risk::{EngineView, QuestionView, RiskView, answer, risk};
use crate::planner::views::services::impact_map;
use crate::ui::components::Show;
use crate::ui::inspector::{RecordLink, Select};
use crate::ui::live::use_live;
use crate::ui::services::drawing;
use crate::ui::text::text;

/// The assessment of a change.
#[component]
pub fn Assessment(of: RecordRef) -> impl IntoView {
    let live = use_live();
    let of = StoredValue::new(of);
    let made = Memo::new(move |_| {
        let make = |bench: &Workbench| {
            let change = bench.plan().changes.get(&of.with_value(RecordRef::id_of)?)?;
            Some((risk(bench, change), impact(bench, change)))
        };
        live.read(make).flatten()
    });
    let give = Callback::new(move |(question, given): (String, String)| {
        let make = |bench: &Workbench| {
            let change = bench.plan().changes.get(&of.with_value(RecordRef::id_of)?)?;
            Some(answer(change, &question, Some(given.as_str()).filter(|given| !given.is_empty())))
        };
        let command: Option<Command> = live.read_untracked(make).flatten();
        command.iter().for_each(|command| drop(live.run(command)));
    });
    let risk_part = move || made.with(|made| made.as_ref().map(|(risk, _)| risk_view(risk)));
    let questions =
        move || made.with(|made| made.as_ref().map(|(risk, _)| risk.questions.clone())).unwrap_or_default();
    let asked = move || questions().into_iter().map(|one| question(one, give)).collect_view();
    let locked = move || made.with(|made| made.as_ref().and_then(|(risk, _)| risk.locked.clone()));
    let has_questions = Memo::new(move |_| !questions().is_empty());
    let open = Memo::new(move |_| made.with(|made| made.as_ref().map_or(0, |(risk, _)| risk.open)));
    let impact_part = move || made.with(|made| made.as_ref().map(|(_, impact)| impact_view(impact)));
    view! {
        {risk_part}
        <Show when=move || has_questions.get()>
            <fieldset class="questions" data-field="answers" disabled=move || locked().is_some() title=locked>
                <legend>{move || (text().risk.questions)(open.get())}</legend>
                <div class="question-list">{asked}</div>
            </fieldset>
        </Show>
        {impact_part}
    }
}

fn risk_chip(risk: Option<Risk>) -> AnyView {
    match risk {
        Some(risk) => {
            view! { <span class=format!("chip risk-{}", risk.word())>{risk.label()}</span> }.into_any()
        }
        None => view! { <span class="chip">{text().risk.unknown}</span> }.into_any(),
    }
}

fn risk_view(shown: &RiskView) -> AnyView {
    let live = use_live();
    let words = &text().risk;
    let adopt = shown.adopt.clone().zip(shown.assessed).map(|(adopt, risk)| match adopt {
        Ok(command) => {
            let take = move |_| drop(live.run(&command));
            view! { <button type="button" class="button small" on:click=take>{(words.adopt)(risk.label())}</button> }
                .into_any()
        }
        Err(why) => view! { <span class="muted small">{why}</span> }.into_any(),
    });
    let (points, most) = shown.points;
    let engines = shown.engines.iter().map(engine).collect_view();
    view! {
        <div class="risk-head">{risk_chip(shown.assessed)}<strong>{shown.sentence.clone()}</strong>{adopt}</div>
        <ul class="engines">{engines}</ul>
        {(most > 0).then(|| view! { <p class="muted small">{(words.points)(points, most)}</p> })}
    }
    .into_any()
}

fn engine(engine: &EngineView) -> AnyView {
    let lines = engine.lines.iter().map(|(line, risk)| {
        view! { <li><span>{line.clone()}</span>{risk.map(|risk| risk_chip(Some(risk)))}</li> }
    });
    let lines = lines.collect_view();
    view! {
        <li class="engine" class:decisive=engine.is_decisive>
            <h3>{engine.label}" "{risk_chip(engine.risk)}</h3>
            <ul>{lines}</ul>
        </li>
    }
    .into_any()
}

fn question(one: QuestionView, give: Callback<(String, String)>) -> AnyView {
    let words = &text().risk;
    let given = one.answers.iter().find(|answer| answer.is_given).map(|answer| answer.id.clone());
    let answers =
        one.answers.into_iter().map(|answer| (answer.id, (words.answer)(&answer.text, answer.points)));
    let options = [(String::new(), words.no_answer.to_owned())].into_iter().chain(answers).collect();
    let value = Signal::stored(given.unwrap_or_default());
    let id = one.id;
    view! {
        <label class="field">
            <span class="field-label">{one.text}</span>
            <Select value options on_choose=move |word: String| give.run((id.clone(), word)) />
        </label>
    }
    .into_any()
}

fn impact_view(shown: &ImpactView) -> AnyView {
    let words = &text().risk;
    let is_any = !shown.nodes.is_empty();
    let services = shown.services.iter().map(|line| {
        let (service, owner) = (line.service.clone(), line.owner.clone());
        view! {
            <li>
                <RecordLink of=service.record name=service.name />
                <span class=format!("criticality {}", line.criticality.word())>{line.criticality.label()}</span>
                <span class="muted small">{line.path_text.clone()}</span>
                {owner.map(|owner| view! { <span class="small">{words.owner}" "<RecordLink of=owner.record name=owner.name /></span> })}
            </li>
        }
    });
    let services = services.collect_view();
    view! {
        <h3>{shown.sentence.clone()}</h3>
        {is_any.then(|| view! {
            <div class="map-scroller impact-map" tabindex="0" role="group" aria-label=words.map>{drawing(impact_map(shown))}</div>
        })}
        <ul class="impact-services">{services}</ul>
    }
    .into_any()
}
