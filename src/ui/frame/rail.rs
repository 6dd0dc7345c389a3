//! The rail: the way to each screen, and the card of the open plan. On narrow screens it lies at the bottom.

use crate::ui::prelude::*;

use super::saving::SaveLine;
use crate::planner::views::frame::badge;
use crate::planner::{Route, Screen};
use crate::ui::components::{Icon, Shape};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The screens in the rail: those of every day first, since a narrow screen shows some of them and scrolls to the others.
/// The plans are behind the plan card.
const SCREENS: [(Screen, Shape); 11] = [
    (Screen::Schedule, Shape::Schedule),
    (Screen::Changes, Shape::Changes),
    (Screen::Releases, Shape::Releases),
    (Screen::Environments, Shape::Environments),
    (Screen::Services, Shape::Services),
    (Screen::Board, Shape::Board),
    (Screen::Waiting, Shape::Waiting),
    (Screen::Findings, Shape::Findings),
    (Screen::Freezes, Shape::Freezes),
    (Screen::Reports, Shape::File),
    (Screen::Policy, Shape::Policy),
];

/// The way to each screen, with how much is there.
#[component]
pub fn Rail() -> View {
    let live = use_live();
    let links = || {
        SCREENS
            .map(|(screen, shape)| view! { <RailLink screen=screen shape=shape /> })
            .into_iter()
            .collect_view()
    };
    view! {
        <nav class="rail" aria-label=text().frame.screens>
            <a class="rail-brand" href=Route::to(Screen::Schedule).address()>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path class="brand-hull" d="M3 16.5 14.5 5l5 5-6.5 6.5z" />
                    <path class="brand-way" d="M2 20h20" />
                </svg>
                <span>{text().frame.product}</span>
            </a>
            <Show when=move || live.is_open()>
                <ul class="rail-links">{links()}</ul>
            </Show>
            <PlanCard />
        </nav>
    }
}

#[component]
fn RailLink(screen: Screen, shape: Shape) -> View {
    let live = use_live();
    let name = (text().frame.screen)(screen);
    let is_here = Memo::new(move |_| live.route().screen == screen);
    let badge = Memo::new(move |_| live.read(|bench| badge(bench, screen)).flatten());
    let link = NodeRef::<leptos::html::A>::new();
    // On a narrow screen the rail is longer than the page is wide.
    Effect::new(move || {
        if let Some(link) = link.get().filter(|_| is_here.get()) {
            link.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <li>
            <a node_ref=link href=Route::to(screen).address() aria-current=move || is_here.get().then_some("page")>
                <Icon shape=shape />
                <span class="rail-name">{name}</span>
                {move || {
                    badge
                        .get()
                        .map(|badge| {
                            view! {
                                <span class="rail-count" class:alarm=badge.is_alarm>
                                    <span aria-hidden=badge.is_alarm.then_some("true")>{badge.count}</span>
                                    {badge
                                        .is_alarm
                                        .then(|| {
                                            view! {
                                                <span class="visually-hidden">
                                                    {(text().frame.blockers)(badge.count)}
                                                </span>
                                            }
                                        })}
                                </span>
                            }
                        })
                }}
            </a>
        </li>
    }
}

#[component]
fn PlanCard() -> View {
    let live = use_live();
    let name = Memo::new(move |_| live.read(|bench| bench.plan().settings.name.clone()));
    view! {
        <Show when=move || name.get().is_some()>
            <div class="plan-card">
                <a href=Route::to(Screen::Plans).address() title=text().frame.switch_plan>
                    <span class="plan-card-kind">{text().frame.plan}</span>
                    <span class="plan-card-name">
                        <span>{move || name.get()}</span>
                        <Icon shape=Shape::Down />
                    </span>
                </a>
                <SaveLine />
            </div>
        </Show>
    }
}
