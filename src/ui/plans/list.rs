//! The plans of this browser: open, duplicate, export, remove.

use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::download::{Export, export};
use crate::model::{Id, Plan, Table};
use crate::planner::views::frame::saved_time;
use crate::planner::{Route, Screen};
use crate::rules::wording::moment;
use crate::storage::PlanSummary;
use crate::ui::components::{Dialog, Icon, Shape};
use crate::ui::frame::use_desk;
use crate::ui::live::{Live, now, use_live};
use crate::ui::plans::zone_field::browser_zone;
use crate::ui::text::text;

/// A plan that is asked about: id and name.
type Asked = RwSignal<Option<(Id<Plan>, String)>>;

/// All plans, last saved first.
#[component]
pub fn PlanList() -> View {
    let live = use_live();
    let words = &text().plans;
    let asked: Asked = RwSignal::new(None);
    let rows = move || {
        let plans = live.plans.get();
        plans.into_iter().map(|plan| view! { <PlanRow plan=plan asked=asked /> }).collect_view()
    };
    view! {
        <table class="plan-list card">
            <thead>
                <tr>
                    <th scope="col">{words.column_plan}</th>
                    <th scope="col">{words.column_saved}</th>
                    <th scope="col">{words.column_holds}</th>
                    <th scope="col">
                        <span class="visually-hidden">{words.column_actions}</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <RemoveDialog asked=asked />
    }
}

#[component]
fn PlanRow(plan: PlanSummary, asked: Asked) -> View {
    let live = use_live();
    let desk = use_desk();
    let words = &text().plans;
    let zone = browser_zone();
    let count = |table: Table| plan.counts.iter().find(|(of, _)| *of == table).map_or(0, |(_, count)| *count);
    let holds = (words.holds)(count(Table::Changes), count(Table::Releases), count(Table::Environments));
    let is_open = {
        let id = plan.id;
        Memo::new(move |_| live.read(|bench| bench.plan().id == id).unwrap_or(false))
    };
    let open = {
        let id = plan.id;
        move |_| {
            if is_open.get_untracked() {
                return live.go(&Route::to(Screen::Schedule));
            }
            desk.leave_plan(live, move || {
                spawn_local(async move {
                    if live.open_stored(id).await {
                        live.go(&Route::to(Screen::Schedule));
                    }
                })
            });
        }
    };
    let (duplicated, exported, removed) = (plan.id, plan.id, plan.id);
    let name = plan.name.clone();
    let named = |action: &str| format!("{action}: {}", plan.name);
    view! {
        <tr>
            <th scope="row">
                <button type="button" class="plan-open" aria-label=(words.open)(&plan.name) on:click=open>
                    {plan.name.clone()}
                </button>
                <Show when=move || is_open.get()>
                    <span class="chip good">{words.is_open}</span>
                </Show>
            </th>
            <td class="muted nowrap" title=moment(plan.saved_at, zone)>{saved_time(plan.saved_at, now(), zone)}</td>
            <td class="muted">{holds}</td>
            <td>
                <div class="plan-actions">
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=named(words.duplicate)
                        on:click=move |_| spawn_local(live.duplicate(duplicated))
                    >
                        {words.duplicate}
                    </button>
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=named(words.export)
                        on:click=move |_| spawn_local(export_stored(live, exported))
                    >
                        {words.export}
                    </button>
                    <button
                        type="button"
                        class="button quiet small icon-only danger"
                        aria-label=named(words.remove)
                        title=named(words.remove)
                        on:click=move |_| asked.set(Some((removed, name.clone())))
                    >
                        <Icon shape=Shape::Remove />
                    </button>
                </div>
            </td>
        </tr>
    }
}

async fn export_stored(live: Live, id: Id<Plan>) {
    let open = live.read_untracked(|bench| bench.plan().clone()).filter(|plan| plan.id == id);
    let plan = match open {
        Some(plan) => Ok(plan),
        None => live.archive().open(&id).await.map(|opened| opened.plan),
    };
    match plan {
        Ok(plan) => export(live, &plan, Export::Plan),
        Err(fault) => live.tell(&fault.to_string(), true),
    }
}

/// Asks before a plan is removed, because that cannot be undone, and offers a file of it first.
#[component]
fn RemoveDialog(asked: Asked) -> View {
    let live = use_live();
    let words = &text().plans;
    let open = Signal::derive(move || asked.with(Option::is_some));
    let title = move || {
        asked.with(|plan| plan.as_ref().map(|(_, name)| (words.remove_title)(name)).unwrap_or_default())
    };
    let save = move |_| {
        if let Some((id, _)) = asked.get_untracked() {
            spawn_local(export_stored(live, id));
        }
    };
    let remove = move |_| {
        if let Some((id, name)) = asked.get_untracked() {
            spawn_local(async move { live.remove_plan(id, &name).await });
        }
        asked.set(None);
    };
    view! {
        <Dialog open=open on_close=move |()| asked.set(None) title=Signal::derive(title)>
            <p>{words.remove_more}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| asked.set(None)>
                    {words.cancel}
                </button>
                <button type="button" class="button" on:click=save>
                    {words.export_first}
                </button>
                <button type="button" class="button danger" on:click=remove>
                    {words.remove}
                </button>
            </div>
        </Dialog>
    }
}
