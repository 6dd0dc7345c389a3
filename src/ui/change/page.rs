//! The page of a change, in the order of the work: request, assess, authorise, schedule, implement, review.

use crate::ui::prelude::*;

use super::approvals::authorise_part;
use super::history::History;
use super::review::ReviewPart;
use super::steps::Steps;
use crate::model::RecordRef;
use crate::planner::views::change_page::{ChangePage, page};
use crate::planner::views::findings::FindingsFilter;
use crate::planner::{Route, Screen};
use crate::ui::components::EmptyState;
use crate::ui::findings::{FindingGroups, watched};
use crate::ui::inspector::{Form, MoveForm, OutageDrawing, fields};
use crate::ui::live::use_live;
use crate::ui::risk::{ImpactDrawing, RiskPart};
use crate::ui::runbook::runbook_address;
use crate::ui::text::text;

const REQUEST: &[&str] =
    &["title", "description", "kind", "requester", "owner", "group", "category", "labels"];
const ASSESS: &[&str] = &["risk", "cis", "services", "environments"];
const SCHEDULE: &[&str] = &["planned", "outage", "release", "depends_on"];
const IMPLEMENT: &[&str] = &[
    "implementers",
    "implementation_plan",
    "backout_plan",
    "backout_minutes",
    "backout_tested",
    "test_evidence",
    "deploys.version",
    "deploys.repository",
    "deploys.commit",
    "actual_start",
    "actual_end",
];

/// The page of the change of this id.
#[component]
pub fn ChangePageView(id: String) -> View {
    let live = use_live();
    let words = &text().change;
    let of = RecordRef::new(crate::model::Table::Changes, &id);
    let known = of;
    let page = Memo::new(move |_| live.read(|bench| page(bench, &known.id_of()?)).flatten());
    let is_there = Memo::new(move |_| page.with(Option::is_some));
    let body = move || {
        if is_there.get() {
            body(&of, page)
        } else {
            view! { <EmptyState title=words.gone hint=words.gone_hint /> }
        }
    };
    view! {
        <div class="page change-page">
            <p class="crumb"><a href=Route::to(Screen::Changes).address()>{text().changes.title}</a></p>
            {body}
        </div>
    }
}

fn body(of: &RecordRef, page: Memo<Option<ChangePage>>) -> View {
    let words = &text().change;
    let form = Form::of(*of);
    let head = move || page.with(|page| page.as_ref().map(head));
    let owned = *of;
    let authorise = move || {
        page.with(|page| page.as_ref().map(|page| page.authorise.clone()))
            .map(|one| authorise_part(&owned, one))
    };
    let runbooks = move || page.with(|page| page.as_ref().map(runbooks));
    view! {
        <header class="change-head">{head}<Steps of=*of /></header>
        <div class="change-columns">
            <div class="change-main">
                {part("request", words.request, fields(form, REQUEST))}
                {part("assess", words.assess, view! {
                    {fields(form, ASSESS)}
                    <RiskPart of=*of />
                    <ImpactDrawing of=*of />
                })}
                {part("authorise", words.authorise, authorise.into_view())}
                {part("schedule", words.schedule, view! {
                    {fields(form, SCHEDULE)}
                    <OutageDrawing of=*of />
                    <MoveForm of=*of />
                })}
                {part("implement", words.implement, view! {
                    {fields(form, IMPLEMENT)}
                    {runbooks}
                })}
                {part("review", words.review, view! {
                    {fields(form, &["outcome"])}
                    <ReviewPart of=*of page />
                })}
            </div>
            <div class="change-side">
                {part("findings", words.findings, view! { <Findings of=*of /> })}
                {part("history", words.history, view! { <History of=*of /> })}
            </div>
        </div>
    }
}

fn head(page: &ChangePage) -> View {
    let reason = (!page.reason.is_empty()).then(|| (text().change.because)(&page.reason));
    view! {
        <p class="muted small">{page.over.clone()}</p>
        <h1>{page.title.clone()}" "<span class=format!("chip status-{}", page.status.word())>{page.status.label()}</span></h1>
        {reason.map(|reason| view! { <p class="change-reason">{reason}</p> })}
    }
}

fn part(name: &str, title: &'static str, body: View) -> View {
    let id = format!("part-{name}");
    let heading = format!("{id}-title");
    let labelled = heading.clone();
    view! {
        <section class="card panel change-part" id=id tabindex="-1" aria-labelledby=labelled>
            <h2 id=heading>{title}</h2>
            {body}
        </section>
    }
}

fn runbooks(page: &ChangePage) -> View {
    let lines = page.runbooks.iter().map(|(named, status)| {
        let named = named.clone();
        view! { <li><a href=runbook_address(&named.record)>{named.name}</a>" "<span class="chip">{*status}</span></li> }
    });
    let lines = lines.collect_view();
    view! {
        <div class="form-row">
            <span class="form-label">{text().change.runbooks}</span>
            {if page.runbooks.is_empty() {
                view! { <p class="muted small">{text().change.no_runbook}</p> }
            } else {
                view! { <ul>{lines}</ul> }
            }}
        </div>
    }
}

#[component]
fn Findings(of: RecordRef) -> View {
    let filter = FindingsFilter { record: Some(of), ..FindingsFilter::default() };
    let shown = watched(Signal::stored(filter));
    let is_clean = move || shown.with(|shown| shown.as_ref().is_none_or(|shown| shown.groups.is_empty()));
    view! {
        <Show when=is_clean><p class="muted">{text().change.no_findings}</p></Show>
        <FindingGroups shown />
    }
}
