//! Contention: where more is wanted of an environment than there is, in four views, with its ways out.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::{heat_days, heat_map, legend};
use crate::planner::views::contention::{Clash, ClashGroup, Glass, Party, contention};
use crate::planner::views::environments::{EnvironmentView, Grain, environments};
use crate::ui::components::SegmentedControl;
use crate::ui::findings::FindingCardView;
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::releases::percent;
use crate::ui::text::text;

/// How many weeks the overview shows.
const WEEKS: usize = 14;

/// The four views, and the one that the address asks for.
pub fn contention_view() -> View {
    let live = use_live();
    let words = &text().environments;
    let chosen = Signal::derive(move || live.route().param("by").to_owned());
    let choices = words.glasses.iter().map(|(word, said)| ((*word).to_owned(), (*said).to_owned())).gather();
    let groups = Memo::new(move |_| {
        let glass = match live.route().param("by") {
            "environment" => Glass::Environment,
            "group" => Glass::Group,
            "release" => Glass::Release,
            _ => return None,
        };
        live.read(|bench| contention(bench, glass))
    });
    let shown = move || match groups.get() {
        None => overview(),
        Some(groups) if groups.is_empty() => view! { <p class="empty">{words.no_contention}</p> },
        Some(groups) => groups.into_iter().map(group).collect_view(),
    };
    view! {
        <div class="glasses">
            <SegmentedControl name=words.glass choices chosen on_choose=move |word: String| live.go_quietly(&live.route().with("by", &word)) />
        </div>
        {shown}
    }
}

/// All environments beside each other, week by week.
fn overview() -> View {
    let live = use_live();
    let words = &text().environments;
    let shown = live.read(|bench| environments(bench, Grain::Week, WEEKS)).unwrap_or_default();
    let weeks = heat_days(&shown, 2);
    let rows = shown.into_iter().map(row);
    view! {
        {legend()}
        <div class="overview card" role="table" aria-label=words.overview>
            <div class="overview-row overview-head muted small" role="row">
                <span role="columnheader">{words.environment}</span>
                <span class="heat-map weeks" role="columnheader">{weeks}</span>
                <span role="columnheader">{words.utilisation}</span>
                <span role="columnheader">{words.idle}</span>
                <span role="columnheader">{words.clashes}</span>
                <span role="columnheader">{words.waiting}</span>
            </div>
            {rows.collect_view()}
        </div>
    }
}

fn row(one: EnvironmentView) -> View {
    let words = &text().environments;
    let clashes = if one.clashes == 0 { "muted" } else { "fault" };
    let waiting = if one.requests == 0 { "muted" } else { "caution" };
    let used = one.utilisation;
    let meter = u16::try_from(used.percent.min(100) * 10).unwrap_or(0);
    view! {
        <div class="overview-row" role="row">
            <span role="cell"><RecordLink of=one.of name=one.name.clone() /></span>
            <span role="cell">{heat_map(one.heat, &one.name, "weeks")}</span>
            <span role="cell" class="meter-cell"><span class="meter" aria-hidden="true"><i style:width=percent(meter)></i></span>{(words.percent)(used.percent)}</span>
            <span role="cell">{(words.idle_short)(used.idle_days, used.days)}</span>
            <span role="cell" class=clashes>{one.clashes}</span>
            <span role="cell" class=waiting>{one.requests}</span>
        </div>
    }
}

fn group(group: ClashGroup) -> View {
    let words = &text().environments;
    let count = group.clashes.len();
    view! {
        <section class="clash-group">
            <h2>{group.name}<span class="muted small">{(words.clash_count)(count)}</span></h2>
            {group.clashes.into_iter().map(clash).collect_view()}
        </section>
    }
}

fn clash(clash: Clash) -> View {
    let ticks = clash.ticks.iter().map(|tick| view! { <span class="axis-tick" style:inset-inline-start=percent(tick.at)>{tick.label.clone()}</span> });
    let span = clash.span;
    let parties = clash.parties.into_iter().map(move |one| party(one, span));
    let cards = clash.cards.into_iter().map(|card| view! { <FindingCardView card /> });
    view! {
        <article class="clash card panel">
            <header class="panel-head">
                <h3><RecordLink of=clash.environment.record name=clash.environment.name /></h3>
                <span class="muted">{clash.when}</span>
            </header>
            <div class="clash-axis small muted" aria-hidden="true">{ticks.collect_view()}</div>
            <ul class="clash-parties">{parties.collect_view()}</ul>
            <ul class="finding-list">{cards.collect_view()}</ul>
        </article>
    }
}

fn party(party: Party, span: Option<crate::planner::views::scale::Stretch>) -> View {
    let facts: Vec<String> =
        [party.purpose, party.status].into_iter().filter(|fact| !fact.is_empty()).gather();
    let class = if party.is_firm { "clash-bar firm" } else { "clash-bar" };
    view! {
        <li class="clash-party">
            <span class="clash-name"><RecordLink of=party.of name=party.name /><span class="muted small">{facts.join(" · ")}</span></span>
            <span class="clash-lane" title=party.when.clone()>
                {span.map(|span| view! { <i class="clash-span" style:inset-inline-start=percent(span.from) style:width=percent(span.width)></i> })}
                {party.stretch.map(|stretch| view! { <i class=class style:inset-inline-start=percent(stretch.from) style:width=percent(stretch.width)></i> })}
                <span class="visually-hidden">{party.when.clone()}</span>
            </span>
        </li>
    }
}
