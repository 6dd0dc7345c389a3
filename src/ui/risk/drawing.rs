//! The drawing of what a change reaches: columns by distance, the ways to services drawn stronger.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::RecordRef;
use crate::planner::views::impact::{ImpactEdge, ImpactNode, ImpactView, impact};
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;

const COLUMN: usize = 168;
const ROW: usize = 40;
const BOX_WIDTH: usize = 132;
const BOX_HEIGHT: usize = 28;

/// What a change reaches, drawn, with who is to be told.
#[component]
pub fn ImpactDrawing(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().risk;
    let shown = Memo::new(move |_| {
        let drawn = live.read(|bench| {
            let change = of.id_of().and_then(|id| bench.plan().changes.get(&id))?;
            Some(impact(bench, change))
        });
        drawn.flatten().unwrap_or_default()
    });
    let owners = move || {
        shown.with(|shown| {
            let owners = shown.owners.iter().map(|owner| {
                let owner = owner.clone();
                view! { <li><RecordLink of=owner.record name=owner.name /></li> }
            });
            owners.collect_view()
        })
    };
    let has_owners = move || shown.with(|shown| !shown.owners.is_empty());
    view! {
        <section class="impact-part">
            <p>{move || shown.with(|shown| shown.sentence.clone())}</p>
            <Show when=move || shown.with(|shown| 1 < shown.nodes.len())>
                <div class="map-scroller" tabindex="0" role="group" aria-label=words.drawing>
                    {move || shown.with(drawing)}
                </div>
            </Show>
            <Show when=has_owners>
                <p class="impact-owners"><span class="muted small">{words.tell}</span></p>
                <ul class="impact-owners">{owners}</ul>
            </Show>
        </section>
    }
}

fn drawing(shown: &ImpactView) -> View {
    let (width, height) = (shown.columns * COLUMN, shown.rows * ROW);
    let size = format!("0 0 {width} {height}");
    let place = |at: usize| shown.nodes.get(at).map(|node| (node.column * COLUMN, node.row * ROW));
    let edge = |edge: &ImpactEdge| {
        let ((x1, y1), (x2, y2)) = (place(edge.from)?, place(edge.to)?);
        let (x1, y1, y2) = (x1 + BOX_WIDTH, y1 + ROW / 2, y2 + ROW / 2);
        // What leads back or stays in its column is drawn from side to side all the same.
        let bend = (x1 + x2) / 2;
        let d = format!("M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}");
        let class = if edge.is_on_path { "map-edge strong" } else { "map-edge loose" };
        Some(view! { <path class=class d=d /> })
    };
    let edges: Vec<_> = shown.edges.iter().filter_map(edge).gather();
    let nodes: Vec<_> = shown.nodes.iter().map(node).gather();
    view! {
        <svg class="map" viewBox=size width=width.to_string() height=height.to_string()>
            {edges}
            {nodes}
        </svg>
    }
}

fn node(node: &ImpactNode) -> View {
    let live = use_live();
    let words = &text().risk;
    let (x, y) = (node.column * COLUMN, node.row * ROW + (ROW - BOX_HEIGHT) / 2);
    let kind = if node.is_service { "service" } else { "item" };
    let middle = if node.column == 0 { "middle" } else { "" };
    let class = format!("map-node {kind} {middle} {}", node.criticality.word());
    let what = if node.is_service { words.service } else { words.item };
    let said = format!("{}, {what}, {}", node.node.name, node.criticality.label());
    let title = said.clone();
    let of = node.node.record;
    let address = move || live.route().with("select", &of.to_string()).address();
    let round = if node.is_service { "14" } else { "4" };
    let name = shortened(&node.node.name);
    view! {
        <g>
            <a href=address aria-label=said>
                <title>{title}</title>
                <rect class=class x=x.to_string() y=y.to_string() width=BOX_WIDTH.to_string() height=BOX_HEIGHT.to_string() rx=round />
                <text class="map-name" x=(x + BOX_WIDTH / 2).to_string() y=(y + BOX_HEIGHT / 2).to_string()
                    text-anchor="middle" dominant-baseline="central">{name}</text>
            </a>
        </g>
    }
}

/// A name as long as its box.
fn shortened(name: &str) -> String {
    const MOST: usize = 19;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    name.chars().take(MOST - 1).chain(['…']).gather()
}
