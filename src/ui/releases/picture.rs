//! The phases of a release on an axis of time: baseline, plan and actual, with what can be done with each.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::arrows::ArrowLayer;
use super::page::{Page, part};
use super::portfolio::{diamond, percent, phase_tone};
use super::step_buttons;
use crate::model::{Command, RecordRef};
use crate::planner::views::release::ReleasePage;
use crate::planner::views::release_picture::{PhaseRow, redate};
use crate::ui::components::{Icon, SegmentedControl, Shape};
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// Plan against actual, phase by phase.
pub fn picture_panel(of: &RecordRef, page: Page) -> View {
    let live = use_live();
    let words = &text().releases;
    let refs = move || {
        page.with(|page| page.iter().flat_map(|page| &page.picture.rows).map(|row| row.of).gather::<Vec<_>>())
    };
    let is_any = move || page.with(|page| page.as_ref().is_some_and(|page| !page.picture.rows.is_empty()));
    let is_dating = RwSignal::new(false);
    let (baseline_of, dated) = (*of, *of);
    let take_baseline = move |_| {
        baseline_of.id_of().into_iter().for_each(|id| drop(live.run(&Command::TakeBaseline(id))));
    };
    let arrows = ArrowLayer::new(Callback::new(move |()| page.track()), true);
    let baseline = move || page.with(|page| page.as_ref().is_some_and(|page| page.picture.has_baseline));
    view! {
        <Show when=is_any>
            <section class="card panel">
                <header class="panel-head">
                    <h2>{words.plan_and_actual}</h2>
                    <span class="button-row">
                        {arrows.toggle()}
                        <button type="button" class="button small" aria-expanded=move || is_dating.get().to_string() on:click=move |_| is_dating.update(|open| *open = !*open)>{words.redate}</button>
                        <button type="button" class="button small" title=words.take_baseline_hint on:click=take_baseline>
                            {move || if baseline() { words.take_baseline_again } else { words.take_baseline }}
                        </button>
                    </span>
                </header>
                {
                    move || is_dating.get().then(|| dates_form(&dated, is_dating))
                }
                <div class="phase-picture" node_ref=arrows.picture
                    on:pointerover=move |event| arrows.point_at(event.target())
                    on:pointerleave=move |_| arrows.point_at(None)
                    on:focusin=move |event| arrows.point_at(event.target())
                    on:focusout=move |_| arrows.point_at(None)>
                    <div class="phase-picture-axis" aria-hidden="true">{part(page, axis)}</div>
                    <ul>
                        <Rows each=refs children=move |of| phase_row(of, page) />
                    </ul>
                    {arrows.view()}
                </div>
                <p class="legend muted small">
                    <span class="legend-step"><i class="axis-phase planned" aria-hidden="true"></i>{words.legend_planned}</span>
                    <span class="legend-step"><i class="axis-phase baseline" aria-hidden="true"></i>{words.legend_baseline}</span>
                    <span class="legend-step"><i class="axis-phase actual" aria-hidden="true"></i>{words.legend_actual}</span>
                </p>
            </section>
        </Show>
    }
}

fn axis(page: &ReleasePage) -> View {
    let ticks = page.picture.ticks.iter().map(|tick| {
        view! { <span class="axis-tick" style:inset-inline-start=percent(tick.at)>{tick.label.clone()}</span> }
    });
    ticks.collect_view()
}

/// The row stays where it is while its phase changes, so that the focus stays on its buttons.
fn phase_row(of: RecordRef, page: Page) -> View {
    let live = use_live();
    let words = &text().releases;
    let row = move |of: &RecordRef| {
        page.with(|page| page.iter().flat_map(|page| &page.picture.rows).find(|row| row.of == *of).cloned())
    };
    let row_of = of.to_string();
    let (named, drawn, stepped, moved) = (of, of, of, of);
    let moves = [("‹", 0_usize), ("›", 1)].map(|(sign, place)| {
        let (of, at, pressed) = (moved, moved, moved);
        let verb = move || row(&of).and_then(|row| Some((words.move_phase)(&row.name, row.moves.get(place)?.verb)));
        let is_movable = move || row(&at).is_some_and(|row| place < row.moves.len());
        let press = move |_| {
            let step = row(&pressed).and_then(|row| row.moves.get(place).cloned());
            step.iter().for_each(|step| drop(live.run(&step.command)));
        };
        view! {
            <button type="button" class="button small icon-only quiet" hidden=move || !is_movable() aria-label=verb title=verb on:click=press>
                <span aria-hidden="true">{sign}</span>
            </button>
        }
    });
    view! {
        <li class="phase-row" data-of=row_of>
            <div class="phase-row-name">{move || row(&named).map(name)}</div>
            <div class="phase-row-axis">
                {part(page, lines)}
                {move || row(&drawn).map(bars)}
            </div>
            <div class="phase-row-steps">
                {moves.into_iter().collect_view()}
                {move || row(&stepped).map(|row| step_buttons(&row.steps, "small"))}
            </div>
        </li>
    }
}

fn name(row: PhaseRow) -> View {
    let waits = row.waits.into_iter().map(|wait| {
        let class = if wait.is_kept { "muted small" } else { "fault small" };
        view! { <span class=class>{wait.said}</span> }
    });
    let booked = if row.is_unbooked { "caution small" } else { "muted small" };
    let facts =
        [row.place, row.said, row.tests].into_iter().filter(|fact| !fact.is_empty()).gather::<Vec<_>>();
    view! {
        <strong><RecordLink of=row.of name=row.name /></strong>
        <span class="muted small">{facts.join(" · ")}</span>
        <span class="phase-row-state">
            <span class=format!("small state-{}", phase_tone(row.status))>{row.status.label()}</span>
            {(!row.drift.is_empty()).then(|| view! { <span class="small drift">{row.drift}</span> })}
            {(!row.booked.is_empty()).then(|| view! { <span class=booked>{row.booked}</span> })}
        </span>
        {waits.collect_view()}
    }
}

fn lines(page: &ReleasePage) -> View {
    let picture = &page.picture;
    let line = |class: &'static str, at: u16| {
        view! { <i class=class style:inset-inline-start=percent(at)></i> }
    };
    let lines = picture.ticks.iter().map(|tick| line("axis-line", tick.at));
    let now = picture.now.map(|at| line("axis-line now", at));
    let live = picture.live.map(|at| line("live-mark", at));
    let baseline =
        picture.baseline_live.filter(|at| Some(*at) != picture.live).map(|at| line("live-mark baseline", at));
    view! { <span class="axis-lines" aria-hidden="true">{lines.chain(now).chain(live).chain(baseline).collect_view()}</span> }
}

fn bars(row: PhaseRow) -> View {
    let bar = |class: String, of: Option<String>, stretch: crate::planner::views::scale::Stretch| {
        view! { <i class=class data-bar=of style:inset-inline-start=percent(stretch.from) style:width=percent(stretch.width)></i> }
    };
    let gates = row.gates.into_iter().map(|(at, decision, is_late, said)| {
        view! { <span class=format!("axis-gate {}", diamond(decision, is_late)) style:inset-inline-start=percent(at) title=said></span> }
    });
    view! {
        <span aria-hidden="true">
            {row.baseline.map(|stretch| bar("axis-phase baseline".to_owned(), None, stretch))}
            {row.planned.map(|stretch| bar(format!("axis-phase {}", phase_tone(row.status)), Some(row.of.to_string()), stretch))}
            {row.actual.map(|stretch| bar("axis-phase actual".to_owned(), None, stretch))}
            {gates.collect_view()}
        </span>
    }
}

/// Dates the phases anew from a day, over working days.
fn dates_form(of: &RecordRef, is_open: RwSignal<bool>) -> View {
    let live = use_live();
    let (words, new) = (&text().releases, &text().new_release);
    let backwards = RwSignal::new(true);
    let day = RwSignal::new(String::new());
    let of = *of;
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = redate(&of, backwards.get_untracked(), &day.get_untracked());
        if command.is_some_and(|command| live.run(&command).is_some()) {
            is_open.set(false);
        }
    };
    let choices =
        vec![("end".to_owned(), new.backwards.to_owned()), ("start".to_owned(), new.forwards.to_owned())];
    let chosen = Signal::derive(move || if backwards.get() { "end" } else { "start" }.to_owned());
    view! {
        <form class="redate-form" on:submit=take>
            <SegmentedControl name=new.direction choices chosen on_choose=move |word: String| backwards.set(word == "end") />
            <input type="date" required aria-label=words.redate_day on:input=move |event| day.set(event_target_value(&event)) />
            <button type="submit" class="button small primary"><Icon shape=Shape::Tick />{words.redate_take}</button>
            <span class="muted small">{words.redate_hint}</span>
        </form>
    }
}
