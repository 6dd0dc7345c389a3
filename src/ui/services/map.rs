//! The map of what hangs on what, drawn around one service or item.

use crate::ui::prelude::*;

use crate::model::RecordRef;
use crate::planner::views::services::{Map, NODE, Node, map};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The map around a record; its boxes are links.
#[component]
pub fn DependencyMap(of: RecordRef, name: Memo<String>) -> View {
    let live = use_live();
    let words = &text().services;
    let drawn = Memo::new(move |_| live.read(|bench| map(bench, &of)));
    let left_out = move || drawn.with(|drawn| drawn.as_ref().map_or(0, |drawn| drawn.left_out));
    view! {
        <div class="map-scroller" tabindex="0" role="group" aria-label=move || (words.map)(&name.get())>
            {move || drawn.get().map(drawing)}
        </div>
        <p class="muted small">{words.map_hint}</p>
        <Show when=move || { left_out() > 0 }><p class="muted small">{move || (words.left_out)(left_out())}</p></Show>
    }
}

fn drawing(map: Map) -> View {
    let size = format!("0 0 {:.0} {:.0}", map.width, map.height);
    let edges = map.edges.into_iter().map(|edge| {
        let class = if edge.is_loose { "map-edge loose" } else { "map-edge" };
        view! { <path class=class d=edge.path marker-end="url(#map-arrow)" /> }
    });
    view! {
        <svg class="map" viewBox=size width=format!("{:.0}", map.width) height=format!("{:.0}", map.height)>
            <defs>
                <marker id="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                    <path class="map-arrow" d="M0 0L8 4L0 8z" />
                </marker>
            </defs>
            {edges.collect_view()}
            {map.nodes.into_iter().map(node).collect_view()}
        </svg>
    }
}

/// The group makes the link one of SVG, not of HTML.
fn node(node: Node) -> View {
    let live = use_live();
    let criticality = node.criticality.map_or("", |one| one.word());
    let kind = if node.of.table == crate::model::Table::Services { "service" } else { "item" };
    let middle = if node.is_middle { "middle" } else { "" };
    let class = format!("map-node {kind} {middle} {criticality}");
    let of = node.of;
    let address = move || live.route().with("select", &of.to_string()).address();
    let round = if kind == "service" { "17" } else { "4" };
    let said = match node.criticality {
        Some(one) => format!("{}, {one}", node.name),
        None => node.name.clone(),
    };
    let title = said.clone();
    view! {
        <g>
        <a href=address aria-label=said>
            <title>{title}</title>
            <rect
                class=class
                x=format!("{:.1}", node.x)
                y=format!("{:.1}", node.y)
                width=format!("{:.0}", NODE.0)
                height=format!("{:.0}", NODE.1)
                rx=round
            />
            <text
                class="map-name"
                x=format!("{:.1}", node.x + NODE.0 / 2.0)
                y=format!("{:.1}", node.y + NODE.1 / 2.0)
                text-anchor="middle"
                dominant-baseline="central"
            >
                {node.name}
            </text>
        </a>
        </g>
    }
}
