//! The table itself: only the rows in sight are in the document; the rest is two spacers.

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::html;

use super::Shown;
use crate::model::{Change, Id, RecordRef, Severity};
use crate::planner::views::changes::{Column, Row, row};
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The height of a row, and of a card on a narrow screen, in pixels; the sheet has the same.
const ROW: f64 = 36.0;
const CARD: f64 = 96.0;
/// Rows kept above and below those in sight.
const SPARE: usize = 12;

/// The rows of the table of changes.
#[component]
pub fn ChangeTable(shown: Shown) -> View {
    let live = use_live();
    let words = &text().changes;
    let scroller = NodeRef::<html::Div>::new();
    let top = RwSignal::new(0.0_f64);
    let view_height = RwSignal::new(900.0_f64);
    let row_height = RwSignal::new(ROW);
    let measure = move || {
        // A frame that was asked for may come after the table has gone.
        if let Some(Some(scroller)) = scroller.try_get_untracked() {
            top.set(f64::from(scroller.scroll_top()));
            view_height.set(f64::from(scroller.client_height()).max(200.0));
            row_height.set(if scroller.client_width() < 640 { CARD } else { ROW });
        }
    };
    Effect::new(move || {
        scroller.track();
        request_animation_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let active = RwSignal::new(0_usize);
    let count = move || shown.ids.with(Vec::len);
    let range = Memo::new(move |_| in_sight(top.get(), view_height.get(), row_height.get(), count()));
    let visible = move || {
        let (first, last) = range.get();
        shown.ids.with(|ids| {
            let rows = ids.iter().enumerate().skip(first).take(last.saturating_sub(first));
            rows.map(|(place, id)| (place, *id)).gather::<Vec<_>>()
        })
    };
    #[allow(clippy::cast_precision_loss)]
    let spacer = move |rows: usize| format!("{}px", rows as f64 * row_height.get());
    let toggle = move |id: &Id<Change>| {
        shown.selected.update(|selected| {
            if !selected.remove(id) {
                selected.insert(*id);
            }
        });
    };
    #[allow(clippy::cast_precision_loss)]
    let go_to = move |place: usize| {
        active.set(place);
        let Some(scroller) = scroller.get_untracked() else { return };
        let (at, height) = (place as f64 * row_height.get_untracked(), row_height.get_untracked());
        let (from, to) = (f64::from(scroller.scroll_top()), view_height.get_untracked() - height - ROW);
        if at < from {
            scroller.set_scroll_top(at as i32);
        } else if at > from + to {
            scroller.set_scroll_top((at - to) as i32);
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let last = count().saturating_sub(1);
        let here = active.get_untracked().min(last);
        let id = shown.ids.with_untracked(|ids| ids.get(here).cloned());
        match event.key().as_str() {
            "ArrowDown" => go_to((here + 1).min(last)),
            "ArrowUp" => go_to(here.saturating_sub(1)),
            "PageDown" => go_to((here + 15).min(last)),
            "PageUp" => go_to(here.saturating_sub(15)),
            "Home" => go_to(0),
            "End" => go_to(last),
            "Enter" => live.select(id.map(|id| RecordRef::from(&id)).as_ref()),
            " " => id.iter().for_each(toggle),
            _ => return,
        }
        event.prevent_default();
    };
    let all_selected = move || {
        let selected = shown.selected.get();
        !selected.is_empty() && shown.ids.with(|ids| ids.iter().all(|id| selected.contains(id)))
    };
    let select_all = move |_| {
        let all = all_selected();
        shown.selected.set(if all {
            Default::default()
        } else {
            shown.ids.get_untracked().into_iter().gather()
        });
    };
    view! {
        <div class="table-scroller" node_ref=scroller on:scroll=move |_| measure()>
            <table
                class="change-table"
                style:--columns=move || shown.columns.with(Vec::len).to_string()
                role="grid"
                tabindex="0"
                aria-label=words.table
                aria-multiselectable="true"
                aria-rowcount=move || (count() + 1).to_string()
                aria-activedescendant=move || format!("change-row-{}", active.get())
                on:keydown=on_key
            >
                <thead>
                    <tr role="row">
                        <th class="cell-select" role="columnheader">
                            <input type="checkbox" tabindex="-1" aria-label=words.select_all prop:checked=all_selected on:change=select_all />
                        </th>
                        <th class="cell-mark" role="columnheader"><span class="visually-hidden">{words.findings}</span></th>
                        {move || shown.columns.get().into_iter().map(|column| view! { <Heading shown column /> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <tr class="spacer" aria-hidden="true" style:height=move || spacer(range.get().0)></tr>
                    <For
                        each=visible
                        key=|(place, id)| (*place, *id)
                        children=move |(place, id)| view! { <ChangeRow shown place id active /> }
                    />
                    <tr class="spacer" aria-hidden="true" style:height=move || spacer(count().saturating_sub(range.get().1))></tr>
                </tbody>
            </table>
            {move || (count() == 0).then(|| view! { <p class="empty">{words.none_match}</p> })}
        </div>
    }
}

/// The first row to be in the document and the one after the last.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn in_sight(top: f64, view: f64, row: f64, count: usize) -> (usize, usize) {
    let first = ((top / row) as usize).saturating_sub(SPARE).min(count);
    let rows = (view / row) as usize + 2 * SPARE + 1;
    (first, (first + rows).min(count))
}

#[component]
fn Heading(shown: Shown, column: Column) -> View {
    let live = use_live();
    let order = move || {
        let sort = shown.sort.get();
        match (sort.by == column, sort.down) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    };
    let click = move |_| {
        let sort = shown.sort.get_untracked().after_click(column);
        live.go_quietly(&live.route().with("sort", &sort));
    };
    view! {
        <th role="columnheader" class=format!("cell-{}", column.slug()) aria-sort=order>
            <button type="button" class="sort" tabindex="-1" on:click=click>{(text().changes.column)(column)}</button>
        </th>
    }
}

#[component]
fn ChangeRow(shown: Shown, place: usize, id: Id<Change>, active: RwSignal<usize>) -> View {
    let live = use_live();
    let of = RecordRef::from(&id);
    let own = StoredValue::new(id);
    let made = Memo::new(move |_| {
        let columns = shown.columns.get();
        live.read(|bench| own.with_value(|id| row(bench, id, &columns))).flatten()
    });
    let is_selected = move || shown.selected.with(|selected| own.with_value(|id| selected.contains(id)));
    let toggle = move || {
        shown.selected.update(|selected| {
            if !selected.remove(&own.get_value()) {
                selected.insert(own.get_value());
            }
        });
    };
    let opened = of;
    let is_open = move || live.route().selected().as_ref() == Some(&of);
    let click = move |event: leptos::ev::MouseEvent| {
        active.set(place);
        if event.ctrl_key() || event.meta_key() {
            toggle();
        } else {
            live.select(Some(&opened));
        }
    };
    view! {
        <tr
            role="row"
            id=format!("change-row-{place}")
            aria-rowindex=(place + 2).to_string()
            aria-selected=move || is_selected().to_string()
            class:active=move || active.get() == place
            class:open=is_open
            on:click=click
        >
            {move || made.get().map(|row| {
                let title = row.title.clone();
                view! {
                    <td class="cell-select" role="gridcell" on:click=move |event| event.stop_propagation()>
                        <input
                            type="checkbox"
                            tabindex="-1"
                            aria-label=(text().changes.select)(&title)
                            prop:checked=is_selected
                            on:change=move |_| toggle()
                        />
                    </td>
                    <td class="cell-mark" role="gridcell">{finding_mark(row.mark)}</td>
                    {cells(row, &shown.columns.get_untracked())}
                }
            })}
        </tr>
    }
}

fn finding_mark(mark: Option<(Severity, usize)>) -> View {
    mark.map(|(severity, count)| {
        let class = if severity == Severity::Blocker { "mark mark-blocker" } else { "mark mark-warning" };
        let said = format!("{}: {}", severity.label(), (text().changes.finding_count)(count));
        view! { <span class=class title=said.clone()></span><span class="visually-hidden">{said}</span> }
    })
    .into_view()
}

fn cells(row: Row, columns: &[Column]) -> View {
    let Row { of, cells, risk, status, .. } = row;
    let columns = columns.to_vec();
    cells
        .into_iter()
        .zip(columns)
        .map(|(cell, column)| {
            let class = match column {
                Column::Risk => format!("cell-risk risk-{}", risk.word()),
                Column::Status => format!("cell-status status-{}", status.word()),
                other => format!("cell-{}", other.slug()),
            };
            if column == Column::Title {
                view! { <td role="gridcell" class=class><RecordLink of name=cell /></td> }
            } else {
                let hint = cell.clone();
                view! { <td role="gridcell" class=class title=hint>{cell}</td> }
            }
        })
        .collect_view()
}
